"""Who has sent a list in a round and who has not, and when they were reminded: of villages, of offices (OPD), and of everybody else who sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet, Sum

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_of
from payung.compliance.models import Reminder
from payung.intake.models import RowCount, SubmittedList
from payung.places.models import Office, OfficeKind, Place
from payung.registry.models import Round
from payung.values.problem import Verdict


class State(StrEnum):
    """Where a sender stands; somebody with rows to correct is in `NEEDS_FIXING`, whatever else was accepted."""

    NOT_SENT = "not_sent"
    NEEDS_FIXING = "needs_fixing"
    CHECKED = "checked"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Line:
    """One sender. `key`: code of a village, or key of an office; `lists`: keys of what they sent; `refused`: files that could not be read.

    `since`: the day from which rows wait for corrections; `letters`: reminders so far, the newest on `reminded_on`.
    """

    key: str
    name: str
    district: str = ""
    district_name: str = ""
    lists: tuple[int, ...] = ()
    refused: int = 0
    sent_on: date | None = None
    since: date | None = None
    accepted: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    letters: int = 0
    reminded_on: date | None = None

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def needs_fixing(self) -> int:
        return self.counts.get(Verdict.NEEDS_FIXING.value, 0)

    @property
    def state(self) -> State:
        if not self.lists:
            return State.NOT_SENT
        if self.needs_fixing:
            return State.NEEDS_FIXING
        return State.ACCEPTED if self.accepted else State.CHECKED


@dataclass(frozen=True)
class DistrictLine:
    """Of one kecamatan: villages, those that sent, those with rows to correct."""

    code: str
    name: str
    villages: int
    sent: int
    needs_fixing: int


def village_lines(*, round: Round, visible_to: User | None, on: date, place: str = "") -> list[Line]:
    """Every desa of the round's place that the user sees, by code, whether it sent or not; `place` narrows to what lies in it."""
    sight = sight_of(visible_to, on)
    desa = Place.objects.within(round.place_id).within(place).desa().filter(sight.in_places(""))
    places = {code: (name, above, district) for code, name, above, district in desa.values_list("code", "name", "parent_id", "parent__name")}
    sent = _sent(round, lambda office: office.place_id if office.place_id in places else None)
    reminded = _reminded(round, "village_id")
    return [
        _with_letters(replace(sent.get(code, Line(code, name)), name=name, district=above, district_name=district), reminded)
        for code, (name, above, district) in sorted(places.items())
    ]


def office_lines(*, round: Round, visible_to: User | None, on: date, place: str = "") -> list[Line]:
    """Every OPD of the round's place that the user sees, by name."""
    sight = sight_of(visible_to, on)
    seen = sight.in_places("place") | sight.of_offices("pk")
    offices = Office.objects.filter(seen, kind=OfficeKind.OPD, place__in=Place.objects.within(round.place_id).within(place))
    names = dict(offices.values_list("pk", "name"))
    sent = _sent(round, lambda office: str(office.pk) if office.pk in names else None)
    reminded = _reminded(round, "office_id")
    return [_with_letters(sent.get(str(pk), Line(str(pk), name)), reminded) for pk, name in sorted(names.items(), key=lambda one: one[1])]


def other_lines(*, round: Round, visible_to: User | None, on: date) -> list[Line]:
    """Who sent a list and is neither an OPD nor the office of a desa: village offices whose village is not known, kelurahan, others; by name."""
    sight = sight_of(visible_to, on)
    senders = Office.objects.filter(sight.in_places("place"), pk__in=SubmittedList.objects.filter(round=round).values("office"))
    desa = Place.objects.within(round.place_id).desa().values("code")
    names = dict(senders.exclude(kind=OfficeKind.OPD).exclude(place__in=desa).values_list("pk", "name"))
    sent = _sent(round, lambda office: str(office.pk) if office.pk in names else None)
    return sorted((line for line in sent.values() if line.lists or line.refused), key=lambda line: line.name)


def district_lines(lines: Iterable[Line]) -> list[DistrictLine]:
    """Kecamatan by the share of their villages that sent, the best first."""
    held: dict[str, list[Line]] = {}
    for line in lines:
        held.setdefault(line.district, []).append(line)
    found = [
        DistrictLine(code, of[0].district_name, len(of), sum(bool(one.lists) for one in of), sum(one.state == State.NEEDS_FIXING for one in of))
        for code, of in held.items()
    ]
    return sorted(found, key=lambda one: (-one.sent * 10_000 // one.villages, one.name))


def reminders(*, round: Round, visible_to: User | None, on: date) -> QuerySet[Reminder]:
    """Letters of the round to whom the user sees, the newest day first, then by village and office."""
    sight: Sight = sight_of(visible_to, on)
    seen = sight.in_places("village", "office__place") | sight.of_offices()
    found = Reminder.objects.filter(seen, round=round).select_related("village__parent", "office__place", "round__place")
    return found.order_by("-on", "village__code", "office__name", "pk")


def newest_reminder(*, round: Round, village: str = "", office: int | None = None) -> Reminder | None:
    """The last letter to a village, or to an office."""
    to = {"village": village} if village else {"office": office}
    return Reminder.objects.filter(round=round, **to).order_by("-on", "-pk").first()


def _sent(round: Round, key_of: Callable[[Office], str | None]) -> dict[str, Line]:
    """What each sender sent, by `key_of` (office -> key, None: not asked for). A correction sheet dates the rows that still wait."""
    counts: dict[int, dict[str, int]] = {}
    for pk, verdict, rows in RowCount.objects.filter(list__round=round).values_list("list_id", "verdict").annotate(n=Sum("rows")):
        counts.setdefault(pk, {})[verdict] = rows
    lines: dict[str, Line] = {}
    for each in SubmittedList.objects.filter(round=round).select_related("office").order_by("pk"):
        if (key := key_of(each.office)) is not None:
            lines[key] = _and(lines.get(key, Line(key, each.office.name, accepted=True)), each, counts.get(each.pk, {}))
    return lines


def _and(line: Line, each: SubmittedList, counts: Mapping[str, int]) -> Line:
    if each.state == SubmittedList.State.REFUSED:
        return replace(line, refused=line.refused + 1)
    day = max((one for one in (line.since, each.received_on) if one), default=None)
    if each.corrects_id:
        return replace(line, since=day)
    both = {verdict.value: line.counts.get(verdict.value, 0) + counts.get(verdict.value, 0) for verdict in Verdict}
    accepted = line.accepted and each.state == SubmittedList.State.ACCEPTED
    sent_on = line.sent_on or each.received_on
    return replace(line, lists=(*line.lists, each.pk), sent_on=sent_on, since=day, accepted=accepted, counts=both)


def _reminded(round: Round, way: str) -> dict[str, tuple[int, date]]:
    """Key of the addressee -> number and day of the last letter."""
    found = Reminder.objects.filter(round=round, **{f"{way}__isnull": False}).order_by("on", "pk")
    return {str(key): (number, day) for key, number, day in found.values_list(way, "number", "on")}


def _with_letters(line: Line, reminded: Mapping[str, tuple[int, date]]) -> Line:
    letters, day = reminded.get(line.key, (0, None))
    return replace(line, letters=letters, reminded_on=day)

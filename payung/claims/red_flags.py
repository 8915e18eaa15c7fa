"""What an auditor should look at: never an accusation, only what was seen, in figures and case numbers; no names, no phones, no NIK.

A flag is raised once for what was seen; when more is seen it is raised again. The auditor's outcome is an entry of its own. The thresholds are our
choice, no law's.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from payung.accounts.models import User
from payung.accounts.rights import RIGHTS, places_where, require
from payung.audit.actions import acting
from payung.claims.allowed import held_by, require_in
from payung.claims.free_text import plain
from payung.claims.models import Case, Flag, Relative, Report
from payung.claims.queries import cases_seen
from payung.claims.state import CaseOn, states_of
from payung.planning.models import Fund
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, number

HELPED_CASES = 5  # cases of one helper within HELPED_WITHIN
HELPED_WITHIN = timedelta(days=365)
NEW_MEMBER = timedelta(days=90)
FLAGS: Mapping[str, Words] = {
    "one_phone": Words(
        "{n} ahli waris memakai satu nomor telepon. Kasus: {cases}.",
        "{n} heirs share one phone number. Cases: {cases}.",
    ),
    "helper_phone": Words(
        "Nomor telepon ahli waris sama dengan nomor pelapor atau pendamping. Kasus: {cases}.",
        "An heir's phone number is that of whoever reported or helps. Cases: {cases}.",
    ),
    "one_helper": Words(
        "Satu pendamping membantu {n} kasus dalam setahun. Kasus: {cases}.",
        "One helper helps with {n} cases within a year. Cases: {cases}.",
    ),
    "new_member": Words(
        "Masuk daftar sendiri, {n} hari sebelum meninggal dunia.",
        "Came onto the list alone, {n} days before the death.",
    ),
    "less_came": Words(
        "Ahli waris menyebut {n} rupiah lebih sedikit daripada yang dibayar BPJS.",
        "The heirs told of {n} rupiah less than BPJS paid.",
    ),
}
OUTCOMES: Mapping[str, Words] = {
    "in_order": Words("wajar, tidak ada masalah", "in order, no problem"),
    "explained": Words("dijelaskan, selesai", "explained, done"),
    "watched": Words("diamati terus", "watched further"),
    "passed_on": Words("diteruskan ke Inspektorat atau BPJS", "passed on to the inspectorate or BPJS"),
}
_MOST_CASES = 30  # numbers that a flag names


@dataclass(frozen=True)
class Seen:
    """One thing that was seen in a case: `n` as its sentence counts, `cases` besides."""

    key: str
    n: int
    cases: tuple[int, ...] = ()

    @property
    def found(self) -> str:
        """As the table keeps it."""
        return f"n={self.n};cases={','.join(str(one) for one in self.cases[:_MOST_CASES])}"


def told(flag: Flag) -> Words:
    """The sentence of a flag."""
    parts = dict(part.split("=", 1) for part in flag.found.split(";") if "=" in part)
    n, cases, words = int(parts.get("n") or 0), parts.get("cases", "").replace(",", ", "), FLAGS[flag.key]
    return Words(words.id.format(n=number(n), cases=cases), words.en.format(n=number(n, "en"), cases=cases))


def raise_flags(*, by: User | None, on: date, cases: Sequence[Case] | None = None) -> list[Flag]:
    """Looks at these cases, or at all that the auditor sees; the flags that are new. Again: nothing new."""
    if not places_where(by, "case.flag", on):
        require(by, "case.flag", "", on)
    held_roles = held_by(by, on)
    chosen = cases if cases is not None else cases_seen(visible_to=by, on=on).exclude(state=Case.State.WITHDRAWN)
    keys = sorted(case.pk for case in chosen if not RIGHTS["case.flag"].isdisjoint(held_roles.at(case)))
    with acting("case.flag", by=by):
        held = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related("person", "village", "office").order_by("pk"))
        return _raise(states_of(held, on=on), on, by)


def look_at(state: CaseOn, on: date) -> list[Flag]:
    """The same for one case whose row the calling act holds; nobody is named as having raised it."""
    return _raise([state], on, None)


def _raise(states: Sequence[CaseOn], on: date, by: User | None) -> list[Flag]:
    keys = [state.case.pk for state in states]
    known = set(Flag.objects.filter(case__in=keys, outcome="").values_list("case_id", "key", "found"))
    new = [
        Flag(case=state.case, key=seen.key, found=seen.found, on=on, by=by)
        for state, found in zip(states, _seen_in(states), strict=True)
        for seen in found
        if (state.case.pk, seen.key, seen.found) not in known
    ]
    return Flag.objects.bulk_create(new)


def _seen_in(states: Sequence[CaseOn]) -> Iterator[list[Seen]]:
    around, began = _Around.of(), _began(states)
    for state in states:
        yield [*around.phones(state), *around.helpers(state), *_membership(state, began), *_less(state)]


def _began(states: Sequence[CaseOn]) -> dict[int, Month]:
    """Fund -> its first month, in which a whole list begins at once."""
    funds = {state.expected.cover.fund for state in states if state.expected.cover.fund}
    return dict(Fund.objects.filter(pk__in=funds).values_list("pk", "first_month"))


@dataclass(frozen=True)
class _Around:
    """What other cases hold beside these: phone -> (case, relative) of heirs; phone -> cases it was reported from; helper -> (case, day)."""

    heirs: Mapping[str, list[tuple[int, int]]]
    tellers: Mapping[str, set[int]]
    helped: Mapping[str, list[tuple[int, date]]]
    helpers_of: Mapping[int, set[str]]

    @classmethod
    def of(cls) -> "_Around":
        heirs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        people = Relative.objects.filter(crossed_out="", alive=True).exclude(phone="").exclude(case__state=Case.State.WITHDRAWN)
        for case, pk, phone in people.order_by("pk").values_list("case_id", "pk", "phone"):
            heirs[digits(phone)].append((case, pk))
        tellers: dict[str, set[int]] = defaultdict(set)
        helped: dict[str, list[tuple[int, date]]] = defaultdict(list)
        helpers_of: dict[int, set[str]] = defaultdict(set)
        reports = Report.objects.exclude(case__state=Case.State.WITHDRAWN).filter(Q(helps=True) | ~Q(phone="")).order_by("pk")
        for case, on, phone, helps, by in reports.values_list("case_id", "on", "phone", "helps", "by_id"):
            dialled = digits(phone)
            if dialled:
                tellers[dialled].add(case)
            if helps and (who := dialled or (f"user {by}" if by else "")):
                helped[who].append((case, on))
                helpers_of[case].add(who)
        return cls(heirs, tellers, helped, helpers_of)

    def phones(self, state: CaseOn) -> Iterator[Seen]:
        """An heir's phone that other heirs have too, or that somebody reported from."""
        own = {digits(one.phone) for one in state.relatives if one.phone and not one.crossed_out and one.alive} - {""}
        shared = [self.heirs[phone] for phone in sorted(own) if len(self.heirs.get(phone, [])) > 1]
        if shared:
            most = max(shared, key=len)
            yield Seen("one_phone", len(most), tuple(sorted({case for case, _ in most})))
        cases = {case for phone in own for case in self.tellers.get(phone, ()) if not _heir_reports(self, phone, case)}
        if cases:
            yield Seen("helper_phone", len(cases), tuple(sorted(cases)))

    def helpers(self, state: CaseOn) -> Iterator[Seen]:
        """A helper of this case who helps with many."""
        for who in sorted(self.helpers_of.get(state.case.pk, ())):
            near = {case for case, on in self.helped[who] if abs(on - state.case.opened_on) <= HELPED_WITHIN}
            if len(near) >= HELPED_CASES:
                yield Seen("one_helper", len(near), tuple(sorted(near)))
                return


def _heir_reports(around: _Around, phone: str, case: int) -> bool:
    """An heir who reports their own family's case is no middleman, as long as the phone stands in no other case."""
    return {one for one, _ in around.heirs.get(phone, [])} == {case} and around.tellers[phone] == {case} and phone not in around.helped


def _membership(state: CaseOn, began: Mapping[int, Month]) -> Iterator[Seen]:
    """A membership that began shortly before the death, and not together with everybody on that list."""
    cover = state.expected.cover
    if state.case.kind != Case.Kind.DEATH or cover.run is None or cover.run.since == began.get(cover.fund or 0):
        return
    days = (state.case.happened_on - cover.run.since.first_day).days
    if 0 <= days < NEW_MEMBER.days:
        yield Seen("new_member", days)


def _less(state: CaseOn) -> Iterator[Seen]:
    """The least that one of those who asked heard from all heirs together, where it is less than BPJS paid; asked after BPJS told it."""
    paid, last = sum(one.amount for one in state.told.values() if one.paid_on), max((one.at for one in state.told.values()), default=None)
    newest = {(one.by_id, one.heir_id): one.amount for one in state.confirmations if last is None or one.at >= last}
    sums: dict[int, int] = defaultdict(int)
    for (by, _), amount in newest.items():
        sums[by] += amount
    if sums and min(sums.values()) < paid:
        yield Seen("less_came", paid - min(sums.values()))


def digits(phone: str) -> str:
    """A phone number as it is compared: 0812… and +62 812… are one."""
    plain_digits = "".join(one for one in phone if one.isdigit())
    return "0" + plain_digits[2:] if plain_digits.startswith("62") else plain_digits


def record_outcome(*, flag: Flag, outcome: str, note: str = "", by: User | None, on: date) -> Flag:
    """What the auditor found. The same again changes nothing.

    Errors: InputError `flag.outcome`, `flag.note` for one that says nothing; RefusedError `flag.answered` where another auditor was first.
    """
    require_in(flag.case, "case.flag", by, on)
    words = plain(note)
    if outcome not in OUTCOMES:
        raise InputError("flag.outcome", Words("Pilih hasilnya.", "Choose what was found."))
    if outcome != "in_order" and not words:
        raise InputError("flag.note", Words("Tulis apa yang ditemukan.", "Write what was found."))
    with acting("case.flag", by=by):
        Case.objects.select_for_update(of=("self",)).get(pk=flag.case_id)
        newest = Flag.objects.filter(case=flag.case_id, key=flag.key).select_related("by").order_by("-pk").first()
        if newest and (newest.outcome, newest.note, newest.by_id) == (outcome, words, by.pk if by else None):
            return newest
        if newest and newest.pk != flag.pk:
            raise RefusedError(
                "flag.answered",
                Words("Sudah ada catatan yang lebih baru. Muat ulang halamannya.", "There is a newer entry. Load the page again."),
            )
        return Flag.objects.create(case=flag.case, key=flag.key, found=flag.found, outcome=outcome, note=words, on=on, by=by)


def flags_seen(*, visible_to: User | None, on: date) -> list[Flag]:
    """The newest entry of each flag in the cases that are seen: those without an outcome first, then the newest first."""
    cases = cases_seen(visible_to=visible_to, on=on).order_by().values("pk")
    held = Flag.objects.filter(case__in=cases).select_related("case__person", "case__village", "by").order_by("pk")
    newest = {(flag.case_id, flag.key): flag for flag in held}
    return sorted(newest.values(), key=lambda flag: (bool(flag.outcome), -flag.pk))

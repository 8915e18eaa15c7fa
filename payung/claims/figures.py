"""The claims of some months by place: cases, rupiah, days from the event to the money, why it took long, and what was paid in for it.

Median and p90 are nearest ranks: of ten cases the fifth and the ninth. Contributions are those of months whose bill is paid in full.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.db.models import Max, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_of
from payung.audit.kept import Kept, newest_change
from payung.billing.models import Bill
from payung.claims.models import Case, Step, Told
from payung.claims.queries import cases_seen
from payung.places.models import Place
from payung.registry.bulk import as_one, one_of, read_frame
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of, within

_PAID_IN = """SELECT k.village_id, SUM(l.jkk + l.jkm) FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id
    JOIN planning_fund f ON f.id = b.fund_id LEFT JOIN registry_candidate k ON k.person_id = l.person_id AND k.round_id = f.round_id
    WHERE {bills} GROUP BY k.village_id"""


_villages_paid: Kept[list[tuple[str | None, int]]] = Kept(50)


@dataclass
class Line:
    """One place: cases reported in these months by what they are and how they stand, and what BPJS paid in these months.

    `days`: of each case whose last rupiah came in these months, from the event to that day. `contributions`: rupiah paid in for its people.
    """

    code: str
    name: str
    deaths: int = 0
    accidents: int = 0
    open: int = 0
    closed: int = 0
    refused: int = 0
    paid: int = 0
    benefits: int = 0
    contributions: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return self.deaths + self.accidents

    @property
    def median(self) -> int | None:
        return _rank(self.days, 50)

    @property
    def p90(self) -> int | None:
        return _rank(self.days, 90)


@dataclass(frozen=True)
class ClaimsFigures:
    """`lines` by place below `place`, most cases first; `whole`: all of them; `by_line`: line of the law -> cases, rupiah; `reasons`: why late."""

    place: str
    first: Month
    last: Month
    lines: Sequence[Line]
    whole: Line
    by_line: Mapping[str, tuple[int, int]]
    reasons: Sequence[tuple[str, int]]


def half_year(month: Month) -> tuple[Month, Month]:
    """January to June, or July to December, of the month."""
    first = Month.at(month.year, 1 if month.month <= 6 else 7)
    return first, first + 5


def claims_figures(place: str, first: Month, last: Month, *, visible_to: User | None, on: date) -> ClaimsFigures:
    """What is seen of the place. Withdrawn cases count nowhere: they were no event."""
    cases = cases_seen(visible_to=visible_to, on=on).exclude(state=Case.State.WITHDRAWN).order_by("pk")
    mine = [case for case in cases if within(case.village_id or "", place) or case.village_id is None]
    lines: dict[str, Line] = {}
    _count(lines, place, mine, first, last)
    told = Told.objects.filter(case__in=[case.pk for case in mine], paid_on__range=(first.first_day, last.last_day)).select_related("case")
    _count_paid(lines, place, told)
    for village, rupiah in _paid_in(place, first, last, sight_of(visible_to, on)):
        _line(lines, place, village).contributions += rupiah
    _name(lines)
    ordered = sorted(lines.values(), key=lambda one: (-one.cases, -one.benefits, one.name, one.code))
    return ClaimsFigures(place, first, last, ordered, _sum(place, ordered), _by_line(told), _reasons(mine, first, last))


def _below(place: str, village: str | None) -> str:
    """The place below `place` that the village lies in; "" where it is not known."""
    if not village:
        return ""
    level = level_of(place) if place else 0
    return parent_of(village, Level(level + 1)) if level < Level.DISTRICT else village


def _line(lines: dict[str, Line], place: str, village: str | None) -> Line:
    code = _below(place, village)
    return lines.setdefault(code, Line(code, ""))


def _count(lines: dict[str, Line], place: str, cases: Iterable[Case], first: Month, last: Month) -> None:
    for case in cases:
        if not first.first_day <= case.opened_on <= last.last_day:
            continue
        line = _line(lines, place, case.village_id)
        line.deaths += case.kind == Case.Kind.DEATH
        line.accidents += case.kind == Case.Kind.ACCIDENT
        line.open += case.state == Case.State.OPEN
        line.closed += case.state == Case.State.CLOSED
        line.refused += case.state == Case.State.REFUSED


def _count_paid(lines: dict[str, Line], place: str, told: QuerySet[Told]) -> None:
    cases = {one.case_id: one.case for one in told}
    for one in told:
        _line(lines, place, one.case.village_id).benefits += one.amount
    # a case of which more was paid later was not finished in these months
    last = dict(Told.objects.filter(case__in=cases).order_by().values("case").annotate(last=Max("paid_on")).values_list("case", "last"))
    for pk, day in Told.objects.filter(case__in=cases, paid_on__in=set(last.values())).order_by().values_list("case", "paid_on").distinct():
        if last[pk] == day and any(one.case_id == pk and one.paid_on == day for one in told):
            line = _line(lines, place, cases[pk].village_id)
            line.paid += 1
            line.days.append((day - cases[pk].happened_on).days)


def _paid_in(place: str, first: Month, last: Month, sight: Sight) -> list[tuple[str | None, int]]:
    """Village, rupiah; of people whose village is not known only for whoever sees the whole place."""
    paid = Bill.objects.filter(month__gte=first, month__lte=last).fully_paid().select_related("fund")
    bills = [bill.pk for bill in paid if within(bill.fund.place_id, place) or within(place, bill.fund.place_id)]
    sql, columns = _PAID_IN.format(bills=one_of("b.id")), {"village": pl.String, "rupiah": pl.Int64}
    found = _villages_paid.get((tuple(bills), newest_change()), lambda: read_frame(sql, [as_one(bills)], columns).rows())
    return [
        (village, rupiah)
        for village, rupiah in found
        if (sight.covers(place) if village is None else within(village, place) and sight.covers(village))
    ]


def _name(lines: dict[str, Line]) -> None:
    names = dict(Place.objects.filter(code__in=[code for code in lines if code]).values_list("code", "name"))
    for code, line in lines.items():
        line.name = names.get(code, "")


def _sum(place: str, lines: Iterable[Line]) -> Line:
    whole = Line(place, "")
    for line in lines:
        for name in ("deaths", "accidents", "open", "closed", "refused", "paid", "benefits", "contributions"):
            setattr(whole, name, getattr(whole, name) + getattr(line, name))
        whole.days += line.days
    return whole


def _by_line(told: QuerySet[Told]) -> Mapping[str, tuple[int, int]]:
    cases: dict[str, set[int]] = {}
    sums: Counter[str] = Counter()
    for one in told:
        cases.setdefault(one.line, set()).add(one.case_id)
        sums[one.line] += one.amount
    return {line: (len(cases[line]), rupiah) for line, rupiah in sums.most_common()}


def _reasons(cases: Sequence[Case], first: Month, last: Month) -> list[tuple[str, int]]:
    """Why steps were late, as it was written, the most frequent first."""
    late = Step.objects.filter(case__in=[case.pk for case in cases], state=Step.State.DELAYED, on__range=(first.first_day, last.last_day))
    return Counter(late.values_list("reason", flat=True)).most_common()


def _rank(days: Sequence[int], percent: int) -> int | None:
    """The nearest rank: the smallest value that so many per cent do not exceed."""
    return sorted(days)[max(0, -(-len(days) * percent // 100) - 1)] if days else None

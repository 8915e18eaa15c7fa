"""One line for each village of a month: from the list that it sent to the contribution that is paid, as the monthly report has it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.db.models import Count, Sum

from payung.billing.models import Bill, Payment
from payung.claims.models import Case
from payung.claims.programmes import told_in
from payung.claims.queries import cases_seen
from payung.coverage.models import CoverStep
from payung.coverage.queries import _in
from payung.intake.checks.catalog import FINDINGS
from payung.intake.models import Finding, RowCount, SubmittedList
from payung.places.models import Place
from payung.planning.models import Decided
from payung.planning.queries import determination_in_force
from payung.registry.bulk import as_one, one_of, read_frame
from payung.reports.briefing_asked import Asked
from payung.reports.funds import REASON_WORDS
from payung.roster.models import Reason
from payung.values.place import within
from payung.values.problem import Severity, Verdict
from payung.values.words import LANGS, Words

_CHANGES = """SELECT COALESCE(k.village_id, ''), c.direction, c.reason, COUNT(*) FROM roster_change c JOIN planning_fund f ON f.id = c.fund_id
    LEFT JOIN registry_candidate k ON k.person_id = c.person_id AND k.round_id = f.round_id WHERE c.month = %s AND {funds} GROUP BY 1, 2, 3"""
_BILLED = """SELECT COALESCE(k.village_id, ''), l.bill_id, SUM(l.jkk), SUM(l.jkm) FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id
    JOIN planning_fund f ON f.id = b.fund_id LEFT JOIN registry_candidate k ON k.person_id = l.person_id AND k.round_id = f.round_id
    WHERE {bills} GROUP BY 1, 2"""
_REASONS = 3  # named in a line


@dataclass
class VillageLine:
    """`code` "": people whose village no list names. `out`: reason -> people; `failed`: code of a finding -> rows; `cases` and `benefits` are those
    of the month.
    """

    code: str
    name: str = ""
    district: str = ""
    quota: int = 0
    proposed: int = 0
    passed: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    active: int = 0
    came: int = 0
    out: Counter[str] = field(default_factory=Counter)
    jkk: int = 0
    jkm: int = 0
    payments: set[tuple[str, date]] = field(default_factory=set)
    cases: int = 0
    benefits: int = 0

    @property
    def not_passed(self) -> int:
        return self.proposed - self.passed

    @property
    def left(self) -> int:
        return sum(self.out.values())

    @property
    def silent(self) -> bool:
        """Nothing at all to say of it."""
        return not (self.quota or self.proposed or self.active or self.came or self.left or self.cases or self.benefits)


def village_lines(asked: Asked) -> list[VillageLine]:
    """Every desa and kelurahan of the place by code; last, whoever's village is not known, where there is anybody."""
    lines: dict[str, VillageLine] = defaultdict(lambda: VillageLine(""))
    places = Place.objects.within(asked.place).villages().order_by("code").values_list("code", "name", "parent__name")
    for code, name, district in places:
        lines[code] = VillageLine(code, name, district or "")
    lines[""] = VillageLine("")
    for fill in (_rows, _findings, _quotas, _active, _changes, _billed, _claims):
        fill(lines, asked)
    unknown = lines.pop("")
    return [*lines.values(), *([] if unknown.silent else [unknown])]


def _line(lines: dict[str, VillageLine], asked: Asked, village: str | None) -> VillageLine | None:
    """The line of a village; people of no known village count only for a place that is a whole round's."""
    if village and village in lines:
        return lines[village]
    if not village or len(village) < 13:  # anything shorter is the place of a fund
        return lines[""] if any(one.place_id == asked.place for one in asked.rounds) or not asked.place else None
    return None


def _rows(lines: dict[str, VillageLine], asked: Asked) -> None:
    found = RowCount.objects.filter(list__round__in=asked.rounds).exclude(list__state=SubmittedList.State.REFUSED)
    for village, verdict, rows in found.order_by().values_list("village", "verdict").annotate(n=Sum("rows")):
        if line := _line(lines, asked, village):
            line.proposed += rows
            line.passed += rows if verdict == Verdict.PASSES.value else 0


def _findings(lines: dict[str, VillageLine], asked: Asked) -> None:
    weighty = [code for code, finding in FINDINGS.items() if finding.severity != Severity.WARNING]
    found = Finding.objects.filter(row__list__round__in=asked.rounds, code__in=weighty).exclude(row__verdict=Verdict.PASSES.value)
    for village, code, rows in found.order_by().values_list("row__village_id", "code").annotate(n=Count("id")):
        if line := _line(lines, asked, village):
            line.failed[code] += rows


def _quotas(lines: dict[str, VillageLine], asked: Asked) -> None:
    held = [one.pk for fund in asked.funds if (one := determination_in_force(fund))]
    found = Decided.objects.filter(determination__in=held, outcome="in").order_by().values_list("candidate__village_id").annotate(n=Count("id"))
    for village, people in found:
        if line := _line(lines, asked, village):
            line.quota += people


def _active(lines: dict[str, VillageLine], asked: Asked) -> None:
    open_now = [fund.pk for fund in asked.funds if fund.first_month <= asked.month <= fund.last_month]
    steps = CoverStep.objects.filter(_in(asked.place), fund__in=open_now, month__lte=asked.month)
    for village, people in steps.order_by().values_list("village").annotate(n=Sum("people")):
        if line := _line(lines, asked, village):
            line.active += people


def _changes(lines: dict[str, VillageLine], asked: Asked) -> None:
    schema = {"village": pl.String, "direction": pl.String, "reason": pl.String, "n": pl.Int64}
    funds = as_one([fund.pk for fund in asked.funds])
    for village, direction, reason, people in read_frame(_CHANGES.format(funds=one_of("c.fund_id")), [asked.month.no, funds], schema).iter_rows():
        line = _line(lines, asked, village)
        if line is None:
            continue
        if direction == "in":
            line.came += people
        else:
            line.out[reason] += people


def _billed(lines: dict[str, VillageLine], asked: Asked) -> None:
    bills = list(Bill.objects.filter(fund__in=asked.funds, month=asked.month).values_list("pk", flat=True))
    paid: dict[int, set[tuple[str, date]]] = defaultdict(set)
    for bill, reference, on in Payment.objects.filter(bill__in=bills, reverses=None).values_list("bill", "reference", "paid_on"):
        paid[bill].add((reference, on))
    schema = {"village": pl.String, "bill": pl.Int64, "jkk": pl.Int64, "jkm": pl.Int64}
    for village, bill, jkk, jkm in read_frame(_BILLED.format(bills=one_of("b.id")), [as_one(bills)], schema).iter_rows():
        if line := _line(lines, asked, village):
            line.jkk += jkk
            line.jkm += jkm
            line.payments |= paid[bill]


def _claims(lines: dict[str, VillageLine], asked: Asked) -> None:
    first, last = asked.first.first_day, asked.last.last_day
    seen = cases_seen(visible_to=asked.visible_to, on=asked.on).exclude(state=Case.State.WITHDRAWN).filter(opened_on__range=(first, last))
    for _, village in seen.order_by().values_list("pk", "village"):
        if within(village or "", asked.place) and (line := _line(lines, asked, village)):
            line.cases += 1
    told = told_in(asked.place, asked.first, asked.last, visible_to=asked.visible_to, on=asked.on)
    for village, rupiah in told.order_by().values_list("case__village").annotate(n=Sum("amount")):
        if line := _line(lines, asked, village):
            line.benefits += rupiah


def reasons_said(failed: Counter[str]) -> Words:
    """ "NIK kosong 3; ganda 2": the most frequent."""
    top = failed.most_common(_REASONS)
    return Words(*("; ".join(f"{FINDINGS[code].title.said(lang)} {rows}" for code, rows in top) for lang in LANGS))


def out_said(out: Counter[str]) -> Words:
    """ "meninggal 2; pindah 1"."""
    told = dict(REASON_WORDS)
    return Words(*("; ".join(f"{told[Reason(reason)].said(lang)} {people}" for reason, people in out.most_common()) for lang in LANGS))


def payments_said(lines: Iterable[VillageLine]) -> list[tuple[str, date]]:
    """Every payment of the month: reference and day."""
    return sorted({one for line in lines for one in line.payments}, key=lambda one: (one[1], one[0]))

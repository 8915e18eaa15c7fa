"""What the database says of a regency in a month, or of any other place, put together for the one page."""

from dataclasses import replace
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Substr

from payung.billing.models import Bill, Payment
from payung.billing.queries import bill_state, paid_months
from payung.coverage.measure import Figure
from payung.coverage.queries import Funnel, coverage, coverage_by_district, funnel, villages_that_sent
from payung.coverage.series import coverage_inside
from payung.intake.checks.catalog import FINDINGS
from payung.intake.models import Finding, RowCount
from payung.intake.queries import register_ages, verdict_counts
from payung.intake.registers import missing_words, old_words
from payung.planning.models import Fund
from payung.planning.price import short_cover
from payung.planning.queries import price_in
from payung.registry.models import Round
from payung.reports.briefing_asked import Asked
from payung.reports.one_page import FundLine, OnePage, PlaceLine, Share
from payung.roster.queries import roster_on
from payung.values.month import Month
from payung.values.place import Level, level_of
from payung.values.problem import Severity, Verdict
from payung.values.words import Words, number, rupiah

_COVERAGE = Words("Cakupan", "Coverage")
_SENT = Words("Desa mengirim daftar", "Villages that sent a list")
_ENDS = {Level.NATION: 2, Level.PROVINCE: 5, Level.REGENCY: 8, Level.DISTRICT: 13}  # where the code of a place one level below ends
_RECORDS = Words(
    "catatan Payung: daftar, penetapan, daftar peserta, tagihan, dan pembayaran", "records of Payung: lists, determinations, rosters, bills, payments"
)


def one_page_of(round: Round, month: Month, *, made_by: str, on: date) -> OnePage:
    """Everything the page prints; months and people as the lists and bills stand now."""
    place = round.place
    stages = funnel(round, month)
    sent = villages_that_sent(round, on=on)
    funds = list(Fund.objects.filter(round=round).order_by("first_month", "name"))
    lists = Words(
        f"daftar pendataan {round.name}, penetapan, daftar peserta, tagihan, dan pembayaran",
        f"the lists of the round {round.name}, determinations, rosters, bills and payments",
    )
    return OnePage(
        code=place.code,
        place=place.name,
        month=month,
        made_on=on,
        made_by=made_by,
        made_from=lists,
        collected=stages.collected,
        valid=stages.valid,
        funded=stages.funded,
        paid=stages.paid,
        coverage=[_share(_COVERAGE, coverage(place.code, month, "paid", on=on)), _share(_SENT, sent)],
        places=_districts(round, month, stages),
        funds=[_fund(fund, month) for fund in funds],
        reasons=_reasons(round),
        warnings=_warnings(round, funds, month, sent, on),
        villages_sent=sent.numerator.value or 0,
        villages=sent.denominator.value or 0,
    )


def page_of(asked: Asked, *, made_by: str) -> OnePage:
    """The page of any place: with all that a round knows where the place is the round's own, else with what is known of the place in its rounds."""
    share = _share(_COVERAGE, asked.figure)
    if asked.round and asked.round.place_id == asked.place:
        page = one_page_of(asked.round, asked.month, made_by=made_by, on=asked.on)
        return replace(page, coverage=[share, *page.coverage[1:]])
    stages = [funnel(one, asked.month, asked.place if len(asked.place) > len(one.place_id) else one.place_id) for one in asked.rounds]
    whole = Funnel(*(sum(getattr(one, stage) for one in stages) for stage in ("collected", "valid", "funded", "paid")))
    own = [fund for fund in asked.funds if fund.place_id == asked.place or fund.place_id.startswith(f"{asked.place}." if asked.place else "")]
    return OnePage(
        code=asked.place,
        place=asked.place_name,
        month=asked.month,
        made_on=asked.on,
        made_by=made_by,
        made_from=_RECORDS,
        collected=whole.collected,
        valid=whole.valid,
        funded=whole.funded,
        paid=whole.paid,
        coverage=[share],
        places=_below(asked),
        funds=[_fund(fund, asked.month) for fund in own],
        reasons=_top_reasons(Finding.objects.filter(_lives_in(asked.place), row__list__round__in=asked.rounds)),
    )


def _lives_in(place: str) -> Q:
    return Q(row__village_id=place) | Q(row__village__code__startswith=f"{place}.") if place else Q()


def _below(asked: Asked) -> list[PlaceLine]:
    """Every place one level below: rows of its villages, people on lists, people paid for."""
    end = _ENDS.get(level_of(asked.place))
    if end is None:
        return []
    rows = RowCount.objects.filter(list__round__in=asked.rounds).exclude(village="").annotate(area=Substr("village", 1, end)).values_list("area")
    passing = Coalesce(Sum("rows", filter=Q(verdict=Verdict.PASSES.value)), 0)
    counted = {code: (proposed, passes) for code, proposed, passes in rows.annotate(n=Sum("rows"), passes=passing)}
    listed, paid = (coverage_inside(asked.place, asked.month, numerator, asked.denominator) for numerator in ("listed", "paid"))
    return [
        PlaceLine(
            one.place,
            one.place_name,
            *counted.get(one.place, (0, 0)),
            one.numerator.value or 0,
            covered.numerator.value or 0,
            covered.denominator.value,
        )
        for one, covered in zip(listed, paid, strict=True)
    ]


def _share(title: Words, figure: Figure) -> Share:
    return Share(title, figure.numerator, figure.denominator)


def _districts(round: Round, month: Month, whole: Funnel) -> list[PlaceLine]:
    """Every district, and last those whose village no list names, so that the lines sum to the funnel."""
    rows = RowCount.objects.filter(list__round=round).exclude(village="").annotate(district=Substr("village", 1, 8)).values_list("district")
    passing = Coalesce(Sum("rows", filter=Q(verdict=Verdict.PASSES.value)), 0)
    counted = {code: (proposed, passes) for code, proposed, passes in rows.annotate(n=Sum("rows"), passes=passing)}
    listed, paid = (coverage_by_district(round.place_id, month, numerator) for numerator in ("listed", "paid"))
    lines = [
        PlaceLine(
            on_list.place,
            on_list.place_name,
            *counted.get(on_list.place, (0, 0)),
            on_list.numerator.value or 0,
            covered.numerator.value or 0,
            covered.denominator.value,
        )
        for on_list, covered in zip(listed, paid, strict=True)
    ]
    rest = [
        total - sum(getattr(line, stage) for line in lines)
        for total, stage in ((whole.collected, "proposed"), (whole.valid, "passes"), (whole.funded, "funded"), (whole.paid, "covered"))
    ]
    return [*lines, PlaceLine("", "", *(max(0, left) for left in rest))] if any(left > 0 for left in rest) else lines


def _fund(fund: Fund, month: Month) -> FundLine:
    bill = fund.bills.filter(month=month).first()
    people = roster_on(fund, month).count() if bill is None and fund.first_month <= month <= fund.last_month else 0
    jkk, jkm = (bill.jkk, bill.jkm) if bill else (people * price for price in price_in(fund, month)) if people else (0, 0)
    paid = Payment.objects.filter(bill__fund=fund).aggregate(all=Sum("amount"))["all"] or 0
    return FundLine(fund.name, fund.source, fund.amount, jkk, jkm, paid, fund.months, _paid_through(fund))


def _paid_through(fund: Fund) -> Month | None:
    """The last month of the unbroken run of paid months from the fund's first on."""
    paid, last = paid_months(fund), None
    for month in fund.first_month.upto(fund.last_month):
        if month not in paid:
            break
        last = month
    return last


def _reasons(round: Round) -> list[tuple[Words, int]]:
    """Findings that keep rows from passing, most frequent first."""
    return _top_reasons(Finding.objects.filter(row__list__round=round))


def _top_reasons(found: "QuerySet[Finding]") -> list[tuple[Words, int]]:
    weighty = [code for code, finding in FINDINGS.items() if finding.severity != Severity.WARNING]
    held = found.filter(code__in=weighty).values_list("code").annotate(n=Count("id")).order_by("-n", "code")
    return [(FINDINGS[code].title, count) for code, count in held]


def _warnings(round: Round, funds: list[Fund], month: Month, sent: Figure, on: date) -> list[Words]:
    found = []
    if sent.gap:
        found.append(Words(f"{number(sent.gap)} desa belum mengirim daftar.", f"{number(sent.gap, 'en')} villages have not sent a list."))
    fixing = verdict_counts(round)[Verdict.NEEDS_FIXING.value]
    if fixing:
        found.append(
            Words(f"{number(fixing)} baris menunggu perbaikan dari pengirimnya.", f"{number(fixing, 'en')} rows wait to be fixed by their senders.")
        )
    found += [words for fund in funds if (words := short_cover(fund.months, fund.first_month.first_day))]
    for bill in Bill.objects.filter(fund__in=funds, month__lte=month, due_on__lt=on).order_by("month"):
        owed = bill_state(bill).owed
        if owed:
            found.append(
                Words(
                    f"Tagihan {bill.month.said()} belum lunas: sisa {rupiah(owed)}.",
                    f"The bill of {bill.month.said('en')} is not paid: {rupiah(owed, 'en')} left.",
                )
            )
    ages = register_ages(round.place_id, on)
    return found + [words for words in (old_words(ages), missing_words(ages.keys())) if words]

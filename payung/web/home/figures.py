"""The numbers of Beranda, each narrowed to the place that the page is about and to what the person sees."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from payung.billing.queries import BillOn, bills_of
from payung.coverage.queries import Funnel, cover_by_month
from payung.intake.lists import counts_of
from payung.intake.models import SubmittedList
from payung.planning.models import Fund
from payung.planning.price import short_cover
from payung.planning.queries import funds_seen
from payung.registry.models import Round
from payung.reports.charts import Bar, bars
from payung.values.month import Month
from payung.values.words import Words, number, percent, rupiah
from payung.web.language import lang
from payung.web.links import link, link_for
from payung.web.scope import Scope

_MOST_MONTHS = 12  # in the chart; earlier and later ones stand in the coverage pages


@dataclass(frozen=True)
class FundLine:
    """Rupiah; `short`: what whoever plans so few months must know."""

    fund: Fund
    spent: int
    short: Words | None
    address: str

    @property
    def absorbed(self) -> str:
        return percent(self.spent, self.fund.amount, lang())


def funds_of(scope: Scope) -> list[Fund]:
    """Funds of the round whose place the person sees."""
    if scope.round is None or not scope.may_anywhere("fund.read"):
        return []
    return list(funds_seen(visible_to=scope.user, on=scope.on).filter(round=scope.round).order_by("first_month", "name"))


def bills_owed(scope: Scope, funds: list[Fund]) -> tuple[list[BillOn], Counter[int]]:
    """Bills that are not paid in full, by their due date; and what has been paid of each fund (by key)."""
    found = bills_of(scope.round, visible_to=scope.user, on=scope.on) if scope.round and funds else []
    spent: Counter[int] = Counter()
    for one in found:
        spent[one.bill.fund_id] += one.paid
    return sorted((one for one in found if one.owed), key=lambda one: (one.bill.due_on, one.bill.pk)), spent


def fund_lines(funds: list[Fund], spent: Counter[int]) -> list[FundLine]:
    return [
        FundLine(
            fund,
            spent[fund.pk],
            short_cover(fund.months, fund.first_month.first_day),
            link("money:fund", fund.pk),
        )
        for fund in funds
    ]


def money_total(lines: list[FundLine]) -> dict[str, Any]:
    amount, spent = sum(line.fund.amount for line in lines), sum(line.spent for line in lines)
    return {"amount": amount, "spent": spent, "left": amount - spent, "absorbed": percent(spent, amount, lang())}


def narrower(round: Round, place: str) -> str:
    """The place where it is not all of the round's, else "": how other pages are asked for it."""
    return place if place != round.place_id else ""


def stages(scope: Scope, funnel: Funnel, within: str) -> list[tuple[Words, int, int, str]]:
    """For parts/funnel.html: words, people, width in hundredths, what it opens for whoever may see that; `within`: see `narrower`."""
    most = max(funnel.collected, funnel.valid, funnel.funded, funnel.paid, 1)
    told = [
        (Words("diusulkan", "proposed"), funnel.collected, link_for(scope, "list.read", "people:rows", desa=within)),
        (Words("lolos", "pass"), funnel.valid, link_for(scope, "list.read", "people:rows", hasil="passes", desa=within)),
        (Words("dibiayai", "funded"), funnel.funded, link_for(scope, "roster.read", "money:roster")),
        (Words("terlindungi", "covered"), funnel.paid, link("coverage:coverage", pembilang="paid")),
    ]
    return [(words, people, people * 100 // most, address) for words, people, address in told]


def verdicts(round: Round, place: str) -> dict[str, int]:
    """Rows of each verdict that name a village of the place; of the round's own place all of them."""
    return counts_of(SubmittedList.objects.filter(round=round), narrower(round, place))


def cover_table(round: Round, place: str, shown: Month) -> list[dict[str, Any]]:
    """Month by month who is on the lists and whose contribution is paid, twelve months around the one that is shown."""
    found = list(cover_by_month(round, place).items())
    at = next((at for at, (month, _) in enumerate(found) if month == shown), 0)
    first = max(0, min(at - _MOST_MONTHS // 2, len(found) - _MOST_MONTHS))
    return [
        {"month": month, "listed": listed, "paid": paid, "here": month == shown, "address": link("coverage:coverage", bulan=str(month))}
        for month, (listed, paid) in found[first : first + _MOST_MONTHS]
    ]


def cover_chart(lines: list[dict[str, Any]], title: Words) -> str:
    """Bars of who is covered, month by month; a month that is not paid yet shows who would be."""
    said = lang()
    unpaid = Words("{n} belum", "{n} unpaid")
    shown = [
        Bar(line["month"].said(said), line["paid"], number(line["paid"], said), "ok", line["address"])
        if line["paid"] or not line["listed"]
        else Bar(line["month"].said(said), line["listed"], unpaid.said(said, n=number(line["listed"], said)), "wait", line["address"])
        for line in lines
    ]
    return bars(title.said(said), shown, said, key="perlindungan")


def next_dates(scope: Scope, owed: list[BillOn], funds: list[Fund]) -> list[tuple[date, Words, str]]:
    """What falls due from today on, the nearest first: day, what, what it opens."""
    found: list[tuple[date, Words, str]] = []
    if scope.round and scope.round.lists_due_on and scope.round.lists_due_on >= scope.on:
        found.append(
            (scope.round.lists_due_on, Words("daftar desa dan OPD ditunggu", "lists of villages and offices are due"), link("boards:villages"))
        )
    for one in owed:
        if one.bill.due_on >= scope.on and scope.may_anywhere("bill.read"):
            month, sum_owed = one.bill.month, one.owed
            words = Words(
                f"tagihan {month.said()} {one.bill.fund.name}: {rupiah(sum_owed)}",
                f"bill of {month.said('en')}, {one.bill.fund.name}: {rupiah(sum_owed, 'en')}",
            )
            found.append((one.bill.due_on, words, link("money:bill", one.bill.pk)))
    for fund in funds:
        if fund.last_month.last_day >= scope.on:
            found.append((fund.last_month.last_day, Words(f"{fund.name} berakhir", f"{fund.name} ends"), link("money:fund", fund.pk)))
    return sorted(found, key=lambda one: one[0])

"""Funds: the list, opening one with what the money buys said beforehand, and the page of one."""

from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.law.given import Segment
from payung.planning.actions import open_fund, summary_of
from payung.planning.models import Fund
from payung.planning.queries import criteria_of, funds_seen, is_settled, prices_of, terms_of
from payung.planning.rank import told_criteria
from payung.planning.sources import Terms, source_of
from payung.planning.worth import Worth, worth
from payung.reports.charts import Bar, bars
from payung.reports.explained import MARKS
from payung.reports.funds import FundFunnel, FundState, changes_by_month, fund_funnel, fund_states
from payung.values.errors import PayungError
from payung.values.month import Month
from payung.values.words import Words, number, percent, rupiah
from payung.web.language import lang
from payung.web.links import link, link_for
from payung.web.money.forms import SOURCES
from payung.web.money.fund_forms import GROUPS, FundForm, of_source
from payung.web.money.fund_papers import papers_told, rules_held
from payung.web.money.seen import answer_badge, state_badge, the_fund
from payung.web.page import PageRequest, page, say
from payung.web.scope import Scope
from payung.web.table import Chip, Column, Filter, Table

_MONTHS_AHEAD = 24


@page("fund.read")
def funds(request: PageRequest) -> HttpResponse:
    """Every fund of the round that the person sees."""
    scope = request.scope
    found = list(funds_seen(visible_to=request.user, on=scope.on).filter(round=scope.round))
    states = fund_states(found, scope.month)
    chosen = request.GET.get("sumber", "")
    sources = sorted({state.fund.source for state in states})
    chips = [Chip("", Words("Semua sumber", "All sources"), len(states))]
    chips += [Chip(code, SOURCES[code], sum(state.fund.source == code for state in states)) for code in sources]
    shown = [state for state in states if chosen not in sources or state.fund.source == chosen]
    table = Table(
        request,
        Words("Sumber dana", "Funds"),
        _COLUMNS,
        [_row(state) for state in shown],
        filters=[Filter("sumber", Words("Sumber dana", "Source"), chips, chosen if chosen in sources else "")] if len(sources) > 1 else [],
        empty=Words("Belum ada dana untuk pendataan ini.", "There is no fund for this round yet."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {
        "table": table,
        "amount": sum(state.fund.amount for state in shown),
        "paid": sum(state.paid for state in shown),
        "people": sum(state.people for state in shown),
        "chart": _absorbed_chart(shown) if len(shown) > 1 else "",
        "may_open": scope.round is not None and scope.may("fund.open"),
    }
    return render(request, "money/funds.html", context)


@page("fund.open", writes="fund.open")
def open_page(request: PageRequest) -> HttpResponse:
    """The form; "hitung" only says what the money buys, anything else opens the fund."""
    scope = request.scope
    if scope.round is None:
        return render(request, "money/no_round.html")
    if request.method != "POST":
        first = next(iter(SOURCES))
        start = {"umur_dari": 18, "umur_sampai": 65, "tahun_lalu": True, "bulan": 12, "mulai": str(Month.of(scope.on) + 1), "ditanya": first}
        return render(request, "money/open.html", {"form": FundForm(initial={**start, **of_source(first)}, **_choices(request))})
    form, changed = _typed(request)
    valid = form.is_valid()
    if "hitung" in request.POST or changed or not valid:
        return render(request, "money/open.html", {"form": form, **_worth_of(form)}, status=200 if valid else 422)
    try:
        fund = open_fund(place=scope.round.place, round=scope.round, by=request.user, on=scope.on, **form.terms())
    except PayungError as error:
        form.add_error(None, error.words.said(lang()))
        return render(request, "money/open.html", {"form": form, **_worth_of(form)}, status=422)
    say(request, Words("Dana “{name}” dibuka.", "The fund “{name}” is open.").filled(name=_plain(fund.name)))
    return redirect("money:ranking", fund.pk)


@page("fund.open", writes="fund.open")
def worth_part(request: PageRequest) -> HttpResponse:
    """What the money buys, as a part of the form that follows the typing."""
    form, changed = _typed(request)
    form.is_valid()
    return render(request, "money/worth_part.html", {"form": form, "changed": changed, **_worth_of(form)})


@page("fund.read")
def fund_page(request: PageRequest, fund_id: int) -> HttpResponse:
    """One fund: how far from candidates to paid people, the money, the criteria, determinations, changes."""
    scope = request.scope
    fund = the_fund(request, fund_id)
    month = min(max(scope.month, fund.first_month), fund.last_month)
    [state] = fund_states([fund], month)
    billed = fund.bills.aggregate(total=Sum("total"))["total"] or 0
    determined = summary_of(state.force).cost if state.force else 0
    changes = changes_by_month(fund)
    money = [
        (Words("Jumlah dana", "Amount"), fund.amount, "wait"),
        (Words("Biaya peserta yang ditetapkan", "Cost of those determined"), determined, ""),
        (Words("Sudah ditagih", "Billed"), billed, "fix"),
        (Words("Sudah dibayar", "Paid"), state.paid, "ok"),
    ]
    prices, source = prices_of(fund), source_of(fund.source)
    context = {
        "fund": fund,
        "source": SOURCES[fund.source],
        "state": state,
        "badge": state_badge(state),
        "month": month,
        "stages": _stages(request.scope, fund, fund_funnel(state, month)),
        "money": money,
        "chart": _money_chart(money),
        "price": prices[0],
        "price_all": sum(prices),
        "criteria": told_criteria(criteria_of(fund)),
        "determinations": [(one, answer_badge(one)) for one in fund.determinations.select_related("made_by", "approval__by").order_by("-version")],
        "changes": changes,
        "settled": is_settled(fund),
        "absorbed": percent(state.paid, fund.amount, lang()),
        "rules": rules_held(terms_of(fund)),
        "papers": papers_told(fund),
        "group": GROUPS.get(fund.group),
        "pledges": source.pledges,
        "reports_back": source.reports_back,
        "may_open": scope.may("fund.open", fund.place_id),
        "may_report": scope.may("report.make", fund.place_id),
    }
    return render(request, "money/fund.html", context)


_COLUMNS = [
    Column("name", Words("Dana", "Fund"), sort="name", href="address"),
    Column("source", Words("Sumber", "Source"), "words"),
    Column("amount", Words("Jumlah", "Amount"), "rupiah", sort="amount"),
    Column("first", Words("Mulai", "From"), "month", sort="first"),
    Column("months", Words("Bulan", "Months"), "number", sort="months"),
    Column("people", Words("Peserta bulan ini", "People this month"), "number", sort="people"),
    Column("paid", Words("Dibayar", "Paid"), "rupiah", sort="paid"),
    Column("left", Words("Sisa", "Left"), "rupiah", sort="left"),
    Column("absorbed", Words("Terserap", "Absorbed"), "percent"),
    Column("state", Words("Keadaan", "State"), "badge"),
]


def _row(state: FundState) -> dict[str, Any]:
    fund = state.fund
    return {
        "name": fund.name,
        "address": reverse("money:fund", args=[fund.pk]),
        "source": SOURCES[fund.source],
        "amount": fund.amount,
        "first": fund.first_month,
        "months": fund.months,
        "people": state.people,
        "paid": state.paid,
        "left": state.left,
        "absorbed": percent(state.paid, fund.amount, lang()),
        "state": state_badge(state),
    }


def _absorbed_chart(states: list[FundState]) -> str:
    title = Words("Sudah dibayar per dana", "Paid by fund").said(lang())
    lines = [
        Bar(
            one.fund.name,
            one.paid,
            said=f"{rupiah(one.paid, lang())} ({percent(one.paid, one.fund.amount, lang())})",
            state="ok",
            address=reverse("money:fund", args=[one.fund.pk]),
        )
        for one in states[:12]
    ]
    return bars(title, lines, lang(), key="absorbed")


def _money_chart(money: list[tuple[Words, int, str]]) -> str:
    title = Words("Uang dana ini", "Money of this fund").said(lang())
    return bars(
        title, [Bar(words.said(lang()), value, said=rupiah(value, lang()), state=state) for words, value, state in money], lang(), key="money"
    )


def _stages(scope: Scope, fund: Fund, funnel: FundFunnel) -> list[tuple[Words, int, int, str]]:
    ranking, roster = link("money:ranking", fund.pk), link_for(scope, "roster.read", "money:roster", dana=fund.pk)
    told = [
        (Words("calon diurutkan", "candidates ranked"), funnel.candidates, ranking),
        (Words("memenuhi syarat dana", "meet the fund's terms"), funnel.admitted, ranking),
        (Words("ditetapkan", "determined"), funnel.determined, f"{ranking}?hasil=in"),
        (Words("di daftar peserta bulan itu", "on the list in the month"), funnel.listed, roster),
        (Words("terlindungi (iuran bulan itu lunas)", "covered (the month is paid)"), funnel.paid, roster),
    ]
    most = max(1, funnel.candidates, funnel.listed)
    return [(words, people, 100 * people // most, address) for words, people, address in told if people is not None]


def _typed(request: PageRequest) -> tuple[FundForm, bool]:
    """The form as it was sent, and whether another source was chosen since it was asked: then it asks what that one needs, as is usual there."""
    given, asked = request.POST.copy(), request.POST.get("ditanya", "")
    source = request.POST.get("sumber", "")
    changed = bool(asked) and source in SOURCES and asked != source
    for name, value in {**of_source(source), "ditanya": source}.items() if changed else ():
        given.setlist(name, [value])
    return FundForm(given, **_choices(request)), changed


def _choices(request: PageRequest) -> dict[str, Any]:
    return {"months": _months(request), "place": request.scope.round.place if request.scope.round else None}


def _months(request: PageRequest) -> list[Month]:
    """From January of the round's year on, two years ahead of today."""
    scope = request.scope
    first = Month.at(scope.round.start.year if scope.round else scope.on.year, 1)
    return list(min(first, Month.of(scope.on)).upto(Month.of(scope.on) + _MONTHS_AHEAD))


def _worth_of(form: FundForm) -> dict[str, Any]:
    """As soon as money and months are there, whatever else is still missing."""
    given = getattr(form, "cleaned_data", {})
    if not given.get("jumlah") or not given.get("bulan") or not given.get("mulai") or not given.get("sumber"):
        return {"worth": None}
    first = Month.parse(given["mulai"])
    segment = Segment(given.get("segmen") or Segment.BPU)
    terms: dict[str, Any] = {"source": given["sumber"], "first_month": first, "months": given["bulan"], "segment": segment}
    held = {"rules": rules_held(Terms(given["sumber"], first, first + (given["bulan"] - 1), *_chosen(given)))}
    try:
        found: Worth = worth(amount=given["jumlah"], people=given.get("orang"), income=given.get("upah"), **terms)
    except PayungError as error:
        return {"worth": None, "refused": error.words, **held}
    lasts = Words(f"{found.hundredths // 100},{found.hundredths % 100:02d} bulan", f"{found.hundredths // 100}.{found.hundredths % 100:02d} months")
    return {
        "worth": found,
        **held,
        "mark": MARKS[found.mark],
        "asked": given.get("orang") is not None,
        "lasts": lasts,
        "people": number(found.people, lang()),
    }


def _chosen(given: dict[str, Any]) -> tuple[str, str, str]:
    return given.get("pekerjaan", ""), given.get("aturan_pekerjaan", ""), given.get("donatur", "")


def _plain(text: str) -> str:
    """Into a sentence with blanks without becoming one itself."""
    return text.replace("{", "(").replace("}", ")")

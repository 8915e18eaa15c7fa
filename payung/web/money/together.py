"""Several funds at once: who is paid by which of them so that most people are, proposed, kept as a plan, withdrawn."""

from typing import Any

import polars as pl
from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.planning.keep_plan import keep_plan, withdraw_plan
from payung.planning.models import Fund, Plan
from payung.planning.queries import funds_seen
from payung.planning.rules import Rules
from payung.planning.together import Proposal, funds_to_plan, proposed
from payung.reports.charts import Bar, bars
from payung.reports.together import beside_greedy, fund_lines, proof_told, spent_told, unmet_told
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.language import lang
from payung.web.money.forms import both, choice, whole
from payung.web.money.seen import FrameRows, village_names
from payung.web.page import PageRequest, page, say
from payung.web.table import Column, Table

_UNKNOWN = Words("Desa belum dikenal", "Village not known")
_PLACES = {"desa": Words("setiap desa", "each village"), "kecamatan": Words("setiap kecamatan", "each district")}


class TogetherForm(forms.Form):
    """Which funds, and the rules of places over all of them."""

    dana = forms.MultipleChoiceField(
        label=both("Dana yang direncanakan bersama", "Funds to plan together"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": both("Pilih paling sedikit satu dana.", "Choose at least one fund."),
            "invalid_choice": both("Dana ini tidak dapat dipilih.", "This fund cannot be chosen."),
        },
    )
    sedikit = whole(both("Paling sedikit orang", "People at least"), most=1_000_000, required=False)
    persen = whole(both("Paling sedikit persen dari calonnya", "Percent of its candidates at least"), most=100, required=False)
    wilayah = choice(both("Untuk", "Of"))
    banyak = whole(
        both("Paling banyak orang per desa", "People of a village at most"),
        least=1,
        most=1_000_000,
        required=False,
        help_text=both("Dari semua dana bersama.", "Over all funds together."),
    )

    def __init__(self, *args: Any, funds: list[Fund], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["dana"].choices = [(str(fund.pk), fund.name) for fund in funds]  # type: ignore[attr-defined]
        self.fields["wilayah"].choices = [(key, words.said(lang())) for key, words in _PLACES.items()]  # type: ignore[attr-defined]

    def rules(self) -> Rules:
        given = self.cleaned_data
        return Rules(given["sedikit"] or 0, given["persen"] or 0, given["wilayah"] == "kecamatan", given["banyak"])


@page("fund.read", writes="fund.open")
def together_page(request: PageRequest) -> HttpResponse:
    """GET ?dana=1&dana=2&sedikit=5 proposes; a POST of the same with `tanda` keeps just what was seen as the plan."""
    scope = request.scope
    if scope.round is None:
        return render(request, "money/no_round.html")
    funds = funds_to_plan(scope.round, visible_to=request.user, on=scope.on)
    given = request.POST if request.method == "POST" else request.GET
    asked = "wilayah" in given
    form = TogetherForm(given if asked else None, funds=funds, initial={"dana": [str(fund.pk) for fund in funds], "wilayah": "desa"})
    proposal, refused = None, None
    if asked and form.is_valid():
        chosen = [fund for fund in funds if str(fund.pk) in form.cleaned_data["dana"]]
        if request.method == "POST":
            plan = keep_plan(funds=chosen, rules=form.rules(), mark=given.get("tanda", ""), by=request.user, on=scope.on)
            told = Words(
                "Rencana untuk {people} orang disimpan. Kunci sekarang daftar setiap dana.",
                "The plan for {people} people is kept. Lock the list of each fund now.",
            )
            say(request, told.counting(people=plan.people))
            return redirect("money:together")
        try:
            proposal = proposed(chosen, form.rules())
        except InputError as error:
            refused = error.words
    table = _villages(request, proposal) if proposal else None
    if table and table.wants_xlsx:
        return table.xlsx()
    context = {
        "form": form,
        "funds": funds,
        "refused": refused,
        "table": table,
        "plan": _plan(request),
        "may_keep": proposal is not None and proposal.optimum.people > 0 and all(scope.may("fund.open", fund.place_id) for fund in proposal.funds),
        **(_told(proposal) if proposal else {}),
    }
    return render(request, "money/together.html", context)


@page("fund.read", writes="fund.open")
@require_POST
def withdraw(request: PageRequest, plan_id: int) -> HttpResponse:
    """The funds of the plan are ranked each by itself again."""
    seen = funds_seen(visible_to=request.user, on=request.scope.on)
    plan = Plan.objects.filter(pk=plan_id, funds__fund__in=seen).distinct().first()
    if plan is None:
        raise Http404("plan")
    withdraw_plan(plan=plan, by=request.user, on=request.scope.on)
    say(request, Words("Rencana dicabut. Setiap dana diurutkan sendiri lagi.", "The plan is withdrawn. Each fund is ranked by itself again."))
    return redirect("money:together")


def _plan(request: PageRequest) -> dict[str, Any] | None:
    """The newest plan of the round that holds, with the funds of it that the person sees."""
    seen = funds_seen(visible_to=request.user, on=request.scope.on)
    plan = Plan.objects.filter(round=request.scope.round).order_by("-version").first()
    if plan is None or plan.withdrawn_on is not None:
        return None
    funds = list(plan.funds.filter(fund__in=seen).select_related("fund").order_by("at"))
    every = len(funds) == plan.funds.count()
    return (
        {"plan": plan, "funds": funds, "may_withdraw": every and all(request.scope.may("fund.open", one.fund.place_id) for one in funds)}
        if funds
        else None
    )


def _told(proposal: Proposal) -> dict[str, Any]:
    lines = fund_lines(proposal)
    found = proposal.optimum
    return {
        "proposal": proposal,
        "lines": lines,
        "proof": proof_told(proposal),
        "greedy": beside_greedy(proposal),
        "spent": spent_told(lines),
        "unmet": unmet_told(proposal, village_names(found.unmet["place"].to_list())),
        "more": [line.more for line in lines],
        "chart": _chart(proposal),
    }


_COLUMNS = [
    Column("name", Words("Desa", "Village"), sort="name"),
    Column("candidates", Words("Boleh dibayari", "May be paid for"), "number", sort="candidates"),
    Column("optimum", Words("Dapat tempat", "With a place"), "number", sort="optimum"),
    Column("greedy", Words("Dana demi dana", "Fund after fund"), "number", sort="greedy"),
]


def _villages(request: PageRequest, proposal: Proposal) -> Table:
    frame = proposal.by_village()
    names = village_names(frame["village"].to_list())
    named = [names.get(code or "", _UNKNOWN.said(lang())) for code in frame["village"]]
    frame = frame.with_columns(name=pl.Series(named, dtype=pl.String))
    return Table(request, Words("Menurut desa", "By village"), _COLUMNS, FrameRows(frame), row=dict)


def _chart(proposal: Proposal) -> str:
    title = Words("Orang per dana: terbaik, lalu dana demi dana", "People by fund: best, then fund after fund").said(lang())
    lines = []
    for line in fund_lines(proposal):
        lines += [
            Bar(line.fund.name, line.people, state="ok"),
            Bar(Words("dana demi dana", "fund after fund").said(lang()), line.greedy, state="wait"),
        ]
    return bars(title, lines, lang(), key="together")

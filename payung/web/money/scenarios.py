"""Two or three ways to spend a fund side by side: who is in, what it costs, what it means for the families, and how they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.coverage.queries import coverage
from payung.planning.actions import revise_fund
from payung.planning.compare import Option, Rates, changed, differences, outcomes_together
from payung.planning.models import Fund
from payung.planning.options import Asked, option
from payung.planning.queries import Ranking, is_settled, names_of
from payung.planning.rank import told_criteria
from payung.planning.scenario import Scenario, scenario
from payung.reports.charts import Bar, bars
from payung.reports.explained import MARKS
from payung.reports.options import notes, options_pdf, options_xlsx, side_by_side
from payung.values.words import Words, number
from payung.web.download import PDF, XLSX, attachment
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.money.scenario_forms import RatesForm, ScenarioForm, scenario_initial
from payung.web.money.seen import OUTCOMES, FrameRows, the_fund, village_names
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_LONG, _SHORT = 12, 3  # months of the two that are shown first
_TITLES = {
    "a": Words("A · lebih sedikit orang, 12 bulan", "A · fewer people, 12 months"),
    "b": Words("B · lebih banyak orang, 3 bulan", "B · more people, 3 months"),
    "c": Words("C · dana seperti sekarang", "C · the fund as it is"),
}
_OTHER_MONEY = Words(
    "Skenario ini memakai jumlah uang lain. Dana ini tetap {amount}: buka dana baru untuk jumlah itu.",
    "This scenario takes other money. The fund has {amount}: open a new fund for that amount.",
)


@dataclass
class Shown:
    """One column of the page."""

    key: str
    title: Words
    form: ScenarioForm
    one: Option
    ranking: Ranking
    told: Scenario

    @property
    def affordable(self) -> bool:
        return self.one.people > 0 and self.one.left >= 0

    @property
    def findings(self) -> list[tuple[Any, Words]]:
        return [(each, MARKS[each.mark]) for each in self.told.consequences]

    @property
    def criteria(self) -> list[Words]:
        return told_criteria(self.one.criteria)


@page("fund.read", writes="fund.open")
def scenarios_page(request: PageRequest, fund_id: int) -> HttpResponse:
    """GET ?a-bulan=…&b-bulan=…&kematian=… shows them, ?unduh=xlsx|pdf hands them out; a POST chooses one: the fund then has its terms."""
    fund = the_fund(request, fund_id)
    if request.method == "POST":
        return _choose(request, fund)
    rates_form = RatesForm(request.GET if "kematian" in request.GET else None)
    universe = coverage(fund.place_id, fund.first_month, on=request.scope.on).denominator
    shown = _shown(request, fund, rates_form.rates(), universe.value)
    options = [each.one for each in shown]
    titles = [each.title.said(lang()) for each in shown]
    said = {
        "differences": [f"{title}: {sentence.said(lang())}" for title, told in _differences(shown) for sentence in told],
        "notes": notes(options, rates_form.rates(), universe.said(lang()), lang()),
    }
    if request.GET.get("unduh") == "xlsx":
        return attachment(options_xlsx(fund, titles, options, lang()), XLSX, f"Skenario {fund.name}.xlsx")
    if request.GET.get("unduh") == "pdf":
        made = options_pdf(fund, titles, options, said, made_by=str(request.user), on=request.scope.on, lang=lang())
        return attachment(made, PDF, f"Skenario {fund.name}.pdf", shown=True)
    context = {
        "fund": fund,
        "rates_form": rates_form,
        "scenarios": shown,
        "two": "dua" in request.GET,
        "titles": titles,
        "rows": side_by_side(options, lang()),
        "differences": [(title, told) for title, told in _differences(shown)],
        "notes": said["notes"],
        "universe": universe.value,
        "chart": _chart(shown),
        "settled": is_settled(fund),
        "may_choose": request.scope.may("fund.open", fund.place_id),
        "query": request.GET.urlencode(),
    }
    return render(request, "money/scenarios.html", context)


@page("fund.read")
def scenario_people(request: PageRequest, fund_id: int) -> HttpResponse:
    """Everybody with their outcome and its reason in each scenario; ?hasil=berubah: those whose outcome is not the same in all of them."""
    fund = the_fund(request, fund_id)
    shown = _shown(request, fund, Rates(), None)
    whole = outcomes_together([(each.key, each.ranking.frame) for each in shown])
    only = "" if request.GET.get("hasil") == "semua" else "berubah"
    differing = whole.filter("changes")
    chips = [Chip("berubah", Words("Berubah", "Changing"), differing.height), Chip("semua", Words("Semua", "All"), whole.height)]
    names = village_names(whole["village"].unique().to_list())
    called: dict[int, str] = {}  # only of the people who are shown

    def together(portion: Sequence[dict[str, Any]]) -> None:
        called.update(names_of([person["person_id"] for person in portion]))

    def row(person: dict[str, Any]) -> dict[str, Any]:
        cells = {
            **person,
            "name": called[person["person_id"]],
            "address": person_address(request.scope, person["person_id"]),
            "village": names.get(person["village"] or "", person["village"]),
        }
        for each in shown:
            outcome = person[f"outcome_{each.key}"]
            own = {name: person[f"{name}_{each.key}"] for name in ("reason", "position", "age", "decile")}
            cells[each.key] = OUTCOMES[outcome] if outcome else None
            cells[f"why_{each.key}"] = each.ranking.why(own) if outcome else None
        return cells

    columns = [
        Column("name", Words("Nama", "Name"), href="address"),
        Column("nik", Words("NIK", "NIK"), "nik"),
        Column("village", Words("Desa", "Village")),
    ]
    for each in shown:
        letter = each.key.upper()
        columns += [Column(each.key, Words(letter, letter), "badge"), Column(f"why_{each.key}", Words(f"Mengapa {letter}", f"Why {letter}"), "words")]
    table = Table(
        request,
        Words("Orang di setiap skenario", "People in each scenario"),
        columns,
        FrameRows(differing if only else whole),
        row=row,
        together=together,
        filters=[Filter("hasil", Words("Hasil", "Outcome"), chips, only or "semua")],
        empty=Words("Tidak ada orang yang hasilnya berbeda di antara skenario ini.", "Nobody's outcome differs between these scenarios."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    kept = request.GET.copy()
    for name in ("hasil", "hal", "urut", "kolom"):
        kept.pop(name, None)
    back = f"{reverse('money:scenarios', args=[fund.pk])}?{kept.urlencode()}"
    return render(request, "money/scenario_people.html", {"fund": fund, "table": table, "scenarios": shown, "back": back})


def own_terms(fund: Fund) -> dict[str, Any]:
    """What `revise_fund` takes, as the fund has it."""
    names = ("months", "youngest", "oldest", "last_year_first", "highest_decile", "quota_per_village", "most_people")
    return {name: getattr(fund, name) for name in names}


def _shown(request: PageRequest, fund: Fund, rates: Rates, universe: int | None) -> list[Shown]:
    """What the address asks for; a scenario that it does not name, or names wrongly, is the one that is shown first."""
    starts = {"a": (_LONG, None), "b": (_SHORT, None), "c": (fund.months, fund.most_people)}
    found = []
    for key, start in starts.items():
        if key == "c" and "dua" in request.GET:
            continue
        first = scenario_initial(fund, *start)
        bound = f"{key}-bulan" in request.GET
        form = ScenarioForm(request.GET if bound else None, prefix=key, initial=first)
        valid = bound and form.is_valid()
        asked = form.asked(key, fund) if valid else _first(key, fund, first)
        one, ranking = option(fund, asked, rates, universe)
        own = Words(f"{key.upper()} · pilihan Anda", f"{key.upper()} · your choice")
        found.append(Shown(key, own if valid and form.has_changed() else _TITLES[key], form, one, ranking, _told(fund, one)))
    return found


def _first(key: str, fund: Fund, initial: dict[str, Any]) -> Asked:
    form = ScenarioForm({name: value for name, value in initial.items() if value not in (None, False)})
    form.is_valid()
    return form.asked(key, fund)


def _told(fund: Fund, one: Option) -> Scenario:
    """What so many months mean for the families, in sentences."""
    return scenario(one.key, amount=one.amount, prices=one.prices, people=one.most_people or one.people, eligible=0, on=fund.first_month.first_day)


def _differences(shown: list[Shown]) -> list[tuple[str, list[Words]]]:
    """Of each scenario after the first to the first one."""
    first = shown[0]
    told = []
    for each in shown[1:]:
        moved = changed(first.ranking.frame, each.ranking.frame)
        title = Words(f"{each.key.upper()} dibanding A", f"{each.key.upper()} compared with A")
        told.append((title.said(lang()), differences(first.one, each.one, moved)))
    return told


def _choose(request: PageRequest, fund: Fund) -> HttpResponse:
    form = ScenarioForm(request.POST)
    if not form.is_valid():
        return redirect("money:scenarios", fund.pk)
    asked = form.asked("", fund)
    if asked.amount != fund.amount:
        say(request, _OTHER_MONEY.filled(amount=f"Rp{number(fund.amount, lang())}"), wrong=True)
        return redirect("money:scenarios", fund.pk)
    terms = own_terms(fund)
    chosen = {name: getattr(asked.criteria, name) for name in terms if hasattr(asked.criteria, name)}
    revise_fund(fund=fund, by=request.user, on=request.scope.on, **{**terms, **chosen, "months": asked.months, "most_people": asked.most_people})
    told = Words("Dana ini sekarang untuk {months} bulan.", "This fund is for {months} months now.")
    say(request, told.counting(months=asked.months))
    return redirect("money:ranking", fund.pk)


def _chart(shown: list[Shown]) -> str:
    title = Words("Orang yang masuk", "People who are in").said(lang())
    lines = [Bar(each.title.said(lang()), each.one.people) for each in shown]
    lines += [Bar(f"{each.key.upper()} · {OUTCOMES['waiting'][1].said(lang())}", each.one.waiting, state="wait") for each in shown]
    return bars(title, lines, lang(), key="scenarios")

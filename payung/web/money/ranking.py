"""The order in which a fund pays for people: tried with any criteria, by person or by village, and locked."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.planning.actions import determine, revise_fund
from payung.planning.models import Fund
from payung.planning.preview import tried_ranking
from payung.planning.queries import Ranking, criteria_of, is_settled, names_of, with_names
from payung.planning.rank import Criteria, told_criteria
from payung.planning.signed import signed_determination
from payung.reports.charts import Bar, bars
from payung.values.words import Words, number, rupiah
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.money.forms import CriteriaForm, LockForm, criteria_initial
from payung.web.money.scenarios import own_terms
from payung.web.money.seen import OUTCOMES, FrameRows, the_fund, village_names
from payung.web.page import PageRequest, page, say
from payung.web.table import ROWS, Chip, Column, Filter, Table

_BARS = 15  # villages in the chart; the table has all of them
_UNKNOWN = Words("Desa belum dikenal", "Village not known")


@page("fund.read")
def ranking_page(request: PageRequest, fund_id: int) -> HttpResponse:
    """?umur_dari=…&desil=… tries criteria without keeping them; ?tampil=desa sums the villages."""
    fund = the_fund(request, fund_id)
    form, criteria = _tried(request.GET, fund)
    ranking = tried_ranking(fund, criteria)
    names = village_names(ranking.frame["village"].unique().to_list())
    by_village = request.GET.get("tampil") == "desa"
    table = _villages(request, ranking, names) if by_village else _people(request, ranking, names)
    if table.wants_xlsx:
        return table.xlsx()
    scope, settled = request.scope, is_settled(fund)
    waiting = fund.determinations.awaiting().first()
    changed = criteria != criteria_of(fund)
    people = ranking.count("in")
    context = {
        "fund": fund,
        "form": form,
        "table": table,
        "by_village": by_village,
        "ranking": ranking,
        "counts": {outcome: ranking.count(outcome) for outcome in OUTCOMES},
        "people": people,
        "total": ranking.frame.height,
        "cut_page": -(-ranking.last_in // ROWS) if ranking.last_in and ranking.count("waiting") else None,
        "cost": people * sum(ranking.prices),
        "left": fund.amount - people * sum(ranking.prices),
        "months": fund.months,
        "criteria": told_criteria(criteria),
        "changed": changed,
        "settled": settled,
        "waiting": waiting,
        "chart": _chart(request, table) if by_village else "",
        "may_revise": changed and not settled and scope.may("fund.open", fund.place_id),
        "may_lock": not changed and waiting is None and people + ranking.count("waiting") > 0 and scope.may("determination.freeze", fund.place_id),
        "signed": signed_determination(fund),
        "lock_form": LockForm(initial={"orang": people, "tanggal": scope.on}),
        "confirm": _confirm(fund, ranking),
        "villages": sorted(((code, name) for code, name in names.items()), key=lambda one: one[1]),
        "village": request.GET.get("desa", ""),
    }
    return render(request, "money/ranking.html", context)


@page("fund.read", writes="fund.open")
@require_POST
def revise(request: PageRequest, fund_id: int) -> HttpResponse:
    """The criteria that were tried become the fund's."""
    fund = the_fund(request, fund_id)
    form = CriteriaForm(request.POST)
    if form.is_valid():
        new = form.criteria(fund)
        given = {
            "youngest": new.youngest,
            "oldest": new.oldest,
            "last_year_first": new.last_year_first,
            "highest_decile": new.highest_decile,
            "quota_per_village": new.quota_per_village,
        }
        revise_fund(fund=fund, by=request.user, on=request.scope.on, **{**own_terms(fund), **given})
        say(request, Words("Kriteria dana disimpan. Urutannya kini menurut kriteria ini.", "The criteria are kept. The ranking follows them now."))
    return redirect("money:ranking", fund.pk)


@page("fund.read", writes="determination.freeze")
@require_POST
def lock(request: PageRequest, fund_id: int) -> HttpResponse:
    """Makes the list final; somebody else approves it."""
    fund = the_fund(request, fund_id)
    form = LockForm(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        say(request, Words(str(first), str(first)), wrong=True)
        return redirect("money:ranking", fund.pk)
    given = form.cleaned_data
    made = determine(
        fund=fund,
        number=given["nomor"],
        decided_on=given["tanggal"],
        people=given["orang"],
        amending=given["alasan"],
        by=request.user,
        on=request.scope.on,
    )
    told = Words(
        "Daftar {people} orang dikunci. Sekarang orang lain yang berwenang perlu menyetujuinya.",
        "The list of {people} people is locked. Now somebody else who is entitled has to approve it.",
    )
    say(request, told.counting(people=made.people))
    return redirect("money:determination", made.determination.pk)


def _tried(given: QueryDict, fund: Fund) -> tuple[CriteriaForm, Criteria]:
    """The form and the criteria it asks for; the fund's own where it asks for none or for what cannot be."""
    if "umur_dari" not in given:
        return CriteriaForm(initial=criteria_initial(fund)), criteria_of(fund)
    form = CriteriaForm(given)
    return form, form.criteria(fund) if form.is_valid() else criteria_of(fund)


_COLUMNS = [
    Column("position", Words("Urutan", "Position"), "number", sort="position"),
    Column("name", Words("Nama", "Name"), sort="name", href="address"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("village", Words("Desa", "Village"), sort="village"),
    Column("decile", Words("Desil", "Decile"), "number", sort="decile"),
    Column("last_year", Words("Tahun lalu", "Last year"), "words"),
    Column("outcome", Words("Hasil", "Outcome"), "badge"),
    Column("why", Words("Mengapa", "Why"), "words"),
    Column("age", Words("Umur", "Age"), "number", sort="age", extra=True),
]
_YES = Words("peserta", "on the list")


class _People(FrameRows):
    """Names are not in the frame: sorting by them reads them all."""

    def sorted_by(self, key: str, down: bool) -> FrameRows:
        frame = with_names(self.frame) if key == "name" else self.frame
        return FrameRows(frame).sorted_by(key, down)


def _people(request: PageRequest, ranking: Ranking, names: Mapping[str, str]) -> Table:
    frame, chosen, village = ranking.frame, request.GET.get("hasil", ""), request.GET.get("desa", "")
    if village in names:
        frame = frame.filter(pl.col("village") == village)
    counts = dict(frame.group_by("outcome").len().iter_rows())
    chips = [Chip("", Words("Semua", "All"), frame.height)]
    chips += [Chip(outcome, words, counts.get(outcome, 0)) for outcome, (_, words) in OUTCOMES.items()]
    if chosen in OUTCOMES:
        frame = frame.filter(pl.col("outcome") == chosen)
    cut = frame.filter(pl.col("outcome") == "in")["position"].max() if not chosen else None
    called: dict[int, str] = {}  # only of the people who are shown

    def together(portion: Sequence[dict[str, Any]]) -> None:
        called.update(names_of([person["person_id"] for person in portion]))

    def row(person: dict[str, Any]) -> dict[str, Any]:
        return {
            **person,
            "name": called[person["person_id"]],
            "address": person_address(request.scope, person["person_id"]),
            "village": names.get(person["village"] or "", person["village"]),
            "last_year": _YES if person["last_year"] else None,
            "outcome": OUTCOMES[person["outcome"]],
            "why": ranking.why(person),
            "mark": "cut" if cut is not None and person["position"] == cut else "",
        }

    return Table(
        request,
        Words("Urutan calon", "Ranking of candidates"),
        _COLUMNS,
        _People(frame),
        row=row,
        together=together,
        filters=[Filter("hasil", Words("Hasil", "Outcome"), chips, chosen if chosen in OUTCOMES else "")],
        empty=Words(
            "Tidak ada calon di sini. Terima daftar desa lebih dulu, atau longgarkan kriterianya.",
            "No candidate here. Accept lists first, or loosen the criteria.",
        ),
    )


_VILLAGE_COLUMNS = [
    Column("name", Words("Desa", "Village"), sort="name", href="address"),
    Column("in", Words("Masuk", "In"), "number", sort="in"),
    Column("waiting", Words("Cadangan", "Waiting"), "number", sort="waiting"),
    Column("out", Words("Tidak", "Out"), "number", sort="out"),
    Column("all", Words("Calon", "Candidates"), "number", sort="all"),
    Column("cost", Words("Biaya", "Cost"), "rupiah", sort="cost"),
]


def _villages(request: PageRequest, ranking: Ranking, names: Mapping[str, str]) -> Table:
    price = sum(ranking.prices)
    sums = [(pl.col("outcome") == outcome).sum().alias(outcome) for outcome in OUTCOMES]
    summed = ranking.frame.group_by("village").agg(*sums, pl.len().alias("all")).sort("in", "village", descending=[True, False])
    known = dict(names)
    said = pl.col("village").replace_strict(known, default=_UNKNOWN.said(lang()), return_dtype=pl.String) if known else pl.lit(_UNKNOWN.said(lang()))
    frame = summed.with_columns(name=said, cost=pl.col("in").cast(pl.Int64) * price)
    here = reverse("money:ranking", args=[request.resolver_match.kwargs["fund_id"]]) if request.resolver_match else ""
    kept = request.GET.copy()
    for name in ("tampil", "hal", "urut", "kolom", "unduh", "desa"):
        kept.pop(name, None)

    def row(one: dict[str, Any]) -> dict[str, Any]:
        query = kept.copy()
        query["desa"] = one["village"] or ""
        return {**one, "address": f"{here}?{query.urlencode()}" if one["village"] else ""}

    title = Words("Menurut desa", "By village")
    return Table(request, title, _VILLAGE_COLUMNS, FrameRows(frame), row=row)


def _chart(request: PageRequest, table: Table) -> str:
    title = Words("Orang yang masuk menurut desa", "People who are in by village").said(lang())
    rows = [table.row(one) for one in table.source[:_BARS]]
    return bars(title, [Bar(one["name"], one["in"], address=one["address"]) for one in rows], lang(), key="villages")


def _confirm(fund: Fund, ranking: Ranking) -> Words:
    people, waiting = ranking.count("in"), ranking.count("waiting")
    cost = people * sum(ranking.prices)
    return Words(
        f"{number(people)} orang ditetapkan untuk {fund.months} bulan, biaya {rupiah(cost)} dari {rupiah(fund.amount)}. "
        f"{number(waiting)} orang cadangan. Setelah dikunci daftar ini tidak berubah, dan orang lain yang menyetujuinya.",
        f"{number(people, 'en')} people are determined for {fund.months} months at {rupiah(cost, 'en')} of {rupiah(fund.amount, 'en')}. "
        f"{number(waiting, 'en')} people wait. Once locked this list does not change, and somebody else approves it.",
    )

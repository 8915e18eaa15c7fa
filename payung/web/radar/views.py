"""Radar: what is about to go wrong with months and money, each as number, sentence, chart and table, with the whole table on a page of its own."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from payung.reports.prepared import Prepared, prepared
from payung.reports.radar import Radar, radar_of
from payung.reports.radar_blocks import BLOCKS, blocks_of
from payung.reports.radar_said import Block, Heat, Row
from payung.values.words import Words
from payung.web.language import lang
from payung.web.links import link, link_for
from payung.web.page import PageRequest, page
from payung.web.scope import Scope
from payung.web.table import Chip, Column, Filter, Table

SLUGS = {  # what stands in the address
    "families": "keluarga",
    "cliff": "jurang",
    "arrears": "tunggakan",
    "ending": "berakhir",
    "cover": "lunas-sampai",
    "beginning": "bulan-pertama",
    "absorption": "serapan",
    "months": "bulan-demi-bulan",
    "need": "tahun-depan",
}
_KEYS = {slug: key for key, slug in SLUGS.items()}
_SORTED = ("number", "rupiah", "month", "date")
_FEW = 6  # rows of a block beside the others
_FEW_HEATED = 12


def blocks_seen(scope: Scope) -> Prepared[dict[str, Block]]:
    """By key, of the funds of the round's place that the person sees; empty where they see none."""

    def made() -> dict[str, Block]:
        found = _radar(scope)
        return {one.key: one for one in blocks_of(found, lang())} if found.funds else {}

    return prepared("radar", scope.round and scope.round.pk, scope.sight.places, scope.sight.offices, lang(), of=scope.on, make=made)


def _radar(scope: Scope) -> Radar:
    return radar_of(round=scope.round, place=scope.round.place_id if scope.round else "", visible_to=scope.user, on=scope.on)


@page("fund.read")
@require_GET
def radar(request: PageRequest) -> HttpResponse:
    """Every block with its first rows."""
    scope = request.scope
    seen = blocks_seen(scope)
    shown = [(one, link("radar:block", SLUGS[one.key]), _first(request, one), _heated(scope, one.heat, _FEW_HEATED)) for one in seen.answer.values()]
    return render(request, "radar/radar.html", {"seen": seen, "blocks": shown, "may_open": scope.may("fund.open")})


@page("fund.read")
@require_GET
def block(request: PageRequest, block: str) -> HttpResponse:
    """One block with its whole table; ?menurut= chooses by what, ?unduh=xlsx takes it along."""
    key = _KEYS.get(block)
    if key is None:
        raise Http404("block")
    scope = request.scope
    seen = blocks_seen(scope)
    one = seen.answer.get(key) or BLOCKS[key](_radar(scope), lang())
    group = request.GET.get("menurut", "")
    group = group if group in one.groups else next(iter(one.groups), "")
    table = _table(request, one, group)
    if table.wants_xlsx:
        return table.xlsx()
    return render(request, "radar/block.html", {"seen": seen, "part": one, "table": table, "heat": _heated(scope, _of_group(one.heat, group))})


def _table(request: PageRequest, one: Block, group: str) -> Table:
    rows = [row for row in one.rows if not one.groups or row["group"] == group]
    chips = [Chip(key, words, sum(row["group"] == key for row in one.rows)) for key, words in one.groups.items()]
    title = one.groups.get(group)
    return Table(
        request,
        Words(f"{one.title.id} – {title.id}", f"{one.title.en} – {title.en}") if title else one.title,
        _columns(one),
        [_linked(request.scope, one, row) for row in rows],
        filters=[Filter("menurut", Words("Menurut", "By"), chips, group)] if chips else [],
        empty=one.sentence,
    )


def _columns(one: Block) -> list[Column]:
    return [
        Column(each.key, each.title, each.kind, sort=each.key if each.kind in _SORTED else "", href=f"{each.key}_at" if each.to else "")  # type: ignore[arg-type]
        for each in one.columns
    ]


def _linked(scope: Scope, one: Block, row: Row) -> Mapping[str, Any]:
    """The row with what each of its cells opens, for whoever may open it."""
    ways = {column.key: _way(scope, one, row, column.to) for column in one.columns if column.to}
    told = {column.key: row.get(column.key) for column in one.columns}
    told = {key: value.said(lang()) if isinstance(value, Words) else value for key, value in told.items()}
    return {**told, **{f"{key}_at": address for key, address in ways.items()}}


def _way(scope: Scope, one: Block, row: Row, to: str) -> str:
    fund, village = row.get("fund_id"), row.get("village_id", "")
    if village and to in ("village", "any"):
        return link_for(scope, "roster.read", "money:roster", dana=fund or "", desa=village)
    if fund and one.key in ("arrears", "cliff", "families"):
        return link_for(scope, "bill.read", "money:bills") or link("money:fund", fund)
    return link("money:fund", fund) if fund else ""


def _first(request: PageRequest, one: Block) -> Table | None:
    """The first rows of a block, of its first group; a block with a heat table shows that instead."""
    first = next(iter(one.groups), "")
    rows = [row for row in one.rows if not one.groups or row["group"] == first][:_FEW]
    return Table(request, one.title, _columns(one), [_linked(request.scope, one, row) for row in rows]) if rows and not one.heat else None


def _of_group(heat: Heat | None, group: str) -> Heat | None:
    return Heat(heat.months, tuple(line for line in heat.lines if line[1]["group"] == group)) if heat else None


def _heated(scope: Scope, heat: Heat | None, most: int | None = None) -> dict[str, Any] | None:
    if heat is None or not heat.lines:
        return None
    lines = [
        (name, _name_way(scope, row), [(month, people, heat.level(people)) for month, people in zip(heat.months, cells, strict=True)])
        for name, row, cells in heat.lines[:most]
    ]
    return {"months": heat.months, "lines": lines}


def _name_way(scope: Scope, row: Row) -> str:
    if row.get("village_id"):
        return link_for(scope, "roster.read", "money:roster", desa=row["village_id"])
    return link("money:fund", row["fund_id"]) if row.get("fund_id") else ""

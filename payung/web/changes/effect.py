"""What the marks come to in people and rupiah, made ready by one person and approved by another."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.places.models import Place
from payung.reports.charts import Bar, bars
from payung.reports.funds import REASON_WORDS
from payung.roster.changes import FATES
from payung.roster.models import ChangePlan
from payung.roster.plan_actions import approve_changes, prepare_changes, send_back_changes
from payung.roster.plan_queries import awaiting_plan, plan_lines, preview_round
from payung.values.words import Words, number, rupiah
from payung.web.changes.seen import the_plan, the_round
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.money.seen import FrameRows
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_UNDONE = 100


@page("changes.read", writes="changes.prepare")
def effect_page(request: PageRequest, asked: int) -> HttpResponse:
    """GET: what approving the marks as they are would do. POST: it is made ready for a second person."""
    round = the_round(request, asked)
    if request.method == "POST":
        plan = prepare_changes(round=round, by=request.user, on=request.scope.on)
        say(request, Words("Mutasi disiapkan. Orang kedua memeriksa dan menyetujuinya.", "Made ready. A second person looks at it and approves."))
        return redirect("changes:plan", plan.pk)
    effect = preview_round(round=round, by=request.user, on=request.scope.on)
    table = _table(request, effect.lines)
    if table.wants_xlsx:
        return table.xlsx()
    undone = [{"name": row["name"], "nik": row["nik"], "why": FATES[row["fate"]]} for row in effect.undone.head(_UNDONE).iter_rows(named=True)]
    context = {
        "round": round,
        "effect": effect,
        "waiting": effect.waiting.height,
        "later": effect.later.height,
        **_sums(effect.lines),
        "table": table,
        "undone": undone,
        "awaiting": awaiting_plan(round),
        "may_prepare": request.scope.may("changes.prepare", round.fund.place_id),
    }
    return render(request, "changes/effect.html", context)


@page("changes.read")
def plan_page(request: PageRequest, plan: int) -> HttpResponse:
    """A plan: who leaves, who comes in, and the answer to it."""
    one, scope = the_plan(request, plan), request.scope
    lines = plan_lines(one)
    table = _table(request, lines)
    if table.wants_xlsx:
        return table.xlsx()
    answer, place = getattr(one, "answer", None), one.round.fund.place_id
    newest = awaiting_plan(one.round)
    waits = answer is None and newest is not None and newest.pk == one.pk
    context = {
        "plan": one,
        "round": one.round,
        "answer": answer,
        "waits": waits,
        **_sums(lines),
        "table": table,
        "own": waits and one.made_by_id == request.user.pk,
        "may_approve": waits and scope.may("changes.approve", place) and one.made_by_id != request.user.pk,
        "may_reveal": scope.may("nik.reveal", place),
        "confirm": _confirm(one),
    }
    return render(request, "changes/plan.html", context)


@page("changes.read", writes="changes.approve")
@require_POST
def answer(request: PageRequest, plan: int) -> HttpResponse:
    """jawaban=setuju or kembali with alasan."""
    one = the_plan(request, plan)
    if request.POST.get("jawaban") == "kembali":
        send_back_changes(plan=one, reason=request.POST.get("alasan", ""), by=request.user, on=request.scope.on)
        say(request, Words("Dikembalikan dengan alasannya.", "Sent back with the reason."))
    else:
        approve_changes(plan=one, by=request.user, on=request.scope.on)
        told = Words("Disetujui dan dicatat: {out} keluar, {come} masuk.", "Approved and entered: {out} left, {come} came in.")
        say(request, told.counting(out=one.leaving, come=one.coming))
    return redirect("changes:plan", one.pk)


def _confirm(plan: ChangePlan) -> Words:
    told = Words(
        "Setujui {out} orang keluar dan {come} orang masuk mulai {month}?", "Approve that {out} people leave and {come} come in from {month} on?"
    )
    indonesian = told.id.format(out=number(plan.leaving), come=number(plan.coming), month=plan.round.month.said())
    return Words(indonesian, told.en.format(out=number(plan.leaving, "en"), come=number(plan.coming, "en"), month=plan.round.month.said("en")))


_COLUMNS = [
    Column("way", Words("Arah", "Direction"), "badge", sort="direction"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("name", Words("Nama", "Name"), sort="name", href="address"),
    Column("place", Words("Desa", "Village"), sort="village"),
    Column("why", Words("Sebab", "Reason"), "words", sort="reason"),
    Column("happened_on", Words("Tanggal kejadian", "Date"), "date", sort="happened_on"),
    Column("months", Words("Bulan", "Months"), "number", sort="months"),
    Column("rupiah", Words("Rupiah", "Rupiah"), "rupiah", sort="rupiah"),
    Column("note", Words("Asal dan keterangan", "Origin and note")),
]
_WAYS = {"out": ("rejected", Words("keluar", "out")), "in": ("passes", Words("masuk", "in"))}


def _table(request: PageRequest, lines: pl.DataFrame) -> Table:
    names = dict(Place.objects.filter(code__in=lines["village"].drop_nulls().unique().to_list()).values_list("code", "name"))
    way = request.GET.get("arah", "")
    shown = lines.filter(direction=way) if way in _WAYS else lines

    def row(one: dict[str, Any]) -> dict[str, Any]:
        told = {"way": _WAYS[one["direction"]], "why": REASON_WORDS[one["reason"]], "place": names.get(one["village"] or "", "")}
        return {**one, **told, "address": person_address(request.scope, one["person_id"])}

    chips = [Chip("", Words("Semua", "All"), lines.height)]
    chips += [Chip(key, words, int((lines["direction"] == key).sum())) for key, (_, words) in _WAYS.items()]
    return Table(
        request,
        Words("Orang yang keluar dan masuk", "People who leave and come in"),
        _COLUMNS,
        FrameRows(shown),
        row=row,
        filters=[Filter("arah", Words("Arah", "Direction"), chips, way if way in _WAYS else "")],
        empty=Words("Belum ada yang keluar atau masuk menurut tanda yang ada.", "By the marks so far nobody leaves or comes in."),
    )


def _sums(lines: pl.DataFrame) -> dict[str, Any]:
    """By reason and by village: people, months, rupiah; saved less paid."""
    out = lines.filter(direction="out")
    reasons = (
        out.group_by("reason").agg(people=pl.len(), months=pl.col("months").sum(), rupiah=pl.col("rupiah").sum()).sort("people", descending=True)
    )
    by_reason = [{**row, "words": REASON_WORDS[row["reason"]]} for row in reasons.iter_rows(named=True)]
    sided = lines.with_columns(leaves=pl.col("direction") == "out")
    villages = sided.group_by("village").agg(
        leaving=pl.col("leaves").sum(), coming=(~pl.col("leaves")).sum(), rupiah=pl.col("rupiah").filter(pl.col("leaves")).sum()
    )
    names = dict(Place.objects.filter(code__in=villages["village"].drop_nulls().to_list()).values_list("code", "name"))
    by_village = [
        {**row, "name": names.get(row["village"] or "", Words("desa tidak dikenal", "village not known").said(lang()))}
        for row in villages.sort("village", nulls_last=True).iter_rows(named=True)
    ]
    saved, cost = int(out["rupiah"].sum()), int(lines.filter(direction="in")["rupiah"].sum())
    title = Words("Keluar menurut sebab", "Leaving by reason").said(lang())
    chart = _chart(title, by_reason)
    return {"by_reason": by_reason, "by_village": by_village, "saved": saved, "cost": cost, "net": rupiah(saved - cost, lang()), "chart": chart}


def _chart(title: str, by_reason: Sequence[dict[str, Any]]) -> str:
    shown = [Bar(row["words"].said(lang()), row["people"], said=number(row["people"], lang()), state="no") for row in by_reason]
    return bars(title, shown, lang(), key="reasons") if shown else ""

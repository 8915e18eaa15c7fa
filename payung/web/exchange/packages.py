"""Packages: what was sent and how far it is, making one, receiving one, its people and where BPJS's count and ours differ."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.exchange.actions import make_package, receive_package
from payung.exchange.answers import ANSWERS, REASONS
from payung.exchange.match_reply import FOUND_BY
from payung.exchange.models import Package
from payung.exchange.queries import (
    accepted_count,
    answered,
    answers_of,
    differences,
    may_send_anew,
    month_to_send,
    newest_package,
    packages_seen,
    plan_package,
    sent_frame,
    template_in_force,
)
from payung.exchange.sipp import NEEDED, missing
from payung.planning.models import Fund
from payung.planning.queries import funds_seen
from payung.reports.handover import FILE_KINDS, KINDS
from payung.roster.queries import roster_on
from payung.values.month import Month
from payung.values.words import Words
from payung.web.exchange.seen import ANSWER_BADGES, PARTS, state_of, the_package
from payung.web.links import person_address
from payung.web.money.seen import FrameRows, village_names
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_WHY: dict[str, Words] = {
    "not_sent": Words("belum dikirim ke BPJS", "not sent to BPJS yet"),
    "": Words("belum dijawab BPJS", "not answered by BPJS yet"),
    "rejected": Words("ditolak BPJS, masih di daftar", "rejected by BPJS, still on the list"),
    "elsewhere": Words("aktif di tempat lain, masih di daftar", "member elsewhere, still on the list"),
    "left": Words("sudah keluar dari daftar, masih dicatat BPJS", "has left the list, BPJS still has them"),
}
_LIST = [
    Column("fund", Words("Dana", "Fund"), sort="fund__name", href="address"),
    Column("number", Words("Paket", "Package"), "number", sort="number", href="address"),
    Column("month", Words("Mulai", "From"), "month", sort="month"),
    Column("kind", Words("Isi", "Content"), "words", extra=True),
    Column("come", Words("Baru", "New"), "number", sort="come"),
    Column("gone", Words("Keluar", "Left"), "number", sort="gone"),
    Column("accepted", Words("Diterima", "Accepted"), "number"),
    Column("refused", Words("Ditolak", "Rejected"), "number"),
    Column("state", Words("Keadaan", "State"), "badge"),
    Column("on", Words("Dibuat", "Made"), "date", sort="on"),
]
_PEOPLE = [
    Column("number", Words("No.", "No."), "number", sort="number"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("name", Words("Nama", "Name"), sort="name", href="address"),
    Column("birth_date", Words("Tanggal lahir", "Birth date"), "date"),
    Column("village", Words("Desa", "Village")),
    Column("part", Words("Dikirim sebagai", "Sent as"), "words", extra=True),
    Column("answer", Words("Jawaban BPJS", "BPJS's answer"), "badge", sort="answer"),
    Column("member_no", Words("Nomor peserta", "Participant number")),
    Column("code", Words("Alasan", "Reason"), "words", sort="code"),
    Column("said", Words("Kata cabang", "In the branch's words"), extra=True),
    Column("found_by", Words("Dikenali", "Known"), "words", extra=True),
]
_LACKING = [
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("name", Words("Nama", "Name"), sort="name", href="address"),
    Column("village_name", Words("Desa", "Village"), sort="village_name"),
    Column("lacks", Words("Belum ada", "Missing"), "words"),
]
_DIFFER = [
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("name", Words("Nama", "Name"), sort="name", href="address"),
    Column("village", Words("Desa", "Village")),
    Column("side", Words("Ada di", "Is on"), "words", sort="side"),
    Column("why", Words("Mengapa", "Why"), "words", sort="why"),
]


@page("package.read")
def packages(request: PageRequest) -> HttpResponse:
    """Every package of the round, and the funds of which nothing was sent yet."""
    scope = request.scope
    seen = packages_seen(visible_to=request.user, on=scope.on).filter(fund__round=scope.round)
    told: dict[int, Any] = {}

    def row(one: Package) -> dict[str, Any]:
        counts = told[one.pk]
        return {
            "fund": one.fund.name,
            "number": one.number,
            "month": one.month,
            "kind": KINDS[one.kind],
            "come": one.come,
            "gone": one.gone,
            "accepted": counts.accepted,
            "refused": counts.rejected + counts.elsewhere,
            "state": state_of(one, counts),
            "on": one.on,
            "address": reverse("exchange:package", args=[one.pk]),
        }

    table = Table(
        request,
        Words("Paket ke BPJS", "Packages for BPJS"),
        _LIST,
        seen,
        row=row,
        empty=Words(
            "Belum ada paket. Setelah daftar peserta suatu dana dimulai, buat paketnya di sini, lalu serahkan ke cabang BPJS.",
            "No package yet. Once the list of a fund has begun, make its package here and hand it to the BPJS branch.",
        ),
        together=lambda found: told.update(answers_of(found)),
    )
    if table.wants_xlsx:
        return table.xlsx()
    funds = funds_seen(visible_to=request.user, on=scope.on).filter(round=scope.round).annotate(made=Count("packages")) if scope.round else []
    may_make = scope.may("package.make")
    context = {"table": table, "funds": [one for one in funds if one.determinations.in_force().exists()] if may_make else [], "may_make": may_make}
    return render(request, "exchange/packages.html", context)


@page("package.make", writes="package.make")
def make(request: PageRequest) -> HttpResponse:
    """GET: who would be sent and what BPJS asks for that is not known; POST: the package is made."""
    given = request.POST if request.method == "POST" else request.GET
    fund = _the_fund(request, given.get("dana", ""))
    month = Month.parse(given["bulan"]) if given.get("bulan") else month_to_send(fund)
    if request.method == "POST":
        number, anew = given.get("npp", ""), given.get("ulang") == "1"
        made = make_package(fund=fund, month=month, employer_number=number, anew=anew, by=request.user, on=request.scope.on)
        known = Words("Tidak ada yang berubah sejak paket {n}.", "Nothing changed since package {n}.")
        fresh = Words("Paket {n} dibuat. Unduh berkasnya, lalu serahkan ke cabang.", "Package {n} is made. Download its files and hand them over.")
        say(request, (fresh if made.fresh else known).counting(n=made.package.number))
        return redirect("exchange:package", made.package.pk)
    anew = given.get("ulang") == "1" and may_send_anew(fund)
    plan, last = plan_package(fund, month, anew=anew), newest_package(fund)
    lacking = missing(plan.new)
    template = template_in_force(fund.round.place_id)
    table = Table(
        request,
        Words("Data yang belum ada", "Missing data"),
        _LACKING,
        FrameRows(lacking),
        row=lambda one: {**one, "lacks": _lacks(one["lacks"]), "address": person_address(request.scope, one["person_id"])},
        empty=Words("Semua data yang diminta BPJS sudah ada.", "Everything that BPJS asks for is there."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {
        "fund": fund,
        "month": month,
        "months": list((last.month if last else fund.first_month).upto(fund.last_month)),
        "plan": plan,
        "anew": anew,
        "may_anew": may_send_anew(fund),
        "come": plan.new.height,
        "gone": plan.gone.height,
        "last": last,
        "table": table,
        "lacks": [(NEEDED[name], count) for name, count in _counts(lacking).items()],
        "template": template,
        "number": last.employer_number if last else "",
    }
    return render(request, "exchange/make.html", context)


@page("package.read")
def package_page(request: PageRequest, package_id: int) -> HttpResponse:
    """One package: its equation, files, receipt, replies, and what to do next."""
    one = the_package(request, package_id)
    scope, place = request.scope, one.fund.place_id
    told = answered(one)
    context = {
        "one": one,
        "kind": KINDS[one.kind],
        "told": told,
        "badge": state_of(one, told),
        "files": [(each, FILE_KINDS[each.kind]) for each in one.files.select_related("document").order_by("number")],
        "handover": getattr(one, "handover", None),
        "replies": one.replies.select_related("by", "document").order_by("number"),
        "settlements": one.settlements.select_related("by", "delta").order_by("pk"),
        "newest": newest_package(one.fund),
        "listed": roster_on(one.fund, one.month).count(),
        "accepted": accepted_count(one.fund),
        "may_open": scope.may("nik.reveal", place),
        "may_receive": scope.may("package.receive", place),
        "may_reply": scope.may("reply.record", place),
        "may_settle": scope.may("roster.change", place) and bool(told.rejected + told.elsewhere),
    }
    return render(request, "exchange/package.html", context)


@page("package.read", writes="package.receive")
@require_POST
def receive(request: PageRequest, package_id: int) -> HttpResponse:
    """The branch officer confirms on the screen."""
    one = the_package(request, package_id)
    held = receive_package(package=one, signed=request.POST.get("nama", "") or str(request.user), by=request.user, on=request.scope.on)
    say(request, Words(f"Paket dicatat diterima oleh {held.signed}.", f"The package is recorded as received by {held.signed}."))
    return redirect("exchange:package", one.pk)


@page("package.read")
def people(request: PageRequest, package_id: int) -> HttpResponse:
    """Everybody in the package with what BPJS says of them; ?hasil= narrows to an answer."""
    one = the_package(request, package_id)
    lines, wanted = sent_frame(one), request.GET.get("hasil", "")
    counts = dict(lines.group_by("answer").len().iter_rows())
    shown = lines.filter(pl.col("answer") == ("" if wanted == "none" else wanted)) if wanted else lines
    names = village_names(shown["village"].unique().to_list())

    def row(line: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **line,
            "address": person_address(request.scope, line["person_id"]),
            "village": names.get(line["village"], line["village"]),
            "part": PARTS[line["part"]],
            "answer": ANSWER_BADGES[line["answer"]],
            "code": REASONS[line["code"]].words if line["code"] else None,
            "found_by": FOUND_BY.get(line["found_by"]),
        }

    chips = [Chip("", Words("semua", "all"), lines.height)]
    chips += [Chip(answer or "none", words, counts.get(answer, 0)) for answer, words in ANSWERS.items()]
    filters = [Filter("hasil", Words("Jawaban", "Answer"), chips, wanted)]
    table = Table(
        request, Words(f"Orang di paket {one.number}", f"People of package {one.number}"), _PEOPLE, FrameRows(shown), row=row, filters=filters
    )
    return table.xlsx() if table.wants_xlsx else render(request, "exchange/people.html", {"one": one, "table": table})


@page("package.read")
def difference(request: PageRequest, package_id: int) -> HttpResponse:
    """By name, whom our list and BPJS's differ in, in the package's month."""
    one = the_package(request, package_id)
    frame = differences(one.fund, one.month)
    names = village_names(frame["village"].unique().to_list())
    sides = {"list": Words("daftar kita saja", "our list only"), "bpjs": Words("BPJS saja", "BPJS only")}

    def row(line: Mapping[str, Any]) -> dict[str, Any]:
        address = person_address(request.scope, line["person_id"])
        told = {"village": names.get(line["village"], line["village"]), "side": sides[line["side"]], "why": _WHY[line["why"]]}
        return {**line, **told, "address": address}

    empty = Words("Tidak ada selisih: daftar kita dan BPJS memuat orang yang sama.", "No difference: our list and BPJS's hold the same people.")
    table = Table(request, Words("Selisih dengan BPJS", "Differences with BPJS"), _DIFFER, FrameRows(frame), row=row, empty=empty)
    if table.wants_xlsx:
        return table.xlsx()
    ours, theirs = roster_on(one.fund, one.month).count(), accepted_count(one.fund)
    only = {side: frame.filter(side=side).height for side in sides}
    return render(request, "exchange/differences.html", {"one": one, "table": table, "ours": ours, "theirs": theirs, "only": only})


def _the_fund(request: PageRequest, wanted: str) -> Fund:
    seen = funds_seen(visible_to=request.user, on=request.scope.on).select_related("round__place")
    fund = seen.filter(pk=int(wanted)).first() if wanted.isdecimal() else seen.filter(round=request.scope.round).first()
    if fund is None or not request.scope.may("package.make", fund.place_id):
        raise Http404("fund")
    return fund


def _lacks(names: list[str]) -> Words:
    held = [NEEDED[name] for name in names]
    return Words(", ".join(one.id for one in held), ", ".join(one.en for one in held))


def _counts(lacking: pl.DataFrame) -> dict[str, int]:
    told = dict(lacking.select(pl.col("lacks").explode()).to_series().value_counts().iter_rows())
    return {name: told[name] for name in NEEDED if told.get(name)}

"""Deaths that are known and were never claimed: the report that finds money for families, and the cases that it opens."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from payung.claims.case_answer import VERDICT_LOOKS, VERDICT_WORDS
from payung.claims.from_register import open_silent
from payung.claims.silent import silent_deaths
from payung.planning.models import Fund
from payung.values.words import Words
from payung.web.links import person_address
from payung.web.money.seen import village_names
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

SOURCES: Mapping[str, Words] = {
    "confirmed": Words("data kematian, dipastikan petugas", "register of deaths, confirmed by an officer"),
    "register": Words("data kematian", "register of deaths"),
    "list": Words("mutasi daftar peserta", "changes of the roster"),
}
_COLUMNS = [
    Column("name", Words("Nama", "Name"), sort="name", href="address"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("village", Words("Desa", "Village"), sort="village"),
    Column("died_on", Words("Meninggal", "Died on"), "date", sort="died_on"),
    Column("total", Words("Mungkin hak", "May be due"), "rupiah", sort="total"),
    Column("verdict", Words("Jawaban sementara", "First answer"), "badge", sort="rank"),
    Column("source", Words("Diketahui dari", "Known from"), "words"),
    Column("fund", Words("Dana", "Fund"), sort="fund", extra=True),
]


@page("case.read", writes="case.report")
def silent(request: PageRequest) -> HttpResponse:
    """GET: the report of the place; ?jawaban= narrows it. POST: a case for each of the chosen (pilih)."""
    scope = request.scope
    if request.method == "POST":
        return _open(request)
    found = silent_deaths(scope.here, visible_to=scope.user, on=scope.on)
    chosen = request.GET.get("jawaban", "")
    verdicts = found.verdicts()
    rows = _rows(request, found.people.iter_rows(named=True))
    chips = [Chip("", Words("Semua", "All"), found.people.height)]
    chips += [Chip(key, words, verdicts.get(key, (0, 0))[0]) for key, words in VERDICT_WORDS.items() if key in verdicts]
    table = Table(
        request,
        Words("Meninggal, terlindungi, belum diklaim", "Died, covered, never claimed"),
        _COLUMNS,
        [row for row in rows if not chosen or row["key"] == chosen],
        filters=[Filter("jawaban", Words("Jawaban", "Answer"), chips, chosen)],
        empty=Words("Tidak ada: setiap kematian yang diketahui sudah dilaporkan.", "Nobody: every death that is known was reported."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {"table": table, "found": found, "may_report": scope.may_anywhere("case.report")}
    return render(request, "claims/silent.html", context)


def _rows(request: PageRequest, people: Any) -> list[dict[str, Any]]:
    held = list(people)
    names = village_names([one["village"] for one in held if one["village"]])
    funds = dict(Fund.objects.filter(pk__in={one["fund"] for one in held}).values_list("pk", "name"))
    order = list(VERDICT_WORDS)
    return [
        {
            **one,
            "id": one["one"],
            "address": person_address(request.scope, one["one"]),
            "village": names.get(one["village"] or "", ""),
            "fund": funds.get(one["fund"], ""),
            "source": SOURCES[one["source"]],
            "key": one["verdict"],
            "rank": order.index(one["verdict"]),
            "verdict": (VERDICT_LOOKS[one["verdict"]], VERDICT_WORDS[one["verdict"]]),
        }
        for one in held
    ]


def _open(request: PageRequest) -> HttpResponse:
    people = [int(one) for one in request.POST.getlist("pilih") if one.isdecimal()]
    if not people:
        say(request, Words("Pilih dulu orangnya.", "Choose the people first."), wrong=True)
        return redirect("claims:silent")
    made = open_silent(place=request.scope.here, people=people, by=request.user, on=request.scope.on)
    say(request, Words("{n} kasus dibuka.", "{n} cases opened.").counting(n=made.opened))
    return redirect("claims:silent")

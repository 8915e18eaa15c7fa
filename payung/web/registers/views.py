"""Data acuan: which registers there are and how old, and one version with its lines, its uses and what came of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.intake.checks.catalog import VERDICTS
from payung.intake.register_queries import (
    asked_by,
    entries_of,
    fallen_by,
    may_see_lines,
    register_on,
    registers_at,
    uses_at,
    versions_of,
)
from payung.intake.registers import KINDS, is_old, missing_words, old_words
from payung.registry.models import Register, RegisterEntry
from payung.values.problem import Verdict
from payung.values.words import Words, age
from payung.web.links import person_address
from payung.web.page import PageRequest, page
from payung.web.table import Column, Table

WORKS = {
    "list.receive": Words("menerima daftar", "receiving lists"),
    "list.correct": Words("menerima perbaikan", "receiving corrections"),
    "check.again": Words("memeriksa ulang", "checking again"),
    "match": Words("mencari pasangan", "finding pairs"),
}
_MOST_FALLEN = 200  # people named on the page; all of them are counted


def work_words(work: str) -> Words:
    return WORKS.get(work, Words("pekerjaan lain", "other work"))


def age_badge(register: Register, days: int) -> tuple[str, Words]:
    """Its age as parts/badge.html shows it."""
    old = age(days)
    if is_old(register.kind, days):
        return "soon", Words(f"{old.id}, sudah lama", f"{old.en}, old by now")
    return "active", old


@page("register.read")
@require_GET
def registers(request: PageRequest) -> HttpResponse:
    """The newest version of each kind at the round's place, and which work asked which version."""
    scope = request.scope
    place = scope.round.place_id if scope.round else ""
    newest = {one.kind: one for one in registers_at(place, visible_to=scope.user, on=scope.on)} if place else {}
    rows = [_row(newest[kind], (scope.on - newest[kind].as_of).days) if kind in newest else _missing(kind) for kind in KINDS]
    table = Table(
        request,
        Words("Daftar acuan", "Registers"),
        [
            Column("kind", Words("Jenis", "Kind"), "words", href="address"),
            Column("version", Words("Versi", "Version"), "number"),
            Column("as_of", Words("Keadaan pada", "As of"), "date", sort="as_of"),
            Column("age", Words("Umur", "Age"), "badge"),
            Column("rows", Words("Baris", "Rows"), "number", sort="rows"),
            Column("source", Words("Dari", "From"), "words"),
            Column("owner", Words("Pemegang", "Kept by")),
            Column("legal_basis", Words("Dasar hukum", "Legal basis")),
            Column("coverage", Words("Memuat", "Holds")),
        ],
        rows,
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {
        "table": table,
        "old": old_words({kind: (scope.on - one.as_of).days for kind, one in newest.items()}),
        "missing": missing_words(newest),
        "uses": [
            {**use, "words": KINDS[use["kind"]].title, "work_words": work_words(use["work"])}
            for use in _known(uses_at(place, visible_to=scope.user, on=scope.on) if place else [])
        ],
        "may_import": bool(place) and scope.may("register.import", place),
    }
    return render(request, "registers/registers.html", context)


def _known(uses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [use for use in uses if use["kind"] in KINDS]


def _row(register: Register, days: int) -> dict[str, Any]:
    told = {name: getattr(register, name) for name in ("version", "as_of", "rows", "source", "owner", "legal_basis", "coverage")}
    return {
        "kind": KINDS[register.kind].title,
        "address": reverse("registers:register", args=[register.pk]),
        "age": age_badge(register, days),
        **told,
    }


def _missing(kind: str) -> dict[str, Any]:
    return {"kind": KINDS[kind].title, "age": ("waiting", Words("Belum dimuat", "Not imported")), "as_of": None, "rows": None}


@page("register.read")
@require_GET
def register(request: PageRequest, pk: int) -> HttpResponse:
    """One version: where it is from, the other versions, who asked it, who stands no longer, and its lines for whoever sees its whole place."""
    scope = request.scope
    one = register_on(pk, visible_to=scope.user, on=scope.on)
    lines = _lines(request, one) if scope.may_anywhere("person.read") and may_see_lines(one, visible_to=scope.user, on=scope.on) else None
    if lines is not None and lines.wants_xlsx:
        return lines.xlsx()
    fallen = fallen_by(one, visible_to=scope.user, on=scope.on)
    context = {
        "register": one,
        "title": KINDS[one.kind].title if one.kind in KINDS else Words("Daftar acuan", "Register"),
        "badge": age_badge(one, (scope.on - one.as_of).days),
        "versions": versions_of(one),
        "uses": [{**use, "work_words": work_words(use["work"])} for use in asked_by(one, visible_to=scope.user, on=scope.on)],
        "again": _told_again(request, pk),
        "fallen": [(each, person_address(scope, each.person_id)) for each in fallen[:_MOST_FALLEN]] if scope.may_anywhere("person.read") else [],
        "fallen_count": fallen.count(),
        "lines": lines,
        "may_import": scope.may("register.import", one.place_id),
    }
    return render(request, "registers/register.html", context)


def _told_again(request: PageRequest, pk: int) -> list[dict[str, Any]] | None:
    """What checking again found when this person imported the version; None where they did not, or long ago."""
    held = request.session.get("registers_again", {}).get(str(pk))
    if held is None:
        return None
    return [
        {
            **one,
            "passing": sum(count for _, now, count in one["moves"] if now == Verdict.PASSES.value),
            "moves": [(VERDICTS[Verdict(was)], VERDICTS[Verdict(now)], count) for was, now, count in one["moves"]],
        }
        for one in held
    ]


def _lines(request: PageRequest, one: Register) -> Table:
    def row(line: RegisterEntry) -> dict[str, Any]:
        names = ("nik", "name", "birth_date", "village", "on", "until", "evidence")
        return {name: getattr(line, name) for name in names}

    first = Words("Meninggal pada", "Died on") if one.kind == "deaths" else Words("Sejak", "Since")
    return Table(
        request,
        Words(f"Isi {KINDS[one.kind].title.id} versi {one.version}", f"Lines of {KINDS[one.kind].title.en}, version {one.version}"),
        [
            Column("nik", Words("NIK", "NIK"), "nik"),
            Column("name", Words("Nama", "Name")),
            Column("birth_date", Words("Tanggal lahir", "Birth date"), "date"),
            Column("village", Words("Desa (seperti tertulis)", "Village (as written)")),
            Column("on", first, "date"),
            Column("until", Words("Sampai", "Until"), "date", extra=one.kind == "deaths"),
            *([] if one.kind == "deaths" else [Column("evidence", Words("Keterangan", "Evidence"))]),
        ],
        entries_of(one, request.GET.get("cari", "")),
        row=row,
        search=Words("Cari nama atau NIK", "Search name or NIK"),
        empty=Words("Tidak ada baris dengan nama atau NIK itu.", "No line with that name or NIK."),
    )

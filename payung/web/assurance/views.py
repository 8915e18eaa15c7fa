"""Uji audit: every test with what it found, and one test with its findings and their evidence."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from payung.assurance.catalog import GROUPS, KINDS, POPULATIONS, TESTS
from payung.assurance.finding import told
from payung.assurance.queries import Outcome, dressed, register_names, run_tests
from payung.assurance.scope import Asked, asked_for
from payung.audit.kept import Kept, newest_change
from payung.billing.models import Bill
from payung.reports.audit_ordered import Counted, counts, counts_kept, question
from payung.reports.audit_pack import OWN_RULE
from payung.reports.explained import MARKS
from payung.values.month import Month
from payung.values.words import Words, number, percent
from payung.web.language import lang
from payung.web.links import link, person_address
from payung.web.money.seen import FrameRows
from payung.web.page import PageRequest, page
from payung.web.papers.views import shown as shown_papers
from payung.web.scope import Scope
from payung.web.table import Chip, Column, Filter, Table

MANY = 100_000  # lines of bills; more are tested when somebody orders it, because that takes a while

_outcomes: Kept[list[Outcome]] = Kept(20)  # in memory alone, because they name people


def asked_of(scope: Scope) -> Asked:
    """The funds of the round and the place that the page is about, as far as the person may look at tests there."""
    return asked_for(visible_to=scope.user, on=scope.on, place=scope.place.code if scope.place else "", round=scope.round)


@page("audit.read")
@require_GET
def tests(request: PageRequest) -> HttpResponse:
    """Each test: what it asks, how many were tested, how many findings, how many rupiah."""
    scope = request.scope
    asked = asked_of(scope) if scope.round else None
    if asked is None or not asked.funds:
        return render(request, "assurance/none.html")
    large = is_large(asked)
    made = counts_kept(asked) if large else counts(asked)
    counted = made.answer if made else []
    table = _table(request, counted if counted else [{"key": key} for key in TESTS])
    if table.wants_xlsx:
        return table.xlsx()
    faults, signs = ([one for one in counted if TESTS[one["key"]].kind == kind] for kind in ("fault", "sign"))
    context = {
        "asked": asked,
        "large": large,
        "counted_at": made,
        "table": table,
        "made": sum(1 for one in counted if one["not_tested"] is None),
        "all": len(TESTS),
        "faults": sum(one["findings"] for one in faults),
        "with_faults": sum(1 for one in faults if one["findings"]),
        "signs": sum(one["findings"] for one in signs),
        "may_reveal": scope.may("nik.reveal"),
        **(shown_papers(request, about(asked)) if large else {}),
    }
    return render(request, "assurance/tests.html", context)


def is_large(asked: Asked) -> bool:
    """Whether the tests are made in the background, and their pack is ordered."""
    billed = Bill.objects.filter(fund__in=asked.funds, month__gte=asked.first, month__lte=asked.last)
    return (billed.aggregate(n=Sum("people"))["n"] or 0) > MANY


def about(asked: Asked) -> str:
    """What an ordered pack is about, see Paper: the page shows it too."""
    return f"audit:{asked.funds[0].round_id}"


def _table(request: PageRequest, counted: Sequence[Counted]) -> Table:
    chosen = request.GET.get("temuan", "")
    wanted = {"ada": lambda one: one.get("findings"), "belum": lambda one: one.get("not_tested")}
    rows = [_row(one) for one in counted if chosen not in wanted or wanted[chosen](one)]
    chips = [
        Chip("", Words("Semua uji", "All tests")),
        Chip("ada", Words("Ada temuan", "With findings")),
        Chip("belum", Words("Belum diuji", "Not tested")),
    ]
    return Table(
        request,
        Words("Uji audit", "Audit tests"),
        [
            Column("title", Words("Uji", "Test"), "words", href="address"),
            Column("findings", Words("Temuan", "Findings"), "number", sort="findings"),
            Column("rupiah", Words("Rupiah tersangkut", "Rupiah concerned"), "rupiah", sort="rupiah"),
            Column("population", Words("Diuji", "Tested"), "number", sort="population"),
            Column("share", Words("Persen", "Percent")),
            Column("kind", Words("Sifat", "Kind"), "words"),
            Column("note", Words("Keterangan", "Note"), "words"),
            Column("group", Words("Kelompok", "Group"), "words", extra=True),
            Column("tested", Words("Yang diuji", "What was tested"), "words", extra=True),
            Column("question", Words("Pertanyaan", "Question"), "words", extra=True),
        ],
        rows,
        filters=[Filter("temuan", Words("Temuan", "Findings"), chips, chosen if chosen in wanted else "")],
        empty=Words("Tidak ada uji yang seperti itu.", "No test is like that."),
    )


def _row(one: Counted) -> dict[str, Any]:
    test = TESTS[one["key"]]
    made = "population" in one and one["not_tested"] is None
    clean = Words("tidak ada temuan", "no finding") if made and not one["findings"] else None
    return {
        "title": test.title,
        "address": link("assurance:test", one["key"]),
        "group": GROUPS[test.group],
        "kind": KINDS[test.kind],
        "population": one["population"] if made else None,
        "tested": POPULATIONS[test.population],
        "findings": one["findings"] if made else None,
        "share": percent(one["findings"], one["population"], lang()) if made else None,
        "rupiah": one["rupiah"] if made else None,
        "question": test.question,
        "note": one.get("not_tested") or clean,
    }


@page("audit.read")
@require_GET
def test(request: PageRequest, test: str) -> HttpResponse:
    """One test, made now: what it asks, on what it rests, and each finding with its evidence."""
    if test not in TESTS:
        raise Http404(test)
    scope = request.scope
    asked = asked_of(scope) if scope.round else None
    if asked is None or not asked.funds:
        return render(request, "assurance/none.html")
    (one,) = _outcomes.get((test, *question(asked), asked.on, newest_change()), lambda: run_tests(asked, [test]))
    table = _findings(request, one, asked)
    if table.wants_xlsx:
        return table.xlsx()
    basis = [(each.words, MARKS[each.mark] if each.mark else OWN_RULE) for each in one.test.basis]
    context = {"one": one, "asked": asked, "table": table, "basis": basis, "tested": POPULATIONS[one.test.population], "kind": KINDS[one.test.kind]}
    return render(request, "assurance/test.html", context)


def _findings(request: PageRequest, one: Outcome, asked: Asked) -> Table:
    names = register_names([one])

    def row(found: dict[str, Any]) -> dict[str, Any]:
        person = found["person_id"]
        return {
            **{name: found[name] for name in ("nik", "name", "village", "fund", "people", "amount")},
            "month": Month(found["month"]),
            "until": Month(found["until"]),
            "address": person_address(request.scope, person) if person else link("money:bill", found["bill_id"]) if found["bill_id"] else "",
            "evidence": told(found, names),
        }

    people = one.found["person_id"].null_count() < one.findings
    columns = [Column("name", Words("Nama", "Name"), sort="name", href="address"), Column("nik", Words("NIK", "NIK"), "nik")] if people else []
    places = [Column("village", Words("Desa", "Village"), sort="village")] if people or one.key == "quota" else []
    return Table(
        request,
        Words(f"Temuan {one.test.title.id}", f"Findings of {one.test.title.en}"),
        [
            *columns,
            *places,
            Column("fund", Words("Dana", "Fund"), sort="fund"),
            Column("month", Words("Dari bulan", "From month"), "month", sort="month"),
            Column("until", Words("Sampai bulan", "To month"), "month", sort="until"),
            Column("people", Words("Orang", "People"), "number", sort="people", extra=True),
            Column("amount", Words("Rupiah", "Rupiah"), "rupiah", sort="amount"),
            Column("evidence", Words("Bukti", "Evidence"), "words", href="" if people else "address"),
        ],
        FrameRows(dressed(one.found, asked)),
        row=row,
        empty=one.not_tested
        or Words(
            f"Tidak ada temuan. Diuji: {number(one.population)} {POPULATIONS[one.test.population].id}.",
            f"No finding. Tested: {number(one.population, 'en')} {POPULATIONS[one.test.population].en}.",
        ),
    )

"""Samples: drawing one, and its lines with what the auditor found."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.assurance.actions import Wanted, answer_line, draw_sample
from payung.assurance.models import Sample, SampleLine
from payung.assurance.queries import sample_lines, sample_on, samples_seen
from payung.assurance.sampling import CONFIDENCES, ERRORS
from payung.places.models import Place
from payung.planning.models import Fund
from payung.reports.working_paper import RESULTS, STRATA, how_drawn, stratum_said
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words, number
from payung.web.assurance.views import asked_of
from payung.web.language import lang
from payung.web.links import link, person_address
from payung.web.page import PageRequest, page, say
from payung.web.scope import Scope
from payung.web.table import Chip, Column, Filter, Table

BADGES = {"agrees": ("passes", RESULTS["agrees"]), "differs": ("rejected", RESULTS["differs"]), "open": ("waiting", RESULTS["open"])}
_LONGEST = 4  # digits of a size


@page("audit.read", writes="audit.sample")
def samples(request: PageRequest) -> HttpResponse:
    """GET: the samples that were drawn, and the form; POST: draws one."""
    scope = request.scope
    funds = _funds(scope)
    if request.method == "POST":
        return _draw(request, funds)
    table = _samples(request, funds)
    if table.wants_xlsx:
        return table.xlsx()
    asked = asked_of(scope) if scope.round else None
    context = {
        "table": table, "funds": funds, "confidences": CONFIDENCES, "errors": ERRORS, "strata": STRATA.items(), "asked": asked,
        "may_draw": any(scope.may("audit.sample", fund.place_id) for fund in funds), "seed": f"{scope.on:%Y-%m-%d}",
    }  # fmt: skip
    return render(request, "assurance/samples.html", context)


def _funds(scope: Scope) -> list[Fund]:
    """Whole funds of the round, of which a sample can be drawn."""
    if scope.round is None:
        return []
    return [fund for fund in asked_of(scope).funds if scope.sight.covers(fund.place_id)]


def _samples(request: PageRequest, funds: list[Fund]) -> Table:
    def row(one: Sample) -> dict[str, Any]:
        return {
            "name": Words(f"Sampel {one.pk}", f"Sample {one.pk}"),
            "address": link("assurance:sample", one.pk),
            "fund": one.fund.name,
            "strata": STRATA[one.strata],
            **{name: getattr(one, name) for name in ("size", "population", "seed", "drawn_on", "signed")},
        }

    return Table(
        request,
        Words("Sampel audit", "Audit samples"),
        [
            Column("name", Words("Sampel", "Sample"), "words", href="address"),
            Column("fund", Words("Dana", "Fund")),
            Column("strata", Words("Lapisan", "Strata"), "words"),
            Column("size", Words("Ukuran", "Size"), "number"),
            Column("population", Words("Dari", "Of"), "number"),
            Column("seed", Words("Benih", "Seed")),
            Column("drawn_on", Words("Diundi", "Drawn"), "date"),
            Column("signed", Words("Oleh", "By")),
        ],
        samples_seen(visible_to=request.scope.user, on=request.scope.on).filter(fund__in=funds),
        row=row,
        empty=Words(
            "Belum ada sampel. Undi satu: benih dan daftar yang sama selalu memberi orang yang sama.",
            "No sample yet. Draw one: the same seed over the same list always gives the same people.",
        ),
    )


def _draw(request: PageRequest, funds: list[Fund]) -> HttpResponse:
    given, scope = request.POST, request.scope
    fund = next((one for one in funds if str(one.pk) == given.get("dana", "")), None)
    if fund is None:
        raise Http404("fund")
    asked = asked_of(scope)
    first, last = (Month.parse(given[name]) if given.get(name) else otherwise for name, otherwise in (("dari", asked.first), ("sampai", asked.last)))
    wanted = Wanted(_whole(given.get("ukuran", "")), _whole(given.get("keyakinan", "")), _whole(given.get("kesalahan", "")))
    drawn = draw_sample(
        fund=fund, first=first, last=last, strata=given.get("lapisan", ""), wanted=wanted, seed=given.get("benih", ""), by=scope.user, on=scope.on
    )
    say(
        request,
        Words(
            f"Sampel {drawn.pk}: {number(drawn.size)} dari {number(drawn.population)} diundi.",
            f"Sample {drawn.pk}: {number(drawn.size, 'en')} of {number(drawn.population, 'en')} drawn.",
        ),
    )
    return redirect("assurance:sample", drawn.pk)


def _whole(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > _LONGEST:
        raise InputError("sample.size", Words("Tulis ukuran dengan angka, misalnya 60.", "Write the size as a number, such as 60."))
    return int(text)


@page("audit.read", writes="audit.sample")
def sample(request: PageRequest, sample: int) -> HttpResponse:
    """GET: its lines; POST: what was found about one of them."""
    scope = request.scope
    one = sample_on(sample, visible_to=scope.user, on=scope.on)
    if request.method == "POST":
        return _answer(request, one)
    table = _lines(request, one)
    if table.wants_xlsx:
        return table.xlsx()
    states = [line.answer or "open" for line in sample_lines(one)]  # type: ignore[attr-defined]
    counts = [(words, sum(1 for state in states if state == key)) for key, words in RESULTS.items()]
    next_one = sample_lines(one).filter(answers=None).first()
    wanted = request.GET.get("baris", "")
    chosen = sample_lines(one).filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) <= _LONGEST else next_one
    context = {
        "one": one, "table": table, "how": how_drawn(one), "counts": counts, "results": RESULTS.items(), "line": chosen,
        "may_answer": scope.may("audit.sample", one.fund.place_id), "may_reveal": scope.may("nik.reveal", one.fund.place_id),
    }  # fmt: skip
    return render(request, "assurance/sample.html", context)


def _answer(request: PageRequest, one: Sample) -> HttpResponse:
    wanted = request.POST.get("baris", "")
    line = one.lines.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) <= _LONGEST else None
    if line is None:
        raise Http404("line")
    made = answer_line(
        line=line, result=request.POST.get("hasil", ""), note=request.POST.get("catatan", ""), by=request.scope.user, on=request.scope.on
    )
    result = RESULTS[made.result]
    say(request, Words(f"Baris {line.number}: {result.id}, tercatat.", f"Line {line.number}: {result.en}, recorded."))
    return redirect("assurance:sample", one.pk)


def _lines(request: PageRequest, one: Sample) -> Table:
    chosen = request.GET.get("hasil", "")
    source = sample_lines(one, chosen)
    places = dict(Place.objects.filter(code__in=one.lines.values("stratum")).values_list("code", "name"))

    def row(line: SampleLine) -> dict[str, Any]:
        return {
            "number": line.number,
            "name": line.person.name,
            "nik": line.person.nik,
            "address": person_address(request.scope, line.person_id),
            "stratum": stratum_said(line, places, lang()),
            "amount": line.amount,
            "answer": BADGES[line.answer or "open"],  # type: ignore[attr-defined]
            "note": line.note,  # type: ignore[attr-defined]
            "by": line.answered_by,  # type: ignore[attr-defined]
            "answer_it": Words("Isi hasil", "Record"),
            "form": f"{link('assurance:sample', one.pk, baris=line.number)}#hasil",
        }

    chips = [Chip("", Words("Semua", "All")), *(Chip(key, words) for key, words in RESULTS.items())]
    return Table(
        request,
        Words(f"Sampel {one.pk}", f"Sample {one.pk}"),
        [
            Column("number", Words("No.", "No."), "number", sort="number"),
            Column("name", Words("Nama", "Name"), href="address", sort="person__name"),
            Column("nik", Words("NIK", "NIK"), "nik"),
            Column("stratum", Words("Lapisan", "Stratum"), sort="stratum"),
            Column("amount", Words("Ditagih", "Billed"), "rupiah", sort="amount"),
            Column("answer", Words("Hasil", "Result"), "badge"),
            Column("note", Words("Catatan", "Note")),
            Column("by", Words("Oleh", "By")),
            Column("answer_it", Words("Isi", "Fill in"), "words", href="form"),
        ],
        source,
        row=row,
        filters=[Filter("hasil", Words("Hasil", "Result"), chips, chosen if chosen in RESULTS else "")],
        empty=Words("Tidak ada baris dengan hasil itu.", "No line has that result."),
    )

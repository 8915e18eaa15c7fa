"""Target, angka terbit, yang bertentangan, and where a place stands among its peers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.coverage.actions import record_share, set_target
from payung.coverage.contradictions import contradictions_of
from payung.coverage.definitions import Pair, definitions, schemes, segments
from payung.coverage.official import denominators_of
from payung.coverage.pairs import figure_of_pair
from payung.coverage.published import Share, misfits_of, shares_of, why_they_differ
from payung.coverage.standing import Rank, standing_of, usual_pair
from payung.coverage.targets import all_targets, targets_of
from payung.places.models import Place
from payung.values.errors import PayungError
from payung.values.words import Words, hundredths
from payung.web.coverage.choices import NATION, Choice, above, all_denominators, all_numerators, known_on, place_asked
from payung.web.coverage.forms import FIELD_OF, ShareForm, TargetForm
from payung.web.coverage.official import place_of_form, places_below
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.table import Column, Table

_MOST_SHARES = 100  # published shares on one page


def _start(request: PageRequest, here: str) -> tuple[str, dict[str, Any]] | None:
    scope = request.scope
    code = place_asked(scope)
    if code is None:
        return None
    name = Place.objects.get(code=code).name if code else "Indonesia"
    return code, {"code": code, "name": name, "above": above(scope, code), "home": code or NATION, "here": here}


def _nowhere(request: PageRequest) -> HttpResponse:
    return render(request, "coverage/coverage.html", {"code": None})


@page("coverage.read")
@require_GET
def standing(request: PageRequest) -> HttpResponse:
    """Rank, trend, gap, its cost, targets and absorption of one place and month."""
    scope, started = request.scope, _start(request, "coverage:standing")
    if started is None:
        return _nowhere(request)
    code, context = started
    known = known_on(request, scope.on)
    choice = Choice.of(request, "", usual_pair(code, scope.month, known=known))
    context |= {
        "choice": choice,
        "known": known,
        "numerators": all_numerators(),
        "denominators": all_denominators(),
        "segments": list(segments()),
    }
    if choice.pair is None:
        return render(request, "coverage/standing.html", context, status=422)
    found = standing_of(code, scope.month, on=scope.on, pair=choice.pair, known=known, visible_to=scope.user, round=scope.round)
    peers = _peers(request, found.rank, code)
    if peers is not None and peers.wants_xlsx:
        return peers.xlsx()
    return render(request, "coverage/standing.html", context | {"found": found, "peers": peers})


def _peers(request: PageRequest, rank: Rank | None, code: str) -> Table | None:
    if rank is None or not rank.rows:
        return None
    said = lang()
    rows = [
        {
            "position": one.position,
            "name": one.name,
            "people": one.figure.numerator.value,
            "universe": one.figure.denominator.value,
            "share": one.figure.percent(said),
            "by": hundredths(one.figure.numerator.value or 0, one.figure.denominator.value)
            if one.position and one.figure.denominator.value
            else None,
            "as_of": one.figure.numerator.as_of if one.figure.numerator.value is not None else None,
            "source": one.figure.denominator.source.said(said) if one.figure.denominator.source else "",
            "mark": "chosen" if one.place == code else "",
        }
        for one in rank.rows
    ]
    columns = [
        Column("position", Words("Peringkat", "Rank"), "number", sort="position"),
        Column("name", Words("Wilayah", "Place"), sort="name"),
        Column("people", Words("Pembilang", "Numerator"), "number", sort="people"),
        Column("universe", Words("Penyebut", "Denominator"), "number", sort="universe"),
        Column("share", Words("Cakupan", "Coverage"), "percent", sort="by"),
        Column("as_of", Words("Pembilang per", "Numerator as of"), "date", sort="as_of"),
        Column("source", Words("Sumber penyebut", "Source of the denominator"), extra=True),
    ]
    return Table(request, Words("Peringkat", "Ranking"), columns, rows)


@page("coverage.read", writes="target.set")
def targets(request: PageRequest) -> HttpResponse:
    """What plans want of the place: a table of its own for each pair of definitions."""
    scope, started = request.scope, _start(request, "coverage:targets")
    if started is None:
        return _nowhere(request)
    code, context = started
    form = TargetForm.of(request) if request.method == "POST" else TargetForm(numerator="active_bpjs", denominator="universe_bpjs", scheme="UCJ")
    if request.method == "POST" and (answer := _set(request, form, code)):
        return answer
    year = int(request.GET["tahun"]) if request.GET.get("tahun", "").isdecimal() and len(request.GET["tahun"]) == 4 else scope.month.year
    columns = []
    for column in targets_of(code, year, visible_to=scope.user, on=scope.on):
        figure = figure_of_pair(code, scope.month, column.pair, on=scope.on, round=scope.round)
        columns.append((column.pair, figure, [(one, one.gap_words(figure)) for one in column.targets]))
    own = all_targets(code)
    context |= {
        "form": form,
        "year": year,
        "years": sorted({year, scope.month.year, *(one.year for one in own)}),
        "columns": columns,
        "own": own,
        "schemes": schemes(),
        "numerators": all_numerators(),
        "denominators": all_denominators(),
        "segments": segments(),
        "may_set": scope.may("target.set", code),
    }
    return render(request, "coverage/targets.html", context, status=422 if form.wrong else 200)


def _set(request: PageRequest, form: TargetForm, code: str) -> HttpResponse | None:
    scope = request.scope
    if not scope.may("target.set", code):
        raise Http404("target")
    given = form.read(scope.on)
    if given is None:
        return None
    year, share, source = given
    try:
        pair = Pair(form.numerator, form.denominator, form.segment)
        set_target(
            place=Place.objects.get(code=code) if code else None,
            scheme=form.scheme,
            year=year,
            pair=pair,
            hundredths=share,
            source=source,
            by=scope.user,
            on=scope.on,
            correction=bool(form.correction),
        )
    except PayungError as error:
        if error.code not in FIELD_OF:
            raise
        form.wrong[FIELD_OF[error.code]] = error.words
        return None
    say(request, Words("Target tercatat.", "The target is recorded."))
    return redirect(f"{reverse('coverage:targets')}?wilayah={code or NATION}&tahun={year}")


@page("coverage.read", writes="register.import")
def shares(request: PageRequest) -> HttpResponse:
    """Percentages as they were published, what in each does not fit, and why two of them differ."""
    scope, started = request.scope, _start(request, "coverage:shares")
    if started is None:
        return _nowhere(request)
    code, context = started
    form = ShareForm.of(request) if request.method == "POST" else ShareForm(place=code)
    if request.method == "POST" and (answer := _published(request, form, code)):
        return answer
    found = shares_of(code)[:_MOST_SHARES]
    one, two = (_chosen(found, request.GET.get(key, "")) for key in ("a", "b"))
    compared = None
    if one and two and one.pk != two.pk:
        compared = (one, two, why_they_differ(one, two, denominators_of(code)))
    context |= {
        "form": form,
        "shares": [(each, misfits_of(each)) for each in found],
        "one": one,
        "two": two,
        "compared": compared,
        "places": places_below(scope, code),
        "numerators": all_numerators(),
        "denominators": all_denominators(),
        "segments": segments(),
        "titles": {key: known.title for key, known in definitions().items()},
        "may_record": scope.may("register.import", code),
    }
    return render(request, "coverage/shares.html", context, status=422 if form.wrong else 200)


def _chosen(found: list[Share], key: str) -> Share | None:
    return next((one for one in found if str(one.pk) == key), None)


def _published(request: PageRequest, form: ShareForm, code: str) -> HttpResponse | None:
    scope = request.scope
    if not scope.may("register.import", code):
        raise Http404("share")
    given, place = form.read(scope.on), place_of_form(scope, form.place, code)
    if given is None:
        return None
    day, source, people = given
    try:
        made = record_share(
            place=place,
            as_of=day,
            source=source,
            by=scope.user,
            on=scope.on,
            percent=form.percent,
            pair=(form.numerator, form.denominator),
            segment=form.segment,
            quote=form.quote,
            **people,
        )
    except PayungError as error:
        if error.code not in FIELD_OF:
            raise
        form.wrong[FIELD_OF[error.code]] = error.words
        return None
    say(request, Words(f"Tercatat seperti yang terbit: {made.source}.", f"Recorded as published: {made.source}."))
    return redirect(f"{reverse('coverage:shares')}?wilayah={place.code if place else NATION}")


@page("coverage.read")
@require_GET
def contradictions(request: PageRequest) -> HttpResponse:
    """What in the published figures of the place does not add up."""
    started = _start(request, "coverage:contradictions")
    if started is None:
        return _nowhere(request)
    code, context = started
    known = known_on(request, request.scope.on)
    return render(request, "coverage/contradictions.html", context | {"found": contradictions_of(code, known=known), "known": known})

"""Paparan: choose place, month and definitions, and have deck, page, workbook and press note of one frozen set of figures."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.coverage.series import coverage_by_month
from payung.places.models import Place
from payung.reports.edition_actions import Wanted, open_edition
from payung.reports.edition_papers import content_of
from payung.reports.edition_queries import briefings_seen, edition_on
from payung.reports.models import Edition, EditionFacts
from payung.values.errors import OutOfScopeError, PayungError
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Lang, Words
from payung.web.briefing.forms import DENOMINATORS, NUMERATORS, BriefingForm
from payung.web.briefing.orders import about, order_all
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.papers.said import say_ordered
from payung.web.papers.views import shown
from payung.web.scope import Scope

_SHOWN = 20
_MONTHS = 12
_FIELDS = {"edition.number": "asks", "coverage.goes": "pair", "coverage.units": "pair", "coverage.definition_unknown": "pair"}


@page("briefing.read", writes="briefing.make")
def briefings(request: PageRequest) -> HttpResponse:
    """The form, and the briefings made before."""
    scope = request.scope
    form = BriefingForm.of(request, _here(scope)) if request.method == "POST" else BriefingForm(_here(scope), _usual_month(scope))
    if request.method == "POST" and (answer := _make(request, form)):
        return answer
    context = {
        "form": form,
        "places": _places(scope),
        "months": list(reversed(_months(scope))),
        "numerators": list(NUMERATORS.items()),
        "denominators": list(DENOMINATORS.items()),
        "may_make": bool(_places(scope)) and scope.may("briefing.make", _here(scope)),
        "before": list(briefings_seen(visible_to=scope.user, on=scope.on)[:_SHOWN]),
        "empty": _NONE,
    }
    return render(request, "briefing/briefings.html", context, status=422 if form.wrong else 200)


_NONE = Words(
    "Belum ada paparan. Pilih wilayah dan bulan di atas, lalu tekan “Buat paparan”.",
    "No briefing yet. Choose place and month above, then press “Make the briefing”.",
)


def _here(scope: Scope) -> str:
    return scope.place.code if scope.place else min(scope.sight.places, key=len, default="")


def _places(scope: Scope) -> list[Place]:
    """Those above that the person sees, the place itself, and what lies one level below it."""
    here = _here(scope)
    if not here:
        return []
    above = [parent_of(here, Level(level)) for level in range(Level.PROVINCE, level_of(here))]
    level = level_of(here)
    found = Place.objects.filter(code__in=[code for code in [*above, here] if scope.sight.covers(code)])
    below = Place.objects.within(here).filter(level=level + 1) if level < Level.DISTRICT else Place.objects.none()
    return [*found.order_by("level"), *below.order_by("code")]


def _months(scope: Scope) -> list[Month]:
    """Up to this month or the chosen one, a year at most."""
    last = max(Month.of(scope.on), min(scope.month, Month.of(scope.on)))
    return [last + -back for back in range(_MONTHS - 1, -1, -1)]


def _usual_month(scope: Scope) -> str:
    """The newest month of which somebody is paid for, else this one."""
    months = _months(scope)
    here = _here(scope)
    figures = coverage_by_month(here, months, "paid", "universe_bpjs", on=scope.on) if here else []
    paid = [month for month, figure in zip(months, figures, strict=bool(figures)) if figure.numerator.value]
    return str(paid[-1] if paid else months[-1])


def _make(request: PageRequest, form: BriefingForm) -> HttpResponse | None:
    """Opens the edition and orders its papers; None where something typed is wrong."""
    scope = request.scope
    place = Place.objects.filter(code=form.place).first()
    if place is None or not scope.sight.covers(place.code):
        raise Http404("place")
    given = form.read()
    if given is None:
        return None
    month, typed = given
    wanted = Wanted(
        Edition.Kind.BRIEFING, place, month, month, form.numerator, form.denominator, typed=typed, address=request.build_absolute_uri("/")[:-1]
    )
    try:
        made = open_edition(wanted, by=scope.user, signed=scope.user.display_name, on=scope.on)
        papers = order_all(made, scope, lang())
    except OutOfScopeError:
        raise
    except PayungError as error:
        form.wrong[_FIELDS.get(error.code, "month")] = error.words
        return None
    say_ordered(request, papers[0])
    return redirect("briefing:briefing", made.pk)


@page("briefing.read")
def briefing(request: PageRequest, briefing: int) -> HttpResponse:
    """The papers of one briefing, and how each of its figures is calculated."""
    scope = request.scope
    made = _the_briefing(scope, briefing)
    facts = EditionFacts.objects.filter(edition=made).first()
    context: dict[str, Any] = {
        "edition": made,
        "content": content_of(facts) if facts else None,
        "facts": facts,
        "numerator": NUMERATORS.get(made.numerator),
        "denominator": DENOMINATORS.get(made.denominator),
        **shown(request, about(made)),
    }
    return render(request, "briefing/briefing.html", context)


def _the_briefing(scope: Scope, key: int) -> Edition:
    made = edition_on(key, visible_to=scope.user, on=scope.on)
    if made.kind != Edition.Kind.BRIEFING:
        raise Http404("briefing")
    return made


@page("briefing.read")
@require_POST
def order(request: PageRequest, briefing: int) -> HttpResponse:
    """All of its papers in the language that the form names; the figures stay those that were frozen."""
    made = _the_briefing(request.scope, briefing)
    tongue: Lang = "en" if request.POST.get("bahasa") == "en" else "id"
    try:
        say_ordered(request, order_all(made, request.scope, tongue)[0])
    except PayungError as error:
        say(request, error.words, wrong=True)
    return redirect("briefing:briefing", made.pk)

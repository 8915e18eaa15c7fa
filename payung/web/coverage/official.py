"""Angka resmi: figures that others published, typed or from their tables, with the file they were read from and what corrected them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.coverage.actions import record_official
from payung.coverage.definitions import definitions, segments
from payung.coverage.models import OfficialFile
from payung.coverage.official import Official, official_history
from payung.coverage.official_file import fields
from payung.coverage.official_import import import_official, remember_columns
from payung.filing.kept import kept_at
from payung.intake.read.header import header_key
from payung.places.models import Place
from payung.values.errors import PayungError
from payung.values.place import Level, level_of, within
from payung.values.words import Words
from payung.web.coverage.choices import NATION, above, place_asked
from payung.web.coverage.forms import FIELD_OF, FigureForm, TableForm
from payung.web.coverage.staged import Given, Staged, forget, stage, staged
from payung.web.download import attachment
from payung.web.page import PageRequest, page, say
from payung.web.scope import Scope
from payung.web.table import Chip, Column, Filter, Table

# nobody at all is nothing to divide by, and for a numerator almost always a mistake
_ZERO = Words("Isi angka di atas 0.", "Give a figure above 0.")
_SHOWN = 12  # first figures of a table that is looked at
_GONE = Words(
    "Berkas itu sudah dimuat atau dibatalkan. Lihat angkanya di bawah.", "That file was taken in or cancelled already. See its figures below."
)


@page("coverage.read")
@require_GET
def official(request: PageRequest) -> HttpResponse:
    """Every figure recorded of the place, those that were corrected too."""
    scope = request.scope
    code = place_asked(scope)
    if code is None:
        return render(request, "coverage/coverage.html", {"code": None})
    figures = official_history(code)
    corrected = {one.corrects for one in figures if one.corrects}
    chosen = request.GET.get("definisi", "")
    there = {one.definition: definitions()[one.definition].title for one in figures if one.definition in definitions()}
    chips = [Chip("", Words("Semua", "All")), *(Chip(key, words) for key, words in there.items())]
    table = Table(
        request,
        Words("Angka resmi", "Official figures"),
        [
            Column("counts", Words("Yang dihitung", "What is counted"), "words"),
            Column("value", Words("Angka", "Figure"), "number", sort="value"),
            Column("as_of", Words("Keadaan", "As of"), "date", sort="as_of"),
            Column("source", Words("Sumber", "Source"), "words"),
            Column("state", Words("Berlaku", "In force"), "badge"),
            Column("known_on", Words("Diketahui sejak", "Known since"), "date", sort="known_on"),
            Column("file", Words("Berkas, baris", "File, row"), href="file_address"),
            Column("publisher", Words("Penerbit", "Publisher"), extra=True),
            Column("published_on", Words("Terbit", "Published"), "date", extra=True),
            Column("page", Words("Halaman", "Page"), extra=True),
        ],
        [_row(scope, one, one.pk in corrected) for one in figures if not chosen or one.definition == chosen],
        filters=[Filter("definisi", Words("Definisi", "Definition"), chips, chosen)] if len(there) > 1 else (),
        sort="-as_of",
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {
        "code": code,
        "name": Place.objects.get(code=code).name if code else "Indonesia",
        "above": above(scope, code),
        "home": code or NATION,
        "table": table if figures else None,
        "may_record": scope.may("register.import", code),
        "here": "coverage:official",
    }
    return render(request, "coverage/official.html", context)


def _row(scope: Scope, one: Official, corrected: bool) -> dict[str, Any]:
    here = Words("pembetulan", "correction") if one.corrects else Words("ya", "yes")
    state = ("waiting", Words("dibetulkan", "corrected")) if corrected else ("ok", here)
    return {
        "counts": one.words,
        "value": one.value,
        "as_of": one.as_of,
        "source": Words(one.source, one.source),
        "publisher": one.publisher,
        "published_on": one.published_on,
        "page": one.page,
        "known_on": one.known_on,
        "state": state,
        "file": f"{one.file_name}, {one.row}" if one.file else "",
        "file_address": reverse("coverage:official_file", args=[one.file]) if one.file and scope.sight.covers(one.place) else None,
    }


def places_below(scope: Scope, code: str) -> list[Place]:
    """The place and what lies one level below it; of the nation its provinces."""
    level = min(level_of(code) + 1, Level.VILLAGE)
    return list(Place.objects.within(code).filter(level__lte=level).order_by("level", "code")) if code else list(Place.objects.provinces())


def _may_record_at(scope: Scope) -> str:
    code = place_asked(scope)
    if code is None or not scope.may("register.import", code):
        raise Http404("official")
    return code


def place_of_form(scope: Scope, typed: str, code: str) -> Place | None:
    """Where the form says it is about: within the place of the page, and seen; None is the nation. 404 otherwise."""
    wanted = code if not typed else "" if typed == NATION else typed
    if not within(wanted, code) or not scope.sight.covers(wanted):
        raise Http404("place")
    found = Place.objects.filter(code=wanted).first() if wanted else None
    if wanted and found is None:
        raise Http404("place")
    return found


def published_definitions() -> list[tuple[str, Words, str]]:
    """Code, title and side of every definition of which somebody else publishes figures."""
    return [(code, one.title, one.side) for code, one in definitions().items() if not one.own]


@page("register.import", writes="register.import")
def universe(request: PageRequest) -> HttpResponse:
    """Writes one figure down by hand."""
    scope = request.scope
    code = _may_record_at(scope)
    form = FigureForm.of(request) if request.method == "POST" else FigureForm(place=code, definition="universe_bpjs")
    if request.method == "POST" and (answer := _record(request, form, code)):
        return answer
    context = {
        "form": form,
        "places": places_below(scope, code),
        "nation": not code,
        "definitions": published_definitions(),
        "segments": segments(),
        "home": code or NATION,
    }
    return render(request, "coverage/universe.html", context, status=422 if form.wrong else 200)


def _record(request: PageRequest, form: FigureForm, code: str) -> HttpResponse | None:
    scope = request.scope
    given, place = form.read(scope.on), place_of_form(scope, form.place, code)
    if given is None:
        return None
    value, day, source = given
    if not value:
        form.wrong["value"] = _ZERO
        return None
    try:
        made = record_official(
            place=place,
            definition=form.definition,
            segment=form.segment,
            value=value,
            source=source,
            as_of=day,
            correction=bool(form.correction),
            by=scope.user,
            on=scope.on,
        )
    except PayungError as error:
        if error.code not in FIELD_OF:
            raise
        form.wrong[FIELD_OF[error.code]] = error.words
        return None
    name, title = (place.name if place else "Indonesia"), definitions()[made.figure.definition].title
    say(request, Words(f"Tercatat untuk {name}: {title.id}.", f"Recorded for {name}: {title.en}."))
    return redirect(f"{reverse('coverage:coverage')}?wilayah={place.code if place else NATION}")


@page("register.import", writes="register.import")
def give(request: PageRequest) -> HttpResponse:
    """The form for a table; posted, it is read, and nothing is taken in yet."""
    scope = request.scope
    code = _may_record_at(scope)
    form = TableForm.of(request) if request.method == "POST" else TableForm(place=code)
    if request.method == "POST":
        place, given = place_of_form(scope, form.place, code), form.read(scope.on)
        if given is not None and form.file is not None:
            terms = (form.as_of, form.definition, form.segment, form.source, form.publisher, form.published_on, form.page)
            try:
                return redirect("coverage:official_preview", stage(form.file, Given(place.code if place else "", *terms), request.user.pk).token)
            except PayungError as error:
                form.wrong["file"] = error.words
    context = {
        "form": form,
        "places": places_below(scope, code),
        "nation": not code,
        "definitions": published_definitions(),
        "segments": segments(),
        "home": code or NATION,
    }
    return render(request, "coverage/official_give.html", context, status=422 if form.wrong else 200)


@page("register.import", writes="register.import")
def preview(request: PageRequest, staged_as: str) -> HttpResponse:
    """What was understood; posted, columns are remembered, or the figures are taken in, or thrown away."""
    one = staged(staged_as, request.user.pk)
    if one is None:
        say(request, _GONE, wrong=request.method == "GET")
        return redirect("coverage:official")
    if not request.scope.may("register.import", one.given.place):
        raise Http404("place")
    if request.method == "POST":
        return _answered(request, one)
    read = one.read()
    names = dict(Place.objects.filter(code__in={each.place for each in read.lines[:_SHOWN]}).values_list("code", "name"))
    context = {
        "one": one,
        "read": read,
        "name": Place.objects.get(code=one.given.place).name if one.given.place else "Indonesia",
        "columns": [(at, text, name) for at, (text, name) in enumerate(read.seen)],
        "fields": fields(),
        "lines": [(each, names.get(each.place, "Indonesia"), definitions()[each.definition].title) for each in read.lines[:_SHOWN]],
        "ready": bool(read.lines),
    }
    return render(request, "coverage/official_preview.html", context)


def _answered(request: PageRequest, one: Staged) -> HttpResponse:
    scope, given = request.scope, one.given
    if "cancel" in request.POST:
        forget(one)
        say(
            request, Words(f"Berkas {one.name} tidak jadi dimuat. Tidak ada yang berubah.", f"The file {one.name} was not taken in. Nothing changed.")
        )
        return redirect("coverage:official")
    read = one.read()
    if "columns" in request.POST:
        columns = {header_key(text): request.POST.get(f"kolom{at}", "") for at, (text, _) in enumerate(read.seen)}
        kept = {header: name for header, name in columns.items() if header and name in fields()}
        remember_columns(publisher=given.publisher, columns=kept, place=given.place, by=scope.user, on=scope.on)
        return redirect("coverage:official_preview", one.token)
    made = import_official(read=read, path=one.path, name=one.name, source=given.told, place=given.place, by=scope.user, on=scope.on)
    forget(one)
    say(request, made.words)
    return redirect(f"{reverse('coverage:official')}?wilayah={given.place or NATION}")


@page("coverage.read")
@require_GET
def official_file(request: PageRequest, file: int) -> HttpResponse:
    """The table as it was given, for whoever sees the place that it was read in for."""
    found = OfficialFile.objects.filter(pk=file).first()
    if found is None or not request.scope.sight.covers(found.place_id or ""):
        raise Http404("file")
    path = kept_at(found.sha256)
    if not path.exists():
        raise Http404("file")
    return attachment(path.read_bytes(), "application/octet-stream", found.name)

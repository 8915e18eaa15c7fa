"""Importing a register: the form, what was understood of the file, and only after that the new version with all that follows from it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.claims.from_register import OPENED, open_from_register
from payung.intake.actions import import_register
from payung.intake.again import Rechecked
from payung.intake.checks.catalog import COLUMN_TITLES
from payung.intake.queries import newest_registers
from payung.intake.register_queries import kept_file
from payung.intake.registers import KINDS
from payung.places.models import Place
from payung.registry.models import Register
from payung.roster.round_actions import DEATHS_MARKED, propose_deaths
from payung.values.errors import InputError
from payung.values.words import Words, number
from payung.web.page import PageRequest, page, say
from payung.web.registers.forms import ImportForm
from payung.web.registers.staged import Staged, forget, stage, staged
from payung.web.scope import Scope

_MUCH_SMALLER = 0.8  # of the version before: then perhaps only what is new was given, and the rest would be forgotten
_SHOWN = 8  # first lines of the file
_REMEMBERED = 5  # imports whose outcome the session keeps
FIELDS = {
    **COLUMN_TITLES,
    "no": Words("Nomor urut", "Row number"),
    "kk": Words("Nomor KK", "Family card number"),
    "birth": Words("Tempat dan tanggal lahir", "Place and date of birth"),
    "died_on": Words("Tanggal meninggal", "Date of death"),
    "since": Words("Sejak (TMT)", "Since"),
    "until": Words("Sampai", "Until"),
    "kind": Words("Jenis kepegawaian", "Kind of service"),
    "position": Words("Jabatan", "Position"),
    "segment": Words("Segmen", "Segment"),
    "payer": Words("Pembayar", "Payer"),
    "office": Words("Instansi", "Office"),
    "decile": Words("Desil", "Decile"),
}
_GONE = Words(
    "Berkas itu sudah disimpan atau dibatalkan. Lihat versi terbarunya di bawah.",
    "That file was imported or cancelled already. See the newest version below.",
)


def _places(scope: Scope) -> list[Place]:
    """Where the person may import one: the round's place and those it lies in."""
    if scope.round is None:
        return []
    codes = [code for code in (scope.round.place_id, scope.round.place.parent_id) if code and scope.may("register.import", code)]
    return list(Place.objects.filter(code__in=codes).order_by("-level"))


@page("register.import", writes="register.import")
def give(request: PageRequest) -> HttpResponse:
    """The form; posted, the file is read, and nothing is imported yet."""
    scope = request.scope
    places = _places(scope)
    if not places:
        raise Http404("place")
    form = ImportForm.of(request) if request.method == "POST" else ImportForm(place=places[0].code, kind=request.GET.get("jenis", ""))
    if request.method == "POST" and (answer := _staged(request, form, places)):
        return answer
    context = {"form": form, "places": places, "kinds": [(kind, shape.title) for kind, shape in KINDS.items()]}
    return render(request, "registers/import.html", context, status=422 if form.wrong else 200)


def _staged(request: PageRequest, form: ImportForm, places: list[Place]) -> HttpResponse | None:
    form.place = form.place or places[0].code
    given = form.read(request.scope.on)
    if form.place not in {one.code for one in places}:
        raise Http404("place")
    if given is None or form.file is None:
        return None
    try:
        return redirect("registers:preview", stage(form.file, given, request.user.pk).token)
    except InputError as error:
        form.wrong["file"] = error.words
        return None


@page("register.import", writes="register.import")
def preview(request: PageRequest, staged_as: str) -> HttpResponse:
    """What was understood; posted, it becomes a version, or is thrown away."""
    one = staged(staged_as, request.user.pk)
    if one is None:
        say(request, _GONE, wrong=request.method == "GET")
        return redirect("registers:registers")
    if not request.scope.may("register.import", one.given.place):
        raise Http404("place")
    if request.method == "POST":
        return _cancelled(request, one) if "cancel" in request.POST else _confirmed(request, one)
    frame = one.frame()
    known = kept_file(one.given.place, one.given.kind, one.sha256)
    newest = next((held for held in newest_registers(one.given.place) if held.kind == one.given.kind), None)
    context: dict[str, Any] = {
        "one": one,
        "title": KINDS[one.given.kind].title,
        "place": Place.objects.get(code=one.given.place),
        "rows": frame.height,
        "without_nik": frame["nik"].null_count(),
        "seen": [(title, FIELDS.get(name) if name else None) for title, name in one.seen],
        "notes": [Words(*note) for note in one.notes],
        "lines": frame.head(_SHOWN).to_dicts(),
        "known": known,
        "shrinks": newest if newest and not known and newest.as_of <= one.given.day and frame.height < newest.rows * _MUCH_SMALLER else None,
        "newer": newest if newest and not known and newest.as_of > one.given.day else None,
        "died": one.given.kind == "deaths",
    }
    return render(request, "registers/preview.html", context)


def _cancelled(request: PageRequest, one: Staged) -> HttpResponse:
    forget(one)
    say(request, Words(f"Berkas {one.name} tidak jadi disimpan. Tidak ada yang berubah.", f"The file {one.name} was not imported. Nothing changed."))
    return redirect("registers:registers")


def _confirmed(request: PageRequest, one: Staged) -> HttpResponse:
    scope, given = request.scope, one.given
    again: list[Rechecked] = []
    before = kept_file(given.place, given.kind, one.sha256)
    made = import_register(
        place=Place.objects.get(code=given.place),
        kind=given.kind,
        frame=one.frame(),
        path=one.path,
        source=given.source,
        owner=given.owner,
        legal_basis=given.legal_basis,
        coverage=given.coverage,
        as_of=given.day,
        by=scope.user,
        told=again.append,
        on=scope.on,
    )
    forget(one)
    title = KINDS[made.kind].title
    if before:
        say(
            request,
            Words(
                f"{title.id} versi {made.version} sudah tersimpan. Tidak ada yang berubah.",
                f"{title.en}, version {made.version}, is kept already. Nothing changed.",
            ),
        )
    else:
        _remember(request, made, again)
        say(
            request,
            Words(
                f"{title.id} versi {made.version} disimpan: {number(made.rows)} baris.",
                f"{title.en}, version {made.version}, imported: {number(made.rows, 'en')} rows.",
            ),
        )
        if marked := propose_deaths(register=made, by=scope.user, on=scope.on):
            say(request, DEATHS_MARKED.counting(n=marked))
        opened = open_from_register(register=made, by=scope.user, on=scope.on)
        if opened.opened:
            say(request, OPENED.counting(n=opened.opened, m=opened.joined))
    return redirect("registers:register", made.pk)


def _remember(request: PageRequest, made: Register, again: list[Rechecked]) -> None:
    """For the page of the version: what checking again found. The newest few are enough."""
    told = [
        {
            "round": each.round.name,
            "people": each.people,
            "rows": each.rows,
            "no_longer": each.no_longer,
            "back": each.back,
            "moves": [(was, now, count) for (was, now), count in each.moves.items()],
        }
        for each in again
    ]
    held = {**request.session.get("registers_again", {}), str(made.pk): told}
    request.session["registers_again"] = dict(list(held.items())[-_REMEMBERED:])

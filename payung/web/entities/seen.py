"""What the pages of entities have in common: the place and the day they are about, an entity that is seen, and how states are said."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from payung.compliance.enrolment import EntityLine, EntityState, entities_of
from payung.compliance.enrolment_models import EntityKind
from payung.compliance.following import Followed, Next
from payung.compliance.promise import PromiseState
from payung.places.models import Office, Place
from payung.reports.enrolment_share import KINDS
from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Words
from payung.web.page import PageRequest
from payung.web.scope import Scope
from payung.web.table import Chip

STATES: dict[EntityState, tuple[str, Words]] = {
    EntityState.NOT_ENROLLED: ("waiting", Words("belum terdaftar", "not enrolled")),
    EntityState.ENROLLED: ("ok", Words("terdaftar", "enrolled")),
    EntityState.ARREARS: ("owed", Words("menunggak", "in arrears")),
}
NEXT: dict[Next, Words] = {
    Next.NOTHING: Words("tidak ada", "nothing"),
    Next.LETTER: Words("surat berikutnya", "next letter"),
    Next.WAITING: Words("menunggu jawaban surat", "waiting for an answer"),
    Next.PROMISED: Words("janji berjalan", "promise running"),
    Next.READY: Words("siap SKK", "ready for SKK"),
    Next.USED_UP: Words("tiga surat terkirim", "three letters sent"),
    Next.SKK: Words("di kejaksaan", "with the prosecutor"),
}
PROMISES: dict[PromiseState, tuple[str, Words]] = {
    PromiseState.RUNNING: ("waiting", Words("berjalan", "running")),
    PromiseState.KEPT: ("ok", Words("ditepati", "kept")),
    PromiseState.BROKEN: ("owed", Words("ingkar", "broken")),
}
_LETTER = Words("surat ke-{n}", "letter no. {n}")


def place_of(scope: Scope) -> str:
    """Code of the place that the page is about: that of the round, else the widest that the person sees; of an office where it sits."""
    if scope.here:
        return scope.here
    seats = [each.office.place_id for each in scope.assignments if each.office]
    return next(iter([*scope.sight.places, *seats]), "")


def regency_of(code: str) -> Place:
    """Whose letters they are: the regency that the place lies in, or the place itself where it is wider. Http404 without one."""
    wanted = parent_of(code, Level.REGENCY) if level_of(code) > Level.REGENCY else code
    found = Place.objects.filter(code=wanted).first()
    if found is None:
        raise Http404("place")
    return found


def day_asked(request: HttpRequest, on: date) -> date:
    """?per=2026-03-31, never ahead."""
    try:
        return min(date.fromisoformat(request.GET.get("per", "")), on)
    except ValueError:
        return on


def line_seen(request: PageRequest, key: str, on: date | None = None) -> EntityLine:
    """The entity as known on the day (today where none is named). Http404 for what is not seen."""
    place = place_of_key(key)
    found = [line for line in entities_of(place, on or request.scope.on, visible_to=request.user) if line.key == key]
    if not found:
        raise Http404("entity")
    return found[0]


def place_of_key(key: str) -> str:
    """Code of the place of an entity; Http404 where there is no such office."""
    if key.startswith("desa-"):
        return key.removeprefix("desa-")
    code = Office.objects.filter(pk=key.removeprefix("kantor-")).values_list("place_id", flat=True).first()
    if code is None:
        raise Http404("office")
    return code


def titled(line: EntityLine) -> str:
    return f"Desa {line.name}" if line.kind == EntityKind.VILLAGE else line.name


def next_words(one: Followed) -> Words:
    """What comes next: "surat ke-2", "janji ingkar, surat ke-2" …"""
    if one.next != Next.LETTER:
        return NEXT[one.next]
    letter = _LETTER.filled(n=len(one.letters) + 1)
    if one.promise_state == PromiseState.BROKEN:
        return Words(f"janji ingkar, {letter.id}", f"broken promise, {letter.en}")
    return letter


def kind_chips(counts: dict[str, int]) -> list[Chip]:
    """Kinds that there are."""
    return [Chip(kind, words, counts[kind]) for kind, words in KINDS.items() if counts.get(kind)]


def typed_day(request: HttpRequest, name: str, otherwise: date | None = None) -> date:
    """InputError `day.unreadable` for what is no day."""
    text = request.POST.get(name, "").strip()
    if not text and otherwise is not None:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("day.unreadable", Words("Isi tanggalnya, misalnya 2026-04-30.", "Give the day, such as 2026-04-30.")) from None


def typed_rupiah(request: HttpRequest, name: str) -> int:
    return rupiah_of(request.POST.get(name, ""))


def typed_number(request: HttpRequest, name: str) -> int | None:
    """None where nothing was typed. InputError `number.unreadable`."""
    text = request.POST.get(name, "").strip().replace(".", "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 7:
        raise InputError("number.unreadable", Words("Isi dengan angka.", "Write a number."))
    return int(text)


def common(request: PageRequest, code: str) -> dict[str, Any]:
    """Of every page: which tabs there are, and what may be done at the place."""
    scope = request.scope
    return {
        "reads_skk": scope.may_anywhere("skk.read"),
        "may_record": scope.may("entity.record", code),
        "may_write": scope.may("arrears.letter", code),
        "may_skk": scope.may("skk.record", code),
        "place_name": Place.objects.filter(code=code).values_list("name", flat=True).first() or "Indonesia",
    }

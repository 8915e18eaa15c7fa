"""Reads of reference registers for people: which versions there are, what a version says of whom, which work asked it, and what came of that."""

from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.intake.queries import newest_registers, register_uses
from payung.registry.models import Candidate, Register, RegisterEntry, RegisterUse
from payung.registry.search import name_or_nik
from payung.registry.visible import candidates_in
from payung.values.errors import OutOfScopeError
from payung.values.words import Words


def registers_at(place: str, *, visible_to: User | None, on: date) -> list[Register]:
    """The newest version of each kind that counts at the place; none for whoever does not see the whole of it."""
    return newest_registers(place) if sight_of(visible_to, on).covers(place) else []


def uses_at(place: str, *, visible_to: User | None, on: date) -> list[dict[str, Any]]:
    """As `register_uses`, the latest first; none for whoever does not see the whole place."""
    return register_uses(place)[::-1] if sight_of(visible_to, on).covers(place) else []


def register_on(number: int, *, visible_to: User | None, on: date) -> Register:
    """The version of that key: of a place that is seen, or of one that a seen place lies in, because it counts there too.

    OutOfScopeError `register.not_seen` where there is none, none that is seen, or one whose lines name nobody (`encoded`).
    """
    sight = sight_of(visible_to, on)
    above = [code[:end] for code in sight.places for end in (2, 5, 8) if len(code) > end]
    found = Register.objects.filter(sight.in_places("place") | Q(place__in=above), pk=number, encoded=False).select_related("place").first()
    if found is None:
        raise OutOfScopeError("register.not_seen", Words("Daftar acuan itu tidak ada.", "There is no such register."))
    return found


def may_see_lines(register: Register, *, visible_to: User | None, on: date) -> bool:
    """Whether the person sees the whole place of the register: its lines name people of all of it."""
    return sight_of(visible_to, on).covers(register.place_id)


def versions_of(register: Register) -> QuerySet[Register]:
    """All versions of its kind and place, the newest first."""
    return Register.objects.filter(place=register.place_id, kind=register.kind, encoded=False).order_by("-version")


def kept_file(place: str, kind: str, sha256: str) -> Register | None:
    """The version that was made from a file of this fingerprint."""
    return Register.objects.filter(place=place, kind=kind, sha256=sha256).first()


def entries_of(register: Register, searched: str = "") -> QuerySet[RegisterEntry]:
    """Its lines by NIK; `searched`: a whole NIK, or a part of a name."""
    lines = register.entries.order_by("nik", "pk")
    return lines.filter(name_or_nik(searched)) if searched.strip() else lines


def asked_by(register: Register, *, visible_to: User | None, on: date) -> list[dict[str, Any]]:
    """Works of rounds that are seen which asked this version, the latest first: round, place, work, rows, found, last."""
    seen = sight_of(visible_to, on).in_places("round__place")
    asked = RegisterUse.objects.filter(seen, register=register).values("round__name", "round__place__name", "work")
    told = asked.annotate(all_rows=Sum("rows"), all_found=Sum("found"), last=Max("at")).order_by("-last", "work")
    names = ("round__name", "round__place__name", "work", "all_rows", "all_found", "last")
    said = ("round", "place", "work", "rows", "found", "last")
    return [dict(zip(said, line, strict=True)) for line in told.values_list(*names)]


def fallen_by(register: Register, *, visible_to: User | None, on: date) -> QuerySet[Candidate]:
    """Candidates of seen places who stand no longer and whom this version holds: they cannot be ranked in any more."""
    holds = RegisterEntry.objects.filter(register=register, nik=OuterRef("person__nik"))
    fallen = candidates_in(sight_of(visible_to, on)).filter(Exists(holds), stands=False)
    return fallen.select_related("person", "village", "round").order_by("pk")

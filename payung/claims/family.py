"""The family of somebody who died: added, put right, crossed out, a guardian named, a document kept that proves it.

`by` is who acts (None: the command line), `on` the day of the act. A line is never deleted: it is crossed out with the reason.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.claims.allowed import require_in
from payung.claims.handling import locked
from payung.claims.minors import born_too_late, is_minor
from payung.claims.models import Case, Relative
from payung.filing.actions import file_document, open_document
from payung.law.relation import Relation
from payung.values.errors import InputError, RefusedError
from payung.values.nik import digits_of
from payung.values.words import Words

_NIK_DIGITS = 16
_LONGEST = {"name": 200, "phone": 40, "reason": 200}


@dataclass(frozen=True)
class Told:
    """What is told of one relative. `alive`: on the day of the death; `named_in_will`: a notary's deed names them."""

    relation: str
    name: str
    nik: str = ""
    birth_date: date | None = None
    phone: str = ""
    alive: bool = True
    married_on: date | None = None
    works_since: date | None = None
    named_in_will: bool = False


def add_relative(*, case: Case, told: Told, by: User | None, on: date) -> Relative:
    """A new line of the family.

    Errors: InputError `relative.…` for what cannot be, with what to do; RefusedError `relative.known` for somebody who stands there already.
    """
    require_in(case, "case.handle", by, on)
    with acting("case.family", by=by):
        held = locked(case)
        given = _checked(told, held, on)
        _refuse_known(held, given, None)
        return Relative.objects.create(case=held, **asdict(given))


def correct_relative(*, relative: Relative, told: Told, by: User | None, on: date) -> Relative:
    """Puts a line right; who had written what before stays on the trail. Errors as `add_relative`, and `relative.crossed_out`."""
    require_in(relative.case, "case.handle", by, on)
    with acting("case.family", by=by):
        held = locked(relative.case)
        one = _standing(relative)
        given = _checked(told, held, on)
        _refuse_known(held, given, one.pk)
        _refuse_lost_guardian(one, given, on)
        for name, value in asdict(given).items():
            setattr(one, name, value)
        one.save(update_fields=list(asdict(given)))
        return one


def cross_out(*, relative: Relative, reason: str, by: User | None, on: date) -> Relative:
    """The line counts no longer, and says why. InputError `relative.reason`; RefusedError `relative.guards` for a guardian of somebody."""
    require_in(relative.case, "case.handle", by, on)
    why = _clean(reason, "reason")
    if not why:
        raise InputError("relative.reason", Words("Tulis mengapa baris ini tidak berlaku.", "Write why this line does not count."))
    with acting("case.family", by=by):
        locked(relative.case)
        one = _standing(relative)
        ward = one.wards.filter(crossed_out="").first()
        if ward:
            raise RefusedError(
                "relative.guards",
                Words(f"{one.name} adalah wali {ward.name}. Ganti walinya dulu.", f"{one.name} is the guardian of {ward.name}. Name another first."),
            )
        one.crossed_out = why
        one.save(update_fields=["crossed_out"])
        return one


def set_guardian(*, relative: Relative, guardian: Relative | None, by: User | None, on: date) -> Relative:
    """Who receives and signs for a minor; None: nobody any more.

    Errors: InputError `relative.guardian` for somebody who cannot be: of another case, crossed out, dead, a minor, or the child itself.
    """
    require_in(relative.case, "case.handle", by, on)
    with acting("case.family", by=by):
        locked(relative.case)
        one = _standing(relative)
        other = Relative.objects.filter(pk=guardian.pk, case=one.case_id).first() if guardian else None
        if guardian:
            _check_guardian(one, other, on)
        one.guardian = other
        one.save(update_fields=["guardian"])
        return one


def prove_relative(*, relative: Relative, content: bytes, name: str, by: User | None, on: date) -> Relative:
    """Keeps the family card, birth or marriage certificate that shows the relation. Errors as `file_document`."""
    require_in(relative.case, "case.handle", by, on)
    with acting("case.family", by=by):
        locked(relative.case)
        one = _standing(relative)
        one.proven = file_document(content=content, name=name, by=by, on=on)
        one.save(update_fields=["proven"])
        return one


def open_relative_proof(*, relative: Relative, by: User | None, on: date) -> bytes:
    """What the document holds; opening it stands on the trail. InputError `relative.no_proof`."""
    require_in(relative.case, "case.scan", by, on)
    if relative.proven is None:
        raise InputError("relative.no_proof", Words("Belum ada dokumen untuk baris ini.", "There is no document for this line yet."))
    return open_document(document=relative.proven, by=by)


def family_of(case: Case) -> list[Relative]:
    """Every line that counts, by the law's classes as they are written, the older first."""
    return counted(case.relatives.select_related("guardian", "proven"))


def counted(lines: Iterable[Relative]) -> list[Relative]:
    """Those of them that count, in that order."""
    order = {relation.value: at for at, relation in enumerate(Relation)}
    return sorted((one for one in lines if not one.crossed_out), key=lambda one: (order[one.relation], one.birth_date or date.max, one.pk))


def _standing(relative: Relative) -> Relative:
    """The line as it is now; RefusedError `relative.crossed_out` for one that counts no longer."""
    one = Relative.objects.select_for_update().get(pk=relative.pk)
    if one.crossed_out:
        raise RefusedError(
            "relative.crossed_out",
            Words("Baris ini sudah dicoret. Tambahkan lagi bila ternyata benar.", "This line is crossed out. Add it anew if it was right after all."),
        )
    return one


def _checked(told: Told, case: Case, on: date) -> Told:
    name, nik = _clean(told.name, "name"), digits_of(told.nik)
    if told.relation not in list(Relation):
        raise InputError("relative.relation", Words("Pilih hubungan keluarganya.", "Choose how they are related."))
    if not name:
        raise InputError("relative.name", Words("Isi namanya seperti di KTP atau KK.", "Give the name as on the identity or family card."))
    if nik and not (len(nik) == _NIK_DIGITS and nik.isascii() and nik.isdecimal()):
        raise InputError(
            "relative.nik", Words("NIK berisi 16 angka. Periksa lagi, atau kosongkan.", "A NIK has 16 digits. Check it, or leave it empty.")
        )
    if nik and nik == (case.person.nik if case.person else case.nik):
        raise InputError("relative.nik", Words("NIK ini milik yang meninggal.", "This NIK is that of the person who died."))
    days = {"relative.birth_date": told.birth_date, "relative.married_on": told.married_on, "relative.works_since": told.works_since}
    for code, given in days.items():
        if given and given > on:
            raise InputError(code, Words("Tanggal itu belum tiba. Periksa tanggalnya.", "That day has not come yet. Check the date."))
    if told.relation == Relation.CHILD and born_too_late(told.birth_date, case.happened_on):
        raise InputError(
            "relative.birth_date",
            Words("Anak ini lahir terlalu lama setelah kematian. Periksa tanggalnya.", "Born too long after the death. Check the date."),
        )
    return Told(
        told.relation,
        name,
        nik,
        told.birth_date,
        _clean(told.phone, "phone"),
        told.alive,
        told.married_on,
        told.works_since,
        told.named_in_will,
    )


def _refuse_known(case: Case, told: Told, but: int | None) -> None:
    others = Relative.objects.filter(case=case, crossed_out="")
    if but:
        others = others.exclude(pk=but)
    same = others.filter(nik=told.nik) if told.nik else others.filter(name__iexact=told.name, birth_date=told.birth_date, relation=told.relation)
    if known := same.first():
        raise RefusedError(
            "relative.known",
            Words(f"{known.name} sudah tercatat. Ubah baris itu.", f"{known.name} is recorded already. Change that line."),
        )


def _refuse_lost_guardian(one: Relative, told: Told, on: date) -> None:
    """Whoever guards a minor stays somebody who can."""
    ward = one.wards.filter(crossed_out="").first()
    if ward and (not told.alive or is_minor(told.birth_date, on)):
        raise RefusedError(
            "relative.guards",
            Words(f"{one.name} adalah wali {ward.name}. Ganti walinya dulu.", f"{one.name} is the guardian of {ward.name}. Name another first."),
        )


def _check_guardian(one: Relative, guardian: Relative | None, on: date) -> None:
    if guardian is None or guardian.crossed_out:
        wrong = Words("Wali itu tidak ada di keluarga ini. Tambahkan dulu orangnya.", "That guardian is not in this family. Add the person first.")
    elif guardian.pk == one.pk:
        wrong = Words("Anak tidak dapat menjadi walinya sendiri.", "A child cannot be its own guardian.")
    elif not guardian.alive:
        wrong = Words("Wali harus masih hidup.", "A guardian must be alive.")
    elif is_minor(guardian.birth_date, on):
        wrong = Words("Wali harus sudah dewasa.", "A guardian must be an adult.")
    else:
        return
    raise InputError("relative.guardian", wrong)


def _clean(text: str, part: str) -> str:
    return " ".join(text.split())[: _LONGEST[part]]

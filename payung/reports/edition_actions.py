"""Briefings and reports: asked for, frozen once, and written down as sent. `by` is who acts (None: the command line), `on` the day of the act."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Max

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.coverage.definitions import Pair
from payung.filing.actions import file_document, open_document
from payung.filing.kinds import DOCX, PDF, XLSX
from payung.places.models import Place
from payung.reports.edition_facts import facts_of
from payung.reports.models import Edition, EditionFacts, Receipt, Sending
from payung.reports.parts import fingerprint
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words

MADE_BY = {Edition.Kind.BRIEFING: "briefing.make"}  # every other kind: report.make
_OF_VILLAGES = "villages"  # a denominator of villages, by which people are never divided
_LONGEST = 400  # characters of one text that the office adds
_MOST_TEXTS = 12
_LONG_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){11,}")  # twelve digits or more: a NIK, an account; rupiah of a budget are written with fewer
_HOLDS_NUMBER = Words(
    "Jangan tulis NIK, nomor rekening, atau nomor kartu di sini. Hapus nomornya, lalu buat lagi.",
    "Write no NIK and no number of an account or card here. Take the number out and try again.",
)


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `first` to `last`: of a briefing one month. `typed`: in the office's own words, see `plain`."""

    kind: str
    place: Place
    first: Month
    last: Month
    numerator: str = "paid"
    denominator: str = "universe_bpjs"
    typed: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""


def open_edition(wanted: Wanted, *, by: User | None, signed: str, on: date) -> Edition:
    """A new version of the briefing or report; its figures are frozen when its first paper is made.

    Errors: OutOfScopeError without the right there; InputError `coverage.definition_unknown`, `edition.ahead`, `edition.number` (a long number);
    RefusedError for two definitions that do not go together.
    """
    require(by, MADE_BY.get(Edition.Kind(wanted.kind), "report.make"), wanted.place.code, on)
    if Pair(wanted.numerator, wanted.denominator).denominator == _OF_VILLAGES:
        raise InputError("coverage.definition_unknown", Words("Pilih penyebut yang menghitung orang.", "Choose a denominator that counts people."))
    if wanted.first > Month.of(on):
        raise InputError("edition.ahead", Words("Bulan itu belum dimulai. Pilih bulan lain.", "That month has not begun. Choose another one."))
    typed = plain(wanted.typed)
    months = {"first_month": wanted.first, "last_month": wanted.last}
    with acting("edition.open", by=by, note=wanted.kind):
        Place.objects.select_for_update().get(pk=wanted.place.pk)  # of two at once one is counted first
        same = Edition.objects.filter(kind=wanted.kind, place=wanted.place, **months)
        newest = same.aggregate(newest=Max("version"))["newest"] or 0
        return Edition.objects.create(
            kind=wanted.kind,
            place=wanted.place,
            **months,
            version=newest + 1,
            numerator=wanted.numerator,
            denominator=wanted.denominator,
            typed=typed,
            address=wanted.address[:200],
            on=on,
            by=by,
            signed=" ".join(signed.split())[:120],
        )


def plain(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Texts of the office, on one line each, lists cut at twelve. InputError `edition.number` where one holds what looks like a NIK or an account."""
    return {key: _plain(value) for key, value in typed.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value][:_MOST_TEXTS]
    said = " ".join(str(value or "").split())[:_LONGEST]
    if _LONG_NUMBER.search(said):
        raise InputError("edition.number", _HOLDS_NUMBER)
    return said


def freeze(edition: Edition) -> EditionFacts:
    """All that the edition says. Once frozen it stays; of two who gather at once the first one's stays."""
    there = EditionFacts.objects.filter(edition=edition).first()
    if there is not None:
        return there
    content = facts_of(edition)
    with acting("edition.freeze", by=edition.by, note=edition.number):
        Edition.objects.select_for_update().get(pk=edition.pk)
        made, _ = EditionFacts.objects.get_or_create(edition=edition, defaults={"content": content, "sha256": fingerprint(content)})
        return made


def record_sending(*, edition: Edition, content: bytes, name: str, to: str, sent_on: date, by: User | None, signed: str, on: date) -> Sending:
    """The file as it was sent, kept for good. The same again changes nothing.

    Errors: InputError `sending.to`, `sending.ahead`, as `file_document`; OutOfScopeError without the right.
    """
    require(by, "report.send", edition.place_id, on)
    to = " ".join(to.split())[:200]
    if not to:
        raise InputError("sending.to", Words("Tulis kepada siapa laporan dikirim.", "Say to whom it was sent."))
    if sent_on > on or sent_on < edition.on:
        raise InputError(
            "sending.ahead",
            Words("Tanggal kirim tidak boleh sebelum laporan dibuat atau sesudah hari ini.", "It cannot be sent before it was made or after today."),
        )
    same = Sending.objects.filter(edition=edition, document__sha256=sha256(content).hexdigest(), to=to, sent_on=sent_on)
    with acting("report.send", by=by, note=edition.number):
        Edition.objects.select_for_update().get(pk=edition.pk)
        if held := same.first():
            return held
        document = file_document(content=content, name=name, by=by, on=on, kinds=frozenset({PDF, XLSX, DOCX}))
        terms = {"to": to, "sent_on": sent_on, "on": on, "by": by, "signed": " ".join(signed.split())[:120]}
        return Sending.objects.create(edition=edition, document=document, **terms)


def record_receipt(*, sending: Sending, number: str, by: User | None, on: date) -> Receipt:
    """The number that whoever received it gave. The same again changes nothing; RefusedError `receipt.differs` for another one."""
    require(by, "report.send", sending.edition.place_id, on)
    number = " ".join(number.split())[:100]
    if not number:
        raise InputError("receipt.number", Words("Tulis nomor tanda terimanya.", "Give the number of the receipt."))
    with acting("report.receipt", by=by, note=sending.edition.number):
        held, _ = Receipt.objects.get_or_create(sending=sending, defaults={"number": number, "on": on, "by": by})
    if held.number != number:
        raise RefusedError(
            "receipt.differs", Words(f"Tanda terima sudah dicatat: {held.number}.", f"The receipt is recorded already: {held.number}.")
        )
    return held


def open_sending(*, sending: Sending, by: User | None, on: date) -> bytes:
    """The file that was sent; that it was opened stands on the trail."""
    require(by, "report.read", sending.edition.place_id, on)
    return open_document(document=sending.document, by=by)

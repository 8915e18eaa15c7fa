"""Entering regulations and agreements, their citations, files and end. `by` is who acts (None: the command line), `on` the day of the act."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.duty_models import AGREEMENTS, InstrumentKind
from payung.compliance.models import Citation, Instrument, Ruling
from payung.compliance.regulations import cited
from payung.filing.actions import file_document, open_document
from payung.places.models import Place
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day

_FIRST_YEAR, _YEARS_AHEAD = 1945, 1
_LONGEST = {"title": 300, "number": 100, "second_number": 100, "scope": 600, "parties": 600, "contact": 200, "seen_in": 300, "why": 300}


@dataclass(frozen=True)
class Terms:
    """What a regulation or agreement says of itself; `parties`, `ceiling` and `second_number` are of agreements. See Instrument."""

    title: str
    number: str
    year: int
    second_number: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    scope: str = ""
    parties: str = ""
    ceiling: int | None = None
    contact: str = ""


def enter_instrument(
    *, place: Place | None, kind: str, terms: Terms, seen_in: str = "", content: bytes = b"", name: str = "", by: User | None, on: date
) -> Instrument:
    """`place` None: the nation's. `seen_in`: where it is cited so. The same again gives the one that is there, without a change.

    Errors: InputError `regulation.kind`, `.title`, `.number`, `.year`, `.days`, `.parties`; RefusedError `regulation.known` if another is cited so.
    """
    _require(place.code if place else "", by, on)
    if kind not in InstrumentKind.values:
        raise InputError("regulation.kind", Words("Pilih jenisnya.", "Choose its kind."))
    given = _checked(kind, terms, on)
    with acting("regulation.enter", by=by):
        known = Citation.objects.filter(place=place, kind=kind, number=given["number"], year=given["year"]).select_related("instrument").first()
        if known is not None:
            return _same(known, given)
        document = file_document(content=content, name=name, by=by, on=on) if content else None
        made = Instrument.objects.create(place=place, kind=kind, **given, document=document, on=on, by=by)
        _cite(made, given["number"], given["year"], _line(seen_in, "seen_in") or _OWN.id, by, on)
    return made


_OWN = Words("naskahnya sendiri", "the paper itself")


def change_instrument(*, instrument: Instrument, terms: Terms, by: User | None, on: date) -> Instrument:
    """Everything but number and year, which are corrected by `cite` and `rule`. The same again changes nothing. Errors as `enter_instrument`."""
    _require(instrument.place_id or "", by, on)
    given = _checked(instrument.kind, terms, on)
    with acting("regulation.change", by=by):
        one = Instrument.objects.select_for_update().get(pk=instrument.pk)
        changed = [name for name, value in given.items() if name not in ("number", "year") and getattr(one, name) != value]
        for name in changed:
            setattr(one, name, given[name])
        if changed:
            one.save(update_fields=changed)
        return one


def keep_file(*, instrument: Instrument, content: bytes, name: str, by: User | None, on: date) -> Instrument:
    """Its scan or PDF, kept encrypted; the one before stays in the archive and on the trail."""
    _require(instrument.place_id or "", by, on)
    with acting("regulation.file", by=by):
        one = Instrument.objects.select_for_update().get(pk=instrument.pk)
        one.document = file_document(content=content, name=name, by=by, on=on)
        one.save(update_fields=["document"])
        return one


def open_file(*, instrument: Instrument, by: User | None, on: date) -> bytes:
    """What the file holds; opening it stands on the trail. InputError `regulation.no_file`. Whether it is seen, the caller has asked."""
    if instrument.document is None:
        raise InputError("regulation.no_file", Words("Berkasnya belum disimpan.", "Its file is not kept yet."))
    return open_document(document=instrument.document, by=by)


def cite(*, instrument: Instrument, number: str, year: int, seen_in: str, by: User | None, on: date) -> Citation:
    """Another number or year under which it is cited somewhere. Which of them is right is said by `rule`; the same again changes nothing.

    Errors: InputError `regulation.number`, `.year`, `.seen_in`; RefusedError `regulation.known` where another regulation is cited so.
    """
    _require(instrument.place_id or "", by, on)
    number, said = _number(number), _line(seen_in, "seen_in")
    _check_year(year, on)
    if not said:
        raise InputError("regulation.seen_in", Words("Tulis di mana dikutip begitu.", "Write where it is cited so."))
    with acting("regulation.cite", by=by):
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        known = (
            Citation.objects.filter(place=instrument.place_id, kind=instrument.kind, number=number, year=year).select_related("instrument").first()
        )
        if known is not None and known.instrument_id == instrument.pk:
            return known
        if known is not None:
            raise _known(known)
        return _cite(instrument, number, year, said, by, on)


def rule(*, citation: Citation, why: str, by: User | None, on: date) -> Ruling:
    """This citation is the right one: the instrument bears its number from now on, the others stay on record. The same again changes nothing.

    InputError `regulation.why` without a reason.
    """
    _require(citation.place_id or "", by, on)
    said = _line(why, "why")
    if not said:
        raise InputError("regulation.why", Words("Tulis mengapa nomor ini yang benar.", "Write why this number is right."))
    with acting("regulation.rule", by=by):
        one = Instrument.objects.select_for_update().get(pk=citation.instrument_id)
        last = Ruling.objects.filter(citation__instrument=one).order_by("-pk").first()
        if last is not None and (last.citation_id, last.why) == (citation.pk, said):
            return last
        if (one.number, one.year) != (citation.number, citation.year):
            one.number, one.year = citation.number, citation.year
            one.save(update_fields=["number", "year"])
        return Ruling.objects.create(citation=citation, why=said, on=on, by=by, signed=str(by) if by else "Payung")


def end_instrument(*, instrument: Instrument, last_day: date, why: str, by: User | None, on: date) -> Instrument:
    """Revoked, replaced or terminated: its last day in force. InputError `regulation.why`, `regulation.days` before it began."""
    _require(instrument.place_id or "", by, on)
    said = _line(why, "why")
    if not said:
        raise InputError(
            "regulation.why", Words("Tulis mengapa berakhir, misalnya dicabut dengan apa.", "Write why it ends, such as what revoked it.")
        )
    with acting("regulation.end", by=by):
        one = Instrument.objects.select_for_update().get(pk=instrument.pk)
        begins = one.starts_on or one.signed_on
        if begins and last_day < begins:
            raise InputError("regulation.days", Words(f"Mulai berlaku {day(begins)}; berakhirnya sesudah itu.", f"It began on {day(begins, 'en')}."))
        if (one.ended_on, one.ended_why) != (last_day, said):
            one.ended_on, one.ended_why = last_day, said
            one.save(update_fields=["ended_on", "ended_why"])
        return one


def _require(place_code: str, by: User | None, on: date) -> None:
    require(by, "regulation.record", place_code, on)


def _same(known: Citation, given: dict[str, Any]) -> Instrument:
    one = known.instrument
    if all(getattr(one, name) == value for name, value in given.items()):
        return one
    raise _known(known)


def _known(known: Citation) -> RefusedError:
    said, one = cited(known.kind, known.number, known.year), known.instrument
    return RefusedError(
        "regulation.known",
        Words(
            f"{said.id} sudah ada dalam daftar: {one.title}. Buka catatan itu untuk mengubah atau menambah kutipan.",
            f"{said.en} is in the register already: {one.title}. Open that record to change it or to add a citation.",
        ),
    )


def _cite(instrument: Instrument, number: str, year: int, seen_in: str, by: User | None, on: date) -> Citation:
    place, kind = instrument.place_id, instrument.kind
    try:
        with transaction.atomic():
            return Citation.objects.create(instrument=instrument, place_id=place, kind=kind, number=number, year=year, seen_in=seen_in, on=on, by=by)
    except IntegrityError:  # somebody was first, after it was looked for
        raise _known(Citation.objects.select_related("instrument").get(place=place, kind=kind, number=number, year=year)) from None


def _checked(kind: str, terms: Terms, on: date) -> dict[str, Any]:
    """The columns of an instrument; InputError for what cannot be."""
    given: dict[str, Any] = asdict(terms)
    for name in ("title", "second_number", "scope", "contact"):
        given[name] = _line(given[name], name)
    given["number"] = _number(terms.number)
    given["parties"] = "\n".join(line for each in terms.parties.splitlines() if (line := " ".join(each.split())))[: _LONGEST["parties"]]
    if not given["title"]:
        raise InputError("regulation.title", Words("Isi judulnya (tentang apa).", "Give its title."))
    _check_year(terms.year, on)
    _check_days(terms)
    if kind in AGREEMENTS and len(given["parties"].splitlines()) < 2:
        raise InputError("regulation.parties", Words("Isi para pihak, satu baris satu pihak.", "Give the parties, one on each line."))
    if kind not in AGREEMENTS:
        given.update(second_number="", parties="", ceiling=None)
    return given


def _number(text: str) -> str:
    found = _line(text, "number")
    if not found:
        raise InputError("regulation.number", Words("Isi nomornya.", "Give its number."))
    return found


def _check_year(year: int, on: date) -> None:
    if not _FIRST_YEAR <= year <= on.year + _YEARS_AHEAD:
        raise InputError("regulation.year", Words("Tahunnya tidak mungkin. Periksa lagi.", "This year cannot be. Look again."))


def _check_days(terms: Terms) -> None:
    begins = terms.starts_on or terms.signed_on
    wrong = bool(terms.ends_on and begins and terms.ends_on < begins) or bool(terms.signed_on and terms.signed_on.year != terms.year)
    if wrong:
        raise InputError(
            "regulation.days",
            Words(
                "Tanggal-tanggalnya tidak cocok: tanda tangan dalam tahunnya, berakhir sesudah mulai.",
                "These days do not fit: signed within its year, ends after it begins.",
            ),
        )


def _line(text: str, part: str) -> str:
    return " ".join(text.split())[: _LONGEST[part]]

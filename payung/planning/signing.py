"""Numbering the papers of a determination, handing in what came back signed. `by` is who acts (None: the command line), `on` the day of the act."""

from datetime import date
from hashlib import sha256

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.correspondence.actions import take_number
from payung.correspondence.models import PAPER_WORDS, PaperKind
from payung.filing.actions import file_document, open_document
from payung.filing.kinds import JPEG, PDF, PNG
from payung.planning.models import Determination, PaperNumber, Signing
from payung.planning.queries import determination_in_force, locked
from payung.planning.signed import list_fingerprint, number_of, papers_letterhead
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day

_KINDS = frozenset({PDF, JPEG, PNG})
_LONGEST = {"number": 100, "signer": 120}
_NOT_IN_FORCE = Words(
    "Penetapan {number} belum disetujui. Naskahnya ditandatangani setelah orang kedua menyetujuinya.",
    "Determination {number} is not approved yet. Its papers are signed once a second person has approved it.",
)
_SUPERSEDED = Words(
    "Ada versi yang lebih baru: {newer}. Naskah versi lama tidak ditandatangani lagi; tanda tangani versi baru itu.",
    "There is a newer version: {newer}. Papers of the old version are not signed any more; sign the newer one.",
)
_NO_LETTERHEAD = Words(
    "Kop surat dan pola nomor belum diatur untuk wilayah ini. Isi di halaman kop surat, atau ketik nomornya.",
    "There is no letterhead with number patterns for this place yet. Set it on the letterhead page, or type the number.",
)
_OTHER_NUMBER = Words(
    "Naskah ini bernomor {known}, bukan {given}. Periksa apakah pindaian ini memang dari penetapan ini.",
    "This paper bears the number {known}, not {given}. Check that the scan belongs to this determination.",
)
_KNOWN = Words(
    "{paper} untuk penetapan ini sudah ditandatangani pada {on} dan tidak berubah lagi. Perubahan daftar memerlukan SK perubahan.",
    "{paper} of this determination was signed on {on} and does not change any more. A change of the list takes an amendment.",
)


def number_paper(*, determination: Determination, kind: str, by: User | None, on: date) -> str:
    """The paper's number: the next of its series, or the one it has already.

    Errors: RefusedError `paper.no_letterhead`, `paper.no_pattern` where nobody has set how such papers are numbered.
    """
    require(by, "paper.number", determination.fund.place_id, on)
    with acting("paper.number", by=by):
        fund = locked(determination.fund)
        if known := number_of(determination, kind):
            return known
        letterhead = papers_letterhead(fund)
        if letterhead is None:
            raise RefusedError("paper.no_letterhead", _NO_LETTERHEAD)
        taken = take_number(letterhead=letterhead, kind=kind, by=by, on=on)
        PaperNumber.objects.create(determination=determination, kind=PaperKind(kind), taken=taken)
        return taken.number


def sign(
    *, determination: Determination, kind: str, number: str, signed_on: date, signer: str, content: bytes, name: str, by: User | None, on: date
) -> Signing:
    """Keeps the signed scan (PDF, JPG or PNG, at most 20 MB) for good; the same scan with the same words again changes nothing.

    Errors: InputError for what is missing or a day to come; RefusedError `signing.not_in_force`, `signing.superseded` by a version in force,
    `signing.other_number` for an SK with another number than the determination's, `signing.known` where another scan was handed in.
    """
    require(by, "determination.sign", determination.fund.place_id, on)
    number, signer = _said(number, "number"), _said(signer, "signer")
    _check_day(signed_on, on)
    with acting("determination.sign", by=by, note=f"determination {determination.pk}, {kind}"):
        fund = locked(determination.fund)
        if known := Signing.objects.filter(determination=determination, kind=kind).select_related("document").first():
            same = (known.number, known.signed_on, known.signed_by, known.document.sha256) == (number, signed_on, signer, sha256(content).hexdigest())
            if same:
                return known
            raise RefusedError("signing.known", _known(known))
        _check_stands(determination, determination_in_force(fund))
        if kind == PaperKind.DECREE and number != determination.number:
            raise RefusedError("signing.other_number", _OTHER_NUMBER.filled(known=determination.number, given=number))
        document = file_document(content=content, name=name, by=by, on=on, kinds=_KINDS)
        return Signing.objects.create(
            determination=determination,
            kind=PaperKind(kind),
            number=number,
            signed_on=signed_on,
            signed_by=signer,
            document=document,
            fingerprint=list_fingerprint(determination),
            on=on,
            by=by,
        )


def open_scan(*, signing: Signing, by: User | None, on: date) -> bytes:
    """The scan as it was handed in; that it was opened stands on the trail."""
    require(by, "scan.read", signing.determination.fund.place_id, on)
    return open_document(document=signing.document, by=by)


def _check_stands(determination: Determination, in_force: Determination | None) -> None:
    if in_force is not None and in_force.version > determination.version:
        raise RefusedError("signing.superseded", _SUPERSEDED.filled(newer=in_force.number))
    if in_force is None or in_force.pk != determination.pk:
        raise RefusedError("signing.not_in_force", _NOT_IN_FORCE.filled(number=determination.number))


def _check_day(signed_on: date, on: date) -> None:
    if signed_on > on:
        raise InputError(
            "signing.day_to_come",
            Words("Tanggal tanda tangan tidak boleh sesudah hari ini.", "The day of signing cannot be after today."),
        )


def _known(known: Signing) -> Words:
    paper = PAPER_WORDS[known.kind]
    return Words(
        _KNOWN.said("id", paper=paper.id, on=day(known.signed_on)),
        _KNOWN.said("en", paper=paper.en, on=day(known.signed_on, "en")),
    )


def _said(value: str, part: str) -> str:
    value, most = " ".join(value.split()), _LONGEST[part]
    if 1 <= len(value) <= most:
        return value
    asked = {
        "number": Words(f"Isi nomor naskah, paling panjang {most} huruf.", f"Give the number of the paper, at most {most} characters."),
        "signer": Words(f"Isi nama penanda tangan, paling panjang {most} huruf.", f"Give the name of who signed, at most {most} characters."),
    }
    raise InputError(f"signing.{part}", asked[part])

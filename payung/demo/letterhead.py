"""The letterhead of the demo regency, with invented people who sign and patterns of numbers."""

from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.correspondence.models import Letterhead, LetterKind, PaperKind
from payung.demo import regency
from payung.places.models import Place

_HEAD = "Kepala Dinas Tenaga Kerja"
_SIGNS = {  # title, name, NIP
    PaperKind.DECREE: ("Bupati Konawe Selatan", "H. Contoh Karangan, S.E.", ""),
    PaperKind.RESPONSIBILITY: (_HEAD, "Dra. Hj. Peraga Rekaan, M.Si.", "19700101 199001 2 000"),
    PaperKind.COVER_LETTER: (_HEAD, "Dra. Hj. Peraga Rekaan, M.Si.", "19700101 199001 2 000"),
    PaperKind.AGREEMENT: (_HEAD, "Dra. Hj. Peraga Rekaan, M.Si.", "19700101 199001 2 000"),
    PaperKind.MINUTES: ("", "", ""),
    LetterKind.ARREARS: (_HEAD, "Dra. Hj. Peraga Rekaan, M.Si.", "19700101 199001 2 000"),
    LetterKind.REFERRAL: (_HEAD, "Dra. Hj. Peraga Rekaan, M.Si.", "19700101 199001 2 000"),
}
_PATTERNS = {
    PaperKind.DECREE: "400.3/{n}/SK/{year}",
    PaperKind.RESPONSIBILITY: "400.3/{n}/SPTJM/DISNAKER/{year}",
    PaperKind.COVER_LETTER: "400.3/{n}/DISNAKER/{year}",
    PaperKind.AGREEMENT: "400.3/{n}/PKS/DISNAKER/{year}",
    PaperKind.MINUTES: "400.3/{nnn}/BA/{month}/{year}",
    LetterKind.ARREARS: "500.15/{n}/DISNAKER/{year}",
    LetterKind.REFERRAL: "500.15/{n}/SKK/DISNAKER/{year}",
}


def set_letterheads(place: Place) -> Letterhead:
    """Again: nothing changes."""
    head = set_letterhead(
        place=place,
        government="Pemerintah Kabupaten Konawe Selatan",
        name="Dinas Tenaga Kerja",
        address="Jalan Karangan Nomor 1, Andoolo 93819 (alamat rekaan)",
        contact="Telepon (0401) 000000, surel disnaker@contoh.go.id",
        town="Andoolo",
        by=None,
        on=regency.TODAY,
    )
    for kind, (title, name, staff_number) in _SIGNS.items():
        terms = {"title": title, "name": name, "staff_number": staff_number, "pattern": _PATTERNS[kind]}
        set_paper_rule(letterhead=head, kind=kind, by=None, on=regency.TODAY, **terms)
    return head

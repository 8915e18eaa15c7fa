"""What a new version of a determination needs: its number and, where an SK is signed, which one it changes and why. Parts of `determine`."""

from datetime import date

from payung.accounts.models import User
from payung.correspondence.actions import take_number
from payung.correspondence.models import PaperKind
from payung.correspondence.queries import rule_of
from payung.planning.models import Determination, Fund
from payung.planning.signed import papers_letterhead, signed_determination
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_LONGEST = 300
_SIGNED = Words(
    "SK {number} sudah ditandatangani, jadi daftarnya tidak berubah lagi. Isi alasan perubahan: versi baru dibuat sebagai SK perubahan, "
    "yang lama tetap tersimpan.",
    "SK {number} is signed, so its list does not change any more. Give the reason for the change: the new version becomes an amendment, and the "
    "old one stays.",
)


def amended(fund: Fund, why: str) -> tuple[Determination | None, str]:
    """The signed determination that a new version of the fund amends, and why; (None, "") while nothing is signed."""
    signed, why = signed_determination(fund), " ".join(why.split())
    if signed is None:
        return None, ""
    if not why:
        raise RefusedError("determination.signed", _SIGNED.filled(number=signed.number))
    if len(why) > _LONGEST:
        raise InputError(
            "determination.amending",
            Words(f"Alasan perubahan paling panjang {_LONGEST} huruf.", f"The reason of an amendment has at most {_LONGEST} characters."),
        )
    return signed, why


def next_number(fund: Fund, by: User | None, on: date) -> str:
    """The next number of the SK's series. InputError `determination.number` where the letterhead has no pattern for it."""
    letterhead = papers_letterhead(fund)
    rule = rule_of(letterhead, PaperKind.DECREE)
    if letterhead is None or rule is None or not rule.pattern:
        raise InputError(
            "determination.number",
            Words(
                "Isi nomor penetapan, paling panjang 100 huruf, atau atur pola nomor SK di halaman kop surat.",
                "Give the number of the determination, at most 100 characters, or set a pattern for numbers of SKs on the letterhead page.",
            ),
        )
    number = ""
    while not number or fund.determinations.filter(number=number).exists():  # somebody may have typed it before
        number = take_number(letterhead=letterhead, kind=PaperKind.DECREE, by=by, on=on).number
    return number

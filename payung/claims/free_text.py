"""What people may write beside a step, a payment or a confirmation: never the number of a bank account, a card or a NIK."""

import re

from payung.values.errors import InputError
from payung.values.words import Words

LONGEST = 300  # characters: what the columns hold
_LONG_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){9,}")  # ten digits or more; rupiah and days have fewer
_ACCOUNT = re.compile(r"\b(?:no(?:mor)?\.?\s*)?(?:rek|rekening|norek|account|atm|kartu debit)\b\D{0,20}\d{3,}", re.I)


def plain(text: str, most: int = LONGEST) -> str:
    """The text on one line. InputError `text.bank` where it holds what looks like the number of an account or a card."""
    told = " ".join(text.split())[:most]
    if _LONG_NUMBER.search(told):
        raise _refused()
    return reference(told, most)


def reference(text: str, most: int = 100) -> str:
    """The number of somebody's decision or letter, which may be long; what calls itself an account is refused all the same."""
    told = " ".join(text.split())[:most]
    if _ACCOUNT.search(told):
        raise _refused()
    return told


def reason(text: str) -> str:
    """The same as `plain`; InputError `reason.missing` where nothing is written."""
    told = plain(text)
    if not told:
        raise InputError("reason.missing", Words("Tulis alasannya.", "Give the reason."))
    return told


def _refused() -> InputError:
    return InputError(
        "text.bank",
        Words(
            "Jangan tulis nomor rekening, kartu, telepon, atau NIK di sini. Payung tidak menyimpan data bank. Hapus nomornya, lalu simpan lagi.",
            "Write no number of an account, a card, a phone or a NIK here. Payung keeps no bank data. Take the number out and save again.",
        ),
    )

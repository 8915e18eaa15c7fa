"""The forms of bills: what people type is kept, and what is wrong with it stands at its field."""

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.words import Words

_NO_DATE = Words("Isi tanggal bayar seperti di SP2D.", "Give the day of payment as on the SP2D.")
_AHEAD = Words("Tanggal bayar belum tiba. Catat setelah uangnya keluar.", "That day is still ahead. Record it once the money has left.")
_NO_REFERENCE = Words("Isi nomor SP2D-nya.", "Give the number of the SP2D.")
FIELD_OF = {
    "payment.too_much": "amount",
    "payment.nothing_owed": "amount",
    "payment.reference_known": "reference",
    "payment.two_groups": "reference",
    "payment.code_differs": "code",
    "code.unreadable": "code",
    "code.of_another_month": "code",
}


@dataclass
class PaymentForm:
    """`amount`, `paid_on`, `reference`, `code` as typed; `surplus`: what is too much is meant; `wrong`: field -> sentence.

    `too_much`: it was more than is owed, so that the page asks whether it is meant.
    """

    amount: str = ""
    paid_on: str = ""
    reference: str = ""
    code: str = ""
    surplus: bool = False
    too_much: bool = False
    wrong: dict[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> "PaymentForm":
        amount, paid_on, reference, code = (request.POST.get(name, "").strip()[:120] for name in ("amount", "paid_on", "reference", "code"))
        return cls(amount, paid_on, reference, code, surplus=request.POST.get("surplus") == "1")

    @property
    def asks_surplus(self) -> bool:
        return self.too_much or self.surplus

    def read(self, on: date) -> tuple[int, date, str] | None:
        """Amount, day and number; None where one cannot be read, which `wrong` then tells."""
        amount, day = 0, None
        try:
            amount = rupiah_of(self.amount)
        except InputError as error:
            self.wrong["amount"] = error.words
        try:
            day = date.fromisoformat(self.paid_on)
        except ValueError:
            self.wrong["paid_on"] = _NO_DATE
        if day and day > on:
            self.wrong["paid_on"] = _AHEAD
        if not self.reference:
            self.wrong["reference"] = _NO_REFERENCE
        return None if self.wrong or day is None else (amount, day, self.reference)


def text_of(request: HttpRequest, name: str, most: int = 300) -> str:
    """What was typed, without spare spaces."""
    return " ".join(request.POST.get(name, "").split())[:most]


def day_of(request: HttpRequest, name: str) -> date:
    """InputError `date.unreadable`."""
    try:
        return date.fromisoformat(request.POST.get(name, "").strip())
    except ValueError as error:
        raise InputError("date.unreadable", Words("Isi tanggalnya.", "Give the day.")) from error

"""Payment codes (kode iuran) of bills, and the orders SPP and SPM. `by` is who acts (None: the command line), `on` the day of the act."""

import re
from datetime import date

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.closed import locked_bill
from payung.billing.models import Bill, Order, PaymentCode
from payung.billing.payment_words import LONGEST_REFERENCE, refuse_two_groups
from payung.planning.models import Fund
from payung.registry.bulk import lock_table
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_SHORTEST, _LONGEST = 4, 40  # characters; no rule gives the form of a code
_BETWEEN = re.compile(r"[\s.\-/]")
LONGEST_REASON = 300


def read_code(text: str) -> str:
    """Digits and capitals without what people write between them; InputError `code.unreadable`."""
    code = _BETWEEN.sub("", text).upper()
    if _SHORTEST <= len(code) <= _LONGEST and code.isascii() and code.isalnum():
        return code
    raise InputError(
        "code.unreadable",
        Words(
            "Kode iuran tidak terbaca. Salin huruf dan angkanya dari BPJS, misalnya 2601 0012 3456.",
            "The payment code cannot be read. Copy its letters and digits from BPJS, such as 2601 0012 3456.",
        ),
    )


def read_reason(text: str) -> str:
    """Without spare spaces; InputError `reason.missing` where there is none."""
    reason = " ".join(text.split())[:LONGEST_REASON]
    if len(reason) < 3:
        raise InputError("reason.missing", Words("Tulis alasannya dalam satu kalimat.", "Give the reason in one sentence."))
    return reason


def code_of(bill: Bill) -> PaymentCode | None:
    """The code that holds now."""
    return bill.codes.order_by("-version").first()


def holder_of(code: str) -> Bill | None:
    """The bill that this code stands for now."""
    for one in PaymentCode.objects.filter(code=code).select_related("bill__fund").order_by("-pk"):
        held = code_of(one.bill)
        if held is not None and held.code == code:
            return one.bill
    return None


def record_code(*, bill: Bill, code: str, by: User | None, on: date, reason: str = "") -> PaymentCode:
    """The code that BPJS gave for the bill. Another one for the same bill is a correction and needs a reason; the same again changes nothing.

    Errors: InputError `code.unreadable`, `reason.missing`; RefusedError `month.closed`, `payment.two_groups` for a code of another group's bill,
    `code.of_another_month` for one of another bill of the same group.
    """
    require(by, "bill.code", bill.fund.place_id, on)
    code = read_code(code)
    with acting("bill.code", by=by):
        bill = locked_bill(bill)
        held = code_of(bill)
        if held is not None and held.code == code:
            return held
        lock_table(PaymentCode)  # nobody else gives the same code to another bill between looking and writing
        refuse_other_bill(code, bill)
        told = read_reason(reason) if held else ""
        return PaymentCode.objects.create(bill=bill, version=held.version + 1 if held else 1, code=code, reason=told, on=on, by=by)


def refuse_other_bill(code: str, bill: Bill) -> None:
    """Where the code stands for another bill."""
    other = holder_of(code)
    if other is None or other.pk == bill.pk:
        return
    if other.fund_id != bill.fund_id:
        refuse_two_groups(Words(f"Kode iuran {code}", f"The payment code {code}"), other, bill.fund)
    raise RefusedError(
        "code.of_another_month",
        Words(
            f"Kode iuran {code} sudah dicatat untuk tagihan {other.month.said()}. Tiap tagihan punya kode sendiri. Minta kode bulan ini ke BPJS, "
            "atau perbaiki kode bulan itu lebih dulu.",
            f"The payment code {code} is recorded for the bill of {other.month.said('en')}. Each bill has its own. Ask BPJS for the code of this "
            "month, or correct the code of that month first.",
        ),
    )


def record_order(*, bill: Bill, kind: str, number: str, dated: date, by: User | None, on: date) -> Order:
    """An SPP or SPM; the same number again changes nothing. Errors: InputError `order.unreadable`, RefusedError `month.closed`."""
    require(by, "payment.record", bill.fund.place_id, on)
    plain = " ".join(number.split())
    if kind not in Order.Kind.values or not 1 <= len(plain) <= LONGEST_REFERENCE or dated > on:
        raise InputError(
            "order.unreadable",
            Words(
                "Isi nomor SPP atau SPM dan tanggalnya; tanggalnya tidak boleh di depan.",
                "Give the number of the SPP or SPM and its day, which may not be ahead.",
            ),
        )
    with acting("payment.order", by=by):
        bill = locked_bill(bill)
        return Order.objects.get_or_create(bill=bill, kind=kind, number=plain, defaults={"dated": dated, "by": by})[0]


def missing_of(fund: Fund) -> list[Words]:
    """What the fund lacks for its payment papers."""
    wanted = (
        (fund.group, Words("kode wadah BPJS", "the group code of BPJS")),
        (fund.budget_number, Words("nomor DPA", "the number of the DPA")),
        (fund.account_jkk, Words("rekening belanja JKK", "the budget account of JKK")),
        (fund.account_jkm, Words("rekening belanja JKM", "the budget account of JKM")),
    )
    return [words for held, words in wanted if not held]

"""Lateness: how many months, and the fee. PP 44/2015 Pasal 22; PP 46/2015 Pasal 20; PP 45/2015 Pasal 31."""

from datetime import date

from payung.law.explain import Step, step
from payung.law.figure import figure
from payung.law.given import Given, Segment
from payung.law.tariff import share
from payung.values.errors import InputError
from payung.values.words import Words, number

# Fifty years: more is a slip of the pen.
MOST_MONTHS = 600

_FEES = {
    Segment.PU: "late.fee_rate",
    Segment.CONSTRUCTION: "late.fee_rate",
    Segment.NON_ASN: "late.fee_rate_non_asn",
    Segment.BPU: "late.fee_rate_bpu",
}


def months_late(due_on: date, paid_on: date) -> int:
    """Months between the due day and the payment; a month begun counts whole, a payment in time is 0."""
    if paid_on <= due_on:
        return 0
    between = (paid_on.year - due_on.year) * 12 + paid_on.month - due_on.month
    return max(between + (paid_on.day > due_on.day), 1)


def late_fee(given: Given, billed: int) -> tuple[int, list[Step]]:
    """Rupiah on top of what is `billed` for the month, and how it came about.

    Errors: InputError for months that cannot be, or for a migrant's package, which is paid before cover begins.
    """
    if not 0 <= given.months_late <= MOST_MONTHS:
        raise InputError(
            "contribution.months_late",
            Words(
                f"Bulan terlambat dari 0 sampai {MOST_MONTHS}, bukan {number(given.months_late)}.",
                f"Months late are from 0 to {MOST_MONTHS}, not {number(given.months_late, 'en')}.",
            ),
        )
    if not given.months_late:
        return 0, []
    if given.segment not in _FEES:
        raise InputError(
            "contribution.late_package",
            Words(
                "Paket pekerja migran dibayar di muka: tidak ada bulan terlambat.",
                "A migrant's package is paid beforehand: there are no months late.",
            ),
        )
    rate = figure(_FEES[given.segment]).on(given.month.first_day)
    fee = share(billed, rate.number * given.months_late, rate.unit.per or 1)
    months = Words(number(given.months_late), number(given.months_late, "en"))
    if not rate.number:
        return 0, [
            step(
                "Terlambat {months} bulan: tanpa denda untuk segmen {segment}.",
                "{months} months late: no fee for segment {segment}.",
                rate,
                months=months,
                segment=str(given.segment),
            )
        ]
    return fee, [
        step(
            "Denda: {rate} × {months} bulan × {billed} = {fee}.",
            "Late fee: {rate} × {months} months × {billed} = {fee}.",
            rate,
            rate=Words(rate.said("id"), rate.said("en")),
            months=months,
            billed=billed,
            fee=fee,
        )
    ]

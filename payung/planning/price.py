"""What a fund pays for one person, how many people its money carries and for how many months."""

from collections.abc import Iterable
from datetime import date

from payung.law.contribution import contribution
from payung.law.cover import early_death_grant, full_death_grant, months_for_full_death_grant
from payung.law.given import Given, Payer, Programme, Sector, Segment
from payung.law.tariff import Line
from payung.values.month import Month
from payung.values.words import Words, number, rupiah

# Whose money the law sees behind each source (planning.models.Fund.Source); reliefs depend on it.
PAYER_OF: dict[str, Payer] = {
    "APBD": Payer.APBD,
    "APBD-P": Payer.APBD,
    "VILLAGE": Payer.VILLAGE,
    "DBH-CHT": Payer.DBH,
    "DBH-SAWIT": Payer.DBH,
    "CSR": Payer.CSR,
    "ZAKAT": Payer.ZAKAT,
}


def month_price(*, source: str, month: Month, income: int | None = None, sector: Sector = Sector.OTHER) -> tuple[int, int]:
    """JKK and JKM of one person for the month, in rupiah; without an income the lowest class. RefusedError for a month without figures."""
    programmes = (Programme.JKK, Programme.JKM)
    lines = contribution(Given(Segment.BPU, month, income, programmes=programmes, payer=PAYER_OF[source], sector=sector)).lines
    return lines[Line.JKK], lines[Line.JKM]


def places_for(amount: int, prices: Iterable[int]) -> int:
    """People whom `amount` pays for in every month of the fund; `prices` is the price of one person for each of its months."""
    return amount // sum(prices)


def months_bought(amount: int, people: int, price: int) -> int:
    """Full months that `amount` pays for `people` at `price` a person and month."""
    return amount // (people * price)


def short_cover(months: int, on: date) -> Words | None:
    """What whoever plans so few months must know: before a certain month of membership a death leaves the family a part of the grant."""
    needed = months_for_full_death_grant(on).number
    if months >= needed:
        return None
    early, full = early_death_grant(on).number, full_death_grant(on).number
    return Words(
        f"Uang ini membeli {number(months)} bulan. Keluarga peserta yang meninggal sebelum {needed} bulan menerima {rupiah(early)}, "
        f"bukan {rupiah(full)}.",
        f"This money buys {number(months, 'en')} months. The family of a member who dies before {needed} months receives {rupiah(early, 'en')}, "
        f"not {rupiah(full, 'en')}.",
    )

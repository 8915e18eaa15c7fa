"""What a fund pays for one person, how many people its money carries and for how many months."""

from collections.abc import Iterable
from datetime import date

from payung.law.contribution import Result, contribution
from payung.law.cover import early_death_grant, full_death_grant, months_for_full_death_grant
from payung.law.given import Given, Payer, Programme, Sector, Segment
from payung.law.tariff import Line
from payung.planning.sources import all_sources
from payung.values.month import Month
from payung.values.words import Words, number, rupiah, rupiah_short, tenths_and_hundredths

# Whose money the law sees behind each source (sources.yaml); reliefs depend on it.
PAYER_OF: dict[str, Payer] = {code: source.payer for code, source in all_sources().items()}


def month_price(
    *, source: str, month: Month, income: int | None = None, sector: Sector = Sector.OTHER, segment: Segment = Segment.BPU
) -> tuple[int, int]:
    """JKK and JKM of one person for the month, in rupiah; `month_contribution` says what is asked and what may go wrong."""
    lines = month_contribution(source=source, month=month, income=income, sector=sector, segment=segment).lines
    return lines[Line.JKK], lines[Line.JKM]


def month_contribution(
    *, source: str, month: Month, income: int | None = None, sector: Sector = Sector.OTHER, segment: Segment = Segment.BPU
) -> Result:
    """The same with its steps, articles and mark.

    `income` a month: of BPU the class follows from it (none: the lowest class), of NON_ASN it is the wage of which the rates are a share.
    Errors: InputError for NON_ASN without a wage; RefusedError for a month without figures.
    """
    programmes, payer = (Programme.JKK, Programme.JKM), PAYER_OF[source]
    if segment == Segment.NON_ASN:
        return contribution(Given(segment, month, wage=income, programmes=programmes, payer=payer, sector=sector))
    return contribution(Given(segment, month, income, programmes=programmes, payer=payer, sector=sector))


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


def months_in_hundredths(amount: int, people: int, price: int) -> int:
    """Months that `amount` pays for `people`, in hundredths and cut off: 200,000,000 for 5,000 people at 16,800 -> 238."""
    return amount * 100 // (people * price)


def lasts_only(amount: int, people: int, price: int, on: date) -> Words | None:
    """`short_cover` for so many people whose money may end within a month: the months in hundredths."""
    needed = months_for_full_death_grant(on).number
    hundredths = months_in_hundredths(amount, people, price)
    if hundredths >= needed * 100:
        return None
    early, full = early_death_grant(on).number, full_death_grant(on).number
    return Words(
        f"Uang ini hanya cukup {tenths_and_hundredths(hundredths)} bulan untuk {number(people)} orang. "
        f"Bila peserta meninggal sebelum {needed} bulan, ahli waris hanya menerima {rupiah_short(early)}, bukan {rupiah_short(full)}.",
        f"This money lasts only {tenths_and_hundredths(hundredths, 'en')} months for {number(people, 'en')} people. "
        f"If a member dies before {needed} months, the heirs receive only {rupiah_short(early, 'en')}, not {rupiah_short(full, 'en')}.",
    )

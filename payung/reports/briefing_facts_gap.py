"""What it costs to close the gap: three choices in people, months and rupiah, and what each leaves a family."""

from dataclasses import dataclass

from payung.coverage.queries import funnel
from payung.law.cover import months_for_full_death_grant
from payung.planning.models import Fund
from payung.planning.price import month_price, short_cover
from payung.reports.briefing_asked import Asked
from payung.reports.parts import Chart, Grid, Head, Missing, Notes, Section, Series, Tile, count, money, ratio, words
from payung.values.month import Month
from payung.values.words import Words, number, rupiah

_YEAR = 12
_NO_GAP = Missing(
    Words("Kesenjangan tidak dapat dihitung: penyebut cakupan belum dicatat.", "The gap is not known: the denominator is not recorded."),
    Words("Catat di Cakupan, Catat angka semesta.", "Record it under Coverage, Record a universe figure."),
)
_NOBODY_WAITS = Missing(
    Words("Tidak ada calon yang lolos dan menunggu dana.", "No valid candidate waits for money."),
    Words("Calon datang dari daftar di Unggah & Periksa.", "Candidates come from lists under Upload & Check."),
)


@dataclass(frozen=True)
class Choice:
    """So many people for so many months at the price of one month."""

    name: Words
    people: int
    months: int
    price: int

    @property
    def cost(self) -> int:
        return self.people * self.months * self.price


def choices(asked: Asked) -> list[Choice]:
    """Those who wait, for the rest of the year; half of the gap, and all of it, for a year. What is of nobody is left out."""
    price = price_of(asked)
    waits, gap = waiting(asked), max(0, asked.figure.gap or 0)
    left = max(1, Month.at(asked.month.year, _YEAR) - asked.month) if asked.month.month < _YEAR else _YEAR
    made = [
        Choice(Words("A. Yang sudah lolos dan menunggu dana", "A. Those valid who wait for money"), waits, left, price),
        Choice(Words("B. Separuh kesenjangan, setahun", "B. Half of the gap, for a year"), (gap + 1) // 2, _YEAR, price),
        Choice(Words("C. Seluruh kesenjangan, setahun", "C. The whole gap, for a year"), gap, _YEAR, price),
    ]
    return [one for one in made if one.people]


def price_of(asked: Asked) -> int:
    """JKK and JKM of one vulnerable worker in the lowest class, paid by the regency, in the month that follows."""
    return sum(month_price(source=Fund.Source.APBD, month=asked.month))


def waiting(asked: Asked) -> int:
    """Valid candidates of the rounds here who are on no list in the month."""
    stages = [funnel(round, asked.month, asked.place if len(asked.place) > len(round.place_id) else round.place_id) for round in asked.rounds]
    return sum(max(0, one.valid - one.funded) for one in stages)


def gap(asked: Asked) -> Section:
    """The gap, the price of a person, and the three choices."""
    made, price, notes = choices(asked), price_of(asked), Notes()
    figure = asked.figure
    covered, universe = figure.numerator.value or 0, figure.denominator.value
    mark = notes.mark(_after_note(asked)) if universe and made else 0
    notes.mark(_price_note(price, asked))
    tiles = [
        Tile(Words("Belum terlindungi", "Not covered yet"), count(figure.gap), Words("orang", "people")),
        Tile(Words("Sudah lolos, menunggu dana", "Valid, waiting for money"), count(waiting(asked)), Words("orang", "people")),
        Tile(Words("Iuran seorang sebulan", "One person, one month"), money(price), Words("JKK + JKM, kelas terendah", "JKK + JKM, lowest class")),
    ]
    rows = [
        [words(one.name), count(one.people), count(one.months), money(one.cost), ratio(covered + one.people, universe), words(_effect(one, asked))]
        for one in made
    ]
    heads = [
        Head(Words("Pilihan", "Choice")),
        Head(Words("Orang", "People")),
        Head(Words("Bulan", "Months")),
        Head(Words("Biaya", "Cost")),
        Head(Words("Cakupan sesudahnya", "Coverage afterwards"), mark),
        Head(Words("Akibatnya bagi keluarga", "What it means for a family")),
    ]
    title = Words("Biaya tiap pilihan", "Cost of each choice")
    chart = Chart("bar", title, [one.name for one in made], [Series(Words("rupiah", "rupiah"), [one.cost for one in made])], "rupiah")
    return Section(
        "gap",
        Words("Kesenjangan dan biaya", "Gap and cost"),
        _said(made),
        tiles=tiles,
        charts=[chart] if made else [],
        grids=[Grid(title, heads, rows)] if made else [],
        missing=[one for one, lacks in ((_NO_GAP, not universe), (_NOBODY_WAITS, not waiting(asked))) if lacks],
        notes=notes.said,
    )


def _effect(one: Choice, asked: Asked) -> Words:
    """Whether a family has the whole death grant before the money ends."""
    short = short_cover(one.months, asked.month.first_day)
    if short:
        return short
    needed = months_for_full_death_grant(asked.month.first_day).number
    return Words(f"Santunan penuh sejak bulan ke-{needed + 1}.", f"The full grant from month {needed + 1} on.")


def _after_note(asked: Asked) -> Words:
    figure = asked.figure
    return Words(
        f"Cakupan sesudahnya: {figure.numerator.said()} ditambah orang pada pilihan itu, dibagi {figure.denominator.said()}.",
        f"Coverage afterwards: {figure.numerator.said('en')} and the people of that choice, divided by {figure.denominator.said('en')}.",
    )


def _price_note(price: int, asked: Asked) -> Words:
    return Words(
        f"Biaya = orang × bulan × {rupiah(price)} (JKK dan JKM bukan penerima upah, kelas terendah, {asked.month.said()}; "
        "menurut angka hukum di Payung).",
        f"Cost = people × months × {rupiah(price, 'en')} (JKK and JKM of non-wage workers, lowest class, "
        f"{asked.month.said('en')}; the law's figures in "
        "Payung).",
    )


def _said(made: list[Choice]) -> Words:
    if not made:
        return Words(
            "Biaya belum dapat dihitung: belum diketahui berapa yang belum terlindungi", "No cost yet: how many are not covered is not known"
        )
    one = made[0]
    return Words(
        f"{rupiah(one.cost)} melindungi {number(one.people)} orang selama {one.months} bulan",
        f"{rupiah(one.cost, 'en')} covers {number(one.people, 'en')} people for {one.months} months",
    )

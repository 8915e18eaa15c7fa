"""So many people for so many months: what it costs and what it means for the families. No database.

The three months are counted as law/cover.py counts them: a new member has the full grant from the month after them.
"""

from dataclasses import dataclass
from datetime import date

from payung.law.cover import early_death_grant, full_death_grant, months_for_full_death_grant, months_for_scholarship
from payung.law.figure import Value, figure, weakest
from payung.law.read_figures import Mark
from payung.planning.price import lasts_only, months_in_hundredths, short_cover
from payung.values.words import Words, number, rupiah_short, tenths_and_hundredths


@dataclass(frozen=True)
class Consequence:
    """`state` is that of a badge: passes, needs_fixing, rejected or waiting; `mark` how sure the figures are."""

    state: str
    title: Words
    what: Words
    mark: Mark


@dataclass(frozen=True)
class Scenario:
    """Rupiah: `price` a person for all `months` (`first_price` for the first), `cost` of everybody, `amount` that there is.

    `people_for`: as many as the money would pay for.
    """

    key: str
    people: int
    months: int
    price: int
    first_price: int
    amount: int
    people_for: int
    consequences: tuple[Consequence, ...]
    warning: Words | None

    @property
    def cost(self) -> int:
        return self.people * self.price

    @property
    def left(self) -> int:
        return self.amount - self.cost

    @property
    def missing(self) -> int:
        return max(0, -self.left)

    @property
    def lasts(self) -> Words:
        """How long the money pays for these people."""
        hundredths = months_in_hundredths(self.amount, self.people, self.first_price) if self.people else 0
        return Words(
            f"hanya {tenths_and_hundredths(hundredths)} bulan untuk {number(self.people)} orang",
            f"only {tenths_and_hundredths(hundredths, 'en')} months for {number(self.people, 'en')} people",
        )

    @property
    def affordable(self) -> bool:
        return self.people > 0 and self.cost <= self.amount


def scenario(key: str, *, amount: int, prices: tuple[int, ...], people: int | None, eligible: int, on: date) -> Scenario:
    """`prices` of a person for each month; `people` None: as many as the money pays for, but no more than the `eligible` (0: not known yet)."""
    price, months = sum(prices), len(prices)
    people_for = amount // price
    if people is None:
        people = min(people_for, eligible) if eligible else people_for
    warning = lasts_only(amount, people, prices[0], on) if people and people * price > amount else None
    told = (_death(months, on), _target(people, months, on), _scholarship(months, on))
    return Scenario(key, people, months, price, prices[0], amount, people_for, tuple(one for one in told if one), warning)


def _death(months: int, on: date) -> Consequence:
    needed, full = months_for_full_death_grant(on), full_death_grant(on)
    title = Words("Santunan kematian (JKM)", "Death grant (JKM)")
    if not needed.number:
        whole = Words(
            f"Keluarga menerima {rupiah_short(full.number)} sejak hari pertama.",
            f"The family receives {rupiah_short(full.number, 'en')} from the first day.",
        )
        return Consequence("passes", title, whole, weakest([needed.mark, full.mark]))
    early = early_death_grant(on)
    mark = weakest(value.mark for value in (needed, full, early))
    short = short_cover(months, on)
    if short:
        return Consequence("rejected", title, short, mark)
    if months == needed.number:
        return Consequence("needs_fixing", title, _just_ends(needed, early, full), mark)
    begins = needed.number + 1
    return Consequence(
        "passes",
        title,
        Words(
            f"Peserta baru: bulan 1–{needed.number} keluarga menerima {rupiah_short(early.number)}, bulan {begins}–{number(months)} "
            f"{rupiah_short(full.number)}. Santunan penuh {number(months - needed.number)} dari {number(months)} bulan.",
            f"New members: in months 1–{needed.number} the family receives {rupiah_short(early.number, 'en')}, "
            f"in months {begins}–{number(months, 'en')} {rupiah_short(full.number, 'en')}. "
            f"Full grant {number(months - needed.number, 'en')} of {number(months, 'en')} months.",
        ),
        mark,
    )


def _just_ends(needed: Value, early: Value, full: Value) -> Words:
    return Words(
        f"Perlindungan berakhir tepat saat {needed.number} bulan tercapai: keluarga peserta baru menerima {rupiah_short(early.number)}, "
        f"belum {rupiah_short(full.number)}, kecuali iurannya berlanjut.",
        f"Cover ends just as {needed.number} months are reached: a new member's family receives {rupiah_short(early.number, 'en')}, "
        f"not {rupiah_short(full.number, 'en')}, unless contributions go on.",
    )


def _target(people: int, months: int, on: date) -> Consequence | None:
    needed = figure("membership.branch_target_months").find(on)
    if needed is None:
        return None
    title = Words("Target cabang BPJS", "Target of the BPJS branch")
    if months >= needed.number:
        whole = Words(
            f"{number(people)} orang dihitung penuh: {needed.number} bulan iuran atau lebih.",
            f"{number(people, 'en')} people count in full: {needed.number} paid months or more.",
        )
        return Consequence("passes", title, whole, needed.mark)
    counted = people * months // needed.number
    part = Words(
        f"{number(people)} orang × {number(months)} bulan dihitung {number(counted)} orang, karena kurang dari {needed.number} bulan.",
        f"{number(people, 'en')} people × {number(months, 'en')} months count as {number(counted, 'en')}, being fewer than {needed.number} months.",
    )
    return Consequence("needs_fixing", title, part, needed.mark)


def _scholarship(months: int, on: date) -> Consequence:
    needed = months_for_scholarship(on)
    title = Words("Beasiswa anak", "Children's scholarship")
    if months >= needed.number:
        there = Words(f"Tercapai: {needed.number} bulan iuran.", f"Reached: {needed.number} paid months.")
        return Consequence("passes", title, there, needed.mark)
    times = -(-needed.number // months)
    yet = Words(
        f"Perlu {needed.number} bulan iuran (meninggal bukan karena kecelakaan kerja): {number(times)} kali dana seperti ini tanpa putus.",
        f"Takes {needed.number} paid months (death not by work accident): {number(times, 'en')} funds like this one without a gap.",
    )
    return Consequence("waiting", title, yet, needed.mark)

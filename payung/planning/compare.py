"""Scenarios of one fund side by side: what each means in people, money and families, and how one differs from another. No database.

Deaths are taken to come evenly over the months, and everybody as a new member (who was covered before without a gap has the full grant at once).
How many die or have an accident is never ours to say: the rates are what somebody typed, with where they have them from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from payung.law.cover import early_death_grant, full_death_grant, months_for_full_death_grant
from payung.law.figure import figure, weakest
from payung.law.read_figures import Mark
from payung.planning.rank import Criteria
from payung.values.words import Words, number, percent, rupiah

_PARTS = 10**5  # of which a rate is a share: 4.5 of 1,000 a year are 450 of them
_YEAR = 12


@dataclass(frozen=True)
class Rates:
    """Of 100,000 people in a year; rupiah of one accident; None: not known, and nothing is said. `source`: in the words of whoever typed them."""

    deaths: int | None = None
    accidents: int | None = None
    accident_cost: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Families:
    """`full` of `months` months pay the full grant; in hundredths of a case `deaths`, of which `full_deaths`, and `accidents` (None: no rate).

    Rupiah: `grants` of the expected deaths, `early` and `whole` grant of one, `accident_cost` of the expected accidents (None: not known).
    """

    full: int
    months: int
    early: int
    whole: int
    deaths: int | None
    full_deaths: int | None
    accidents: int | None
    grants: int | None
    accident_cost: int | None
    mark: Mark

    @property
    def share(self) -> tuple[int, int]:
        """Of expected deaths, those whose family has the full grant."""
        return self.full, self.months


@dataclass(frozen=True)
class Option:
    """One column: what was asked, and what follows. Rupiah: `price` a person for all `months`, `monthly` for everybody in the first month.

    `measure`: people as the BPJS branch counts them in its target, in hundredths; `point`: rupiah of one more percentage point of coverage.
    """

    key: str
    criteria: Criteria
    amount: int
    months: int
    most_people: int | None
    people: int
    waiting: int
    out: int
    prices: tuple[int, ...]
    families: Families
    measure: int | None
    universe: int | None

    @property
    def price(self) -> int:
        return sum(self.prices)

    @property
    def cost(self) -> int:
        return self.people * self.price

    @property
    def left(self) -> int:
        return self.amount - self.cost

    @property
    def monthly(self) -> int:
        return self.people * self.prices[0]

    @property
    def point_people(self) -> int | None:
        """People of one percentage point of the universe, rounded up."""
        return None if self.universe is None else -(-self.universe // 100)

    @property
    def point(self) -> int | None:
        return None if self.point_people is None else self.point_people * self.price

    def months_for(self, people: int) -> int:
        """Full months that the money would buy for so many people at the price of the first month."""
        return self.amount // (people * self.prices[0]) if people and self.prices[0] else 0


def families(people: int, months: int, rates: Rates, on: date) -> Families:
    """`on`: the first day of cover, whose law says from which month of membership the grant is whole."""
    needed, whole = months_for_full_death_grant(on), full_death_grant(on)
    early = early_death_grant(on) if needed.number else whole
    full = max(0, months - needed.number)
    deaths, accidents = (_expected(people, months, rate) for rate in (rates.deaths, rates.accidents))
    full_deaths = None if deaths is None else _half_up(deaths * full, months)
    grants = None
    if deaths is not None and full_deaths is not None:
        grants = _half_up(full_deaths * whole.number + (deaths - full_deaths) * early.number, 100)
    cost = None if accidents is None or rates.accident_cost is None else _half_up(accidents * rates.accident_cost, 100)
    mark = weakest(value.mark for value in (needed, whole, early))
    return Families(full, months, early.number, whole.number, deaths, full_deaths, accidents, grants, cost, mark)


def measure(people: int, months: int, on: date) -> int | None:
    """People in hundredths as a BPJS branch counts them: in full from six months on, by their share below (1,000 for 3 months: 500)."""
    needed = figure("membership.branch_target_months").find(on)
    return None if needed is None else people * 100 * min(months, needed.number) // needed.number


def changed(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """id, before, after (outcomes) of everybody of two rankings of one fund whose outcome differs; null: not a candidate there."""
    both = first.select("id", before="outcome").join(second.select("id", after="outcome"), on="id", how="full", coalesce=True)
    return both.filter(pl.col("before").ne_missing(pl.col("after"))).sort("id")


def differences(first: Option, second: Option, moved: pl.DataFrame) -> list[Words]:
    """How the second differs from the first, in sentences."""
    told = [_of_people(first, second, moved)]
    told += _of_months(first, second)
    if first.cost != second.cost:
        more = second.cost > first.cost
        by = abs(second.cost - first.cost)
        told.append(
            Words(f"Biayanya {rupiah(by)} {'lebih besar' if more else 'lebih kecil'}.", f"It costs {rupiah(by, 'en')} {'more' if more else 'less'}.")
        )
    one, two = percent(*first.families.share), percent(*second.families.share)
    if one != two:
        en = percent(*first.families.share, "en"), percent(*second.families.share, "en")
        told.append(
            Words(
                f"Dari keluarga peserta baru yang meninggal, {two} menerima santunan penuh, bukan {one}.",
                f"Of the families of new members who die, {en[1]} receive the full grant, not {en[0]}.",
            )
        )
    if first.measure is not None and second.measure is not None and first.measure != second.measure:
        a, b = first.measure // 100, second.measure // 100
        told.append(
            Words(
                f"Cabang BPJS menghitungnya {number(b)} orang, bukan {number(a)}.",
                f"The BPJS branch counts them as {number(b, 'en')} people, not {number(a, 'en')}.",
            )
        )
    return told


def _of_people(first: Option, second: Option, moved: pl.DataFrame) -> Words:
    came = moved.filter(pl.col("after") == "in").height
    went = moved.filter(pl.col("before") == "in").height
    if not came and not went:
        return Words("Orang yang masuk sama.", "The same people are in.")
    by = second.people - first.people
    id = f"{number(abs(by))} orang {'lebih banyak' if by > 0 else 'lebih sedikit'} yang masuk" if by else "Jumlah orangnya sama"
    en = f"{number(abs(by), 'en')} people {'more' if by > 0 else 'fewer'} are in" if by else "Just as many people are in"
    return Words(
        f"{id}: {number(came)} orang jadi masuk, {number(went)} orang tidak lagi.",
        f"{en}: {number(came, 'en')} come in, {number(went, 'en')} no longer are.",
    )


def _of_months(first: Option, second: Option) -> list[Words]:
    by = second.months - first.months
    if not by:
        return []
    return [
        Words(
            f"Perlindungannya {number(abs(by))} bulan {'lebih lama' if by > 0 else 'lebih pendek'}.",
            f"Cover is {number(abs(by), 'en')} months {'longer' if by > 0 else 'shorter'}.",
        )
    ]


def _expected(people: int, months: int, rate: int | None) -> int | None:
    """Cases in hundredths."""
    return None if rate is None else _half_up(people * months * rate * 100, _YEAR * _PARTS)


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def outcomes_together(rankings: Sequence[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """id, person_id, nik, village, and of each scenario outcome, reason, position, age, decile (`outcome_a`, …); `changes`: its outcome
    is not the same in all of them. By the position in the first.
    """
    told = ["id", "person_id", "nik", "village"]
    whole = pl.concat([frame.select(told) for _, frame in rankings]).unique("id", keep="first")
    for key, frame in rankings:
        own = frame.select("id", *(pl.col(name).alias(f"{name}_{key}") for name in ("outcome", "reason", "position", "age", "decile")))
        whole = whole.join(own, on="id", how="left")
    first = rankings[0][0]
    outcomes = [pl.col(f"outcome_{key}").fill_null("") for key, _ in rankings]
    return whole.with_columns(changes=pl.any_horizontal(*(one != outcomes[0] for one in outcomes))).sort(f"position_{first}", "id", nulls_last=True)

"""What a year ahead will cost: people × the price of each of its months. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from payung.law.read_figures import Mark
from payung.values.month import Month


@dataclass(frozen=True)
class Price:
    """Rupiah for one person in each month of the year, and how sure the least sure figure behind it is."""

    months: Mapping[Month, int]
    mark: Mark

    @property
    def year(self) -> int:
        return sum(self.months.values())


@dataclass(frozen=True)
class NeedLine:
    """A fund whose people would be paid for again: `people` on its list now, of whom `too_old` are so on the first day of the year and drop out;
    `turning` reach that age within it and stay; `waiting` are its reserve.
    """

    fund: int
    name: str
    people: int
    too_old: int
    turning: int
    waiting: int
    price: Price

    @property
    def same(self) -> int:
        return max(0, self.people - self.too_old)

    @property
    def cost(self) -> int:
        return self.same * self.price.year

    @property
    def cost_with_reserve(self) -> int:
        return (self.same + self.waiting) * self.price.year


@dataclass(frozen=True)
class Plan:
    """One way to go on: `key` is same, reserve or all."""

    key: str
    people: int
    rupiah: int


def plans(lines: Iterable[NeedLine], valid: int) -> list[Plan]:
    """Same people; with the reserve; all `valid` candidates of the right age. Who is on no list now is priced as the fund with most people pays."""
    lines = list(lines)
    if not lines:
        return []
    same, cost = sum(line.same for line in lines), sum(line.cost for line in lines)
    reserve = sum(line.waiting for line in lines)
    largest = max(lines, key=lambda line: (line.people, line.fund))
    others = max(0, valid - same)
    return [
        Plan("same", same, cost),
        Plan("reserve", same + reserve, sum(line.cost_with_reserve for line in lines)),
        Plan("all", same + others, cost + others * largest.price.year),
    ]


def by_month(lines: Iterable[NeedLine], months: Iterable[Month]) -> list[tuple[Month, int]]:
    """Rupiah of the same people in each month."""
    lines = list(lines)
    return [(month, sum(line.same * line.price.months[month] for line in lines)) for month in months]

"""What money of a source buys before a fund is opened: people, months, rates with their articles, and what to know about so few months."""

from dataclasses import dataclass
from datetime import date

from payung.law.explain import Step
from payung.law.figure import weakest
from payung.law.given import Segment
from payung.law.read_figures import Mark
from payung.law.tariff import Line
from payung.planning.price import lasts_only, month_contribution, months_in_hundredths, short_cover
from payung.values.month import Month
from payung.values.words import Words


@dataclass(frozen=True)
class Rate:
    """JKK and JKM of one person from the month `first` to `last`, in rupiah; `cited`: the articles of the first of them."""

    first: Month
    last: Month
    jkk: int
    jkm: int
    cited: str
    mark: Mark

    @property
    def total(self) -> int:
        return self.jkk + self.jkm


@dataclass(frozen=True)
class Worth:
    """Rupiah: `price` of a person for all months, `cost` of all `people`; `hundredths`: the months that the amount pays for these people."""

    amount: int
    months: int
    people: int
    price: int
    rates: tuple[Rate, ...]
    hundredths: int
    warning: Words | None
    mark: Mark
    steps: tuple[Step, ...]

    @property
    def cost(self) -> int:
        return self.people * self.price

    @property
    def left(self) -> int:
        return self.amount - self.cost


def worth(
    *,
    source: str,
    amount: int,
    first_month: Month,
    months: int,
    people: int | None = None,
    income: int | None = None,
    segment: Segment = Segment.BPU,
) -> Worth:
    """`people` None: as many as the amount pays for in every month. Errors as `month_contribution`."""
    all_months = first_month.upto(first_month + (months - 1))
    results = [(month, month_contribution(source=source, month=month, income=income, segment=segment)) for month in all_months]
    rates: list[Rate] = []
    for month, result in results:
        cited = "; ".join(dict.fromkeys(one.source for one in result.steps))
        rate = Rate(month, month, result.lines[Line.JKK], result.lines[Line.JKM], cited, result.mark)
        last = rates[-1] if rates else None
        if last and (last.jkk, last.jkm) == (rate.jkk, rate.jkm):
            rates[-1] = Rate(last.first, month, last.jkk, last.jkm, last.cited, weakest([last.mark, rate.mark]))
        else:
            rates.append(rate)
    price = sum(result.total for _, result in results)
    bought = amount // price if people is None else people
    on = first_month.first_day
    hundredths = months_in_hundredths(amount, bought, rates[0].total) if bought else 0
    return Worth(
        amount,
        months,
        bought,
        price,
        tuple(rates),
        hundredths,
        _warning(amount, bought, price, rates[0].total, months, on),
        weakest(rate.mark for rate in rates),
        results[0][1].steps,
    )


def _warning(amount: int, people: int, price: int, monthly: int, months: int, on: date) -> Words | None:
    if people and people * price > amount:
        return lasts_only(amount, people, monthly, on)
    return short_cover(months, on)

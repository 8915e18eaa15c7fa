"""The price of a month: which share of which base each line is, and which relief applies.

The arithmetic is written once and works on a whole number (one person, explained) and on a column expression (a million rows) alike: only `*`, `+`
and `//` of whole numbers that are not negative.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol, Self, TypeVar

from payung.law.figure import Figure, Value, figure, figures
from payung.law.given import Payer, Programme, Sector, Segment
from payung.law.read_figures import Mark
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words


class Line(StrEnum):
    """A line of a bill: a programme, and who owes it where two do. The central government pays JKP_GOVERNMENT; JKK_JKM is the migrants' package,
    which the law does not split."""

    JKK = "JKK"
    JKM = "JKM"
    JHT_EMPLOYER = "JHT_EMPLOYER"
    JHT_WORKER = "JHT_WORKER"
    JP_EMPLOYER = "JP_EMPLOYER"
    JP_WORKER = "JP_WORKER"
    JKP_GOVERNMENT = "JKP_GOVERNMENT"
    JKK_JKM = "JKK_JKM"


class Whole(Protocol):
    """A whole number or a column of them."""

    def __mul__(self, other: int, /) -> Self: ...
    def __add__(self, other: int | Self, /) -> Self: ...
    def __sub__(self, other: int | Self, /) -> Self: ...
    def __floordiv__(self, other: int, /) -> Self: ...


W = TypeVar("W", bound=Whole)


def share(amount: W, rate: int, per: int) -> W:
    """`rate` of `per` parts of an amount in rupiah that is not negative; half a rupiah is rounded up."""
    return (amount * rate + per // 2) // per


def banded(amount: W, rows: Sequence[Mapping[str, int]]) -> W:
    """Each part of the amount, from one row's `above` to the next one's, times that row's `rate`: the sum, not yet divided."""
    ends = [row["above"] for row in rows[1:]]
    parts = [at_most(amount, end) - at_most(amount, row["above"]) for row, end in zip(rows, ends, strict=False)]
    parts.append(amount - at_most(amount, rows[-1]["above"]))
    total = parts[0] * rows[0]["rate"]
    for part, row in zip(parts[1:], rows[1:], strict=True):
        total = total + part * row["rate"]
    return total


def at_most(amount: W, ceiling: int) -> W:
    """The amount, or the ceiling where the amount is above it."""
    clipped: Any = min(amount, ceiling) if isinstance(amount, int) else amount.clip(upper_bound=ceiling)  # type: ignore[attr-defined]
    return clipped  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Relief:
    """A relief within its months: `reaches` says whether this payer has it; `choice` and `doubt` where the act's words on the payer are unread."""

    value: Value
    reaches: bool
    choice: Mark | None
    doubt: Words | None


@dataclass(frozen=True)
class Term:
    """One line: the figure `price`, then the reliefs.

    The price is a share of the base up to `ceiling` (`rate`), an amount for everybody (`rate`), or a share for each part of the base (its rows).
    """

    line: Line
    programme: Programme
    price: Value
    rate: int
    ceiling: Value | None
    reliefs: tuple[Relief, ...]

    def full(self, base: W) -> W:
        """Rupiah before any relief."""
        if self.price.unit.per is None:
            return base * 0 + self.rate
        if self.banded:
            return share(banded(base, self.price.rows), 1, self.price.unit.per)
        return share(self.counted(base), self.rate, self.price.unit.per)

    @property
    def banded(self) -> bool:
        """Whether each part of the base has a rate of its own."""
        return isinstance(self.price.value, list)

    def counted(self, base: W) -> W:
        """The part of the base that counts."""
        return at_most(base, self.ceiling.number) if self.ceiling else base

    def due(self, base: W) -> W:
        """Rupiah to pay: each relief leaves its share of the rounded contribution, rounded again."""
        amount = self.full(base)
        for relief in self.reliefs:
            if relief.reaches:
                amount = share(amount, relief.value.number, relief.value.unit.per or 1)
        return amount

    @property
    def numbers(self) -> tuple[object, ...]:
        """What the amount depends on besides the base: equal numbers, equal amounts."""
        bands = tuple(tuple(row.values()) for row in self.price.rows) if self.banded else ()
        return (
            self.line,
            self.rate,
            bands,
            self.price.unit.per,
            self.ceiling and self.ceiling.number,
            tuple(relief.value.number for relief in self.reliefs if relief.reaches),
        )


@dataclass(frozen=True)
class Tariff:
    """The lines of a month for one kind of worker and payer; `classes` (BPU) turns an income into the base."""

    segment: Segment
    classes: Value | None
    terms: tuple[Term, ...]

    @property
    def numbers(self) -> tuple[object, ...]:
        """Equal for two months in which everybody pays the same."""
        rows = tuple((row["income_from"], row["base"]) for row in self.classes.rows) if self.classes else ()
        return (self.segment, rows, *(term.numbers for term in self.terms))


_PRICES: dict[Segment, dict[Programme, tuple[tuple[Line, str], ...]]] = {
    Segment.BPU: {
        Programme.JKK: ((Line.JKK, "bpu.jkk_rate"),),
        Programme.JKM: ((Line.JKM, "bpu.jkm_amount"),),
        Programme.JHT: ((Line.JHT_WORKER, "bpu.jht_rate"),),
    },
    Segment.NON_ASN: {
        Programme.JKK: ((Line.JKK, "wage.jkk_rate_non_asn"),),
        Programme.JKM: ((Line.JKM, "wage.jkm_rate"),),
        Programme.JHT: ((Line.JHT_EMPLOYER, "wage.jht_employer_rate"), (Line.JHT_WORKER, "wage.jht_worker_rate")),
    },
    Segment.PU: {
        Programme.JKK: ((Line.JKK, "wage.jkk_rate"),),
        Programme.JKM: ((Line.JKM, "wage.jkm_rate"),),
        Programme.JHT: ((Line.JHT_EMPLOYER, "wage.jht_employer_rate"), (Line.JHT_WORKER, "wage.jht_worker_rate")),
        Programme.JP: ((Line.JP_EMPLOYER, "wage.jp_employer_rate"), (Line.JP_WORKER, "wage.jp_worker_rate")),
        Programme.JKP: ((Line.JKP_GOVERNMENT, "jkp.government_rate"),),
    },
    Segment.CONSTRUCTION: {
        Programme.JKK: ((Line.JKK, "construction.jkk_wage_rate"),),
        Programme.JKM: ((Line.JKM, "construction.jkm_wage_rate"),),
    },
}
_BY_CONTRACT = {
    Programme.JKK: ((Line.JKK, "construction.jkk_contract_rates"),),
    Programme.JKM: ((Line.JKM, "construction.jkm_contract_rates"),),
}
_CEILINGS = {Programme.JP: "wage.jp_ceiling", Programme.JKP: "jkp.wage_ceiling"}


def programmes_of(segment: Segment) -> tuple[Programme, ...]:
    """What participants of the segment, or their employers, can pay for."""
    return (Programme.JKK, Programme.JKM, Programme.JHT) if segment == Segment.MIGRANT else tuple(_PRICES[segment])


def refuse_unless_paid(segment: Segment, programmes: Iterable[Programme]) -> None:
    """InputError for a programme that the segment does not have, or for none at all."""
    there = ", ".join(programmes_of(segment))
    asked = list(programmes)
    if not asked:
        raise InputError("contribution.programme", Words(f"Pilih paling sedikit satu program: {there}.", f"Choose at least one programme: {there}."))
    for programme in asked:
        if programme not in programmes_of(segment):
            raise InputError(
                "contribution.programme",
                Words(
                    f"Segmen {segment} tidak membayar {programme}. Pilih: {there}.", f"Segment {segment} does not pay {programme}. Choose: {there}."
                ),
            )


@lru_cache(maxsize=512)
def tariff(
    segment: Segment,
    month: Month,
    programmes: tuple[Programme, ...],
    payer: Payer,
    sector: Sector,
    risk_group: int | None = None,
    labour_intensive: bool = False,
    by_contract: bool = False,
) -> Tariff:
    """The figures in force on the first day of the month, put together. `by_contract` (CONSTRUCTION): the base is the contract's value.

    Errors: InputError for a programme that the segment does not have, a risk group that does not exist, or MIGRANT, whose package knows no base
    (`migrant`); RefusedError for a month without figures.
    """
    if segment == Segment.MIGRANT:
        raise InputError(
            "contribution.package",
            Words("Iuran pekerja migran berupa paket; hitung satu per satu.", "Migrant workers pay a package; calculate one at a time."),
        )
    refuse_unless_paid(segment, programmes)
    on, terms = month.first_day, []
    for programme in dict.fromkeys(programmes):
        prices = (_BY_CONTRACT if by_contract else _PRICES[segment])[programme]
        reliefs = tuple(_reliefs(segment, programme, payer, sector, labour_intensive, on))
        ceiling = figure(_CEILINGS[programme]).on(on) if programme in _CEILINGS else None
        for line, key in prices:
            price = figure(key).on(on)
            terms.append(Term(line, programme, price, _rate(price, risk_group), ceiling, reliefs))
    return Tariff(segment, figure("bpu.classes").on(on) if segment == Segment.BPU else None, tuple(terms))


def _rate(price: Value, risk_group: int | None) -> int:
    if isinstance(price.value, int):
        return price.number
    if isinstance(price.value, list):
        return 0
    if str(risk_group) not in price.named:
        raise InputError(
            "contribution.risk_group",
            Words(
                f"Isi kelompok risiko {' / '.join(price.named)}, bukan “{risk_group or ''}”.",
                f"Give the risk group, {' / '.join(price.named)}, not “{risk_group or ''}”.",
            ),
        )
    return price.named[str(risk_group)]


def _reliefs(segment: Segment, programme: Programme, payer: Payer, sector: Sector, labour_intensive: bool, on: date) -> Iterator[Relief]:
    for act in figures("relief."):
        value, scope = act.find(on), act.scope
        if value and segment in scope["segments"] and programme in scope["programmes"] and _same_work(act, sector, labour_intensive):
            choice = scope.get("payers_unread", {}).get(payer)
            doubt = Words(**scope["doubt"]) if choice else None
            yield Relief(value, payer not in scope.get("payers_out", []), Mark(choice) if choice else None, doubt)


def _same_work(act: Figure, sector: Sector, labour_intensive: bool) -> bool:
    return bool(act.scope.get("sector", sector) == sector and act.scope.get("labour_intensive", labour_intensive) == labour_intensive)

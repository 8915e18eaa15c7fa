"""Paying ahead: participants without a wage pay several months at once, as many as BPJS takes in practice."""

from dataclasses import dataclass, replace
from typing import Any

from payung.law.contribution import contribution
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import figure
from payung.law.given import READERS, Given, Segment
from payung.law.read_case import read_case, whole
from payung.law.read_figures import Mark
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, number

RULE = "advance"


@dataclass(frozen=True)
class Ahead:
    """`by_month` and their sum `total` in rupiah."""

    by_month: dict[Month, int]
    total: int
    mark: Mark
    steps: tuple[Step, ...]


def paid_ahead(given: Given, months: int) -> Ahead:
    """What `months` months cost, the first being the given one, each at its own price.

    Errors: InputError for a segment that pays by the month or a month that is late; RefusedError for more months than are taken, and for a month
    whose figures are not known yet.
    """
    if given.segment != Segment.BPU or given.months_late or months < 1:
        raise InputError(
            "advance.not_ahead",
            Words(
                "Hanya BPU membayar di muka, paling sedikit satu bulan dan tanpa bulan terlambat.",
                "Only BPU pays ahead, at least one month and none of them late.",
            ),
        )
    most = figure("late.months_ahead").on(given.month.first_day)
    if months > most.number:
        raise RefusedError(
            "advance.too_far",
            Words(
                f"Bayar di muka paling banyak {most.number} bulan, bukan {number(months)}.",
                f"At most {most.number} months are paid ahead, not {number(months, 'en')}.",
            ),
        )
    results = {month: contribution(replace(given, month=month)) for month in given.month.upto(given.month + (months - 1))}
    total = sum(result.total for result in results.values())
    steps = [one for result in results.values() for one in result.steps]
    steps.append(step("{months} bulan dibayar di muka: {total}.", "{months} months paid ahead: {total}.", most, months=str(months), total=total))
    return Ahead({month: result.total for month, result in results.items()}, total, mark_of(steps), tuple(steps))


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """The keys of "contribution" and `months`; the result has `by_month` for its lines."""
    case = read_case(RULE, given, {**READERS, "months": whole}, ("segment", "month", "months"))
    months = case.pop("months")
    ahead = paid_ahead(Given(**case), months)
    return {
        "by_month": {str(month): due for month, due in ahead.by_month.items()},
        "total": ahead.total,
        "mark": str(ahead.mark),
        "steps": told(ahead.steps),
    }

"""How many people are on lists: of any place and month, of one segment, fund, sex or kind of work, now or as it was known on a day.

Asked of prepared figures (models.py), to which comes what has changed since they were prepared (changed.py); everybody counts once. No question
counts people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from payung.billing.models import Bill
from payung.coverage.changed import changed_steps
from payung.coverage.models import CoverBlock, CoverFund, CoverState
from payung.coverage.numbers import OTHER_WORK, Numbers
from payung.coverage.packed import SEXES, unpack
from payung.planning.models import Fund
from payung.planning.sources import trades
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

COUNTED = ("listed", "paid")
"""Numerators that follow from lists and bills."""


@dataclass(frozen=True)
class Question:
    """Which people are asked about; what is None is not asked. `numerator`: one of COUNTED; `segments`: the law's, of funds; `fund`, `round`: their
    numbers; `occupation`: a key of trades.yaml or OTHER_WORK; `known`: a day, at whose end the figures were known, or a CoverState's number.
    """

    numerator: str = "listed"
    segments: tuple[str, ...] | None = None
    fund: int | None = None
    round: int | None = None
    sex: str | None = None
    occupation: str | None = None
    known: date | int | None = None


LISTED = Question()


def people_in(
    place_code: str,
    month: Month,
    *,
    numerator: str = "listed",
    segment: str | None = None,
    fund: int | None = None,
    sex: str | None = None,
    occupation: str | None = None,
    known: date | int | None = None,
) -> int:
    """People of the place ("": the nation) on a list in the month, each once; see Question. InputError for what Question does not know."""
    question = Question(numerator, (segment,) if segment else None, fund, None, sex, occupation, known)
    return people_of([place_code], [month], question)[place_code, month]


def people_of(places: Sequence[str], months: Sequence[Month], question: Question = LISTED) -> dict[tuple[str, Month], int]:
    """The same for every place and month, in one look."""
    _check(question)
    if isinstance(question.known, date):
        question = replace(question, known=state_on(question.known))
    found = {(place, month): 0 for place in places for month in months}
    running = _known_running(months, question) if question.known is not None else _running(months, question)
    if not any(running.values()) or not places:
        return found
    numbers = Numbers()
    steps = _steps(places, question, numbers).group_by("place", "funds", "month").agg(pl.col("people").sum())
    sets = numbers.members(steps["funds"].unique().to_list())
    for month in months:
        there = running[month]
        funds = [*there, *(key for key, members in sets.items() if members <= there)]
        now = steps.filter(pl.col("month") <= month.no, pl.col("funds").is_in(pl.Series(funds, dtype=pl.Int32).implode()))
        found |= {(place, month): people for place, people in now.group_by("place").agg(pl.col("people").sum()).iter_rows()}
    return found


def state_on(day: date) -> int:
    """The number of what was known at the end of that day; 0 before the first."""
    return CoverState.objects.filter(on__lte=day).order_by("-pk").values_list("pk", flat=True).first() or 0


def _check(question: Question) -> None:
    known: tuple[tuple[str | None, Sequence[str | None], Words], ...] = (
        (question.numerator, COUNTED, Words("Pembilang", "The numerator")),
        (question.sex, (None, *SEXES), Words("Jenis kelamin", "The sex")),
        (question.occupation, (None, OTHER_WORK, *trades()), Words("Jenis pekerjaan", "The kind of work")),
    )
    for name, names, what in known:
        if name not in names:
            choices = ", ".join(one for one in names if one)
            raise InputError(
                "coverage.definition_unknown",
                Words(f"{what.id} “{name}” tidak dikenal. Pilih: {choices}.", f"{what.en} “{name}” is not known. Choose: {choices}."),
            )


def _running(months: Sequence[Month], question: Question) -> dict[Month, frozenset[int]]:
    """Funds that pay in each month and are asked about; where people count whose contribution is paid, those whose month is."""
    funds = Fund.objects.filter(first_month__lte=max(months), last_month__gte=min(months))
    if question.segments is not None:
        funds = funds.filter(segment__in=question.segments)
    if question.round is not None:
        funds = funds.filter(round=question.round)
    bills = Bill.objects.filter(month__gte=min(months), month__lte=max(months))
    if question.fund is not None:
        funds, bills = funds.filter(pk=question.fund), bills.filter(fund=question.fund)
    held = list(funds.values_list("pk", "first_month", "last_month"))
    found = {month: frozenset(pk for pk, first, last in held if first <= month <= last) for month in months}
    if question.numerator == "paid":
        paid = set(bills.fully_paid().values_list("fund_id", "month"))
        found = {month: frozenset(pk for pk in there if (pk, month) in paid) for month, there in found.items()}
    return found


def _known_running(months: Sequence[Month], question: Question) -> dict[Month, frozenset[int]]:
    """The same as it was known at a state."""
    lines = CoverFund.objects.filter(month__in=list(months), state__lte=question.known).order_by("state")
    if question.round is not None:
        lines = lines.filter(fund__round=question.round)
    if question.fund is not None:
        lines = lines.filter(fund=question.fund)
    newest = {(fund, month): told for fund, month, *told in lines.values_list("fund", "month", "runs", "paid", "segment")}
    found: dict[Month, set[int]] = {month: set() for month in months}
    for (fund, month), (runs, paid, segment) in newest.items():
        if runs and (paid or question.numerator != "paid") and (question.segments is None or segment in question.segments):
            found[month].add(fund)
    return {month: frozenset(there) for month, there in found.items()}


def _steps(places: Sequence[str], question: Question, numbers: Numbers) -> pl.DataFrame:
    """Steps of these places that are asked about: of the blocks, and without `known` of what changed since."""
    blocks = CoverBlock.objects.filter(place__in=places)
    if question.known is not None:
        blocks = blocks.filter(state__lte=question.known)
    steps = unpack([(place, bytes(held)) for place, held in blocks.values_list("place", "steps")])
    if question.known is None:
        changed = changed_steps(_stem(places), numbers, by_kind=question.occupation is not None)
        steps = pl.concat([steps, _at(places, changed)])
    if question.sex is not None:
        steps = steps.filter(pl.col("sex") == SEXES.index(question.sex))
    return steps if question.occupation is None else steps.filter(pl.col("kind") == numbers.kinds[question.occupation])


def _stem(places: Sequence[str]) -> str:
    """What the codes of all of them begin with."""
    first, last = min(places), max(places)
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:same]


def _at(places: Sequence[str], leaves: pl.DataFrame) -> pl.DataFrame:
    """Steps of whatever lies in the places asked about, as steps of these."""
    length = pl.col("place").str.len_chars()
    ends = sorted({len(place) for place in places})
    found = pl.concat([leaves.filter(length >= end).with_columns(pl.col("place").str.head(end)) for end in ends])
    return found.filter(pl.col("place").is_in(pl.Series(places, dtype=pl.String).implode()))

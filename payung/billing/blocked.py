"""Whose claims wait until the arrears of a fund are paid."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from payung.billing.arrears import Arrears, arrears_of
from payung.billing.queries import overdue_months
from payung.law.given import Segment
from payung.planning.models import Fund
from payung.registry.bulk import as_one, one_of, read_frame
from payung.roster.models import Change, Reason
from payung.values.month import Month


@dataclass(frozen=True)
class Blocked:
    """`arrears`: the months for which this person is billed, up to that of the event, that are due and not paid.

    Where its `left` is below zero, paying them does not bring the right back.
    """

    person: int
    happened_on: date
    arrears: Arrears


def blocked_by_arrears(fund: Fund, persons: Mapping[int, date], *, on: date) -> list[Blocked]:
    """`persons`: person -> day of the death or accident. Those of them whom unpaid months of the fund block on that day, by person.

    Nobody is blocked by a month that is not due yet, by one after the event, or by one for which they are not billed.
    """
    months = overdue_months(fund, on)
    if not months or not persons:
        return []
    owed: dict[int, set[Month]] = defaultdict(set)
    for person, number in _lines(fund, sorted(month.no for month in months), list(persons)).iter_rows():
        if Month(number) <= Month.of(persons[person]):
            owed[person].add(Month(number))
    found = ((person, arrears_of(held, on, Segment(fund.segment))) for person, held in sorted(owed.items()))
    return [Blocked(person, persons[person], late) for person, late in found if late is not None]


def _lines(fund: Fund, months: list[int], persons: list[int]) -> pl.DataFrame:
    """person, month of the fund's bills of these months that name one of these people."""
    sql = f"""SELECT l.person_id, b.month FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id
        WHERE b.fund_id = %s AND {one_of("b.month")} AND {one_of("l.person_id")}"""
    return read_frame(sql, [fund.pk, as_one(months), as_one(persons)], {"person": pl.Int64, "month": pl.Int32})


def deaths_of(fund: Fund) -> dict[int, date]:
    """Person -> day of death, of those who left the fund's list because they died and whose day is known."""
    left = Change.objects.filter(fund=fund, direction="out", reason=Reason.DECEASED, happened_on__isnull=False)
    return {person: day for person, day in left.values_list("person_id", "happened_on") if day is not None}

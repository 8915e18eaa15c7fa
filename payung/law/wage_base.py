"""The month's wage that contributions are counted on, where wages are not paid by the month. PP 44/2015 Pasal 19; PP 46/2015 Pasal 17."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import Value, figure
from payung.law.given import MOST_RUPIAH
from payung.law.read_case import list_of, one_of, read_case, whole
from payung.law.read_case import month as month_of
from payung.law.read_figures import Mark
from payung.law.tariff import share
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words, number

RULE = "wage_base"


class Pay(StrEnum):
    """MONTHLY basic wage and fixed allowances; DAILY one day's wage; PIECE by piece or job; WEATHER by piece where the weather decides."""

    MONTHLY = "MONTHLY"
    DAILY = "DAILY"
    PIECE = "PIECE"
    WEATHER = "WEATHER"


@dataclass(frozen=True)
class Base:
    """`amount` in rupiah a month."""

    amount: int
    mark: Mark
    steps: tuple[Step, ...]


def wage_base(kind: Pay, amounts: Sequence[int], month: Month) -> Base:
    """From rupiah amounts: the parts of a month's wage (MONTHLY), one day's wage (DAILY), or the last months' wages, oldest or newest first (PIECE 3,
    WEATHER 12; whoever has worked for less gives the months there are).

    Errors: InputError for no amount, too many, or one that cannot be.
    """
    rule = figure(f"wage_base.{kind.lower()}").on(month.first_day)
    most = {Pay.MONTHLY: len(amounts), Pay.DAILY: 1}.get(kind, rule.number)
    if not 1 <= len(amounts) <= most:
        raise InputError(
            "wage_base.how_many",
            Words(
                f"Isi paling sedikit 1 dan paling banyak {max(most, 1)} jumlah untuk {kind}.",
                f"Give at least 1 and at most {max(most, 1)} amounts for {kind}.",
            ),
        )
    if not all(0 <= amount <= MOST_RUPIAH for amount in amounts):
        raise InputError(
            "wage_base.impossible_amount",
            Words("Ada jumlah yang tidak mungkin. Tulis ulang dalam rupiah.", "An amount is impossible. Write it again in rupiah."),
        )
    amount, told_base = _counted(kind, amounts, rule)
    return Base(amount, mark_of([told_base]), (told_base,))


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """Given `kind`, `amounts` and `month`; the result has `amount`."""
    case = read_case(RULE, given, {"kind": one_of(Pay), "amounts": list_of(whole), "month": month_of}, ("kind", "amounts", "month"))
    base = wage_base(case["kind"], case["amounts"], case["month"])
    return {"amount": base.amount, "mark": str(base.mark), "steps": told(base.steps)}


def _counted(kind: Pay, amounts: Sequence[int], rule: Value) -> tuple[int, Step]:
    total = sum(amounts)
    if kind == Pay.MONTHLY:
        return total, step("Upah pokok dan tunjangan tetap: {total}.", "Basic wage and fixed allowances: {total}.", rule, total=total)
    if kind == Pay.DAILY:
        amount = total * rule.number
        return amount, step(
            "Upah sehari {total} × {days} = {amount}.",
            "A day's wage {total} × {days} = {amount}.",
            rule,
            total=total,
            days=str(rule.number),
            amount=amount,
        )
    amount = share(total, 1, len(amounts))
    months = Words(number(len(amounts)), number(len(amounts), "en"))
    return amount, step(
        "Rata-rata {months} bulan terakhir: {total} / {months} = {amount}.",
        "Average of the last {months} months: {total} / {months} = {amount}.",
        rule,
        months=months,
        total=total,
        amount=amount,
    )

"""The package of a migrant worker: one payment for the whole contract. Permenaker 4/2023 Pasal 18."""

from typing import Any

from payung.law.explain import Step, step
from payung.law.figure import figure
from payung.law.given import Given, Programme
from payung.law.late import MOST_MONTHS
from payung.law.tariff import Line, refuse_unless_paid
from payung.values.errors import InputError
from payung.values.words import Words, number


def migrant_lines(given: Given) -> tuple[dict[Line, int], list[Step]]:
    """JKK and JKM for the whole contract, or for the time before the work where no contract is given; JHT a month, at its lowest choice.

    Errors: InputError for JKK without JKM or the other way round, a programme that migrants do not have, months that cannot be.
    """
    refuse_unless_paid(given.segment, given.programmes)
    lines: dict[Line, int] = {}
    steps: list[Step] = []
    if (Programme.JKK in given.programmes) != (Programme.JKM in given.programmes):
        raise InputError(
            "contribution.package",
            Words("JKK dan JKM pekerja migran satu paket. Pilih keduanya.", "JKK and JKM of migrant workers are one package. Choose both."),
        )
    if Programme.JKK in given.programmes:
        lines[Line.JKK_JKM], told = _package(given)
        steps.append(told)
    if Programme.JHT in given.programmes:
        lowest = figure("migrant.jht_least").on(given.month.first_day)
        lines[Line.JHT_WORKER] = lowest.number
        steps.append(
            step(
                "JHT_WORKER: paling sedikit {amount} sebulan; pekerja boleh memilih lebih.",
                "JHT_WORKER: at least {amount} a month; the worker may choose more.",
                lowest,
                amount=lowest.number,
            )
        )
    return lines, steps


def _package(given: Given) -> tuple[int, Step]:
    on, months = given.month.first_day, given.contract_months
    if months is None:
        before = figure("migrant.before_work").on(on)
        return before.number, step(
            "JKK dan JKM sebelum bekerja: {amount}.", "JKK and JKM before the work begins: {amount}.", before, amount=before.number
        )
    if not 0 < months <= MOST_MONTHS:
        raise InputError(
            "contribution.contract_months",
            Words(
                f"Perjanjian kerja dari 1 sampai {MOST_MONTHS} bulan, bukan {number(months)}.",
                f"A contract lasts from 1 to {MOST_MONTHS} months, not {number(months, 'en')}.",
            ),
        )
    packages, further = figure("migrant.by_contract").on(on), figure("migrant.further_month").on(on)
    shortest, *longer = packages.rows
    chosen = max([shortest, *(row for row in longer if row["months"] <= months)], key=lambda row: row["months"])
    length, price = chosen["months"], chosen["price"]
    more = max(months - length, 0)
    amount = price + more * further.number
    parts: dict[str, Any] = {
        "months": Words(number(months), number(months, "en")),
        "length": Words(number(length), number(length, "en")),
        "more": Words(number(more), number(more, "en")),
        "price": price,
        "each": further.number,
        "amount": amount,
    }
    if not more:
        return amount, step(
            "JKK dan JKM untuk perjanjian {months} bulan: paket {length} bulan, {amount}.",
            "JKK and JKM for a contract of {months} months: the package of {length} months, {amount}.",
            packages,
            **parts,
        )
    return amount, step(
        "JKK dan JKM untuk perjanjian {months} bulan: paket {length} bulan {price} + {more} × {each} = {amount}.",
        "JKK and JKM for a contract of {months} months: the package of {length} months {price} + {more} × {each} = {amount}.",
        packages,
        further,
        **parts,
    )

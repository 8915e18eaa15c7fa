"""The cash benefit after the loss of a job (JKP): PP 37/2021 Pasal 19-21, 35, 39-40, as amended by PP 6/2025."""

from datetime import date
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, Right, amount, counted, natural, reasons_told, split
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import figure
from payung.law.read_case import day, one_of, read_case
from payung.law.read_figures import Mark
from payung.law.tariff import share
from payung.values.words import Words

RULE = "jobloss"


class Ending(StrEnum):
    """How the job ended; only DISMISSED has the benefit (PP 37/2021 Pasal 20)."""

    DISMISSED = "DISMISSED"
    CONTRACT_ENDED = "CONTRACT_ENDED"
    RESIGNED = "RESIGNED"
    DISABLED = "DISABLED"
    RETIRED = "RETIRED"
    DIED = "DIED"


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """The months of cash after a dismissal.

    Given `ended_on`, `ending`, `wage` (rupiah, the last reported), `months_paid` (within the 24 before), `months_in_a_row` (paid before the end),
    `claims_before` (0), `months_since_claim` (paid since the claim before), `months_in_arrears` (of the employer, 0).
    Result `entitled`, `months` (rupiah of each month), `lines` {JKP}, `total`, `payable_now`, `payable_after_settlement`, `payer`, `reasons`, `mark`,
    `steps`.
    """
    case = read_case(RULE, given, _READERS, ("ended_on", "ending", "wage", "months_paid"))
    reasons = _hindrances(case)
    steps = [reason.step for reason in reasons]
    right, months = Right.NONE, list[int]()
    if not any(reason.code.startswith("no_") for reason in reasons):
        right, about = _arrears(case)
        months, how = _months(case)
        reasons += about
        steps = [*how, *(reason.step for reason in reasons)]
    lines = {"JKP": sum(months)}
    return {
        "entitled": right != Right.NONE,
        "months": months,
        "lines": lines,
        **split(lines, right),
        "reasons": reasons_told(reasons),
        "mark": str(mark_of(steps)),
        "steps": told(steps),
    }


def _hindrances(case: dict[str, Any]) -> list[Reason]:
    """What stands against the right ("no_…"), and what is doubtful."""
    on, found = case["ended_on"], []
    needed, times, between = (figure(f"jobloss.{name}").on(on) for name in ("paid_months", "times", "months_between"))
    if case["ending"] != Ending.DISMISSED:
        found.append(
            Reason(
                "no_dismissal",
                step(
                    "JKP hanya untuk pemutusan hubungan kerja, bukan pengunduran diri, cacat total tetap, pensiun, meninggal, atau habis kontrak.",
                    "JKP is for a dismissal only, not for resignation, total disability, retirement, death or the end of a contract.",
                    figure("jobloss.dismissal_only").on(on),
                ),
            )
        )
    if case["months_paid"] < needed.number:
        found.append(
            Reason(
                "no_months",
                step(
                    "Masa iur {paid} bulan dalam 24 bulan, kurang dari {needed}.",
                    "{paid} paid months within 24, fewer than {needed}.",
                    needed,
                    paid=counted(case["months_paid"]),
                    needed=counted(needed.number),
                ),
            )
        )
    found += _in_a_row(case, on)
    before = case.get("claims_before", 0)
    if before >= times.number:
        found.append(
            Reason(
                "no_claim_left", step("JKP sudah diterima {times} kali.", "JKP has been received {times} times.", times, times=counted(times.number))
            )
        )
    elif before and case.get("months_since_claim", 0) < between.number:
        found.append(
            Reason(
                "no_new_claim",
                step(
                    "Masa iur sejak JKP sebelumnya harus {needed} bulan.",
                    "{needed} months must have been paid since the claim before.",
                    between,
                    needed=counted(between.number),
                ),
            )
        )
    return found


def _in_a_row(case: dict[str, Any], on: date) -> list[Reason]:
    rule = figure("jobloss.months_in_a_row")
    value = rule.find(on)
    if value is None:
        return [
            Reason(
                "in_a_row_unread",
                step(
                    "Apakah iuran berturut-turut masih disyaratkan setelah PP 6/2025 belum dibaca.",
                    "Whether months in a row are still a condition after PP 6/2025 was not read.",
                    rule.values[-1],
                    choice=Mark.MEMORY,
                ),
            )
        ]
    if case.get("months_in_a_row", 0) < value.number:
        return [
            Reason(
                "no_row",
                step(
                    "Iuran harus dibayar {needed} bulan berturut-turut.",
                    "{needed} months in a row must have been paid.",
                    value,
                    needed=counted(value.number),
                ),
            )
        ]
    return []


def _arrears(case: dict[str, Any]) -> tuple[Right, list[Reason]]:
    rule, months = figure("jobloss.arrears").on(case["ended_on"]), case.get("months_in_arrears", 0)
    if months <= rule.number:
        return Right.FULL, []
    return Right.EMPLOYER_FIRST, [
        Reason(
            "arrears_employer_first",
            step(
                "Pengusaha menunggak {months} bulan berturut-turut (batas {limit}): pengusaha membayar dulu dan meminta gantinya setelah melunasi.",
                "The employer is {months} months in arrears (limit {limit}): the employer pays first and reclaims it after settling.",
                rule,
                months=counted(months),
                limit=counted(rule.number),
            ),
        )
    ]


def _months(case: dict[str, Any]) -> tuple[list[int], list[Step]]:
    on, wage = case["ended_on"], case["wage"]
    shares, most, ceiling = (figure(f"jobloss.{name}").on(on) for name in ("share", "months", "wage_ceiling"))
    counts, steps = min(wage, ceiling.number), []
    if counts < wage:
        steps.append(
            step("Upah {wage} dihitung sampai batas {counts}.", "Of the wage {wage} the ceiling {counts} counts.", ceiling, wage=wage, counts=counts)
        )
    rates = [
        max((row for row in shares.rows if row["from_month"] <= no), key=lambda row: row["from_month"])["share"] for no in range(1, most.number + 1)
    ]
    months = [share(counts, rate, shares.unit.per or 1) for rate in rates]
    for rate in dict.fromkeys(rates):
        due = share(counts, rate, shares.unit.per or 1)
        steps.append(
            step(
                "{count} bulan × {rate} × {counts} = {due}.",
                "{count} months × {rate} × {counts} = {due}.",
                shares,
                most,
                count=counted(rates.count(rate)),
                rate=Words(shares.said("id", rate), shares.said("en", rate)),
                counts=counts,
                due=due * rates.count(rate),
            )
        )
    return months, steps


_READERS = {
    "ended_on": day,
    "ending": one_of(Ending),
    "wage": amount,
    "months_paid": natural(24),
    "months_in_a_row": natural(24),
    "claims_before": natural(99),
    "months_since_claim": natural(900),
    "months_in_arrears": natural(900),
}

"""The pension (JP): who has it, and how much a month. PP 45/2015 Pasal 14-24."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, amount, counted, dated, months_between, natural, reasons_told, years_after
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import figure
from payung.law.read_case import day, one_of, read_case, yes_no
from payung.law.read_figures import Mark
from payung.law.tariff import share
from payung.values.words import Words, percent

RULE = "pension"
MOST_MONTHS = 900


class Kind(StrEnum):
    """Whose pension: the participant's own (OLD_AGE, DISABILITY) or a survivor's."""

    OLD_AGE = "OLD_AGE"
    DISABILITY = "DISABILITY"
    SPOUSE = "SPOUSE"
    CHILD = "CHILD"
    PARENT = "PARENT"


def retires_on(born_on: date) -> date:
    """The first day on which the age then in force is reached (PP 45/2015 Pasal 15)."""
    steps = figure("pension.retirement_age").values
    for rule, following in zip(steps, [*steps[1:], None], strict=True):
        birthday = years_after(born_on, rule.number)
        if following is None or birthday < following.from_:
            return birthday
    raise AssertionError("the last age has no successor")


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """The first year's pension a month, or the savings at once.

    Given `kind`, `event_on`, `months_paid`, `average_wage` (rupiah a month, weighted by inflation as BPJS states it), `born_on` (of the participant,
    OLD_AGE), `member_since` and `months_possible` (months that should have been paid; DISABILITY and survivors), `current_pension` (rupiah, if the
    dead person already had one), `after_spouse` (CHILD after a widow's or widower's pension), `savings` (contributions and yield, OLD_AGE).
    Result `entitled`, `lines` {MONTHLY, ONCE}, `from` (the day the right counts), `retires_on` (OLD_AGE), `reasons`, `mark`, `steps`.
    """
    kind = read_case(RULE, {"kind": given.get("kind")}, {"kind": one_of(Kind)}, ("kind",))["kind"]
    known = "born_on" if kind == Kind.OLD_AGE else "member_since"
    case = read_case(RULE, given, _READERS, ("event_on", "months_paid", "average_wage", known))
    result: dict[str, Any] = {"entitled": True, "lines": {"MONTHLY": 0, "ONCE": 0}, "from": _first_of_next_month(case["event_on"]).isoformat()}
    reasons: list[Reason] = []
    if kind == Kind.OLD_AGE:
        retires = retires_on(case["born_on"])
        result["retires_on"], result["from"] = retires.isoformat(), _first_of_next_month(max(retires, case["event_on"])).isoformat()
        reasons, monthly = _old_age(case, retires)
        if not monthly:
            result["entitled"] = case["event_on"] >= retires
            result["lines"]["ONCE"] = case.get("savings", 0) if result["entitled"] else 0
            return _handed(result, reasons, [])
    due, steps = _monthly(case, kind)
    result["lines"]["MONTHLY"] = due
    return _handed(result, reasons, steps)


def _handed(result: dict[str, Any], reasons: list[Reason], steps: list[Step]) -> dict[str, Any]:
    every = [*(reason.step for reason in reasons), *steps]
    return {**result, "reasons": reasons_told(reasons), "mark": str(mark_of(every)), "steps": told(every)}


def _old_age(case: dict[str, Any], retires: date) -> tuple[list[Reason], bool]:
    ages, needed = figure("pension.retirement_age"), figure("pension.needed_months").on(case["event_on"])
    if case["event_on"] < retires:
        age = ages.on(retires)
        return [
            Reason(
                "too_young",
                step(
                    "Usia pensiun {age} tahun tercapai {retires}.",
                    "The retirement age of {age} is reached on {retires}.",
                    age,
                    age=counted(age.number),
                    retires=dated(retires),
                ),
            )
        ], False
    paid, enough = counted(case["months_paid"]), counted(needed.number)
    if case["months_paid"] < needed.number:
        return [
            Reason(
                "too_few",
                step(
                    "Masa iur {paid} bulan, kurang dari {needed}: iuran dan hasil pengembangannya dibayar sekaligus.",
                    "{paid} paid months, fewer than {needed}: contributions and yield are paid at once.",
                    needed,
                    paid=paid,
                    needed=enough,
                ),
            )
        ], False
    return [
        Reason(
            "months",
            step(
                "Masa iur {paid} bulan, cukup dari {needed}: pensiun bulanan.",
                "{paid} paid months, enough of {needed}: a monthly pension.",
                needed,
                paid=paid,
                needed=enough,
            ),
        )
    ], True


def _monthly(case: dict[str, Any], kind: Kind) -> tuple[int, list[Step]]:
    on, kinds = case["event_on"], figure("pension.kinds").on(case["event_on"])
    per, rate = kinds.unit.per or 1, kinds.named[kind]
    part = Words(percent(rate, per), percent(rate, per, "en"))
    if "current_pension" in case:
        due, steps = (
            share(case["current_pension"], rate, per),
            [step("{part} dari pensiun {pension}.", "{part} of the pension {pension}.", kinds, part=part, pension=case["current_pension"])],
        )
    else:
        accrual, (months, steps) = figure("pension.accrual").on(on), _counted_months(case, kind)
        formula = share(case["average_wage"] * months, accrual.number, (accrual.unit.per or 1) * 12)
        due = share(formula, rate, per)
        steps.append(
            step(
                "Rumus: {accrual} × {months} bulan / 12 × {wage} = {formula}; {part} = {due}.",
                "Formula: {accrual} × {months} months / 12 × {wage} = {formula}; {part} = {due}.",
                accrual,
                kinds,
                accrual=Words(accrual.said(), accrual.said("en")),
                months=counted(months),
                wage=case["average_wage"],
                formula=formula,
                part=part,
                due=due,
            )
        )
    if kind == Kind.CHILD and case.get("after_spouse"):
        due = share(due, kinds.named[Kind.SPOUSE], per)
        steps.append(step("Setelah janda atau duda: separuhnya, {due}.", "After a widow or widower: half of it, {due}.", kinds, due=due))
    least, most = figure("pension.least").on(on), figure("pension.most").on(on)
    within = min(max(due, least.number), most.number)
    if within != due:
        steps.append(
            step(
                "Pensiun sebulan antara {least} dan {most}: {within}.",
                "A pension is between {least} and {most} a month: {within}.",
                least,
                most,
                least=least.number,
                most=most.number,
                within=within,
            )
        )
    return within, steps


def _counted_months(case: dict[str, Any], kind: Kind) -> tuple[int, list[Step]]:
    """Fewer months count as 15 years where membership and density suffice (Pasal 20(3), 21(3), 22(3), 23(3)); else those paid."""
    on, paid = case["event_on"], case["months_paid"]
    needed, density = figure("pension.needed_months").on(on), figure("pension.density").on(on)
    if kind == Kind.OLD_AGE or paid >= needed.number:
        return paid, []
    member, per = figure("pension.member_months").on(on), density.unit.per or 1
    possible = case.get("months_possible", max(1, months_between(case["member_since"], on)))
    long_enough = months_between(case["member_since"], on) >= member.named[kind]
    rate = Words(percent(min(paid, possible), possible), percent(min(paid, possible), possible, "en"))
    if long_enough and paid * per >= density.number * possible:
        return needed.number, [
            step(
                "Kepadatan iuran {rate}: masa iur dihitung {months} bulan.",
                "Density {rate}: {months} months count.",
                needed,
                density,
                member,
                rate=rate,
                months=counted(needed.number),
            )
        ]
    return paid, [
        step(
            "Syarat kepesertaan atau kepadatan iuran ({rate}) belum terpenuhi: dihitung masa iur sebenarnya; aturan tidak menyebut ini.",
            "Membership or density ({rate}) do not suffice: the months paid count; the rule has no words on this.",
            density,
            member,
            choice=Mark.MEMORY,
            rate=rate,
        )
    ]


def _first_of_next_month(on: date) -> date:
    return (on.replace(day=1) + timedelta(days=32)).replace(day=1)


_READERS = {
    "kind": one_of(Kind),
    "event_on": day,
    "months_paid": natural(MOST_MONTHS),
    "average_wage": amount,
    "born_on": day,
    "member_since": day,
    "months_possible": natural(MOST_MONTHS),
    "current_pension": amount,
    "after_spouse": yes_no,
    "savings": amount,
}

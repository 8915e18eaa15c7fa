"""What a death brings the family: JKM (PP 44/2015 Pasal 34, PP 82/2019) or, when the work was the cause, JKK (Pasal 25(2)b, Lampiran III)."""

from typing import Any

from payung.law.benefit import Reason, Right, amount, counted, dated, months_between, natural, pay_base, pay_of, reasons_told, split
from payung.law.cover import MOST_MONTHS, Scope, arrears, early_death_grant, not_yet_covered, waiting
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import figure
from payung.law.given import Programme, Segment
from payung.law.read_case import day, list_of, one_of, read_case
from payung.law.read_figures import Mark
from payung.law.scholarship import CHILD, Cause, entitlement
from payung.law.tariff import share
from payung.values.errors import InputError
from payung.values.words import Words

RULE = "death"
Lines = dict[str, int]


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """What is due when a participant dies.

    Given `cause` WORK | OTHER, `died_on`, `segment`, `wage` or for BPU `income` (rupiah a month), `member_since`, `months_paid` (in all),
    `months_in_arrears` (in a row, 0), `children`, `three_months_for` ALL | BPU. Without `member_since`, `months_paid` counts as months of membership.
    Result `entitled`, `lines` {DEATH, PERIODIC, FUNERAL} (rupiah, all that is due), `total`, `payable_now`, `payable_after_settlement`, `payer`
    (BPJS | EMPLOYER | null), `scholarship` {eligible, per_child_max, total_max}, `reasons`, `mark`, `steps`.
    """
    case = read_case(RULE, given, _READERS, ("cause", "died_on", "segment"))
    pay = pay_of(RULE, case)
    programme = Programme.JKK if case["cause"] == Cause.WORK else Programme.JKM
    right, reasons = _right(case, programme)
    lines, early = {"DEATH": 0, "PERIODIC": 0, "FUNERAL": 0}, False
    steps: list[Step] = []
    if right != Right.NONE:
        if programme == Programme.JKK:
            lines, steps = _work_death(case, pay)
        else:
            lines, steps, about = _other_death(case)
            early = bool(about and about.code == "waiting")
            reasons += [about] if about else []
    scholarship, why = entitlement(case["cause"], case["died_on"], case.get("months_paid"), case.get("children"), barred=right == Right.NONE or early)
    told_steps = [*steps, *(reason.step for reason in [*reasons, *why])]
    return {
        "entitled": right != Right.NONE,
        "lines": lines,
        **split(lines, right, ["FUNERAL"] if programme == Programme.JKM else []),
        "scholarship": scholarship,
        "reasons": reasons_told([*reasons, *why]),
        "mark": str(mark_of(told_steps)),
        "steps": told(told_steps),
    }


def _right(case: dict[str, Any], programme: Programme) -> tuple[Right, list[Reason]]:
    before = not_yet_covered(case["segment"], case["member_since"], case["died_on"]) if "member_since" in case else None
    if before:
        return Right.NONE, [before]
    right, about = arrears(case["segment"], programme, case.get("months_in_arrears", 0), case["died_on"])
    return right, [about] if about else []


def _work_death(case: dict[str, Any], pay: int | None) -> tuple[Lines, list[Step]]:
    on = case["died_on"]
    base, about = pay_base(RULE, case["segment"], pay, on)
    months, rate, floor = figure("accident.wage_months").on(on), figure("accident.death_share").on(on), figure("death.lump_sum").on(on)
    periodic, funeral = figure("accident.periodic").on(on), figure("accident.funeral").on(on)
    due = share(base * months.number, rate.number, rate.unit.per or 1)
    steps = [about] if about else []
    steps.append(
        step(
            "Santunan kematian: {rate} × {months} × {base} = {due}.",
            "Death benefit: {rate} × {months} × {base} = {due}.",
            rate,
            months,
            rate=Words(rate.said(), rate.said("en")),
            months=counted(months.number),
            base=base,
            due=due,
        )
    )
    if due < floor.number:
        steps.append(
            step("Paling sedikit sama dengan santunan sekaligus JKM: {floor}.", "Not below the lump sum of JKM: {floor}.", floor, floor=floor.number)
        )
    steps.append(
        step(
            "Santunan berkala dibayar sekaligus: {periodic}. Biaya pemakaman: {funeral}.",
            "Periodic benefit paid at once: {periodic}. Funeral: {funeral}.",
            periodic,
            funeral,
            periodic=periodic.number,
            funeral=funeral.number,
        )
    )
    return {"DEATH": max(due, floor.number), "PERIODIC": periodic.number, "FUNERAL": funeral.number}, steps


def _other_death(case: dict[str, Any]) -> tuple[Lines, list[Step], Reason | None]:
    on = case["died_on"]
    lump, periodic, funeral = (figure(f"death.{part}").on(on) for part in ("lump_sum", "periodic", "funeral"))
    wait = waiting(case["segment"], _months(case), on, case.get("three_months_for"))
    steps = []
    if wait.reason and "member_since" not in case:
        steps.append(
            step(
                "Tanggal mulai peserta tidak diisi: bulan iuran dihitung sebagai masa kepesertaan.",
                "The first day of membership is not given: paid months count as membership.",
                figure("cover.full_death_grant_months").on(on),
                choice=Mark.MEMORY,
            )
        )
    if not wait.over:
        early = early_death_grant(on)
        steps.append(
            step("Meninggal {on}: biaya pemakaman {early}.", "Died on {on}: funeral benefit {early}.", early, on=dated(on), early=early.number)
        )
        return {"DEATH": 0, "PERIODIC": 0, "FUNERAL": early.number}, steps, wait.reason
    steps.append(
        step(
            "Meninggal {on}: santunan sekaligus {lump}, santunan berkala dibayar sekaligus {periodic}, biaya pemakaman {funeral}.",
            "Died on {on}: lump sum {lump}, periodic benefit paid at once {periodic}, funeral {funeral}.",
            lump,
            periodic,
            funeral,
            on=dated(on),
            lump=lump.number,
            periodic=periodic.number,
            funeral=funeral.number,
        )
    )
    return {"DEATH": lump.number, "PERIODIC": periodic.number, "FUNERAL": funeral.number}, steps, wait.reason


def _months(case: dict[str, Any]) -> int:
    """Months of membership at death; only where they matter must the case give them."""
    if "member_since" in case:
        return months_between(case["member_since"], case["died_on"])
    needed: int = figure("cover.full_death_grant_months").on(case["died_on"]).number
    if "months_paid" not in case and needed:
        raise InputError(
            "death.missing_key",
            Words(
                "Isi “member_since”: santunan penuh bergantung pada masa kepesertaan.",
                "Give “member_since”: the full grant depends on the length of membership.",
            ),
        )
    months: int = case.get("months_paid", 0)
    return months


_READERS = {
    "cause": one_of(Cause),
    "died_on": day,
    "segment": one_of(Segment),
    "wage": amount,
    "income": amount,
    "member_since": day,
    "months_paid": natural(MOST_MONTHS),
    "months_in_arrears": natural(MOST_MONTHS),
    "children": list_of(CHILD),
    "three_months_for": one_of(Scope),
}

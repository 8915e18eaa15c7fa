"""What the benefit rules have in common: why something is due or not, the pay it is measured by, who pays it and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from payung.law.contribution import base_of
from payung.law.explain import Step, step
from payung.law.figure import figure
from payung.law.given import MOST_RUPIAH, Segment, refuse_other_pay
from payung.law.read_case import UnreadableError, whole
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day, number, rupiah


class Right(StrEnum):
    """FULL: BPJS pays all. AFTER_SETTLEMENT: BPJS pays (all or the rest) once the arrears are paid. EMPLOYER_FIRST: the employer pays and may
    reclaim it after settling. NONE: no right."""

    FULL = "FULL"
    AFTER_SETTLEMENT = "AFTER_SETTLEMENT"
    EMPLOYER_FIRST = "EMPLOYER_FIRST"
    NONE = "NONE"


@dataclass(frozen=True)
class Reason:
    """A step that decides whether, when or how much; `code` lets a screen tell reasons apart."""

    code: str
    step: Step

    def plain(self) -> dict[str, str]:
        return {"code": self.code, "id": self.step.words.id, "en": self.step.words.en, "source": self.step.source, "mark": str(self.step.mark)}


def reasons_told(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """The reasons as plain values for a file."""
    return [reason.plain() for reason in reasons]


def split(lines: dict[str, int], right: Right, before_settlement: Iterable[str] = ()) -> dict[str, Any]:
    """The total of the lines, what of it is payable now and what only after settlement, and who pays ("BPJS", "EMPLOYER" or None)."""
    total = sum(lines.values())
    now = sum(lines[line] for line in before_settlement) if right == Right.AFTER_SETTLEMENT else total
    payer = {Right.NONE: None, Right.EMPLOYER_FIRST: "EMPLOYER"}.get(right, "BPJS")
    return {"total": total, "payable_now": now, "payable_after_settlement": total - now, "payer": payer}


def pay_of(rule: str, case: dict[str, Any]) -> int | None:
    """The `income` of a BPU case, the `wage` of any other, in rupiah a month.

    Errors: InputError "<rule>.other_pay" for the one that the segment does not use; RefusedError for migrants, whose own benefits (Permenaker 4/2023)
    were not read.
    """
    refuse_migrant(rule, case["segment"])
    known = ("wage", "income")
    refuse_other_pay(rule, case["segment"], [name for name in known if name in case], known)
    return case.get("wage", case.get("income"))


def pay_base(rule: str, segment: Segment, pay: int | None, on: date) -> tuple[int, Step | None]:
    """The monthly pay in rupiah that benefits are measured by: the wage, or the base of the BPU class (PP 44/2015 Pasal 32(1), Lampiran II).

    Errors: InputError for a missing wage.
    """
    if segment == Segment.BPU:
        classes = figure("bpu.classes").on(on)
        base = base_of(classes, pay or 0)
        if pay is None:
            return base, step(
                "Penghasilan tidak diisi: kelas terendah, dasar {base}.", "No income given: the lowest class, base {base}.", classes, base=base
            )
        return base, step(
            "Penghasilan {pay} masuk kelas dengan dasar {base}.",
            "An income of {pay} falls into the class with base {base}.",
            classes,
            pay=pay,
            base=base,
        )
    if pay is None:
        raise InputError(f"{rule}.missing_wage", Words(f"Isi upah sebulan untuk segmen {segment}.", f"Give the wage a month for segment {segment}."))
    return pay, None


def refuse_migrant(rule: str, segment: Segment) -> None:
    if segment == Segment.MIGRANT:
        raise RefusedError(
            f"{rule}.migrant",
            Words(
                "Manfaat pekerja migran diatur Permenaker 4/2023, yang belum dibaca. Tanyakan cabang BPJS.",
                "Benefits of migrant workers follow Permenaker 4/2023, which has not been read. Ask the BPJS branch.",
            ),
        )


def amount(value: Any) -> int:
    """A reader of rupiah from 0 to the most that is reckoned with."""
    if not 0 <= whole(value) <= MOST_RUPIAH:
        raise UnreadableError(f"{rupiah(0)}–{rupiah(MOST_RUPIAH)}")
    return whole(value)


def natural(most: int) -> Any:
    """A reader of whole numbers from 0 to `most`."""

    def read(value: Any) -> int:
        if not 0 <= whole(value) <= most:
            raise UnreadableError(f"0–{most}")
        return whole(value)

    return read


def counted(value: int) -> Words:
    """A plain number inside a sentence, where a bare integer would be said as rupiah."""
    return Words(number(value), number(value, "en"))


def dated(value: date) -> Words:
    """A day inside a sentence."""
    return Words(day(value), day(value, "en"))


def years_after(start: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def months_between(since: date, on: date) -> int:
    """Whole months completed, 0 before the first: a month is complete on the same day of a later month, or on that month's last day."""
    months = (on.year - since.year) * 12 + on.month - since.month
    last = (date(on.year + on.month // 12, on.month % 12 + 1, 1) - date(on.year, on.month, 1)).days
    return max(0, months - (on.day < min(since.day, last)))

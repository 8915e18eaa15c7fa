"""The children's scholarship after a death, or after total permanent disability by work: who has it and what is due in which school year.

Sources: PP 44/2015 Pasal 25(3), 34(1)d, 34(2); since 2 December 2019 PP 82/2019 Pasal 25(2)b8, 25(3), 34(1)d, 34(3) with the amounts as BPJS states
them. Paid yearly, by level, for at most two legitimate children, until 23, marriage or work. A child not yet at school keeps the right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, counted, dated, natural, reasons_told, years_after
from payung.law.cover import MOST_MONTHS, months_for_scholarship
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import Value, figure
from payung.law.read_case import day, list_of, one_of, read_case
from payung.law.read_figures import Mark
from payung.values.errors import InputError
from payung.values.words import Words

RULE = "scholarship"


class Cause(StrEnum):
    """WORK: a work accident or occupational disease. OTHER: anything else."""

    WORK = "WORK"
    OTHER = "OTHER"


class Level(StrEnum):
    """TK kindergarten, SD primary, SMP and SMA lower and upper secondary, PT higher education or training; in this order."""

    TK = "TK"
    SD = "SD"
    SMP = "SMP"
    SMA = "SMA"
    PT = "PT"


Child = dict[str, Any]


def CHILD(value: Any) -> Child:
    """A reader of a child: `born_on`; `level` and `grade` (1 is the first year) at the death; `married_on`, `works_since` if they end the right."""
    child = read_case("scholarship.child", value, _CHILD, ("born_on",))
    if "grade" in child and "level" not in child:
        raise InputError("scholarship.child.missing_key", Words("Isi jenjang di samping kelas anak.", "Give the level beside the child's grade."))
    return child


@dataclass(frozen=True)
class Year:
    """One school year: `no` counts the years of the level, `amount` in rupiah, to be claimed from `from_`."""

    first: int
    level: Level
    no: int
    amount: int
    from_: date

    def plain(self) -> dict[str, Any]:
        return {
            "school_year": f"{self.first}/{self.first + 1}",
            "level": str(self.level),
            "year": self.no,
            "amount": self.amount,
            "due_from": self.from_.isoformat(),
        }


def entitlement(
    cause: Cause, on: date, months_paid: int | None, children: tuple[Child, ...] | None, barred: bool = False
) -> tuple[dict[str, Any], list[Reason]]:
    """{"eligible", "per_child_max", "total_max"} and why. `children` None asks for the condition alone and for the legal maximum.

    `barred`: the death itself brings nothing or the funeral benefit alone.
    """
    none = {"eligible": False, "per_child_max": 0, "total_max": 0}
    if barred:
        return none, []
    met, reason = _condition(cause, on, months_paid)
    if not met:
        return none, [reason]
    _refuse_unborn(on, children or ())
    having = None if children is None else [child for child in children if on < ends_on(child, on)]
    if having == []:
        return none, [reason, _no_child(on)]
    flat, most = figure("scholarship.flat").find(on), figure("scholarship.children").on(on)
    each = flat.number if flat else sum(level.named["a_year"] * level.named["years"] for level in _levels(on))
    heads = most.number if having is None else min(len(having), most.number)
    used = (flat,) if flat else tuple(_levels(on))
    total = Reason(
        "scholarship_most",
        step(
            "Beasiswa paling banyak {each} tiap anak, {heads} anak (batas {most}): {total}.",
            "Scholarship of at most {each} a child; children counted: {heads} (limit {most}): {total}.",
            most,
            *used,
            each=each,
            heads=counted(heads),
            most=counted(most.number),
            total=each * heads,
        ),
    )
    return {"eligible": True, "per_child_max": each, "total_max": each * heads}, [reason, total]


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """What each child receives in which school year.

    Given `died_on` (or the day of the disability), `cause` WORK | OTHER, `months_paid`, `children` [{`born_on`, `level`, `grade`, `married_on`,
    `works_since`}]. The first two children that still have the right are counted; without `grade` a child is taken to be in the first year of the
    level, so the sum is the most it can be.
    Result `eligible`, `one_off` (rupiah, deaths before 2 December 2019), `children` [{`child`, `born_on`, `ends_on`, `years` [{school_year, level,
    year, amount, due_from}], `total`}], `total`, `reasons`, `mark`, `steps`.
    """
    case = read_case(RULE, given, _READERS, ("died_on", "cause", "children"))
    on, children = case["died_on"], case["children"]
    verdict, reasons = entitlement(case["cause"], on, case.get("months_paid"), children)
    one_off = verdict["total_max"] if figure("scholarship.flat").find(on) else 0
    steps, told_children, left = [reason.step for reason in reasons], [], figure("scholarship.children").on(on).number
    if verdict["eligible"] and not one_off:
        steps.append(
            step(
                "Tahun ajaran mulai bulan Juli; tahun ajaran saat peserta meninggal ikut dihitung.",
                "A school year begins in July; the one in which the participant died counts.",
                figure("scholarship.school_year_month").on(on),
            )
        )
    for place, child in enumerate(children, 1):
        years: list[Year] = []
        if verdict["eligible"] and not one_off and on < ends_on(child, on):
            years = list(_years(child, on)) if left > 0 else []
            steps += _said(place, child, years, on, counts=left > 0)
            left -= 1
        told_children.append(
            {
                "child": place,
                "born_on": child["born_on"].isoformat(),
                "ends_on": ends_on(child, on).isoformat(),
                "years": [year.plain() for year in years],
                "total": sum(year.amount for year in years),
            }
        )
    return {
        "eligible": verdict["eligible"],
        "one_off": one_off,
        "children": told_children,
        "total": one_off + sum(child["total"] for child in told_children),
        "reasons": reasons_told(reasons),
        "mark": str(mark_of(steps)),
        "steps": told(steps),
    }


def _condition(cause: Cause, on: date, months_paid: int | None) -> tuple[bool, Reason]:
    needed = months_for_scholarship(on)
    if cause == Cause.WORK:
        rule = figure("cover.scholarship_months_work").on(on)
        return True, Reason(
            "scholarship_work",
            step("Akibat kecelakaan kerja: beasiswa tanpa syarat masa iur.", "Caused by work: the scholarship needs no paid months.", rule),
        )
    if months_paid is None:
        return False, Reason(
            "scholarship_unknown",
            step(
                "Masa iur tidak diisi, jadi beasiswa belum dapat dipastikan (perlu {needed} bulan).",
                "Paid months are not given, so the scholarship is not certain (it needs {needed} months).",
                needed,
                needed=counted(needed.number),
            ),
        )
    paid, enough = counted(months_paid), counted(needed.number)
    if months_paid < needed.number:
        return False, Reason(
            "scholarship_too_few",
            step(
                "Masa iur {paid} bulan, kurang dari {needed} bulan: tanpa beasiswa.",
                "{paid} paid months, fewer than {needed}: no scholarship.",
                needed,
                paid=paid,
                needed=enough,
            ),
        )
    return True, Reason(
        "scholarship_months",
        step(
            "Masa iur {paid} bulan, cukup dari {needed} bulan: anak berhak beasiswa.",
            "{paid} paid months, enough of {needed}: the children have the scholarship.",
            needed,
            paid=paid,
            needed=enough,
        ),
    )


def _no_child(on: date) -> Reason:
    return Reason(
        "scholarship_no_child", step("Tidak ada anak yang masih berhak.", "No child has the right any more.", figure("scholarship.children").on(on))
    )


def _refuse_unborn(on: date, children: tuple[Child, ...]) -> None:
    latest = on + timedelta(days=figure("scholarship.born_after_days").on(on).number)
    for child in children:
        if child["born_on"] > latest:
            raise InputError(
                "scholarship.born_too_late",
                Words(
                    f"Anak lahir {dated(child['born_on']).id}, terlalu lama setelah peserta meninggal.",
                    f"A child born {dated(child['born_on']).en}, too long after the death.",
                ),
            )


def ends_on(child: Child, on: date) -> date:
    """The first day without the right: the 23rd birthday, marriage or work, whichever comes first; the 2015 law has no age, so 23 is taken there."""
    rule = figure("scholarship.end_age")
    ends = years_after(child["born_on"], (rule.find(on) or rule.values[0]).number)
    for key in ("married_on", "works_since"):
        ends = min(ends, child.get(key, ends))
    return ends


def _levels(on: date) -> list[Value]:
    return [figure(f"scholarship.{level}").on(on) for level in Level]


def _years(child: Child, on: date) -> Iterator[Year]:
    """Level after level, a year each: from the school year of the death, or from the one in which a younger child enters kindergarten."""
    starts, ends = figure("scholarship.school_year_month").on(on).number, ends_on(child, on)
    first = on.year if on.month >= starts else on.year - 1
    if "level" not in child:
        entry = years_after(child["born_on"], figure("scholarship.first_age").on(on).number)
        first_age_year = entry.year if (entry.month, entry.day) <= (starts, 1) else entry.year + 1
        if first_age_year < first:
            return
        first = first_age_year
    yield from years_from(first, child.get("level", Level.TK), child.get("grade", 1), on, ends)


def years_from(first: int, begun: Level, grade: int, on: date, ends: date) -> Iterator[Year]:
    """From the school year that begins in `first`, in which the child is in that year of that level, to the last that begins before `ends`.

    Amounts by the law of `on`, the day of the death (or disability).
    """
    starts, levels = figure("scholarship.school_year_month").on(on).number, list(Level)
    for level in levels[levels.index(begun) :]:
        rule = figure(f"scholarship.{level}").on(on).named
        for no in range(grade if level == begun else 1, rule["years"] + 1):
            from_ = max(date(first, starts, 1), on)
            if from_ >= ends:
                return
            yield Year(first, level, no, rule["a_year"], from_)
            first += 1


def _said(place: int, child: Child, years: list[Year], on: date, counts: bool) -> Iterator[Step]:
    who = counted(place)
    if not counts:
        most = figure("scholarship.children").on(on)
        yield step(
            "Anak {who}: beasiswa sudah untuk {most} anak lain.",
            "Child {who}: {most} other children have the scholarship already.",
            most,
            who=who,
            most=counted(most.number),
        )
        return
    for level in dict.fromkeys(year.level for year in years):
        same = [year for year in years if year.level == level]
        yield step(
            "Anak {who}, {level} mulai {from_}: {count} tahun × {a_year} = {total}.",
            "Child {who}, {level} from {from_}: {count} years × {a_year} = {total}.",
            figure(f"scholarship.{level}").on(on),
            who=who,
            level=str(level),
            from_=dated(same[0].from_),
            count=counted(len(same)),
            a_year=same[0].amount,
            total=sum(year.amount for year in same),
        )
    age = figure("scholarship.end_age").on(on)
    if "level" not in child:
        yield step(*_NO_LEVEL[bool(years)], figure("scholarship.first_age").on(on), who=who)
    elif "grade" not in child:
        yield step(
            "Anak {who}: kelas tidak diisi, dihitung dari tahun pertama jenjangnya; jumlah ini paling banyak.",
            "Child {who}: no grade given, counted from the first year of the level; the sum is the most it can be.",
            figure(f"scholarship.{child['level']}").on(on),
            choice=Mark.MEMORY,
            who=who,
        )
    yield step(
        "Anak {who}: berakhir {ends} (usia {age} tahun, menikah, atau bekerja).",
        "Child {who}: ends {ends} (age {age}, marriage or work).",
        age,
        who=who,
        ends=dated(ends_on(child, on)),
        age=counted(age.number),
    )


_NO_LEVEL = {
    True: (
        "Anak {who} belum bersekolah dan tetap berhak; usia masuk TK diperkirakan.",
        "Child {who} is not yet at school and keeps the right; the age of entry is estimated.",
    ),
    False: ("Anak {who}: jenjang tidak diisi. Isi bila anak bersekolah.", "Child {who}: no level is given. Give it if the child is at school."),
}
_CHILD = {"born_on": day, "level": one_of(Level), "grade": natural(6), "married_on": day, "works_since": day}
_READERS = {"died_on": day, "cause": one_of(Cause), "months_paid": natural(MOST_MONTHS), "children": list_of(CHILD)}

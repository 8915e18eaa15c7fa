"""The contribution of one worker for one month, line by line, each step explained.

Sources: PP 44/2015 Pasal 16, 18, 20, 54, 55 (JKK, JKM); PP 46/2015 Pasal 16 (JHT); PP 45/2015 Pasal 28-29 (JP); PP 37/2021 Pasal 11 (JKP);
Permenaker 4/2023 Pasal 18 (migrants); reliefs as `figures/relief.yaml` cites them.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import Value, figure
from payung.law.given import MOST_CONTRACT, MOST_RUPIAH, PAY_NAMES, Given, Segment, read_given, refuse_other_pay
from payung.law.late import late_fee
from payung.law.migrant import migrant_lines
from payung.law.read_figures import Mark
from payung.law.tariff import Line, Relief, Tariff, Term, share, tariff
from payung.values.errors import InputError
from payung.values.words import Words, rupiah


@dataclass(frozen=True)
class Result:
    """In rupiah: `lines`; `total`, their sum, the government's share of JKP included; `payable`, what of it employer and worker owe (without that
    share); `late_fee`, on top. `mark` is the least sure of the figures used."""

    lines: dict[Line, int]
    total: int
    payable: int
    late_fee: int
    mark: Mark
    steps: tuple[Step, ...]


def contribution(given: Given) -> Result:
    """What is due for the month. Errors: InputError for a missing or impossible pay; RefusedError for a month without figures."""
    _refuse_other_pay(given)
    lines, steps = migrant_lines(given) if given.segment == Segment.MIGRANT else _lines(given)
    payable = sum(due for line, due in lines.items() if line != Line.JKP_GOVERNMENT)
    fee, told_fee = late_fee(given, payable)
    steps.extend(told_fee)
    return Result(lines, sum(lines.values()), payable, fee, mark_of(steps), tuple(steps))


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """From plain values to plain values; errors as `read_given` and `contribution`.

    Given: the fields of `Given`. Result `lines` {JKK, JKM, JHT_EMPLOYER, JHT_WORKER, JP_EMPLOYER, JP_WORKER, JKP_GOVERNMENT; those that apply},
    `total` (their sum, so with the government's share of JKP), `payable` (what employer and worker owe: `total` without JKP_GOVERNMENT), `late_fee`
    (on top), `mark`, `steps`; in rupiah.
    """
    result = contribution(read_given(given))
    return {
        "lines": {str(line): due for line, due in result.lines.items()},
        "total": result.total,
        "payable": result.payable,
        "late_fee": result.late_fee,
        "mark": str(result.mark),
        "steps": told(result.steps),
    }


def _lines(given: Given) -> tuple[dict[Line, int], list[Step]]:
    month = tariff(
        given.segment,
        given.month,
        given.programmes,
        given.payer,
        given.sector,
        given.risk_group,
        given.labour_intensive,
        given.contract_value is not None,
    )
    base, steps = _base(given, month)
    lines: dict[Line, int] = {}
    for term in month.terms:
        lines[term.line] = term.due(base)
        steps.append(_priced(term, base))
        steps.extend(_relieved(term, base, given))
        if term.line == Line.JKP_GOVERNMENT:
            steps.append(_recomposed(given))
        if term.line == Line.JP_WORKER:
            steps.extend(_put_off(given))
    return lines, steps


def base_of(classes: Value, income: int) -> int:
    """The contribution base of an income in rupiah: the class with the greatest lower bound not above it."""
    rows = classes.rows
    return rows[bisect_right(rows, income, key=lambda row: row["income_from"]) - 1]["base"]


def _base(given: Given, month: Tariff) -> tuple[int, list[Step]]:
    if given.contract_value is not None:
        return _payable(given.contract_value, Words("nilai kontrak", "contract value"), given.segment, MOST_CONTRACT), []
    if month.classes is None:
        return _payable(given.wage, Words("upah", "wage"), given.segment), []
    if given.income is None:
        base = base_of(month.classes, 0)
        return base, [
            step(
                "Penghasilan tidak diisi: kelas terendah, dasar iuran {base}.",
                "No income given: the lowest class, base {base}.",
                month.classes,
                base=base,
            )
        ]
    income = _payable(given.income, Words("penghasilan", "income"), given.segment)
    base = base_of(month.classes, income)
    return base, [
        step(
            "Penghasilan {income} masuk kelas dengan dasar iuran {base}.",
            "An income of {income} falls into the class with base {base}.",
            month.classes,
            income=income,
            base=base,
        )
    ]


def _refuse_other_pay(given: Given) -> None:
    """An amount that the segment's rule does not use is refused, and so are two bases at once."""
    there = [name for name in PAY_NAMES if getattr(given, name) is not None]
    refuse_other_pay("contribution", given.segment, there)
    if len(there) > 1:
        raise InputError(
            "contribution.two_bases",
            Words(
                "Nilai kontrak dipakai hanya bila upah tidak diketahui. Hapus salah satu.",
                "The contract value counts only where wages are not known. Remove one.",
            ),
        )


def _payable(amount: int | None, name: Words, segment: Segment, most: int = MOST_RUPIAH) -> int:
    if amount is None:
        raise InputError(
            "contribution.missing_wage", Words(f"Isi {name.id} sebulan untuk segmen {segment}.", f"Give the {name.en} a month for segment {segment}.")
        )
    if not 0 <= amount <= most:
        raise InputError(
            "contribution.impossible_amount",
            Words(
                f"{rupiah(amount)} bukan {name.id}. Tulis ulang dalam rupiah.", f"{rupiah(amount, 'en')} is no {name.en}. Write it again in rupiah."
            ),
        )
    return amount


def _priced(term: Term, base: int) -> Step:
    full = term.full(base)
    if term.price.unit.per is None:
        return step("{line}: {full} untuk semua kelas.", "{line}: {full} in every class.", term.price, line=str(term.line), full=full)
    if term.banded:
        return _priced_by_part(term, base)
    rate = Words(term.price.said("id", term.rate), term.price.said("en", term.rate))
    counted = term.counted(base)
    if counted == base or term.ceiling is None:
        return step(
            "{line}: {rate} × {base} = {full}, dibulatkan ke rupiah terdekat.",
            "{line}: {rate} × {base} = {full}, to the nearest rupiah.",
            term.price,
            line=str(term.line),
            rate=rate,
            base=base,
            full=full,
        )
    return step(
        "{line}: upah {base} dihitung sampai batas {counted}; {rate} × {counted} = {full}.",
        "{line}: of the wage {base} the ceiling {counted} counts; {rate} × {counted} = {full}.",
        term.price,
        term.ceiling,
        line=str(term.line),
        rate=rate,
        base=base,
        counted=counted,
        full=full,
    )


def _priced_by_part(term: Term, base: int) -> Step:
    """0,21 % of the first 100 million and 0,17 % of the rest, as PP 44/2015 explains Pasal 54(2)."""
    rows = term.price.rows
    reached = [row for row in rows if base > row["above"]] or rows[:1]
    ends = [*(row["above"] for row in reached[1:]), base]
    parts = [(term.price, row["rate"], end - row["above"]) for row, end in zip(reached, ends, strict=True)]
    sums = Words(
        " + ".join(f"{price.said('id', rate)} × {rupiah(part)}" for price, rate, part in parts),
        " + ".join(f"{price.said('en', rate)} × {rupiah(part, 'en')}" for price, rate, part in parts),
    )
    return step(
        "{line}: nilai kontrak {base}: {sums} = {full}.",
        "{line}: contract value {base}: {sums} = {full}.",
        term.price,
        line=str(term.line),
        base=base,
        sums=sums,
        full=term.full(base),
    )


def _recomposed(given: Given) -> Step:
    """What the other programmes give to JKP; nobody pays more for it."""
    on = given.month.first_day
    whole, jkk, jkm = (figure(f"jkp.{name}_rate").on(on) for name in ("total", "from_jkk", "from_jkm"))
    shares: dict[str, Any] = {name: Words(value.said("id"), value.said("en")) for name, value in (("whole", whole), ("jkk", jkk), ("jkm", jkm))}
    return step(
        "Pemerintah pusat yang membayarnya. Sisa dari {whole} diambil dari iuran JKK ({jkk}) dan JKM ({jkm}): bayaran pemberi kerja tetap.",
        "The central government pays it. The rest of {whole} comes out of JKK ({jkk}) and JKM ({jkm}): the employer pays no more.",
        whole,
        jkk,
        jkm,
        **shares,
    )


def _put_off(given: Given) -> Iterator[Step]:
    """The months in which a part of JP was enough at first; the amount due stays."""
    first = figure("late.jp_first_part").find(given.month.first_day)
    if first:
        yield step(
            "JP boleh dibayar {part} dulu; sisanya boleh ditunda.",
            "{part} of JP may be paid first; the rest may be put off.",
            first,
            part=Words(first.said("id"), first.said("en")),
        )


def _relieved(term: Term, base: int, given: Given) -> Iterator[Step]:
    amount = term.full(base)
    for relief in term.reliefs:
        if relief.reaches:
            amount = share(amount, relief.value.number, relief.value.unit.per or 1)
        yield _relief_step(term, relief, amount, given)


def _relief_step(term: Term, relief: Relief, amount: int, given: Given) -> Step:
    applied = ("{line}: {act}, tinggal {left}: {amount}.", "{line}: {act}, {left} remains: {amount}.")
    denied = (
        "{line}: {act} tidak berlaku bila {payer} yang membayar; tetap {amount}.",
        "{line}: {act} does not apply when {payer} pays; still {amount}.",
    )
    id, en = applied if relief.reaches else denied
    doubt = relief.doubt or Words("", "")
    left = Words(relief.value.said("id"), relief.value.said("en"))
    return step(
        f"{id} {doubt.id}".strip(),
        f"{en} {doubt.en}".strip(),
        relief.value,
        choice=relief.choice,
        line=str(term.line),
        act=relief.value.title,
        left=left,
        amount=amount,
        payer=_PAYERS[given.payer],
    )


_PAYERS = {
    "SELF": Words("peserta sendiri", "the participant"),
    "EMPLOYER": Words("pemberi kerja", "the employer"),
    "APBN": Words("APBN", "the state budget"),
    "APBD": Words("APBD", "the regional budget"),
    "VILLAGE": Words("desa", "the village"),
    "DBH": Words("DBH", "a revenue-sharing fund"),
    "CSR": Words("CSR", "a company's CSR"),
    "ZAKAT": Words("zakat", "zakat"),
}

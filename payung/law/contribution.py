"""The contribution of one worker for one month, line by line, each step explained.

Sources: PP 44/2015 Pasal 16, 18, 20 (JKK, JKM); PP 46/2015 Pasal 16 (JHT); PP 45/2015 Pasal 28-29 (JP); reliefs as `figures/relief.yaml` cites them.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from payung.law.explain import Step, mark_of, step
from payung.law.figure import Value
from payung.law.given import MOST_RUPIAH, Given, Segment
from payung.law.read_figures import Mark
from payung.law.tariff import Line, Relief, Tariff, Term, share, tariff
from payung.values.errors import InputError
from payung.values.words import Words, rupiah


@dataclass(frozen=True)
class Result:
    """`lines` and `total` in rupiah; `mark` is the least sure of the figures used."""

    lines: dict[Line, int]
    total: int
    mark: Mark
    steps: tuple[Step, ...]


def contribution(given: Given) -> Result:
    """What is due for the month. Errors: InputError for a missing or impossible pay; RefusedError for a month without figures."""
    month = tariff(given.segment, given.month, given.programmes, given.payer, given.sector, given.risk_group, given.labour_intensive)
    base, steps = _base(given, month)
    lines: dict[Line, int] = {}
    for term in month.terms:
        lines[term.line] = term.due(base)
        steps.append(_priced(term, base))
        steps.extend(_relieved(term, base, given))
    return Result(lines, sum(lines.values()), mark_of(steps), tuple(steps))


def base_of(classes: Value, income: int) -> int:
    """The contribution base of an income in rupiah: the class with the greatest lower bound not above it."""
    rows = classes.rows
    return rows[bisect_right(rows, income, key=lambda row: row["income_from"]) - 1]["base"]


def _base(given: Given, month: Tariff) -> tuple[int, list[Step]]:
    if month.classes is None:
        return _payable(given.wage, Words("upah", "wage"), given.segment), []
    if given.income is None:
        base = base_of(month.classes, 0)
        return base, [step("Penghasilan tidak diisi: kelas terendah, dasar iuran {base}.", "No income given: the lowest class, base {base}.",
                           month.classes, base=base)]
    income = _payable(given.income, Words("penghasilan", "income"), given.segment)
    base = base_of(month.classes, income)
    return base, [step("Penghasilan {income} masuk kelas dengan dasar iuran {base}.", "An income of {income} falls into the class with base {base}.",
                       month.classes, income=income, base=base)]


def _payable(amount: int | None, name: Words, segment: Segment) -> int:
    if amount is None:
        raise InputError("contribution.missing_wage", Words(f"Isi {name.id} sebulan untuk segmen {segment}.",
                                                            f"Give the {name.en} a month for segment {segment}."))
    if not 0 <= amount <= MOST_RUPIAH:
        raise InputError("contribution.impossible_amount", Words(f"{rupiah(amount)} bukan {name.id} sebulan. Tulis ulang dalam rupiah.",
                                                                 f"{rupiah(amount, 'en')} is no {name.en} a month. Write it again in rupiah."))
    return amount


def _priced(term: Term, base: int) -> Step:
    full = term.full(base)
    if term.price.unit.per is None:
        return step("{line}: {full} untuk semua kelas.", "{line}: {full} in every class.", term.price, line=str(term.line), full=full)
    rate = Words(term.price.said("id", term.rate), term.price.said("en", term.rate))
    counted = term.counted(base)
    if counted == base or term.ceiling is None:
        return step("{line}: {rate} × {base} = {full}, dibulatkan ke rupiah terdekat.", "{line}: {rate} × {base} = {full}, to the nearest rupiah.",
                    term.price, line=str(term.line), rate=rate, base=base, full=full)
    return step("{line}: upah {base} dihitung sampai batas {counted}; {rate} × {counted} = {full}.",
                "{line}: of the wage {base} the ceiling {counted} counts; {rate} × {counted} = {full}.",
                term.price, term.ceiling, line=str(term.line), rate=rate, base=base, counted=counted, full=full)


def _relieved(term: Term, base: int, given: Given) -> Iterator[Step]:
    amount = term.full(base)
    for relief in term.reliefs:
        if relief.reaches:
            amount = share(amount, relief.value.number, relief.value.unit.per or 1)
        yield _relief_step(term, relief, amount, given)


def _relief_step(term: Term, relief: Relief, amount: int, given: Given) -> Step:
    applied = ("{line}: {act}, tinggal {left}: {amount}.", "{line}: {act}, {left} remains: {amount}.")
    denied = ("{line}: {act} tidak berlaku bila {payer} yang membayar; tetap {amount}.",
              "{line}: {act} does not apply when {payer} pays; still {amount}.")
    id, en = applied if relief.reaches else denied
    doubt = relief.doubt or Words("", "")
    left = Words(relief.value.said("id"), relief.value.said("en"))
    return step(f"{id} {doubt.id}".strip(), f"{en} {doubt.en}".strip(), relief.value, choice=relief.choice,
                line=str(term.line), act=relief.value.title, left=left, amount=amount, payer=_PAYERS[given.payer])


_PAYERS = {
    "SELF": Words("peserta sendiri", "the participant"), "EMPLOYER": Words("pemberi kerja", "the employer"),
    "APBN": Words("APBN", "the state budget"), "APBD": Words("APBD", "the regional budget"),
    "VILLAGE": Words("desa", "the village"), "DBH": Words("DBH", "a revenue-sharing fund"),
    "CSR": Words("CSR", "a company's CSR"), "ZAKAT": Words("zakat", "zakat"),
}

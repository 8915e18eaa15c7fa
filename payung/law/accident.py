"""What JKK pays in money after a work accident or an occupational disease that the worker survives.

Sources: PP 44/2015 Pasal 25(2)b, 32, 38-39; amounts in Lampiran III, since 2 December 2019 of PP 82/2019. Treatment follows the medical need without
a ceiling and is no line. Amounts are rounded to the nearest rupiah, half a rupiah up.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, Right, amount, counted, natural, pay_base, pay_of, reasons_told, split
from payung.law.cover import MOST_MONTHS, arrears, not_yet_covered
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import Value, figure, figures
from payung.law.given import Programme, Segment
from payung.law.read_case import day, list_of, one_of, read_case, yes_no
from payung.law.read_figures import Mark
from payung.law.tariff import share
from payung.values.errors import InputError
from payung.values.words import Words, percent

RULE = "accident"
# Ten years: the law ends the benefit with recovery, not on a day; more is a slip of the pen.
MOST_DAYS = 10 * 366


class Mode(StrEnum):
    """LAND is land, river and lake."""

    LAND = "LAND"
    SEA = "SEA"
    AIR = "AIR"


# Of these parts a body has several; any other may be named once.
_SEVERAL = {
    "other_finger_right": 3,
    "other_finger_left": 3,
    "other_finger_first_joint_right": 3,
    "other_finger_first_joint_left": 3,
    "big_toe": 2,
    "index_toe": 2,
    "other_toe": 6,
}
_CAPPED = ("home_care", "dentures", "hearing_aid", "glasses")
Paid = tuple[str, int, list[Step]]


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """What is due after an accident.

    Given `segment`, `wage` or for BPU `income` (rupiah a month), `happened_on`, then as far as it applies: `parts` [{`code` of the
    disability table, its words in any order; `loss_percent` of the function or, for `scalp`, of the table's range; `tens` of decibels or per cent
    for items counted so}] or `total` true; `left_handed`; `days_off`; `transport` [{`mode` LAND | SEA | AIR, `cost`}]; `home_care`,
    `prosthesis` (standard price), `dentures`, `hearing_aid`, `glasses` (cost in rupiah); `member_since`, `months_in_arrears`.
    Result `entitled`, `lines` {TRANSPORT, TEMPORARY, PARTIAL, TOTAL, PERIODIC, HOME_CARE, …; those that apply}, `total`, `payable_now`,
    `payable_after_settlement`, `payer`, `reasons`, `mark`, `steps`.
    """
    case = read_case(RULE, given, _READERS, ("segment", "happened_on"))
    if case.get("total") and case.get("parts"):
        raise InputError(
            "accident.total_and_parts",
            Words("Pilih cacat total tetap atau daftar cacat, bukan keduanya.", "Choose total disability or a list of parts, not both."),
        )
    on, pay = case["happened_on"], pay_of(RULE, case)
    before = not_yet_covered(case["segment"], case["member_since"], on) if "member_since" in case else None
    right, about = (Right.NONE, before) if before else arrears(case["segment"], Programme.JKK, case.get("months_in_arrears", 0), on)
    base, said = pay_base(RULE, case["segment"], pay, on)
    reasons, lines, steps = [about] if about else [], {}, [said] if said else []
    if right != Right.NONE:
        steps.insert(
            0,
            step(
                "Pengobatan dijamin menurut kebutuhan medis, tanpa batas biaya, rawat inap kelas I.",
                "Treatment is covered by medical need, without a ceiling, in a class I ward.",
                figure("accident.treatment_unlimited").on(on),
            ),
        )
    for line, due, how in _paid(case, base):
        lines[line] = due if right != Right.NONE else 0
        steps += how if right != Right.NONE else []
    if case.get("total") and right != Right.NONE:
        reasons.append(
            Reason(
                "scholarship",
                step(
                    "Cacat total tetap akibat kerja: anak berhak beasiswa tanpa syarat masa iur.",
                    "Total disability by work: the children have the scholarship without paid months.",
                    figure("cover.scholarship_months_work").on(on),
                ),
            )
        )
    steps = [*steps, *(reason.step for reason in reasons)]
    return {
        "entitled": right != Right.NONE,
        "lines": lines,
        **split(lines, right),
        "reasons": reasons_told(reasons),
        "mark": str(mark_of(steps)),
        "steps": told(steps),
    }


def disability_codes() -> list[str]:
    """The codes of the disability table, in its order."""
    return [found.key.partition(".")[2] for found in figures("disability.")]


def _paid(case: dict[str, Any], base: int) -> Iterator[Paid]:
    on = case["happened_on"]
    if case.get("transport"):
        yield _transport(case["transport"], on)
    if case.get("days_off"):
        yield _temporary(base, case["days_off"], case["segment"], on)
    if case.get("parts"):
        yield _partial(base, case["parts"], case.get("left_handed", False), on)
    if case.get("total"):
        yield from _total(base, on)
    if case.get("prosthesis"):
        rate, price = figure("accident.prosthesis_share").on(on), case["prosthesis"]
        due = share(price, rate.number, rate.unit.per or 1)
        yield (
            "PROSTHESIS",
            due,
            [
                step(
                    "Alat bantu atau pengganti: {rate} × harga patokan {price} = {due}.",
                    "Orthosis or prosthesis: {rate} × the standard price {price} = {due}.",
                    rate,
                    rate=_rate(rate),
                    price=price,
                    due=due,
                )
            ],
        )
    for item in _CAPPED:
        if case.get(item):
            cap = figure(f"accident.{item}").on(on)
            due = min(case[item], cap.number)
            yield item.upper(), due, [_capped(cap.title, case[item], cap.number, due, cap)]


def _transport(trips: tuple[dict[str, Any], ...], on: date) -> Paid:
    caps, costs = figure("accident.transport").on(on), Counter[Mode]()
    for trip in trips:
        costs[trip["mode"]] += trip["cost"]
    due = {mode: min(cost, caps.named[mode]) for mode, cost in costs.items()}
    return "TRANSPORT", sum(due.values()), [_capped(_MODES[mode], costs[mode], caps.named[mode], due[mode], caps) for mode in due]


def _capped(what: Words, cost: int, cap: int, due: int, rule: Value) -> Step:
    return step(
        "{what}: biaya {cost}, batas {cap}: {due}.", "{what}: cost {cost}, ceiling {cap}: {due}.", rule, what=what, cost=cost, cap=cap, due=due
    )


def _temporary(base: int, days: int, segment: Segment, on: date) -> Paid:
    rule, month = figure("accident.temporary_share").on(on), figure("accident.days_of_month").on(on)
    starts = [(row["from_month"] - 1) * month.number for row in rule.rows]
    weighed, parts = 0, []
    for row, start, end in zip(rule.rows, starts, [*starts[1:], days], strict=True):
        counts = max(0, min(days, end) - start)
        if counts:
            weighed += counts * row["share"]
            parts.append((counts, row["share"]))
    due = share(base, weighed, month.number * (rule.unit.per or 1))
    said = Words(
        *(
            " + ".join(f"{counts} {days_} × {rule.said(lang, rate)}" for counts, rate in parts)  # type: ignore[arg-type]
            for lang, days_ in (("id", "hari"), ("en", "days"))
        )
    )
    steps = [
        step(
            "Sementara tidak mampu bekerja: ({said}) × {base} / {month} hari = {due}.",
            "Temporary incapacity: ({said}) × {base} / {month} days = {due}.",
            rule,
            month,
            said=said,
            base=base,
            month=counted(month.number),
            due=due,
        )
    ]
    if segment == Segment.BPU:
        steps.append(
            step(
                "Untuk BPU dihitung dari dasar iuran; aturannya belum dibaca.",
                "For non-wage workers it is measured by the contribution base; the rule was not read.",
                rule,
                choice=Mark.MEMORY,
            )
        )
    return "TEMPORARY", due, steps


def _partial(base: int, parts: tuple[dict[str, Any], ...], left_handed: bool, on: date) -> Paid:
    for code, times in Counter(part["code"] for part in parts).items():
        if times > _SEVERAL.get(code, 1):
            raise InputError(
                "accident.part_twice",
                Words(f"Cacat “{code}” ditulis {times} kali. Tulis sekali.", f"The part “{code}” is named {times} times. Name it once."),
            )
    months, ceiling = figure("accident.wage_months").on(on), figure("accident.partial_ceiling").on(on)
    per = ceiling.unit.per or 1
    weights = [_weight(part, left_handed, on) for part in parts]
    steps = [said for _, said in weights]
    together = sum(weight for weight, _ in weights)  # in hundredths of a basis point, so that a share of a share stays whole
    counts = min(together, ceiling.number * _HUNDRED)
    if counts < together:
        steps.append(step("Jumlah beberapa cacat dibatasi {most}.", "Several disabilities count {most} at most.", ceiling, most=_rate(ceiling)))
    due = share(base * months.number, counts, per * _HUNDRED)
    rate = Words(percent(counts, per * _HUNDRED), percent(counts, per * _HUNDRED, "en"))
    steps.append(
        step(
            "Cacat sebagian: {rate} × {months} × {base} = {due}.",
            "Partial disability: {rate} × {months} × {base} = {due}.",
            months,
            rate=rate,
            months=counted(months.number),
            base=base,
            due=due,
        )
    )
    return "PARTIAL", due, steps


def _weight(part: dict[str, Any], left_handed: bool, on: date) -> tuple[int, Step]:
    """The share of a part in hundredths of a basis point, and the sentence."""
    code, loss = part["code"], part.get("loss_percent", _HUNDRED)
    rule = figure(f"disability.{_other_hand(code) if left_handed else code}").on(on)
    if isinstance(rule.value, dict):
        return _of_range(part, rule)
    by_tens = rule.unit.code == "basis_points_each_ten"
    if by_tens != ("tens" in part):
        raise InputError(
            "accident.tens",
            Words(
                f"{rule.title.id}: {'isi' if by_tens else 'jangan isi'} “tens” (berapa kali sepuluh).",
                f"{rule.title.en}: {'give' if by_tens else 'leave out'} “tens” (how many tens).",
            ),
        )
    id, en, times = "{what}: {rate}", "{what}: {rate}", part.get("tens", 1)
    if left_handed and _other_hand(code) != code:
        id, en = "Kidal, jadi kanan dan kiri ditukar. " + id, "Left-handed, so right and left are exchanged. " + en
    if by_tens:
        id, en = id + " × {times}", en + " × {times}"
    if loss < _HUNDRED:
        id, en = id + ", fungsi berkurang {loss} %", en + ", {loss} % of the function lost"
    return rule.number * times * loss, step(id + ".", en + ".", rule, what=rule.title, rate=_rate(rule), times=counted(times), loss=counted(loss))


def _of_range(part: dict[str, Any], rule: Value) -> tuple[int, Step]:
    """An item of which the table gives a range: the doctor names the share."""
    per, loss = rule.unit.per or 1, part.get("loss_percent", 0)
    least, most = (rule.named[end] * _HUNDRED // per for end in ("least", "most"))
    if not least <= loss <= most:
        raise InputError(
            "accident.range",
            Words(
                f"{rule.title.id}: isi “loss_percent” {least}–{most} menurut dokter.",
                f"{rule.title.en}: give “loss_percent” {least}–{most} as the doctor says.",
            ),
        )
    rate = Words(percent(loss, _HUNDRED), percent(loss, _HUNDRED, "en"))
    return loss * per, step("{what}: {rate} menurut dokter.", "{what}: {rate} as the doctor says.", rule, what=rule.title, rate=rate)


def _total(base: int, on: date) -> Iterator[Paid]:
    rate, months, periodic = (figure(f"accident.{name}").on(on) for name in ("total_share", "wage_months", "periodic"))
    due = share(base * months.number, rate.number, rate.unit.per or 1)
    yield (
        "TOTAL",
        due,
        [
            step(
                "Cacat total tetap: {rate} × {months} × {base} = {due}.",
                "Total permanent disability: {rate} × {months} × {base} = {due}.",
                rate,
                months,
                rate=_rate(rate),
                months=counted(months.number),
                base=base,
                due=due,
            )
        ],
    )
    yield (
        "PERIODIC",
        periodic.number,
        [step("Santunan berkala dibayar sekaligus: {due}.", "Periodic benefit paid at once: {due}.", periodic, due=periodic.number)],
    )


def _rate(rule: Value) -> Words:
    return Words(percent(rule.number, rule.unit.per), percent(rule.number, rule.unit.per, "en"))


def _other_hand(code: str) -> str:
    return code.replace("_right", "_?").replace("_left", "_right").replace("_?", "_left")


def _part(value: Any) -> dict[str, Any]:
    return read_case("accident.part", value, {"code": _code, "loss_percent": natural(_HUNDRED), "tens": natural(_TENS)}, ("code",))


def _code(value: Any) -> str:
    """The table's code, from its words in any order, case and separators ("Right thumb")."""
    words = _words(str(value)[:_LONGEST])
    codes = disability_codes()
    for code in codes:
        if words == _words(code):
            return code
    sided = [code for code in codes if words == [word for word in _words(code) if word not in _SIDES]]
    if len(sided) > 1:
        raise InputError(
            "accident.part.side",
            Words(
                f"Sisi “{str(value)[:40]}” belum disebut. Pilih: {' | '.join(sided)}.", f"Name the side of “{str(value)[:40]}”: {' | '.join(sided)}."
            ),
        )
    raise InputError(
        "accident.part.code",
        Words(
            f"Cacat “{str(value)[:40]}” tidak ada dalam tabel. Yang ada: {', '.join(codes)}.",
            f"“{str(value)[:40]}” is not in the table. There are: {', '.join(codes)}.",
        ),
    )


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"[^\W_]+", text.lower()))


_SIDES, _LONGEST = ("right", "left", "one", "both"), 80
_HUNDRED, _TENS = 100, 12
_MODES = {
    Mode.LAND: Words("Angkutan darat, sungai, atau danau", "Transport by land, river or lake"),
    Mode.SEA: Words("Angkutan laut", "Transport by sea"),
    Mode.AIR: Words("Angkutan udara", "Transport by air"),
}
_READERS = {
    "segment": one_of(Segment),
    "wage": amount,
    "income": amount,
    "happened_on": day,
    "parts": list_of(_part),
    "total": yes_no,
    "left_handed": yes_no,
    "days_off": natural(MOST_DAYS),
    "home_care": amount,
    "prosthesis": amount,
    "dentures": amount,
    "hearing_aid": amount,
    "glasses": amount,
    "transport": list_of(lambda value: read_case("accident.trip", value, {"mode": one_of(Mode), "cost": amount}, ("mode", "cost"))),
    "member_since": day,
    "months_in_arrears": natural(MOST_MONTHS),
}

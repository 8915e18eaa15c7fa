"""Until when BPJS pays and what its delay costs, by when an accident is reported, and when a right is lost.

Sources: PP 44/2015 Pasal 26, 37, 40, 43-44; PP 82/2019 Pasal 26; PP 46/2015 Pasal 31; PP 45/2015 Pasal 25, 35; PP 37/2021 Pasal 40.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, amount, counted, dated, reasons_told, years_after
from payung.law.cover import after_working_days
from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import Value, figure
from payung.law.given import Programme
from payung.law.read_case import day, one_of, read_case
from payung.law.read_figures import Mark
from payung.law.tariff import share
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

RULE = "deadline"


class Kind(StrEnum):
    """PAYMENT by BPJS; REPORT_1 and REPORT_2 of an accident; DECISION on a suspected accident; CLAIM: until when the right lives; DISEASE: until when
    an occupational disease counts after the job; CONFIRM: until when a pensioner confirms the data."""

    PAYMENT = "PAYMENT"
    REPORT_1 = "REPORT_1"
    REPORT_2 = "REPORT_2"
    DECISION = "DECISION"
    CLAIM = "CLAIM"
    DISEASE = "DISEASE"
    CONFIRM = "CONFIRM"


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """A deadline, and what being late means.

    Given `kind`, `programme` JKM | JKK | JHT | JP | JKP, `from` (papers complete; accident or diagnosis; recovery, disability or death; stage I
    report; dismissal; end of the job; last confirmation), `done_on` (paid, reported, decided, claimed, diagnosed, confirmed), `amount` (rupiah, for
    the fine).
    Result `by` (the last day in time), `days_late`, `fine` (rupiah), `reasons`, `mark`, `steps`.
    """
    case = read_case(RULE, given, _READERS, ("kind", "programme", "from"))
    by, steps = _by(case["kind"], case["programme"], case["from"])
    done = case.get("done_on", by)
    late = max(0, (done - by).days)
    fine, reasons = _late(case, by, late) if late else (0, [])
    steps += [reason.step for reason in reasons]
    return {
        "by": by.isoformat(),
        "days_late": late,
        "fine": fine,
        "reasons": reasons_told(reasons),
        "mark": str(mark_of(steps)),
        "steps": told(steps),
    }


def _by(kind: Kind, programme: Programme, start: date) -> tuple[date, list[Step]]:
    if (kind, programme) not in _RULES:
        known = ", ".join(f"{one} {two}" for one, two in _RULES)
        raise InputError(
            "deadline.unknown",
            Words(f"Tidak ada tenggat {kind} {programme}. Yang ada: {known}.", f"There is no deadline {kind} {programme}. There are: {known}."),
        )
    rule = figure(_RULES[kind, programme]).on(start)
    by = _after(start, rule)
    steps = [
        step(
            "{title}: {length} sejak {start}, jadi {by}.",
            "{title}: {length} from {start}, so {by}.",
            rule,
            title=rule.title,
            length=Words(rule.said(), rule.said("en")),
            start=dated(start),
            by=dated(by),
        )
    ]
    newer = figure(rule.key).values[-1]
    if kind == Kind.CLAIM and rule.from_ < newer.from_ <= by:
        steps.append(
            step(
                "Peristiwa ini sebelum {since}; apakah tenggat baru ({length}) berlaku juga belum dibaca.",
                "This came before {since}; whether the new period ({length}) holds too was not read.",
                newer,
                choice=Mark.MEMORY,
                since=dated(newer.from_),
                length=Words(newer.said(), newer.said("en")),
            )
        )
    return by, steps


def _after(start: date, rule: Value) -> date:
    length = rule.number
    if rule.unit.code == "working_days":
        return after_working_days(start, length)
    if rule.unit.code == "years":
        return years_after(start, length)
    if rule.unit.code == "months":
        month = Month.of(start) + length
        return date(month.year, month.month, min(start.day, month.last_day.day))
    return start + (timedelta(hours=length) if rule.unit.code == "hours" else timedelta(days=length))


def _late(case: dict[str, Any], by: date, late: int) -> tuple[int, list[Reason]]:
    kind, programme, done = case["kind"], case["programme"], case["done_on"]
    rule = figure(_RULES[kind, programme]).on(case["from"])
    if kind == Kind.PAYMENT:
        return _fine(programme, by, done, late, case.get("amount", 0))
    if kind == Kind.CLAIM:
        return 0, [
            Reason(
                "lapsed",
                step(
                    "Diajukan {done}, lewat {by}: hak gugur.", "Claimed {done}, after {by}: the right is lost.", rule, done=dated(done), by=dated(by)
                ),
            )
        ]
    reasons = [Reason("late", step("Lewat {late} hari dari {by}.", "After {by} by {late} days.", rule, late=counted(late), by=dated(by)))]
    moved = figure("deadline.late_report_to_employer").find(case["from"]) if kind in (Kind.REPORT_1, Kind.REPORT_2) else None
    if moved:
        reasons.append(
            Reason(
                "to_employer",
                step("Laporan terlambat: manfaat JKK menjadi tanggungan pemberi kerja.", "A late report: the employer owes the JKK benefits.", moved),
            )
        )
    return 0, reasons


def _fine(programme: Programme, by: date, done: date, late: int, amount_due: int) -> tuple[int, list[Reason]]:
    if programme == Programme.JHT:
        return 0, [
            Reason(
                "no_fine",
                step(
                    "Terlambat {late} hari; ganti rugi JHT tidak ditemukan dalam aturan.",
                    "{late} days late; no fine for JHT was found in the rules.",
                    figure("deadline.pay_jht").on(by),
                    late=counted(late),
                ),
            )
        ]
    rate = figure(f"deadline.fine_{programme.lower()}").on(by)
    times, choice, id, en = late, None, "{times} hari", "{times} days"
    if programme == Programme.JP:
        times, choice, id, en = _months_begun(by, done), Mark.MEMORY, "{times} bulan berjalan", "{times} months begun"
    fine = share(amount_due * times, rate.number, rate.unit.per or 1)
    return fine, [
        Reason(
            "fine",
            step(
                "Terlambat " + id + ": {times} × {rate} × {amount} = {fine} ganti rugi dari BPJS.",
                "Late by " + en + ": {times} × {rate} × {amount} = {fine} due from BPJS.",
                rate,
                choice=choice,
                times=counted(times),
                rate=Words(rate.said(), rate.said("en")),
                amount=amount_due,
                fine=fine,
            ),
        )
    ]


def _months_begun(by: date, done: date) -> int:
    return (done.year - by.year) * 12 + done.month - by.month + (done.day > by.day)


_RULES = {
    (Kind.PAYMENT, Programme.JKM): "deadline.pay_jkm",
    (Kind.PAYMENT, Programme.JKK): "deadline.pay_jkk",
    (Kind.PAYMENT, Programme.JHT): "deadline.pay_jht",
    (Kind.PAYMENT, Programme.JP): "deadline.pay_jp",
    (Kind.REPORT_1, Programme.JKK): "deadline.report_stage_1",
    (Kind.REPORT_2, Programme.JKK): "deadline.report_stage_2",
    (Kind.DECISION, Programme.JKK): "deadline.decide_suspected",
    (Kind.DISEASE, Programme.JKK): "deadline.disease_after_work",
    (Kind.CONFIRM, Programme.JP): "deadline.confirm_pension",
    (Kind.CLAIM, Programme.JKK): "deadline.lapse_jkk",
    (Kind.CLAIM, Programme.JKP): "deadline.lapse_jkp",
}
_READERS = {"kind": one_of(Kind), "programme": one_of(Programme), "from": day, "done_on": day, "amount": amount}

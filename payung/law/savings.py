"""Old-age savings (JHT): the balance with its yield at 56, on death or total disability; a part of it once after ten years.

Sources: PP 46/2015 Pasal 22-23, 26; PP 60/2015. Taking the balance after leaving a job is regulated by the minister and is not carried here.
"""

from enum import StrEnum
from typing import Any

from payung.law.benefit import Reason, amount, counted, dated, months_between, natural, reasons_told, years_after
from payung.law.explain import mark_of, step, told
from payung.law.figure import figure
from payung.law.read_case import day, one_of, read_case
from payung.law.tariff import share
from payung.values.words import Words

RULE = "savings"


class Event(StrEnum):
    """Why JHT is asked for: the age, death, total disability, or a part for a house or other needs."""

    AGE = "AGE"
    DEATH = "DEATH"
    DISABILITY = "DISABILITY"
    HOUSING = "HOUSING"
    OTHER = "OTHER"


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """What of the balance is payable.

    Given `event`, `event_on`, `balance` (rupiah, contributions and yield as BPJS states it), `born_on` (AGE), `member_since` and `parts_taken` (0)
    (HOUSING, OTHER). Result `entitled`, `lines` {JHT}, `total`, `reasons`, `mark`, `steps`.
    """
    event = read_case(RULE, {"event": given.get("event")}, {"event": one_of(Event)}, ("event",))["event"]
    case = read_case(RULE, given, _READERS, ("event_on", "balance", *_NEEDED.get(event, ())))
    entitled, due, reason = _part(case) if event in (Event.HOUSING, Event.OTHER) else _all(case)
    return {
        "entitled": entitled,
        "lines": {"JHT": due},
        "total": due,
        "reasons": reasons_told([reason]),
        "mark": str(mark_of([reason.step])),
        "steps": told([reason.step]),
    }


def _all(case: dict[str, Any]) -> tuple[bool, int, Reason]:
    age, balance = figure("savings.age").on(case["event_on"]), case["balance"]
    if case["event"] == Event.AGE:
        from_ = years_after(case["born_on"], age.number)
        if case["event_on"] < from_:
            return (
                False,
                0,
                Reason(
                    "too_young",
                    step(
                        "JHT dibayar seluruhnya mulai {from_} (usia {age} tahun).",
                        "All of JHT is paid from {from_} (age {age}).",
                        age,
                        from_=dated(from_),
                        age=counted(age.number),
                    ),
                ),
            )
    return (
        True,
        balance,
        Reason("all", step("Seluruh saldo JHT dibayar sekaligus: {balance}.", "The whole balance is paid at once: {balance}.", age, balance=balance)),
    )


def _part(case: dict[str, Any]) -> tuple[bool, int, Reason]:
    on, balance = case["event_on"], case["balance"]
    years, times = figure("savings.part_after").on(on), figure("savings.part_times").on(on)
    rate = figure(f"savings.part_{case['event'].lower()}").on(on)
    if case.get("parts_taken", 0) >= times.number:
        return (
            False,
            0,
            Reason(
                "taken",
                step(
                    "Sebagian JHT hanya dapat diambil {times} kali.",
                    "A part of JHT can be taken {times} time only.",
                    times,
                    times=counted(times.number),
                ),
            ),
        )
    if months_between(case["member_since"], on) < years.number * 12:
        return (
            False,
            0,
            Reason(
                "too_early",
                step(
                    "Sebagian JHT dapat diambil mulai {from_} ({years} tahun kepesertaan).",
                    "A part of JHT can be taken from {from_} ({years} years of membership).",
                    years,
                    from_=dated(years_after(case["member_since"], years.number)),
                    years=counted(years.number),
                ),
            ),
        )
    due = share(balance, rate.number, rate.unit.per or 1)
    return (
        True,
        due,
        Reason(
            "part",
            step(
                "Paling banyak {rate} × {balance} = {due}, satu kali.",
                "At most {rate} × {balance} = {due}, once.",
                rate,
                years,
                rate=Words(rate.said(), rate.said("en")),
                balance=balance,
                due=due,
            ),
        ),
    )


_NEEDED = {Event.AGE: ("born_on",), Event.HOUSING: ("member_since",), Event.OTHER: ("member_since",)}
_READERS = {"event": one_of(Event), "event_on": day, "balance": amount, "born_on": day, "member_since": day, "parts_taken": natural(99)}

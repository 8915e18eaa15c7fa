"""A work accident: what is due by what is known of the injury, and until when it is reported. No database; the law's rules answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from payung.claims.answer import Answer, doubts_of_gaps, facts_of, healing, not_listed
from payung.claims.run import CoverOn
from payung.law import accident, deadline
from payung.law import cover as law_cover
from payung.law.benefit import Right
from payung.law.given import Programme, Segment
from payung.values.words import Words

_NO_SCHOLARSHIP = {"eligible": False, "per_child_max": 0, "total_max": 0}
_ASK = Words(
    "Cacat, hari tidak bekerja, dan biaya angkutan belum diisi. Isi setelah ada surat dokter; pengobatan tetap berjalan.",
    "Disability, days off work and transport are not given yet. Give them when the doctor's paper is there; treatment goes on.",
)


@dataclass(frozen=True)
class Deadline:
    """`by`: the last day in time; `left`: days until then (below zero: late); `done_on`: None while it is open; `steps`: the law's sentences."""

    stage: int
    by: date
    left: int
    done_on: date | None
    steps: tuple[Mapping[str, Any], ...]

    @property
    def late(self) -> bool:
        return self.left < 0 if self.done_on is None else self.done_on > self.by


def of_accident(found: CoverOn, given: Mapping[str, Any] | None, *, monthly: int = 0) -> Answer:
    """`given`: the injury as law.accident asks for it; None: nothing is known of it yet, and treatment is what is answered.

    `verdict` as of_death; an accident needs no months of membership.
    """
    law = accident.evaluate({**(given or {}), **_cover(found)})  # also of somebody on no list: what the law cannot read is refused
    if found.run is None:
        return not_listed(found)
    verdict = "nothing" if not law["entitled"] else "waits" if _waits(found) else "due"
    doubts = (*(() if given else (_ASK,)), *doubts_of_gaps(found))
    lines, total = law["lines"], law["total"]
    now, later = law["payable_now"], law["payable_after_settlement"]
    return Answer(
        verdict, lines, total, now, later, _NO_SCHOLARSHIP, law["steps"], law["mark"], healing(found, verdict, monthly), doubts, facts_of(found)
    )


def _cover(found: CoverOn) -> dict[str, Any]:
    case: dict[str, Any] = {"segment": str(found.segment), "happened_on": found.on.isoformat()}
    if found.pay is not None:
        case["income" if found.segment == Segment.BPU else "wage"] = found.pay
    if found.run is not None:
        case |= {"member_since": found.run.since.first_day.isoformat(), "months_in_arrears": _arrears(found)}
    return case


def _arrears(found: CoverOn) -> int:
    run = found.run
    if run is None or not run.behind:
        return 0
    right, _ = law_cover.arrears(found.segment, Programme.JKK, len(run.behind), found.on)
    return len(run.behind) if run.owed or right == Right.NONE else 0


def _waits(found: CoverOn) -> bool:
    right, _ = law_cover.arrears(found.segment, Programme.JKK, _arrears(found), found.on)
    return right == Right.AFTER_SETTLEMENT


def stages(happened_on: date, settled_on: date | None, done: Mapping[int, date], on: date) -> list[Deadline]:
    """Stage I, twice 24 hours from the accident; stage II, from recovery, disability or death, where that day is known. `done`: stage -> day."""
    found = [_stage(1, "REPORT_1", happened_on, done.get(1), on)]
    if settled_on:
        found.append(_stage(2, "REPORT_2", settled_on, done.get(2), on))
    return found


def _stage(stage: int, kind: str, start: date, done_on: date | None, on: date) -> Deadline:
    given = {"kind": kind, "programme": "JKK", "from": start.isoformat()}
    if done_on or on > start:
        given["done_on"] = (done_on or on).isoformat()
    law = deadline.evaluate(given)
    by = date.fromisoformat(law["by"])
    return Deadline(stage, by, (by - on).days, done_on, tuple(law["steps"]))

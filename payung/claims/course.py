"""The course of a case: its steps in order, whose turn each is, and until when. No database.

Where the law sets a day (payung.law.deadline) it is used; the other days are the office's own promise to the family (PROMISE, in days), which no law
sets and which the screens say to be so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from payung.accounts.models import Role
from payung.law import deadline
from payung.values.words import Words


@dataclass(frozen=True)
class Facts:
    """What the course depends on. `reported_on`, `complete_on` (papers handed to BPJS), `paid_on` (the last line of the money; None: not yet).

    `settled_on`: the day on which the injured recovered, their disability was established, or they died (None: not known yet).
    """

    kind: str
    by_work: bool
    happened_on: date
    reported_on: date
    complete_on: date | None = None
    paid_on: date | None = None
    waits_for_arrears: bool = False
    scholarship: bool = False
    listed_after: bool = False
    settled_on: date | None = None


@dataclass(frozen=True)
class Stage:
    """One step: what is done, by whom, until when; `applies` says whether this case has it."""

    key: str
    words: Words
    owner: Role
    due: Callable[[Facts], date | None]
    applies: Callable[[Facts], bool] = lambda facts: True
    by_law: bool = False


PROMISE: Mapping[str, int] = {"find": 1, "cause": 2, "heirs": 7, "certificate": 14, "papers": 14, "settle": 7, "submit": 2, "confirm": 7, "leave": 14}


def _after(key: str) -> Callable[[Facts], date | None]:
    return lambda facts: facts.reported_on + timedelta(days=PROMISE[key])


def _law(kind: str, programme: str, start: date) -> date:
    return date.fromisoformat(deadline.evaluate({"kind": kind, "programme": programme, "from": start.isoformat()})["by"])


def _paid_by(facts: Facts) -> date | None:
    """Three working days for JKM, seven for JKK, from the day on which the papers are complete."""
    return _law("PAYMENT", "JKK" if facts.by_work else "JKM", facts.complete_on) if facts.complete_on else None


def _reported_by(facts: Facts) -> date | None:
    return _law("REPORT_1", "JKK", facts.happened_on)


def _settled_by(facts: Facts) -> date | None:
    return _law("REPORT_2", "JKK", facts.settled_on) if facts.settled_on else None


def _submit_by(facts: Facts) -> date | None:
    return facts.reported_on + timedelta(days=PROMISE["papers"] + PROMISE["submit"])


def _confirm_by(facts: Facts) -> date | None:
    return facts.paid_on + timedelta(days=PROMISE["confirm"]) if facts.paid_on else None


def _is_death(facts: Facts) -> bool:
    return facts.kind == "death"


COURSE: tuple[Stage, ...] = (
    Stage("find", Words("Cocokkan dengan daftar peserta", "Find the person on the lists"), Role.OPERATOR, _after("find")),
    Stage("cause", Words("Tanyakan sebabnya", "Ask for the cause"), Role.VILLAGE, _after("cause")),
    Stage(
        "report_1",
        Words("Lapor kecelakaan tahap I ke BPJS", "Report the accident to BPJS, stage I"),
        Role.OPERATOR,
        _reported_by,
        lambda facts: facts.by_work,
        True,
    ),
    Stage(
        "report_2",
        Words("Lapor kecelakaan tahap II ke BPJS", "Report the accident to BPJS, stage II"),
        Role.OPERATOR,
        _settled_by,
        lambda facts: facts.by_work,
        True,
    ),
    Stage(
        "certificate",
        Words("Akta kematian dari Disdukcapil", "Death certificate from the registry office"),
        Role.VILLAGE,
        _after("certificate"),
        _is_death,
    ),
    Stage("heirs", Words("Catat keluarga dan ahli waris", "Record the family and the heirs"), Role.VILLAGE, _after("heirs"), _is_death),
    Stage("papers", Words("Lengkapi berkas", "Complete the papers"), Role.VILLAGE, _after("papers")),
    Stage(
        "settle",
        Words("Lunasi tunggakan iuran", "Settle the arrears"),
        Role.TREASURER,
        _after("settle"),
        lambda facts: facts.waits_for_arrears,
    ),
    Stage("submit", Words("Serahkan berkas ke BPJS", "Hand the papers to BPJS"), Role.OPERATOR, _submit_by),
    Stage("pay", Words("BPJS membayar", "BPJS pays"), Role.BPJS_BRANCH, _paid_by, by_law=True),
    Stage("confirm", Words("Ahli waris menyatakan uangnya sudah diterima", "The heir says that the money has come"), Role.OPERATOR, _confirm_by),
    Stage(
        "scholarship",
        Words("Rencanakan beasiswa anak", "Plan the children's scholarship"),
        Role.OPERATOR,
        _confirm_by,
        lambda facts: _is_death(facts) and facts.scholarship,
    ),
    Stage(
        "leave",
        Words("Keluarkan dari daftar peserta", "Take the person off the list"),
        Role.OPERATOR,
        _after("leave"),
        lambda facts: _is_death(facts) and facts.listed_after,
    ),
)
STAGES = {stage.key: stage for stage in COURSE}
ESCALATED_TO: Mapping[Role, Role] = {
    Role.VILLAGE: Role.OPERATOR,
    Role.OPERATOR: Role.OWNER,
    Role.TREASURER: Role.OWNER,
    Role.BPJS_BRANCH: Role.OWNER,
    Role.OWNER: Role.HEAD,
}
"""Who sees in their inbox what somebody else is late with."""


def course_of(facts: Facts) -> list[tuple[Stage, date | None]]:
    """The steps of this case with the day until which each is due (None: not known before an earlier one is done)."""
    return [(stage, stage.due(facts)) for stage in COURSE if stage.applies(facts)]

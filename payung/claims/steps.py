"""How far a case is: each step done, due, late or delayed, whose turn it is, and who sees what somebody else is late with. Only reading.

A step is done when somebody says so (an entry), or when the data show it: the person is found, the cause is told, the arrears are settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from payung.accounts.models import Role
from payung.claims.course import ESCALATED_TO, PROMISE, Stage, course_of
from payung.claims.models import Case, Step
from payung.claims.state import CaseOn
from payung.values.words import Words, number

AGAIN_AFTER = 7  # days late, after which whoever stands above the next one sees it too; our choice, no law's
BY_DATA = ("find", "cause", "settle", "pay", "confirm", "scholarship", "leave")  # nobody says that these are done: the data show it
AFTER_CLOSING = ("scholarship", "leave")  # may be open still when the heir has the money
AFTER = {"submit": "papers", "confirm": "pay"}  # a step that begins once another one is over


class Standing(StrEnum):
    """WAITS: its time has not come; OPEN: somebody's turn; DELAYED: late or later for a reason that was told; LATE: its day has passed."""

    WAITS = "waits"
    OPEN = "open"
    DELAYED = "delayed"
    LATE = "late"
    DONE = "done"
    SKIPPED = "skipped"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.WAITS: Words("menunggu langkah sebelumnya", "waits for the step before"),
    Standing.OPEN: Words("sedang dikerjakan", "under way"),
    Standing.DELAYED: Words("tertunda", "delayed"),
    Standing.LATE: Words("lewat batas", "overdue"),
    Standing.DONE: Words("selesai", "done"),
    Standing.SKIPPED: Words("tidak perlu", "not needed"),
}
OVER = (Standing.DONE, Standing.SKIPPED)


@dataclass(frozen=True)
class Line:
    """One step of a case. `due_on` None: not known before an earlier step; `entry`: the newest one; `days_late` from the day after `due_on`."""

    stage: Stage
    standing: Standing
    due_on: date | None
    entry: Step | None
    days_late: int

    @property
    def moved(self) -> bool:
        """Whether `due_on` is a day that was agreed on in place of the first one."""
        return self.entry is not None and self.entry.state == Step.State.DELAYED and self.entry.due_on is not None and not self.stage.by_law


def lines_of(state: CaseOn) -> list[Line]:
    """All steps of the case in their order, as they stand on the day of the state."""
    found: list[Line] = []
    for stage, due_on in course_of(state.facts):
        over = {line.stage.key for line in found if line.standing in OVER}
        found.append(_line(state, stage, due_on, over))
    return found


def _line(state: CaseOn, stage: Stage, due_on: date | None, over: set[str]) -> Line:
    entry = state.steps.get(stage.key)
    if entry is not None and entry.state == Step.State.SKIPPED:
        return Line(stage, Standing.SKIPPED, due_on, entry, 0)
    if _shown_by_data(state, stage.key) or (entry is not None and entry.state == Step.State.DONE):
        return Line(stage, Standing.DONE, due_on, entry, 0)
    delayed = entry is not None and entry.state == Step.State.DELAYED
    if entry is not None and delayed and entry.due_on and not stage.by_law:
        due_on = entry.due_on
    if due_on is None or AFTER.get(stage.key, stage.key) not in {*over, stage.key}:
        return Line(stage, Standing.WAITS, due_on, entry, 0)
    late = max(0, (state.on - due_on).days)
    if late:
        return Line(stage, Standing.LATE, due_on, entry, late)
    return Line(stage, Standing.DELAYED if delayed else Standing.OPEN, due_on, entry, 0)


def _shown_by_data(state: CaseOn, key: str) -> bool:
    if key == "find":
        return state.case.person_id is not None
    if key == "cause":
        return state.case.cause != Case.Cause.UNKNOWN
    if key == "settle":
        return not state.expected.waits
    if key == "leave":
        return not state.listed_after
    return key == "scholarship" and state.scholars > 0


def stuck(state: CaseOn, lines: Sequence[Line]) -> bool:
    """Whether the case has been open for longer than the papers may take, and they are still not complete."""
    open_days = (state.on - state.case.opened_on).days
    return open_days > PROMISE["papers"] and any(line.stage.key == "papers" and line.standing not in OVER for line in lines)


def watched_by(line: Line, case: Case, is_stuck: bool) -> list[Role]:
    """Whose turn the step is, then whoever sees it because it is late; the last of all: the owner of the programme, for papers that never come."""
    roles = [line.stage.owner]
    if line.standing == Standing.LATE:
        for since in (0, AGAIN_AFTER):
            above = ESCALATED_TO.get(roles[-1])
            if line.days_late > since and above:
                roles.append(above)
    if is_stuck and line.stage.key == "papers":
        roles += [role for role in (Role.OPERATOR, Role.OWNER) if role not in roles]
    return [*roles, Role.OFFICE] if case.office_id and line.stage.owner == Role.VILLAGE else roles


def why_seen(line: Line, own: bool, is_stuck: bool) -> Words:
    """Why a step stands in somebody's inbox."""
    if is_stuck and line.stage.key == "papers":
        return Words(
            f"Sudah lebih dari {number(PROMISE['papers'])} hari sejak dilaporkan dan berkas belum lengkap.",
            f"More than {number(PROMISE['papers'], 'en')} days since the report, and the papers are not complete.",
        )
    if own:
        return Words("Giliran Anda.", "Your turn.")
    return Words("Diteruskan kepada Anda karena lewat batas.", "Passed on to you because it is overdue.")

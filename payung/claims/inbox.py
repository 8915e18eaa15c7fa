"""What waits for somebody: the steps whose turn is theirs, and those that were passed on to them because they are late. The latest first."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from payung.accounts.models import Role, User
from payung.claims.allowed import held_by
from payung.claims.models import Case
from payung.claims.queries import cases_seen
from payung.claims.state import CaseOn, states_of
from payung.claims.steps import AFTER_CLOSING, OVER, Line, Standing, lines_of, stuck, watched_by, why_seen
from payung.values.words import Words

_FINISHED_WITHIN = timedelta(days=180)  # after closing: what is left of a case is looked for no longer


@dataclass(frozen=True)
class Task:
    """One step of one case in somebody's inbox. `own`: their turn; not own: passed on to them. `stuck`: no papers for longer than they may take.

    `hint`: what the step is about, where the case says it: which months are to be paid.
    """

    case: Case
    line: Line
    own: bool
    stuck: bool
    hint: Words | None = None

    @property
    def why(self) -> Words:
        return why_seen(self.line, self.own, self.stuck)

    @property
    def escalated(self) -> bool:
        return self.stuck or not self.own


def tasks_of(*, by: User | None, on: date, whose: Role | None = None) -> list[Task]:
    """Of all cases that the person sees. `by` None: everything that waits, `whose` narrows it to one role."""
    late = Q(state=Case.State.CLOSED, closed_on__gte=on - _FINISHED_WITHIN)
    seen = cases_seen(visible_to=by, on=on).filter(Q(state=Case.State.OPEN) | late)
    held = held_by(by, on)
    found: list[Task] = []
    for state in states_of(list(seen), on=on):
        roles = {whose} if whose else held.at(state.case)
        found += _tasks(state, roles)
    return sorted(found, key=lambda task: (-task.line.days_late, task.line.due_on or date.max, task.case.pk))


def hint_of(state: CaseOn, line: Line) -> Words | None:
    """Which months of contributions are to be paid, and by whom, of the step that settles them."""
    answer = state.expected.answer
    return answer.heal[0] if line.stage.key == "settle" and answer and answer.heal else None


def _tasks(state: CaseOn, roles: set[Role]) -> list[Task]:
    lines = lines_of(state)
    is_stuck = state.case.state == Case.State.OPEN and stuck(state, lines)
    found = []
    for line in lines:
        if line.standing in (*OVER, Standing.WAITS) or (state.case.state == Case.State.CLOSED and line.stage.key not in AFTER_CLOSING):
            continue
        watching = watched_by(line, state.case, is_stuck)
        if roles.isdisjoint(watching):
            continue
        own = line.stage.owner in roles or (Role.OFFICE in roles and Role.OFFICE in watching)
        found.append(Task(state.case, line, own, is_stuck and line.stage.key == "papers", hint_of(state, line)))
    return found

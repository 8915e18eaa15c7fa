"""Searching for pairs in the background: a large round takes a while. Killed and run again it asks nothing twice, as `find_pairs` does."""

from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.registry.models import Round
from payung.review.actions import find_pairs

State = Literal["", "waiting", "running", "failed", "done"]
_STATES: dict[str, State] = {
    TaskResultStatus.READY: "waiting",
    TaskResultStatus.RUNNING: "running",
    TaskResultStatus.FAILED: "failed",
    TaskResultStatus.SUCCESSFUL: "done",
}


@task()
def search(round: int, by: int | None, on: str) -> dict[str, int]:
    """People looked for, pairs found, new ones among them."""
    run = find_pairs(round=Round.objects.get(pk=round), by=User.objects.get(pk=by) if by else None, on=date.fromisoformat(on))
    return {"people": run.people, "found": run.found, "new": run.new}


def start_search(*, round: Round, by: User | None, on: date, since: datetime) -> bool:
    """Whether a search of the round was put in the queue; not while one is in it (`since`: see `search_state`)."""
    require(by, "pair.find", round.place_id, on)
    with transaction.atomic():
        list(Round.objects.select_for_update().filter(pk=round.pk))  # of two who press at once, one starts it
        if search_state(round, since)[0] in ("waiting", "running"):
            return False
        search.enqueue(round=round.pk, by=by.pk if by else None, on=on.isoformat())
    return True


def search_state(round: Round, since: datetime) -> tuple[State, dict[str, int]]:
    """Where the round's last search stands, and what it found. One that was put in the queue before `since` is over, however it ended."""
    last = DBTaskResult.objects.filter(task_path=search.module_path, args_kwargs__kwargs__round=round.pk, enqueued_at__gte=since)
    newest = last.order_by("-enqueued_at").values_list("status", "return_value").first()
    return (_STATES[newest[0]], newest[1] or {}) if newest else ("", {})

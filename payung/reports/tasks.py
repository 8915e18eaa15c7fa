"""Papers in the background; like the checks of lists (intake/tasks.py), a task is in the queue if and only if its paper is there.

They come after everything else that waits: a list that somebody has sent is checked before a thick paper is made.
"""

from django_tasks import task

from payung.intake.tasks import broken_off
from payung.reports.models import Paper


@task(priority=-10)
def make(paper_id: int) -> None:
    """Makes one paper that waits or was broken off."""
    from payung.reports.actions import make_paper

    make_paper(paper_id=paper_id)


def enqueue(paper: Paper) -> None:
    """Inside the transaction that orders it."""
    make.enqueue(paper.pk)


def requeue_papers() -> int:
    """Papers whose making was broken off by the end of a worker wait in the queue again; how many. For whoever starts a worker."""
    found = broken_off(make, Paper.objects.filter(state__in=[Paper.State.WAITING, Paper.State.MAKING]))
    for paper in found:
        enqueue(paper)
    return len(found)

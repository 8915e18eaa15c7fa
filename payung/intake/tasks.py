"""Checks in the background. The worker (`python -m django db_worker`) takes a task once and forgets it if it dies; `requeue_uploads` brings it back.

A task is put into the queue in the transaction of the data it is about (the queue is a table of the same database), so that neither is ever there
without the other. Each may be killed at any moment and run again, also twice at once: see uploads.py.
"""

import logging
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.functions import Now
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from payung.intake.models import Upload
from payung.values.errors import PayungError

log = logging.getLogger("payung.intake")
M = TypeVar("M", bound=Model)


@task()
def check_upload(upload_id: int, on: str) -> None:
    """Reads and checks what of an upload waits for it; `on`: the day of the sending, as 2026-04-20."""
    from payung.intake.uploads import check_files, stop_upload

    try:
        check_files(upload_id=upload_id, on=date.fromisoformat(on))
    except PayungError as error:
        stop_upload(upload_id=upload_id)
        log.warning("upload.stopped", extra={"code": error.code, "upload": upload_id})
    except Exception:
        stop_upload(upload_id=upload_id)
        raise


def enqueue(upload: Upload, on: date) -> None:
    """Inside the transaction that lets the upload wait."""
    check_upload.enqueue(upload.pk, on.isoformat())


def requeue_uploads(*, on: date) -> int:
    """Uploads whose check was broken off by the end of a worker wait in the queue again; how many. For whoever starts a worker.

    One that another worker is at just now is checked by both at once, which does no harm.
    """
    found = broken_off(check_upload, Upload.objects.filter(state__in=[Upload.State.WAITING, Upload.State.CHECKING]))
    for upload in found:
        enqueue(upload, on)
    return len(found)


def broken_off(work: Task[Any, Any], unfinished: QuerySet[M]) -> list[M]:
    """Of what is not finished, all for which no task waits (its first argument is the key of what it is about); what a worker was at has failed."""
    tasks = DBTaskResult.objects.filter(task_path=work.module_path)
    tasks.filter(status="RUNNING").update(status="FAILED", finished_at=Now())
    queued = {held["args"][0] for held in tasks.filter(status="READY").values_list("args_kwargs", flat=True)}
    return [one for one in unfinished.order_by("pk") if one.pk not in queued]

"""Naming who acts: every action of Payung writes inside `with acting("list.accept", by=by):`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from payung.accounts.models import User
from payung.audit import postgres, sqlite
from payung.audit.models import Act

_current: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(command: str, *, by: User | None, note: str = "") -> Iterator[Act]:
    """One transaction whose writes carry this act on the trail; inside another act it joins that one. An exception undoes it all."""
    outer = _current.get()
    with transaction.atomic():
        if outer:
            yield outer
            return
        vendor = postgres if connection.vendor == "postgresql" else sqlite
        act = Act.objects.create(actor=by, command=command, note=note)
        vendor.begin_act(connection, act.pk)
        token = _current.set(act)
        try:
            yield act
        finally:
            _current.reset(token)
        vendor.end_act(connection)

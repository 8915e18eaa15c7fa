from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def _before(*, using: str, plan: list[Any], **_: Any) -> None:
    from payung.audit.triggers import remove

    if plan:
        remove(connections[using])


def _after(*, using: str, **_: Any) -> None:
    from payung.audit.triggers import install

    install(connections[using])


class AuditConfig(AppConfig):
    """Every `migrate` leaves the right triggers in place."""

    name = "payung.audit"

    def ready(self) -> None:
        pre_migrate.connect(_before, sender=self)
        post_migrate.connect(_after, sender=self)

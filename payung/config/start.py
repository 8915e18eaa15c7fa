"""Start Django for a command or a script: everything below `web`, `api` and `cli` expects it to run already."""

import os

import django
from django.apps import apps


def start() -> None:
    """Set Django up once; later calls do nothing."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payung.config.settings")
        django.setup()

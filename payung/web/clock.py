"""Today, for the screens: nothing below them reads the clock."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The demo lives on a day of its own (PAYUNG_TODAY)."""
    return settings.TODAY or timezone.localdate()

"""How often a password may be tried: after so many wrong ones there is a pause, for the account and for the address they came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """`most` tries within `window`; then `pause` after the last of them, and after each further one."""

    most: int
    window: timedelta
    pause: timedelta


ACCOUNT = Limit(5, timedelta(minutes=15), timedelta(minutes=5))
ADDRESS = Limit(50, timedelta(minutes=15), timedelta(minutes=5))  # a whole office may stand behind one address
KEPT = timedelta(days=1)


def until(tried: Sequence[datetime], limit: Limit, now: datetime) -> datetime | None:
    """`tried`: when, upwards. The end of the pause that holds now, or None."""
    recent = [at for at in tried if at > now - limit.window]
    if len(recent) < limit.most:
        return None
    end = recent[-1] + limit.pause
    return end if end > now else None

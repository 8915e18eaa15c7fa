"""What took long to find out, kept in memory until an action has changed anything: every write of Payung is an act on the trail."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Count, Max

from payung.audit.models import Act

T = TypeVar("T")
_LOOKED_AT = 999  # newest acts
# Acts that show, hand out or let in, and change nothing that is counted or ranked.
_READS = (
    "nik.reveal list.download sheet.download reminder.send paper.order paper.make paper.clear document.open "
    "account.sign_in account.sign_out account.change_password invitation.use"
).split()


def newest_change(*, apart_from: Collection[str] = ()) -> tuple[Hashable, ...]:
    """Another value after every change of the data, whichever process made it. One that began earlier may end later: so they are counted too.

    `apart_from`: beginnings of commands that cannot change what is kept, such as "payment.".
    """
    changes = Act.objects.exclude(command__in=_READS)
    for beginning in apart_from:
        changes = changes.exclude(command__startswith=beginning)
    last = changes.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = changes.filter(pk__gt=last - _LOOKED_AT).aggregate(n=Count("pk"), last=Max("pk"), at=Max("at"))
    return (str(connection.settings_dict["NAME"]), found["n"], found["last"], found["at"])


class Kept(Generic[T]):
    """The results that were asked for last, by key, up to `most` in sum of their `size`; the newest one whatever its size."""

    def __init__(self, most: int, size: Callable[[T], int] = lambda _: 1) -> None:
        self.most, self.size = most, size
        self.held, self.lock = OrderedDict[Hashable, tuple[T, int]](), Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What stands under the key, which must hold `newest_change()`; made where nothing does."""
        with self.lock:
            if key in self.held:
                self.held.move_to_end(key)
                return self.held[key][0]
        made = make()
        with self.lock:
            self.held[key] = made, self.size(made)
            while len(self.held) > 1 and sum(size for _, size in self.held.values()) > self.most:
                self.held.popitem(last=False)
        return made

"""What a page worked out over everybody, kept until somebody does anything: such a figure takes seconds for a million people."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache

from payung.audit.models import Act

_Answer = TypeVar("_Answer")
_SECONDS = 600  # what a day, and not an act, changes is at most so old


def kept(name: str, *asked: object, make: Callable[[], _Answer]) -> _Answer:
    """What `make` answers to the question `asked`, which says everything that the answer depends on but the data.

    Each act on the trail makes all answers new. The answer is pickled into the cache of all processes: figures and names of places, nobody's own.
    """
    newest = Act.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"kept:{sha256(repr((name, newest, asked)).encode()).hexdigest()}"
    found: _Answer | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, _SECONDS)
    return found

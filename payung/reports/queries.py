"""Papers of a person: the list, how far each is, and whether they may still fetch one."""

from collections.abc import Iterable
from datetime import date

from django.core.cache import cache
from django.db.models import QuerySet

from payung.accounts.models import User
from payung.accounts.queries import scopes
from payung.accounts.rights import RIGHTS, may
from payung.accounts.sight import sight_of
from payung.places.models import Office
from payung.reports.models import Paper


def papers_of(user: User, about: str = "") -> QuerySet[Paper]:
    """What the person ordered, the newest first; `about`: of one thing only."""
    found = Paper.objects.filter(asked_by=user)
    return (found.filter(about=about) if about else found).order_by("-at", "-pk")


def may_fetch(paper: Paper, *, by: User, on: date) -> bool:
    """Whoever ordered it, while they hold its right somewhere and see all that it is about; with full NIKs, while they may reveal all of them."""
    if paper.asked_by_id != by.pk or RIGHTS[paper.right].isdisjoint(role for role, _ in scopes(by, on)):
        return False
    sight = sight_of(by, on)
    if not all(sight.covers(code) for code in paper.places) or not set(paper.offices) <= set(sight.offices):
        return False
    if not paper.full:
        return True
    codes = [*paper.places, *Office.objects.filter(pk__in=paper.offices).values_list("place_id", flat=True)]
    return bool(codes) and all(may(by, "nik.reveal", code, on) for code in codes)


def tell(paper: int, done: int, whole: int) -> None:
    """How far the making is, for whoever looks; in the cache, which all processes share, because it is worth no entry on the trail."""
    cache.set(_key(paper), (done, whole), 60 * 60)


def told_of(papers: Iterable[Paper]) -> dict[int, tuple[int, int]]:
    """Paper -> (done, whole) of those that are being made and have said something."""
    keys = {_key(paper.pk): paper.pk for paper in papers if paper.state == Paper.State.MAKING}
    return {keys[key]: told for key, told in cache.get_many(keys).items()} if keys else {}


def _key(paper: int) -> str:
    return f"paper-{paper}"

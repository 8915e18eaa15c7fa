"""What the pages of money share: the fund or determination that an address names, if the person sees it, and frames as rows of a table."""

from collections.abc import Iterator, Sequence
from typing import Any, overload

import polars as pl
from django.http import Http404

from payung.places.models import Place
from payung.planning.models import Determination, Fund
from payung.planning.queries import determinations_seen, funds_seen
from payung.reports.funds import STATES, FundState, answer_of
from payung.values.words import Words
from payung.web.page import PageRequest

OUTCOMES: dict[str, tuple[str, Words]] = {  # the badge of each
    "in": ("passes", Words("masuk", "in")),
    "waiting": ("waiting", Words("cadangan", "waiting")),
    "out": ("rejected", Words("tidak", "out")),
}
ANSWERS: dict[str, tuple[str, Words]] = {
    "in_force": ("passes", Words("disetujui", "approved")),
    "awaiting": ("needs_fixing", Words("menunggu persetujuan", "awaiting approval")),
    "sent_back": ("rejected", Words("dikembalikan", "sent back")),
}


def the_fund(request: PageRequest, fund_id: int) -> Fund:
    """404 for one of a place that the person does not see, as for one that is not there."""
    fund = funds_seen(visible_to=request.user, on=request.scope.on).filter(pk=fund_id).first()
    if fund is None:
        raise Http404("fund")
    return fund


def the_determination(request: PageRequest, determination_id: int) -> Determination:
    found = determinations_seen(visible_to=request.user, on=request.scope.on).filter(pk=determination_id).first()
    if found is None:
        raise Http404("determination")
    return found


def answer_badge(determination: Determination) -> tuple[str, Words]:
    if determination.made_by_id is None:
        return "passes", Words("berlaku", "in force")
    return ANSWERS[answer_of(determination)]


def state_badge(state: FundState) -> tuple[str, Words]:
    return STATES[state.state]


def village_names(codes: Sequence[str | None]) -> dict[str, str]:
    """Names of villages by their codes."""
    return dict(Place.objects.filter(code__in={code for code in codes if code}).values_list("code", "name"))


class FrameRows(Sequence[dict[str, Any]]):
    """A frame as the rows of a table: only what a page shows is made into dictionaries."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> "FrameRows": ...
    def __getitem__(self, at: int | slice) -> "dict[str, Any] | FrameRows":
        return FrameRows(self.frame[at]) if isinstance(at, slice) else self.frame.row(at, named=True)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.frame.iter_rows(named=True)

    def sorted_by(self, key: str, down: bool) -> "FrameRows":
        """Called by the table where a title is pressed."""
        return FrameRows(self.frame.sort(key, descending=down, nulls_last=True, maintain_order=True))

"""What the pages of the monthly changes share: the round or plan of an address, how states look, a person's card."""

from collections.abc import Sequence
from typing import Any

from payung.places.models import Office, Place
from payung.roster.marks import KIND_WORDS, KINDS, SIDE_WORDS, lacks
from payung.roster.models import ChangePlan, ChangeRound, Mark, Membership
from payung.roster.plan_queries import plan_on, plans_of
from payung.roster.round_queries import Addressee, is_closed, marks_before, newest_marks, round_on
from payung.values.words import Words, day
from payung.web.language import lang
from payung.web.page import PageRequest

LOOKS = {"still": "passes", "other": "needs_fixing"}  # the badge of a mark; of whoever leaves: rejected
ROUND_STATES: dict[str, tuple[str, Words]] = {
    "asked": ("waiting", Words("menunggu jawaban", "waiting for answers")),
    "awaiting": ("needs_fixing", Words("menunggu persetujuan", "awaiting approval")),
    "done": ("passes", Words("sudah dicatat", "entered")),
    "closed": ("active", Words("ditutup, sudah ditagih", "closed, billed")),
}


def the_round(request: PageRequest, number: int) -> ChangeRound:
    """404 for one that is not seen, as for one that is not there."""
    return round_on(number, visible_to=request.user, on=request.scope.on)


def the_plan(request: PageRequest, number: int) -> ChangePlan:
    return plan_on(number, visible_to=request.user, on=request.scope.on)


def state_of(round: ChangeRound) -> str:
    """A key of ROUND_STATES."""
    newest = plans_of(round).first()
    if newest and not hasattr(newest, "answer"):
        return "awaiting"
    if is_closed(round):
        return "closed"
    return "done" if newest and newest.answer.granted else "asked"


def name_of(to: Addressee) -> str:
    """Of a village or an office."""
    if to.village:
        return Place.objects.filter(code=to.village).values_list("name", flat=True).first() or to.village
    return Office.objects.filter(pk=to.office or 0).values_list("name", flat=True).first() or ""


def cards(round: ChangeRound, people: Sequence[Membership]) -> list[dict[str, Any]]:
    """Each person with what was said of them."""
    keys = [one.person_id for one in people]
    marks, before, closed = newest_marks(round, keys), marks_before(round, keys), is_closed(round)
    return [_card(round, one, marks.get(one.person_id, {}), before.get(one.person_id), closed) for one in people]


def _card(round: ChangeRound, one: Membership, marks: dict[str, Mark], before: Mark | None, closed: bool) -> dict[str, Any]:
    newest = max((mark for side, mark in marks.items() if side != Mark.Side.REGISTER), key=lambda mark: mark.pk, default=None)
    place = next((held for held in getattr(one.person, "of_round", []) if held.village_id), None)
    return {
        "round": round,
        "id": one.person_id,
        "person": one.person,
        "village": place.village.name if place and place.village else "",
        "since": one.first_month,
        "newest": newest,
        "badge": badge_of(newest.kind) if newest else None,
        "lacks": lacks(newest.kind, newest.happened_on, newest.note) if newest else None,
        "said": [told(mark) for mark in sorted(marks.values(), key=lambda mark: mark.pk)],
        "register": marks.get(Mark.Side.REGISTER),
        "before": told(before) if before else None,
        "choices": [(kind, KIND_WORDS[kind], bool(newest and newest.kind == kind)) for kind in KINDS],
        "closed": closed,
    }


def badge_of(kind: str) -> tuple[str, Words]:
    return LOOKS.get(kind, "rejected"), KIND_WORDS[kind]


def told(mark: Mark) -> dict[str, Any]:
    """A mark in words: what, when it happened, who said it on which day."""
    who = f"{mark.register.source} ({day(mark.register.as_of, lang())})" if mark.register else str(mark.by) if mark.by else "Payung"
    said = {"badge": badge_of(mark.kind), "happened_on": mark.happened_on, "note": mark.note}
    return {**said, "side": SIDE_WORDS[mark.side], "who": who, "on": mark.on}

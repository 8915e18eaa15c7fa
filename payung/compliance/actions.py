"""Setting the day until which lists are expected, and reminding whoever owes something."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.models import Reminder
from payung.compliance.queries import Line, State, office_lines, village_lines
from payung.registry.models import Round
from payung.values.errors import InputError, OutOfScopeError
from payung.values.words import Words

_LONGEST_REFERENCE = 100
_FURTHEST = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Sent:
    """Letters made; addressees who had one that day already; and of whom nothing is missing."""

    made: int
    there: int
    nothing: int


def set_lists_due(*, round: Round, due_on: date | None, by: User | None, on: date) -> Round:
    """The last day on which lists of the round are expected; None: no such day. InputError `round.due_impossible` for a past or far day."""
    require(by, "round.schedule", round.place_id, on)
    if due_on is not None and not on <= due_on <= on + _FURTHEST:
        raise InputError(
            "round.due_impossible",
            Words(
                "Batas waktu harus hari ini atau sesudahnya, paling lama dua tahun lagi.",
                "The deadline must be today or later, within two years.",
            ),
        )
    with acting("round.schedule", by=by):
        held = Round.objects.select_for_update().get(pk=round.pk)
        if held.lists_due_on != due_on:
            held.lists_due_on = due_on
            held.save(update_fields=["lists_due_on"])
    round.lists_due_on = due_on
    return round


def remind_villages(*, round: Round, villages: Collection[str], place: str, reference: str = "", by: User | None, on: date) -> Sent:
    """A letter to each of these villages (codes in `place`, in which the user may remind) of which something is missing; once a day.

    OutOfScopeError `village.unknown` for one that is not in the place or not seen.
    """
    require(by, "reminder.send", place, on)
    with acting("reminder.send", by=by):
        Round.objects.select_for_update().get(pk=round.pk)
        lines = village_lines(round=round, visible_to=by, on=on, place=place)
        return _remind(round, lines, villages, "village_id", reference, by, on)


def remind_offices(*, round: Round, offices: Collection[str], place: str, reference: str = "", by: User | None, on: date) -> Sent:
    """The same to offices (keys as texts)."""
    require(by, "reminder.send", place, on)
    with acting("reminder.send", by=by):
        Round.objects.select_for_update().get(pk=round.pk)
        return _remind(round, office_lines(round=round, visible_to=by, on=on, place=place), offices, "office_id", reference, by, on)


def _remind(round: Round, lines: Sequence[Line], keys: Collection[str], way: str, reference: str, by: User | None, on: date) -> Sent:
    known = {line.key: line for line in lines}
    if unknown := [key for key in keys if key not in known]:
        raise OutOfScopeError(
            "village.unknown",
            Words("{n} penerima tidak ada di wilayah ini.", "{n} addressees are not in this place.").filled(n=len(unknown)),
        )
    chosen = [known[key] for key in dict.fromkeys(keys)]
    missing = [line for line in chosen if line.state in (State.NOT_SENT, State.NEEDS_FIXING)]
    fresh = [line for line in missing if line.reminded_on != on]
    due_on = round.lists_due_on if round.lists_due_on and round.lists_due_on >= on else None
    Reminder.objects.bulk_create(
        Reminder(
            round=round,
            kind=Reminder.Kind.NOT_SENT if line.state == State.NOT_SENT else Reminder.Kind.CORRECTIONS,
            number=line.letters + 1,
            rows=line.needs_fixing,
            reference=" ".join(reference.split())[:_LONGEST_REFERENCE],
            due_on=due_on,
            on=on,
            by=by,
            signed=str(by) if by else "Payung",
            **{way: line.key},
        )
        for line in fresh
    )
    return Sent(len(fresh), len(missing) - len(fresh), len(chosen) - len(missing))

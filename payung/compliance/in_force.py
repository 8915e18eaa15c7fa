"""Whether a regulation or agreement is in force on a day, and how soon it ends. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from payung.compliance.duty_models import Instrument
from payung.values.words import Words, day, number

ALARMS = (0, 30, 60, 90)
"""Days before the end from which it is said, in steps: ended, within 30, 60, 90 days."""


class Standing(StrEnum):
    """UNSURE: the day it came into force is not known, only its year, and the day asked lies in that year."""

    IN_FORCE = "in_force"
    ENDING = "ending"
    UNSURE = "unsure"
    NOT_YET = "not_yet"
    ENDED = "ended"


STANDING_WORDS: Mapping[Standing, Words] = {
    Standing.IN_FORCE: Words("berlaku", "in force"),
    Standing.ENDING: Words("segera berakhir", "ends soon"),
    Standing.UNSURE: Words("tanggal berlaku belum diketahui", "first day not known"),
    Standing.NOT_YET: Words("belum berlaku", "not in force yet"),
    Standing.ENDED: Words("tidak berlaku lagi", "no longer in force"),
}
STANDING_LOOKS: Mapping[Standing, str] = {
    Standing.IN_FORCE: "active",
    Standing.ENDING: "soon",
    Standing.UNSURE: "needs_fixing",
    Standing.NOT_YET: "waiting",
    Standing.ENDED: "rejected",
}
COUNTS = frozenset({Standing.IN_FORCE, Standing.ENDING})


@dataclass(frozen=True)
class InForce:
    """`last`: its last day, if it has one; `left`: days from the day asked until then (below 0: it has ended); `alarm`: 90, 60, 30, 0 or None."""

    standing: Standing
    last: date | None
    left: int | None
    alarm: int | None

    @property
    def words(self) -> Words:
        """With the day of its end where there is one."""
        if self.last is None or self.left is None:
            return STANDING_WORDS[self.standing]
        if self.standing == Standing.ENDED:
            return Words(f"berakhir {day(self.last)}", f"ended on {day(self.last, 'en')}")
        if self.alarm is not None:
            return Words(
                f"berakhir {number(self.left)} hari lagi, {day(self.last)}", f"ends in {number(self.left, 'en')} days, {day(self.last, 'en')}"
            )
        return Words(f"berlaku sampai {day(self.last)}", f"in force until {day(self.last, 'en')}")


def in_force(one: Instrument, on: date) -> InForce:
    """How it stands on that day. Its last day still counts."""
    last = min((each for each in (one.ends_on, one.ended_on) if each), default=None)
    left = (last - on).days if last else None
    standing = _standing(one, on, left)
    alarm = None
    if left is not None and left <= ALARMS[-1] and standing != Standing.NOT_YET:
        alarm = next(step for step in ALARMS if left <= step)
    return InForce(standing, last, left, alarm)


def _standing(one: Instrument, on: date, left: int | None) -> Standing:
    if left is not None and left < 0:
        return Standing.ENDED
    begins = one.starts_on or one.signed_on
    if begins is None and on.year == one.year:
        return Standing.UNSURE
    if on < (begins or date(one.year, 1, 1)):
        return Standing.NOT_YET
    return Standing.ENDING if left is not None and left <= ALARMS[-1] else Standing.IN_FORCE

"""Where a pledge, an office and a whole fund of pledges stand in a month. No database."""

from collections.abc import Iterable
from dataclasses import dataclass

from payung.values.month import Month
from payung.values.words import Lang, Words, percent

STATES: dict[str, tuple[str, Words]] = {  # the badge of each
    "ahead": ("waiting", Words("belum mulai", "not begun")),
    "owed": ("needs_fixing", Words("belum dibayar", "not paid")),
    "paid": ("passes", Words("dibayar", "paid")),
    "over": ("waiting", Words("selesai", "over")),
    "withdrawn": ("rejected", Words("ditarik", "withdrawn")),
}


@dataclass(frozen=True)
class Promised:
    """What counts of one pledge: `giver` tells givers of an office apart; `paid`: its months that are paid."""

    office: int
    giver: str
    first: Month
    last: Month
    paid: frozenset[Month]
    rupiah: int
    withdrawn: bool

    def state(self, month: Month) -> str:
        """A key of STATES."""
        if month in self.paid:
            return "paid"
        if self.withdrawn:
            return "withdrawn"
        if month < self.first:
            return "ahead"
        return "over" if self.last < month else "owed"

    def owed(self, month: Month) -> int:
        """Months up to this one that nobody has paid."""
        if self.withdrawn or month < self.first:
            return 0
        return sum(each not in self.paid for each in self.first.upto(min(month, self.last)))


@dataclass(frozen=True)
class Standing:
    """Of an office or of all: `civil_servants` (None: not known), `givers`, `workers` promised, of them `covered` in the month, rupiah paid,
    `owed`: months up to it that nobody has paid.
    """

    civil_servants: int | None
    givers: int
    workers: int
    covered: int
    rupiah: int
    owed: int

    def share(self, lang: Lang) -> str:
        """Givers of all civil servants: 728 of 10,292 -> "7,07 %"."""
        return percent(self.givers, self.civil_servants, lang)


def standing(promises: Iterable[Promised], civil_servants: int | None, month: Month) -> Standing:
    """A giver of several workers counts once; whoever has withdrawn does not count any more, but what they paid does."""
    all_of_them = list(promises)
    open_ = [one for one in all_of_them if not one.withdrawn]
    return Standing(
        civil_servants,
        len({(one.office, one.giver) for one in open_}),
        len(open_),
        sum(month in one.paid for one in all_of_them),
        sum(one.rupiah for one in all_of_them),
        sum(one.owed(month) for one in open_),
    )

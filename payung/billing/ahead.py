"""What lies ahead of a fund: how far its months are paid, when its cover and its money end, what unpaid months lead to. No database.

Money is in whole rupiah. A month counts as unpaid from the day after its due day, whether or not its bill has been made: what counts is
months, not bills.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from payung.billing.arrears import Arrears, arrears_of
from payung.law.cover import early_death_grant, full_death_grant, months_for_full_death_grant
from payung.law.figure import weakest
from payung.law.read_figures import Mark
from payung.values.month import Month


@dataclass(frozen=True)
class MonthAhead:
    """One month of a fund: `due` is the total of its bill, or people × price where there is no bill yet; `due_on` None: the day is not known."""

    people: int
    due: int
    paid: int
    due_on: date | None
    billed: bool

    @property
    def owed(self) -> int:
        return max(0, self.due - self.paid)

    @property
    def is_paid(self) -> bool:
        return self.billed and self.paid >= self.due

    def is_late(self, on: date) -> bool:
        """Due before the day and not paid in full; a month for which nobody was listed is owed by nobody."""
        return self.owed > 0 and self.due_on is not None and self.due_on < on


@dataclass(frozen=True)
class Spell:
    """`people` of a village proposed by an office ("" and None: not known) who are on the fund's list from `first` to `last`.

    `person`: whose spell it is, of whoever left a list and came back; they have several. Of all others spells are counted only (None).
    """

    fund: int
    village: str
    office: int | None
    first: Month
    last: Month
    people: int
    person: int | None = None

    def has(self, month: Month) -> bool:
        return self.first <= month <= self.last


def by_person(spells: Iterable[Spell]) -> list[tuple[Spell, ...]]:
    """Spells of one fund, those of one person together."""
    single, several = list[tuple[Spell, ...]](), defaultdict[int, list[Spell]](list)
    for spell in spells:
        if spell.person is None:
            single.append((spell,))
        else:
            several[spell.person].append(spell)
    return [*single, *map(tuple, several.values())]


@dataclass(frozen=True)
class FundAhead:
    """`months` holds every month of the fund; `free`: determined places that nobody has; `prices`: of one person by month, also after its end."""

    key: int
    name: str
    first: Month
    last: Month
    amount: int
    months: Mapping[Month, MonthAhead]
    free: int = 0
    prices: Mapping[Month, int] = field(default_factory=dict)

    @cached_property
    def runs(self) -> dict[Month, Month]:
        """For each paid month the last month of the unbroken run of paid months that it begins."""
        runs: dict[Month, Month] = {}
        for month in sorted((month for month, one in self.months.items() if one.is_paid), reverse=True):
            runs[month] = runs.get(month + 1, month)
        return runs

    def paid_through(self, spell: Spell) -> Month | None:
        """The last paid month of the people of a spell without a gap before it; None: not even their first month is paid."""
        run = self.runs.get(spell.first)
        return min(run, spell.last) if run else None

    def late(self, on: date) -> set[Month]:
        return {month for month, one in self.months.items() if one.is_late(on)}

    @property
    def last_paid(self) -> Month | None:
        return max(self.runs, default=None)

    @property
    def paid(self) -> int:
        return sum(one.paid for one in self.months.values())


@dataclass(frozen=True)
class Ending:
    """When the cover of a fund ends: with its last month, or with the last one that its money pays for (`by_money`)."""

    fund: FundAhead
    last: Month
    by_money: bool
    people: int
    days: int

    @property
    def within(self) -> int | None:
        """The first of 0, 30 and 60 days within which it ends; None: later."""
        return next((limit for limit in (0, 30, 60) if self.days <= limit), None)

    def cost_of(self, months: int) -> int | None:
        """Rupiah to go on for so many months with the same people; None for months whose price the law does not say yet."""
        wanted = list((self.last + 1).upto(self.last + months))
        return sum(self.people * self.fund.prices[month] for month in wanted) if all(month in self.fund.prices for month in wanted) else None


def ending_of(fund: FundAhead, on: date) -> Ending:
    """The amount pays the months in their order; the first that it cannot pay whole is the one after the end."""
    left, last, by_money = fund.amount, fund.first + -1, False
    for month in fund.first.upto(fund.last):
        left -= fund.months[month].due
        if left < 0:
            by_money = True
            break
        last = month
    people = fund.months[max(last, fund.first)].people
    return Ending(fund, last, by_money, people, (last.last_day - on).days)


@dataclass(frozen=True)
class Cliff:
    """People of a fund who have `months` unpaid months in a row (0: none is late yet) from `since` on; `lost_after`: the due day that, once it passes
    unpaid, makes them more than the law lets settle. None: it is past already (`lost`), lies beyond the fund's last month, or is not known.
    """

    fund: int
    since: Month
    months: int
    people: int
    lost_after: date | None
    lost: bool


def cliffs_of(fund: FundAhead, spells: Iterable[Spell], on: date) -> list[Cliff]:
    """Nearest first. Whoever has left can still lose by late months; for whoever has none: the day, if nothing is paid from now on."""
    late = fund.late(on)
    ahead = sorted(month for month, one in fund.months.items() if not one.is_paid and one.people and month not in late)
    found: dict[tuple[Month, int, date | None, bool], int] = defaultdict(int)
    known: dict[frozenset[Month], Arrears | None] = {}
    for together in by_person(spells):
        own = frozenset(month for month in late if any(spell.has(month) for spell in together))
        if own not in known:
            known[own] = arrears_of(own, on)
        run, months = known[own], len(own)
        if run is None:
            start = next((month for month in ahead if any(spell.has(month) for spell in together)), None)
            run, months = (arrears_of({start}, on) if start else None), 0
        if run is None:
            continue
        passes = run.since + int(run.limit.number) <= max(spell.last for spell in together)
        key = (run.since, run.months if months else 0, run.lost_after if passes else None, bool(months) and run.left < 0)
        found[key] += together[0].people
    return sorted((Cliff(fund.key, key[0], key[1], people, key[2], key[3]) for key, people in found.items()), key=_nearest)


def _nearest(one: Cliff) -> tuple[bool, date, Month]:
    return not one.lost, one.lost_after or date.max, one.since


@dataclass(frozen=True)
class Beginning:
    """`people` whose membership began with `since`: from `full_from` on their families have the `full` death grant, before `early` (rupiah)."""

    since: Month
    people: int
    full_from: date
    early: int
    full: int


def beginnings_of(starts: Mapping[Month, int], on: date) -> tuple[list[Beginning], Mark]:
    """Those who are still within the first months on the day, and how sure the figures are; none before the rule existed."""
    needed = months_for_full_death_grant(on)
    if not needed.number:
        return [], needed.mark
    early, full = early_death_grant(on), full_death_grant(on)
    wait = int(needed.number)
    found = [Beginning(since, people, (since + wait).first_day, early.number, full.number) for since, people in sorted(starts.items())]
    return [one for one in found if one.people and one.since <= Month.of(on) and one.full_from > on], weakest([needed.mark, early.mark, full.mark])


@dataclass(frozen=True)
class Owed:
    """What one village, office or fund is behind with: `months` are months of a fund, of which `unbilled` have no bill yet."""

    people: int
    months: int
    unbilled: int
    rupiah: int


def owed_by(funds: Mapping[int, FundAhead], spells: Iterable[Spell], key: Callable[[Spell], object], on: date) -> dict[object, Owed]:
    """By the key of a spell. People count once for each fund; what is owed of a month is shared out by heads, to the rupiah."""
    late = {number: fund.late(on) for number, fund in funds.items()}
    people: dict[object, int] = defaultdict(int)
    heads: dict[tuple[int, Month], dict[object, int]] = defaultdict(lambda: defaultdict(int))
    counted = set[tuple[object, int, int]]()
    for spell in spells:
        own, one = [month for month in late[spell.fund] if spell.has(month)], key(spell)
        again = spell.person is not None and (one, spell.fund, spell.person) in counted
        if own and not again:
            people[one] += spell.people
        if own and spell.person is not None:
            counted.add((one, spell.fund, spell.person))
        for month in own:
            heads[spell.fund, month][one] += spell.people
    rupiah: dict[object, int] = defaultdict(int)
    months: dict[object, set[tuple[int, Month]]] = defaultdict(set)
    for (fund, month), listed in heads.items():
        for one, part in shared(funds[fund].months[month].owed, listed).items():
            rupiah[one] += part
            months[one].add((fund, month))
    return {
        one: Owed(people[one], len(months[one]), sum(not funds[fund].months[month].billed for fund, month in months[one]), rupiah[one])
        for one in people
    }


def shared(total: int, heads: Mapping[object, int]) -> dict[object, int]:
    """`total` rupiah by heads, so that the parts sum to it: what does not divide goes a rupiah each to the first of them by name."""
    everybody = sum(heads.values())
    parts = {one: total * count // everybody for one, count in heads.items()}
    rest = total - sum(parts.values())
    for one in sorted(heads, key=str)[:rest]:
        parts[one] += 1
    return parts


@dataclass(frozen=True)
class Absorbed:
    """A month of a fund's money: `paid`, `owed` on its bill, `expected` of its list as it stands; `total`: all of them up to this month."""

    month: Month
    people: int
    paid: int
    owed: int
    expected: int
    total: int


@dataclass(frozen=True)
class Absorption:
    """`left`: rupiah that will be over at the end, below 0 what is missing. `free` places that could still be filled would take `free_cost` of it;
    `more`: people whom it would pay for in all of `months_left` (0: no month is open any more).
    """

    fund: FundAhead
    months: tuple[Absorbed, ...]
    left: int
    months_left: int
    free_cost: int
    more: int


def absorption_of(fund: FundAhead, on: date) -> Absorption:
    """Months that have no bill and are not over are open: their lists may still grow."""
    told, total = [], 0
    for month in fund.first.upto(fund.last):
        one = fund.months[month]
        owed, expected = (one.owed, 0) if one.billed else (0, one.due - one.paid)
        total += one.paid + owed + expected
        told.append(Absorbed(month, one.people, one.paid, owed, expected, total))
    open_ = [month for month in fund.first.upto(fund.last) if not fund.months[month].billed and month >= Month.of(on)]
    left, price = fund.amount - total, sum(fund.prices.get(month, 0) for month in open_)
    return Absorption(fund, tuple(told), left, len(open_), fund.free * price, max(0, left) // price if price else 0)

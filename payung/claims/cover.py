"""Whether somebody was covered on a day, as lists and payments say: since when, paid until when, what was owed then and what still is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from payung.billing.models import Bill
from payung.claims.run import CoverOn, MonthOn, run_until
from payung.law.due import due
from payung.law.given import Programme, Segment
from payung.planning.models import Fund
from payung.registry.models import Person
from payung.roster.models import Membership
from payung.values.errors import RefusedError
from payung.values.month import Month


@dataclass(frozen=True)
class Spell:
    """Months `first` … `last` on the list of a fund (its id); `last` None: to the fund's end."""

    fund: int
    first: Month
    last: Month | None


def numbers_of(person: Person) -> list[int]:
    """Ids of all numbers under which this human being is known."""
    one = person.same_as_id or person.pk
    return list(Person.objects.filter(Q(pk=one) | Q(same_as=one)).values_list("pk", flat=True))


def cover_on(person: Person | None, on: date, *, asked_on: date) -> CoverOn:
    """Cover by any of the person's numbers and any fund; None: nobody of that name is in the data, so nothing is known."""
    return covers_on([(person, on)], asked_on=asked_on)[0]


def covers_on(asked: Sequence[tuple[Person | None, date]], *, asked_on: date) -> list[CoverOn]:
    """The same of many, in their order, with as few questions to the database as of one."""
    humans = _humans([person for person, _ in asked if person is not None])
    spells: dict[int, list[Spell]] = defaultdict(list)
    listed = Membership.objects.filter(person__in=humans).order_by("first_month", "pk")
    for person, fund, first, last in listed.values_list("person_id", "fund_id", "first_month", "last_month"):
        spells[humans[person]].append(Spell(fund, first, last))
    funds = {spell.fund for held in spells.values() for spell in held}
    books = Books(funds, Month.of(max((on for _, on in asked), default=asked_on)))
    return [
        CoverOn(on, asked_on) if person is None else books.cover(spells.get(person.same_as_id or person.pk, []), on, asked_on) for person, on in asked
    ]


def _humans(people: Sequence[Person]) -> dict[int, int]:
    """Number -> the number that is kept, of all numbers of these human beings."""
    kept = {person.same_as_id or person.pk for person in people}
    others = Person.objects.filter(same_as__in=kept).values_list("pk", "same_as")
    return {one: one for one in kept} | {other: one for other, one in others if one is not None}


class Books:
    """Funds and their bills until a month, read once for any number of people."""

    def __init__(self, funds: Iterable[int], until: Month) -> None:
        self.funds = {fund.pk: fund for fund in Fund.objects.filter(pk__in=set(funds))}
        held = Bill.objects.filter(fund__in=self.funds, month__lte=until).prefetch_related("payments")
        self.bills: dict[tuple[int, Month], tuple[date | None, date | None]] = {
            (bill.fund_id, bill.month): (bill.due_on, _paid_on(bill)) for bill in held
        }

    def cover(self, spells: Sequence[Spell], on: date, asked_on: date) -> CoverOn:
        """What these spells of one human being, in their order, say of the day."""
        months = self._months(spells, on, asked_on)
        event = Month.of(on)
        run = run_until(months.values(), event, on)
        fund = next((self.funds[spell.fund] for spell in reversed(spells) if self.lists(spell, event)), None)
        ended = None if run else max((month for month in months if month < event), default=None)
        if fund is None:
            return CoverOn(on, asked_on, run, ended=ended)
        return CoverOn(on, asked_on, run, fund.pk, fund.name, Segment(fund.segment), fund.income, ended)

    def lists(self, spell: Spell, month: Month) -> bool:
        first, last = self._span(spell)
        return first <= month <= last

    def _span(self, spell: Spell) -> tuple[Month, Month]:
        """Its months as far as the fund pays for them."""
        fund = self.funds[spell.fund]
        return max(spell.first, fund.first_month), min(spell.last or fund.last_month, fund.last_month)

    def _months(self, spells: Sequence[Spell], on: date, asked_on: date) -> dict[Month, MonthOn]:
        """Each month on a list, up to that of the event, with what was paid of it by then and by now."""
        event = Month.of(on)
        found: dict[Month, MonthOn] = {}
        for spell in spells:
            first, last = self._span(spell)
            for month in first.upto(min(last, event)) if first <= min(last, event) else ():
                due_on, paid_on = self._billed(spell.fund, month)
                paid_on = paid_on if paid_on and paid_on <= asked_on else None
                known = found.get(month)
                # of two funds in one month the one that paid first counts
                if known is None or (paid_on and (known.paid_on is None or paid_on < known.paid_on)):
                    found[month] = MonthOn(month, due_on, paid_on)
        return dict(sorted(found.items()))

    def _billed(self, fund: int, month: Month) -> tuple[date | None, date | None]:
        """The day on which the month is due, and the one on which it was paid in full."""
        if (fund, month) not in self.bills:
            self.bills[fund, month] = (_due_on(self.funds[fund], month), None)
        return self.bills[fund, month]


def _paid_on(bill: Bill) -> date | None:
    """The day of the payment with which nothing more was owed; None where a reversal has made it owed again."""
    paid, since = 0, None
    for payment in sorted(bill.payments.all(), key=lambda one: (one.paid_on, one.pk)):
        paid += payment.amount
        since = (since or payment.paid_on) if paid >= bill.total else None
    return since


def _due_on(fund: Fund, month: Month) -> date | None:
    """The day by which the law wants it paid, whether anybody made a bill or not; None beyond the known holidays."""
    try:
        return due(Segment(fund.segment), Programme.JKM, month).due_on
    except RefusedError:
        return None

"""The radar's counted spells against a slow loop over every person and month, on invented lists, bills, payments and deaths."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from invented import TODAY, VILLAGES, nik

from payung.billing.actions import make_bill, pay_bill
from payung.billing.models import Bill
from payung.billing.queries import paid_through
from payung.billing.radar import due_day, read_listed
from payung.planning.models import Fund
from payung.planning.queries import price_in
from payung.registry.models import Candidate, Person, Register, RegisterEntry, Standing
from payung.reports.radar import Radar, radar_of
from payung.roster.actions import record_changes
from payung.roster.models import Membership
from payung.values.month import Month

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 20)
PRICE = 16_800
LIMIT = 3  # months, PP 44/2015 Pasal 39 and 42


def invent(programme, seed: int) -> Random:
    """Last year's fund and two of this year; people come and go, some come back; bills paid, in part, not, or not made; deaths of two sources."""
    chance = Random(seed)
    programme.candidates(24, villages=(*VILLAGES, None))
    programme.candidates(6, born=date(1961, 5, 5))
    july, january = Month.at(2025, 7), Month.at(2026, 1)
    old = programme.started(name="APBD 2025", amount=8 * 6 * PRICE, first_month=july, months=6)
    one = programme.started(name="APBD 2026", amount=14 * 12 * PRICE, first_month=january, months=chance.choice([7, 12]))
    two = programme.started(name="CSR 2026", source="CSR", amount=8 * 8 * PRICE, first_month=january + chance.choice([0, 1]), months=8)
    for fund in (old, one, two):
        _live(fund, chance)
    _bury(programme, chance)
    return chance


def _live(fund: Fund, chance: Random) -> None:
    gone: list[str] = []
    last_billed = min(Month.of(ON), fund.last_month) + -chance.choice([0, 1, 2])
    for month in fund.first_month.upto(last_billed):
        listed = list(Membership.objects.filter(fund=fund).on(month).values_list("person__nik", flat=True))
        lines = [
            (one, "out", chance.choice(["moved", "employed"])) for one in chance.sample(sorted(listed), min(len(listed), chance.choice([0, 1, 2])))
        ]
        lines += [(one, "in", "correction") for one in gone if chance.random() < 0.6]
        gone = [one for one in gone if one not in {line[0] for line in lines}] + [line[0] for line in lines if line[1] == "out"]
        if lines and month > fund.first_month:
            record_changes(
                fund=fund, month=month, changes=pl.DataFrame(lines, schema=["nik", "direction", "reason"], orient="row"), by=None, on=TODAY
            )
        if Membership.objects.filter(fund=fund).on(month).exists():
            bill = make_bill(fund=fund, month=month, by=None, on=TODAY)
            share = chance.choice([0, 0.4, 1, 1])
            if share:
                pay_bill(bill=bill, amount=int(bill.total * share), paid_on=month.last_day, reference=f"SP2D {fund.pk} {month}", by=None, on=ON)


def _bury(programme, chance: Random) -> None:
    people = chance.sample(programme.people, 6)
    days = [ON - timedelta(days=chance.randrange(0, 150)) for _ in people]
    register = Register.objects.create(kind="deaths", place=programme.place, source="Disdukcapil", as_of=ON, file_name="d.csv", sha256="d", rows=4)
    numbers = dict(Person.objects.filter(pk__in=people).values_list("pk", "nik"))
    RegisterEntry.objects.bulk_create(RegisterEntry(register=register, nik=numbers[one], on=day) for one, day in zip(people[:4], days, strict=False))
    for one, day in zip(people[3:], days[3:], strict=True):
        Standing.objects.create(person_id=one, register=register, kind="deaths", on=day)


class Slow:
    """The same questions, asked of every person and month alone."""

    def __init__(self) -> None:
        self.funds = {fund.pk: fund for fund in Fund.objects.all()}
        self.paid = {(bill.fund_id, bill.month): sum(one.amount for one in bill.payments.all()) for bill in Bill.objects.all()}
        self.total = {(bill.fund_id, bill.month): bill.total for bill in Bill.objects.all()}
        self.on: dict[tuple[int, int], set[Month]] = defaultdict(set)
        for one in Membership.objects.all():
            fund = self.funds[one.fund_id]
            self.on[one.person_id, one.fund_id] |= set(one.first_month.upto(min(one.last_month or fund.last_month, fund.last_month)))
        self.on = defaultdict(set, {key: months for key, months in self.on.items() if months})
        self.village = dict(Candidate.objects.values_list("person_id", "village_id"))

    def is_paid(self, fund: int, month: Month) -> bool:
        return (fund, month) in self.total and self.paid[fund, month] >= self.total[fund, month]

    def is_late(self, fund: int, month: Month) -> bool:
        return not self.is_paid(fund, month) and due_day(month) < ON

    def late(self, person: int, fund: int) -> list[Month]:
        return sorted(month for month in self.on[person, fund] if self.is_late(fund, month))

    def owed(self, fund: int, month: Month) -> int:
        if (fund, month) in self.total:
            return self.total[fund, month] - self.paid[fund, month]
        return sum(price_in(self.funds[fund], month)) * sum(month in months for (_, number), months in self.on.items() if number == fund)

    def begun(self, person: int) -> Month | None:
        """Walk back from now as long as some fund has them on its list."""
        month, listed = Month.of(ON), {month for (one, _), months in self.on.items() if one == person for month in months}
        if month not in listed:
            return None
        while month + -1 in listed:
            month += -1
        return month


@pytest.fixture(params=range(2))
def seen(programme, request) -> tuple[Radar, Slow, Random]:
    chance = invent(programme, request.param)
    return radar_of(round=programme.round, place=programme.place.code, visible_to=None, on=ON), Slow(), chance


def test_counted_spells_are_the_people(seen):
    radar, slow, _ = seen
    for fund in slow.funds:
        for month in Month.at(2025, 7).upto(Month.at(2026, 12)):
            listed = [person for (person, number), months in slow.on.items() if number == fund and month in months]
            spells = [spell for spell in radar.listed.spells if spell.fund == fund and spell.first <= month <= spell.last]
            assert sum(spell.people for spell in spells) == len(listed)
            by_village = Counter(slow.village[person] or "" for person in listed)
            assert {village: sum(one.people for one in spells if one.village == village) for village in by_village} == by_village
    assert radar.people == sum(Month.of(ON) in months for months in slow.on.values())


def test_until_when_everybody_is_paid(seen):
    radar, slow, _ = seen
    expected: dict[int, Counter] = defaultdict(Counter)
    for (_, fund), months in slow.on.items():
        if Month.of(ON) not in months:
            continue
        month = Month.of(ON)
        while month + -1 in months:  # the spell in which they stand now
            month += -1
        until = None
        while month in months and slow.is_paid(fund, month):
            until, month = month, month + 1
        expected[fund][until] += 1
    assert radar.cover("fund") == {fund: dict(counts) for fund, counts in expected.items()}
    whole = Counter(month for counts in radar.cover("village").values() for month, people in counts.items() for _ in range(people))
    assert whole == sum(expected.values(), Counter())


def test_the_calendar_of_one_fund_says_the_same_of_whoever_never_came_back(seen):
    radar, slow, _ = seen
    once = {person for person, number in Counter(Membership.objects.values_list("person_id", flat=True)).items() if number == 1}
    for fund in slow.funds.values():
        frame = paid_through(fund).filter(pl.col("person_id").is_in(list(once)))
        spells = [one for one in radar.listed.spells if one.fund == fund.pk]
        there = Counter(until for one in spells for until in [radar.ahead[fund.pk].paid_through(one)] for _ in range(one.people))
        for until, people in Counter(frame["paid_through"].to_list()).items():
            assert people <= there[None if until is None else Month(until)]


def test_arrears_by_fund_and_village(seen):
    radar, slow, _ = seen
    people: Counter = Counter()
    for person, fund in list(slow.on):
        people[fund] += bool(slow.late(person, fund))
    months = {
        fund: {month for (_, number), listed in slow.on.items() if number == fund for month in listed if slow.is_late(fund, month)}
        for fund in slow.funds
    }
    found = radar.owed("fund")
    assert {fund: one.people for fund, one in found.items()} == +people
    assert {fund: one.months for fund, one in found.items()} == {fund: len(late) for fund, late in months.items() if late}
    assert {fund: one.rupiah for fund, one in found.items()} == {
        fund: sum(slow.owed(fund, month) for month in late) for fund, late in months.items() if late
    }
    assert {fund: one.unbilled for fund, one in found.items()} == {
        fund: sum((fund, month) not in slow.total for month in late) for fund, late in months.items() if late
    }
    for key in ("village", "office"):
        assert sum(one.rupiah for one in radar.owed(key).values()) == sum(one.rupiah for one in found.values())
        assert sum(one.people for one in radar.owed(key).values()) == sum(one.people for one in found.values())
    by_village = Counter(slow.village[person] or "" for person, fund in list(slow.on) if slow.late(person, fund))
    assert {village: one.people for village, one in radar.owed("village").items()} == by_village


def test_the_cliff_of_every_person(seen):
    radar, slow, _ = seen
    expected: Counter = Counter()
    for (person, fund), months in slow.on.items():
        late = slow.late(person, fund)
        if not late:
            continue
        since = late[-1]
        while since + -1 in late:
            since += -1
        lost = late[-1] - since + 1 > LIMIT
        last = max(months)  # by the law, LIMIT months on; never beyond the list
        expected[fund, since, late[-1] - since + 1, None if lost or since + LIMIT > last else due_day(since + LIMIT), lost] += 1
    found = Counter()
    for one in radar.cliffs:
        if one.months:
            found[one.fund, one.since, one.months, one.lost_after, one.lost] += one.people
    assert found == expected


def test_whose_membership_began_when(seen):
    radar, slow, _ = seen
    starts = Counter(month for month in map(slow.begun, Person.objects.values_list("pk", flat=True)) if month)
    new, _ = radar.beginnings
    assert {one.since: one.people for one in new} == {month: people for month, people in starts.items() if Month.of(ON) - month < LIMIT}
    assert all(one.full_from == (one.since + 3).first_day for one in new)


def test_families_that_wait(seen):
    radar, slow, _ = seen
    died: dict[int, date] = {}
    for person, day in [*RegisterEntry.objects.values_list("nik", "on"), *Standing.objects.values_list("person__nik", "on")]:
        number = Person.objects.get(nik=person).pk
        died[number] = min(day, died.get(number, day))
    expected = {}
    for person, day in died.items():
        month = Month.of(day)
        late = [one for fund in slow.funds for one in slow.late(person, fund) if one <= month]
        if late and any({month, month + -1} & slow.on[person, fund] for fund in slow.funds):
            expected[person] = len(late)
    assert {one.death.person: one.months for one in radar.blocked} == expected


def test_next_year_needs_and_what_is_left_of_this(seen):
    radar, slow, _ = seen
    now = Month.of(ON)
    for line in radar.need:
        fund = slow.funds[line.fund]
        people = [person for (person, number), months in slow.on.items() if number == fund.pk and now in months]
        born = dict(Person.objects.filter(pk__in=people).values_list("pk", "birth_date"))
        old = sum(2027 - day.year - ((day.month, day.day) > (1, 1)) >= fund.oldest for day in born.values())
        assert (line.people, line.too_old) == (len(people), old)
        assert line.turning == sum(2027 - day.year >= fund.oldest for day in born.values()) - old
        assert line.cost == (len(people) - old) * sum(sum(price_in(fund, Month.at(2027, month))) for month in range(1, 13))
    for one in radar.absorptions:
        fund = slow.funds[one.fund.key]
        total = sum(slow.total.get((fund.pk, month)) or slow.owed(fund.pk, month) for month in fund.first_month.upto(fund.last_month))
        assert one.left == fund.amount - total
        assert one.months[-1].total == total


def test_what_is_kept_is_read_again_after_a_change(programme):
    programme.candidates(4)
    fund = programme.started(amount=3 * 12 * PRICE)
    ask = {"round": programme.round, "place": programme.place.code, "visible_to": None, "on": ON}
    assert radar_of(**ask).people == 3
    record_changes(
        fund=fund,
        month=Month.at(2026, 6),
        changes=pl.DataFrame([(nik(0), "out", "moved")], schema=["nik", "direction", "reason"], orient="row"),
        by=None,
        on=TODAY,
    )
    assert radar_of(**ask).people == 2
    bill = make_bill(fund=fund, month=Month.at(2026, 1), by=None, on=TODAY)
    assert radar_of(**ask).owed("fund")[fund.pk].unbilled == 5  # February to June: BPU pay by the 15th of the month itself
    pay_bill(bill=bill, amount=bill.total, paid_on=ON, reference="SP2D 1", by=None, on=ON)
    assert radar_of(**ask).ahead[fund.pk].last_paid == Month.at(2026, 1)
    assert read_listed([fund], programme.round, ON).spells == radar_of(**ask).listed.spells

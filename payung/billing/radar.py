"""What the radar reads, a statement for each question however many people there are: spells counted, not people.

`Listed` is what takes long with a million people; it is kept in memory until something it hangs on has changed. Bills and payments are read anew.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from payung.accounts.models import User
from payung.audit.kept import Kept, newest_change
from payung.billing.ahead import FundAhead, MonthAhead, Spell
from payung.billing.need import Price
from payung.billing.queries import BillOn, bills_of
from payung.intake.queries import newest_registers
from payung.law.cover import months_for_full_death_grant
from payung.law.due import due
from payung.law.explain import mark_of
from payung.law.figure import weakest
from payung.law.given import Programme, Sector, Segment
from payung.planning.models import Determination, Fund
from payung.planning.price import month_contribution
from payung.planning.queries import funds_seen, price_in
from payung.registry.bulk import as_one, one_of, read_frame
from payung.registry.models import Round
from payung.values.errors import RefusedError
from payung.values.month import Month
from payung.values.place import within

_YEAR, _SOON = 12, 3  # months
_UNTOUCHED = ("bill.", "payment.", "upload.", "user.", "role.", "columns.", "universe.", "list.receive", "document.", "demo.")  # acts, see Listed
_MOST = 400 << 10  # spells kept in one process

_SPELLS = """SELECT m.fund_id, COALESCE(c.village_id, ''), c.office_id, m.first_month, m.last_month, COUNT(*)
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE {funds} AND (m.last_month IS NULL OR m.last_month >= m.first_month) GROUP BY 1, 2, 3, 4, 5"""
# Whoever left a list and came back has several spells on it, one of which at least has an end.
_RETURNED = """SELECT m.fund_id, m.person_id, COALESCE(c.village_id, ''), c.office_id, m.first_month, m.last_month
    FROM (SELECT DISTINCT a.fund_id, a.person_id FROM roster_membership a JOIN roster_membership b
        ON b.fund_id = a.fund_id AND b.person_id = a.person_id AND b.id <> a.id
        WHERE a.last_month IS NOT NULL AND (b.last_month IS NULL OR b.last_month >= b.first_month)) twice
    JOIN roster_membership m ON m.fund_id = twice.fund_id AND m.person_id = twice.person_id JOIN planning_fund f ON f.id = m.fund_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE {funds} AND (m.last_month IS NULL OR m.last_month >= m.first_month)"""
# Whoever is on a list in a month since not long ago, and back from there along every list that joins on without a gap: where membership began.
_STARTS = """WITH RECURSIVE chain(person, begun) AS (
    SELECT m.person_id, m.first_month FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id
    WHERE {funds} AND m.first_month > %s AND m.first_month <= %s AND f.last_month >= %s AND (m.last_month IS NULL OR m.last_month >= %s)
    UNION SELECT chain.person, o.first_month FROM chain JOIN roster_membership o ON o.person_id = chain.person
    JOIN planning_fund g ON g.id = o.fund_id
    WHERE o.first_month < chain.begun AND g.last_month >= chain.begun - 1 AND (o.last_month IS NULL OR o.last_month >= chain.begun - 1))
    SELECT begun, COUNT(*) FROM (SELECT person, MIN(begun) AS begun FROM chain GROUP BY person) one GROUP BY 1"""
_GO_ON = """SELECT m.fund_id, COUNT(*) FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id
    WHERE {funds} AND m.first_month <= f.last_month AND (m.last_month IS NULL OR m.last_month >= f.last_month)
    AND EXISTS (SELECT 1 FROM roster_membership o JOIN planning_fund g ON g.id = o.fund_id WHERE o.person_id = m.person_id AND o.fund_id <> m.fund_id
        AND o.first_month <= f.last_month + 1 AND (o.last_month IS NULL OR o.last_month >= f.last_month + 1)
        AND g.first_month <= f.last_month + 1 AND g.last_month >= f.last_month + 1)
    GROUP BY 1"""
_OLDEST = """SELECT m.fund_id, p.birth_date, COUNT(*) FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
    WHERE {funds} AND m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s) AND p.birth_date <= %s GROUP BY 1, 2"""
_OLD_CANDIDATES = """SELECT COUNT(*) FROM registry_candidate c JOIN registry_person p ON p.id = c.person_id
    WHERE c.round_id = %s AND c.stands AND p.same_as_id IS NULL AND p.birth_date <= %s"""
_WAITING = """SELECT t.fund_id, COUNT(*) FROM planning_decided d JOIN planning_determination t ON t.id = d.determination_id
    JOIN registry_candidate c ON c.id = d.candidate_id
    WHERE {determinations} AND d.outcome = 'waiting' AND c.stands
    AND NOT EXISTS (SELECT 1 FROM roster_membership m WHERE m.fund_id = t.fund_id AND m.person_id = c.person_id) GROUP BY 1"""
# Deaths as the newest register, a human's confirmation and the monthly changes say them; a person under any of their numbers.
_DEATHS = """SELECT COALESCE(p.same_as_id, p.id), CAST(d.died AS VARCHAR(10)) FROM (
    SELECT p.id AS person, e."on" AS died FROM registry_registerentry e JOIN registry_person p ON p.nik = e.nik WHERE {registers}
    UNION ALL SELECT s.person_id, s."on" FROM registry_standing s WHERE s.kind = 'deaths' AND s.withdrawn_on IS NULL
    UNION ALL SELECT h.person_id, h.happened_on FROM roster_change h WHERE h.reason = 'deceased') d
    JOIN registry_person p ON p.id = d.person WHERE d.died IS NOT NULL"""
_SPELLS_OF = """SELECT n.one, m.fund_id, COALESCE(c.village_id, ''), c.office_id, m.first_month, m.last_month
    FROM (SELECT id, id AS one FROM registry_person WHERE {people} UNION ALL
        SELECT id, same_as_id FROM registry_person WHERE same_as_id IS NOT NULL AND {same}) n
    JOIN roster_membership m ON m.person_id = n.id JOIN planning_fund f ON f.id = m.fund_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE {funds} AND (m.last_month IS NULL OR m.last_month >= m.first_month)"""

_SPELL: dict[str, Any] = {"fund": pl.Int64, "village": pl.String, "office": pl.Int64, "first": pl.Int32, "last": pl.Int32}


@dataclass(frozen=True)
class Death:
    """Somebody who died while on a fund's list, or who had left it with the month before: `spell`; `spells`: all they had, on any of the funds."""

    person: int
    died_on: date
    spell: Spell
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Listed:
    """People counted: `spells` on the lists; `starts` of those on a list now and not for long, by the month in which membership began;
    `go_on` of a fund that ends soon whom another pays afterwards; `ages` (fund, birth_date, people) of those who may be too old;
    `waiting` reserve of a fund; `old_candidates` of the round.
    """

    spells: tuple[Spell, ...]
    starts: dict[Month, int]
    go_on: dict[int, int]
    ages: tuple[tuple[int, date, int], ...]
    waiting: dict[int, int]
    old_candidates: int
    deaths: tuple[Death, ...]


_kept: Kept[Listed] = Kept(_MOST, lambda one: len(one.spells) + len(one.ages) + len(one.deaths))


def funds_ahead(*, visible_to: User | None, on: date, place: str) -> list[Fund]:
    """Funds in the place that the person sees and that run, begin within a year or ended within one, the nearest end first."""
    now = Month.of(on)
    found = funds_seen(visible_to=visible_to, on=on).filter(last_month__gte=now + -_YEAR, first_month__lte=now + _YEAR)
    return sorted((fund for fund in found if within(fund.place_id, place)), key=lambda fund: (fund.last_month, fund.name, fund.pk))


def listed(funds: Sequence[Fund], round: Round | None, on: date) -> Listed:
    """Kept by day, funds and the newest change that can touch lists, people or determinations."""
    terms = tuple((fund.pk, fund.first_month.no, fund.last_month.no, fund.oldest) for fund in funds)
    key: Hashable = (terms, round.pk if round else 0, on, newest_change(apart_from=_UNTOUCHED))
    return _kept.get(key, lambda: read_listed(funds, round, on))


def read_listed(funds: Sequence[Fund], round: Round | None, on: date) -> Listed:
    """The same, read now."""
    now, numbers = Month.of(on), [fund.pk for fund in funds]
    last = {fund.pk: fund.last_month.no for fund in funds}
    ends = [number for number, month in last.items() if month <= now.no + _SOON]
    new_year = date(on.year + 1, 12, 31)
    oldest = min((fund.oldest for fund in funds), default=0)
    ages = _of_funds(_OLDEST, numbers, [now.no, now.no, _born(new_year, oldest)], {"fund": pl.Int64, "born": pl.Date, "people": pl.Int64})
    force = _in_force(funds)
    waiting = read_frame(_WAITING.format(determinations=one_of("d.determination_id")), [as_one(force)], {"fund": pl.Int64, "people": pl.Int64})
    starts = _of_funds(
        _STARTS, numbers, [now.no - int(months_for_full_death_grant(on).number), now.no, now.no, now.no], {"month": pl.Int32, "people": pl.Int64}
    )
    return Listed(
        _spells(numbers, last),
        {Month(month): people for month, people in starts.iter_rows()},
        dict(_of_funds(_GO_ON, ends, [], {"fund": pl.Int64, "people": pl.Int64}).iter_rows()),
        tuple(ages.iter_rows()),
        dict(waiting.iter_rows()),
        _old_candidates(round, _born(date(on.year + 1, 1, 1), round.oldest)) if round else 0,
        _deaths(funds, last),
    )


def _of_funds(sql: str, funds: list[int], params: list[Any], schema: dict[str, Any]) -> pl.DataFrame:
    return read_frame(sql.format(funds=one_of("m.fund_id")), [as_one(funds), *params], schema)


def _born(on: date, age: int) -> str:
    """Whoever is born on this day or before is so old on `on`; of 29 February the day after, see law.join.age_on."""
    year = on.year - age
    return date(year, on.month, on.day).isoformat() if (on.month, on.day) != (2, 29) else date(year, 3, 1).isoformat()


def _in_force(funds: Sequence[Fund]) -> list[int]:
    """Of each fund the newest determination that is in force."""
    found = Determination.objects.in_force().filter(fund__in=funds).order_by("version").values_list("fund_id", "pk")
    return list(dict(found).values())


def _spells(funds: list[int], last: dict[int, int]) -> tuple[Spell, ...]:
    """Counted spells; of whoever came back those that follow without a gap are one, and the later ones stay beside it."""
    all_ = _of_funds(_SPELLS, funds, [], {**_SPELL, "people": pl.Int64})
    returned = _of_funds(_RETURNED, funds, [], {"fund": pl.Int64, "person": pl.Int64, **{key: _SPELL[key] for key in list(_SPELL)[1:]}})
    keys = list(_SPELL)
    again = returned.group_by(keys).agg(again=pl.len().cast(pl.Int64))
    single = all_.join(again, on=keys, how="left", nulls_equal=True).with_columns(people=pl.col("people") - pl.col("again").fill_null(0))
    counted = [_spell(last, row[:5], row[5]) for row in single.filter(pl.col("people") > 0).select(*keys, "people").iter_rows()]
    return (*counted, *_joined(returned, last))


def _joined(returned: pl.DataFrame, last: dict[int, int]) -> list[Spell]:
    found: list[Spell] = []
    before: tuple[int, int] | None = None
    for fund, person, *rest in returned.sort("fund", "person", "first").iter_rows():
        spell = _spell(last, (fund, *rest), 1, person)
        if before == (fund, person) and spell.first == found[-1].last + 1:
            found[-1] = replace(spell, first=found[-1].first)
        else:
            found.append(spell)
        before = (fund, person)
    return found


def _spell(last: dict[int, int], row: Sequence[Any], people: int, person: int | None = None) -> Spell:
    fund, village, office, first, until = row
    return Spell(fund, village, office, Month(first), Month(last[fund] if until is None else min(until, last[fund])), people, person)


def _old_candidates(round: Round, born: str) -> int:
    return int(read_frame(_OLD_CANDIDATES, [round.pk, born], {"people": pl.Int64}).item())


def _deaths(funds: Sequence[Fund], last: dict[int, int]) -> tuple[Death, ...]:
    places = {fund.place_id for fund in funds}
    registers = [one.pk for place in places for one in newest_registers(place) if one.kind == "deaths"]
    sql = _DEATHS.format(registers=one_of("e.register_id"))
    died = read_frame(sql, [as_one(registers)], {"one": pl.Int64, "died": pl.String})
    died = died.with_columns(pl.col("died").str.to_date("%Y-%m-%d")).group_by("one").agg(pl.col("died").min())
    people = as_one(died["one"].to_list())
    spells_of = _SPELLS_OF.format(people=one_of("id"), same=one_of("same_as_id"), funds=one_of("m.fund_id"))
    spells = read_frame(spells_of, [people, people, as_one(list(last))], {"one": pl.Int64, **_SPELL})
    held: dict[tuple[int, date], list[Spell]] = {}
    for row in spells.join(died, on="one").sort("one", "fund", "first").iter_rows():
        held.setdefault((row[0], row[6]), []).append(_spell(last, row[1:6], 1))
    found = []
    for (person, died_on), own in held.items():
        month = Month.of(died_on)
        on_list = [spell for spell in own if spell.first <= month <= spell.last + 1]
        if on_list:
            found.append(Death(person, died_on, on_list[-1], tuple(own)))
    return tuple(found)


def ahead_of(funds: Sequence[Fund], spells: Collection[Spell], *, visible_to: User | None, on: date) -> list[FundAhead]:
    """Every month of each fund: as its bill says, or what its list would cost where there is none; a billed month's people are its bill's."""
    bills = {(one.bill.fund_id, one.bill.month): one for round in _rounds(funds) for one in bills_of(round, visible_to=visible_to, on=on)}
    people = _people(spells)
    places = {one.fund_id: one.people for one in Determination.objects.in_force().filter(fund__in=funds).order_by("version")}
    found, known = [], dict[Hashable, dict[Month, int]]()
    for fund in funds:
        until = Month.at(max(fund.last_month.year, on.year) + 1, 12)
        terms = (fund.source, fund.income, fund.sector, fund.segment, fund.first_month, until)
        if terms not in known:
            known[terms] = prices_upto(fund, until)
        prices = known[terms]
        months = {
            month: _month(bills.get((fund.pk, month)), people.get((fund.pk, month), 0), prices.get(month, 0), month)
            for month in fund.first_month.upto(fund.last_month)
        }
        still = [one.people for month, one in months.items() if month >= Month.of(on)]
        free = max(0, places.get(fund.pk, 0) - max(still)) if still else 0
        found.append(FundAhead(fund.pk, fund.name, fund.first_month, fund.last_month, fund.amount, months, free, prices))
    return found


def _rounds(funds: Sequence[Fund]) -> list[Round]:
    return list({fund.round_id: fund.round for fund in funds}.values())


def _people(spells: Collection[Spell]) -> dict[tuple[int, Month], int]:
    found: dict[tuple[int, Month], int] = {}
    for spell in spells:
        for month in spell.first.upto(spell.last):
            found[spell.fund, month] = found.get((spell.fund, month), 0) + spell.people
    return found


def _month(bill: BillOn | None, people: int, price: int, month: Month) -> MonthAhead:
    if bill is not None:
        return MonthAhead(bill.bill.people, int(bill.bill.total), bill.paid, bill.bill.due_on, True)
    return MonthAhead(people, people * price, 0, due_day(month), False)


@cache
def due_day(month: Month) -> date | None:
    """The last day on which the month is paid in time; None where the law or its holidays do not say yet."""
    try:
        return due(Segment.BPU, Programme.JKK, month).due_on
    except RefusedError:
        return None


def prices_upto(fund: Fund, until: Month) -> dict[Month, int]:
    """Rupiah of one person by month from the fund's first on, as far as the law gives figures."""
    found = {}
    for month in fund.first_month.upto(until):
        try:
            found[month] = sum(price_in(fund, month))
        except RefusedError:
            break
    return found


def price_of_year(fund: Fund, year: int) -> Price | None:
    """What one person of the fund will cost in each month of a year; None where the law gives no figures for it."""
    months = list(Month.at(year, 1).upto(Month.at(year, 12)))
    try:
        told = [month_contribution(source=fund.source, month=month, income=fund.income, sector=Sector(fund.sector)) for month in months]
        return Price({month: sum(price_in(fund, month)) for month in months}, weakest(mark_of(one.steps) for one in told))
    except RefusedError:
        return None

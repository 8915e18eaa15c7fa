"""Radar: what is about to go wrong with months and money, put together once for screen, command and workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from payung.accounts.models import User
from payung.billing.ahead import (
    Absorption,
    Beginning,
    Cliff,
    Ending,
    FundAhead,
    Owed,
    Spell,
    absorption_of,
    beginnings_of,
    cliffs_of,
    ending_of,
    owed_by,
)
from payung.billing.arrears import arrears_of
from payung.billing.need import NeedLine, Plan, plans
from payung.billing.radar import Death, Listed, ahead_of, funds_ahead, listed, price_of_year
from payung.coverage.queries import funnel
from payung.law.join import age_on
from payung.law.read_figures import Mark
from payung.places.models import Office, Place
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.month import Month


@dataclass(frozen=True)
class Blocked:
    """A family whose claim waits: somebody died while months of theirs were unpaid. `lost`: more months than the law lets settle."""

    death: Death
    months: int
    lost: bool


@dataclass
class Radar:
    """Everything that a person sees of a place on a day; each part is worked out when it is asked for."""

    on: date
    place: str
    round: Round | None
    funds: Sequence[Fund]
    listed: Listed
    ahead: Mapping[int, FundAhead]

    @property
    def now(self) -> Month:
        return Month.of(self.on)

    @cached_property
    def current(self) -> list[Spell]:
        """Spells of whoever is on a list this month."""
        return [spell for spell in self.listed.spells if spell.first <= self.now <= spell.last]

    @property
    def people(self) -> int:
        return sum(spell.people for spell in self.current)

    def cover(self, key: str) -> dict[Any, dict[Month | None, int]]:
        """By `key` ("village" or "fund") and the month until which they are paid without a gap (None: not even the first), people on a list now."""
        found: dict[Any, dict[Month | None, int]] = {}
        for spell in self.current:
            until = self.ahead[spell.fund].paid_through(spell)
            line = found.setdefault(getattr(spell, key), {})
            line[until] = line.get(until, 0) + spell.people
        return found

    @cached_property
    def endings(self) -> list[Ending]:
        """Funds with people whose cover ends within 60 days or ended in the last 60, the nearest first."""
        found = [ending_of(one, self.on) for one in self.ahead.values()]
        return sorted((one for one in found if one.people and -60 <= one.days <= 60), key=lambda one: (one.days, one.fund.name))

    def alone(self, one: Ending) -> int:
        """Of the people of an ending fund those whom no other fund pays for afterwards."""
        return one.people if one.by_money else max(0, one.people - self.listed.go_on.get(one.fund.key, 0))

    @cached_property
    def cliffs(self) -> list[Cliff]:
        found = [one for fund in self.ahead.values() for one in cliffs_of(fund, self._of(fund.key), self.on)]
        return sorted(found, key=lambda one: (not one.lost, one.lost_after or date.max, self.ahead[one.fund].name, one.since))

    def _of(self, fund: int) -> list[Spell]:
        return [spell for spell in self.listed.spells if spell.fund == fund]

    @cached_property
    def beginnings(self) -> tuple[list[Beginning], Mark]:
        return beginnings_of(self.listed.starts, self.on)

    def owed(self, key: str) -> dict[Any, Owed]:
        """Arrears by "village", "office" or "fund", the most rupiah first."""
        found = owed_by(self.ahead, self.listed.spells, lambda spell: getattr(spell, key), self.on)
        return dict(sorted(found.items(), key=lambda one: (-one[1].rupiah, str(one[0]))))

    @cached_property
    def late(self) -> dict[int, set[Month]]:
        return {key: fund.late(self.on) for key, fund in self.ahead.items()}

    @cached_property
    def blocked(self) -> list[Blocked]:
        """Each human being once: months up to that of the death, while they were listed, that are due by now and not paid in full."""
        found = []
        for death in self.listed.deaths:
            until = Month.of(death.died_on)
            months = {month for spell in death.spells for month in self.late[spell.fund] if spell.has(month) and month <= until}
            run = arrears_of(months, self.on)
            if run is not None:
                found.append(Blocked(death, len(months), run.left < 0))
        return found

    @cached_property
    def need(self) -> list[NeedLine]:
        """Of each fund that has people this month what they would cost next year; funds for whose year the law says nothing are left out."""
        year, found = self.on.year + 1, []
        for fund in self.funds:
            people = sum(spell.people for spell in self.current if spell.fund == fund.pk)
            price = price_of_year(fund, year) if people else None
            if price:
                old, turning = self._ages(fund, year)
                found.append(NeedLine(fund.pk, fund.name, people, old, turning, self.listed.waiting.get(fund.pk, 0), price))
        return found

    def _ages(self, fund: Fund, year: int) -> tuple[int, int]:
        first, last = date(year, 1, 1), date(year, 12, 31)
        old = sum(people for number, born, people in self.listed.ages if number == fund.pk and age_on(born, first) >= fund.oldest)
        by_the_end = sum(people for number, born, people in self.listed.ages if number == fund.pk and age_on(born, last) >= fund.oldest)
        return old, by_the_end - old

    @cached_property
    def valid(self) -> int:
        """Candidates of the round who stand and are not too old next year."""
        if self.round is None:
            return 0
        return max(0, funnel(self.round, self.now, self.place).valid - self.listed.old_candidates)

    @cached_property
    def plans(self) -> list[Plan]:
        return plans(self.need, self.valid)

    @cached_property
    def absorptions(self) -> list[Absorption]:
        """Of funds that run or have months to pay, the most left over first."""
        running = [one for one in self.ahead.values() if one.last >= self.now or any(month.owed for month in one.months.values())]
        return sorted((absorption_of(one, self.on) for one in running), key=lambda one: (-abs(one.left), one.fund.name))

    @cached_property
    def offices(self) -> dict[int, str]:
        wanted = {spell.office for spell in self.listed.spells if spell.office}
        return dict(Office.objects.filter(pk__in=wanted).values_list("pk", "name"))

    @cached_property
    def villages(self) -> dict[str, str]:
        return dict(Place.objects.filter(code__in={spell.village for spell in self.listed.spells if spell.village}).values_list("code", "name"))


def radar_of(*, round: Round | None, place: str, visible_to: User | None, on: date) -> Radar:
    """Of the funds of a place that the person sees, whichever round they belong to; `round`: whose candidates next year's need counts."""
    funds = funds_ahead(visible_to=visible_to, on=on, place=place)
    found = listed(funds, round, on)
    ahead = {one.key: one for one in ahead_of(funds, found.spells, visible_to=visible_to, on=on)}
    return Radar(on, place, round, funds, found, ahead)

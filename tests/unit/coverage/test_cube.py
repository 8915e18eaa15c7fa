"""Prepared figures are wrong in no cell: what they say is what a slow, plain count of every spell says, now and on every day before."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import JANUARY, TODAY, VILLAGES, Programme, lists_of_before, nik

from payung.billing.models import Bill, Payment
from payung.coverage.cube import Question, people_of
from payung.coverage.cube_actions import prepare_figures, rebuild_figures
from payung.coverage.models import CoverStep, SeveralTimes
from payung.coverage.numbers import kind_of
from payung.planning.models import Fund
from payung.registry.models import Candidate, Person, Round
from payung.roster.models import Membership
from payung.values.month import Month
from payung.values.place import within

pytestmark = pytest.mark.django_db
PLACES = ("", "74", "74.05", "74.05.01", "74.05.02", VILLAGES[0], VILLAGES[2], "73")
MONTHS = tuple(JANUARY + at for at in (-1, 0, 1, 2, 3, 6))
WORKS = ("Nelayan", "petani sawah", "Guru", "")


@dataclass(frozen=True)
class Listed:
    """A spell with all that may be asked of it."""

    one: int
    lives: str
    work: str
    sex: str
    fund: Fund
    first: Month
    last: Month | None


def listed() -> list[Listed]:
    found = []
    for spell in Membership.objects.select_related("fund", "person"):
        fund, person = spell.fund, spell.person
        home = Candidate.objects.filter(person=person, round=fund.round_id).first()
        lives, work = (home.village_id or fund.place_id, home.occupation) if home else (fund.place_id, "")
        found.append(Listed(person.same_as_id or person.pk, lives, kind_of(work), person.sex, fund, spell.first_month, spell.last_month))
    return found


def counted(spells: list[Listed], paid: set[tuple[int, Month]], place: str, month: Month, question: Question) -> int:
    """One human being after the other, from the records alone."""
    return len(
        {
            spell.one
            for spell in spells
            if spell.first <= month
            and (spell.last is None or month <= spell.last)
            and spell.fund.first_month <= month <= spell.fund.last_month
            and within(spell.lives, place)
            and (question.numerator != "paid" or (spell.fund.pk, month) in paid)
            and question.sex in (None, spell.sex)
            and question.occupation in (None, spell.work)
            and (question.segments is None or spell.fund.segment in question.segments)
            and question.fund in (None, spell.fund.pk)
            and question.round in (None, spell.fund.round_id)
        }
    )


def questions(funds: Iterable[int]) -> list[Question]:
    return [
        Question(),
        Question("paid"),
        Question(segments=("BPU",)),
        Question(segments=("NON_ASN",)),
        Question(segments=("NON_ASN", "BPU")),
        *(Question(fund=fund) for fund in funds),
        *(Question(sex=sex) for sex in ("", "L", "P")),
        *(Question(occupation=work) for work in ("", "fisher", "farm", "driver")),
        Question("paid", segments=("BPU",), sex="P", occupation="fisher"),
    ]


Cells = dict[tuple[str, Month, Question], int]


def cells(funds: Iterable[int]) -> Cells:
    spells = listed()
    paid = {(bill.fund_id, bill.month) for bill in Bill.objects.all() if sum(bill.payments.values_list("amount", flat=True)) >= bill.total}
    asked = [(place, month, question) for question in questions(funds) for place in PLACES for month in MONTHS]
    return {one: counted(spells, paid, *one) for one in asked}


def answered(funds: Iterable[int], known: date | int | None = None) -> Cells:
    found: Cells = {}
    for question in questions(funds):
        told = people_of(PLACES, MONTHS, Question(**{**question.__dict__, "known": known}))
        found |= {(place, month, question): people for (place, month), people in told.items()}
    return found


# --- any history ---

_PERSON = st.integers(0, 3)
_ACT = st.one_of(
    st.tuples(st.just("list"), _PERSON, st.integers(0, 2), st.integers(0, 3), st.one_of(st.none(), st.integers(-1, 3))),
    st.tuples(st.just("leave"), st.integers(0, 9), st.integers(-1, 4)),
    st.tuples(st.just("stay"), st.integers(0, 9)),
    st.tuples(st.just("home"), _PERSON, st.integers(0, 1), st.sampled_from([*VILLAGES, None]), st.sampled_from(WORKS)),
    st.tuples(st.just("sex"), _PERSON, st.sampled_from(["", "L", "P"])),
    st.tuples(st.just("same"), _PERSON, st.one_of(st.none(), _PERSON)),
    st.tuples(st.just("months"), st.integers(0, 2), st.integers(0, 6)),
    st.tuples(st.just("pay"), st.integers(0, 2), st.integers(0, 3)),
    st.tuples(st.just("prepare")),
    st.tuples(st.just("rebuild")),
)


@dataclass
class History:
    """Does what it is told where the database allows it; after each preparing it remembers what was true."""

    programme: Programme
    people: list[int] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)
    day: date = TODAY
    then: dict[date, Cells] = field(default_factory=dict)

    def begin(self) -> None:
        self.people = [
            Person.objects.create(nik=nik(7000 + at), name=f"Warga {at}", birth_date=date(1985, 5, 17), sex="LP"[at % 2]).pk for at in range(4)
        ]
        self.rounds = [self.programme.round, Round.objects.create(place=self.programme.place, name="Pendataan lain", start=date(2026, 1, 1))]
        terms = [(0, "BPU", 0, 11), (0, "NON_ASN", 0, 3), (1, "BPU", 1, 6)]
        self.funds = [
            Fund.objects.create(
                place=self.programme.place,
                round=self.rounds[round],
                name=f"Dana {at}",
                source="APBD",
                amount=10**9,
                segment=segment,
                first_month=JANUARY + first,
                last_month=JANUARY + last,
            )
            for at, (round, segment, first, last) in enumerate(terms)
        ]

        for act in (("list", 0, 0, 0, None), ("list", 0, 1, 1, 2), ("list", 1, 0, 0, None), ("list", 2, 2, 1, None), ("list", 3, 0, 1, 4)):
            self.do(*act)
        for person, village in enumerate((VILLAGES[0], VILLAGES[1], VILLAGES[2], None)):
            self.do("home", person, 0, village, WORKS[person])
        self.do("same", 3, 2)
        self.do("prepare")

    def do(self, what: str, *given: object) -> None:
        with suppress(IntegrityError), transaction.atomic():
            getattr(self, f"_{what}")(*given)

    def _list(self, person: int, fund: int, first: int, months: int | None) -> None:
        begins = JANUARY + first
        if months is None and Membership.objects.filter(fund=self.funds[fund], person=self.people[person], last_month=None).exists():
            return
        ends = None if months is None else begins + months
        Membership.objects.create(fund=self.funds[fund], person_id=self.people[person], first_month=begins, last_month=ends)

    def _leave(self, at: int, month: int) -> None:
        spells = list(Membership.objects.order_by("pk"))
        if at < len(spells) and JANUARY + month >= spells[at].first_month + -1:
            Membership.objects.filter(pk=spells[at].pk).update(last_month=JANUARY + month)

    def _stay(self, at: int) -> None:
        spells = list(Membership.objects.order_by("pk"))
        if at < len(spells) and not Membership.objects.filter(fund=spells[at].fund, person=spells[at].person, last_month=None).exists():
            Membership.objects.filter(pk=spells[at].pk).update(last_month=None)

    def _home(self, person: int, round: int, village: str | None, work: str) -> None:
        found = Candidate.objects.filter(person=self.people[person], round=self.rounds[round])
        if not found.update(village=village, occupation=work):
            terms = {"office": self.programme.office, "village_id": village, "occupation": work}
            Candidate.objects.create(person_id=self.people[person], round=self.rounds[round], **terms)

    def _sex(self, person: int, sex: str) -> None:
        Person.objects.filter(pk=self.people[person]).update(sex=sex)

    def _same(self, person: int, kept: int | None) -> None:
        one, other = self.people[person], None if kept is None else self.people[kept]
        chained = other is not None and (
            Person.objects.filter(same_as=one).exists() or Person.objects.filter(pk=other, same_as__isnull=False).exists()
        )
        if one != other and not chained:
            Person.objects.filter(pk=one).update(same_as=other)

    def _months(self, fund: int, last: int) -> None:
        if JANUARY + last >= self.funds[fund].first_month:
            Fund.objects.filter(pk=self.funds[fund].pk).update(last_month=JANUARY + last)

    def _pay(self, fund: int, month: int) -> None:
        if not Bill.objects.filter(fund=self.funds[fund], month=JANUARY + month).exists():
            bill = Bill.objects.create(fund=self.funds[fund], month=JANUARY + month, people=0, jkk=0, jkm=0, total=0, due_on=TODAY)
            Payment.objects.create(bill=bill, amount=0, surplus=1, paid_on=TODAY, reference=f"SP2D {bill.pk}")

    def _prepare(self) -> None:
        self.day += timedelta(days=1)
        prepare_figures(by=None, on=self.day)
        assert not CoverStep.objects.exists()
        assert not SeveralTimes.objects.filter(stale=True).exists()
        self.then[self.day] = cells([fund.pk for fund in self.funds])

    def _rebuild(self) -> None:
        self.day += timedelta(days=1)
        assert rebuild_figures(by=None, on=self.day).mended == 0
        self.then[self.day] = cells([fund.pk for fund in self.funds])


@given(acts=st.lists(_ACT, min_size=8, max_size=24))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_cell_is_wrong_whatever_happens(programme, acts):
    with transaction.atomic():
        unguarded()
        history = History(programme)
        history.begin()
        for what, *told in acts:
            history.do(what, *told)
        funds = [fund.pk for fund in history.funds]
        assert answered(funds) == cells(funds)
        history.do("rebuild")
        assert answered(funds) == cells(funds)
        for day, then in history.then.items():
            assert answered(funds, day) == then
        transaction.set_rollback(True)


def unguarded() -> None:
    """Until the test ends the database takes what it refuses today and may hold from before: spells of one person that overlap."""
    lists_of_before()
    for name in ("roster_spells_overlap_update", "roster_same_fund_insert", "roster_same_fund_update"):
        with connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE" if connection.vendor == "postgresql" else f"DROP TRIGGER IF EXISTS {name}")


# --- what it says in words ---

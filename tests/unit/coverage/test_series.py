from datetime import date

import polars as pl
import pytest
from invented import JANUARY, TODAY, VILLAGES, lists_of_before

from payung.audit.actions import acting
from payung.billing.actions import make_bill, pay_bill
from payung.coverage.actions import record_universe
from payung.coverage.definitions import Pair
from payung.coverage.evidence import evidence_of
from payung.coverage.pairs import figure_of_pair, figures_by_month, figures_inside
from payung.coverage.queries import coverage, coverage_by_district
from payung.coverage.series import coverage_by_month, coverage_inside
from payung.places.models import Place
from payung.registry.models import Person
from payung.roster.actions import record_changes
from payung.roster.models import Membership
from payung.values.errors import InputError

pytestmark = pytest.mark.django_db
YEAR = list(JANUARY.upto(JANUARY + 11))


def out(fund, month, *niks):
    changes = pl.DataFrame({"nik": niks, "direction": "out", "reason": "deceased"})
    record_changes(fund=fund, month=month, changes=changes, by=None, on=TODAY)


@pytest.mark.parametrize("place", ["", "74", "74.05", "74.05.01", VILLAGES[0], "73"])
@pytest.mark.parametrize("numerator", ["listed", "paid"])
def test_every_month_is_what_is_counted_for_it_alone(programme, place, numerator):
    people = programme.candidates(9, villages=(*VILLAGES, None))["nik"].to_list()
    fund = programme.started(amount=10**9)
    out(fund, JANUARY + 2, *people[:2])
    second = programme.fund(name="DBH", source="DBH-CHT", first_month=JANUARY + 1, months=3)
    lists_of_before()
    with acting("test", by=None):  # some on two lists at once, and one human being under two numbers, in two villages
        Membership.objects.bulk_create(Membership(fund=second, person_id=one, first_month=JANUARY + 1) for one in programme.people[2:5])
        Person.objects.filter(pk=programme.people[4]).update(same_as_id=programme.people[5])
    for one, month in ((fund, JANUARY), (second, JANUARY + 1)):
        bill = make_bill(fund=one, month=month, by=None, on=TODAY)
        pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference=f"SP2D {bill.pk}", by=None, on=TODAY)
    record_universe(
        place=Place.objects.get(code="74.05"), definition="universe_bpjs", value=90, source="a", as_of=date(2026, 3, 5), by=None, on=TODAY
    )
    together = coverage_by_month(place, YEAR, numerator, on=TODAY)
    assert together == [coverage(place, month, numerator, on=TODAY) for month in YEAR]


def test_a_year_takes_a_handful_of_statements(programme, django_assert_max_num_queries):
    programme.candidates(9)
    programme.started()
    with django_assert_max_num_queries(6):
        coverage_by_month("74.05", YEAR)
    with django_assert_max_num_queries(6):
        coverage_inside("74.05.01", JANUARY)


def test_what_lies_in_a_place_at_every_level(programme):
    programme.candidates(8, villages=(*VILLAGES, None))
    programme.started()
    assert {one.place: one.numerator.value for one in coverage_inside("", JANUARY) if one.numerator.value} == {"74": 8}
    assert {one.place: one.numerator.value for one in coverage_inside("74", JANUARY) if one.numerator.value} == {"74.05": 8}
    assert coverage_inside("74.05", JANUARY) == coverage_by_district("74.05", JANUARY)
    villages = coverage_inside("74.05.01", JANUARY)
    assert {one.place: one.numerator.value for one in villages if one.numerator.value} == {VILLAGES[0]: 2, VILLAGES[1]: 2}
    assert {one.percent() for one in villages} == {"–"}
    assert coverage_inside(VILLAGES[0], JANUARY) == []


def test_people_are_never_divided_by_villages(programme):
    programme.candidates(3)
    programme.started()
    figure = figure_of_pair("74.05.01", JANUARY, Pair("villages_sent", "villages"), round=programme.round, on=TODAY)
    assert (figure.numerator.value, figure.denominator.value) == (0, Place.objects.within("74.05.01").desa().count())
    assert "desa yang mengirim daftar" in figure.footnote.id


def test_own_counts_of_one_segment_are_of_the_funds_of_that_segment(programme):
    programme.candidates(6)
    state = programme.started(name="Non-ASN", amount=2 * 12 * 10_800, segment="NON_ASN", income=2_000_000)
    programme.started(name="Rentan", source="DBH-CHT", amount=10**9)
    bill = make_bill(fund=state, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="SP2D 1", by=None, on=TODAY)
    for numerator, people in (("listed", {"PU": 2, "BPU": 4, "JAKON": 0, "": 6}), ("paid", {"PU": 2, "BPU": 0, "": 2})):
        for segment, expected in people.items():
            pair = Pair(numerator, "universe_bpjs", segment)
            figure = figure_of_pair("74.05", JANUARY, pair, on=TODAY)
            assert figure.numerator.value == expected
            assert ("segmen" in figure.numerator.definition.id) == bool(segment)
            assert sum(one.numerator.value for one in figures_inside("74.05", JANUARY, pair)) == expected
            assert [one.numerator.value for _, one in figures_by_month("74.05", [JANUARY], pair)] == [expected]
            found = evidence_of("74.05", JANUARY, pair, on=TODAY)
            assert sum(one.people for one in found.villages) == sum(one.people for one in found.funds if one.counts) == expected


def test_an_unknown_definition_is_refused(programme):
    for call in (lambda: coverage_inside("74.05", JANUARY, "x"), lambda: coverage_by_month("74.05", YEAR, "listed", "x")):
        with pytest.raises(InputError):
            call()

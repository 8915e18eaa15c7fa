from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import JANUARY, TODAY, VILLAGES

from payung.billing.actions import make_bill, pay_bill
from payung.coverage.actions import record_universe
from payung.coverage.models import Universe
from payung.coverage.queries import coverage, coverage_by_district, funnel, villages_that_sent
from payung.intake.models import Row, SubmittedList
from payung.places.models import Office, Place
from payung.roster.queries import roster_frame
from payung.values.errors import InputError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def given_universe(place: Place, value: int, as_of: date = date(2025, 8, 31), definition: str = "universe_bpjs", source: str = "BPJS") -> Universe:
    return record_universe(place=place, definition=definition, value=value, source=source, as_of=as_of, by=None, on=TODAY)


def people(figure) -> int:
    return figure.numerator.value


def test_every_level_counts_who_lives_in_it(programme):
    programme.candidates(8, villages=(*VILLAGES, None))
    programme.started()
    asked = {code: people(coverage(code, JANUARY)) for code in ("", "74", "74.05", "74.05.01", "74.05.02", VILLAGES[0], "74.05.03", "73")}
    assert asked == {"": 8, "74": 8, "74.05": 8, "74.05.01": 4, "74.05.02": 2, VILLAGES[0]: 2, "74.05.03": 0, "73": 0}
    assert people(coverage("74.05", JANUARY + -1)) == people(coverage("74.05", JANUARY + 12)) == 0


def test_districts_in_one_look(programme, django_assert_num_queries):
    programme.candidates(7)
    programme.started()
    given_universe(Place.objects.get(code="74.05.01"), 20)
    with django_assert_num_queries(5):
        found = coverage_by_district("74.05", JANUARY)
    figures = {figure.place: (people(figure), figure.percent()) for figure in found}
    assert (figures["74.05.01"], figures["74.05.02"], figures["74.05.03"]) == ((5, "25,00 %"), (2, "–"), (0, "–"))
    assert [figure.place for figure in found] == sorted(Place.objects.within("74.05").districts().values_list("code", flat=True))
    assert found[0].place_name == "Tinanggea"


@given(counts=st.lists(st.sampled_from([*VILLAGES, None]), min_size=1, max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_coverage_agrees_with_the_list_counted_by_hand(programme, counts):
    with transaction.atomic():
        for village in counts:
            programme.candidates(1, villages=(village,))
        fund = programme.started(name=f"Dana {len(programme.people)}", amount=7 * PRICE)
        listed = roster_frame(fund, JANUARY)["village"].to_list()
        for figure in coverage_by_district("74.05", JANUARY):
            assert people(figure) == sum((village or "").startswith(figure.place) for village in listed) == people(coverage(figure.place, JANUARY))
        assert people(coverage("74.05", JANUARY)) == len(listed)
        transaction.set_rollback(True)


def test_paid_counts_only_months_that_are_paid_in_full(programme):
    programme.candidates(6)
    fund = programme.started()
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total - 1, paid_on=TODAY, reference="1", by=None, on=TODAY)
    assert people(coverage("74.05", JANUARY, "paid")) == 0
    pay_bill(bill=bill, amount=1, paid_on=TODAY, reference="2", by=None, on=TODAY)
    assert people(coverage("74.05", JANUARY, "paid")) == 6
    assert people(coverage("74.05", JANUARY + 1, "paid")) == 0
    assert coverage("74.05", JANUARY, "paid").numerator.definition.id.endswith("lunas")


def test_the_newest_figure_of_that_time_is_the_denominator(programme):
    programme.candidates(1)
    programme.started()
    assert coverage("74.05", JANUARY).percent() == "–"
    for value, as_of in ((200, date(2024, 8, 31)), (100, date(2026, 1, 31)), (400, date(2026, 2, 1)), (300, date(2023, 8, 31))):
        given_universe(programme.place, value, as_of)
    assert coverage("74.05", JANUARY).percent() == "1,00 %"
    assert coverage("74.05", JANUARY + 1).percent() == "0,25 %"
    assert coverage("74.05", JANUARY, denominator="employed_bps").percent() == "–"
    assert "per 31 Januari 2026" in coverage("74.05", JANUARY).footnote.id


def test_a_published_figure_is_kept_as_it_was_given(programme):
    first = given_universe(programme.place, 161_206)
    assert given_universe(programme.place, 161_206) == first
    with pytest.raises(RefusedError, match=r"universe\.differs") as refused:
        given_universe(programme.place, 161_207)
    assert "161.206" in refused.value.words.id
    given_universe(programme.place, 161_207, source="BPJS, pembetulan")
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE coverage_officialfigure SET value = 1")


def test_our_own_counts_are_of_the_day_of_asking(programme):
    programme.candidates(1)
    programme.started()
    given_universe(programme.place, 100)
    figure = coverage("74.05", JANUARY, on=TODAY)
    assert (figure.numerator.as_of, figure.denominator.as_of) == (TODAY, date(2025, 8, 31))
    assert figure.footnote.id.startswith(
        "Kabupaten Konawe Selatan: 1 pekerja di daftar peserta bulan Januari 2026 (catatan Payung, per 20 Desember 2025) dibagi 100 "
    )
    villages = [coverage("74.05", JANUARY, denominator="villages", on=TODAY).denominator, villages_that_sent(programme.round, on=TODAY).denominator]
    assert [(part.value, part.as_of) for part in villages] == [(336, TODAY)] * 2
    assert {one.numerator.as_of for one in coverage_by_district("74.05", JANUARY, on=TODAY)} == {TODAY}
    assert coverage("74.05", JANUARY).numerator.as_of is None


@pytest.mark.parametrize(
    "wrong", [{"definition": "villages"}, {"definition": "guess"}, {"value": 0}, {"value": 10**12 + 1}, {"source": " "}, {"source": "B" * 201}]
)
def test_universes_that_cannot_be(programme, wrong):
    with pytest.raises(InputError, match=r"universe\.unreadable"):
        given_universe(programme.place, **{"value": 1, **wrong})


@pytest.mark.parametrize("names", [("guess", "villages"), ("listed", "guess")])
def test_unknown_definitions_are_named(names):
    with pytest.raises(InputError, match=r"coverage\.definition_unknown"):
        coverage("", JANUARY, *names)


def test_from_the_list_to_the_payment(programme):
    programme.candidates(6)
    received = SubmittedList.objects.create(
        round=programme.round, office=programme.office, file_name="a.xlsx", sha256="a", size=1, state="accepted", rows=9
    )
    Row.objects.bulk_create(
        Row(list=received, sheet="1", number=at, as_written={}, verdict="rejected", village_id=VILLAGES[at % 2]) for at in range(9)
    )
    fund = programme.started(amount=4 * PRICE)
    seen = funnel(programme.round, JANUARY)
    assert (seen.collected, seen.valid, seen.funded, seen.paid) == (9, 6, 4, 0)
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="1", by=None, on=TODAY)
    assert funnel(programme.round, JANUARY).paid == 4


def test_a_village_counts_once_its_own_office_has_sent_a_list_that_was_taken(programme):
    offices = {
        name: Office.objects.create(kind=Office.Kind.VILLAGE_OFFICE, name=name, place_id=code)
        for name, code in (("Desa Lapoa", VILLAGES[0]), ("Desa Asingi", VILLAGES[1]), ("Kelurahan Tinanggea", "74.05.01.1001"))
    }
    for at, (office, state) in enumerate(
        [("Desa Lapoa", "accepted"), ("Desa Lapoa", "received"), ("Desa Asingi", "refused"), ("Kelurahan Tinanggea", "received")]
    ):
        refusal = "file.empty" if state == "refused" else ""
        SubmittedList.objects.create(
            round=programme.round, office=offices[office], file_name="a", sha256=str(at), size=1, state=state, refusal=refusal, rows=1
        )
    sent = villages_that_sent(programme.round)
    assert (people(sent), sent.denominator.value, sent.percent()) == (1, 336, "0,30 %")
    assert sent.footnote.id.startswith("Kabupaten Konawe Selatan: 1 desa yang mengirim daftar untuk Pendataan 2026 (catatan Payung) dibagi 336 desa")

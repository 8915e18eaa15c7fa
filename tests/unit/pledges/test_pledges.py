"""One civil servant, one worker: promised is not paid, and a month is paid once."""

from datetime import date

import pytest
from invented import JANUARY, TODAY, nik

from payung.accounts.models import Assignment, Role, User
from payung.places.models import Office
from payung.pledges.actions import count_civil_servants, make_pledge, pay_pledges, withdraw_pledge
from payung.pledges.models import Pledge, PledgePaid
from payung.pledges.queries import overview
from payung.pledges.standing import Promised, standing
from payung.registry.models import Person
from payung.values.errors import InputError, OutOfScopeError, RefusedError

NIP = "19850517" + "201001" + "1" + "001"


def promise(fund, office, at: int, **more) -> Pledge:
    terms = {"giver": f"Pegawai {at}", "giver_number": "", "first_month": fund.first_month, "last_month": fund.last_month}
    return make_pledge(fund=fund, office=office, nik=nik(at), by=None, on=TODAY, **{**terms, **more})


def pay(fund, through, **more) -> list[PledgePaid]:
    return pay_pledges(fund=fund, through=through, reference="STS 1", paid_on=TODAY, by=None, on=TODAY, **more)


def test_kendal_728_of_10_292():
    promises = [Promised(1, f"{at}", JANUARY, JANUARY + 11, frozenset(), 0, False) for at in range(728)]
    found = standing(promises, 10_292, JANUARY)
    assert (found.givers, found.share("id"), found.share("en"), found.owed) == (728, "7,07 %", "7.07 %", 728)
    assert standing(promises, None, JANUARY).share("id") == "–"


@pytest.fixture
def fund(programme):
    programme.candidates(4)
    return programme.fund(name="SERTAKAN 2026", source="SERTAKAN", months=6)


@pytest.mark.django_db
def test_promised_then_paid_month_by_month(programme, fund):
    health = Office.objects.create(kind="opd", name="Dinas Kesehatan", place=programme.place)
    for at in range(3):
        promise(fund, health if at else programme.office, at, giver_number=NIP if at else "")
    count_civil_servants(fund=fund, office=health, civil_servants=40, by=None, on=TODAY)
    before = overview(fund, JANUARY)
    assert (before.whole.workers, before.whole.covered, before.whole.owed, before.whole.givers) == (3, 0, 3, 2)
    paid = pay(fund, JANUARY + 4, office=health)
    # January to March 16,800 each, from April on the half of it, as for a donor
    assert (len(paid), sum(one.rupiah for one in paid)) == (10, 2 * (3 * 16_800 + 2 * 8_400))
    assert pay(fund, JANUARY + 4, office=health) == []
    after = overview(fund, JANUARY + 4)
    [kesehatan, disnaker] = after.offices
    assert (kesehatan.office, kesehatan.standing.covered, kesehatan.standing.owed, kesehatan.standing.share("id")) == (health, 2, 0, "2,50 %")
    assert (disnaker.standing.covered, disnaker.standing.owed, disnaker.standing.civil_servants) == (0, 5, None)
    assert {one.promised.state(JANUARY + 4) for one in after.pledges} == {"paid", "owed"}
    assert {one.promised.state(JANUARY + 6) for one in after.pledges} == {"over"}


@pytest.mark.django_db
def test_a_worker_has_one_giver_and_the_same_again_is_the_same(programme, fund):
    first = promise(fund, programme.office, 0)
    assert promise(fund, programme.office, 0) == first
    with pytest.raises(RefusedError, match=r"pledge\.known") as refused:
        promise(fund, programme.office, 0, giver="Orang Lain")
    assert "Pegawai 0 (Disnaker)" in refused.value.words.id
    pay(fund, JANUARY, pledge=first)
    with pytest.raises(InputError, match=r"pledge\.reason"):
        withdraw_pledge(pledge=first, reason=" ", by=None, on=TODAY)
    withdraw_pledge(pledge=first, reason="pindah tugas", by=None, on=TODAY)
    assert promise(fund, programme.office, 0, giver="Orang Lain") != first
    found = overview(fund, JANUARY).whole
    assert (found.workers, found.covered, found.rupiah) == (1, 1, 16_800)


@pytest.mark.django_db
def test_another_number_of_the_worker_is_the_same_worker(programme, fund):
    kept, other = Person.objects.get(nik=nik(0)), Person.objects.get(nik=nik(1))
    Person.objects.filter(pk=other.pk).update(same_as=kept)
    assert promise(fund, programme.office, 0, giver="Ani").person == kept
    with pytest.raises(RefusedError, match=r"pledge\.known"):
        promise(fund, programme.office, 1, giver="Budi")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("pledge.giver", {"giver": "  "}),
        ("pledge.giver_number", {"giver_number": "123"}),
        ("pledge.months", {"first_month": JANUARY + -1}),
        ("pledge.nik_unknown", {"nik": "9" * 16}),
    ],
)
def test_what_cannot_be_is_said(programme, fund, code, wrong):
    terms = {"giver": "Ani", "giver_number": "", "nik": nik(0), "first_month": JANUARY, "last_month": JANUARY + 1}
    with pytest.raises(InputError, match=code):
        make_pledge(fund=fund, office=programme.office, by=None, on=TODAY, **{**terms, **wrong})


@pytest.mark.django_db
def test_only_a_fund_of_pledges_and_whoever_may(programme, fund):
    with pytest.raises(InputError, match=r"pledge\.source"):
        promise(programme.fund(), programme.office, 0)
    with pytest.raises(InputError, match=r"pledge\.reference"):
        pay_pledges(fund=fund, through=JANUARY, reference="", paid_on=TODAY, by=None, on=TODAY)
    auditor = User.objects.create(username="auditor", display_name="Auditor")
    Assignment.objects.create(user=auditor, role=Role.AUDITOR, place=programme.place, since=date(2025, 1, 1))
    with pytest.raises(OutOfScopeError):
        count_civil_servants(fund=fund, office=programme.office, civil_servants=3, by=auditor, on=TODAY)

"""Data terbuka: for everybody once it is switched on, and nobody's name or number in any of it."""

import csv
import json
import re

import pytest
from django.core.cache import cache
from django.test import Client
from invented import JANUARY, TODAY, VILLAGES

from payung.accounts.models import Role
from payung.accounts.rights import RIGHTS
from payung.audit.models import Act
from payung.billing.actions import make_bill, pay_bill
from payung.coverage.actions import record_universe
from payung.coverage.cube_actions import prepare_figures
from payung.coverage.models import Publication
from payung.coverage.open_actions import publish, withdraw
from payung.places.models import Place
from payung.registry.models import Candidate, Person
from payung.values.errors import InputError, OutOfScopeError

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/terbuka/",
    "/terbuka/74.05/",
    "/terbuka/74.05/data.csv",
    "/terbuka/74.05/data.csv?untuk=excel",
    "/terbuka/74.05/metadata.json",
    "/terbuka/74.05/metadata.json?bahasa=en",
)


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def fund(programme):
    """Twenty people: eight in a village and in another of the same district, one in a third alone, three nobody knows where."""
    programme.candidates(8, villages=(VILLAGES[0],))
    programme.candidates(8, villages=(VILLAGES[1],))
    programme.candidates(1, villages=(VILLAGES[2],))
    programme.candidates(3, villages=(None,))
    fund = programme.started(amount=10**9)
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="1", by=None, on=TODAY)
    record_universe(place=programme.place, definition="universe_bpjs", value=100, source="Surat BPJS", as_of=TODAY, by=None, on=TODAY)
    return fund


@pytest.fixture
def opened(programme, fund):
    return publish(place=programme.place, licence="CC BY 4.0", by=None, on=TODAY)


def lines(address: str = "/terbuka/74.05/data.csv", delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(Client().get(address).content.decode("utf-8-sig").splitlines(), delimiter=delimiter))


def test_closed_until_the_owner_opens_it(fund, as_role, users):
    assert {address: Client().get(address).status_code for address in ADDRESSES[1:]} == dict.fromkeys(ADDRESSES[1:], 404)
    owner = as_role(Role.OWNER)
    assert owner.get("/cakupan/terbuka/").status_code == 200
    assert owner.post("/cakupan/terbuka/", {"lisensi": " "}).status_code == 422
    assert owner.post("/cakupan/terbuka/", {"lisensi": "CC BY 4.0"}).status_code == 302
    act = Act.objects.filter(command="open.publish").get()
    one = Publication.objects.get()
    assert (act.actor, one.by, one.open, one.licence) == (users[Role.OWNER], users[Role.OWNER], True, "CC BY 4.0")
    assert {address: Client().get(address).status_code for address in ADDRESSES} == dict.fromkeys(ADDRESSES, 200)
    assert "Petugas" in owner.get("/cakupan/terbuka/").content.decode()
    owner.post("/cakupan/terbuka/", {"buka": "tidak"})
    assert Client().get(ADDRESSES[1]).status_code == 404
    assert Publication.objects.count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role not in RIGHTS["open.publish"]])
def test_nobody_else_opens_it(fund, as_role, users, programme, role):
    assert as_role(role).post("/cakupan/terbuka/", {"lisensi": "CC BY 4.0"}).status_code == 403
    with pytest.raises(OutOfScopeError):
        publish(place=programme.place, licence="CC BY 4.0", by=users[role], on=TODAY)
    assert not Publication.objects.exists()


def test_only_a_regency_with_its_terms(programme, fund):
    with pytest.raises(InputError, match=r"open\.not_a_regency"):
        publish(place=Place.objects.get(code="74"), licence="CC BY 4.0", by=None, on=TODAY)
    with pytest.raises(InputError, match=r"open\.no_licence"):
        publish(place=programme.place, licence="x" * 61, by=None, on=TODAY)


def test_numbers_below_five_and_what_they_could_be_worked_out_from_are_hidden(opened):
    told = {(line["kode"], line["definisi"]): line for line in lines() if line["bulan"] == "2026-01"}
    assert told["74.05", "listed"]["orang"] == "20"
    assert told["74.05", "listed"]["persen_per_seratus"] == "2000"
    assert {place for (place, numerator), line in told.items() if line["ditekan"] and numerator == "listed"} >= {VILLAGES[2], "74.05.02", "74.05.01"}
    assert not any(0 < int(line["orang"]) < 5 for line in told.values() if line["orang"])
    assert all(not line["orang"] and not line["persen_per_seratus"] for line in told.values() if line["ditekan"])
    assert told["74.05", "paid"]["orang"] == "20"


def test_what_is_told_of_the_numbers(opened):
    held = json.loads(Client().get("/terbuka/74.05/metadata.json").content)
    assert held["lisensi"] == "CC BY 4.0"
    assert held["keadaan"] == TODAY.isoformat()
    assert set(held["definisi"]) == {"listed", "paid", "universe_bpjs"}
    assert set(held["kolom"]) == set(lines()[0])
    answer = Client().get("/terbuka/74.05/data.csv?untuk=excel")
    assert answer.content.startswith(b"\xef\xbb\xbfkode;nama;")
    assert lines("/terbuka/74.05/data.csv?untuk=excel", ";") == lines()
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    page = Client().get("/terbuka/74.05/").content.decode()
    assert "20,00 %" in page
    assert "CC BY 4.0" in page


def test_no_name_and_no_number_of_anybody_is_in_any_public_answer(opened, programme):
    Person.objects.filter(pk=programme.people[0]).update(mother="Ibu Kandung Rahasia", phone="081234567890", address="Lorong Delima")
    Candidate.objects.update(occupation="Pemanjat Kelapa Tunggal")
    secrets = set()
    for person in Person.objects.all():
        secrets |= {person.nik, person.nik[-6:], person.name, person.mother, person.phone, person.address}
    secrets = {one for one in secrets if one} | {"Pemanjat Kelapa Tunggal", "Petugas"}
    assert len(secrets) > 40
    for said in ("id", "en"):
        client = Client()
        client.cookies["django_language"] = said
        for address in ADDRESSES:
            text = client.get(address).content.decode("utf-8-sig")
            assert {one for one in secrets if one in text} == set(), address
            assert re.findall(r"\b\d{16}\b", text) == [], address


def test_the_answer_is_kept_until_figures_are_prepared_anew(opened, programme, django_assert_max_num_queries):
    before = lines()
    with django_assert_max_num_queries(4):
        Client().get("/terbuka/74.05/data.csv")
    programme.candidates(9, villages=(VILLAGES[2],))
    programme.started(name="CSR", amount=10**9)
    assert lines() == before
    prepare_figures(by=None, on=TODAY)
    assert lines() != before


def test_a_page_of_many_months_takes_a_handful_of_statements(opened, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        Client().get("/terbuka/74.05/")


def test_withdrawn_it_is_in_no_list(opened, programme):
    assert programme.place.name in Client().get("/terbuka/").content.decode()
    withdraw(place=programme.place, by=None, on=TODAY)
    assert programme.place.name not in Client().get("/terbuka/").content.decode()

"""People: searched without leaving their names in an address, one person with all that is known, and nobody beyond somebody's sight."""

from datetime import date

import pytest
from django.test import Client
from invented import JANUARY, TODAY, VILLAGES, Programme, lists_of_before
from sent_lists import accepted, received

from payung.accounts.models import Role, User
from payung.audit.actions import acting
from payung.billing.actions import make_bill, pay_bill
from payung.planning.models import Fund
from payung.registry.models import Candidate, Person, Register, Standing
from payung.reports.person import best, dossier, the_person
from payung.reports.timeline import of_person
from payung.roster.actions import start_roster
from payung.roster.models import Membership
from payung.values.errors import OutOfScopeError

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(programme: Programme, users: dict[Role, User], tmp_path) -> dict[str, Person]:
    """By name: accepted from lists of two villages and an OPD."""
    received(programme, tmp_path)
    accepted(programme)
    return {person.name: person for person in Person.objects.all()}


@pytest.fixture
def budi(there) -> Person:
    return there["Budi Santoso"]


@pytest.fixture
def hidden(there) -> Person:
    return there["Wa Ode Rahasia"]


@pytest.fixture
def fund(programme: Programme, there) -> Fund:
    """Everybody is on its list; January is paid, February is billed and late."""
    fund = programme.fund()
    start_roster(determination=programme.determined(fund), by=None, on=TODAY)
    for month in (JANUARY, JANUARY + 1):
        bill = make_bill(fund=fund, month=month, by=None, on=TODAY)
        if month == JANUARY:
            pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="SP2D 1", by=None, on=TODAY)
    return fund


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def searched(client: Client, words: str, **more: str) -> str:
    response = client.post("/orang/", {"cari": words, **more})
    assert response.status_code == 302
    assert words not in response.headers["Location"]
    return text(client.get(response.headers["Location"]))


def test_a_search_leaves_no_name_in_the_address(as_role, budi):
    page = searched(as_role(Role.OPERATOR), "budi")
    assert f"/orang/{budi.pk}/" in page
    assert "Budi Santoso" in page
    assert budi.nik not in page
    assert "7405••••••••0001" in page


def test_a_search_by_address_is_moved_out_of_it(as_role, budi):
    response = as_role(Role.OPERATOR).get("/orang/", {"cari": budi.nik})
    assert response.status_code == 302
    assert budi.nik not in response.headers["Location"]


def test_somebody_elses_search_is_not_had_by_its_key(as_role, budi):
    key = as_role(Role.OPERATOR).post("/orang/", {"cari": "budi"}).headers["Location"]
    page = text(as_role(Role.AUDITOR).get(key))
    assert "Pencarian ini sudah lewat" in page


def test_a_village_named_in_the_search_is_offered(as_role, there):
    home = there["Budi Santoso"].village
    page = searched(as_role(Role.OPERATOR), home.name)
    assert f"?desa={home.code}" in page
    assert f"Semua orang di {home.name}" in page
    listed = text(as_role(Role.OPERATOR).get(f"/orang/?desa={home.code}"))
    assert "Budi Santoso" in listed
    assert "Wa Ode Rahasia" not in listed


def test_one_letter_off_still_finds_and_says_so(as_role, there):
    page = searched(as_role(Role.OPERATOR), "santozo budu")
    assert "Budi Santoso" in page
    assert "nama yang mirip" in page


def test_nothing_found_says_what_to_try(as_role, there):
    assert "empat angka terakhir NIK" in searched(as_role(Role.OPERATOR), "tidak ada namanya")


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.VILLAGE, {"Budi Santoso", "Sitti Aminah"}),
        (Role.OFFICE, {"Perawat Dinas"}),
        (Role.BPJS_BRANCH, {"Budi Santoso", "Sitti Aminah", "Wa Ode Rahasia", "La Rahman", "Perawat Dinas"}),
        (Role.OPERATOR, {"Budi Santoso", "Sitti Aminah", "Wa Ode Rahasia", "La Rahman", "Perawat Dinas"}),
    ],
)
def test_each_sees_their_own_people_without_a_search(as_role, there, role, names):
    page = text(as_role(role).get("/orang/"))
    assert {name for name in there if name in page} == names
    assert f"1–{len(names)} dari {len(names)}" in page


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.OFFICE])
def test_others_are_found_by_nothing(as_role, hidden, role):
    client = as_role(role)
    for words in ("rahasia", "wa ode", hidden.nik, hidden.nik[-4:], "7405••••••••0011"):
        page = searched(client, words)
        assert "Rahasia" not in page.replace(f'value="{words}"', "")
        assert f"/orang/{hidden.pk}/" not in page
    assert "Rahasia" not in searched(client, "wa ode", desa=VILLAGES[1])
    assert [client.get(f"/orang/{pk}/").status_code for pk in (hidden.pk, 99999)] == [404, 404]


def test_nobody_in_the_territory_of_another_branch(as_role, users, there):
    user = users[Role.BPJS_BRANCH]
    user.assignments.get().office.territory.update(place="74.01")
    assert "Budi Santoso" not in text(as_role(Role.BPJS_BRANCH).get("/orang/"))
    assert as_role(Role.BPJS_BRANCH).get(f"/orang/{there['Budi Santoso'].pk}/").status_code == 404


def test_who_may_not_read_people_is_told_so(as_role, budi):
    for role in (Role.TREASURER, Role.HEAD, Role.ADMINISTRATOR):
        assert [as_role(role).get(address).status_code for address in ("/orang/", f"/orang/{budi.pk}/")] == [403, 403]


def test_one_person_from_the_list_to_the_money(as_role, budi, fund):
    answer = as_role(Role.AUDITOR).get(f"/orang/{budi.pk}/")
    page = text(answer)
    assert 'class="badge owed"' in answer.content.decode()  # the bill of February, past its day
    assert "Terlindungi s.d. 31 Januari 2026" in page
    assert "Rp16.800" in page
    assert budi.nik not in page
    assert "Januari 2026: dibayar" in page
    assert "Februari 2026: menunggak" in page
    assert "Maret 2026: terdaftar" in page
    assert "masuk: urutan" in page
    assert "lunas" in page
    assert "ganda" in page
    assert "diwakili baris lain" in page
    assert "memasukkan ke daftar APBD 2026 mulai Januari 2026" in page
    assert "mencatat orang ini untuk pertama kali" in page


def test_a_village_sees_cover_and_not_the_bills(as_role, budi, fund):
    page = text(as_role(Role.VILLAGE).get(f"/orang/{budi.pk}/"))
    assert "Terlindungi s.d. 31 Januari 2026" in page
    assert "Rp16.800" not in page
    assert "Tagihan" not in page


def test_a_person_who_was_never_on_a_list_is_said_to_be(as_role, budi):
    page = text(as_role(Role.VILLAGE).get(f"/orang/{budi.pk}/"))
    assert "belum pernah ada di daftar peserta" in page
    assert "Belum ada bulan yang dibayar" in page


def test_what_changed_is_told_in_plain_words(as_role, users, budi):
    with acting("person.correct", by=users[Role.OPERATOR]):
        Person.objects.filter(pk=budi.pk).update(birth_date=date(1985, 5, 18), phone="081234567890", village=VILLAGES[1])
        Candidate.objects.filter(person=budi).update(stands=False)
    page = text(as_role(Role.OPERATOR).get(f"/orang/{budi.pk}/"))
    assert "Tanggal lahir diubah dari 17 Mei 1985 menjadi 18 Mei 1985" in page
    assert "Nomor HP diisi: 0812••••7890" in page
    assert "Petugas Operator Disnaker" in page
    assert "menggugurkan usulan dalam Pendataan 2026" in page
    assert "birth_date" not in page
    assert "village_id" not in page


def test_older_history_waits_behind_a_link(as_role, budi):
    for day in range(1, 20):
        with acting("person.correct", by=None):
            Person.objects.filter(pk=budi.pk).update(birth_date=date(1985, 6, day))
    client = as_role(Role.OPERATOR)
    page = text(client.get(f"/orang/{budi.pk}/"))
    assert "yang lebih lama" in page
    assert "mencatat orang ini" not in page
    assert "mencatat orang ini" in text(client.get(f"/orang/{budi.pk}/?riwayat=semua"))


def test_another_number_is_shown_where_it_is_seen(as_role, there, budi, hidden):
    Person.objects.filter(pk=budi.pk).update(same_as=hidden)
    page = text(as_role(Role.OPERATOR).get(f"/orang/{budi.pk}/"))
    assert f"/orang/{hidden.pk}/" in page
    assert "menggabungkan nomor ini" in page
    assert "Nomor lain" in text(as_role(Role.VILLAGE).get(f"/orang/{hidden.pk}/"))  # who is kept is the same human being


def test_a_part_of_another_office_is_left_out(as_role, users, programme, budi):
    opd = users[Role.OFFICE].assignments.get().office
    Candidate.objects.filter(person=budi).update(office=opd)
    page = text(as_role(Role.OFFICE).get(f"/orang/{budi.pk}/"))
    assert "Budi Santoso" in page
    assert "Tidak ada daftar yang dapat Anda lihat" in page
    assert ".xlsx" not in page


def test_what_a_register_says_is_for_those_who_read_registers(as_role, programme, budi):
    register = Register.objects.create(
        kind="deaths", place=programme.place, source="Disdukcapil", as_of=TODAY, file_name="d.csv", sha256="0" * 64, rows=1
    )
    Standing.objects.create(person=budi, register=register, kind="deaths", on=date(2026, 2, 1))
    address = f"/orang/{budi.pk}/"
    assert "Daftar kematian, sejak 1 Februari 2026" in text(as_role(Role.AUDITOR).get(address))
    assert "Daftar kematian" not in text(as_role(Role.VILLAGE).get(address))


def test_cover_by_two_funds_and_the_best_of_both(budi, fund, programme):
    second = programme.fund(name="CSR", source="CSR", first_month=JANUARY + 1, months=2, amount=10**8)
    lists_of_before()
    Membership.objects.create(fund=second, person=budi, first_month=JANUARY + 1)
    held = dossier(budi, visible_to=None, on=date(2026, 4, 20))
    assert [one.fund for one in held.cover] == [second, fund]
    assert held.through == JANUARY
    months = best(held.cover)
    assert [months[JANUARY + at] for at in range(3)] == ["paid", "listed", "listed"]


def test_cover_ends_where_a_month_was_not_paid(budi, fund):
    bill = make_bill(fund=fund, month=JANUARY + 2, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="SP2D 3", by=None, on=TODAY)
    held = dossier(budi, visible_to=None, on=date(2026, 4, 20))
    assert held.through == JANUARY
    assert held.cover[0].months[JANUARY + 2] == "paid"
    assert held.paid == 33_600


def test_a_spell_that_ended_leaves_the_months_after_it_empty(budi, fund):
    Membership.objects.filter(fund=fund, person=budi).update(last_month=JANUARY + 2)
    held = dossier(budi, visible_to=None, on=date(2026, 4, 20))
    assert held.cover[0].months[JANUARY + 3] == "none"
    assert "mengeluarkan dari daftar APBD 2026 sesudah Maret 2026" in {event.what.id for event in of_person(held)}


def test_a_person_out_of_sight_is_nobody(users, hidden):
    with pytest.raises(OutOfScopeError):
        the_person(hidden.pk, visible_to=users[Role.VILLAGE], on=TODAY)


def test_the_whole_table_as_a_workbook_and_in_english(as_role, budi):
    client = as_role(Role.VILLAGE)
    assert client.get("/orang/?unduh=xlsx").content[:2] == b"PK"
    client.cookies["django_language"] = "en"
    page = text(client.get(f"/orang/{budi.pk}/"))
    assert "Birth date" in page
    assert "Tanggal lahir" not in page
    assert "History" in page
    assert "menerima" not in page


def test_few_statements_however_much_there_is(as_role, programme, budi, fund, django_assert_max_num_queries):
    client = as_role(Role.AUDITOR)
    programme.candidates(120)
    for at in range(6):
        with acting("person.correct", by=None):
            Person.objects.filter(pk=budi.pk).update(birth_date=date(1985, 6, at + 1))
    with django_assert_max_num_queries(50):
        text(client.get(f"/orang/{budi.pk}/"))
    with django_assert_max_num_queries(20):
        text(client.get("/orang/"))
    with django_assert_max_num_queries(40):
        searched(client, "warga")

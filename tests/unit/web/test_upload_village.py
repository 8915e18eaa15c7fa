"""Daftar desa saya: what is to be put right, a form for each name, a new person, a receipt."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from invented import Programme, nik

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.intake.actions import receive_lists
from payung.intake.models import Row

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)


def number(last: int) -> str:
    return f"{nik(1)[:6]}170585{last:04d}"


@pytest.fixture
def client(as_role, programme: Programme, tmp_path: Path) -> Client:
    """The operator of Lapoa, whose list has two good rows and two to put right."""
    rows = [
        f"{number(1)};Sitti Rahma;17-05-1985;L",
        f"{number(2)};Budi;17-05-1985;L",
        f"{number(3)};Wa Ode;31-02-1985;L",
        f"{number(4)[:15]};Husain;17-05-1985;L",
    ]
    (tmp_path / "Desa Lapoa.csv").write_text("\n".join(["NIK;Nama;Tanggal Lahir;JK", *rows]), encoding="utf-8")
    receive_lists(round=programme.round, paths=[tmp_path / "Desa Lapoa.csv"], by=None, on=ON)
    return as_role(Role.VILLAGE)


def shown(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_village_sees_how_many_and_whom_to_put_right(client: Client) -> None:
    home = shown(client, reverse("upload:uploads"))
    assert "Desa Lapoa · 4 orang" in home
    assert "2 perlu Anda perbaiki" in home
    assert "hanya 15 angka" in home
    assert home.count(">Perbaiki</a>") == 2
    assert number(4)[:15] not in home
    assert home == shown(client, reverse("upload:village")) or "Desa Lapoa · 4 orang" in shown(client, reverse("upload:village"))


def test_a_name_is_put_right_in_a_form_that_holds_what_was_written(client: Client) -> None:
    row = Row.objects.get(name="Husain")
    address = reverse("upload:row", args=[row.pk])
    form = shown(client, address)
    assert f'value="{number(4)[:15]}"' in form
    assert Act.objects.filter(command="nik.reveal").count() == 1
    held = {"name": "Husain", "birth_date": "17-05-1985", "sex": "L"}
    still = client.post(address, {**held, "nik": "123"}, follow=True).content.decode()
    assert "Hasilnya sekarang: perlu perbaikan" in still
    done = client.post(address, {**held, "nik": number(4)}, follow=True).content.decode()
    assert "Husain sekarang lolos" in done
    assert re.search(r"Tersimpan dengan nomor \d+", done)
    assert "1 perlu Anda perbaiki" in done
    row.refresh_from_db()
    assert (row.nik, row.verdict) == (number(4), "passes")
    assert Act.objects.filter(command="list.correct", actor__username="village").count() == 2


def test_a_row_without_a_name_has_its_page_too(client: Client) -> None:
    row = Row.objects.get(name="Husain")
    Row.objects.filter(pk=row.pk).update(name="", as_written={"nik": number(4)[:15]})
    assert "<h1>–</h1>" in shown(client, reverse("upload:row", args=[row.pk]))


def test_saving_without_a_change_says_so(client: Client) -> None:
    row = Row.objects.get(name="Wa Ode")
    same = {"nik": number(3), "name": "Wa Ode", "birth_date": "31-02-1985", "sex": "L"}
    assert "Belum ada yang diubah" in client.post(reverse("upload:row", args=[row.pk]), same).content.decode()
    assert not Act.objects.filter(command="list.correct").exists()


def test_a_row_that_passes_has_no_form(client: Client) -> None:
    address = reverse("upload:row", args=[Row.objects.get(name="Budi").pk])
    assert "Simpan dan periksa lagi" not in shown(client, address)
    client.post(address, {"nik": number(9), "name": "Lain", "birth_date": "17-05-1985"})
    assert Row.objects.filter(name="Budi", nik=number(2)).exists()


def test_a_person_is_added_and_checked_at_once(client: Client) -> None:
    given = {"nik": number(5), "name": "La Ode Baru", "birth_date": "17-05-1985", "sex": "L", "occupation": "Nelayan"}
    done = client.post(reverse("upload:person"), given, follow=True).content.decode()
    assert "La Ode Baru: lolos" in done
    assert "Desa Lapoa · 5 orang" in done
    again = client.post(reverse("upload:person"), given).content.decode()
    assert "sudah Anda tambahkan" in again
    bad = client.post(reverse("upload:person"), {**given, "nik": "1", "name": "Salah"}, follow=True).content.decode()
    assert "hanya 1 angka" in bad
    assert Row.objects.filter(list__file_name="Formulir Desa Lapoa").count() == 2


def test_an_operator_corrects_rows_of_everybody(as_role, client: Client) -> None:
    address = reverse("upload:row", args=[Row.objects.get(name="Wa Ode").pk])
    given = {"nik": number(3), "name": "Wa Ode", "birth_date": "28-02-1985", "sex": "L"}
    assert "Wa Ode sekarang lolos" in as_role(Role.OPERATOR).post(address, given, follow=True).content.decode()


def test_who_may_not_see_numbers_has_no_form(as_role, client: Client) -> None:
    address = reverse("upload:row", args=[Row.objects.get(name="Husain").pk])
    page = as_role(Role.VILLAGE_AFFAIRS).get(address).content.decode()
    assert "Husain" in page
    assert number(4)[:15] not in page
    assert as_role(Role.VILLAGE_AFFAIRS).get(reverse("upload:sheets")).status_code == 403


def test_the_page_of_the_village_is_complete_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    home = shown(client, reverse("upload:uploads"))
    assert "Desa Lapoa · 4 people" in home
    assert "2 for you to fix" in home
    assert "Perbaiki" not in home


def test_statements_of_the_village_page_do_not_grow(client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(26):
        client.get(reverse("upload:uploads"))

"""Tinjau pasangan as the people who work with it meet it."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from invented import JANUARY, TODAY, Programme, nik

from payung.accounts.models import Assignment, Role
from payung.audit.models import Act
from payung.billing.actions import make_bill
from payung.places.models import Office, OfficeKind, Place
from payung.registry.models import Person, Round
from payung.review.actions import decide, holding, record_pairs
from payung.review.models import Decision, MatchRun, Pair
from payung.review.search import PAIRS
from payung.review.tasks import search, search_state, start_search
from payung.values.errors import OutOfScopeError

pytestmark = pytest.mark.django_db
SAME = {"answer": "same", "why": "card", "keep": "1"}
BEFORE = timezone.now() - timedelta(days=1)


def text(answer) -> str:
    return answer.content.decode()


def elsewhere(number: int) -> Pair:
    """A pair of another regency."""
    place = Place.objects.get(code="74.06")
    other = Programme(
        Round.objects.create(place=place, name="Pendataan lain", start=date(2026, 1, 1)),
        Office.objects.create(kind=OfficeKind.LABOUR, name="Disnaker lain", place=place),
        people=[0] * number,
    )
    one, two = other.candidates(2, villages=("74.06.01.2001",))["id"]
    Person.objects.filter(pk=one).update(name="Orang Jauh")
    rows = [{"person_id": one, "other_id": two, "entry_id": None, "probability": 0.9, "why": "given=same"}]
    record_pairs(round=other.round, pairs=pl.DataFrame(rows, schema=PAIRS), by=None, on=TODAY)
    return Pair.objects.get(person=one)


@pytest.fixture
def pairs(programme, found) -> list[Pair]:
    """Three pairs that wait, in the order of the queue."""
    ids = programme.candidates(6)["id"]
    return found((ids[0], ids[1], 0.999), (ids[2], ids[3], 0.95), (ids[4], ids[5], 0.75))


def test_the_queue_counts_what_waits_and_hides_the_numbers(pairs, as_role):
    page = text(as_role(Role.OPERATOR).get("/pasangan/"))
    assert "3 pasangan mungkin orang yang sama" in page
    assert "0 dari 3" in page
    assert [f'href="/pasangan/{pair.pk}/"' in page for pair in pairs] == [True] * 3
    assert "hampir pasti orang yang sama" in page
    assert nik(0) not in page


def test_columns_of_numbers_are_masked_too(pairs, as_role):
    page = text(as_role(Role.OPERATOR).get("/pasangan/?kolom=left_nik,right_nik"))
    assert "7405••••••••0000" in page
    assert nik(0) not in page


def test_a_place_that_is_not_theirs_is_not_there(pairs, as_role):
    far, operator = elsewhere(100), as_role(Role.OPERATOR)
    everything = text(operator.get("/pasangan/")) + text(operator.get("/pasangan/diputuskan/"))
    assert "Orang Jauh" not in everything
    assert "3 pasangan" in everything
    said = decide(pair=far, answer="different", reason="beda", by=None, on=TODAY).decision
    addresses = [f"/pasangan/{far.pk}/jawab/", f"/pasangan/{far.pk}/nik/", f"/pasangan/keputusan/{said.pk}/urungkan/"]
    assert [operator.post(address, SAME).status_code for address in addresses] == [404, 404, 404]
    assert operator.get(f"/pasangan/{far.pk}/").status_code == 404
    assert holding(far) == said
    assert "Orang Jauh" not in text(operator.get("/pasangan/diputuskan/"))


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.OFFICE, Role.VILLAGE_AFFAIRS, Role.TREASURER, Role.BPJS_BRANCH, Role.HEAD, Role.ADMINISTRATOR])
def test_roles_without_the_review_see_nothing_of_it(pairs, as_role, role):
    client = as_role(role)
    assert {client.get(address).status_code for address in ("/pasangan/", f"/pasangan/{pairs[0].pk}/", "/pasangan/diputuskan/")} == {403}
    assert {client.post(f"/pasangan/{pairs[0].pk}/{what}/", SAME).status_code for what in ("jawab", "nik")} == {403}


def test_the_auditor_reads_and_does_not_answer(pairs, as_role):
    auditor, address = as_role(Role.AUDITOR), f"/pasangan/{pairs[0].pk}/"
    page = text(auditor.get(address))
    assert "Kedua sisi" in page
    assert 'name="answer"' not in page
    assert auditor.post(f"{address}jawab/", SAME).status_code == 403
    assert {auditor.post(f"/pasangan/{what}/").status_code for what in ("cari", "lembar", "lembar-kembali")} == {403}
    assert not Decision.objects.exists()


def test_a_pair_is_set_side_by_side(pairs, as_role):
    page = text(as_role(Role.OPERATOR).get(f"/pasangan/{pairs[0].pk}/"))
    assert "Hampir pasti orang yang sama" in page
    assert "1 dari 3 yang menunggu" in page
    assert "Nama depan sama" in page  # speaks for it
    assert "Nama ibu beda" in page  # and against
    assert page.count("Disnaker, Pendataan 2026") == 2
    assert "beda 1 angka" in page
    assert "7405••••••••000<mark>0</mark>" in page
    assert nik(0) not in page


def test_rosters_and_what_was_billed_twice_are_told(programme, found, as_role):
    ids = programme.candidates(2)["id"]
    fund = programme.started()
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    (pair,) = found((ids[0], ids[1], 0.99))
    page = text(as_role(Role.OPERATOR).get(f"/pasangan/{pair.pk}/"))
    assert page.count("APBD 2026, sejak Januari 2026") == 2
    assert "1 bulan sudah ditagih dua kali" in page
    assert "Rp184.800 dijaga" in page


def test_a_line_of_a_register_is_asked_about_as_one(programme, found, line, as_role):
    ids = programme.candidates(1)["id"]
    (pair,) = found((ids[0], line("deaths", on=date(2025, 11, 3)), 0.97))
    page = text(as_role(Role.OPERATOR).get(f"/pasangan/{pair.pk}/"))
    assert "Apakah catatan ini tentang orang ini?" in page
    assert "meninggal 3 November 2025" in page
    assert 'name="keep"' not in page
    done = as_role(Role.OPERATOR).post(f"/pasangan/{pair.pk}/jawab/", {"answer": "same", "why": "data"})
    assert done.status_code == 302
    assert holding(pair).standing is not None


def test_an_answer_is_recorded_and_the_next_pair_is_there(pairs, as_role, users):
    operator = as_role(Role.OPERATOR)
    done = operator.post(f"/pasangan/{pairs[0].pk}/jawab/", {**SAME, "more": " dilihat  di kantor "})
    assert done.url == f"/pasangan/{pairs[1].pk}/"
    said = holding(pairs[0])
    assert (said.answer, said.reason, said.by) == ("same", "KTP-el atau KK sudah dilihat. dilihat di kantor", users[Role.OPERATOR])
    page = text(operator.get(done.url))
    assert f"Pasangan {pairs[0].pk}: orang yang sama." in page
    assert f"/pasangan/keputusan/{said.pk}/urungkan/" in page
    assert "1 dari 2 yang menunggu" in page
    assert "Urungkan" not in text(operator.get(done.url))  # the toast is said once


def test_after_the_last_one_it_goes_on_with_the_first_and_then_to_the_queue(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    went = [operator.post(f"/pasangan/{pair.pk}/jawab/", {"answer": "different", "why": "family"}).url for pair in (pairs[2], pairs[0], pairs[1])]
    assert went == [f"/pasangan/{pairs[0].pk}/", f"/pasangan/{pairs[1].pk}/", "/pasangan/"]
    assert "Semua pasangan sudah diputuskan" in text(operator.get("/pasangan/"))


def test_a_pair_that_another_answer_has_answered_is_passed_over(programme, found, as_role):
    a, b, c = programme.candidates(3)["id"]
    first, second, third = found((a, b, 0.999), (b, c, 0.99), (a, c, 0.98))
    operator = as_role(Role.OPERATOR)
    assert operator.post(f"/pasangan/{first.pk}/jawab/", SAME).url == f"/pasangan/{second.pk}/"
    assert operator.post(f"/pasangan/{second.pk}/jawab/", SAME).url == "/pasangan/"
    assert holding(third) is None


@pytest.mark.parametrize("side", [1, 2])
def test_the_chosen_number_is_kept(pairs, as_role, side):
    as_role(Role.OPERATOR).post(f"/pasangan/{pairs[0].pk}/jawab/", {**SAME, "keep": str(side)})
    assert holding(pairs[0]).kept_id == (pairs[0].person_id, pairs[0].other_id)[side - 1]


def test_the_same_answer_twice_changes_nothing(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    went = [operator.post(f"/pasangan/{pairs[0].pk}/jawab/", SAME).status_code for _ in range(2)]
    assert went == [302, 302]
    assert Decision.objects.count() == 1


def test_whoever_was_slower_learns_who_was_first_and_keeps_their_words(pairs, as_role, users):
    decide(pair=pairs[0], answer="different", reason="dua KTP", by=users[Role.OWNER], on=date(2026, 4, 20))
    slower = as_role(Role.OPERATOR).post(f"/pasangan/{pairs[0].pk}/jawab/", {**SAME, "more": "tulisan yang panjang"})
    assert slower.status_code == 409
    page = text(slower)
    assert "Sementara itu" in page
    assert "orang yang berbeda" in page
    assert 'value="tulisan yang panjang"' in page
    assert Decision.objects.count() == 1


def test_another_reason_must_be_written(pairs, as_role):
    empty = as_role(Role.OPERATOR).post(f"/pasangan/{pairs[0].pk}/jawab/", {**SAME, "why": "other", "more": " "})
    assert empty.status_code == 422
    assert "Tulis alasannya di sini" in text(empty)
    assert 'aria-invalid="true"' in text(empty)
    assert not Decision.objects.exists()


def test_an_answer_is_taken_back_and_once_is_enough(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    operator.post(f"/pasangan/{pairs[0].pk}/jawab/", SAME)
    address = f"/pasangan/keputusan/{holding(pairs[0]).pk}/urungkan/"
    assert [operator.post(address, {"reason": "salah orang"}).url for _ in range(2)] == [f"/pasangan/{pairs[0].pk}/"] * 2
    assert holding(pairs[0]) is None
    page = text(operator.get(f"/pasangan/{pairs[0].pk}/"))
    assert "salah orang" in page
    assert 'name="answer"' in page
    assert Decision.objects.count() == 2


def test_decided_pairs_are_listed_with_a_way_back(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    decide(pair=pairs[0], answer="same", reason="KTP dilihat", by=None, on=TODAY)
    decide(pair=pairs[1], answer="different", reason="kembar", by=None, on=TODAY)
    page = text(operator.get("/pasangan/diputuskan/"))
    assert "KTP dilihat" in page
    assert f'href="/pasangan/{pairs[0].pk}/#urungkan"' in page
    assert "KTP dilihat" not in text(operator.get("/pasangan/diputuskan/?jawaban=different"))
    assert "Warga" not in text(operator.get("/pasangan/diputuskan/?cari=tidakada"))


def test_numbers_are_shown_once_and_the_trail_knows(pairs, as_role, users):
    operator, address = as_role(Role.OPERATOR), f"/pasangan/{pairs[0].pk}/"
    operator.post(f"{address}nik/")
    page = text(operator.get(address))
    assert "740500000000000<mark>0</mark>" in page
    assert "740500000000000<mark>0</mark>" not in text(operator.get(address))
    act = Act.objects.get(command="nik.reveal")
    assert (act.actor, act.note) == (users[Role.OPERATOR], f"pair {pairs[0].pk}")


def test_who_may_not_see_numbers_is_not_shown_any(pairs, as_role):
    owner, address = as_role(Role.OWNER), f"/pasangan/{pairs[0].pk}/"
    assert owner.post(f"{address}nik/").status_code == 403
    page = text(owner.get(address))
    assert "Lihat kedua NIK" not in page
    assert 'name="answer"' in page
    assert not Act.objects.filter(command="nik.reveal").exists()


def test_chips_narrow_the_queue_and_the_walk_through_it(programme, found, line, as_role):
    a, b, c, d = programme.candidates(4)["id"]
    first, second, third = found((a, b, 0.99), (c, line("deaths"), 0.9), (d, line("deaths"), 0.8))
    operator = as_role(Role.OPERATOR)
    page = text(operator.get("/pasangan/?jenis=deaths"))
    assert f'href="/pasangan/{second.pk}/?jenis=deaths"' in page
    assert f'href="/pasangan/{first.pk}/' not in page
    assert operator.get("/pasangan/mulai/?jenis=orang").url == f"/pasangan/{first.pk}/?jenis=orang"
    done = operator.post(f"/pasangan/{second.pk}/jawab/?jenis=deaths", {"answer": "unsure", "why": "papers"})
    assert done.url == f"/pasangan/{third.pk}/?jenis=deaths"
    assert f"/pasangan/{second.pk}/" in text(operator.get("/pasangan/?keadaan=unsure"))
    assert "Tidak ada pasangan seperti itu" in text(operator.get("/pasangan/?jenis=taspen"))


def test_the_queue_is_sorted_by_its_titles_and_taken_away(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    page = text(operator.get("/pasangan/?urut=likely"))
    places = [page.index(f'href="/pasangan/{pair.pk}/"') for pair in pairs]
    assert places == sorted(places, reverse=True)
    book = openpyxl.load_workbook(BytesIO(operator.get("/pasangan/?unduh=xlsx").content)).active
    assert [row[0] for row in book.iter_rows(min_row=4, values_only=True)] == [str(pair.pk) for pair in pairs]


def test_a_search_is_started_once_and_finds_once(programme, as_role, users):
    ids = programme.candidates(2)["id"]
    Person.objects.filter(pk__in=list(ids)).update(name="Sitti Rahmawati", sex="P", birth_place="Lere", mother="Wa Ode Nur", phone="081355550001")
    operator = as_role(Role.OPERATOR)
    assert "Belum pernah dicari" in text(operator.get("/pasangan/"))
    assert [operator.post("/pasangan/cari/").url for _ in range(2)] == ["/pasangan/"] * 2
    task = DBTaskResult.objects.get()
    assert search_state(programme.round, BEFORE)[0] == "waiting"
    assert "menunggu giliran" in text(operator.get("/pasangan/"))
    assert "HX-Refresh" not in operator.get("/pasangan/mencari/").headers
    given = task.args_kwargs["kwargs"]
    assert given == {"round": programme.round.pk, "by": users[Role.OPERATOR].pk, "on": "2026-04-20"}
    assert [search.func(**given)["new"] for _ in range(2)] == [1, 0]
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert operator.get("/pasangan/mencari/").headers["HX-Refresh"] == "true"
    page = text(operator.get("/pasangan/"))
    assert "Terakhir dicari" in page
    assert "1 pasangan mungkin" in page


def test_a_search_that_broke_off_may_be_started_again(programme, as_role):
    operator = as_role(Role.OPERATOR)
    operator.post("/pasangan/cari/")
    DBTaskResult.objects.update(status="FAILED")
    assert "Pencarian terakhir terhenti" in text(operator.get("/pasangan/"))
    operator.post("/pasangan/cari/")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=1))  # both are over
    operator.post("/pasangan/cari/")
    assert DBTaskResult.objects.count() == 3


def test_a_search_takes_the_right_at_the_place_of_the_round(programme, users):
    with pytest.raises(OutOfScopeError):
        start_search(round=programme.round, by=users[Role.AUDITOR], on=TODAY, since=BEFORE)
    assert not DBTaskResult.objects.exists()
    assert not MatchRun.objects.exists()


def test_the_sheet_goes_out_and_comes_back(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    out = operator.post("/pasangan/lembar/")
    assert Act.objects.get(command="nik.reveal").note == "3 pairs in a workbook"
    book = openpyxl.load_workbook(BytesIO(out.content))
    sheet = book.active
    titles = [cell.value for cell in sheet[3]]
    sheet.cell(4, titles.index("Keputusan") + 1, "sama")
    sheet.cell(4, titles.index("Alasan") + 1, "KTP dilihat")
    sheet.cell(6, titles.index("Keputusan") + 1, "entah")
    filled = BytesIO()
    book.save(filled)
    for decided, stood in ((1, 0), (0, 1)):
        back = operator.post("/pasangan/lembar-kembali/", {"berkas": SimpleUploadedFile("lembar.xlsx", filled.getvalue())})
        assert f"{decided} pasangan diputuskan, {stood} sudah sama" in text(back)
        assert "“entah” tidak terbaca" in text(back)
    assert holding(pairs[0]).reason == "KTP dilihat"
    assert Decision.objects.count() == 1


def test_a_sheet_that_is_none_of_ours_is_told_and_so_is_none(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    other = BytesIO()
    openpyxl.Workbook().save(other)
    strange = operator.post("/pasangan/lembar-kembali/", {"berkas": SimpleUploadedFile("../lain.xlsx", other.getvalue())})
    assert strange.status_code == 422
    assert operator.post("/pasangan/lembar-kembali/", follow=True).redirect_chain == [("/pasangan/", 302)]


def test_the_sheet_of_who_may_not_see_numbers_hides_them(pairs, as_role):
    book = openpyxl.load_workbook(BytesIO(as_role(Role.OWNER).post("/pasangan/lembar/").content)).active
    values = {str(value) for row in book.iter_rows(values_only=True) for value in row}
    assert "7405••••••••0000" in values
    assert nik(0) not in values
    assert not Act.objects.filter(command="nik.reveal").exists()


def test_pages_ask_the_database_as_often_for_many_as_for_few(programme, found, as_role, django_assert_max_num_queries):
    ids = programme.candidates(160)["id"]
    pairs = found(*((ids[at], ids[at + 1], 0.9) for at in range(0, 10, 2)))
    operator = as_role(Role.OPERATOR)
    for more in (0, 150):
        found(*((ids[at], ids[at + 1], 0.8) for at in range(10, 10 + more, 2)))
        for address, most in (("/pasangan/", 32), (f"/pasangan/{pairs[0].pk}/", 40), ("/pasangan/diputuskan/", 16)):
            with django_assert_max_num_queries(most):
                assert operator.get(address).status_code == 200


def test_english_is_complete(pairs, as_role):
    operator = as_role(Role.OPERATOR)
    operator.cookies["django_language"] = "en"
    page = text(operator.get(f"/pasangan/{pairs[0].pk}/"))
    assert "Is this one person?" in page
    assert "Almost certainly one person" in page
    assert "3 pairs may be one person" in text(operator.get("/pasangan/"))


def test_somebody_whose_role_has_ended_sees_nothing(pairs, as_role, users):
    Assignment.objects.filter(user=users[Role.OPERATOR]).update(until=date(2026, 4, 1))
    assert as_role(Role.OPERATOR).get("/pasangan/").status_code == 403

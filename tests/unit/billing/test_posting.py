"""Postings of BPJS: told by a branch or read from any table; what list, bill, money and posting differ in, person by person."""

from datetime import date

import polars as pl
import pytest
from bills import NOW, bill_of, billed, pay, post_file, write_csv
from django.db import IntegrityError, transaction
from invented import JANUARY, nik

from payung.billing.codes import record_code
from payung.billing.models import BpjsLine, BpjsPosting, Difference, Reconciliation
from payung.billing.postings import read_for, record_posting, remember_columns, remembered_columns, standing_postings, withdraw_posting
from payung.billing.postings_file import read_postings
from payung.billing.reconcile import agrees, differences_of, four_numbers, reconcile
from payung.registry.models import Person
from payung.values.errors import InputError

pytestmark = pytest.mark.django_db
HEAD = "No;NIK;No. KPJ;Nama Peserta;Iuran JKK;Iuran JKM"


def rows(*numbers: int, first: int = 0) -> list[str]:
    return [f"{at};{nik(number)};{10_000_000 + number:011d};Warga {number};10.000;6.800" for at, number in enumerate(numbers, first + 1)]


def told(bill, people=3, amount=50_400, day=date(2026, 1, 14)):
    return record_posting(bill=bill, posted_on=day, people=people, amount=amount, by=None, on=NOW)


def run(bill) -> Reconciliation:
    return reconcile(bill=bill, by=None, on=NOW)


def test_sums_told_by_the_branch_agree_with_the_bill(programme):
    bill = billed(programme)
    pay(bill)
    assert four_numbers(bill).state == "not_yet"
    assert told(bill) == told(bill)
    one = run(bill)
    assert (one.by_person, agrees(one, bill), four_numbers(bill).state, run(bill)) == (False, True, "agrees", one)
    told(bill, 1, 16_800, date(2026, 1, 15))
    assert four_numbers(bill).state == "old"
    again = run(bill)
    assert (again.number, again.posted_people, four_numbers(bill).state) == (2, 4, "differs")


@pytest.mark.parametrize(("people", "amount", "day"), [(0, 1, NOW), (1, 0, NOW), (1, 1, date(2026, 4, 21))])
def test_sums_that_cannot_be(programme, people, amount, day):
    with pytest.raises(InputError, match=r"posting\.sums"):
        told(billed(programme), people, amount, day)


def test_a_posting_told_wrongly_is_withdrawn_and_stays(programme):
    bill = billed(programme)
    wrong = told(bill, 30)
    undone = withdraw_posting(posting=wrong, reason="Salah ketik", by=None, on=NOW)
    assert withdraw_posting(posting=wrong, reason="Salah ketik", by=None, on=NOW) == undone
    assert (list(standing_postings(bill)), four_numbers(bill).posted, BpjsPosting.objects.count()) == ([], 0, 2)
    told_again = told(bill, 4)
    with pytest.raises(IntegrityError, match=r"billing\.withdrawal_differs"), transaction.atomic():
        BpjsPosting.objects.create(bill=bill, posted_on=NOW, people=-1, amount=-1, withdraws=told_again, reason="x", on=NOW)


def test_everybody_who_differs_is_named(programme, tmp_path):
    """Of six billed people one is not posted, one is posted with another amount, one twice; one is posted who is on no list, one nobody knows."""
    bill = billed(programme, 6)
    programme.candidates(1)  # registered, on no list
    pay(bill)
    lines = [*rows(0, 1, 2, 3, 3, 6), f"9;{nik(4)};;Warga 4;9.000;6.800", "10;;KPJ99999;Tak Dikenal;10.000;6.800"]
    posting = post_file(bill, write_csv(tmp_path / "posting.csv", HEAD, lines))
    assert (posting.rows, posting.people, posting.amount) == (8, 7, 7 * 16_800 + 15_800)
    one = run(bill)
    assert (one.missing, one.extra, one.wrong, one.twice, one.by_person) == (1, 2, 1, 1, True)
    numbers = dict(Person.objects.values_list("pk", "nik"))
    found = {(each.kind, numbers.get(each.person_id), each.kpj, each.billed, each.posted, each.times) for each in differences_of(one)}
    assert found == {
        ("extra", nik(6), "00010000006", 0, 16_800, 1),
        ("extra", None, "KPJ99999", 0, 16_800, 1),
        ("missing", nik(5), "", 16_800, 0, 0),
        ("twice", nik(3), "00010000003", 16_800, 33_600, 2),
        ("wrong", nik(4), "", 16_800, 15_800, 1),
    }
    assert [each.kind for each in differences_of(one, "twice")] == ["twice"]
    assert differences_of(one, searched="Tak").get().kpj == "KPJ99999"
    assert four_numbers(bill).state == "differs"


def test_a_row_without_a_nik_is_who_bore_its_number_before(programme, tmp_path):
    january = billed(programme, 2)
    pay(january)
    post_file(january, write_csv(tmp_path / "januari.csv", HEAD, rows(0, 1)))
    february = bill_of(january.fund, JANUARY + 1)
    pay(february, reference="SP2D 2")
    only = [f"{at};;{10_000_000 + at - 1:011d};Warga;10.000;6.800" for at in (1, 2)]
    post_file(february, write_csv(tmp_path / "februari.csv", HEAD, only), posted_on=date(2026, 2, 12))
    assert agrees(run(february), february)


def test_one_human_being_under_two_numbers_is_one(programme, tmp_path):
    bill = billed(programme, 2)
    pay(bill)
    programme.candidates(1)
    Person.objects.filter(pk=programme.people[2]).update(same_as=programme.people[0])
    post_file(bill, write_csv(tmp_path / "p.csv", HEAD, rows(2, 1)))
    assert agrees(run(bill), bill)


def test_the_same_file_again_changes_nothing_and_after_a_withdrawal_it_may_come_anew(programme, tmp_path):
    bill = billed(programme, 2)
    path = write_csv(tmp_path / "p.csv", HEAD, rows(0, 1))
    first = post_file(bill, path)
    assert (post_file(bill, path), BpjsLine.objects.count()) == (first, 2)
    withdraw_posting(posting=first, reason="Bulan salah", by=None, on=NOW)
    pay(bill)
    assert run(bill).by_person is False
    post_file(bill, path)
    assert agrees(run(bill), bill)


def test_rows_of_another_payment_code_are_left_out(programme, tmp_path):
    bill = billed(programme, 2)
    record_code(bill=bill, code="1111", by=None, on=NOW)
    head, mine = "NIK;Jumlah Iuran;Kode Iuran;Tgl Posting", f"{nik(0)};16800;1111;13-01-2026"
    posting = post_file(bill, write_csv(tmp_path / "p.csv", head, [mine, f"{nik(1)};16800;2222;14-01-2026"]), posted_on=None)
    assert (posting.rows, posting.posted_on, posting.code) == (1, date(2026, 1, 13), "1111")
    with pytest.raises(InputError, match=r"posting\.other_code"):
        post_file(bill, write_csv(tmp_path / "q.csv", head, [f"{nik(1)};16800;2222;14-01-2026"]))


def test_titles_are_mapped_once(programme, tmp_path):
    bill = billed(programme, 2)
    path = write_csv(tmp_path / "p.csv", "Identitas Tenaga;Setoran", [f"{nik(0)};Rp16.800,00", f"{nik(1)};16,800.00"])
    with pytest.raises(InputError, match=r"posting\.columns") as refused:
        read_for(bill, path)
    assert "“Identitas Tenaga”, “Setoran”" in refused.value.words.id
    with pytest.raises(InputError, match=r"posting\.column"):
        remember_columns(place=programme.place, columns={"Setoran": "uang"}, by=None, on=NOW)
    remember_columns(place=programme.place, columns={"Identitas Tenaga": "nik", "Setoran": "amount"}, by=None, on=NOW)
    assert remembered_columns(programme.place) == {"identitas tenaga": "nik", "setoran": "amount"}
    assert read_for(bill, path).lines["amount"].to_list() == [16_800, 16_800]


@pytest.mark.parametrize(
    ("row", "named"),
    [("1;740512;;Warga;10.000;6.800", "baris 2"), (f"1;{nik(0)};;Warga;sepuluh;6.800", "baris 2"), (f"1;{nik(0)};;Warga;1.0000;6.800", "baris 2")],
)
def test_rows_that_cannot_be_used_are_named(tmp_path, row, named):
    with pytest.raises(InputError, match=r"posting\.rows") as refused:
        read_postings(write_csv(tmp_path / "p.csv", HEAD, [row]))
    assert named in refused.value.words.id


def test_a_file_without_a_day_needs_one(programme, tmp_path):
    bill = billed(programme, 1)
    path = write_csv(tmp_path / "p.csv", HEAD, rows(0))
    for day in (None, date(2027, 1, 1)):
        with pytest.raises(InputError, match=r"posting\.no_day"):
            post_file(bill, path, posted_on=day)
    assert not BpjsLine.objects.exists()


def test_the_database_keeps_a_posting_and_its_lines(programme, tmp_path):
    bill = billed(programme, 1)
    posting = post_file(bill, write_csv(tmp_path / "p.csv", HEAD, rows(0)))
    with pytest.raises(IntegrityError, match=r"billing\.bpjs_posting_is_closed"), transaction.atomic():
        BpjsLine.objects.create(posting=posting, row=9, amount=1)
    with pytest.raises(IntegrityError, match=r"billing\.posting_is_not_its_lines"), transaction.atomic():
        BpjsPosting.objects.create(bill=bill, posted_on=NOW, people=1, amount=5, rows=1, on=NOW)
    one = run(bill)
    with pytest.raises(IntegrityError, match=r"billing\.reconciliation_is_closed"), transaction.atomic():
        Difference.objects.create(reconciliation=one, kind="extra", billed=0, posted=1, times=1)


def test_set_wise_whatever_the_number_of_people(programme, tmp_path, django_assert_max_num_queries):
    bill = billed(programme, 2_000)
    pay(bill)
    path = write_csv(tmp_path / "p.csv", HEAD, rows(*range(1, 1_990)))
    read = read_postings(path)
    assert (read.people, read.amount, read.lines.schema["amount"]) == (1_989, 1_989 * 16_800, pl.Int64)
    post_file(bill, path)
    with django_assert_max_num_queries(30):
        one = run(bill)
    assert (one.missing, one.extra, one.wrong, one.twice) == (11, 0, 0, 0)

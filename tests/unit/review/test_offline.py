import json
import subprocess
import sys
from datetime import date

import openpyxl
import pytest
from invented import TODAY, nik
from typer.testing import CliRunner

from payung.cli.review import reviews
from payung.registry.models import Person
from payung.reports.review_book import write_review_book
from payung.review.actions import decide
from payung.review.models import Decision
from payung.review.queries import queue

pytestmark = pytest.mark.django_db
COLUMN = {"pair": 1, "likely": 2, "nik": 4, "name": 5, "birth_date": 6, "answer": 14, "reason": 15, "keep": 16}


@pytest.fixture
def book(programme, found, line, tmp_path):
    """A workbook of three pairs as it was written; two of two people, one with a register."""
    a, b, c, d, e = programme.candidates(5)["id"]
    Person.objects.filter(pk=b).update(name=f"WARGA {a}", birth_date=date(1985, 5, 18), mother="Ani")
    found((a, b, 0.99), (c, d, 0.8), (e, line("taspen", nik=None), 0.7))
    path = tmp_path / "pasangan.xlsx"
    write_review_book(path, queue(visible_to=None, on=TODAY))
    return path


def fill(path, *rows: dict) -> None:
    """Fills in pair after pair, as they stand."""
    book = openpyxl.load_workbook(path)
    for at, row in enumerate(rows):
        for name, value in row.items():
            book.worksheets[0].cell(4 + 2 * at, COLUMN[name]).value = value
    book.save(path)


def imported(path) -> dict:
    done = CliRunner().invoke(reviews, ["import", str(path), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_both_people_one_above_the_other_and_what_differs_marked(book):
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert [cell.value for cell in sheet[3]][:5] == ["No. pasangan", "Kemungkinan", "Uang yang dijaga (Rp)", "NIK", "Nama"]
    by_pair = {sheet.cell(row, COLUMN["nik"]).value: row for row in range(4, 10, 2)}
    top = by_pair[nik(0)]
    assert sheet.cell(top + 1, COLUMN["nik"]).value == nik(1)
    assert sheet.cell(top, COLUMN["nik"]).data_type == "s"
    purple = {name: sheet.cell(top, COLUMN[name]).fill.fgColor.rgb == "FFF0EBFA" for name in ("nik", "name", "birth_date")}
    assert purple == {"nik": True, "name": False, "birth_date": True}  # the name differs in its capitals only
    assert sheet.column_dimensions["Q"].hidden
    assert {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}[f"N{top}"] == '"sama,beda,belum jelas"'


def test_answers_come_back_once(book):
    fill(book, {"answer": "Sama", "reason": "KTP dilihat"}, {"answer": "belum  jelas"}, {})
    assert imported(book) == {"decided": 2, "unchanged": 0, "not_done": []}
    assert set(Decision.objects.values_list("answer", "reason")) == {("same", "KTP dilihat"), ("unsure", "Lembar “pasangan.xlsx”")}
    assert imported(book) == {"decided": 0, "unchanged": 2, "not_done": []}
    assert Decision.objects.count() == 2


def test_the_number_to_keep_is_chosen_in_the_sheet(book):
    sheet = openpyxl.load_workbook(book).worksheets[0]
    at = next(at for at in range(3) if sheet.cell(4 + 2 * at, COLUMN["nik"]).value == nik(0))
    fill(book, *[{}] * at, {"answer": "sama", "keep": f"'{nik(1)}"})
    assert imported(book)["decided"] == 1
    assert Person.objects.get(nik=nik(0)).same_as.nik == nik(1)


def test_a_bad_row_holds_no_good_one_back(book):
    fill(book, {"answer": "mungkin"}, {"answer": "beda"}, {"answer": "sama", "pair": "99"})
    told = imported(book)
    assert (told["decided"], [each["row"] for each in told["not_done"]]) == (1, [4, 8])
    assert "mungkin" in told["not_done"][0]["sentence"]


def test_what_somebody_else_decided_meanwhile_is_not_overwritten(book):
    for each in queue(visible_to=None, on=TODAY):
        decide(pair=each.pair, answer="different", reason="dua orang", by=None, on=TODAY)
    fill(book, {"answer": "sama"}, {"answer": "beda"})
    told = imported(book)
    assert (told["decided"], told["unchanged"], len(told["not_done"])) == (0, 1, 1)
    assert "sudah diputuskan oleh pemilik komputer" in told["not_done"][0]["sentence"]


def test_a_sheet_of_other_data_is_not_taken_for_ours(book):
    Person.objects.filter(nik=nik(0)).update(nik=nik(50))
    Person.objects.filter(nik=nik(2)).update(nik=nik(52))
    Person.objects.filter(nik=nik(4)).update(nik=nik(54))
    fill(book, *[{"answer": "sama"}] * 3)
    assert len(imported(book)["not_done"]) == 3
    assert not Decision.objects.exists()


def test_another_workbook_is_one_sentence(tmp_path):
    other = openpyxl.Workbook()
    other.active.append(["NIK", "Keputusan"])
    other.active.append([nik(0), "sama"])
    other.save(tmp_path / "lain.xlsx")
    done = CliRunner().invoke(reviews, ["import", str(tmp_path / "lain.xlsx")])
    assert done.exit_code == 2
    assert "bukan lembar tinjau pasangan" in done.stderr


def test_the_help_names_every_command():
    done = subprocess.run([sys.executable, "-m", "payung", "review", "--help"], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in ("find", "list", "show", "decide", "undo", "export", "import"))

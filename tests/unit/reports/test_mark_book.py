"""The sheet of a month's round goes out and comes back: matched by NIK, bad rows named, the same sheet twice changes nothing."""

from datetime import date
from io import BytesIO

import pytest
from invented import JANUARY, VILLAGES, begin, nik
from openpyxl import load_workbook

from payung.accounts.models import Assignment, Role, User
from payung.registry.models import Candidate
from payung.reports.mark_book import SheetPerson, mark_book
from payung.roster.mark_sheet import label, take_sheet
from payung.roster.models import Mark
from payung.roster.round_actions import open_round
from payung.roster.round_queries import Addressee, people_asked
from payung.values.errors import InputError

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 20)
OWN = Addressee(village=VILLAGES[0])


@pytest.fixture
def round(db):
    programme = begin()
    programme.candidates(12)
    fund = programme.started()
    return open_round(fund=fund, month=JANUARY + 2, by=None, on=DAY).round


@pytest.fixture
def village(round):
    user = User.objects.create(username="desa", display_name="Petugas Desa")
    Assignment.objects.create(user=user, role=Role.VILLAGE, since=date(2026, 1, 1), place_id=VILLAGES[0])
    return user


@pytest.fixture
def sheet(round, tmp_path):
    """The village's sheet filled in: (row, mark, day, note); says where it lies."""

    def fill(*filled: tuple[int, str, object, str], said: str | None = None, more: str = ""):
        people = [SheetPerson(one.person.nik, one.person.name, one.person.birth_date, "Desa") for one in people_asked(round, None, DAY, to=OWN)]
        content = mark_book(people, who="Desa", month="Maret 2026", label=said or label(round, OWN))
        book = load_workbook(BytesIO(content))
        page = book["Mutasi"]
        for row, kind, day, note in filled:
            page.cell(3 + row, 7, kind)
            page.cell(3 + row, 8, day)
            page.cell(3 + row, 9, note)
        if more:
            page.cell(4 + len(people), 2, more)
            page.cell(4 + len(people), 7, "pindah")
        path = tmp_path / "kembali.xlsx"
        book.save(path)
        return path

    return fill


def test_niks_are_text_only_the_yellow_cells_are_open_and_marks_are_offered(round, sheet):
    page = load_workbook(sheet())["Mutasi"]
    assert page["B4"].data_type == "s"
    assert len(page["B4"].value) == 16
    assert page.protection.sheet
    assert [cell.protection.locked for cell in page[4]] == [True] * 6 + [False] * 3
    offered = [rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert len(offered) == 1
    assert "masih bekerja,meninggal" in offered[0]


def test_good_rows_are_taken_bad_ones_named_and_the_same_sheet_again_changes_nothing(round, sheet, village):
    path = sheet(
        (1, "meninggal", date(2026, 2, 3), ""),
        (2, "Meninggal", None, ""),
        (3, "pindah", "31-02-2026", ""),
        (4, "lainnya", None, ""),
        more=nik(999),
    )
    for new in (1, 0):
        taken = take_sheet(round=round, path=path, by=village, on=DAY)
        assert (taken.good, taken.new) == (1, new)
        assert taken.bad.select("line", "fate").rows() == [
            (5, "mark.day_missing"),
            (6, "mark.day_unread"),
            (7, "mark.note_missing"),
            (8, "mark.not_listed"),
        ]
    assert list(Mark.objects.values_list("kind", "happened_on", "side", "by")) == [("deceased", date(2026, 2, 3), "village", village.pk)]


def test_a_sheet_that_an_operator_hands_in_speaks_for_the_village(round, sheet):
    taken = take_sheet(round=round, path=sheet((1, "masih bekerja", None, ""), (2, "bayar sendiri", "01/02/2026", "sudah daftar")), by=None, on=DAY)
    assert (taken.good, taken.new) == (2, 2)
    assert sorted(Mark.objects.values_list("kind", "side", "note")) == [("self_paying", "village", "sudah daftar"), ("still", "village", "")]


def test_a_village_cannot_mark_another_villages_people_by_a_sheet(round, sheet, village):
    Candidate.objects.filter(village=VILLAGES[0]).update(village=VILLAGES[1])
    path = sheet((1, "pindah", None, ""), more=nik(1))
    taken = take_sheet(round=round, path=path, by=village, on=DAY)
    assert (taken.good, set(taken.bad["fate"])) == (0, {"mark.not_listed"})


def test_the_sheet_of_another_month_is_refused(round, sheet, village):
    with pytest.raises(InputError, match=r"sheet\.other_round") as refused:
        take_sheet(round=round, path=sheet(said=f"mutasi/{round.pk + 1}/{OWN}"), by=village, on=DAY)
    assert "Maret 2026" in refused.value.words.id

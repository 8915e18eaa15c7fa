"""What goes to BPJS after a month's changes: the file, the letter, and the letter that asks for what was paid after a death."""

from datetime import date
from io import BytesIO

import pytest
from invented import JANUARY, TODAY, begin
from openpyxl import load_workbook
from pypdf import PdfReader

from payung.billing.actions import make_bill
from payung.compliance.overpaid import overpaid_people
from payung.places.models import Office, OfficeKind, Territory
from payung.reports.mutation import mutation_book, mutation_letter, overpaid_letter
from payung.roster.plan_actions import approve_changes, prepare_changes
from payung.roster.plan_queries import plan_lines
from payung.roster.queries import roster_on
from payung.roster.round_actions import mark, open_round

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)


@pytest.fixture
def plan(db):
    """One died before the start and one after it; both places are filled."""
    programme = begin()
    programme.candidates(8)
    fund = programme.started(amount=5 * 12 * 16_800)
    branch = Office.objects.create(kind=OfficeKind.BPJS_BRANCH, name="Cabang Kendari", place=programme.place)
    Territory.objects.create(office=branch, place=programme.place)
    for month in range(3):
        make_bill(fund=fund, month=JANUARY + month, by=None, on=TODAY)
    round = open_round(fund=fund, month=JANUARY + 3, by=None, on=DAY).round
    first, second = roster_on(fund, JANUARY).order_by("pk")[:2]
    mark(round=round, person=first.person_id, kind="deceased", happened_on=date(2025, 12, 1), by=None, on=DAY)
    mark(round=round, person=second.person_id, kind="employed", happened_on=date(2026, 3, 2), note='=HYPERLINK("x")', by=None, on=DAY)
    plan = prepare_changes(round=round, by=None, on=DAY)
    approve_changes(plan=plan, by=None, on=DAY)
    return plan


def text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_the_file_has_who_leaves_and_who_is_new_with_nik_as_text(plan):
    lines = plan_lines(plan)
    book = load_workbook(BytesIO(mutation_book(plan, lines, {}, full=True)))
    out, into = book["Keluar"], book["Masuk"]
    assert [out.cell(row, 2).value for row in (4, 5)] == lines.filter(direction="out")["nik"].to_list()
    assert {out.cell(row, 2).data_type for row in (4, 5)} == {"s"}
    assert {out.cell(row, 6).value for row in (4, 5)} == {"meninggal dunia", "sudah bekerja di perusahaan"}
    assert [into.cell(row, 2).value for row in (4, 5)] == lines.filter(direction="in")["nik"].to_list()
    assert into.cell(4, 7).value == "April 2026"
    assert {cell.data_type for row in out["A4:I5"] for cell in row} <= {"s", "n", "d"}
    masked = load_workbook(BytesIO(mutation_book(plan, lines, {}, full=False)))["Keluar"]
    assert not set(lines["nik"]) & {masked.cell(row, 2).value for row in (4, 5)}


def test_the_letter_says_how_many_and_why(plan):
    told = text(mutation_letter(plan, plan_lines(plan), made_by="Rian", on=DAY, reference="560/7"))
    for words in ("Mutasi peserta April 2026", "560/7", "Yang keluar 2 orang dan yang masuk 2 orang", "meninggal dunia", "Cabang Kendari"):
        assert words in told


def test_what_was_paid_after_a_death_is_asked_back_by_letter(plan):
    people = overpaid_people(visible_to=None, on=DAY)
    assert [(len(one.months), one.rupiah) for one in people] == [(3, 50_400)]
    told = text(overpaid_letter(people, made_by="Rian", on=DAY))
    assert "Rp50.400" in told
    assert "Januari 2026–Maret 2026" in told
    assert people[0].nik not in told

"""Page, workbook, press note and text of one frozen content: the same figures, the same number, no NIK, no name without consent."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from briefed import DEAD, MARCH, NAMED, ON, SILENT, briefed
from docx import Document
from invented import nik
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from payung.claims.handover import give_consent
from payung.claims.models import Told
from payung.coverage.actions import record_universe
from payung.reports.edition_actions import freeze
from payung.reports.edition_papers import forms_of, paper_name, write_all, write_edition
from payung.reports.models import Edition, EditionFacts

pytestmark = pytest.mark.django_db
REPORTS = [kind for kind in Edition.Kind.values if kind != "briefing"]


@pytest.fixture
def told(programme):
    return briefed(programme)


def made(edition: Edition, form: str, tmp_path, lang="id") -> bytes:
    path = tmp_path / f"kertas-{form}"
    write_edition(edition, form, path, lang)
    return path.read_bytes()


def words_of(content: bytes, form: str) -> str:
    """Everything that a person could read in it, and in the packages inside it."""
    if form in ("page", "paper"):
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    if form == "text":
        return content.decode()
    said = []
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for name in packed.namelist():
            inside = packed.read(name)
            said.append(words_of(inside, "book") if name.endswith(".xlsx") else inside.decode("utf-8", "replace"))
    return " ".join(said)


def test_the_page_is_tagged_and_carries_number_and_way(told, tmp_path):
    edition = told.edition(address="https://payung.contoh.go.id")
    content = made(edition, "page", tmp_path)
    text = words_of(content, "page")
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert b"pdfuaid" in content
    for part in ("Paparan 74.05/PAPARAN/2026-03/1", "16,67 %", "4 dari 24", f"https://payung.contoh.go.id/paparan/{edition.pk}/"):
        assert part in text, part
    assert "Briefing 74.05/PAPARAN/2026-03/1" in words_of(made(edition, "page", tmp_path, "en"), "page")


def test_the_workbook_has_every_section_with_both_terms_of_each_percentage(told, tmp_path):
    book = CalamineWorkbook.from_filelike(BytesIO(made(told.edition(), "book", tmp_path)))
    assert book.sheet_names[0] == "Ringkasan"
    assert len(book.sheet_names) == 10
    rows = book.get_sheet_by_name("Menurut wilayah").to_python()
    head = next(row for row in rows if row[0] == "Kecamatan")
    assert head[4:6] == ["Cakupan (1): pembilang", "Cakupan (1): penyebut"] or "pembilang" in head[4]
    first = rows[rows.index(head) + 1]
    assert first[1:6] == [3, 10, 0.3, 3, 10]
    claims = book.get_sheet_by_name("Klaim").to_python()
    assert ["JKM, kematian", 2, 60_000_000, 0, 0] in [row[:5] for row in claims]
    assert any("dibagi" in str(row[0]) for row in rows)


def test_the_press_note_says_the_agreed_figures_and_names_with_consent_alone(told, tmp_path):
    edition = told.edition()
    text = "\n".join(one.text for one in Document(BytesIO(made(edition, "press", tmp_path))).paragraphs)
    rows = "\n".join(cell.text for table in Document(BytesIO(made(edition, "press", tmp_path))).tables for row in table.rows for cell in row.cells)
    assert "2 ahli waris dari 2 pekerja menerima Rp60.000.000" in text
    assert "16,67 % dari 24 semesta pekerja" in text
    assert f"{NAMED}, {told.wife.case.village.name}: Rp30.000.000" in rows
    message = made(edition, "text", tmp_path).decode()
    assert "2 ahli waris dari 2 pekerja menerima Rp60.000.000" in message
    assert "74.05/PAPARAN/2026-03/1" in message
    english = made(edition, "text", tmp_path, "en").decode()
    assert "2 heirs of 2 workers received Rp60,000,000" in english


@pytest.mark.parametrize("kind", Edition.Kind.values)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_nik_and_no_name_without_consent_in_any_form(told, tmp_path, kind, lang):
    edition = told.edition(kind)
    for form in forms_of(kind):
        text = words_of(made(edition, form, tmp_path, lang), form)
        assert len(text) > 200, form  # there is something to find
        assert not re.search(r"7405\d{12}", text), form
        assert not any(nik(number) in text for number in (0, 1, 900, 901)), form
        for name in (SILENT, *DEAD):
            assert name not in text, (form, name)
    facts = str(EditionFacts.objects.get(edition=edition).content)
    assert NAMED not in facts  # names are read when a paper is made
    assert not re.search(r"7405\d{12}", facts)


def test_whoever_takes_their_consent_back_is_named_no_more(told, tmp_path):
    edition = told.edition()
    assert NAMED in words_of(made(edition, "deck", tmp_path), "deck")
    give_consent(relative=told.wife, name_public=False, picture_public=False, by=None, on=ON)
    text = words_of(made(edition, "deck", tmp_path), "deck")
    assert NAMED not in text
    assert "Ahli waris (nama tidak disebut)" in text


@pytest.mark.parametrize("kind", ["briefing", "monthly"])
def test_made_again_when_the_data_went_on_every_paper_is_the_same(told, tmp_path, kind):
    edition = told.edition(kind)
    before = {path.name: path.read_bytes() for path in write_all(edition, tmp_path / "dulu", ("id", "en"))}
    Told.objects.create(case=told.wife.case, line="SCHOLARSHIP", amount=1_500_000, paid_on=date(2026, 3, 25), on=ON)
    record_universe(place=told.place, definition="universe_bpjs", value=48, source="surat baru", as_of=date(2026, 1, 31), by=None, on=ON)
    after = {path.name: path.read_bytes() for path in write_all(edition, tmp_path / "kini", ("id", "en"))}
    assert [name for name in before if before[name] != after[name]] == []
    assert len(before) == 2 * len(forms_of(kind))
    newer = told.edition(kind)
    assert freeze(newer).sha256 != freeze(edition).sha256
    assert (edition.version, newer.version) == (1, 2)
    assert newer.first_month == MARCH


def test_names_of_files_tell_what_where_when_and_which(told):
    edition = told.edition()
    assert paper_name(edition, forms_of("briefing")["deck"], "id") == "paparan 74.05 2026-03 v1 id.pptx"
    assert paper_name(told.edition("monthly"), forms_of("monthly")["paper"], "en") == "monthly report 74.05 2026-03 v1 en.pdf"


@pytest.mark.parametrize("kind", REPORTS)
def test_reports_are_tagged_pdfs_with_their_number(told, tmp_path, kind):
    edition = told.edition(kind, typed={"innovations": "Satu RW satu agen", "obstacles": "Jaringan lambat"})
    content = made(edition, "paper", tmp_path)
    text = words_of(content, "paper")
    assert b"pdfuaid" in content
    assert edition.number in text
    assert "Halaman 1 dari" in text
    assert ("Satu RW satu agen" in text) == (kind == "paritrana")

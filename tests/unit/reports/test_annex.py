"""The list as numbered sheets with the sums of each; bars that can be pressed are no picture."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from payung.reports import annex
from payung.reports.annex import Annex, AnnexLine, annex_pdf, content
from payung.reports.charts import Bar, bars
from payung.values.words import Words

LINES = [AnnexLine(no, f"7405{no:012d}", f"Warga {no}", date(1985, 5, 17), "Lere", Words("masuk", "in")) for no in range(1, 101)]
ANNEX = Annex(Words("Lampiran", "Annex"), [Words("APBD", "APBD")], LINES, 201_600, False, date(2026, 4, 20), "Rian", Words("SK 1", "SK 1"))


def test_everybody_is_on_one_sheet_and_the_sums_run_on():
    sheets = content(ANNEX, "id")["sheets"]
    assert [row[0] for sheet in sheets for row in sheet["rows"]] == [str(no) for no in range(1, 101)]
    assert sheets[-1]["number"] == f"Lembar ke-{len(sheets)} dari {len(sheets)}"
    assert "sampai lembar ini: 100 (Rp20.160.000)" in sheets[-1]["total"]


def test_niks_are_masked_unless_they_are_asked_for():
    assert {row[1] for sheet in content(ANNEX, "id")["sheets"] for row in sheet["rows"]} & {line.nik for line in LINES} == set()
    full = content(replace(ANNEX, full=True), "en")
    assert [row[1] for sheet in full["sheets"] for row in sheet["rows"]] == [line.nik for line in LINES]
    assert "confidential" in full["footer"]


def test_without_a_price_no_money_is_printed():
    assert "Rp" not in str(content(replace(ANNEX, price=None), "id"))


@pytest.mark.parametrize("lines", [LINES, []])
def test_it_becomes_a_pdf(lines):
    assert annex_pdf(replace(ANNEX, lines=lines)).startswith(b"%PDF")


def test_a_chart_with_links_is_no_picture():
    assert 'role="img"' in bars("x", [Bar("a", 1)])
    assert 'role="group"' in bars("x", [Bar("a", 1, address="/a/"), Bar("b", 2)])


@pytest.mark.parametrize("tagged", [500, 50])
def test_whoever_has_a_long_name_takes_one_line_like_everybody(tagged, monkeypatch):
    """A line that broke would push the last people of its sheet onto a sheet that no number counts."""
    monkeypatch.setattr(annex, "_TAGGED", tagged)
    wide = [replace(line, name="WAWAN MUHAMMAD WAHYUDDIN AL-MAKASSARI BIN LA ODE MUHAMMAD") for line in LINES]
    pdf = PdfReader(BytesIO(annex_pdf(replace(ANNEX, lines=wide))))
    assert len(pdf.pages) == len(content(ANNEX, "id")["sheets"]) == 4
    assert [page.extract_text().count("BIN LA ODE MUHAMMAD") for page in pdf.pages] == [30, 34, 34, 2]
    assert "Lembar ke-4 dari 4" in pdf.pages[3].extract_text()


@pytest.mark.large
def test_twenty_thousand_people_fill_589_sheets():
    lines = [replace(LINES[no % 100], no=no, name=f"Warga {no}") for no in range(1, 20_001)]
    pdf = PdfReader(BytesIO(annex_pdf(replace(ANNEX, lines=lines))))
    assert len(pdf.pages) == 589
    last = pdf.pages[588].extract_text()
    assert "Lembar ke-589 dari 589" in last
    assert "12 (Rp2.419.200)" in last
    assert "20.000 (Rp4.032.000.000)" in last

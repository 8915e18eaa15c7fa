"""payung briefing and payung report as they are typed."""

import json

import pytest
import typer
from briefed import briefed
from pptx import Presentation
from pypdf import PdfReader
from typer.testing import CliRunner

from payung.cli.briefings import add_to
from payung.reports.models import Edition, Sending

pytestmark = pytest.mark.django_db
ON = ("--on", "2026-04-20")


def typed(*words: str, code: int = 0) -> str:
    app = typer.Typer()
    add_to(app)
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def told(programme):
    return briefed(programme)


def test_a_briefing_is_ten_files_and_made_again_the_same(told, tmp_path):
    given = ("briefing", "--month", "2026-03", "--ask", "Terbitkan SE|Sekda|2026-05-10", "--ask", "Sediakan dana", *ON, "--json")
    first = json.loads(typed(*given, "--out", str(tmp_path / "a")))
    assert first["number"] == "74.05/PAPARAN/2026-03/1"
    assert len(first["files"]) == 10
    asks = [{"what": "Terbitkan SE", "who": "Sekda", "by": "2026-05-10"}, {"what": "Sediakan dana", "who": "", "by": ""}]
    assert Edition.objects.get().typed == {"asks": asks}
    deck = next(path for path in (tmp_path / "a").glob("paparan*.pptx"))
    said = " ".join(
        cell.text
        for slide in Presentation(deck).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    assert "Terbitkan SE" in said
    again = json.loads(typed("briefing", "--again", first["number"], "--out", str(tmp_path / "b"), "--json"))
    assert again["fingerprint"] == first["fingerprint"]
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    typed("briefing", "--again", "74.05/PAPARAN/2026-03/9", "--out", str(tmp_path / "b"), code=2)
    typed("briefing", "--month", "2026-03", "--ask", "x|y|besok", "--out", str(tmp_path / "b"), code=2)


def test_reports_are_made_sent_and_received(told, tmp_path):
    made = json.loads(typed("report", "make", "quarterly", "2026-03", "--text", "obstacles=Jaringan", "--out", str(tmp_path), *ON, "--json"))
    assert made["number"] == "74.05/TRIWULAN/2026-01-2026-03/1"
    assert {path.rpartition(".")[2] for path in made["files"]} == {"pdf", "xlsx"}
    typed("report", "make", "quarterly", "2026-02", "--out", str(tmp_path), *ON, code=2)
    typed("report", "make", "quarterly", "2026-03", "--text", "lain=x", "--out", str(tmp_path), *ON, code=2)
    typed("report", "receipt", made["number"], "R-1", *ON, code=2)
    sent = json.loads(typed("report", "send", made["number"], "--to", "Kemendagri", *ON, "--json"))
    assert sent["sha256"] == Sending.objects.get().document.sha256
    assert "R-1" in typed("report", "receipt", made["number"], "R-1", *ON)
    found = json.loads(typed("report", "calendar", *ON, "--json"))["reports"]
    states = {(one["kind"], one["last"]): one["state"] for one in found}
    assert (states["quarterly", "2026-03"], states["monthly", "2026-03"], states["monthly", "2026-04"]) == ("sent_late", "late", "ahead")
    assert "terlambat" in typed("report", "calendar", *ON)


def test_the_one_page_is_made_as_before(told, tmp_path):
    told = json.loads(typed("report", "--out", str(tmp_path / "x.pdf"), "--month", "2026-03", "--json"))
    assert told["coverage"] == "16,67 %"
    assert len(PdfReader(tmp_path / "x.pdf").pages) == 1

"""payung family, papers and handover as they are typed."""

import json
from datetime import date

import pytest
from invented import VILLAGES, nik
from typer.testing import CliRunner

from payung.claims.actions import report_event
from payung.claims.models import Case, Consent, Relative, Told
from payung.cli.case_files import case_papers, families, handovers
from payung.places.models import Place

pytestmark = pytest.mark.django_db
ON, DIED = date(2026, 4, 20), date(2026, 4, 18)


def typed(app, *words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def case(programme) -> Case:
    programme.candidates(2)
    village = Place.objects.get(code=VILLAGES[0])
    return report_event(kind="death", way="village", happened_on=DIED, nik=nik(0), village=village, cause="other", by=None, on=ON).case


def test_the_family_is_recorded_shown_and_put_right(case, tmp_path):
    assert json.loads(typed(families, "show", case.pk, "--json"))["empty"]
    child = json.loads(typed(families, "add", case.pk, "anak", "La Ode Kecil", "--born", "2015-01-01", "--json"))["line"]
    mother = json.loads(typed(families, "add", case.pk, "istri", "Wa Ode Sitti", "--nik", nik(900), "--json"))["line"]
    assert "wali: Wa Ode Sitti" in typed(families, "guardian", case.pk, "--line", child, "--by", mother)
    told = typed(families, "show", case.pk)
    assert "PP 44/2015 Pasal 40(2)" in told
    assert nik(900) not in told
    assert json.loads(typed(families, "show", case.pk, "--json"))["heirs"] == [mother, child]
    assert "tidak dikenal" in typed(families, "add", case.pk, "tetangga", "Orang", code=2)
    assert "tidak ada di kasus ini" in typed(families, "cross", case.pk, "--line", 999, "--reason", "x", code=2)
    assert "dicoret" in typed(families, "cross", case.pk, "--line", child, "--reason", "bukan anaknya").lower()
    assert Relative.objects.get(pk=child).crossed_out == "bukan anaknya"
    scan = tmp_path / "nikah.pdf"
    assert "tidak ada" in typed(families, "prove", case.pk, scan, "--line", mother, code=2)
    scan.write_bytes(b"%PDF-1.7 nikah")
    typed(families, "prove", case.pk, scan, "--line", mother)
    assert Relative.objects.get(pk=mother).proven.name == "nikah.pdf"


def test_the_page_and_the_text_for_the_family(case, tmp_path):
    assert "GRATIS" in typed(families, "page", case.pk)
    typed(families, "page", case.pk, "--out", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_papers_are_listed_set_scanned_opened_and_written(case, tmp_path):
    told = json.loads(typed(case_papers, "show", case.pk, "--json"))
    assert {"key": "claim_form", "line": None, "state": "missing"} in told["papers"]
    assert "F4" in typed(case_papers, "show", case.pk)
    assert "sudah ada" in typed(case_papers, "set", case.pk, "id_card", "here")
    assert "mengapa" in typed(case_papers, "set", case.pk, "id_card", "not_needed", code=2)
    scan, out = tmp_path / "kk.pdf", tmp_path / "out.pdf"
    scan.write_bytes(b"%PDF-1.7 kk")
    assert "belum dipindai" in typed(case_papers, "open", case.pk, "family_card", "--out", out, code=2)
    typed(case_papers, "scan", case.pk, "family_card", scan)
    typed(case_papers, "open", case.pk, "family_card", "--out", out)
    assert out.read_bytes() == scan.read_bytes()
    letter = tmp_path / "surat.docx"
    typed(case_papers, "letter", case.pk, "kematian", "--out", letter, "--full-nik")
    assert letter.read_bytes().startswith(b"PK")
    assert "kematian" in typed(case_papers, "letter", case.pk, "kronologi", "--out", letter, code=2)


def test_handing_over_is_listed_with_its_papers(case, tmp_path):
    wife = json.loads(typed(families, "add", case.pk, "istri", "Wa Ode Sitti", "--json"))["line"]
    Told.objects.create(case=case, line="DEATH", amount=20_000_000, paid_on=ON, on=ON)
    days = ("--from", "2026-01-01", "--to", "2026-12-31")
    assert json.loads(typed(handovers, "list", *days, "--json")) == {"cases": 0, "heirs": 0, "rupiah": 0, "left_out": 1}
    assert "bertanda" in typed(handovers, "consent", "--help")
    assert "ditandatangani" in typed(handovers, "consent", case.pk, "--line", wife, "--name", code=2)
    signed = tmp_path / "izin.pdf"
    signed.write_bytes(b"%PDF-1.7 izin")
    typed(handovers, "consent", case.pk, "--line", wife, "--name", "--file", signed)
    assert Consent.objects.get().name_public
    for command, name in (("press", "pers.pdf"), ("thanks", "terima kasih.docx")):
        typed(handovers, command, *days, "--out", tmp_path / name)
        assert (tmp_path / name).stat().st_size
    book = tmp_path / "daftar.xlsx"
    assert "Wa Ode Sitti" in typed(handovers, "list", *days, "--out", book)
    assert book.read_bytes().startswith(b"PK")

"""payung determine as it is typed: the list, its papers, a number, a scan, an amendment."""

import json

import pytest
import typer
from invented import begin
from typer.testing import CliRunner

from payung.cli import money
from payung.planning.models import Determination, Signing

pytestmark = pytest.mark.django_db


def typed(*words: str, code: int = 0) -> str:
    app = typer.Typer()
    money.add_to(app)
    done = CliRunner().invoke(app, ["determine", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_from_the_list_to_the_amendment(tmp_path, db):
    programme = begin()
    programme.candidates(3)
    fund = programme.fund()
    assert "3 orang ditetapkan" in typed(fund.name, "--number", "SK 1", "--on", "2025-12-20")
    answer = json.loads(typed("papers", fund.name, "--kind", "decree", "--out", str(tmp_path), "--json"))
    assert [path.rsplit(".")[-1] for path in answer["files"]] == ["pdf", "docx"]
    scan = tmp_path / "sk.pdf"
    scan.write_bytes(b"%PDF-1.7")
    assert "SK 1 tersimpan" in typed("sign", fund.name, "decree", str(scan), "--signer", "Bupati", "--on", "2025-12-22")
    assert Signing.objects.get().signed_by == "Bupati"
    programme.candidates(1)
    assert "sudah ditandatangani" in typed(fund.name, "--number", "SK 2", code=2)
    typed(fund.name, "--number", "SK 2", "--amending", "satu calon baru")
    assert Determination.objects.get(number="SK 2").amends.number == "SK 1"
    assert "Pilih naskah" in typed("number", fund.name, "letter", code=2)
    assert "belum diatur" in typed("number", fund.name, "cover_letter", code=2)
    assert "22 Desember 2025, Bupati" in typed("papers", fund.name, "--version", "1")

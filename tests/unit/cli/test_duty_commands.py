"""payung duty, regulation, meeting, followup, outreach: the whole work at the command line, in both languages and as JSON."""

import json
from datetime import date, timedelta

import pytest
import typer
from typer.testing import CliRunner

from payung.cli import duties, meetings, regulations
from payung.compliance.models import DutyEvidence, FollowUp, Instrument, Meeting, Outreach

pytestmark = pytest.mark.django_db
TODAY = date.today()
PAST, AHEAD = (TODAY - timedelta(days=30)).isoformat(), (TODAY + timedelta(days=30)).isoformat()


def run(*words: str, code: int = 0) -> str:
    app = typer.Typer()
    for module in (duties, regulations, meetings):
        module.add_to(app)
    answer = CliRunner().invoke(app, list(words))
    assert answer.exit_code == code, answer.output
    return answer.output


def data(*words: str):
    return json.loads(run(*words, "--json"))


def test_duties():
    run("duty", "record", "74.05", "non_asn", "--part", "4", "--whole", "10", "--reference", "BKPSDM")
    one = DutyEvidence.objects.get()
    shown = run("duty", "show", "74.05")
    assert "20 × 40 %" in shown
    assert "bukan skor resmi" in shown
    assert "Payung's own score" in run("duty", "show", "74.05", "--lang", "en")
    assert len(data("duty", "board")) == 552
    assert len(data("duty", "board", "--national")) == 24
    assert len(data("duty", "board", "--on", "2021-12-31")) == 548
    assert [one["addressee"] for one in data("duty", "board", "74.05")] == ["74.05"]
    assert data("duty", "reports", "74.05", "--on", "2022-01-11")[0] == {
        "period": "2021-Q4", "due_on": "2022-01-10", "received_on": None, "late_days": 1,
    }  # fmt: skip
    assert "belum dibaca" in run("duty", "show", "menlu")
    assert "not verified" in run("duty", "kinds", "--lang", "en")
    run("duty", "take-back", str(one.pk), "keliru")
    run("duty", "record", "74.05", "non_asn", "--part", "4", code=2)
    run("duty", "show", "99", code=2)


def test_regulations(tmp_path):
    scan = tmp_path / "pks.pdf"
    scan.write_bytes(b"%PDF-1.7 pks")
    run("regulation", "add", "74.05", "perbup", "24", "2021", "Perlindungan pekerja", "--seen-in", "kendarinews.com")
    parties = ["--party", "Dinas", "--party", "BPJS"]
    run("regulation", "add", "74.05", "pks", "3", str(TODAY.year), "Kepesertaan", "--ends", AHEAD, *parties, "--file", str(scan))
    perbup, pks = Instrument.objects.order_by("pk")
    assert pks.document
    run("regulation", "cite", str(perbup.pk), "21", "2021", "--seen-in", "sultrakini.com")
    assert [one["right"] for one in data("regulation", "show", str(perbup.pk))["citations"]] == [None, None]
    run("regulation", "rule", str(perbup.citations.get(number="24").pk), "--why", "naskah asli")
    assert "naskah asli" in run("regulation", "show", str(perbup.pk))
    assert [one["instrument"] for one in data("regulation", "list", "74.05", "--ending")] == [pks.pk]
    assert data("regulation", "list", "74.05", "--ending")[0]["alarm"] == 30
    run("regulation", "oblige", str(pks.pk), "Data triwulan", "BPJS", "--due", AHEAD)
    run("regulation", "file", str(perbup.pk), str(scan))
    run("regulation", "end", str(perbup.pk), PAST, "--why", "dicabut")
    assert "berakhir" in run("regulation", "list", "74.05")
    run("regulation", "add", "nasional", "inpres", "2", "2021", "Optimalisasi")
    assert len(data("regulation", "list", "nasional")) == 1
    run("regulation", "rule", "999", "--why", "x", code=2)


def test_meetings_follow_ups_and_outreach(tmp_path):
    run("meeting", "plan", "74.05", "rakor", PAST, "Rakor", "--point", "Laporan", "--guest", "Sekda")
    one = Meeting.objects.get()
    number = str(one.pk)
    run("meeting", "invite", number, "Bappeda")
    run("meeting", "number", number, "005/1")
    run("meeting", "resolve", number, "Data dikumpulkan")
    notes = tmp_path / "notulen.txt"
    notes.write_text("Dibahas.\n", encoding="utf-8")
    run("meeting", "minutes", number, str(notes))
    run("meeting", "promise", number, "Kirim data", "Sekda", "--due", (TODAY - timedelta(days=3)).isoformat())
    made = FollowUp.objects.get()
    assert data("followup", "list", "74.05") == [
        {"follow_up": made.pk, "what": "Kirim data", "owner": "Sekda", "due_on": str(TODAY - timedelta(days=3)), "state": "open", "late_days": 3}
    ]
    run("meeting", "plan", "74.05", "rakor", AHEAD, "Rakor lanjutan", "--point", "Anggaran")
    later = str(Meeting.objects.get(title="Rakor lanjutan").pk)
    said = run("meeting", "agenda", later)
    assert said.index("Kirim data") < said.index("Anggaran")
    for kind, ending in (("undangan", "pdf"), ("daftar-hadir", "docx"), ("notulen", "pdf")):
        run("meeting", "paper", number, kind, str(tmp_path / f"{kind}.{ending}"))
        assert (tmp_path / f"{kind}.{ending}").stat().st_size > 1000
    run("meeting", "paper", number, "lain", str(tmp_path / "x.pdf"), code=2)
    run("followup", "step", str(made.pk), "moved", code=2)
    run("followup", "step", str(made.pk), "done", "--note", "surat 1")
    assert "Tidak ada" in run("followup", "list", "74.05")
    assert "selesai" in run("followup", "list", "74.05", "--all")
    run("meeting", "cancel", later, "ditunda")
    assert "dibatalkan" in run("meeting", "list", "74.05")
    run("outreach", "add", "74.05", PAST, "Sosialisasi", "--people", "80", "--villages", "6")
    run("outreach", "count", str(Outreach.objects.get().pk), "31", "--source", "BPJS")
    assert data("outreach", "list", "74.05")[0]["enrolled"] == 31

"""payung case and payung claims as they are typed."""

import json
from datetime import date

import pytest
from invented import JANUARY, VILLAGES, nik
from typer.testing import CliRunner

from payung.billing.actions import make_bill, pay_bill
from payung.claims.models import Case
from payung.cli.cases import case_app
from payung.cli.claims import claims_app
from payung.registry.models import Person, Register, RegisterEntry

pytestmark = pytest.mark.django_db
DIED = "2026-04-10"


@pytest.fixture
def fund(programme):
    programme.candidates(3)
    fund = programme.started()
    for month in JANUARY.upto(JANUARY + 3):
        bill = make_bill(fund=fund, month=month, by=None, on=month.first_day)
        pay_bill(bill=bill, amount=bill.total, paid_on=month.first_day, reference=f"SP2D {month}", by=None, on=month.first_day)
    return fund


def typed(app, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


def case(*words: str, code: int = 0) -> str:
    return typed(case_app, *words, code=code)


def test_a_death_is_reported_answered_and_followed(fund):
    told = json.loads(case("report", "--nik", nik(0), "--on", DIED, "--cause", "other", "--json"))
    number = str(told["case"])
    assert (told["opened"], told["verdict"], told["total"]) == (True, "due", 42_000_000)
    assert "Berhak penuh" in case("show", number)
    assert f"Sudah ada: kasus {number}" in case("report", "--nik", nik(0), "--on", DIED)
    assert number in case("list", nik(0))
    work = json.loads(case("facts", number, "--cause", "work", "--json"))
    assert (work["total"], [one["stage"] for one in work["deadlines"]]) == (70_000_000, [1, 2])
    left = json.loads(case("leave", number, "--json"))
    assert left["left"] == [{"fund": fund.name, "from": "2026-05"}]
    assert "refused" in json.loads(case("refuse", number, "--why", "Surat BPJS", "--json"))["state"]


def test_somebody_by_name_is_linked_or_withdrawn(fund):
    number = str(json.loads(case("report", "--name", "Wa Uji", "--on", DIED, "--village", VILLAGES[0], "--json"))["case"])
    assert "Belum diketahui" in case("show", number)
    case("link", number, "--nik", nik(9), code=2)
    assert json.loads(case("link", number, "--nik", nik(1), "--json"))["verdict"] == "due"
    assert "withdrawn" in case("withdraw", number, "--why", "Orangnya hidup", "--json")


def test_an_injury_is_read_from_a_file(fund, tmp_path):
    number = str(json.loads(case("report", "--nik", nik(0), "--on", DIED, "--accident", "--json"))["case"])
    file = tmp_path / "injury.json"
    file.write_text(json.dumps({"parts": [{"code": "thumb_right"}]}), encoding="utf-8")
    assert json.loads(case("injury", number, str(file), "--json"))["lines"] == {"PARTIAL": 12_000_000}
    file.write_text("[]", encoding="utf-8")
    case("injury", number, str(file), code=2)
    case("injury", number, str(tmp_path / "none.json"), code=2)


def test_who_never_claimed_and_the_reports(fund, programme, tmp_path):
    register = Register.objects.create(
        kind="deaths", place=programme.place, source="Disdukcapil", as_of=date(2026, 4, 20), file_name="d", sha256="d", rows=1
    )
    RegisterEntry.objects.create(register=register, nik=nik(2), name="W", on=date(2026, 2, 3))
    book = tmp_path / "silent.xlsx"
    told = json.loads(typed(claims_app, "silent", "--out", str(book), "--json"))
    assert (told["silent"], told["rupiah"]) == (1, 10_000_000)
    assert book.stat().st_size
    assert "1 kasus klaim baru dibuka" in typed(claims_app, "silent", "--open")
    assert Case.objects.get().person == Person.objects.get(nik=nik(2))
    assert "Rp33.600" in typed(claims_app, "after")
    figures = json.loads(typed(claims_app, "figures", "--from", "2026-01", "--to", "2026-06", "--out", str(tmp_path / "f.pdf"), "--json"))
    assert figures["whole"]["contributions"] == 4 * 3 * 16_800
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF")
    typed(claims_app, "figures", "--out", str(tmp_path / "f.xlsx"))
    assert (tmp_path / "f.xlsx").stat().st_size

"""payung task, payout, flag and scholar as they are typed: the same as the screens, by the owner of the machine."""

import json
from datetime import date

import pytest
from claimed import claimed
from typer.testing import CliRunner

from payung.claims.models import Case, Flag, Scholar, Step, Told
from payung.cli.claim_steps import flags, payouts, tasks
from payung.cli.scholars import scholars
from payung.values.month import Month

pytestmark = pytest.mark.django_db


def typed(app, *words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def one(programme):
    return claimed(programme, first=Month.at(2023, 1), paid=40, died=date(2026, 4, 12))


def test_steps_are_listed_and_entered(one):
    told = json.loads(typed(tasks, "list", "--role", "village", "--json"))
    assert {each["step"] for each in told} == {"certificate", "heirs", "papers"}
    assert all(each["case"] == one.case.pk for each in told)
    assert "Disdukcapil" in typed(tasks, "list")
    assert "Roles" in typed(tasks, "list", "--role", "nobody", "--lang", "en", code=2)
    typed(tasks, "enter", one.case.pk, "certificate", "done", "--done-on", "2026-04-20")
    assert Step.objects.get().on == date(2026, 4, 20)
    assert "certificate" in typed(tasks, "show", one.case.pk)
    assert "alasan" in typed(tasks, "enter", one.case.pk, "heirs", "skipped", code=2)


def test_what_bpjs_pays_is_told_and_compared(one):
    one.submitted(date(2026, 4, 22))
    assert "Rp20.000.000" in typed(payouts, "tell", one.case.pk, "DEATH", "20.000.000", "--paid-on", "2026-04-28", "--number", "KEP-1")
    typed(payouts, "tell", one.case.pk, "DEATH", "19.000.000", "--why", "Koreksi")  # instead of the one before
    assert [told.amount for told in Told.objects.order_by("pk")] == [20_000_000, 19_000_000]
    told = json.loads(typed(payouts, "show", one.case.pk, "--json"))
    assert (told["expected"], told["told"], told["paid"], told["pay_by"]) == (42_000_000, 19_000_000, 0, "2026-04-27")
    assert "27 April 2026" in typed(payouts, "show", one.case.pk)
    assert "berbeda" in typed(payouts, "tell", one.case.pk, "FUNERAL", "1", code=2)
    typed(payouts, "tell", one.case.pk, "DEATH", "0", "--why", "Surat 3")
    typed(payouts, "none", one.case.pk, "--why", "Surat 3")
    assert Case.objects.get().state == "refused"


def test_flags_are_looked_for_and_answered(one):
    one.relative(phone="081200000001")
    one.child(phone="081200000001")
    assert "1 tanda baru" in typed(flags, "look")
    [flag] = json.loads(typed(flags, "list", "--json"))
    typed(flags, "outcome", flag["flag"], "explained", "--note", "Satu rumah")
    assert list(Flag.objects.order_by("pk").values_list("outcome", flat=True)) == ["", "explained"]
    typed(flags, "outcome", 0, "explained", code=2)


def test_a_scholarship_is_planned_proven_paid_and_ended(one, tmp_path):
    one.child(name="Anak Uji")
    assert "14 tahun ajaran" in typed(scholars, "add", one.case.pk, "anak uji", "--level", "SD", "--grade", "4")
    child = Scholar.objects.get().pk
    proof = tmp_path / "rapor.pdf"
    proof.write_bytes(b"%PDF-1.7 rapor")
    typed(scholars, "prove", child, 2025, proof)
    typed(scholars, "pay", child, 2025, "1.500.000", "--paid-on", "2026-05-01")
    [told] = json.loads(typed(scholars, "list", "--json"))
    assert told["received"] == 1_500_000
    assert "2025/2026" in typed(scholars, "list", "--years")
    assert "Kepada keluarga Anak Uji" in typed(scholars, "list", "--remind")
    typed(scholars, "level", child, 2030, "--level", "SMP", "--grade", "3")
    typed(scholars, "end", child, "works", "--since", "2026-05-02")
    assert Scholar.objects.get().ended_why == "works"
    assert "tidak ada" in typed(scholars, "prove", child, 1999, proof, code=2)
    assert "belum dicatat" in typed(scholars, "add", one.case.pk, "Orang lain", code=2)

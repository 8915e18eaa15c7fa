"""Scenarios side by side, and several funds planned at once: shown, handed out, chosen, kept, withdrawn."""

from io import BytesIO

import pytest
from invented import nik
from python_calamine import CalamineWorkbook

from payung.accounts.models import Role
from payung.planning.models import Plan

pytestmark = pytest.mark.django_db
MONTH = 16_800
PRICE = 12 * MONTH


def text(answer) -> str:
    return answer.content.decode()


def asked(**changes: str) -> dict[str, str]:
    """The three scenarios of the page, some of their fields changed (`b_bulan`)."""
    given = {}
    for key, months in (("a", "12"), ("b", "3"), ("c", "6")):
        fields = {"bulan": months, "orang": "", "jumlah": str(20 * PRICE), "umur_dari": "18", "umur_sampai": "65", "desil": "", "kuota": ""}
        given |= {f"{key}-{name}": value for name, value in fields.items()}
    return (
        given | {name.replace("_", "-", 1): value for name, value in changes.items()} | {"kematian": "", "kecelakaan": "", "biaya": "", "sumber": ""}
    )


def test_three_scenarios_say_what_they_mean_and_one_is_chosen(programme, as_role):
    programme.candidates(40)
    programme.welfare({nik(at): "1" if at < 10 else "4" for at in range(40)})
    fund, client = programme.fund(amount=20 * PRICE), as_role(Role.OWNER)
    path = f"/dana/{fund.pk}/skenario/"
    assert [each.one.people for each in client.get(path).context["scenarios"]] == [20, 40, 20]
    answer = client.get(path, asked(c_orang="30", c_desil="3"))
    shown = [each.one for each in answer.context["scenarios"]]
    assert [(one.people, one.waiting, one.out, one.months, one.cost) for one in shown] == [
        (20, 20, 0, 12, 20 * PRICE),
        (40, 0, 0, 3, 40 * 3 * MONTH),
        (10, 0, 30, 6, 10 * 6 * MONTH),
    ]
    for words in (
        "Santunan penuh 9 dari 12 bulan",
        "40 orang × 3 bulan dihitung 20 orang",
        "belum diverifikasi",
        "20 orang lebih banyak yang masuk",
        "Perlindungannya 9 bulan lebih pendek",
        "C · pilihan Anda",
        "belum ada angka",
        "Catat semesta pekerja",
    ):
        assert words in text(answer)
    chosen = {"bulan": "6", "orang": "30", "jumlah": str(fund.amount), "umur_dari": "20", "umur_sampai": "65", "desil": "3", "kuota": "9"}
    for _ in range(2):
        client.post(path, chosen)
    fund.refresh_from_db()
    assert (fund.months, fund.most_people, fund.youngest, fund.highest_decile, fund.quota_per_village) == (6, 30, 20, 3, 9)
    assert fund.last_year_first is False
    client.post(path, {**chosen, "jumlah": "1.000.000", "bulan": "9"})
    fund.refresh_from_db()
    assert fund.months == 6


def test_rates_are_typed_with_their_source(programme, as_role):
    programme.candidates(40)
    fund, client = programme.fund(amount=20 * PRICE), as_role(Role.OWNER)
    path = f"/dana/{fund.pk}/skenario/"
    told = client.get(path, {**asked(), "kematian": "50", "sumber": "klaim cabang 2025", "dua": "on"})
    assert [one.one.families.deaths for one in told.context["scenarios"]] == [100, 50]  # 20 × 5 % a year; 40 × 5 % in a quarter
    assert "klaim cabang 2025" in text(told)
    without = client.get(path, {**asked(), "kematian": "50"})
    assert "Tulis dari mana angkanya" in text(without)
    assert without.context["scenarios"][0].one.families.deaths is None
    assert "Tulis angka seperti 4,5" in text(client.get(path, {**asked(), "kematian": "banyak", "sumber": "x"}))


def test_scenarios_are_handed_out(programme, as_role):
    programme.candidates(5)
    fund, client = programme.fund(amount=3 * PRICE), as_role(Role.OWNER)
    path = f"/dana/{fund.pk}/skenario/"
    sheet = CalamineWorkbook.from_filelike(BytesIO(client.get(path, {**asked(), "unduh": "xlsx"}).content)).get_sheet_by_index(0).to_python()
    rows = {row[0]: row[1:] for row in sheet}
    assert rows["Masuk (orang)"] == ["5", "5", "5"]
    assert rows["Bulan perlindungan"] == ["12", "3", "6"]
    made = client.get(path, {"unduh": "pdf"}).content
    assert made.startswith(b"%PDF")


def test_who_changes_between_scenarios_and_why(programme, as_role):
    programme.candidates(6)
    fund, client = programme.fund(amount=2 * PRICE), as_role(Role.OWNER)
    path = f"/dana/{fund.pk}/skenario/orang/"
    answer = client.get(path, asked(a_jumlah=str(2 * PRICE), b_jumlah=str(2 * PRICE), c_jumlah=str(2 * PRICE)))
    assert answer.context["table"].count == 4  # two are in everywhere
    assert "cadangan: anggaran habis pada urutan 2" in text(answer)
    assert nik(0) not in text(answer)
    whole = client.get(path, {**asked(a_jumlah=str(2 * PRICE)), "hasil": "semua"})
    assert whole.context["table"].count == 6


@pytest.fixture
def two(programme):
    programme.candidates(12)
    programme.welfare({nik(at): "1" if at < 6 else "5" for at in range(12)})
    wide = programme.fund(name="A wide", amount=6 * PRICE)
    return wide, programme.fund(name="B poor", source="APBD-P", amount=4 * PRICE, highest_decile=2)


def test_several_funds_are_proposed_kept_and_withdrawn(two, as_role):
    wide, poor = two
    client, path = as_role(Role.OWNER), "/dana/bersama/"
    assert "A wide" in text(client.get(path))
    given = {"dana": [wide.pk, poor.pk], "sedikit": "", "persen": "", "wilayah": "desa", "banyak": ""}
    answer = client.get(path, given)
    assert (answer.context["proposal"].optimum.people, answer.context["proposal"].greedy.height) == (10, 6)
    for words in ("Terbukti terbaik", "4 lebih sedikit", "Rp1 juta lagi untuk dana “A wide” membeli tempat bagi 2 orang lagi"):
        assert words in text(answer)
    mark = answer.context["proposal"].mark
    assert "Rencana untuk 10 orang disimpan" in text(client.post(path, {**given, "tanda": mark}, follow=True))
    plan = Plan.objects.get()
    assert (plan.people, plan.made_by is not None) == (10, True)
    ranking = client.get(f"/dana/{wide.pk}/urutan/")
    assert ranking.context["counts"] == {"in": 6, "waiting": 6, "out": 0}
    assert "menurut rencana bersama beberapa dana" in text(ranking)
    assert "Rencana yang berlaku" in text(client.get(path))
    client.post(f"{path}{plan.pk}/cabut/")
    plan.refresh_from_db()
    assert plan.withdrawn_on is not None
    assert "Rencana yang berlaku" not in text(client.get(path))
    assert client.get(path, {**given, "unduh": "xlsx"}).content.startswith(b"PK")


def test_a_proposal_that_has_moved_is_not_kept(two, programme, as_role):
    wide, poor = two
    client = as_role(Role.OWNER)
    given = {"dana": [wide.pk, poor.pk], "sedikit": "2", "persen": "", "wilayah": "kecamatan", "banyak": "5"}
    answer = client.post("/dana/bersama/", {**given, "tanda": "x", "next": "/dana/bersama/"}, follow=True)
    assert "Belum ada yang disimpan" in text(answer)
    assert Plan.objects.count() == 0
    assert "Pilih paling sedikit satu dana" in text(client.get("/dana/bersama/", {"wilayah": "desa"}))


def test_nobody_plans_without_the_right(two, as_role):
    client = as_role(Role.TREASURER)
    answer = client.get("/dana/bersama/", {"dana": [one.pk for one in two], "wilayah": "desa"})
    assert answer.status_code == 200
    assert not answer.context["may_keep"]
    assert client.post("/dana/bersama/", {"dana": [two[0].pk], "wilayah": "desa", "tanda": answer.context["proposal"].mark}).status_code == 403

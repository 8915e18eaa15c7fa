"""Cakupan: every percentage with what it divides, narrowed to what the person sees."""

from datetime import date

import pytest
from invented import JANUARY, TODAY, VILLAGES

from payung.accounts.models import Assignment, Role
from payung.accounts.rights import RIGHTS
from payung.billing.actions import make_bill, pay_bill
from payung.coverage.actions import record_universe
from payung.coverage.models import Universe
from payung.places.models import Place

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def universe(place: str, value: int, definition: str = "universe_bpjs", as_of: date = date(2025, 8, 31)) -> None:
    record_universe(place=Place.objects.get(code=place), definition=definition, value=value, source="Sakernas", as_of=as_of, by=None, on=TODAY)


@pytest.fixture
def fund(programme):
    programme.candidates(9)
    return programme.started(amount=9 * 16_800 * 12)


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_page_and_only_some_record_figures(as_role, fund, role):
    client = as_role(role)
    page = client.get("/cakupan/")
    assert page.status_code == 200
    assert client.get("/cakupan/semesta/").status_code == (200 if role in RIGHTS["register.import"] else 403)
    assert ("Catat angka resmi" in text(page)) == (role in RIGHTS["register.import"])


def test_parigi_moutong_prints_24_62_per_cent(as_role, programme):
    """39,695 of 161,206; switching the denominator changes number and footnote, and what nobody has given is no zero."""
    programme.candidates(39_695)
    programme.started(amount=39_695 * 16_800 * 12)
    universe("74.05", 161_206, "employed_bps")
    client = as_role(Role.OWNER)
    page = text(client.get("/cakupan/?bulan=2026-01&pembilang=listed&penyebut=employed_bps&pembilang2=listed&penyebut2=labour_force_bps"))
    assert "<strong>24,62 %</strong>" in page
    assert "39.695 ÷ 161.206 × 100 = 24,62 %" in page
    assert "161.206 penduduk bekerja menurut BPS (Sakernas, per 31 Agustus 2025)" in page
    assert "39.695 ÷ – × 100 = –" in page
    assert "angkatan kerja menurut BPS: belum ada angka" in page
    client.cookies["django_language"] = "en"
    assert "<strong>24.62 %</strong>" in text(client.get("/cakupan/?pembilang=listed&penyebut=employed_bps"))


def test_paid_and_listed_stand_side_by_side_with_their_months(as_role, fund):
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="1", by=None, on=TODAY)
    universe("74.05", 90)
    page = as_role(Role.HEAD).get("/cakupan/?bulan=2026-02")
    assert [figure.percent() for _, _, figure in page.context["definitions"]] == ["0,00 %", "10,00 %"]
    assert [(str(month), figure.percent()) for month, figure in page.context["by_month"]] == [
        ("2026-01", "10,00 %"),
        *((f"2026-0{month}", "0,00 %") for month in (2, 3, 4)),
    ]
    assert 'id="months-t"' in text(page)


def test_districts_stand_as_map_and_table_and_lead_further(as_role, fund):
    universe("74.05.01", 12)
    client = as_role(Role.OPERATOR)
    page = client.get("/cakupan/?bulan=2026-01&pembilang=listed")
    assert "Peta skematik, bukan batas resmi" in text(page)
    assert "<style" not in text(page)
    assert ' style="' not in text(page)
    rows = {row["name"]: row for row in page.context["table"].rows}
    assert (rows["Tinanggea"]["share"], rows["Tinanggea"]["people"]) == ("50,00 %", 6)
    assert [row["share"] for name, row in rows.items() if name != "Tinanggea"] == ["–"] * (len(rows) - 1)
    inside = client.get(rows["Tinanggea"]["address"])
    assert [name for _, name in inside.context["above"]] == ["Kabupaten Konawe Selatan"]
    assert sum(row["people"] for row in inside.context["table"].rows) == 6
    assert client.get("/cakupan/?unduh=xlsx").content[:2] == b"PK"


def test_a_village_sees_its_own_figures_and_nothing_of_others(as_role, fund):
    client = as_role(Role.VILLAGE)
    for chosen in ("", "?wilayah=74.05", f"?wilayah={VILLAGES[1]}", "?wilayah=74.06", "?wilayah=ID", "?wilayah=74.05.01"):
        page = client.get(f"/cakupan/{chosen}")
        assert page.context["code"] == VILLAGES[0]
        assert page.context["above"] == []
        assert page.context["table"] is None
        assert "Tinanggea, " not in text(page)
    assert client.get("/cakupan/laporan.pdf").status_code == 403


def test_another_regency_is_taken_for_not_chosen(as_role, fund):
    assert as_role(Role.BPJS_BRANCH).get("/cakupan/?wilayah=74.06").context["code"] == "74.05"
    assert as_role(Role.HEAD).get("/cakupan/?wilayah=74").context["code"] == "74.05"


def test_whoever_sees_the_nation_goes_up_to_it(as_role, users, fund):
    Assignment.objects.create(user=users[Role.AUDITOR], role=Role.AUDITOR, since=date(2026, 1, 1))
    client = as_role(Role.AUDITOR)
    nation = client.get("/cakupan/?wilayah=ID&bulan=2026-01&pembilang=listed")
    assert (nation.context["code"], nation.context["name"]) == ("", "Indonesia")
    assert {row["name"]: row["people"] for row in nation.context["table"].rows if row["people"]} == {"Sulawesi Tenggara": 9}
    province = client.get("/cakupan/?wilayah=74&pembilang=listed")
    assert [name for _, name in province.context["above"]] == ["Indonesia"]
    assert "<svg" in province.context["map"]


def test_somebody_of_an_office_is_told_why_there_is_no_place(as_role, fund):
    assert "peran Anda melihat orang satu kantor" in text(as_role(Role.OFFICE).get("/cakupan/"))


def test_the_one_page_comes_in_both_languages_for_the_whole_place_only(as_role, users, fund):
    client = as_role(Role.BPJS_BRANCH)
    for said in ("id", "en"):
        answer = client.get(f"/cakupan/laporan.pdf?bahasa={said}")
        assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    Assignment.objects.filter(user=users[Role.HEAD]).update(place="74.05.01")
    assert as_role(Role.HEAD).get("/cakupan/laporan.pdf").status_code == 404


def record(client, **typed):
    given = {"place": "74.05", "definition": "employed_bps", "value": "161.206", "source": "Sakernas Agustus 2025", "as_of": "2025-08-31"}
    return client.post("/cakupan/semesta/", given | typed)


def test_a_figure_is_recorded_once_with_its_source(as_role, fund):
    client = as_role(Role.BPJS_BRANCH)
    for _ in range(2):
        assert record(client).url == "/cakupan/?wilayah=74.05"
    one = Universe.objects.get()
    assert (one.value, one.source, one.as_of) == (161_206, "Sakernas Agustus 2025", date(2025, 8, 31))
    assert record(client, place="74.06").status_code == 404
    assert record(as_role(Role.OWNER)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value": "161,2"}, "value"),
        ({"value": "0"}, "value"),
        ({"source": " "}, "source"),
        ({"as_of": "2027-01-01"}, "as_of"),
        ({"as_of": ""}, "as_of"),
    ],
)
def test_what_cannot_be_stands_at_its_field(as_role, fund, typed, field):
    answer = record(as_role(Role.OPERATOR), **typed)
    assert (answer.status_code, list(answer.context["form"].wrong)) == (422, [field])
    assert answer.context["form"].definition == "employed_bps"
    assert not Universe.objects.exists()


def test_another_value_of_the_same_source_is_refused_at_the_value(as_role, fund):
    client = as_role(Role.OPERATOR)
    record(client)
    assert list(record(client, value="161.207").context["form"].wrong) == ["value"]


@pytest.mark.parametrize("people", [9, 200])
def test_the_page_asks_the_same_few_statements(as_role, programme, people, django_assert_max_num_queries):
    programme.candidates(people)
    programme.started(amount=people * 16_800 * 12)
    client = as_role(Role.OPERATOR)
    client.get("/cakupan/")
    with django_assert_max_num_queries(45):
        client.get("/cakupan/")

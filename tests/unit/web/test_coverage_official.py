"""Angka resmi: a table read, mapped once and taken in; figures by hand; what was known when; who may."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import TODAY, VILLAGES

from payung.accounts.models import Role
from payung.accounts.rights import RIGHTS
from payung.coverage.actions import Source, record_official
from payung.coverage.models import OfficialColumn, OfficialFigure
from payung.places.models import Place

pytestmark = pytest.mark.django_db
TABLE = "Segmen;Target TK;Realisasi\nPU;382.124;262.257\nBPU;58.360;29.846\nJasa Konstruksi;107.187;146.019\nguru;1;2\n"
DATED = {"as_of": "2025-11-30", "source": "Paparan Kacab", "publisher": "BPJS Kendari"}


def text(response) -> str:
    return response.content.decode()


def official(value: int, definition: str = "active_bpjs", place: str = "74.05", on: date = TODAY, **more):
    given = {"place": Place.objects.get(code=place), "source": Source("BPJS"), "as_of": date(2025, 8, 31), "by": None}
    return record_official(definition=definition, value=value, on=on, **{**given, **more}).figure


def give(client, content: str = TABLE, **typed):
    file = SimpleUploadedFile("tabel.csv", content.encode())
    return client.post("/cakupan/angka-resmi/tabel/", {"place": "74.05", "file": file, **DATED, **typed})


def test_a_table_is_mapped_once_and_taken_in(as_role, programme):
    client = as_role(Role.BPJS_BRANCH)
    preview = give(client).url
    page = client.get(preview)
    assert "Belum diketahui kolom mana yang berisi angka" in text(page)
    assert not page.context["ready"]
    columns = {text_: f"kolom{at}" for at, text_, _ in page.context["columns"]}
    client.post(preview, {"columns": "1", columns["Target TK"]: "universe_bpjs", columns["Realisasi"]: "active_bpjs", columns["Segmen"]: "segment"})
    page = client.get(preview)
    assert len(page.context["read"].lines) == 6
    assert "Segmen “guru” tidak dikenal" in text(page)
    assert "Muat 6 angka" in text(page)
    taken = client.post(preview)
    assert taken.url == "/cakupan/angka-resmi/?wilayah=74.05"
    assert "6 angka baru, 0 sudah ada, 0 pembetulan" in text(client.get(taken.url))
    assert client.get(preview).url == "/cakupan/angka-resmi/"
    assert (OfficialFigure.objects.count(), OfficialColumn.objects.count()) == (6, 3)
    again = give(client).url  # known by now
    assert client.get(again).context["ready"]
    assert "0 angka baru, 6 sudah ada" in text(client.get(client.post(again).url))
    share = client.get("/cakupan/?bulan=2026-01&pembilang=active_bpjs&penyebut=universe_bpjs&segmen=JAKON")
    assert "<strong>136,23 %</strong>" in text(share)
    row = client.get("/cakupan/cara-hitung/?bulan=2026-01&pembilang=active_bpjs&penyebut=universe_bpjs&segmen=JAKON")
    assert "tabel.csv, tabel, 4" in text(row) or "tabel.csv, " in text(row)
    file = OfficialFigure.objects.first().file
    assert client.get(f"/cakupan/angka-resmi/berkas/{file.pk}/").content == TABLE.encode()


def test_a_table_can_be_thrown_away_and_is_nobody_elses(as_role, programme):
    preview = give(as_role(Role.OPERATOR)).url
    assert as_role(Role.BPJS_BRANCH).get(preview).url == "/cakupan/angka-resmi/"
    client = as_role(Role.OPERATOR)
    client.post(preview, {"cancel": "1"})
    assert not OfficialFigure.objects.exists()
    assert give(client, place="74.06").status_code == 404
    for typed, field in (
        ({"source": ""}, "source"),
        ({"as_of": "x"}, "as_of"),
        ({"as_of": "2030-01-01"}, "as_of"),
        ({"published_on": "x"}, "published_on"),
    ):
        answer = give(client, **typed)
        assert (answer.status_code, list(answer.context["form"].wrong)) == (422, [field])
    assert list(give(client, content="").context["form"].wrong) == ["file"]
    assert list(client.post("/cakupan/angka-resmi/tabel/", DATED).context["form"].wrong) == ["file"]
    empty = give(client, content="Wilayah;Bekerja\nAntah;1\n").url
    assert client.post(empty).status_code == 422


def test_a_correction_stands_beside_the_old_and_the_page_shows_it_as_known(as_role, programme):
    official(40, on=date(2025, 9, 1))
    official(100, "universe_bpjs", on=date(2025, 9, 1))
    client = as_role(Role.OPERATOR)
    typed = {"place": "74.05", "definition": "active_bpjs", "value": "50", "source": "BPJS", "as_of": "2025-08-31"}
    assert list(client.post("/cakupan/semesta/", typed).context["form"].wrong) == ["value"]
    assert client.post("/cakupan/semesta/", typed | {"correction": "1"}).status_code == 302
    query = "/cakupan/?bulan=2026-01&pembilang=active_bpjs&penyebut=universe_bpjs"
    assert "<strong>50,00 %</strong>" in text(client.get(query))
    then = text(client.get(f"{query}&diketahui=2025-12-31"))
    assert "<strong>40,00 %</strong>" in then
    assert "seperti yang diketahui pada 31 Desember 2025" in then
    listed = client.get("/cakupan/angka-resmi/")
    states = {row["value"]: row["state"][1].id for row in listed.context["table"].rows}
    assert states == {40: "dibetulkan", 50: "pembetulan", 100: "ya"}
    assert client.get("/cakupan/angka-resmi/?unduh=xlsx").content[:2] == b"PK"
    assert len(client.get("/cakupan/angka-resmi/?definisi=universe_bpjs").context["table"].rows) == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("pembilang=active_bpjs&penyebut=villages", "Orang tidak dibagi dengan desa"),
        ("pembilang=active_bpjs&penyebut=labour_force_bps&segmen=BPU", "Pembilangnya hanya segmen BPU"),
        ("pembilang=rpjmn_covered&penyebut=universe_bpjs", "rumus indikator RPJMN belum diketahui"),
    ],
)
def test_what_does_not_go_together_is_said_and_no_figure_shown(as_role, programme, query, told):
    official(50)
    client = as_role(Role.HEAD)
    page = client.get(f"/cakupan/?{query}")
    assert (page.status_code, page.context["definitions"][0][2]) == (200, None)
    assert told in text(page)
    for path in ("cara-hitung", "kedudukan"):
        answer = client.get(f"/cakupan/{path}/?{query}")
        assert (answer.status_code, told in text(answer)) == (422, True)
    official(100, "labour_force_bps")
    official(10, segment="BPU")
    said = text(client.get("/cakupan/?bulan=2026-01&pembilang=active_bpjs&penyebut=labour_force_bps&segmen=BPU&semua=1"))
    assert "<strong>10,00 %</strong>" in said
    assert "Pembilangnya hanya segmen BPU, dari semua segmen dihitung di penyebut." in said


def test_switching_the_denominator_changes_number_and_footnote(as_role, programme):
    official(50)
    official(100, "universe_bpjs")
    official(200, "employed_bps", source=Source("Sakernas"))
    client = as_role(Role.OWNER)
    one, two = (text(client.get(f"/cakupan/?bulan=2026-01&pembilang=active_bpjs&penyebut={code}")) for code in ("universe_bpjs", "employed_bps"))
    assert ("<strong>50,00 %</strong>" in one, "100 semesta pekerja menurut BPJS Ketenagakerjaan (BPJS" in one) == (True, True)
    assert ("<strong>25,00 %</strong>" in two, "200 penduduk bekerja menurut BPS (Sakernas" in two) == (True, True)
    none = text(client.get("/cakupan/?pembilang=active_bpjs&penyebut=employed_without_asn"))
    assert "50 ÷ – × 100 = –" in none
    assert "<strong>–</strong>" in none


def test_how_an_own_count_comes_about(as_role, programme):
    programme.candidates(9)
    programme.started()
    client = as_role(Role.OWNER)
    page = client.get("/cakupan/cara-hitung/?bulan=2026-01&pembilang=listed&penyebut=universe_bpjs")
    evidence = page.context["evidence"]
    assert [(row.name, row.people, row.counts) for row in evidence.funds] == [("APBD 2026", 9, True)]
    assert [(row.code, row.people) for row in evidence.villages] == [(village, 3) for village in VILLAGES]
    assert "Yang tidak termasuk" in text(page)
    paid = client.get("/cakupan/cara-hitung/?bulan=2026-01&pembilang=paid&penyebut=universe_bpjs").context["evidence"]
    assert ([row.counts for row in paid.funds], paid.villages) == ([False], ())
    assert client.get("/cakupan/cara-hitung/?bulan=2026-01&pembilang=measure6&penyebut=universe_bpjs").status_code == 200
    assert client.get("/cakupan/cara-hitung/?pembilang=villages_sent&penyebut=villages").context["figure"].denominator.value == 336
    assert client.get("/cakupan/cara-hitung/?pembilang=listed&unduh=xlsx").content[:2] == b"PK"
    village = as_role(Role.VILLAGE).get("/cakupan/cara-hitung/?bulan=2026-01&pembilang=listed&wilayah=74.05")
    assert [row.code for row in village.context["evidence"].villages] == [VILLAGES[0]]
    assert "APBD 2026" not in text(village)


@pytest.mark.parametrize("path", ["definisi", "kedudukan", "target", "angka-terbit", "bertentangan", "angka-resmi", "cara-hitung"])
@pytest.mark.parametrize("role", Role)
def test_everybody_reads_and_some_record(as_role, programme, path, role):
    client = as_role(role)
    page = client.get(f"/cakupan/{path}/")
    assert page.status_code == 200
    if path == "angka-resmi" and role != Role.OFFICE:
        assert ("Muat tabel" in text(page)) is (role in RIGHTS["register.import"]) or "Belum ada angka pihak lain" in text(page)
    client.cookies["django_language"] = "en"
    assert client.get(f"/cakupan/{path}/").status_code == 200
    for closed in ("semesta", "angka-resmi/tabel"):
        assert client.get(f"/cakupan/{closed}/").status_code == (200 if role in RIGHTS["register.import"] else 403)

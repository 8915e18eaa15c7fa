import io
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from entities import REGENCY, desa, enrol, office, owe
from invented import VILLAGES
from openpyxl import load_workbook
from pypdf import PdfReader

from payung.accounts.models import Role
from payung.compliance.answer_actions import hand_over
from payung.compliance.enrolment import entities_of
from payung.compliance.enrolment_models import ArrearsFile, ArrearsLetter, ArrearsPayment, Commitment, LetterStep, Skk, SkkStep
from payung.compliance.letter_actions import write_arrears_letters
from payung.places.models import Office, OfficeKind, Place
from payung.values.month import Month

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
READERS = {Role.OWNER, Role.OPERATOR, Role.VILLAGE, Role.OFFICE, Role.VILLAGE_AFFAIRS, Role.TREASURER, Role.BPJS_BRANCH, Role.HEAD, Role.AUDITOR}
JUDGES = {Role.OWNER, Role.OPERATOR, Role.BPJS_BRANCH, Role.HEAD, Role.AUDITOR}
PAGES = ["/entitas/", "/entitas/surat/", "/entitas/kelas/", "/entitas/berkas/"]


def text(response) -> str:
    assert response.status_code == 200, response.content[:300]
    return unescape(response.content.decode())


def three_letters(codes: list[str]) -> list[str]:
    keys = [owe(code, 3, 900_000, date(2025, 12, 31)).key for code in codes]
    for day in (date(2026, 1, 5), date(2026, 1, 26), date(2026, 2, 16)):
        write_arrears_letters(place=Place.objects.get(code=REGENCY), entities=keys, by=None, on=day)
    return keys


@pytest.mark.parametrize("page", PAGES)
def test_who_may_see_the_pages(as_role, page):
    assert {role for role in Role if as_role(role).get(page).status_code == 200} == READERS


@pytest.mark.parametrize("page", ["/entitas/siap-skk/", "/entitas/skk/"])
def test_who_may_see_the_prosecutors_register(as_role, page):
    assert {role for role in Role if as_role(role).get(page).status_code == 200} == JUDGES


def test_47_of_336_villages_with_the_footnote(as_role):
    for code in desa(47):
        enrol(code)
    shown = text(as_role(Role.HEAD).get("/entitas/"))
    assert "13,99 %" in shown
    assert "47 dari 336 terdaftar" in shown
    assert "Kabupaten Konawe Selatan: 47 desa terdaftar di BPJS Ketenagakerjaan (yang tanpa keterangan dihitung belum)" in shown
    assert "dibagi 336 desa, tanpa kelurahan" in shown


def test_everybody_sees_their_own_only(as_role, users):
    for code in desa(5):
        owe(code, 3, 900_000)
    health, shop = Office.objects.get(name="Dinas Kesehatan"), office("Toko Karangan", OfficeKind.EMPLOYER)
    names = {f"Desa {Place.objects.get(code=code).name}": code for code in (VILLAGES[0], VILLAGES[2])}
    own, other = names
    seen = {role: text(as_role(role).get("/entitas/?urut=name")) for role in (Role.VILLAGE, Role.OFFICE, Role.VILLAGE_AFFAIRS, Role.BPJS_BRANCH)}
    assert own in seen[Role.VILLAGE]
    assert "1–1 dari 1" in seen[Role.VILLAGE]
    assert "1–1 dari 1" in seen[Role.OFFICE]
    assert health.name in seen[Role.OFFICE]
    assert "dari 336" in seen[Role.VILLAGE_AFFAIRS]
    assert shop.name not in seen[Role.VILLAGE_AFFAIRS]
    assert "dari 339" in seen[Role.BPJS_BRANCH]  # 336 villages, Disnaker, Dinas Kesehatan, the shop
    for role, key, status in (
        (Role.VILLAGE, f"desa-{names[own]}", 200),
        (Role.VILLAGE, f"desa-{names[other]}", 404),
        (Role.OFFICE, f"kantor-{health.pk}", 200),
        (Role.OFFICE, f"kantor-{shop.pk}", 404),
        (Role.VILLAGE_AFFAIRS, f"kantor-{health.pk}", 404),
    ):
        assert as_role(role).get(f"/entitas/{key}/").status_code == status, (role, key)


def test_filters_and_search(as_role):
    codes = desa(4)
    owe(codes[0], 2, 100_000)
    owe(codes[1], 14, 700_000)
    enrol(codes[2], npp="NPP777")
    client = as_role(Role.OWNER)
    found = {
        query: text(client.get(f"/entitas/?{query}")).split('class="pages"><span>1–')[1].split("<")[0]
        for query in (
            "keadaan=arrears",
            "lama=13",
            "keadaan=enrolled",
            "cari=npp777",
            "jenis=opd",
            "lanjut=letter&keadaan=arrears",
            "kecamatan=74.05.01",
        )
    }
    assert found == {
        "keadaan=arrears": "2 dari 2",
        "lama=13": "1 dari 1",
        "keadaan=enrolled": "1 dari 1",
        "cari=npp777": "1 dari 1",
        "jenis=opd": "2 dari 2",
        "lanjut=letter&keadaan=arrears": "2 dari 2",
        "kecamatan=74.05.01": "22 dari 22",
    }
    before = text(client.get("/entitas/?per=2026-03-01&keadaan=arrears"))
    assert "Nothing fits" in before or "Tidak ada yang cocok" in before
    sheet = load_workbook(BytesIO(client.get("/entitas/?keadaan=arrears&unduh=xlsx").content)).active
    assert len([row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]]) == 2


def test_113_letters_from_the_filter_at_once(as_role):
    for at, code in enumerate(desa(113)):
        owe(code, 3, 900_000 + at)
    client = as_role(Role.VILLAGE_AFFAIRS)
    assert "Buat 113 surat" in text(client.get("/entitas/?keadaan=arrears"))
    for _ in range(2):
        response = client.post("/entitas/surat/tulis", {"siapa": "semua", "saringan": "keadaan=arrears", "hari": "10"})
        assert ArrearsLetter.objects.count() == 113
    assert response.status_code == 302
    assert set(ArrearsLetter.objects.values_list("due_on", flat=True)) == {date(2026, 4, 30)}
    shown = text(client.get("/entitas/surat/2026-04-20/"))
    assert "113 surat" in shown
    assert f"{sum(900_000 + at for at in range(113)):,}".replace(",", ".") in shown
    pdf = client.get("/entitas/surat/2026-04-20/surat.pdf")
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 113
    assert len(client.get("/entitas/surat/2026-04-20/pesan.txt").content.decode().split("-" * 40)) == 113
    assert Document(io.BytesIO(client.get("/entitas/surat/2026-04-20/surat.docx").content)).paragraphs


def test_chosen_ones_get_letters_that_are_sent_and_received(as_role):
    keys = [owe(code, 3, 900_000).key for code in desa(3)]
    client = as_role(Role.OPERATOR)
    assert client.post("/entitas/surat/tulis", {"pilih": keys[:2]})["Location"] == "/entitas/surat/2026-04-20/"
    first = ArrearsLetter.objects.order_by("pk").first()
    client.post("/entitas/surat/2026-04-20/catat", {"siapa": "semua", "langkah": "dikirim", "tanggal": "2026-04-20", "catatan": "kurir"})
    client.post("/entitas/surat/2026-04-20/catat", {"pilih": [first.pk], "langkah": "diterima", "tanggal": "2026-04-20"})
    assert sorted(LetterStep.objects.values_list("kind", flat=True)) == ["received", "sent", "sent"]
    assert "1–1 dari 1" in text(client.get("/entitas/surat/?keadaan=diterima"))
    assert "1–1 dari 1" in text(client.get("/entitas/surat/?keadaan=dikirim"))
    told = text(client.post("/entitas/surat/tulis", {"next": "/entitas/"}, follow=True))
    assert "Pilih dulu" in told


def test_only_those_who_may_write_and_record(as_role, users):
    key = owe(VILLAGES[0], 3, 900_000).key
    writers = {role for role in READERS if as_role(role).post("/entitas/surat/tulis", {"pilih": [key]}).status_code == 302}
    assert writers == {Role.OWNER, Role.OPERATOR, Role.VILLAGE_AFFAIRS}
    given = {"bulan": "4", "jumlah": "1.200.000", "sumber": "BPJS", "per": "2026-04-20"}
    recorders = {role for role in READERS if as_role(role).post(f"/entitas/{key}/tunggakan", given).status_code == 302}
    assert recorders == {Role.OWNER, Role.OPERATOR, Role.VILLAGE_AFFAIRS, Role.BPJS_BRANCH}


def test_what_is_typed_of_an_entity_is_kept(as_role):
    key = f"desa-{VILLAGES[0]}"
    client = as_role(Role.BPJS_BRANCH)
    common = {"sumber": "BPJS", "per": "2026-04-20"}
    client.post(
        f"/entitas/{key}/kepesertaan", {"terdaftar": "ya", "npp": "a1", "sejak": "2024-01-01", "pekerja": "12", "pekerja_terdaftar": "9", **common}
    )
    client.post(f"/entitas/{key}/tunggakan", {"bulan": "2", "jumlah": "Rp500.000", "lunas_sampai": "2026-01", **common})
    client.post(f"/entitas/{key}/janji", {"jumlah": "500.000", "kali": "2", "bayar_pertama": "2026-05-01", "oleh": "Kades"})
    client.post(f"/entitas/{key}/bayar", {"jumlah": "200.000", "tanggal": "2026-04-20", "bukti": "BKU 1"})
    (line,) = [line for line in entities_of(REGENCY, ON) if line.key == key]
    assert (line.npp, line.since, line.registered, line.months, line.paid_through) == ("A1", date(2024, 1, 1), 9, 2, Month.at(2026, 1))
    assert (Commitment.objects.get().parts, ArrearsPayment.objects.get().amount) == (2, 200_000)
    shown = text(client.get(f"/entitas/{key}/"))
    for said in ("9 dari 12", "Januari 2026", "berjalan", "BKU 1", "Petugas cabang BPJS"):
        assert said in shown, said


@pytest.mark.parametrize(
    ("way", "given"),
    [
        ("kepesertaan", {"terdaftar": "ya", "pekerja": "3", "pekerja_terdaftar": "9", "sumber": "x"}),
        ("kepesertaan", {"npp": "A1", "sumber": "x"}),
        ("tunggakan", {"bulan": "3", "jumlah": "0", "sumber": "x"}),
        ("tunggakan", {"bulan": "3", "jumlah": "abc", "sumber": "x"}),
        ("tunggakan", {"bulan": "3", "jumlah": "900", "sumber": " "}),
        ("tunggakan", {"bulan": "3", "jumlah": "900", "sumber": "x", "per": "2026-04-21"}),
        ("tunggakan", {"bulan": "9", "jumlah": "900", "sumber": "x", "lunas_sampai": "2026-03"}),
        ("janji", {"jumlah": "900", "kali": "1", "bayar_pertama": "2026-05-01"}),
        ("bayar", {"jumlah": "900", "bukti": "x"}),
    ],
)
def test_what_cannot_be_is_told_and_not_kept(as_role, way, given):
    key = f"desa-{VILLAGES[0]}"
    response = as_role(Role.OPERATOR).post(f"/entitas/{key}/{way}", {**given, "next": f"/entitas/{key}/"}, follow=True)
    assert 'class="note no" role="alert"' in text(response)
    (line,) = [line for line in entities_of(REGENCY, ON) if line.key == key]
    assert (line.as_of, line.owed) == (None, 0)
    assert not Commitment.objects.exists()
    assert not ArrearsPayment.objects.exists()


def test_a_file_is_read_its_columns_said_and_taken_in_once(as_role):
    village = Place.objects.select_related("parent").get(code=VILLAGES[0])
    content = f"Yang Menunggak;Di;Lama;Rupiahnya\n{village.name};{village.parent.name};5;1.250.000\nAntah;Entah;1;5.000\n".encode()
    client = as_role(Role.OPERATOR)
    for again in (False, True):
        given = io.BytesIO(content)
        given.name = "tunggakan.csv"
        page = client.post("/entitas/berkas/", {"berkas": given})["Location"]
        assert "Yang Menunggak" in text(client.get(page))
        columns = {"judul": ["Yang Menunggak", "Di", "Lama", "Rupiahnya"], "kolom": ["name", "district", "months", "owed"]}
        done = client.post(page, {**columns, "per": "2026-03-31", "sumber": "BPJS", "jenis": "village"}, follow=True)
        shown = text(done)
        assert "1 dari 2 baris dipakai" in shown
        assert "tidak ada desa, OPD, atau pemberi kerja dengan nama itu" in shown
        assert ("sudah pernah dimuat" in shown) == again
    assert ArrearsFile.objects.count() == 1
    assert as_role(Role.OWNER).get(page).status_code == 404  # the file of somebody else
    assert "1.250.000" in text(client.get("/entitas/?keadaan=arrears"))
    assert client.post(page, {"per": "kemarin", "sumber": "BPJS"}).status_code == 422


def test_handed_over_with_letter_and_list_and_followed_to_the_end(as_role):
    three_letters(desa(2))
    client = as_role(Role.OWNER)
    assert "2 entitas," in text(client.get("/entitas/siap-skk/"))
    ready = load_workbook(BytesIO(client.get("/entitas/siap-skk/?unduh=xlsx").content)).active
    assert [cell.value for cell in ready[3]][:10] == [
        "No.", "Nama", "Jenis", "Kecamatan", "NPP", "Bulan", "Jumlah tunggakan", "Surat 1", "Surat 2", "Surat 3",
    ]  # fmt: skip
    assert client.post("/entitas/siap-skk/serahkan", {"siapa": "semua", "kepada": "Kejaksaan Negeri Konawe Selatan"}).status_code == 302
    skk = Skk.objects.order_by("pk").first()
    letter = PdfReader(io.BytesIO(client.get(f"/entitas/serah/{skk.referral_id}/surat.pdf").content)).pages[0].extract_text()
    assert "Kepala Kejaksaan Negeri Konawe Selatan" in " ".join(letter.split())
    assert "Rp1.800.000" in letter
    listed = load_workbook(BytesIO(client.get(f"/entitas/serah/{skk.referral_id}/daftar.xlsx").content)).active
    assert listed["G4"].value == 900_000
    client.post(f"/entitas/skk/{skk.pk}/nomor", {"nomor": "SKK-1", "tanggal": "2026-04-20"})
    client.post(f"/entitas/skk/{skk.pk}/langkah", {"langkah": "panggilan", "tanggal": "2026-04-20", "datang": "ya", "siapa": "Kades"})
    client.post(f"/entitas/skk/{skk.pk}/langkah", {"langkah": "angsuran", "tanggal": "2026-04-20", "kali": "3", "bayar_pertama": "2026-05-20"})
    client.post(f"/entitas/{skk.entity.key}/bayar", {"jumlah": "300000", "tanggal": "2026-04-20", "bukti": "BKU"})
    shown = text(client.get(f"/entitas/skk/{skk.pk}/"))
    for said in ("SKK-1", "datang (Kades)", "3 kali", "Rp600.000", "angsur"):
        assert said in shown, said
    other = Skk.objects.order_by("pk").last()
    client.post(f"/entitas/skk/{other.pk}/langkah", {"langkah": "tutup", "tanggal": "2026-04-20", "catatan": "desa digabung"})
    shown = text(client.get("/entitas/skk/"))
    assert "16,67 %" in shown  # 300,000 of 1,800,000
    assert SkkStep.objects.count() == 3
    assert as_role(Role.HEAD).post(f"/entitas/skk/{skk.pk}/langkah", {"langkah": "tutup"}).status_code == 403


def test_nobody_is_handed_over_before_it_is_time(as_role):
    key = owe(desa(1)[0], 3, 900_000).key
    response = as_role(Role.OWNER).post("/entitas/siap-skk/serahkan", {"pilih": [key], "kepada": "Kejari", "next": "/entitas/siap-skk/"}, follow=True)
    assert "belum siap diserahkan" in text(response)
    assert not Skk.objects.exists()


def test_employers_by_industry_and_size(as_role):
    client = as_role(Role.OPERATOR)
    for name, industry, size in (("PT Satu", "C", "LARGE"), ("CV Dua", "C", "SMALL"), ("Toko Tiga", "", "")):
        response = client.post("/entitas/pemberi-kerja", {"nama": name, "lapangan": industry, "skala": size})
        assert response.status_code == 302
    enrol(Office.objects.get(name="PT Satu"), workers=10, registered=7)
    shown = text(client.get("/entitas/kelas/"))
    assert "33,33 %" in shown
    assert "C Industri pengolahan" in shown
    assert "50,00 % (1/2)" in shown
    assert "70,00 %" in shown
    assert "belum diketahui" in shown
    sheet = load_workbook(BytesIO(client.get("/entitas/kelas/?unduh=skala").content)).active
    assert [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)] == ["kecil", "besar", "belum diketahui"]
    assert client.post("/entitas/pemberi-kerja", {"nama": "X", "lapangan": "Z"}).status_code == 422


def test_in_english(as_role, client):
    three_letters(desa(1))
    hand_over(place=Place.objects.get(code=REGENCY), entities=[f"desa-{desa(1)[0]}"], to="Kejari", by=None, on=ON)
    english = as_role(Role.OWNER)
    english.cookies["django_language"] = "en"
    pages = {"/entitas/": "Enrolment and arrears", "/entitas/skk/": "Register of SKKs", f"/entitas/desa-{desa(1)[0]}/": "with the prosecutor"}
    for page, said in pages.items():
        assert said in text(english.get(page))


def test_the_board_costs_a_bounded_number_of_statements(as_role):
    client = as_role(Role.OWNER)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/entitas/")
        return len(asked)

    statements()
    owe(desa(1)[0], 3, 900_000)
    before = statements()
    keys = [owe(code, 3, 900_000).key for code in desa(120)]
    write_arrears_letters(place=Place.objects.get(code=REGENCY), entities=keys, by=None, on=ON)
    assert statements() <= before + 1  # the steps of letters
    assert before < 45

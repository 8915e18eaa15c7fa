"""Data acuan: registers are read, looked at before they are kept, and what follows is told."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from invented import VILLAGES

from payung.accounts.models import Assignment, Role
from payung.accounts.rights import RIGHTS
from payung.intake.actions import accept_lists, import_register, receive_lists
from payung.intake.registers import read_registers
from payung.places.models import Place
from payung.registry.models import Candidate, Register, RegisterEntry

pytestmark = pytest.mark.django_db

BUDI, SITTI = "7405011206770841", "7405015203800017"
HEAD = "NIK;Nama;Tanggal Lahir;JK;Desa;Kecamatan"
LINES = (f"{BUDI};Budi Santoso;12-06-1977;L;Lapoa;Tinanggea", f"{SITTI};Sitti Aminah;12-03-1980;P;Lapoa;Tinanggea")
DEATHS = f"NIK;Nama;Tanggal Meninggal;Catatan\n{BUDI};BUDI SANTOSO;03-02-2025;x\n"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def accepted(programme, tmp_path: Path):
    """Two people of a list that was taken and accepted."""
    path = tmp_path / "desa.csv"
    path.write_text("\n".join([HEAD, *LINES]), encoding="utf-8")
    receive_lists(round=programme.round, paths=[path], by=None, on=date(2026, 2, 1), office=programme.office)
    accept_lists(round=programme.round, by=None, on=date(2026, 2, 1))
    return programme


@pytest.fixture
def deaths(programme, tmp_path: Path) -> Register:
    path = tmp_path / "kematian.csv"
    path.write_text(DEATHS, encoding="utf-8")
    return import_register(
        place=programme.place, kind="deaths", frame=read_registers({"deaths": path})["deaths"], path=path, source="Disdukcapil",
        owner="Disdukcapil", legal_basis="PKS 1/2025", coverage="kematian 2025", as_of=date(2025, 12, 15), by=None,
    )  # fmt: skip


def give(client: Client, content: str = DEATHS, name: str = "kematian.csv", **typed):
    given = {"kind": "deaths", "place": "74.05", "source": "Disdukcapil", "as_of": "2026-04-10", "legal_basis": "PKS 1/2025"}
    return client.post("/acuan/impor/", given | typed | {"file": SimpleUploadedFile(name, content.encode(), "text/csv")})


@pytest.mark.parametrize("role", Role)
def test_who_reads_registers_and_who_imports_them(as_role, deaths, role):
    client = as_role(role)
    reads = 200 if role in RIGHTS["register.read"] else 403
    assert (client.get("/acuan/").status_code, client.get(f"/acuan/{deaths.pk}/").status_code) == (reads, reads)
    imports = role in RIGHTS["register.import"]
    assert client.get("/acuan/impor/").status_code == (200 if imports else 403)
    assert give(client).status_code == (302 if imports else 403)
    if reads == 200:
        assert ("Muat daftar acuan" in text(client.get("/acuan/"))) == imports


def test_every_kind_stands_with_its_age_and_what_nobody_has_given(as_role, deaths):
    page = as_role(Role.AUDITOR).get("/acuan/")
    rows = page.context["table"].rows
    assert len(rows) == 6
    assert (rows[0]["source"], rows[0]["legal_basis"], rows[0]["coverage"]) == ("Disdukcapil", "PKS 1/2025", "kematian 2025")
    assert rows[0]["age"][1].id == "4 bulan, sudah lama"
    assert "Sudah lama, minta yang baru: daftar kematian berumur 4 bulan." in text(page)
    assert "Belum dimuat, jadi belum diperiksa:" in text(page)
    assert as_role(Role.AUDITOR).get("/acuan/?unduh=xlsx").content[:2] == b"PK"


def test_a_file_is_looked_at_before_it_is_kept(as_role, accepted):
    client = as_role(Role.OPERATOR)
    page = client.get(give(client).url)
    assert page.context["rows"] == 1
    assert [(title, words and words.id) for title, words in page.context["seen"]] == [
        ("NIK", "NIK"),
        ("Nama", "Nama Lengkap"),
        ("Tanggal Meninggal", "Tanggal meninggal"),
        ("Catatan", None),
    ]
    assert BUDI not in text(page)
    assert "7405••••••••0841" in text(page)
    assert not Register.objects.exists()


def test_confirmed_it_is_a_version_and_says_what_follows(as_role, accepted):
    client = as_role(Role.OPERATOR)
    address = give(client).url
    done = client.post(address, follow=True)
    made = Register.objects.get()
    assert (made.kind, made.version, made.source, made.legal_basis, made.as_of) == ("deaths", 1, "Disdukcapil", "PKS 1/2025", date(2026, 4, 10))
    assert done.redirect_chain == [(f"/acuan/{made.pk}/", 302)]
    assert "1 orang (1 baris) diperiksa ulang." in text(done)
    assert "lolos → tidak lolos" in text(done)
    assert "1 calon tidak dapat masuk urutan lagi." in text(done)
    assert [each.person.nik for each, _ in done.context["fallen"]] == [BUDI]
    assert list(Candidate.objects.filter(stands=False).values_list("person__nik", flat=True)) == [BUDI]
    again = client.post(address, follow=True)
    assert Register.objects.count() == 1
    assert "sudah disimpan atau dibatalkan" in text(again)


def test_the_same_file_again_changes_nothing(as_role, accepted):
    client = as_role(Role.OPERATOR)
    client.post(give(client).url)
    address = give(client).url
    assert "Berkas ini sudah tersimpan sebagai versi 1" in text(client.get(address))
    assert "Tidak ada yang berubah." in text(client.post(address, follow=True))
    other = give(client, source="Dinas lain").url
    assert "Tidak ada yang diubah." in text(client.post(other))
    assert (Register.objects.count(), RegisterEntry.objects.count()) == (1, 1)


def test_a_file_may_be_thrown_away(as_role, accepted, settings):
    client = as_role(Role.OPERATOR)
    done = client.post(give(client).url, {"cancel": "1"}, follow=True)
    assert "tidak jadi disimpan" in text(done)
    assert not Register.objects.exists()
    assert list((settings.FILES.parent / "registers-read").iterdir()) == []


def test_nobody_else_sees_what_somebody_gave(as_role, accepted):
    address = give(as_role(Role.OPERATOR)).url
    for _ in range(2):
        assert as_role(Role.BPJS_BRANCH).get(address).url == "/acuan/"
        assert as_role(Role.BPJS_BRANCH).post(address).url == "/acuan/"
    assert not Register.objects.exists()
    assert as_role(Role.OPERATOR).get("/acuan/impor/../../etc/").status_code in (302, 404)
    assert as_role(Role.OPERATOR).get("/acuan/impor/tidak-ada-tanda-seperti-ini/").url == "/acuan/"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"content": ""}, "file", "Pilih berkasnya"),
        ({"content": "bukan tabel"}, "file", "Perlu kolom NIK"),
        ({"content": "%PDF-1.7 x", "name": "surat.pdf"}, "file", "bukan tabel"),
        ({"kind": "lain"}, "kind", "Pilih jenis"),
        ({"source": " "}, "source", "siapa yang memberi"),
        ({"as_of": "2026-05-01"}, "as_of", "belum tiba"),
        ({"as_of": ""}, "as_of", "tanggal keadaan"),
    ],
)
def test_what_cannot_be_read_stands_at_its_field_and_the_rest_is_kept(as_role, accepted, settings, typed, field, sentence):
    answer = give(as_role(Role.OPERATOR), **typed)
    assert (answer.status_code, list(answer.context["form"].wrong)) == (422, [field])
    assert sentence in answer.context["form"].wrong[field].id
    assert answer.context["form"].legal_basis == "PKS 1/2025"
    assert not Register.objects.exists()
    folder = settings.FILES.parent / "registers-read"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_smaller_or_older_version_is_said_before_it_is_kept(as_role, accepted):
    client = as_role(Role.OPERATOR)
    client.post(give(client, content=DEATHS + f"{SITTI};SITTI;03-02-2025;x\n").url)
    assert "Versi 1 berisi 2 baris, berkas ini 1." in text(client.get(give(client).url))
    assert "Versi 1 lebih baru" in text(client.get(give(client, as_of="2025-01-01").url))


def test_lines_are_for_whoever_sees_the_whole_place(as_role, users, deaths):
    page = as_role(Role.BPJS_BRANCH).get(f"/acuan/{deaths.pk}/")
    assert page.context["lines"].count == 1
    assert BUDI not in text(page)
    assert as_role(Role.OWNER).get(f"/acuan/{deaths.pk}/?cari={BUDI}").context["lines"].count == 1
    assert as_role(Role.OWNER).get(f"/acuan/{deaths.pk}/?cari=sitti").context["lines"].count == 0
    Assignment.objects.filter(user=users[Role.OWNER]).update(place=VILLAGES[0])
    below = as_role(Role.OWNER).get(f"/acuan/{deaths.pk}/")
    assert (below.status_code, below.context["lines"]) == (200, None)
    assert "BUDI" not in text(below)
    assert as_role(Role.OWNER).get("/acuan/").context["table"].rows[0]["age"][1].id == "Belum dimuat"


def test_a_register_of_another_regency_does_not_exist(as_role, deaths):
    away = Register.objects.create(
        kind="deaths", place=Place.objects.get(code="74.06"), source="x", as_of=date(2026, 1, 1), file_name="x", sha256="x", rows=0
    )
    for role in (Role.OPERATOR, Role.BPJS_BRANCH):
        assert as_role(role).get(f"/acuan/{away.pk}/").status_code == 404
        assert give(as_role(role), place="74.06").status_code == 404


@pytest.mark.parametrize("lines", [1, 70])
def test_pages_ask_the_same_few_statements(as_role, accepted, lines, django_assert_max_num_queries):
    client = as_role(Role.OPERATOR)
    client.post(give(client, content=DEATHS + "".join(f";WARGA {n};03-02-2025;x\n" for n in range(lines))).url)
    with django_assert_max_num_queries(24):
        client.get("/acuan/")
    with django_assert_max_num_queries(30):
        client.get(f"/acuan/{Register.objects.get().pk}/")

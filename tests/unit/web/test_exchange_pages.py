"""Serah-terima BPJS on the screens: make, hand over, reply, look, record, settle; who may do what; nothing named in full without an act."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import JANUARY, TODAY
from pypdf import PdfReader

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.exchange.actions import make_package
from payung.exchange.models import Handover, Package, Participation, Reply, ReplyColumn, Settlement, Template
from payung.exchange.queries import answered, sent_frame
from payung.reports.handover import handover_pdf
from payung.roster.queries import roster_on

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def package(programme) -> Package:
    """Four on the list, two waiting."""
    programme.candidates(6)
    return make_package(fund=programme.started(amount=4 * PRICE), month=JANUARY, by=None, on=TODAY).package


def reply_file(package: Package, refused: tuple[int, ...] = (1,), status: str = "Status") -> SimpleUploadedFile:
    lines = [f"NIK;Nama;{status};KPJ;Keterangan"]
    for one in sent_frame(package).iter_rows(named=True):
        no = one["number"] in refused
        lines.append(
            f"{one['nik']};{one['name']};{'GAGAL' if no else 'OK'};{'' if no else 26_000_000 + one['line_id']};{'NIK tidak padan' if no else ''}"
        )
    lines.append("9999999999999999;Orang Lain;OK;1;")
    return SimpleUploadedFile("balasan.csv", "\n".join(lines).encode())


def given(client, package: Package, file: SimpleUploadedFile) -> str:
    """The address of the page that shows what was understood."""
    answer = client.post(f"/serah-terima/{package.pk}/balasan/", {"file": file})
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def test_an_operator_makes_a_package_and_sees_what_is_missing(programme, as_role):
    client = as_role(Role.OPERATOR)
    assert "Belum ada paket" in text(client.get("/serah-terima/"))
    programme.candidates(3)
    fund = programme.started(amount=3 * PRICE)
    type(fund).objects.update(group="")
    shown = text(client.get("/serah-terima/buat/", {"dana": fund.pk}))
    assert "nama ibu kandung: 3" in shown
    assert "Kode wadah dana ini belum diisi" in shown
    answer = client.post("/serah-terima/buat/", {"dana": fund.pk, "bulan": "2026-01", "npp": "PP123"}, follow=True)
    one = Package.objects.get()
    assert (one.come, one.employer_number, one.by.username) == (3, "PP123", Role.OPERATOR)
    assert "sipp/template_tk_PP123.xlsx" in text(answer)
    again = client.post("/serah-terima/buat/", {"dana": fund.pk, "bulan": "2026-01"}, follow=True)
    assert "Tidak ada yang berubah sejak paket 1" in text(again)
    assert Package.objects.count() == 1


def test_files_are_given_as_an_act_and_the_receipt_names_nobody(package, as_role):
    client = as_role(Role.BPJS_BRANCH)
    packed = zipfile.ZipFile(BytesIO(client.post(f"/serah-terima/{package.pk}/berkas.zip").content))
    assert packed.namelist() == ["sipp/template_tk_SG.xlsx", "wadah/peserta_wadah_SG.xlsx"]
    one = client.post(f"/serah-terima/{package.pk}/berkas/1/")
    assert 'filename="template_tk_SG.xlsx"' in one["Content-Disposition"]
    assert one.content == packed.read("sipp/template_tk_SG.xlsx")
    assert Act.objects.filter(command="nik.reveal", actor__username=Role.BPJS_BRANCH).count() == 2
    assert as_role(Role.OWNER).post(f"/serah-terima/{package.pk}/berkas.zip").status_code == 403
    pdf = PdfReader(BytesIO(as_role(Role.OWNER).get(f"/serah-terima/{package.pk}/tanda-terima.pdf").content))
    said = pdf.pages[0].extract_text()
    assert len(pdf.pages) == 1
    assert package.fingerprint in "".join(said.split())
    assert all(words in said for words in ("Tanda terima", "template_tk_SG.xlsx", "Peserta baru", "4"))
    assert not [name for name in package.lines.values_list("name", flat=True) if name in said]
    assert handover_pdf(package) == handover_pdf(package)


def test_the_branch_confirms_and_answers_and_the_operator_settles(package, as_role):
    branch, operator = as_role(Role.BPJS_BRANCH), as_role(Role.OPERATOR)
    assert operator.post(f"/serah-terima/{package.pk}/terima/", {"nama": "x"}).status_code == 403
    branch.post(f"/serah-terima/{package.pk}/terima/", {"nama": "Ibu Sari"})
    assert Handover.objects.get().signed == "Ibu Sari"
    look = given(branch, package, reply_file(package))
    shown = text(branch.get(look))
    assert "5 baris terbaca" in shown
    assert "tidak ada di paket" in shown
    assert Reply.objects.count() == 0
    done = branch.post(look, follow=True)
    assert "4 dari 5 baris dipakai" in text(done)
    told = answered(package)
    assert (told.sent, told.accepted, told.rejected, told.unanswered) == (4, 3, 1, 0)
    assert Participation.objects.count() == 3

    assert branch.get(f"/serah-terima/{package.pk}/akibat/").status_code == 403
    preview = text(operator.get(f"/serah-terima/{package.pk}/akibat/"))
    assert "Jalankan: 1 keluar, 1 masuk" in preview
    assert "Rp0" in preview
    assert "NIK tidak ditemukan atau tidak sah" in preview
    assert Settlement.objects.count() == 0
    after = operator.post(f"/serah-terima/{package.pk}/akibat/", follow=True)
    assert "1 orang keluar, 1 cadangan masuk" in text(after)
    assert roster_on(package.fund, JANUARY).count() == 4
    assert Package.objects.count() == 2
    again = operator.post(f"/serah-terima/{package.pk}/akibat/")
    assert "Sudah dijalankan oleh Petugas" in text(again)
    differ = text(operator.get(f"/serah-terima/{package.pk}/selisih/"))
    assert "belum dijawab BPJS" in differ


def test_the_same_reply_by_a_second_officer_changes_nothing(package, as_role):
    branch, operator = as_role(Role.BPJS_BRANCH), as_role(Role.OPERATOR)
    looks = [given(one, package, reply_file(package)) for one in (branch, operator)]
    assert "4 dari 5" in text(branch.post(looks[0], follow=True))
    assert "sudah dicatat oleh Petugas" in text(operator.post(looks[1], follow=True))
    assert (Reply.objects.count(), Participation.objects.count()) == (1, 3)
    assert operator.get(looks[0]).status_code == 302, "what somebody else gave is theirs"


def test_an_unknown_column_is_asked_once_and_remembered(package, as_role):
    client = as_role(Role.OPERATOR)
    look = given(client, package, reply_file(package, (), status="Kode balikan"))
    at = next(name for name, title, _ in client.get(look).context["titles"] if title == "Kode balikan")
    client.post(look, {"kolom": "1", f"judul-{at}": "Kode balikan", at: "answer"})
    assert ReplyColumn.objects.get().field == "answer"
    assert ReplyColumn.objects.get().office.name == "Cabang Kendari"
    later = given(client, package, reply_file(package, (2,), status="Kode balikan"))
    assert [found for _, title, found in client.get(later).context["titles"] if title == "Kode balikan"] == ["answer"]


def test_what_is_no_reply_is_refused_with_a_sentence(package, as_role):
    client = as_role(Role.OPERATOR)
    for file, words in ((SimpleUploadedFile("surat.pdf", b"%PDF-1.7"), "bukan tabel"), (None, "Pilih berkas balasan")):
        answer = client.post(f"/serah-terima/{package.pk}/balasan/", {"file": file} if file else {})
        assert answer.status_code == 422
        assert words in text(answer)


def test_people_and_rows_are_masked(package, as_role):
    client = as_role(Role.OPERATOR)
    client.post(given(client, package, reply_file(package)))
    pages = [
        f"/serah-terima/{package.pk}/orang/",
        f"/serah-terima/{package.pk}/orang/?hasil=rejected",
        f"/serah-terima/balasan/{Reply.objects.get().pk}/",
    ]
    shown = [text(client.get(one)) for one in pages]
    assert [one.count("••••••••") > 0 for one in shown] == [True] * 3
    assert not [nik for nik in package.lines.values_list("nik", flat=True) for one in shown if nik in one]
    assert client.get(pages[1]).context["table"].count == 1


def test_the_office_maps_the_columns_of_the_group_file(package, as_role):
    client = as_role(Role.OPERATOR)
    assert "belum dicocokkan dengan cabang" in text(client.get("/serah-terima/kolom/"))
    form = {"judul1": "Nomor KTP", "isi1": "nik", "urut1": "2", "judul2": "Program", "isi2": "=", "teks2": "2P", "urut2": "1", "cocok": "1"}
    client.post("/serah-terima/kolom/", form)
    made = Template.objects.get()
    assert list(made.columns.order_by("position").values_list("title", "field", "constant")) == [("Program", "", "2P"), ("Nomor KTP", "nik", "")]
    assert made.agreed
    assert client.post("/serah-terima/kolom/", {}).status_code == 422

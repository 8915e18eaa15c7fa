"""Packages: what is in them, that they stay as they are, and that a second one holds only what changed."""

from datetime import date
from hashlib import sha256
from io import BytesIO

import polars as pl
import pytest
from branch import answers, replied
from django.db import IntegrityError, transaction
from invented import JANUARY, TODAY, nik
from python_calamine import CalamineWorkbook

from payung.accounts.models import Assignment, Role, User
from payung.exchange import files, sipp
from payung.exchange.actions import make_package, map_template, receive_package, terms_of
from payung.exchange.group_template import EXAMPLE, Column
from payung.exchange.models import Handover, Package, PackageFile, PackageLine, Participation
from payung.exchange.queries import listed_frame, plan_package
from payung.filing.actions import open_document
from payung.places.models import Office, Territory
from payung.planning.models import Decided
from payung.registry.models import Person
from payung.roster.actions import fill_places, record_changes
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
ASKED = (  # law.md section 8, typed anew
    "NO_PEGAWAI NAMA_LENGKAP GELAR TELEPON_AREA_RUMAH TELEPON_RUMAH TELEPON_AREA_KANTOR TELEPON_KANTOR TELEPON_EXT_KANTOR HP EMAIL TEMPAT_LAHIR "
    "TANGGAL_LAHIR NAMA_IBU_KANDUNG JENIS_IDENTITAS NOMOR_IDENTITAS MASA_LAKU_IDENTITAS JENIS_KELAMIN SURAT_MENYURAT_KE TANGGAL_KEPESERTAAN "
    "STATUS_KAWIN GOLONGAN_DARAH NPWP KODE_NEGARA UPAH ALAMAT KODE_POS LOKASI_PEKERJAAN STATUS_PEGAWAI TGL_AWAL_BEKERJA TGL_AKHIR_KONTRAK"
).split()


@pytest.fixture
def fund(programme):
    """Six on the list, three of them waiting."""
    programme.candidates(9)
    fund = programme.started(amount=6 * PRICE)
    fund.group = "SG"
    fund.save()
    return fund


def sent(fund, month=JANUARY, **more) -> Package:
    return make_package(fund=fund, month=month, by=None, on=TODAY, **more).package


def sheets(package: Package) -> dict[str, dict[str, list[list]]]:
    """File name -> sheet -> rows."""
    books = {one.name: CalamineWorkbook.from_filelike(BytesIO(open_document(document=one.document, by=None))) for one in package.files.all()}
    return {name: {sheet: book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names} for name, book in books.items()}


def waiting(fund) -> list[str]:
    found = Decided.objects.filter(determination__fund=fund, outcome="waiting").order_by("position")
    return list(found.values_list("candidate__person__nik", flat=True))


def leave(fund, person: Person, reason: str, month=JANUARY, **more) -> None:
    line = {"nik": person.nik, "direction": "out", "reason": reason, **more}
    record_changes(fund=fund, month=month, changes=pl.DataFrame([line]), by=None, on=TODAY)


def test_the_sheet_of_sipp_has_its_thirty_columns_all_text(fund):
    Person.objects.filter(nik=nik(0)).update(mother="Wa Ode", phone="0812-3456-789", birth_place="Andoolo", sex="P", address="=SUM(1)")
    book = sheets(sent(fund))["sipp/template_tk_SG.xlsx"]
    assert list(book) == ["Petunjuk Pengisian", "data_tk_baru", "Lokasi Pekerjaan"]
    head, *rows = book["data_tk_baru"]
    assert head == ASKED
    assert len(ASKED) == 30
    assert len(rows) == 6
    first = next(dict(zip(head, row, strict=True)) for row in rows if row[14] == nik(0))
    assert {key: value for key, value in first.items() if value} == {
        "NO_PEGAWAI": "1",
        "NAMA_LENGKAP": Person.objects.get(nik=nik(0)).name,
        "HP": "08123456789",
        "TEMPAT_LAHIR": "Andoolo",
        "TANGGAL_LAHIR": "17-05-1985",
        "NAMA_IBU_KANDUNG": "Wa Ode",
        "JENIS_IDENTITAS": "KTP",
        "NOMOR_IDENTITAS": nik(0),
        "JENIS_KELAMIN": "P",
        "SURAT_MENYURAT_KE": "S",
        "KODE_NEGARA": "ID",
        "UPAH": "1000000",
        "ALAMAT": first["ALAMAT"],
        "LOKASI_PEKERJAAN": "7405",
        "TGL_AWAL_BEKERJA": "01-01-2026",
    }
    assert first["ALAMAT"].startswith("=SUM(1), ")
    assert {type(cell) for row in rows for cell in row} == {str}


def test_the_group_file_follows_the_columns_of_the_office(fund):
    assert sheets(sent(fund))["wadah/peserta_wadah_SG.xlsx"]["data_peserta"][0][:3] == ["NIK", "NAMA", "TEMPAT LAHIR"]
    with pytest.raises(InputError, match=r"template\.column"):
        map_template(place="74.05", columns=[Column("X", "unheard of")], agreed=False, by=None, on=TODAY)
    columns = [Column("NO", "number"), Column("KTP", "nik"), Column("PROGRAM KAMI", constant="2P")]
    first = map_template(place="74.05", columns=columns, agreed=True, by=None, on=TODAY)
    again = map_template(place="74.05", columns=columns, agreed=True, by=None, on=TODAY)
    assert (first.version, again.pk) == (1, first.pk)
    leave(fund, Person.objects.get(nik=nik(0)), "deceased")
    fill_places(fund=fund, month=JANUARY, by=None, on=TODAY)
    package = sent(fund)
    assert package.template == first
    head, row = sheets(package)["wadah/peserta_wadah_SG.xlsx"]["data_peserta"]
    assert (head, row[0], row[2], len(row[1])) == (["NO", "KTP", "PROGRAM KAMI"], "1", "2P", 16)


def test_many_people_are_split_into_files_of_ten_thousand(monkeypatch):
    assert sipp.MOST_ROWS == 10_000
    monkeypatch.setattr(files, "MOST_ROWS", 4)
    schema = dict.fromkeys(("nik", "name", "birth_place", "sex", "mother", "phone", "address"), pl.String)
    schema |= dict.fromkeys(("village", "village_name", "district_name", "occupation"), pl.String)
    new = pl.DataFrame({name: ["x"] * 9 for name in schema}).with_columns(birth_date=pl.lit(date(1985, 5, 17)), number=pl.int_range(1, 10))
    gone = pl.DataFrame({"name": ["a"], "birth_date": [date(1985, 5, 17)], "reason": ["deceased"], "member_no": ["1"], "note": [""]}).with_columns(
        happened_on=pl.lit(None, pl.Date)
    )
    made = list(files.write_files(new, gone, files.Terms("F", JANUARY, "SG", "PP 12", None, ("7405", "Konsel")), (Column("NIK", "nik"),)))
    told = [(one.kind, one.name, one.rows) for one in made]
    assert told == [
        ("sipp", "sipp/01/template_tk_PP12.xlsx", 4),
        ("sipp", "sipp/02/template_tk_PP12.xlsx", 4),
        ("sipp", "sipp/03/template_tk_PP12.xlsx", 1),
        ("left", "sipp-na/data_tk_na_PP12.xlsx", 1),
        ("group", "wadah/01/peserta_wadah_PP12.xlsx", 4),
        ("group", "wadah/02/peserta_wadah_PP12.xlsx", 4),
        ("group", "wadah/03/peserta_wadah_PP12.xlsx", 1),
    ]


def test_the_same_package_again_is_the_same_to_the_byte(fund):
    first = make_package(fund=fund, month=JANUARY, by=None, on=TODAY)
    again = make_package(fund=fund, month=JANUARY, by=None, on=date(2026, 3, 1))
    assert (first.fresh, again.fresh, again.package.pk, Package.objects.count()) == (True, False, first.package.pk, 1)
    kept = {one.name: open_document(document=one.document, by=None) for one in first.package.files.all()}
    numbered = listed_frame(fund, JANUARY).with_row_index("number", offset=1).with_columns(pl.col("number").cast(pl.Int64))
    rewritten = files.write_files(numbered, _nobody(), terms_of(fund, JANUARY, ""), EXAMPLE)
    assert {one.name: one.content for one in rewritten} == kept
    Person.objects.filter(nik=nik(0)).update(name="Nama Lain")  # a package tells what was sent, not what is known now
    for one in first.package.files.select_related("document"):
        assert sha256(open_document(document=one.document, by=None)).hexdigest() == one.document.sha256
    assert not PackageLine.objects.filter(name="Nama Lain").exists()


def _nobody() -> pl.DataFrame:
    texts = dict.fromkeys(("name", "reason", "member_no", "note"), pl.String)
    return pl.DataFrame(schema={**texts, "birth_date": pl.Date, "happened_on": pl.Date})


def test_a_package_is_closed_and_is_its_lines(fund):
    package = sent(fund)
    line = package.lines.first()
    line.pk, line.number, line.person_id = None, 99, Person.objects.exclude(pk__in=package.lines.values("person")).first().pk
    with pytest.raises(IntegrityError, match=r"exchange\.package_is_closed"), transaction.atomic():
        line.save(force_insert=True)
    package.pk, package.number = None, 2
    with pytest.raises(IntegrityError, match=r"exchange\.package_is_not_its_lines"), transaction.atomic():
        package.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PackageFile.objects.update(rows=1)


def test_a_delta_names_who_is_new_and_who_left_with_the_number_that_bpjs_gave(fund, tmp_path):
    whole = sent(fund)
    replied(whole, answers(whole, {}, tmp_path / "j.csv"))
    gone, next_in = whole.lines.get(number=2).person, waiting(fund)[0]
    leave(fund, gone, "deceased", happened_on=date(2026, 1, 9), note="akta 12/2026")
    fill_places(fund=fund, month=JANUARY, by=None, on=TODAY)
    delta = sent(fund)
    assert (delta.kind, delta.number, delta.come, delta.gone) == ("delta", 2, 1, 1)
    head, row = sheets(delta)["sipp-na/data_tk_na_SG.xlsx"]["data_tk_na"]
    number = Participation.objects.get(person=gone).member_no
    assert dict(zip(head, row, strict=True)) == {
        "KPJ": number,
        "NAMA_LENGKAP": gone.name,
        "TANGGAL_LAHIR": "17-05-1985",
        "ALASAN": "Meninggal dunia",
        "TANGGAL_KEJADIAN": "09-01-2026",
        "KETERANGAN": "akta 12/2026",
    }
    new = sheets(delta)["sipp/template_tk_SG.xlsx"]["data_tk_baru"]
    assert [row[14] for row in new[1:]] == [next_in], "the first of the waiting list"
    assert not make_package(fund=fund, month=JANUARY, by=None, on=TODAY).fresh


def test_whom_bpjs_refused_is_sent_again_only_once_the_data_changed(fund, tmp_path):
    whole = sent(fund)
    replied(whole, answers(whole, {2: "NIK tidak ditemukan"}, tmp_path / "j.csv"))
    assert not make_package(fund=fund, month=JANUARY, by=None, on=TODAY).fresh
    assert plan_package(fund, JANUARY).held == 1
    refused = whole.lines.get(number=2).person
    Person.objects.filter(pk=refused.pk).update(name="Nama Benar")
    delta = sent(fund)
    assert list(delta.lines.values_list("person", "name", "part")) == [(refused.pk, "Nama Benar", "new")]


def test_everybody_may_be_sent_once_more_until_bpjs_replies(fund, tmp_path):
    """The branch wants other columns: the new package takes the place of the first, also for who has left since."""
    first, leaver = sent(fund), fund.memberships.first().person
    map_template(place="74.05", columns=[Column("KTP", "nik")], agreed=True, by=None, on=TODAY)
    assert not make_package(fund=fund, month=JANUARY, by=None, on=TODAY).fresh
    leave(fund, leaver, "moved")
    again = sent(fund, anew=True, employer_number="PP9")
    assert (again.number, again.kind, again.come, again.template.version, again.employer_number) == (2, "whole", 5, 1, "PP9")
    assert not make_package(fund=fund, month=JANUARY, by=None, on=TODAY).fresh, "whoever was never registered is not taken off"
    replied(again, answers(again, {}, tmp_path / "j.csv"))
    assert first.replies.count() == 0
    with pytest.raises(RefusedError, match=r"package\.answered"):
        sent(fund, anew=True)


def test_what_bpjs_asks_for_and_we_lack_is_named_and_stops_nobody(fund):
    Person.objects.filter(nik=nik(0)).update(mother="Wa Ode", phone="0812", birth_place="Andoolo", sex="P", address="Dusun I")
    lacking = sipp.missing(listed_frame(fund, JANUARY))
    told = dict(lacking.select("nik", "lacks").iter_rows())
    assert told[nik(0)] == ["occupation"]
    assert len(told) == 6
    assert told[max(told)] == ["mother", "phone", "birth_place", "sex", "address", "occupation"]
    assert sent(fund).come == 6


def test_a_month_outside_or_before_the_newest_package_is_refused_and_a_list_that_has_not_begun(fund, programme):
    for month, code in ((JANUARY + -1, "package.month_outside"), (JANUARY + 12, "package.month_outside")):
        with pytest.raises(RefusedError, match=code):
            sent(fund, month)
    sent(fund, JANUARY + 2)
    with pytest.raises(RefusedError, match="package.month_before"):
        sent(fund, JANUARY)
    with pytest.raises(RefusedError, match="package.nobody"):
        sent(programme.fund(name="Kosong", amount=PRICE))


def test_only_the_branch_receives_and_only_once(fund):
    package = sent(fund)
    user = User.objects.create(username="cabang", display_name="Ibu Cabang")
    with pytest.raises(OutOfScopeError):
        receive_package(package=package, signed="Ibu Cabang", by=user, on=TODAY)
    branch = Office.objects.create(kind=Office.Kind.BPJS_BRANCH, name="Cabang Kendari", place=fund.place)
    Territory.objects.create(office=branch, place=fund.place)
    Assignment.objects.create(user=user, role=Role.BPJS_BRANCH, office=branch, since=date(2025, 1, 1))
    first = receive_package(package=package, signed=" Ibu  Cabang ", by=user, on=TODAY)
    assert receive_package(package=package, signed="Orang Lain", by=user, on=TODAY) == first
    assert Handover.objects.get().signed == "Ibu Cabang"
    with pytest.raises(OutOfScopeError):
        make_package(fund=fund, month=JANUARY, by=user, on=TODAY)

"""The jobs of workflows J1 to J4 as somebody does them who has read nothing: by what the screens say, on a desk and on a phone."""

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from hands import LONG, agree, downloaded, equation, follow, menu, numbers, press
from playwright.sync_api import Page, expect
from site_under_test import SIZES, invented_nik


def open_round(page: Page, name: str) -> None:
    page.goto("/")
    menu(page, "Unggah & Periksa")
    follow(page, "Buka pendataan baru")
    page.get_by_label("Nama pendataan").fill(name)
    page.get_by_label("Perlindungan mulai").fill("2026-01-01")
    press(page, "Buka pendataan")


def send(page: Page, *files: Path) -> None:
    """Chooses the files, sends them and waits for the receipt, or for the question what the columns mean."""
    page.locator("#berkas").set_input_files([str(file) for file in files])
    press(page, re.compile("Unggah dan periksa"))
    page.wait_for_url(re.compile(r"/unggah/\d+/$"), timeout=LONG)
    expect(page.get_by_role("heading", name="Tanda terima").or_(page.get_by_role("link", name="Pastikan kolom")).first).to_be_visible(timeout=LONG)


@pytest.mark.parametrize("size", SIZES)
def test_forty_files_become_one_clean_list(as_user, site, tmp_path, size):
    """J1: upload, confirm columns, the equation, a correction sheet downloaded, filled in and sent again, acceptance."""
    page = as_user("operator", size)
    open_round(page, f"Pendataan {size}")
    strange = tmp_path / "99 Desa Lere.csv"
    people = [f"{invented_nik(at + 100 * (size == 'phone'))};Orang Karangan {at};12-03-1980;L;Petani" for at in range(5)]
    strange.write_text("\n".join(["NIK;Panggilan;Tgl Lahir;JK;Pekerjaan", *people, f"{invented_nik(60)[:15]};Kurang Angka;12-03-1980;L;Petani"]))
    send(page, strange, *sorted((site.folder / "lists").iterdir()))
    if (ask := page.locator("main").get_by_role("link", name="Pastikan kolom")).count():
        ask.first.click()
        for unknown in page.locator("select:required").all():
            if unknown.input_value() == "":
                unknown.select_option(label="Nama Lengkap")
        press(page, re.compile("Pakai kolom ini"))
        expect(page.get_by_role("heading", name="Tanda terima")).to_be_visible(timeout=LONG)
    before = equation(page)
    assert before[0] > 600
    follow(page, re.compile("^Desa "))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Desa ")

    menu(page, "Unggah & Periksa")
    sheets = downloaded(page, "Semua lembar perbaikan", tmp_path)
    folder = tmp_path / "sheets"
    shutil.unpack_archive(sheets, folder)
    filled = next(path for path in folder.iterdir() if "99 Desa Lere" in path.name)
    book = openpyxl.load_workbook(filled)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[3]]
    sheet.cell(4, head.index("NIK") + 1).value = invented_nik(70 + (size == "phone"))
    book.save(filled)
    send(page, filled)
    expect(page.locator("main")).to_contain_text("1 baris diperbaiki")

    menu(page, "Unggah & Periksa")
    after = equation(page)
    assert (after[0], after[1], after[2]) == (before[0], before[1] + 1, before[2] - 1)
    asked = agree(page, re.compile("^Terima .* baris lolos"))
    assert numbers(asked)[0] == after[1]
    expect(page.locator("main .note.ok").first).to_be_visible(timeout=LONG)
    expect(page.locator("main").get_by_role("button", name=re.compile("^Terima .* baris lolos"))).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_a_village_puts_its_names_right_and_sends(as_user, tmp_path, size):
    """J2: the names that need fixing, one put right, one list more; the receipt is there afterwards."""
    page = as_user("desa", size)
    page.goto("/unggah/desa-saya/")
    cards = page.locator("article.fix-card")
    waiting = cards.count()
    if waiting:
        cards.first.get_by_role("link", name=re.compile("^Perbaiki")).click()
        expect(page.locator("main").get_by_role("button", name="Simpan dan periksa lagi")).to_be_visible()
        for label, value in (("NIK", invented_nik(200 + (size == "phone"))), ("Nama", "Orang Diperbaiki"), ("Tanggal lahir", "12-03-1980")):
            if (field := page.get_by_label(re.compile(f"^{label}")).first).is_visible():
                field.fill(value)
        press(page, "Simpan dan periksa lagi")
        expect(page.locator("main .note.ok").first).to_be_visible()
        page.goto("/unggah/desa-saya/")
        expect(cards).to_have_count(waiting - 1)
    more = tmp_path / f"tambahan {size}.csv"
    lines = [f"{invented_nik(300 + at + 50 * (size == 'phone'))};Orang Tambahan {at};12-03-1980;P;Nelayan" for at in range(3)]
    more.write_text("\n".join(["NIK;Nama Lengkap;Tanggal Lahir;Jenis Kelamin;Pekerjaan", *lines]))
    send(page, more)
    expect(page.locator(".receipt")).to_contain_text("3 orang")
    page.goto("/unggah/desa-saya/")
    expect(page.get_by_role("link", name=re.compile("^Tanda terima")).first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_money_becomes_a_list_that_a_second_person_approves(as_user, tmp_path, size):
    """J3 and J4: a fund, its ranking, scenarios, the list locked; the maker cannot approve it, the head does; minutes and annexes."""
    owner, name = as_user("kabid", size), f"CSR uji {size}"
    owner.goto("/?pendataan=1")
    menu(owner, "Dana & penetapan")
    follow(owner, "Buka dana")
    owner.get_by_label("Nama dana").fill(name)
    owner.get_by_label("Sumber dana").select_option("CSR")
    expect(owner.locator("[name=ditanya]")).to_have_value("CSR")  # the form has become the one of this source
    owner.get_by_label("Jumlah uang").fill("2 juta")
    owner.get_by_label("Bulan pertama").select_option("2027-01")
    owner.get_by_label("Berapa bulan").fill("3")
    press(owner, "Buka dana ini")
    expect(owner.locator(".crumbs")).to_contain_text(name)
    follow(owner, "Skenario")
    expect(owner.get_by_role("heading", name="Bandingkan skenario")).to_be_visible()
    assert owner.locator(".thirds section").count() == 3
    follow(owner, "Urutan")
    whole, *parts = numbers(owner.locator(".equation").first.inner_text())
    assert whole == sum(parts)
    assert parts[0] > 0
    owner.get_by_label("Nomor SK").fill(f"SK-UJI-{size}")
    owner.get_by_label("Tanggal SK").fill("2026-04-20")
    asked = agree(owner, re.compile("^Kunci daftar .* orang"))
    assert f"{parts[0]} orang" in asked
    expect(owner.get_by_role("heading", level=1)).to_contain_text(f"SK-UJI-{size}")
    expect(owner.locator("main")).to_contain_text("orang lain yang berwenang perlu menyetujuinya")
    assert owner.locator("main").get_by_role("button", name=re.compile("^Setujui")).count() == 0

    head = as_user("kadis", size)
    head.goto("/?pendataan=1")
    menu(head, "Dana & penetapan")
    follow(head, "Semua penetapan")
    head.locator(".card", has_text=f"SK-UJI-{size}").get_by_role("link", name="Periksa lalu setujui").click()
    agree(head, re.compile("^Setujui .* orang"))
    expect(head.locator("main")).to_contain_text("Disetujui oleh")

    minutes = downloaded(owner, "Berita acara", tmp_path)
    assert minutes.read_bytes().startswith(b"%PDF")
    annex = downloaded(owner, re.compile("^xlsx$"), tmp_path)
    told = [str(cell.value) for line in openpyxl.load_workbook(annex).worksheets[0].iter_rows() for cell in line if cell.value is not None]
    assert any("••••" in value for value in told)
    assert not any(re.fullmatch(r"\d{16}", value) for value in told)

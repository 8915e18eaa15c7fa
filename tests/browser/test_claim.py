"""J8: a village reports a death on its phone; the family, its papers, BPJS's money, and two people who ask the heir."""

import re

import pytest
from hands import fetched, follow, menu, press
from playwright.sync_api import Page, expect


def tab(page: Page, name: str) -> None:
    page.locator("nav.tabs").last.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("nav.tabs").last.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")


def report(page: Page, at: int = -1, phone: str = "") -> str:
    """Somebody of the village's own list, by name; the address of the case. `phone`: of a reporter who helps the family."""
    page.goto("/")
    menu(page, "Daftar peserta")
    name = page.locator("main table tbody tr").nth(at).locator("[data-title='Nama']").inner_text().strip()
    menu(page, "Klaim")
    follow(page, "Lapor meninggal atau kecelakaan")
    page.get_by_label("NIK atau nama").fill(name)
    press(page, "Cari orangnya")
    follow(page, re.compile("^Ini orangnya"))
    page.get_by_label("Tanggal kejadian").fill("2026-03-28")
    page.get_by_label("bukan karena kerja").check()
    page.get_by_label("Nama pelapor").fill("Ketua RT 03")
    if phone:
        page.get_by_label("Nomor HP pelapor").fill(phone)
        page.get_by_label("Pelapor mendampingi keluarga").check()
    press(page, "Kirim laporan")
    expect(page.get_by_role("heading", name="Jawaban")).to_be_visible()
    return page.url


def a_wife(page: Page, phone: str = "") -> None:
    tab(page, "Keluarga")
    page.locator("select[name=hubungan]").select_option("SPOUSE")
    page.locator("[name=nama]").fill("Istri Karangan")
    page.locator("[name=lahir]").fill("1988-02-02")
    page.locator("[name=telepon]").fill(phone)
    press(page, "Tambah")
    expect(page.locator(".relatives")).to_contain_text("Istri Karangan")
    expect(page.locator("main")).to_contain_text("Yang berhak menerima")


def papers_there(page: Page, state: str) -> None:
    """Each one that is not, one after the other, as the person would."""
    tab(page, "Berkas")
    for card in [one.get_attribute("id") for one in page.locator("li.paper").all()]:
        at = page.locator(f"li.paper[id='{card}']")
        at.locator("summary").first.click()
        at.locator("select[name=keadaan]").select_option(state)
        with page.expect_navigation():
            at.get_by_role("button", name="Simpan keadaan").click()
    expect(page.locator("main")).to_contain_text("lengkap, siap diserahkan ke BPJS")


def done(page: Page, step: str) -> None:
    card = page.locator(f"#langkah-{step}")
    card.get_by_text("Catat selesai").click()
    card.get_by_role("button", name=re.compile("^Selesai")).click()
    expect(page.locator(f"#langkah-{step}")).to_have_class("done")


def told(page: Page) -> int:
    """Every benefit as expected, paid today; how many rupiah."""
    tab(page, "Uang")
    whole = 0
    for at in range(page.locator("section[aria-labelledby=baris] .entries>li").count()):
        line = page.locator("section[aria-labelledby=baris] .entries>li").nth(at)
        line.locator("summary").click()
        amount = line.locator("input[name=jumlah]").input_value()
        if amount in ("", "0"):
            continue
        line.locator("input[name=dibayar]").fill("2026-04-20")
        with page.expect_navigation():
            line.get_by_role("button", name="Simpan").click()
        whole += int(amount.replace(".", ""))
    return whole


def asks_the_heir(page: Page, address: str, rupiah: int) -> None:
    page.goto(address)
    tab(page, "Uang")
    page.locator("[name=cara]").first.check()
    page.locator("[name=sudah][value=ya]").check()
    page.locator("#jumlah-diterima").fill(str(rupiah))
    press(page, "Simpan jawaban")


@pytest.mark.parametrize("size", ["phone"])
def test_from_the_report_to_the_word_of_the_heir(as_user, size):
    village, operator, branch, owner = as_user("desa", size), as_user("operator"), as_user("bpjs", size), as_user("kabid")
    address = report(village)
    expect(village.locator("main")).to_contain_text("Mengapa begitu")
    a_wife(village)
    assert fetched(village, re.compile("^Lembar keluarga")).startswith(b"%PDF")
    papers_there(village, "here")

    operator.goto(address)
    tab(operator, "Langkah")
    for step in ("certificate", "heirs", "papers", "submit"):
        if operator.locator(f"#langkah-{step}").get_by_text("Catat selesai").count():
            done(operator, step)
    expect(operator.locator("#langkah-submit")).to_have_class("done")

    branch.goto(address)
    rupiah = told(branch)
    assert rupiah > 0
    asks_the_heir(operator, address, rupiah)
    expect(operator.locator("main")).not_to_contain_text("Kasus selesai")
    asks_the_heir(owner, address, rupiah)
    expect(owner.locator("main")).to_contain_text("Kasus selesai")
    expect(owner.locator("main .badge.paid").first).to_be_visible()


def test_an_auditor_looks_at_what_was_seen_and_changes_nothing_else(as_user):
    village, auditor, branch = as_user("desa", "phone"), as_user("auditor"), as_user("bpjs", allowed=(403,))
    address = report(village, -2, phone="0812 0000 0007")
    a_wife(village, phone="+62 812 0000 0007")
    number = address.rstrip("/").rpartition("/")[2]

    auditor.goto("/")
    menu(auditor, "Klaim")
    auditor.locator("nav.tabs").last.get_by_role("link", name="Tanda").click()
    press(auditor, "Periksa semua kasus sekarang")
    flag = auditor.locator(".flag-list li", has_text="Nomor telepon ahli waris sama").filter(has_text=f"Kasus {number}")
    expect(flag).to_be_visible()
    flag.get_by_role("link", name=f"Kasus {number}", exact=True).click()
    expect(auditor.get_by_role("heading", name="Jawaban")).to_be_visible()
    expect(auditor.locator("main").get_by_role("button", name=re.compile("Batalkan|Tutup|Simpan"))).to_have_count(0)
    auditor.go_back()
    flag.get_by_label("Hasil").select_option("in_order")
    flag.get_by_label("Yang ditemukan").fill("Pendamping adalah adik almarhum.")
    flag.get_by_role("button", name="Simpan").click()
    expect(flag).to_have_count(0)
    auditor.get_by_role("link", name=re.compile("^semua")).click()
    expect(flag).to_contain_text("wajar, tidak ada masalah")
    expect(flag).to_contain_text("adik almarhum")

    branch.goto("/klaim/tanda/")
    expect(branch.locator("main")).not_to_contain_text("Nomor telepon ahli waris")

"""The jobs of workflows J5 to J7, each by the people whose work it is and on what they hold: the branch and the village on a phone."""

import re
import zipfile
from pathlib import Path

import openpyxl
from hands import LONG, agree, downloaded, fetched, follow, menu, numbers, press
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook


def niks_of(packed: Path, folder: Path) -> list[str]:
    """Of the first SIPP sheet of a package: what BPJS's officer has before their eyes."""
    with zipfile.ZipFile(packed) as files:
        inner = next(name for name in files.namelist() if name.startswith("sipp/"))
        book = CalamineWorkbook.from_path(files.extract(inner, folder))
    rows = book.get_sheet_by_name("data_tk_baru").to_python()
    return [str(cell) for row in rows for cell in row if re.fullmatch(r"\d{16}", str(cell))]


def test_what_bpjs_answers_closes_the_loop(as_user, tmp_path):
    """J5: a package, its receipt, the branch's reply with three refusals in its own columns, who leaves because of them; list and BPJS agree."""
    operator, branch = as_user("operator"), as_user("bpjs", "phone")
    operator.goto("/?pendataan=1")
    menu(operator, "Serah-terima BPJS")
    fund = operator.locator("#dana option", has_text="APBD Konawe Selatan").get_attribute("value")
    operator.locator("#dana").select_option(fund)
    press(operator, "Periksa dan buat")
    press(operator, "Buat paket")
    expect(operator.get_by_role("heading", level=1)).to_contain_text("Paket 1")
    address = operator.url
    asking = operator.locator("main").get_by_role("button", name=re.compile("^Unduh semua berkas"))
    asking.click()
    with operator.expect_download() as waiting:
        operator.locator("#confirm-yes").click()
    packed = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(packed)
    niks = sorted(set(niks_of(packed, tmp_path)))
    assert len(niks) > 10

    refused = set(niks[:3])
    lines = ["Nomor Identitas;Hasil Pendaftaran;No Peserta;Catatan"]
    lines += [f"{nik};{'Ditolak' if nik in refused else 'Diterima'};{'' if nik in refused else 2_600_000_000 + at};" for at, nik in enumerate(niks)]
    answer = tmp_path / "hasil cabang.csv"
    answer.write_text("\n".join(lines))
    branch.goto(address)
    press(branch, "Nyatakan diterima")
    expect(branch.locator("#terima")).to_contain_text("Diterima oleh")
    follow(branch, "Unggah balasan BPJS")
    branch.locator("#file").set_input_files(str(answer))
    press(branch, "Baca berkas")
    expect(branch.get_by_role("heading", level=1)).to_contain_text("baris terbaca")
    press(branch, "Catat balasan ini")
    expect(branch.locator(".equation").first).to_be_visible(timeout=LONG)

    operator.goto(address)
    whole, *parts = numbers(operator.locator(".equation").first.inner_text())
    assert whole == sum(parts) == len(niks)
    follow(operator, re.compile("^Lihat akibatnya"))
    agree(operator, re.compile("^Jalankan: 3 keluar"))
    expect(operator.locator("main")).to_contain_text("3 orang keluar", timeout=LONG)
    operator.goto(address)
    listed, accepted = (numbers(one)[0] for one in operator.locator(".figures.wide .figure strong").all_inner_texts()[:2])
    assert listed == accepted == len(niks) - 3


def test_a_month_is_paid_with_its_code_and_proven(as_user, tmp_path):
    """J6: the overdue bill, its code, the payment pack, SP2D and proof, BPJS's posting from a phone, all four equal, the month closed."""
    treasurer, branch = as_user("bendahara"), as_user("bpjs", "phone")
    treasurer.goto("/?pendataan=1")
    menu(treasurer, "Tagihan")
    follow(treasurer, re.compile("^Tagihan April 2026"))
    address = treasurer.url
    expect(treasurer.locator("main .note.no").first).to_be_visible()
    treasurer.locator("#code").fill("2604 0000 1111")
    press(treasurer, "Simpan kode")
    pack = downloaded(treasurer, "Berkas PDF", tmp_path)
    assert pack.read_bytes().startswith(b"%PDF")
    left = treasurer.locator("#amount-help").inner_text()
    treasurer.locator("#amount").fill(str(numbers(left)[0]))
    treasurer.locator("#paid_on").fill("2026-04-20")
    treasurer.locator("#reference").fill("SP2D 0417/2026")
    press(treasurer, re.compile("^Catat pembayaran$"))
    expect(treasurer.locator("main .badge.paid").first).to_be_visible()
    treasurer.get_by_text("Bukti atau pembatalan").first.click()
    proof = tmp_path / "bukti.pdf"
    proof.write_bytes(b"%PDF-1.7 bukti bank karangan")
    treasurer.get_by_label(re.compile("^Bukti bank")).set_input_files(str(proof))
    press(treasurer, "Simpan bukti")
    expect(treasurer.get_by_role("link", name="bukti.pdf")).to_be_visible()

    figures = treasurer.locator(".figures.wide .figure strong").all_inner_texts()
    people, total = numbers(figures[0])[0], numbers(figures[3])[0]
    branch.goto(address)
    branch.get_by_text("Catat posting", exact=True).click()
    branch.locator("#posted_on").fill("2026-04-20")
    branch.locator("#people").fill(str(people))
    branch.locator("#posted").fill(str(total))
    press(branch, "Simpan jumlahnya")

    treasurer.goto(address)
    follow(treasurer, "Lihat rekonsiliasi")
    press(treasurer, "Cocokkan")
    expect(treasurer.locator("main")).to_contain_text("Daftar, tagihan, SP2D dan posting sama")
    treasurer.goto(address)
    follow(treasurer, "Tutup bulan")
    expect(treasurer.locator("main")).to_contain_text("Semua selesai")
    press(treasurer, "Tutup bulan")
    expect(treasurer.locator("main")).to_contain_text("Bulan ini ditutup pada")


def test_a_village_says_who_died_and_they_leave_the_list(as_user, tmp_path):
    """J7: the round opened, a village taps on a phone and sends, the effect in people and rupiah, a second person's approval, letter and file."""
    operator, village, head = as_user("operator"), as_user("desa", "phone"), as_user("kadis", "phone")
    operator.goto("/?pendataan=1")
    menu(operator, "Mutasi bulanan")
    press(operator, "Buka mutasi Mei 2026")
    expect(operator.get_by_role("heading", level=1)).to_contain_text("Mutasi Mei 2026")
    asked = operator.url

    village.goto("/")
    menu(village, "Mutasi bulanan")
    follow(village, re.compile("^Tandai .* orang"))
    card = village.locator("article.mark-card").first
    card.get_by_role("button", name=re.compile("meninggal", re.IGNORECASE)).click()
    card.get_by_label("Tanggal kejadian").fill("2026-04-10")
    card.get_by_role("button", name="Simpan").click()
    expect(card.locator(".said")).to_contain_text("10 April 2026")
    agree(village, "Kirim")
    expect(village.locator(".receipt")).to_contain_text("1 keluar")

    operator.goto(asked)
    follow(operator, "Lihat akibatnya")
    agree(operator, "Siapkan untuk disetujui")
    expect(operator.locator("main")).to_contain_text("orang lain yang menyetujui")
    plan = operator.url
    assert operator.locator("main").get_by_role("button", name="Setujui dan catat").count() == 0
    head.goto(plan)
    agree(head, "Setujui dan catat")
    expect(head.locator("main .note.ok").first).to_contain_text("dicatat: 1 keluar")
    operator.goto(plan)
    assert fetched(operator, re.compile(r"^Surat \(PDF\)")).startswith(b"%PDF")
    book = downloaded(operator, re.compile("^Berkas mutasi, NIK disamarkan"), tmp_path)
    told = [str(cell) for row in openpyxl.load_workbook(book).worksheets[0].iter_rows(values_only=True) for cell in row if cell is not None]
    assert any("•" in one for one in told)
    assert not any(re.fullmatch(r"\d{16}", one) for one in told)

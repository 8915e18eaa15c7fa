"""Without a mouse: everything is reached by Tab and done by Enter and the space bar."""

import re
from pathlib import Path

from playwright.sync_api import Page, TimeoutError, expect
from site_under_test import PASSWORD, invented_nik

MOST_STEPS = 120
FOCUSED = "(() => { const one = document.activeElement; return [one.id, one.name || '', (one.innerText || one.value || '').trim()]; })()"


def tab_to(page: Page, *, id: str = "", name: str = "", text: str = "") -> None:
    """Tab until that element has the focus, which must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        there = page.evaluate(FOCUSED)
        if (id and there[0] == id) or (name and there[1] == name) or (text and there[2].startswith(text)):
            seen = page.evaluate(
                "(() => { const it = getComputedStyle(document.activeElement); return it.outlineStyle !== 'none' || it.boxShadow !== 'none'; })()"
            )
            assert seen, f"the focus is not to be seen on {there}"
            return
    raise AssertionError(f"{id or name or text} is not reached by Tab on {page.url}")


def test_signing_in(as_user):
    page = as_user(None)
    page.goto("/")
    tab_to(page, id="id_login") if page.evaluate("document.activeElement.id") != "id_login" else None
    page.keyboard.type("operator")
    tab_to(page, id="id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Konawe Selatan")


def test_the_first_tab_leads_past_the_menu(as_user):
    page = as_user("operator")
    page.goto("/unggah/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[2] == "Langsung ke isi"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def chosen_by_space(page: Page, path: Path) -> None:
    """The window of files opens by Space; a browser that is very busy now and then forgets the first one."""
    for last in (False, False, True):
        expect(page.locator("#berkas")).to_be_focused()
        try:
            with page.expect_file_chooser(timeout=10_000) as chooser:
                page.keyboard.press("Space")
            chooser.value.set_files(path)
            return
        except TimeoutError:
            if last:
                raise


def test_uploading(as_user, tmp_path):
    page = as_user("desa")
    page.goto("/unggah/desa-saya/")
    tab_to(page, id="berkas")
    path = tmp_path / "papan ketik.csv"
    path.write_text("NIK;Nama Lengkap;Tanggal Lahir;Jenis Kelamin;Pekerjaan\n" + f"{invented_nik(400)};Orang Papan Ketik;12-03-1980;L;Petani\n")
    chosen_by_space(page, path)
    tab_to(page, text="Unggah dan periksa")
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_contain_text("1 orang", timeout=120_000)


def test_reviewing_a_pair(as_user):
    """A pair is opened and answered, and the answer taken back, by Tab and Enter; the keys that the page names do the same."""
    page = as_user("operator")
    page.goto("/pasangan/")
    tab_to(page, text="Mulai meninjau")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/pasangan/\d+/"))
    tab_to(page, id="more")
    page.keyboard.type("KTP keduanya sudah dilihat")
    tab_to(page, text="Orang berbeda")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Urungkan")
    page.keyboard.press("z")
    expect(page.locator("#toasts")).not_to_contain_text("Urungkan")

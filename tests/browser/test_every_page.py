"""Whoever signs in, every page they can reach holds what was promised of all pages."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from crawl import MADE_OF, TEXT, Seen, walk
from playwright.sync_api import Page
from site_under_test import ROLES, SIZES, overflow

AXE = Axe()
LOOKED_AT: set[str] = set()
EXAMINED: dict[str, set[str]] = {}  # size, colours -> what the pages examined so far are made of

ENGLISH = re.compile(
    r"\b(?:error|errors|invalid|null|none|undefined|NaN|true|false|failed|please|the|and|with|your|not found|submit)\b", re.IGNORECASE
)
INDONESIAN = re.compile(
    r"\b(?:yang|dan|untuk|dengan|belum|sudah|tidak|dari|pada|adalah|atau|ini|itu|orang|bulan|daftar|unggah|tagihan|wilayah|perlu|oleh)\b",
    re.IGNORECASE,
)


# What people typed into the demo, whatever the language of the page: addresses of invented people, where an invented figure comes from,
# and what a sentence quotes.
TYPED = re.compile(r"\S+@contoh\.invalid|(?:angka )?karangan untuk peragaan, invented for the demo|“[^”]*”")


def spoken(page: Page, other: re.Pattern[str]) -> list[str]:
    """Texts of the page in which words of the other language stand."""
    return [text[:90] for text in page.evaluate(TEXT) if other.search(TYPED.sub("", text))]


def is_known(page: Page, address: str) -> bool:
    """Whether somebody else was shown this address already, and this time it is made of nothing that they were not shown somewhere."""
    known = address in LOOKED_AT and set(page.evaluate(MADE_OF)) <= EXAMINED.get("phone", set())
    LOOKED_AT.add(address)
    return known


def violations(page: Page, size: str) -> list[str]:
    """What axe finds where the page holds anything that it has not looked at yet."""
    made, known = set(page.evaluate(MADE_OF)), EXAMINED.setdefault(size, set())
    if made <= known:
        return []
    known |= made
    found: list[dict[str, Any]] = AXE.run(page).response["violations"]
    return [f"{size} axe {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"][:3]]


def wrong(page: Page, size: str) -> list[str]:
    """Of one page that is open."""
    found = violations(page, size)
    if (wide := overflow(page)) > 0:
        found.append(f"{size} {wide} px too wide")
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1 or not headings[0].strip():
        found.append(f"h1: {headings}")
    if not page.title().replace("· Payung", "").strip():
        found.append("no title")
    return found


@pytest.mark.parametrize("user", ROLES)
def test_every_page_of_everybody_can_be_used(as_user, user):
    """No violation that axe finds, nothing wider than the window, one heading, a title; no complaint, no answer of 400 and above, no other host."""
    page, troubles = as_user(user, apart=True), []
    pages = 0
    for seen in walk(page):
        if not isinstance(seen, Seen):
            if seen.status >= 400:
                troubles.append(f"{seen.url}: {seen.status}")
            continue
        pages += 1
        for size, window in () if is_known(page, seen.address) else SIZES.items():
            page.set_viewport_size(window)
            troubles += [f"{seen.address} (from {seen.from_page}): {told}" for told in wrong(page, size)]
        troubles += [f"{seen.address}: English {text!r}" for text in spoken(page, ENGLISH)]
    assert troubles == []
    assert pages > 0


@pytest.mark.parametrize("user", ["operator", "bendahara", "admin"])
def test_every_page_speaks_english(as_user, user):
    """Between them they open every area; that every sentence is there in English is also asked of the sources (tests/guards)."""
    page, troubles = as_user(user, lang="en", apart=True), []
    for seen in walk(page):
        if isinstance(seen, Seen):
            troubles += [f"{seen.address}: Indonesian {text!r}" for text in spoken(page, INDONESIAN)]
    assert troubles == []


@pytest.mark.parametrize("size", SIZES)
def test_the_sign_in_page_can_be_used(as_user, size):
    page = as_user(None, size)
    page.goto("/")
    assert wrong(page, size) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_parts_can_be_used_in_the_dark(as_user, size):
    """The page that shows every part, in dark colours: contrast is measured by axe."""
    page = as_user("kabid", size)
    page.emulate_media(color_scheme="dark")
    page.goto("/pola")
    assert wrong(page, f"{size} in the dark") == []

"""Whoever signs in, every page they can reach holds what was promised of all pages."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from crawl import Seen, text_of, walk
from playwright.sync_api import Page
from site_under_test import ROLES, SIZES, overflow

AXE = Axe()
ASKED_IN_ENGLISH: set[str] = set()

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


def spoken(text: Iterable[str], other: re.Pattern[str]) -> list[str]:
    """Those of the texts in which words of the other language stand."""
    return [one[:90] for one in text if other.search(TYPED.sub("", one))]


class Known:
    """What was looked at in the browser, by whichever process of this run: kinds of addresses, what pages were asked for and are made of."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder

    def __getitem__(self, name: str) -> set[str]:
        path = self.folder / name
        return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()

    def add(self, name: str, told: Iterable[str]) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as handle:
            handle.write("".join(f"{one}\n" for one in told))

    def choose(self, pages: list[Seen]) -> Iterator[tuple[Seen, bool]]:
        """Those to be opened: first whatever holds most that was not looked at yet (True), until nothing is left; then of each kind one (False)."""
        while new := max(pages, key=lambda seen: len(seen.made_of - self["parts"])).made_of - self["parts"]:
            seen = next(one for one in pages if new <= one.made_of)
            self.add("parts", new)
            self.add("kinds", [seen.kind])
            yield seen, True
        for seen in pages:
            if seen.kind not in self["kinds"]:
                self.add("kinds", [seen.kind])
                yield seen, False


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Known:
    return Known(tmp_path_factory.getbasetemp().parent / f"known-{testrun_uid}")


def violations(page: Page, size: str) -> list[str]:
    """What axe finds."""
    found: list[dict[str, Any]] = AXE.run(page).response["violations"]
    return [f"{size} axe {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"][:3]]


def wrong(page: Page, size: str) -> list[str]:
    """Of one page that is open, but for what axe looks for."""
    found = []
    if (wide := overflow(page)) > 0:
        found.append(f"{size} {wide} px too wide")
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1 or not headings[0].strip():
        found.append(f"h1: {headings}")
    if not page.title().replace("· Payung", "").strip():
        found.append("no title")
    return found


@pytest.mark.parametrize("user", ROLES)
def test_every_page_of_everybody_can_be_used(as_user, known, user):
    """No violation that axe finds, nothing wider than the window, one heading, a title; no complaint, no answer of 400 and above, no other host."""
    page, troubles = as_user(user, apart=True), []
    asked = known["asked"]
    before = set(asked)
    pages = list(walk(page, asked))
    known.add("asked", asked - before)
    troubles += [f"{answer.url}: {answer.status}" for answer in pages if not isinstance(answer, Seen) and answer.status >= 400]
    shown = [seen for seen in pages if isinstance(seen, Seen)]
    troubles += [f"{seen.address}: English {text!r}" for seen in shown for text in spoken(seen.text, ENGLISH)]
    for seen, is_new in known.choose(shown):
        page.goto(seen.address)
        found = [f"English {text!r}" for text in spoken(text_of(page), ENGLISH)]
        for size, window in SIZES.items():
            page.set_viewport_size(window)
            found += wrong(page, size) + (violations(page, size) if is_new else [])
        troubles += [f"{seen.address} (from {seen.from_page}): {told}" for told in found]
    assert troubles == []
    assert shown


@pytest.mark.parametrize("user", ["operator", "bendahara", "admin"])
def test_every_page_speaks_english(as_user, user):
    """Between them they open every area; that every sentence is there in English is also asked of the sources (tests/guards)."""
    page, troubles = as_user(user, lang="en", apart=True), []
    for seen in walk(page, ASKED_IN_ENGLISH):
        if isinstance(seen, Seen):
            troubles += [f"{seen.address}: Indonesian {text!r}" for text in spoken(seen.text, INDONESIAN)]
    assert troubles == []


@pytest.mark.parametrize("size", SIZES)
def test_the_sign_in_page_can_be_used(as_user, size):
    page = as_user(None, size)
    page.goto("/")
    assert wrong(page, size) + violations(page, size) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_parts_can_be_used_in_the_dark(as_user, size):
    """The page that shows every part, in dark colours: contrast is measured by axe."""
    page = as_user("kabid", size)
    page.emulate_media(color_scheme="dark")
    page.goto("/pola")
    assert wrong(page, size) + violations(page, f"{size} in the dark") == []

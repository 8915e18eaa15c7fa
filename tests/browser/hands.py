"""What somebody does on a page: follows a link by its words, presses a button, says yes, takes a file; on a desk and on a phone."""

import re
from pathlib import Path

from playwright.sync_api import Page

LONG = 120_000  # milliseconds that checking may take on a busy machine


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """A link of the page itself."""
    page.locator("main").get_by_role("link", name=name).first.click()


def menu(page: Page, name: str) -> None:
    entry = page.locator("nav.side").get_by_role("link", name=name, exact=True)
    if not entry.is_visible():  # on a phone
        page.locator("nav.side summary").click()
    entry.click()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def agree(page: Page, name: str | re.Pattern[str]) -> str:
    """Presses a button that asks back, and says yes; what was asked."""
    press(page, name)
    asked = page.locator("#confirm-text").inner_text()
    page.locator("#confirm-yes").click()
    return asked


def numbers(text: str) -> list[int]:
    return [int(found.replace(".", "")) for found in re.findall(r"\d[\d.]*", text)]


def equation(page: Page) -> list[int]:
    """Rows, and of them: pass, need fixing, rejected, duplicate. What is on the left is the sum of what is on the right."""
    whole, *parts = numbers(page.locator(".equation").first.inner_text())
    assert whole == sum(parts)
    return [whole, *parts]


def downloaded(page: Page, name: str | re.Pattern[str], folder: Path, role: str = "link") -> Path:
    with page.expect_download() as waiting:
        page.locator("main").get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def fetched(page: Page, name: str | re.Pattern[str]) -> bytes:
    """What a link leads to that the browser shows by itself, such as a PDF."""
    address = page.locator("main").get_by_role("link", name=name).first.get_attribute("href")
    return page.request.get(address or "").body()

"""The site under test, and a browser in which somebody is signed in who notices everything that goes wrong in it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

PASSWORD = "payung-uji-2026-peramban"
ROLES = ("kabid", "operator", "desa", "opd", "dpmd", "bendahara", "bpjs", "kadis", "auditor", "admin")
SIZES: dict[str, Any] = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


@dataclass
class Site:
    """`url` without a slash at its end; `folder` holds the lists and registers of the regency; `signed` keeps each person's session."""

    url: str
    folder: Path
    signed: dict[str, Any] = field(default_factory=dict)


@dataclass
class Troubles:
    """What a browser complained about while it was watched; `allowed`: answers of 400 and above that a test provokes."""

    host: str
    console: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    allowed: set[int] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda problem: self.console.append(f"{page.url}: {problem}"))
        page.on("response", self._response)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        refused = "Failed to load resource" in message.text and any(str(status) in message.text for status in self.allowed)
        if message.type in ("error", "warning") and not refused:
            self.console.append(f"{message.location.get('url', '')}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.answers.append(f"{response.status} {response.request.method} {response.url}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.strangers.append(request.url)

    def found(self) -> list[str]:
        return [*self.console, *self.answers, *self.strangers]


def open_context(browser: Browser, site: Site, size: str, state: Any = None, lang: str = "id") -> BrowserContext:
    phone = {"is_mobile": True, "has_touch": True} if size == "phone" else {}
    context = browser.new_context(viewport=SIZES[size], base_url=site.url, storage_state=state, accept_downloads=True, **phone)
    context.set_default_timeout(30_000)
    if lang == "en":
        context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    return context


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """By the form, as everybody does."""
    page.goto("/akun/login/")
    page.locator("#id_login").fill(username)
    page.locator("#id_password").fill(password)
    page.locator("main button.main").click()
    page.wait_for_url(lambda url: "/akun/login" not in url)


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def invented_nik(number: int) -> str:
    """Of nobody: born on 12 March 1980 in a district of the regency; each number its own."""
    return f"740507{12 + number // 9000:02d}0380{number % 9000 + 1000:04d}"

"""One installation for all browser tests, served as users get it, and a browser in which somebody is signed in.

The browser is Debian's chromium. Where there is none the tests are skipped and say so; PAYUNG_REQUIRE_BROWSER=1 insists.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect
from site_under_test import PASSWORD, Site, Troubles, open_context, sign_in

from tests import installed

_HERE = Path(__file__).parent
_CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
_READY = 180  # seconds that the regency and the server may take
As = Callable[..., Page]
expect.set_options(timeout=20_000)  # milliseconds that a page may take on a busy machine


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if _CHROMIUM is None:
        if os.environ.get("PAYUNG_REQUIRE_BROWSER") == "1":
            pytest.fail("chromium tidak ditemukan, padahal wajib di sini. / chromium not found, but required here.")
        pytest.skip("chromium tidak ditemukan / chromium not found")
    return {"executable_path": _CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def database(installed_folder: Path) -> Iterator[str | None]:
    """On PostgreSQL a database of its own for the site."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        yield None
        return
    server, name = given.rpartition("/")[0], f"payung_browser_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name} TEMPLATE {installed.postgres(installed_folder, server)}")
        yield f"{server}/{name}"
        there.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, browser_type_launch_args: dict[str, Any], database: str | None, installed_folder: Path
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    if not database:
        (folder / "payung-data").mkdir()
        shutil.copy(installed.sqlite(installed_folder), folder / "payung-data" / "payung.sqlite3")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "PAYUNG_HOME": str(folder / "payung-data"),
        "PAYUNG_TODAY": "2026-04-20",
        "PAYUNG_MFA": "optional",
        "PAYUNG_DEMO_PASSWORD": PASSWORD,
        "PYTHONPATH": str(_HERE.parents[1]),
    }
    if database:
        environment["DATABASE_URL"] = database
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, str(_HERE / "ground.py"), str(folder), str(port)]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            found = Site(f"http://127.0.0.1:{port}", folder)
            _wait(server, found.url, folder / "server.log")
            yield found
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _wait(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.monotonic() + _READY
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/siap", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture
def as_user(site: Site, browser: Browser) -> Iterator[As]:
    """`as_user("operator", "phone")`: a page with that person signed in (None: nobody). At the end of the test nothing may have gone wrong in it.

    `apart`: in a session of its own, so that the place and round which it chooses hold for no other test.
    """
    opened: list[tuple[Any, Troubles]] = []

    def open_page(user: str | None, size: str = "desktop", *, lang: str = "id", allowed: tuple[int, ...] = (), apart: bool = False) -> Page:
        if user and not apart and user not in site.signed:
            with open_context(browser, site, "desktop") as context:
                page = context.new_page()
                sign_in(page, user)
                site.signed[user] = context.storage_state()
        context = open_context(browser, site, size, site.signed[user] if user and not apart else None, lang)
        troubles = Troubles(site.url.partition("//")[2], allowed=set(allowed))
        context.on("page", troubles.watch)
        opened.append((context, troubles))
        page = context.new_page()
        if user and apart:
            sign_in(page, user)
        return page

    yield open_page
    found = [trouble for _, troubles in opened for trouble in troubles.found()]
    for context, _ in opened:
        context.close()
    assert found == []

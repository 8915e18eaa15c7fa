"""Fifty people at work on the screens: locust -f scripts/load/screens.py --headless -u 50 -r 2 -t 5m --host http://127.0.0.1:8000

With the DATABASE_URL and PAYUNG_HOME of an installation that holds the large invented programme (python -m payung.demo.crowd) and is served by
`payung serve` (PAYUNG_MFA=optional, PAYUNG_TODAY=2026-04-20). Everybody is signed in and then does what people do: opens what the menu offers,
follows a link of the page, waits some seconds in between. Measured by the route of the address; a page is slow above 0.3 seconds and a report
above 1, in 95 of 100 cases. Where one is, or an answer is not what it should be, the command ends with 1.
"""

import random
import re
import time
from collections import defaultdict
from itertools import cycle
from typing import Any
from urllib.parse import urljoin, urlsplit

from locust import HttpUser, between, events, task

from payung.config.start import start

start()
from django.conf import settings  # noqa: E402  needs them
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402

from payung.accounts.models import User  # noqa: E402
from payung.cli.serve import secret_key  # noqa: E402
from payung.web.account.middleware import SEEN, SINCE  # noqa: E402

settings.SECRET_KEY = secret_key(settings.HOME)  # as the server has it, so that it takes the sessions made here
PAGE, REPORT = 300, 1000  # milliseconds
_REPORT = re.compile(r"unduh|lembar|cetak|laporan|xlsx|pdf|csv|ekspor|berita-acara|lampiran")
_RARELY = 0.05  # of the links that are followed lead to a report or a download
_FEW = 5  # a route that was asked for less often says nothing
_HREF = re.compile(r'<a [^>]*?href="([^"#]+)"')
_LEAVE = re.compile(r"^/(?:static|akun)/")
REGENCIES = [f"74{number:02d}" for number in (5, 1, 2, 3, 4, 6, 7, 8, 9, 10)]
ROLES = ("operator", "kabid", "desa1", "operator", "bendahara", "desa2", "dpmd", "auditor", "kadis", "opd", "admin")
NAMES = cycle(["kabid.74", "auditor.74", "bpjs.74", "kadis.74", *(f"{role}.{code}" for code in REGENCIES for role in ROLES)])


def route(address: str) -> str:
    parts = urlsplit(address)
    try:
        return "/" + resolve(parts.path).route
    except Resolver404:
        return parts.path


def session_of(username: str) -> str:
    """The key of a new session of that person: that fifty sign in from one address within a minute is refused, and not what is measured."""
    user, store, now = User.objects.get(username=username), SessionStore(), time.time()
    store.update({SINCE: now, SEEN: now})
    store.update(
        {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0], HASH_SESSION_KEY: user.get_session_auth_hash()}
    )
    store.create()
    return str(store.session_key)


class Person(HttpUser):
    wait_time = between(3, 10)

    def on_start(self) -> None:
        self.name, self.menu, self.links = next(NAMES), ["/"], defaultdict(list)
        self.client.cookies.set(settings.SESSION_COOKIE_NAME, session_of(self.name))
        self.read(self.open("/"), menu=True)

    @task
    def work(self) -> None:
        """Every kind of link as likely as every other, and a page of the menu as likely as one that the page links to; reports rarely."""
        rare = random.random() < _RARELY
        kinds = [found for found in self.links.values() if rare == bool(_REPORT.search(found[0]))]
        address = random.choice(self.menu) if random.random() < 0.5 or not kinds else random.choice(random.choice(kinds))
        self.read(self.open(address))

    def open(self, address: str) -> Any:
        with self.client.get(address, name=route(address) + ("?unduh" if "unduh=" in address else ""), catch_response=True) as answer:
            if answer.status_code >= 400:
                answer.failure(f"{answer.status_code} for {self.name} at {address}")
        return answer

    def read(self, answer: Any, *, menu: bool = False) -> None:
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        found: dict[str, list[str]] = defaultdict(list)
        head, _, body = answer.text.partition("<main")
        for part, here in ((head, menu), (body, False)):
            for href in _HREF.findall(part):
                parts = urlsplit(urljoin(answer.url, href.replace("&amp;", "&")))
                if parts.netloc != urlsplit(self.host).netloc or _LEAVE.match(parts.path):
                    continue
                address = parts.path + (f"?{parts.query}" if parts.query else "")
                if here:
                    self.menu.append(address)
                elif part is body:
                    found[route(address) + ("?unduh" if "unduh=" in address else "")].append(address)
        self.links = found


@events.quitting.add_listener
def judge(environment: Any, **_: Any) -> None:
    """The slow ones and the wrong ones, by name."""
    slow = []
    for entry in sorted(environment.stats.entries.values(), key=lambda one: -one.get_response_time_percentile(0.95)):
        p95 = entry.get_response_time_percentile(0.95)
        most = REPORT if _REPORT.search(entry.name) else PAGE
        if entry.num_requests >= _FEW and p95 > most:
            slow.append(f"{p95:6.0f} ms  {entry.num_requests:4d} ×  {entry.name}")
    total = environment.stats.total
    print(f"\n{total.num_requests} answers, {total.num_failures} wrong, p95 of all {total.get_response_time_percentile(0.95):.0f} ms")
    print("slow:" if slow else "none is slow", *slow, sep="\n  ")
    environment.process_exit_code = 1 if slow or total.num_failures else 0

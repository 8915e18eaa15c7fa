"""No page leads anybody to where they may not go: each kind of link once, from every page that a role reaches."""

import re
from collections import deque
from urllib.parse import parse_qsl, urljoin, urlsplit

import polars as pl
import pytest
from django.urls import Resolver404, resolve
from invented import JANUARY, TODAY, nik

from payung.accounts.models import Role
from payung.billing.actions import make_bill
from payung.roster.actions import record_changes

LINK = re.compile(r'<a [^>]*?href="([^"#]+)"')


def kind(address: str) -> str:
    parts = urlsplit(address)
    try:
        return resolve(parts.path).route + " ".join(sorted({key for key, _ in parse_qsl(parts.query)}))
    except Resolver404:
        return address


@pytest.mark.parametrize("role", [Role.OWNER, Role.VILLAGE])  # of all others the browser follows every link (tests/browser)
def test_every_link_opens(as_role, programme, role):
    """A fund with a list, so that there are people, bills and months to be linked to."""
    programme.candidates(6)
    fund = programme.started(amount=4 * 12 * 16_800)
    leaves = pl.DataFrame({"nik": [nik(0)], "direction": ["out"], "reason": ["deceased"]})
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    record_changes(fund=fund, month=JANUARY + 1, changes=leaves, by=None, on=TODAY)
    client, waiting, met, refused = as_role(role), deque([("/", "")]), {kind("/")}, []
    while waiting:
        address, origin = waiting.popleft()
        answer = client.get(address, follow=True)
        if answer.status_code >= 400:
            refused.append(f"{answer.status_code} {address} from {origin}")
        if "text/html" not in answer.headers["content-type"]:
            continue
        for href in LINK.findall(answer.content.decode()):
            parts = urlsplit(urljoin(f"http://testserver{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}", href.replace("&amp;", "&")))
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "testserver" and not parts.path.startswith("/static") and kind(found) not in met:
                met.add(kind(found))
                waiting.append((found, address))
    assert refused == []

"""Walking through everything that somebody can reach by links, one example for each kind of address."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

MOST = 200  # addresses for one person
_FILE = re.compile(r"\.\w{2,4}$")
_LEAVE = re.compile(r"^/(?:static|akun/logout)")
_LINKS = "Array.from(document.querySelectorAll('a[href]:not([data-back])'), a => [a.href, a.hasAttribute('download')])"

# What is read or heard: the text of visible elements, and the attributes that speak; not what says it is in another language.
TEXT = """() => {
  const found = [], here = document.documentElement.lang;
  const own = (node) => { const named = node.closest('[lang]'); return named && named.lang === here && !node.closest('[translate=no]'); };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (node.data.trim() && !parent.closest('script,style,noscript,template') && own(parent)) found.push(node.data.trim());
  }
  for (const one of document.querySelectorAll('[aria-label],[title],[placeholder],[alt],[data-confirm]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-confirm'])
      if (one.hasAttribute(name) && own(one)) found.push(one.getAttribute(name));
  found.push(document.title);
  return found;
}"""
# What a page is made of, whatever it says: every element with its attributes' names, in what it stands. A page that holds none of its own has no
# violation that another page has not.
MADE_OF = """() => {
  const one = (node) => node.tagName + '.' + [...node.classList].sort().join('.');
  const named = (node) => node.getAttributeNames().filter(name => name !== 'class' && name !== 'id').sort().map(name => '[' + name + ']').join('');
  const within = (node) => node.parentElement ? one(node.parentElement) + '>' : '';
  return [...new Set(Array.from(document.querySelectorAll('*'), node => within(node) + one(node) + named(node)))];
}"""


@dataclass(frozen=True)
class Seen:
    """A page that is open now; `from_page`: where the link to it stands."""

    address: str
    from_page: str


def _route(path: str) -> str:
    """The pattern of an address of ours; its own words where there is none."""
    try:
        return resolve(path).route
    except Resolver404:
        return f"? {path}"


class Met:
    """Addresses that were met: one is new whose route is, or that asks its page for something which no address asked it for.

    Every filter of a table is seen once, not every filter with every other: that would be a hundred pages of one table.
    """

    def __init__(self) -> None:
        self.asked: dict[str, set[str]] = {}

    def is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        route, asks = _route(parts.path), {key for key, _ in parse_qsl(parts.query)}
        if route in self.asked and asks <= self.asked[route]:
            return False
        self.asked.setdefault(route, set()).update(asks)
        return True


def _opened(page: Page, address: str) -> bool:
    """Whether it is a page: what is downloaded, or shown by a viewer of the browser's own, is asked for apart."""
    if _FILE.search(urlsplit(address).path):
        return False
    try:
        answer = page.goto(address)
    except Error as stopped:  # a file: the browser keeps the page that it has
        if "Download is starting" not in stopped.message and "ERR_ABORTED" not in stopped.message:
            raise
        return False
    return answer is not None and "text/html" in answer.headers.get("content-type", "")


def walk(page: Page, start: str = "/", most: int = MOST) -> Iterator[Seen | Any]:
    """Each page is open when it is given; what is downloaded is asked for and given as its answer."""
    waiting, met = deque([(start, "", False)]), Met()
    met.is_new(start)
    given = 0
    home = urlsplit(page.evaluate("location.href")).netloc if page.url.startswith("http") else ""
    while waiting and (given := given + 1) <= most:
        address, origin, download = waiting.popleft()
        if download or not _opened(page, address):
            yield page.request.get(address, max_redirects=3)
            continue
        home = home or urlsplit(page.url).netloc
        yield Seen(address, origin)
        for link, is_download in page.evaluate(_LINKS):
            parts = urlsplit(urljoin(page.url, link))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.scheme in ("http", "https") and parts.netloc == home and not _LEAVE.match(parts.path) and met.is_new(path):
                waiting.append((path, address, is_download))

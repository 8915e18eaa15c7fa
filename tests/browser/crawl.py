"""Walking through everything that somebody can reach by links, one example for each kind of address."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Page

MOST = 200  # addresses for one person
_LEAVE = re.compile(r"^/(?:static|akun/logout)")

# What is read or heard: the text of visible elements, and the attributes that speak; not what says it is in another language.
_TEXT = """(page) => {
  const found = [], here = page.documentElement.lang;
  const own = (node) => { const named = node.closest('[lang]'); return named && named.lang === here && !node.closest('[translate=no]'); };
  const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (node.data.trim() && !parent.closest('script,style,noscript,template') && own(parent)) found.push(node.data.trim());
  }
  for (const one of page.querySelectorAll('[aria-label],[title],[placeholder],[alt],[data-confirm]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-confirm'])
      if (one.hasAttribute(name) && own(one)) found.push(one.getAttribute(name));
  found.push(page.title);
  return found;
}"""
# What a page is made of, whatever it says: every element with the names of attributes that are seen or heard, in what it stands. A page that holds
# none of its own has no violation that another page has not.
_MADE_OF = """(page) => {
  const silent = new Set(('id class name value action method enctype novalidate required pattern inputmode min max minlength maxlength size rows ' +
    'cols accept autofocus spellcheck').split(' '));
  const one = (node) => node.tagName + '.' + [...node.classList].sort().join('.');
  const named = (node) => node.getAttributeNames().filter(name => !silent.has(name)).sort().map(name => '[' + name + ']').join('');
  const within = (node) => node.parentElement ? one(node.parentElement) + '>' : '';
  return [...new Set(Array.from(page.querySelectorAll('*'), node => within(node) + one(node) + named(node)))];
}"""
_READ = f"""(html) => {{
  const page = new DOMParser().parseFromString(html, 'text/html');
  const links = Array.from(page.querySelectorAll('a[href]:not([data-back])'), a => a.getAttribute('href'));
  return {{links, text: ({_TEXT})(page), made_of: ({_MADE_OF})(page)}};
}}"""


@dataclass(frozen=True)
class Seen:
    """A page as it was sent: its texts, and what it is made of. `from_page`: where the link to it stands."""

    address: str
    from_page: str
    text: tuple[str, ...]
    made_of: frozenset[str]

    @property
    def kind(self) -> str:
        """What is shown, of whomever and in whatever order."""
        return _route(urlsplit(self.address).path)


def text_of(page: Page) -> list[str]:
    """Of the page that is open, after its scripts have run."""
    found: list[str] = page.evaluate(f"() => ({_TEXT})(document)")
    return found


def _route(path: str) -> str:
    """The pattern of an address of ours; its own words where there is none."""
    try:
        return resolve(path).route
    except Resolver404:
        return f"? {path}"


class Met:
    """Addresses that were met: one is new whose route is, or that asks its page for something which no address asked it for, `before` included.

    Every filter of a table is seen once, not every filter with every other and for everybody: that would be a thousand pages of one table.
    """

    def __init__(self, before: set[str]) -> None:
        self.routes, self.asked = set[str](), before

    def is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        route = _route(parts.path)
        asks = {f"{route}?{key}" for key, _ in parse_qsl(parts.query)}
        if route in self.routes and asks <= self.asked:
            return False
        self.routes.add(route)
        self.asked |= asks
        return True


def walk(page: Page, asked: set[str], start: str = "/", most: int = MOST) -> Iterator[Seen | APIResponse]:
    """Everything is asked for as the person of `page`, and read without being opened; what is no page, or is refused, is given as the answer.

    `asked`: what others asked pages for already (see Met); it grows.
    """
    waiting, met = deque([(start, "")]), Met(asked)
    met.is_new(start)
    given = 0
    while waiting and (given := given + 1) <= most:
        address, origin = waiting.popleft()
        answer = page.request.get(address, max_redirects=3)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            yield answer
            continue
        read = page.evaluate(_READ, answer.text())
        yield Seen(address, origin, tuple(read["text"]), frozenset(read["made_of"]))
        for link in read["links"]:
            parts = urlsplit(urljoin(answer.url, link))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            ours = parts.scheme in ("http", "https") and parts.netloc == urlsplit(answer.url).netloc
            if ours and not _LEAVE.match(parts.path) and met.is_new(path):
                waiting.append((path, address))

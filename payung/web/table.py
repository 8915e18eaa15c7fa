"""The dense table of every list: sorted by its titles, narrowed by chips, fifty rows a page, columns to choose, and the whole of it as xlsx.

    ?urut=-name   sorted by a column, downwards      ?hal=3           page
    ?kolom=a,b    columns shown                      ?unduh=xlsx      everything that the chips left, as a workbook
Any other part of the query is a filter, which the page applies before it hands the rows over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse

from payung.reports.table_book import write_book, write_table
from payung.reports.told import Told, telling
from payung.values.words import Words
from payung.web.download import MOST_ROWS, XLSX, attachment, refuse_too_many
from payung.web.language import lang

Kind = Literal["text", "number", "rupiah", "percent", "date", "moment", "month", "nik", "badge", "words"]
ROWS = 50
_PORTION = 500  # rows that are told at once
_COUNTED = MOST_ROWS  # more are "more than 25,000": counting a million rows would take longer than showing fifty
RIGHT = ("number", "rupiah", "percent")


@dataclass(frozen=True)
class Column:
    """`key`: the name of the cell in a row; `sort`: the field or key it is sorted by ("" : not); `extra`: shown only to whoever chooses it.

    `href`: key of the cell that holds the address behind the text. Kinds: `badge` holds (state, Words), see parts/badge.html; `words`
    Words or a long text.
    """

    key: str
    title: Words
    kind: Kind = "text"
    sort: str = ""
    href: str = ""
    extra: bool = False

    @property
    def right(self) -> bool:
        return self.kind in RIGHT

    @property
    def look(self) -> str:
        """The classes of its cells."""
        return f"{self.kind} right" if self.right else self.kind


@dataclass(frozen=True)
class Chip:
    """One choice of a filter: `value` "" is all of them."""

    value: str
    words: Words
    count: int | None = None


@dataclass(frozen=True)
class Filter:
    """A part of the query with its choices; `chosen` is the one that holds."""

    key: str
    title: Words
    chips: Sequence[Chip]
    chosen: str = ""


@dataclass
class Table:
    """`source`: a QuerySet (sorted and cut by the database) or a sequence of rows; `row`: one of them -> cells by column key.

    `together` hears of some rows at once before `row` is asked about each of them, so that what belongs to them is read once.

    `bulk`: routes of what may be done with chosen rows, see parts/table.html; the row then carries `id`.
    """

    request: HttpRequest
    name: Words
    columns: Sequence[Column]
    source: "QuerySet[Any, Any] | Sequence[Any]"
    row: Callable[[Any], Mapping[str, Any]] = dict
    filters: Sequence[Filter] = ()
    sort: str = ""
    empty: Words = field(default_factory=lambda: Words("Belum ada isinya.", "Nothing here yet."))
    search: Words | None = None
    together: Callable[[Sequence[Any]], None] | None = None

    @cached_property
    def shown(self) -> list[Column]:
        wanted = [key for key in self.request.GET.get("kolom", "").split(",") if key]
        if not wanted:
            return [column for column in self.columns if not column.extra]
        return [column for column in self.columns if column.key in wanted] or list(self.columns)

    @cached_property
    def order(self) -> str:
        """The column that sorts, with "-" before it where it sorts downwards."""
        wanted = self.request.GET.get("urut", "") or self.sort
        known = {column.key for column in self.columns if column.sort}
        return wanted if wanted.lstrip("-") in known else ""

    @cached_property
    def sorted(self) -> "QuerySet[Any, Any] | Sequence[Any]":
        if not self.order:
            return self.source
        down, key = self.order.startswith("-"), self.order.lstrip("-")
        by = next(column.sort for column in self.columns if column.key == key)
        if isinstance(self.source, QuerySet):
            return self.source.order_by(F(by).desc(nulls_last=True) if down else F(by).asc(nulls_last=True), "pk")
        if hasattr(self.source, "sorted_by"):  # rows that sort themselves
            return self.source.sorted_by(by, down)  # type: ignore[no-any-return]
        there = [each for each in self.source if _held(each, by) is not None]
        missing = [each for each in self.source if _held(each, by) is None]
        return [*sorted(there, key=lambda each: _held(each, by), reverse=down), *missing]

    @cached_property
    def count(self) -> int:
        """Rows, up to one more than are counted."""
        return self.source[: _COUNTED + 1].count() if isinstance(self.source, QuerySet) else len(self.source)

    @property
    def many(self) -> bool:
        """More than are counted."""
        return isinstance(self.source, QuerySet) and self.count > _COUNTED

    @property
    def counted(self) -> int:
        return _COUNTED if self.many else self.count

    @property
    def most(self) -> int | None:
        """Rows that are handed out at once, where there are more: then the workbook is ordered."""
        return _COUNTED if self.count > _COUNTED else None

    @cached_property
    def number(self) -> int:
        """The page, from 1."""
        wanted = self.request.GET.get("hal", "1")
        last = max(1, -(-self.count // ROWS))
        return min(max(1, int(wanted)), last) if wanted.isdecimal() and len(wanted) < 9 else 1

    @property
    def first(self) -> int:
        return (self.number - 1) * ROWS + 1

    @property
    def last(self) -> int:
        return min(self.count, self.number * ROWS)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.count > self.number * ROWS else None

    @cached_property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of this page."""
        start = (self.number - 1) * ROWS
        return list(self._told(self.sorted[start : start + ROWS]))

    def _told(self, found: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
        each = iter(found)
        while portion := list(islice(each, _PORTION)):
            if self.together:
                self.together(portion)
            yield from map(self.row, portion)

    @property
    def heads(self) -> list[tuple[Column, str, str]]:
        """Of every column shown: how it sorts now ("ascending", "descending" or ""), and what sorts by it next ("" : it cannot)."""
        states = {column.key: "ascending", f"-{column.key}": "descending"} if (column := self._sorting) else {}
        order = states.get(self.order, "")
        return [
            (each, order if each == column else "", "" if not each.sort else f"-{each.key}" if each == column and order == "ascending" else each.key)
            for each in self.shown
        ]

    @property
    def _sorting(self) -> Column | None:
        return next((column for column in self.columns if column.key == self.order.lstrip("-")), None) if self.order else None

    @property
    def cells(self) -> list[tuple[Mapping[str, Any], list[tuple[Column, str, Any, Any]]]]:
        """Each row of the page with (column, its title, value, address) of every column shown."""
        titles = [(column, column.title.said(lang())) for column in self.shown]
        return [
            (row, [(column, title, row.get(column.key), row.get(column.href) if column.href else None) for column, title in titles])
            for row in self.rows
        ]

    @property
    def searched(self) -> str:
        return self.request.GET.get("cari", "")

    @property
    def wants_xlsx(self) -> bool:
        return self.request.GET.get("unduh") == "xlsx"

    def xlsx(self) -> HttpResponse:
        """Every row that the filters left, with the columns shown. RefusedError `download.too_many` above what one download may have.

        Where the page is asked for a paper (web/papers/again.py), the table goes there, however long it is.
        """
        if paper := getattr(self.request, "paper", None):
            return paper.meet(self)  # type: ignore[no-any-return]
        refuse_too_many(self.count)
        return attachment(write_table(*self._book(self._all()), lang()), XLSX, f"{self.name.said(lang())}.xlsx")

    def write(self, path: Path, told: Told) -> None:
        """The same of any length into a file; `told` hears how many rows of how many are written."""
        whole = self.source.count() if isinstance(self.source, QuerySet) else len(self.source)
        write_book(path, *self._book(telling(self._all(), whole, told)), lang())

    def _all(self) -> Iterator[Mapping[str, Any]]:
        return self._told(self.sorted.iterator(2000) if isinstance(self.sorted, QuerySet) else iter(self.sorted))

    def _book(self, rows: Iterable[Mapping[str, Any]]) -> tuple[str, list[tuple[Words, str]], Iterator[list[Any]]]:
        """Title, columns and cells as a workbook has them."""
        titles: list[tuple[Words, str]] = [(column.title, column.kind) for column in self.shown]
        return self.name.said(lang()), titles, ([row.get(column.key) for column in self.shown] for row in rows)


def _held(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key)

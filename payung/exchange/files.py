"""The files of a package: what stands in each, and their bytes. No database: the same people and terms give the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from payung.exchange.group_template import SHEET, Column, group_sheet
from payung.exchange.sipp import COLUMNS, GUIDE, GUIDE_SHEET, LEFT_COLUMNS, LEFT_SHEET, MOST_ROWS, NEW_SHEET, PLACE_SHEET, WHY_LEFT, sheet_of
from payung.exchange.text_book import write_book
from payung.values.month import Month

_DAY = "%d-%m-%Y"


@dataclass(frozen=True)
class Terms:
    """What is the same for everybody in a package. `location`: code and name of the regency where they work."""

    fund: str
    month: Month
    group: str
    employer_number: str
    income: int | None
    location: tuple[str, str]

    @property
    def known_as(self) -> str:
        """What file names carry: the NPP, else the code of the group."""
        return "".join(ch for ch in self.employer_number if ch.isascii() and ch.isalnum()) or self.group or "BPU"


@dataclass(frozen=True)
class Made:
    """One file: `kind` as in PackageFile, its name with the folder it lies in, its rows and bytes."""

    kind: str
    name: str
    rows: int
    content: bytes


def write_files(new: pl.DataFrame, gone: pl.DataFrame, terms: Terms, columns: Sequence[Column]) -> Iterator[Made]:
    """One file after another, so that only one is held at a time.

    new: columns of queries.LISTED and `number`; gone: number, name, birth_date, reason, member_no, happened_on, note.
    """
    people, chosen = _told(new, terms), tuple(columns)
    guide = pl.DataFrame({"c0": GUIDE})
    place = pl.DataFrame([list(terms.location)], schema=["c0", "c1"], orient="row")
    for folder, part in _parts(people):
        book = [(GUIDE_SHEET, [GUIDE_SHEET], guide), (NEW_SHEET, list(COLUMNS), sheet_of(part, COLUMNS)), (PLACE_SHEET, ["KODE", "LOKASI"], place)]
        # SIPP wants its name unchanged, so several files lie in folders of their own
        yield Made("sipp", f"sipp/{folder}template_tk_{terms.known_as}.xlsx", part.height, write_book(book))
    for folder, part in _parts(_left(gone)):
        content = write_book([(LEFT_SHEET, list(LEFT_COLUMNS), sheet_of(part, LEFT_COLUMNS))])
        yield Made("left", f"sipp-na/{folder}{LEFT_SHEET}_{terms.known_as}.xlsx", part.height, content)
    for folder, part in _parts(people):
        content = write_book([(SHEET, [one.title for one in chosen], group_sheet(part, chosen))])
        yield Made("group", f"wadah/{folder}peserta_wadah_{terms.known_as}.xlsx", part.height, content)


def _parts(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Folder and rows of each file; no folder where there is one file."""
    for at, part in enumerate(rows.iter_slices(MOST_ROWS), 1) if rows.height else ():
        yield (f"{at:02d}/" if rows.height > MOST_ROWS else ""), part


def _told(new: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Everything that a column may hold, as text."""
    around = pl.concat_list("address", "village_name", "district_name").list.eval(pl.element().filter(pl.element().fill_null("") != ""))
    fixed = {
        "income": "" if terms.income is None else str(terms.income),
        "location": terms.location[0],
        "programme": "JKK, JKM",
        "start": terms.month.first_day.strftime(_DAY),
        "group": terms.group,
        "employer_number": terms.employer_number,
        "fund": terms.fund,
    }
    return new.with_columns(
        pl.col("number").cast(pl.String),
        address=around.list.join(", "),
        born=pl.col("birth_date").dt.strftime(_DAY),
        phone=pl.col("phone").str.replace_all(r"[^0-9+]", ""),
        **{name: pl.lit(text) for name, text in fixed.items()},
    )


def _left(gone: pl.DataFrame) -> pl.DataFrame:
    why = pl.col("reason").replace_strict(WHY_LEFT, default=pl.col("reason"), return_dtype=pl.String)
    return gone.with_columns(born=pl.col("birth_date").dt.strftime(_DAY), why=why, happened=pl.col("happened_on").dt.strftime(_DAY))

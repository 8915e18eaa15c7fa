"""Workbooks in which everything is text, written by column expressions: a hundred thousand people in seconds; the same people are the same bytes.

No number, date or formula is ever in a cell, so a NIK keeps its sixteen digits and nothing that somebody typed is calculated. No database.
"""

import zipfile
from collections.abc import Sequence
from html import escape
from io import BytesIO

import polars as pl

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every part in the archive: what is the same people is the same bytes
_LONGEST = 32767  # characters that a cell takes
_OFFICE = "http://schemas.openxmlformats.org"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE, _DOCUMENT = f"{_OFFICE}/package/2006", f"{_OFFICE}/officeDocument/2006/relationships"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="10"/><name val="Calibri"/></font><font><b/><sz val="10"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_book(sheets: Sequence[tuple[str, Sequence[str], pl.DataFrame]]) -> bytes:
    """xlsx of sheets (name, titles, rows): `rows` has a column of text for each title; null and "" leave the cell empty."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        _put(book, "[Content_Types].xml", _types(len(sheets)))
        _put(book, "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        names = [f"worksheets/sheet{at}.xml" for at in range(1, len(sheets) + 1)]
        _put(book, "xl/_rels/workbook.xml.rels", _relations([*(("worksheet", name) for name in names), ("styles", "styles.xml")]))
        _put(book, "xl/workbook.xml", _workbook([name for name, _, _ in sheets]))
        _put(book, "xl/styles.xml", _STYLES)
        for name, (_, titles, rows) in zip(names, sheets, strict=True):
            _put(book, f"xl/{name}", _sheet(titles, rows))
    return content.getvalue()


def _put(book: zipfile.ZipFile, name: str, text: str) -> None:
    part = zipfile.ZipInfo(name, _FIRST_DAY)
    part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
    book.writestr(part, text.encode("utf-8"))


def _types(sheets: int) -> str:
    parts = "".join(f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_KIND}.worksheet+xml"/>' for at in range(1, sheets + 1))
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{parts}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    told = "".join(f'<Relationship Id="rId{at}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, 1))
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>'


def _sheet(titles: Sequence[str], rows: pl.DataFrame) -> str:
    """Rows and cells carry their addresses: some readers ask for them."""
    columns = [_letters(at) for at in range(len(titles))]
    head = "".join(_cell(f"{column}1", escape(title), 2) for column, title in zip(columns, titles, strict=True))
    number = pl.int_range(2, pl.len() + 2).cast(pl.String)
    cells = [_cells(column, name, number) for column, name in zip(columns, rows.columns, strict=True)]
    told = rows.select(pl.concat_str(pl.lit('<row r="'), number, pl.lit('">'), *cells, pl.lit("</row>")))
    widths = f'<cols><col min="1" max="{len(titles)}" width="20" style="1" customWidth="1"/></cols>'
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    body = "".join(told.to_series().to_list())
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{view}{widths}<sheetData><row r="1">{head}</row>{body}</sheetData></worksheet>'


def _cell(address: str, text: str, style: int) -> str:
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _cells(column: str, name: str, number: pl.Expr) -> pl.Expr:
    """The cell of each row, or nothing where no text stands."""
    text = pl.col(name).cast(pl.String).str.replace_all(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]", "").str.slice(0, _LONGEST)
    for mark, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.str.replace_all(mark, written, literal=True)
    start, end = pl.lit(f'<c r="{column}'), pl.lit("</t></is></c>")
    cell = pl.concat_str(start, number, pl.lit('" s="1" t="inlineStr"><is><t xml:space="preserve">'), text, end)
    return pl.when(pl.col(name).fill_null("") != "").then(cell).otherwise(pl.lit(""))


def _letters(at: int) -> str:
    """0 -> A, 29 -> AD."""
    text, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(ord("A") + rest) + text
    return text

"""The colours and words that all documents share, the letters of charts, and the cell formats of workbooks."""

from typing import Any

from payung.values.problem import Verdict
from payung.values.words import Lang, Words

INK, SOFT, PAPER_2, LINE, ACT = "#16212B", "#4A5A68", "#F5F7F9", "#D5DDE3", "#084660"
CHART_TEXT = (
    f"text{{font:13px system-ui,'Source Sans 3',sans-serif;fill:{SOFT};font-variant-numeric:tabular-nums}}"
    f".head{{font-size:16px;font-weight:600;fill:{INK}}}"
)
STATES: dict[str, tuple[str, str]] = {  # state -> ink, ground
    "passes": ("#176B41", "#E7F5ED"),
    "needs_fixing": ("#7A4B00", "#FFF3DC"),
    "rejected": ("#9C1F2B", "#FDECEC"),
    "duplicate": ("#563A8E", "#F0EBFA"),
}
BADGES: dict[Verdict, Words] = {
    Verdict.PASSES: Words("✓ lolos", "✓ passes"),
    Verdict.NEEDS_FIXING: Words("✎ perlu perbaikan", "✎ needs fixing"),
    Verdict.REJECTED: Words("✕ tidak lolos", "✕ rejected"),
    Verdict.DUPLICATE: Words("⧉ ganda", "⧉ duplicate"),
}

MOST_ROWS = 1_000_000  # of one sheet; a spreadsheet holds 1,048,576

_PAGE = Words("Halaman &P dari &N", "Page &P of &N")
_CELL = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
_BOX = {**_CELL, "border": 1, "border_color": LINE, "text_wrap": True}
_TWIN = {"font_color": STATES["duplicate"][0], "bg_color": STATES["duplicate"][1]}
_FIX = {"font_color": STATES["needs_fixing"][0], "bg_color": STATES["needs_fixing"][1]}
_HEAD = {**_BOX, "bold": True, "font_color": "#FFFFFF", "bg_color": ACT, "valign": "vcenter"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {**_CELL, "font_size": 14, "bold": True, "font_color": ACT},
    "soft": {**_CELL, "font_color": SOFT},
    "head": _HEAD,
    "head_fix": {**_HEAD, **_FIX},
    "text": {**_BOX, "num_format": "@"},
    "text_fix": {**_BOX, **_FIX, "num_format": "@", "bold": True, "border_color": _FIX["font_color"]},
    "text_twin": {**_BOX, **_TWIN, "num_format": "@"},
    "date_twin": {**_BOX, **_TWIN, "num_format": "dd-mm-yyyy", "align": "left"},
    "date": {**_BOX, "num_format": "dd-mm-yyyy", "align": "left"},
    "number": {**_BOX, "num_format": "#,##0", "align": "right"},
    "total": {**_BOX, "num_format": "#,##0", "align": "right", "bold": True, "bg_color": PAPER_2},
    "reason": {**_BOX, "font_color": SOFT, "font_size": 9},
    "reason_fix": {**_BOX, **_FIX, "font_size": 9},
    "source": {**_BOX, "font_color": SOFT, "bg_color": PAPER_2},
    **{state: {**_BOX, "font_color": ink, "bg_color": ground, "bold": True} for state, (ink, ground) in STATES.items()},
}


def formats(book: Any) -> dict[str, Any]:
    """Every kind of cell as a format of this workbook."""
    return {kind: book.add_format(look) for kind, look in _FORMATS.items()}


def for_print(sheet: Any, name: str, head: int, lang: Lang) -> None:
    """A4 across, as wide as the page, the row `head` on every page, `name` and the page number below."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L{name.replace('&', '&&')[:120]}&R{_PAGE.said(lang)}")

"""The same paper as DOCX, to be edited: a docxtpl template that is put together here, so that a review can read it.

Texts go in with their markup escaped, and a text is never read as a template again: names with "<", "&" or braces stay what they are.
"""

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

from payung.reports.paper import HEADS, Paper, content

_FONT = "Calibri"
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
# columns of each kind of table in mm; the text area is 160 wide
_WIDTHS = {
    "points": (32, 8, 120),
    "facts": (62, 98),
    "items": (9, 151),
    "people": (12, 38, 40, 32, 38),
    "attendance": (12, 48, 58, 42),
    "tasks": (12, 58, 38, 26, 26),
    "signatures": (80, 80),
}


def paper_docx(paper: Paper) -> bytes:
    """A file for Word or LibreOffice."""
    made = DocxTemplate(io.BytesIO(template()))
    made.render(content(paper), autoescape=True)
    properties = made.docx.core_properties
    properties.title, properties.author, properties.comments = paper.title, "Payung", ""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@cache
def template() -> bytes:
    """One part for each kind of block; which of them is set is asked block by block."""
    document = Document()
    _page(document)
    _line(document, "{%p for block in blocks %}")
    for kind, build in _PARTS.items():
        _line(document, f"{{%p if block.kind == '{kind}' %}}")
        build(document)
        _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(4)
    header = section.header.paragraphs[0]
    header.alignment = _CENTRE
    header.add_run("{{ draft }}").bold = True
    footer = section.footer.paragraphs[0]
    footer.add_run("{{ footer }}  ·  ").font.size = Pt(7.5)
    for command in ("PAGE", "NUMPAGES"):
        _field(footer, command)
        if command == "PAGE":
            footer.add_run(" / ").font.size = Pt(7.5)


def _field(paragraph: Any, command: str) -> None:
    """A number that Word counts itself."""
    run = paragraph.add_run()
    run.font.size = Pt(7.5)
    for kind, said in (("begin", ""), ("", command), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = said
        run._r.append(element)


def _line(document: Any, said: str, *, centred: bool = False, bold: bool = False, size: float = 11) -> Any:
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = _CENTRE
    run = paragraph.add_run(said)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _head(document: Any) -> None:
    _line(document, "{%p for row in block.rows %}")
    _line(document, "{%p if loop.index0 == 1 %}")
    _line(document, "{{ row[0] }}", centred=True, bold=True, size=15)
    _line(document, "{%p else %}")
    _line(document, "{{ row[0] }}", centred=True)
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")
    rule = _line(document, "", centred=True)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", "16212B")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    rule._p.get_or_add_pPr().append(borders)


def _title(document: Any) -> None:
    _line(document, "{%p for row in block.rows %}")
    _line(document, "{{ row[0] }}", centred=True, bold=True)
    _line(document, "{%p endfor %}")


def _text(document: Any) -> None:
    _line(document, "{{ block.text }}")


def _centred(document: Any) -> None:
    _line(document, "{{ block.text }}", centred=True, bold=True)


def _table(kind: str) -> Any:
    """Rows of as many texts as the kind has columns; those of HEADS with their titles, of which Word repeats the row on every page."""

    def build(document: Any) -> None:
        widths = _WIDTHS[kind]
        titled = kind in HEADS
        table = document.add_table(rows=4 if titled else 3, cols=len(widths))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
        for column, width in zip(table.columns, widths, strict=True):  # LibreOffice reads these, Word those of the cells
            column.width = Mm(width)
        rows = list(table.rows)
        if titled:
            table.style = "Table Grid"
            _cells(rows[0], [f"{{{{ heads.{kind}[{at}] }}}}" for at in range(len(widths))], widths, bold=True, size=9)
            repeated = OxmlElement("w:tblHeader")
            rows[0]._tr.get_or_add_trPr().append(repeated)
            rows = rows[1:]
        rows[0].cells[0].text = "{%tr for row in block.rows %}"
        _cells(rows[1], [f"{{{{ row[{at}] }}}}" for at in range(len(widths))], widths, size=9 if titled else 11)
        rows[2].cells[0].text = "{%tr endfor %}"
        _line(document, "")

    return build


def _cells(row: Any, said: list[str], widths: tuple[int, ...], *, bold: bool = False, size: float = 11) -> None:
    for cell, one, width in zip(row.cells, said, widths, strict=True):
        cell.width = Mm(width)
        run = cell.paragraphs[0].add_run(one)
        run.bold, run.font.size = bold, Pt(size)


def _signatures(document: Any) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, side in zip(table.rows[0].cells, ("left", "right"), strict=True):
        cell.width = Mm(80)
        first, *others = (
            f"{{%p if block.{side} %}}",
            f"{{%p for said in block.{side}.lead %}}",
            "{{ said }}",
            "{%p endfor %}",
            f"{{{{ block.{side}.title }}}}",
            "",
            "",
            "",
            f"{{{{ block.{side}.name or '................................................' }}}}",
            f"{{%p if block.{side}.staff_number %}}",
            f"NIP {{{{ block.{side}.staff_number }}}}",
            "{%p endif %}",
            "{%p endif %}",
        )
        cell.paragraphs[0].add_run(first)
        for said in others:
            cell.add_paragraph(said)
        cell.add_paragraph("")  # a cell needs a paragraph, whatever was left out
    _line(document, "")


def _break(document: Any) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


_PARTS = {
    "head": _head,
    "title": _title,
    "text": _text,
    "centred": _centred,
    "heading": _centred,
    "points": _table("points"),
    "facts": _table("facts"),
    "items": _table("items"),
    "people": _table("people"),
    "attendance": _table("attendance"),
    "tasks": _table("tasks"),
    "signatures": _signatures,
    "break": _break,
}

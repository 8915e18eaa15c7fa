"""A paper to sign, once as PDF (Typst) and once as DOCX to edit (docxtpl): both are set from the same blocks, so they cannot say different things.

head        letterhead: lines, the name of the office is the second
title       lines, centred; the first is the title of the document
text        a paragraph; `centred`: a line in the middle
heading     of a part or an article
points      rows of label, mark and text: "Menimbang", "a.", "bahwa …"
facts       rows of label and value
items       rows of mark and text
people      rows of number, NIK, name, village and reason
attendance  rows of number, name, office or title, and room to sign
tasks       rows of number, what, who, until when, how it stands
signatures  one or two who sign, side by side; None leaves the left side free
break       what follows begins on a new page
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import typst

from payung.reports.typeset import given, tagged_pdf
from payung.values.words import Lang, Words, day

_TEMPLATE = Path(__file__).with_name("paper.typ")
_FOOTER = Words("Dicetak {on} dengan Payung. Sidik daftar: {fingerprint}", "Printed {on} with Payung. List fingerprint: {fingerprint}")
_FOOTER_ALONE = Words("Dicetak {on} dengan Payung.", "Printed {on} with Payung.")
_PAGE = Words("Halaman {n} dari {m}", "Page {n} of {m}")
_NO, _NAME = Words("No.", "No."), Words("Nama", "Name")
HEADS = {
    "people": (_NO, Words("NIK", "NIK"), _NAME, Words("Desa", "Village"), Words("Alasan", "Reason")),
    "attendance": (_NO, _NAME, Words("Jabatan / instansi", "Title / office"), Words("Tanda tangan", "Signature")),
    "tasks": (_NO, Words("Yang dikerjakan", "What is done"), Words("Oleh", "By"), Words("Batas", "Until"), Words("Keadaan", "State")),
}
"""Titles of the columns of each kind of block that is a table with titles."""
Kind = Literal["head", "title", "text", "centred", "heading", "points", "facts", "items", "people", "attendance", "tasks", "signatures", "break"]


@dataclass(frozen=True)
class Signatory:
    """Whoever signs: `lead` the lines above the title, such as place and day; no name leaves dots to write on."""

    title: str
    name: str = ""
    staff_number: str = ""
    lead: Sequence[str] = ()


@dataclass(frozen=True)
class Block:
    kind: Kind
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    left: Signatory | None = None
    right: Signatory | None = None


@dataclass(frozen=True)
class Paper:
    """`draft`: what stands across a paper that is not to be signed yet; empty for none.

    `fingerprint`: of the list, as papers show it; empty for a paper of none.
    """

    title: str
    blocks: Sequence[Block]
    fingerprint: str
    on: date
    lang: Lang = "id"
    draft: str = ""


def title(*lines: str) -> Block:
    return Block("title", rows=[[line] for line in lines if line])


def text(said: str) -> Block:
    return Block("text", said)


def points(label: str, said: Sequence[str], marks: Sequence[str]) -> Block:
    """ "Menimbang : a. … b. …"; the label stands beside the first."""
    return Block("points", rows=[[f"{label} :" if not at else "", mark, one] for at, (mark, one) in enumerate(zip(marks, said, strict=True))])


def letters(count: int) -> list[str]:
    """ "a.", "b.", …"""
    return [f"{chr(ord('a') + at)}." for at in range(count)]


def numbers(count: int) -> list[str]:
    """ "1.", "2.", …"""
    return [f"{at}." for at in range(1, count + 1)]


def content(paper: Paper) -> dict[str, Any]:
    """Everything as the templates set it: plain texts only, without characters that no XML can hold."""
    told = {
        "lang": paper.lang,
        "title": paper.title,
        "draft": paper.draft,
        "heads": {kind: [words.said(paper.lang) for words in titles] for kind, titles in HEADS.items()},
        "blocks": [asdict(block) for block in paper.blocks],
        "footer": (_FOOTER if paper.fingerprint else _FOOTER_ALONE).said(paper.lang, on=day(paper.on, paper.lang), fingerprint=paper.fingerprint),
        "page_no": _PAGE.said(paper.lang),
    }
    return dict(_plain(told))


def paper_pdf(paper: Paper) -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    return tagged_pdf(_TEMPLATE, "paper", content(paper), paper.on)


def paper_pages(paper: Paper, *, ppi: int = 72) -> list[bytes]:
    """Every page as PNG, to look at on the screen."""
    made = typst.compile(_TEMPLATE, format="png", ppi=ppi, **given("paper", content(paper), paper.on))
    return made if isinstance(made, list) else [made]


def first_page(paper: Paper) -> Paper:
    """The paper up to its first break, as a sample of a long one."""
    end = next((at for at, block in enumerate(paper.blocks) if block.kind == "break"), len(paper.blocks))
    return replace(paper, blocks=paper.blocks[:end])


def _plain(told: Any) -> Any:
    if isinstance(told, str):
        return "".join(ch for ch in told if ch == "\n" or ch.isprintable())
    if isinstance(told, dict):
        return {name: _plain(value) for name, value in told.items()}
    return [_plain(one) for one in told] if isinstance(told, list | tuple) else told

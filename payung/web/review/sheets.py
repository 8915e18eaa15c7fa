"""The workbook in which pairs are decided offline: out, and back in."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from payung.reports.review_book import read_review_book, write_review_book
from payung.review.actions import reveal_in_sheet
from payung.review.offline import Applied, apply_answers
from payung.review.sides import Item
from payung.web.download import XLSX, attachment
from payung.web.language import lang
from payung.web.page import PageRequest
from payung.web.review.shown import may_open

MOST = 1000  # pairs in one workbook; more is nobody's work of a day


def book(items: Sequence[Item], request: PageRequest) -> HttpResponse:
    """NIKs stand in it for whoever may see them, which goes on the trail, and masked for others."""
    if any(may_open(item) for item in items):
        reveal_in_sheet(pairs=[item.pair for item in items], by=request.user)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tinjau pasangan.xlsx"
        write_review_book(path, items, lang())
        content = path.read_bytes()
    return attachment(content, XLSX, f"tinjau pasangan {request.scope.on}.xlsx")


def apply(file: UploadedFile[Any], folder: str, request: PageRequest) -> Applied:
    """InputError if the file cannot be read or is none of ours; rows that cannot be decided are told one by one."""
    name = Path(file.name or "").name or "lembar.xlsx"
    path = Path(folder) / name
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return apply_answers(rows=read_review_book(path), file=name, by=request.user, on=request.scope.on)

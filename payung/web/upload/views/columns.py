"""What the columns mean: said once, for all files with the same titles."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from payung.intake import uploads
from payung.intake.columns import choices
from payung.intake.read.header import UNUSED, header_key
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.upload.views.sending import own_upload


@page("list.receive", writes="list.receive")
def columns(request: PageRequest, pk: int) -> HttpResponse:
    upload = own_upload(request, pk)
    groups = uploads.asked_groups(upload.files.select_related("office").order_by("name", "pk"))
    wrong = ""
    if request.method == "POST":
        at = request.POST.get("kelompok", "")
        if not at.isdecimal() or int(at) >= len(groups):  # answered already, in another window
            return redirect("upload:upload", pk)
        files, titles = groups[int(at)]
        if request.POST.get("tanda") != _mark(titles):
            return redirect("upload:columns", pk)
        try:
            uploads.confirm_columns(upload=upload, files=files, meanings=_meanings(request.POST, titles), by=request.user, on=request.scope.on)
        except InputError as error:
            wrong = error.words.said(lang())
        else:
            say(request, Words("Arti kolom diingat untuk pengirim ini.", "What the columns mean is remembered for this sender."))
            return redirect("upload:columns" if len(groups) > 1 else "upload:upload", pk)
    if not groups:
        return redirect("upload:upload", pk)
    shown = [
        {"at": at, "files": files, "mark": _mark(titles), "titles": [_line(request, str(at), n, title, titles) for n, title in enumerate(titles)]}
        for at, (files, titles) in enumerate(groups)
    ]
    return render(request, "upload/columns.html", {"upload": upload, "groups": shown, "choices": choices(), "wrong": wrong})


def _mark(titles: list[list[str | None]]) -> str:
    """Tells whether the form is still about these titles."""
    return str(sum(ord(ch) * at for title in titles for at, ch in enumerate(header_key(title[0]), 1)))


def _line(request: PageRequest, group: str, at: int, title: list[str | None], titles: list[list[str | None]]) -> dict[str, object]:
    """A title with what it was taken for. Where a column is missing that every list has, nothing is chosen for a title nobody knows."""
    text, field, how = title
    complete = {"nik", "name"} <= {each[1] for each in titles}
    taken = field or ("" if how == "unknown" and not complete else UNUSED)
    if request.method == "POST" and request.POST.get("kelompok") == group:
        taken = request.POST.get(f"kolom-{at}", taken)
    return {"name": f"kolom-{at}", "text": text, "taken": taken, "how": how, "asks": how in ("guessed", "unknown")}


def _meanings(given: QueryDict, titles: list[list[str | None]]) -> dict[str, str]:
    """header key -> field, or "unused", of every title."""
    return {header_key(title[0]): given.get(f"kolom-{at}", "") or UNUSED for at, title in enumerate(titles)}

"""Berkas saya: what one has ordered, how far it is, and fetching it."""

from datetime import date
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from payung.accounts.models import User
from payung.reports.actions import DAYS, fetch_paper, order_paper
from payung.reports.models import Paper
from payung.reports.queries import may_fetch, papers_of, told_of
from payung.values.errors import OutOfScopeError, PayungError
from payung.values.words import Words
from payung.web.download import disposition
from payung.web.language import lang
from payung.web.page import say, signed_in
from payung.web.papers.again import order_of
from payung.web.papers.said import say_ordered
from payung.web.scope import scope_of

_SHOWN = 50
_UNHEARD = 120  # seconds in the queue after which an administrator should look
_S = Paper.State
_NONE = Words(
    "Belum ada berkas. Tekan “Pesan Excel” pada tabel yang panjang, atau pesan lampiran di halaman sebuah penetapan; berkasnya lalu muncul di sini.",
    "No papers yet. Press “Order Excel” above a long table, or order the annex on the page of a determination; the paper then appears here.",
)
_STATES: dict[str, tuple[str, Words]] = {  # the badge of each
    _S.WAITING: ("waiting", Words("menunggu giliran", "waits its turn")),
    _S.MAKING: ("waiting", Words("sedang dibuat", "being made")),
    _S.READY: ("passes", Words("siap diunduh", "ready")),
    _S.FAILED: ("rejected", Words("gagal dibuat", "failed")),
}


@signed_in
def papers(request: HttpRequest) -> HttpResponse:
    """Everything that the person ordered in the last thirty days."""
    return render(request, "papers/papers.html", {**shown(request), "days": DAYS, "none": _NONE})


@signed_in
def progress(request: HttpRequest) -> HttpResponse:
    """The part of a page that asks again each second while anything is being made; ?tentang= : what the page is about."""
    return render(request, "papers/list.html", shown(request, request.GET.get("tentang", "")))


@require_POST
@signed_in
def order(request: HttpRequest) -> HttpResponse:
    """The table of a page is ordered, whose address the form names."""
    scope = scope_of(request)
    try:
        paper = order_paper(order_of(scope, request.POST.get("halaman", "")), by=scope.user, on=scope.on, lang=lang())
    except OutOfScopeError as error:
        raise Http404(error.code) from error
    except PayungError as error:
        say(request, error.words, wrong=True)
    else:
        say_ordered(request, paper)
    return redirect("papers:papers")


@signed_in
def fetch(request: HttpRequest, paper: int) -> HttpResponse:
    """The file; with full NIKs by POST alone, which is an act. Somebody else's is not there."""
    scope = scope_of(request)
    found = papers_of(scope.user).filter(pk=paper).first()
    if found is None or (found.full and request.method != "POST"):
        raise Http404("paper")
    try:
        path = fetch_paper(found, by=scope.user, on=scope.on)
    except OutOfScopeError as error:
        raise Http404(error.code) from error
    except PayungError as error:
        say(request, error.words, wrong=True)
        return redirect("papers:papers")
    response = FileResponse(path.open("rb"), content_type=found.media_type)
    response.headers["Content-Disposition"] = disposition(found.name)
    return cast(HttpResponse, response)


def shown(request: HttpRequest, about: str = "") -> dict[str, Any]:
    """For papers/list.html."""
    scope = scope_of(request)
    found = list(papers_of(scope.user, about)[:_SHOWN])
    return {"papers": _lines(found, scope.user, scope.on), "about": about, "runs": any(paper.runs for paper in found)}


def _lines(found: list[Paper], user: User, on: date) -> list[dict[str, Any]]:
    told, now = told_of(found), timezone.now()
    return [
        {
            "paper": paper,
            "badge": _STATES[paper.state],
            "told": told.get(paper.pk),
            "open": paper.state == _S.READY and may_fetch(paper, by=user, on=on),
            "unheard": paper.state == _S.WAITING and (now - paper.at).total_seconds() > _UNHEARD,
            "seconds": _seconds(paper),
        }
        for paper in found
    ]


def _seconds(paper: Paper) -> int | None:
    return max(1, round((paper.ended_at - paper.started_at).total_seconds())) if paper.ended_at and paper.started_at else None

"""The checklist of a case, its scans, letters ready to sign, and the page that the family takes home."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from payung.audit.actions import acting
from payung.claims.allowed import may_in
from payung.claims.models import Paper
from payung.claims.paper_kinds import paper_kinds
from payung.claims.papers import PAPER_STATE_LOOKS, PAPER_STATE_WORDS, Checklist, Line, checklist, file_scan, open_scan, set_paper_state
from payung.filing.kinds import DOCX, PDF
from payung.reports.claim_letters import LETTERS, letter_paper, letters_for
from payung.reports.claim_told import ClaimTold
from payung.reports.explained import MARKS
from payung.reports.family_page import family_pdf, family_text
from payung.reports.paper import paper_pdf
from payung.reports.paper_docx import paper_docx
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.claims.seen import frame, seen_case
from payung.web.download import attachment
from payung.web.page import PageRequest, back, page, say

_IF_ANY = ("waiting", Words("bila ada", "if there is one"))


@page("case.read", writes="case.papers")
def papers_page(request: PageRequest, case: int) -> HttpResponse:
    """GET: what the case needs and has. POST: how far one paper is (`berkas`, `orang`, `keadaan`, `catatan`)."""
    one, on = seen_case(request, case), request.scope.on
    if request.method == "POST":
        given = request.POST
        made = set_paper_state(
            case=one,
            key=given.get("berkas", ""),
            relative=_number(given.get("orang", "")),
            state=given.get("keadaan", ""),
            note=given.get("catatan", ""),
            by=request.user,
            on=on,
        )
        said, words = PAPER_STATE_WORDS[made.state], paper_kinds()[made.key].title
        say(request, Words(f"{words.id}: {said.id}.", f"{words.en}: {said.en}."))
        return back(request, "claims:papers", one.pk)
    papers = checklist(one, on)
    told = ClaimTold(papers, on)
    may_keep = may_in(one, "case.papers", request.user, on)
    context = {
        **frame(one, "claims:papers"),
        "papers": papers,
        "there": papers.needed - len(papers.open),
        "lines": list(_lines(papers, may_accept=may_in(one, "case.pay", request.user, on))),
        "kept": [{"one": each, "title": paper_kinds()[each.key].title} for each in papers.kept if each.key in paper_kinds()],
        "letters": letters_for(told).items() if may_keep else (),
        "may_keep": may_keep,
        "may_open": may_in(one, "case.scan", request.user, on),
        "full": may_in(one, "nik.reveal", request.user, on),
        "text": family_text(told),
        "unknown": papers.known.heirs is not None and papers.known.heirs.empty,
    }
    return render(request, "claims/papers.html", context)


def _lines(papers: Checklist, *, may_accept: bool) -> Iterator[dict[str, Any]]:
    for line in papers.lines:
        yield {
            "line": line,
            "id": f"{line.kind.key}-{line.relative.pk if line.relative else 0}",
            "badge": _IF_ANY if line.kind.optional and line.state == Paper.State.MISSING else _badge(line.state),
            "sure": MARKS[line.kind.mark],
            "states": _states(line, may_accept),
            "upload": line.kind.scan and line.state != Paper.State.ACCEPTED,
            "scan": line.paper.pk if line.paper and line.paper.document_id else None,
            "proof": line.document is not None and not (line.paper and line.paper.document_id),
        }


def _badge(state: str) -> tuple[str, Words]:
    return PAPER_STATE_LOOKS[state], PAPER_STATE_WORDS[state]


def _states(line: Line, may_accept: bool) -> list[tuple[str, Words, bool]]:
    """What this person may choose: accepted, and back from it, only whoever pays or hands over."""
    if line.state == Paper.State.ACCEPTED and not may_accept:
        return []
    return [
        (state, words, state == line.state)
        for state, words in PAPER_STATE_WORDS.items()
        if state != Paper.State.ACCEPTED or may_accept or line.state == Paper.State.ACCEPTED
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


@page("case.read", writes="case.papers")
@require_POST
def file_page(request: PageRequest, case: int) -> HttpResponse:
    """A scan or a picture of one paper."""
    one, given = seen_case(request, case), request.FILES.get("pindaian")
    if given is None:
        raise InputError("document.none", Words("Pilih berkasnya dulu.", "Choose the file first."))
    made = file_scan(
        case=one,
        key=request.POST.get("berkas", ""),
        relative=_number(request.POST.get("orang", "")),
        content=given.read(),
        name=given.name or "",
        by=request.user,
        on=request.scope.on,
    )
    words = paper_kinds()[made.key].title
    say(request, Words(f"{words.id} disimpan.", f"{words.en} is kept."))
    return back(request, "claims:papers", one.pk)


@page("case.scan")
@require_GET
def scan_page(request: PageRequest, case: int, scan: int) -> HttpResponse:
    """The scan as it came; opening it stands on the trail."""
    paper = seen_case(request, case).papers.select_related("case__office", "document").filter(pk=scan).first()
    if paper is None or paper.document is None:
        raise Http404("scan")
    content = open_scan(paper=paper, by=request.user, on=request.scope.on)
    return attachment(content, paper.document.media_type, paper.document.name, shown=paper.document.media_type != PDF)


@page("case.read", writes="case.papers")
@require_POST
def letter_page(request: PageRequest, case: int, letter: str) -> HttpResponse:
    """A letter ready to sign, bentuk=pdf or docx. With full NIKs for whoever may see them; either way it stands on the trail."""
    one, on = seen_case(request, case), request.scope.on
    full = may_in(one, "nik.reveal", request.user, on)
    told = ClaimTold(checklist(one, on), on, full=full)
    if letter not in letters_for(told) or not may_in(one, "case.papers", request.user, on):
        raise Http404("letter")
    paper = letter_paper(letter, told)
    with acting("nik.reveal" if full else "case.letter", by=request.user, note=f"case {one.pk}, letter {letter}"):
        pass
    name = f"{LETTERS[letter].title.id} kasus {one.pk}"
    if request.POST.get("bentuk") == "docx":
        return attachment(paper_docx(paper), DOCX, f"{name}.docx")
    return attachment(paper_pdf(paper), PDF, f"{name}.pdf")


@page("case.read")
@require_GET
def sheet_page(request: PageRequest, case: int) -> HttpResponse:
    """The page for the family. No NIK stands on it."""
    one, on = seen_case(request, case), request.scope.on
    return attachment(family_pdf(ClaimTold(checklist(one, on), on)), PDF, f"lembar keluarga kasus {one.pk}.pdf", shown=True)

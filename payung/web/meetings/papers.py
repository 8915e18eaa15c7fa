"""Invitation, attendance list and minutes, to print or to edit."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from payung.compliance.meetings import the_meeting
from payung.filing.kinds import DOCX, PDF
from payung.reports.meeting_papers import PAPERS, meeting_paper
from payung.reports.paper import paper_pdf
from payung.reports.paper_docx import paper_docx
from payung.web.download import attachment
from payung.web.page import PageRequest, page


@page("meeting.read")
@require_GET
def paper(request: PageRequest, meeting: int, naskah: str) -> HttpResponse:
    """?bentuk=docx to edit; otherwise PDF."""
    one = the_meeting(meeting, visible_to=request.user, on=request.scope.on)
    if naskah not in PAPERS:
        raise Http404("paper")
    made = meeting_paper(naskah, one, on=request.scope.on)
    if request.GET.get("bentuk") == "docx":
        return attachment(paper_docx(made), DOCX, f"{made.title}.docx")
    return attachment(paper_pdf(made), PDF, f"{made.title}.pdf", shown=True)

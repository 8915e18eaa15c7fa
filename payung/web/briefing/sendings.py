"""A report as it was sent: writing it down, opening the file again, and the number of the receipt."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from payung.reports.actions import fetch_paper
from payung.reports.edition_actions import open_sending, record_receipt, record_sending
from payung.reports.edition_queries import edition_on, sending_on
from payung.reports.models import Edition
from payung.reports.queries import papers_of
from payung.values.errors import OutOfScopeError, PayungError
from payung.values.words import Words
from payung.web.briefing.forms import SendForm
from payung.web.briefing.orders import about
from payung.web.briefing.reports import way_back
from payung.web.download import attachment
from payung.web.page import PageRequest, page, say

_CHOOSE = Words("Pilih berkas yang dikirim. Bila belum ada, pesan dulu.", "Choose the file that was sent. Where there is none, order it first.")
_SENT = Words("Tercatat: {name} dikirim kepada {to}.", "Recorded: {name} was sent to {to}.")
_RECEIVED = Words("Tanda terima {number} tercatat.", "The receipt {number} is recorded.")


@page("report.read", writes="report.send")
@require_POST
def send(request: PageRequest, edition: int) -> HttpResponse:
    """The very file that the person fetched and sent is kept, with to whom and on which day."""
    scope = request.scope
    made = edition_on(edition, visible_to=scope.user, on=scope.on)
    if made.kind == Edition.Kind.BRIEFING:
        raise Http404("report")
    form = SendForm.of(request)
    paper = papers_of(scope.user, about(made)).filter(pk=int(form.paper) if form.paper.isdecimal() else 0).first()
    try:
        if paper is None:
            say(request, _CHOOSE, wrong=True)
        else:
            content = fetch_paper(paper, by=scope.user, on=scope.on).read_bytes()
            told = record_sending(
                edition=made,
                content=content,
                name=paper.name,
                to=form.to,
                sent_on=form.day,
                by=scope.user,
                signed=scope.user.display_name,
                on=scope.on,
            )
            say(request, _SENT.filled(name=told.document.name, to=told.to))
    except OutOfScopeError:
        raise
    except PayungError as error:
        say(request, error.words, wrong=True)
    return redirect(way_back(made))


@page("report.read")
@require_GET
def sending(request: PageRequest, sending: int) -> HttpResponse:
    """The file that was sent; opening it stands on the trail."""
    held = sending_on(sending, visible_to=request.scope.user, on=request.scope.on)
    content = open_sending(sending=held, by=request.scope.user, on=request.scope.on)
    return attachment(content, held.document.media_type, held.document.name)


@page("report.read", writes="report.send")
@require_POST
def receipt(request: PageRequest, sending: int) -> HttpResponse:
    """The number that whoever received it gave."""
    scope = request.scope
    held = sending_on(sending, visible_to=scope.user, on=scope.on)
    try:
        made = record_receipt(sending=held, number=request.POST.get("nomor", ""), by=scope.user, on=scope.on)
        say(request, _RECEIVED.filled(number=made.number))
    except OutOfScopeError:
        raise
    except PayungError as error:
        say(request, error.words, wrong=True)
    return redirect(way_back(held.edition))

"""Daftar desa saya: what a village's operator sees on a phone: how many people, who is to be put right, and what was sent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from payung.intake import queries
from payung.intake.models import Row, Upload
from payung.intake.senders import own_offices
from payung.values.problem import Verdict
from payung.web.page import PageRequest, page
from payung.web.upload.said import findings_of, masked_text

_SHOWN = 20  # names to put right on one page
_SENT = 5


@page("list.receive")
def village(request: PageRequest) -> HttpResponse:
    scope, round = request.scope, request.scope.round
    own = own_offices(request.user, round.place_id, scope.on) if round else []
    if round is None or not own:
        return render(request, "upload/village.html", {"own": own})
    lists = queries.visible_lists(round, visible_to=request.user, on=scope.on)
    counts = queries.total_of(queries.counts_by_sender(lists))
    bad = queries.visible_rows(round, visible_to=request.user, on=scope.on).filter(verdict=Verdict.NEEDS_FIXING)
    sent = Upload.objects.filter(by=request.user, round=round).exclude(state=Upload.State.COLLECTING).prefetch_related("files")
    return render(
        request,
        "upload/village.html",
        {
            "own": own,
            "counts": counts,
            "total": sum(counts.values()),
            "bad": [_card(row) for row in bad.order_by("pk").prefetch_related("findings")[:_SHOWN]],
            "more": max(0, counts[Verdict.NEEDS_FIXING.value] - _SHOWN),
            "sent": sent.order_by("-at")[:_SENT],
            "base": reverse("upload:rows"),
        },
    )


def _card(row: Row) -> dict[str, object]:
    stopping = [each for each in findings_of(row) if each.state != "warning"]
    return {"row": row, "name": row.name or row.as_written.get("name", ""), "nik": masked_text(str(row.as_written.get("nik", ""))), "told": stopping}

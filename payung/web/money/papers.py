"""Papers of a determination: minutes, and the list as PDF or workbook, masked for everybody and with full NIKs for whoever may reveal them.

A list of up to `AT_ONCE` people is answered at once; a longer one is ordered, and made in the background (reports/actions.py).
"""

import tempfile
from pathlib import Path

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from payung.audit.actions import acting
from payung.planning.models import Determination
from payung.reports.actions import Order, order_paper
from payung.reports.determined import TYPES, Asked, write_list
from payung.reports.minutes import minutes_pdf
from payung.values.errors import RefusedError
from payung.values.words import Words
from payung.web.download import PDF, attachment
from payung.web.language import lang
from payung.web.money.seen import the_determination
from payung.web.page import PageRequest, page
from payung.web.papers.said import say_ordered

AT_ONCE = 500  # people
_ORDER_IT = Words(
    "Lampiran ini memuat {n} orang dan dibuat di latar belakang. Pesan dari halaman penetapannya.",
    "This annex has {n} people and is made in the background. Order it on the page of the determination.",
)


def is_long(people: int) -> bool:
    """Whether a list of so many is ordered instead of answered at once."""
    return people > AT_ONCE


@page("fund.read")
def minutes(request: PageRequest, determination_id: int) -> HttpResponse:
    """Berita acara as PDF."""
    one = the_determination(request, determination_id)
    pdf = minutes_pdf(one, on=request.scope.on, lang=lang())
    return attachment(pdf, PDF, f"berita acara {one.number}.pdf")


@page("fund.read", writes="nik.reveal")
def annex(request: PageRequest, determination_id: int) -> HttpResponse:
    """GET: masked, for the public; POST: with full NIKs, an act on the trail. bentuk=pdf or xlsx; the waiting list with hasil=waiting."""
    one = the_determination(request, determination_id)
    full = request.method == "POST"
    asked = _asked(request, one, request.POST if full else request.GET, full)
    if full and not request.scope.may("nik.reveal", one.fund.place_id):
        raise Http404("nik.reveal")
    if is_long(people := _people(asked)):
        if full:
            return _ordered(request, asked)
        raise RefusedError("annex.long", _ORDER_IT.counting(n=people))
    if full:
        with acting("nik.reveal", by=request.user, note=f"determination {one.pk}, annex"):
            pass
    with tempfile.TemporaryDirectory(prefix="payung-") as folder:
        path = Path(folder) / "lampiran"
        write_list(asked, path)
        return attachment(path.read_bytes(), TYPES[asked.form], asked.file_name)


@page("fund.read")
@require_POST
def order(request: PageRequest, determination_id: int) -> HttpResponse:
    """The masked list is ordered."""
    return _ordered(request, _asked(request, the_determination(request, determination_id), request.POST, False))


def _asked(request: PageRequest, one: Determination, given: QueryDict, full: bool) -> Asked:
    outcome = "waiting" if given.get("hasil") == "waiting" else "in"
    form = "pdf" if given.get("bentuk") == "pdf" else "xlsx"
    return Asked(one, outcome, form, full, str(request.user), request.scope.on, lang())


def _people(asked: Asked) -> int:
    return asked.one.waiting if asked.outcome == "waiting" else asked.one.people


def _ordered(request: PageRequest, asked: Asked) -> HttpResponse:
    one = asked.one
    wanted = Order(
        "annex",
        {"determination": one.pk, "outcome": asked.outcome, "form": asked.form},
        _title(asked),
        right="fund.read",
        full=asked.full,
        about=about(one),
        places=[one.fund.place_id],
    )
    say_ordered(request, order_paper(wanted, by=request.user, on=request.scope.on, lang=lang()))
    return redirect("money:determination", one.pk)


def about(one: Determination) -> str:
    """What its papers are about, see Paper."""
    return f"determination:{one.pk}"


def _title(asked: Asked) -> Words:
    kind = "PDF" if asked.form == "pdf" else "Excel"
    what = Words("Cadangan", "Waiting list") if asked.outcome == "waiting" else Words("Lampiran", "Annex")
    return Words(f"{what.id} {asked.one.number} ({kind})", f"{what.en} of {asked.one.number} ({kind})")

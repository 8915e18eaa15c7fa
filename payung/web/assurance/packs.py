"""Files of the audit: the whole pack and the working paper of a sample; masked, or with full NIKs, which is an act."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from payung.assurance.actions import reveal_in_pack
from payung.assurance.queries import sample_lines, sample_on, samples_seen
from payung.assurance.scope import Asked, asked_for
from payung.reports.actions import Order, order_paper
from payung.reports.audit_ordered import pack_name
from payung.reports.audit_pack import pack_of, write_pack
from payung.reports.working_paper import write_working_paper
from payung.values.errors import RefusedError
from payung.values.words import Words
from payung.web.assurance.views import about, asked_of, is_large
from payung.web.download import XLSX, ZIP, attachment
from payung.web.language import lang
from payung.web.page import PageRequest, page
from payung.web.papers.said import say_ordered

_LARGE = Words(
    "Uji atas daftar sebesar ini dibuat di latar belakang. Tekan “Jalankan semua uji” di halaman uji audit; paketnya menunggu di sana.",
    "The tests of a list so large are made in the background. Press “Run all tests” on the page of the audit tests; the pack waits there.",
)
_TITLES = {
    False: Words("Paket audit, NIK disamarkan", "Audit pack, NIKs masked"),
    True: Words("Paket audit, NIK lengkap", "Audit pack, full NIKs"),
}


@page("audit.read", writes="nik.reveal")
def pack(request: PageRequest) -> HttpResponse:
    """GET: NIKs masked; POST: in full. A large list's is ordered."""
    scope, full, asked = request.scope, request.method == "POST", _asked(request)
    if is_large(asked):
        if full:
            return _ordered(request, asked, full=True)
        raise RefusedError("audit.large", _LARGE)
    if full:
        reveal_in_pack(asked=asked, by=scope.user, on=scope.on)
    samples = list(samples_seen(visible_to=scope.user, on=scope.on).filter(fund__in=asked.funds))
    content = write_pack(pack_of(asked, samples, made_by=scope.user.display_name, full=full), lang())
    return attachment(content, ZIP, pack_name(asked, full=full))


@page("audit.read")
@require_POST
def order(request: PageRequest) -> HttpResponse:
    """Every test is made in the background: its counts are then on the page of the tests, the pack among the papers."""
    return _ordered(request, _asked(request), full=False)


def _asked(request: PageRequest) -> Asked:
    asked = asked_of(request.scope) if request.scope.round else None
    if asked is None or not asked.funds:
        raise Http404("funds")
    return asked


def _ordered(request: PageRequest, asked: Asked, *, full: bool) -> HttpResponse:
    scope = request.scope
    if full:
        reveal_in_pack(asked=asked, by=scope.user, on=scope.on)
    what = {"round": asked.funds[0].round_id, "place": scope.place.code if scope.place else ""}
    places = [*{fund.place_id for fund in asked.funds}] if full else scope.sight.places
    wanted = Order("audit", what, _TITLES[full], right="audit.read", full=full, about=about(asked), places=places)
    say_ordered(request, order_paper(wanted, by=scope.user, on=scope.on, lang=lang()))
    return redirect("assurance:tests")


@page("audit.read", writes="nik.reveal")
def working_paper(request: PageRequest, sample: int) -> HttpResponse:
    """The same for the working paper of one sample."""
    scope, full = request.scope, request.method == "POST"
    one = sample_on(sample, visible_to=scope.user, on=scope.on)
    if full:
        asked = asked_for(visible_to=scope.user, on=scope.on, fund=one.fund, first=one.first_month, last=one.last_month)
        reveal_in_pack(asked=asked, by=scope.user, on=scope.on)
    content = write_working_paper(one, list(sample_lines(one)), full=full, lang=lang())
    return attachment(content, XLSX, f"kertas kerja sampel {one.pk}{'' if full else ' NIK disamarkan'}.xlsx")

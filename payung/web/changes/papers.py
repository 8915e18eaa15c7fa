"""What goes to BPJS after a plan was approved: the file of changes, masked or with full NIKs, and the letter."""

from django.http import Http404, HttpResponse

from payung.audit.actions import acting
from payung.reports.mutation import mutation_book, mutation_letter
from payung.roster.models import ChangePlan
from payung.roster.plan_queries import plan_lines
from payung.values.errors import RefusedError
from payung.values.words import Words
from payung.web.changes.seen import the_plan
from payung.web.download import PDF, XLSX, attachment, refuse_too_many
from payung.web.money.seen import village_names
from payung.web.page import PageRequest, page

_NOT_YET = Words(
    "Mutasi ini belum disetujui. Berkas dan suratnya dibuat sesudah orang kedua menyetujuinya.",
    "These changes are not approved yet. Their file and letter are made once a second person has approved them.",
)


@page("changes.read", writes="nik.reveal")
def book(request: PageRequest, plan: int) -> HttpResponse:
    """GET: masked; POST: with full NIKs, an act on the trail."""
    one, full = _approved(request, plan), request.method == "POST"
    if full and not request.scope.may("nik.reveal", one.round.fund.place_id):
        raise Http404("nik.reveal")
    lines = plan_lines(one)
    refuse_too_many(lines.height)
    if full:
        with acting("nik.reveal", by=request.user, note=f"plan of changes {one.pk}"):
            pass
    content = mutation_book(one, lines, village_names(lines["village"].to_list()), full=full)
    return attachment(content, XLSX, f"mutasi {one.round.month}{'' if full else ' NIK disamarkan'}.xlsx")


@page("changes.read")
def letter(request: PageRequest, plan: int) -> HttpResponse:
    """?nomor=: the number of the letter; without it there is room to write it by hand."""
    one = _approved(request, plan)
    reference = " ".join(request.GET.get("nomor", "").split())[:100]
    pdf = mutation_letter(one, plan_lines(one), made_by=str(request.user), on=request.scope.on, reference=reference)
    return attachment(pdf, PDF, f"surat mutasi {one.round.month}.pdf", shown=True)


def _approved(request: PageRequest, plan: int) -> ChangePlan:
    one = the_plan(request, plan)
    answer = getattr(one, "answer", None)
    if answer is None or not answer.granted:
        raise RefusedError("plan.not_approved", _NOT_YET)
    return one

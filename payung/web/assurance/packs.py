"""Files of the audit: the whole pack and the working paper of a sample; masked, or with full NIKs, which is an act."""

from django.http import Http404, HttpResponse

from payung.assurance.actions import reveal_in_pack
from payung.assurance.queries import sample_lines, sample_on, samples_seen
from payung.assurance.scope import asked_for
from payung.reports.audit_pack import pack_of, write_pack
from payung.reports.working_paper import write_working_paper
from payung.web.assurance.views import asked_of
from payung.web.download import XLSX, attachment
from payung.web.language import lang
from payung.web.page import PageRequest, page

ZIP = "application/zip"


@page("audit.read", writes="nik.reveal")
def pack(request: PageRequest) -> HttpResponse:
    """GET: NIKs masked; POST: in full."""
    scope, full = request.scope, request.method == "POST"
    asked = asked_of(scope) if scope.round else None
    if asked is None or not asked.funds:
        raise Http404("funds")
    if full:
        reveal_in_pack(asked=asked, by=scope.user, on=scope.on)
    samples = list(samples_seen(visible_to=scope.user, on=scope.on).filter(fund__in=asked.funds))
    content = write_pack(pack_of(asked, samples, made_by=scope.user.display_name, full=full), lang())
    return attachment(content, ZIP, f"paket audit {asked.first} sampai {asked.last}{'' if full else ' NIK disamarkan'}.zip")


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

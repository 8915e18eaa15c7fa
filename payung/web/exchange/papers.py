"""What a package hands out: its receipt, and its files, which name people in full and so are given to whoever may reveal them, as an act."""

import zipfile
from io import BytesIO

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from payung.audit.actions import acting
from payung.exchange.models import Package
from payung.filing.actions import open_document
from payung.reports.handover import handover_pdf
from payung.web.download import PDF, XLSX, ZIP, attachment
from payung.web.exchange.seen import the_package
from payung.web.language import lang
from payung.web.page import PageRequest, page

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: the same package is the same archive


@page("package.read")
def receipt(request: PageRequest, package_id: int) -> HttpResponse:
    """Tanda terima as PDF."""
    one = the_package(request, package_id)
    return attachment(handover_pdf(one, lang()), PDF, f"tanda terima {one.fund.name} paket {one.number}.pdf")


@page("package.read", writes="nik.reveal")
@require_POST
def file(request: PageRequest, package_id: int, number: int) -> HttpResponse:
    """One file under the name that SIPP wants."""
    one = _revealed(request, package_id)
    kept = one.files.filter(number=number).select_related("document").first()
    if kept is None:
        raise Http404("file")
    return attachment(open_document(document=kept.document, by=request.user), XLSX, kept.name.rpartition("/")[2])


@page("package.read", writes="nik.reveal")
@require_POST
def files(request: PageRequest, package_id: int) -> HttpResponse:
    """All files in their folders, as they are kept."""
    one = _revealed(request, package_id)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as packed:  # workbooks are compressed already
        for kept in one.files.select_related("document").order_by("number"):
            packed.writestr(zipfile.ZipInfo(kept.name, _FIRST_DAY), open_document(document=kept.document, by=request.user))
    return attachment(content.getvalue(), ZIP, f"paket {one.number} {one.fund.name}.zip")


def _revealed(request: PageRequest, package_id: int) -> Package:
    one = the_package(request, package_id)
    if not request.scope.may("nik.reveal", one.fund.place_id):
        raise Http404("nik.reveal")
    with acting("nik.reveal", by=request.user, note=f"package {one.pk}, files"):
        return one

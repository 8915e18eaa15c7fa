"""Files come in: all in one form, or one by one from the page's script; opening a round."""

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.intake import actions, uploads
from payung.intake.models import Upload
from payung.intake.senders import own_offices, sends_for_anybody
from payung.places.models import Office, Place
from payung.registry.models import Round
from payung.values.errors import InputError, PayungError, RefusedError
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Words
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.upload.forms import RoundForm

_NO_ROUND = Words("Belum ada pendataan. Minta operator dinas membukanya.", "There is no round yet. Ask the labour office's operator to open one.")
_NO_FILE = Words("Pilih dulu berkasnya: xlsx, xls, ods, atau csv.", "Choose the files first: xlsx, xls, ods or csv.")


def round_of(request: PageRequest) -> Round:
    """The round that the form names, of those that the person has to do with; without one, the page's."""
    wanted = request.POST.get("pendataan", "")
    found = next((round for round in request.scope.rounds if str(round.pk) == wanted), None if wanted else request.scope.round)
    if found is None:
        raise RefusedError("round.missing", _NO_ROUND)
    return found


def office_of(request: PageRequest, round: Round) -> Office | None:
    """Who sends: nobody in particular for an operator; else the person's own office, the chosen one of several."""
    if sends_for_anybody(request.user, round.place_id, request.scope.on):
        return None
    own = own_offices(request.user, round.place_id, request.scope.on)
    wanted = request.POST.get("kantor", "")
    return next((office for office in own if str(office.pk) == wanted), own[0] if len(own) == 1 else None)


def _begun(request: PageRequest) -> Upload:
    round = round_of(request)
    office = office_of(request, round)
    sender = request.POST.get("pengirim", "") if office is None else ""
    return uploads.begin_upload(round=round, by=request.user, on=request.scope.on, office=office, sender=sender)


def _add(request: PageRequest, upload: Upload, sent: File[bytes]) -> dict[str, str]:
    """What the page's script shows of the file."""
    name = sent.name or ""
    file = uploads.add_file(upload=upload, name=name, size=sent.size or 0, content=sent.chunks(), by=request.user, on=request.scope.on)
    return {"name": file.name, "state": file.state, "sentence": getattr(file, f"sentence_{lang()}")}


def own_upload(request: PageRequest, pk: int) -> Upload:
    return get_object_or_404(Upload.objects.select_related("round__place"), pk=pk, by=request.user)


@page("list.receive")
@require_POST
def send(request: PageRequest) -> HttpResponse:
    """Without the script: all files at once, then the page of the upload."""
    files = request.FILES.getlist("berkas")
    if not files:
        raise InputError("upload.no_file", _NO_FILE)
    upload, more = _begun(request), 0
    for sent in files:
        try:
            _add(request, upload, sent)
        except InputError:
            more += 1
    uploads.send_upload(upload=upload, by=request.user, on=request.scope.on)
    if more:
        messages.error(request, uploads.too_many().said(lang()))
    return redirect("upload:upload", upload.pk)


@page("list.receive")
@require_POST
def begin(request: PageRequest) -> HttpResponse:
    """For the script: where the files go, where to say that they are all there, and the page to show then."""
    try:
        upload = _begun(request)
    except PayungError as error:
        return JsonResponse({"sentence": error.words.said(lang())}, status=422)
    return JsonResponse({name: reverse(f"upload:{name}", args=[upload.pk]) for name in ("add", "check", "upload")})


@page("list.receive")
@require_POST
def add(request: PageRequest, pk: int) -> HttpResponse:
    """For the script: one file."""
    upload, sent = own_upload(request, pk), request.FILES.get("berkas")
    try:
        if sent is None:
            raise InputError("upload.no_file", _NO_FILE)
        return JsonResponse(_add(request, upload, sent))
    except PayungError as error:
        return JsonResponse({"state": "refused", "sentence": error.words.said(lang())}, status=422)


@page("list.receive")
@require_POST
def check(request: PageRequest, pk: int) -> HttpResponse:
    """All files are there."""
    uploads.send_upload(upload=own_upload(request, pk), by=request.user, on=request.scope.on)
    return redirect("upload:upload", pk)


@page("list.receive")
@require_POST
def resume(request: PageRequest, pk: int) -> HttpResponse:
    uploads.resume_upload(upload=own_upload(request, pk), by=request.user, on=request.scope.on)
    return redirect("upload:upload", pk)


@page("round.open", writes="round.open")
def open_round(request: PageRequest) -> HttpResponse:
    """A new round in the operator's regency."""
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        round = actions.open_round(
            place=_regency(request), name=form.cleaned_data["name"], start=form.cleaned_data["start"], by=request.user, on=request.scope.on
        )
        say(request, Words("Pendataan “{name}” dibuka.", "The round “{name}” is open.").filled(name=round.name))
        return redirect(f"{reverse('upload:uploads')}?pendataan={round.pk}")
    return render(request, "upload/round.html", {"form": form})


def _regency(request: PageRequest) -> Place:
    """The regency that the person works in; somebody of the whole nation or a province takes that of the round they look at."""
    seen = [parent_of(code, Level.REGENCY) if level_of(code) > Level.REGENCY else code for code in request.scope.sight.places]
    code = next((code for code in seen if level_of(code) == Level.REGENCY), request.scope.round.place_id if request.scope.round else "")
    if not code:
        raise InputError("round.no_regency", Words("Pilih dulu kabupatennya.", "Choose the regency first."))
    return Place.objects.get(code=code)

"""Letters to entities: written for the chosen ones or for all that the filter leaves, printed, sent, received."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.compliance.enrolment import entities_of
from payung.compliance.enrolment_models import ArrearsLetter, EntityKind, LetterStep
from payung.compliance.following import Next, follow, happened, letters_seen
from payung.compliance.letter_actions import DAYS, WrittenLetters, note_letters, write_arrears_letters
from payung.filing.kinds import DOCX
from payung.places.models import Place
from payung.reports.arrears_letters import Sender, Text, letters_docx, letters_pdf, sender_of, texts_of, whatsapp
from payung.values.words import Words, number
from payung.web.download import PDF, attachment
from payung.web.entities.board import chosen_lines
from payung.web.entities.seen import NEXT, common, place_of, regency_of, typed_day, typed_number
from payung.web.links import link
from payung.web.page import PageRequest, back, page, say
from payung.web.table import Chip, Column, Filter, Table

KINDS = {ArrearsLetter.Kind.PAY: Words("tunggakan", "arrears"), ArrearsLetter.Kind.ENROL: Words("kepesertaan", "enrolment")}
_COLUMNS = [
    Column("on", Words("Tanggal", "Day"), "date", sort="on", href="day_at"),
    Column("to", Words("Kepada", "To"), href="at"),
    Column("district", Words("Kecamatan", "District")),
    Column("kind", Words("Tentang", "About"), "words", sort="kind"),
    Column("number", Words("Surat ke-", "Letter no."), "number", sort="number"),
    Column("reference", Words("Nomor surat", "Reference"), sort="reference"),
    Column("months", Words("Bulan", "Months"), "number", sort="months"),
    Column("owed", Words("Tunggakan", "Arrears"), "rupiah", sort="owed"),
    Column("due_on", Words("Batas jawaban", "Answer by"), "date", sort="due_on"),
    Column("sent", Words("Dikirim", "Sent"), "date"),
    Column("received", Words("Diterima", "Received"), "date"),
    Column("signed", Words("Dibuat oleh", "Made by"), extra=True),
]


@require_POST
@page("entity.read", writes="arrears.letter")
def write(request: PageRequest) -> HttpResponse:
    """Letters to the chosen ones (pilih), or (siapa=semua) to all that the board's filter (saringan) leaves and whose turn it is."""
    scope = request.scope
    place = place_of(scope)
    keys = request.POST.getlist("pilih")
    if request.POST.get("siapa") == "semua":
        lines = entities_of(place, scope.on, visible_to=request.user, right="arrears.letter")
        followed = follow(lines, scope.on)
        left = chosen_lines(lines, followed, QueryDict(request.POST.get("saringan", "")[:1500]))
        keys = [line.key for line in left if followed[line.key].next == Next.LETTER]
    if not keys:
        say(request, Words("Pilih dulu kepada siapa surat dibuat.", "Choose first to whom letters go."), wrong=True)
        return back(request, "entities:board")
    days = typed_number(request, "hari") or DAYS
    made = write_arrears_letters(place=regency_of(place), entities=keys, days=days, by=request.user, on=scope.on)
    say(request, _told(made), wrong=not made.letters and not made.again)
    return redirect("entities:sent", scope.on.isoformat()) if made.letters or made.again else back(request, "entities:board")


def _told(made: WrittenLetters) -> Words:
    said = [Words("{n} surat dibuat.", "{n} letters written.").counting(n=len(made.letters))]
    if made.again:
        said.append(Words("{n} sudah disurati hari ini.", "{n} were written to today already.").counting(n=made.again))
    said += [
        Words(f"{number(many)} tidak disurati: {NEXT[why].id}.", f"{number(many, 'en')} not written to: {NEXT[why].en}.")
        for why, many in made.held_up.items()
    ]
    return Words(" ".join(one.id for one in said), " ".join(one.en for one in said))


@page("entity.read")
def letters(request: PageRequest) -> HttpResponse:
    """Every letter, the newest first; ?keadaan= not sent, sent, received."""
    scope, place = request.scope, place_of(request.scope)
    found = list(letters_seen(place=place, visible_to=request.user, on=scope.on))
    states = {
        "belum": (Words("belum dikirim", "not sent"), [one for one in found if not happened(one, LetterStep.Kind.SENT)]),
        "dikirim": (Words("dikirim", "sent"), [one for one in found if happened(one, LetterStep.Kind.SENT) and not _received(one)]),
        "diterima": (Words("diterima", "received"), [one for one in found if _received(one)]),
    }
    chosen = request.GET.get("keadaan", "")
    shown = states[chosen][1] if chosen in states else found
    chips = [Chip("", Words("Semua", "All"), len(found)), *(Chip(key, words, len(of)) for key, (words, of) in states.items())]
    table = Table(
        request,
        Words("Surat kepada entitas", "Letters to entities"),
        _COLUMNS,
        [_cells(one) for one in shown],
        filters=[Filter("keadaan", Words("Keadaan", "State"), chips, chosen)],
        empty=Words(
            "Belum ada surat. Pilih yang menunggak atau belum terdaftar di papan, lalu tekan “Buat surat”.",
            "No letter yet. Choose who is in arrears or not enrolled on the board, then press “Write letters”.",
        ),
    )
    return table.xlsx() if table.wants_xlsx else render(request, "entities/letters.html", {**common(request, place), "table": table})


def _received(one: ArrearsLetter) -> date | None:
    return happened(one, LetterStep.Kind.RECEIVED)


@page("entity.read")
def sent(request: PageRequest, day: str) -> HttpResponse:
    """The letters of one day: to print, to send, to note."""
    found, place = _of_day(request, day)
    sender, told = _texts(found, place)
    table = Table(request, Words("Surat hari itu", "Letters of the day"), _COLUMNS, [{**_cells(one), "id": one.pk} for one in found])
    if table.wants_xlsx:
        return table.xlsx()
    context = {
        **common(request, place.code),
        "table": table,
        "day": day,
        "on": found[0].on,
        "count": len(found),
        "owed": sum(one.owed for one in found),
        "without_number": sum(not one.reference for one in found),
        "unsent": sum(not happened(one, LetterStep.Kind.SENT) for one in found),
        "texts": [(one.letter.pk, one.to[0], one.subject, whatsapp(one, sender)) for one in told],
        "pdf": reverse("entities:pdf", args=[day]),
        "today": request.scope.on,
    }
    return render(request, "entities/sent.html", context)


@require_POST
@page("entity.read", writes="arrears.letter")
def note(request: PageRequest, day: str) -> HttpResponse:
    """The chosen letters of the day (pilih), or all of them (siapa=semua), were sent or received."""
    found, place = _of_day(request, day)
    keys = (
        [one.pk for one in found] if request.POST.get("siapa") == "semua" else [int(key) for key in request.POST.getlist("pilih") if key.isdecimal()]
    )
    if not keys:
        say(request, Words("Pilih dulu suratnya.", "Choose the letters first."), wrong=True)
        return back(request, "entities:sent", day)
    kind = LetterStep.Kind.RECEIVED if request.POST.get("langkah") == "diterima" else LetterStep.Kind.SENT
    many = note_letters(
        place=place.code,
        letters=keys,
        kind=kind,
        happened_on=typed_day(request, "tanggal", request.scope.on),
        note=request.POST.get("catatan", ""),
        by=request.user,
        on=request.scope.on,
    )
    words = Words("{n} surat dicatat diterima.", "{n} letters noted as received.")
    if kind == LetterStep.Kind.SENT:
        words = Words("{n} surat dicatat dikirim.", "{n} letters noted as sent.")
    say(request, words.counting(n=many))
    return back(request, "entities:sent", day)


@page("entity.read")
def pdf(request: PageRequest, day: str) -> HttpResponse:
    """All letters of the day, each from a new page."""
    found, place = _of_day(request, day)
    return _pdf(request, found, place, f"surat {day}")


@page("entity.read")
def docx(request: PageRequest, day: str) -> HttpResponse:
    """The same to edit."""
    found, place = _of_day(request, day)
    sender, told = _texts(found, place)
    return attachment(letters_docx(told, sender, on=request.scope.on), DOCX, f"surat {day}.docx")


@page("entity.read")
def texts(request: PageRequest, day: str) -> HttpResponse:
    """All messages of the day, one after the other."""
    found, place = _of_day(request, day)
    sender, told = _texts(found, place)
    rule = f"\n\n{'-' * 40}\n\n"
    return attachment(rule.join(whatsapp(one, sender) for one in told) + "\n", "text/plain; charset=utf-8", f"pesan {day}.txt")


@page("entity.read")
def pdf_of_one(request: PageRequest, letter: int) -> HttpResponse:
    """One letter, for whoever sees its entity."""
    found = list(letters_seen(place="", visible_to=request.user, on=request.scope.on).filter(pk=letter))
    if not found:
        raise Http404("letter")
    return _pdf(request, found, regency_of(found[0].entity.place_id), f"surat {found[0].entity.key} {found[0].on}")


def _of_day(request: PageRequest, day: str) -> tuple[list[ArrearsLetter], Place]:
    """Of the regency that the page is about. Http404 where none is seen."""
    scope = request.scope
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404("day") from None
    place = place_of(scope)
    found = list(letters_seen(place=place, visible_to=request.user, on=scope.on).filter(on=on))
    if not found:
        raise Http404("letters")
    return sorted(found, key=lambda one: one.pk), regency_of(place)


def _texts(found: list[ArrearsLetter], place: Place) -> tuple[Sender, list[Text]]:
    sender = sender_of(place)
    return sender, texts_of(found, sender)


def _pdf(request: PageRequest, found: list[ArrearsLetter], place: Place, name: str) -> HttpResponse:
    sender, told = _texts(found, place)
    content = letters_pdf(told, sender, made_by=str(request.user), on=request.scope.on)
    return attachment(content, PDF, f"{name}.pdf", shown=True)


def _cells(one: ArrearsLetter) -> dict[str, Any]:
    entity = one.entity
    village = entity.kind == EntityKind.VILLAGE
    return {
        "on": one.on,
        "day_at": link("entities:sent", one.on.isoformat()),
        "to": f"Desa {entity.place.name}" if village else str(entity.office),
        "at": link("entities:entity", entity.key),
        "district": entity.place.parent.name if village and entity.place.parent else "",
        "kind": KINDS[ArrearsLetter.Kind(one.kind)],
        "number": one.number,
        "reference": one.reference,
        "months": one.months or None,
        "owed": one.owed or None,
        "due_on": one.due_on,
        "sent": happened(one, LetterStep.Kind.SENT),
        "received": happened(one, LetterStep.Kind.RECEIVED),
        "signed": one.signed,
    }

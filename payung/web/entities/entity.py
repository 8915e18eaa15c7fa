"""One entity: what is known of it and from whom, what it was asked, what it promised and paid; and where all that is entered."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.compliance.answer_actions import record_arrears_payment, record_commitment
from payung.compliance.arrears_file import month_of
from payung.compliance.enrolment import EntityLine
from payung.compliance.enrolment_actions import record_arrears, record_employer, record_enrolment
from payung.compliance.enrolment_models import ArrearsFact, ArrearsFile, ArrearsLetter, ArrearsPayment, Commitment, EnrolmentFact, LetterStep, Skk
from payung.compliance.following import Next, follow, happened
from payung.compliance.industries import INDUSTRIES, SIZES
from payung.compliance.own_bills import own_arrears
from payung.compliance.promise import schedule, state_of
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words
from payung.web.entities.seen import (
    NEXT,
    PROMISES,
    STATES,
    common,
    day_asked,
    line_seen,
    next_words,
    place_of,
    regency_of,
    titled,
    typed_day,
    typed_number,
    typed_rupiah,
)
from payung.web.page import PageRequest, back, page, say


@page("entity.read")
def entity_page(request: PageRequest, entity: str) -> HttpResponse:
    """As known on ?per=."""
    on = day_asked(request, request.scope.on)
    line = line_seen(request, entity, on)
    one = follow([line], on)[line.key]
    bills = own_arrears(line.place, on).get(line.key)
    told = {
        **common(request, line.place),
        "line": line,
        "title": titled(line),
        "on": on,
        "today": request.scope.on,
        "state": STATES[line.state],
        "industry": INDUSTRIES.get(line.industry),
        "size": SIZES.get(line.size),
        "next": next_words(one) if one.next != Next.NOTHING else NEXT[Next.NOTHING],
        "skk": one.skk if request.scope.may_anywhere("skk.read") else None,
        "law": bills.law(on) if bills else None,
        "writes_next": one.next == Next.LETTER and on == request.scope.on,
        **_history(line, on),
        "files_seen": set(ArrearsFile.objects.filter(request.scope.sight.in_places("place")).values_list("pk", flat=True)),
    }
    return render(request, "entities/entity.html", told)


def _history(line: EntityLine, on: date) -> dict[str, Any]:
    """Everything that was ever said, asked, promised and paid, the newest first."""
    if line.pk is None:
        return {"enrolments": [], "arrears": [], "letters": [], "promises": [], "payments": [], "skks": []}
    letters = ArrearsLetter.objects.filter(entity=line.pk).prefetch_related("steps").order_by("-on", "-pk")
    payments = list(ArrearsPayment.objects.filter(entity=line.pk).order_by("-paid_on", "-pk"))
    return {
        "enrolments": EnrolmentFact.objects.filter(entity=line.pk).select_related("by").order_by("-as_of", "-pk"),
        "arrears": ArrearsFact.objects.filter(entity=line.pk).select_related("by").order_by("-as_of", "-pk"),
        "letters": [
            {"letter": one, "sent": happened(one, LetterStep.Kind.SENT), "received": happened(one, LetterStep.Kind.RECEIVED)} for one in letters
        ],
        "promises": [_promised(one, payments, on) for one in Commitment.objects.filter(entity=line.pk).order_by("-promised_on", "-pk")],
        "payments": payments,
        "skks": list(Skk.objects.filter(entity=line.pk).select_related("referral").order_by("-pk")),
    }


def _promised(one: Commitment, payments: list[ArrearsPayment], on: date) -> dict[str, Any]:
    paid = sum(each.amount for each in payments if one.promised_on <= each.paid_on <= on)
    return {
        "one": one,
        "paid": paid,
        "state": PROMISES[state_of(one.amount, one.parts, one.due_on, paid, on)],
        "parts": schedule(one.amount, one.parts, one.due_on),
    }


@require_POST
@page("entity.read", writes="entity.record")
def enrolment(request: PageRequest, entity: str) -> HttpResponse:
    """What was said of its enrolment."""
    scope, line = request.scope, line_seen(request, entity)
    since = request.POST.get("sejak", "").strip()
    record_enrolment(
        entity=entity,
        place=line.place,
        enrolled=request.POST.get("terdaftar") == "ya",
        npp=request.POST.get("npp", ""),
        since=typed_day(request, "sejak") if since else None,
        workers=typed_number(request, "pekerja"),
        registered=typed_number(request, "pekerja_terdaftar"),
        as_of=typed_day(request, "per", scope.on),
        source=request.POST.get("sumber", ""),
        by=request.user,
        on=scope.on,
    )
    say(request, Words("Keterangan kepesertaan disimpan.", "The information on enrolment is kept."))
    return back(request, "entities:entity", entity)


@require_POST
@page("entity.read", writes="entity.record")
def arrears(request: PageRequest, entity: str) -> HttpResponse:
    """What was said that it owes."""
    scope, line = request.scope, line_seen(request, entity)
    record_arrears(
        entity=entity,
        place=line.place,
        months=typed_number(request, "bulan") or 0,
        owed=typed_rupiah(request, "jumlah"),
        paid_through=_month(request.POST.get("lunas_sampai", "")),
        as_of=typed_day(request, "per", scope.on),
        source=request.POST.get("sumber", ""),
        by=request.user,
        on=scope.on,
    )
    say(request, Words("Keterangan tunggakan disimpan.", "The information on arrears is kept."))
    return back(request, "entities:entity", entity)


@require_POST
@page("entity.read", writes="entity.record")
def promise(request: PageRequest, entity: str) -> HttpResponse:
    """What it promised to pay."""
    scope, line = request.scope, line_seen(request, entity)
    record_commitment(
        entity=entity,
        place=line.place,
        promised_on=typed_day(request, "tanggal", scope.on),
        amount=typed_rupiah(request, "jumlah"),
        due_on=typed_day(request, "bayar_pertama"),
        parts=typed_number(request, "kali") or 1,
        said_by=request.POST.get("oleh", ""),
        by=request.user,
        on=scope.on,
    )
    say(request, Words("Kesanggupan dicatat. Surat berikutnya menunggu janji ini.", "The promise is kept. The next letter waits for it."))
    return back(request, "entities:entity", entity)


@require_POST
@page("entity.read", writes="entity.record")
def pay(request: PageRequest, entity: str) -> HttpResponse:
    """What it paid of its arrears."""
    scope, line = request.scope, line_seen(request, entity)
    record_arrears_payment(
        entity=entity,
        place=line.place,
        amount=typed_rupiah(request, "jumlah"),
        paid_on=typed_day(request, "tanggal", scope.on),
        reference=request.POST.get("bukti", ""),
        by=request.user,
        on=scope.on,
    )
    say(request, Words("Pembayaran dicatat.", "The payment is kept."))
    return back(request, "entities:entity", entity)


@require_POST
@page("entity.read", writes="entity.record")
def add_employer(request: PageRequest) -> HttpResponse:
    """An employer by name, industry and size."""
    place = regency_of(place_of(request.scope))
    made = record_employer(
        place=place,
        name=request.POST.get("nama", ""),
        industry=request.POST.get("lapangan", ""),
        size=request.POST.get("skala", ""),
        by=request.user,
        on=request.scope.on,
    )
    say(request, Words("Pemberi kerja disimpan. Isi kepesertaannya di sini.", "The employer is kept. Fill in its enrolment here."))
    return redirect("entities:entity", made.key)


def _month(text: str) -> Month | None:
    if not text.strip():
        return None
    found = month_of(text)
    if found is None:
        raise InputError("month.unreadable", Words("Isi bulannya, misalnya 2026-01.", "Give the month, such as 2026-01."))
    return found

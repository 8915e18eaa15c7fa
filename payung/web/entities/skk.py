"""The prosecutor's office: who is ready to be handed over, the letter and the list for it, and the register of SKKs with what came of each."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.compliance.answer_actions import MOST_SUMMONSES, agree_instalments, close_skk, hand_over, number_skk, summon
from payung.compliance.enrolment_models import EntityKind, SkkStep
from payung.compliance.skk_queries import OUTCOMES, Outcome, SkkState, ready_for_skk, referral_of, skk_state, skk_states, skk_years
from payung.reports.skk_papers import COLUMNS, KINDS, district_of, named, ready_book, referral_pdf, skk_book, skk_row
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.download import PDF, XLSX, attachment
from payung.web.entities.seen import common, next_words, place_of, regency_of, titled, typed_day, typed_number
from payung.web.language import lang
from payung.web.links import link
from payung.web.page import PageRequest, back, page, say
from payung.web.table import Chip, Column, Filter, Kind, Table

OUTCOME_LOOKS = {Outcome.PAID: "ok", Outcome.INSTALMENTS: "waiting", Outcome.CLOSED: "rejected", Outcome.OPEN: "owed"}
STEPS = {
    SkkStep.Kind.SUMMONS: Words("Panggilan", "Summons"),
    SkkStep.Kind.INSTALMENTS: Words("Angsuran", "Instalments"),
    SkkStep.Kind.CLOSED: Words("Ditutup", "Closed"),
}
# the prosecutor's columns, with the outcome as a badge beside the name
_KEYS = [f"c{at}" for at in range(len(COLUMNS))]
_KINDS: dict[str, Kind] = {"text": "text", "number": "number", "rupiah": "rupiah", "date": "date", "words": "words"}
_PLAIN = [
    Column(key, words, _KINDS[kind], sort="" if kind == "words" else key, href="at" if key == "c1" else "")
    for key, (words, kind) in zip(_KEYS, COLUMNS, strict=True)
    if key != "c13"
]
_COLUMNS = [*_PLAIN[:2], Column("state", Words("Hasil", "Outcome"), "badge"), *_PLAIN[2:]]
_READY = Words("Siap SKK", "Ready for SKK")
_REGISTER = Words("Register SKK", "Register of SKKs")


@page("skk.read")
def ready(request: PageRequest) -> HttpResponse:
    """Three letters, no payment, no promise that runs; ?unduh=xlsx in the prosecutor's columns."""
    scope, place = request.scope, place_of(request.scope)
    found = ready_for_skk(place, scope.on, visible_to=request.user)
    if request.GET.get("unduh") == "xlsx":
        return attachment(ready_book(found, _READY.said(lang()), lang()), XLSX, f"{_READY.said(lang())} {scope.on}.xlsx")
    columns = [
        Column("name", Words("Nama", "Name"), sort="name", href="at"),
        Column("kind", Words("Jenis", "Kind"), "words"),
        Column("district", Words("Kecamatan", "District"), sort="district"),
        Column("npp", Words("NPP", "NPP")),
        Column("months", Words("Bulan", "Months"), "number", sort="months"),
        Column("owed", Words("Tunggakan", "Arrears"), "rupiah", sort="owed"),
        *(Column(f"letter_{n}", Words(f"Surat {n}", f"Letter {n}"), "date") for n in (1, 2, 3)),
        Column("next", Words("Keadaan", "State"), "words"),
    ]
    rows = [
        {
            "id": one.line.key,
            "name": titled(one.line),
            "at": link("entities:entity", one.line.key),
            "kind": KINDS[one.line.kind],
            "district": one.line.district_name,
            "npp": one.line.npp,
            "months": one.line.months,
            "owed": one.line.owed,
            **{f"letter_{letter.number}": letter.on for letter in one.letters},
            "next": next_words(one),
        }
        for one in found
    ]
    empty = Words(
        "Belum ada yang siap. Di sini muncul siapa yang sudah mendapat tiga surat dan tidak membayar atau menepati janji.",
        "Nobody is ready. Whoever had three letters and neither paid nor kept a promise appears here.",
    )
    table = Table(request, _READY, columns, rows, sort="-owed", empty=empty)
    told = {**common(request, place), "table": table, "count": len(found), "owed": sum(one.line.owed for one in found), "to": _prosecutor(place)}
    return render(request, "entities/ready.html", told)


@require_POST
@page("skk.read", writes="skk.record")
def hand_them_over(request: PageRequest) -> HttpResponse:
    """The chosen ones (pilih), or all that are ready (siapa=semua), go to the prosecutor's office by one letter."""
    scope, place = request.scope, regency_of(place_of(request.scope))
    keys = request.POST.getlist("pilih")
    if request.POST.get("siapa") == "semua":
        keys = [one.line.key for one in ready_for_skk(place.code, scope.on, visible_to=request.user)]
    made = hand_over(place=place, entities=keys, to=request.POST.get("kepada", ""), by=request.user, on=scope.on)
    many = made.skks.count()
    say(request, Words("{n} entitas diserahkan.", "{n} entities handed over.").counting(n=many))
    return redirect(link("entities:register", serah=made.pk))


@page("skk.read")
def register(request: PageRequest) -> HttpResponse:
    """Every SKK, with the totals of each year; ?hasil= and ?serah= narrow it, ?unduh=xlsx in the prosecutor's columns."""
    scope, place = request.scope, place_of(request.scope)
    every = skk_states(place, scope.on, visible_to=request.user)
    chosen, referral = request.GET.get("hasil", ""), request.GET.get("serah", "")
    shown = [
        one for one in every if (chosen not in list(Outcome) or one.outcome == chosen) and (not referral or str(one.skk.referral_id) == referral)
    ]
    if request.GET.get("unduh") == "xlsx":
        return attachment(skk_book(shown, _REGISTER.said(lang()), lang()), XLSX, f"{_REGISTER.said(lang())} {scope.on}.xlsx")
    chips = [Chip("", Words("Semua", "All"), len(every))]
    chips += [Chip(outcome, words, sum(one.outcome == outcome for one in every)) for outcome, words in OUTCOMES.items()]
    rows = [
        {**dict(zip(_KEYS, skk_row(at, one), strict=True)), "at": link("entities:skk", one.skk.pk), "state": _badge(one)}
        for at, one in enumerate(shown, 1)
    ]
    empty = Words("Belum ada SKK. Serahkan dulu dari “Siap SKK”.", "No SKK yet. Hand entities over from “Ready for SKK” first.")
    table = Table(request, _REGISTER, _COLUMNS, rows, filters=[Filter("hasil", Words("Hasil", "Outcome"), chips, chosen)], empty=empty)
    told = {
        **common(request, place),
        "table": table,
        "years": [(year, [(OUTCOMES[outcome], many) for outcome, many in year.outcomes.items()]) for year in skk_years(every)],
        "referrals": list({one.skk.referral_id: one.skk.referral for one in every}.values()),
        "broken": sum(one.broken for one in every),
    }
    return render(request, "entities/register.html", told)


@page("skk.read")
def skk_page(request: PageRequest, skk: int) -> HttpResponse:
    """One SKK: letters, summonses, instalments, payments, what is left."""
    one = skk_state(skk, request.scope.on, visible_to=request.user)
    entity = one.skk.entity
    told: dict[str, Any] = {
        **common(request, entity.place_id),
        "one": one,
        "title": named(one.skk),
        "district": district_of(one.skk),
        "kind": KINDS[EntityKind(entity.kind)],
        "badge": _badge(one),
        "letters": [(n, date.fromisoformat(text)) for n, text in enumerate(one.skk.letters, 1)],
        "steps": [(STEPS[SkkStep.Kind(step.kind)], step) for step in one.steps],
        "payments": [each for each in one.skk.payments.all() if each.paid_on <= request.scope.on],
        "open": not one.skk.closed_on,
        "may_summon": len(one.summonses) < MOST_SUMMONSES,
        "today": request.scope.on,
    }
    return render(request, "entities/skk.html", told)


@require_POST
@page("skk.read", writes="skk.record")
def number_it(request: PageRequest, skk: int) -> HttpResponse:
    """The SKK was issued under a number."""
    one = skk_state(skk, request.scope.on, visible_to=request.user)
    given = request.POST.get("nomor", "")
    number_skk(skk=one.skk, number=given, dated=typed_day(request, "tanggal", request.scope.on), by=request.user, on=request.scope.on)
    say(request, Words("Nomor SKK disimpan.", "The number of the SKK is kept."))
    return back(request, "entities:skk", skk)


@require_POST
@page("skk.read", writes="skk.record")
def step(request: PageRequest, skk: int) -> HttpResponse:
    """A summons (panggilan), instalments (angsuran) or the end (tutup)."""
    scope = request.scope
    one = skk_state(skk, scope.on, visible_to=request.user)
    terms: dict[str, Any] = {"skk": one.skk, "happened_on": typed_day(request, "tanggal", scope.on), "by": request.user, "on": scope.on}
    kind, told = request.POST.get("langkah", ""), request.POST.get("catatan", "")
    if kind == "panggilan":
        came = {"ya": True, "tidak": False}.get(request.POST.get("datang", ""))
        summon(**terms, came=came, who=request.POST.get("siapa", ""), note=told)
    elif kind == "angsuran":
        agree_instalments(**terms, parts=typed_number(request, "kali") or 0, due_on=typed_day(request, "bayar_pertama"), note=told)
    elif kind == "tutup":
        close_skk(**terms, note=told)
    else:
        raise InputError("skk.step", Words("Pilih langkahnya.", "Choose the step."))
    say(request, Words("Dicatat.", "Noted."))
    return back(request, "entities:skk", skk)


@page("skk.read")
def referral_letter(request: PageRequest, referral: int) -> HttpResponse:
    """The letter to the prosecutor's office."""
    one, states = referral_of(referral, request.scope.on, visible_to=request.user)
    return attachment(referral_pdf(one, states, made_by=str(request.user), on=one.on), PDF, f"penyerahan {one.on}.pdf", shown=True)


@page("skk.read")
def referral_list(request: PageRequest, referral: int) -> HttpResponse:
    """The list that goes with it, to be filled in and sent back."""
    one, states = referral_of(referral, request.scope.on, visible_to=request.user)
    title = f"Daftar SKK {one.to}, {one.on}"
    return attachment(skk_book(states, title), XLSX, f"daftar SKK {one.on}.xlsx")


def _badge(one: SkkState) -> tuple[str, Words]:
    words = OUTCOMES[one.outcome]
    if one.broken:
        return "owed", Words(f"{words.id}, janji ingkar", f"{words.en}, broken promise")
    return OUTCOME_LOOKS[one.outcome], words


def _prosecutor(place: str) -> str:
    """A name to begin with."""
    try:
        name = regency_of(place).name
    except Http404:
        return ""
    return f"Kejaksaan Negeri {name.removeprefix('Kabupaten ').removeprefix('Kota ')}"

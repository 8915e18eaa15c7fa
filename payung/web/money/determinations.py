"""Determinations: what waits for approval, what one decided and why, how versions differ, approving and sending back."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.planning.actions import approve, send_back, summary_of
from payung.planning.models import Decided, Determination
from payung.planning.queries import determinations_seen, versions_compared, why_decided
from payung.reports.determined import decided_lines
from payung.reports.funds import answer_of
from payung.roster.actions import start_roster
from payung.roster.models import Change
from payung.values.words import Words, number, rupiah
from payung.web.decree.steps import steps_of
from payung.web.links import person_address
from payung.web.money.papers import about, is_long
from payung.web.money.seen import ANSWERS, OUTCOMES, answer_badge, the_determination
from payung.web.page import PageRequest, page, say
from payung.web.papers.views import shown
from payung.web.table import Chip, Column, Filter, Table

_SHOWN = 25  # people of each side of a comparison


@page("fund.read")
def determinations(request: PageRequest) -> HttpResponse:
    """Every determination the person sees; ?keadaan=awaiting: those that wait for an answer."""
    scope = request.scope
    found = determinations_seen(visible_to=request.user, on=scope.on)
    awaiting = found.awaiting()
    chosen = "awaiting" if request.GET.get("keadaan") == "awaiting" else ""
    waits = awaiting.count()
    chips = [Chip("", Words("Semua", "All")), Chip("awaiting", ANSWERS["awaiting"][1], waits)]
    mine = [one for one in awaiting[:10] if scope.may("determination.approve", one.fund.place_id) and one.made_by_id != request.user.pk]
    table = Table(
        request,
        Words("Penetapan", "Determinations"),
        _COLUMNS,
        awaiting if chosen else found,
        row=_row,
        filters=[Filter("keadaan", Words("Keadaan", "State"), chips, chosen)],
        empty=Words(
            "Tidak ada penetapan di sini. Kunci daftar dari halaman urutan sebuah dana.", "No determination here. Lock a list from a fund's ranking."
        ),
    )
    if table.wants_xlsx:
        return table.xlsx()
    return render(request, "money/determinations.html", {"table": table, "mine": [(one, summary_of(one)) for one in mine], "waits": waits})


@page("fund.read")
def determination_page(request: PageRequest, determination_id: int) -> HttpResponse:
    """One determination with everybody in it."""
    scope = request.scope
    one = the_determination(request, determination_id)
    table = people_table(request, one)
    if table.wants_xlsx:
        return table.xlsx()
    place, state = one.fund.place_id, answer_of(one)
    entitled = scope.may("determination.approve", place)
    before = one.fund.determinations.filter(version__lt=one.version).order_by("-version").first()
    summary = summary_of(one)
    context = {
        "one": one,
        "fund": one.fund,
        "badge": answer_badge(one),
        "state": state,
        "summary": summary,
        "approval": getattr(one, "approval", None),
        "table": table,
        "own": state == "awaiting" and entitled and one.made_by_id == request.user.pk,
        "may_answer": state == "awaiting" and entitled and one.made_by_id != request.user.pk,
        "confirm": _confirm(one),
        "may_start": state == "in_force" and scope.may("roster.change", place) and not Change.objects.filter(fund=one.fund).exists(),
        "may_reveal": scope.may("nik.reveal", place),
        "before": before,
        "compared": _compared(one, before) if before else None,
        "long_list": is_long(one.people),
        "long_waiting": is_long(one.waiting),
        **shown(request, about(one)),
        "steps": steps_of(one),
    }
    return render(request, "money/determination.html", context)


@page("fund.read", writes="determination.approve")
@require_POST
def answer(request: PageRequest, determination_id: int) -> HttpResponse:
    """Approves, or sends back with a reason."""
    one = the_determination(request, determination_id)
    if request.POST.get("jawab") == "setuju":
        approve(determination=one, by=request.user, on=request.scope.on)
        say(request, Words("Penetapan disetujui dan berlaku.", "The determination is approved and in force."))
    else:
        send_back(determination=one, reason=request.POST.get("alasan", ""), by=request.user, on=request.scope.on)
        say(request, Words("Penetapan dikembalikan. Versi baru dapat dibuat.", "Sent back. A new version can be made."))
    return redirect("money:determination", one.pk)


@page("fund.read", writes="roster.change")
@require_POST
def start(request: PageRequest, determination_id: int) -> HttpResponse:
    """The list of the fund begins by this determination."""
    one = the_determination(request, determination_id)
    begun = start_roster(determination=one, by=request.user, on=request.scope.on)
    told = Words("Daftar peserta dimulai dengan {n} orang.", "The list begins with {n} people.")
    say(request, told.counting(n=begun.people))
    return redirect(f"{reverse('money:roster')}?dana={one.fund_id}&bulan={one.fund.first_month}")


_COLUMNS = [
    Column("number", Words("Nomor", "Number"), sort="number", href="address"),
    Column("fund", Words("Dana", "Fund"), href="fund_address"),
    Column("version", Words("Versi", "Version"), "number"),
    Column("decided_on", Words("Tanggal", "Date"), "date", sort="decided_on"),
    Column("people", Words("Ditetapkan", "Determined"), "number", sort="people"),
    Column("cost", Words("Biaya", "Cost"), "rupiah"),
    Column("waiting", Words("Cadangan", "Waiting"), "number", sort="waiting"),
    Column("made_by", Words("Dikunci oleh", "Locked by")),
    Column("state", Words("Keadaan", "State"), "badge"),
]


def _row(one: Determination) -> dict[str, Any]:
    return {
        "number": one.number,
        "address": reverse("money:determination", args=[one.pk]),
        "fund": one.fund.name,
        "fund_address": reverse("money:fund", args=[one.fund_id]),
        "version": one.version,
        "decided_on": one.decided_on,
        "people": one.people,
        "cost": one.people * one.price,
        "waiting": one.waiting,
        "made_by": str(one.made_by) if one.made_by else None,
        "state": answer_badge(one),
    }


PEOPLE = [
    Column("position", Words("Urutan", "Position"), "number", sort="position"),
    Column("name", Words("Nama", "Name"), href="address"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("birth_date", Words("Tanggal lahir", "Birth date"), "date", extra=True),
    Column("village", Words("Desa", "Village")),
    Column("decile", Words("Desil", "Decile"), "number"),
    Column("outcome", Words("Hasil", "Outcome"), "badge"),
    Column("why", Words("Mengapa", "Why"), "words"),
]


def people_table(request: PageRequest, one: Determination) -> Table:
    chosen = request.GET.get("hasil", "")
    chips = [Chip("", Words("Semua", "All"), one.people + one.waiting + one.out)]
    chips += [Chip(key, words, n) for (key, (_, words)), n in zip(OUTCOMES.items(), (one.people, one.waiting, one.out), strict=True)]
    why = why_decided(one)

    def row(line: Decided) -> dict[str, Any]:
        person, village = line.candidate.person, line.candidate.village
        return {
            "position": line.position,
            "name": person.name,
            "address": person_address(request.scope, person.pk),
            "nik": person.nik,
            "birth_date": person.birth_date,
            "village": village.name if village else None,
            "decile": line.decile,
            "outcome": OUTCOMES[line.outcome],
            "why": why(line),
        }

    return Table(
        request,
        Words("Lampiran penetapan", "Annex of the determination"),
        PEOPLE,
        decided_lines(one, chosen),
        row=row,
        filters=[Filter("hasil", Words("Hasil", "Outcome"), chips, chosen if chosen in OUTCOMES else "")],
    )


def _compared(one: Determination, before: Determination) -> list[tuple[Words, str, int, QuerySet[Decided]]]:
    came, went = versions_compared(one, before)
    return [
        (Words("Masuk di versi ini", "In by this version"), "passes", came.count(), came[:_SHOWN]),
        (Words("Keluar dari versi sebelumnya", "No longer in"), "rejected", went.count(), went[:_SHOWN]),
    ]


def _confirm(one: Determination) -> Words:
    cost = one.people * one.price
    return Words(
        f"Anda menyetujui {number(one.people)} orang dengan biaya {rupiah(cost)} dari dana {one.fund.name}. "
        "Setelah ini daftar peserta dapat dimulai.",
        f"You approve {number(one.people, 'en')} people at a cost of {rupiah(cost, 'en')} from the fund {one.fund.name}. The list can begin then.",
    )

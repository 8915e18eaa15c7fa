"""One addressee: each duty with its state, evidence and source, the score with its formula, the reports; and what is entered there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from payung.compliance.addressees import GROUP_WORDS
from payung.compliance.duties import AddresseeOn, evidence_of, evidence_seen, the_addressee
from payung.compliance.duty_actions import Told, open_evidence, record_evidence, take_back
from payung.compliance.duty_kinds import SURE_WORDS, Duty, Proof, instruction
from payung.compliance.duty_state import DUTY_STATE_LOOKS, DUTY_STATE_WORDS, FULL, DutyOn, DutyState, period_named, periods_of
from payung.compliance.models import DutyEvidence, Instrument
from payung.compliance.regulations import InstrumentOn, regulations_of, the_instrument
from payung.filing.kinds import PDF
from payung.values.month import Month
from payung.values.words import Words, day, number, rupiah, tenths_and_hundredths
from payung.web.claims.typed import day_of, money_of, whole_of
from payung.web.download import attachment
from payung.web.duties.asked import as_of, file_of, number_of
from payung.web.duties.board import report_badge
from payung.web.language import lang
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, back, page, say

_LATE = {DutyState.LATE: "late", DutyState.MET: "done", DutyState.PARTLY: "delayed", DutyState.OLD: "delayed"}
_QUARTERS = 8  # that are shown at once; older ones are opened


@page("duty.read")
@require_GET
def addressee_page(request: PageRequest, who: str) -> HttpResponse:
    """?per= the day."""
    on = as_of(request)
    found = the_addressee(who, on, visible_to=request.user)
    code = found.addressee.place
    may_record = request.scope.may("duty.record", code) and on == request.scope.on
    held: dict[str, list[DutyEvidence]] = {}
    for one in evidence_of(found.addressee.key, on):
        held.setdefault(one.duty, []).append(one)
    regulations = regulations_of(code, on, visible_to=request.user) if may_record else []
    reports = [(one, report_badge(one)) for one in reversed(found.reports)]
    context = {
        "found": found,
        "group": GROUP_WORDS[found.addressee.group],
        "sure": SURE_WORDS[found.addressee.mark],
        "on": on,
        "score": "–" if found.score is None else f"{tenths_and_hundredths(found.score, lang())} %",
        "note": instruction().score.note,
        "parts": list(_parts(found.duties)),
        "duties": list(_duties(found, held, regulations, on)),
        "reports": reports[:_QUARTERS],
        "older": reports[_QUARTERS:],
        "may_record": may_record,
        "province": code[:2] if found.addressee.group == "governor" else "",
    }
    return render(request, "duties/addressee.html", context)


def _parts(duties: Iterable[DutyOn]) -> Iterator[tuple[DutyOn, str]]:
    for one in duties:
        if one.counts:
            yield one, f"{tenths_and_hundredths(one.achieved, lang())} %"


def _duties(found: AddresseeOn, held: Mapping[str, list[DutyEvidence]], regulations: list[InstrumentOn], on: date) -> Iterator[dict[str, Any]]:
    for one in found.duties:
        yield {
            "one": one,
            "badge": (DUTY_STATE_LOOKS[one.state], DUTY_STATE_WORDS[one.state]),
            "look": _LATE.get(one.state, "open"),
            "sure": SURE_WORDS[one.duty.mark],
            "evidence": [(each, _said(each)) for each in held.get(one.duty.key, [])],
            "periods": _periods(one.duty, on),
            "years": [on.year + 1, on.year, on.year - 1],
            "regulations": regulations,
            "part": one.achieved if 0 < one.achieved < FULL else None,
        }


def _periods(duty: Duty, on: date) -> list[tuple[str, Words]]:
    """Of the report that is entered: those that have ended, the newest first."""
    if duty.proof != Proof.REPORT:
        return []
    return [(one.key, one.words) for one in reversed(periods_of(duty, [], on))][:12]


def _said(one: DutyEvidence) -> Words:
    """What it shows, in few words."""
    if one.part is not None and one.whole is not None:
        return Words(f"{number(one.part)} dari {number(one.whole)}", f"{number(one.part, 'en')} of {number(one.whole, 'en')}")
    if one.amount is not None:
        return Words(f"anggaran {one.period}: {rupiah(one.amount)}", f"budget {one.period}: {rupiah(one.amount, 'en')}")
    if one.instrument is not None:
        return Words(one.instrument.title, one.instrument.title)
    if one.period:
        return _of_period(one)
    return Words(one.reference, one.reference)


def _of_period(one: DutyEvidence) -> Words:
    year, at = one.period.split("-")
    months = {"Q": 3, "H": 6}[at[0]]
    words = period_named(Month.at(int(year), (int(at[1]) - 1) * months + 1), months)[1]
    return Words(f"laporan {words.id}, diterima {day(one.counts_from)}", f"report of {words.en}, received {day(one.counts_from, 'en')}")


@page("duty.read", writes="duty.record")
@require_POST
def record(request: PageRequest, who: str) -> HttpResponse:
    """`kewajiban` and what its evidence needs: `tanggal`, `masa`, `peraturan`, `jumlah`, `sudah` and `semua`, `nomor`, `catatan`, `berkas`."""
    on, given = request.scope.on, request.POST
    the_addressee(who, on, visible_to=request.user)
    chosen = number_of(request, "peraturan")
    instrument: Instrument | None = the_instrument(chosen, on, visible_to=request.user).instrument if chosen else None
    begun = (instrument.starts_on or instrument.signed_on) if instrument else None
    told = Told(
        counts_from=day_of(request, "tanggal") or (min(begun, on) if begun else on),
        period=given.get("masa", ""),
        instrument=instrument,
        reference=text_of(request, "nomor"),
        amount=money_of(request, "jumlah") if given.get("jumlah") else None,
        part=whole_of(request, "sudah"),
        whole=whole_of(request, "semua"),
        note=text_of(request, "catatan"),
    )
    made = record_evidence(addressee=who, duty=given.get("kewajiban", ""), told=told, by=request.user, on=on, **file_of(request, "berkas"))
    words = instruction().duties[made.duty].title
    say(request, Words(f"Bukti dicatat: {words.id}.", f"Evidence entered: {words.en}."))
    return redirect("duties:addressee", who)


@page("duty.read")
@require_GET
def scan(request: PageRequest, evidence: int) -> HttpResponse:
    """The scan as it came; opening it stands on the trail."""
    one = evidence_seen(evidence, request.scope.on, visible_to=request.user)
    content = open_evidence(evidence=one, by=request.user, on=request.scope.on)
    assert one.document is not None  # open_evidence has refused otherwise
    return attachment(content, one.document.media_type, one.document.name, shown=one.document.media_type != PDF)


@page("duty.read", writes="duty.record")
@require_POST
def withdraw(request: PageRequest, evidence: int) -> HttpResponse:
    """`sebab`: why it is taken back."""
    one = evidence_seen(evidence, request.scope.on, visible_to=request.user)
    take_back(evidence=one, why=text_of(request, "sebab"), by=request.user, on=request.scope.on)
    say(request, Words("Bukti ditarik; catatannya tetap ada.", "The evidence is taken back; its record stays."))
    return back(request, "duties:addressee", one.addressee)

"""One regulation or agreement: its terms, citations, paper, obligations, end; and what is entered there."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.compliance.follow_up_actions import Promised, oblige
from payung.compliance.follow_ups import standing_on
from payung.compliance.meeting_actions import offices_named
from payung.compliance.models import Instrument
from payung.compliance.regulation_actions import change_instrument, cite, end_instrument, keep_file, open_file, rule
from payung.compliance.regulations import KIND_WORDS, InstrumentOn, the_instrument
from payung.filing.kinds import PDF
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words
from payung.web.claims.typed import day_of, needed_day, whole_of
from payung.web.download import attachment
from payung.web.duties.asked import as_of, file_of, number_of
from payung.web.duties.forms import InstrumentForm, filled
from payung.web.duties.register import badge_of
from payung.web.language import lang
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, page, say

_RIGHT = {
    True: ("passes", Words("nomor yang benar", "the right number")),
    False: ("duplicate", Words("keliru dikutip", "cited wrongly")),
    None: ("needs_fixing", Words("belum diputuskan", "not decided")),
}


@page("regulation.read")
def instrument_page(request: PageRequest, instrument: int) -> HttpResponse:
    """?per= the day."""
    on = as_of(request)
    found = the_instrument(instrument, on, visible_to=request.user)
    one = found.instrument
    context = {
        "found": found,
        "one": one,
        "kind": KIND_WORDS[one.kind],
        "badge": badge_of(found),
        "on": on,
        "citations": [(each, _RIGHT[each.right]) for each in found.citations],
        "obligations": standing_on(one.obligations.select_related("meeting", "instrument", "office", "village").order_by("pk"), on),
        "parties": one.parties.splitlines(),
        "may_record": request.scope.may("regulation.record", one.place_id or ""),
    }
    return render(request, "duties/instrument.html", context)


@page("regulation.read", writes="regulation.record")
def change_page(request: PageRequest, instrument: int) -> HttpResponse:
    """Everything but number and year."""
    one = _seen(request, instrument).instrument
    form = InstrumentForm(request.POST or None, new=False, initial=filled(one))
    if request.method == "POST" and form.is_valid():
        try:
            change_instrument(instrument=one, terms=form.terms(one), by=request.user, on=request.scope.on)
        except (InputError, RefusedError) as error:
            form.add_error(None, error.words.said(lang()))
        else:
            say(request, Words("Perubahan disimpan.", "The change is kept."))
            return redirect("regulations:instrument", one.pk)
    return render(request, "duties/change.html", {"form": form, "found": _seen(request, instrument)}, status=422 if form.errors else 200)


@page("regulation.read", writes="regulation.record")
def file_page(request: PageRequest, instrument: int) -> HttpResponse:
    """GET: the paper as it came, which stands on the trail. POST (`naskah`): keeps one."""
    one = _seen(request, instrument).instrument
    if request.method == "POST":
        given = file_of(request, "naskah")
        if not given:
            raise InputError("document.none", Words("Pilih berkasnya dulu.", "Choose the file first."))
        keep_file(instrument=one, by=request.user, on=request.scope.on, **given)
        return _done(request, one, Words("Naskah disimpan terenkripsi.", "The paper is kept, encrypted."))
    if one.document is None:
        raise Http404("file")
    content = open_file(instrument=one, by=request.user, on=request.scope.on)
    return attachment(content, one.document.media_type, one.document.name, shown=one.document.media_type != PDF)


@page("regulation.read", writes="regulation.record")
@require_POST
def cite_page(request: PageRequest, instrument: int) -> HttpResponse:
    """`nomor`, `tahun`, `dikutip`: another number under which it is cited."""
    one = _seen(request, instrument).instrument
    cite(
        instrument=one,
        number=text_of(request, "nomor"),
        year=whole_of(request, "tahun") or 0,
        seen_in=text_of(request, "dikutip"),
        by=request.user,
        on=request.scope.on,
    )
    return _done(request, one, Words("Kutipan dicatat.", "The citation is entered."))


@page("regulation.read", writes="regulation.record")
@require_POST
def rule_page(request: PageRequest, instrument: int) -> HttpResponse:
    """`kutipan`, `sebab`: this number is the right one."""
    one = _seen(request, instrument).instrument
    chosen = one.citations.filter(pk=number_of(request, "kutipan") or 0).first()
    if chosen is None:
        raise InputError("regulation.citation", Words("Pilih nomor yang benar.", "Choose the right number."))
    rule(citation=chosen, why=text_of(request, "sebab"), by=request.user, on=request.scope.on)
    return _done(request, one, Words("Nomor yang benar dicatat; kutipan lain tetap ada.", "The right number is entered; the other citations stay."))


@page("regulation.read", writes="regulation.record")
@require_POST
def end_page(request: PageRequest, instrument: int) -> HttpResponse:
    """`tanggal`, `sebab`: revoked, replaced, terminated."""
    one = _seen(request, instrument).instrument
    end_instrument(instrument=one, last_day=needed_day(request, "tanggal"), why=text_of(request, "sebab"), by=request.user, on=request.scope.on)
    return _done(request, one, Words("Akhirnya dicatat.", "Its end is entered."))


@page("regulation.read", writes="regulation.record")
@require_POST
def oblige_page(request: PageRequest, instrument: int) -> HttpResponse:
    """`apa`, `siapa`, `batas`: an obligation that it names."""
    one = _seen(request, instrument).instrument
    owner = text_of(request, "siapa", 150)
    office = offices_named(one.place_id, [owner]).get(owner) if one.place_id else None
    promised = Promised(text_of(request, "apa", 400), owner, day_of(request, "batas"), office)
    oblige(instrument=one, promised=promised, by=request.user, on=request.scope.on)
    return _done(request, one, Words("Kewajiban dicatat dan masuk tindak lanjut.", "The obligation is entered, and is a follow-up now."))


def _seen(request: PageRequest, number: int) -> InstrumentOn:
    return the_instrument(number, request.scope.on, visible_to=request.user)


def _done(request: PageRequest, one: Instrument, words: Words) -> HttpResponse:
    say(request, words)
    return redirect("regulations:instrument", one.pk)

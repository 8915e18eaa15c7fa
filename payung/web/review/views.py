"""Tinjau pasangan: one pair at a time, answered by a key, the next one there at once; every answer can be taken back."""

from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from payung.registry.models import Person
from payung.review import actions
from payung.review.answers import numbers_of, sides_of
from payung.review.effects import default_kept
from payung.review.models import Decision
from payung.review.queries import Desk, is_visible, items, paid_twice, unanswered_numbers
from payung.review.queries import decided as decided_pairs
from payung.review.queries import desk as desk_of
from payung.review.sides import Item
from payung.review.tasks import search_state, start_search
from payung.values.errors import RefusedError
from payung.values.words import Words, day
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.review import outcome, sheets
from payung.web.review.forms import REASONS, AnswerForm
from payung.web.review.shown import COLUMNS, DECIDED, STATES, Choice, QueueTable, cells, decided_cells, kind_words, lines_of, may_open
from payung.web.table import Chip, Filter, Table

_SEARCHED = timedelta(hours=2)  # how long a search is waited for
_LAST, _OPENED = "review-last", "review-opened"  # what the session holds for the next page


@page("pair.read")
@require_GET
def queue(request: PageRequest) -> HttpResponse:
    desk, choice = _desk(request), Choice.of(request.GET)
    table = QueueTable(
        request,
        Words("Pasangan yang menunggu", "Pairs that wait"),
        COLUMNS,
        choice.narrow(desk.waiting)["pair_id"].to_list(),
        row=lambda item: cells(item, choice.query),
        filters=choice.filters(desk.waiting),
        empty=_nothing(request, desk),
    )
    table.frame, table.user, table.on = desk.waiting, request.user, request.scope.on
    if table.wants_xlsx:
        return table.xlsx()
    return render(request, "review/queue.html", {"desk": desk, "table": table, "choice": choice, **_search(request), **_done(desk)})


@page("pair.read")
@require_GET
def start(request: PageRequest) -> HttpResponse:
    """To the first pair that waits."""
    waiting = Choice.of(request.GET).narrow(_desk(request).waiting)
    return _to(request, waiting["pair_id"][0] if waiting.height else None)


@page("pair.read")
@require_GET
def pair(request: PageRequest, number: int) -> HttpResponse:
    return _pair(request, number)


@page("pair.read", writes="pair.decide")
@require_POST
def answer(request: PageRequest, number: int) -> HttpResponse:
    """Record the answer and go to the next pair; whoever was slower than somebody else learns what was answered, and keeps what they wrote."""
    desk, form = _desk(request), AnswerForm(request.POST)
    item, following = _item(request, number, desk), _next(_choice(request).narrow(desk.waiting)["pair_id"].to_list(), number)
    if not form.is_valid():
        return _pair(request, number, form, status=422)
    keep = {"1": item.pair.person.nik, "2": item.pair.other.nik}.get(form.cleaned_data["keep"], "") if item.pair.other else ""
    try:
        done = actions.decide(pair=item.pair, answer=form.cleaned_data["answer"], reason=form.reason, keep=keep, by=request.user, on=request.scope.on)
    except RefusedError as error:
        return _pair(request, number, form, refused=error, status=409)
    twice = paid_twice(item.pair) if done.decision.answer == "same" else []
    request.session[_LAST] = {"decision": done.decision.pk, "sentence": outcome.told(done, twice, lang())}
    still = unanswered_numbers()  # an answer may have answered other pairs too
    return _to(request, next((each for each in following if each in still), None))


@page("pair.read", writes="pair.decide")
@require_POST
def undo(request: PageRequest, number: int) -> HttpResponse:
    """Take an answer back and show the pair again."""
    decision = get_object_or_404(Decision.objects.select_related("pair"), pk=number)
    if not is_visible(number=decision.pair_id, visible_to=request.user, on=request.scope.on):
        raise Http404
    reason = " ".join(request.POST.get("reason", "").split()) or "Diurungkan."
    try:
        done = actions.undo(decision=decision, reason=reason, by=request.user, on=request.scope.on)
    except RefusedError as error:
        say(request, error.words, wrong=True)
        return redirect("review:pair", decision.pair_id)
    say(request, outcome.taken_back(done))
    return _to(request, decision.pair_id)


@page("pair.read", writes="nik.reveal")
@require_POST
def numbers(request: PageRequest, number: int) -> HttpResponse:
    """Show both NIKs once; the trail says to whom."""
    item = _item(request, number, _desk(request))
    actions.reveal_numbers(pair=item.pair, by=request.user, on=request.scope.on)
    request.session[_OPENED] = number
    return _to(request, number)


@page("pair.read")
@require_GET
def decided(request: PageRequest) -> HttpResponse:
    found = decided_pairs(visible_to=request.user, on=request.scope.on, place=_place(request))
    wanted, text = request.GET.get("jawaban", ""), request.GET.get("cari", "").strip()
    if text:
        found = found.filter(Q(pair__person__name__icontains=text) | Q(pair__other__name__icontains=text) | Q(signed__icontains=text))
    chips = [Chip("", Words("Semua", "All")), *(Chip(key, STATES[key][1]) for key in ("same", "different", "unsure"))]
    table = Table(
        request,
        Words("Pasangan yang sudah diputuskan", "Pairs that are decided"),
        DECIDED,
        found.filter(answer=wanted) if wanted else found,
        row=decided_cells,
        filters=[Filter("jawaban", Words("Jawaban", "Answer"), chips, wanted)],
        search=Words("Nama orang atau petugas", "Name of a person or an officer"),
        empty=Words("Belum ada pasangan yang diputuskan.", "No pair has been decided yet."),
    )
    return table.xlsx() if table.wants_xlsx else render(request, "review/decided.html", {"table": table})


@page("pair.read", writes="pair.find")
@require_POST
def find(request: PageRequest) -> HttpResponse:
    """Put a search of the round into the queue of the background."""
    if request.scope.round is None:
        raise Http404
    started = start_search(round=request.scope.round, by=request.user, on=request.scope.on, since=timezone.now() - _SEARCHED)
    if not started:
        say(request, Words("Pencarian sedang berjalan; hasilnya muncul di sini.", "A search is running already; its result shows up here."))
    return redirect("review:queue")


@page("pair.read")
@require_GET
def searching(request: PageRequest) -> HttpResponse:
    """Where the search stands, for the part of the page that asks every two seconds; when it has ended, the page comes anew."""
    context = _search(request)
    response = render(request, "review/searching.html", context)
    if context["search"] not in ("waiting", "running"):
        response.headers["HX-Refresh"] = "true"
    return response


@page("pair.read", writes="pair.decide")
@require_POST
def sheet(request: PageRequest) -> HttpResponse:
    """The pairs that wait as a workbook."""
    desk = _desk(request)
    chosen = _choice(request).narrow(desk.waiting)["pair_id"].to_list()[: sheets.MOST]
    return sheets.book(items(chosen, desk.waiting, visible_to=request.user, on=request.scope.on), request)


@page("pair.read", writes="pair.decide")
@require_POST
def sheet_back(request: PageRequest) -> HttpResponse:
    """A workbook that came back filled in: each row is decided by itself."""
    file = request.FILES.get("berkas")
    if file is None:
        say(request, Words("Pilih dahulu lembar yang sudah diisi.", "Choose the filled-in sheet first."), wrong=True)
        return redirect("review:queue")
    with TemporaryDirectory() as folder:
        applied = sheets.apply(file, folder, request)
    return render(request, "review/sheet_back.html", {"applied": applied, "file": file.name})


def _pair(
    request: PageRequest, number: int, form: AnswerForm | None = None, *, refused: RefusedError | None = None, status: int = 200
) -> HttpResponse:
    desk, choice = _desk(request), _choice(request)
    item = _item(request, number, desk)
    order = choice.narrow(desk.waiting)["pair_id"].to_list()
    at = order.index(number) if number in order else None
    holding = actions.holding(item.pair)
    opened = request.session.pop(_OPENED, None) == number
    people = list(Person.objects.filter(pk__in=numbers_of(sides_of(item.pair)))) if item.pair.other_id else []
    context: dict[str, Any] = {
        "item": item,
        "lines": lines_of(item, lang(), open_=opened),
        "opened": opened,
        "may_open": may_open(item),
        "kind": kind_words(item.pair.kind),
        "right": Words("Orang 2", "Person 2") if item.pair.other_id else kind_words(item.pair.kind),
        "state": STATES[item.answer],
        "holding": holding,
        "against": any(part.speaks == "against" for part in item.said),
        "twice": outcome.twice(paid_twice(item.pair)),
        "form": form or AnswerForm(),
        "reasons": REASONS,
        "kept": 2 if item.pair.other_id and default_kept(people).pk in _second(item, people) else 1,
        "refused": _slower(item, holding, refused),
        "position": None if at is None else at + 1,
        "many": len(order),
        "before": order[at - 1] if at else None,
        "after": next(iter(_next(order, number)), None) if at is None or at + 1 < len(order) else None,
        "choice": choice,
        "last": request.session.pop(_LAST, None),
        "may_decide": request.scope.may_anywhere("pair.decide"),
        **_done(desk),
    }
    return render(request, "review/pair.html", context, status=status)


def _second(item: Item, people: list[Person]) -> set[int]:
    """Everybody who is one with the second side."""
    ones = {person.pk: person.same_as_id or person.pk for person in people}
    return {pk for pk, one in ones.items() if one == ones.get(item.pair.other_id or 0) and one != ones.get(item.pair.person_id)}


def _slower(item: Item, holding: Decision | None, refused: RefusedError | None) -> Words | None:
    """What to say to whoever was not the first."""
    if refused is None or refused.code != "pair.decided" or holding is None:
        return refused.words if refused else None
    said = actions.SAID[holding.answer]
    return Words(
        f"Sementara itu {holding.signed} sudah menjawab pada {day(holding.on)}: {said.id}. Jawaban Anda belum dicatat dan tulisan Anda masih "
        f"ada di bawah. Bila jawaban itu keliru, urungkan dahulu, lalu jawab lagi.",
        f"Meanwhile {holding.signed} answered on {day(holding.on, 'en')}: {said.en}. Your answer was not recorded, and what you wrote is still "
        f"below. If that answer is wrong, take it back first, then answer again.",
    )


def _desk(request: PageRequest) -> Desk:
    return desk_of(visible_to=request.user, on=request.scope.on, place=_place(request))


def _place(request: PageRequest) -> str:
    return request.scope.place.code if request.scope.place else ""


def _choice(request: HttpRequest) -> Choice:
    return Choice.of(request.GET)


def _item(request: PageRequest, number: int, desk: Desk) -> Item:
    """404 for a pair that the person does not see."""
    if not is_visible(number=number, visible_to=request.user, on=request.scope.on):
        raise Http404
    return items([number], desk.waiting, visible_to=request.user, on=request.scope.on)[0]


def _next(order: list[int], number: int) -> list[int]:
    """The pairs that come after this one, then those before it."""
    if number not in order:
        return order
    at = order.index(number)
    return [*order[at + 1 :], *order[:at]]


def _to(request: PageRequest, number: int | None) -> HttpResponse:
    if number is None:
        return redirect("review:queue")
    return redirect(reverse("review:pair", args=[number]) + Choice.of(request.GET).query)


def _search(request: PageRequest) -> dict[str, Any]:
    round = request.scope.round
    state, found = search_state(round, timezone.now() - _SEARCHED) if round else ("", {})
    runs = round.match_runs.order_by("-pk").first() if round else None
    return {"search": state, "search_found": found, "last_run": runs}


def _done(desk: Desk) -> dict[str, Any]:
    """How far the work is."""
    counts = desk.counts
    answered = counts.same + counts.different
    return {"counts": counts, "answered": answered, "whole": answered + counts.waiting}


def _nothing(request: PageRequest, desk: Desk) -> Words:
    if desk.waiting.height:
        return Words("Tidak ada pasangan seperti itu. Pilih “Semua”.", "There is no such pair. Choose “All”.")
    if desk.counts.same + desk.counts.different:
        return Words("Semua pasangan sudah diputuskan. Terima kasih.", "All pairs are decided. Thank you.")
    return Words(
        "Belum ada pasangan. Tekan “Cari pasangan” setelah daftar diterima; orang yang mungkin tercatat dua kali akan muncul di sini.",
        "No pairs yet. Press “Find pairs” after lists were accepted; people who may stand here twice will show up.",
    )

"""The columns of the group file: each office maps them as its branch wants them; a change is a new version."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.exchange.actions import map_template
from payung.exchange.group_template import FIELDS, NOT_AGREED, Column
from payung.exchange.queries import columns_of, template_in_force
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.page import PageRequest, page, say

_MORE = 4  # empty lines for columns that come in addition
_FIXED = "="


@page("package.make", writes="package.make")
def columns(request: PageRequest) -> HttpResponse:
    """One line for each column, in the order of the file; a line without a title is left out."""
    scope = request.scope
    if scope.round is None or not scope.may("package.make"):
        raise Http404("round")
    template = template_in_force(scope.round.place_id)
    held, wrong = list(columns_of(template)), None
    if request.method == "POST":
        held = _given(request)
        agreed = request.POST.get("cocok") == "1"
        try:
            made = map_template(place=scope.round.place_id, columns=held, agreed=agreed, by=request.user, on=scope.on)
            say(request, Words("Kolom berkas wadah disimpan sebagai versi {n}.", "The columns are kept as version {n}.").counting(n=made.version))
            return redirect("exchange:columns")
        except InputError as error:
            wrong = error.words
    lines = [*held, *(Column("", _FIXED) for _ in range(_MORE))]
    context = {
        "template": template,
        "lines": [(at, one, one.field or _FIXED) for at, one in enumerate(lines, 1)],
        "fields": [(_FIXED, Words("teks tetap", "fixed text")), *FIELDS.items()],
        "not_agreed": NOT_AGREED,
        "wrong": wrong,
    }
    return render(request, "exchange/columns.html", context, status=422 if wrong else 200)


def _given(request: PageRequest) -> list[Column]:
    """In the order of the numbers typed beside the lines."""
    lines = []
    for at in range(1, 100):
        title = " ".join(request.POST.get(f"judul{at}", "").split())[:80]
        if not title:
            continue
        field = request.POST.get(f"isi{at}", _FIXED)
        order = request.POST.get(f"urut{at}", "")
        text = "" if field != _FIXED else " ".join(request.POST.get(f"teks{at}", "").split())[:120]
        lines.append((int(order) if order.isdecimal() and len(order) < 4 else at, at, Column(title, "" if field == _FIXED else field, text)))
    return [column for _, _, column in sorted(lines, key=lambda line: line[:2])]

"""People who move from one fund to another from a month on: the effect in people and rupiah first, then the act."""

import re
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.planning.models import Fund
from payung.roster.models import Membership
from payung.roster.move_actions import move_people, preview_move
from payung.roster.moving import Moved
from payung.roster.queries import first_open_month
from payung.values.errors import PayungError
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Words
from payung.web.language import lang
from payung.web.money.forms import NEEDED, both, choice
from payung.web.money.roster import Listed, the_list
from payung.web.page import PageRequest, page, say

_LINES = 200  # people of a move that a page shows
_MOST = 5_000  # people moved at once


class MoveForm(forms.Form):
    """Who moves, where to, from which month on; `anggota` is somebody chosen on the list."""

    ke = choice(both("Ke dana", "To the fund"))
    bulan = choice(both("Mulai bulan", "From the month"))
    niks = forms.CharField(
        label=both("NIK yang pindah", "NIKs of those who move"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=both("Satu NIK per baris; boleh disalin dari lembar kerja.", "One NIK a line; may be pasted from a sheet."),
        error_messages={"required": NEEDED},
    )

    def __init__(self, *args: Any, targets: list[Fund], months: list[Month], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ke"].choices = [(str(one.pk), f"{one.name} ({one.place.name})") for one in targets]  # type: ignore[attr-defined]
        self.fields["bulan"].choices = [(str(one), one.said(lang())) for one in months]  # type: ignore[attr-defined]

    @property
    def people(self) -> list[str]:
        """After `is_valid`: every NIK that was typed, once, in its order."""
        return list(dict.fromkeys(re.findall(r"[0-9][0-9 .]{14,}[0-9]", self.cleaned_data["niks"])))[:_MOST]


@page("roster.change", writes="roster.change")
def moves_page(request: PageRequest) -> HttpResponse:
    """GET: the form. POST langkah=periksa shows what would happen, langkah=pindah does it."""
    given = request.POST if request.method == "POST" else request.GET
    listed = the_list(request, given)
    if listed is None or not request.scope.may("roster.change", listed.fund.place_id):
        raise Http404("fund")
    targets = [one for one in listed.funds if one.pk != listed.fund.pk and request.scope.may("roster.change", one.place_id)]
    months = list(max(first_open_month(listed.fund), listed.fund.first_month).upto(listed.fund.last_month))
    form = MoveForm(request.POST or None, targets=targets, months=months, initial=_initial(request, listed, months))
    context = {"fund": listed.fund, "form": form, "targets": targets, "months": months}
    if request.method != "POST":
        return render(request, "money/moves.html", context)
    if not form.is_valid():
        return render(request, "money/moves.html", context, status=422)
    target, month = next(one for one in targets if str(one.pk) == form.cleaned_data["ke"]), Month.parse(form.cleaned_data["bulan"])
    act = move_people if request.POST.get("langkah") == "pindah" else preview_move
    niks = [re.sub(r"[^0-9]", "", one) for one in form.people]
    try:
        moved = act(source=listed.fund, target=target, niks=niks, month=month, by=request.user, on=request.scope.on)
    except PayungError as error:
        form.add_error(None, error.words.said(lang()))
        return render(request, "money/moves.html", context, status=422)
    if act is move_people:
        told = Words("{n} orang pindah ke dana lain.", "{n} people moved to another fund.")
        say(request, told.counting(n=moved.people), wrong=not moved.people)
        return redirect(f"{reverse('money:roster')}?dana={target.pk}&bulan={month}")
    return render(request, "money/moves_preview.html", {**context, "target": target, "month": month, "moved": moved, **_effect(moved)})


def _initial(request: PageRequest, listed: Listed, months: list[Month]) -> dict[str, Any]:
    """The month of the page, and whoever was chosen on the list."""
    wanted = request.GET.get("anggota", "")
    found = Membership.objects.filter(fund=listed.fund, pk=int(wanted)).select_related("person").first() if wanted.isdecimal() else None
    month = max(listed.month, months[0]) if months else listed.month
    return {"bulan": str(month), "niks": found.person.nik if found and listed.whole else ""}


def _effect(moved: Moved) -> dict[str, Any]:
    undone = moved.lines.drop_nulls("fate")
    lines = [{"line": one["line"], "nik": mask(one["nik"]), "why": moved.said(one["fate"])} for one in undone.head(_LINES).iter_rows(named=True)]
    return {"lines": lines, "undone": undone.height, "more": max(0, undone.height - _LINES), "less": moved.months[0] - moved.months[1]}

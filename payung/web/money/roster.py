"""The roster: who is on a fund's list in the month, who came and went, and the list to take along."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from payung.accounts.rights import may
from payung.places.models import Office, Place
from payung.planning.models import Fund
from payung.planning.queries import determination_in_force, price_in
from payung.registry.search import name_or_nik
from payung.reports.charts import Bar, bars
from payung.reports.funds import REASON_WORDS
from payung.roster.models import Change, Membership
from payung.roster.queries import changes_seen, first_open_month, funds_listed, is_billed, people_listed_to, village_of
from payung.values.month import Month
from payung.values.words import Words, day, number
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.money.papers import AT_ONCE
from payung.web.page import PageRequest, page
from payung.web.table import Chip, Column, Filter, Table

_SHOWN = 40  # changes on the page
_CHIPS = 8  # funds offered side by side


@dataclass(frozen=True)
class Listed:
    """The list that a page is about: `fund`, `month` within it, `whole`: whether the person sees everybody of the fund."""

    funds: list[Fund]
    fund: Fund
    month: Month
    whole: bool


def the_list(request: PageRequest, given: QueryDict) -> Listed | None:
    """The fund of ?dana=, or the round's first that the person has to do with; None where there is none. 404 for one that is not seen."""
    scope = request.scope
    found = list(funds_listed(visible_to=request.user, on=scope.on).filter(round=scope.round))
    wanted = given.get("dana", "")
    if wanted:
        others = [] if any(str(one.pk) == wanted for one in found) or not wanted.isdecimal() else [int(wanted)]
        found += list(funds_listed(visible_to=request.user, on=scope.on).filter(pk__in=others))
        if all(str(one.pk) != wanted for one in found):
            raise Http404("fund")
    fund = next((one for one in found if str(one.pk) == wanted), found[0] if found else None)
    if fund is None:
        return None
    month = min(max(scope.month, fund.first_month), fund.last_month)
    return Listed(found, fund, month, scope.sight.covers(fund.place_id))


@page("roster.read")
def roster_page(request: PageRequest) -> HttpResponse:
    """The people of the list, fifty at a time, with the month's changes beside them."""
    listed = the_list(request, request.GET)
    if listed is None:
        return render(request, "money/no_roster.html")
    scope, fund, month = request.scope, listed.fund, listed.month
    closed = is_billed(fund, month)
    may_change = scope.may("roster.change", fund.place_id)
    names = _villages(fund)
    table = _table(request, listed, may_change and not closed, names)
    if table.wants_xlsx:
        return table.xlsx()
    changes = changes_seen(request.user, fund, month, on=scope.on)
    context = {
        "listed": listed,
        "fund": fund,
        "month": month,
        "table": table,
        "closed": closed,
        "tabs": listed.whole and scope.may_anywhere("fund.read"),
        "open_month": _open_month(fund),
        "may_change": may_change,
        "may_reveal": may_reveal(request),
        "long_list": table.count > AT_ONCE,
        "changes": [_told(request, one) for one in changes[:_SHOWN]],
        "more": max(0, len(changes) - _SHOWN),
        "reasons": _reasons(changes),
        "chart": _chart(changes),
        "villages": [(code, name) for code, name in names.items() if scope.sight.covers(code)],
        "village": request.GET.get("desa", ""),
        "cost": table.counted * sum(price_in(fund, month)) if listed.whole and not table.many and not _narrowed(request.GET) else None,
        "determination": determination_in_force(fund) if listed.whole else None,
    }
    return render(request, "money/roster.html", context)


def may_reveal(request: PageRequest) -> bool:
    """Whether everything that the person sees they may also see unmasked."""
    scope = request.scope
    offices = Office.objects.filter(pk__in=scope.sight.offices).values_list("place_id", flat=True) if scope.sight.offices else []
    places = [*scope.sight.places, *offices]
    return bool(places) and all(may(request.user, "nik.reveal", code, scope.on) for code in places)


_COLUMNS = [
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("name", Words("Nama", "Name"), sort="person__name", href="address"),
    Column("birth_date", Words("Tanggal lahir", "Birth date"), "date"),
    Column("village", Words("Desa", "Village")),
    Column("first_month", Words("Di daftar sejak", "Listed since"), "month", sort="first_month"),
]
_LEAVE = Words("Catat keluar", "Enter leaving")


def _table(request: PageRequest, listed: Listed, may_change: bool, names: dict[str, str]) -> Table:
    found = narrowed_to(request, listed, request.GET)

    def row(one: Membership) -> dict[str, Any]:
        return {
            "nik": one.person.nik,
            "name": one.person.name,
            "address": person_address(request.scope, one.person_id),
            "birth_date": one.person.birth_date,
            "village": names.get(village_of(one), village_of(one)),
            "first_month": one.first_month,
            "leave": _LEAVE if may_change else None,
            "leave_address": f"{reverse('money:changes')}?dana={listed.fund.pk}&keluar={one.pk}" if may_change else "",
        }

    chips = [Chip(str(one.pk), Words(one.name, one.name)) for one in listed.funds[:_CHIPS]]
    columns = [*_COLUMNS, Column("leave", Words("Mutasi", "Change"), "words", href="leave_address")] if may_change else _COLUMNS
    return Table(
        request,
        Words(f"Daftar peserta {listed.month.said()}", f"Roster of {listed.month.said('en')}"),
        columns,
        found,
        row=row,
        filters=[Filter("dana", Words("Dana", "Fund"), chips, str(listed.fund.pk))] if len(chips) > 1 else [],
        search=Words("Cari nama atau NIK", "Search name or NIK"),
        empty=Words("Tidak ada peserta di sini pada bulan ini.", "Nobody is here in this month."),
    )


def narrowed_to(request: PageRequest, listed: Listed, given: QueryDict) -> QuerySet[Membership]:
    """The people of the list whom the choice of a village and a search left."""
    found = people_listed_to(request.user, listed.fund, listed.month, given.get("desa", ""), on=request.scope.on)
    if searched := given.get("cari", "").strip():
        found = found.filter(name_or_nik(searched, "person__"))
    return found


def _narrowed(given: QueryDict) -> bool:
    return bool(given.get("desa") or given.get("cari"))


def _villages(fund: Fund) -> dict[str, str]:
    """Names by code of the villages of the fund's place."""
    return dict(Place.objects.within(fund.place_id).villages().order_by("name").values_list("code", "name"))


def _open_month(fund: Fund) -> Month | None:
    month = first_open_month(fund)
    return month if month <= fund.last_month else None


def _told(request: PageRequest, one: Change) -> dict[str, Any]:
    detail = " · ".join(part for part in (day(one.happened_on, lang()) if one.happened_on else "", one.note) if part)
    return {
        "person": one.person,
        "address": person_address(request.scope, one.person_id),
        "badge": ("passes", Words("masuk", "in")) if one.direction == "in" else ("rejected", Words("keluar", "out")),
        "reason": REASON_WORDS[one.reason],
        "detail": detail,
    }


def _reasons(changes: list[Change]) -> list[tuple[Words, str, int]]:
    counts: dict[tuple[str, str], int] = {}
    for one in changes:
        counts[one.direction, one.reason] = counts.get((one.direction, one.reason), 0) + 1
    told = sorted(counts.items(), key=lambda one: (one[0][0], -one[1]))
    return [(REASON_WORDS[reason], direction, n) for (direction, reason), n in told]


def _chart(changes: list[Change]) -> str:
    title = Words("Mutasi bulan ini menurut alasan", "Changes of this month by reason").said(lang())
    lines = [Bar(words.said(lang()), n, said=number(n, lang()), state="ok" if way == "in" else "no") for words, way, n in _reasons(changes)]
    return bars(title, lines, lang(), key="changes")

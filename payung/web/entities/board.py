"""The board of entities: who is not enrolled, enrolled or in arrears, and what comes next; filtered, searched, by district."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from payung.compliance.enrolment import EntityLine, EntityState, counts_of, entities_of
from payung.compliance.enrolment_classes import ClassLine, by_district
from payung.compliance.enrolment_models import EntityKind
from payung.compliance.following import Followed, Next, follow
from payung.compliance.industries import INDUSTRIES, SIZES
from payung.compliance.letter_actions import DAYS
from payung.compliance.promise import PromiseState
from payung.reports.charts import Bar, bars
from payung.reports.enrolment_share import KINDS, share_enrolled
from payung.values.words import Words, number, percent
from payung.web.entities.seen import NEXT, STATES, common, day_asked, kind_chips, next_words, place_of, titled
from payung.web.language import lang
from payung.web.links import link
from payung.web.page import PageRequest, page
from payung.web.table import Chip, Column, Filter, Table

_AGES: dict[str, tuple[Words, int, int | None]] = {  # months owed, from and to
    "1-3": (Words("1–3 bulan", "1–3 months"), 1, 3),
    "4-6": (Words("4–6 bulan", "4–6 months"), 4, 6),
    "7-12": (Words("7–12 bulan", "7–12 months"), 7, 12),
    "13": (Words("lebih dari 12 bulan", "more than 12 months"), 13, None),
}
_BROKEN = "ingkar"
_BY_DISTRICT = Words("Desa terdaftar, menurut kecamatan", "Villages enrolled, by district")
_COLUMNS = [
    Column("name", Words("Nama", "Name"), sort="name", href="at"),
    Column("kind", Words("Jenis", "Kind"), "words", sort="kind_rank", extra=True),
    Column("district", Words("Kecamatan", "District"), sort="district"),
    Column("state", Words("Keadaan", "State"), "badge", sort="rank"),
    Column("months", Words("Bulan", "Months"), "number", sort="months"),
    Column("owed", Words("Tunggakan", "Arrears"), "rupiah", sort="owed"),
    Column("paid_through", Words("Lunas sampai", "Paid through"), "month", extra=True),
    Column("npp", Words("NPP", "NPP"), sort="npp"),
    Column("since", Words("Terdaftar sejak", "Enrolled since"), "date", sort="since", extra=True),
    Column("workers", Words("Pekerja", "Workers"), "number", sort="workers", extra=True),
    Column("registered", Words("Pekerja terdaftar", "Workers enrolled"), "number", sort="registered", extra=True),
    Column("industry", Words("Lapangan usaha", "Industry"), "words", extra=True),
    Column("size", Words("Skala", "Size"), "words", extra=True),
    Column("letter", Words("Surat terakhir", "Last letter"), "words", sort="letters"),
    Column("next", Words("Berikutnya", "Next"), "words", sort="next_rank"),
    Column("as_of", Words("Keterangan per", "As of"), "date", sort="as_of"),
    Column("source", Words("Sumber", "Source"), extra=True),
]


@page("entity.read")
def board(request: PageRequest) -> HttpResponse:
    """Everybody whom the person sees, as known on ?per= (today where none is named)."""
    scope, place = request.scope, place_of(request.scope)
    on = day_asked(request, scope.on)
    lines = entities_of(place, on, visible_to=request.user)
    followed = follow(lines, on)
    chosen = chosen_lines(lines, followed, request.GET)
    table = _table(request, lines, followed, chosen)
    if table.wants_xlsx:
        return table.xlsx()
    counts, base = counts_of(lines), common(request, place)
    shares = [
        (KINDS[kind], count, share_enrolled(kind, count, place=place, place_name=base["place_name"], on=on), link("entities:board", jenis=kind))
        for kind, count in counts.items()
        if count.total
    ]
    districts = by_district(line for line in lines if line.kind == EntityKind.VILLAGE)
    letters = sum(followed[line.key].next == Next.LETTER for line in chosen)
    told = {
        **base,
        "table": table,
        "on": on,
        "today": scope.on,
        "shares": shares,
        "owed": sum(count.rupiah for count in counts.values()),
        "months": sum(count.months for count in counts.values()),
        "in_arrears": sum(count.arrears for count in counts.values()),
        "ready": sum(one.next == Next.READY for one in followed.values()),
        "broken": sum(one.promise_state == PromiseState.BROKEN for one in followed.values()),
        "letters": letters,
        "asked": request.GET.urlencode(),
        "days": DAYS,
        "districts": _league(districts, request.GET.get("kecamatan", "")),
        "chart": _chart(districts) if len(districts) > 1 else "",
        "nothing": not lines,
        "may_write": base["may_write"] and on == scope.on,
    }
    return render(request, "entities/board.html", told)


def chosen_lines(lines: Sequence[EntityLine], followed: Mapping[str, Followed], query: QueryDict) -> list[EntityLine]:
    """Those that the filters and the search of the board leave."""
    kind, state, age = query.get("jenis", ""), query.get("keadaan", ""), _AGES.get(query.get("lama", ""))
    district, wanted = query.get("kecamatan", ""), " ".join(query.get("cari", "").casefold().split())

    def fits(line: EntityLine) -> bool:
        old = age is None or (line.months >= age[1] and (age[2] is None or line.months <= age[2]))
        named = not wanted or wanted in titled(line).casefold() or wanted == line.npp.casefold()
        return (
            (kind not in KINDS or line.kind == kind)
            and (state not in list(EntityState) or line.state == state)
            and (not district or line.district == district)
            and old
            and named
            and _goes_on(followed[line.key], query.get("lanjut", ""))
        )

    return [line for line in lines if fits(line)]


def _goes_on(one: Followed, wanted: str) -> bool:
    if wanted == _BROKEN:
        return one.promise_state == PromiseState.BROKEN
    return wanted not in list(Next) or one.next == wanted


def _table(request: PageRequest, lines: Sequence[EntityLine], followed: Mapping[str, Followed], chosen: Sequence[EntityLine]) -> Table:
    rows = [_cells(line, followed[line.key]) for line in chosen]
    return Table(
        request,
        Words("Papan kepesertaan", "Board of enrolment"),
        _COLUMNS,
        rows,
        filters=_filters(request, lines, followed),
        sort="-owed",
        empty=Words(
            "Tidak ada yang cocok dengan saringan ini. Lepaskan satu saringan, atau cari nama lain.",
            "Nothing fits this filter. Take one filter away, or search for another name.",
        ),
        search=Words("Cari nama atau NPP", "Search by name or NPP"),
    )


def _filters(request: PageRequest, lines: Sequence[EntityLine], followed: Mapping[str, Followed]) -> list[Filter]:
    every, asked = Words("Semua", "All"), request.GET
    kinds = Counter(str(line.kind) for line in lines)
    here = [line for line in lines if asked.get("jenis", "") not in KINDS or line.kind == asked.get("jenis")]
    states = Counter(line.state for line in here)
    nexts = Counter(followed[line.key].next for line in here)
    broken = sum(followed[line.key].promise_state == PromiseState.BROKEN for line in here)
    ages = [
        Chip(key, words, sum(line.months >= least and (most is None or line.months <= most) for line in here))
        for key, (words, least, most) in _AGES.items()
    ]
    going = [Chip(one, NEXT[one], nexts[one]) for one in Next if nexts[one] and one != Next.NOTHING]
    going += [Chip(_BROKEN, Words("janji ingkar", "broken promise"), broken)] if broken else []
    found = [
        Filter("jenis", Words("Jenis", "Kind"), [Chip("", every, len(lines)), *kind_chips(kinds)], asked.get("jenis", "")),
        Filter(
            "keadaan",
            Words("Keadaan", "State"),
            [Chip("", every, len(here)), *(Chip(state, words, states[state]) for state, (_, words) in STATES.items())],
            asked.get("keadaan", ""),
        ),
        Filter("lama", Words("Lama", "Age"), [Chip("", every), *(chip for chip in ages if chip.count)], asked.get("lama", "")),
        Filter("lanjut", Words("Berikutnya", "Next"), [Chip("", every), *going], asked.get("lanjut", "")),
    ]
    return [one for one in found if len(one.chips) > 1 and (one.key != "jenis" or len(one.chips) > 2)]


def _cells(line: EntityLine, one: Followed) -> dict[str, Any]:
    last = one.letters[-1] if one.letters else None
    return {
        "id": line.key,
        "name": titled(line),
        "at": link("entities:entity", line.key),
        "kind": KINDS[line.kind],
        "kind_rank": list(KINDS).index(line.kind),
        "district": line.district_name,
        "state": STATES[line.state],
        "rank": list(STATES).index(line.state),
        "months": line.months or None,
        "owed": line.owed or None,
        "paid_through": line.paid_through,
        "npp": line.npp,
        "since": line.since,
        "workers": line.workers,
        "registered": line.registered,
        "industry": INDUSTRIES.get(line.industry, ""),
        "size": SIZES.get(line.size, ""),
        "letter": _last(last.number, last.on) if last else "",
        "letters": len(one.letters),
        "next": next_words(one) if one.next != Next.NOTHING else "",
        "next_rank": list(NEXT).index(one.next),
        "as_of": line.as_of,
        "source": line.source,
    }


def _last(n: int, on: date) -> Words:
    said = f"{on.day}-{on.month}-{on.year}"
    return Words(f"ke-{n}, {said}", f"no. {n}, {said}")


def _league(districts: Sequence[tuple[str, ClassLine]], chosen: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "line": one, "share": percent(one.enrolled, one.count, lang()), "here": one.key == chosen, "open": one.count - one.enrolled}
        for name, one in districts
    ]


def _chart(districts: Sequence[tuple[str, ClassLine]]) -> str:
    said = lang()
    shown = [
        Bar(
            name,
            one.enrolled * 10_000 // one.count,
            f"{percent(one.enrolled, one.count, said)} ({number(one.enrolled, said)}/{number(one.count, said)})",
            "ok" if one.enrolled == one.count else "",
            f"{reverse('entities:board')}?jenis=village&kecamatan={one.key}",
        )
        for name, one in districts
    ]
    return bars(_BY_DISTRICT.said(said), shown, said, key="kecamatan")

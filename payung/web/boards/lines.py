"""Rows, columns and chips of the boards, from the lines of compliance.queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from payung.compliance.queries import DistrictLine, Line, State
from payung.reports.charts import Bar, bars
from payung.values.problem import Verdict
from payung.values.words import Words, number, percent
from payung.web.language import lang
from payung.web.links import link
from payung.web.table import Chip, Column, Filter

STATES: dict[State, Words] = {
    State.NOT_SENT: Words("belum mengirim", "not sent"),
    State.NEEDS_FIXING: Words("perlu perbaikan", "needs fixing"),
    State.CHECKED: Words("selesai diperiksa", "checked"),
    State.ACCEPTED: Words("diterima", "accepted"),
}
LATE = Words("belum mengirim, lewat batas", "not sent, overdue")
_LOOKS = {State.NOT_SENT: "waiting", State.NEEDS_FIXING: "needs_fixing", State.CHECKED: "active", State.ACCEPTED: "ok"}
_RANK = {state: at for at, state in enumerate(State)}
_LETTER = Words("ke-{n}", "no. {n}")
_VERDICTS = [
    (Verdict.PASSES, Words("Lolos", "Pass")),
    (Verdict.NEEDS_FIXING, Words("Perlu perbaikan", "Need fixing")),
    (Verdict.REJECTED, Words("Tidak lolos", "Rejected")),
    (Verdict.DUPLICATE, Words("Ganda", "Duplicate")),
]


def columns(first: Words, *, districts: bool) -> list[Column]:
    """Of a board; `first` is the title of who sends."""
    district = [Column("district", Words("Kecamatan", "District"), sort="district")] if districts else []
    verdicts = [Column(verdict.value, title, "number", sort=verdict.value, href=f"{verdict.value}_at") for verdict, title in _VERDICTS]
    return [
        Column("name", first, sort="name", href="at"),
        *district,
        Column("state", Words("Keadaan", "State"), "badge", sort="rank"),
        Column("sent_on", Words("Dikirim", "Sent"), "date", sort="sent_on"),
        Column("rows", Words("Baris", "Rows"), "number", sort="rows", href="at"),
        *verdicts,
        Column("since", Words("Perbaikan sejak", "To fix since"), "date", sort="since"),
        Column("reminded_on", Words("Pengingat terakhir", "Last reminder"), "date", sort="reminded_on"),
        Column("letter", Words("Pengingat", "Reminder"), "words", sort="letters"),
    ]


def cells(line: Line, *, due_on: date | None, on: date) -> dict[str, Any]:
    """One row, of which only those shown are given their addresses (`with_addresses`)."""
    late = line.state == State.NOT_SENT and due_on is not None and due_on < on
    return {
        "id": line.key,
        "name": line.name,
        "lists": line.lists,
        "district": line.district_name,
        "state": ("owed", LATE) if late else (_LOOKS[line.state], STATES[line.state]),
        "rank": _RANK[line.state],
        "sent_on": line.sent_on,
        "rows": line.rows if line.lists else None,
        **{verdict.value: line.counts.get(verdict.value, 0) if line.lists else None for verdict, _ in _VERDICTS},
        "since": line.since if line.needs_fixing else None,
        "letters": line.letters,
        "letter": _LETTER.filled(n=line.letters) if line.letters else "",
        "reminded_on": line.reminded_on,
    }


def with_addresses(row: Mapping[str, Any], way: str) -> dict[str, Any]:
    """The row with what its cells open: the list, or where there are several the lists of that sender (`way`: the part of the query for it)."""
    lists = row["lists"]
    if not lists:
        return dict(row)
    at = link("people:list", lists[0]) if len(lists) == 1 else link("people:lists", **{way: row["id"]})
    there = [verdict.value for verdict, _ in _VERDICTS if row[verdict.value]]
    opened = {f"{verdict}_at": link("people:list", lists[0], hasil=verdict) if len(lists) == 1 else at for verdict in there}
    return {**row, "at": at, **opened}


def state_filter(lines: Sequence[Line], chosen: str) -> Filter:
    counts = Counter(line.state for line in lines)
    chips = [Chip("", Words("Semua", "All"), len(lines)), *(Chip(state.value, words, counts[state]) for state, words in STATES.items())]
    return Filter("keadaan", Words("Keadaan", "State"), chips, chosen if chosen in list(State) else "")


def league(districts: Sequence[DistrictLine], chosen: str) -> list[dict[str, Any]]:
    """Kecamatan with their share, best first, and the part of the query that opens each."""
    return [
        {
            "name": one.name,
            "code": one.code,
            "villages": one.villages,
            "sent": one.sent,
            "missing": one.villages - one.sent,
            "needs_fixing": one.needs_fixing,
            "share": percent(one.sent, one.villages, lang()),
            "here": one.code == chosen,
        }
        for one in districts
    ]


def chart(districts: Sequence[DistrictLine], title: Words, base: str) -> str:
    """The same as bars: how many per cent of each district's villages sent, in hundredths."""
    said = lang()
    shown = [
        Bar(
            one.name,
            one.sent * 10_000 // one.villages,
            f"{percent(one.sent, one.villages, said)} ({number(one.sent, said)}/{number(one.villages, said)})",
            "ok" if one.sent == one.villages else "",
            f"{base}?kecamatan={one.code}",
        )
        for one in districts
    ]
    return bars(title.said(said), shown, said, key="kecamatan")

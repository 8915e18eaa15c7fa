"""What is asked for: who does what by when, as the office wrote it, and what the figures themselves ask for."""

from datetime import date
from typing import Any

from payung.compliance.meetings import follow_ups
from payung.coverage.queries import villages_that_sent
from payung.reports.briefing_asked import Asked
from payung.reports.briefing_facts_ecosystem import bills_left
from payung.reports.briefing_facts_gap import choices, waiting
from payung.reports.parts import Grid, Head, Missing, Section, on_day, text, words
from payung.values.words import Words, number, rupiah

_NAME = Words("Yang diminta", "What is asked for")
_PROMISED = Words("Janji dari rapat dan perjanjian yang belum selesai", "Promises of meetings and agreements that are open")
_NOTHING = Missing(
    Words("Belum ada permintaan yang ditulis: siapa melakukan apa, paling lambat kapan.", "No request is written yet: who does what by when."),
    Words("Tulis di halaman Paparan, sebelum dibuat.", "Write it on the page Briefing, before it is made."),
)


def asks(asked: Asked) -> Section:
    """The typed requests, the open promises, the longest overdue first, then what follows from the figures."""
    typed = [(one.get("who", ""), one.get("what", ""), one.get("by")) for one in _typed(asked)]
    rows = [[text(what), text(who), on_day(date.fromisoformat(by) if by else None)] for who, what, by in typed]
    follow = _follows(asked)
    promised = [one for one in follow_ups(asked.place, asked.on, visible_to=asked.visible_to) if one.is_open]
    heads = [Head(Words("Apa", "What")), Head(Words("Siapa", "Who")), Head(Words("Paling lambat", "By when"))]
    grids = [Grid(Words("Permintaan", "Requests"), heads, rows, most=6)] if rows else []
    if promised:
        lines = [[text(one.follow_up.what), text(one.follow_up.owner), on_day(one.due_on), words(one.badge[1])] for one in promised]
        grids.append(Grid(_PROMISED, [*heads, Head(Words("Keadaan", "State"))], lines, most=4))
    if follow:
        grids.append(
            Grid(
                Words("Yang disarankan angkanya", "What the figures suggest"), heads[:2], [[words(what), words(who)] for what, who in follow], most=4
            )
        )
    return Section(
        "asks", _NAME, _said(len(rows), sum(one.overdue for one in promised), len(follow)), grids=grids, missing=[] if rows else [_NOTHING]
    )


def _typed(asked: Asked) -> list[dict[str, Any]]:
    return [one for one in asked.typed.get("asks", []) if one.get("what")]


def _follows(asked: Asked) -> list[tuple[Words, Words]]:
    """What and who, each with its number."""
    found = []
    first = next(iter(choices(asked)), None)
    if first and waiting(asked):
        found.append(
            (
                Words(
                    f"Sediakan {rupiah(first.cost)} untuk {number(first.people)} orang yang sudah lolos ({first.months} bulan)",
                    f"Provide {rupiah(first.cost, 'en')} for {number(first.people, 'en')} valid people ({first.months} months)",
                ),
                Words("Kepala daerah, BPKAD", "Head of the region, finance agency"),
            )
        )
    if asked.round and (late := villages_that_sent(asked.round, asked.place or None, on=asked.on).gap):
        found.append(
            (
                Words(f"Minta {number(late)} desa mengirim daftarnya", f"Ask {number(late, 'en')} villages to send their lists"),
                Words("Camat, DPMD", "District heads, village affairs office"),
            )
        )
    if left := bills_left(asked):
        found.append(
            (
                Words(f"Lunasi {number(left)} tagihan yang belum dibayar penuh", f"Pay {number(left, 'en')} bills that are not paid in full"),
                Words("Bendahara, BPKAD", "Treasurer, finance agency"),
            )
        )
    return found


def _said(typed: int, overdue: int, follow: int) -> Words:
    if overdue:
        late = Words(f"{overdue} janji lewat batas", f"{overdue} {'promise is' if overdue == 1 else 'promises are'} overdue")
        more = Words(f", dan kami meminta {typed} keputusan", f", and we ask for {typed} {'decision' if typed == 1 else 'decisions'}")
        return Words(late.id + more.id, late.en + more.en) if typed else late
    if typed:
        return Words(f"Kami meminta {typed} keputusan hari ini", f"We ask for {typed} {'decision' if typed == 1 else 'decisions'} today")
    if follow:
        return Words(f"Angkanya menyarankan {follow} langkah", f"The figures suggest {follow} {'step' if follow == 1 else 'steps'}")
    return Words("Tidak ada langkah yang mendesak menurut angkanya", "The figures ask for no urgent step")

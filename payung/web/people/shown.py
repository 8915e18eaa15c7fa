"""How rows, lists and months of cover are put into the parts of a page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse

from payung.intake.checks.catalog import VERDICTS
from payung.intake.lists import Told, in_one, told_of
from payung.intake.models import Row, SubmittedList
from payung.intake.registers import KINDS
from payung.registry.models import Standing
from payung.reports.fates import Fate, fates_of
from payung.reports.person import LISTED, NONE, OWED, PAID, Cover
from payung.review.actions import SAID
from payung.review.models import Decision
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.problem import Verdict
from payung.values.words import LANGS, MONTHS, Lang, Words, day
from payung.web.language import lang

Year = tuple[int, list[tuple[str, str, Words]]]

LOOKS: dict[str, Words] = {
    PAID: Words("dibayar", "paid"),
    LISTED: Words("terdaftar, belum jatuh tempo", "listed, not due yet"),
    OWED: Words("menunggak", "in arrears"),
    NONE: Words("tidak terdaftar", "not listed"),
}
STATES: dict[str, tuple[str, Words]] = {
    SubmittedList.State.RECEIVED: ("waiting", Words("menunggu diterima", "waits for acceptance")),
    SubmittedList.State.ACCEPTED: ("ok", Words("diterima", "accepted")),
    SubmittedList.State.REFUSED: ("no", Words("ditolak", "refused")),
}


def badge_of(verdict: str) -> tuple[str, Words]:
    return verdict, VERDICTS[Verdict(verdict)]


def refusal_of(sent: SubmittedList) -> Words | None:
    return Words(sent.refusal_id, sent.refusal_en) if sent.refusal else None


def calendar(months: Mapping[Month, str]) -> list[Year]:
    """Whole years for parts/calendar.html, the newest first."""
    language: Lang = lang()
    years = sorted({month.year for month in months}, reverse=True)
    return [(year, [_month(Month.at(year, at), months, language) for at in range(1, 13)]) for year in years]


def _month(month: Month, months: Mapping[Month, str], language: Lang) -> tuple[str, str, Words]:
    state = months.get(month, NONE)
    words = Words(f"{month.said()}: {LOOKS[state].id}", f"{month.said('en')}: {LOOKS[state].en}")
    return MONTHS[language][month.month - 1][:3], state, words


def cover_of(cover: Cover) -> dict[str, Any]:
    counts = {state: sum(1 for held in cover.months.values() if held == state) for state in (PAID, LISTED, OWED)}
    return {"fund": cover.fund, "through": cover.through, "years": calendar(cover.months), "counts": counts}


def row_cells(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows of one person in lists of any rounds, with what was found and what became of them."""
    told = told_of(rows)
    fates: dict[int, Fate] = {}
    for round in {row.list.round for row in rows}:
        fates |= fates_of([row for row in rows if row.list.round_id == round.pk], round)
    return [{"row": row, "badge": badge_of(row.verdict), "told": told[row.pk], "fate": fates[row.pk]} for row in rows]


class Rows:
    """The cells of rows in a table; what belongs to fifty of them is read at once. `fates`: also what became of them, of one round."""

    def __init__(self, *, reveals: bool, fates: bool) -> None:
        self.reveals, self.fates = reveals, fates
        self.told: dict[int, list[Told]] = {}
        self.fate: dict[int, Fate] = {}

    def together(self, rows: Sequence[Row]) -> None:
        self.told = told_of(rows)
        if self.fates and rows:
            self.fate = fates_of(rows, rows[0].list.round)

    def cells(self, row: Row) -> Mapping[str, Any]:
        fate = self.fate.get(row.pk)
        return {
            "number": row.number,
            "row_at": reverse("people:row", args=[row.pk]),
            "file": row.list.file_name,
            "file_at": reverse("people:list", args=[row.list_id]),
            "name": row.name or str(row.as_written.get("name", "")),
            "name_at": reverse("people:person", args=[fate.person]) if fate and fate.person else reverse("people:row", args=[row.pk]),
            "nik": row.nik or str(row.as_written.get("nik", "")),
            "reveal": reverse("account:nik_of_row", args=[row.pk]) if self.reveals else "",
            "birth_date": row.birth_date,
            "village": row.village.name if row.village else str(row.as_written.get("village", "")),
            "occupation": row.occupation,
            "verdict": badge_of(row.verdict),
            "told": in_one(self.told.get(row.pk, [])),
            "fate": (fate.state, fate.words) if fate else None,
        }


def decision_cells(decision: Decision, numbers: Collection[int]) -> dict[str, Any]:
    """One decision about a pair: with whom or with which register, and what was said; a NIK is masked."""
    pair = decision.pair
    if pair.other:
        other = pair.other if pair.person_id in numbers else pair.person
        beside = Words(f"{other.name} ({mask(other.nik)})", f"{other.name} ({mask(other.nik)})")
    else:
        beside = KINDS[pair.kind].title
    said = SAID[decision.answer]
    return {"decision": decision, "on": decision.on, "signed": decision.signed, "words": Words(f"{beside.id}: {said.id}", f"{beside.en}: {said.en}")}


def standing_cells(standing: Standing) -> dict[str, Any]:
    """What a register says of the person by a human's word."""
    title, source, as_of = KINDS[standing.kind].title, standing.register.source, standing.register.as_of
    told = [title.id, title.en]
    for at, language in enumerate(LANGS):
        if standing.on:
            told[at] += Words(f", sejak {day(standing.on)}", f", since {day(standing.on, 'en')}").said(language)
        if standing.until:
            told[at] += Words(f" sampai {day(standing.until)}", f" until {day(standing.until, 'en')}").said(language)
        told[at] += f" ({source}, {day(as_of, language)})"
        if standing.withdrawn_on:
            since = Words(f"; tidak berlaku lagi sejak {day(standing.withdrawn_on)}", f"; withdrawn on {day(standing.withdrawn_on, 'en')}")
            told[at] += since.said(language)
    return {"words": Words(*told)}

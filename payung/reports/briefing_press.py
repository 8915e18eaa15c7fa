"""The press note of a briefing: the sentences that were frozen with its figures, names only with consent; to edit, and as a text for WhatsApp."""

from pathlib import Path

from payung.reports.briefing_deck import Told, families_said
from payung.reports.paper import Block, Paper, numbers, text, title
from payung.reports.paper_docx import paper_docx
from payung.reports.parts import Content
from payung.reports.same_bytes import write_packed
from payung.values.words import Lang, Words, day

_TITLE = Words("CATATAN PERS", "PRESS NOTE")
_ABOUT = Words("Jaminan sosial ketenagakerjaan, {place}, {period}", "Employment social security, {place}, {period}")
_AMONG = Words("Di antara penerimanya:", "Among those who received:")
_HOW = Words("Cara hitung", "How it is calculated")
_NAMES = Words(
    "Nama hanya disebut dengan persetujuan tertulis. Nama lain tidak boleh ditambahkan dari sumber lain.",
    "Names only with written consent. No other name may be added from elsewhere.",
)
_WITHOUT_CLAIMS = 2  # sentences of a summary that tells of no claim
_NUMBER = Words("Nomor {number}, angka per {on}.", "Number {number}, figures as of {on}.")


def press_note(content: Content, told: Told, lang: Lang = "id") -> Paper:
    """The note as a paper to edit."""
    claims = content.section("claims")
    named = families_said(claims, told, lang) if claims else []
    notes = _notes(content)
    return Paper(
        _TITLE.said(lang).capitalize(),
        [
            title(_TITLE.said(lang), _ABOUT.said(lang, place=content.place_name, period=content.period.said(lang))),
            text(f"{day(told.on, lang)} – {' '.join(one.said(lang) for one in content.summary)}"),
            *([text(_AMONG.said(lang)), Block("items", rows=list(zip(numbers(len(named)), named, strict=True)))] if named else []),
            Block("heading", _HOW.said(lang)),
            *[text(note.said(lang)) for note in notes],
            text(_NAMES.said(lang)),
            text(_NUMBER.said(lang, number=told.number, on=day(told.on, lang)) + (f" {told.address}" if told.address else "")),
        ],
        "",
        told.on,
        lang=lang,
    )


def _notes(content: Content) -> list[Words]:
    """What the percentage of the first sentence counts, and the claims, where the sentences speak of any."""
    condition, claims = content.section("condition"), content.section("claims")
    told = list(condition.notes[:1]) if condition else []
    return told + list(claims.notes[:1] if claims and len(content.summary) > _WITHOUT_CLAIMS else [])


def write_press(content: Content, told: Told, path: Path, lang: Lang = "id") -> None:
    """The note as DOCX."""
    made = paper_docx(press_note(content, told, lang))
    write_packed(lambda out: out.write(made), path, told.on)


def press_text(content: Content, told: Told, lang: Lang = "id") -> str:
    """The same in a few lines, to copy into a message."""
    notes = "\n".join(f"– {note.said(lang)}" for note in _notes(content)[:1])
    head = _ABOUT.said(lang, place=content.place_name, period=content.period.said(lang))
    body = "\n".join(f"• {one.said(lang)}" for one in content.summary)
    end = _NUMBER.said(lang, number=told.number, on=day(told.on, lang)) + (f" {told.address}" if told.address else "")
    return f"*{head}*\n\n{body}\n\n{_HOW.said(lang)}:\n{notes}\n\n{end}\n"


def write_text(content: Content, told: Told, path: Path, lang: Lang = "id") -> None:
    """The text as a file."""
    path.write_text(press_text(content, told, lang), encoding="utf-8")

"""Everything that a briefing says of a place in a month, gathered once: its sections, the sentences for the press, and its one page."""

from dataclasses import replace
from typing import Any

from payung.claims.handover import Figures
from payung.coverage.definitions import definition
from payung.coverage.measure import Part
from payung.reports.briefing_asked import Asked
from payung.reports.briefing_facts_asks import asks
from payung.reports.briefing_facts_claims import agreed, claims, handed_in
from payung.reports.briefing_facts_coverage import places
from payung.reports.briefing_facts_ecosystem import ecosystem
from payung.reports.briefing_facts_enrolment import enrolment
from payung.reports.briefing_facts_gap import gap
from payung.reports.briefing_facts_rules import rules
from payung.reports.briefing_facts_standing import standing
from payung.reports.overview import page_of
from payung.reports.parts import Content, Grid, Head, Section, both, count, stored, words
from payung.values.words import Words, day, number, rupiah


def gather(asked: Asked, *, made_by: str, number_: str) -> dict[str, Any]:
    """What EditionFacts keeps of a briefing: the content and the one page."""
    handed = handed_in(asked)
    sections = [
        standing(asked),
        places(asked),
        ecosystem(asked),
        enrolment(asked),
        claims(asked, handed),
        gap(asked),
        rules(asked),
        asks(asked),
        method(asked, number_),
    ]
    content = Content(asked.place, asked.place_name, asked.first, asked.last, [one for one in sections if one], summary(asked, agreed(handed)))
    page = replace(page_of(asked, made_by=made_by), number=number_, address=asked.address)
    return {"content": stored(content), "page": stored(page)}


def method(asked: Asked, number_: str) -> Section:
    """By which definitions, whose figures of which day, and where every step can be seen."""
    figure = asked.figure
    rows = [
        [
            words(Words("Pembilang", "Numerator")),
            words(_definition(definition(asked.numerator).text, asked)),
            words(_source(figure.numerator)),
            count(figure.numerator.value),
        ],
        [
            words(Words("Penyebut", "Denominator")),
            words(_definition(definition(asked.denominator).text, asked)),
            words(_source(figure.denominator)),
            count(figure.denominator.value),
        ],
    ]
    heads = [
        Head(Words("Bagian", "Part")),
        Head(Words("Yang dihitung", "What is counted")),
        Head(Words("Sumber dan tanggal", "Source and day")),
        Head(Words("Orang", "People")),
    ]
    points = [
        Words(
            f"Semua angka dibekukan pada {day(asked.on)} dengan nomor {number_}; kertas yang dibuat lagi kelak berisi sama.",
            f"All figures were frozen on {day(asked.on, 'en')} under number {number_}; a paper made again later says the same.",
        ),
        Words(f"Lihat cara hitung: {asked.address or 'menu Paparan'}", f"How it is calculated: {asked.address or 'menu Briefing'}"),
        Words(
            "Nama hanya disebut dengan persetujuan tertulis; tidak ada NIK di kertas mana pun.",
            "Names only with written consent; there is no NIK on any paper.",
        ),
    ]
    return Section(
        "method",
        Words("Cara hitung", "How it is calculated"),
        Words("Setiap persentase menyebut pembilang, penyebut, sumber, dan tanggalnya", "Every percentage names its terms, their source and day"),
        grids=[Grid(Words("Definisi cakupan", "Definitions of coverage"), heads, rows)],
        points=points,
        notes=[figure.footnote],
    )


def _definition(said: Words, asked: Asked) -> Words:
    return Words(said.id.format(month=asked.month.said()), said.en.format(month=asked.month.said("en")))


def _source(part: Part) -> Words:
    return both(lambda lang: ", ".join([*([part.source.said(lang)] if part.source else []), *([day(part.as_of, lang)] if part.as_of else [])]) or "–")


def summary(asked: Asked, figures: Figures) -> list[Words]:
    """Sentences for the press: coverage with its terms, benefits that the families confirmed."""
    figure, said = asked.figure, []
    covered = figure.numerator.value or 0
    if figure.denominator.value:
        said.append(
            Words(
                f"Pada {asked.month.said()}, {number(covered)} pekerja di {asked.place_name} terlindungi jaminan "
                "kecelakaan kerja dan jaminan kematian, "
                f"{figure.percent()} dari {figure.denominator.said()}.",
                f"In {asked.month.said('en')}, {number(covered, 'en')} workers in {asked.place_name} were covered against work accident and death, "
                f"{figure.percent('en')} of {figure.denominator.said('en')}.",
            )
        )
    else:
        said.append(
            Words(
                f"Pada {asked.month.said()}, {number(covered)} pekerja di {asked.place_name} terlindungi jaminan "
                "kecelakaan kerja dan jaminan kematian.",
                f"In {asked.month.said('en')}, {number(covered, 'en')} workers in {asked.place_name} were covered against work accident and death.",
            )
        )
    if figures.cases:
        said.append(
            Words(
                f"Sejak Januari {asked.month.year}, {number(figures.heirs)} ahli waris dari {number(figures.cases)} "
                f"pekerja menerima {rupiah(figures.rupiah)}.",
                f"Since January {asked.month.year}, {number(figures.heirs, 'en')} heirs of {number(figures.cases, 'en')} workers received "
                f"{rupiah(figures.rupiah, 'en')}.",
            )
        )
    said.append(Words("Klaim tidak dipungut biaya.", "A claim costs nothing."))
    return said

"""The state of one place in one month on one page of A4: funnel, coverage as chart and map, money, and every percentage with what it divides.

All texts are made here; one_page.typ only sets them.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from payung.coverage.measure import Part
from payung.places.map import BLUES, SCHEMATIC, choropleth
from payung.places.shapes import district_shapes, regency_shapes
from payung.reports.typeset import tagged_pdf
from payung.values.month import Month
from payung.values.place import Level, level_of
from payung.values.words import Lang, Words, day, number, percent, rupiah

_TEMPLATE = Path(__file__).with_name("one_page.typ")
_MOST_LINES = 30  # lines of the table of districts that a page holds; more are summed in the last one
_TOPS = (5, 10, 20, 25, 50, 100)  # per cent: where the darkest class of the map may end


@dataclass(frozen=True)
class Share:
    """A percentage with both of its terms."""

    title: Words
    part: Part
    whole: Part

    def said(self, lang: Lang) -> str:
        return percent(self.part.value, self.whole.value, lang)


@dataclass(frozen=True)
class PlaceLine:
    """A district (or the regency of a province): people in each stage, and the workers that should be covered (None: not known).

    Without code and name: the people whose village no list names.
    """

    code: str
    name: str
    proposed: int
    passes: int
    funded: int
    covered: int
    universe: int | None = None


@dataclass(frozen=True)
class FundLine:
    """Money of one fund, in whole rupiah: `jkk` and `jkm` are the bill of one month, `paid` is what has been paid of `amount`."""

    name: str
    source: str
    amount: int
    jkk: int
    jkm: int
    paid: int
    months: int
    paid_through: Month | None


@dataclass(frozen=True)
class OnePage:
    """`coverage`: one or two shares; the first heads the page and is the one of the map and of the districts.

    `reasons`: title and number of rows; at most five are printed. `number` and `address`: of the briefing that the page is of, and of the screen that
    says how it is calculated; "" for a page of its own.
    """

    code: str
    place: str
    month: Month
    made_on: date
    made_by: str
    made_from: Words
    collected: int
    valid: int
    funded: int
    paid: int
    coverage: list[Share]
    places: list[PlaceLine] = field(default_factory=list)
    funds: list[FundLine] = field(default_factory=list)
    reasons: list[tuple[Words, int]] = field(default_factory=list)
    warnings: list[Words] = field(default_factory=list)
    villages_sent: int = 0
    villages: int = 0
    number: str = ""
    address: str = ""


_LABELS: dict[str, Words] = {
    "kicker": Words("Jaminan sosial pekerja rentan", "Social security of vulnerable workers"),
    "funnel": Words("Dari daftar ke perlindungan", "From list to protection"),
    "reasons": Words("Mengapa belum lolos", "Why rows do not pass"),
    "money": Words("Uang", "Money"),
    "warnings": Words("Perlu perhatian", "Needs attention"),
    "no_warnings": Words("Tidak ada peringatan bulan ini.", "No warnings this month."),
    "notes": Words("Cara hitung", "How it is calculated"),
    "sent": Words("Desa mengirim daftar", "Villages that sent a list"),
    "no_places": Words("Belum ada data per wilayah.", "No data by area yet."),
    "no_money": Words("Belum ada dana yang dicatat.", "No fund recorded yet."),
}
_ALL_PASS = Words("Semua baris lolos.", "Every row passes.")
_HEADS = [Words("Diusulkan", "Proposed"), Words("Lolos", "Valid"), Words("Dibiayai", "Funded"), Words("Terlindungi", "Covered")]
_FUNNEL = [Words("Diusulkan", "Collected"), Words("Lolos periksa", "Valid"), Words("Dibiayai", "Funded"), Words("Terlindungi", "Protected")]
_DROPS = [
    Words("{n} orang berkurang saat pemeriksaan", "{n} people fewer after checking"),
    Words("{n} orang menunggu dana", "{n} people wait for money"),
    Words("{n} orang belum dibayar iurannya", "{n} people not paid for yet"),
]
_ALL_PASS = Words("Semua baris lolos.", "Every row passes.")
_MONEY_HEADS = [
    Words("Dana", "Fund"),
    Words("Jumlah", "Amount"),
    Words("JKK sebulan", "JKK a month"),
    Words("JKM sebulan", "JKM a month"),
    Words("Iuran sebulan", "Bill a month"),
    Words("Bulan terbeli", "Months bought"),
    Words("Lunas s.d.", "Paid through"),
    Words("Terserap", "Absorbed"),
]
_NAMES = {
    Level.NATION: Words("provinsi", "province"),
    Level.PROVINCE: Words("kabupaten/kota", "regency"),
    Level.REGENCY: Words("kecamatan", "district"),
    Level.DISTRICT: Words("desa", "village"),
    Level.VILLAGE: Words("desa", "village"),
}
_BY_PLACE = Words("Cakupan per {name}", "Coverage by {name}")
_PEOPLE_BY_PLACE = Words("Pekerja terlindungi per {name}", "Protected workers by {name}")
_MAP, _PEOPLE_MAP = Words("Peta cakupan", "Map of coverage"), Words("Peta pekerja terlindungi", "Map of protected workers")
_MAP_ALT = Words("{title}; angkanya ada di tabel di sebelahnya. {schematic}.", "{title}; the table beside it has its numbers. {schematic}.")
_NO_VILLAGE = Words("Desa belum dikenal", "Village not known")
_OF, _TOTAL, _OTHERS = Words("{part} dari {whole}", "{part} of {whole}"), Words("Jumlah", "Total"), Words("{n} {name} lain", "{n} more ({name})")
_FROM = Words("dari {whole}", "of {whole}")
_TERMS = Words(
    "{title} = pembilang ÷ penyebut × 100. Pembilang {part}. Penyebut {whole}.",
    "{title} = numerator ÷ denominator × 100. Numerator {part}. Denominator {whole}.",
)
_UNKNOWN = Words("belum ada angka ({definition})", "no figure yet ({definition})")
_PLACES_NOTE = Words(
    "Persentase per {name}: pembilang dan penyebut seperti catatan 1, masing-masing untuk {name} itu; “–” bila penyebut tidak ada.",
    "Percentages by {name}: numerator and denominator as in note 1, each for that {name}; “–” where there is no denominator.",
)
_ABSORBED = Words(
    "Terserap = iuran yang sudah dibayar ÷ jumlah dana × 100. Pembilang {paid}: catatan pembayaran Payung, {as_of}. "
    "Penyebut {amount}: pagu menurut dokumen tiap dana.",
    "Absorbed = contributions paid ÷ amount of the fund × 100. Numerator {paid}: payments recorded in Payung, {as_of}. "
    "Denominator {amount}: as each fund’s document says.",
)
_NUMBER = Words("Paparan {number}. ", "Briefing {number}. ")
_HOW = Words("Lihat cara hitung: {address}", "How it is calculated: {address}")
_FOOTER = Words("Dibuat oleh {by} pada {on} dengan Payung dari {data}.", "Made by {by} on {on} with Payung from {data}.")


def write_one_page(page: OnePage, path: Path, lang: Lang = "id") -> None:
    """A tagged PDF (PDF/UA-1), written beside its place and moved there whole."""
    pdf = tagged_pdf(_TEMPLATE, "page", content(page, lang), page.made_on)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(pdf)
    os.replace(draft, path)


def content(page: OnePage, lang: Lang) -> dict[str, Any]:
    """Every text and length of the page as the template sets it; lengths are shares of 1."""
    if not 1 <= len(page.coverage) <= 2:
        raise ValueError("a page has one or two shares")
    lines = _shown_lines(page, lang)
    return {
        "lang": lang,
        "labels": {key: words.said(lang) for key, words in _LABELS.items()},
        "blues": BLUES,
        "place": page.place,
        "month": page.month.said(lang),
        "tiles": _tiles(page, lang),
        "funnel": _funnel(page, lang),
        "reasons": _reasons(page, lang),
        "no_reasons": _ALL_PASS.said(lang) if page.collected and page.valid == page.collected else "–",
        "places": _places(page, lines, lang),
        "map": _map(page, lang),
        "money": _money(page, lang),
        "warnings": [words.said(lang) for words in page.warnings],
        "notes": _notes(page, lang),
        "page_no": "Halaman 1 dari 1" if lang == "id" else "Page 1 of 1",
        "footer": _footer(page, lang),
    }


def _footer(page: OnePage, lang: Lang) -> str:
    number_ = _NUMBER.said(lang, number=page.number) if page.number else ""
    return number_ + _FOOTER.said(lang, by=page.made_by, on=day(page.made_on, lang), data=page.made_from.said(lang))


def _count(value: int | None, lang: Lang) -> str:
    return "–" if value is None else number(value, lang)


def _of(part: int | None, whole: int | None, lang: Lang) -> str:
    return _OF.said(lang, part=_count(part, lang), whole=_count(whole, lang))


def _name(page: OnePage, lang: Lang) -> str:
    return _NAMES[level_of(page.code)].said(lang)


def _tiles(page: OnePage, lang: Lang) -> list[dict[str, str]]:
    """The numbers on top: every share, then who is protected, the monthly bill and the villages that sent, as far as there is room for four."""
    shares = [
        {"label": share.title.said(lang), "value": share.said(lang), "mark": str(at), "note": _of(share.part.value, share.whole.value, lang)}
        for at, share in enumerate(page.coverage, 1)
    ]
    bill = sum(fund.jkk + fund.jkm for fund in page.funds)
    funded = f"{number(page.funded, lang)} {_HEADS[2].said(lang).lower()}"
    rest = [
        {"label": _FUNNEL[3].said(lang), "value": number(page.paid, lang), "mark": "", "note": _FROM.said(lang, whole=funded)},
        {"label": _MONEY_HEADS[4].said(lang), "value": rupiah(bill, lang) if page.funds else "–", "mark": "", "note": "JKK + JKM"},
        {
            "label": _LABELS["sent"].said(lang),
            "value": number(page.villages_sent, lang),
            "mark": "",
            "note": _FROM.said(lang, whole=number(page.villages, lang)),
        },
    ]
    return (shares + rest)[:4]


def _funnel(page: OnePage, lang: Lang) -> list[dict[str, Any]]:
    stages = [page.collected, page.valid, page.funded, page.paid]
    lost = [before - after for before, after in pairwise(stages)]
    drops = ["", *(drop.said(lang, n=number(n, lang)) if n > 0 else "" for drop, n in zip(_DROPS, lost, strict=True))]
    most = max(*stages, 1)
    return [
        {"label": label.said(lang), "value": number(n, lang), "share": n / most, "drop": drop}
        for label, n, drop in zip(_FUNNEL, stages, drops, strict=True)
    ]


def _reasons(page: OnePage, lang: Lang) -> list[dict[str, Any]]:
    most = max((n for _, n in page.reasons), default=1) or 1
    return [{"label": title.said(lang), "value": number(n, lang), "share": n / most} for title, n in page.reasons[:5]]


def _shown_lines(page: OnePage, lang: Lang) -> list[PlaceLine]:
    """The lines that fit: all of them, or those with most people covered and one that sums the others."""
    if len(page.places) <= _MOST_LINES:
        return list(page.places)
    ranked = sorted(page.places, key=lambda line: (-line.covered, line.code))
    kept = sorted(ranked[: _MOST_LINES - 1], key=lambda line: line.code)
    others = ranked[_MOST_LINES - 1 :]
    return [*kept, _sum(others, _OTHERS.said(lang, n=len(others), name=_name(page, lang)))]


def _sum(lines: Iterable[PlaceLine], name: str) -> PlaceLine:
    """One line for many; its universe is known only where all of them are."""
    held = list(lines)
    areas = [line for line in held if line.name]  # people of an unknown village have no universe
    universes = [line.universe for line in areas if line.universe is not None]
    proposed, passes, funded, covered = (sum(getattr(line, key) for line in held) for key in ("proposed", "passes", "funded", "covered"))
    return PlaceLine("", name, proposed, passes, funded, covered, sum(universes) if areas and len(universes) == len(areas) else None)


def _by_share(page: OnePage) -> bool:
    """Chart and map show percentages; where no universe is known, people."""
    return any(line.universe for line in page.places)


def _places(page: OnePage, lines: list[PlaceLine], lang: Lang) -> dict[str, Any]:
    title = _BY_PLACE if _by_share(page) else _PEOPLE_BY_PLACE
    name = _name(page, lang)

    def height(line: PlaceLine) -> float | None:
        if not _by_share(page):
            return float(line.covered)
        return line.covered / line.universe if line.universe else None

    def cells(line: PlaceLine) -> list[str]:
        people = (line.proposed, line.passes, line.funded, line.covered)
        return [line.name or _NO_VILLAGE.said(lang), *(number(n, lang) for n in people), percent(line.covered, line.universe, lang)]

    heights = [height(line) for line in lines]
    most = max((value for value in heights if value), default=1.0)
    return {
        "title": title.said(lang, name=name),
        "heads": [name.capitalize(), *(head.said(lang) for head in _HEADS), "%"],
        "lines": [{"cells": cells(line), "share": None if value is None else value / most} for line, value in zip(lines, heights, strict=True)],
        "total": cells(_sum(page.places, _TOTAL.said(lang))),
        "mark": str(len(page.coverage) + 1),
    }


def _map(page: OnePage, lang: Lang) -> dict[str, str] | None:
    """None where there are no shapes of that place."""
    shapes = regency_shapes(page.code) if level_of(page.code) == Level.PROVINCE else district_shapes(page.code)
    if not shapes:
        return None
    by_share = _by_share(page)
    title = (_MAP if by_share else _PEOPLE_MAP).said(lang)
    alt = _MAP_ALT.said(lang, title=f"{title}, {page.place}, {page.month.said(lang)}", schematic=SCHEMATIC.said(lang))
    classes, steps = _classes(page.places, by_share, lang)
    svg = choropleth(shapes, classes, title=title, desc=alt, width=312, names={line.code: line.name for line in page.places}, steps=steps, lang=lang)
    return {"title": title, "svg": svg, "alt": alt}


def _classes(lines: list[PlaceLine], by_share: bool, lang: Lang) -> tuple[dict[str, int | None], list[str]]:
    """The class of each place and the words of the five classes: equal steps up to a round number at or above the greatest value."""
    values = {line.code: ((line.covered * 100 / line.universe) if line.universe else None) if by_share else float(line.covered) for line in lines}
    greatest = max((value for value in values.values() if value is not None), default=0)
    tops = _TOPS if by_share else tuple(step * 10**power for power in range(1, 8) for step in (1, 2, 5))
    top = next((top for top in tops if top >= greatest), tops[-1])
    ends = [top * step // 5 for step in range(6)]
    unit = " %" if by_share else ""
    steps = [f"{number(low, lang)}–{number(high, lang)}{unit}" for low, high in pairwise(ends)]
    return {code: None if value is None else min(int(value * 5 // top), 4) for code, value in values.items()}, steps


def _money(page: OnePage, lang: Lang) -> dict[str, Any]:
    def cells(name: str, source: str, funds: list[FundLine], months: str, through: str) -> list[str]:
        amount, jkk, jkm, paid = (sum(getattr(fund, key) for fund in funds) for key in ("amount", "jkk", "jkm", "paid"))
        return [name, source, *(rupiah(value, lang) for value in (amount, jkk, jkm, jkk + jkm)), months, through, percent(paid, amount, lang)]

    lines = [
        cells(fund.name, fund.source, [fund], number(fund.months, lang), fund.paid_through.said(lang) if fund.paid_through else "–")
        for fund in page.funds
    ]
    return {
        "heads": [head.said(lang) for head in _MONEY_HEADS],
        "lines": lines,
        "mark": str(len(page.coverage) + 2),
        "total": cells(_TOTAL.said(lang), "", page.funds, "", "") if len(lines) > 1 else None,
    }


def _term(term: Part, lang: Lang) -> str:
    definition = term.definition.said(lang)
    if term.value is None:
        return _UNKNOWN.said(lang, definition=definition)
    told = [f"{number(term.value, lang)}: {definition}", *([term.source.said(lang)] if term.source else [])]
    return "; ".join(told) + (f", {day(term.as_of, lang)}" if term.as_of else "")


def _notes(page: OnePage, lang: Lang) -> list[str]:
    """In the order of their marks: the shares on top, the places, the money."""
    shares = [
        _TERMS.said(lang, title=share.title.said(lang), part=_term(share.part, lang), whole=_term(share.whole, lang)) for share in page.coverage
    ]
    notes = [*shares, _PLACES_NOTE.said(lang, name=_name(page, lang))]
    if page.funds:
        paid, amount = (rupiah(sum(getattr(fund, key) for fund in page.funds), lang) for key in ("paid", "amount"))
        notes.append(_ABSORBED.said(lang, as_of=day(page.made_on, lang), paid=paid, amount=amount))
    if page.address:
        notes.append(_HOW.said(lang, address=page.address))
    return notes

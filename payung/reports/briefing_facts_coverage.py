"""Coverage in a briefing: the figure and its gap, month by month, and by place as a map. Every percentage with the note of its terms."""

from collections.abc import Sequence
from itertools import pairwise

from payung.coverage.measure import Figure
from payung.coverage.pairs import figures_by_month
from payung.places.map import SCHEMATIC
from payung.reports.briefing_asked import Asked
from payung.reports.parts import (
    Area,
    Chart,
    Grid,
    Head,
    Missing,
    Notes,
    Section,
    Series,
    Tile,
    as_hundredths,
    both,
    count,
    in_month,
    ratio,
    text,
)
from payung.values.month import Month
from payung.values.place import Level, level_of
from payung.values.words import LANGS, Lang, Words, number

_YEAR = 12  # months of the trend
_TOPS = (5, 10, 20, 25, 50, 100)  # per cent: where the darkest class of the map may end
_CLASSES = 5
_FEW = 5  # places named beside the map, from either end

COVERAGE = Words("Cakupan", "Coverage")
COVERED, GAP = Words("Terlindungi", "Covered"), Words("Belum terlindungi", "Not covered yet")
_NAME = Words("Kondisi kepesertaan", "State of membership")
_NO_UNIVERSE = Missing(
    Words(
        "Penyebut cakupan (semesta pekerja) belum dicatat, jadi persentasenya tidak dapat dihitung.",
        "The denominator (universe of workers) is not recorded, so there is no percentage.",
    ),
    Words("Catat di Cakupan, Catat angka semesta.", "Record it under Coverage, Record a universe figure."),
)
_NOBODY = Missing(
    Words("Belum ada pekerja di daftar peserta bulan ini.", "No worker is on a list in this month."),
    Words("Daftar peserta dimulai dari penetapan di Dana & penetapan.", "A list begins with a determination under Funds."),
)
BELOW = {
    Level.NATION: Words("provinsi", "province"),
    Level.PROVINCE: Words("kabupaten/kota", "regency"),
    Level.REGENCY: Words("kecamatan", "district"),
    Level.DISTRICT: Words("desa", "village"),
}


def condition(asked: Asked) -> Section:
    """The figure, who is covered, who is not."""
    figure, notes = asked.figure, Notes()
    covered, universe = figure.numerator.value, figure.denominator.value
    mark = notes.mark(figure.footnote) if universe else 0
    tiles = [
        Tile(COVERAGE, ratio(covered, universe), _of(covered, universe), mark),
        Tile(COVERED, count(covered), both(lambda lang: figure.numerator.definition.said(lang))),
        Tile(GAP, count(figure.gap), Words("penyebut dikurangi pembilang", "denominator less numerator")),
    ]
    chart = Chart(
        "bar",
        Words("Pekerja yang terlindungi dan yang belum", "Workers who are covered and who are not"),
        [COVERED, GAP],
        [Series(Words("orang", "people"), [covered, max(0, figure.gap or 0)])],
    )
    missing = [one for one, lacks in ((_NO_UNIVERSE, not universe), (_NOBODY, not covered)) if lacks]
    return Section(
        "condition",
        _NAME,
        _condition_said(figure),
        tiles=tiles,
        charts=[chart] if universe and covered is not None else [],
        missing=missing,
        notes=notes.said,
    )


def _of(part: int | None, whole: int | None) -> Words:
    return Words(f"{count(part).said()} dari {count(whole).said()}", f"{count(part).said('en')} of {count(whole).said('en')}")


def _condition_said(figure: Figure) -> Words:
    if not figure.denominator.value:
        return Words(
            f"{number(figure.numerator.value or 0)} pekerja terlindungi; berapa yang seharusnya, belum dicatat",
            f"{number(figure.numerator.value or 0, 'en')} workers are covered; how many should be is not recorded",
        )
    gap = figure.gap or 0
    if gap <= 0:
        return Words(f"Semua pekerja yang dihitung terlindungi: {figure.percent()}", f"Every worker counted is covered: {figure.percent('en')}")
    return Words(
        f"{figure.percent()} pekerja terlindungi, {number(gap)} orang belum",
        f"{figure.percent('en')} of workers are covered, {number(gap, 'en')} are not yet",
    )


def trend(asked: Asked) -> Section:
    """The months of a year up to the one asked for; where no universe is known, people."""
    notes = Notes()
    months = [asked.month + -back for back in range(_YEAR - 1, -1, -1)]
    figures = [(month, one) for month, one in figures_by_month(asked.place, months, asked.pair, on=asked.on) if month >= months[0]]
    known = [(month, one) for month, one in figures if one.numerator.value or month == asked.month] or [(asked.month, asked.figure)]
    by_share = all(one.denominator.value for _, one in known)
    mark = notes.mark(_series_note(known)) if by_share else 0
    values = [as_hundredths(one.numerator.value, one.denominator.value) if by_share else one.numerator.value for _, one in known]
    labels = [Words(short_month(month, "id"), short_month(month, "en")) for month, _ in known]
    title = COVERAGE if by_share else Words("Pekerja terlindungi", "Protected workers")
    chart = Chart("line", title, labels, [Series(title, values)], "hundredths" if by_share else "number", mark)
    rows = [
        [in_month(month), count(one.numerator.value), count(one.denominator.value), ratio(one.numerator.value, one.denominator.value)]
        for month, one in known
    ]
    heads = [Head(Words("Bulan", "Month")), Head(Words("Pembilang", "Numerator")), Head(Words("Penyebut", "Denominator")), Head(COVERAGE, mark)]
    return Section(
        "trend",
        Words("Perkembangan", "Development"),
        _trend_said(known, by_share),
        charts=[chart] if any(values) else [],
        grids=[Grid(Words("Angka per bulan", "Figures by month"), heads, rows)],
        missing=[] if any(values) else [_NOBODY],
        notes=notes.said,
    )


def short_month(month: Month, lang: Lang) -> str:
    """ "Jan 2026"."""
    name, year = month.said(lang).split()
    return f"{name[:3]} {year}"


def _series_note(known: Sequence[tuple[Month, Figure]]) -> Words:
    last = known[-1][1]
    return Words(
        f"{last.place_name}, tiap bulan: {last.numerator.said()} dibagi {last.denominator.said()}; penyebut tiap bulan adalah angka terbaru sebelum "
        "bulan itu berakhir.",
        f"{last.place_name}, each month: {last.numerator.said('en')} divided by {last.denominator.said('en')}; the "
        "denominator of a month is the newest "
        "figure of a day before its end.",
    )


def _trend_said(known: Sequence[tuple[Month, Figure]], by_share: bool) -> Words:
    (first, begin), (last, end) = known[0], known[-1]
    if first == last:
        return Words(f"Perkembangan baru dapat dilihat sesudah {last.said()}", f"Development shows only after {last.said('en')}")
    before, now = begin.numerator.value or 0, end.numerator.value or 0
    if by_share:
        return Words(
            f"Dari {begin.percent()} pada {first.said()} menjadi {end.percent()} pada {last.said()}",
            f"From {begin.percent('en')} in {first.said('en')} to {end.percent('en')} in {last.said('en')}",
        )
    return Words(
        f"Dari {number(before)} orang pada {first.said()} menjadi {number(now)} pada {last.said()}",
        f"From {number(before, 'en')} people in {first.said('en')} to {number(now, 'en')} in {last.said('en')}",
    )


def places(asked: Asked) -> Section | None:
    """The places below as a map and a table; None for a village, which has none."""
    level = level_of(asked.place)
    if level not in BELOW or not asked.inside:
        return None
    notes, figures = Notes(), asked.inside
    name = BELOW[level]
    by_share = any(one.denominator.value for one in figures)
    mark = notes.mark(_inside_note(figures, name)) if by_share else 0
    area = _area(asked, figures, by_share, mark)
    if area:
        notes.mark(SCHEMATIC)
    rows = [
        [text(one.place_name), count(one.numerator.value), count(one.denominator.value), ratio(one.numerator.value, one.denominator.value)]
        for one in sorted(figures, key=_by_share if by_share else _by_people)
    ]
    heads = [Head(both(lambda lang: name.said(lang).capitalize())), Head(COVERED), Head(Words("Penyebut", "Denominator")), Head(COVERAGE, mark)]
    return Section(
        "places",
        Words("Menurut wilayah", "By place"),
        _places_said(figures, name, by_share),
        grids=[Grid(both(lambda lang: f"{COVERAGE.said(lang)} {'per' if lang == 'id' else 'by'} {name.said(lang)}"), heads, rows, most=2 * _FEW)],
        area=area,
        missing=[] if any(one.numerator.value for one in figures) else [_NOBODY],
        notes=notes.said,
    )


def _inside_note(figures: Sequence[Figure], name: Words) -> Words:
    one = next(each for each in figures if each.denominator.value)
    return Words(
        f"Per {name.id}: {one.numerator.definition.id} dibagi {one.denominator.definition.id} {name.id} itu "
        f"({one.denominator.source.id if one.denominator.source else '–'}); “–” bila penyebutnya belum ada.",
        f"By {name.en}: {one.numerator.definition.en} divided by {one.denominator.definition.en} of that {name.en} "
        f"({one.denominator.source.en if one.denominator.source else '–'}); “–” where there is no denominator.",
    )


def _by_share(one: Figure) -> tuple[int, str]:
    return (-(as_hundredths(one.numerator.value, one.denominator.value) or 0), one.place_name)


def _by_people(one: Figure) -> tuple[int, str]:
    return (-(one.numerator.value or 0), one.place_name)


def _places_said(figures: Sequence[Figure], name: Words, by_share: bool) -> Words:
    none = sum(not one.numerator.value for one in figures)
    if none == len(figures):
        return Words(f"Belum ada pekerja terlindungi di {len(figures)} {name.id}", f"No worker is covered in any of {len(figures)} {_many(name)}")
    if none:
        return Words(
            f"Di {none} dari {len(figures)} {name.id} belum ada pekerja yang terlindungi",
            f"In {none} of {len(figures)} {_many(name)} no worker is covered yet",
        )
    best = min(figures, key=_by_share if by_share else _by_people)
    low = max(figures, key=_by_share if by_share else _by_people)
    told = [one.percent(lang) if by_share else number(one.numerator.value or 0, lang) for one in (best, low) for lang in LANGS]
    return Words(
        f"Tertinggi {best.place_name} ({told[0]}), terendah {low.place_name} ({told[2]})",
        f"Highest in {best.place_name} ({told[1]}), lowest in {low.place_name} ({told[3]})",
    )


def _many(name: Words) -> str:
    return {"regency": "regencies"}.get(name.en, f"{name.en}s")


def _area(asked: Asked, figures: Sequence[Figure], by_share: bool, mark: int) -> Area | None:
    """The classes of the map: equal steps up to a round number at or above the greatest value."""
    if level_of(asked.place) not in (Level.PROVINCE, Level.REGENCY):
        return None
    if not by_share:
        return None
    values = {one.place: as_hundredths(one.numerator.value, one.denominator.value) for one in figures}
    top = next((top for top in _TOPS if top * 100 >= max((one for one in values.values() if one is not None), default=0)), _TOPS[-1])
    ends = [top * step // _CLASSES for step in range(_CLASSES + 1)]
    return Area(
        asked.place,
        Words(f"Peta cakupan {asked.place_name}", f"Map of coverage, {asked.place_name}"),
        {code: None if value is None else min(value * _CLASSES // (top * 100), _CLASSES - 1) for code, value in values.items()},
        {one.place: one.place_name for one in figures},
        [Words(f"{low}–{high} %", f"{low}–{high} %") for low, high in pairwise(ends)],
        mark,
    )

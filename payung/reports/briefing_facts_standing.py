"""How a place stands, on one slide: the figure, the gap, its rank and target, the segments as BPJS publishes them, and the months before."""

from dataclasses import replace

from payung.coverage.definitions import Pair, segments
from payung.coverage.measure import Figure
from payung.coverage.pairs import figure_of_pair
from payung.coverage.standing import rank_of
from payung.coverage.targets import TargetOf, targets_of
from payung.reports.briefing_asked import Asked
from payung.reports.briefing_facts_coverage import COVERAGE, condition, trend
from payung.reports.parts import Grid, Head, Section, Tile, Value, count, ratio, words
from payung.values.words import Words

_PUBLISHED = ("active_bpjs", "universe_bpjs")
_MOST = 4  # figures on a slide
_ALL = 100 * 100  # hundredths of a per cent


def standing(asked: Asked) -> Section:
    """Condition and development together; with the published segments where there are any, else the months as a table."""
    now, before = condition(asked), trend(asked)
    notes = list(now.notes)
    marks = [_mark(notes, note) for note in before.notes]
    charts = [replace(one, mark=marks[one.mark - 1] if one.mark else 0) for one in before.charts] if _grows(before) else now.charts
    grids = [replace(one, heads=[replace(head, mark=marks[head.mark - 1] if head.mark else 0) for head in one.heads]) for one in before.grids]
    by_segment = _segments(asked)
    if by_segment:
        mark = _mark(notes, Words(" ".join(one.footnote.id for _, one in by_segment), " ".join(one.footnote.en for _, one in by_segment)))
        grids = [_segment_grid(by_segment, mark)]
    tiles = [*now.tiles, *_rank(asked, notes), *_targets(asked, notes)]
    if len(tiles) > _MOST:
        del tiles[1]  # how many are covered stands below the percentage too
    return replace(now, tiles=tiles[:_MOST], charts=charts, grids=grids, notes=notes)


def _mark(notes: list[Words], note: Words) -> int:
    if note not in notes:
        notes.append(note)
    return notes.index(note) + 1


def _grows(section: Section) -> bool:
    return bool(section.charts) and len(section.charts[0].labels) > 1


def _segments(asked: Asked) -> list[tuple[Words, Figure]]:
    """Each segment of which BPJS has published active members and universe by the month."""
    found = [(name, figure_of_pair(asked.place, asked.month, Pair(*_PUBLISHED, code), on=asked.on)) for code, name in segments().items()]
    return [(name, one) for name, one in found if one.numerator.value is not None and one.denominator.value]


def _segment_grid(found: list[tuple[Words, Figure]], mark: int) -> Grid:
    heads = [
        Head(Words("Segmen", "Segment")),
        Head(Words("Peserta aktif", "Active members")),
        Head(Words("Semesta", "Universe")),
        Head(COVERAGE, mark),
    ]
    rows: list[list[Value]] = [
        [words(name), count(one.numerator.value), count(one.denominator.value), ratio(one.numerator.value, one.denominator.value)]
        for name, one in found
    ]
    return Grid(Words("Menurut segmen (angka BPJS)", "By segment (figures of BPJS)"), heads, rows)


def _rank(asked: Asked, notes: list[Words]) -> list[Tile]:
    """Among its peers, only where the person sees them or their figures are published."""
    found = rank_of(asked.place, asked.month, asked.pair, on=asked.on, visible_to=asked.visible_to)
    if found is None or found.position is None:
        return []
    if found.footnote.id:
        _mark(notes, found.footnote)
    return [Tile(Words("Peringkat", "Rank"), count(found.position), found.words)]


def _targets(asked: Asked, notes: list[Words]) -> list[Tile]:
    """The nearest target of the same definitions; one of others is never beside it."""
    columns = targets_of(asked.place, asked.month.year, visible_to=asked.visible_to, on=asked.on)
    same: tuple[TargetOf, ...] = next((column.targets for column in columns if column.pair == asked.pair), ())
    if not same:
        return []
    one = same[0]
    mark = _mark(notes, one.footnote)
    return [
        Tile(Words(f"Target {one.scheme_words.id}", f"Target {one.scheme_words.en}"), ratio(one.hundredths, _ALL), one.gap_words(asked.figure), mark)
    ]

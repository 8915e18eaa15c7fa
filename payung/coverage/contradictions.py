"""What does not add up in published figures: parts against their total, active against inactive, a percentage against its parts, year against year.

Nothing is refused and nothing put right here: each is told with its evidence, and somebody asks the source.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from payung.coverage.definitions import check, definition, definitions, numerators
from payung.coverage.models import OfficialFigure
from payung.coverage.official import NATION, Official, told
from payung.coverage.published import misfits_of, shares_of
from payung.places.models import Place
from payung.values.place import Level, level_of
from payung.values.words import Words, day, number, percent

CONTRADICTIONS: dict[str, Words] = {
    "segments": Words("segmen tidak sama dengan jumlahnya", "segments do not add up to their total"),
    "inside": Words("wilayah di dalamnya tidak sama dengan jumlahnya", "the places inside do not add up to the whole"),
    "swapped": Words("aktif dan tidak aktif tertukar", "active and inactive are swapped"),
    "percent": Words("persentase tidak cocok dengan angkanya", "the percentage does not fit its parts"),
    "parts": Words("aktif dan tidak aktif tidak sama dengan jumlahnya", "active and inactive do not add up to their total"),
    "above_all": Words("di atas 100 %", "above 100 %"),
    "jump": Words("penyebut melonjak antartahun", "the denominator jumps between years"),
    "active_above_registered": Words("peserta aktif lebih banyak daripada yang terdaftar", "more active members than registered ones"),
}
_MUST = ("PU", "BPU", "JAKON")  # segments that a total always holds; PMI is in some totals and not in others


@dataclass(frozen=True)
class Contradiction:
    """`code`: a key of CONTRADICTIONS; `words`: the finding with its numbers; `sources`: whose figures; `figures`, `shares`: keys of the rows."""

    code: str
    words: Words
    as_of: date
    sources: tuple[str, ...]
    figures: tuple[int, ...] = ()
    shares: tuple[int, ...] = ()

    @property
    def title(self) -> Words:
        return CONTRADICTIONS[self.code]


def contradictions_of(place_code: str, *, known: date | None = None) -> list[Contradiction]:
    """Of the place's own figures and shares as they were known on the day, the newest first."""
    figures = told(OfficialFigure.objects.of_place(place_code).known(known).order_by("as_of", "pk"))
    found = [*_segments(figures), *_above_all(figures), *_jumps(figures), *_more_active(figures), *_inside(place_code, figures, known)]
    for one in shares_of(place_code, known=known):
        found += [Contradiction(each.code, each.words, one.as_of, (one.source,), shares=(one.pk,)) for each in misfits_of(one)]
    return sorted(found, key=lambda one: (-one.as_of.toordinal(), one.code, one.figures, one.shares))


def _segments(figures: Sequence[Official]) -> list[Contradiction]:
    """Of one source and day: PU, BPU and JAKON, with or without PMI, are the total."""
    by_table: dict[tuple[str, date, str], dict[str, Official]] = defaultdict(dict)
    for one in figures:
        by_table[one.definition, one.as_of, one.source][one.segment] = one
    found = []
    for (code, as_of, source), those in by_table.items():
        if "" not in those or not all(segment in those for segment in _MUST):
            continue
        total, three = those[""].value, sum(those[segment].value for segment in _MUST)
        whole = three + (those["PMI"].value if "PMI" in those else 0)
        if min(abs(total - three), abs(total - whole)) <= check("rounding_people"):
            continue
        title = definition(code).title
        said = " + ".join(f"{segment} {number(one.value)}" for segment, one in those.items() if segment)
        said_en = " + ".join(f"{segment} {number(one.value, 'en')}" for segment, one in those.items() if segment)
        found.append(
            Contradiction(
                "segments",
                Words(
                    f"{title.id} per {day(as_of)}: {said} = {number(whole)}, tetapi jumlahnya tertulis {number(total)} "
                    f"(selisih {number(abs(total - whole))}).",
                    f"{title.en} as of {day(as_of, 'en')}: {said_en} = {number(whole, 'en')}, while the total says {number(total, 'en')} "
                    f"(a difference of {number(abs(total - whole), 'en')}).",
                ),
                as_of,
                (source,),
                tuple(one.pk for one in those.values()),
            )
        )
    return found


def _above_all(figures: Sequence[Official]) -> list[Contradiction]:
    """A numerator above the denominator of its own segment and day."""
    wholes = {(one.segment, one.as_of): one for one in figures if one.definition == "universe_bpjs"}
    found = []
    for one in figures:
        whole = wholes.get((one.segment, one.as_of))
        if one.definition not in numerators() or one.definition == "registered_bpjs" or whole is None or one.value <= whole.value:
            continue
        found.append(
            Contradiction(
                "above_all",
                Words(
                    f"{one.words.id}: {number(one.value)} dari {number(whole.value)} = {percent(one.value, whole.value)} per {day(one.as_of)}. "
                    "Periksa apakah penyebutnya target, bukan semesta, atau proyek dihitung lebih dari sekali.",
                    f"{one.words.en}: {number(one.value, 'en')} of {number(whole.value, 'en')} = {percent(one.value, whole.value, 'en')} as of "
                    f"{day(one.as_of, 'en')}. Check whether the denominator is a target and no universe, or projects are counted more than once.",
                ),
                one.as_of,
                tuple(dict.fromkeys((one.source, whole.source))),
                (one.pk, whole.pk),
            )
        )
    return found


def _jumps(figures: Sequence[Official]) -> list[Contradiction]:
    """Of one denominator and segment from one year's last figure to the next year's."""
    held: dict[tuple[str, str], dict[int, Official]] = defaultdict(dict)
    for one in figures:
        if definitions()[one.definition].side == "denominator":
            held[one.definition, one.segment][one.as_of.year] = one
    most, found = check("jump_percent"), []
    for years in held.values():
        for year, later in years.items():
            before = years.get(year - 1)
            if before is None or not before.value or abs(later.value - before.value) * 100 <= most * before.value:
                continue
            moved = percent(abs(later.value - before.value), before.value), percent(abs(later.value - before.value), before.value, "en")
            found.append(
                Contradiction(
                    "jump",
                    Words(
                        f"{later.words.id}: {number(before.value)} per {day(before.as_of)}, {number(later.value)} per {day(later.as_of)}, berubah "
                        f"{moved[0]} dalam setahun. Tanyakan apakah cara hitungnya berganti; persentasenya tidak dapat dibandingkan.",
                        f"{later.words.en}: {number(before.value, 'en')} as of {day(before.as_of, 'en')}, {number(later.value, 'en')} as of "
                        f"{day(later.as_of, 'en')}, a change of {moved[1]} in a year. Ask whether it is counted in another way; percentages "
                        "of the two cannot be compared.",
                    ),
                    later.as_of,
                    tuple(dict.fromkeys((before.source, later.source))),
                    (before.pk, later.pk),
                )
            )
    return found


def _more_active(figures: Sequence[Official]) -> list[Contradiction]:
    """Whoever is active is registered."""
    registered = {(one.segment, one.as_of): one for one in figures if one.definition == "registered_bpjs"}
    found = []
    for one in figures:
        other = registered.get((one.segment, one.as_of))
        if one.definition != "active_bpjs" or other is None or one.value <= other.value:
            continue
        found.append(
            Contradiction(
                "active_above_registered",
                Words(
                    f"Per {day(one.as_of)} tertulis {number(one.value)} peserta aktif, tetapi hanya {number(other.value)} terdaftar.",
                    f"As of {day(one.as_of, 'en')} {number(one.value, 'en')} members are said to be active, but only "
                    f"{number(other.value, 'en')} registered.",
                ),
                one.as_of,
                tuple(dict.fromkeys((one.source, other.source))),
                (one.pk, other.pk),
            )
        )
    return found


def _inside(place: str, figures: Sequence[Official], known: date | None) -> list[Contradiction]:
    """Where every place inside has a figure of the same source and day, their sum is the whole's."""
    level = level_of(place)
    if level >= Level.DISTRICT or not figures:
        return []
    below = Place.objects.within(place).filter(level=level + 1)
    wanted = below.count()
    there = OfficialFigure.objects.known(known).filter(place__in=below, as_of__in={one.as_of for one in figures})
    sums: dict[tuple[str, str, date, str], list[int]] = defaultdict(list)
    for code, segment, as_of, source, value in there.values_list("definition", "segment", "as_of", "source", "value"):
        sums[code, segment, as_of, source].append(value)
    found = []
    for one in figures:
        values = sums.get((one.definition, one.segment, one.as_of, one.source), [])
        if len(values) != wanted or abs(sum(values) - one.value) <= check("rounding_people"):
            continue
        found.append(
            Contradiction(
                "inside",
                Words(
                    f"{one.words.id} per {day(one.as_of)}: {number(wanted)} wilayah di dalamnya berjumlah {number(sum(values))}, tetapi "
                    f"{one.place_name if place else NATION} tertulis {number(one.value)}.",
                    f"{one.words.en} as of {day(one.as_of, 'en')}: the {number(wanted, 'en')} places inside add up to {number(sum(values), 'en')}, "
                    f"while {one.place_name if place else NATION} says {number(one.value, 'en')}.",
                ),
                one.as_of,
                (one.source,),
                (one.pk,),
            )
        )
    return found

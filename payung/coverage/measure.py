"""A coverage figure: a numerator and a denominator that never appear without what they count, whose figure it is and of which day.

No database. What may be counted and divided by stands in definitions.yaml; NUMERATORS are those that Payung counts month by month itself.
"""

from dataclasses import dataclass
from datetime import date

from payung.coverage.definitions import OF_ALL, Pair, check, definition, denominators, numerators, segments
from payung.values.month import Month
from payung.values.words import Lang, Words, day, number, percent

NUMERATORS: dict[str, Words] = {code: numerators()[code].text for code in ("listed", "paid")}
DENOMINATORS: dict[str, Words] = {code: one.text for code, one in denominators().items()}

PAYUNG = Words("catatan Payung", "records of Payung")


@dataclass(frozen=True)
class Part:
    """One side of a share: `value` is None where nobody has given a figure; `definition` says what is counted.

    `code`: its definition in the registry; `row`: the key of the official figure that it is; both empty where there is none.
    """

    value: int | None
    definition: Words
    source: Words | None = None
    as_of: date | None = None
    code: str = ""
    row: int | None = None

    def said(self, lang: Lang = "id") -> str:
        """ "161.206 penduduk bekerja menurut BPS (Sakernas, per 31 Agustus 2023)"."""
        if self.value is None:
            return f"{self.definition.said(lang)}: {'belum ada angka' if lang == 'id' else 'no figure yet'}"
        told = [self.source.said(lang)] if self.source else []
        if self.as_of:
            told.append(f"{'per' if lang == 'id' else 'as of'} {day(self.as_of, lang)}")
        return f"{number(self.value, lang)} {self.definition.said(lang)}" + (f" ({', '.join(told)})" if told else "")


@dataclass(frozen=True)
class Figure:
    """A share of a place: `place` is its code ("": the nation). `caveats` are printed with the footnote."""

    place: str
    place_name: str
    numerator: Part
    denominator: Part
    caveats: tuple[Words, ...] = ()

    def percent(self, lang: Lang = "id") -> str:
        """ "24,62 %", or an en dash without a numerator or a denominator."""
        return percent(self.numerator.value, self.denominator.value, lang)

    @property
    def gap(self) -> int | None:
        """What the numerator lacks to the denominator."""
        if self.numerator.value is None or self.denominator.value is None:
            return None
        return self.denominator.value - self.numerator.value

    @property
    def footnote(self) -> Words:
        """How the percentage was calculated; to be printed wherever it is."""
        more = [" ".join([one.id for one in self.caveats]), " ".join([one.en for one in self.caveats])]
        tail = [f" {text}" if text else "" for text in more]
        return Words(
            f"{self.place_name}: {self.numerator.said()} dibagi {self.denominator.said()}.{tail[0]}",
            f"{self.place_name}: {self.numerator.said('en')} divided by {self.denominator.said('en')}.{tail[1]}",
        )


def share(
    part: int,
    whole: int | None,
    *,
    of: Words,
    among: Words,
    source: Words = PAYUNG,
    as_of: date | None = None,
    place: str = "",
    place_name: str = "Indonesia",
) -> Figure:
    """A share of our own counting, such as the villages that sent a list among all villages."""
    return Figure(place, place_name, Part(part, of, source, as_of), Part(whole, among, source, as_of))


def counted(value: int, numerator: str, month: Month, on: date | None = None, segment: str = "") -> Part:
    """A numerator of our own for a month, as it was counted on the day `on`: a list and its payments still grow after the month."""
    said = _of_segment(definition(numerator).now.in_month(month), segment)
    return Part(value, said, PAYUNG, on, numerator)


def universe(value: int | None, denominator: str, source: str = "", as_of: date | None = None) -> Part:
    """A denominator of DENOMINATORS as somebody else has published it."""
    return Part(value, DENOMINATORS[denominator], Words(source, source) if source else None, as_of, denominator)


def published(value: int | None, code: str, segment: str = "", source: str = "", as_of: date | None = None, row: int | None = None) -> Part:
    """A side that somebody else has published, of one segment or ("") of all."""
    return Part(value, text_of(code, segment), Words(source, source) if source else None, as_of, code, row)


def text_of(code: str, segment: str = "") -> Words:
    """ "peserta aktif menurut BPJS Ketenagakerjaan, segmen BPU (bukan penerima upah)"."""
    return _of_segment(definition(code).text, segment)


def _of_segment(text: Words, segment: str) -> Words:
    if not segment:
        return text
    title = segments()[segment]
    return Words(f"{text.id}, segmen {segment} ({title.id})", f"{text.en}, segment {segment} ({title.en})")


def caveats_of(pair: Pair, part: Part, whole: Part, month: Month) -> tuple[Words, ...]:
    """What a reader must know besides: a segment over everybody, two ways to place people, figures of long ago."""
    told = []
    if pair.of_all:
        told.append(
            Words(
                f"Pembilangnya hanya segmen {pair.segment}, {OF_ALL.id} dihitung di penyebut.",
                f"The numerator is of the segment {pair.segment} only; the denominator counts all segments.",
            )
        )
    if part.value is None or whole.value is None:
        return tuple(told)
    if {definition(pair.numerator).at, definition(pair.denominator).at} == {"resident", "workplace"}:
        told.append(_TWO_PLACES)
    for one, most, sentence in ((part, "stale_part_months", _OLD_PART), (whole, "stale_whole_months", _OLD_WHOLE)):
        if one.row and (age := _age(one, month)) > check(most):
            told.append(sentence.counting(n=age))
    return tuple(told)


def _age(part: Part, month: Month) -> int:
    return 0 if part.as_of is None else month - Month.of(part.as_of)


_TWO_PLACES = Words(
    "Pembilang dihitung menurut tempat kerja, penyebut menurut tempat tinggal.",
    "The numerator counts where people work, the denominator where they live.",
)
_OLD_PART = Words("Pembilangnya berumur {n} bulan.", "The numerator is {n} months old.")
_OLD_WHOLE = Words("Penyebutnya berumur {n} bulan.", "The denominator is {n} months old.")

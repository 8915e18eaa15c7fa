"""What a coverage figure may count and divide by: the registry in `definitions.yaml`, and which two of them go together. No database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words

_FILE = Path(__file__).with_name("definitions.yaml")
MARKS: dict[str, Words] = {
    "choice": Words("pilihan Payung", "a choice of Payung"),
    "source": Words("dibaca di sumbernya", "read in its source"),
    "secondary": Words("menurut keterangan pihak lain", "as others report it"),
    "memory": Words("belum diperiksa", "not checked"),
    "unread": Words("rumusnya belum kami baca", "its formula has not been read by us"),
}
PLACES_OF_COUNT: dict[str, Words] = {
    "resident": Words("di tempat tinggal", "where people live"),
    "workplace": Words("di tempat kerja", "where they work"),
    "unsaid": Words("tidak dikatakan", "not said"),
}


@dataclass(frozen=True)
class Version:
    """One wording: `text` as a footnote prints it ({month} is filled in), `leaves_out` what is not counted, `begins` since when it holds."""

    number: int
    begins: date
    text: Words
    leaves_out: Words
    source: Words
    mark: str

    def in_month(self, month: Month) -> Words:
        """The text of a month."""
        return Words(self.text.id.format(month=month.said()), self.text.en.format(month=month.said("en")))


@dataclass(frozen=True)
class Definition:
    """`side`: "numerator" or "denominator"; `own`: counted from Payung's lists; `goes`: the only denominators a numerator goes with, () is any.

    `segments` of which there may be figures; `of_one`: every figure is of one of them, none of everybody.
    """

    code: str
    side: str
    title: Words
    own: bool
    unit: str
    at: str
    segments: tuple[str, ...]
    of_one: bool
    goes: tuple[str, ...]
    versions: tuple[Version, ...]

    @property
    def now(self) -> Version:
        """The newest wording."""
        return self.versions[-1]

    @property
    def text(self) -> Words:
        return self.now.text

    def on(self, day: date) -> Version:
        """The wording that held on a day; the first one before it began."""
        return next((one for one in reversed(self.versions) if one.begins <= day), self.versions[0])


@dataclass(frozen=True)
class Pair:
    """A numerator over a denominator, of one segment or ("") of all; `of_all`: a segment's numerator over everybody, which the footnote then says.

    RefusedError for two that do not go together, InputError for an unknown one: see `refuse_misfit`.
    """

    numerator: str
    denominator: str
    segment: str = ""
    of_all: bool = False

    def __post_init__(self) -> None:
        refuse_misfit(self)

    @property
    def key(self) -> str:
        """ "active_bpjs/universe_bpjs", "active_bpjs/employed_bps@BPU*" (the star: of all)."""
        return f"{self.numerator}/{self.denominator}" + (f"@{self.segment}" if self.segment else "") + ("*" if self.of_all else "")

    @classmethod
    def parse(cls, key: str) -> "Pair":
        """What `key` wrote. InputError `coverage.pair_unreadable`."""
        codes, _, segment = key.removesuffix("*").partition("@")
        numerator, _, denominator = codes.partition("/")
        if not numerator or not denominator:
            raise InputError(
                "coverage.pair_unreadable",
                Words(
                    f"Pasangan “{key[:60]}” tidak terbaca. Tulis pembilang/penyebut, misalnya active_bpjs/universe_bpjs.",
                    f"The pair “{key[:60]}” cannot be read. Write numerator/denominator, such as active_bpjs/universe_bpjs.",
                ),
            )
        return cls(numerator, denominator, segment, key.endswith("*"))

    @property
    def segment_below(self) -> str:
        """The segment of the denominator."""
        return "" if self.of_all else self.segment

    @property
    def words(self) -> Words:
        """ "Peserta aktif (BPJS) ÷ Semesta pekerja (BPJS Ketenagakerjaan), BPU"."""
        part, whole = numerator(self.numerator).title, denominator(self.denominator).title
        if part.id.startswith("Desa"):
            return part
        more = [f"{self.segment}" + (f" {OF_ALL.id}" if self.of_all else ""), f"{self.segment}" + (f" {OF_ALL.en}" if self.of_all else "")]
        tail = [f", {text}" if self.segment else "" for text in more]
        return Words(f"{part.id} ÷ {whole.id}{tail[0]}", f"{part.en} ÷ {whole.en}{tail[1]}")


OF_ALL = Words("dari semua segmen", "of all segments")


@cache
def _registry() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@cache
def definitions() -> dict[str, Definition]:
    """Every definition by its code: numerators first, each side in the order of the file."""
    sides = (("numerator", _registry()["numerators"]), ("denominator", _registry()["denominators"]))
    return {code: _definition(code, side, entry) for side, entries in sides for code, entry in entries.items()}


def _definition(code: str, side: str, entry: dict[str, Any]) -> Definition:
    versions = tuple(
        Version(one["version"], one["from"], Words(**one["text"]), Words(**one["leaves_out"]), Words(**one["source"]), one["mark"])
        for one in sorted(entry["versions"], key=lambda one: one["version"])
    )
    own = entry["counted"] == "own"
    kept = entry.get("segments", False)
    of_one = isinstance(kept, list)
    those = tuple(kept) if of_one else tuple(segments()) if kept else ()
    goes = tuple(entry.get("goes", ()))
    return Definition(code, side, Words(**entry["title"]), own, entry["unit"], entry["at"], those, of_one, goes, versions)


@cache
def segments() -> dict[str, Words]:
    """PU, BPU, JAKON, PMI and what they are called."""
    return {code: Words(one["id"], one["en"]) for code, one in _registry()["segments"].items()}


def funds_of(segment: str) -> tuple[str, ...] | None:
    """Segments of funds (law.given.Segment) whose people an own count of a segment takes; None, all, for ""."""
    return tuple(_registry()["segments"][segment]["funds"]) if segment else None


@cache
def schemes() -> dict[str, Words]:
    """Plans that set targets."""
    return {code: Words(**title) for code, title in _registry()["schemes"].items()}


@dataclass(frozen=True)
class National:
    """A figure of the law that is a target of the nation, and the plan it is of in a year."""

    figure: str
    pair: Pair
    scheme: str
    others: dict[int, str]

    def scheme_in(self, year: int) -> str:
        return self.others.get(year, self.scheme)


@cache
def national_targets() -> tuple[National, ...]:
    """Targets that need nobody to type them."""
    return tuple(National(one["figure"], Pair.parse(one["pair"]), one["scheme"], one.get("schemes", {})) for one in _registry()["national"])


def check(name: str) -> int:
    """A threshold of ours: see `checks` in the file."""
    return int(_registry()["checks"][name])


def numerators() -> dict[str, Definition]:
    return {code: one for code, one in definitions().items() if one.side == "numerator"}


def denominators() -> dict[str, Definition]:
    return {code: one for code, one in definitions().items() if one.side == "denominator"}


def numerator(code: str) -> Definition:
    """InputError `coverage.definition_unknown`."""
    return _one(code, numerators())


def denominator(code: str) -> Definition:
    """InputError `coverage.definition_unknown`."""
    return _one(code, denominators())


def definition(code: str) -> Definition:
    """Of either side. InputError `coverage.definition_unknown`."""
    return _one(code, definitions())


def _one(code: str, known: dict[str, Definition]) -> Definition:
    if code in known:
        return known[code]
    raise InputError(
        "coverage.definition_unknown",
        Words(
            f"Definisi “{code[:60]}” tidak dikenal. Pilih: {', '.join(known)}.",
            f"The definition “{code[:60]}” is not known. Choose: {', '.join(known)}.",
        ),
    )


def refuse_misfit(pair: Pair) -> None:
    """RefusedError `coverage.units`, `coverage.goes`, `coverage.segment`, `coverage.segment_of_all`; InputError for what is not known."""
    part, whole = numerator(pair.numerator), denominator(pair.denominator)
    if pair.segment and pair.segment not in segments():
        known = ", ".join(segments())
        raise InputError(
            "coverage.segment_unknown",
            Words(
                f"Segmen “{pair.segment[:20]}” tidak dikenal. Pilih: {known}.", f"The segment “{pair.segment[:20]}” is not known. Choose: {known}."
            ),
        )
    if part.unit != whole.unit:
        raise RefusedError("coverage.units", _UNITS)
    if (part.goes and whole.code not in part.goes) or (whole.code == "rpjmn_universe" and not part.goes):
        raise RefusedError("coverage.goes", _filled(_GOES, part=part.title, whole=whole.title))
    if pair.segment and pair.segment not in part.segments:
        raise RefusedError("coverage.segment", _filled(_NO_SEGMENT, title=part.title))
    _refuse_segment_below(pair, whole)


def _refuse_segment_below(pair: Pair, whole: Definition) -> None:
    below = pair.segment_below
    if whole.of_one and below not in whole.segments:
        only = ", ".join(whole.segments)
        raise RefusedError("coverage.segment_only", _filled(_ONLY, title=whole.title, segment=Words(only, only)))
    if below and below not in whole.segments:
        raise RefusedError("coverage.segment_of_all", _filled(_OF_ALL, segment=Words(below, below), title=whole.title))


def _filled(sentence: Words, **parts: Words) -> Words:
    """Each language with the parts in that language."""
    return Words(
        sentence.id.format(**{name: part.id for name, part in parts.items()}), sentence.en.format(**{name: part.en for name, part in parts.items()})
    )


_UNITS = Words(
    "Orang tidak dibagi dengan desa, dan desa tidak dibagi dengan orang. Pilih pembilang dan penyebut yang menghitung hal yang sama.",
    "People are not divided by villages, nor villages by people. Choose a numerator and a denominator that count the same.",
)
_GOES = Words(
    "“{part}” tidak dibagi dengan “{whole}”: rumus indikator RPJMN belum diketahui, jadi angkanya hanya berdiri dengan pasangannya sendiri.",
    "“{part}” is not divided by “{whole}”: the formula of the RPJMN indicator is not known, so its figures stand with their own counterpart only.",
)
_NO_SEGMENT = Words(
    "“{title}” tidak dicatat menurut segmen. Pilih pembilang lain untuk melihat satu segmen.",
    "“{title}” is not kept by segment. Choose another numerator to see one segment.",
)
_OF_ALL = Words(
    "Pembilangnya hanya segmen {segment}, sedangkan “{title}” menghitung semua. Pilih penyebut segmen itu, atau nyatakan bahwa "
    "ini bagian {segment} dari semua.",
    "The numerator is of segment {segment} only, while “{title}” counts everybody. Choose a denominator of the segment, or say that it is "
    "the part of {segment} in all.",
)
_ONLY = Words(
    "“{title}” hanya menghitung segmen {segment}. Pilih pembilang segmen itu.",
    "“{title}” counts the segment {segment} only. Choose a numerator of that segment.",
)

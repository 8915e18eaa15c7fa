"""Writing down what others have published, and targets. `by` is who acts (None: the command line), `on` the day of the act, from which it is known.

`place` None is the nation. Nothing here changes a row: a correction is another one that names the row it corrects.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.coverage.definitions import Pair, definition, denominators, schemes, segments
from payung.coverage.models import OfficialFigure, PublishedShare, Target, Universe
from payung.places.models import Place
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day, number

# Villages are counted from the places themselves.
_GIVEN = [code for code, one in denominators().items() if not one.own]
_MOST = 10**12
_LENGTHS = {"source": 200, "publisher": 120, "page": 300, "quote": 300}  # characters: what their columns hold
_WHOLE = 100 * 100  # hundredths of a per cent: 100 %
_LAST_YEAR = 21 * 100 + 99  # so far do plans look ahead


@dataclass(frozen=True)
class Source:
    """Where a figure was published: `title` is needed, the rest is as far as it is known."""

    title: str
    publisher: str = ""
    published_on: date | None = None
    page: str = ""

    def columns(self) -> dict[str, Any]:
        """As the tables hold it."""
        return {"source": _text(self.title), "publisher": _text(self.publisher), "page": _text(self.page), "published_on": self.published_on}


@dataclass(frozen=True)
class Recorded:
    """`how`: "new", "same" (it stood there) or "correction" (beside the older one, which stays)."""

    figure: OfficialFigure
    how: str


def record_universe(*, place: Place, definition: str, value: int, source: str, as_of: date, by: User | None, on: date) -> Universe:
    """A denominator of `source` for `as_of`; the same again changes nothing, a newer one stands beside the older.

    Errors: InputError for an unknown definition, a value or a source that cannot be; RefusedError where the source has given another value for the
    day.
    """
    require(by, "register.import", place.code, on)
    source = " ".join(source.split())
    if definition not in _GIVEN or not 1 <= value <= _MOST or not 1 <= len(source) <= _LENGTHS["source"]:
        longest = _LENGTHS["source"]
        raise InputError(
            "universe.unreadable",
            Words(
                f"Isi definisi ({', '.join(_GIVEN)}), jumlah 1 sampai {number(_MOST)}, dan sumbernya, paling panjang {longest} huruf.",
                f"Give a definition ({', '.join(_GIVEN)}), a number from 1 to {number(_MOST, 'en')}, and its source in at most {longest} characters.",
            ),
        )
    made = _record(place, definition, "", as_of, value, Source(source), by, on)
    return Universe(**{field.attname: getattr(made.figure, field.attname) for field in OfficialFigure._meta.concrete_fields})


def record_official(
    *,
    place: Place | None,
    definition: str,
    value: int,
    source: Source,
    as_of: date,
    by: User | None,
    on: date,
    segment: str = "",
    correction: bool = False,
    found_in: dict[str, Any] | None = None,
) -> Recorded:
    """A figure of others by a published definition. The same again changes nothing.

    `correction`: another value of the same source for the same day stands beside the older one from `on` on. `found_in`: file, sheet and row.
    Errors: InputError for what cannot be read; RefusedError `universe.differs` for another value that is no correction.
    """
    if as_of > on:
        raise InputError(
            "official.ahead",
            Words(f"Keadaan {day(as_of)} belum tiba.", f"The day {day(as_of, 'en')}, of which the figure speaks, is still ahead."),
        )
    require(by, "register.import", place.code if place else "", on)
    return _record(place, definition, segment, as_of, value, source, by, on, correction, found_in or {})


def _record(
    place: Place | None,
    definition: str,
    segment: str,
    as_of: date,
    value: int,
    source: Source,
    by: User | None,
    on: date,
    correction: bool = False,
    found_in: Mapping[str, Any] = MappingProxyType({}),
) -> Recorded:
    code = _published(definition, segment)
    stands = {"place": place, "definition": code, "segment": segment, "as_of": as_of}
    told = source.columns()
    _refuse_unreadable(value, told["source"])
    with acting("official.record", by=by):
        known = newest_of(place, code, segment, as_of, told["source"])
        if known is not None and known.value == value:
            return Recorded(known, "same")
        if known is not None and not correction:
            raise RefusedError("universe.differs", _differs(known.value))
        made = OfficialFigure.objects.create(**stands, **told, value=value, known_on=on, corrects=known, **found_in)
    return Recorded(made, "new" if known is None else "correction")


def newest_of(place: Place | None, definition: str, segment: str, as_of: date, source: str) -> OfficialFigure | None:
    """What this source says today of the place for the day: the last of its corrections."""
    there = OfficialFigure.objects.of_place(place.code if place else "").known(None)
    return there.filter(definition=definition, segment=segment, as_of=as_of, source=source).first()


def record_share(
    *,
    place: Place | None,
    as_of: date,
    source: Source,
    by: User | None,
    on: date,
    part: int | None = None,
    rest: int | None = None,
    whole: int | None = None,
    percent: str = "",
    pair: tuple[str, str] = ("", ""),
    segment: str = "",
    quote: str = "",
) -> PublishedShare:
    """A percentage as it was published, right or wrong: `percent` as printed ("63,47"), `pair` numerator and denominator where they were said.

    It is kept even where its parts do not fit; that is what contradictions_of tells. The same again changes nothing.
    Errors: InputError where neither a percentage nor people were said, or something cannot be read.
    """
    require(by, "register.import", place.code if place else "", on)
    hundredths, decimals = read_percent(percent) if percent.strip() else (None, 2)
    for code, side in zip(pair, ("numerator", "denominator"), strict=True):
        if code and definition(code).side != side:
            definition_of_side(code, side)
    told = {**source.columns(), "quote": _text(quote)[: _LENGTHS["quote"]]}
    if not told["source"] or (hundredths is None and part is None):
        raise InputError("share.unreadable", _SHARE)
    if any(value is not None and not 0 <= value <= _MOST for value in (part, rest, whole)) or as_of > on:
        raise InputError("share.unreadable", _SHARE)
    _refuse_segment(segment)
    numbers = {"part": part, "rest": rest, "whole": whole, "hundredths": hundredths, "decimals": decimals}
    with acting("share.record", by=by):
        made, _ = PublishedShare.objects.get_or_create(
            place=place, as_of=as_of, segment=segment, numerator=pair[0], denominator=pair[1], **numbers, **told, defaults={"known_on": on}
        )
    return made


def set_target(
    *,
    place: Place | None,
    scheme: str,
    year: int,
    pair: Pair,
    hundredths: int,
    source: Source,
    by: User | None,
    on: date,
    correction: bool = False,
) -> Target:
    """What a plan wants by the end of a year, as a share by one definition. The same again changes nothing; a `correction` stands beside the older.

    Errors: InputError for an unknown scheme, a year or a share that cannot be, no source; RefusedError `target.differs`.
    """
    require(by, "target.set", place.code if place else "", on)
    told = source.columns()
    if scheme not in schemes() or not on.year - 10 <= year <= _LAST_YEAR or not 1 <= hundredths <= _WHOLE or not told["source"]:
        raise InputError("target.unreadable", _filled_target())
    with acting("target.set", by=by):
        there = Target.objects.filter(place=place, scheme=scheme, year=year, pair=pair.key)
        known = there.exclude(pk__in=Target.objects.filter(corrects__isnull=False).values("corrects")).first()
        if known is not None and known.hundredths == hundredths:
            return known
        if known is not None and not correction:
            raise RefusedError("target.differs", _TARGET_DIFFERS)
        kept = {"source": told["source"], "page": told["page"]}
        return Target.objects.create(place=place, scheme=scheme, year=year, pair=pair.key, hundredths=hundredths, known_on=on, corrects=known, **kept)


def read_percent(text: str) -> tuple[int, int]:
    """Hundredths of a per cent and the decimals printed: "63,47 %" -> (6347, 2), "52" -> (5200, 0). InputError `percent.unreadable`."""
    plain = text.replace("%", "").replace("\N{NO-BREAK SPACE}", "").strip().replace(",", ".")
    whole, _, rest = plain.partition(".")
    if not (whole.isascii() and whole.isdecimal() and len(whole) <= 4 and len(rest) <= 2 and (rest.isdecimal() or not rest)):
        shown = text.strip()[:20]
        raise InputError(
            "percent.unreadable",
            Words(f"Persentase “{shown}” tidak terbaca. Tulis misalnya 63,47.", f"The percentage “{shown}” cannot be read. Write it like 63.47."),
        )
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0), len(rest)


def _published(code: str, segment: str) -> str:
    one = definition(code)
    if one.own:
        raise InputError(
            "official.own",
            Words(
                f"“{one.title.id}” dihitung Payung sendiri dan tidak dicatat dari luar.",
                f"“{one.title.en}” is counted by Payung itself and not recorded from outside.",
            ),
        )
    _refuse_segment(segment)
    if (segment and segment not in one.segments) or (one.of_one and not segment):
        raise InputError(
            "official.segment",
            Words(f"“{one.title.id}” tidak dicatat untuk segmen itu.", f"“{one.title.en}” is not kept for that segment."),
        )
    return one.code


def definition_of_side(code: str, side: str) -> None:
    """InputError where the definition is of the other side."""
    if definition(code).side != side:
        raise InputError(
            "coverage.side",
            Words(f"“{code}” tidak dapat berdiri di sisi itu.", f"“{code}” cannot stand on that side."),
        )


def _refuse_segment(segment: str) -> None:
    if segment and segment not in segments():
        raise InputError(
            "coverage.segment_unknown",
            Words(
                f"Segmen “{segment[:20]}” tidak dikenal. Pilih: {', '.join(segments())}.",
                f"The segment “{segment[:20]}” is not known. Choose: {', '.join(segments())}.",
            ),
        )


def _refuse_unreadable(value: int, source: str) -> None:
    if not 0 <= value <= _MOST or not 1 <= len(source) <= _LENGTHS["source"]:
        raise InputError(
            "official.unreadable",
            Words(
                f"Isi jumlah 0 sampai {number(_MOST)} dan sumbernya, paling panjang {_LENGTHS['source']} huruf.",
                f"Give a number from 0 to {number(_MOST, 'en')} and its source in at most {_LENGTHS['source']} characters.",
            ),
        )


def _text(text: str) -> str:
    return " ".join(text.split())


def _differs(value: int) -> Words:
    return Words(
        f"Sumber ini sudah tercatat dengan {number(value)} untuk tanggal itu. Untuk pembetulan, tulis sumber pembetulannya atau tandai sebagai "
        "pembetulan.",
        f"This source stands with {number(value, 'en')} for that day. For a correction, name the source of the correction, or mark it as one.",
    )


def _filled_target() -> Words:
    known = ", ".join(schemes())
    return Words(
        f"Isi rencana ({known}), tahun, persentase 0,01 sampai 100, dan sumbernya.",
        f"Give the plan ({known}), the year, a percentage from 0.01 to 100, and its source.",
    )


_SHARE = Words(
    "Isi sumbernya, tanggal yang sudah lewat, dan persentase atau jumlah orangnya seperti yang terbit.",
    "Give the source, a day that is past, and the percentage or the people as published.",
)
_TARGET_DIFFERS = Words(
    "Rencana ini sudah tercatat dengan target lain untuk tahun dan definisi itu. Tandai sebagai pembetulan bila memang berubah.",
    "This plan stands with another target for that year and definition. Mark it as a correction if it has changed.",
)

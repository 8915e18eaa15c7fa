"""Regulations and agreements: what is there, by which number, and until when."""

from payung.compliance.in_force import COUNTS
from payung.compliance.regulations import InstrumentOn, agreements_of, ending, regulations_of
from payung.reports.briefing_asked import Asked
from payung.reports.parts import Grid, Head, Missing, Section, Value, on_day, text, words
from payung.values.words import Words

_NAME = Words("Regulasi dan kerja sama", "Regulations and agreements")
_NO_RULE = Missing(
    Words("Belum ada peraturan (Perda, Perbup, SE, SK tim) yang dicatat untuk wilayah ini.", "No regulation is recorded for this place."),
    Words("Catat di Kewajiban & peraturan.", "Record it under Duties & regulations."),
)
_NO_AGREEMENT = Missing(
    Words("Belum ada perjanjian dengan BPJS (MoU, PKS) yang dicatat.", "No agreement with BPJS (MoU, PKS) is recorded."),
    Words("Catat di Kewajiban & peraturan.", "Record it under Duties & regulations."),
)


def rules(asked: Asked) -> Section:
    """Regulations and agreements of the place (of a village or district: its regency), those that end soon first; what the funds name besides."""
    made = regulations_of(asked.place, asked.on, visible_to=asked.visible_to)
    agreed = agreements_of(asked.place, asked.on, visible_to=asked.visible_to)
    soon = ending([*made, *agreed])
    grids = [
        _grid(title, found) for title, found in ((Words("Peraturan", "Regulations"), made), (Words("Perjanjian", "Agreements"), agreed)) if found
    ]
    named = sorted({fund.regulation for fund in asked.funds if fund.regulation})
    if named:
        heads = [Head(Words("Disebut sebagai dasar dana tahun ini", "Named as basis of this year's funds"))]
        grids.append(Grid(Words("Dasar dana", "Basis of the funds"), heads, [[text(one)] for one in named], most=3))
    missing = [one for one, lacks in ((_NO_RULE, not made), (_NO_AGREEMENT, not agreed)) if lacks]
    return Section("rules", _NAME, _said(made, agreed, soon), grids=grids, missing=missing)


def _grid(title: Words, found: list[InstrumentOn]) -> Grid:
    heads = [
        Head(Words("Nomor", "Number")),
        Head(Words("Tentang", "About")),
        Head(Words("Berlaku sampai", "In force until")),
        Head(Words("Keadaan", "State")),
    ]
    ordered = sorted(found, key=lambda one: (one.force.alarm is None, one.force.left or 0))
    rows: list[list[Value]] = [[words(one.words), text(one.instrument.title), on_day(one.force.last), words(one.force.words)] for one in ordered]
    return Grid(title, heads, rows, most=5)


def _said(made: list[InstrumentOn], agreed: list[InstrumentOn], soon: list[InstrumentOn]) -> Words:
    if not made and not agreed:
        return Words("Belum ada peraturan atau perjanjian yang dicatat", "No regulation or agreement is recorded yet")
    holds = sum(one.force.standing in COUNTS for one in [*made, *agreed])
    if soon:
        one = soon[0]
        return Words(f"{one.words.id} {one.force.words.id}", f"{one.words.en} {one.force.words.en}")
    return Words(f"{holds} peraturan dan perjanjian berlaku", f"{holds} regulations and agreements are in force")

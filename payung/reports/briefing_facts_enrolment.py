"""Who has enrolled whom: offices with their non-civil-servant staff, villages by district, employers; and what is owed."""

from collections.abc import Sequence

from payung.compliance.enrolment import EntityLine, EntityState, counts_of, entities_of
from payung.compliance.enrolment_models import EntityKind
from payung.reports.briefing_asked import Asked
from payung.reports.parts import Grid, Head, Missing, Notes, Section, Tile, Value, count, money, ratio, text, words
from payung.values.words import Words, day, number

_NAME = Words("OPD dan desa", "Offices and villages")
_STATES = {
    EntityState.NOT_ENROLLED: Words("belum terdaftar", "not enrolled"),
    EntityState.ENROLLED: Words("terdaftar", "enrolled"),
    EntityState.ARREARS: Words("menunggak", "in arrears"),
}
_NOTHING = Missing(
    Words(
        "Belum ada yang mencatat OPD, desa, atau pemberi kerja mana yang terdaftar.",
        "Nobody has recorded which offices, villages or employers are enrolled.",
    ),
    Words("Catat atau unggah di Papan OPD, desa & pemberi kerja.", "Record or upload it on the board of offices, villages and employers."),
)


def enrolment(asked: Asked) -> Section:
    """As known on the day: villages with their officials, offices with their staff."""
    lines = entities_of(asked.place, asked.on, visible_to=asked.visible_to) if asked.place else []
    told = [line for line in lines if line.as_of]
    if not told:
        return Section(
            "enrolment", _NAME, Words("Belum dicatat siapa yang sudah mendaftar", "Who has enrolled is not recorded yet"), missing=[_NOTHING]
        )
    counts, notes = counts_of(lines), Notes()
    villages, offices = counts[EntityKind.VILLAGE], counts[EntityKind.OPD]
    mark = notes.mark(_note(told))
    owed = sum(one.rupiah for one in counts.values())
    tiles = [
        Tile(Words("Desa terdaftar", "Villages enrolled"), ratio(villages.enrolled, villages.total), _of(villages.enrolled, villages.total), mark),
        Tile(Words("OPD terdaftar", "Offices enrolled"), ratio(offices.enrolled, offices.total or None), _of(offices.enrolled, offices.total), mark),
        Tile(Words("Tunggakan", "Arrears"), money(owed), _owing(sum(one.arrears for one in counts.values()))),
    ]
    grids = [one for one in (_offices(lines), _districts(lines, mark)) if one]
    return Section("enrolment", _NAME, _said(villages.enrolled, villages.total, villages.arrears), tiles=tiles, grids=grids, notes=notes.said)


def _note(told: Sequence[EntityLine]) -> Words:
    newest = max(line.as_of for line in told if line.as_of)
    sources = ", ".join(sorted({line.source for line in told if line.source})[:3])
    return Words(
        "Terdaftar dibagi semua desa (tanpa kelurahan) atau semua OPD di wilayah ini; yang belum diberitakan dihitung "
        f"belum terdaftar. Sumber: {sources}, "
        f"terbaru {day(newest)}.",
        "Enrolled divided by all villages (desa) or all offices of the place; whoever nobody has told of counts as not "
        f"enrolled. Source: {sources}, newest "
        f"{day(newest, 'en')}.",
    )


def _of(part: int, whole: int) -> Words:
    return Words(f"{number(part)} dari {number(whole)}", f"{number(part, 'en')} of {number(whole, 'en')}")


def _owing(entities: int) -> Words:
    return Words(f"{number(entities)} menunggak", f"{number(entities, 'en')} in arrears")


def _offices(lines: Sequence[EntityLine]) -> Grid | None:
    """Offices with their staff who are no civil servants; those that lack most first."""
    found = sorted(
        (line for line in lines if line.kind == EntityKind.OPD), key=lambda one: (one.registered or 0) - (one.workers or 0) if one.workers else 0
    )
    if not found:
        return None
    heads = [
        Head(Words("OPD", "Office")),
        Head(Words("Non-ASN", "Non-ASN staff")),
        Head(Words("Terdaftar", "Enrolled")),
        Head(Words("Belum", "Not yet")),
        Head(Words("Keadaan", "State")),
    ]
    rows: list[list[Value]] = [
        [text(one.name), count(one.workers), count(one.registered), count(_lacks(one)), words(_STATES[one.state])] for one in found
    ]
    return Grid(Words("Non-ASN menurut OPD", "Non-ASN staff by office"), heads, rows, most=8)


def _lacks(one: EntityLine) -> int | None:
    return None if one.workers is None or one.registered is None else one.workers - one.registered


def _districts(lines: Sequence[EntityLine], mark: int) -> Grid | None:
    held: dict[str, list[EntityLine]] = {}
    for line in lines:
        if line.kind == EntityKind.VILLAGE:
            held.setdefault(line.district_name, []).append(line)
    if not held:
        return None
    heads = [
        Head(Words("Kecamatan", "District")),
        Head(Words("Desa", "Villages")),
        Head(Words("Terdaftar", "Enrolled")),
        Head(Words("Menunggak", "In arrears")),
        Head(Words("Bagian terdaftar", "Share enrolled"), mark),
    ]
    rows = [_district(name, of) for name, of in sorted(held.items(), key=lambda one: _enrolled(one[1]) / len(one[1]))]
    return Grid(Words("Aparatur desa menurut kecamatan", "Village officials by district"), heads, rows, most=8)


def _district(name: str, of: Sequence[EntityLine]) -> list[Value]:
    enrolled = _enrolled(of)
    return [text(name), count(len(of)), count(enrolled), count(sum(one.state == EntityState.ARREARS for one in of)), ratio(enrolled, len(of))]


def _enrolled(of: Sequence[EntityLine]) -> int:
    return sum(one.state != EntityState.NOT_ENROLLED for one in of)


def _said(enrolled: int, total: int, owing: int) -> Words:
    more = Words(f", {number(owing)} menunggak", f", {number(owing, 'en')} in arrears") if owing else Words("", "")
    return Words(
        f"{number(enrolled)} dari {number(total)} desa terdaftar{more.id}",
        f"{number(enrolled, 'en')} of {number(total, 'en')} villages are enrolled{more.en}",
    )

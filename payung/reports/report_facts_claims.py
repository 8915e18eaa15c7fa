"""Claims of the months of a report: by programme and by place, how long they took and why."""

from payung.claims.figures import ClaimsFigures, claims_figures
from payung.claims.programmes import PROGRAMMES, paid_by_programme
from payung.reports.briefing_asked import Asked
from payung.reports.claims_report import COLUMNS, DEFINITIONS, UNKNOWN, row_of
from payung.reports.parts import Grid, Head, Missing, Notes, Section, Tile, Value, count, money, ratio, text, words
from payung.values.words import Words, number, rupiah

_NONE = Missing(
    Words("Tidak ada kasus dan pembayaran yang dicatat pada bulan-bulan ini.", "No case and no payment is recorded in these months."),
    Words("Catat kasus di Klaim.", "Report cases under Claims."),
)


def claims_of(asked: Asked) -> Section:
    """Cases and rupiah by programme, what was paid in, the days it took."""
    found = _figures(asked)
    whole, notes = found.whole, Notes()
    paid = paid_by_programme(asked.place, asked.first, asked.last, visible_to=asked.visible_to, on=asked.on)
    notes.mark(DEFINITIONS)
    mark = notes.mark(_ratio_note(found)) if whole.contributions else 0
    tiles = [
        Tile(Words("Kasus dilaporkan", "Cases reported"), count(whole.cases), Words(f"{whole.open} berjalan", f"{whole.open} open")),
        Tile(
            Words("Manfaat dibayar BPJS", "Benefits paid by BPJS"),
            money(whole.benefits),
            Words(f"{whole.paid} kasus lunas", f"{whole.paid} cases in full"),
        ),
        Tile(Words("Iuran dibayar", "Contributions paid"), money(whole.contributions), Words("bulan yang tagihannya lunas", "months paid in full")),
        Tile(
            Words("Manfaat ÷ iuran", "Benefits ÷ contributions"),
            ratio(whole.benefits, whole.contributions),
            Words("dalam bulan ini", "in these months"),
            mark,
        ),
        Tile(Words("Hari sampai dibayar", "Days to payment"), count(whole.median), Words("median", "median")),
    ]
    heads = [Head(Words("Program", "Programme")), Head(Words("Kasus", "Cases")), Head(Words("Rupiah", "Rupiah"))]
    rows = [[words(PROGRAMMES[key]), count(cases), money(sum_)] for key, (cases, sum_) in paid.items()]
    return Section(
        "claims",
        Words("Klaim", "Claims"),
        Words(
            f"{number(whole.cases)} kasus dilaporkan, {rupiah(whole.benefits)} dibayar",
            f"{number(whole.cases, 'en')} cases reported, {rupiah(whole.benefits, 'en')} paid",
        ),
        tiles=tiles,
        grids=[Grid(Words("Menurut program", "By programme"), heads, rows)] if rows else [],
        missing=[] if whole.cases or rows else [_NONE],
        notes=notes.said,
    )


def claims_by_place(asked: Asked) -> Section:
    """The same by place, and why it was late."""
    found = _figures(asked)
    kinds = {"number": count, "rupiah": money}
    rows = [[_place(row[0]), *_cells(row[1:], kinds)] for row in (row_of(line) for line in found.lines)]
    grids = [Grid(Words("Menurut wilayah", "By place"), [Head(title) for _, title, _ in COLUMNS], rows, most=400)] if rows else []
    late = [[text(reason), count(times)] for reason, times in found.reasons]
    if late:
        heads = [Head(Words("Alasan", "Reason")), Head(Words("Kali", "Times"))]
        grids.append(Grid(Words("Mengapa terlambat", "Why it was late"), heads, late, most=20))
    said = (
        Words(f"Klaim di {len(rows)} wilayah", f"Claims in {len(rows)} places")
        if rows
        else Words("Belum ada klaim menurut wilayah", "No claim by place yet")
    )
    return Section("claims_places", Words("Klaim menurut wilayah", "Claims by place"), said, grids=grids, missing=[] if rows else [_NONE])


def _figures(asked: Asked) -> ClaimsFigures:
    return claims_figures(asked.place, asked.first, asked.last, visible_to=asked.visible_to, on=asked.on)


def _place(name: object) -> Value:
    return words(UNKNOWN) if isinstance(name, Words) else text(str(name))


def _cells(values: list[int | None], kinds: dict) -> list[Value]:  # type: ignore[type-arg]
    return [kinds[kind](value) for value, (_, _, kind) in zip(values, COLUMNS[1:], strict=True)]


def _ratio_note(found: ClaimsFigures) -> Words:
    whole = found.whole
    return Words(
        f"Manfaat ÷ iuran: {rupiah(whole.benefits)} dibagi {rupiah(whole.contributions)}, {found.first.said()} sampai "
        f"{found.last.said()} (catatan Payung).",
        f"Benefits ÷ contributions: {rupiah(whole.benefits, 'en')} divided by {rupiah(whole.contributions, 'en')}, {found.first.said('en')} to "
        f"{found.last.said('en')} (records of Payung).",
    )

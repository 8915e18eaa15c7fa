"""The monthly report: one line a village from quota to claim, summed by district, and why rows did not pass."""

from collections import Counter
from collections.abc import Iterable, Sequence

from payung.intake.checks.catalog import FINDINGS
from payung.reports.briefing_asked import Asked
from payung.reports.parts import Chart, Grid, Head, Missing, Notes, Section, Series, Tile, Value, count, money, text, words
from payung.reports.report_facts_villages import VillageLine, out_said, payments_said, reasons_said, village_lines
from payung.values.words import Words, day, number, rupiah

_ALL = 10**5  # rows: everything
_SHOWN = 8  # reasons in the chart
_UNKNOWN = Words("Desa belum dikenal", "Village not known")
_NOTHING = Missing(
    Words("Belum ada daftar, penetapan, atau peserta untuk bulan ini.", "There is no list, determination or member for this month."),
    Words("Mulai di Unggah & Periksa.", "Begin under Upload & Check."),
)
_HEADS = (
    Words("Kecamatan", "District"),
    Words("Desa", "Village"),
    Words("Kuota", "Quota"),
    Words("Diusulkan", "Proposed"),
    Words("Lolos", "Valid"),
    Words("Tidak lolos", "Not valid"),
    Words("Alasan tidak lolos", "Why not valid"),
    Words("Aktif", "Active"),
    Words("Masuk", "In"),
    Words("Keluar", "Out"),
    Words("Alasan keluar", "Why out"),
    Words("Iuran JKK", "JKK"),
    Words("Iuran JKM", "JKM"),
    Words("Jumlah", "Total"),
    Words("No. SP2D", "SP2D"),
    Words("Tgl bayar", "Paid on"),
    Words("Kasus", "Cases"),
    Words("Klaim Rp", "Claims Rp"),
)


def monthly(asked: Asked) -> list[Section]:
    """The sums, and the table of all villages; a village of which there is nothing to say is not in it."""
    lines = [one for one in village_lines(asked) if not one.silent]
    return [_sums(lines, asked), _villages(lines)]


def _sums(lines: Sequence[VillageLine], asked: Asked) -> Section:
    notes = Notes()
    notes.mark(_TERMS)
    active, total = sum(one.active for one in lines), sum(one.jkk + one.jkm for one in lines)
    paid = payments_said(lines)
    tiles = [
        Tile(Words("Aktif bulan ini", "Active this month"), count(active), _of(sum(one.quota for one in lines))),
        Tile(Words("Lolos periksa", "Valid"), count(sum(one.passed for one in lines)), _of_rows(sum(one.proposed for one in lines))),
        Tile(Words("Masuk / keluar", "In / out"), count(sum(one.came for one in lines)), _out(lines)),
        Tile(Words("Iuran bulan ini", "Contributions"), money(total if lines else None), _paid(len(paid))),
        Tile(Words("Klaim dibayar", "Claims paid"), money(sum(one.benefits for one in lines)), _cases(lines)),
    ]
    by_district = _districts(lines)
    heads = [Head(_HEADS[at]) for at in (0, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17)]
    grid = Grid(Words("Menurut kecamatan", "By district"), heads, by_district, total=True, most=_ALL)
    said = Words(
        f"{number(active)} pekerja aktif pada {asked.month.said()}, iuran {rupiah(total)}",
        f"{number(active, 'en')} workers are active in {asked.month.said('en')}, contributions {rupiah(total, 'en')}",
    )
    return Section(
        "sums",
        Words("Ringkasan bulan", "The month"),
        said,
        tiles=tiles,
        grids=[grid] if lines else [],
        missing=[] if lines else [_NOTHING],
        notes=notes.said,
    )


_TERMS = Words(
    "Kuota: orang yang ditetapkan menurut penetapan yang berlaku. Diusulkan dan lolos: baris daftar pendataan sampai "
    "hari ini. Aktif: di daftar peserta "
    "bulan ini. Masuk dan keluar: mutasi bulan ini. Iuran: menurut tagihan bulan ini. Kasus: dilaporkan bulan ini; klaim: dibayar BPJS bulan ini.",
    "Quota: people of the determination in force. Proposed and valid: rows of the round's lists up to today. Active: on "
    "a list this month. In and out: "
    "changes of this month. Contributions: by this month's bills. Cases: reported this month; claims: paid by BPJS this month.",
)


def _of(quota: int) -> Words:
    return Words(f"dari kuota {number(quota)}", f"of a quota of {number(quota, 'en')}")


def _of_rows(rows: int) -> Words:
    return Words(f"dari {number(rows)} baris diusulkan", f"of {number(rows, 'en')} rows proposed")


def _out(lines: Iterable[VillageLine]) -> Words:
    left = sum(one.left for one in lines)
    return Words(f"masuk; keluar {number(left)}", f"in; out {number(left, 'en')}")


def _paid(payments: int) -> Words:
    return Words(f"{payments} pembayaran dicatat", f"{payments} payments recorded") if payments else Words("belum ada pembayaran", "no payment yet")


def _cases(lines: Iterable[VillageLine]) -> Words:
    cases = sum(one.cases for one in lines)
    return Words(f"{number(cases)} kasus dilaporkan", f"{number(cases, 'en')} cases reported")


def _districts(lines: Sequence[VillageLine]) -> list[list[Value]]:
    held: dict[str, list[VillageLine]] = {}
    for one in lines:
        held.setdefault(one.district, []).append(one)
    rows = [_sum_row(text(name) if name else words(_UNKNOWN), of) for name, of in held.items()]
    return [*rows, _sum_row(words(Words("Jumlah", "Sum")), lines)]


def _sum_row(name: Value, of: Iterable[VillageLine]) -> list[Value]:
    each = list(of)

    def all_of(key: str) -> Value:
        return count(sum(getattr(one, key) for one in each))

    numbers = [all_of(key) for key in ("quota", "proposed", "passed", "not_passed", "active", "came", "left")]
    return [name, *numbers, money(sum(one.jkk + one.jkm for one in each)), all_of("cases"), money(sum(one.benefits for one in each))]


def _villages(lines: Sequence[VillageLine]) -> Section:
    rows = [_row(one) for one in lines]
    grid = Grid(Words("Menurut desa", "By village"), [Head(one) for one in _HEADS], rows, most=_ALL)
    silent = Words(f"{number(len(lines))} desa dengan peserta atau usulan", f"{number(len(lines), 'en')} villages with members or proposals")
    return Section("villages", Words("Desa", "Villages"), silent, grids=[grid] if rows else [], missing=[] if rows else [_NOTHING])


def _row(one: VillageLine) -> list[Value]:
    paid = sorted(one.payments, key=lambda each: (each[1], each[0]))
    days = Words("; ".join(day(on) for _, on in paid), "; ".join(day(on, "en") for _, on in paid))
    return [
        text(one.district),
        text(one.name) if one.name else words(_UNKNOWN),
        count(one.quota),
        count(one.proposed),
        count(one.passed),
        count(one.not_passed),
        words(reasons_said(one.failed)),
        count(one.active),
        count(one.came),
        count(one.left),
        words(out_said(one.out)),
        money(one.jkk),
        money(one.jkm),
        money(one.jkk + one.jkm),
        text("; ".join(reference for reference, _ in paid)),
        words(days),
        count(one.cases),
        money(one.benefits),
    ]


def reasons(asked: Asked) -> Section:
    """Why rows did not pass, over the whole place, and why people left."""
    lines = village_lines(asked)
    failed: Counter[str] = Counter()
    for one in lines:
        failed.update(one.failed)
    top = failed.most_common()
    rows = [[words(FINDINGS[code].title), count(n)] for code, n in top]
    names = [FINDINGS[code].title for code, _ in top[:_SHOWN]]
    chart = Chart("bar", Words("Alasan tidak lolos", "Why rows are not valid"), names, [Series(Words("baris", "rows"), [n for _, n in top[:_SHOWN]])])
    grid = Grid(Words("Semua alasan", "All reasons"), [Head(Words("Alasan", "Reason")), Head(Words("Baris", "Rows"))], rows, most=_ALL)
    total = sum(n for _, n in top)
    said = (
        Words(f"{number(total)} alasan menahan baris", f"{number(total, 'en')} reasons hold rows back")
        if top
        else Words("Tidak ada baris yang tertahan", "No row is held back")
    )
    return Section("reasons", Words("Alasan", "Reasons"), said, charts=[chart] if top else [], grids=[grid] if top else [])

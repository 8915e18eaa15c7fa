"""The papers of handing over: the list for the ceremony, the press note and the letter of thanks. In Indonesian; no NIK and no bank data on any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from payung.claims.handover import Figures, Handed, Receiver, agreed_figures
from payung.claims.words import case_name
from payung.correspondence.models import Letterhead
from payung.correspondence.queries import letterhead_of
from payung.coverage.measure import Part
from payung.coverage.queries import coverage
from payung.places.models import Place
from payung.reports.claim_told import DOTS
from payung.reports.explained import LINES
from payung.reports.letters import labour_office
from payung.reports.office_letter import branch_of
from payung.reports.paper import Block, Paper, Signatory, numbers, text, title
from payung.reports.table_book import write_table
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Lang, Words, day, number, rupiah

_MONTHS_BACK = 3  # a month is paid in the one after it
COLUMNS: tuple[tuple[Words, str], ...] = (
    (Words("No.", "No."), "number"),
    (Words("Almarhum/almarhumah", "The late"), "text"),
    (Words("Desa", "Village"), "text"),
    (Words("Penerima", "Receiver"), "text"),
    (Words("Nama dan gambar", "Name and picture"), "text"),
    (Words("Santunan", "Benefit"), "rupiah"),
    (Words("Dibayar BPJS", "Paid by BPJS"), "date"),
    (Words("Diakui penerima", "Confirmed"), "text"),
)


@dataclass(frozen=True)
class Occasion:
    """A handing over: of which place, for payments of which days, and the cases."""

    place: Place
    first: date
    last: date
    handed: Sequence[Handed]
    on: date

    @cached_property
    def figures(self) -> Figures:
        return agreed_figures(self.handed)

    @cached_property
    def regency(self) -> Place:
        """The place itself, or the regency that it lies in: whose office writes."""
        wanted = parent_of(self.place.code, Level.REGENCY) if level_of(self.place.code) > Level.REGENCY else self.place.code
        return Place.objects.get(code=wanted)

    @cached_property
    def letterhead(self) -> Letterhead | None:
        return letterhead_of(self.regency)

    @property
    def office(self) -> str:
        return self.letterhead.name if self.letterhead else labour_office(self.regency.code)

    @property
    def town(self) -> str:
        return self.letterhead.town if self.letterhead else self.regency.name.removeprefix("Kabupaten ").removeprefix("Kota ")

    @property
    def period(self) -> str:
        return f"{day(self.first)} sampai {day(self.last)}"


def ceremony_rows(handed: Sequence[Handed], lang: Lang = "id") -> list[list[object]]:
    """One row a receiver, as the office's own list has it: who may be called up by name, and who may not."""
    rows: list[list[object]] = []
    for one in handed:
        receivers: Sequence[Receiver | None] = one.receivers or [None]
        for who in receivers:
            public = Words("boleh disebut", "may be named") if who and who.name_public else Words("jangan disebut", "do not name")
            picture = Words(", boleh difoto", ", picture allowed") if who and who.picture_public else Words(", jangan difoto", ", no picture")
            heard = Words("ya", "yes") if one.agreed else Words("belum", "not yet")
            village = one.case.village.name if one.case.village else "–"
            name = who.relative.name if who else "–"
            said = public.said(lang) + picture.said(lang)
            rows.append([len(rows) + 1, case_name(one.case), village, name, said, one.rupiah, one.paid_on, heard.said(lang)])
    return rows


def ceremony_book(occasion: Occasion, lang: Lang = "id") -> bytes:
    """The list as a workbook."""
    told = Words("Daftar penerima simbolis, {period}", "List for the symbolic handing over, {period}")
    return write_table(told.said(lang, period=occasion.period), COLUMNS, ceremony_rows(occasion.handed, lang), lang)


def press_note(occasion: Occasion) -> Paper:
    """What may go to the press: sums that are agreed, with what they count; names only with consent."""
    figures, covered = occasion.figures, _covered(occasion)
    lines = [[LINES[line].id if line in LINES else line.capitalize(), rupiah(amount)] for line, amount in figures.lines.items()]
    named = [line for one in occasion.handed if one.agreed for line in _named(one)]
    left = (
        f" Sebanyak {number(figures.left_out)} kasus lain sudah dibayar menurut BPJS, tetapi belum diakui penerimanya, jadi tidak dihitung."
        if figures.left_out
        else ""
    )
    return Paper(
        "Catatan pers",
        [
            _head(occasion),
            title("CATATAN PERS", f"Penyerahan santunan BPJS Ketenagakerjaan, {occasion.place.name}"),
            text(
                f"{occasion.town}, {day(occasion.on)} – {occasion.place.name} menyerahkan santunan BPJS Ketenagakerjaan senilai "
                f"{rupiah(figures.rupiah)} kepada {number(figures.heirs)} ahli waris dari {number(figures.cases)} pekerja."
            ),
            *([Block("facts", rows=[*lines, ["Jumlah", rupiah(figures.rupiah)]])] if lines else []),
            *([text(_covered_said(occasion, *covered))] if covered else []),
            *([text("Di antara penerimanya:"), _items(named)] if named else []),
            text("Klaim tidak dipungut biaya. Uang masuk ke rekening ahli waris sendiri."),
            Block("heading", "Cara hitung"),
            text(
                f"Kasus yang lunas dibayar BPJS pada {occasion.period} dan sudah diakui penerimanya melalui dua petugas yang berbeda. "
                f"Jumlahnya menurut BPJS Ketenagakerjaan dan penerima.{left}"
            ),
            *([text(f"Pekerja terlindungi: {covered[1].said()}.")] if covered else []),
            text("Nama hanya disebut dengan persetujuan tertulis. Nama lain tidak boleh ditambahkan dari sumber lain."),
        ],
        "",
        occasion.on,
    )


def _covered(occasion: Occasion) -> tuple[Month, Part] | None:
    """The newest of the last months whose contributions are paid, with how many workers it covers; None where none of them is."""
    newest = Month.of(occasion.last)
    for back in range(_MONTHS_BACK):
        found = coverage(occasion.place.code, newest + -back, "paid", on=occasion.on).numerator
        if found.value:
            return newest + -back, found
    return None


def _covered_said(occasion: Occasion, month: Month, part: Part) -> str:
    return (
        f"Pada {month.said()}, {number(part.value or 0)} pekerja di {occasion.place.name} terlindungi jaminan kecelakaan kerja dan jaminan kematian "
        "dengan iuran yang sudah lunas."
    )


def _named(one: Handed) -> list[str]:
    where = f", {one.case.village.name}" if one.case.village else ""
    return [f"{who.relative.name}, ahli waris dari {case_name(one.case)}{where}" for who in one.receivers if who.name_public]


def thanks_letter(occasion: Occasion) -> Paper:
    """To the branch, for what it has paid."""
    figures = occasion.figures
    return Paper(
        "Ucapan terima kasih",
        [
            _head(occasion),
            Block("facts", rows=[["", f"{occasion.town}, {day(occasion.on)}"]]),
            Block("facts", rows=[["Nomor", DOTS], ["Hal", "Ucapan terima kasih"]]),
            text(f"Kepada Yth.\nKepala {branch_of(occasion.regency.code)}\ndi tempat"),
            text("Dengan hormat,"),
            text(
                f"Kami menyampaikan terima kasih atas pembayaran santunan {rupiah(figures.rupiah)} kepada {number(figures.heirs)} ahli waris dari "
                f"{number(figures.cases)} pekerja di {occasion.place.name} pada {occasion.period}. Para penerima menyatakan uangnya sudah diterima."
            ),
            text("Terima kasih juga kepada pemerintah desa, pendamping keluarga, dan Disdukcapil yang membantu mengurus berkasnya tanpa biaya."),
            text("Semoga kerja sama ini terus berlanjut, supaya keluarga lain menerima haknya secepat mungkin."),
            Block("signatures", right=Signatory(f"Kepala {occasion.office},")),
        ],
        "",
        occasion.on,
    )


def _head(occasion: Occasion) -> Block:
    held = occasion.letterhead
    government = held.government if held else f"Pemerintah {occasion.regency.name}"
    contact = [one for one in (held.address, held.contact) if one] if held else []
    return Block("head", rows=[[line] for line in (government.upper(), occasion.office.upper(), *contact)])


def _items(said: Sequence[str]) -> Block:
    return Block("items", rows=list(zip(numbers(len(said)), said, strict=True)))

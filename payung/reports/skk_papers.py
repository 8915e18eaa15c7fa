"""The prosecutor's register as a table, and the letter by which entities are handed over. The columns are those that prosecutors ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from payung.compliance.enrolment_models import EntityKind, Referral, Skk
from payung.compliance.following import Followed
from payung.compliance.skk_queries import OUTCOMES, SkkState
from payung.reports.arrears_letters import sender_of
from payung.reports.office_letter import LetterTable, OfficeLetter, letter_pdf
from payung.reports.table_book import write_table
from payung.values.words import Lang, Words, day, number, rupiah

KINDS = {
    EntityKind.VILLAGE: Words("desa", "village"),
    EntityKind.OPD: Words("OPD", "office"),
    EntityKind.EMPLOYER: Words("PK/BU", "employer (PK/BU)"),
}
COLUMNS: list[tuple[Words, str]] = [
    (Words("No.", "No."), "number"),
    (Words("Nama", "Name"), "text"),
    (Words("Jenis", "Kind"), "words"),
    (Words("Kecamatan", "District"), "text"),
    (Words("NPP", "NPP"), "text"),
    (Words("Bulan", "Months"), "number"),
    (Words("Jumlah tunggakan", "Amount"), "rupiah"),
    (Words("Surat 1", "Letter 1"), "date"),
    (Words("Surat 2", "Letter 2"), "date"),
    (Words("Surat 3", "Letter 3"), "date"),
    (Words("Nomor SKK", "SKK no."), "text"),
    (Words("Tanggal SKK", "SKK dated"), "date"),
    (Words("Panggilan", "Summonses"), "text"),
    (Words("Hasil", "Outcome"), "words"),
    (Words("Dibayar", "Paid"), "rupiah"),
    (Words("Sisa", "Remaining"), "rupiah"),
]
_READY = Words("siap SKK", "ready for SKK")


def ready_book(ready: Sequence[Followed], title: str, lang: Lang = "id") -> bytes:
    """Those who may be handed over, in the prosecutor's columns."""
    return write_table(title, COLUMNS, [_ready_row(at, one) for at, one in enumerate(ready, 1)], lang)


def skk_book(states: Sequence[SkkState], title: str, lang: Lang = "id") -> bytes:
    """The register in the same columns."""
    return write_table(title, COLUMNS, [skk_row(at, one) for at, one in enumerate(states, 1)], lang)


def skk_row(at: int, one: SkkState) -> list[Any]:
    """A value for each of COLUMNS."""
    skk = one.skk
    letters = [date.fromisoformat(text) for text in skk.letters]
    return [
        at,
        named(skk),
        KINDS[EntityKind(skk.entity.kind)],
        district_of(skk),
        skk.npp,
        skk.months,
        skk.amount,
        *[letters[n] if n < len(letters) else None for n in range(3)],
        skk.number,
        skk.dated,
        "; ".join(day(step.happened_on) for step in one.summonses),
        OUTCOMES[one.outcome],
        one.paid,
        one.remaining,
    ]


def named(skk: Skk) -> str:
    """The entity's name."""
    return f"Desa {skk.entity.place.name}" if skk.entity.kind == EntityKind.VILLAGE else str(skk.entity.office)


def district_of(skk: Skk) -> str:
    entity = skk.entity
    return entity.place.parent.name if entity.kind == EntityKind.VILLAGE and entity.place.parent else ""


def referral_pdf(referral: Referral, states: Sequence[SkkState], *, made_by: str, on: date) -> bytes:
    """The letter to the prosecutor's office with everybody who is handed over by it."""
    sender = sender_of(referral.place)
    rows = [
        [
            str(at),
            f"{named(one.skk)}{f', Kec. {district_of(one.skk)}' if district_of(one.skk) else ''}",
            one.skk.npp or "–",
            number(one.skk.months),
            rupiah(one.skk.amount),
            ", ".join(_short(text) for text in one.skk.letters),
        ]
        for at, one in enumerate(states, 1)
    ]
    total = sum(int(one.skk.amount) for one in states)
    table = LetterTable(
        "Daftar yang diserahkan",
        ["No.", "Nama", "NPP", "Bulan", "Tunggakan", "Surat 1, 2, 3"],
        rows,
        (0, 4, 2, 0, 0, 3),
        right=(0, 3, 4),
        foot=["", "Jumlah", "", number(sum(one.skk.months for one in states)), rupiah(total), ""],
    )
    return letter_pdf(
        OfficeLetter(
            referral.place_id,
            referral.place.name,
            sender.office,
            "Penyerahan penagihan tunggakan iuran BPJS Ketenagakerjaan",
            [
                f"Kepada {number(len(states))} entitas di bawah ini sudah dikirim tiga surat, dan sampai batas surat ketiga tidak ada pelunasan atau "
                f"kesanggupan yang ditepati. Tunggakannya berjumlah {rupiah(total)}.",
                "Mohon bantuan penagihan melalui surat kuasa khusus (SKK) sesuai kewenangan Saudara. Mohon nomor dan tanggal SKK, panggilan, serta "
                "hasilnya diisi pada daftar (xlsx) yang kami sertakan, lalu dikirim kembali.",
            ],
            [table],
            made_by,
            on,
            enclosed="1 berkas xlsx",
            reference=referral.reference,
            to=[f"Kepala {referral.to}", "di tempat"],
        )
    )


def _ready_row(at: int, one: Followed) -> list[Any]:
    line, sent = one.line, [letter.on for letter in one.letters]
    name = f"Desa {line.name}" if line.kind == EntityKind.VILLAGE else line.name
    letters = [sent[n] if n < len(sent) else None for n in range(3)]
    paid = sum(amount for on, amount in one.paid if sent and on >= sent[0])
    return [at, name, KINDS[line.kind], line.district_name, line.npp, line.months, line.owed, *letters, "", None, "", _READY, paid, line.owed]


def _short(text: str) -> str:
    held = date.fromisoformat(text)
    return f"{held.day}-{held.month}-{held.year}"

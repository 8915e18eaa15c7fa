"""What a test of the audit pack finds, as rows of one frame, and how a row is told. No database."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from payung.values.month import Month
from payung.values.words import LANGS, Lang, Words, day, number, rupiah

# One row is one finding. `month` to `until`: the months it is about (Month numbers); `people`: how many people it counts; `amount`: rupiah it
# touches, null until it is counted from the bills; `code` with the others is the evidence: a register version, a bill, a row (spell, change,
# determination).
SCHEMA: dict[str, Any] = {
    "fund_id": pl.Int64,
    "person_id": pl.Int64,
    "village": pl.String,
    "month": pl.Int32,
    "until": pl.Int32,
    "people": pl.Int64,
    "amount": pl.Int64,
    "code": pl.String,
    "day": pl.Date,
    "register_id": pl.Int64,
    "bill_id": pl.Int64,
    "row_id": pl.Int64,
    "expected": pl.Int64,
    "found": pl.Int64,
    "text": pl.String,
}
NONE = pl.DataFrame(schema=SCHEMA)

EVIDENCE: dict[str, Words] = {
    "no_candidacy": Words("Tidak pernah diusulkan dalam pendataan dana ini.", "Was never proposed in the round of this fund."),
    "stands_no_longer": Words("Baris usulannya tidak lolos lagi pada pemeriksaan terakhir.", "The row of the list does not pass any more."),
    "no_row": Words("Calon tanpa baris daftar yang lolos pemeriksaan.", "A candidate without a row that passed the check."),
    "nik_shape": Words("NIK bukan 16 angka, atau tanggal lahir di dalamnya tidak ada.", "The NIK is not 16 digits, or its birth date cannot be."),
    "nik_birth_date": Words("NIK menyebut tanggal lahir lain daripada {on}.", "The NIK says another birth date than {on}."),
    "nik_sex": Words("NIK menyebut jenis kelamin lain daripada {text}.", "The NIK says another sex than {text}."),
    "nik_region": Words(
        "Enam angka pertama NIK ({text}) bukan kode kecamatan sekarang.", "The first six digits ({text}) are no district code of today."
    ),
    "not_in_population": Words("Tidak ada dalam data kependudukan: {register}.", "Not in the population data: {register}."),
    "too_young": Words(
        "Umur {found} tahun pada hari pertama dana, paling muda {expected}.", "Aged {found} on the fund's first day, at least {expected}."
    ),
    "too_old": Words(
        "Umur {found} tahun pada hari pertama dana, harus di bawah {expected}.", "Aged {found} on the first day, must be below {expected}."
    ),
    "civil_servants": Words("ASN, TNI, atau POLRI menurut {register}.", "Civil servant or forces by {register}."),
    "village_officials": Words("Perangkat desa menurut {register}.", "Village official by {register}."),
    "active_members": Words("Sudah peserta aktif di tempat lain menurut {register}.", "An active member elsewhere by {register}."),
    "taspen": Words("Tercatat di Taspen menurut {register}.", "Insured by Taspen by {register}."),
    "decided_out": Words("Penetapan {row} memutuskan tidak ({text}), posisi {found}.", "Determination {row} decided out ({text}), position {found}."),
    "decile_high": Words("Desil {found}, batas dana {expected}.", "Decile {found}, the fund's limit is {expected}."),
    "decile_missing": Words(
        "Tanpa desil, padahal dana membatasi sampai desil {expected}.", "Without a decile, while the fund's limit is {expected}."
    ),
    "listed_twice": Words("Orang yang sama juga di dana “{text}” pada bulan yang sama.", "The same person is on “{text}” in the same month too."),
    "same_name_birth": Words(
        "{found} orang bernama dan bertanggal lahir sama: {text}, {on}.", "{found} people share name and birth date: {text}, {on}."
    ),
    "same_phone": Words(
        "Nomor telepon dipakai {found} orang, paling banyak {expected}.", "The phone is shared by {found} people, at most {expected}."
    ),
    "death_register": Words("Meninggal {on} menurut {register}.", "Died on {on} by {register}."),
    "death_register_undated": Words("Meninggal paling lambat {on} menurut {register}.", "Died by {on} at the latest by {register}."),
    "death_standing": Words("Meninggal {on}, dipastikan petugas dari {register}.", "Died on {on}, confirmed by an officer from {register}."),
    "death_standing_undated": Words(
        "Meninggal paling lambat {on}, dipastikan dari {register}.", "Died by {on} at the latest, confirmed from {register}."
    ),
    "death_change": Words("Meninggal {on} menurut mutasi {row}.", "Died on {on} by change {row}."),
    "billed_after_leaving": Words("Tagihan {bill}: sudah keluar sesudah {text}.", "Bill {bill}: had left after {text}."),
    "billed_before_joining": Words("Tagihan {bill}: baru masuk {text}.", "Bill {bill}: only came in with {text}."),
    "billed_never_listed": Words("Tagihan {bill}: tidak pernah ada di daftar dana ini.", "Bill {bill}: was never on the list of this fund."),
    "billed_gap": Words("Tagihan {bill}: tidak ada di daftar bulan itu.", "Bill {bill}: was not on the list of that month."),
    "billed_twice": Words(
        "Tagihan {bill} dan tagihan {row} ({text}) pada bulan yang sama.", "Bill {bill} and bill {row} ({text}) in the same month."
    ),
    "billed_twice_elsewhere": Words(
        "Tagihan {bill} dan tagihan dana lain di luar wilayah Anda pada bulan yang sama.",
        "Bill {bill} and a bill of a fund outside your area in the same month.",
    ),
    "not_billed": Words("Ada di daftar (baris {row}), tidak ada di tagihan {bill}.", "On the list (row {row}), not on bill {bill}."),
    "bill_people": Words("Tagihan {bill} menyebut {found} orang, barisnya {expected}.", "Bill {bill} says {found} people, its lines are {expected}."),
    "bill_lines": Words(
        "Tagihan {bill}: {found_rupiah}, jumlah barisnya {expected_rupiah}.", "Bill {bill}: {found_rupiah}, lines {expected_rupiah}."
    ),
    "bill_amount": Words(
        "Tagihan {bill}: {found_rupiah}, menurut daftar {expected_rupiah}.", "Bill {bill}: {found_rupiah}, by the list {expected_rupiah}."
    ),
    "bill_missing": Words("{found} orang di daftar, belum ada tagihan; jatuh tempo {on}.", "{found} people on the list and no bill; due on {on}."),
    "paid_short": Words(
        "Tagihan {bill}: dibayar {found_rupiah} dari {expected_rupiah}, jatuh tempo {on}. SP2D: {text}.",
        "Bill {bill}: {found_rupiah} paid of {expected_rupiah}, due on {on}. SP2D: {text}.",
    ),
    "paid_over": Words(
        "Tagihan {bill}: dibayar {found_rupiah}, tagihannya {expected_rupiah}. SP2D: {text}.",
        "Bill {bill}: {found_rupiah} paid, the bill is {expected_rupiah}. SP2D: {text}.",
    ),
    "bill_outside": Words("Tagihan {bill} untuk bulan di luar masa dana ({text}).", "Bill {bill} is for a month outside the fund ({text})."),
    "spell_outside": Words("Masa di daftar (baris {row}) di luar masa dana ({text}).", "The spell (row {row}) lies outside the fund ({text})."),
    "no_second_person": Words(
        "Penetapan {text} dibuat lewat baris perintah; orang kedua tidak tercatat.",
        "Determination {text} was made at the command line; no second person is recorded.",
    ),
    "own_approval": Words("Penetapan {text} disetujui oleh pembuatnya sendiri.", "Determination {text} was approved by its own maker."),
    "not_approved": Words("Daftar dimulai menurut {text}, yang tidak disetujui.", "The list began by {text}, which was not approved."),
    "begun_before_approval": Words("Daftar dimulai sebelum {text} disetujui ({on}).", "The list began before {text} was approved ({on})."),
    "begun_by_nothing": Words(
        "Daftar dimulai menurut “{text}”, yang bukan penetapan dana ini.", "The list began by “{text}”, no determination of it."
    ),
    "not_determined": Words(
        "Tidak ditetapkan, dan tidak ada mutasi masuk (baris {row}).", "Not determined and no change that let them in (row {row})."
    ),
    "left_unrecorded": Words("Keluar sesudah {text} tanpa mutasi (baris {row}).", "Left after {text} without a change (row {row})."),
    "came_unrecorded": Words("Masuk {text} tanpa mutasi (baris {row}).", "Came in with {text} without a change (row {row})."),
    "reason_missing": Words("Mutasi {row} tanpa alasan yang dikenal (“{text}”).", "Change {row} without a known reason (“{text}”)."),
    "note_missing": Words("Mutasi {row}: koreksi tanpa keterangan.", "Change {row}: a correction without a note."),
    "over_quota": Words("{found} orang dari desa ini, kuotanya {expected}.", "{found} people of this village, the quota is {expected}."),
}


def findings(frame: pl.DataFrame, code: str | pl.Expr | None = None, **values: pl.Expr | str | int | None) -> pl.DataFrame:
    """`frame` with SCHEMA's columns: those given by name here, else its own of that name, else null; `people` is one."""
    made = dict(values) if code is None else {**values, "code": code}
    made.setdefault("people", pl.lit(1))
    columns = []
    for name, kind in SCHEMA.items():
        value = made.get(name, pl.col(name) if name in frame.columns else None)
        expression = value if isinstance(value, pl.Expr) else pl.lit(value)
        columns.append(expression.cast(kind).alias(name))
    return frame.select(columns)


def together(*found: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([NONE, *found])


def told(row: Mapping[str, Any], registers: Mapping[int, Words]) -> Words:
    """The evidence of one finding as a sentence; `registers`: how a version is named."""
    return Words(*(EVIDENCE[row["code"]].said(lang, **_filled(row, registers, lang)) for lang in LANGS))


def _filled(row: Mapping[str, Any], registers: Mapping[int, Words], lang: Lang) -> dict[str, str]:
    register = registers.get(row["register_id"] or 0)
    return {
        "on": day(row["day"], lang),
        "register": register.said(lang) if register else "–",
        "bill": str(row["bill_id"] or "–"),
        "row": str(row["row_id"] or "–"),
        "expected": _number(row["expected"], lang),
        "found": _number(row["found"], lang),
        "expected_rupiah": _rupiah(row["expected"], lang),
        "found_rupiah": _rupiah(row["found"], lang),
        "text": _text(row["text"], lang),
    }


def _text(text: str | None, lang: Lang) -> str:
    """A month is written as "2026-01" in the frame and said in words."""
    if text is None:
        return "–"
    return Month(int(text[6:])).said(lang) if text.startswith("month:") else text


def _number(value: int | None, lang: Lang) -> str:
    return "–" if value is None else number(value, lang)


def _rupiah(value: int | None, lang: Lang) -> str:
    return "–" if value is None else rupiah(value, lang)

"""Every finding a check can make: how much it weighs, which column it is about, and what a village head is told."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from payung.values import nik
from payung.values.problem import Severity, Verdict
from payung.values.words import Lang, Words, day, number

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
B, X, D, W = Severity.BLOCKING, Severity.EXCLUDING, Severity.DUPLICATE, Severity.WARNING


@dataclass(frozen=True)
class Finding:
    """`what` may hold {value} (as written in the sheet) and {evidence} (what the register or the other row says); `do` is the next step."""

    severity: Severity
    column: str
    title: Words
    what: Words
    do: Words


# What likeness says (likely.py), of two rows and of a row and a register.
LIKELY = DUPLICATE, OVERLAP = "person.probable_duplicate", "person.probable_overlap"

_ASK_KTP = Words("Lihat KTP-nya, lalu tulis ulang 16 angka sebagai teks.", "Look at the identity card and write the 16 digits again as text.")
_CHECK_KTP = Words("Cocokkan dengan KTP. Bila sudah benar, biarkan.", "Compare with the identity card. If it is right, leave it.")
_OTHER_TRACK = Words(
    "Keluarkan dari usulan ini. Bila keterangan ini keliru, kirim bukti ke dinas tenaga kerja.",
    "Leave this person out. If the record is wrong, send proof to the labour office.",
)
_FILL = Words("Lengkapi bila ada. Baris ini tetap diproses.", "Fill it in if known. The row goes on all the same.")
_HUMAN = Words("Petugas akan membandingkan keduanya. Baris ini tetap diproses.", "An officer will compare the two. The row goes on all the same.")

FINDINGS: dict[str, Finding] = {
    "nik.missing": Finding(B, "nik", Words("NIK kosong", "NIK missing"), Words("NIK belum diisi.", "The NIK is empty."), _ASK_KTP),
    "nik.malformed": Finding(
        B,
        "nik",
        Words("NIK salah tulis", "NIK malformed"),
        Words("NIK “{value}” tidak mungkin benar: {why}.", "The NIK “{value}” cannot be right: {why}."),
        _ASK_KTP,
    ),
    "nik.damaged": Finding(
        B,
        "nik",
        Words("NIK rusak oleh Excel", "NIK damaged by the spreadsheet"),
        Words(
            "Angka terakhir NIK ini hilang karena Excel menyimpannya sebagai bilangan ({value}).",
            "The last digits of this NIK are lost because the spreadsheet kept it as a number ({value}).",
        ),
        Words(
            "Ubah kolom NIK menjadi Teks, lalu tulis ulang 16 angka dari KTP.",
            "Format the NIK column as text, then write the 16 digits from the identity card.",
        ),
    ),
    "name.missing": Finding(
        B,
        "name",
        Words("Nama kosong", "Name missing"),
        Words("Nama belum diisi.", "The name is empty."),
        Words("Tulis nama lengkap sesuai KTP.", "Write the full name as on the identity card."),
    ),
    "birth_date.missing": Finding(
        B,
        "birth_date",
        Words("Tanggal lahir kosong", "Birth date missing"),
        Words("Tanggal lahir belum diisi.", "The birth date is empty."),
        Words("Tulis tanggal lahir sesuai KTP, misalnya 17-08-1975.", "Write the birth date as on the identity card, such as 17-08-1975."),
    ),
    "birth_date.invalid": Finding(
        B,
        "birth_date",
        Words("Tanggal lahir salah", "Birth date impossible"),
        Words("Tanggal lahir “{value}” tidak ada dalam kalender.", "The birth date “{value}” does not exist."),
        Words(
            "Tulis tanggal, bulan, dan tahun sesuai KTP, misalnya 17-08-1975.",
            "Write day, month and year as on the identity card, such as 17-08-1975.",
        ),
    ),
    "person.deceased": Finding(
        X,
        "nik",
        Words("Sudah meninggal dunia", "Deceased"),
        Words("NIK ini tercatat meninggal dunia {evidence}.", "This NIK is recorded as deceased {evidence}."),
        Words(
            "Keluarkan dari usulan. Bila orangnya masih hidup, minta surat keterangan ke Disdukcapil.",
            "Leave this person out. If alive, ask the civil registry for a statement.",
        ),
    ),
    "person.civil_servant": Finding(
        X,
        "nik",
        Words("ASN, TNI, atau POLRI", "Civil servant or forces"),
        Words(
            "NIK ini tercatat sebagai {evidence}, yang sudah punya jaminan sendiri.",
            "This NIK is recorded as {evidence}, who have cover of their own.",
        ),
        _OTHER_TRACK,
    ),
    "person.village_official": Finding(
        X,
        "nik",
        Words("Perangkat desa", "Village official"),
        Words(
            "NIK ini tercatat sebagai perangkat desa ({evidence}), yang didaftarkan lewat jalur desa.",
            "This NIK is recorded as a village official ({evidence}), who is enrolled by the village.",
        ),
        _OTHER_TRACK,
    ),
    "person.already_covered": Finding(
        X,
        "nik",
        Words("Sudah terlindungi", "Already covered"),
        Words("NIK ini sudah menjadi peserta aktif ({evidence}).", "This NIK is already an active participant ({evidence})."),
        _OTHER_TRACK,
    ),
    "person.too_young": Finding(
        X,
        "birth_date",
        Words("Belum cukup umur", "Too young"),
        Words("Pada tanggal mulai, orang ini baru berumur {evidence} tahun.", "On the start date this person is only {evidence} years old."),
        _CHECK_KTP,
    ),
    "person.too_old": Finding(
        X,
        "birth_date",
        Words("Melewati batas umur", "Too old"),
        Words("Pada tanggal mulai, orang ini sudah berumur {evidence} tahun.", "On the start date this person is already {evidence} years old."),
        _CHECK_KTP,
    ),
    "nik.duplicate": Finding(
        D,
        "nik",
        Words("NIK ganda", "Duplicate NIK"),
        Words("NIK ini juga diusulkan di {evidence}.", "This NIK is also proposed in {evidence}."),
        Words(
            "Cukup satu usulan. Bila orangnya berbeda, perbaiki NIK yang salah.",
            "One proposal is enough. If it is another person, correct the wrong NIK.",
        ),
    ),
    "nik.sex_differs": Finding(
        W,
        "sex",
        Words("Jenis kelamin beda dengan NIK", "Sex differs from NIK"),
        Words("Jenis kelamin tertulis “{value}”, padahal menurut NIK sebaliknya.", "The sex says “{value}”, the NIK says otherwise."),
        _CHECK_KTP,
    ),
    "nik.birth_date_differs": Finding(
        W,
        "birth_date",
        Words("Tanggal lahir beda dengan NIK", "Birth date differs from NIK"),
        Words("Tanggal lahir “{value}” tidak sama dengan yang tersimpan dalam NIK.", "The birth date “{value}” is not the one inside the NIK."),
        _CHECK_KTP,
    ),
    "nik.place_unknown": Finding(
        W,
        "nik",
        Words("Kode wilayah NIK tidak dikenal", "Unknown district in NIK"),
        Words("Enam angka pertama NIK bukan kode kecamatan mana pun.", "The first six digits of the NIK are no district."),
        _CHECK_KTP,
    ),
    DUPLICATE: Finding(
        W,
        "name",
        Words("Kemungkinan ganda", "Probable duplicate"),
        Words("Mungkin orang yang sama dengan {evidence}.", "Perhaps the same person as {evidence}."),
        _HUMAN,
    ),
    OVERLAP: Finding(
        W,
        "name",
        Words("Kemungkinan beririsan", "Probable overlap"),
        Words("Mungkin orang yang sama dengan {evidence}.", "Perhaps the same person as {evidence}."),
        _HUMAN,
    ),
    "occupation.missing": Finding(
        W,
        "occupation",
        Words("Pekerjaan kosong", "Occupation missing"),
        Words("Pekerjaan belum diisi.", "The occupation is empty."),
        Words(
            "Lengkapi: pekerjaan yang keliru dapat menyulitkan keluarga saat klaim.", "Fill it in: a wrong occupation can cost the family the claim."
        ),
    ),
    "phone.missing": Finding(
        W, "phone", Words("Nomor HP kosong", "Phone missing"), Words("Nomor HP belum diisi.", "The phone number is empty."), _FILL
    ),
    "mother.missing": Finding(
        W, "mother", Words("Nama ibu kosong", "Mother's name missing"), Words("Nama ibu kandung belum diisi.", "The mother's name is empty."), _FILL
    ),
}

COLUMN_TITLES: dict[str, Words] = {
    "nik": Words("NIK", "NIK"),
    "name": Words("Nama Lengkap", "Full name"),
    "birth_place": Words("Tempat Lahir", "Birth place"),
    "birth_date": Words("Tanggal Lahir", "Birth date"),
    "sex": Words("Jenis Kelamin", "Sex"),
    "address": Words("Alamat", "Address"),
    "village": Words("Desa", "Village"),
    "district": Words("Kecamatan", "District"),
    "occupation": Words("Pekerjaan", "Occupation"),
    "phone": Words("No HP", "Phone"),
    "mother": Words("Nama Ibu Kandung", "Mother's name"),
    "income": Words("Penghasilan", "Income"),
}


VERDICTS: dict[Verdict, Words] = {
    Verdict.PASSES: Words("lolos", "pass"),
    Verdict.NEEDS_FIXING: Words("perlu perbaikan", "need fixing"),
    Verdict.REJECTED: Words("tidak lolos", "rejected"),
    Verdict.DUPLICATE: Words("ganda", "duplicate"),
}


def equation(counts: Mapping[str, int], lang: Lang = "id") -> str:
    """ "5.168 baris = 4.388 lolos + 456 perlu perbaikan + 214 tidak lolos + 110 ganda", from the rows of each verdict."""
    terms = " + ".join(f"{number(counts[verdict.value], lang)} {words.said(lang)}" for verdict, words in VERDICTS.items())
    return f"{number(sum(counts.values()), lang)} {'baris' if lang == 'id' else 'rows'} = {terms}"


def codes_of(*severities: Severity) -> list[str]:
    return [code for code, finding in FINDINGS.items() if finding.severity in severities]


def _why_malformed(value: str) -> Words:
    bare = nik.digits_of(value)
    if not re.fullmatch(r"[0-9]+", bare):
        return Words("ada huruf atau tanda di dalamnya", "it holds letters or signs")
    if len(bare) != 16:
        return Words(f"hanya {len(bare)} angka" if len(bare) < 16 else f"ada {len(bare)} angka, seharusnya 16", f"it has {len(bare)} digits, not 16")
    return Words("tanggal lahir di dalamnya tidak ada", "the birth date inside it does not exist")


_WHY: dict[str, Callable[[str], Words]] = {"nik.malformed": _why_malformed}


def _said(evidence: str) -> Words:
    """Evidence is kept as data: a date as 2025-05-03, another row as "file:row", anything else as the register wrote it."""
    if _ISO.fullmatch(evidence):
        with suppress(ValueError):  # a register may write 2025-02-30
            return Words(day(date.fromisoformat(evidence)), day(date.fromisoformat(evidence), "en"))
    file, mark, row = evidence.rpartition(":")
    return Words(f"{file} baris {row}", f"{file} row {row}") if mark and row.isdigit() else Words(evidence, evidence)


# What stands for the evidence where a register says only that the NIK is in it.
_UNTOLD: dict[str, Words] = {
    "person.deceased": Words("sebelum tanggal mulai", "before the start date"),
    "person.civil_servant": Words("ASN, TNI, atau POLRI", "a civil servant or a member of the forces"),
    "person.village_official": Words("jabatannya tidak disebut", "which office is not said"),
    "person.already_covered": Words("segmennya tidak disebut", "which segment is not said"),
}


def sentence(code: str, value: str | None, evidence: str | None) -> Words:
    """What the finding says of this very cell, in both languages."""
    finding, shown = FINDINGS[code], value or "–"
    proof = _said(evidence) if evidence else _UNTOLD.get(code, Words("–", "–"))
    why = _WHY[code](shown) if code in _WHY else Words("", "")
    return Words(
        finding.what.id.format(value=shown, evidence=proof.id, why=why.id), finding.what.en.format(value=shown, evidence=proof.en, why=why.en)
    )

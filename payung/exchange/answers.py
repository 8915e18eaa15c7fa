"""What BPJS says of a person, in whichever words: accepted, rejected, member elsewhere; and why. No database.

Branches write what they like, so answers and reasons are known by the words in them. What is not understood is not guessed: the row is listed.
"""

import re
from dataclasses import dataclass

import polars as pl

from payung.values.words import Words

ACCEPTED, REJECTED, ELSEWHERE = "accepted", "rejected", "elsewhere"
ANSWERS: dict[str, Words] = {
    ACCEPTED: Words("diterima", "accepted"),
    REJECTED: Words("ditolak", "rejected"),
    ELSEWHERE: Words("aktif di tempat lain", "member elsewhere"),
    "": Words("belum dijawab", "not answered"),
}


@dataclass(frozen=True)
class Why:
    """`leaves`: the roster's reason with which such a person leaves; `words_in`: what the branch's text holds."""

    words: Words
    leaves: str
    words_in: str


# In this order: the first whose words stand in the text counts.
REASONS: dict[str, Why] = {
    "deceased": Why(Words("meninggal dunia", "deceased"), "deceased", r"meninggal|wafat|kematian|almarhum"),
    "too_old": Why(Words("melewati batas umur", "too old"), "too_old", r"(usia|umur).*(lebih|lewat|melebihi|maks|di ?atas|65|>)|lansia|too old"),
    "too_young": Why(Words("belum cukup umur", "too young"), "not_eligible", r"(usia|umur).*(kurang|belum|di ?bawah|min|<)|di ?bawah umur"),
    "self_paying": Why(Words("sudah membayar sendiri", "pays for themselves already"), "self_paying", r"mandiri|bayar sendiri"),
    "employed": Why(
        Words("sudah peserta lewat pemberi kerja", "member through an employer"),
        "employed",
        r"(aktif|terdaftar|peserta).*(\bpt\b|\bcv\b|perusahaan|badan usaha|\bpu\b|penerima upah|pemberi kerja)",
    ),
    "member_elsewhere": Why(
        Words("sudah peserta di tempat lain", "member elsewhere already"),
        "duplicate",
        r"(aktif|terdaftar|peserta).*(lain|di\b|pada|wadah)|(sudah|telah|masih).*(aktif|terdaftar|peserta)",
    ),
    "duplicate": Why(Words("data ganda", "duplicate"), "duplicate", r"ganda|dobel|double|duplik"),
    "data_differs": Why(
        Words("nama atau tanggal lahir tidak cocok dengan Dukcapil", "name or birth date differs from the civil registry"),
        "not_eligible",
        r"(nama|lahir|data).*(tidak|beda|berbeda|salah).*(sesuai|cocok|sama|padan)?|tidak (sesuai|cocok|sama) dengan",
    ),
    "nik_unknown": Why(
        Words("NIK tidak ditemukan atau tidak sah", "NIK not found or not valid"),
        "not_eligible",
        r"(nik|ktp|identitas|adminduk|dukcapil).*(tidak|tdk|invalid|salah|belum|gagal)|(tidak|tdk|invalid).*(nik|ktp|adminduk|dukcapil|padan)|nonaktif",
    ),
    "incomplete": Why(Words("data belum lengkap", "data incomplete"), "not_eligible", r"lengkap|kosong|kurang data"),
    "other": Why(Words("alasan lain", "another reason"), "not_eligible", r"\S"),
    "": Why(Words("tanpa alasan", "no reason given"), "not_eligible", r""),
}
_ELSEWHERE_CODES = ("self_paying", "employed", "member_elsewhere")
# an answer by its words; "aktif" alone says that the person is a member now, by this package
_SAYS = (
    (ELSEWHERE, r"tempat lain|wadah lain|perusahaan lain|(sudah|masih|telah) (aktif|terdaftar|peserta|menjadi)|aktif (di|pada|pu|bpu)\b|elsewhere"),
    (REJECTED, r"tolak|tidak|tdk|gagal|invalid|batal|reject|\btms\b|\bno\b|keluar"),
    (ACCEPTED, r"terima|berhasil|sukses|valid|lolos|aktif|terdaftar|setuju|accept|\bok\b|\bya\b|\bms\b|posting|\byes\b"),
)


def read_answers(said: pl.Series, member_no: pl.Series, reason: pl.Series, elsewhere: pl.Series) -> pl.DataFrame:
    """answer ("" where it is not understood) and code of each row, from the texts as they stand in the file (null: empty).

    Without a word of its own a number says accepted, a place of membership or a reason that names one says elsewhere, any other reason rejected.
    """
    told = pl.DataFrame({"said": said, "number": member_no, "reason": reason, "elsewhere": elsewhere}, schema=dict.fromkeys(_TOLD, pl.String))
    unlike = told.with_columns(pl.col("number").is_not_null()).unique()
    read = [_answer(*row) for row in unlike.iter_rows()]
    known = unlike.with_columns(
        answer=pl.Series([one for one, _ in read], dtype=pl.String), code=pl.Series([code for _, code in read], dtype=pl.String)
    )
    asked = told.with_columns(pl.col("number").is_not_null())
    return asked.join(known, on=list(_TOLD), how="left", nulls_equal=True, maintain_order="left").select("answer", "code")


_TOLD = ("said", "number", "reason", "elsewhere")


def _answer(said: str | None, number: bool, reason: str | None, elsewhere: str | None) -> tuple[str, str]:
    found = answer_in(said) if said else ""
    if said and not found:
        return "", ""
    code = code_in(reason or (said if found != ACCEPTED else "") or "")
    if elsewhere and found != ACCEPTED:
        return ELSEWHERE, code if code in _ELSEWHERE_CODES else code_elsewhere(elsewhere)
    if not found:
        if number and not reason:
            return ACCEPTED, ""
        found = ACCEPTED if number and code == "other" else REJECTED if reason else ""
    if found == REJECTED and code in _ELSEWHERE_CODES:
        found = ELSEWHERE
    if found == ACCEPTED:
        return ACCEPTED, ""
    return found, ("member_elsewhere" if found == ELSEWHERE and code not in _ELSEWHERE_CODES else code) if found else ""


def answer_in(text: str) -> str:
    """One of ANSWERS by the words of a text, such as the name of a sheet; "" where none is known."""
    plain = " ".join(text.lower().replace("_", " ").split())
    return next((answer for answer, words in _SAYS if re.search(words, plain)), "")


def code_in(text: str) -> str:
    """A key of REASONS by the words of a text."""
    plain = " ".join(text.lower().split())
    return next(code for code, why in REASONS.items() if re.search(why.words_in, plain)) if plain else ""


def code_elsewhere(text: str) -> str:
    """By where somebody is a member."""
    plain = f"peserta {' '.join(text.lower().split())}"
    return next((code for code in ("self_paying", "employed") if re.search(REASONS[code].words_in, plain)), "member_elsewhere")

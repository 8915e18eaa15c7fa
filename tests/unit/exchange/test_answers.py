"""What branches write is understood, and what is not understood is not guessed."""

import polars as pl
import pytest

from payung.exchange.answers import ANSWERS, REASONS, read_answers
from payung.roster.changes import REASONS_OUT


def read(said=None, number=None, reason=None, elsewhere=None) -> tuple[str, str]:
    texts = [pl.Series([text], dtype=pl.String) for text in (said, number, reason, elsewhere)]
    return read_answers(*texts).row(0)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"said": "DITERIMA"}, ("accepted", "")),
        ({"said": "Valid", "number": "26001234567"}, ("accepted", "")),
        ({"said": "Terdaftar"}, ("accepted", "")),
        ({"said": "Tidak Valid", "reason": "NIK tidak ditemukan di Adminduk"}, ("rejected", "nik_unknown")),
        ({"said": "Ditolak", "reason": "Usia lebih dari 65 tahun"}, ("rejected", "too_old")),
        ({"said": "GAGAL", "reason": "umur di bawah 17"}, ("rejected", "too_young")),
        ({"said": "Ditolak", "reason": "Nama tidak sesuai KTP"}, ("rejected", "data_differs")),
        ({"said": "ditolak", "reason": "Data ganda"}, ("rejected", "duplicate")),
        ({"said": "ditolak", "reason": "sudah meninggal dunia"}, ("rejected", "deceased")),
        ({"said": "ditolak", "reason": "alamat belum lengkap"}, ("rejected", "incomplete")),
        ({"said": "ditolak"}, ("rejected", "other")),
        ({"said": "Ditolak", "reason": "Sudah aktif di PT Tambang Jaya"}, ("elsewhere", "employed")),
        ({"said": "Ditolak", "reason": "sudah terdaftar sebagai peserta mandiri"}, ("elsewhere", "self_paying")),
        ({"said": "Aktif di tempat lain", "elsewhere": "Wadah Desa Lapoa"}, ("elsewhere", "member_elsewhere")),
        ({"elsewhere": "CV Maju"}, ("elsewhere", "employed")),
        ({"number": "26001234567"}, ("accepted", "")),
        ({"number": "26001234567", "reason": "kartu dikirim"}, ("accepted", "")),
        ({"reason": "NIK tidak padan"}, ("rejected", "nik_unknown")),
        ({"said": "menunggu konfirmasi"}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_an_answer_is_read_from_its_words(given, expected):
    assert read(**given) == expected


def test_every_code_has_words_and_a_reason_of_the_roster():
    assert {why.leaves for why in REASONS.values()} <= set(REASONS_OUT)
    assert all(why.words.id and why.words.en for why in REASONS.values())
    assert set(ANSWERS) == {"accepted", "rejected", "elsewhere", ""}

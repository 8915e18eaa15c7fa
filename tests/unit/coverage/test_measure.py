"""Shares as regencies have published them."""

from datetime import date

import pytest

from payung.coverage.measure import DENOMINATORS, NUMERATORS, Figure, Part, counted, share, universe
from payung.values.month import Month
from payung.values.words import Words


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (39_695, 161_206, "24,62 %"),  # Parigi Moutong, September 2024
        (47, 336, "13,99 %"),  # Konawe Selatan
        (231_146, 1_439_643, "16,06 %"),
        (252_021, 1_516_347, "16,62 %"),
        (27_636, 79_388, "34,81 %"),
        (0, 336, "0,00 %"),
        (47, None, "–"),
        (47, 0, "–"),
    ],
)
def test_published_shares(part, whole, percent):
    figure = share(part, whole, of=Words("desa yang mengirim daftar", "villages that sent a list"), among=DENOMINATORS["villages"])
    assert figure.percent() == percent
    assert figure.percent("en") == percent.replace(",", ".")


def test_the_footnote_says_what_was_divided_by_what_whose_and_when():
    figure = Figure(
        "72.08",
        "Parigi Moutong",
        counted(39_695, "listed", Month.at(2024, 9)),
        universe(161_206, "employed_bps", "Sakernas Agustus 2023", date(2023, 8, 31)),
    )
    assert figure.gap == 121_511
    assert figure.footnote.id == (
        "Parigi Moutong: 39.695 pekerja di daftar peserta bulan September 2024 (catatan Payung) dibagi "
        "161.206 penduduk bekerja menurut BPS (Sakernas Agustus 2023, per 31 Agustus 2023)."
    )
    assert figure.footnote.en == (
        "Parigi Moutong: 39,695 workers on a list in September 2024 (records of Payung) divided by "
        "161,206 employed people as counted by BPS (Sakernas Agustus 2023, as of 31 August 2023)."
    )


def test_a_missing_denominator_is_said_and_has_no_gap():
    figure = Figure("74.05", "Konawe Selatan", counted(10, "paid", Month.at(2026, 1)), universe(None, "universe_bpjs"))
    assert (figure.percent(), figure.gap) == ("–", None)
    assert figure.footnote.id.endswith("semesta pekerja menurut BPJS Ketenagakerjaan: belum ada angka.")
    assert "no figure yet" in figure.footnote.en


@pytest.mark.parametrize("words", [*NUMERATORS.values(), *DENOMINATORS.values()])
def test_every_definition_in_both_languages(words):
    assert words.id
    assert words.en
    assert words.id != words.en


def test_a_part_without_source_and_day():
    assert Part(5, Words("desa", "villages")).said() == "5 desa"

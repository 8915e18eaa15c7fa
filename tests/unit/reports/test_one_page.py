from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from payung.coverage.measure import Part
from payung.places.codes import all_places
from payung.reports.one_page import FundLine, OnePage, PlaceLine, Share, content, write_one_page
from payung.values.month import Month
from payung.values.words import Lang, Words

BPJS = Words("BPJS Ketenagakerjaan", "BPJS Ketenagakerjaan")
COVERED = Part(39_695, Words("peserta aktif JKK dan JKM", "active JKK and JKM participants"), BPJS, date(2026, 1, 31))
UNIVERSE = Part(161_206, Words("penduduk bekerja", "employed people"), Words("BPS, Sakernas", "BPS, Sakernas"), date(2025, 8, 31))
DISTRICTS = [
    PlaceLine(code, name, 200, 170, 120, 100 + at, 5_000)
    for at, (code, name) in enumerate(all_places().filter(parent="74.05").select("code", "name").iter_rows())
]
PAGE = OnePage(
    code="74.05",
    place="Kabupaten Konawe Selatan",
    month=Month.at(2026, 1),
    made_on=date(2026, 2, 3),
    made_by="Sitti Aminah",
    made_from=Words("40 daftar", "40 lists"),
    collected=5_168,
    valid=4_388,
    funded=3_000,
    paid=2_911,
    coverage=[Share(Words("Cakupan pekerja", "Coverage of workers"), COVERED, UNIVERSE)],
    places=DISTRICTS,
    funds=[FundLine("APBD Kabupaten", "DPA 2.07", 604_800_000, 30_000_000, 20_400_000, 50_400_000, 12, Month.at(2026, 1))],
    reasons=[(Words("NIK kosong", "NIK missing"), 52)],
    warnings=[Words("12 desa belum mengirim.", "12 villages did not send.")],
    villages_sent=324,
    villages=336,
)
LONG = replace(
    PAGE,
    place="Kabupaten Penukal Abab Lematang Ilir dan Kepulauan Siau Tagulandang Biaro",
    funds=PAGE.funds * 6,
    warnings=PAGE.warnings * 12,
    places=[replace(line, name=f"{line.name} Kepulauan Tenggara") for line in DISTRICTS],
    coverage=PAGE.coverage * 2,
)
EMPTY = replace(PAGE, places=[], funds=[], reasons=[], warnings=[], collected=0, valid=0, funded=0, paid=0)


def text_of(page: OnePage, path: Path, lang: Lang = "id") -> str:
    write_one_page(page, path / "halaman.pdf", lang)
    reader = PdfReader(path / "halaman.pdf")
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_the_page_says_who_what_and_how_it_is_calculated(tmp_path: Path) -> None:
    text = text_of(PAGE, tmp_path)
    for told in (
        "Kabupaten Konawe Selatan",
        "Januari 2026",
        "24,62 %",
        "39.695 dari 161.206",
        "5.168",
        "4.388",
        "1.388 orang menunggu dana",
        "Tinanggea",
        "Rp604.800.000",
        "8,33 %",
        "12 desa belum mengirim.",
        "Pembilang 39.695: peserta aktif JKK dan JKM; BPJS Ketenagakerjaan, 31 Januari 2026.",
        "Penyebut 161.206: penduduk bekerja; BPS, Sakernas, 31 Agustus 2025.",
        "Dibuat oleh Sitti Aminah pada 3 Februari 2026 dengan Payung dari 40 daftar.",
        "Halaman 1 dari 1",
    ):
        assert told in text


def test_it_is_tagged_and_titled_for_screen_readers(tmp_path: Path) -> None:
    write_one_page(PAGE, tmp_path / "halaman.pdf")
    reader = PdfReader(tmp_path / "halaman.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Kabupaten Konawe Selatan · Januari 2026"
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "id")
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def test_in_english(tmp_path: Path) -> None:
    text = text_of(PAGE, tmp_path, "en")
    for told in ("24.62 %", "Denominator 161,206: employed people", "Page 1 of 1"):
        assert told in text


def test_without_a_denominator_it_prints_a_dash_and_shows_people(tmp_path: Path) -> None:
    unknown = replace(PAGE.coverage[0], whole=replace(UNIVERSE, value=None))
    page = replace(PAGE, coverage=[unknown], places=[replace(line, universe=None) for line in DISTRICTS])
    held = content(page, "id")
    assert (held["tiles"][0]["value"], held["tiles"][0]["note"]) == ("–", "39.695 dari –")
    assert {line["cells"][5] for line in held["places"]["lines"]} == {held["places"]["total"][5]} == {"–"}
    assert held["map"]["title"] == "Peta pekerja terlindungi"
    text = text_of(page, tmp_path)
    assert "24,62" not in text
    assert "Penyebut belum ada angka (penduduk bekerja)." in text


def test_one_unknown_universe_leaves_the_total_without_a_percentage() -> None:
    held = content(replace(PAGE, places=[replace(DISTRICTS[0], universe=None), *DISTRICTS[1:]]), "id")["places"]
    assert [line["cells"][5] for line in held["lines"][:2]] == ["–", "2,02 %"]
    assert (held["lines"][0]["share"], held["total"][5]) == (None, "–")


@pytest.mark.parametrize("page", [LONG, EMPTY, replace(PAGE, code="74.05.01", places=[])])
def test_long_and_empty_pages_stay_one_page(page: OnePage, tmp_path: Path) -> None:
    assert "Halaman 1 dari 1" in text_of(page, tmp_path)


def test_more_places_than_fit_are_summed_in_the_last_line() -> None:
    page = replace(PAGE, places=[replace(DISTRICTS[0], code=f"95.03.{at:02d}", covered=at) for at in range(1, 52)])
    lines = content(page, "id")["places"]["lines"]
    assert (len(lines), lines[-1]["cells"][0], lines[-1]["cells"][4]) == (30, "22 kecamatan lain", str(sum(range(1, 23))))


def test_the_same_page_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_one_page(PAGE, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()

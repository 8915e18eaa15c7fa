"""Scenarios of a fund side by side, as rows of a table: on the screen, as a workbook and as a PDF."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from payung.planning.compare import Option, Rates
from payung.planning.models import Fund
from payung.planning.rank import told_criteria
from payung.reports.explained import MARKS
from payung.reports.table_book import write_table
from payung.reports.typeset import tagged_pdf
from payung.values.words import Lang, Words, day, number, percent, rupiah, tenths_and_hundredths

_TEMPLATE = Path(__file__).with_name("options.typ")
_NOT_KNOWN = Words("belum ada angka", "no figure yet")
_TITLE = Words("Perbandingan skenario {fund}", "Scenarios of {fund} compared")
_FOOTER = Words("Dibuat oleh {by} pada {on} dengan Payung.", "Made by {by} on {on} with Payung.")
_WHAT = Words("Yang dibandingkan", "What is compared")


def side_by_side(options: Sequence[Option], lang: Lang = "id") -> list[tuple[str, list[str]]]:
    """Label and the value of each scenario; a figure that nobody has given is said to be missing."""

    def cases(value: int | None) -> str:
        return _NOT_KNOWN.said(lang) if value is None else tenths_and_hundredths(value, lang)

    def money(value: int | None) -> str:
        return _NOT_KNOWN.said(lang) if value is None else rupiah(value, lang)

    def people(value: int) -> str:
        return number(value, lang)

    told: list[tuple[Words, list[str]]] = [
        (Words("Masuk (orang)", "In (people)"), [people(one.people) for one in options]),
        (Words("Cadangan (orang)", "Waiting (people)"), [people(one.waiting) for one in options]),
        (Words("Tidak memenuhi syarat (orang)", "Not admitted (people)"), [people(one.out) for one in options]),
        (Words("Bulan perlindungan", "Months of cover"), [people(one.months) for one in options]),
        (Words("Jumlah uang", "Amount"), [money(one.amount) for one in options]),
        (Words("Iuran seorang untuk semua bulan", "Contribution of a person for all months"), [money(one.price) for one in options]),
        (Words("Biaya bulan pertama", "Cost of the first month"), [money(one.monthly) for one in options]),
        (Words("Biaya semua bulan", "Cost of all months"), [money(one.cost) for one in options]),
        (Words("Sisa uang", "Money left"), [money(one.left) for one in options]),
        (
            Words("Bulan penuh bila semua calon yang memenuhi syarat masuk", "Full months if everybody admitted were in"),
            [people(one.months_for(one.people + one.waiting)) for one in options],
        ),
        (
            Words("Keluarga peserta baru yang menerima santunan kematian penuh", "Families of new members who receive the full death grant"),
            [percent(*one.families.share, lang) for one in options],
        ),
        (Words("Perkiraan kematian", "Deaths expected"), [cases(one.families.deaths) for one in options]),
        (Words("… di antaranya dengan santunan penuh", "… of them with the full grant"), [cases(one.families.full_deaths) for one in options]),
        (Words("Perkiraan kecelakaan kerja", "Work accidents expected"), [cases(one.families.accidents) for one in options]),
        (Words("Perkiraan santunan kematian", "Death grants expected"), [money(one.families.grants) for one in options]),
        (Words("Perkiraan biaya kecelakaan kerja", "Cost of work accidents expected"), [money(one.families.accident_cost) for one in options]),
        (
            Words("Dihitung cabang BPJS dalam targetnya (orang)", "Counted by the BPJS branch in its target (people)"),
            [cases(one.measure) for one in options],
        ),
        (Words("Menambah cakupan satu poin persen", "One more percentage point of coverage"), [money(one.point) for one in options]),
    ]
    return [(words.said(lang), values) for words, values in told]


def notes(options: Sequence[Option], rates: Rates, universe: str, lang: Lang = "id") -> list[str]:
    """Where the figures are from and how sure they are."""
    marks = MARKS[options[0].families.mark].said(lang)
    told = [
        Words(
            f"Santunan: kematian dianggap merata sepanjang bulan, dan semua orang peserta baru. Angka hukumnya: {marks}.",
            f"Grants: deaths are taken to come evenly over the months, and everybody to be a new member. The law's figures: {marks}.",
        ),
        Words(
            "Perkiraan kematian dan kecelakaan memakai angka yang diketik di halaman ini; Payung tidak memeriksanya. Sumber: {source}",
            "Expected deaths and accidents use what was typed on this page; Payung does not check it. Source: {source}",
        ).filled(source=rates.source.replace("{", "(").replace("}", ")") or "–"),
        Words(f"Cakupan: {universe}.", f"Coverage: {universe}."),
    ]
    return [words.said(lang) for words in told]


def options_xlsx(fund: Fund, titles: Sequence[str], options: Sequence[Option], lang: Lang = "id") -> bytes:
    columns = [(_WHAT, "words"), *((Words(title, title), "badge") for title in titles)]
    rows = [[label, *(("", value) for value in values)] for label, values in side_by_side(options, lang)]
    return write_table(_TITLE.said(lang, fund=fund.name), columns, rows, lang)


def options_pdf(
    fund: Fund, titles: Sequence[str], options: Sequence[Option], said: dict[str, list[str]], *, made_by: str, on: date, lang: Lang = "id"
) -> bytes:
    """A tagged PDF (PDF/UA-1). `said`: differences and notes, ready in words."""
    data: dict[str, Any] = {
        "lang": lang,
        "place": fund.place.name,
        "title": _TITLE.said(lang, fund=fund.name),
        "head": [_WHAT.said(lang), *titles],
        "rows": [[label, *values] for label, values in side_by_side(options, lang)],
        "lists": [
            [Words("Perbedaannya", "Differences").said(lang), said["differences"]],
            *([title, [words.said(lang) for words in told_criteria(one.criteria)]] for title, one in zip(titles, options, strict=True)),
            [Words("Dari mana angkanya", "Where the figures are from").said(lang), said["notes"]],
        ],
        "footer": _FOOTER.said(lang, by=made_by, on=day(on, lang)),
        "page_no": Words("Halaman {n} dari {m}", "Page {n} of {m}").said(lang),
    }
    return tagged_pdf(_TEMPLATE, "options", data, on)

"""The deck read back: slides, native charts with the right values, a note for every percentage, nothing over the edge."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from briefed import MARCH, ON, PEOPLE, briefed
from pptx import Presentation
from pptx.util import Mm

from payung.reports.briefing_asked import Asked
from payung.reports.briefing_deck import Told, write_deck
from payung.reports.briefing_facts import gather
from payung.reports.deck_look import HIGH, NOTES, WIDE
from payung.reports.edition_actions import freeze
from payung.reports.edition_papers import content_of, write_edition
from payung.reports.parts import Content, Section, Value, read
from payung.values.words import Words

pytestmark = pytest.mark.django_db
TOLD = Told("74.05/PAPARAN/2026-03/1", "Sitti Aminah", ON, {}, "https://payung.contoh.go.id/paparan/1/")
LONG = "Kabupaten Penukal Abab Lematang Ilir dan Kepulauan Siau Tagulandang Biaro"


@pytest.fixture
def told(programme):
    return briefed(programme)


def deck(told, tmp_path: Path, lang="id"):
    path = tmp_path / "paparan.pptx"
    write_edition(told.edition(), "deck", path, lang)
    return Presentation(path)


def texts(slide, *, notes: bool = True) -> list[str]:
    """Of every shape, cell by cell; without the foot notes where these are not wanted."""
    found = []
    for shape in slide.shapes:
        if shape.is_placeholder and shape.placeholder_format.idx == NOTES and not notes:
            continue
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def foot(slide) -> str:
    return next((one.text_frame.text for one in slide.placeholders if one.placeholder_format.idx == NOTES), "")


def test_six_to_ten_slides_each_with_one_message_and_its_page(told, tmp_path):
    made = deck(told, tmp_path)
    slides = list(made.slides)
    assert 6 <= len(slides) <= 10
    assert all(slide.shapes.title.text_frame.text for slide in slides)
    assert [slide.slide_layout.name for slide in slides] == ["Sampul", *["Pesan"] * (len(slides) - 1)]
    for at, slide in enumerate(slides[1:], 2):
        said = " ".join(texts(slide))
        assert f"dari {len(slides)}" in said, at
        assert "74.05/PAPARAN/2026-03/1" in said
        assert "20 April 2026" in said


def test_native_charts_hold_the_values(told, tmp_path):
    charts = {shape.name: shape.chart for slide in deck(told, tmp_path).slides for shape in slide.shapes if shape.has_chart}
    covered = PEOPLE - 2
    trend = charts["Cakupan"].plots[0]
    assert list(trend.categories) == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert list(trend.series[0].values) == [16.67, 16.67, 16.67]
    stages = charts["Dari usulan ke perlindungan"].plots[0].series[0]
    assert list(stages.values)[1:] == [PEOPLE, covered, covered]
    claims = charts["Rupiah menurut program"].plots[0]
    assert [(series.name, list(series.values)) for series in claims.series] == [
        ("Januari 2026 – Maret 2026", [60_000_000]),
        ("Januari 2025 – Maret 2025", [0]),
    ]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_percentage_has_its_note_on_its_slide(told, tmp_path, lang):
    seen = 0
    for slide in deck(told, tmp_path, lang).slides:
        figures = [said for said in texts(slide, notes=False) if re.search(r"\d %", said)]
        shares = [shape for shape in slide.shapes if shape.has_chart and '%"' in shape.chart.plots[0].data_labels.number_format]
        if not figures and not shares:
            continue
        seen += 1
        notes = foot(slide) + " ".join(one.text_frame.text for one in slide.placeholders if one.placeholder_format.idx == 17)  # of the cover
        assert ("dibagi" if lang == "id" else "divided by") in notes, figures
    assert seen >= 5


def test_a_percentage_on_a_title_or_tile_carries_the_number_of_its_note(told, tmp_path):
    slide = deck(told, tmp_path).slides[1]
    assert slide.shapes.title.text_frame.text == "16,67 %1 pekerja terlindungi, 20 orang belum"
    raised = [run for run in slide.shapes.title.text_frame.paragraphs[0].runs if run._r.rPr.get("baseline")]
    assert [run.text for run in raised] == ["1"]
    assert foot(slide).startswith("1 Kabupaten Konawe Selatan: 4 pekerja")


def test_pictures_are_said_in_words_and_speakers_have_the_notes(told, tmp_path):
    for slide in deck(told, tmp_path).slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 6:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr"), shape.name
        spoken = slide.notes_slide.notes_text_frame.text
        assert "74.05/PAPARAN/2026-03/1" in spoken
        assert all(line in spoken for line in foot(slide).split("\n"))


def test_the_map_is_one_shape_a_district(told, tmp_path):
    group = next(shape for slide in deck(told, tmp_path).slides for shape in slide.shapes if shape.shape_type == 6)
    assert "Tinanggea" in {shape.name for shape in group.shapes}
    assert len(group.shapes) == 25


def edges(made) -> list[str]:
    """Shapes that leave the slide."""
    wide, high, lost = Mm(WIDE) + 10, Mm(HIGH) + 10, []
    for at, slide in enumerate(made.slides, 1):
        for shape in slide.shapes:
            if shape.left < 0 or shape.top < 0 or shape.left + shape.width > wide or shape.top + shape.height > high:
                lost.append(f"{at}: {shape.name}")
            if shape.has_table and shape.top + shape.height > Mm(178):
                lost.append(f"{at}: {shape.name} below")
    return lost


@pytest.mark.parametrize("lang", ["id", "en"])
def test_long_names_and_many_rows_stay_on_the_slide(told, tmp_path, lang):
    content = content_of(freeze(told.edition()))
    fund = Words("Dana Bagi Hasil Cukai Hasil Tembakau Kabupaten " + LONG, "Tobacco excise share of " + LONG)

    def longer(section: Section) -> Section:
        title = Words(f"{section.title.id} di {LONG}", f"{section.title.en} in {LONG}")
        grids = [replace(grid, rows=[[more(value) for value in row] for row in grid.rows * 12]) for grid in section.grids]
        return replace(section, title=title, grids=grids, points=section.points * 2, notes=section.notes * 2, name=fund)

    def more(value: Value) -> Value:
        return replace(value, value=f"{value.value} {LONG}") if value.kind == "text" else value

    path = tmp_path / "panjang.pptx"
    write_deck(replace(content, place_name=LONG, sections=[longer(one) for one in content.sections]), TOLD, path, lang)
    assert edges(Presentation(path)) == []


def test_an_empty_place_says_what_is_missing_and_where_to_record_it(db, tmp_path):
    asked = Asked("73.01", MARCH, MARCH, "paid", "universe_bpjs", None, ON)
    content = read(Content, gather(asked, made_by="Ani", number_="73.01/PAPARAN/2026-03/1")["content"])
    path = tmp_path / "kosong.pptx"
    write_deck(content, TOLD, path)
    made = Presentation(path)
    said = " ".join(text for slide in made.slides for text in texts(slide))
    assert 6 <= len(made.slides) <= 10
    assert "Catat di Cakupan, Catat angka semesta." in said
    assert not re.search(r"\d %", said)
    assert edges(made) == []


def test_the_same_facts_give_the_same_bytes(told, tmp_path):
    edition = told.edition()
    made = []
    for name in ("a", "b"):
        path = tmp_path / name
        write_edition(edition, "deck", path)
        made.append(path.read_bytes())
    assert made[0] == made[1]
    assert Presentation(BytesIO(made[0])).core_properties.created.date() == ON

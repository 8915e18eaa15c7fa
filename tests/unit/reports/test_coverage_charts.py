"""Small pictures of coverage: what they say aloud is what the table says, and they draw it."""

from xml.etree import ElementTree

import pytest

from payung.coverage.measure import Figure, counted, universe
from payung.places.shapes import province_shapes, regency_shapes
from payung.reports.coverage_map import coverage_map, coverage_map_svg
from payung.reports.funnel import Stage, funnel_svg
from payung.reports.gap_bars import Gap, gap_bars_svg
from payung.reports.sparkline import sparkline_svg
from payung.values.month import Month
from payung.values.words import Words

SVG = "{http://www.w3.org/2000/svg}"


def root(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def figure(place: str, people: int, whole: int | None) -> Figure:
    return Figure(place, f"Wilayah {place}", counted(people, "listed", Month.at(2026, 1)), universe(whole, "universe_bpjs"))


def test_a_sparkline_breaks_where_there_is_no_figure_and_names_its_ends():
    drawn = root(sparkline_svg([10, None, 30, 20], title="Tinanggea"))
    assert drawn.get("aria-label") == "Tinanggea: dari 10 menjadi 20, terendah 10, tertinggi 30"
    path = drawn.find(f"{SVG}path")
    assert path is not None
    assert (path.get("d") or "").count("M") == 2
    dot = drawn.find(f"{SVG}circle")
    assert dot is not None
    assert dot.get("cx") == "116.0"


def test_a_sparkline_of_nothing_says_so():
    assert "no figure yet" in sparkline_svg([None, None], title="Tinanggea", lang="en")
    assert "<path" not in sparkline_svg([], title="Tinanggea")
    assert 'd="M4.0 24.0"' in sparkline_svg([0], title="a")


def test_bars_are_as_long_as_the_people_and_hatched_where_they_lack():
    drawn = root(gap_bars_svg([Gap("Ranomeeto", 25, 100, "/a"), Gap("Konda", 50, 50), Gap("Wolasi", 10, None)]))
    bars = [one for one in drawn.iter(f"{SVG}rect") if one.get("height") == "14"]
    assert [(one.get("class"), float(one.get("width") or 0)) for one in bars] == [
        ("missing", 479.2),
        ("bar", 159.8),
        ("bar", 319.5),
        ("bar", 63.9),
    ]
    told = drawn.find(f"{SVG}desc")
    assert told is not None
    assert told.text == (
        "Ranomeeto: 25 dari 100 (25,00 %), kurang 75; Konda: 50 dari 50 (100,00 %), kurang 0; Wolasi: 10 orang, jumlah seharusnya belum ada"
    )
    assert drawn.get("role") == "group"
    assert gap_bars_svg([]) == ""


def test_more_people_than_the_denominator_are_said_to_be_above():
    assert "146 of 107 (136.45 %), 39 above" in gap_bars_svg([Gap("Jakon", 146, 107)], lang="en")


def test_a_funnel_says_how_many_are_lost():
    stages = [Stage(Words("terkumpul", "collected"), 200), Stage(Words("sah", "valid"), 150), Stage(Words("dibiayai", "funded"), 150)]
    text = funnel_svg(stages)
    assert "−50 (25,00 % dari tahap sebelumnya)" in text
    assert "tidak ada yang hilang" in text
    assert root(text).get("role") == "img"
    assert funnel_svg([]) == ""


def test_provinces_have_no_lines_between_their_regencies():
    provinces, regencies = province_shapes(), regency_shapes()
    assert sorted(provinces) == sorted({code[:2] for code in regencies})
    points = sum(len(ring) for rings in provinces.values() for ring in rings)
    assert points < sum(len(ring) for rings in regencies.values() for ring in rings) * 2 // 3
    for code, rings in provinces.items():
        own = {point for regency, shapes in regencies.items() if regency[:2] == code for ring in shapes for point in ring}
        assert {point for ring in rings for point in ring} <= own


@pytest.mark.parametrize(("place", "below"), [("", "74"), ("74", "74.05"), ("74.05", "74.05.01")])
def test_a_place_of_the_map_opens_what_lies_in_it(place, below):
    drawn = root(coverage_map_svg(place, [figure(below, 10, 40)], title="Cakupan", address=lambda code: f"/peta/{code}/"))
    links = {one.get("href"): one.get("aria-label") for one in drawn.iter(f"{SVG}a")}
    assert links == {f"/peta/{below}/": f"Wilayah {below}: 25,00 %"}
    fills = [path.get("fill") for one in drawn.iter(f"{SVG}g") if one.get("data-code") == below for path in one.iter(f"{SVG}path")]
    assert fills == ["#084660"]
    assert drawn.get("role") == "group"


def test_what_has_no_shapes_or_no_page_has_no_map():
    assert coverage_map_svg("74.05.01", [figure("74.05.01.2003", 1, 2)], title="a") == ""
    assert coverage_map("", [figure("74", 1, 2)], "a") == ""

"""Schematic shapes and the choropleth drawn from them."""

from xml.etree import ElementTree

import pytest

from payung.places.codes import all_places
from payung.places.map import BLUES, choropleth
from payung.places.shapes import district_shapes, regency_shapes
from payung.values.place import Level

SVG = "{http://www.w3.org/2000/svg}"


def groups(svg: str) -> dict[str, ElementTree.Element]:
    return {code: element for element in ElementTree.fromstring(svg).iter(f"{SVG}g") if (code := element.get("data-code"))}


def draw(**given: object) -> str:
    shapes = district_shapes("74.05")
    classes = dict.fromkeys(shapes, 0) | {"74.05.01": 4, "74.05.02": None}
    del classes["74.05.03"]
    return choropleth(shapes, classes, **{"title": "Cakupan < 25 %", "desc": "Konawe Selatan & sekitarnya", **given})  # type: ignore[arg-type]


def test_every_regency_and_district_has_a_shape_on_the_archipelago() -> None:
    codes = all_places()
    nation = regency_shapes()
    assert sorted(nation) == codes.filter(level=Level.REGENCY)["code"].to_list()
    districts = {code: rings for regency in nation for code, rings in district_shapes(regency).items()}
    assert sorted(districts) == codes.filter(level=Level.DISTRICT)["code"].to_list()
    for rings in [*nation.values(), *districts.values()]:
        assert rings
        assert all(len(ring) >= 3 for ring in rings)
        assert all(94 < x < 142 and -12 < y < 7 for ring in rings for x, y in ring)


def test_a_district_lies_where_it_should() -> None:
    points = [point for ring in district_shapes("74.05")["74.05.01"] for point in ring]
    assert all(121.5 < x < 123 and -5 < y < -4 for x, y in points)


def test_shapes_of_one_province_only() -> None:
    assert {code[:2] for code in regency_shapes("74")} == {"74"}
    assert len(regency_shapes("74")) == 17
    assert district_shapes("74.99") == {}


def test_the_map_is_readable_without_seeing_it() -> None:
    root = ElementTree.fromstring(draw())
    assert root.get("role") == "img"
    texts = {element.get("id"): element.text for element in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if element is not None}
    assert texts == {"map-title": "Cakupan < 25 %", "map-desc": "Konawe Selatan & sekitarnya"}
    assert root.get("aria-labelledby") == "map-title map-desc"


def test_one_group_per_district_filled_by_its_class_and_hatched_without_one() -> None:
    drawn = groups(draw(names={"74.05.01": "Tinanggea"}))
    assert sorted(drawn) == sorted(district_shapes("74.05"))
    fills = {code: path.get("fill") for code, group in drawn.items() if (path := group.find(f"{SVG}path")) is not None}
    assert (fills["74.05.01"], fills["74.05.04"]) == (BLUES[4], BLUES[0])
    assert fills["74.05.02"] == fills["74.05.03"] == "url(#no-data)"
    assert drawn["74.05.01"].findtext(f"{SVG}title") == "Tinanggea"
    assert ElementTree.fromstring(draw()).find(f".//{SVG}pattern[@id='no-data']") is not None


def test_the_map_says_that_it_is_schematic_and_explains_its_colours() -> None:
    steps = ["di bawah 10 %", "10–25 %", "25–40 %", "40–60 %", "60 % ke atas"]
    said = [element.text for element in ElementTree.fromstring(draw(steps=steps)).iter(f"{SVG}text")]
    assert said == [*steps, "Tidak ada data", "Peta skematik, bukan batas resmi"]
    assert "Schematic map, not official borders" in draw(lang="en")


@pytest.mark.parametrize("step", [-1, 5])
def test_a_class_that_is_no_step_is_refused(step: int) -> None:
    with pytest.raises(ValueError, match="step of colour"):
        choropleth(district_shapes("74.05"), {"74.05.01": step}, title="a", desc="b")


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one shape"):
        choropleth({}, {}, title="a", desc="b")

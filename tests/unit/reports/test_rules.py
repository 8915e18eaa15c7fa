"""Charts of figures, and whom a figure touches."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from payung.law.evaluate import RULES
from payung.law.figure import figure
from payung.reports.explained import doubts
from payung.reports.step_chart import step_chart
from payung.reports.touched import touched
from payung.values.errors import InputError, PayungError

LAW = Path(__file__).parents[2] / "law"


def drawn(key: str) -> list[tuple[float, float]]:
    """The corners of the line: M x y H x, L x y H x, …"""
    path = next(re.finditer(r'class="line" d="([^"]+)"', step_chart(figure(key))))[1]
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


def test_a_chart_steps_up_where_a_value_rises_and_down_where_it_falls():
    heights = [y for _, y in drawn("wage.jp_ceiling")]
    values = [value.number for value in figure("wage.jp_ceiling").values]
    assert len(heights) == len(values)
    for at in range(1, len(values)):
        assert (heights[at] < heights[at - 1]) == (values[at] > values[at - 1])  # above is less
    assert [x for x, _ in drawn("wage.jp_ceiling")] == sorted(x for x, _ in drawn("wage.jp_ceiling"))


def test_a_chart_is_sound_xml_and_says_its_values():
    for key, lang, said in (("wage.jp_ceiling", "id", "1 Maret 2026: Rp11.086.300"), ("wage.jp_ceiling", "en", "1 March 2026: Rp11,086,300")):
        svg = step_chart(figure(key), lang)
        root = ElementTree.fromstring(svg)
        assert said in "".join(root.itertext())
        assert svg == step_chart(figure(key), lang)


def test_an_expired_relief_ends_its_line():
    path = next(re.finditer(r'class="line" d="([^"]+)"', step_chart(figure("relief.pp49_2020"))))[1]
    assert path.count("M") == 1
    assert float(path.rpartition("H")[2]) < 600


def test_a_table_cannot_be_drawn():
    with pytest.raises(InputError, match="figure.no_chart"):
        step_chart(figure("bpu.classes"))


def test_a_figure_touches_the_rules_and_segments_that_use_it():
    assert touched()["bpu.jkm_amount"] == {"contribution": ["BPU"], "advance": ["BPU"]}
    assert touched()["wage.jp_ceiling"] == {"contribution": ["PU"]}
    assert "BPU" in touched()["death.lump_sum"]["death"]


def test_no_case_uses_a_figure_that_is_not_said_to_touch_its_rule():
    missing = set()
    for path in LAW.glob("*.yaml"):
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            try:
                steps = RULES[file["rule"]](case["given"])["steps"]
            except PayungError:
                continue
            used = {key for step in steps for key in step["figures"]}
            missing |= {(file["rule"], key) for key in used if file["rule"] not in touched().get(key, {})}
            segment = case["given"].get("segment")
            missing |= {
                (file["rule"], key, segment) for key in used if segment and segment not in touched().get(key, {}).get(file["rule"], [segment])
            }
    assert missing == set()


def test_doubts_name_figures_once_and_nothing_that_was_read():
    result = RULES["contribution"]({"segment": "BPU", "month": "2025-12", "income": 1_000_000})
    named = [doubt.id for doubt in doubts(result)]
    assert [key for key in ("bpu.classes", "bpu.jkk_rate", "bpu.jkm_amount") if any(key in text for text in named)] == ["bpu.classes", "bpu.jkk_rate"]
    assert len(named) == len(set(named)) == 2

"""The chart of how right probabilities are."""

import re
from xml.etree import ElementTree

from payung.reports.reliability_chart import Bin, reliability_chart
from payung.values.words import Words

NAME = Words("Keluarga & tetangga", "Families & neighbours")
BINS = [Bin(0.0, 0.1, 1_234, 12, 0.02), Bin(0.5, 0.6, 10, 9, 0.55), Bin(0.9, 1.0, 400, 400, 1.0)]


def dots(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)]


def test_a_dot_is_as_high_as_the_share_that_is_true():
    low, middle, high = dots(reliability_chart(NAME, BINS))
    assert low[0] < middle[0] < high[0]
    assert low[1] > middle[1] > high[1]  # above is less
    corner = float(re.search(r'class="right" d="M[\d.]+ [\d.]+L([\d.]+)', reliability_chart(NAME, BINS))[1])
    assert high[0] == corner  # all said, all true


def test_its_distance_from_the_line_is_drawn():
    lengths = [abs(float(a) - float(b)) for a, b in re.findall(r'class="off" d="M[\d.]+ ([\d.]+)V([\d.]+)"', reliability_chart(NAME, BINS))]
    assert lengths[2] == 0 < lengths[0] < lengths[1]


def test_the_figures_stand_below_as_a_table_in_both_languages():
    for lang, figures in (("id", "1.234 2,00 % 0,97 %"), ("en", "1,234 2.00 % 0.97 %")):
        svg = reliability_chart(NAME, BINS, lang)
        cells = [text.text for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        assert figures in " ".join(cells)
        assert "50–60 %" in cells
        assert NAME.said(lang) in cells


def test_it_fits_a_telephone():
    assert 'viewBox="0 0 360 ' in reliability_chart(NAME, BINS)
    assert min(int(size) for size in re.findall(r"font(?:-size)?:(\d+)px", reliability_chart(NAME, BINS))) >= 13


def test_the_same_figures_give_the_same_bytes():
    assert reliability_chart(NAME, BINS) == reliability_chart(NAME, list(BINS))

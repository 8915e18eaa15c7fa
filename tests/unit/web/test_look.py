"""The colours of payung.css can be read on the grounds they stand on, by day and by night; the pattern page shows every part in both languages."""

import re
from pathlib import Path

import pytest
from django.test import Client

from payung import web

CSS = (Path(web.__file__).parent / "static" / "web" / "payung.css").read_text(encoding="utf-8")
_BLOCKS = re.findall(r":root\{(.*?)\}", CSS, re.S)
LIGHT = dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", _BLOCKS[0]))
DARK = {**LIGHT, **dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", _BLOCKS[1]))}
_PLAIN = [(ink, ground) for ink in ("ink", "ink-soft", "act", "act-strong", "no", "ok", "fix", "twin") for ground in ("paper", "paper-2")]
_STATES = [(state, f"{state}-2") for state in ("ok", "fix", "no", "twin", "wait")]
_PRESSED = [("on-act", "act"), ("on-act", "act-strong"), ("act-strong", "wait-2"), ("act", "wait-2"), ("ink", "wait-2"), ("paper", "ink")]


def light(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_measured_as_the_standard_does():
    assert contrast("#000000", "#FFFFFF") == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(tokens):
    seen = [*_PLAIN, *_STATES, *_PRESSED]
    assert {pair: round(contrast(*(tokens[one] for one in pair)), 2) for pair in seen if contrast(*(tokens[one] for one in pair)) < 4.5} == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_field_and_the_focus_can_be_seen(tokens):
    edges = [("ink-soft", "paper"), ("act", "paper"), ("act", "paper-2")]
    assert [pair for pair in edges if contrast(*(tokens[one] for one in pair)) < 3] == []


def test_colours_stand_in_tokens_only():
    rest = re.sub(r":root\{.*?\}", "", CSS, flags=re.S)
    assert re.findall(r"#[0-9A-Fa-f]{3,6}\b(?=[;}\s])", rest) == []


@pytest.mark.django_db
def test_the_pattern_page_shows_every_part_in_both_languages():
    client = Client()
    pages = {language: client.get("/pola", headers={"cookie": f"django_language={language}"}).content.decode() for language in ("id", "en")}
    parts = ["equation", "funnel", "figure", "chart", "dense", "finding", "pair", "calendar", "timeline", "progress", "empty", "receipt", "toast"]
    parts += ["crumbs", "note", "badge", "card", "chips", "skeleton", "menu", "head", "field", "scroll"]
    for page in pages.values():
        assert [part for part in parts if not re.search(rf'class="(?:[\w ]+ )?{part}[ "]', page)] == []
        assert page.count("<h1") == 1
    assert "Setiap bagian halaman" in pages["id"]
    assert "Each part of the pages" in pages["en"]
    assert '<html lang="id">' in pages["id"]
    assert '<html lang="en">' in pages["en"]


def test_every_block_is_closed():
    """An open one would swallow whatever stands behind it."""
    plain = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    assert plain.count("{") == plain.count("}")

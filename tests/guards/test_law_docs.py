"""docs/rules is what the rules now say: `payung law docs docs/rules` brings it up to date."""

import re

import pytest
from tree import ROOT

from payung.law.figure import figures
from payung.reports.rules import contents, write_pages

FOLDER = ROOT / "docs" / "rules"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return {path.name: path.read_text(encoding="utf-8") for path in write_pages(tmp_path_factory.mktemp("rules"))}


def test_the_committed_pages_are_what_the_rules_say(made):
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert sorted(there) == sorted(made)
    assert [name for name in made if there[name] != made[name]] == [], "run: payung law docs docs/rules"


def test_no_page_shows_a_refusal_and_every_rule_of_the_list_has_one(made):
    assert [name for name, text in made.items() if re.search(r"\| \*[A-Z“]", text) and name != "due.md"] == []
    assert {"contribution", "relief", "due", "cover", "death", "accident", "scholarship", "heirs", "join"} <= set(contents())


def test_the_page_of_figures_has_every_figure_with_its_source(made):
    text = made["figures.md"]
    assert [found.key for found in figures() if f"`{found.key}`" not in text] == []
    assert [value.cited for found in figures() for value in found.values if value.cited not in text] == []


def test_links_between_the_pages_lead_somewhere(made):
    anchors = set(re.findall(r'<a id="([^"]+)">', made["figures.md"]))
    linked = {anchor for text in made.values() for anchor in re.findall(r"figures\.md#([\w-]+)", text)}
    assert linked
    assert linked - anchors == set()

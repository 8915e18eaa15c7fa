"""No rupiah amount and no rate in Python; every figure says what it is, whence and how sure."""

import ast
from pathlib import Path

import pytest

import payung.law
from payung.law.figure import figures, sources

FILES = sorted(Path(payung.law.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_python_holds_no_amount_and_no_rate(path: Path) -> None:
    numbers = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
    assert not [node.lineno for node in numbers if isinstance(node.value, float)]
    assert not [node.lineno for node in numbers if type(node.value) is int and node.value >= 1000]


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.key)
def test_every_figure_has_titles_unit_source_and_mark(figure) -> None:
    assert figure.title.id != figure.title.en
    assert all([figure.title.id, figure.title.en, figure.unit.title.id, figure.unit.title.en, figure.values])
    assert all(value.source and value.cited and value.mark for value in figure.values)


def test_every_source_is_cited_by_a_figure() -> None:
    cited = {part.split()[0] for figure in figures() for value in figure.values for part in value.source.split(";")}
    assert set(sources()) == cited
    assert all(source.short and source.title.id and source.title.en for source in sources().values())

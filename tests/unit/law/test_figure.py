from datetime import date
from pathlib import Path

import pytest

from payung.law.figure import figure, load, weakest
from payung.law.read_figures import Mark
from payung.values.errors import InputError, RefusedError

UNITS = "rupiah:\n  title: {id: rupiah, en: rupiah}\n"
SOURCES = "ACT:\n  short: Act 1\n  title: {id: Undang-undang, en: Act}\n"
GOOD = "{title: {id: Satu, en: One}, unit: rupiah, values: {2020-01-01: {value: 5, source: ACT Pasal 1, mark: source}}}"


def folder(tmp_path: Path, entry: str) -> Path:
    for name, text in (("units", UNITS), ("sources", SOURCES), ("some", f"one: {entry}\n")):
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path


def test_a_value_holds_from_its_first_day_to_the_day_before_the_next() -> None:
    ceiling = figure("wage.jp_ceiling")
    assert ceiling.on(date(2026, 2, 28)).number == 10_547_400
    assert ceiling.on(date(2026, 3, 1)).number == 11_086_300


def test_before_the_first_value_it_refuses_and_says_from_when() -> None:
    with pytest.raises(RefusedError) as refused:
        figure("bpu.jkm_amount").on(date(2015, 6, 30))
    assert refused.value.code == "figure.not_yet"
    assert "1 Juli 2015" in refused.value.words.id
    assert "1 July 2015" in refused.value.words.en


def test_after_an_expired_value_it_refuses_and_names_the_file() -> None:
    ceiling = figure("wage.jp_ceiling")
    assert ceiling.on(date(2027, 2, 28)).number == 11_086_300
    with pytest.raises(RefusedError) as refused:
        ceiling.on(date(2027, 3, 1))
    assert refused.value.code == "figure.expired"
    assert "28 Februari 2027" in refused.value.words.id
    assert "wage.yaml" in refused.value.words.en


def test_a_gap_between_values_is_refused_too(tmp_path: Path) -> None:
    gap = (
        "{title: {id: Satu, en: One}, unit: rupiah, values: {2020-01-01: {value: 5, source: ACT, mark: source, until: 2020-06-30}, "
        "2021-01-01: {value: 6, source: ACT, mark: source}}}"
    )
    one = load(folder(tmp_path, gap)).figures["some.one"]
    assert one.find(date(2020, 7, 1)) is None
    with pytest.raises(RefusedError, match=r"figure\.expired"):
        one.on(date(2020, 7, 1))
    assert one.on(date(2021, 1, 1)).number == 6


def test_an_unknown_figure_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"figure\.unknown"):
        figure("bpu.nothing")


def test_numbers_are_said_as_an_office_writes_them() -> None:
    on = date(2026, 5, 1)
    assert figure("bpu.jkm_amount").on(on).said() == "Rp6.800"
    assert figure("wage.jkm_rate").on(on).said() == "0,30 %"
    assert figure("wage.jkm_rate").on(on).said("en") == "0.30 %"
    assert figure("cover.scholarship_months").on(on).said("en") == "36 months"
    assert figure("due.wage").on(on).cited.startswith("PP 44/2015 Pasal 21(2-3); PP 46/2015 Pasal 19")


def test_the_least_sure_mark_wins() -> None:
    assert weakest([Mark.SOURCE, Mark.SECONDARY]) == Mark.SECONDARY
    assert weakest([Mark.COMPUTED, Mark.SECONDARY, Mark.MEMORY]) == Mark.MEMORY
    assert weakest([]) == Mark.SOURCE


def test_a_good_folder_loads(tmp_path: Path) -> None:
    value = load(folder(tmp_path, GOOD)).figures["some.one"].on(date(2024, 1, 1))
    assert (value.number, value.cited) == (5, "Act 1 Pasal 1")


@pytest.mark.parametrize(
    ("wrong", "instead"),
    [
        ("value: 5,", "value: 0.5,"),
        ("value: 5,", "value: true,"),
        ("value: 5,", "value: [{a: 1}, {b: 2}],"),
        ("value: 5,", "value: {},"),
        ("value: 5,", ""),
        ("mark: source", "mark: certain"),
        ("source: ACT Pasal 1", "source: OTHER Pasal 1"),
        ("source: ACT Pasal 1,", ""),
        ("unit: rupiah", "unit: dollar"),
        (", en: One", ""),
        ("2020-01-01", "2020"),
        ("mark: source", "mark: source, until: 2019-12-31"),
        ("mark: source", "mark: source, colour: red"),
        ("mark: source", "mark: source, mark: memory"),
        ("unit: rupiah", "unit: rupiah, scope: {segments: [NOBODY]}"),
        ("unit: rupiah", "unit: rupiah, scope: {payers_unread: {CSR: memory}}"),
        ("unit: rupiah", "unit: rupiah, scope: {planet: mars}"),
    ],
)
def test_a_wrong_shape_names_file_and_key(tmp_path: Path, wrong: str, instead: str) -> None:
    assert wrong in GOOD
    with pytest.raises(InputError) as refused:
        load(folder(tmp_path, GOOD.replace(wrong, instead)))
    assert refused.value.code == "figure.malformed"
    assert "some.yaml" in refused.value.words.id


def test_broken_yaml_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"some\.yaml"):
        load(folder(tmp_path, "{title: ["))

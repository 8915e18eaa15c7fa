"""The registry: every definition is complete, and what does not go together is refused with a sentence."""

from datetime import date

import pytest

from payung.coverage.definitions import MARKS, PLACES_OF_COUNT, Pair, definition, definitions, denominators, numerators, schemes, segments
from payung.coverage.measure import DENOMINATORS, NUMERATORS
from payung.values.errors import InputError, RefusedError
from payung.values.words import LANGS


@pytest.mark.parametrize("code", list(definitions()))
def test_every_definition_says_what_it_counts_and_leaves_out(code):
    one = definition(code)
    assert one.unit in ("people", "villages")
    assert one.at in PLACES_OF_COUNT
    assert [version.number for version in one.versions] == list(range(1, len(one.versions) + 1))
    for version in one.versions:
        assert version.mark in MARKS
        for lang in LANGS:
            assert all(words.said(lang).strip() for words in (one.title, version.text, version.leaves_out, version.source))
        assert version.text.id != version.text.en
    assert set(one.segments) <= set(segments())


def test_the_sides_are_those_that_coverage_counts_with():
    assert set(NUMERATORS) <= set(numerators())
    assert list(DENOMINATORS) == list(denominators())
    assert {"active_bpjs", "registered_bpjs", "listed", "paid", "measure6"} <= set(numerators())
    assert {"labour_force_bps", "employed_bps", "employed_without_asn", "universe_bpjs", "villages"} <= set(denominators())
    assert {"RPJMN", "UCJ", "LOCAL", "RPJMD"} <= set(schemes())


@pytest.mark.parametrize(
    ("pair", "code", "told"),
    [
        (("active_bpjs", "villages"), "coverage.units", "Orang tidak dibagi dengan desa"),
        (("villages_enrolled", "employed_bps"), "coverage.units", "desa tidak dibagi dengan orang"),
        (("active_bpjs", "employed_bps", "BPU"), "coverage.segment_of_all", "Pembilangnya hanya segmen BPU"),
        (("active_bpjs", "labour_force_bps", "PU"), "coverage.segment_of_all", "Angkatan kerja (BPS)"),
        (("measure6", "universe_bpjs", "BPU"), "coverage.segment", "“Ukuran enam bulan” tidak dicatat menurut segmen"),
        (("active_bpjs", "informal_bps"), "coverage.segment_only", "hanya menghitung segmen BPU"),
        (("active_bpjs", "informal_bps", "PU"), "coverage.segment_only", "hanya menghitung segmen BPU"),
        (("active_bpjs", "informal_bps", "BPU", True), "coverage.segment_only", "hanya menghitung segmen BPU"),
    ],
)
def test_what_does_not_go_together_is_refused(pair, code, told):
    with pytest.raises(RefusedError, match=code) as refused:
        Pair(*pair)
    assert told in refused.value.words.id
    assert refused.value.words.en != refused.value.words.id


@pytest.mark.parametrize("pair", [("x", "villages"), ("listed", "x"), ("villages", "listed"), ("active_bpjs", "universe_bpjs", "X")])
def test_what_is_not_known_is_refused(pair):
    with pytest.raises(InputError):
        Pair(*pair)


@pytest.mark.parametrize(
    "key", ["paid/universe_bpjs", "active_bpjs/universe_bpjs@BPU", "active_bpjs/employed_bps@BPU*", "villages_enrolled/villages"]
)
def test_a_pair_is_written_and_read_again(key):
    assert Pair.parse(key).key == key


def test_a_segment_over_everybody_is_said_so():
    pair = Pair.parse("active_bpjs/employed_bps@BPU*")
    assert (pair.segment, pair.segment_below) == ("BPU", "")
    assert pair.words.id.endswith(", BPU dari semua segmen")
    assert pair.words.en.endswith(", BPU of all segments")
    with pytest.raises(InputError, match="coverage.pair_unreadable"):
        Pair.parse("active_bpjs")


def test_the_wording_of_a_day():
    one = definition("active_bpjs")
    assert one.on(date(2000, 1, 1)) == one.versions[0]
    assert one.on(date(2030, 1, 1)) == one.now

"""Percentages as they were published, from the press: what they imply and why two of them differ."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_standing import official

from payung.coverage.actions import Source, read_percent, record_share
from payung.coverage.contradictions import CONTRADICTIONS, contradictions_of
from payung.coverage.models import PublishedShare
from payung.coverage.official import official_figures
from payung.coverage.published import Share, misfits_of, shares_of, why_they_differ
from payung.places.models import Place
from payung.values.errors import InputError

SEPTEMBER, ON = date(2025, 9, 30), date(2025, 12, 20)


def makassar(percent: str, part: int | None = 263_903, source: str = "berita", **more) -> Share:
    hundredths, decimals = read_percent(percent)
    return Share(SEPTEMBER, source, part=part, hundredths=hundredths, decimals=decimals, **more)


def codes(differences) -> list[str]:
    return [one.code for one in differences]


def test_makassar_divided_the_same_people_by_two_denominators():
    first, second = makassar("52 %"), makassar("63,47 %")
    assert (first.implied, second.implied) == (507_506, 415_792)
    found = why_they_differ(first, second)
    assert codes(found) == ["two_denominators"]
    assert found[0].words.id == "Orangnya sama, penyebutnya dua: 263.903 ÷ 52 % ≈ 507.506 dan 263.903 ÷ 63,47 % ≈ 415.792."
    assert "263,903 ÷ 63.47 % ≈ 415,792" in found[0].words.en
    third = makassar("63,47 %", part=81_466)
    assert codes(why_they_differ(second, third)) == ["people", "two_denominators"]
    assert "persentasenya sama" in why_they_differ(second, third)[0].words.id.lower()


def test_a_rounded_percentage_leaves_room_for_the_same_denominator():
    """52 % may be anything from 51.5 to below 53 %, so 51.8 % of the same people is no second denominator."""
    assert codes(why_they_differ(makassar("52"), makassar("51,80"))) == ["unknown"]
    assert codes(why_they_differ(makassar("52"), makassar("51,40"))) == ["two_denominators"]


def test_other_reasons_for_two_percentages():
    one = makassar("52", numerator="active_bpjs", denominator="employed_bps")
    sides = {"numerator": "registered_bpjs", "denominator": "universe_bpjs", "segment": "PU"}
    two = Share(date(2025, 6, 30), "b", part=540_000, hundredths=8000, decimals=0, **sides)
    assert codes(why_they_differ(one, two)) == ["month", "segment", "numerator", "people", "denominator", "two_denominators"]


@pytest.mark.django_db
def test_a_known_denominator_that_fits_is_named():
    official("73.71", "employed_bps", 507_000, SEPTEMBER, source="Sakernas")
    official("73.71", "labour_force_bps", 600_000, SEPTEMBER, source="Sakernas")
    known = [one for code in ("employed_bps", "labour_force_bps") for one in official_figures("73.71", code)]
    found = why_they_differ(makassar("52", place="73.71"), makassar("63,47", place="73.71"), known)
    assert codes(found) == ["two_denominators", "fits"]
    assert "52 % cocok dengan 507.000 penduduk bekerja menurut BPS (Sakernas" in found[1].words.id


def test_babel_swapped_active_and_inactive():
    """June 2024: 383,271 active and 179,842 not, 31.93 % of 563,133. Besides, the two add up to 20 less than the total."""
    babel = Share(date(2024, 6, 30), "babelpos", part=383_271, rest=179_842, whole=563_133, hundredths=3193)
    found = {one.code: one.words for one in misfits_of(babel)}
    assert list(found) == ["parts", "swapped"]
    assert "yang aktif mestinya 179.842 = 31,94 %" in found["swapped"].id
    assert "active must be 179,842 = 31.94 %" in found["swapped"].en
    assert "(selisih 20)" in found["parts"].id
    right = Share(date(2024, 6, 30), "babelpos", part=179_842, whole=563_133, hundredths=3194)
    assert misfits_of(right) == []


def test_east_lombok_and_semarang():
    lombok = Share(date(2024, 3, 31), "dimensintb", part=51_960, whole=92_978, hundredths=5713)
    assert [(one.code, one.words.id) for one in misfits_of(lombok)] == [
        ("percent", "51.960 dari 92.978 adalah 55,88 %, bukan 57,13 % seperti yang terbit.")
    ]
    jakon = Share(date(2020, 12, 31), "antaranews", part=146_019, whole=107_187, hundredths=13600, decimals=0, segment="JAKON")
    assert [one.code for one in misfits_of(jakon)] == ["above_all"]


@given(part=st.integers(0, 10**7), whole=st.integers(1, 10**7), decimals=st.sampled_from([0, 1, 2]), cut=st.booleans())
def test_what_is_rightly_printed_always_fits(part, whole, decimals, cut):
    unit = 10 ** (2 - decimals)
    printed = (part * 10_000 // (whole * unit) if cut else (2 * part * 10_000 + whole * unit) // (2 * whole * unit)) * unit
    share = Share(SEPTEMBER, "a", part=part, whole=whole, hundredths=printed, decimals=decimals)
    assert [one.code for one in misfits_of(share)] in ([], ["above_all"])
    if share.implied_range is not None and part:
        low, high = share.implied_range
        assert low <= whole <= high


@pytest.mark.parametrize(("text", "read"), [("63,47 %", (6347, 2)), ("52", (5200, 0)), ("16.1%", (1610, 1)), ("136", (13600, 0)), ("0,5", (50, 1))])
def test_percentages_are_read_as_printed(text, read):
    assert read_percent(text) == read
    hundredths, decimals = read
    assert Share(SEPTEMBER, "a", hundredths=hundredths, decimals=decimals).printed().removesuffix(" %") in text.replace(".", ",")


@pytest.mark.parametrize("text", ["", "abc", "12,345", "-3", "١٢", "1e3"])
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(InputError):
        read_percent(text)


@pytest.mark.django_db
def test_what_was_published_is_kept_once_and_as_it_was_known():
    place = Place.objects.get(code="73.71")
    given = {"place": place, "as_of": SEPTEMBER, "source": Source("sulseltimes", page="https://sulseltimes.com"), "part": 263_903, "by": None}
    for on in (ON, date(2026, 1, 5)):
        record_share(**given, percent="63,47", on=on)
    record_share(**given, percent="52 %", on=date(2026, 1, 5))
    assert [one.printed() for one in shares_of("73.71")] == ["52 %", "63,47 %"]
    assert [one.printed() for one in shares_of("73.71", known=ON)] == ["63,47 %"]
    assert PublishedShare.objects.count() == 2
    for wrong in ({"part": None}, {"source": Source(" "), "percent": "5"}, {"as_of": date(2027, 1, 1), "percent": "5"}):
        with pytest.raises(InputError):
            record_share(**{**given, **wrong}, on=ON)


@pytest.mark.django_db
def test_contradictions_of_a_place():
    june = date(2024, 6, 30)
    for segment, active in {"PU": 100, "BPU": 50, "JAKON": 30, "PMI": 5, "": 200}.items():
        official("19", "active_bpjs", active, june, segment=segment)
    official("19", "universe_bpjs", 22, june, segment="JAKON")
    official("19", "registered_bpjs", 190, june)
    official("19", "employed_bps", 1_000, date(2023, 8, 31))
    official("19", "employed_bps", 1_160, date(2024, 8, 31))
    record_share(place=Place.objects.get(code="19"), as_of=june, source=Source("babelpos"), part=383_271, rest=179_842, whole=563_133, percent="31,93", by=None, on=ON)  # fmt: skip  # noqa: E501
    found = contradictions_of("19")
    assert [one.code for one in found] == ["jump", "above_all", "active_above_registered", "parts", "segments", "swapped"]
    said = {one.code: one.words.id for one in found}
    assert "PU 100 + BPU 50 + JAKON 30 + PMI 5 = 185, tetapi jumlahnya tertulis 200 (selisih 15)" in said["segments"]
    assert "30 dari 22 = 136,36 %" in said["above_all"]
    assert "berubah 16,00 % dalam setahun" in said["jump"]
    assert {one.code for one in found} <= set(CONTRADICTIONS)
    assert contradictions_of("19", known=date(2020, 1, 1)) == []
    assert contradictions_of("21") == []


@pytest.mark.django_db
def test_migrants_are_in_some_totals_and_not_in_others():
    june = date(2024, 6, 30)
    for total, as_of in ((180, june), (185, date(2024, 7, 31)), (186, date(2024, 8, 31))):
        for segment, active in {"PU": 100, "BPU": 50, "JAKON": 30, "PMI": 5, "": total}.items():
            official("19", "active_bpjs", active, as_of, segment=segment)
    assert [(one.code, one.as_of) for one in contradictions_of("19")] == [("segments", date(2024, 8, 31))]


@pytest.mark.django_db
def test_places_inside_are_the_whole_only_where_all_of_them_spoke():
    june = date(2024, 6, 30)
    inside = list(Place.objects.within("75").regencies().values_list("code", flat=True))
    for code in inside[:-1]:
        official(code, "active_bpjs", 10, june)
    official("75", "active_bpjs", 10 * len(inside) + 1, june)
    assert contradictions_of("75") == []
    official(inside[-1], "active_bpjs", 10, june)
    assert [one.code for one in contradictions_of("75")] == ["inside"]

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from payung.law.bill import class_table, contribution_columns, equal_months
from payung.law.contribution import contribution
from payung.law.figure import figure
from payung.law.given import BASIC, MOST_CONTRACT, MOST_RUPIAH, Given, Payer, Programme, Sector, Segment
from payung.law.read_figures import Mark
from payung.law.tariff import Line, tariff
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month

MAY = Month.at(2026, 5)
FIRST, LAST = Month.at(2015, 7), Month.at(2027, 2)
FIRST_JKP = Month.at(2021, 3)
PROGRAMMES = {
    Segment.BPU: [*BASIC, Programme.JHT],
    Segment.NON_ASN: [*BASIC, Programme.JHT],
    Segment.PU: list(Programme),
    Segment.CONSTRUCTION: [*BASIC],
}
PAY = st.one_of(st.integers(0, MOST_RUPIAH), st.integers(0, 30_000_000), st.sampled_from([1_099_999, 1_100_000, 2_699_999, 2_700_000, 20_200_000]))
CONTRACT = st.one_of(st.integers(0, MOST_CONTRACT), st.integers(0, 10**10), st.sampled_from([100_000_000, 100_000_001, 5_000_000_000]))
MONTHS = st.integers(FIRST.no, LAST.no).map(Month)


@st.composite
def worlds(draw) -> tuple[dict, list[tuple[int | None, Sector]]]:
    """What a whole list has in common, and the pay and sector of its people."""
    segment, month = draw(st.sampled_from(list(PROGRAMMES))), draw(MONTHS)
    there = [programme for programme in PROGRAMMES[segment] if programme != Programme.JKP or month >= FIRST_JKP]
    programmes = draw(st.lists(st.sampled_from(there), min_size=1, unique=True))
    common = {
        "segment": segment,
        "month": month,
        "programmes": tuple(programmes),
        "payer": draw(st.sampled_from(Payer)),
        "risk_group": draw(st.integers(1, 5)) if segment == Segment.PU else None,
        "labour_intensive": draw(st.booleans()),
    }
    pay = st.none() | PAY if segment == Segment.BPU else PAY
    return common, draw(st.lists(st.tuples(pay, st.sampled_from(Sector)), max_size=8))


def asked(common: dict, pay: int | None, sector: Sector) -> Given:
    return Given(**common, sector=sector, **{"income" if common["segment"] == Segment.BPU else "wage": pay})


@settings(deadline=None)
@cases(worlds())
def test_a_list_and_its_people_one_by_one_agree(world) -> None:
    common, people = world
    pay = "income" if common["segment"] == Segment.BPU else "wage"
    frame = pl.DataFrame(
        {pay: [amount for amount, _ in people], "sector": [str(sector) for _, sector in people]}, schema={pay: pl.Int64, "sector": pl.String}
    )
    result = contribution_columns(frame, **common)
    for (amount, sector), row in zip(people, result.to_dicts(), strict=True):
        lines = contribution(asked(common, amount, sector)).lines
        for programme in common["programmes"]:
            assert row[programme.lower()] == sum(due for line, due in lines.items() if line.startswith(programme))
    assert all(result[programme.lower()].dtype == pl.Int64 for programme in common["programmes"])


@settings(deadline=None)
@cases(worlds())
def test_nothing_is_negative_and_the_total_is_the_sum_of_the_lines(world) -> None:
    common, people = world
    for amount, sector in people:
        result = contribution(asked(common, amount, sector))
        assert all(due >= 0 for due in result.lines.values())
        assert result.total == sum(result.lines.values())
        assert result.steps
        assert all(step.words.id and step.words.en and step.source for step in result.steps)


@settings(deadline=None)
@cases(month=MONTHS, payer=st.sampled_from(Payer), sector=st.sampled_from(Sector), income=PAY)
def test_a_relief_never_raises(month: Month, payer: Payer, sector: Sector, income: int) -> None:
    usual = contribution(Given(Segment.BPU, Month.at(2025, 12), income=income)).lines
    relieved = contribution(Given(Segment.BPU, month, income=income, payer=payer, sector=sector)).lines
    assert all(relieved[line] <= usual[line] for line in usual)


@settings(deadline=None)
@cases(month=MONTHS, payer=st.sampled_from(Payer), wage=PAY, group=st.integers(1, 5))
def test_a_relief_of_wage_workers_never_raises(month: Month, payer: Payer, wage: int, group: int) -> None:
    usual = contribution(Given(Segment.PU, Month.at(2024, 1), wage=wage, risk_group=group)).lines
    relieved = contribution(Given(Segment.PU, month, wage=wage, risk_group=group, payer=payer, labour_intensive=True)).lines
    assert all(relieved[line] <= usual[line] for line in usual)


@settings(deadline=None)
@cases(values=st.tuples(CONTRACT, CONTRACT), month=MONTHS)
def test_a_greater_contract_never_pays_less(values: tuple[int, int], month: Month) -> None:
    less, more = (contribution(Given(Segment.CONSTRUCTION, month, contract_value=value)) for value in sorted(values))
    assert all(0 <= less.lines[line] <= more.lines[line] for line in less.lines)
    assert less.total == sum(less.lines.values())


@settings(deadline=None)
@cases(values=st.lists(CONTRACT, min_size=1, max_size=8), programme=st.sampled_from(BASIC))
def test_contracts_of_a_list_and_one_by_one_agree(values: list[int], programme: Programme) -> None:
    month = tariff(Segment.CONSTRUCTION, MAY, (programme,), Payer.EMPLOYER, Sector.OTHER, by_contract=True)
    column = pl.DataFrame({"value": values}).select(month.terms[0].due(pl.col("value"))).to_series()
    assert column.to_list() == [month.terms[0].due(value) for value in values]


@settings(deadline=None)
@cases(world=worlds(), late=st.tuples(st.integers(0, 600), st.integers(0, 600)))
def test_a_late_fee_grows_with_the_months_and_stays_out_of_the_total(world, late: tuple[int, int]) -> None:
    common, people = world
    for amount, sector in people:
        sooner, later = (contribution(replace(asked(common, amount, sector), months_late=months)) for months in sorted(late))
        assert 0 <= sooner.late_fee <= later.late_fee
        assert sooner.total == later.total == sum(later.lines.values())


@settings(deadline=None)
@cases(months=st.integers(FIRST_JKP.no, LAST.no).map(Month), wage=PAY, group=st.integers(1, 5))
def test_with_jkp_the_employer_pays_no_more(months: Month, wage: int, group: int) -> None:
    without = contribution(Given(Segment.PU, months, wage=wage, risk_group=group, months_late=1))
    with_it = contribution(Given(Segment.PU, months, wage=wage, risk_group=group, months_late=1, programmes=(*BASIC, Programme.JKP)))
    assert with_it.lines == {**without.lines, Line.JKP_GOVERNMENT: with_it.lines[Line.JKP_GOVERNMENT]}
    assert with_it.late_fee == without.late_fee
    assert with_it.total - without.total == with_it.lines[Line.JKP_GOVERNMENT]


@pytest.mark.parametrize("on", [date(2021, 2, 2), date(2023, 11, 6), date(2025, 2, 7)])
def test_the_parts_of_jkp_add_up(on: date) -> None:
    total, government, jkk, jkm = (figure(f"jkp.{name}_rate").on(on).number for name in ("total", "government", "from_jkk", "from_jkm"))
    assert total == government + jkk + jkm
    for group, rate in figure("wage.jkk_rate").on(on).named.items():
        assert figure("jkp.jkk_rate_left").on(on).named[group] == rate - jkk
    assert figure("jkp.jkm_rate_left").on(on).number == figure("wage.jkm_rate").on(on).number - jkm


def test_every_jp_ceiling_is_the_one_before_raised_by_growth() -> None:
    ceilings, growths = figure("wage.jp_ceiling").values, figure("wage.jp_growth").values
    for before, after, growth in zip(ceilings[:-1], ceilings[1:], growths, strict=True):
        assert growth.from_ == after.from_
        assert before.number * (10_000 + growth.number) // 1_000_000 * 100 == after.number


@settings(deadline=None)
@cases(world=worlds(), pay=st.tuples(PAY, PAY))
def test_who_earns_more_never_pays_less(world, pay: tuple[int, int]) -> None:
    common, _ = world
    less, more = (contribution(asked(common, amount, Sector.OTHER)).lines for amount in sorted(pay))
    assert all(less[line] <= more[line] for line in less)


def test_the_steps_of_a_contract_tell_each_part() -> None:
    result = contribution(Given(Segment.CONSTRUCTION, MAY, contract_value=180_000_000))
    assert result.steps[0].words.id == "JKK: nilai kontrak Rp180.000.000: 0,21 % × Rp100.000.000 + 0,17 % × Rp80.000.000 = Rp346.000."
    assert result.steps[0].source == "PP 44/2015 Pasal 54(2)"


def test_the_months_in_which_jp_could_be_put_off_are_told() -> None:
    given = Given(Segment.PU, Month.at(2020, 9), wage=5_000_000, programmes=(Programme.JP,))
    assert any("boleh ditunda" in step.words.id for step in contribution(given).steps)
    assert not any("boleh ditunda" in step.words.id for step in contribution(replace(given, month=Month.at(2021, 2))).steps)


def test_migrants_are_no_list() -> None:
    with pytest.raises(InputError, match="contribution.package"):
        contribution_columns(pl.DataFrame({"wage": [1]}), segment=Segment.MIGRANT, month=MAY, payer=Payer.SELF)


def test_the_steps_tell_class_rate_and_relief() -> None:
    result = contribution(Given(Segment.BPU, MAY, income=1_000_000))
    told = [step.words.id for step in result.steps]
    assert told[0] == "Penghasilan Rp1.000.000 masuk kelas dengan dasar iuran Rp1.000.000."
    assert told[1] == "JKK: 1,00 % × Rp1.000.000 = Rp10.000, dibulatkan ke rupiah terdekat."
    assert told[2] == "JKK: Keringanan JKK dan JKM BPU di luar sektor transportasi, tinggal 50,00 %: Rp5.000."
    assert [step.source for step in result.steps][2:4] == ["PP 50/2025 Pasal 4(1)", "PP 44/2015 Pasal 20(3)"]


def test_a_payer_without_relief_is_told_so() -> None:
    told = [step.words.en for step in contribution(Given(Segment.BPU, MAY, income=1_000_000, payer=Payer.APBD)).steps]
    assert any("does not apply when the regional budget pays; still Rp10,000." in sentence for sentence in told)


def test_unread_words_on_a_payer_are_a_doubt_in_the_step_and_in_the_mark() -> None:
    result = contribution(Given(Segment.BPU, MAY, income=1_000_000, payer=Payer.VILLAGE))
    assert result.mark == Mark.MEMORY
    assert any("belum dibaca" in step.words.id and step.mark == Mark.MEMORY for step in result.steps)
    assert contribution(Given(Segment.BPU, Month.at(2025, 12), income=1_000_000, payer=Payer.VILLAGE)).mark == Mark.SECONDARY


def test_a_list_keeps_its_columns_and_their_order_and_takes_an_absent_sector_for_other() -> None:
    frame = pl.DataFrame({"person": [3, 1, 2], "income": [25_000_000, None, 2_700_000]})
    result = contribution_columns(frame, segment=Segment.BPU, month=Month.at(2026, 2), payer=Payer.SELF)
    assert result.rows() == [(3, 25_000_000, 207_000, 6_800), (1, None, 10_000, 6_800), (2, 2_700_000, 29_500, 6_800)]
    assert result.columns == ["person", "income", "jkk", "jkm"]


def test_sectors_pay_their_own_price_and_an_empty_sector_is_other() -> None:
    frame = pl.DataFrame({"income": [None] * 3, "sector": ["transport", "other", None]})
    result = contribution_columns(frame, segment=Segment.BPU, month=Month.at(2026, 2), payer=Payer.SELF)
    assert (result["jkk"] + result["jkm"]).to_list() == [8_400, 16_800, 16_800]


def test_an_empty_list_gets_its_columns() -> None:
    frame = pl.DataFrame(schema={"wage": pl.Int64})
    assert contribution_columns(frame, segment=Segment.NON_ASN, month=MAY, payer=Payer.APBD).columns == ["wage", "jkk", "jkm"]


@pytest.mark.parametrize(
    ("columns", "segment", "code"),
    [
        ({"wage": [1]}, Segment.BPU, "contribution.column"),
        ({"income": [1.5]}, Segment.BPU, "contribution.column"),
        ({"income": [-1]}, Segment.BPU, "contribution.impossible_amount"),
        ({"income": [MOST_RUPIAH + 1]}, Segment.BPU, "contribution.impossible_amount"),
        ({"wage": [None, 1]}, Segment.NON_ASN, "contribution.missing_wage"),
        ({"income": [1], "sector": ["farm"]}, Segment.BPU, "contribution.sector"),
    ],
)
def test_a_list_that_cannot_be_priced_is_refused(columns: dict, segment: Segment, code: str) -> None:
    with pytest.raises(InputError) as refused:
        contribution_columns(pl.DataFrame(columns), segment=segment, month=MAY, payer=Payer.APBD)
    assert refused.value.code == code


def test_a_month_without_figures_is_refused_for_a_list_too() -> None:
    with pytest.raises(RefusedError):
        contribution_columns(pl.DataFrame({"income": [1]}), segment=Segment.BPU, month=FIRST + -1, payer=Payer.APBD)


def test_the_price_list_has_a_row_for_each_class() -> None:
    table = class_table(month=Month.at(2025, 12), payer=Payer.SELF, programmes=[*BASIC, Programme.JHT])
    assert table.columns == ["income_from", "base", "jkk", "jkm", "jht"]
    assert table.height == 33
    assert table.row(0) == (0, 1_000_000, 10_000, 6_800, 20_000)
    assert table.row(-1) == (20_200_000, 20_700_000, 207_000, 6_800, 414_000)
    assert class_table(month=Month.at(2026, 2), payer=Payer.SELF, sector=Sector.TRANSPORT).row(0) == (0, 1_000_000, 5_000, 3_400)


def test_months_with_one_price_are_one_group() -> None:
    year = list(Month.at(2026, 1).upto(Month.at(2026, 12)))
    assert equal_months(year, segment=Segment.BPU, payer=Payer.APBD) == [tuple(year)]
    assert [len(group) for group in equal_months(year, segment=Segment.BPU, payer=Payer.SELF)] == [3, 9]
    ceilings = equal_months(year, segment=Segment.PU, payer=Payer.EMPLOYER, programmes=[Programme.JP])
    assert [len(group) for group in ceilings] == [2, 10]

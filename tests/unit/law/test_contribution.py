import polars as pl
import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from payung.law.bill import class_table, contribution_columns, equal_months
from payung.law.contribution import contribution
from payung.law.given import BASIC, MOST_RUPIAH, Given, Payer, Programme, Sector, Segment
from payung.law.read_figures import Mark
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month

MAY = Month.at(2026, 5)
FIRST, LAST = Month.at(2015, 7), Month.at(2027, 2)
PROGRAMMES = {Segment.BPU: [*BASIC, Programme.JHT], Segment.NON_ASN: [*BASIC, Programme.JHT], Segment.PU: list(Programme)}
PAY = st.one_of(st.integers(0, MOST_RUPIAH), st.integers(0, 30_000_000), st.sampled_from([1_099_999, 1_100_000, 2_699_999, 2_700_000, 20_200_000]))
MONTHS = st.integers(FIRST.no, LAST.no).map(Month)


@st.composite
def worlds(draw) -> tuple[dict, list[tuple[int | None, Sector]]]:
    """What a whole list has in common, and the pay and sector of its people."""
    segment = draw(st.sampled_from(Segment))
    programmes = draw(st.lists(st.sampled_from(PROGRAMMES[segment]), min_size=1, unique=True))
    common = {"segment": segment, "month": draw(MONTHS), "programmes": tuple(programmes), "payer": draw(st.sampled_from(Payer)),
              "risk_group": draw(st.integers(1, 5)) if segment == Segment.PU else None, "labour_intensive": draw(st.booleans())}
    pay = st.none() | PAY if segment == Segment.BPU else PAY
    return common, draw(st.lists(st.tuples(pay, st.sampled_from(Sector)), max_size=8))


def asked(common: dict, pay: int | None, sector: Sector) -> Given:
    return Given(**common, sector=sector, **{"income" if common["segment"] == Segment.BPU else "wage": pay})


@settings(deadline=None)
@cases(worlds())
def test_a_list_and_its_people_one_by_one_agree(world) -> None:
    common, people = world
    pay = "income" if common["segment"] == Segment.BPU else "wage"
    frame = pl.DataFrame({pay: [amount for amount, _ in people], "sector": [str(sector) for _, sector in people]},
                         schema={pay: pl.Int64, "sector": pl.String})
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
@cases(world=worlds(), pay=st.tuples(PAY, PAY))
def test_who_earns_more_never_pays_less(world, pay: tuple[int, int]) -> None:
    common, _ = world
    less, more = (contribution(asked(common, amount, Sector.OTHER)).lines for amount in sorted(pay))
    assert all(less[line] <= more[line] for line in less)


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


@pytest.mark.parametrize(("columns", "segment", "code"), [
    ({"wage": [1]}, Segment.BPU, "contribution.column"),
    ({"income": [1.5]}, Segment.BPU, "contribution.column"),
    ({"income": [-1]}, Segment.BPU, "contribution.impossible_amount"),
    ({"income": [MOST_RUPIAH + 1]}, Segment.BPU, "contribution.impossible_amount"),
    ({"wage": [None, 1]}, Segment.NON_ASN, "contribution.missing_wage"),
    ({"income": [1], "sector": ["farm"]}, Segment.BPU, "contribution.sector"),
])
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

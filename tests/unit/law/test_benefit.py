"""What holds for every benefit, whatever the case: never negative, sums agree, more wage never pays less, every step explained."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from payung.law import accident, cover, death, heirs, pension, scholarship
from payung.law.benefit import months_between, years_after
from payung.law.evaluate import RULES
from payung.law.figure import figure, figures
from payung.law.given import MOST_RUPIAH
from payung.law.read_figures import Mark
from payung.law.relation import WORDS, Relation, relation
from payung.values.errors import InputError

WAGE = st.one_of(st.integers(0, 30_000_000), st.integers(0, MOST_RUPIAH))
DAYS = st.dates(date(2015, 7, 1), date(2027, 1, 31))
PEOPLE = ["PU", "NON_ASN", "BPU", "CONSTRUCTION"]
CHILD = st.fixed_dictionaries(
    {"born_on": st.dates(date(1995, 1, 1), date(2015, 7, 1))}, optional={"level": st.sampled_from(["TK", "SD", "SMP", "SMA", "PT"])}
)
CODES = [code for code in accident.disability_codes() if code != "scalp"]


def paid(given: dict[str, Any], pay: int) -> dict[str, Any]:
    return {**given, "income" if given["segment"] == "BPU" else "wage": pay}


@st.composite
def deaths(draw: Any) -> dict[str, Any]:
    return {
        "cause": draw(st.sampled_from(["WORK", "OTHER"])),
        "died_on": draw(DAYS),
        **paid({"segment": draw(st.sampled_from(PEOPLE))}, draw(WAGE)),
        "member_since": draw(st.dates(date(2015, 7, 1), date(2026, 12, 31))),
        "months_paid": draw(st.integers(0, 100)),
        "months_in_arrears": draw(st.integers(0, 6)),
        "children": draw(st.lists(CHILD, max_size=3)),
    }


@st.composite
def accidents(draw: Any) -> dict[str, Any]:
    parts = [
        {
            "code": code,
            **({"tens": draw(st.integers(1, 5))} if figure(f"disability.{code}").unit.code == "basis_points_each_ten" else {}),
            "loss_percent": draw(st.integers(0, 100)),
        }
        for code in draw(st.lists(st.sampled_from(CODES), max_size=4, unique=True))
    ]
    return {
        **paid({"segment": draw(st.sampled_from(PEOPLE))}, draw(WAGE)),
        "happened_on": draw(DAYS),
        "days_off": draw(st.integers(0, accident.MOST_DAYS)),
        "left_handed": draw(st.booleans()),
        "months_in_arrears": draw(st.integers(0, 6)),
        **({"parts": parts} if draw(st.booleans()) else {"total": True}),
    }


def check(result: dict[str, Any]) -> None:
    assert all(amount >= 0 for amount in result["lines"].values())
    assert result["total"] == sum(result["lines"].values()) == result["payable_now"] + result["payable_after_settlement"]
    assert min(result["payable_now"], result["payable_after_settlement"]) >= 0
    assert result["entitled"] or result["total"] == 0
    explained(result)


def explained(result: dict[str, Any]) -> None:
    assert result["steps"]
    assert all(step["id"] and step["en"] and step["source"] and step["figures"] for step in result["steps"])
    assert result["mark"] == max((step["mark"] for step in result["steps"]), key=list(Mark).index)


@settings(deadline=None)
@cases(deaths())
def test_a_death_is_never_negative_and_its_sums_agree(given: dict[str, Any]) -> None:
    result = death.evaluate(given)
    check(result)
    assert result["scholarship"]["total_max"] <= 2 * result["scholarship"]["per_child_max"]
    assert result["entitled"] or not result["scholarship"]["eligible"]


@settings(deadline=None)
@cases(accidents())
def test_an_accident_is_never_negative_and_its_sums_agree(given: dict[str, Any]) -> None:
    check(accident.evaluate(given))


@settings(deadline=None)
@cases(given=deaths(), wages=st.tuples(WAGE, WAGE))
def test_who_earned_more_never_leaves_less(given: dict[str, Any], wages: tuple[int, int]) -> None:
    less, more = (death.evaluate(paid(given, wage))["lines"] for wage in sorted(wages))
    assert all(less[line] <= more[line] for line in less)


@settings(deadline=None)
@cases(given=accidents(), wages=st.tuples(WAGE, WAGE))
def test_who_earns_more_never_receives_less(given: dict[str, Any], wages: tuple[int, int]) -> None:
    less, more = (accident.evaluate(paid(given, wage))["lines"] for wage in sorted(wages))
    assert all(less[line] <= more[line] for line in less)


@settings(deadline=None)
@cases(given=accidents(), days=st.tuples(*[st.integers(1, accident.MOST_DAYS)] * 2))
def test_a_longer_absence_never_brings_less(given: dict[str, Any], days: tuple[int, int]) -> None:
    less, more = (accident.evaluate({**given, "days_off": off})["lines"]["TEMPORARY"] for off in sorted(days))
    assert less <= more


@settings(deadline=None)
@cases(deaths())
def test_the_schedule_of_a_scholarship_stays_below_the_legal_maximum(given: dict[str, Any]) -> None:
    asked = {key: given[key] for key in ("died_on", "cause", "months_paid", "children")}
    plan, verdict = scholarship.evaluate(asked), death.evaluate({**given, "months_in_arrears": 0, "member_since": date(2015, 1, 1)})["scholarship"]
    assert plan["total"] <= verdict["total_max"]
    assert plan["eligible"] == verdict["eligible"]
    for child in plan["children"]:
        years = child["years"]
        assert all(year["due_from"] < child["ends_on"] for year in years)
        assert [year["school_year"] for year in years] == sorted({year["school_year"] for year in years})


@settings(deadline=None)
@cases(since=DAYS, on=DAYS)
def test_months_are_complete_on_the_same_day_or_the_last(since: date, on: date) -> None:
    months = months_between(since, on)
    assert months == 0 if on < since else months_between(since, on + timedelta(days=1)) - months in (0, 1)
    assert months_between(since, on) <= max(0, (on - since).days) // 28


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        (date(2025, 1, 31), date(2025, 2, 28), 1),
        (date(2025, 1, 31), date(2025, 2, 27), 0),
        (date(2024, 12, 15), date(2025, 3, 14), 2),
        (date(2024, 12, 15), date(2025, 3, 15), 3),
        (date(2025, 3, 15), date(2025, 1, 15), 0),
    ],
)
def test_months_of_membership(since: date, on: date, months: int) -> None:
    assert months_between(since, on) == months


def test_a_birthday_on_29_february_falls_on_1_march() -> None:
    assert years_after(date(2004, 2, 29), 23) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("born", "retires"),
    [
        (date(1962, 12, 31), date(2018, 12, 31)),
        (date(1963, 1, 1), date(2020, 1, 1)),
        (date(1964, 12, 31), date(2021, 12, 31)),
        (date(1965, 1, 1), date(2023, 1, 1)),
        (date(1967, 4, 3), date(2026, 4, 3)),
        (date(1990, 5, 6), date(2055, 5, 6)),
    ],
)
def test_the_retirement_age_in_force_at_the_birthday_counts(born: date, retires: date) -> None:
    assert pension.retires_on(born) == retires


def test_the_table_has_46_items_and_hands_come_in_pairs() -> None:
    codes = accident.disability_codes()
    assert len(codes) == 46
    assert {code.replace("_right", "_left") for code in codes if "_right" in code} == {code for code in codes if "_left" in code}


@pytest.mark.parametrize("code", [code for code in CODES if "_right" in code])
def test_left_handed_is_the_other_hand(code: str) -> None:
    asked = {"segment": "PU", "wage": 2_000_000, "happened_on": "2025-03-01", "parts": [{"code": code}]}
    other = {**asked, "parts": [{"code": code.replace("_right", "_left")}]}
    assert accident.evaluate({**asked, "left_handed": True})["total"] == accident.evaluate(other)["total"] < accident.evaluate(asked)["total"]


def test_the_parts_of_the_death_grant_are_its_sum() -> None:
    for on in (date(2019, 12, 1), date(2019, 12, 2)):
        assert cover.full_death_grant(on).number == sum(figure(f"death.{part}").on(on).number for part in ("lump_sum", "periodic", "funeral"))


def test_the_levels_make_87_million() -> None:
    levels = [figure(f"scholarship.{level}").on(date(2025, 1, 1)).named for level in scholarship.Level]
    assert sum(level["a_year"] * level["years"] for level in levels) == 87_000_000


def test_the_reasons_say_article_and_doubt() -> None:
    refused = death.evaluate({"cause": "OTHER", "died_on": "2025-08-15", "segment": "BPU", "months_in_arrears": 4, "member_since": "2024-01-02"})
    assert [(reason["code"], reason["source"]) for reason in refused["reasons"]] == [("arrears_none", "PP 44/2015 Pasal 42")]
    early = death.evaluate({"cause": "OTHER", "died_on": "2025-08-15", "segment": "PU", "wage": 1, "member_since": "2025-06-16"})
    assert "tanyakan" in early["reasons"][0]["id"]
    assert early["reasons"][0]["source"] == "Permenaker 1/2025"


@pytest.mark.parametrize("rule", ["death", "accident", "scholarship", "heirs", "cover", "pension", "savings", "jobloss", "deadline"])
def test_what_no_rule_knows_is_an_input_error(rule: str) -> None:
    for given in ({"colour": "red"}, {}):
        with pytest.raises(InputError):
            RULES[rule](given)


def test_the_state_employers_arrears_are_our_reading() -> None:
    asked = {"segment": "NON_ASN", "wage": 1_000_000, "happened_on": "2025-03-01", "parts": [{"code": "thumb_right"}]}
    assert accident.evaluate(asked)["mark"] == Mark.SECONDARY
    assert accident.evaluate({**asked, "months_in_arrears": 1})["mark"] == Mark.MEMORY


def test_every_disability_is_worth_at_most_all_of_the_ceiling() -> None:
    ceiling = figure("accident.partial_ceiling").values[-1].number
    assert all(figure_.values[0].number <= ceiling for figure_ in figures("disability.") if isinstance(figure_.values[0].value, int))


@pytest.mark.parametrize("code", accident.disability_codes())
def test_the_words_of_a_code_are_read_in_any_order(code: str) -> None:
    asked = {"segment": "PU", "wage": 2_000_000, "happened_on": "2025-03-01"}
    tens = {"tens": 2} if figure(f"disability.{code}").unit.code == "basis_points_each_ten" else {}
    loss = {"loss_percent": 20} if code == "scalp" else {}
    turned = " ".join(reversed(code.upper().split("_")))
    plain, other = (accident.evaluate({**asked, "parts": [{"code": one, **tens, **loss}]}) for one in (code, turned))
    assert plain == other


def test_a_part_without_its_side_is_told_the_two() -> None:
    with pytest.raises(InputError) as refused:
        accident.evaluate({"segment": "PU", "wage": 1, "happened_on": "2025-03-01", "parts": [{"code": "Thumb"}]})
    assert "thumb_right | thumb_left" in refused.value.words.id


def test_an_unknown_relation_is_told_the_known_ones() -> None:
    with pytest.raises(InputError) as refused:
        heirs.evaluate({"relatives": [{"relation": "teman"}]})
    assert "SPOUSE (istri) | " in refused.value.words.id
    assert all(relation(word.title().replace(" ", "_")) == one for one, words in WORDS.items() for word in words)
    assert all(relation(one) == one for one in Relation)

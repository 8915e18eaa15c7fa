import json
from datetime import date

import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from payung.law.evaluate import RULES, evaluate
from payung.values.errors import InputError

PU = {"segment": "PU", "month": "2026-05", "wage": 6_000_000, "risk_group": 1, "programmes": ["JKK", "JKM", "JHT", "JP", "JKP"], "months_late": 1}

# Values near what the rules know, and far from it.
KEYS = st.sampled_from(
    [
        "segment",
        "month",
        "wage",
        "income",
        "contract_value",
        "contract_months",
        "risk_group",
        "programmes",
        "programme",
        "payer",
        "sector",
        "months_late",
        "cause",
        "died_on",
        "member_since",
        "months_paid",
        "months_in_arrears",
        "children",
        "happened_on",
        "parts",
        "total",
        "days_off",
        "left_handed",
        "relatives",
        "will",
        "registered_on",
        "event_on",
        "work",
        "size",
        "born_on",
        "age_from",
        "kind",
        "amounts",
        "months",
        "other",
    ]
)
WORDS = st.sampled_from(
    [
        "PU",
        "NON_ASN",
        "BPU",
        "CONSTRUCTION",
        "MIGRANT",
        "JKK",
        "JHT",
        "JP",
        "WORK",
        "OTHER",
        "PRIVATE",
        "SELF_EMPLOYED",
        "PPPK",
        "LARGE",
        "DAILY",
        "PIECE",
        "2026-05",
        "2026-05-01",
        "0001-01",
        "9999-12",
        "9999-12-31",
        "0001-01-01",
        "SPOUSE",
        "SD",
    ]
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-2, 10), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=5), WORDS)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=3), max_leaves=6)


def test_a_contribution_has_the_shape_of_the_contract() -> None:
    [answer] = evaluate([{"id": 7, "rule": "contribution", "given": PU}])
    assert set(answer) == {"id", "result"}
    assert answer["id"] == 7
    result = answer["result"]
    assert set(result) == {"lines", "total", "payable", "late_fee", "mark", "steps"}
    assert result["lines"] == {
        "JKK": 14_400,
        "JKM": 18_000,
        "JHT_EMPLOYER": 222_000,
        "JHT_WORKER": 120_000,
        "JP_EMPLOYER": 120_000,
        "JP_WORKER": 60_000,
        "JKP_GOVERNMENT": 11_000,
    }
    assert result["total"] == 565_400
    assert result["payable"] == 565_400 - 11_000
    assert result["late_fee"] == 11_088
    assert set(result["steps"][0]) == {"id", "en", "source", "mark", "figures"}
    assert result["steps"][0]["figures"] == ["wage.jkk_rate"]
    assert json.loads(json.dumps(answer)) == answer


def test_a_due_day_is_told_as_a_date() -> None:
    [answer] = evaluate([{"id": "a", "rule": "due", "given": {"segment": "BPU", "programme": "JKM", "month": "2026-02"}}])
    assert answer["result"]["due_on"] == "2026-02-16"


def test_unknown_keys_are_an_error_in_the_language_asked_for() -> None:
    case = {"id": 1, "rule": "contribution", "given": {**PU, "salary": 1}}
    assert evaluate([case])[0]["error"]["code"] == "contribution.unknown_key"
    assert "tidak dikenal" in evaluate([case])[0]["error"]["sentence"]
    assert "is not known" in evaluate([case], "en")[0]["error"]["sentence"]


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"id": 1, "rule": "nothing", "given": {}}, "eval.rule"),
        ({"id": 1, "rule": ["due"], "given": {}}, "eval.rule"),
        ({"id": 1, "rule": "due", "given": []}, "eval.case"),
        ({"id": 1, "rule": "due"}, "eval.case"),
        ({"id": 1, "rule": "due", "given": {}, "note": ""}, "eval.case"),
        (3, "eval.case"),
    ],
)
def test_a_case_that_is_none_is_answered_with_an_error(case: object, code: str) -> None:
    good = {"id": 2, "rule": "contribution", "given": PU}
    bad, after = evaluate([case, good])
    assert bad["error"]["code"] == code
    assert "result" in after


def test_a_fault_in_one_case_costs_no_other_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(given: dict) -> dict:
        raise OverflowError("date value out of range")

    monkeypatch.setitem(RULES, "due", broken)
    bad, after = evaluate([{"id": 1, "rule": "due", "given": {}}, {"id": 2, "rule": "contribution", "given": PU}], "en")
    assert bad == {"id": 1, "error": {"code": "eval.unexpected", "sentence": bad["error"]["sentence"]}}
    assert "OverflowError" in bad["error"]["sentence"]
    assert "out of range" not in bad["error"]["sentence"]
    assert after["result"]["total"] == 565_400


def foreseen(answer: dict) -> None:
    assert answer.get("error", {}).get("code") != "eval.unexpected"
    json.dumps(answer)


def test_no_list_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="eval.unreadable"):
        evaluate({"id": 1})


@settings(deadline=None, max_examples=1500)
@cases(st.sampled_from(sorted(RULES)), st.dictionaries(KEYS, VALUES, max_size=6))
def test_nothing_given_raises_out(rule: str, given: dict) -> None:
    [answer] = evaluate([{"id": 1, "rule": rule, "given": given}])
    assert ("result" in answer) != ("error" in answer)
    foreseen(answer)


NEAR = {
    "contribution": PU,
    "due": {"segment": "PU", "programme": "JKK", "month": "2026-05"},
    "advance": {"segment": "BPU", "month": "2026-05", "months": 2},
    "wage_base": {"kind": "PIECE", "amounts": [1, 2], "month": "2026-05"},
    "join": {"work": "PRIVATE", "size": "LARGE", "registered_on": "2026-05-01", "born_on": "1990-01-01"},
    "death": {"cause": "OTHER", "died_on": "2026-05-01", "segment": "BPU", "income": 1_000_000, "member_since": "2024-01-01", "months_paid": 28},
    "accident": {"segment": "BPU", "income": 1_000_000, "happened_on": "2026-05-01", "days_off": 40},
    "heirs": {"relatives": [{"relation": "SPOUSE", "alive": True}]},
    "scholarship": {"died_on": "2026-05-01", "cause": "WORK", "months_paid": 40, "children": [{"born_on": "2015-01-01", "level": "SD"}]},
    "cover": {"segment": "BPU", "event_on": "2026-05-01", "member_since": "2024-01-01"},
}


@settings(deadline=None, max_examples=1500)
@cases(st.sampled_from(sorted(NEAR)), KEYS, VALUES)
def test_one_strange_value_raises_nothing_out(rule: str, key: str, value: object) -> None:
    [answer] = evaluate([{"id": 1, "rule": rule, "given": {**NEAR[rule], key: value}}])
    foreseen(answer)


@pytest.mark.parametrize("rule", sorted(NEAR))
def test_every_step_names_its_source_and_its_figures(rule: str) -> None:
    [answer] = evaluate([{"id": rule, "rule": rule, "given": NEAR[rule]}])
    steps = answer["result"]["steps"]
    assert steps
    assert all(step["id"] and step["en"] and step["source"] and step["mark"] and step["figures"] for step in steps)


def test_a_date_that_a_file_has_read_already_is_taken() -> None:
    assert RULES["join"]({"work": "SELF_EMPLOYED", "registered_on": date(2026, 5, 1), "born_on": date(1990, 1, 1)})["may"]

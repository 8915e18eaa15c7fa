"""Runs the cases that officers read and add: every `*.yaml` beside this file. `given` and `expect` are those of `payung law eval`."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from payung.law.evaluate import RULES
from payung.values.errors import PayungError
from payung.values.month import Month


def _several(case: dict[str, Any]) -> dict[str, Any]:
    """The sum for so many people and so many months from the given one."""
    first, copies = Month.parse(case["given"]["month"]), case.get("people", 1)
    totals: dict[str, Any] = {}
    for month in first.upto(first + (case.get("months", 1) - 1)):
        result = RULES["contribution"]({**case["given"], "month": str(month)})
        for name, amount in {**result["lines"], "total": result["total"]}.items():
            totals[name] = totals.get(name, 0) + amount * copies
    return totals


def _result(rule: str, case: dict[str, Any]) -> dict[str, Any]:
    if {"people", "months"} & set(case):
        assert rule == "contribution"
        return _several(case)
    result = RULES[rule](case["given"])
    lines = result.get("lines", {})
    return {**result, **lines, "reasons": [reason["code"] for reason in result.get("reasons", [])]}


def _holds(expected: Any, found: Any) -> bool:
    """What is expected of a table holds for its named parts only."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(_holds(value, found.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(found) and all(_holds(one, other) for one, other in zip(expected, found, strict=True))
    return bool((expected.isoformat() if isinstance(expected, date) else expected) == found)


CASES = [
    pytest.param(file["rule"], case, id=f"{path.stem}: {case['name']}")
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for file in [yaml.safe_load(path.read_text())]
    for case in file["cases"]
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= {"name", "given", "expect", "refused", "people", "months"}
    assert ("expect" in case) != ("refused" in case)
    if "refused" in case:
        with pytest.raises(PayungError) as refused:
            _result(rule, case)
        assert refused.value.code == case["refused"]
    else:
        result = _result(rule, case)
        assert {key: result.get(key) for key, value in case["expect"].items() if not _holds(value, result.get(key))} == {}

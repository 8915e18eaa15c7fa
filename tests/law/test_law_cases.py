"""Runs the cases that officers read and add: every `*.yaml` beside this file."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from payung.law.contribution import contribution
from payung.law.due import due
from payung.law.given import Programme, Segment, read_given
from payung.values.errors import PayungError
from payung.values.month import Month


def _contribution(case: dict[str, Any]) -> dict[str, Any]:
    first, copies = read_given(case["given"]), case.get("people", 1)
    totals: dict[str, Any] = {}
    for month in first.month.upto(first.month + (case.get("months", 1) - 1)):
        result = contribution(read_given({**case["given"], "month": str(month)}))
        for name, amount in {**result.lines, "total": result.total}.items():
            totals[name] = totals.get(name, 0) + amount * copies
        totals["mark"] = result.mark
    return totals


def _due(case: dict[str, Any]) -> dict[str, Any]:
    given = case["given"]
    found = due(Segment(given["segment"]), Programme(given["programme"]), Month.parse(given["month"]))
    return {"due_on": found.due_on, "mark": found.mark}


RULES = {"contribution": _contribution, "due": _due}
CASES = [pytest.param(file["rule"], case, id=f"{path.stem}: {case['name']}")
         for path in sorted(Path(__file__).parent.glob("*.yaml")) for file in [yaml.safe_load(path.read_text())] for case in file["cases"]]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= {"name", "given", "expect", "refused", "people", "months"}
    if "refused" in case:
        with pytest.raises(PayungError) as refused:
            RULES[rule](case)
        assert refused.value.code == case["refused"]
    else:
        result = RULES[rule](case)
        assert {key: result.get(key) for key in case["expect"]} == case["expect"]

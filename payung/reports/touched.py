"""Whom a change of a figure touches: found by running the rules on the cases of `touched.yaml` and seeing which figures their steps name."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from payung.law.evaluate import RULES
from payung.law.figure import Figure, figures
from payung.law.given import Segment
from payung.values.errors import PayungError
from payung.values.month import Month

Case = tuple[str, dict[str, Any]]


@cache
def touched() -> dict[str, dict[str, list[str]]]:
    """Figure -> rule -> the segments in whose cases the rule used it (none where the cases name no segment), both in a fixed order."""
    found: dict[str, dict[str, set[str]]] = {}
    for rule, given in _cases():
        try:
            steps = RULES[rule](given)["steps"]
        except PayungError:
            continue
        for key in {key for step in steps for key in step["figures"]}:
            found.setdefault(key, {}).setdefault(rule, set()).update({given["segment"]} if "segment" in given else set())
    order = [str(segment) for segment in Segment]
    return {key: {rule: sorted(rules[rule], key=order.index) for rule in RULES if rule in rules} for key, rules in found.items()}


def one_part(figure: Figure) -> dict[str, Any]:
    """A row of the disability table as a case names it, with what it cannot do without: how many tens, or the most of a range."""
    value, code = figure.values[-1], figure.key.partition(".")[2]
    if isinstance(value.value, dict):
        return {"code": code, "loss_percent": value.named["most"] * 100 // (value.unit.per or 1)}
    return {"code": code, "tens": 1} if value.unit.code == "basis_points_each_ten" else {"code": code}


def _months() -> list[Month]:
    """The first whole month of every value, and the first after its end."""
    days = {day for found in figures() for value in found.values for day in (value.from_, value.until and value.until + timedelta(days=1)) if day}
    return sorted({Month.of(day - timedelta(days=1)) + 1 for day in days})


def _cases() -> Iterator[Case]:
    for entry in yaml.safe_load((Path(__file__).parent / "touched.yaml").read_text(encoding="utf-8")):
        for when, chosen in product(_whens(entry), product(*entry.get("vary", [[{}]]))):
            yield entry["rule"], {**entry.get("given", {}), **{key: value for part in chosen for key, value in part.items()}, **when}


def _whens(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an entry is repeated for: the parts of the disability table, or the months on which figures change."""
    if "parts" in entry:
        return [{"parts": [one_part(part)]} for part in figures(entry["parts"])]
    return [{entry["month"]: str(month)} if "month" in entry else {entry["day"]: month.first_day} for month in _months()]

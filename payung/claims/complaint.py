"""The line where a family asks or complains, from complaint.yaml. No database."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from payung.law.read_figures import Mark
from payung.values.words import Words


@dataclass(frozen=True)
class ComplaintLine:
    """`mark`: how surely the number is known, as with figures of the law."""

    number: str
    name: Words
    source: str
    mark: Mark


@cache
def complaint_line() -> ComplaintLine:
    """The one line of the whole country."""
    raw = yaml.safe_load(Path(__file__).with_name("complaint.yaml").read_text(encoding="utf-8"))
    return ComplaintLine(raw["number"], Words(**raw["name"]), raw["source"], Mark(raw["mark"]))

"""A finding about one row or one file: a value that is listed, never raised."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs; the strongest one of a row decides its verdict."""

    BLOCKING = "blocking"
    EXCLUDING = "excluding"
    DUPLICATE = "duplicate"
    WARNING = "warning"


class Verdict(StrEnum):
    """What becomes of a row: exactly one for every row of data."""

    PASSES = "passes"
    NEEDS_FIXING = "needs_fixing"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


VERDICT_OF: dict[Severity, Verdict] = {
    Severity.BLOCKING: Verdict.NEEDS_FIXING,
    Severity.EXCLUDING: Verdict.REJECTED,
    Severity.DUPLICATE: Verdict.DUPLICATE,
    Severity.WARNING: Verdict.PASSES,
}


@dataclass(frozen=True)
class Problem:
    """`code` names the finding, `row` the row as the spreadsheet numbers it (None: the file), `column` our field name, `value` what stood there."""

    code: str
    severity: Severity
    row: int | None = None
    column: str | None = None
    value: str | None = None

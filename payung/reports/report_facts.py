"""What each report of the calendar says: gathered once, frozen, and set as a paper or a workbook from that alone."""

from typing import Any

from payung.reports.briefing_asked import Asked


def gather_report(asked: Asked, kind: str, *, number_: str) -> dict[str, Any]:
    raise NotImplementedError

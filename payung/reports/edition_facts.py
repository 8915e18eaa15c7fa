"""What an edition is asked about, and who gathers it for each kind."""

from typing import Any

from payung.reports.briefing_asked import Asked
from payung.reports.briefing_facts import gather
from payung.reports.models import Edition
from payung.reports.report_facts import gather_report

_K = Edition.Kind


def facts_of(edition: Edition) -> dict[str, Any]:
    """Gathered now, with the sight of whoever asked, as of the edition's day."""
    asked = Asked(
        place=edition.place_id,
        first=edition.first_month,
        last=edition.last_month,
        numerator=edition.numerator,
        denominator=edition.denominator,
        visible_to=edition.by,
        on=edition.on,
        typed=edition.typed,
        address=way_to(edition),
    )
    if edition.kind == _K.BRIEFING:
        return gather(asked, made_by=edition.signed, number_=edition.number)
    return gather_report(asked, edition.kind, number_=edition.number)


def way_to(edition: Edition) -> str:
    """The screen that says how it is calculated; "" where nobody knows an address."""
    return f"{edition.address}/paparan/{edition.pk}/" if edition.address and edition.kind == _K.BRIEFING else edition.address

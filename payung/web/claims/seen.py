"""What all pages of one case share: the case of an address, its heading and the pages beside it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from payung.claims.models import Case
from payung.claims.queries import the_case
from payung.claims.words import KIND_WORDS, STATE_LOOKS, STATE_WORDS, case_name
from payung.values.words import Words
from payung.web.page import PageRequest

TABS: tuple[tuple[str, Words], ...] = (
    ("claims:case", Words("Ringkasan", "Summary")),
    ("claims:family", Words("Keluarga", "Family")),
    ("claims:papers", Words("Berkas", "Papers")),
    ("claims:course", Words("Langkah", "Steps")),
    ("claims:money", Words("Uang", "Money")),
    ("claims:scholarship", Words("Beasiswa", "Scholarship")),
)
"""Pages of a case in the order of the work: route (its only argument is the case), words."""
DEATH_ONLY = {"claims:family", "claims:scholarship"}


def seen_case(request: PageRequest, number: int) -> Case:
    """404 for one that is not seen, as for one that is not there."""
    return the_case(number, visible_to=request.user, on=request.scope.on)


def frame(case: Case, here: str) -> Mapping[str, Any]:
    """What claims/head.html shows; `here`: the route of this page."""
    tabs = [(words, reverse(route, args=[case.pk]), route == here) for route, words in TABS if case.kind == "death" or route not in DEATH_ONLY]
    return {
        "case": case,
        "name": case_name(case),
        "kind": KIND_WORDS[case.kind],
        "badge": (STATE_LOOKS[case.state], STATE_WORDS[case.state]),
        "tabs": tabs,
    }

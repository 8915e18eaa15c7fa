"""What each report of the calendar says: gathered once, frozen, and set as a paper or a workbook from that alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from payung.reports.briefing_asked import Asked
from payung.reports.briefing_facts import method
from payung.reports.briefing_facts_asks import asks
from payung.reports.briefing_facts_claims import claims, handed_in
from payung.reports.briefing_facts_coverage import condition, places, trend
from payung.reports.briefing_facts_ecosystem import ecosystem
from payung.reports.briefing_facts_enrolment import enrolment
from payung.reports.briefing_facts_gap import gap
from payung.reports.briefing_facts_rules import rules
from payung.reports.models import Edition
from payung.reports.parts import Content, Missing, Section, stored
from payung.reports.report_facts_claims import claims_by_place, claims_of
from payung.reports.report_facts_money import money_of
from payung.reports.report_facts_monthly import monthly, reasons
from payung.values.words import Words

_K = Edition.Kind
TYPED: dict[str, tuple[tuple[str, Words], ...]] = {
    _K.MONTHLY: (("obstacles", Words("Kendala", "Obstacles")), ("follow_up", Words("Tindak lanjut", "Follow-up"))),
    _K.QUARTERLY: (("obstacles", Words("Kendala", "Obstacles")), ("follow_up", Words("Tindak lanjut", "Follow-up"))),
    _K.HALF_CLAIMS: (("obstacles", Words("Kendala", "Obstacles")),),
    _K.HALF_MONEV: (
        ("findings", Words("Temuan monev", "Findings")),
        ("obstacles", Words("Kendala", "Obstacles")),
        ("follow_up", Words("Tindak lanjut", "Follow-up")),
    ),
    _K.PARITRANA: (("innovations", Words("Inovasi", "Innovations")), ("plans", Words("Rencana", "Plans"))),
}
"""What the office adds to each kind in its own words: key and title."""
TITLES: dict[str, Words] = {
    _K.MONTHLY: Words("Laporan bulanan", "Monthly report"),
    _K.QUARTERLY: Words("Laporan triwulan kepada Menteri Dalam Negeri", "Quarterly report to the Minister of Home Affairs"),
    _K.HALF_CLAIMS: Words("Laporan klaim semester", "Half-year report of claims"),
    _K.HALF_MONEV: Words("Monitoring dan evaluasi semester", "Half-year monitoring and evaluation"),
    _K.PARITRANA: Words("Paket Paritrana", "Paritrana pack"),
}


def gather_report(asked: Asked, kind: str, *, number_: str) -> dict[str, Any]:
    """What EditionFacts keeps of a report."""
    sections = [one for one in _GATHER[kind](asked) if one]
    content = Content(
        asked.place,
        asked.place_name,
        asked.first,
        asked.last,
        [*sections, *typed_sections(asked, kind), method(asked, number_)],
        title=TITLES[kind],
    )
    return {"content": stored(content)}


def _monthly(asked: Asked) -> list[Section | None]:
    return [*monthly(asked), reasons(asked), money_of(asked)]


def _quarterly(asked: Asked) -> list[Section | None]:
    return [condition(asked), trend(asked), ecosystem(asked), enrolment(asked), money_of(asked), claims_of(asked), rules(asked)]


def _half_claims(asked: Asked) -> list[Section | None]:
    return [claims_of(asked), claims_by_place(asked)]


def _half_monev(asked: Asked) -> list[Section | None]:
    return [condition(asked), places(asked), ecosystem(asked), enrolment(asked), money_of(asked), reasons(asked), claims_of(asked), asks(asked)]


def _paritrana(asked: Asked) -> list[Section | None]:
    """The tables that regions present: regulations, coverage and trend, groups paid for, budget, claims paid, plans; innovations are typed."""
    return [
        rules(asked),
        condition(asked),
        trend(asked),
        places(asked),
        ecosystem(asked),
        enrolment(asked),
        money_of(asked),
        claims(asked, handed_in(asked)),
        replace(gap(asked), name=Words("Rencana dan biayanya", "Plans and their cost")),
    ]


_GATHER: dict[str, Callable[[Asked], list[Section | None]]] = {
    _K.MONTHLY: _monthly,
    _K.QUARTERLY: _quarterly,
    _K.HALF_CLAIMS: _half_claims,
    _K.HALF_MONEV: _half_monev,
    _K.PARITRANA: _paritrana,
}


def typed_sections(asked: Asked, kind: str) -> list[Section]:
    """What the office wrote, in its own language in both versions; what it left empty is said to be missing."""
    made = []
    for key, title in TYPED[kind]:
        said = str(asked.typed.get(key, ""))
        missing = [
            Missing(
                Words(f"{title.id} belum ditulis.", f"{title.en}: nothing is written yet."),
                Words("Tulis di halaman laporan ini sebelum membuat versinya.", "Write it on the page of this report before making a version."),
            )
        ]
        made.append(Section(key, title, title, points=[Words(said, said)] if said else [], missing=[] if said else missing))
    return made

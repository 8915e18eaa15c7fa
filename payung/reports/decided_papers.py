"""All papers of a determination by their kind."""

from collections.abc import Callable
from datetime import date

from payung.correspondence.models import PAPER_WORDS, PaperKind
from payung.planning.models import Determination
from payung.reports.agreement import agreement_paper
from payung.reports.decided import Told
from payung.reports.decree import decree_paper
from payung.reports.minutes import minutes_paper
from payung.reports.paper import Paper
from payung.reports.statements import cover_letter_paper, responsibility_paper, village_papers
from payung.values.words import Lang

_PAPERS: dict[str, Callable[[Told], Paper]] = {
    PaperKind.DECREE: decree_paper,
    PaperKind.RESPONSIBILITY: responsibility_paper,
    PaperKind.VILLAGE_RESPONSIBILITY: village_papers,
    PaperKind.COVER_LETTER: cover_letter_paper,
    PaperKind.AGREEMENT: agreement_paper,
}


def paper_of(determination: Determination, kind: str, *, on: date, lang: Lang = "id") -> Paper:
    """The paper as it would be printed on that day; only the minutes speak English too. KeyError for an unknown kind."""
    told = Told(determination, on)
    return minutes_paper(told, lang) if kind == PaperKind.MINUTES else _PAPERS[kind](told)


def paper_name(determination: Determination, kind: str) -> str:
    """Of its file, without the ending."""
    return f"{PAPER_WORDS[kind].id.split(' (')[0]} {determination.number}"

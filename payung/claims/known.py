"""What is known of one case, read once for the pages and papers about it: the family, the heirs, the cover, and what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from payung.claims.answer import Answer, of_death
from payung.claims.cover import cover_on
from payung.claims.expected import by_work, children_of, dated, told_children
from payung.claims.family import family_of
from payung.claims.heirs import Heirs, heirs_of
from payung.claims.models import Case, Relative
from payung.claims.run import CoverOn
from payung.law import scholarship
from payung.law.figure import figure
from payung.law.scholarship import Cause


@dataclass(frozen=True)
class Known:
    """`family`: the lines that count; `heirs`, `answer`: of a death (None of an accident); `scholars`: children to whom a scholarship is due."""

    case: Case
    on: date
    family: Sequence[Relative]
    cover: CoverOn
    heirs: Heirs | None
    answer: Answer | None
    scholars: Sequence[Relative]

    @property
    def by_work(self) -> bool:
        return self.case.kind == Case.Kind.ACCIDENT or self.case.cause == Case.Cause.WORK


def known_of(case: Case, on: date) -> Known:
    """As it is known on that day. An accident has neither heirs nor a sum here."""
    return known_by(case, on, cover_on(case.person, case.happened_on, asked_on=on), family_of(case))


def known_by(case: Case, on: date, cover: CoverOn, family: Sequence[Relative]) -> Known:
    """The same of a cover and a family (lines that count, in the law's order) that were read before. No database."""
    if case.kind != Case.Kind.DEATH:
        return Known(case, on, [], cover, None, None, [])
    work = by_work(case)
    heirs = heirs_of(family, died_on=case.happened_on, by_work=bool(work), on=on)
    children = told_children(case, family)
    answer = of_death(cover, by_work=work, children=children)
    scholars = _scholars(case, dated(case, children_of(family)), children or [], bool(work)) if answer.scholarship["eligible"] else []
    return Known(case, on, family, cover, heirs, answer, scholars)


def _scholars(case: Case, having_days: Sequence[Relative], children: Sequence[Mapping[str, Any]], by_work: bool) -> list[Relative]:
    """Of whom the law counts: the first so many whose right has not ended on the day of the death."""
    if not having_days:
        return []
    cause = str(Cause.WORK if by_work else Cause.OTHER)
    told = scholarship.evaluate({"died_on": case.happened_on.isoformat(), "cause": cause, "children": list(children)})["children"]
    having = [one for one, child in zip(having_days, told, strict=True) if case.happened_on.isoformat() < child["ends_on"]]
    return having[: figure("scholarship.children").on(case.happened_on).number]

"""What the law says is due in a case, from what is in the data: the answer of claims.answer with the facts of this case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from payung.claims.accident import of_accident
from payung.claims.answer import Answer, of_death
from payung.claims.cover import cover_on, covers_on
from payung.claims.minors import born_too_late
from payung.claims.models import Case, Injury, Relative, Scholar
from payung.claims.run import CoverOn
from payung.law.figure import figure
from payung.law.relation import Relation


@dataclass(frozen=True)
class Expected:
    """`answer` None: of an accident whose injury nobody has recorded yet; `cover`: what lists and payments say."""

    cover: CoverOn
    answer: Answer | None = None

    @property
    def lines(self) -> dict[str, int] | None:
        """Rupiah by line of the law, of a scholarship only where that day's law pays it once; None: there is nothing to calculate by."""
        if self.answer is None or self.answer.verdict == "unknown":
            return None
        once = self.answer.scholarship["total_max"] if figure("scholarship.flat").find(self.cover.on) else 0
        return {**self.answer.lines, **({"SCHOLARSHIP": once} if once else {})}

    @property
    def waits(self) -> bool:
        """Whether the rest waits for arrears to be settled."""
        return self.answer is not None and self.answer.verdict == "waits"


def children_of(relatives: Iterable[Relative]) -> list[Relative]:
    """Living children of the dead person whose line counts, the eldest first."""
    counted = [one for one in relatives if one.relation == Relation.CHILD and one.alive and not one.crossed_out]
    return sorted(counted, key=lambda one: (one.birth_date or date.max, one.pk))


def by_work(case: Case) -> bool | None:
    """None: the cause is not told yet. A case of an accident is one of work."""
    if case.kind == Case.Kind.ACCIDENT:
        return True
    return None if case.cause == Case.Cause.UNKNOWN else case.cause == Case.Cause.WORK


def told_children(case: Case, relatives: Iterable[Relative], schools: Mapping[int, Scholar] | None = None) -> list[dict[str, Any]] | None:
    """The dead person's children as law.scholarship asks for them, with the school of those of whom it is recorded (by key of the relative).

    None where the family is not recorded, or no birth date of a child is known: then the condition alone is asked, and the law's maximum told.
    """
    counted = [one for one in relatives if not one.crossed_out]
    children = children_of(counted)
    told = [_told(one, (schools or {}).get(one.pk)) for one in dated(case, children)]
    return None if not counted or (children and not told) else told


def settled_on(case: Case, injury: Injury | None) -> date | None:
    """The day from which stage II of an accident is reported; None: not known yet."""
    if case.kind == Case.Kind.DEATH:
        return case.happened_on
    return injury.settled_on if injury else None


def dated(case: Case, children: Iterable[Relative]) -> list[Relative]:
    """Those born on a day that is known and can be; the day of the death may have been put right since."""
    return [one for one in children if one.birth_date is not None and not born_too_late(one.birth_date, case.happened_on)]


def _told(one: Relative, school: Scholar | None) -> dict[str, Any]:
    days = {"born_on": one.birth_date, "married_on": one.married_on, "works_since": one.works_since}
    child: dict[str, Any] = {key: day.isoformat() for key, day in days.items() if day}
    return child | ({"level": school.level, "grade": school.grade} if school else {})


def expected_of(case: Case, *, on: date) -> Expected:
    """By what is known on that day."""
    found = cover_on(case.person, case.happened_on, asked_on=on)
    return _expected(case, found, list(case.relatives.all()), case.injuries.order_by("-pk").first())


def expected_of_many(
    cases: Sequence[Case], relatives: Mapping[int, list[Relative]], injuries: Mapping[int, Injury], *, on: date
) -> dict[int, Expected]:
    """The same of many, by key of the case; `injuries`: the newest of each."""
    covers = covers_on([(case.person, case.happened_on) for case in cases], asked_on=on)
    return {case.pk: _expected(case, cover, relatives.get(case.pk, []), injuries.get(case.pk)) for case, cover in zip(cases, covers, strict=True)}


def _expected(case: Case, found: CoverOn, relatives: Sequence[Relative], injury: Injury | None) -> Expected:
    if case.kind != Case.Kind.DEATH:
        return Expected(found, of_accident(found, injury.given) if injury else None)
    return Expected(found, of_death(found, by_work=by_work(case), children=told_children(case, relatives)))

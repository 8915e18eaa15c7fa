"""Cases with everything that their course depends on, read for many at once: steps, money told, papers, family, cover and lists."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet

from payung.claims.course import Facts
from payung.claims.expected import Expected, by_work, children_of, expected_of_many, settled_on
from payung.claims.family import counted
from payung.claims.known import known_by
from payung.claims.models import Case, Confirmation, Injury, Paper, Relative, Scholar, Step, Told
from payung.claims.papers import Checklist, checklist_by
from payung.roster.models import Membership
from payung.values.month import Month

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True)
class CaseOn:
    """A case on a day. `steps`: the newest entry of each step; `told`: the newest of each line."""

    case: Case
    on: date
    expected: Expected
    steps: dict[str, Step]
    told: dict[str, Told]
    relatives: list[Relative] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    papers: Checklist | None = None
    scholars: int = 0
    listed_after: bool = False
    injury: Injury | None = None

    @property
    def complete_on(self) -> date | None:
        """The day on which the papers were handed to BPJS."""
        entry = self.steps.get("submit")
        return entry.on if entry and entry.state == Step.State.DONE else None

    @property
    def paid_on(self) -> date | None:
        """The day of the last line, once all that BPJS told is paid and something of it is more than nothing."""
        days = [told.paid_on for told in self.told.values() if told.amount]
        return max((day for day in days if day), default=None) if days and all(days) else None

    @property
    def facts(self) -> Facts:
        """What claims.course asks."""
        answer = self.expected.answer
        return Facts(
            kind=self.case.kind,
            by_work=by_work(self.case) is True,
            happened_on=self.case.happened_on,
            reported_on=self.case.opened_on,
            complete_on=self.complete_on,
            paid_on=self.paid_on,
            waits_for_arrears=self.expected.waits or "settle" in self.steps,
            scholarship=bool(self.scholars or (answer and answer.scholarship["eligible"] and children_of(self.relatives))),
            listed_after=self.listed_after or "leave" in self.steps,
            settled_on=settled_on(self.case, self.injury),
        )


def states_of(cases: Sequence[Case], *, on: date) -> list[CaseOn]:
    """In their order. The same number of questions to the database for one case and for a thousand."""
    keys = [case.pk for case in cases]
    relatives = _grouped(Relative.objects.filter(case__in=keys).select_related("guardian", "proven").order_by("pk"))
    steps = _grouped(Step.objects.filter(case__in=keys).select_related("by").order_by("pk"))
    told = _grouped(Told.objects.filter(case__in=keys).select_related("by").order_by("pk"))
    confirmed = _grouped(Confirmation.objects.filter(case__in=keys).select_related("by", "heir").order_by("pk"))
    papers = _grouped(Paper.objects.filter(case__in=keys).select_related("document", "relative").order_by("pk"))
    scholars = dict(Scholar.objects.filter(case__in=keys).values_list("case").annotate(n=Count("pk")))
    injuries = {one.case_id: one for one in Injury.objects.filter(case__in=keys).order_by("pk")}  # the newest of each
    expected = expected_of_many(cases, relatives, injuries, on=on)
    listed = _listed_after(cases, on)
    return [
        CaseOn(
            case=case,
            on=on,
            expected=expected[case.pk],
            steps={entry.key: entry for entry in steps[case.pk]},
            told={entry.line: entry for entry in told[case.pk]},
            relatives=relatives[case.pk],
            confirmations=confirmed[case.pk],
            papers=checklist_by(known_by(case, on, expected[case.pk].cover, counted(relatives[case.pk])), papers[case.pk]),
            scholars=scholars.get(case.pk, 0),
            listed_after=case.pk in listed,
            injury=injuries.get(case.pk),
        )
        for case in cases
    ]


def state_of(case: Case, *, on: date) -> CaseOn:
    """Of one."""
    return states_of([case], on=on)[0]


def _grouped(rows: "QuerySet[_Row]") -> "defaultdict[int, list[_Row]]":
    found: defaultdict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)  # type: ignore[attr-defined]
    return found


def _listed_after(cases: Sequence[Case], on: date) -> set[int]:
    """Cases of a death whose person is on a list of a month after that of the death, where the list is not over yet."""
    dead = {case.pk: (case.person.same_as_id or case.person.pk, Month.of(case.happened_on)) for case in cases if case.person and case.kind == "death"}
    people = {person for person, _ in dead.values()}
    now = Month.of(on)
    held = Membership.objects.filter(Q(person__in=people) | Q(person__same_as__in=people), fund__last_month__gte=now).values_list(
        "person_id", "person__same_as_id", "first_month", "last_month", "fund__last_month"
    )
    last: dict[int, Month] = {}
    for person, kept, first, until, end in held:
        through = min(until or end, end)
        if first <= through:
            one = kept or person
            last[one] = max(last.get(one, through), through)
    return {pk for pk, (person, month) in dead.items() if person in last and last[person] > month and last[person] >= now}

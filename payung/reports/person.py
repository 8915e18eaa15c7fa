"""Everything that is known of one person, as far as somebody sees it: cover by month, lists, determinations, bills, pairs, registers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_of
from payung.billing.models import Bill, BillLine
from payung.intake.models import Row
from payung.law.join import age_on
from payung.planning.models import Decided, Determination, Fund
from payung.planning.queries import criteria_of
from payung.planning.rank import explain
from payung.registry.models import Candidate, Person, Standing
from payung.registry.visible import candidates_in
from payung.review.models import Decision, Pair
from payung.roster.models import Change, Membership
from payung.values.errors import OutOfScopeError
from payung.values.month import Month
from payung.values.problem import Verdict
from payung.values.words import Words, day

PAID, LISTED, OWED, NONE = "paid", "listed", "owed", "none"  # states of a month, as parts/calendar.html has them
_BEST = (PAID, LISTED, OWED, NONE)


@dataclass(frozen=True)
class Cover:
    """Cover by one fund: the state of each month from its first to its last, and the last month of the unbroken run of paid ones from the start."""

    fund: Fund
    months: dict[Month, str]
    through: Month | None


@dataclass(frozen=True)
class Decided_:
    """What a determination decided about the person, and why."""

    line: Decided
    why: Words


@dataclass(frozen=True)
class Dossier:
    """`numbers`: the person under every number that is seen, `person` the one who was asked for; `through`: covered until this month."""

    person: Person
    numbers: list[Person]
    candidacies: list[Candidate]
    rows: list[Row]
    cover: list[Cover]
    decided: list[Decided_]
    lines: list[tuple[BillLine, bool]]
    changes: list[Change]
    decisions: list[Decision]
    standings: list[Standing]

    @property
    def through(self) -> Month | None:
        return max((one.through for one in self.cover if one.through), default=None)

    @property
    def paid(self) -> int:
        """Rupiah of the person's lines in bills that were paid in full."""
        return sum(line.jkk + line.jkm for line, is_paid in self.lines if is_paid)


def the_person(number: int, *, visible_to: User | None, on: date) -> Person:
    """The person of that key; OutOfScopeError `person.not_seen` unless they are seen."""
    person = Person.objects.filter(pk=number).select_related("village", "same_as").first()
    if person is None or not _seen([person], sight_of(visible_to, on)):
        raise OutOfScopeError("person.not_seen", Words("Orang ini di luar wilayah Anda.", "This person is outside your area."))
    return person


def _seen(people: Sequence[Person], sight: Sight) -> list[Person]:
    """Those of `people` whom registry.visible.people_in holds, asked from their few candidacies and not from everybody's."""
    if "" in sight.places:
        return list(people)
    ids = [each.pk for each in people]
    kept = dict(Person.objects.filter(same_as__in=ids).values_list("pk", "same_as"))
    held = set(candidates_in(sight).filter(person__in=[*ids, *kept]).values_list("person", flat=True))
    seen = held | {kept[pk] for pk in held if pk in kept}
    return [each for each in people if each.pk in seen]


def dossier(person: Person, *, visible_to: User | None, on: date) -> Dossier:
    """What `visible_to` sees of a person whom they see: of lists and proposals only those of their places and offices."""
    sight = sight_of(visible_to, on)
    one = person.same_as_id or person.pk
    kin = list(Person.objects.filter(Q(pk=one) | Q(same_as=one)).select_related("village").order_by("pk"))
    numbers = sorted(_seen(kin, sight), key=lambda each: each.pk != person.pk)
    ids = [each.pk for each in numbers]
    candidacies = list(_candidacies(ids, sight))
    lines = _lines(ids)
    return Dossier(
        person,
        numbers,
        candidacies,
        _rows([each.nik for each in numbers], sight),
        _cover(ids, on),
        _decided(candidacies, numbers),
        lines,
        list(Change.objects.filter(person__in=ids).select_related("fund").order_by("-month", "-pk")),
        _decisions(ids),
        list(Standing.objects.filter(person__in=ids).select_related("register").order_by("-pk")),
    )


def _candidacies(ids: Sequence[int], sight: Sight) -> QuerySet[Candidate]:
    found = Candidate.objects.filter(person__in=ids).select_related("round", "office", "village").order_by("-round__start", "-pk")
    return found if "" in sight.places else found.filter(sight.in_places("round__place", "village") | sight.of_offices())


def _rows(niks: Sequence[str], sight: Sight) -> list[Row]:
    """Every row of theirs in a list whose sender is seen; two reads, because those who pass and the others have an index each."""
    mine = Q() if "" in sight.places else sight.in_places("list__office__place") | sight.of_offices("list__office")
    named = Row.objects.filter(mine, nik__in=niks).select_related("list__office", "list__round", "village")
    return [*named.filter(verdict=Verdict.PASSES).order_by("-pk"), *named.exclude(verdict=Verdict.PASSES).order_by("-pk")]


def _cover(ids: Sequence[int], on: date) -> list[Cover]:
    spells = list(Membership.objects.filter(person__in=ids).select_related("fund").order_by("first_month", "pk"))
    funds = {spell.fund_id: spell.fund for spell in spells}
    bills = Bill.objects.filter(fund__in=list(funds))
    paid = set(bills.fully_paid().values_list("fund_id", "month"))
    due = {(fund, month): due_on for fund, month, due_on in bills.values_list("fund_id", "month", "due_on")}

    def state(fund: Fund, month: Month) -> str:
        if not any(spell.fund_id == fund.pk and _on(spell, month) for spell in spells):
            return NONE
        if (fund.pk, month) in paid:
            return PAID
        return OWED if due.get((fund.pk, month), on) < on else LISTED

    found = []
    for fund in funds.values():
        months = {month: state(fund, month) for month in fund.first_month.upto(fund.last_month)}
        found.append(Cover(fund, months, _through(months)))
    return sorted(found, key=lambda each: each.fund.first_month, reverse=True)


def _on(spell: Membership, month: Month) -> bool:
    return spell.first_month <= month and (spell.last_month is None or month <= spell.last_month)


def _through(months: dict[Month, str]) -> Month | None:
    """As billing.queries.paid_through has it: the last of the paid months that follow each other from the person's first month on."""
    last = None
    started = False
    for month, state in months.items():
        started = started or state != NONE
        if started and state != PAID:
            break
        last = month if started else None
    return last


def best(cover: Sequence[Cover]) -> dict[Month, str]:
    """All funds together: the best state of each month."""
    months = sorted({month for one in cover for month in one.months})
    return {month: min((one.months.get(month, NONE) for one in cover), key=_BEST.index) for month in months}


def _decided(candidacies: Sequence[Candidate], numbers: Sequence[Person]) -> list[Decided_]:
    born = {each.pk: each.birth_date for each in numbers}
    people = {each.pk: each.person_id for each in candidacies}
    decided = Decided.objects.filter(candidate__in=list(people), determination__in=Determination.objects.in_force())
    lines = decided.select_related("determination__fund").order_by("-determination__decided_on", "-pk")
    return [Decided_(line, _why(line, born[people[line.candidate_id]])) for line in lines]


def _why(line: Decided, born: date) -> Words:
    determination = line.determination
    criteria = criteria_of(determination.fund)
    last_in: int | None = determination.people
    if line.reason == "waiting.budget" and determination.fund.quota_per_village:  # others wait between those who are in
        ins = Decided.objects.filter(determination=determination, outcome="in").order_by("-position")
        last_in = ins.values_list("position", flat=True).first()
    told = {"age": age_on(born, criteria.start), "decile": line.decile, "position": line.position, "reason": line.reason}
    return explain(told, criteria, last_in)


def _lines(ids: Sequence[int]) -> list[tuple[BillLine, bool]]:
    """The person's lines in bills, the newest first, and whether the bill was paid in full."""
    lines = list(BillLine.objects.filter(person__in=ids).select_related("bill__fund").order_by("-bill__month", "-pk"))
    paid = set(Bill.objects.filter(pk__in=[line.bill_id for line in lines]).fully_paid().values_list("pk", flat=True))
    return [(line, line.bill_id in paid) for line in lines]


def _decisions(ids: Sequence[int]) -> list[Decision]:
    pairs = Pair.objects.filter(Q(person__in=ids) | Q(other__in=ids)).values("pk")
    return list(Decision.objects.filter(pair__in=pairs).select_related("pair__person", "pair__other", "pair__entry").order_by("-pk"))


def said_through(through: Month | None) -> Words:
    """Until when somebody is covered, in words."""
    if through is None:
        return Words("Belum ada bulan yang dibayar.", "No month has been paid yet.")
    return Words(f"Terlindungi s.d. {day(through.last_day)}", f"Covered until {day(through.last_day, 'en')}")

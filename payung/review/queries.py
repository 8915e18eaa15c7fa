"""Which pairs wait, in the order in which they are worth somebody's time, with everything that is known of both sides; and what was paid twice."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.models import Exists, OuterRef, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_of
from payung.billing.models import Bill, BillLine
from payung.registry.bulk import read_frame
from payung.registry.models import Candidate, Person, Round, Standing
from payung.registry.queries import several_numbers, with_kept
from payung.registry.visible import candidates_in
from payung.review.answers import numbers_of, sides_of
from payung.review.groups import in_order, unanswered
from payung.review.models import Answer, Decision, Pair
from payung.review.sides import Item, both_sides
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words

_PAIRS = """SELECT p.id, p.person_id, p.other_id, p.kind, p.entry_key, p.probability, COALESCE(d.answer, 'open') FROM review_pair p
    LEFT JOIN review_decision d ON d.pair_id = p.id AND d.number = (SELECT MAX(n.number) FROM review_decision n WHERE n.pair_id = p.id)"""
_PAIR = {
    "pair_id": pl.Int64,
    "person_id": pl.Int64,
    "other_id": pl.Int64,
    "kind": pl.String,
    "entry_key": pl.String,
    "probability": pl.Float64,
    "answer": pl.String,
}
_OF_PAIRS = "IN (SELECT person_id FROM review_pair UNION SELECT other_id FROM review_pair WHERE other_id IS NOT NULL)"
_SPELLS = f"""SELECT m.person_id, m.fund_id, m.first_month, m.last_month FROM roster_membership m
    WHERE (m.last_month IS NULL OR m.last_month >= m.first_month) AND m.person_id {_OF_PAIRS}"""
# as DeterminationQuerySet.in_force says it
_IN_FORCE = "({t}.made_by_id IS NULL OR EXISTS (SELECT 1 FROM planning_approval a WHERE a.determination_id = {t}.id AND a.granted))"
_DECIDED = f"""SELECT c.person_id, t.fund_id FROM planning_decided d JOIN planning_determination t ON t.id = d.determination_id
    JOIN registry_candidate c ON c.id = d.candidate_id WHERE d.outcome = 'in' AND c.person_id {_OF_PAIRS}
    AND t.version = (SELECT MAX(n.version) FROM planning_determination n WHERE n.fund_id = t.fund_id AND {_IN_FORCE.format(t="n")})
    AND NOT EXISTS (SELECT 1 FROM roster_membership m WHERE m.fund_id = t.fund_id)"""

# as roster.queries.first_open_month and planning.queries.determination_in_force say it of one fund
_TERMS = f"""SELECT f.id, COALESCE((SELECT MAX(b.month) + 1 FROM billing_bill b WHERE b.fund_id = f.id), f.first_month), f.last_month,
    COALESCE((SELECT d.monthly_price FROM planning_determination d WHERE d.fund_id = f.id AND {_IN_FORCE.format(t="d")}
    ORDER BY d.version DESC LIMIT 1), 0) FROM planning_fund f"""


@dataclass(frozen=True)
class Counts:
    """Pairs that wait for an answer, of these those of which somebody was unsure, and those that were decided; `money` in rupiah."""

    waiting: int
    unsure: int
    same: int
    different: int
    money: int


@dataclass(frozen=True)
class PaidTwice:
    """A line of a bill that should not be: the month, the fund, whose it is, rupiah, and whether the bill has been paid in full."""

    month: Month
    fund: str
    nik: str
    rupiah: int
    paid: bool


@dataclass(frozen=True)
class Desk:
    """What lies before a user: `waiting`, the pairs that wait, in order (pair_id, kind, answer, probability, money, group), and what is counted."""

    waiting: pl.DataFrame
    counts: Counts


def desk(*, visible_to: User | None, on: date, place: str = "") -> Desk:
    """One read of everything that waits; `items` then shows as many of it as are wanted."""
    pairs = _pairs()
    seen = _narrowed(pairs, visible_to, on, place)
    waiting = _waiting(pairs, seen)
    answers = dict(seen.group_by("answer").len().iter_rows())
    unsure = waiting.filter(answer=Answer.UNSURE).height
    return Desk(waiting, Counts(waiting.height, unsure, answers.get(Answer.SAME, 0), answers.get(Answer.DIFFERENT, 0), int(waiting["money"].sum())))


def queue(*, visible_to: User | None, on: date, place: str = "", limit: int | None = 50, offset: int = 0) -> list[Item]:
    """Pairs that wait, those worth most first: money, then the gravest register, then likelihood; unsure ones last.

    `visible_to` sees the pairs of their places and offices, `place` narrows them to one.
    """
    waiting = desk(visible_to=visible_to, on=on, place=place).waiting
    return items(waiting.slice(offset, limit)["pair_id"].to_list(), waiting, visible_to=visible_to, on=on)


def item(*, number: int, visible_to: User | None, on: date) -> Item:
    """One pair by its number, whether it waits or not. InputError where there is none that the user may see."""
    if not is_visible(number=number, visible_to=visible_to, on=on):
        raise InputError(
            "pair.unknown",
            Words(
                f"Pasangan {number} tidak ada. Lihat nomornya dengan “payung review list”.",
                f"There is no pair {number}. See the numbers with “payung review list”.",
            ),
        )
    return items([number], desk(visible_to=visible_to, on=on).waiting, visible_to=visible_to, on=on)[0]


def counts(*, visible_to: User | None, on: date, place: str = "") -> Counts:
    """What waits and what was decided among the pairs that the user may see."""
    return desk(visible_to=visible_to, on=on, place=place).counts


def is_visible(*, number: int, visible_to: User | None, on: date) -> bool:
    """Whether there is a pair of that number that the user may see."""
    return _visible(visible_to, on).filter(pk=number).exists()


def decided(*, visible_to: User | None, on: date, place: str = "") -> QuerySet[Decision]:
    """The answers that hold, one for each pair that the user may see, newest first; "unsure" is one of them."""
    standing = Decision.objects.filter(takes_back=None, taken_back_by=None)
    later = standing.filter(pair=OuterRef("pair"), number__gt=OuterRef("number"))
    held = standing.filter(~Exists(later), pair__in=_visible(visible_to, on, place))
    return held.select_related("pair__person", "pair__other", "pair__entry", "kept").order_by("-at", "-pk")


def unanswered_numbers() -> set[int]:
    """Numbers of all pairs that still need somebody, whoever sees them; less work than a desk."""
    return set(unanswered(_pairs())["pair_id"])


def waiting_count(*, visible_to: User | None, on: date, round: Round, place: str = "") -> int:
    """How many pairs wait of which one side is a candidate of the round, and lives in `place`; the sight of the user narrows it as in `queue`."""
    sight = sight_of(visible_to, on)
    codes = [code for code in sight.places if not within(round.place_id, code)] if not sight.covers(round.place_id) else []
    codes += [place] if place and place != round.place_id else []
    narrow = "".join(" AND (c.village_id = %s OR c.village_id LIKE %s)" for _ in codes)
    given = [part for code in codes for part in (code, f"{code}.%")]
    there = f"EXISTS (SELECT 1 FROM registry_candidate c WHERE c.person_id = p.{{side}} AND c.round_id = %s{narrow})"
    sql = f"SELECT p.id FROM review_pair p WHERE {there.format(side='person_id')} OR {there.format(side='other_id')}"
    held = read_frame(sql, [round.pk, *given] * 2, {"pair_id": pl.Int64})
    return unanswered(_pairs()).join(held, on="pair_id", how="semi").height


def paid_twice(pair: Pair) -> list[PaidTwice]:
    """What was billed that should not have been, if the pair is one person: a second line in a month, or a month in which the register's word held.

    Of a register that does not say since when, no month is certain.
    """
    people = numbers_of(sides_of(pair))
    lines = BillLine.objects.filter(person__in=people).select_related("bill__fund", "person").order_by("bill__month", "pk")
    paid = set(Bill.objects.filter(lines__person__in=people).fully_paid().values_list("pk", flat=True))
    kept = set(Person.objects.filter(pk__in=people, same_as=None).values_list("pk", flat=True))
    seen: set[Month] = set()
    found = []
    for line in sorted(lines, key=lambda line: (line.bill.month, line.person_id not in kept, line.person_id, line.pk)):
        month = line.bill.month
        if (month in seen) if pair.other_id else _held(pair, month):
            found.append(PaidTwice(month, line.bill.fund.name, line.person.nik, line.jkk + line.jkm, line.bill_id in paid))
        seen.add(month)
    return found


def _held(pair: Pair, month: Month) -> bool:
    """Whether the line of the register was true in that month; a death counts from the month after."""
    entry = pair.entry
    if entry is None or entry.on is None:
        return False
    if pair.kind == Standing.Kind.DEATHS:
        return month > Month.of(entry.on)
    return entry.on <= month.first_day and (entry.until is None or month.first_day <= entry.until)


def _pairs() -> pl.DataFrame:
    """All pairs with their answer and their sides as whole numbers: who is kept of a person's numbers, or a register's line below zero."""
    pairs, numbers = read_frame(_PAIRS, [], _PAIR), several_numbers().select("person_id", "one")
    left = with_kept(pairs, numbers).rename({"one": "left"})
    both = left.join(numbers.rename({"person_id": "other_id", "one": "right"}), on="other_id", how="left", maintain_order="left")
    line = -pl.struct("kind", "entry_key").rank("dense").cast(pl.Int64)
    return both.with_columns(right=pl.when(pl.col("other_id").is_null()).then(line).otherwise(pl.coalesce("right", "other_id")))


def _visible(user: User | None, on: date, place: str = "") -> QuerySet[Pair]:
    """Pairs of which one side is a candidate in a round, a village or of an office that the user sees, or in `place`."""
    found = Pair.objects.all()
    if user:
        found = _of_candidates(found, candidates_in(sight_of(user, on)))
    return _of_candidates(found, candidates_in(Sight((place,)))) if place else found


def _of_candidates(pairs: QuerySet[Pair], candidates: QuerySet[Candidate]) -> QuerySet[Pair]:
    """Asked of each pair, so that a programme of a million candidates is not read for a thousand pairs."""
    return pairs.filter(Exists(candidates.filter(person=OuterRef("person"))) | Exists(candidates.filter(person=OuterRef("other"))))


def _narrowed(pairs: pl.DataFrame, user: User | None, on: date, place: str) -> pl.DataFrame:
    if user is None and not place:
        return pairs
    sql, given = _visible(user, on, place).values("pk").query.sql_with_params()
    return pairs.join(read_frame(sql, list(given), {"pair_id": pl.Int64}), on="pair_id", how="semi", maintain_order="left")


def _waiting(pairs: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Pairs of `seen` that wait, in order: the columns of _PAIR with left, right, money and group. An answer to any of `pairs` counts."""
    waiting = unanswered(pairs).join(seen.select("pair_id"), on="pair_id", how="semi", maintain_order="left")
    stake = _stake()
    money = waiting.join(stake.rename({"one": "left"}), on="left", how="left", maintain_order="left").rename({"stake": "a"})
    money = money.join(stake.rename({"one": "right"}), on="right", how="left", maintain_order="left").rename({"stake": "b"})
    of_two = pl.min_horizontal(pl.col("a").fill_null(0), pl.col("b").fill_null(0))
    return in_order(money.with_columns(money=pl.when(pl.col("kind") == "").then(of_two).otherwise(pl.col("a").fill_null(0))).drop("a", "b"))


def _stake() -> pl.DataFrame:
    """one, stake: rupiah that are still to be paid for everybody who is in a pair and on a list, or determined for a list that has not begun."""
    month = pl.Int32
    spells = read_frame(_SPELLS, [], {"person_id": pl.Int64, "fund_id": pl.Int64, "first_month": month, "last_month": month})
    decided = read_frame(_DECIDED, [], {"person_id": pl.Int64, "fund_id": pl.Int64})
    decided = decided.with_columns(first_month=pl.lit(0, month), last_month=pl.lit(None, month))
    both = pl.concat([spells, decided.select(spells.columns)])
    terms = {"fund_id": pl.Int64, "open": month, "end": month, "price": pl.Int64}
    funds = read_frame(_TERMS, [], terms)
    left = pl.min_horizontal("last_month", "end") - pl.max_horizontal("first_month", "open") + 1
    each = both.join(funds, on="fund_id").with_columns(stake=pl.max_horizontal(left, 0) * pl.col("price"))
    return with_kept(each, several_numbers()).group_by("one").agg(pl.col("stake").sum())


def items(numbers: list[int], waiting: pl.DataFrame, *, visible_to: User | None, on: date) -> list[Item]:
    """The pairs of these numbers in their order; the user must be entitled to see them. `waiting`: see Desk."""
    held = Pair.objects.select_related("person", "other", "entry__register").in_bulk(numbers)
    pairs = [held[number] for number in numbers]
    sides = both_sides(pairs, visible_to=visible_to, on=on)
    decisions: dict[int, list[Decision]] = {}
    for decision in Decision.objects.filter(pair__in=numbers).select_related("by", "kept").order_by("number"):
        decisions.setdefault(decision.pair_id, []).append(decision)
    rows = {row["pair_id"]: row for row in waiting.filter(pl.col("pair_id").is_in(numbers)).iter_rows(named=True)}
    groups: dict[int, list[int]] = {}
    for group, number in waiting.filter(pl.col("group").is_in([row["group"] for row in rows.values()])).select("group", "pair_id").iter_rows():
        groups.setdefault(group, []).append(number)
    found = []
    for pair in pairs:
        row, said = rows.get(pair.pk), decisions.get(pair.pk, [])
        others = [number for number in groups[row["group"]] if number != pair.pk] if row else []
        answer = said[-1].answer if said else str(Answer.OPEN)
        found.append(Item(pair, *sides[pair.pk], answer, row["money"] if row else 0, row["group"] if row else 0, others, said))
    return found

"""Whom several funds pay for together: the best assignment of people to funds that their rules allow, proved, by HiGHS. No database.

What is best. First the floors of places, as far as they can be held; then the most points, where a person of the first tier (last year's people of
decile 1) counts TIERS points and one of the last tier one. Sets of people that can be paid for together are a matroid (those who can be linked to
places in a network), and so are those that hold the floors (an M-convex set): the answer with the most points therefore also pays for the most
people, and for the most people of the first tiers down to any tier; no other weights that fall with the tier would give other numbers. (Tests
compare all three with every possible assignment.)

People -> classes. Which funds may pay for somebody, what they count, and which rule of a place they fall under depends on four things only: the
funds that may (`pattern`), how early they stand (`tier`), and their village and district. People who agree in these may change places without
changing any sum, so every assignment of people is counts of classes of the same worth, and any counts become an assignment again by giving the places
of a class to its people in rank order: nothing is lost by counting. A village has classes of its own only where a rule of it would be broken
otherwise; all others share theirs, so that the lot decides among them. Leaving a rule out can only make the answer better, so an answer that keeps
all rules though it was found without some of them is the best with all of them.

Whole people. The problem is a flow in a network with whole bounds; its matrix is totally unimodular, so its corners, where the simplex method ends,
are whole numbers: nothing is rounded. Where the solver was stopped before, the answer is the greedy one, and the gap to a bound is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from payung.planning.assign import Pot, counted, give, greedy
from payung.planning.linear import Linear
from payung.planning.rules import DISTRICT, TIERS, UNKNOWN, Rules, broken, needs, zoned

MILLION = 10**6  # rupiah, of which is told what they would buy
_ROUNDS = 4  # after so many every place with a rule has classes of its own


@dataclass(frozen=True)
class MoreMoney:
    """What one more million rupiah in a fund adds to the optimum; `places`: people that its price alone would pay for."""

    places: int
    people: int
    points: int


@dataclass(frozen=True)
class Optimum:
    """`assigned`: id, pot (which of the funds, from 0). `bound`: points that no assignment can exceed. `unmet`: place, needed, given of floors that
    cannot be held. `more`: for each fund; empty where nothing was proved.
    """

    assigned: pl.DataFrame
    people: int
    points: int
    bound: int
    unmet: pl.DataFrame
    more: tuple[MoreMoney, ...] = ()
    classes: int = 0
    variables: int = 0

    @property
    def gap(self) -> int:
        """Points by which a better assignment might be better; 0: there is none."""
        return max(0, self.bound - self.points)

    @property
    def proven(self) -> bool:
        return self.gap == 0


def tiers(last_year: pl.Expr, decile: pl.Expr) -> pl.Expr:
    """0 for the first: last year's people before the others, then the lower decile, those without one last."""
    steps = TIERS // 2
    return ((~last_year).cast(pl.UInt8) * steps + decile.cast(pl.UInt8).fill_null(steps) - 1).alias("tier")


def points_of(people: pl.DataFrame) -> int:
    """Of people with their `tier`."""
    return int((TIERS - people["tier"].cast(pl.Int64)).sum())


def optimise(people: pl.DataFrame, pots: Sequence[Pot], rules: Rules, *, seconds: int = 120) -> Optimum:
    """In: id, village (null: not known), tier, order (1 is first, no two alike), pattern (bit k: the k-th of `pots` may pay for them).

    `seconds`: the most that the solver may take at a time.
    """
    people = people.filter(pl.col("pattern") > 0).with_columns(pl.col("village").fill_null(UNKNOWN)).sort("order")
    wanted = needs(people, rules)
    own: frozenset[str] = frozenset()
    for attempt in range(_ROUNDS + 1):
        zones = zoned(people, own)
        problem = Linear(counted(zones), pots, rules, wanted.filter(pl.col("place").is_in(list(own))), seconds)
        if not problem.best():
            return _without_proof(people, pots, rules, wanted)
        assigned = give(zones, problem.paid(), problem.by_fund())
        wrong = broken(people.join(assigned, on="id"), pots, rules, _reachable(wanted, problem.missing()))
        if not wrong:
            break
        own = own | wrong if attempt + 1 < _ROUNDS else frozenset(people["village"]) | frozenset(wanted["place"])
    return _told(people, assigned, wanted, problem)


def _reachable(wanted: pl.DataFrame, missing: pl.DataFrame) -> pl.DataFrame:
    """The floors without what cannot be reached."""
    short = wanted.join(missing, on="place", how="left")
    return short.select("place", needed=pl.col("needed") - pl.col("missing").fill_null(0))


def _told(people: pl.DataFrame, assigned: pl.DataFrame, wanted: pl.DataFrame, problem: Linear) -> Optimum:
    paid = people.join(assigned, on="id")
    points, bound = points_of(paid), problem.bound()
    more = tuple(_more(problem, at, pot, paid.height, points) for at, pot in enumerate(problem.pots))
    sizes = (problem.classes.height, problem.columns)
    return Optimum(assigned, paid.height, points, bound, _unmet(paid, wanted), more, *sizes)


def _more(problem: Linear, at: int, pot: Pot, people: int, points: int) -> MoreMoney:
    places = (pot.amount + MILLION) // pot.price - pot.amount // pot.price
    then_people, then_points = problem.with_places(at, replace(pot, amount=pot.amount + MILLION).places)
    return MoreMoney(places, max(0, then_people - people), max(0, then_points - points))


def _unmet(paid: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    places = pl.concat([paid.select(place="village"), paid.select(place=pl.col("village").str.slice(0, DISTRICT))])
    given = places.group_by("place").agg(given=pl.len().cast(pl.Int64))
    told = wanted.join(given, on="place", how="left").with_columns(pl.col("given").fill_null(0))
    return told.filter(pl.col("given") < pl.col("needed")).select("place", "needed", "given").sort("place")


def _without_proof(people: pl.DataFrame, pots: Sequence[Pot], rules: Rules, wanted: pl.DataFrame) -> Optimum:
    """The greedy answer; no assignment has more points than the first people, as many as all funds have places."""
    assigned = greedy(people, pots, rules.most_per_village)
    paid, first = people.join(assigned, on="id"), people.sort("tier").head(sum(pot.places for pot in pots))
    return Optimum(assigned, paid.height, points_of(paid), points_of(first), _unmet(paid, wanted))

"""Several funds of a round at once: who could be paid by which of them, and the best assignment with the greedy one beside it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import polars as pl
from django.db.models import QuerySet

from payung.accounts.models import User
from payung.audit.kept import Kept, newest_change
from payung.planning.assign import Pot, greedy
from payung.planning.models import Decided, Fund
from payung.planning.optimise import Optimum, optimise, points_of, tiers
from payung.planning.queries import funds_seen, is_settled, newest_determination, preview_ranking, prices_of
from payung.planning.rank import lots
from payung.planning.rules import Rules
from payung.registry.bulk import read_frame
from payung.registry.models import Round
from payung.values.errors import InputError
from payung.values.words import Words

MOST_FUNDS = 40
_MOST = 200 << 20  # bytes of proposals in one process
_proposals: "Kept[Proposal]" = Kept(_MOST, lambda one: int(one.people.estimated_size()))
_FEW = Words("Pilih paling sedikit satu dana yang belum ditetapkan.", "Choose at least one fund that has no determination yet.")
_MANY = Words("Pilih paling banyak {n} dana sekaligus.", "Choose at most {n} funds at once.")
_FREE = Words(
    "Iuran dana “{name}” Rp0 seorang, jadi uangnya tidak membatasi siapa pun. Tetapkan dana itu tersendiri.",
    "A person costs Rp0 in the fund “{name}”, so its money limits nobody. Determine that fund by itself.",
)


@dataclass(frozen=True)
class Proposal:
    """`people`: one (the person), id, village, tier, order, pattern of everybody whom one of `funds` may pay for; `pots` and `ids` (of the candidate
    rows by which a fund knows them: one, id, pot) in the order of the funds. `greedy`: id, pot, fund after fund.
    """

    funds: tuple[Fund, ...]
    pots: tuple[Pot, ...]
    rules: Rules
    people: pl.DataFrame
    ids: pl.DataFrame
    optimum: Optimum
    greedy: pl.DataFrame

    @property
    def assigned(self) -> pl.DataFrame:
        """id (of the candidate as the fund knows it), one, pot, village."""
        chosen = self.people.select("id", "one", "village").join(self.optimum.assigned, on="id").drop("id")
        return chosen.join(self.ids, on=["one", "pot"]).select("id", "one", "pot", "village").sort("id")

    @property
    def candidates(self) -> int:
        return self.people.height

    @property
    def greedy_people(self) -> int:
        return self.greedy.height

    @property
    def greedy_points(self) -> int:
        return points_of(self.people.join(self.greedy, on="id"))

    @property
    def mark(self) -> str:
        """The same for the same assignment to the same funds, so that what is kept is what was seen."""
        lines = self.assigned.select("id", "pot").write_csv(include_header=False)
        return sha256(f"{[fund.pk for fund in self.funds]}\n{lines}".encode()).hexdigest()[:32]

    def by_village(self) -> pl.DataFrame:
        """village, candidates, optimum, greedy (people), most in the optimum first."""
        counts = [("candidates", self.people), ("optimum", self._paid(self.optimum.assigned)), ("greedy", self._paid(self.greedy))]
        whole = self.people.select("village").unique()
        for name, frame in counts:
            whole = whole.join(frame.group_by("village").agg(pl.len().cast(pl.Int64).alias(name)), on="village", how="left", nulls_equal=True)
        return whole.with_columns(pl.col("candidates", "optimum", "greedy").fill_null(0)).sort(["optimum", "village"], descending=[True, False])

    def _paid(self, assigned: pl.DataFrame) -> pl.DataFrame:
        return self.people.join(assigned, on="id")


def funds_to_plan(round: Round, *, visible_to: User | None, on: date) -> list[Fund]:
    """Funds of the round without a determination, which a plan may still take: those that begin first, then by name."""
    found = funds_seen(visible_to=visible_to, on=on).filter(round=round).order_by("first_month", "name", "pk")
    return [fund for fund in found if not is_settled(fund)]


def proposed(funds: Sequence[Fund], rules: Rules) -> Proposal:
    """As `propose`; what was found out once is kept in memory until anything changes."""
    key: tuple[Hashable, ...] = (tuple(fund.pk for fund in funds), rules, *newest_change())
    return _proposals.get(key, lambda: propose(funds, rules))


def propose(funds: Sequence[Fund], rules: Rules) -> Proposal:
    """The best assignment now, and the greedy one in the order of `funds`. InputError for no fund, too many, or one that costs nothing."""
    if not funds:
        raise InputError("plan.no_fund", _FEW)
    if len(funds) > MOST_FUNDS:
        raise InputError("plan.many_funds", _MANY.counting(n=MOST_FUNDS))
    pots = tuple(_pot(at, fund) for at, fund in enumerate(funds))
    known = pl.concat([_known(at, fund) for at, fund in enumerate(funds)])
    people = _people(known, funds[0].round)
    return Proposal(
        tuple(funds),
        pots,
        rules,
        people,
        known.select("one", "id", "pot"),
        optimise(people, pots, rules),
        greedy(people, pots, rules.most_per_village),
    )


def _pot(at: int, fund: Fund) -> Pot:
    price = sum(prices_of(fund))
    if price == 0:
        raise InputError("plan.free", _FREE.filled(name=fund.name.replace("{", "(").replace("}", ")")))
    return Pot(at, fund.amount, price, fund.most_people, fund.quota_per_village)


def _known(at: int, fund: Fund) -> pl.DataFrame:
    """one, id, nik, village, decile, last_year (where it comes first), pot: whom the fund may pay for, by its own rules."""
    frame = preview_ranking(fund).frame.filter(pl.col("outcome") != "out")
    frame = frame.filter(~pl.col("id").is_in(_promised(fund).implode()))
    last_year = pl.col("last_year") & fund.last_year_first
    return frame.select("one", "id", "nik", "village", pl.col("decile").cast(pl.UInt8), last_year=last_year, pot=pl.lit(at, pl.UInt8))


def _promised(fund: Fund) -> pl.Series:
    """Ids of those whom another fund of the round has been determined to pay for in one of its months, whether its list has begun or not."""
    others = Fund.objects.filter(round=fund.round_id, first_month__lte=fund.last_month, last_month__gte=fund.first_month).exclude(pk=fund.pk)
    made = [newest_determination(other).pk for other in others if is_settled(other)]  # type: ignore[union-attr]
    lines: QuerySet[Decided] = Decided.objects.filter(determination__in=made, outcome="in")
    sql, params = lines.values_list("candidate_id").query.sql_with_params() if made else ("SELECT 0 WHERE 1 = 0", ())
    return read_frame(sql, list(params), {"id": pl.Int64})["id"]


def _people(known: pl.DataFrame, round: Round) -> pl.DataFrame:
    """Each person once: the lowest decile and the best standing that any of the funds knows of them, and the lot of the round."""
    bit = 2 ** pl.col("pot").cast(pl.UInt64)
    whole = (
        known.sort("pot", "id")
        .group_by("one", maintain_order=True)
        .agg(
            pl.col("id", "nik", "village").first(),
            pl.col("decile").min(),
            pl.col("last_year").any(),
            pattern=bit.cast(pl.UInt64).sum(),
        )
    )
    whole = whole.with_columns(tiers(pl.col("last_year"), pl.col("decile")), lots(whole["nik"], f"{round.place_id}/{round.start}"))
    return whole.sort("tier", "lot", "nik").with_row_index("order", offset=1).drop("nik", "lot")

"""A ranking shown while somebody tries criteria: what was read and ranked is kept in memory until any action has changed anything."""

from collections.abc import Hashable

import polars as pl

from payung.audit.kept import Kept, newest_change
from payung.planning.models import Fund
from payung.planning.queries import Ranking, candidates_before, draw_of, in_months_of, ranking_of
from payung.planning.rank import Criteria, lots

_MOST = 300 << 20  # bytes of each kind in one process: ten regencies of 200,000 candidates
_before: Kept[pl.DataFrame] = Kept(_MOST, lambda frame: int(frame.estimated_size()))
_candidates: Kept[pl.DataFrame] = Kept(_MOST, lambda frame: int(frame.estimated_size()))
_rankings: Kept[Ranking] = Kept(_MOST, lambda ranking: int(ranking.frame.estimated_size()))


def tried_ranking(fund: Fund, criteria: Criteria) -> Ranking:
    """As `preview_ranking`, by any criteria. A determination never takes this one: it reads anew."""
    state = _state(fund)

    def before() -> pl.DataFrame:
        frame = candidates_before(fund)
        return frame.with_columns(lots(frame["nik"], draw_of(fund)))

    def candidates() -> pl.DataFrame:
        same = (fund.pk, draw_of(fund), fund.first_month, fund.trade, *newest_change())  # for any money and any number of months
        return in_months_of(fund, _before.get(same, before))

    def ranked() -> Ranking:
        return ranking_of(fund, _candidates.get(state, candidates), criteria)

    return _rankings.get((state, criteria), ranked)


def _state(fund: Fund) -> tuple[Hashable, ...]:
    terms = (fund.amount, fund.first_month, fund.last_month, fund.most_people, fund.source, fund.income, fund.sector, fund.segment, fund.trade)
    return (fund.pk, terms, *newest_change())

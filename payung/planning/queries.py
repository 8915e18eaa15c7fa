"""Who could be paid for from a fund, in which order, and how far the money goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.law.given import Sector, Segment
from payung.places.models import Place
from payung.planning.models import Decided, Determination, DeterminationQuerySet, Fund
from payung.planning.plans import as_planned
from payung.planning.price import month_price, places_for
from payung.planning.rank import Criteria, explain, rank
from payung.planning.sources import Terms, trades
from payung.registry.bulk import as_one, one_of, read_frame
from payung.registry.columns import read_columns
from payung.registry.models import Candidate, Person, Register, RegisterEntry
from payung.registry.queries import once, several_numbers, standings_against, with_kept
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Words

_CANDIDATES = {
    "id": pl.Int64,
    "person_id": pl.Int64,
    "nik": pl.String,
    "birth_date": pl.Date,
    "village": pl.String,
}
_YEAR = 12


@dataclass(frozen=True)
class Ranking:
    """`frame` as `rank` gives it, of all candidates; `prices` in rupiah a person, one for each month; `places` the money pays for."""

    frame: pl.DataFrame
    criteria: Criteria
    prices: tuple[int, ...]
    places: int

    @property
    def last_in(self) -> int | None:
        """Position of the last person who is in."""
        return self.frame.select(pl.col("position").filter(pl.col("outcome") == "in").max()).item()  # type: ignore[no-any-return]

    def count(self, outcome: str) -> int:
        return int((self.frame["outcome"] == outcome).sum())

    def why(self, person: dict[str, Any]) -> Words:
        """The reason of one row of `frame`."""
        return explain(person, self.criteria, self.last_in)


def preview_ranking(fund: Fund) -> Ranking:
    """What a determination would decide now. RefusedError for a month without figures."""
    return ranking_of(fund, candidates_frame(fund), criteria_of(fund))


def ranking_of(fund: Fund, candidates: pl.DataFrame, criteria: Criteria) -> Ranking:
    """`candidates` (as `candidates_frame` gives them) in order by any criteria, cut where the fund's money ends; by its own, as a kept plan says."""
    prices = prices_of(fund)
    places = places_of(fund, prices)
    ranked = rank(candidates, criteria, places, draw=draw_of(fund))
    return Ranking(as_planned(fund, ranked, criteria, places) if criteria == criteria_of(fund) else ranked, criteria, prices, places)


def places_of(fund: Fund, prices: tuple[int, ...]) -> int:
    """People whom the fund pays for: as far as its money goes, and no more than it was planned for."""
    places = places_for(fund.amount, prices)
    return places if fund.most_people is None else min(places, fund.most_people)


def funds_seen(*, visible_to: User | None, on: date) -> QuerySet[Fund]:
    """Funds of the places that the person sees, the newest first."""
    return Fund.objects.filter(sight_of(visible_to, on).in_places("place")).select_related("place", "round").order_by("-first_month", "name", "pk")


def determinations_seen(*, visible_to: User | None, on: date) -> DeterminationQuerySet:
    """Determinations of those funds, the newest first."""
    found = Determination.objects.filter(sight_of(visible_to, on).in_places("fund__place"))
    return found.select_related("fund__place", "fund__round__place", "made_by", "approval__by").order_by("-decided_on", "-pk")


def candidates_frame(fund: Fund) -> pl.DataFrame:
    """The candidates of the fund's round who live in its place, by id: id, person_id, nik, birth_date, village, one, decile, last_year, of_trade,
    elsewhere, standing; `with_names` adds what people are called.

    Whoever is known under several numbers (`one`: the person who is kept) is there once, and what is known of any number counts.
    Only those who stand: whose row passed once and is spoken against by a newer register cannot be ranked in any more.
    decile: the newest welfare register of the place or of one that it lies in. last_year: on a list of this place within the twelve months
    before the fund. of_trade: their work is of the kind that the fund puts first or is meant for. elsewhere: on another fund's list in one of its
    months. standing: the kind of a register that speaks against them, by a human's word.
    """
    return in_months_of(fund, candidates_before(fund))


def candidates_before(fund: Fund) -> pl.DataFrame:
    """`candidates_frame` without elsewhere and standing: the same however many months the fund is to pay."""
    numbers = several_numbers()
    found = _candidates(fund).values_list("pk", "person_id", "person__nik", "person__birth_date", "village_id")
    frame = _read_many(found, _CANDIDATES).sort("id")
    frame = with_kept(frame.filter(~pl.col("id").is_in(_again(fund, numbers).implode())), numbers)
    here = Fund.objects.filter(place__in=Place.objects.within(fund.place_id))
    before = _listed(fund, here, fund.first_month + -_YEAR, fund.first_month + -1)
    deciles = _deciles(fund)
    of_any_number = numbers.join(deciles, on="nik").group_by("one").agg(any_number=pl.col("decile").min())
    return (
        frame.join(deciles, on="nik", how="left", maintain_order="left")
        .join(of_any_number, on="one", how="left", maintain_order="left")
        .with_columns(
            decile=pl.min_horizontal("decile", "any_number"),
            last_year=pl.col("one").is_in(before.implode()),
            of_trade=pl.col("id").is_in(of_trade(fund).implode()),
        )
        .drop("any_number")
    )


def in_months_of(fund: Fund, candidates: pl.DataFrame) -> pl.DataFrame:
    """`candidates` (one, …) with elsewhere and standing by the months of the fund."""
    elsewhere = _listed(fund, Fund.objects.exclude(pk=fund.pk), fund.first_month, fund.last_month)
    against = standings_against(fund.first_month.first_day, fund.last_month.last_day).rename({"kind": "standing"})
    return candidates.join(against, on="one", how="left", maintain_order="left").with_columns(elsewhere=pl.col("one").is_in(elsewhere.implode()))


def with_names(people: pl.DataFrame) -> pl.DataFrame:
    """`people` (person_id, …) with `name`."""
    names = names_of(people["person_id"].to_list())
    return people.with_columns(name=pl.col("person_id").replace_strict(names, return_dtype=pl.String))


def names_of(people: list[int]) -> dict[int, str]:
    """id -> name."""
    sql = f"SELECT id, name FROM registry_person WHERE {one_of('id')}"
    return dict(read_frame(sql, [as_one(people)], {"id": pl.Int64, "name": pl.String}).iter_rows())


def of_trade(fund: Fund) -> pl.Series:
    """Ids of the candidates of the fund's round whose occupation is of the kind of work that the fund puts first or is meant for."""
    trade = trades().get(fund.trade)
    if trade is None:
        return pl.Series("id", [], dtype=pl.Int64)
    written = read_frame(
        "SELECT id, occupation FROM registry_candidate WHERE round_id = %s", [fund.round_id], {"id": pl.Int64, "occupation": pl.String}
    )
    fitting = [one for one in written["occupation"].unique() if trade.fits(one)]
    return written.filter(pl.col("occupation").is_in(fitting))["id"]


def criteria_of(fund: Fund) -> Criteria:
    """The fund's own."""
    start, trade = fund.first_month.first_day, (fund.trade, fund.trade_rule)
    return Criteria(start, fund.youngest, fund.oldest, fund.last_year_first, fund.highest_decile, fund.quota_per_village, *trade)


def terms_of(fund: Fund) -> Terms:
    """What the rules of its source look at."""
    return Terms(fund.source, fund.first_month, fund.last_month, fund.trade, fund.trade_rule, fund.donor)


def prices_of(fund: Fund) -> tuple[int, ...]:
    """Rupiah a person for each month of the fund."""
    return tuple(sum(price_in(fund, month)) for month in fund.first_month.upto(fund.last_month))


def price_in(fund: Fund, month: Month) -> tuple[int, int]:
    """JKK and JKM of one person of the fund for the month."""
    return month_price(source=fund.source, month=month, income=fund.income, sector=Sector(fund.sector), segment=Segment(fund.segment))


def draw_of(fund: Fund) -> str:
    """What the lot is drawn with, such as "74.05/APBD/2026-01"."""
    return f"{fund.place_id}/{fund.source}/{fund.first_month}"


def locked(fund: Fund) -> Fund:
    """The fund as it is now, and nobody else's until the transaction ends: determining, changing the list and billing happen one after another."""
    return Fund.objects.select_for_update().get(pk=fund.pk)


def newest_determination(fund: Fund) -> Determination | None:
    return fund.determinations.order_by("-version").first()


def determination_in_force(fund: Fund) -> Determination | None:
    """The newest that was approved or made at the command line: by it lists begin, change and are filled."""
    return fund.determinations.in_force().order_by("-version").first()


def is_settled(fund: Fund) -> bool:
    """Whether a determination is in force or waits for its answer, so that the fund's terms stay as they are."""
    return fund.determinations.in_force().exists() or fund.determinations.awaiting().exists()


def decided_frame(determination: Determination) -> pl.DataFrame:
    """candidate_id, person_id, village, stands (whether their row still passes), position, outcome, reason, by position."""
    people = {"candidate_id": pl.Int64, "person_id": pl.Int64, "village": pl.String, "stands": pl.Boolean}
    schema = {**people, "position": pl.UInt32, "outcome": pl.String, "reason": pl.String}
    lines = Decided.objects.filter(determination=determination).order_by("position")
    told = ("candidate_id", "candidate__person_id", "candidate__village_id", "candidate__stands", "position", "outcome", "reason")
    return _read(lines.values_list(*told), schema)


def _candidates(fund: Fund) -> QuerySet[Candidate]:
    found = Candidate.objects.filter(round_id=fund.round_id, stands=True)
    if fund.place_id == fund.round.place_id:
        return found
    return found.filter(village__in=Place.objects.within(fund.place_id))


def _again(fund: Fund, numbers: pl.DataFrame) -> pl.Series:
    """Ids of the candidates of the round who are counted there under another number, or of whom another number stands no longer."""
    held = Candidate.objects.filter(round_id=fund.round_id, person__in=_under_several_numbers()).order_by("pk")
    schema = {"id": pl.Int64, "person_id": pl.Int64, "stands": pl.Boolean}
    people = with_kept(_read(held.values_list("pk", "person_id", "stands"), schema), numbers)
    counted = once(people, numbers).join(people.filter(~pl.col("stands")), on="one", how="anti")
    return people.join(counted, on="id", how="anti")["id"]


def _under_several_numbers() -> QuerySet[Person]:
    return Person.objects.filter(Q(same_as__isnull=False) | Q(pk__in=Person.objects.filter(same_as__isnull=False).values("same_as")))


def _listed(fund: Fund, funds: QuerySet[Fund], first: Month, last: Month) -> pl.Series:
    """Ids of the people (who are kept) on a list of one of these funds in one of these months: candidates, and whoever stands under several numbers.

    Lists lie in the package above: the way there is the person.
    """
    funds = funds.filter(first_month__lte=last, last_month__gte=first)

    def on(way: str) -> Q:
        left = Q(**{f"{way}last_month__gte": first}) & Q(**{f"{way}last_month__gte": F(f"{way}first_month")})
        stays = Q(**{f"{way}last_month__isnull": True})
        return (stays | left) & Q(**{f"{way}fund__in": funds, f"{way}first_month__lte": last})

    one = {"one": pl.Int64}
    own = _candidates(fund).filter(on("person__memberships__")).values_list("person_id")
    shared = _under_several_numbers().filter(on("memberships__")).values_list(Coalesce("same_as", "pk"))
    return pl.concat([_read_many(own, one), _read_many(shared, one)])["one"]


def _deciles(fund: Fund) -> pl.DataFrame:
    """nik, decile (1 to 10)."""
    inside = [parent_of(fund.place_id, Level(level)) for level in range(Level.PROVINCE, level_of(fund.place_id))]
    register = Register.objects.filter(kind="welfare", place__in=[*inside, fund.place_id]).order_by("-as_of", "-pk").first()
    entries = RegisterEntry.objects.filter(register=register, nik__isnull=False)
    told = _read_many(entries.values_list("nik", "evidence"), {"nik": pl.String, "evidence": pl.String})
    decile = pl.col("evidence").str.strip_chars().cast(pl.UInt8, strict=False)
    # a NIK that stands in the register twice counts with its lower decile
    return told.select("nik", decile=pl.when(decile.is_between(1, 10)).then(decile)).group_by("nik").agg(pl.col("decile").min())


def _read(found: QuerySet[Any, Any], schema: dict[str, Any]) -> pl.DataFrame:
    sql, params = found.query.sql_with_params()
    return read_frame(sql, list(params), schema)


def _read_many(found: QuerySet[Any, Any], schema: dict[str, Any]) -> pl.DataFrame:
    sql, params = found.order_by().query.sql_with_params()
    return read_columns(sql, list(params), schema)


def why_decided(determination: Determination) -> Callable[[Decided], Words]:
    """Gives the reason of each line (with its candidate's person) as a sentence; the fund's criteria stay once a determination is made."""
    criteria = criteria_of(determination.fund)
    last_in = determination.decided.filter(outcome="in").order_by("-position").values_list("position", flat=True).first()

    def why(line: Decided) -> Words:
        born, start = line.candidate.person.birth_date, criteria.start
        age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
        return explain({"age": age, "decile": line.decile, "position": line.position, "reason": line.reason}, criteria, last_in)

    return why


def versions_compared(determination: Determination, before: Determination) -> tuple[QuerySet[Decided], QuerySet[Decided]]:
    """Who is in by `determination` and was not by `before`, and who was and is not any more, each by position."""

    def only(these: Determination, those: Determination) -> QuerySet[Decided]:
        others = Decided.objects.filter(determination=those, outcome="in", candidate=OuterRef("candidate"))
        found = Decided.objects.filter(~Exists(others), determination=these, outcome="in")
        return found.select_related("candidate__person", "candidate__village").order_by("position")

    return only(determination, before), only(before, determination)

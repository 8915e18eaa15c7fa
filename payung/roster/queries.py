"""Who is on a fund's list in a month."""

from datetime import date
from typing import Any

import polars as pl
from django.db.models import Max, Prefetch, Q, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.places.models import Office
from payung.planning.models import Fund
from payung.planning.queries import determination_in_force
from payung.registry.bulk import read_frame
from payung.registry.models import Candidate
from payung.roster.models import Change, Membership, Reason
from payung.values.month import Month

_NEWEST = 500  # changes of a month that are looked at for a page


def roster_on(fund: Fund, month: Month) -> QuerySet[Membership]:
    return Membership.objects.filter(fund=fund).on(month)


def roster_frame(fund: Fund, month: Month) -> pl.DataFrame:
    """person_id, nik, name, birth_date, village (code, as the list of the fund's round said; null: unknown), first_month; by village and name."""
    sql = """SELECT m.person_id, p.nik, p.name, p.birth_date, c.village_id, m.first_month
        FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
        LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = %s
        WHERE m.fund_id = %s AND m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s)
        ORDER BY c.village_id, p.name, p.nik"""
    schema: dict[str, Any] = {
        "person_id": pl.Int64,
        "nik": pl.String,
        "name": pl.String,
        "birth_date": pl.Date,
        "village": pl.String,
        "first_month": pl.Int32,
    }
    if not fund.first_month <= month <= fund.last_month:
        return pl.DataFrame(schema=schema)
    return read_frame(sql, [fund.round_id, fund.pk, month.no, month.no], schema)


def fullest(fund: Fund, month: Month) -> int:
    """The most people on the list in one month from this one on."""
    return _standing(fund, month).group_by("month").agg(pl.col("people").sum())["people"].max() or 0  # type: ignore[return-value]


def fullest_by_village(fund: Fund, month: Month) -> pl.DataFrame:
    """village (null: unknown), taken: its most people in one month from this one on."""
    return _standing(fund, month).group_by("village").agg(taken=pl.col("people").max())


def _standing(fund: Fund, month: Month) -> pl.DataFrame:
    """village, month, people: who is on the list in each month from this one to the fund's last."""
    sql = """SELECT c.village_id, m.first_month, m.last_month, COUNT(*)
        FROM roster_membership m LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = %s
        WHERE m.fund_id = %s AND (m.last_month IS NULL OR m.last_month >= %s) GROUP BY 1, 2, 3"""
    schema: dict[str, Any] = {"village": pl.String, "first_month": pl.Int32, "last_month": pl.Int32, "people": pl.Int64}
    spells = read_frame(sql, [fund.round_id, fund.pk, month.no], schema)
    months = pl.DataFrame({"month": [each.no for each in month.upto(fund.last_month)]}, schema={"month": pl.Int32})
    # a spell of no month (last before first) stands in none
    standing = months.join(spells, how="cross").filter(
        pl.col("month") >= pl.col("first_month"), pl.col("last_month").is_null() | (pl.col("month") <= pl.col("last_month"))
    )
    return standing.group_by("village", "month").agg(pl.col("people").sum())


def is_billed(fund: Fund, month: Month) -> bool:
    """Whether this month, or a later one that a change of this month would change too, has its bill. Bills lie in the package above."""
    return fund.bills.filter(month__gte=month).exists()


def first_open_month(fund: Fund) -> Month:
    """The first month from which on the list may still change: the one after the last bill."""
    last: Month | None = fund.bills.aggregate(last=Max("month"))["last"]
    return last + 1 if last else fund.first_month


def funds_listed(*, visible_to: User | None, on: date) -> QuerySet[Fund]:
    """Funds on whose lists there may be people whom the person sees: of a place they see, or of one that theirs or their office's lies in."""
    sight = sight_of(visible_to, on)
    places = {*sight.places, *Office.objects.filter(pk__in=sight.offices).values_list("place_id", flat=True)} - {""}
    around = {code[:end] for code in places for end in (2, 5, 8, 13) if len(code) >= end}
    found = Fund.objects.filter(sight.in_places("place") | Q(place__in=around))
    return found.select_related("place", "round").order_by("-first_month", "name", "pk")


def people_listed_to(user: User | None, fund: Fund, month: Month, village: str = "", *, on: date) -> QuerySet[Membership]:
    """Who is on the list in the month and is seen, of one village if it is named; `village_of` says where each of them lives.

    Whoever sees the fund's place sees all; others those of their villages, or whom their own office proposed.
    """
    of_round = Candidate.objects.filter(round_id=fund.round_id)
    listed = roster_on(fund, month).select_related("person").prefetch_related(Prefetch("person__candidacies", of_round, to_attr="of_round"))
    seen = _own_people(fund, user, on)
    if seen is not None:
        listed = listed.filter(person__in=seen.values("person"))
    if village:
        listed = listed.filter(person__in=of_round.filter(village=village).values("person"))
    return listed.order_by("person_id")


def village_of(member: Membership) -> str:
    """The code of the village as the list of the fund's round said; "" : unknown."""
    held: list[Candidate] = getattr(member.person, "of_round", [])
    return next((one.village_id for one in held if one.village_id), "")


def changes_seen(user: User | None, fund: Fund, month: Month, *, on: date) -> list[Change]:
    """The newest changes of the month, without the determination with which a list begins, of the people who are seen; at most so many."""
    found = Change.objects.filter(fund=fund, month=month)
    seen = _own_people(fund, user, on)
    if seen is not None:
        found = found.filter(person__in=seen.values("person"))
    # a million people may have come in with the first month: only its newest entries are looked at, where later changes stand
    newest = found.select_related("person").order_by("-pk")[:_NEWEST]
    return [one for one in newest if one.reason != Reason.DETERMINED]


def free_places(fund: Fund, month: Month) -> int:
    """Places that are free in this month and every later one: who comes in stays to the end of the fund."""
    determination = determination_in_force(fund)
    return max(0, determination.people - fullest(fund, month)) if determination else 0


def _own_people(fund: Fund, user: User | None, on: date) -> QuerySet[Candidate] | None:
    """The candidates of the fund's round who are seen; None: everybody is."""
    sight = sight_of(user, on)
    if sight.covers(fund.place_id):
        return None
    return Candidate.objects.filter(sight.in_places("village") | sight.of_offices(), round=fund.round_id)

"""Deaths that somebody knows of, for many people at once: what registers, confirmed pairs and the lists themselves say, and who was listed then.

Frames in SQL and Polars; a human being under several numbers counts once (`one`, the number that is kept).
"""

from collections.abc import Collection
from enum import StrEnum

import polars as pl

from payung.claims.models import Case
from payung.planning.models import Fund
from payung.registry.bulk import as_one, one_of, read_frame
from payung.registry.models import Register
from payung.values.place import within


class Source(StrEnum):
    """Who knows of the death, the surest first."""

    CONFIRMED = "confirmed"
    REGISTER = "register"
    LIST = "list"


DEATHS = {"one": pl.Int64, "died_on": pl.Date, "source": pl.String, "entry": pl.Int64}
SPELLS = {"one": pl.Int64, "person": pl.Int64, "fund": pl.Int64, "first": pl.Int32, "last": pl.Int32, "spell": pl.Int64}
_REGISTERED = """SELECT COALESCE(p.same_as_id, p.id), e."on", 'register', e.id
    FROM registry_registerentry e JOIN registry_person p ON p.nik = e.nik WHERE {registers} AND e."on" IS NOT NULL"""
_CONFIRMED = """SELECT COALESCE(p.same_as_id, p.id), s."on", 'confirmed', NULL
    FROM registry_standing s JOIN registry_person p ON p.id = s.person_id
    WHERE s.kind = 'deaths' AND s.withdrawn_on IS NULL AND s."on" IS NOT NULL AND {registers}"""
# what was last entered of a person on a list: a mistake that was taken back is none
_ON_LISTS = """SELECT COALESCE(p.same_as_id, p.id), c.happened_on, 'list', NULL FROM roster_change c
    JOIN (SELECT fund_id, person_id, MAX(id) AS id FROM roster_change WHERE {funds} GROUP BY fund_id, person_id) n ON n.id = c.id
    JOIN registry_person p ON p.id = c.person_id
    WHERE c.direction = 'out' AND c.reason = 'deceased' AND c.happened_on IS NOT NULL"""
_LISTED = """SELECT COALESCE(p.same_as_id, p.id), m.person_id, m.fund_id, m.first_month, m.last_month, m.id
    FROM roster_membership m JOIN registry_person p ON p.id = m.person_id WHERE {funds}"""
_CASES = """SELECT c.id, COALESCE(p.same_as_id, p.id), c.happened_on, c.state FROM claims_case c JOIN registry_person p ON p.id = c.person_id
    WHERE c.kind = 'death'"""
_CASES_BY_NIK = """SELECT c.id, COALESCE(p.same_as_id, p.id), c.happened_on, c.state FROM claims_case c JOIN registry_person p ON p.nik = c.nik
    WHERE c.kind = 'death' AND c.person_id IS NULL AND c.nik <> ''"""


def funds_around(place: str) -> list[Fund]:
    """Funds of the place, of what lies in it, and of the places that it lies in."""
    found = Fund.objects.select_related("round").order_by("first_month", "pk")
    return [fund for fund in found if within(fund.place_id, place) or within(place, fund.place_id)]


def registers_around(place: str) -> list[Register]:
    """The newest version of each source of deaths there: whom a newer version names no more is not held dead by the older one."""
    newest: dict[tuple[str, str], Register] = {}
    for register in Register.objects.filter(kind="deaths", encoded=False).order_by("as_of", "pk"):
        if within(register.place_id, place) or within(place, register.place_id):
            newest[register.place_id, register.source] = register
    return list(newest.values())


def known_deaths(place: str, funds: Collection[int]) -> pl.DataFrame:
    """Everybody of the data who is known to have died, once, with the day that the surest source says (columns DEATHS)."""
    frames = [_registered([one.pk for one in registers_around(place)]), _confirmed(place), _from_lists(funds)]
    order = pl.col("source").replace_strict({source.value: at for at, source in enumerate(Source)}, return_dtype=pl.Int8)
    return pl.concat(frames).sort(order, "died_on", "entry").unique("one", keep="first", maintain_order=True)


def deaths_in(register: Register) -> pl.DataFrame:
    """The same of one version alone."""
    return _registered([register.pk]).sort("died_on", "entry").unique("one", keep="first", maintain_order=True)


def _registered(registers: list[int]) -> pl.DataFrame:
    return read_frame(_REGISTERED.format(registers=one_of("e.register_id")), [as_one(registers)], DEATHS)


def _confirmed(place: str) -> pl.DataFrame:
    """Confirmed by a human, of any version: a newer one without the line does not take the human's word back."""
    places = [one.pk for one in Register.objects.filter(kind="deaths") if within(one.place_id, place) or within(place, one.place_id)]
    return read_frame(_CONFIRMED.format(registers=one_of("s.register_id")), [as_one(places)], DEATHS)


def _from_lists(funds: Collection[int]) -> pl.DataFrame:
    return read_frame(_ON_LISTS.format(funds=one_of("fund_id")), [as_one(sorted(funds))], DEATHS)


def spells_of(funds: Collection[int], deaths: pl.DataFrame) -> pl.DataFrame:
    """Spells on these funds' lists of the people in `deaths`, in the order in which they began (columns SPELLS)."""
    held = read_frame(_LISTED.format(funds=one_of("m.fund_id")), [as_one(sorted(funds))], SPELLS)
    return held.join(deaths.select("one"), on="one", how="semi").sort("one", "first", "spell")


def month_no(day: str) -> pl.Expr:
    """The month (Month.no) of a column of days."""
    return pl.col(day).dt.year() * 12 + pl.col(day).dt.month().cast(pl.Int32) - 1


def covered(deaths: pl.DataFrame, spells: pl.DataFrame, funds: Collection[Fund]) -> pl.DataFrame:
    """Those of `deaths` who were on a list in the month of the death, with `person` and `fund` of that spell (the latest, where two)."""
    ends = pl.DataFrame([(fund.pk, fund.first_month.no, fund.last_month.no) for fund in funds], schema=_ENDS, orient="row")
    each = spells.join(deaths, on="one").join(ends, on="fund").with_columns(event=month_no("died_on"))
    last = pl.min_horizontal(pl.col("last").fill_null(pl.col("fund_last")), "fund_last")
    there = each.filter(pl.max_horizontal("first", "fund_first") <= pl.col("event"), last >= pl.col("event"))
    return there.unique("one", keep="last", maintain_order=True).select(*DEATHS, "person", "fund")


_ENDS = {"fund": pl.Int64, "fund_first": pl.Int32, "fund_last": pl.Int32}


def death_cases() -> pl.DataFrame:
    """case, one, happened_on, state: of every death that was reported about somebody of the data."""
    schema = {"case": pl.Int64, "one": pl.Int64, "happened_on": pl.Date, "state": pl.String}
    return pl.concat([read_frame(sql, [], schema) for sql in (_CASES, _CASES_BY_NIK)])


def without_a_case(deaths: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Those whom nobody reported; a report of that very day that was withdrawn counts as one: a human said that it did not happen."""
    withdrawn = cases.filter(state=Case.State.WITHDRAWN.value)
    reported = cases.filter(pl.col("state") != Case.State.WITHDRAWN.value)
    left = deaths.join(reported, on="one", how="anti")
    return left.join(withdrawn, left_on=["one", "died_on"], right_on=["one", "happened_on"], how="anti")

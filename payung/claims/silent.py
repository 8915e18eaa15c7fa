"""Deaths that are known and were never claimed: the families who do not know that they have a right. Registers and lists × cover, without cases.

What each is worth is the same answer that its case would get (run, answer), of a death that no work caused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_of
from payung.audit.kept import Kept, newest_change
from payung.claims.answer import Answer, of_death
from payung.claims.cover import Books, Spell
from payung.claims.deaths import covered, death_cases, funds_around, known_deaths, spells_of, without_a_case
from payung.claims.run import CoverOn
from payung.planning.models import Fund
from payung.registry.bulk import as_one, one_of, read_frame
from payung.values.month import Month
from payung.values.place import within

_PEOPLE = """SELECT p.id, p.nik, p.name, k.village_id, k.office_id FROM registry_person p
    LEFT JOIN registry_candidate k ON k.person_id = p.id AND k.round_id = %s WHERE {people}"""
_PERSON = {"person": pl.Int64, "nik": pl.String, "name": pl.String, "village": pl.String, "office": pl.Int64}
COLUMNS = {
    "one": pl.Int64,
    "person": pl.Int64,
    "nik": pl.String,
    "name": pl.String,
    "village": pl.String,
    "office": pl.Int64,
    "fund": pl.Int64,
    "died_on": pl.Date,
    "source": pl.String,
    "entry": pl.Int64,
    "verdict": pl.String,
    "total": pl.Int64,
    "now": pl.Int64,
}
Key = tuple[tuple[Spell, ...], date]
_MOST = 20  # answers in one process: one a place and day; in memory alone, because they name people


@dataclass(frozen=True)
class Silent:
    """`people`: columns COLUMNS, the most rupiah first, then the latest death; of the place alone.

    `deaths`: people of the data who are known to have died; `covered`: of them, on a list in that month; `reported`: of those, with a case.
    """

    people: pl.DataFrame
    deaths: int
    covered: int
    reported: int

    @property
    def count(self) -> int:
        return self.people.height

    @property
    def total(self) -> int:
        """Rupiah that the families may have."""
        return int(self.people["total"].sum())

    def verdicts(self) -> Mapping[str, tuple[int, int]]:
        """verdict -> people, rupiah."""
        sums = self.people.group_by("verdict").agg(pl.len(), pl.col("total").sum())
        return {verdict: (people, total) for verdict, people, total in sums.iter_rows()}


_kept: Kept["Silent"] = Kept(_MOST)


def silent_deaths(place: str, *, visible_to: User | None, on: date) -> Silent:
    """Of people whose village lies in the place and is seen, or whose office is."""
    sight = sight_of(visible_to, on)
    return _kept.get((place, sight, on, newest_change()), lambda: _silent(place, sight, on))


def _silent(place: str, sight: Sight, on: date) -> Silent:
    funds = funds_around(place)
    by_id = {fund.pk: fund for fund in funds}
    deaths = known_deaths(place, by_id).filter(pl.col("died_on") <= on)
    spells = spells_of(by_id, deaths)
    there = covered(deaths, spells, funds)
    mine = of_place(with_names(there, by_id), place, sight)
    left = without_a_case(mine, death_cases())
    known = deaths.join(spells, on="one", how="semi").height if sight.covers(place) else mine.height
    people = _worth(left, spells, by_id, on).select(*COLUMNS)
    return Silent(people.sort(["total", "died_on", "one"], descending=[True, True, False]), known, mine.height, mine.height - left.height)


def with_names(there: pl.DataFrame, funds: Mapping[int, Fund]) -> pl.DataFrame:
    """With nik, name, village and office of the number under which the person was listed."""
    rounds = {pk: fund.round_id for pk, fund in funds.items()}
    frames = [pl.DataFrame(schema={**_PERSON, "round": pl.Int64})]
    marked = there.with_columns(round=pl.col("fund").replace_strict(rounds, return_dtype=pl.Int64) if there.height else pl.lit(None, pl.Int64))
    for (number,), group in marked.group_by("round"):
        ids = group["person"].unique().to_list()
        found = read_frame(_PEOPLE.format(people=one_of("p.id")), [number, as_one(ids)], _PERSON)
        frames.append(found.with_columns(round=pl.lit(number, pl.Int64)))
    return marked.join(pl.concat(frames), on=["person", "round"], how="left").drop("round")


def of_place(people: pl.DataFrame, place: str, sight: Sight) -> pl.DataFrame:
    villages = [code for code in people["village"].unique() if code and within(code, place) and sight.covers(code)]
    lost = pl.col("village").is_null() & pl.lit(sight.covers(place))  # nobody knows where they lived: the whole place's business
    return people.filter(pl.col("village").is_in(villages) | lost | pl.col("office").is_in(list(sight.offices)))


def _worth(people: pl.DataFrame, spells: pl.DataFrame, funds: Mapping[int, Fund], on: date) -> pl.DataFrame:
    """With verdict, total and now. Whoever has the same months and the same day has the same answer, so each is asked once."""
    if people.is_empty():
        return people.with_columns(verdict=pl.lit(None, pl.String), total=pl.lit(None, pl.Int64), now=pl.lit(None, pl.Int64))
    books, answers = Books(funds, Month.of(on)), dict[tuple[object, ...], Answer]()
    told: list[tuple[str, int, int]] = []
    runs: dict[Key, tuple[str, int, int]] = {}
    for spelled, day in _keys(people, spells):
        key = (spelled, day)
        if key not in runs:
            runs[key] = _answer(books.cover(spelled, day, on), answers)
        told.append(runs[key])
    return people.hstack(pl.DataFrame(told, schema={"verdict": pl.String, "total": pl.Int64, "now": pl.Int64}, orient="row"))


def _keys(people: pl.DataFrame, spells: pl.DataFrame) -> list[Key]:
    theirs = spells.join(people.select("one"), on="one", how="semi").group_by("one").agg("fund", "first", "last")
    rows = people.select("one", "died_on").join(theirs, on="one", how="left", maintain_order="left")
    return [
        (tuple(Spell(fund, Month(first), None if last is None else Month(last)) for fund, first, last in zip(*held, strict=True)), day)
        for _, day, *held in rows.iter_rows()
    ]


def _answer(found: CoverOn, answers: dict[tuple[object, ...], Answer]) -> tuple[str, int, int]:
    run = found.run
    key = (found.segment, found.pay, found.on, run and (run.since, run.paid, run.behind, run.owed))
    if key not in answers:
        answers[key] = of_death(found, by_work=False)
    answer = answers[key]
    return answer.verdict, answer.total, answer.now

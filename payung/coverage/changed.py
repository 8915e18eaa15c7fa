"""What has changed since figures were prepared: steps of the lists (CoverStep), and people whose spells overlap (SeveralTimes)."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

import polars as pl
from django.db import connection

from payung.coverage.models import SeveralTimes
from payung.coverage.numbers import Numbers
from payung.coverage.overlap import Shared, Spell, overlaps
from payung.coverage.packed import SEXES, STEPS

# one statement for both: a person who must be looked at again stands there with no village
_CHANGED = """SELECT fund_id, village, sex, occupation, month, people FROM coverage_coverstep{where}
    UNION ALL SELECT person_id, NULL, '', '', 0, 0 FROM coverage_severaltimes WHERE stale"""
_SPELLS = """SELECT COALESCE(p.same_as_id, p.id), m.fund_id, COALESCE(c.village_id, f.place_id), p.sex, COALESCE(c.occupation, ''),
    m.first_month, m.last_month, f.first_month, f.last_month
    FROM registry_person p JOIN roster_membership m ON m.person_id = p.id JOIN planning_fund f ON f.id = m.fund_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id WHERE {who}"""
_ONE_OF = ("p.same_as_id IS NULL AND p.id IN ({people})", "p.same_as_id IN ({people})")  # under the number that is kept, and the others
_TOGETHER = 500  # people asked about in one statement

Line = tuple[int, str, str, str, int, int]
"""Of CoverStep: fund, village, sex, occupation, month, people."""


def changed_steps(stem: str, numbers: Numbers, *, by_kind: bool) -> pl.DataFrame:
    """Steps (packed.STEPS, each at its own place only) of places whose code begins with `stem`; overlaps of all. Kinds of work only `by_kind`."""
    given = [stem, f"{stem}~"] if stem else []
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED.format(where=" WHERE village >= %s AND village < %s" if stem else ""), given)
        rows = cursor.fetchall()
    if not rows:
        return pl.DataFrame(schema=STEPS)
    steps = steps_of((row for row in rows if row[1] is not None), numbers, by_kind=by_kind)
    stale = [one for one, village, *_ in rows if village is None]
    return pl.concat([steps, frame_of(change_of(stale, overlaps_of(stale, numbers)), numbers)]) if stale else steps


def steps_of(lines: Iterable[Line], numbers: Numbers, *, by_kind: bool = True) -> pl.DataFrame:
    """Lines of CoverStep as steps."""
    found = [
        (village, fund, month, SEXES.index(sex), numbers.kind(work) if by_kind else 0, people) for fund, village, sex, work, month, people in lines
    ]
    return pl.DataFrame(found, schema=STEPS, orient="row")


def overlaps_of(people: Sequence[int], numbers: Numbers) -> dict[int, Counter[Shared]]:
    """What must be taken away, as of now, so that each of these human beings (whoever is kept) counts once; see overlap.py."""
    spells: dict[int, list[Spell]] = {one: [] for one in people}
    for at in range(0, len(people), _TOGETHER):
        some = list(people[at : at + _TOGETHER])
        for which in _ONE_OF:
            with connection.cursor() as cursor:
                cursor.execute(_SPELLS.format(who=which.format(people=", ".join(["%s"] * len(some)))), some)
                for one, fund, place, sex, work, first, last, opens, closes in cursor.fetchall():
                    begins, ends = max(first, opens), closes if last is None else min(last, closes)
                    if begins <= ends:
                        spells[one].append(Spell(fund, place, SEXES.index(sex), numbers.kind(work), begins, ends))
    return {one: overlaps(theirs) for one, theirs in spells.items()}


def change_of(people: Sequence[int], now: dict[int, Counter[Shared]]) -> Counter[Shared]:
    """What `now` comes to besides what prepared figures hold of these people."""
    change: Counter[Shared] = Counter()
    for theirs in now.values():
        change.update(theirs)
    for at in range(0, len(people), _TOGETHER):
        for text in SeveralTimes.objects.filter(person__in=people[at : at + _TOGETHER]).exclude(counted="").values_list("counted", flat=True):
            change.subtract(read_counted(text))
    return Counter({step: count for step, count in change.items() if count})


def frame_of(shared: Counter[Shared], numbers: Numbers) -> pl.DataFrame:
    """The same as steps."""
    rows = [(place, numbers.funds(funds), month, sex, kind, people) for (place, funds, month, sex, kind), people in shared.items()]
    return pl.DataFrame(rows, schema=STEPS, orient="row")


def write_counted(shared: Counter[Shared]) -> str:
    """As SeveralTimes.counted keeps them; "" for none."""
    return json.dumps([[*step, people] for step, people in sorted(shared.items())], separators=(",", ":")) if shared else ""


def read_counted(text: str) -> dict[Shared, int]:
    """The steps that `write_counted` wrote."""
    return {(place, tuple(funds), month, sex, kind): people for place, funds, month, sex, kind, people in json.loads(text)}

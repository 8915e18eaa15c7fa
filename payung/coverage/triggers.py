"""What is counted as candidates and memberships come and change, so that a page about a million people sums some thousand numbers."""

from payung.registry.triggers import Count

_CANDIDATE = ("person_id", "round_id", "village_id", "stands")
_STAND = "SELECT round_id, COALESCE(village_id, '') AS village, {sign} AS people FROM {side} c WHERE stands"
_STANDING = """INSERT INTO coverage_candidatecount (round_id, village, people)
    SELECT round_id, village, SUM(people) FROM ({moved}) m GROUP BY round_id, village HAVING SUM(people) <> 0 ORDER BY 1, 2
    ON CONFLICT (round_id, village) DO UPDATE SET people = coverage_candidatecount.people + excluded.people"""
_CAME, _WENT = _STAND.format(sign=1, side="{new}"), _STAND.format(sign=-1, side="{old}")

_SPELL = ("id", "fund_id", "person_id", "first_month", "last_month")
# a spell of no month (last before first) makes no step
_ENDS = """SELECT fund_id, person_id, first_month AS month, {sign} AS people FROM {side} n WHERE last_month IS NULL OR last_month >= first_month
    UNION ALL SELECT fund_id, person_id, last_month + 1, -({sign}) FROM {side} n WHERE last_month >= first_month"""
_STEPS = """INSERT INTO coverage_coverstep (fund_id, village, sex, occupation, month, people)
    SELECT fund_id, village, sex, occupation, month, SUM(people) FROM ({moved}) m
    GROUP BY fund_id, village, sex, occupation, month HAVING SUM(people) <> 0 ORDER BY 1, 2, 5, 3, 4
    ON CONFLICT (fund_id, village, month, sex, occupation) DO UPDATE SET people = coverage_coverstep.people + excluded.people"""
_OF_PEOPLE = """SELECT s.fund_id, COALESCE(c.village_id, f.place_id) AS village, p.sex, COALESCE(c.occupation, '') AS occupation, s.month, s.people
    FROM ({ends}) s JOIN planning_fund f ON f.id = s.fund_id JOIN registry_person p ON p.id = s.person_id
    LEFT JOIN registry_candidate c ON c.person_id = s.person_id AND c.round_id = f.round_id"""
_BEGIN, _END = _ENDS.format(sign=1, side="{new}"), _ENDS.format(sign=-1, side="{old}")
_LISTED = _ENDS.format(sign=1, side="roster_membership")

# whoever is on a list before they become a candidate, or whose village or work changes, moves with all their steps
_MOVED = ("person_id", "round_id", "village_id", "occupation")
_BOTH_ENDS = (
    """CASE e.ends WHEN 0 THEN m.first_month ELSE m.last_month + 1 END AS month, ({sign}) * CASE e.ends WHEN 0 THEN 1 ELSE -1 END AS people"""
)
# as _ENDS, for spells that are looked for by the person: SQLite would read the whole table for a UNION that stands inside a join
_BY_PERSON = """JOIN (SELECT 0 AS ends UNION ALL SELECT 1) e ON m.last_month >= m.first_month OR (e.ends = 0 AND m.last_month IS NULL)"""
_MOVE = """SELECT m.fund_id, {village} AS village, p.sex, {occupation} AS occupation, {ends}
    FROM {side} c JOIN roster_membership m ON m.person_id = c.person_id JOIN planning_fund f ON f.id = m.fund_id AND f.round_id = c.round_id
    JOIN registry_person p ON p.id = c.person_id {by_person}"""


def _move(side: str, sign: int, *, at_home: bool) -> str:
    village, occupation = ("COALESCE(c.village_id, f.place_id)", "c.occupation") if at_home else ("f.place_id", "''")
    return _MOVE.format(side=side, village=village, occupation=occupation, ends=_BOTH_ENDS.format(sign=sign), by_person=_BY_PERSON)


_TO, _FROM = _move("{new}", 1, at_home=True), _move("{old}", -1, at_home=True)
_OUT_OF_PLACE, _INTO_PLACE = _move("{new}", -1, at_home=False), _move("{old}", 1, at_home=False)

# whoever is written down as of the other sex, likewise
_SEX = ("id", "sex")
_TURNED = """SELECT m.fund_id, COALESCE(c.village_id, f.place_id) AS village, {which}.sex, COALESCE(c.occupation, '') AS occupation, {ends}
    FROM {new} n JOIN {old} o ON o.id = n.id AND o.sex <> n.sex JOIN roster_membership m ON m.person_id = n.id
    JOIN planning_fund f ON f.id = m.fund_id {by_person}
    LEFT JOIN registry_candidate c ON c.person_id = n.id AND c.round_id = f.round_id"""


def _turned(which: str, sign: int) -> str:
    return _TURNED.replace("{which}", which).replace("{ends}", _BOTH_ENDS.format(sign=sign)).replace("{by_person}", _BY_PERSON)


# who must be looked at singly, and who of them again; `one`: whoever is kept of several numbers
_AGAIN = """INSERT INTO coverage_severaltimes (person_id, stale) SELECT DISTINCT one, true FROM ({found}) k WHERE one IS NOT NULL ORDER BY 1
    ON CONFLICT (person_id) DO UPDATE SET stale = true"""
_BOTH = """SELECT COALESCE(p.same_as_id, p.id) AS one FROM {new} n JOIN planning_fund g ON g.id = n.fund_id
    JOIN roster_membership m ON m.person_id = n.person_id AND m.id <> n.id JOIN planning_fund f ON f.id = m.fund_id
    JOIN registry_person p ON p.id = n.person_id
    WHERE m.first_month <= COALESCE(n.last_month, g.last_month) AND n.first_month <= COALESCE(m.last_month, f.last_month)"""
_KEPT = "SELECT p.same_as_id AS one FROM {side} n JOIN registry_person p ON p.id = n.{person} WHERE p.same_as_id IS NOT NULL"
_KNOWN = "SELECT k.person_id AS one FROM {side} n JOIN coverage_severaltimes k ON k.person_id = n.{person}"
_SAME = ("id", "same_as_id", "sex")
_MERGED = """SELECT n.id AS one FROM {new} n JOIN {old} o ON o.id = n.id AND COALESCE(o.same_as_id, 0) <> COALESCE(n.same_as_id, 0)
    UNION ALL SELECT o.same_as_id FROM {old} o WHERE o.same_as_id IS NOT NULL
    UNION ALL SELECT n.same_as_id FROM {new} n WHERE n.same_as_id IS NOT NULL"""
# a fund that is given other months overlaps with other lists
_MONTHS = ("id", "first_month", "last_month")
_OTHER_MONTHS = """SELECT COALESCE(p.same_as_id, p.id) AS one FROM {new} n
    JOIN {old} o ON o.id = n.id AND (o.first_month <> n.first_month OR o.last_month <> n.last_month)
    JOIN roster_membership m ON m.fund_id = n.id JOIN registry_person p ON p.id = m.person_id
    LEFT JOIN roster_membership x ON x.person_id = m.person_id AND x.id <> m.id WHERE p.same_as_id IS NOT NULL OR x.id IS NOT NULL
    UNION ALL SELECT p.same_as_id FROM {new} n JOIN roster_membership m ON m.fund_id = n.id JOIN registry_person p ON p.id = m.person_id
    UNION ALL SELECT k.person_id FROM {new} n JOIN roster_membership m ON m.fund_id = n.id
    JOIN coverage_severaltimes k ON k.person_id = m.person_id"""


def _again(*found: str) -> str:
    return _AGAIN.replace("{found}", " UNION ALL ".join(found))


def _of(side: str, person: str) -> tuple[str, str]:
    return tuple(one.replace("{side}", side).replace("{person}", person) for one in (_KEPT, _KNOWN))  # type: ignore[return-value]


def _count(name: str, event: str, table: str, columns: tuple[str, ...], statement: str, *moved: str) -> Count:
    return Count(f"coverage_{name}_{event.lower()}", event, table, columns, statement.replace("{moved}", " UNION ALL ".join(moved)), only=columns)


def _people(*ends: str) -> str:
    return _OF_PEOPLE.replace("{ends}", " UNION ALL ".join(ends))


STANDING_COUNTS = (
    _count("candidates", "INSERT", "registry_candidate", _CANDIDATE, _STANDING, _CAME),
    _count("candidates", "UPDATE", "registry_candidate", _CANDIDATE, _STANDING, _CAME, _WENT),
    _count("candidates", "DELETE", "registry_candidate", _CANDIDATE, _STANDING, _WENT),
)
COUNTS = (
    _count("moves", "INSERT", "registry_candidate", _MOVED, _STEPS, _TO, _OUT_OF_PLACE),
    _count("moves", "UPDATE", "registry_candidate", _MOVED, _STEPS, _TO, _FROM),
    _count("moves", "DELETE", "registry_candidate", _MOVED, _STEPS, _FROM, _INTO_PLACE),
    _count("steps", "INSERT", "roster_membership", _SPELL, _STEPS, _people(_BEGIN)),
    _count("steps", "UPDATE", "roster_membership", _SPELL, _STEPS, _people(_BEGIN, _END)),
    _count("steps", "DELETE", "roster_membership", _SPELL, _STEPS, _people(_END)),
    _count("turned", "UPDATE", "registry_person", _SEX, _STEPS, _turned("n", 1), _turned("o", -1)),
    _count("several", "INSERT", "roster_membership", _SPELL, _again(_BOTH, *_of("{new}", "person_id"))),
    _count("several", "UPDATE", "roster_membership", _SPELL, _again(_BOTH, *_of("{new}", "person_id"))),
    _count("several", "DELETE", "roster_membership", _SPELL, _again(*_of("{old}", "person_id"))),
    _count("several_at", "INSERT", "registry_candidate", _MOVED, _again(*_of("{new}", "person_id"))),
    _count("several_at", "UPDATE", "registry_candidate", _MOVED, _again(*_of("{new}", "person_id"))),
    _count("several_at", "DELETE", "registry_candidate", _MOVED, _again(*_of("{old}", "person_id"))),
    _count("merged", "UPDATE", "registry_person", _SAME, _again(_MERGED, *_of("{new}", "id"))),
    _count("months", "UPDATE", "planning_fund", _MONTHS, _again(_OTHER_MONTHS)),
)
"""All but those of candidates who stand, which came before them."""

ALL_STANDING = _STANDING.replace("{moved}", _STAND.format(sign=1, side="registry_candidate"))
ALL_SEVERAL = _again(_BOTH.replace("{new}", "roster_membership"), "SELECT same_as_id AS one FROM registry_person WHERE same_as_id IS NOT NULL")
ALL_STEPS = _STEPS.replace("{moved}", _people(_LISTED))

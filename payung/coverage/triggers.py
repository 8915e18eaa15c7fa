"""What is counted as candidates and memberships come and change, so that a page about a million people sums some thousand numbers."""

from payung.registry.triggers import Count

_CANDIDATE = ("person_id", "round_id", "village_id", "stands")
_STAND = "SELECT round_id, COALESCE(village_id, '') AS village, {sign} AS people FROM {side} c WHERE stands"
_STANDING = """INSERT INTO coverage_candidatecount (round_id, village, people)
    SELECT round_id, village, SUM(people) FROM ({moved}) m GROUP BY round_id, village HAVING SUM(people) <> 0 ORDER BY 1, 2
    ON CONFLICT (round_id, village) DO UPDATE SET people = coverage_candidatecount.people + excluded.people"""
_CAME, _WENT = _STAND.format(sign=1, side="{new}"), _STAND.format(sign=-1, side="{old}")

_SPELL = ("fund_id", "person_id", "first_month", "last_month")
# a spell of no month (last before first) makes no step
_ENDS = """SELECT fund_id, person_id, first_month AS month, {sign} AS people FROM {side} n WHERE last_month IS NULL OR last_month >= first_month
    UNION ALL SELECT fund_id, person_id, last_month + 1, -({sign}) FROM {side} n WHERE last_month >= first_month"""
_STEPS = """INSERT INTO coverage_coverstep (fund_id, village, month, people)
    SELECT fund_id, village, month, SUM(people) FROM ({moved}) m GROUP BY fund_id, village, month HAVING SUM(people) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (fund_id, village, month) DO UPDATE SET people = coverage_coverstep.people + excluded.people"""
_OF_VILLAGES = """SELECT s.fund_id, COALESCE(c.village_id, f.place_id) AS village, s.month, s.people FROM ({ends}) s
    JOIN planning_fund f ON f.id = s.fund_id LEFT JOIN registry_candidate c ON c.person_id = s.person_id AND c.round_id = f.round_id"""
_BEGIN, _END = _ENDS.format(sign=1, side="{new}"), _ENDS.format(sign=-1, side="{old}")

# whoever is on a list before they become a candidate, or whose village changes, moves with all their steps
_MOVE = """SELECT s.fund_id, {village} AS village, s.month, ({sign}) * s.people AS people FROM {side} c JOIN (
    SELECT fund_id, person_id, first_month AS month, 1 AS people FROM roster_membership WHERE last_month IS NULL OR last_month >= first_month
    UNION ALL SELECT fund_id, person_id, last_month + 1, -1 FROM roster_membership WHERE last_month >= first_month) s ON s.person_id = c.person_id
    JOIN planning_fund f ON f.id = s.fund_id AND f.round_id = c.round_id"""
_TO = _MOVE.format(village="COALESCE(c.village_id, f.place_id)", sign=1, side="{new}")
_FROM_PLACE = _MOVE.format(village="f.place_id", sign=-1, side="{new}")
_FROM = _MOVE.format(village="COALESCE(c.village_id, f.place_id)", sign=-1, side="{old}")

_BOTH = """INSERT INTO coverage_severaltimes (person_id) SELECT DISTINCT n.person_id FROM {new} n JOIN planning_fund g ON g.id = n.fund_id
    JOIN roster_membership m ON m.person_id = n.person_id AND m.fund_id <> n.fund_id JOIN planning_fund f ON f.id = m.fund_id
    WHERE m.first_month <= COALESCE(n.last_month, g.last_month) AND n.first_month <= COALESCE(m.last_month, f.last_month)
    ORDER BY 1 ON CONFLICT (person_id) DO NOTHING"""


def _count(name: str, event: str, table: str, columns: tuple[str, ...], statement: str, *moved: str) -> Count:
    return Count(f"coverage_{name}_{event.lower()}", event, table, columns, statement.replace("{moved}", " UNION ALL ".join(moved)), only=columns)


def _villages(*ends: str) -> str:
    return _OF_VILLAGES.replace("{ends}", " UNION ALL ".join(ends))


COUNTS = (
    _count("candidates", "INSERT", "registry_candidate", _CANDIDATE, _STANDING, _CAME),
    _count("candidates", "UPDATE", "registry_candidate", _CANDIDATE, _STANDING, _CAME, _WENT),
    _count("candidates", "DELETE", "registry_candidate", _CANDIDATE, _STANDING, _WENT),
    _count("moves", "INSERT", "registry_candidate", _CANDIDATE, _STEPS, _TO, _FROM_PLACE),
    _count("moves", "UPDATE", "registry_candidate", _CANDIDATE, _STEPS, _TO, _FROM),
    _count("steps", "INSERT", "roster_membership", _SPELL, _STEPS, _villages(_BEGIN)),
    _count("steps", "UPDATE", "roster_membership", _SPELL, _STEPS, _villages(_BEGIN, _END)),
    _count("several", "INSERT", "roster_membership", _SPELL, _BOTH),
    _count("several", "UPDATE", "roster_membership", _SPELL, _BOTH),
)
ALL = (
    _STANDING.replace("{moved}", _STAND.format(sign=1, side="registry_candidate")),
    _STEPS.replace("{moved}", _villages(_ENDS.format(sign=1, side="roster_membership"))),
    _BOTH.replace("{new}", "roster_membership"),
)

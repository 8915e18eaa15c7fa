"""What the tables of the roster refuse: two spells of one person in one month, on one fund's list or on two, deletion, and an answer to one's own
plan of changes.
"""

from payung.registry.triggers import Refusal

GATE = 305  # of whoever puts people on a list: two at once could each miss the other's (gate.py)

_SPELL = ("id", "fund_id", "person_id", "first_month", "last_month")
_LATEST = 120_000  # a month number after every other
# a spell of no month (last before first) is nowhere on the list; one that is open on another fund's list ends with that fund
_OVERLAP = f"""SELECT 1 FROM {{new}} n JOIN roster_membership m ON m.person_id = n.person_id AND m.id <> n.id
    JOIN planning_fund f ON f.id = m.fund_id JOIN planning_fund g ON g.id = n.fund_id
    WHERE m.first_month <= COALESCE(n.last_month, CASE WHEN f.id = g.id THEN {_LATEST} ELSE g.last_month END)
    AND n.first_month <= COALESCE(m.last_month, CASE WHEN f.id = g.id THEN {_LATEST} ELSE f.last_month END)
    AND n.first_month <= COALESCE(n.last_month, {_LATEST}) AND m.first_month <= COALESCE(m.last_month, {_LATEST})"""
# who only leaves earlier than they would have needs no second look, and no gate, which would make two officers wait for each other
_LONGER = f"""EXISTS (SELECT 1 FROM {{old}} o WHERE o.id = n.id AND (n.first_month < o.first_month OR n.fund_id <> o.fund_id
    OR n.person_id <> o.person_id OR COALESCE(n.last_month, {_LATEST}) > COALESCE(o.last_month, {_LATEST})))"""

REFUSALS = (
    Refusal("roster.spells_overlap", "INSERT", "roster_membership", _SPELL, _OVERLAP, GATE),
    Refusal("roster.spells_overlap", "UPDATE", "roster_membership", _SPELL, f"{_OVERLAP} AND {_LONGER}"),
    Refusal("roster.nothing_is_deleted", "DELETE", "roster_membership", _SPELL, "SELECT 1 FROM {old} o"),
)

_OWN = "SELECT 1 FROM {new} n JOIN roster_changeplan p ON p.id = n.plan_id AND p.made_by_id = n.by_id"

# of the monthly round of changes; they came later than the others
ROUND_REFUSALS = (Refusal("roster.own_plan", "INSERT", "roster_plananswer", ("id", "plan_id", "by_id"), _OWN),)

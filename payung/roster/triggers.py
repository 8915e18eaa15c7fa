"""What the tables of the roster refuse: two spells of one person in one month, and deletion."""

from payung.registry.triggers import Refusal

_SPELL = ("id", "fund_id", "person_id", "first_month", "last_month")
_LATEST = 120_000  # a month number after every other
# a spell of no month (last before first) is nowhere on the list
_OVERLAP = f"""SELECT 1 FROM {{new}} n JOIN roster_membership m ON m.person_id = n.person_id AND m.fund_id = n.fund_id AND m.id <> n.id
    WHERE m.first_month <= COALESCE(n.last_month, {_LATEST}) AND n.first_month <= COALESCE(m.last_month, {_LATEST})
    AND n.first_month <= COALESCE(n.last_month, {_LATEST}) AND m.first_month <= COALESCE(m.last_month, {_LATEST})"""

REFUSALS = (
    Refusal("roster.spells_overlap", "INSERT", "roster_membership", _SPELL, _OVERLAP),
    Refusal("roster.spells_overlap", "UPDATE", "roster_membership", _SPELL, _OVERLAP),
    Refusal("roster.nothing_is_deleted", "DELETE", "roster_membership", _SPELL, "SELECT 1 FROM {old} o"),
)

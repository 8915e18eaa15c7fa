"""What the tables of planning refuse: an answer to one's own determination, a signature under what is not in force, a list beside a signed one."""

from payung.registry.triggers import Refusal

_OWN = "SELECT 1 FROM {new} n JOIN planning_determination d ON d.id = n.determination_id AND d.made_by_id = n.by_id"
_SIGNED = "planning_determination o JOIN planning_signing s ON s.determination_id = o.id AND s.kind = 'decree'"

REFUSALS = (Refusal("planning.own_determination", "INSERT", "planning_approval", ("id", "determination_id", "by_id"), _OWN),)
SIGNING_REFUSALS = (  # their tables came later
    Refusal(
        "planning.signing_not_in_force",
        "INSERT",
        "planning_signing",
        ("id", "determination_id"),
        """SELECT 1 FROM {new} n JOIN planning_determination d ON d.id = n.determination_id AND d.made_by_id IS NOT NULL
        WHERE NOT EXISTS (SELECT 1 FROM planning_approval a WHERE a.determination_id = d.id AND a.granted)""",
    ),
    Refusal(
        "planning.signed_needs_amendment",
        "INSERT",
        "planning_determination",
        ("id", "fund_id", "amends_id"),
        f"""SELECT 1 FROM {{new}} n WHERE n.amends_id IS NULL AND EXISTS (SELECT 1 FROM {_SIGNED} WHERE o.fund_id = n.fund_id)
        UNION ALL SELECT 1 FROM {{new}} n WHERE n.amends_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM {_SIGNED} WHERE o.fund_id = n.fund_id AND o.id = n.amends_id)""",
    ),
)

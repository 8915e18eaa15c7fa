"""What the tables of compliance refuse: more money for an SKK than it asks for."""

from payung.registry.triggers import Refusal

REFUSALS = (
    Refusal(
        "compliance.skk_overpaid",
        "INSERT",
        "compliance_arrearspayment",
        ("id", "skk_id", "amount"),
        """
        SELECT 1 FROM compliance_skk s JOIN (SELECT skk_id, SUM(amount) AS paid FROM compliance_arrearspayment
            WHERE skk_id IN (SELECT skk_id FROM {new} n WHERE skk_id IS NOT NULL) GROUP BY skk_id) p ON p.skk_id = s.id WHERE p.paid > s.amount""",
    ),
)

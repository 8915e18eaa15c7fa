"""What the tables of claims refuse: a confirmation by whoever helps the family, and money told of a case that was withdrawn."""

from payung.registry.triggers import Refusal

_HELPER = """SELECT 1 FROM {new} n JOIN claims_report r ON r.case_id = n.case_id AND r.helps AND r.by_id = n.by_id"""
_ELSEWHERE = """SELECT 1 FROM {new} n JOIN claims_relative r ON r.id = n.heir_id AND r.case_id <> n.case_id"""
_WITHDRAWN = """SELECT 1 FROM {new} n JOIN claims_case c ON c.id = n.case_id AND c.state = 'withdrawn'"""
_CONFIRMED = ("id", "case_id", "heir_id", "by_id")

REFUSALS = (
    Refusal("claims.confirmed_by_helper", "INSERT", "claims_confirmation", _CONFIRMED, _HELPER),
    Refusal("claims.heir_of_another_case", "INSERT", "claims_confirmation", _CONFIRMED, _ELSEWHERE),
    Refusal("claims.told_of_withdrawn", "INSERT", "claims_told", ("id", "case_id"), _WITHDRAWN),
)

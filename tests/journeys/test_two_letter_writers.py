"""Officers press at the same moment: each village gets one letter with one number, and each slip is one payment."""

from collections.abc import Callable

import pytest
from installations import Installation, Running

pytestmark = [pytest.mark.large, pytest.mark.database]
BEGIN = """
from datetime import date
from payung.compliance.answer_actions import record_arrears_payment
from payung.compliance.enrolment_actions import record_arrears
from payung.compliance.enrolment_models import ArrearsLetter, ArrearsPayment
from payung.compliance.letter_actions import write_arrears_letters
from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.correspondence.models import TakenNumber
from payung.places.models import Place
from payung.values.errors import RefusedError
on, place = date(2026, 4, 20), Place.objects.get(code="74.05")
keys = [f"desa-{code}" for code in Place.objects.within("74.05").desa().order_by("code").values_list("code", flat=True)[:30]]
"""
SET = """
head = set_letterhead(place=place, government="G", name="N", address="A", town="T", by=None, on=on)
set_paper_rule(letterhead=head, kind="arrears_letter", pattern="560/{n}/{year}", by=None, on=on)
for key in keys:
    record_arrears(entity=key, place="74.05", months=3, owed=900, as_of=date(2026, 3, 31), source="BPJS", by=None, on=on)
"""
WRITE = """
made = write_arrears_letters(place=place, entities=keys, by=None, on=on)
print(len(made.letters), made.again)
"""
PAY = """
try:
    record_arrears_payment(entity=keys[0], place="74.05", amount=500, paid_on=on, reference="{slip}", by=None, on=on)
    print("paid")
except RefusedError as error:
    print(error.code)
"""
END = """
print(sorted(TakenNumber.objects.values_list("n", flat=True)) == list(range(1, 31)), ArrearsLetter.objects.count(), ArrearsPayment.objects.count())
"""


def started(base: Installation, code: str) -> Running:
    return base.start("-c", BEGIN + code)


def told(process: Running) -> str:
    said, wrong = process.communicate(timeout=120)
    assert wrong == ""
    return said.strip()


def test_at_once_each_has_one_letter_one_number_and_never_too_much_is_paid(copies: Callable[[str], Installation]) -> None:
    base = copies("base")
    assert told(started(base, SET)) == ""
    officers = [started(base, WRITE) for _ in range(3)]
    assert sorted(told(one) for one in officers) == ["0 30", "0 30", "30 0"]
    payers = [started(base, PAY.replace("{slip}", f"BKU {n}")) for n in range(2)]  # 1,000 together of 900
    assert sorted(told(one) for one in payers) == ["arrears.overpaid", "paid"]
    assert told(started(base, END)) == "True 30 1"

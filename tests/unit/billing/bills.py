"""Bills of the programme and what is done with them, for the tests of billing."""

from datetime import date
from pathlib import Path
from typing import Any

from invented import JANUARY, TODAY, Programme

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill, pay_bill
from payung.billing.models import Bill, BpjsPosting, Payment
from payung.billing.postings import import_postings, read_for
from payung.planning.models import Fund
from payung.values.month import Month

NOW = date(2026, 4, 20)


def billed(programme: Programme, people: int = 3, *, month: Month = JANUARY, **terms: Any) -> Bill:
    """The bill of a month of a new fund with so many people of its own."""
    programme.candidates(people)
    return bill_of(programme.started(**terms), month)


def bill_of(fund: Fund, month: Month = JANUARY) -> Bill:
    return make_bill(fund=fund, month=month, by=None, on=TODAY)


def pay(bill: Bill, amount: int | None = None, reference: str = "SP2D 1", **more: Any) -> Payment:
    given = {"paid_on": date(2026, 1, 12), "by": None, "on": NOW}
    return pay_bill(bill=bill, amount=bill.total if amount is None else amount, reference=reference, **{**given, **more})


def person_of(programme: Programme, role: Role, name: str = "") -> User:
    user = User.objects.create(username=name or role.value, display_name=name or role.value)
    Assignment.objects.create(user=user, role=role, since=date(2025, 1, 1), place=programme.place)
    return user


def write_csv(path: Path, head: str, rows: list[str]) -> Path:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def post_file(bill: Bill, path: Path, *, posted_on: date | None = date(2026, 1, 14)) -> BpjsPosting:
    return import_postings(bill=bill, read=read_for(bill, path), posted_on=posted_on, by=None, on=NOW)

"""The programme of checked_programme.py, with and without what its tables refuse."""

from datetime import date

import pytest
from checked_programme import ON, PRICE, Checked, begin_list, good_nik, people_of, register
from django.db import connection
from invented import JANUARY, Programme

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill, pay_bill


@pytest.fixture
def checked(programme: Programme) -> Checked:
    people_of(programme, 4)
    maker, head = (User.objects.create(username=name, display_name=name) for name in ("pembuat", "kepala"))
    for user in (maker, head):
        Assignment.objects.create(user=user, role=Role.HEAD, place=programme.place, since=date(2025, 1, 1))
    fund = programme.fund(amount=4 * PRICE * 12, quota_per_village=4)
    begin_list(fund, maker, head, "SK 1")
    for month in JANUARY.upto(JANUARY + 2):
        bill = make_bill(fund=fund, month=month, by=None, on=ON)
        pay_bill(bill=bill, amount=bill.total, paid_on=ON, reference=f"SP2D {month}", by=None, on=ON)
    for kind in ("deaths", "civil_servants"):
        register(programme, kind)
    register(programme, "population", *(good_nik(number) for number in range(40)))
    return Checked(programme, fund, maker, head)


@pytest.fixture
def bare(checked: Checked) -> Checked:
    """The same after everything that refuses a wrong row was taken off the tables, as somebody with the password of the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
    return checked

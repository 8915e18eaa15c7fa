from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from entities import REGENCY, desa, enrol, office, owe, somebody

from payung.accounts.models import Role
from payung.billing.actions import make_bill, pay_bill
from payung.compliance.enrolment import EntityState, enrolment_counts, entities_of
from payung.compliance.enrolment_models import ArrearsPayment
from payung.places.models import Office, OfficeKind, Place, Territory
from payung.planning.models import Fund
from payung.values.month import Month

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)


def line(key: str, on: date = ON, **terms):
    return next(one for one in entities_of(REGENCY, on, **terms) if one.key == key)


def test_every_village_is_there_and_the_unknown_are_not_enrolled():
    for code in desa(47):
        enrol(code)
    count = enrolment_counts(REGENCY, ON)["village"]
    assert (count.total, count.enrolled, count.not_enrolled, count.arrears) == (336, 47, 289, 0)


def test_months_and_rupiah_are_added_up_by_kind():
    villages, health, shop = desa(3), office("Dinas Kesehatan"), office("Toko Karangan", OfficeKind.EMPLOYER)
    owe(villages[0], 3, 900_000)
    owe(villages[1], 12, 3_600_000)
    enrol(villages[2])
    owe(health, 2, 500_000)
    enrol(shop)
    counts = enrolment_counts(REGENCY, ON)
    told = {kind: (one.total, one.enrolled, one.arrears, one.months, one.rupiah) for kind, one in counts.items()}
    assert told == {"village": (336, 3, 2, 15, 4_500_000), "opd": (1, 1, 1, 2, 500_000), "employer": (1, 1, 0, 0, 0)}


def test_as_of_any_day_the_newest_information_until_then_counts():
    code = desa(1)[0]
    enrol(code, date(2026, 1, 10))
    owe(code, 2, 400_000, date(2026, 2, 28))
    owe(code, 3, 600_000, date(2026, 3, 31))
    owe(code, 4, 700_000, date(2026, 3, 31))  # corrected the same day
    owe(code, 0, 0, date(2026, 4, 15), paid_through=Month.at(2026, 3))
    days = [date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31), ON]
    found = [line(f"desa-{code}", day) for day in days]
    assert [one.state for one in found] == [
        EntityState.NOT_ENROLLED, EntityState.ENROLLED, EntityState.ARREARS, EntityState.ARREARS, EntityState.ENROLLED,
    ]  # fmt: skip
    assert [(one.months, one.owed) for one in found] == [(0, 0), (0, 0), (2, 400_000), (4, 700_000), (0, 0)]
    assert [one.as_of for one in found] == [None, date(2026, 1, 10), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 15)]


def test_what_was_paid_after_the_information_is_taken_off_and_never_too_much():
    entity = owe(desa(1)[0], 3, 900_000)
    for number, (day, amount) in enumerate([(date(2026, 3, 30), 50_000), (date(2026, 4, 10), 200_000), (date(2026, 4, 25), 800_000)]):
        ArrearsPayment.objects.create(entity=entity, amount=amount, paid_on=day, reference=str(number), on=day)
    assert [line(entity.key, date(2026, 4, day)).owed for day in (9, 10, 24, 25)] == [900_000, 700_000, 700_000, 0]
    assert line(entity.key, date(2026, 4, 25)).state == EntityState.ENROLLED


def test_bills_of_payung_say_what_a_village_owes(programme):
    programme.candidates(2)
    seat = Office.objects.create(kind=OfficeKind.VILLAGE_OFFICE, name="Kantor desa", place_id="74.05.01.2003")
    fund = programme.started(source="VILLAGE")
    Fund.objects.filter(pk=fund.pk).update(owner=seat)
    bills = [make_bill(fund=fund, month=Month.at(2026, month), by=None, on=date(2026, 1, 2)) for month in (1, 2, 3)]
    pay_bill(bill=bills[0], amount=bills[0].total, paid_on=date(2026, 2, 10), reference="SP2D 1", by=None, on=date(2026, 2, 10))
    pay_bill(bill=bills[1], amount=600, paid_on=date(2026, 4, 1), reference="SP2D 2", by=None, on=date(2026, 4, 1))
    owe("74.05.01.2003", 9, 9_000_000)  # an older word of somebody
    found = line("desa-74.05.01.2003")
    assert (found.from_bills, found.months, found.owed) == (True, 2, bills[1].total + bills[2].total - 600)
    assert found.paid_through == Month.at(2026, 1)
    assert line("desa-74.05.01.2003", bills[1].due_on).owed == 0  # on the due day itself nothing is late
    assert line("desa-74.05.01.2003", bills[1].due_on + timedelta(1)).owed == bills[1].total  # on that day nothing of February was paid
    for bill, amount in ((bills[1], bills[1].total - 600), (bills[2], bills[2].total)):
        pay_bill(bill=bill, amount=amount, paid_on=date(2026, 4, 18), reference=f"SP2D {bill.month}", by=None, on=date(2026, 4, 18))
    assert (line("desa-74.05.01.2003").from_bills, line("desa-74.05.01.2003").owed) == (False, 9_000_000)  # of other people: BPJS says so


def test_who_sees_which():
    health, staff, shop = office("Dinas Kesehatan"), office("BKPSDM"), office("Toko Karangan", OfficeKind.EMPLOYER)
    far = office("Dinas jauh", place="74.04")
    Territory.objects.create(office=staff, place=Place.objects.get(code=REGENCY))
    branch = office("Cabang Kendari", OfficeKind.BPJS_BRANCH)
    Territory.objects.create(office=branch, place=Place.objects.get(code=REGENCY))
    village = desa(1)[0]
    kinds = {
        "village": somebody(Role.VILLAGE, place=village),
        "office": somebody(Role.OFFICE, of=health),
        "bkpsdm": somebody(Role.OFFICE, of=staff),
        "dpmd": somebody(Role.VILLAGE_AFFAIRS, place=REGENCY),
        "branch": somebody(Role.BPJS_BRANCH, of=branch),
        "camat": somebody(Role.HEAD, place="74.05.01"),
        "nobody": somebody(Role.ADMINISTRATOR, place=REGENCY),
    }
    seen = {name: {one.key for one in entities_of("74", ON, visible_to=user)} for name, user in kinds.items()}
    villages, offices = {f"desa-{code}" for code in desa()}, {f"kantor-{one.pk}" for one in (health, staff)}
    assert seen["village"] == {f"desa-{village}"}
    assert seen["office"] == {f"kantor-{health.pk}"}
    assert seen["bkpsdm"] == offices
    assert seen["dpmd"] == villages
    assert seen["branch"] == villages | offices | {f"kantor-{shop.pk}"}
    assert seen["camat"] == {f"desa-{code}" for code in desa() if code.startswith("74.05.01.")}
    assert seen["nobody"] == set()
    assert f"kantor-{far.pk}" in {one.key for one in entities_of("74", ON)}


def test_a_board_costs_a_bounded_number_of_statements():
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            entities_of(REGENCY, ON)
        return len(asked)

    before = statements()
    for code in desa(60):
        enrol(code)
        owe(code, 3, 900_000)
    assert statements() == before <= 8

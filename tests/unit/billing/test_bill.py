from contextlib import suppress
from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import JANUARY, TODAY, nik

from payung.accounts.models import User
from payung.audit.models import Entry
from payung.billing.actions import make_bill, pay_bill
from payung.billing.models import Bill, BillLine, Journal, Payment, Posting
from payung.billing.queries import bill_state, paid_months, paid_through
from payung.registry.models import Person
from payung.roster.actions import fill_places, record_changes
from payung.roster.models import Membership
from payung.roster.queries import roster_on
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def bill(fund, month=JANUARY) -> Bill:
    return make_bill(fund=fund, month=month, by=None, on=TODAY)


def pay(one: Bill, amount: int | None = None, reference: str = "SP2D 1", paid_on: date = TODAY) -> Payment:
    return pay_bill(bill=one, amount=one.total if amount is None else amount, paid_on=paid_on, reference=reference, by=None, on=TODAY)


def out(fund, month, *niks: str, reason: str = "deceased"):
    return record_changes(fund=fund, month=month, changes=pl.DataFrame({"nik": niks, "direction": "out", "reason": reason}), by=None, on=TODAY)


def test_the_published_month_of_lombok_timur(programme):
    """October 2024: 17,195 people, of whom 20 died, one emigrated, two pay themselves; JKM 116,769,600 for the rest."""
    people = programme.candidates(17_195)["nik"].to_list()
    october = Month.at(2024, 10)
    fund = programme.started(source="DBH-CHT", first_month=Month.at(2024, 5), months=9, amount=17_195 * 16_800 * 9)
    out(fund, october, *people[:20])
    out(fund, october, people[20], reason="migrant")
    out(fund, october, *people[21:23], reason="self_paying")
    before, after = bill(fund, october + -1), bill(fund, october)
    assert (before.people, before.jkm) == (17_195, 116_926_000)
    assert (after.people, after.jkm, after.jkk, after.total) == (17_172, 116_769_600, 171_720_000, 288_489_600)
    assert after.due_on == date(2024, 10, 15)
    assert Membership.objects.filter(fund=fund).count() == 17_195
    assert roster_on(fund, october + -1).count() == 17_195


def test_five_months_of_blitar(programme):
    programme.candidates(5_387)
    fund = programme.started(source="DBH-CHT", first_month=Month.at(2024, 8), months=5, amount=452_508_000)
    totals = [bill(fund, month).total for month in fund.first_month.upto(fund.last_month)]
    assert (totals[0], sum(totals)) == (90_501_600, 452_508_000)


def test_a_donor_pays_the_relieved_price_of_the_month(programme):
    programme.candidates(2)
    fund = programme.started(source="CSR", first_month=Month.at(2026, 3), months=2)
    assert [bill(fund, month).total for month in fund.first_month.upto(fund.last_month)] == [33_600, 16_800]


def test_one_bill_a_month(programme):
    programme.candidates(3)
    fund = programme.started()
    first = bill(fund)
    assert bill(fund) == first
    assert (Bill.objects.count(), BillLine.objects.count(), Journal.objects.count(), Posting.objects.count()) == (1, 3, 1, 3)
    assert set(first.lines.values_list("person_id", "jkk", "jkm")) == {(one, 10_000, 6_800) for one in programme.people}
    assert dict(Posting.objects.values_list("account", "amount")) == {"jkk": 30_000, "jkm": 20_400, "owed": -50_400}


def test_months_without_a_list_are_refused(programme):
    programme.candidates(1)
    fund = programme.fund()
    with pytest.raises(RefusedError, match=r"bill\.nobody"):
        bill(fund)
    programme.started()
    for month in (JANUARY + -1, JANUARY + 12):
        with pytest.raises(RefusedError, match=r"bill\.month_outside") as refused:
            bill(fund, month)
        assert "Januari 2026 sampai Desember 2026" in refused.value.words.id
    assert not Bill.objects.exists()


def test_a_billed_month_does_not_change_any_more(programme):
    programme.candidates(4)
    fund = programme.started(amount=3 * PRICE)
    out(fund, JANUARY + 1, nik(0), nik(1), nik(2), nik(3))
    bill(fund, JANUARY), fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY)
    bill(fund, JANUARY + 2)
    for month in (JANUARY, JANUARY + 1, JANUARY + 2):
        assert out(fund, month, nik(0)).problems[0].code == "change.month_billed"
        with pytest.raises(RefusedError, match=r"change\.month_billed"):
            fill_places(fund=fund, month=month, by=None, on=TODAY)
    assert out(fund, JANUARY + 3, *[one.person.nik for one in roster_on(fund, JANUARY + 3)]).went_out == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE roster_membership SET last_month = first_month - 1",
        "UPDATE roster_membership SET first_month = first_month + 1",
        "UPDATE roster_membership SET person_id = (SELECT MAX(id) FROM registry_person)",
        "INSERT INTO roster_membership (fund_id, person_id, first_month)"
        " SELECT m.fund_id, p.id, m.first_month - 1 FROM roster_membership m, registry_person p"
        " WHERE p.id NOT IN (SELECT person_id FROM roster_membership)",
    ],
)
def test_the_database_keeps_a_billed_list(programme, sql):
    programme.candidates(2)
    bill(programme.started(amount=PRICE))
    programme.candidates(1)
    with pytest.raises(IntegrityError, match=r"billing\.month_is_billed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE roster_membership SET last_month = first_month")
        assert cursor.rowcount == 1


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        (
            "INSERT INTO billing_billline (bill_id, person_id, jkk, jkm) SELECT id, (SELECT MAX(id) FROM registry_person), 1, 1 FROM billing_bill",
            "bill_is_closed",
        ),
        ("INSERT INTO billing_posting (journal_id, account, amount) SELECT id, 'paid', 0 FROM billing_journal", "journal_is_closed"),
        ("INSERT INTO billing_journal (bill_id, booked_on) SELECT id, due_on FROM billing_bill", "journal_is_not_zero"),
        (
            "INSERT INTO billing_bill (fund_id, month, people, jkk, jkm, total, due_on) "
            "SELECT fund_id, month + 1, 1, 0, 0, 0, due_on FROM billing_bill",
            "bill_is_not_its_lines",
        ),
    ],
)
def test_the_database_keeps_closed_sums(programme, sql, code):
    programme.candidates(2)
    bill(programme.started(amount=PRICE))
    with pytest.raises(IntegrityError, match=rf"billing\.{code}"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_bills_and_bookings_never_change(programme):
    programme.candidates(1)
    pay(bill(programme.started()))
    for table in ("bill", "billline", "payment", "journal", "posting"):
        for sql in (f"DELETE FROM billing_{table}", f"UPDATE billing_{table} SET id = id + 1"):
            with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


@given(sides=st.lists(st.integers(-5, 5), max_size=4, unique=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_journal_exists_only_if_its_sides_are_zero_together(programme, sides):
    with transaction.atomic():
        programme.candidates(1)
        one = bill(programme.started(name=f"Dana {len(programme.people)}"))
        before = Journal.objects.count()
        Posting.objects.bulk_create(
            Posting(journal_id=10**6, account=account, amount=amount) for account, amount in zip(("jkk", "jkm", "owed", "paid"), sides, strict=False)
        )
        try:
            with transaction.atomic():
                Journal.objects.create(id=10**6, bill=one, booked_on=TODAY)
        except IntegrityError as error:
            refused = str(error)
        else:
            refused = ""
        assert ("billing.journal_is_not_zero" in refused) == (len(sides) < 2 or sum(sides) != 0)
        assert Journal.objects.count() == before + (not refused)
        transaction.set_rollback(True)


@given(payments=st.lists(st.tuples(st.integers(1, 60_000), st.sampled_from("ABC")), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_sums_to_zero_and_to_what_is_owed(programme, payments):
    with transaction.atomic():
        programme.candidates(5)
        one = bill(programme.started(name=f"Dana {len(programme.people)}", amount=5 * PRICE))
        for amount, reference in payments:
            with suppress(RefusedError):  # too much, or a reference that stands for another amount
                pay(one, amount, reference)
        sums = dict(Posting.objects.filter(journal__bill=one).values_list("account").annotate(Sum("amount")))
        state = bill_state(one)
        assert sum(sums.values()) == 0
        assert (-sums["owed"], -sums.get("paid", 0)) == (state.owed, state.paid)
        assert 0 <= state.paid <= one.total
        transaction.set_rollback(True)


def test_payment_in_parts_and_never_more_than_is_owed(programme):
    programme.candidates(2)
    one = bill(programme.started())
    pay(one, 20_000, "SP2D 1")
    assert (bill_state(one).owed, bill_state(one).is_paid, paid_months(one.fund)) == (13_600, False, set())
    with pytest.raises(RefusedError, match=r"payment\.too_much") as refused:
        pay(one, 13_601, "SP2D 2")
    assert refused.value.words.id.startswith("Tagihan ini tinggal Rp13.600, pembayaran Rp13.601 terlalu besar. Tidak ada yang dicatat.")
    pay(one, 13_600, "SP2D 2")
    assert (bill_state(one).owed, bill_state(one).is_paid, paid_months(one.fund)) == (0, True, {JANUARY})


@pytest.mark.parametrize("amount", [0, 1])
def test_nothing_is_owed_on_a_bill_that_is_paid(programme, amount):
    programme.candidates(1)
    one = bill(programme.started())
    pay(one)
    with pytest.raises(RefusedError, match=r"payment\.nothing_owed") as refused:
        pay(one, amount, "SP2D 2")
    assert "sudah lunas" in refused.value.words.id
    assert Payment.objects.count() == 1


def test_the_same_reference_again_changes_nothing(programme):
    programme.candidates(1)
    one = bill(programme.started())
    first = pay(one)
    assert pay(one) == first
    assert (Payment.objects.count(), Journal.objects.count()) == (1, 2)
    with pytest.raises(RefusedError, match=r"payment\.reference_known"):
        pay(one, 1)
    with pytest.raises(RefusedError, match=r"payment\.reference_known"):
        pay(one, paid_on=date(2026, 1, 1))


@pytest.mark.parametrize(("amount", "reference"), [(0, "SP2D 1"), (-1, "SP2D 1"), (1, "  "), (1, "S" * 101)])
def test_payments_that_cannot_be(programme, amount, reference):
    programme.candidates(1)
    one = bill(programme.started())
    with pytest.raises(InputError, match=r"payment\.unreadable"):
        pay(one, amount, reference)


def through(fund, **more) -> dict[int, int | None]:
    """Person -> months from January of which the last is paid for, counted from 0."""
    found = paid_through(fund, **more).select("person_id", pl.col("paid_through") - JANUARY.no)
    return dict(found.iter_rows())


def test_paid_through_is_the_unbroken_run_from_the_first_month(programme):
    people = programme.candidates(3)
    first, second, third = programme.people
    fund = programme.started(amount=2 * PRICE)
    late = {first, second, third} - set(roster_on(fund, JANUARY).values_list("person_id", flat=True))
    leaver = min({first, second, third} - late)
    stayer = max({first, second, third} - late)
    assert through(fund) == {leaver: None, stayer: None}
    out(fund, JANUARY + 2, people.filter(id=leaver)["nik"].item())
    fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY)
    bills = {at: bill(fund, JANUARY + at) for at in range(6)}
    for at in (0, 1, 2, 3, 5):
        pay(bills[at])
    assert through(fund) == {leaver: 1, stayer: 3, late.pop(): 3}
    pay(bills[4])
    assert through(fund, persons=[stayer]) == {stayer: 5}


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_paid_through_agrees_with_the_lines(programme, data):
    """Against a plain recomputation from bill lines: month by month from the first one on."""
    with transaction.atomic():
        programme.candidates(4)
        fund = programme.started(name=f"Dana {len(programme.people)}", amount=10**8, months=6)
        people = set(roster_on(fund, JANUARY).values_list("person_id", flat=True))
        niks = dict(Person.objects.filter(pk__in=people).values_list("pk", "nik"))
        for month in fund.first_month.upto(fund.last_month):
            lines = data.draw(st.dictionaries(st.sampled_from(sorted(people)), st.sampled_from(["in", "out"]), max_size=2))
            changes = pl.DataFrame(
                [(niks[one], way, "correction" if way == "in" else "moved") for one, way in lines.items()],
                schema={"nik": pl.String, "direction": pl.String, "reason": pl.String},
                orient="row",
            )
            record_changes(fund=fund, month=month, changes=changes, by=None, on=TODAY)
            if roster_on(fund, month).exists() and data.draw(st.booleans(), label="billed"):
                made = bill(fund, month)
                pay(made, made.total - data.draw(st.sampled_from([0, 0, 0, 1]), label="left"))
        paid = paid_months(fund)
        wanted = {}
        for one in people:
            billed = {made.month for made in Bill.objects.filter(fund=fund, lines__person=one)}
            spells = Membership.objects.filter(fund=fund, person=one).order_by("first_month")
            first = next((spell.first_month for spell in spells if spell.last_month is None or spell.last_month >= spell.first_month), None)
            if first is None:
                continue
            month = first
            while month in paid & billed:
                month = month + 1
            wanted[one] = (month - JANUARY) - 1 if month != first else None
        assert through(fund) == wanted
        transaction.set_rollback(True)


def test_set_wise_whatever_the_number_of_people(programme, django_assert_max_num_queries):
    programme.candidates(3_000)
    fund = programme.started()
    with django_assert_max_num_queries(25):
        one = bill(fund)
    with django_assert_max_num_queries(20):
        pay(one)
    with django_assert_max_num_queries(2):
        assert paid_through(fund).height == 3_000


def test_only_who_may_and_the_trail_names_the_act(programme):
    programme.candidates(1)
    fund = programme.started()
    with pytest.raises(OutOfScopeError):
        make_bill(fund=fund, month=JANUARY, by=User.objects.create(username="stranger"), on=TODAY)
    one = bill(fund)
    with pytest.raises(OutOfScopeError):
        pay_bill(bill=one, amount=1, paid_on=TODAY, reference="x", by=User.objects.get(), on=TODAY)
    assert {entry.act.command for entry in Entry.objects.filter(table_name__startswith="billing_")} == {"bill.make"}

"""Closing a month: what is open is listed, afterwards nothing of it changes, and only the owner of the programme opens it again."""

from datetime import date

import pytest
from bills import NOW, bill_of, billed, pay, person_of
from django.db import IntegrityError, connection, transaction
from invented import JANUARY

from payung.accounts.models import Role
from payung.audit.models import Entry
from payung.billing.closed import closing_of
from payung.billing.closing import close_month, open_items, reopen_month
from payung.billing.codes import record_code
from payung.billing.credits import refund_credit
from payung.billing.models import Bill, Closing
from payung.billing.postings import record_posting
from payung.billing.proofs import add_proof
from payung.billing.reconcile import reconcile
from payung.billing.reversals import ask_reversal
from payung.billing.steps import STEPS, steps_of
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db


def settle(bill: Bill, *, surplus: int = 0) -> None:
    """Everything that is asked before a month is closed."""
    record_code(bill=bill, code=f"26{bill.pk:06d}", by=None, on=NOW)
    paid = pay(bill, bill.total + surplus, f"SP2D {bill.pk}", surplus=bool(surplus))
    add_proof(payment=paid, content=b"%PDF-1.7", name="bukti.pdf", by=None, on=NOW)
    record_posting(bill=bill, posted_on=date(2026, 1, 14), people=bill.people, amount=bill.total, by=None, on=NOW)
    reconcile(bill=bill, by=None, on=NOW)


def close(fund, month=JANUARY, **more) -> Closing:
    return close_month(fund=fund, month=month, **{"by": None, "on": NOW, **more})


def test_what_is_open_is_listed_and_let_stand_only_with_a_reason(programme):
    bill = billed(programme)
    pay(bill, 20_000)
    assert [(one.what, one.amount) for one in open_items(bill.fund, JANUARY)] == [
        ("no_code", 0),
        ("unpaid", 30_400),
        ("no_proof", 1),
        ("not_posted", 0),
        ("not_reconciled", 0),
    ]
    reasons = dict.fromkeys(("no_code", "unpaid", "no_proof", "not_posted"), "Dibayar tahun depan")
    for given in (None, reasons, {**reasons, "not_reconciled": "  "}):
        with pytest.raises(RefusedError, match=r"month\.open") as refused:
            close(bill.fund, accept=given)
    assert "Rekonsiliasi belum dijalankan" in refused.value.words.id
    assert "sisa Rp30.400" not in refused.value.words.id  # only what has no reason
    closing = close(bill.fund, accept={**reasons, "not_reconciled": "Menyusul"})
    assert dict(closing.accepted.values_list("what", "amount")) == {
        "no_code": 0,
        "unpaid": 30_400,
        "no_proof": 1,
        "not_posted": 0,
        "not_reconciled": 0,
    }


def test_a_month_without_a_bill_or_outside_the_fund(programme):
    bill = billed(programme)
    fund = bill.fund
    assert [(one.what, one.amount) for one in open_items(fund, JANUARY + 1)] == [("no_bill", 3)]
    close(fund, JANUARY + 1, accept={"no_bill": "Dibayar dana lain"})
    with pytest.raises(RefusedError, match=r"month\.closed"):
        bill_of(fund, JANUARY + 1)
    with pytest.raises(RefusedError, match=r"month\.outside"):
        close(fund, JANUARY + 12)


def test_a_settled_month_closes_once_and_then_nothing_of_it_changes(programme):
    bill = billed(programme)
    settle(bill, surplus=100)
    closing = close(bill.fund)
    assert (close(bill.fund), closing_of(bill.fund, JANUARY), closing.accepted.count()) == (closing, closing, 0)
    changes = (
        lambda: pay(bill, 1, "SP2D 9"),
        lambda: record_code(bill=bill, code="9999", reason="salah", by=None, on=NOW),
        lambda: record_posting(bill=bill, posted_on=NOW, people=1, amount=1, by=None, on=NOW),
        lambda: ask_reversal(payment=bill.payments.get(), reason="salah", by=None, on=NOW),
    )
    for change in changes:
        with pytest.raises(RefusedError, match=r"month\.closed") as refused:
            change()
    assert "sudah ditutup pada 20 April 2026" in refused.value.words.id
    refund_credit(fund=bill.fund, amount=100, returned_on=NOW, reference="BANK 1", by=None, on=NOW)  # old credit is no part of the month
    assert bill_of(bill.fund, JANUARY + 1).total == 50_400


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("INSERT INTO billing_payment (bill_id, kind, amount, paid_on, reference) SELECT id, 'sp2d', 1, due_on, 'x' FROM billing_bill", "payment"),
        ("INSERT INTO billing_paymentcode (bill_id, version, code, reason, {on}) SELECT id, 7, 'x', 'y', due_on FROM billing_bill", "code"),
        ("INSERT INTO billing_order (bill_id, kind, number, dated) SELECT id, 'SPP', 'x', due_on FROM billing_bill", "order"),
        (
            "INSERT INTO billing_bpjsposting (bill_id, posted_on, people, amount, code, rows, file_name, sha256, reason, {on}) "
            "SELECT id, due_on, 1, 1, '', 0, '', '', '', due_on FROM billing_bill",
            "posting",
        ),
    ],
)
def test_the_database_keeps_a_closed_month(programme, sql, code):
    bill = billed(programme)
    close(bill.fund, accept={one.what: "diterima" for one in open_items(bill.fund, JANUARY)})
    with pytest.raises(IntegrityError, match=rf"billing\.closed_month_{code}"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(on='"on"'))
    with pytest.raises(IntegrityError, match=r"billing\.closed_already"), transaction.atomic():
        Closing.objects.create(fund=bill.fund, month=JANUARY, version=2, on=NOW)
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM billing_closing")


def test_only_the_owner_reopens_with_a_reason_and_it_stands_on_the_trail(programme):
    owner, treasurer = person_of(programme, Role.OWNER), person_of(programme, Role.TREASURER)
    bill = billed(programme)
    settle(bill)
    closing = close(bill.fund, by=treasurer)
    with pytest.raises(OutOfScopeError):
        reopen_month(closing=closing, reason="Salah", by=treasurer, on=NOW)
    with pytest.raises(InputError, match=r"reason\.missing"):
        reopen_month(closing=closing, reason="", by=owner, on=NOW)
    opened = reopen_month(closing=closing, reason="SP2D dikoreksi", by=owner, on=NOW)
    assert reopen_month(closing=closing, reason="lagi saja", by=owner, on=NOW) == opened
    entry = Entry.objects.get(table_name="billing_reopening")
    assert (entry.act.command, entry.act.actor) == ("month.reopen", owner)
    record_posting(bill=bill, posted_on=NOW, people=1, amount=1, by=None, on=NOW)
    again = close(bill.fund, accept={"not_reconciled": "Menyusul"})
    assert (again.version, again.accepted.get().what) == (2, "not_reconciled")


def test_a_bill_goes_its_way_step_by_step():
    def states(*done: str) -> list[str]:
        return [step.state for step in steps_of(set(done))]

    assert states() == ["done", "now"] + ["later"] * (len(STEPS) - 2)
    assert states("code", "papers")[3] == "now"
    assert states("sp2d")[:5] == ["done", "now", "done", "done", "later"]
    assert set(states(*STEPS)) == {"done"}

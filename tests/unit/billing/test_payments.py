"""Payment codes, payments in parts, late, too much, of two groups, and wrong ones reversed by a second person."""

from datetime import date

import pytest
from bills import NOW, bill_of, billed, pay, person_of
from django.db import IntegrityError, connection, transaction
from invented import JANUARY

from payung.accounts.models import Role
from payung.billing.closed import closing_of
from payung.billing.codes import code_of, missing_of, record_code, record_order
from payung.billing.credits import credit_of, refund_credit, use_credit
from payung.billing.lateness import lateness
from payung.billing.ledger import statement, trial_balance
from payung.billing.models import Account, Journal, Payment, PaymentCode, Posting, Reversal
from payung.billing.proofs import add_proof, open_proof
from payung.billing.queries import bill_state, bookings_of, paid_months
from payung.billing.reversals import answer_reversal, ask_reversal
from payung.law.given import Segment
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db


def code(bill, text, **more):
    return record_code(bill=bill, code=text, by=None, on=NOW, **more)


def balance(fund) -> dict[str, int]:
    return {one.account.value: one.left for one in trial_balance(fund) if one.debit or one.credit}


def reverse(payment, reason="Salah ketik jumlah", by=None):
    return ask_reversal(payment=payment, reason=reason, by=by, on=NOW)


def test_a_code_is_corrected_with_a_reason_and_its_history_stays(programme):
    bill = billed(programme)
    first = code(bill, "2601 0012-3456")
    assert (first.code, code(bill, "260100123456")) == ("260100123456", first)
    with pytest.raises(InputError, match=r"reason\.missing"):
        code(bill, "260100129999")
    code(bill, "260100129999", reason="BPJS mengganti kode")
    assert code_of(bill).code == "260100129999"
    assert list(bill.codes.order_by("version").values_list("version", "code", "reason")) == [
        (1, "260100123456", ""),
        (2, "260100129999", "BPJS mengganti kode"),
    ]
    for wrong in ("12", "a" * 41, "12;34"):
        with pytest.raises(InputError, match=r"code\.unreadable"):
            code(bill, wrong, reason="coba")


def test_a_code_of_another_bill_is_refused_and_one_that_was_given_up_is_free(programme):
    january = billed(programme)
    february, other = bill_of(january.fund, JANUARY + 1), billed(programme, name="Dana desa", source="VILLAGE")
    code(january, "1111")
    with pytest.raises(RefusedError, match=r"code\.of_another_month"):
        code(february, "1111")
    with pytest.raises(RefusedError, match=r"payment\.two_groups") as refused:
        code(other, "1111")
    told = refused.value.words.id
    assert all(word in told for word in ("Dana desa", "surat permohonan", "berita acara", "bukti bank", "persetujuan kepala cabang", "SP2D sendiri"))
    with pytest.raises(IntegrityError, match=r"billing\.code_of_two_bills"), transaction.atomic():
        PaymentCode.objects.create(bill=other, version=1, code="1111", on=NOW)
    code(january, "2222", reason="salah tagihan")
    assert code(other, "1111").version == 1


def test_one_sp2d_for_two_groups_is_refused_with_what_it_would_cost(programme):
    bill, other = billed(programme), billed(programme, name="Dana desa", source="VILLAGE")
    pay(bill, 10_000, "7/2026")
    pay(bill_of(bill.fund, JANUARY + 1), reference="7/2026")  # several months of one group: one SP2D may pay them
    with pytest.raises(RefusedError, match=r"payment\.two_groups") as refused:
        pay(other, reference="7/2026")
    assert "split iuran" in refused.value.words.id
    assert "minutes" in refused.value.words.en
    with pytest.raises(IntegrityError, match=r"billing\.sp2d_of_two_groups"), transaction.atomic():
        Payment.objects.create(bill=other, amount=1, paid_on=NOW, reference="7/2026")
    assert not other.payments.exists()


def test_money_that_went_to_another_code_is_not_taken(programme):
    bill, other = billed(programme), billed(programme, name="Dana desa", source="VILLAGE")
    code(bill, "1111"), code(other, "2222")
    with pytest.raises(RefusedError, match=r"payment\.two_groups"):
        pay(bill, code="2222")
    with pytest.raises(RefusedError, match=r"payment\.code_differs"):
        pay(bill, code="3333")
    assert pay(bill, code="11 11").code == "1111"


def test_what_is_paid_above_the_bill_is_credit_only_where_it_is_meant(programme):
    bill = billed(programme)  # 3 × 16,800
    with pytest.raises(RefusedError, match=r"payment\.too_much") as refused:
        pay(bill, 60_000)
    assert "catat kelebihan Rp9.600 sebagai kredit" in refused.value.words.id
    paid = pay(bill, 60_000, surplus=True)
    assert (paid.amount, paid.surplus, credit_of(bill.fund)) == (50_400, 9_600, 9_600)
    assert pay(bill, 60_000, surplus=True) == paid
    with pytest.raises(RefusedError, match=r"payment\.nothing_owed"):
        pay(bill, 1, "SP2D 2")
    pay(bill, 400, "SP2D 2", surplus=True)
    assert (bill_state(bill).paid, credit_of(bill.fund)) == (50_400, 10_000)
    assert balance(bill.fund) == {"jkk": 30_000, "jkm": 20_400, "owed": 0, "paid": -60_400, "over": 10_000}


def test_credit_settles_a_later_bill_or_is_given_back(programme):
    january = billed(programme)
    with pytest.raises(RefusedError, match=r"credit\.nothing"):
        use_credit(bill=january, by=None, on=NOW)
    pay(january, 60_000, surplus=True)
    february = bill_of(january.fund, JANUARY + 1)
    with pytest.raises(RefusedError, match=r"credit\.too_much"):
        use_credit(bill=february, amount=9_601, by=None, on=NOW)
    use_credit(bill=february, amount=4_000, by=None, on=NOW)
    assert (bill_state(february).owed, credit_of(january.fund)) == (46_400, 5_600)
    with pytest.raises(RefusedError, match=r"credit\.too_much"):
        refund_credit(fund=january.fund, amount=5_601, returned_on=NOW, reference="BANK 1", by=None, on=NOW)
    for _ in range(2):
        refund_credit(fund=january.fund, amount=5_600, returned_on=NOW, reference="BANK 1", by=None, on=NOW)
    assert credit_of(january.fund) == 0
    assert balance(january.fund) == {"jkk": 60_000, "jkm": 40_800, "owed": -46_400, "paid": -60_000, "over": 0, "refund": 5_600}
    assert sum(balance(january.fund).values()) == 0
    with pytest.raises(IntegrityError, match=r"billing\.credit_below_zero"), transaction.atomic():
        Payment.objects.create(bill=january, kind="refund", amount=0, surplus=-1, paid_on=NOW, reference="x")


def test_a_wrong_payment_is_reversed_by_a_second_person_and_recorded_anew(programme):
    treasurer, owner = person_of(programme, Role.TREASURER), person_of(programme, Role.OWNER)
    bill = billed(programme)
    wrong = pay(bill, 50_000, "SP2D 1")
    with pytest.raises(InputError, match=r"reason\.missing"):
        reverse(wrong, " ", treasurer)
    asked = reverse(wrong, by=treasurer)
    assert bill_state(bill).paid == 50_000
    with pytest.raises(RefusedError, match=r"reversal\.waits"):
        reverse(wrong, by=treasurer)
    with pytest.raises(RefusedError, match=r"reversal\.own"):
        answer_reversal(reversal=asked, granted=True, by=treasurer, on=NOW)
    with pytest.raises(IntegrityError, match=r"billing\.own_reversal"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO billing_reversalanswer (reversal_id, granted, reason, "on", by_id) VALUES (%s, %s, '', %s, %s)""",
            [asked.pk, True, NOW, treasurer.pk],
        )
    answer = answer_reversal(reversal=asked, granted=True, by=owner, on=NOW)
    assert answer_reversal(reversal=asked, granted=True, by=owner, on=NOW) == answer
    with pytest.raises(RefusedError, match=r"reversal\.answered"):
        answer_reversal(reversal=asked, granted=False, reason="tidak jadi", by=owner, on=NOW)
    assert (bill_state(bill).paid, bill_state(bill).owed) == (0, 50_400)
    with pytest.raises(RefusedError, match=r"reversal\.impossible"):
        reverse(wrong, by=treasurer)
    again = pay(bill, 50_400, "SP2D 1")
    assert (again.entry, paid_months(bill.fund)) == (3, {JANUARY})
    assert [(one.kind, one.sides.get(Account.PAID)) for one in bookings_of(bill)] == [
        ("bill", None),
        ("sp2d", -50_000),
        ("reversal", 50_000),
        ("sp2d", -50_400),
    ]
    assert balance(bill.fund)["paid"] == -50_400


def test_a_refused_reversal_changes_nothing_and_the_machine_needs_no_second_person(programme):
    treasurer, owner = person_of(programme, Role.TREASURER), person_of(programme, Role.OWNER)
    bill = billed(programme)
    paid = pay(bill)
    asked = reverse(paid, by=treasurer)
    with pytest.raises(InputError, match=r"reason\.missing"):
        answer_reversal(reversal=asked, granted=False, by=owner, on=NOW)
    answer_reversal(reversal=asked, granted=False, reason="Sudah benar", by=owner, on=NOW)
    assert bill_state(bill).is_paid
    reverse(paid)
    assert (bill_state(bill).paid, Reversal.objects.count()) == (0, 2)


def test_a_payment_whose_credit_is_used_is_not_reversed_before_that(programme):
    january = billed(programme)
    paid = pay(january, 60_000, surplus=True)
    used = use_credit(bill=bill_of(january.fund, JANUARY + 1), by=None, on=NOW)
    with pytest.raises(RefusedError, match=r"reversal\.credit_used"):
        reverse(paid)
    reverse(used), reverse(paid)
    assert (credit_of(january.fund), balance(january.fund)["paid"]) == (0, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "sp2d", "amount": 0},
        {"kind": "sp2d", "amount": -1},
        {"kind": "credit", "amount": 5, "surplus": 0},
        {"kind": "refund", "amount": 1, "surplus": -1},
        {"kind": "reversal", "amount": -1},
    ],
)
def test_a_payment_fits_its_kind(programme, values):
    bill = billed(programme)
    pay(bill, 60_000, surplus=True)
    with pytest.raises(IntegrityError, match="payment_fits_its_kind"), transaction.atomic():
        Payment.objects.create(bill=bill, paid_on=NOW, reference="x", **values)


def test_the_database_keeps_a_bill_from_being_paid_twice(programme):
    bill = billed(programme)
    paid = pay(bill)
    with pytest.raises(IntegrityError, match=r"billing\.bill_overpaid"), transaction.atomic():
        Payment.objects.create(bill=bill, amount=1, paid_on=NOW, reference="x")
    with pytest.raises(IntegrityError, match=r"billing\.reversal_differs"), transaction.atomic():
        Payment.objects.create(bill=bill, kind="reversal", amount=-1, paid_on=NOW, reference="x", reverses=paid)


def test_spp_and_spm_and_what_the_papers_lack(programme):
    bill = billed(programme)
    for kind, number in (("SPP", "900/1"), ("SPM", "900/2"), ("SPM", " 900/2 ")):
        record_order(bill=bill, kind=kind, number=number, dated=date(2026, 1, 8), by=None, on=NOW)
    assert list(bill.orders.order_by("pk").values_list("kind", "number")) == [("SPP", "900/1"), ("SPM", "900/2")]
    for kind, number, dated in (("SP2D", "1", NOW), ("SPP", " ", NOW), ("SPP", "1", date(2027, 1, 1))):
        with pytest.raises(InputError, match=r"order\.unreadable"):
            record_order(bill=bill, kind=kind, number=number, dated=dated, by=None, on=NOW)
    assert [words.en for words in missing_of(bill.fund)] == [
        "the number of the DPA",
        "the budget account of JKK",
        "the budget account of JKM",
    ]


def test_the_slip_is_kept_and_opened_again(programme):
    treasurer, village = person_of(programme, Role.TREASURER), person_of(programme, Role.VILLAGE)
    paid = pay(billed(programme))
    slip = b"%PDF-1.7 bukti"
    proofs = [add_proof(payment=paid, content=slip, name="C:\\bukti transfer.pdf", by=treasurer, on=NOW) for _ in range(2)]
    assert proofs[0] == proofs[1]
    assert (proofs[0].document.name, open_proof(proof=proofs[0], by=treasurer, on=NOW)) == ("bukti transfer.pdf", slip)
    with pytest.raises(InputError, match=r"document\.kind"):
        add_proof(payment=paid, content=b"PK\x03\x04", name="bukti.pdf", by=treasurer, on=NOW)
    with pytest.raises(OutOfScopeError):
        open_proof(proof=proofs[0], by=village, on=NOW)


def test_late_months_and_their_fee_by_the_law():
    """BPU pays no fee (PP 44/2015 Pasal 22 names employers); a month begun counts whole."""
    due = date(2026, 1, 15)
    assert lateness(Segment.BPU, JANUARY, 50_400, due, due) is None
    late = lateness(Segment.BPU, JANUARY, 50_400, due, date(2026, 3, 16))
    assert (late.days, late.months, late.fee) == (60, 3, 0)
    assert "tanpa denda" in late.steps[0].words.id
    wage = lateness(Segment.NON_ASN, JANUARY, 100_000, due, date(2026, 1, 16))
    assert (wage.months, wage.steps[0].source != "") == (1, True)


def test_statement_and_trial_balance_by_month(programme):
    january = billed(programme)
    pay(january, 20_000), pay(january, 30_400, "SP2D 2")
    bill_of(january.fund, JANUARY + 1)
    fund = january.fund
    assert [(one.month, one.kind, one.debit, one.credit, one.balance) for one in statement(fund, Account.OWED)] == [
        (JANUARY, "bill", None, 50_400, -50_400),
        (JANUARY, "sp2d", 20_000, None, -30_400),
        (JANUARY, "sp2d", 30_400, None, 0),
        (JANUARY + 1, "bill", None, 50_400, -50_400),
    ]
    assert sum(one.left for one in trial_balance(fund)) == 0
    of_february = {one.account: one.left for one in trial_balance(fund, JANUARY + 1)}
    assert (of_february[Account.OWED], of_february[Account.PAID]) == (-50_400, 0)
    assert Posting.objects.count() == 3 * 2 + 2 * 2
    assert (Journal.objects.count(), closing_of(fund, JANUARY)) == (4, None)

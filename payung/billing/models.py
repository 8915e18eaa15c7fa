"""What is owed and what has been paid.

    Bill            one fund's contribution for one month: people, JKK and JKM lines, due date
    BillLine        one person in it
    PaymentCode     the code (kode iuran) that BPJS gave for a bill; a corrected one is a new version
    Order           the request (SPP) and the order (SPM) that lead to the SP2D of a bill
    Payment         what changes a bill and the fund's credit: money by an SP2D, credit set against a bill, a refund, or a reversal of these
    Proof           the bank's slip of a payment
    Reversal        somebody asks for a payment to be reversed; ReversalAnswer: what a second person says
    BpjsPosting     what BPJS says it has posted for a bill; BpjsLine: one person in it
    PostingColumn   what a title of such a file means at a place
    Reconciliation  list, bill, SP2D and posting held against each other; Difference: one person about whom they differ
    Closing         a month of a fund is closed; Accepted: what was open then, and why it was let stand; Reopening: the closing is undone
    Journal         one booking; Posting: one side of it

Invariants (by constraints and triggers on both databases): one bill a fund and month; a bill's sums are the sums of its lines; payments of a bill
are never above its total, and the credit of a fund never below zero; an SP2D pays one group only, and a payment code stands for one bill only; the
postings of a journal sum to zero and a journal without postings cannot exist (postings are written first, the journal closes them; so are the
lines of a BPJS posting and the differences of a reconciliation); nobody answers their own reversal; of a closed month nothing changes. None of
these rows ever changes: what was wrong is reversed.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.filing.models import Document
from payung.places.models import Place
from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person


class BillQuerySet(models.QuerySet["Bill"]):
    def fully_paid(self) -> Self:
        return self.annotate(paid=Sum("payments__amount")).filter(paid__gte=F("total"))


class Bill(models.Model):
    audit = "append_only"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="bills")
    month = MonthField()
    people = models.PositiveIntegerField()
    jkk = models.BigIntegerField()
    jkm = models.BigIntegerField()
    total = models.BigIntegerField()
    due_on = models.DateField()

    objects = BillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "month"], name="bill_once_a_month"),
            models.CheckConstraint(condition=Q(total=F("jkk") + F("jkm")), name="bill_total_is_sum"),
        ]


class BillLine(models.Model):
    audit = "append_only"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="lines", db_index=False)  # the unique key begins with it
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    jkk = models.BigIntegerField()
    jkm = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "person"], name="bill_line_once_a_person")]


class PaymentCode(models.Model):
    audit = "append_only"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="codes", db_index=False)  # the unique key begins with it
    version = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, default="", help_text="why it was corrected; empty for the first")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["code"], name="payment_code")]
        constraints = [
            models.UniqueConstraint(fields=["bill", "version"], name="payment_code_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="payment_code_says_why_corrected"),
        ]


class Order(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        SPP = "SPP"
        SPM = "SPM"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="orders", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=3, choices=Kind.choices)
    number = models.CharField(max_length=100)
    dated = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "kind", "number"], name="order_once")]


class Payment(models.Model):
    """`amount`: what it changes on the bill; `surplus`: what it changes in the fund's credit; an SP2D is the sum of both."""

    audit = "append_only"

    class Kind(models.TextChoices):
        SP2D = "sp2d"
        CREDIT = "credit"
        REFUND = "refund"
        REVERSAL = "reversal"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SP2D, db_default=Kind.SP2D)
    amount = models.BigIntegerField()
    surplus = models.BigIntegerField(default=0, db_default=0)
    paid_on = models.DateField()
    reference = models.CharField(max_length=100, help_text="number of the SP2D")
    entry = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="1, 2 …: a reference that was reversed may be recorded again")
    code = models.CharField(max_length=40, default="", db_default="", help_text="payment code that it was paid with, where it is known")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        indexes = [models.Index(fields=["reference"], name="payment_reference")]
        constraints = [
            models.UniqueConstraint(fields=["bill", "reference", "entry"], name="payment_reference_once"),
            models.CheckConstraint(
                condition=Q(kind="sp2d", amount__gte=0, surplus__gte=0, reverses=None) & (Q(amount__gt=0) | Q(surplus__gt=0))
                | Q(kind="credit", amount__gt=0, surplus=-F("amount"), reverses=None)
                | Q(kind="refund", amount=0, surplus__lt=0, reverses=None)
                | Q(kind="reversal", reverses__isnull=False),
                name="payment_fits_its_kind",
            ),
        ]


class Proof(models.Model):
    audit = "append_only"

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="proofs", db_index=False)  # the unique key begins with it
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payment", "document"], name="proof_once")]


class Reversal(models.Model):
    audit = "append_only"

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="reversals")
    reason = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reversal_says_why")]


class ReversalAnswer(models.Model):
    audit = "append_only"

    reversal = models.OneToOneField(Reversal, models.PROTECT, related_name="answer")
    granted = models.BooleanField()
    reason = models.CharField(max_length=300, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(granted=True) | ~Q(reason=""), name="reversal_answer_says_why_not")]


class BpjsPosting(models.Model):
    """`rows`: lines that name people; 0 where a branch only told the sums. One that `withdraws` another bears its sums below zero."""

    audit = "append_only"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="bpjs_postings")
    posted_on = models.DateField()
    people = models.IntegerField()
    amount = models.BigIntegerField()
    code = models.CharField(max_length=40, default="")
    rows = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=150, default="")
    sha256 = models.CharField(max_length=64, default="")
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, related_name="withdrawn_by")
    reason = models.CharField(max_length=300, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdraws=None, amount__gt=0, people__gte=0) | (Q(withdraws__isnull=False, amount__lt=0, rows=0) & ~Q(reason="")),
                name="bpjs_posting_has_a_sum",
            )
        ]


class BpjsLine(models.Model):
    """One row of a file of postings; `nik` null where it has none of sixteen digits, then `kpj`, the number of the participant, says who it is."""

    audit = "append_only"

    posting = models.ForeignKey(BpjsPosting, models.PROTECT, related_name="lines", db_index=False)  # the unique key begins with it
    row = models.PositiveIntegerField(help_text="as the file numbers it")
    nik = models.CharField(max_length=16, null=True)
    kpj = models.CharField(max_length=20, null=True)
    name = models.CharField(max_length=200, default="")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posting", "row"], name="bpjs_line_once")]
        indexes = [models.Index(fields=["kpj"], name="bpjs_line_kpj", condition=Q(kpj__isnull=False))]


class PostingColumn(models.Model):
    """What a title of a file of postings means at a place, confirmed once and remembered; `field` as in postings_file.FIELDS, or unused."""

    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # the unique key begins with it
    title = models.CharField(max_length=120, help_text="as header.header_key writes it")
    field = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "title"], name="posting_column_once")]


class Reconciliation(models.Model):
    """How list, bill, money and posting stood; `last_payment` and `last_posting`: the newest ones that it looked at (0: none)."""

    audit = "append_only"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="reconciliations", db_index=False)  # the unique key begins with it
    number = models.PositiveIntegerField()
    listed = models.PositiveIntegerField(help_text="people on the fund's list of the month")
    paid = models.BigIntegerField()
    posted = models.BigIntegerField()
    posted_people = models.IntegerField()
    by_person = models.BooleanField(help_text="whether every posting of the bill names its people")
    missing = models.PositiveIntegerField(help_text="on the list, not posted")
    extra = models.PositiveIntegerField(help_text="posted, not on the list")
    wrong = models.PositiveIntegerField(help_text="posted with another amount")
    twice = models.PositiveIntegerField(help_text="posted more than once")
    last_payment = models.BigIntegerField()
    last_posting = models.BigIntegerField()
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "number"], name="reconciliation_number_once")]


class Difference(models.Model):
    """`person`: null where the posting names somebody whom Payung does not know; `billed`, `posted`: rupiah; `times`: rows of the posting."""

    audit = "append_only"

    class Kind(models.TextChoices):
        MISSING = "missing"
        EXTRA = "extra"
        WRONG = "wrong"
        TWICE = "twice"

    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="differences", db_index=False)  # the index begins with it
    kind = models.CharField(max_length=8, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    nik = models.CharField(max_length=16, default="")
    kpj = models.CharField(max_length=20, default="")
    name = models.CharField(max_length=200, default="")
    billed = models.BigIntegerField()
    posted = models.BigIntegerField()
    times = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["reconciliation", "kind"], name="difference_of_a_kind")]


class ClosingQuerySet(models.QuerySet["Closing"]):
    def in_force(self) -> Self:
        return self.filter(reopening=None)


class Closing(models.Model):
    audit = "append_only"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="closings", db_index=False)  # the unique key begins with it
    month = MonthField()
    version = models.PositiveSmallIntegerField()
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ClosingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "month", "version"], name="closing_version_once")]


class Accepted(models.Model):
    """`what`: a code of billing.closing.OPEN; `amount`: its rupiah or people."""

    audit = "append_only"

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="accepted", db_index=False)  # the unique key begins with it
    what = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "what"], name="accepted_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="accepted_says_why"),
        ]


class Reopening(models.Model):
    audit = "append_only"

    closing = models.OneToOneField(Closing, models.PROTECT, related_name="reopening")
    reason = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reopening_says_why")]


class Account(models.TextChoices):
    """JKK and JKM: contributions incurred; owed to BPJS; paid out of the treasury; credit from what was paid above a bill; refunded by BPJS."""

    JKK = "jkk"
    JKM = "jkm"
    OWED = "owed"
    PAID = "paid"
    OVER = "over"
    REFUND = "refund"


class Journal(models.Model):
    audit = "append_only"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="journals")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="journals")
    booked_on = models.DateField()


class Posting(models.Model):
    audit = "append_only"

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="postings", db_index=False)  # the unique key begins with it
    account = models.CharField(max_length=8, choices=Account.choices)
    amount = models.BigIntegerField(help_text="rupiah; debit above zero, credit below")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journal", "account"], name="posting_account_once")]

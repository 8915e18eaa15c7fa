"""What is owed and what has been paid.

    Bill       one fund's contribution for one month: people, JKK and JKM lines, due date
    BillLine   one person in it
    Payment    money paid on a bill, by the number of its SP2D
    Journal    one booking; Posting: one side of it

Invariants: one bill a fund and month; a bill's sums are the sums of its lines; the postings of a journal sum to zero and a journal
without postings cannot exist (a trigger on both databases: postings are written first, the journal closes them); bills, lines, payments
and bookings never change.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q, Sum

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


class Payment(models.Model):
    audit = "append_only"

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=100, help_text="number of the SP2D")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "reference"], name="payment_reference_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
        ]


class Account(models.TextChoices):
    """JKK and JKM: contributions incurred; owed to BPJS; paid out of the treasury."""

    JKK = "jkk"
    JKM = "jkm"
    OWED = "owed"
    PAID = "paid"


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

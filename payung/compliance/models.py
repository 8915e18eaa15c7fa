"""Who was asked for what is missing, and what BPJS was asked to give back.

Reminder       one letter to a village or an office: its number (1, 2, 3 …) in the round, what it asks for, until when, who sent it on which day
OverpaidStep   of one line of a bill that was paid for nothing (billing/overpaid.py): asked back, or compensated, with the number of the letter
Entity, …      villages, offices and employers as payers, their arrears, letters and commitments, and the prosecutor's register: enrolment_models.py

Invariants: a reminder is to a village or to an office, never to both; on one day nobody gets two in a round; what was sent never changes; a line
is asked back once and compensated once.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.billing.models import BillLine
from payung.compliance.enrolment_models import (
    ArrearsColumn,
    ArrearsFact,
    ArrearsFile,
    ArrearsLetter,
    ArrearsPayment,
    Commitment,
    EnrolmentFact,
    Entity,
    LetterStep,
    Referral,
    RefusedRow,
    Skk,
    SkkStep,
)
from payung.places.models import Office, Place
from payung.registry.models import Round

__all__ = [
    "ArrearsColumn",
    "ArrearsFact",
    "ArrearsFile",
    "ArrearsLetter",
    "ArrearsPayment",
    "Commitment",
    "EnrolmentFact",
    "Entity",
    "LetterStep",
    "OverpaidStep",
    "Referral",
    "RefusedRow",
    "Reminder",
    "Skk",
    "SkkStep",
]


class Reminder(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        """What it asks for: the list, or corrections of rows in it."""

        NOT_SENT = "not_sent"
        CORRECTIONS = "corrections"

    round = models.ForeignKey(Round, models.PROTECT, related_name="reminders")
    village = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(help_text="the first, second, third … to this addressee in the round")
    rows = models.PositiveIntegerField(default=0, help_text="rows that were waiting to be corrected that day")
    reference = models.CharField(max_length=100, default="", help_text="number of the letter; empty: written by hand")
    due_on = models.DateField(null=True, help_text="the day it names")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(village__isnull=False, office__isnull=True) | Q(village__isnull=True, office__isnull=False), name="reminder_to_one"
            ),
            models.UniqueConstraint(fields=["round", "village", "on"], condition=Q(village__isnull=False), name="reminder_village_once_a_day"),
            models.UniqueConstraint(fields=["round", "office", "on"], condition=Q(office__isnull=False), name="reminder_office_once_a_day"),
            models.CheckConstraint(condition=Q(kind__in=["not_sent", "corrections"]), name="reminder_kind_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reminder_number_from_one"),
            models.CheckConstraint(condition=Q(due_on__isnull=True) | Q(due_on__gte=F("on")), name="reminder_due_is_ahead"),
        ]


class OverpaidStep(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        ASKED = "asked"
        COMPENSATED = "compensated"

    line = models.ForeignKey(BillLine, models.PROTECT, related_name="+", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reference = models.CharField(max_length=100, default="", help_text="number of the letter, or of the answer")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "kind"], name="overpaid_step_once"),
            models.CheckConstraint(condition=Q(kind__in=["asked", "compensated"]), name="overpaid_step_known"),
        ]

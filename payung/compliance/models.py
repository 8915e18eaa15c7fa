"""Who was asked for what is missing, what BPJS was asked to give back, which duties are met, and what was promised.

Reminder       one letter to a village or an office: its number (1, 2, 3 …) in the round, what it asks for, until when, who sent it on which day
OverpaidStep   of one line of a bill that was paid for nothing (billing/overpaid.py): asked back, or compensated, with the number of the letter
Entity, …      villages, offices and employers as payers, their arrears, letters and commitments, and the prosecutor's register: enrolment_models.py

Instrument     a regulation or agreement of a place, or the nation's: number, dates, scope, parties, file
Citation       a number and year under which an instrument is cited somewhere; Ruling: which of them is right, who said so and why
DutyEvidence   what shows that an addressee of Inpres 2/2021 did something of a duty (duties.yaml)
Meeting        an audience, coordination meeting, focus group or monitoring; Guest: who is invited and who came; Resolution: what was decided
FollowUp       what somebody promised, in a meeting or by an instrument; FollowUpStep: opened, moved, done, dropped, with who and when
Outreach       an event with its counts: people, villages, enrolled afterwards

Invariants: a reminder is to a village or to an office, never to both; on one day nobody gets two in a round; what was sent never changes; a line
is asked back once and compensated once. A citation names one instrument; rulings and steps are only added. A promise has one origin and a first step.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.billing.models import BillLine
from payung.compliance.duty_models import Citation as Citation
from payung.compliance.duty_models import DutyEvidence as DutyEvidence
from payung.compliance.duty_models import Instrument as Instrument
from payung.compliance.duty_models import Ruling as Ruling
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
from payung.compliance.meeting_models import FollowUp as FollowUp
from payung.compliance.meeting_models import FollowUpStep as FollowUpStep
from payung.compliance.meeting_models import Guest as Guest
from payung.compliance.meeting_models import Meeting as Meeting
from payung.compliance.meeting_models import Outreach as Outreach
from payung.compliance.meeting_models import Resolution as Resolution
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

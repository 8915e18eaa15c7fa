"""Who has to enrol people and pay for them: villages for their officials, offices (OPD), employers; what is known of each, and what was asked of it.

    Entity           one payer: a village, or an office; of an employer also its industry and size
    EnrolmentFact    what somebody said of its enrolment on a day: enrolled or not, number (NPP), since when, how many workers of how many
    ArrearsFact      what somebody said it owes on a day: paid through which month, months, rupiah
    ArrearsFile      a file of arrears that was imported; RefusedRow: a row of it that could not be used; ArrearsColumn: what a title of it means
    ArrearsLetter    letter 1, 2 or 3 to an entity; LetterStep: it was sent, it was received
    Commitment       what an entity promised: how much, by when, in how many parts
    ArrearsPayment   what it paid of its arrears
    Referral         entities handed over to the prosecutor's office (Kejari) by one letter
    Skk              one of them: the special power of attorney (SKK) for it; SkkStep: a summons, instalments, a closing

Invariants: an entity is a village or an office, and each is one entity; facts, letters and payments never change; a file is imported once a place;
on one day nobody gets two letters, and a letter is sent and received once; an SKK that is open is the only one of its entity; what is paid of an
SKK is never above its amount (a trigger).
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.law.join import Size
from payung.places.models import Office, Place
from payung.registry.fields import MonthField


class EntityKind(models.TextChoices):
    VILLAGE = "village"
    OPD = "opd"
    EMPLOYER = "employer"


class Entity(models.Model):
    audit = "changes"

    Kind = EntityKind

    kind = models.CharField(max_length=8, choices=EntityKind.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", help_text="the village itself, or where the office sits")
    office = models.OneToOneField(Office, models.PROTECT, null=True, related_name="entity")
    industry = models.CharField(max_length=1, default="", help_text="of an employer: the section of KBLI, A to U; empty: not known")
    size = models.CharField(
        max_length=6, choices=[(size.value, size.value) for size in Size], default="", help_text="of an employer; empty: not known"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(kind="village"), name="entity_village_once"),
            models.CheckConstraint(
                condition=Q(kind="village", office=None) | Q(kind__in=["opd", "employer"], office__isnull=False), name="entity_is_one"
            ),
            models.CheckConstraint(condition=Q(kind="employer") | Q(industry="", size=""), name="entity_industry_of_employers"),
        ]

    @property
    def key(self) -> str:
        """How addresses and files name it: "desa-74.05.01.2003", "kantor-12"."""
        return f"desa-{self.place_id}" if self.kind == EntityKind.VILLAGE else f"kantor-{self.office_id}"


class ArrearsFile(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # the unique key begins with it
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=150)
    source = models.CharField(max_length=150, help_text="who gave it")
    as_of = models.DateField()
    rows = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "sha256"], name="arrears_file_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("rows")), name="arrears_file_takes_its_rows"),
        ]


class RefusedRow(models.Model):
    audit = "append_only"

    file = models.ForeignKey(ArrearsFile, models.PROTECT, related_name="refused")
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField()
    named = models.CharField(max_length=200, help_text="as the row names the entity")
    why = models.CharField(max_length=20, help_text="code of arrears_file.WHY")


class ArrearsColumn(models.Model):
    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # the unique key begins with it
    title = models.CharField(max_length=120, help_text="as intake/read/header.py compares titles")
    field = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "title"], name="arrears_column_once")]


class _Said(models.Model):
    """Of an entity, as of a day, by a source; typed, or a row of a file."""

    as_of = models.DateField()
    source = models.CharField(max_length=150)
    file = models.ForeignKey(ArrearsFile, models.PROTECT, null=True, related_name="+", help_text="none: typed")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


class EnrolmentFact(_Said):
    audit = "append_only"

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="enrolment_facts", db_index=False)  # the index begins with it
    enrolled = models.BooleanField()
    npp = models.CharField(max_length=30, default="", help_text="number of the employer or group (NPP, wadah) at BPJS")
    since = models.DateField(null=True)
    workers = models.PositiveIntegerField(null=True, help_text="who work for it")
    registered = models.PositiveIntegerField(null=True, help_text="of them, those enrolled")

    class Meta:
        indexes = [
            models.Index(fields=["entity", "-as_of", "-id"], name="enrolment_fact_newest"),
            models.Index(fields=["npp"], name="enrolment_fact_npp"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(workers=None) | Q(registered=None) | Q(registered__lte=F("workers")), name="enrolment_fact_counts_its_workers"
            ),
            models.CheckConstraint(condition=Q(enrolled=True) | Q(npp="", since=None), name="enrolment_fact_number_of_the_enrolled"),
        ]


class ArrearsFact(_Said):
    audit = "append_only"

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="arrears_facts", db_index=False)  # the index begins with it
    paid_through = MonthField(null=True, help_text="the last month that is paid; none: not known")
    months = models.PositiveSmallIntegerField(help_text="months owed")
    owed = models.BigIntegerField(help_text="rupiah")

    class Meta:
        indexes = [models.Index(fields=["entity", "-as_of", "-id"], name="arrears_fact_newest")]
        constraints = [models.CheckConstraint(condition=Q(months=0, owed=0) | Q(months__gt=0, owed__gt=0), name="arrears_fact_months_and_rupiah")]


class ArrearsLetter(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        """What it asks for: payment, or enrolment."""

        PAY = "pay"
        ENROL = "enrol"

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="letters", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=5, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(help_text="letter 1, 2 or 3")
    reference = models.CharField(max_length=100, default="", help_text="number of the letter; empty: written by hand")
    on = models.DateField()
    due_on = models.DateField(help_text="the day until which it asks for an answer")
    npp = models.CharField(max_length=30, default="")
    paid_through = MonthField(null=True)
    months = models.PositiveSmallIntegerField(default=0)
    owed = models.BigIntegerField(default=0, help_text="rupiah that day")
    as_of = models.DateField(null=True, help_text="the day of the information on which it rests")
    source = models.CharField(max_length=150, default="")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["on"], name="arrears_letter_day")]
        constraints = [
            models.UniqueConstraint(fields=["entity", "on"], name="arrears_letter_once_a_day"),
            models.CheckConstraint(condition=Q(number__range=(1, 3)), name="arrears_letter_one_to_three"),
            models.CheckConstraint(condition=Q(due_on__gt=F("on")), name="arrears_letter_due_is_ahead"),
            models.CheckConstraint(
                condition=Q(kind="pay", months__gt=0, owed__gt=0) | Q(kind="enrol", months=0, owed=0), name="arrears_letter_fits_its_kind"
            ),
        ]


class LetterStep(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        SENT = "sent"
        RECEIVED = "received"

    letter = models.ForeignKey(ArrearsLetter, models.PROTECT, related_name="steps", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=8, choices=Kind.choices)
    happened_on = models.DateField()
    note = models.CharField(max_length=150, default="", help_text="how it was sent, or who took it")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "kind"], name="letter_step_once"),
            models.CheckConstraint(condition=Q(kind__in=["sent", "received"]), name="letter_step_known"),
        ]


class Referral(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    to = models.CharField(max_length=150, help_text="the prosecutor's office")
    reference = models.CharField(max_length=100, default="", help_text="number of the letter; empty: written by hand")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    at = models.DateTimeField(db_default=Now())


class Skk(models.Model):
    audit = "changes"

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="skks")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="skks")
    npp = models.CharField(max_length=30, default="")
    months = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(help_text="rupiah handed over")
    letters = models.JSONField(default=list, help_text="days of letters 1, 2 and 3")
    number = models.CharField(max_length=100, default="", help_text="empty: not issued yet")
    dated = models.DateField(null=True)
    closed_on = models.DateField(null=True, help_text="ended without everything being paid, or paid in full")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity"], condition=Q(closed_on=None), name="skk_open_once"),
            models.UniqueConstraint(fields=["referral", "entity"], name="skk_once_a_referral"),
            models.CheckConstraint(condition=Q(amount__gt=0, months__gt=0), name="skk_asks_for_something"),
            models.CheckConstraint(condition=Q(number="", dated=None) | Q(number__gt="", dated__isnull=False), name="skk_number_and_day"),
        ]


class SkkStep(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        """A summons (up to three), instalments agreed, or closed without everything being paid."""

        SUMMONS = "summons"
        INSTALMENTS = "instalments"
        CLOSED = "closed"

    skk = models.ForeignKey(Skk, models.PROTECT, related_name="steps", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=11, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 of its kind")
    happened_on = models.DateField()
    came = models.BooleanField(null=True, help_text="to a summons; none: not known yet")
    who = models.CharField(max_length=150, default="", help_text="who came")
    note = models.CharField(max_length=300, default="")
    parts = models.PositiveSmallIntegerField(null=True, help_text="of instalments")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skk", "kind", "number"], name="skk_step_once"),
            models.CheckConstraint(
                condition=Q(kind="summons", number__range=(1, 3)) | Q(kind__in=["instalments", "closed"]), name="skk_three_summonses"
            ),
            models.CheckConstraint(condition=~Q(kind="instalments") | Q(parts__gte=2), name="skk_instalments_are_several"),
        ]


class Commitment(models.Model):
    audit = "append_only"

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="commitments")
    letter = models.ForeignKey(ArrearsLetter, models.PROTECT, null=True, related_name="+", help_text="the letter that it answers")
    promised_on = models.DateField(help_text="the day of the answer")
    amount = models.BigIntegerField(help_text="rupiah in all")
    due_on = models.DateField(help_text="by when the first part is paid")
    parts = models.PositiveSmallIntegerField(default=1, help_text="a month apart")
    said_by = models.CharField(max_length=150, default="", help_text="who promised, and how")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "promised_on", "amount", "due_on", "parts"], name="commitment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, parts__range=(1, 60), due_on__gte=F("promised_on")), name="commitment_is_ahead"),
        ]


class ArrearsPayment(models.Model):
    audit = "append_only"

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="payments", db_index=False)  # the unique key begins with it
    skk = models.ForeignKey(Skk, models.PROTECT, null=True, related_name="payments", help_text="none: before it was handed over")
    amount = models.BigIntegerField(help_text="rupiah")
    paid_on = models.DateField()
    reference = models.CharField(max_length=100, help_text="number of the slip")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "reference"], name="arrears_payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="arrears_payment_is_positive"),
        ]

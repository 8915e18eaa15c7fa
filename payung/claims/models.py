"""From a death or an accident to the money in the heir's own account.

    Case           one event: somebody died or had an accident on a day; whose cover it is asked of, where they lived, what the cause was
    Injury         what an accident did, as the doctor's and the office's papers say; the newest counts
    Report         one telling of it, by whom and by which way; the second report of an event finds the case of the first
    Step           one entry of a case's course: which step, begun, done or late and why, by whom, due when; the newest of a step counts
    Relative       somebody of the family, as told and as proven; a guardian may stand for a minor
    Paper          one paper that the case needs: missing, asked for, here, accepted; its scan
    Told           what BPJS says that it pays: line and amount, and on which day it paid
    Confirmation   somebody heard from the heir that the money has come, and how much; it takes two independent people
    Consent        the family agrees, or does not, that a name and a picture become public
    Scholar        a child with a right to the scholarship; SchoolYear: one year of it, its proof and its payment
    Flag           something that an auditor should look at, and what they found; never an accusation

Invariants: a person dies once (one case), and has one accident a day; what was reported, told, confirmed, consented and entered as a step never
changes; two confirmations of a case are by two people, neither of whom sent the report as a family helper; no bank data anywhere.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from payung.accounts.models import Role, User
from payung.filing.models import Document
from payung.law.relation import Relation
from payung.places.models import Office, Place
from payung.registry.models import Person, RegisterEntry


class Case(models.Model):
    audit = "changes"

    class Kind(models.TextChoices):
        DEATH = "death"
        ACCIDENT = "accident"

    class Cause(models.TextChoices):
        """WORK: an accident at or for the work, or an occupational disease; UNKNOWN: not told yet, which is asked for first."""

        WORK = "work"
        OTHER = "other"
        UNKNOWN = "unknown"

    class State(models.TextChoices):
        """OPEN until the heir has the money; REFUSED: nothing is due; WITHDRAWN: reported by mistake (the person lives, or it is another)."""

        OPEN = "open"
        CLOSED = "closed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases", help_text="none: not found in the data yet")
    nik = models.CharField(max_length=16, default="", help_text="as told, where the person is not found")
    name = models.CharField(max_length=200, help_text="as told")
    birth_date = models.DateField(null=True, help_text="as told")
    happened_on = models.DateField()
    happened_at = models.CharField(max_length=200, default="", help_text="where it happened, as told")
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.UNKNOWN)
    story = models.CharField(max_length=1000, default="", help_text="how it happened, as told")
    village = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="where the person lived: whose case it is")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", help_text="the office whose staff the person was")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, default="", help_text="why it was withdrawn, or nothing is due")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(kind="death") & ~Q(state="withdrawn"), name="case_one_death_a_person"),
            models.UniqueConstraint(
                fields=["person", "happened_on"], condition=Q(kind="accident") & ~Q(state="withdrawn"), name="case_one_accident_a_day"
            ),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(name=""), name="case_is_about_somebody"),
            models.CheckConstraint(condition=Q(closed_on__isnull=True) | ~Q(state="open"), name="case_open_is_not_closed"),
        ]
        indexes = [
            models.Index(fields=["village"], name="case_village", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["happened_on"], name="case_happened_on"),
            models.Index(fields=["nik"], name="case_nik"),
        ]


class Injury(models.Model):
    audit = "append_only"

    case = models.ForeignKey(Case, models.PROTECT, related_name="injuries")
    given = models.JSONField(default=dict, help_text="as law.accident asks: parts, total, left_handed, days_off, transport, …")
    settled_on = models.DateField(null=True, help_text="recovered, or the disability is established: stage II counts from it")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())


class Report(models.Model):
    audit = "append_only"

    class Way(models.TextChoices):
        VILLAGE = "village"
        OFFICE = "office"
        HELPER = "helper"  # a family's helper: RT, neighbour, relative
        REGISTER = "register"
        HOSPITAL = "hospital"
        LABOUR_OFFICE = "labour_office"
        BPJS = "bpjs"

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    way = models.CharField(max_length=14, choices=Way.choices)
    told_by = models.CharField(max_length=120, default="", help_text="the name of whoever told it")
    phone = models.CharField(max_length=40, default="", help_text="theirs")
    helps = models.BooleanField(default=False, help_text="whoever told it helps the family with the claim")
    entry = models.ForeignKey(RegisterEntry, models.PROTECT, null=True, related_name="+", help_text="the line of the register of deaths")
    told = models.CharField(max_length=1000, default="", help_text="what differed from what the case held then")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "entry"], condition=Q(entry__isnull=False), name="report_of_an_entry_once"),
        ]


class Step(models.Model):
    audit = "append_only"

    class State(models.TextChoices):
        DUE = "due"
        DONE = "done"
        DELAYED = "delayed"
        SKIPPED = "skipped"

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=30, help_text="a key of claims.course.COURSE")
    state = models.CharField(max_length=8, choices=State.choices)
    owner = models.CharField(max_length=20, choices=Role.choices, help_text="whose turn it is")
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, default="", help_text="why it is late, or not needed")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=["delayed", "skipped"]) | ~Q(reason=""), name="step_says_why"),
        ]
        indexes = [models.Index(fields=["case", "key"], name="step_of_a_case")]


class Relative(models.Model):
    audit = "changes"

    case = models.ForeignKey(Case, models.PROTECT, related_name="relatives")
    relation = models.CharField(max_length=14, choices=[(one.value, one.value) for one in Relation])
    name = models.CharField(max_length=200)
    nik = models.CharField(max_length=16, default="")
    birth_date = models.DateField(null=True)
    phone = models.CharField(max_length=40, default="")
    alive = models.BooleanField(default=True)
    married_on = models.DateField(null=True)
    works_since = models.DateField(null=True)
    named_in_will = models.BooleanField(default=False)
    guardian = models.ForeignKey("self", models.PROTECT, null=True, related_name="wards")
    proven = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", help_text="family card, birth or marriage certificate")
    crossed_out = models.CharField(max_length=200, default="", help_text="why this line does not count; empty: it does")


class Paper(models.Model):
    audit = "changes"

    class State(models.TextChoices):
        MISSING = "missing"
        ASKED = "asked"
        HERE = "here"
        ACCEPTED = "accepted"
        NOT_NEEDED = "not_needed"

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    key = models.CharField(max_length=40, help_text="a key of claims/papers.yaml")
    relative = models.ForeignKey(Relative, models.PROTECT, null=True, related_name="papers")
    state = models.CharField(max_length=10, choices=State.choices, default=State.MISSING)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], condition=Q(relative__isnull=True), name="paper_once_a_case"),
            models.UniqueConstraint(fields=["case", "key", "relative"], condition=Q(relative__isnull=False), name="paper_once_a_relative"),
        ]


class Told(models.Model):
    audit = "append_only"

    case = models.ForeignKey(Case, models.PROTECT, related_name="told")
    line = models.CharField(max_length=20, help_text="as the law's lines: DEATH, PERIODIC, FUNERAL, SCHOLARSHIP, …")
    amount = models.BigIntegerField(help_text="rupiah")
    paid_on = models.DateField(null=True, help_text="the day BPJS says it paid; none: decided, not paid yet")
    reference = models.CharField(max_length=100, default="", help_text="BPJS's number of the decision or the payment")
    why = models.CharField(max_length=300, default="", help_text="what explains a difference from what was expected")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="told_not_negative")]


class Confirmation(models.Model):
    audit = "append_only"

    class Way(models.TextChoices):
        VISIT = "visit"
        PHONE = "phone"

    case = models.ForeignKey(Case, models.PROTECT, related_name="confirmations")
    heir = models.ForeignKey(Relative, models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices)
    has_come = models.BooleanField(help_text="no: the heir says that it has not, or not all of it")
    amount = models.BigIntegerField(help_text="rupiah that the heir says has come")
    note = models.CharField(max_length=300, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="confirmed_not_negative"),
            models.UniqueConstraint(fields=["case", "heir", "by", "on"], name="confirmation_once_a_day"),
        ]


class Consent(models.Model):
    audit = "append_only"

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    relative = models.ForeignKey(Relative, models.PROTECT, related_name="+")
    name_public = models.BooleanField()
    picture_public = models.BooleanField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", help_text="signed by the relative")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())


class Scholar(models.Model):
    audit = "changes"

    case = models.ForeignKey(Case, models.PROTECT, related_name="scholars")
    relative = models.OneToOneField(Relative, models.PROTECT, related_name="scholar")
    level = models.CharField(max_length=3, help_text="law.scholarship.Level at the death")
    grade = models.PositiveSmallIntegerField(help_text="1 is the first year of the level")
    ended_on = models.DateField(null=True, help_text="before the age of 23: married, works, left school")
    ended_why = models.CharField(max_length=20, default="")


class SchoolYear(models.Model):
    audit = "changes"

    class State(models.TextChoices):
        """PLANNED: its time has not come; DUE: proof is awaited; PROVEN: proof is here; PAID: BPJS paid; MISSED: nobody proved it in time."""

        PLANNED = "planned"
        DUE = "due"
        PROVEN = "proven"
        PAID = "paid"
        MISSED = "missed"

    scholar = models.ForeignKey(Scholar, models.PROTECT, related_name="years")
    first = models.PositiveSmallIntegerField(help_text="the year in which the school year begins")
    level = models.CharField(max_length=3)
    number = models.PositiveSmallIntegerField(help_text="year of the level, from 1")
    expected = models.BigIntegerField(help_text="rupiah by the law")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    proof = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    paid = models.BigIntegerField(null=True, help_text="rupiah that came")
    paid_on = models.DateField(null=True)
    why = models.CharField(max_length=300, default="", help_text="what explains a difference from what was expected")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scholar", "first"], name="school_year_once")]


class Flag(models.Model):
    audit = "append_only"

    case = models.ForeignKey(Case, models.PROTECT, related_name="flags")
    key = models.CharField(max_length=30, help_text="a key of claims.red_flags.FLAGS")
    found = models.CharField(max_length=300, help_text="what was seen, in figures and case numbers")
    outcome = models.CharField(max_length=20, default="", help_text="what the auditor found; empty: the flag as it was raised")
    note = models.CharField(max_length=300, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

"""Samples that auditors drew, and what they found out about each line.

    Sample         so many people (or people in a month) of a fund's list: strata, size, seed, and the fingerprint of the list they were drawn from
    SampleLine     one of them: a person, and the month where the strata are months
    SampleAnswer   what the auditor found: as it should be, not so, not found yet; a later answer is a new row

Invariants: a sample has as many lines as it says and takes no more (a trigger on both databases: lines are written first, the sample closes
them); nothing is ever changed, so the same seed over the same list gives the same sample again, which is then that one.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person


class Sample(models.Model):
    audit = "append_only"

    class Strata(models.TextChoices):
        VILLAGE = "village"
        MONTH = "month"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")
    first_month = MonthField()
    last_month = MonthField()
    strata = models.CharField(max_length=8, choices=Strata.choices)
    size = models.PositiveIntegerField()
    population = models.PositiveIntegerField(help_text="people, or people in months, from which it was drawn")
    confidence = models.PositiveSmallIntegerField(null=True, help_text="percent; none: the size was given")
    error = models.PositiveSmallIntegerField(null=True, help_text="percent that the share may be wrong by; none: the size was given")
    seed = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the list it was drawn from")
    drawn_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "first_month", "last_month", "strata", "size", "seed", "fingerprint"], name="sample_once"),
            models.CheckConstraint(condition=Q(strata__in=["village", "month"]), name="sample_strata_known"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=models.F("population")), name="sample_size_within_population"),
            models.CheckConstraint(condition=Q(last_month__gte=models.F("first_month")), name="sample_months_in_order"),
        ]


class SampleLine(models.Model):
    audit = "append_only"

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="lines", db_index=False)  # the unique key begins with it
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    month = MonthField(null=True)
    stratum = models.CharField(max_length=13, help_text="code of the village, or the month as 2026-01; empty: no village is known")
    amount = models.BigIntegerField(help_text="rupiah billed for the person in the months of the sample, that day")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "number"], name="sample_line_once")]


class SampleAnswer(models.Model):
    audit = "append_only"

    class Result(models.TextChoices):
        AGREES = "agrees"
        DIFFERS = "differs"
        OPEN = "open"

    line = models.ForeignKey(SampleLine, models.PROTECT, related_name="answers", db_index=False)  # the unique key begins with it
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … of this line")
    result = models.CharField(max_length=8, choices=Result.choices)
    note = models.CharField(max_length=500, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="sample_answer_once"),
            models.CheckConstraint(condition=Q(result__in=["agrees", "differs", "open"]), name="sample_answer_known"),
            models.CheckConstraint(condition=~Q(result="differs") | ~Q(note=""), name="sample_answer_says_what_differs"),
        ]

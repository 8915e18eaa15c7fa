"""Who is on which fund's list in which month.

    Membership   a person on a fund's list from a month on, until a last month once they have left
    Change       one entry of the monthly changes (mutasi): who came in or went out, and why; never altered

Before a change is entered, those who know the people are asked (round_actions.py, plan_actions.py):

    RoundDay       the day of the month on which a regency asks; where it has none, the day of round_day.yaml
    ChangeRound    the question of one fund and month: who of last month's list has died, moved, found work …
    Mark           what somebody, or a register, says of one person in it; a later mark of the same side counts instead
    RoundAnswer    a village or an office says that its marks are complete; the key is the receipt's number
    ChangePlan     who leaves and who comes in because of the marks, made ready by one person; PlannedChange: one of them
    PlanAnswer     the answer of a second person to it: done, or sent back with a reason

Invariants: spells of one person never overlap, on one fund's list or on two (a trigger), so nobody is paid for twice in a month; nothing is
deleted, leaving closes the spell, and whoever leaves before the first month keeps a spell of no month; a month that has been billed does
not change any more (a trigger of billing). A fund has one round a month; marks, answers, plans and answers to plans never change; nobody
answers a plan that they made ready themselves (a trigger), and each plan has one answer.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.places.models import Office, Place
from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person, Register
from payung.values.month import Month


class Reason(models.TextChoices):
    """Why somebody comes in or goes out; `value` is stored."""

    DETERMINED = "determined"
    REPLACEMENT = "replacement"
    CORRECTION = "correction"
    DECEASED = "deceased"
    EMPLOYED = "employed"
    MIGRANT = "migrant"
    MOVED = "moved"
    SELF_PAYING = "self_paying"
    DUPLICATE = "duplicate"
    NOT_ELIGIBLE = "not_eligible"
    TOO_OLD = "too_old"
    OTHER_FUND = "other_fund"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, month: Month) -> Self:
        """On a list in that month; nobody is before a fund's first month and after its last."""
        listed = Q(last_month__isnull=True) | Q(last_month__gte=month)
        return self.filter(listed, first_month__lte=month, fund__first_month__lte=month, fund__last_month__gte=month)


class Membership(models.Model):
    audit = "changes"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="memberships", db_index=False)  # the index below begins with it
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    first_month = MonthField()
    last_month = MonthField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "person"], condition=Q(last_month__isnull=True), name="membership_open_once"),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("first_month") - 1), name="membership_ends_after_start"
            ),
        ]
        # whoever comes in is looked for on this list; an index of the fund alone would show the whole of it
        indexes = [models.Index(fields=["fund", "person"], name="membership_of_a_fund")]


class Change(models.Model):
    audit = "append_only"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="changes", db_index=False)  # the index below begins with it
    month = MonthField(help_text="the first month in which the list is different")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    happened_on = models.DateField(null=True)
    note = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="change_direction_known")]
        indexes = [models.Index(fields=["fund", "month"], name="change_of_a_month")]


class RoundDay(models.Model):
    audit = "changes"

    place = models.OneToOneField(Place, models.PROTECT, related_name="+")
    day = models.PositiveSmallIntegerField(help_text="of the month before the one whose list it is about")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(day__gte=1, day__lte=28), name="round_day_is_in_every_month")]


class ChangeRound(models.Model):
    audit = "append_only"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="change_rounds", db_index=False)  # the unique key begins with it
    month = MonthField(help_text="the first month in which the list is different")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "month"], name="change_round_once_a_month")]

    @property
    def shown(self) -> Month:
        """The month whose list is asked about: the one before, or in a fund's first month this one."""
        first: Month = self.fund.first_month
        return max(Month(self.month.no - 1), first)


class Mark(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        """What is said of a person; those who leave bear the names of Reason."""

        STILL = "still"
        DECEASED = "deceased"
        EMPLOYED = "employed"
        MIGRANT = "migrant"
        MOVED = "moved"
        SELF_PAYING = "self_paying"
        OTHER = "other"

    class Side(models.TextChoices):
        """Who says it. Where sides disagree, the operator's later word counts."""

        VILLAGE = "village"
        OFFICE = "office"
        REGISTER = "register"
        OPERATOR = "operator"

    round = models.ForeignKey(ChangeRound, models.PROTECT, related_name="marks", db_index=False)  # the index below begins with it
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    happened_on = models.DateField(null=True)
    note = models.CharField(max_length=300, default="")
    side = models.CharField(max_length=8, choices=Side.choices)
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="+", db_index=False, help_text="the version that says it")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False, help_text="none: the command line")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["still", "deceased", "employed", "migrant", "moved", "self_paying", "other"]), name="mark_kind_known"
            ),
            models.CheckConstraint(condition=Q(side__in=["village", "office", "register", "operator"]), name="mark_side_known"),
        ]
        indexes = [models.Index(fields=["round", "person"], name="mark_of_a_person")]


class RoundAnswer(models.Model):
    audit = "append_only"

    round = models.ForeignKey(ChangeRound, models.PROTECT, related_name="answers")
    village = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField(help_text="on the list that it is about")
    marked = models.PositiveIntegerField(help_text="of them, marked one by one; the others are said to be working as before")
    leaving = models.PositiveIntegerField(help_text="of them, said to have died, moved and so on")
    last_mark = models.BigIntegerField(help_text="key of the newest mark that it holds, 0: none")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(village__isnull=False, office__isnull=True) | Q(village__isnull=True, office__isnull=False), name="round_answer_of_one"
            ),
            models.CheckConstraint(condition=Q(marked__lte=F("people")), name="round_answer_marks_no_more_than_there_are"),
        ]

    @property
    def receipt(self) -> str:
        return f"MUT-{self.round.month}-{self.pk:05d}"


class ChangePlan(models.Model):
    audit = "append_only"

    round = models.ForeignKey(ChangeRound, models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    leaving = models.PositiveIntegerField()
    coming = models.PositiveIntegerField()
    saved = models.BigIntegerField(help_text="rupiah to the fund's end of those who leave")
    cost = models.BigIntegerField(help_text="rupiah to the fund's end of those who come in")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="who made it ready; none: the command line")
    made_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="change_plan_version_once")]


class PlannedChange(models.Model):
    audit = "append_only"

    plan = models.ForeignKey(ChangePlan, models.PROTECT, related_name="lines", db_index=False)  # the unique key begins with it
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    happened_on = models.DateField(null=True)
    note = models.CharField(max_length=300, default="")
    months = models.PositiveSmallIntegerField(help_text="to the fund's end")
    rupiah = models.BigIntegerField(help_text="of these months: saved by whoever leaves, paid for whoever comes in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="planned_change_once_a_person"),
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="planned_change_direction_known"),
        ]


class PlanAnswer(models.Model):
    audit = "append_only"

    plan = models.OneToOneField(ChangePlan, models.PROTECT, related_name="answer")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    on = models.DateField()
    granted = models.BooleanField(help_text="yes: the list was changed in the same act; no: sent back")
    reason = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(granted=True) | ~Q(reason=""), name="plan_answer_says_why_not")]

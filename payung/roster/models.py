"""Who is on which fund's list in which month.

    Membership   a person on a fund's list from a month on, until a last month once they have left
    Change       one entry of the monthly changes (mutasi): who came in or went out, and why; never altered

Invariants: spells of one person on one fund never overlap (a trigger), so a person is on a fund's list at most once a month; nothing is
deleted, leaving closes the spell, and whoever leaves before the first month keeps a spell of no month; a month that has been billed does
not change any more (a trigger of billing).
"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person
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
        # every row that is written looks for others of its person and fund; an index of the fund alone would show it the whole list
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

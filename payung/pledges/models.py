"""One civil servant pays for one worker (SERTAKAN): what was promised and what was paid.

    Pledge       a giver of an office pays for a named worker in these months, out of a fund whose source takes pledges
    PledgePaid   one month of a pledge that has been paid; never altered
    Headcount    how many civil servants an office has, so that one can say how many of them give

Invariants: a worker has one giver in a fund; a month of a pledge is paid once; a pledge that is withdrawn keeps the months that were paid.
"""

from django.db import models
from django.db.models import F, Q

from payung.accounts.models import User
from payung.places.models import Office
from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person
from payung.values.month import Month


class Pledge(models.Model):
    audit = "changes"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="pledges")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    giver = models.CharField(max_length=120, help_text="name of the civil servant")
    giver_number = models.CharField(max_length=18, default="", help_text="their NIP; empty: not known")
    person = models.ForeignKey(Person, models.PROTECT, related_name="pledges")
    first_month = MonthField()
    last_month = MonthField()
    pledged_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, default="", help_text="why it was withdrawn")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "person"], condition=Q(withdrawn_on__isnull=True), name="pledge_once_a_worker"),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="pledge_has_a_month"),
            models.CheckConstraint(condition=~Q(giver=""), name="pledge_has_a_giver"),
            models.CheckConstraint(condition=Q(withdrawn_on__isnull=True) | ~Q(reason=""), name="pledge_withdrawn_for_a_reason"),
        ]

    def runs_in(self, month: Month) -> bool:
        return bool(self.first_month <= month <= self.last_month)


class PledgePaid(models.Model):
    audit = "append_only"

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="paid", db_index=False)  # the unique key begins with it
    month = MonthField()
    rupiah = models.BigIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=100, help_text="number of the transfer or deposit slip")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="who entered it; none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pledge", "month"], name="pledge_month_paid_once"),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="pledge_paid_is_positive"),
        ]


class Headcount(models.Model):
    audit = "changes"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="headcounts", db_index=False)  # the unique key begins with it
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    civil_servants = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "office"], name="headcount_once_an_office")]

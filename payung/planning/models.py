"""Money and who it pays for.

    Fund            money of one source for a place: amount, months, who may join and who comes first
    Determination   the frozen outcome of a ranking (SK): version, price, people; a later one is a new version
    Decided         one candidate in it: position, outcome (in, waiting, out) and the reason

Invariants: a determination never changes; its people cost no more than the fund holds; positions are 1..n without gaps.
"""

from django.db import models
from django.db.models import F, Q

from payung.law.given import Sector
from payung.places.models import Place
from payung.registry.fields import MonthField
from payung.registry.models import Candidate, Round


class Fund(models.Model):
    audit = "changes"

    class Source(models.TextChoices):
        APBD = "APBD"
        APBD_P = "APBD-P"
        VILLAGE = "VILLAGE"
        DBH_CHT = "DBH-CHT"
        DBH_SAWIT = "DBH-SAWIT"
        CSR = "CSR"
        ZAKAT = "ZAKAT"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=12, choices=Source.choices)
    amount = models.BigIntegerField(help_text="rupiah")
    first_month = MonthField()
    last_month = MonthField()
    # the class it buys, one for all its people, so that everybody in it costs the same
    income = models.PositiveBigIntegerField(null=True, help_text="rupiah a month from which the class follows; none: the lowest class")
    sector = models.CharField(max_length=10, choices=[(sector.value, sector.value) for sector in Sector], default=Sector.OTHER)
    # criteria; what is null or false does not count
    youngest = models.PositiveSmallIntegerField(default=18)
    oldest = models.PositiveSmallIntegerField(default=65, help_text="people of this age and above on the first day are out")
    last_year_first = models.BooleanField(default=True)
    highest_decile = models.PositiveSmallIntegerField(null=True, help_text="people above it, or with none, are out")
    quota_per_village = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="fund_name_once_a_place"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fund_amount_not_negative"),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="fund_has_a_month"),
            models.CheckConstraint(condition=Q(oldest__gt=F("youngest")), name="fund_ages_in_order"),
        ]

    @property
    def months(self) -> int:
        return int(self.last_month - self.first_month) + 1


class Determination(models.Model):
    audit = "append_only"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="determinations")
    version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=100, help_text="number of the SK")
    decided_on = models.DateField()
    monthly_price = models.BigIntegerField(help_text="rupiah a person in the first month")
    price = models.BigIntegerField(help_text="rupiah a person for all months")
    people = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    out = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "version"], name="determination_version_once"),
            models.UniqueConstraint(fields=["fund", "number"], name="determination_number_once"),
        ]


class Decided(models.Model):
    audit = "append_only"

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="decided", db_index=False)  # the unique keys begin with it
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    reason = models.CharField(max_length=40)
    decile = models.PositiveSmallIntegerField(null=True)
    last_year = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["determination", "candidate"], name="decided_once"),
            models.UniqueConstraint(fields=["determination", "position"], name="decided_position_once"),
            models.CheckConstraint(condition=Q(outcome__in=["in", "waiting", "out"]), name="decided_outcome_known"),
        ]

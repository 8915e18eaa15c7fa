"""Money and who it pays for.

    Fund            money of one source for a place: amount, months, who may join and who comes first
    Determination   the frozen outcome of a ranking (SK): version, price, people; a later one is a new version
    Decided         one candidate in it: position, outcome (in, waiting, out) and the reason
    Approval        the answer of a second person to a determination that somebody made at a screen: approved, or sent back with a reason
    PaperNumber     the number that a paper of a determination was given
    Signing         a paper of a determination as it came back signed: number, day, who signed, the scan
    Plan            which people which funds of a round pay for, kept before they are determined one by one
    Planned         one candidate of it with the fund

Invariants: a determination never changes; its people cost no more than the fund holds; positions are 1..n without gaps; nobody answers what they
made themselves (a trigger), and each determination has one answer. What the machine's owner made at the command line (`made_by` null) needs none.
A signing never changes, there is one a determination and kind, and only of what is in force (a trigger). Once the SK is signed every later version
of the fund is an amendment: it names the signed one and says why (a trigger).
"""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from payung.accounts.models import User
from payung.correspondence.models import PaperKind, TakenNumber
from payung.filing.models import Document
from payung.law.given import Sector, Segment
from payung.places.models import Office, Place
from payung.registry.fields import MonthField
from payung.registry.models import Candidate, Round

PAID_BY_OTHERS = (Segment.BPU, Segment.NON_ASN)


class Fund(models.Model):
    audit = "changes"

    class Source(models.TextChoices):
        APBD = "APBD"
        APBD_P = "APBD-P"
        VILLAGE = "VILLAGE"
        DANA_DESA = "DANA-DESA"
        DBH_CHT = "DBH-CHT"
        DBH_SAWIT = "DBH-SAWIT"
        CSR = "CSR"
        SERTAKAN = "SERTAKAN"
        ZAKAT = "ZAKAT"

    class Group(models.TextChoices):
        """BPJS's codes for the group (wadah) under which it records those whom somebody else pays for."""

        SG = "SG"  # vulnerable workers, local government
        SD = "SD"  # village, paid by the village's own budget
        SA = "SA"  # village, paid by the regency's budget
        SL = "SL"  # village, other money
        SC = "SC"  # companies
        SB = "SB"  # banks

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
    segment = models.CharField(
        max_length=12,
        choices=[(segment.value, segment.value) for segment in PAID_BY_OTHERS],
        default=Segment.BPU,
        help_text="BPU: the class follows from the income; NON_ASN: a share of the wage, which `income` then is",
    )
    # whose budget it is, and what its papers carry; empty: not known yet
    group = models.CharField(max_length=2, choices=Group.choices, default="")
    owner = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", help_text="the office that holds the budget")
    budget_number = models.CharField(max_length=100, default="", help_text="number of the DPA")
    account_jkk = models.CharField(max_length=60, default="", help_text="budget account of the JKK contributions")
    account_jkm = models.CharField(max_length=60, default="", help_text="budget account of the JKM contributions")
    donor = models.CharField(max_length=150, default="", help_text="who gives the money, where it is not a budget")
    regulation = models.CharField(max_length=200, default="", help_text="the regulation that sets who may be in it, such as a Perbup with its number")
    asnaf = models.CharField(max_length=60, default="", help_text="which of those entitled to zakat it is for")
    # criteria; what is null, false or empty does not count
    trade = models.CharField(max_length=20, default="", help_text="kind of work (trades.yaml) that the rule below is about")
    trade_rule = models.CharField(
        max_length=5, choices=[("first", "first"), ("only", "only")], default="", help_text="people of that work come first, or others are out"
    )
    youngest = models.PositiveSmallIntegerField(default=18)
    oldest = models.PositiveSmallIntegerField(default=65, help_text="people of this age and above on the first day are out")
    last_year_first = models.BooleanField(default=True)
    highest_decile = models.PositiveSmallIntegerField(null=True, help_text="people above it, or with none, are out")
    quota_per_village = models.PositiveIntegerField(null=True)
    most_people = models.PositiveIntegerField(null=True, help_text="no more people than these, even where the money would pay for more")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="fund_name_once_a_place"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fund_amount_not_negative"),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="fund_has_a_month"),
            models.CheckConstraint(condition=Q(oldest__gt=F("youngest")), name="fund_ages_in_order"),
            models.CheckConstraint(
                condition=Q(trade="", trade_rule="") | (~Q(trade="") & Q(trade_rule__in=["first", "only"])), name="fund_trade_has_its_rule"
            ),
        ]

    @property
    def months(self) -> int:
        return int(self.last_month - self.first_month) + 1


class DeterminationQuerySet(models.QuerySet["Determination"]):
    def in_force(self) -> Self:
        """Approved, or made at the command line."""
        granted = Approval.objects.filter(determination=OuterRef("pk"), granted=True)
        return self.filter(Q(made_by=None) | Exists(granted))

    def awaiting(self) -> Self:
        """Made by somebody and not answered by anybody yet."""
        return self.filter(made_by__isnull=False, approval=None)


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
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="who made it final; none: the command line")
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amendments", help_text="the signed one that this one changes")
    amended_because = models.CharField(max_length=300, default="")

    objects = DeterminationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "version"], name="determination_version_once"),
            models.UniqueConstraint(fields=["fund", "number"], name="determination_number_once"),
            models.CheckConstraint(condition=Q(amends=None) | ~Q(amended_because=""), name="amendment_says_why"),
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


class Approval(models.Model):
    audit = "append_only"

    determination = models.OneToOneField(Determination, models.PROTECT, related_name="approval")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on = models.DateField()
    granted = models.BooleanField(help_text="no: sent back, so that a new version can be made")
    reason = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(granted=True) | ~Q(reason=""), name="approval_says_why_not")]


class PaperNumber(models.Model):
    audit = "append_only"

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="paper_numbers", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=30, choices=PaperKind.choices)
    taken = models.OneToOneField(TakenNumber, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["determination", "kind"], name="paper_number_once_a_kind")]


class Signing(models.Model):
    audit = "append_only"

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="signings", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=30, choices=PaperKind.choices)
    number = models.CharField(max_length=100, help_text="as it stands on the signed paper")
    signed_on = models.DateField()
    signed_by = models.CharField(max_length=120, help_text="name of whoever signed")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", help_text="the scan")
    fingerprint = models.CharField(max_length=64, help_text="of the list as it was when the paper was signed (signed.py)")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="who handed the scan in; none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["determination", "kind"], name="signing_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="signing_kind_known"),
        ]


class Plan(models.Model):
    """Of each fund the newest plan that names it holds, unless it was withdrawn. Only `withdrawn_on` is ever written again."""

    audit = "changes"

    round = models.ForeignKey(Round, models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    made_on = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    floor = models.PositiveIntegerField(default=0, help_text="people of each place at least")
    floor_share = models.PositiveSmallIntegerField(default=0, help_text="percent of those of each place who may join, at least")
    floor_of_districts = models.BooleanField(default=False, help_text="the floors are those of districts, not of villages")
    most_per_village = models.PositiveIntegerField(null=True, help_text="over all funds")
    people = models.PositiveIntegerField()
    points = models.BigIntegerField(help_text="what the people count by their tiers, see optimise.py")
    bound = models.BigIntegerField(help_text="points that no assignment can exceed")
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="plan_version_once"),
            models.CheckConstraint(condition=Q(floor_share__lte=100), name="plan_share_is_a_share"),
        ]


class PlanFund(models.Model):
    """`terms`: the fund's money, months and criteria at that time; once they are others, the plan does not hold for it any more."""

    audit = "append_only"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="funds")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="planned_in")
    at = models.PositiveSmallIntegerField(help_text="its turn, from 0")
    terms = models.TextField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "fund"], name="plan_fund_once")]


class Planned(models.Model):
    audit = "append_only"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="people_of", db_index=False)  # the unique key begins with it
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "candidate"], name="planned_once")]

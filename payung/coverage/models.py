"""The denominators of coverage, and what the numerators are counted from.

    Universe         how many workers a place has, by one definition: value, source, date
    CandidateCount   candidates of a round who stand, by village
    CoverStep        by how many a fund's list grows or shrinks in a village in a month, by sex and occupation: what changed since figures were
                     last prepared
    SeveralTimes     people who are on several lists in a month, or were, or under several numbers: looked at singly, so that nobody counts twice

These three are kept by triggers (triggers.py) and decide nothing: they follow from candidates and memberships. Prepared figures (cube.py) are what
was known, and when; they are only ever added to, so that a figure of an earlier day can be had again:

    CoverState       one preparing: from then on its blocks are known
    CoverBlock       steps of a place (of any level, all that lies in it included) that became known then, as bytes (packed.py)
    CoverFund        whether a fund paid for people in a month, of which segment, and whether the month was paid, as it became known then
    FundSet          funds that pay for one human being at once; WorkKind: a kind of work (trades.yaml). Both give numbers to what blocks name.

The state of all blocks and CoverStep together are the lists of now.

    Publication      an office switched the open figures of its place on or off, and with which terms; the newest one of a place holds
"""

from django.db import models

from payung.accounts.models import User
from payung.places.models import Place
from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person, Round


class Universe(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    definition = models.CharField(max_length=40)
    value = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "definition", "as_of", "source"], name="universe_once")]


class CandidateCount(models.Model):
    # Follows from the candidates, who are on the trail; the database keeps it.
    audit = "none"

    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)  # the unique key begins with it
    village = models.CharField(max_length=13, default="", help_text="code; empty where the list named none")
    people = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "village"], name="candidate_count_once")]


class CoverStep(models.Model):
    # Follows from the memberships, which are on the trail; the database keeps it.
    audit = "none"

    fund = models.ForeignKey(Fund, models.CASCADE, related_name="+", db_index=False)  # the unique key begins with it
    village = models.CharField(max_length=13, help_text="code; where the list named none, that of the fund's place")
    sex = models.CharField(max_length=1, default="")
    occupation = models.CharField(max_length=120, default="", help_text="as the list says it")
    month = MonthField()
    people = models.IntegerField(help_text="below 0: they leave")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "village", "month", "sex", "occupation"], name="cover_step_once")]


class SeveralTimes(models.Model):
    # Follows from the memberships, which are on the trail; the database keeps it.
    audit = "none"

    person = models.OneToOneField(Person, models.CASCADE, related_name="+", help_text="the one who is kept")
    stale = models.BooleanField(default=True, help_text="something of theirs changed since figures were prepared")
    counted = models.TextField(default="", db_default="", help_text="steps of theirs (overlap.py) that prepared figures hold; JSON, empty: none")

    class Meta:
        indexes = [models.Index(fields=["stale"], name="several_times_stale", condition=models.Q(stale=True))]


class CoverState(models.Model):
    audit = "append_only"

    on = models.DateField()
    rebuilt = models.BooleanField(default=False, help_text="counted anew from all memberships, not only what had changed")


class CoverBlock(models.Model):
    audit = "append_only"

    state = models.ForeignKey(CoverState, models.PROTECT, related_name="blocks", db_index=False)  # whoever asks knows the place
    place = models.CharField(max_length=13, default="", help_text="code; empty: the nation")
    steps = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "state"], name="cover_block_once")]


class CoverFund(models.Model):
    audit = "append_only"

    state = models.ForeignKey(CoverState, models.PROTECT, related_name="funds", db_index=False)  # as above
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", db_index=False)
    month = MonthField()
    segment = models.CharField(max_length=12)
    runs = models.BooleanField(help_text="no: the fund was given other months")
    paid = models.BooleanField(help_text="all that was billed for the month")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "fund", "state"], name="cover_fund_once")]


class FundSet(models.Model):
    audit = "append_only"

    funds = models.CharField(max_length=400, help_text='numbers of the funds in order, such as "12+15"')

    class Meta:
        constraints = [models.UniqueConstraint(fields=["funds"], name="fund_set_once")]


class WorkKind(models.Model):
    audit = "append_only"

    code = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="work_kind_once")]


class Publication(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    open = models.BooleanField(help_text="no: taken back")
    licence = models.CharField(max_length=60, default="", help_text="terms of use that are told beside the data")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

"""What others have published about coverage, targets, and what our own numerators are counted from.

    OfficialFigure   one figure of somebody else: place, day, definition (numerator or denominator), segment, value, source; since when we know it
    OfficialFile     a table that such figures were read from, kept under its fingerprint
    OfficialColumn   what a column title means in the tables of one publisher, confirmed once
    PublishedShare   a percentage as it was published, with whatever of its parts was said, to be checked and compared
    Target           what a plan wants of a place in a year, bound to a numerator and a denominator
    Universe         the denominators among the official figures, of all segments: what coverage divides by
    CandidateCount   candidates of a round who stand, by village
    CoverStep        by how many a fund's list grows or shrinks in a village in a month, by sex and occupation: what changed since figures were
                     last prepared
    SeveralTimes     people who are on several lists in a month, or were, or under several numbers: looked at singly, so that nobody counts twice

Invariants: a figure of others never changes and is never deleted; a correction is another row that names the one it corrects, so that what was known
on a day can be told again. A row without a place is of the nation.

The last three are kept by triggers (triggers.py) and decide nothing: they follow from candidates and memberships. Prepared figures (cube.py) are what
was known, and when; they are only ever added to, so that a figure of an earlier day can be had again:

    CoverState       one preparing: from then on its blocks are known
    CoverBlock       steps of a place (of any level, all that lies in it included) that became known then, as bytes (packed.py)
    CoverFund        whether a fund paid for people in a month, of which segment, and whether the month was paid, as it became known then
    FundSet          funds that pay for one human being at once; WorkKind: a kind of work (trades.yaml). Both give numbers to what blocks name.

The state of all blocks and CoverStep together are the lists of now.

    Publication      an office switched the open figures of its place on or off, and with which terms; the newest one of a place holds
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from payung.accounts.models import User
from payung.places.models import Place
from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person, Round


class OfficialFile(models.Model):
    audit = "append_only"

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="whose operator read it in; none: the nation")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="official_file_once")]


class OfficialColumn(models.Model):
    audit = "changes"

    publisher = models.CharField(max_length=120)
    header = models.CharField(max_length=120, help_text="as header_key writes it")
    field = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publisher", "header"], name="official_column_means_one_field")]


class OfficialQuerySet(models.QuerySet["OfficialFigure"]):
    """Figures of others in the words of the trade; each may be chained."""

    def of_place(self, code: str) -> Self:
        """Of the place itself; the empty code is the nation."""
        return self.filter(place=code) if code else self.filter(place__isnull=True)

    def known(self, day: date | None) -> Self:
        """What was known on the day and not yet corrected by it; None: what stands today."""
        if day is None:
            return self.exclude(pk__in=OfficialFigure.objects.filter(corrects__isnull=False).values("corrects"))
        corrected = OfficialFigure.objects.filter(corrects__isnull=False, known_on__lte=day).values("corrects")
        return self.filter(known_on__lte=day).exclude(pk__in=corrected)


class OfficialFigure(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="none: the nation")
    definition = models.CharField(max_length=40)
    segment = models.CharField(max_length=10, default="", help_text="PU, BPU, JAKON, PMI; empty: all")
    value = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)
    as_of = models.DateField(help_text="of which day the figure speaks; of a month its last day")
    publisher = models.CharField(max_length=120, default="")
    published_on = models.DateField(null=True)
    page = models.CharField(max_length=300, default="", help_text="page, table or address")
    known_on = models.DateField(help_text="since when it stands here")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    file = models.ForeignKey(OfficialFile, models.PROTECT, null=True, related_name="figures")
    sheet = models.CharField(max_length=100, default="")
    row = models.PositiveIntegerField(null=True, help_text="as the spreadsheet numbers it")

    objects = OfficialQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["definition", "as_of"], name="official_by_definition")]
        constraints = [
            models.UniqueConstraint(fields=["corrects"], name="official_corrected_once"),
            models.UniqueConstraint(
                fields=["place", "definition", "segment", "as_of", "source"],
                condition=Q(corrects__isnull=True, place__isnull=False),
                name="official_once",
            ),
            models.UniqueConstraint(
                fields=["definition", "segment", "as_of", "source"],
                condition=Q(corrects__isnull=True, place__isnull=True),
                name="official_of_nation_once",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="official_has_a_source"),
        ]


class UniverseManager(models.Manager["Universe"]):
    """Denominators of all segments that stand today: a corrected one is history."""

    def get_queryset(self) -> "models.QuerySet[Universe]":
        corrected = OfficialFigure.objects.filter(corrects__isnull=False).values("corrects")
        return super().get_queryset().filter(segment="").exclude(pk__in=corrected)


class Universe(OfficialFigure):
    objects = UniverseManager()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True


class PublishedShare(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="none: the nation")
    as_of = models.DateField()
    segment = models.CharField(max_length=10, default="")
    numerator = models.CharField(max_length=40, default="", help_text="a definition of the registry; empty: not said")
    denominator = models.CharField(max_length=40, default="", help_text="a definition of the registry; empty: not said")
    part = models.PositiveBigIntegerField(null=True, help_text="the people who are said to be covered")
    rest = models.PositiveBigIntegerField(null=True, help_text="those who are said not to be")
    whole = models.PositiveBigIntegerField(null=True)
    hundredths = models.PositiveIntegerField(null=True, help_text="of a per cent: 6347 is 63.47 %")
    decimals = models.PositiveSmallIntegerField(default=2, help_text="as it was printed: 52 % has none")
    source = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120, default="")
    published_on = models.DateField(null=True)
    page = models.CharField(max_length=300, default="")
    quote = models.CharField(max_length=300, default="", help_text="the words as published")
    known_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["place", "as_of"], name="published_share_of_place")]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="published_share_has_a_source"),
            models.CheckConstraint(condition=Q(decimals__lte=2), name="published_share_decimals"),
            models.CheckConstraint(condition=Q(hundredths__isnull=False) | Q(part__isnull=False), name="published_share_says_something"),
        ]


class Target(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="for whom it is set; none: the nation")
    scheme = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField(help_text="by its end")
    pair = models.CharField(max_length=120, help_text="numerator and denominator, as definitions.Pair writes its key")
    hundredths = models.PositiveIntegerField(help_text="of a per cent: 5215 is 52.15 %")
    source = models.CharField(max_length=200)
    page = models.CharField(max_length=300, default="")
    known_on = models.DateField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")

    class Meta:
        indexes = [models.Index(fields=["year", "scheme"], name="target_by_year")]
        constraints = [
            models.UniqueConstraint(fields=["corrects"], name="target_corrected_once"),
            models.UniqueConstraint(
                fields=["place", "scheme", "year", "pair"], condition=Q(corrects__isnull=True, place__isnull=False), name="target_once"
            ),
            models.UniqueConstraint(
                fields=["scheme", "year", "pair"], condition=Q(corrects__isnull=True, place__isnull=True), name="target_of_nation_once"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="target_has_a_source"),
            models.CheckConstraint(condition=Q(hundredths__gte=1, hundredths__lte=100 * 100), name="target_is_a_share"),
        ]


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

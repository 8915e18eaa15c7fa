"""Tables of the register of regulations and agreements, and of what shows that duties are met; models.py says what they hold together."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from payung.accounts.models import User
from payung.filing.models import Document
from payung.places.models import Place


class InstrumentKind(models.TextChoices):
    """Regulations, and the three kinds of agreements."""

    INPRES = "inpres"
    PERDA = "perda"
    PERGUB = "pergub"
    PERBUP = "perbup"
    PERWALI = "perwali"
    SE = "se"
    SK = "sk"
    OTHER = "other"
    MOU = "mou"
    PKS = "pks"
    KSO = "kso"


AGREEMENTS = (InstrumentKind.MOU, InstrumentKind.PKS, InstrumentKind.KSO)


class Instrument(models.Model):
    """A regulation or an agreement; `number` and `year` are those of the citation that is held to be right."""

    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="whose it is; none: the nation's")
    kind = models.CharField(max_length=10, choices=InstrumentKind.choices)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    second_number = models.CharField(max_length=100, default="", help_text="of an agreement: the other party's number")
    signed_on = models.DateField(null=True, help_text="none: only the year is known")
    starts_on = models.DateField(null=True, help_text="first day in force; none: not known")
    ends_on = models.DateField(null=True, help_text="last day in force; none: until it is ended")
    scope = models.CharField(max_length=600, default="", help_text="whom or what it covers")
    parties = models.CharField(max_length=600, default="", help_text="of an agreement, one a line")
    ceiling = models.PositiveIntegerField(null=True, help_text="people at most, as it says")
    contact = models.CharField(max_length=200, default="", help_text="whom to ask")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True, help_text="last day in force where it was revoked or terminated before")
    ended_why = models.CharField(max_length=300, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=InstrumentKind.values), name="instrument_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="instrument_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | ~Q(ended_why=""), name="instrument_end_says_why"),
        ]
        indexes = [models.Index(fields=["place", "kind"], name="instrument_by_place")]

    @property
    def is_agreement(self) -> bool:
        return self.kind in AGREEMENTS


class Citation(models.Model):
    """A number and year under which an instrument is cited somewhere."""

    audit = "append_only"

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="citations")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="of the instrument, for the unique key")
    kind = models.CharField(max_length=10, choices=InstrumentKind.choices)
    number = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    seen_in = models.CharField(max_length=300, help_text="where it is cited so")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(Coalesce("place", Value("")), "kind", "number", "year", name="citation_names_one_instrument"),
            models.CheckConstraint(condition=~Q(number=""), name="citation_has_a_number"),
        ]


class Ruling(models.Model):
    """Which citation of an instrument is right, and why; the last one holds."""

    audit = "append_only"

    citation = models.ForeignKey(Citation, models.PROTECT, related_name="rulings")
    why = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="ruling_says_why")]


class DutyEvidence(models.Model):
    """What shows that an addressee did something of a duty; see duties.yaml for both keys."""

    audit = "changes"

    addressee = models.CharField(max_length=40, help_text="code of a place, or key of a national addressee")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="the same place; none: a national addressee")
    duty = models.CharField(max_length=40)
    period = models.CharField(max_length=7, default="", help_text='"2026", "2026-Q1", "2026-H1"; empty: of no period')
    counts_from = models.DateField(help_text="the day it shows; of a report: the day it was received")
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=150, default="", help_text="number of the paper, budget account, receipt")
    amount = models.PositiveBigIntegerField(null=True, help_text="rupiah of a budget")
    part = models.PositiveIntegerField(null=True, help_text="so many offices or people")
    whole = models.PositiveIntegerField(null=True, help_text="of so many")
    note = models.CharField(max_length=500, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    taken_back_on = models.DateField(null=True, help_text="it was a mistake, and counts on no day")
    taken_back_why = models.CharField(max_length=300, default="")
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line, or not taken back")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(place__isnull=True) | Q(place=F("addressee")), name="evidence_of_one_addressee"),
            models.CheckConstraint(
                condition=Q(part__isnull=True, whole__isnull=True) | Q(part__isnull=False, whole__gte=1, part__lte=F("whole")),
                name="evidence_part_of_whole",
            ),
            models.CheckConstraint(condition=Q(taken_back_on__isnull=True) | ~Q(taken_back_why=""), name="evidence_taken_back_says_why"),
        ]
        indexes = [models.Index(fields=["addressee", "duty"], name="evidence_by_addressee")]

"""Papers that take longer than a page may, and the briefings and reports of which they are made.

    Paper          an order and what became of it: what to make (kind, given), for whom, how far it is, and the file by its fingerprint
    Edition        one briefing, or one version of a report of the calendar: what, of which place and months, by which definitions, who asked for it
    EditionFacts   all that an edition says, frozen when its first paper was made (parts.py); every paper of it is set from this alone
    Sending        an edition as it was sent: the very file, to whom, on which day, by whom
    Receipt        the number that whoever received a sending gave it

Invariants: an order waits at most once; what is ready has a file; what failed says why. The files lie in the folder `papers` of PAYUNG_HOME, readable
by their owner alone, handed to nobody else and gone after thirty days. An edition, its facts, a sending and a receipt never change: new figures are
a new version beside the old one, counted from 1 for its kind, place and months. No name and no NIK of a person stands in the facts.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.filing.models import Document
from payung.places.models import Place
from payung.registry.fields import MonthField
from payung.values.words import Lang, Words


class Paper(models.Model):
    audit = "changes"

    class State(models.TextChoices):
        """In the queue, being made, to be fetched, or given up."""

        WAITING = "waiting"
        MAKING = "making"
        READY = "ready"
        FAILED = "failed"

    kind = models.CharField(max_length=20, help_text="key of makers.MAKERS")
    given = models.JSONField(help_text="what the maker has to know; never a name or a NIK")
    about = models.CharField(max_length=60, default="", help_text="what it is about, such as determination:3: its page shows the paper too")
    title_id = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    lang = models.CharField(max_length=2)
    full = models.BooleanField(help_text="holds NIKs in full: each fetching is an act on the trail")
    # whoever ordered it may fetch it as long as they hold the right and still see all of these
    right = models.CharField(max_length=40)
    places = models.JSONField(default=list, help_text="codes")
    offices = models.JSONField(default=list, help_text="keys")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_on = models.DateField(help_text="the day that the paper is of")
    at = models.DateTimeField(db_default=Now())
    order = models.CharField(max_length=64, help_text="fingerprint of everything above that says what is made")
    data = models.CharField(max_length=64, help_text="fingerprint of the last change of the data before it was made")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sentence_id = models.CharField(max_length=600, default="", help_text="why it failed")
    sentence_en = models.CharField(max_length=600, default="")
    sha256 = models.CharField(max_length=64, default="")
    size = models.BigIntegerField(null=True, help_text="bytes")
    name = models.CharField(max_length=200, default="", help_text="of the file, as it is handed out")
    media_type = models.CharField(max_length=100, default="")

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-at"], name="paper_newest_of_somebody")]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="waiting"), name="paper_waits_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "making", "ready", "failed"]), name="paper_state_known"),
            models.CheckConstraint(condition=~Q(state="ready") | Q(sha256__gt="", size__isnull=False), name="paper_ready_has_file"),
            models.CheckConstraint(condition=~Q(state="failed") | Q(sentence_id__gt=""), name="paper_failed_says_why"),
        ]

    @property
    def language(self) -> Lang:
        return "en" if self.lang == "en" else "id"

    @property
    def title(self) -> Words:
        return Words(self.title_id, self.title_en)

    @property
    def sentence(self) -> Words:
        return Words(self.sentence_id, self.sentence_en)

    @property
    def runs(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)


class Edition(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        """A briefing, or a report of the calendar (report_calendar.yaml)."""

        BRIEFING = "briefing"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        HALF_CLAIMS = "half_claims"
        HALF_MONEV = "half_monev"
        PARITRANA = "paritrana"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # the unique key begins with it
    first_month = MonthField()
    last_month = MonthField()
    version = models.PositiveSmallIntegerField(help_text="1, 2 … of this kind, place and months")
    numerator = models.CharField(max_length=40, help_text="definition of the coverage that heads it")
    denominator = models.CharField(max_length=40)
    typed = models.JSONField(default=dict, help_text="what the office adds in its own words; no NIK and no bank data")
    address = models.CharField(max_length=200, default="", help_text="where the screens of this Payung are, for the way to how it is calculated")
    on = models.DateField(help_text="the day that its figures are of")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")
    signed = models.CharField(max_length=120, help_text="who made it, by the name of that day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "first_month", "last_month", "version"], name="edition_version_once"),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="edition_has_a_month"),
            models.CheckConstraint(condition=Q(version__gte=1), name="edition_version_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["briefing", "monthly", "quarterly", "half_claims", "half_monev", "paritrana"]), name="edition_kind_known"
            ),
        ]

    @property
    def number(self) -> str:
        """What every paper of it carries: "74.05/PAPARAN/2026-04/1"."""
        months = str(self.first_month) if self.first_month == self.last_month else f"{self.first_month}-{self.last_month}"
        return f"{self.place_id}/{SHORT[Edition.Kind(self.kind)]}/{months}/{self.version}"


SHORT = {
    Edition.Kind.BRIEFING: "PAPARAN",
    Edition.Kind.MONTHLY: "BULANAN",
    Edition.Kind.QUARTERLY: "TRIWULAN",
    Edition.Kind.HALF_CLAIMS: "KLAIM",
    Edition.Kind.HALF_MONEV: "MONEV",
    Edition.Kind.PARITRANA: "PARITRANA",
}


class EditionFacts(models.Model):
    audit = "append_only"

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="facts")
    content = models.JSONField(help_text="parts.Content, and of a briefing the one page")
    sha256 = models.CharField(max_length=64, help_text="of the content")
    at = models.DateTimeField(db_default=Now())


class Sending(models.Model):
    audit = "append_only"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sendings", db_index=False)  # the unique key begins with it
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", help_text="the file that was sent, byte for byte")
    to = models.CharField(max_length=200)
    sent_on = models.DateField()
    on = models.DateField(help_text="the day on which it was written down")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    signed = models.CharField(max_length=120, help_text="who sent it, by the name of that day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "document", "to", "sent_on"], name="sending_once"),
            models.CheckConstraint(condition=~Q(to=""), name="sending_has_an_addressee"),
            models.CheckConstraint(condition=Q(sent_on__lte=F("on")), name="sending_is_not_ahead"),
        ]


class Receipt(models.Model):
    audit = "append_only"

    sending = models.OneToOneField(Sending, models.PROTECT, related_name="receipt")
    number = models.CharField(max_length=100, help_text="as whoever received it wrote it")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="receipt_has_a_number")]

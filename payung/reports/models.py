"""Papers that take longer than a page may: ordered by somebody, made in the background, kept for thirty days, handed to nobody else.

    Paper   an order and what became of it: what to make (kind, given), for whom, how far it is, and the file by its fingerprint

Invariants: an order waits at most once; what is ready has a file; what failed says why. The files lie in the folder `papers` of PAYUNG_HOME, readable
by their owner alone, see papers.py.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from payung.accounts.models import User
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

"""Tables of meetings, of what was promised, and of outreach; models.py says what they hold together."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.compliance.duty_models import Instrument
from payung.correspondence.models import TakenNumber
from payung.places.models import Office, Place


class MeetingKind(models.TextChoices):
    """An audience, a coordination meeting (rakor), a focus group (FGD), monitoring (monev)."""

    AUDIENCE = "audience"
    RAKOR = "rakor"
    FGD = "fgd"
    MONEV = "monev"


class Meeting(models.Model):
    audit = "changes"

    class State(models.TextChoices):
        PLANNED = "planned"
        HELD = "held"
        CANCELLED = "cancelled"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", help_text="the province or regency it is about")
    kind = models.CharField(max_length=10, choices=MeetingKind.choices)
    title = models.CharField(max_length=200)
    held_on = models.DateField(help_text="the day it is planned for, or was held")
    time = models.CharField(max_length=40, default="", help_text="as the invitation says it")
    room = models.CharField(max_length=200, default="")
    chair = models.CharField(max_length=150, default="", help_text="who leads it")
    agenda = models.CharField(max_length=2000, default="", help_text="its own points, one a line; what is open from before comes first by itself")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    minutes = models.CharField(max_length=6000, default="", help_text="what was said, a paragraph a line")
    reference = models.CharField(max_length=100, default="", help_text="number of the invitation; empty: written by hand")
    taken = models.ForeignKey(TakenNumber, models.PROTECT, null=True, related_name="+", help_text="where Payung gave the number")
    cancelled_why = models.CharField(max_length=300, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeetingKind.values), name="meeting_kind_known"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(cancelled_why=""), name="meeting_cancelled_says_why"),
            models.UniqueConstraint(fields=["place", "kind", "held_on", "title"], name="meeting_once"),
        ]


class Guest(models.Model):
    """Who is invited to a meeting or came to it: an office, or a person by title."""

    audit = "changes"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="guests", db_index=False)  # the unique key begins with it
    title = models.CharField(max_length=150, help_text="office or title, as the invitation names it")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    invited = models.BooleanField(default=True, help_text="no: came without an invitation")
    came = models.BooleanField(null=True, help_text="none: not noted yet")
    name = models.CharField(max_length=120, default="", help_text="who came")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "title"], name="guest_once_a_meeting")]


class Resolution(models.Model):
    """One decision of a meeting."""

    audit = "changes"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions", db_index=False)  # the unique key begins with it
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="resolution_once")]


class FollowUp(models.Model):
    """Something that somebody promised: in a meeting, or as an obligation of a regulation or agreement."""

    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", help_text="of the meeting or the instrument")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="follow_ups")
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, related_name="follow_ups")
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="obligations")
    what = models.CharField(max_length=400)
    owner = models.CharField(max_length=150, help_text="office or title of who does it")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", help_text="the office whose officers see it as theirs")
    village = models.ForeignKey(
        Place, models.PROTECT, null=True, related_name="+", help_text="the village or district whose officers see it as theirs"
    )
    opened_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, instrument__isnull=True) | Q(meeting__isnull=True, instrument__isnull=False),
                name="follow_up_from_one",
            ),
            models.CheckConstraint(condition=~Q(what="") & ~Q(owner=""), name="follow_up_says_what_and_who"),
        ]
        indexes = [models.Index(fields=["place", "opened_on"], name="follow_up_by_place", opclasses=["varchar_pattern_ops", "date_ops"])]


class FollowUpStep(models.Model):
    """What became of it: the first step opens it; the last one on or before a day says how it stood on that day."""

    audit = "append_only"

    class State(models.TextChoices):
        """OPEN: promised for a day; MOVED: still open, for another day; DONE; DROPPED: no longer asked for."""

        OPEN = "open"
        MOVED = "moved"
        DONE = "done"
        DROPPED = "dropped"

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State.choices)
    due_on = models.DateField(null=True, help_text="until when; none: no day was said")
    note = models.CharField(max_length=300, default="")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "moved", "done", "dropped"]), name="follow_up_step_known"),
            models.CheckConstraint(condition=~Q(state__in=["moved", "dropped"]) | ~Q(note=""), name="follow_up_step_says_why"),
        ]


class Outreach(models.Model):
    """An event at which people were told of the programme (sosialisasi), with its counts."""

    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", help_text="regency, district or village")
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    host = models.CharField(max_length=150, default="", help_text="who held it")
    audience = models.CharField(max_length=200, default="", help_text="whom it was for")
    people = models.PositiveIntegerField()
    villages = models.PositiveIntegerField(default=0, help_text="villages that people came from")
    enrolled = models.PositiveIntegerField(null=True, help_text="people enrolled afterwards; none: not counted yet")
    enrolled_until = models.DateField(null=True, help_text="the day until which they were counted")
    enrolled_source = models.CharField(max_length=200, default="", help_text="who counted them")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolled__isnull=True, enrolled_until__isnull=True) | Q(enrolled__isnull=False, enrolled_until__isnull=False),
                name="outreach_enrolled_until_a_day",
            ),
            models.UniqueConstraint(fields=["place", "held_on", "title"], name="outreach_once"),
        ]

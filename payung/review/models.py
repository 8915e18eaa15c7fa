"""Who may be one person, and what people have decided about it.

    MatchRun    one search of a round: whom it looked at, at what threshold, what it found
    Pair        two people, or a person and a line of a register, who may be one human being: how likely, and why
    Decision    what somebody answered, when and why; taking it back is a decision of its own
    ListChange  what a decision did to a fund's list: the spell that ended, or the one that began when it was taken back

Invariants: a pair is there once, however often it is found; a line of a register is known by what it says (`entry_key`), so that the pair
outlives the register's next version; decisions never change, are counted up for each pair (so of two who answer at once one is refused)
and carry who and when; a decision is taken back at most once.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.registry.fields import MonthField
from payung.registry.models import Person, RegisterEntry, Round, Standing
from payung.roster.models import Membership


class MatchRun(models.Model):
    audit = "append_only"

    round = models.ForeignKey(Round, models.PROTECT, related_name="match_runs")
    at = models.DateTimeField(db_default=Now())
    threshold = models.FloatField()
    people = models.PositiveIntegerField(help_text="people who were looked for")
    known = models.PositiveIntegerField(help_text="people known before, with whom they were compared")
    entries = models.PositiveIntegerField(help_text="lines of registers with whom they were compared")
    last_candidate = models.BigIntegerField(help_text="candidates of the round up to this key have been looked for")
    found = models.PositiveIntegerField(help_text="pairs found, of them:")
    new = models.PositiveIntegerField(help_text="not known before")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(new__lte=F("found")), name="match_run_finds_no_more_new_pairs_than_pairs")]


class Pair(models.Model):
    audit = "changes"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)  # the unique keys begin with it
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30, default="", help_text="kind of the register; empty for two people")
    entry_key = models.CharField(max_length=64, default="", help_text="SHA-256 of kind, NIK, name and birth date of the line")
    entry = models.ForeignKey(RegisterEntry, models.PROTECT, null=True, related_name="+", help_text="the line in the newest version that has it")
    probability = models.FloatField()
    why = models.CharField(max_length=400)
    run = models.ForeignKey(MatchRun, models.PROTECT, related_name="pairs")
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], condition=Q(other__isnull=False), name="pair_of_people_once"),
            models.UniqueConstraint(fields=["person", "kind", "entry_key"], condition=Q(other__isnull=True), name="pair_with_a_register_once"),
            models.CheckConstraint(
                condition=Q(other__gt=F("person"), kind="", entry_key="", entry__isnull=True)
                | (Q(other__isnull=True, kind__in=Standing.Kind.values, entry__isnull=False) & ~Q(entry_key="")),
                name="pair_has_two_sides",
            ),
            models.CheckConstraint(condition=Q(probability__gte=0, probability__lte=1), name="pair_probability_is_one"),
        ]


class Answer(models.TextChoices):
    """What somebody says of a pair; `open` is what an answer leaves that was taken back."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    OPEN = "open"


class Decision(models.Model):
    audit = "append_only"

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="decisions", db_index=False)  # the unique key begins with it
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of the pair")
    answer = models.CharField(max_length=10, choices=Answer.choices, help_text="what holds from now on")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")
    signed = models.CharField(max_length=120, help_text="their name as it was that day")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    kept = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="of two people who are the same, who is kept")
    standing = models.OneToOneField(Standing, models.PROTECT, null=True, related_name="+", help_text="what the register says, now confirmed")
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="decision_answer_known"),
            models.CheckConstraint(condition=~Q(answer="open") | Q(takes_back__isnull=False), name="decision_opens_by_taking_back"),
            models.CheckConstraint(condition=~Q(signed="") & ~Q(reason=""), name="decision_says_who_and_why"),
            models.CheckConstraint(
                condition=Q(kept__isnull=True, standing__isnull=True) | (Q(answer="same", takes_back__isnull=True)), name="decision_same_has_effects"
            ),
        ]


class ListChange(models.Model):
    audit = "append_only"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="list_changes")
    spell = models.ForeignKey(Membership, models.PROTECT, related_name="+", help_text="that ended or began")
    month = MonthField(help_text="the first without it, or with it")
    until = MonthField(null=True, help_text="of a spell that ended, the month in which it would have; none: it was open")
    stays = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", help_text="the spell that covers the person instead")
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")

"""The denominators of coverage, and what the numerators are counted from.

    Universe         how many workers a place has, by one definition: value, source, date
    CandidateCount   candidates of a round who stand, by village
    CoverStep        by how many a fund's list grows or shrinks in a village in a month; all steps up to a month are who is on the list in it
    SeveralTimes     people who are on lists of two funds in the same month, or were: looked at one by one, so that nobody counts twice

The last three are kept by triggers (triggers.py) and decide nothing: they follow from candidates and memberships.
"""

from django.db import models

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
    month = MonthField()
    people = models.IntegerField(help_text="below 0: they leave")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "village", "month"], name="cover_step_once")]


class SeveralTimes(models.Model):
    # Follows from the memberships, which are on the trail; the database keeps it.
    audit = "none"

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")

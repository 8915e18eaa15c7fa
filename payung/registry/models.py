"""People, and what is known of them from elsewhere.

    Person          one human being by NIK
    Round           one collection of candidates in a regency ("Pendataan 2026"): its start date and ages decide every check in it
    Candidate       a person accepted in a round, as the list said that day (village, occupation, income); at most once a round
    Register        one version of a reference register (deaths, civil servants, …): source, date, file
    RegisterEntry   one line of it; with or without NIK

Invariants: a NIK is one person; a candidate's row in the lists is the only passing row of that NIK in the round; a register version
never changes, a newer one is a new version.

Bulk tables carry no index that another one covers, and no foreign key to places: codes come from the shipped file, places are never
deleted, and checking each of a million rows costs more than all else. Django's own index for a foreign key is switched off where a
constraint begins with that column.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from payung.places.models import Office, Place


class Person(models.Model):
    audit = "changes"

    nik = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    birth_date = models.DateField()
    birth_place = models.CharField(max_length=100, default="")
    sex = models.CharField(max_length=1, default="")
    mother = models.CharField(max_length=200, default="")
    phone = models.CharField(max_length=40, default="")
    address = models.CharField(max_length=300, default="")
    village = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes = [models.Index(fields=["village"], name="person_village")]
        constraints = [
            models.UniqueConstraint(fields=["nik"], name="person_nik_once"),
            models.CheckConstraint(condition=Exact(Length("nik"), 16), name="person_nik_has_16_digits"),
            models.CheckConstraint(condition=Q(sex__in=["", "L", "P"]), name="person_sex_known"),
        ]


class Round(models.Model):
    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    start = models.DateField()
    youngest = models.PositiveSmallIntegerField(default=18)
    oldest = models.PositiveSmallIntegerField(default=65, help_text="people of this age and above are not admitted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="round_name_once_a_place")]


class Candidate(models.Model):
    audit = "changes"

    round = models.ForeignKey(Round, models.PROTECT, related_name="candidates", db_index=False, db_constraint=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, db_constraint=False, help_text="who proposed this person")
    village = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    occupation = models.CharField(max_length=120, default="")
    income = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "round"], name="candidate_once_a_round")]


class Register(models.Model):
    audit = "append_only"

    kind = models.CharField(max_length=30)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    as_of = models.DateField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "kind", "sha256"], name="register_file_once")]


class RegisterEntry(models.Model):
    audit = "append_only"

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", db_index=False)
    nik = models.CharField(max_length=16, null=True)
    name = models.CharField(max_length=200, null=True)
    birth_date = models.DateField(null=True)
    on = models.DateField(null=True, help_text="died on, active since")
    evidence = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["register", "nik"], name="register_entry_nik")]

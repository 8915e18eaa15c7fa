"""People, and what is known of them from elsewhere.

    Person          one human being by NIK; under a second NIK they are a second row that is the same as the first
    NamePart        one part of names in one spelling: "Sitti", "St." and "Siti" are the same part
    PersonPart      which parts the name of a person has, for those who search
    Round           one collection of candidates in a regency ("Pendataan 2026"): its start date and ages decide every check in it
    Candidate       a person accepted in a round, as the list said that day (village, occupation, income); at most once a round
    Register        one version of a reference register (deaths, civil servants, …): who gave and who keeps it, on what legal basis, whom it
                    claims to hold, its date, its file
    RegisterEntry   one line of it; with or without NIK
    RegisterUse     a work (receive, check again, match) asked a version about so many rows and found so many
    Standing        what a register says of a person without naming their NIK: a human has confirmed that the line is about them

Invariants: a NIK is one person; whoever is the same as somebody else points to the one who is kept, never to themselves and never along a
chain (a trigger); a candidate's row in the lists is the only passing row of that NIK in the round, and where no row of
that NIK passes any more the candidate stays as history and stands no longer; a register version never changes, a newer one is a new
version, counted up for each place and kind.

Bulk tables carry no index that another one covers, and no foreign key to places: codes come from the shipped file, places are never
deleted, and checking each of a million rows costs more than all else. Django's own index for a foreign key is switched off where a
constraint begins with that column.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now, Substr
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
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="others", db_index=False, help_text="found to be the same human being as this one"
    )

    class Meta:
        indexes = [
            models.Index(fields=["village"], name="person_village"),
            models.Index(fields=["same_as"], name="person_same_as", condition=Q(same_as__isnull=False)),
            models.Index(Substr("nik", 13), name="person_nik_end"),  # the four digits that a masked NIK shows
        ]
        constraints = [
            models.UniqueConstraint(fields=["nik"], name="person_nik_once"),
            models.CheckConstraint(condition=Exact(Length("nik"), 16), name="person_nik_has_16_digits"),
            models.CheckConstraint(condition=Q(sex__in=["", "L", "P"]), name="person_sex_known"),
            models.CheckConstraint(condition=~Q(same_as=F("id")), name="person_is_not_another_as_themselves"),
        ]


class NamePart(models.Model):
    # Made from the names of people (names.py), which are on the trail.
    audit = "none"

    text = models.CharField(max_length=200, help_text="as payung.matching.names spells it")

    class Meta:
        # so that both databases find by the beginning, whatever the language of the database
        constraints = [models.UniqueConstraint(fields=["text"], name="name_part_once", opclasses=["varchar_pattern_ops"])]


class PersonPart(models.Model):
    # As NamePart.
    audit = "none"

    pk = models.CompositePrimaryKey("part", "person")
    part = models.ForeignKey(NamePart, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, db_constraint=False)


class Round(models.Model):
    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    start = models.DateField()
    youngest = models.PositiveSmallIntegerField(default=18)
    oldest = models.PositiveSmallIntegerField(default=65, help_text="people of this age and above are not admitted")
    lists_due_on = models.DateField(null=True, help_text="the last day on which lists are expected")

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
    stands = models.BooleanField(
        default=True, db_default=True, help_text="whether a row of theirs still passes; a newer register may speak against them"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "round"], name="candidate_once_a_round")]
        indexes = [  # what a village, a regency or an office sees of them
            models.Index(fields=["village"], name="candidate_village", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["round", "office"], name="candidate_office"),
        ]


class Register(models.Model):
    audit = "append_only"

    kind = models.CharField(max_length=30)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="1, 2, 3 … of the kind at the place, as they were imported")
    source = models.CharField(max_length=200, help_text="who gave it")
    owner = models.CharField(max_length=200, default="", help_text="which office keeps it")
    legal_basis = models.CharField(max_length=300, default="", help_text='such as "UU 24/2013, PKS 460/12/2025"')
    coverage = models.CharField(max_length=300, default="", help_text='whom it claims to hold: "Kab. Konawe Selatan, kematian 2023-2025"')
    as_of = models.DateField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    encoded = models.BooleanField(default=False, help_text="pairs with another agency's encoded list: its lines name nobody, and no check asks it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "sha256"], name="register_file_once"),
            models.UniqueConstraint(fields=["place", "kind", "version"], name="register_version_once"),
        ]


class RegisterEntry(models.Model):
    """What a line says of a person. `on` and `until` by kind (the rule that reads them is in status.py):

        deaths              on: died on; until is not used
        civil_servants      on: appointed from (TMT); until: last day of service
        village_officials   on: in office since; until: last day in office
        active_members      on: member since; until: last day of membership
        taspen              on: insured from (TMT); until: last day
        welfare             neither; the decile is the evidence

    The other columns stand as the register writes them, for those who compare people; `sex` is L or P. Null is what it does not say.
    """

    audit = "append_only"

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", db_index=False)
    nik = models.CharField(max_length=16, null=True)
    name = models.CharField(max_length=200, null=True)
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(max_length=100, null=True)
    sex = models.CharField(max_length=1, null=True)
    mother = models.CharField(max_length=200, null=True)
    village = models.CharField(max_length=120, null=True, help_text="as written")
    phone = models.CharField(max_length=40, null=True)
    on = models.DateField(null=True, help_text="died on; for the others the first day of the status")
    until = models.DateField(null=True, help_text="the last day of the status")
    evidence = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["register", "nik"], name="register_entry_nik")]


class RegisterUse(models.Model):
    """Which work asked which version. `rows` and `found` count rows, so that those of several portions of one work add up."""

    audit = "append_only"

    register = models.ForeignKey(Register, models.PROTECT, related_name="uses")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    work = models.CharField(max_length=30, help_text="list.receive, check.again, match, …")
    at = models.DateTimeField(db_default=Now())
    rows = models.PositiveIntegerField(help_text="rows about which it was asked")
    found = models.PositiveIntegerField(help_text="of them, rows whose person it holds")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(found__lte=F("rows")), name="register_use_finds_no_more_than_it_was_asked")]


class StandingQuerySet(models.QuerySet["Standing"]):
    def in_force(self) -> Self:
        """Confirmed and not taken back."""
        return self.filter(withdrawn_on=None)


class Standing(models.Model):
    """`kind`, `on`, `until` and `evidence` as in the line of the register; taken back, the row stays and says since when."""

    audit = "changes"

    class Kind(models.TextChoices):
        """The registers that speak against cover and name people."""

        DEATHS = "deaths"
        CIVIL_SERVANTS = "civil_servants"
        VILLAGE_OFFICIALS = "village_officials"
        ACTIVE_MEMBERS = "active_members"
        TASPEN = "taspen"

    person = models.ForeignKey(Person, models.PROTECT, related_name="standings")
    register = models.ForeignKey(Register, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    on = models.DateField(null=True)
    until = models.DateField(null=True)
    evidence = models.CharField(max_length=200, default="")
    withdrawn_on = models.DateField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["deaths", "civil_servants", "village_officials", "active_members", "taspen"]), name="standing_kind_known"
            )
        ]

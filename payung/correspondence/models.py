"""How the papers of an office look and are numbered.

    Letterhead    of a place, or of one office in it: government, office, address, and the town where papers are signed
    PaperRule     who signs papers of one kind, and the pattern of their numbers
    TakenNumber   a number that was given to a paper

Invariants: one letterhead a place and office; one rule a letterhead and kind; a number is never given twice and never given back, and in each
series (a pattern in a year) numbers count up.
"""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from payung.accounts.models import User
from payung.places.models import Office, Place
from payung.values.words import Words


class PaperKind(models.TextChoices):
    MINUTES = "minutes"
    DECREE = "decree"
    RESPONSIBILITY = "responsibility"
    VILLAGE_RESPONSIBILITY = "village_responsibility"
    COVER_LETTER = "cover_letter"
    AGREEMENT = "agreement"


class LetterKind(models.TextChoices):
    """Letters of an office that belong to no determination."""

    ARREARS = "arrears_letter"
    REFERRAL = "referral"


RULED_KINDS = [*PaperKind.choices, *LetterKind.choices]
PAPER_WORDS: dict[str, Words] = {
    PaperKind.MINUTES: Words("Berita acara penetapan", "Minutes of the determination"),
    PaperKind.DECREE: Words("Surat keputusan (SK)", "Decree (SK)"),
    PaperKind.RESPONSIBILITY: Words("SPTJM dinas", "Statement of responsibility (SPTJM) of the office"),
    PaperKind.VILLAGE_RESPONSIBILITY: Words("SPTJM kepala desa", "Statements of responsibility (SPTJM) of the villages"),
    PaperKind.COVER_LETTER: Words("Surat pengantar ke BPJS", "Cover letter to BPJS"),
    PaperKind.AGREEMENT: Words("Konsep perjanjian kerja sama (PKS)", "Draft of the agreement (PKS) with BPJS"),
    LetterKind.ARREARS: Words("Surat teguran tunggakan dan kepesertaan", "Letter about arrears and enrolment"),
    LetterKind.REFERRAL: Words("Surat penyerahan ke Kejaksaan", "Letter of handing over to the prosecutor’s office"),
}


class Letterhead(models.Model):
    audit = "changes"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", help_text="none: of the place, for every office without its own")
    government = models.CharField(max_length=120)
    name = models.CharField(max_length=150, help_text="the office as its papers name it")
    address = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, default="", help_text="telephone, e-mail, web page, postal code")
    town = models.CharField(max_length=80, help_text="where papers are signed")

    class Meta:
        constraints = [models.UniqueConstraint("place", Coalesce("office", Value(0)), name="letterhead_once_an_office")]


class PaperRule(models.Model):
    audit = "changes"

    letterhead = models.ForeignKey(Letterhead, models.PROTECT, related_name="rules", db_index=False)  # the unique key begins with it
    kind = models.CharField(max_length=30, choices=RULED_KINDS)
    title = models.CharField(max_length=120, default="", help_text="what the signatory is, such as Bupati or Kepala Dinas")
    name = models.CharField(max_length=120, default="")
    staff_number = models.CharField(max_length=30, default="", help_text="NIP; none for an elected head")
    pattern = models.CharField(max_length=80, default="", help_text="numbering.py; empty: numbers are typed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letterhead", "kind"], name="paper_rule_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in RULED_KINDS]), name="paper_rule_kind_known"),
        ]


class TakenNumber(models.Model):
    audit = "append_only"

    letterhead = models.ForeignKey(Letterhead, models.PROTECT, related_name="numbers", db_index=False)  # the unique keys begin with it
    kind = models.CharField(max_length=30, choices=RULED_KINDS)
    pattern = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letterhead", "pattern", "year", "n"], name="taken_number_once_a_series"),
            models.UniqueConstraint(fields=["letterhead", "number"], name="taken_number_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="taken_number_counts_from_one"),
        ]

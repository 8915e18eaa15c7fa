"""What goes to BPJS and what comes back: packages of people, and the replies to them.

    Template         the columns of the group file as an office maps them; a change is a new version
    TemplateColumn   one of its columns: title, and the field or the fixed text that stands in it
    Package          who is sent for a fund from a month on: everybody, or only what changed since the package before
    PackageLine      one person in it, as they were when it was made: new, or left with the reason
    PackageFile      one file of it, kept encrypted
    Handover         the branch officer says that the package was received
    ReplyColumn      what a header means in the replies of one BPJS branch, said once and remembered
    Reply            one file in which BPJS answers a package
    ReplyRow         one row of it: what it says, about whom, and whether it counts
    Participation    the number under which BPJS knows a person (KPJ)
    Settlement       the act that draws the consequences: who left the list, who came in, the package that tells BPJS

Invariants: a package, its lines, its files and a reply with its rows never change (append only); a package and a reply close their lines and rows (a
trigger: lines are written first), so that neither exists half; a file is a reply to a package at most once; a number belongs to one person.
What BPJS says of a line is the newest row that counts.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.filing.models import Document
from payung.places.models import Office, Place
from payung.planning.models import Fund
from payung.registry.fields import MonthField
from payung.registry.models import Person


class Template(models.Model):
    audit = "append_only"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    agreed = models.BooleanField(help_text="the branch has confirmed that it takes this shape")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "version"], name="template_version_once")]


class TemplateColumn(models.Model):
    audit = "append_only"

    template = models.ForeignKey(Template, models.PROTECT, related_name="columns", db_index=False)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    field = models.CharField(max_length=20, help_text="a key of group_template.FIELDS; empty: the fixed text")
    constant = models.CharField(max_length=120, default="", help_text="text of every row where no field stands")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "position"], name="template_column_once")]


class Package(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        WHOLE = "whole"
        DELTA = "delta"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="packages", db_index=False)  # the unique key begins with it
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of the fund")
    month = MonthField(help_text="the month from which it holds")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    group = models.CharField(max_length=2, default="", help_text="BPJS's code of the group when it was made")
    employer_number = models.CharField(max_length=30, default="", help_text="NPP under which BPJS records the group; empty: not known")
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="+", help_text="none: the example that comes with Payung")
    come = models.PositiveIntegerField(help_text="people who are new to BPJS")
    gone = models.PositiveIntegerField(help_text="people who have left")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 over the fingerprints of its files in their order")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the command line")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="package_number_once"),
            models.CheckConstraint(condition=Q(come__gt=0) | Q(gone__gt=0), name="package_is_not_empty"),
            models.CheckConstraint(condition=Q(kind="delta") | Q(gone=0), name="package_of_all_names_nobody_who_left"),
        ]

    @property
    def people(self) -> int:
        return self.come + self.gone


class PackageLine(models.Model):
    audit = "append_only"

    class Part(models.TextChoices):
        NEW = "new"
        LEFT = "left"

    package = models.ForeignKey(Package, models.PROTECT, related_name="lines", db_index=False)  # the unique keys begin with it
    number = models.PositiveIntegerField(help_text="1, 2, 3 … as the files have it")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=4, choices=Part.choices)
    reason = models.CharField(max_length=20, default="", help_text="why they left, a roster.models.Reason")
    nik = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    birth_date = models.DateField()
    village = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="package_line_number_once"),
            models.UniqueConstraint(fields=["package", "person"], name="package_line_once_a_person"),
            models.CheckConstraint(condition=Q(part="new", reason="") | (Q(part="left") & ~Q(reason="")), name="package_line_says_why_left"),
        ]


class PackageFile(models.Model):
    audit = "append_only"

    class Kind(models.TextChoices):
        SIPP = "sipp"
        LEFT = "left"
        GROUP = "group"

    package = models.ForeignKey(Package, models.PROTECT, related_name="files", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=150, help_text="with the folder in which it lies, such as 01/template_tk_SG.xlsx")
    rows = models.PositiveIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "number"], name="package_file_once")]


class Handover(models.Model):
    audit = "append_only"

    package = models.OneToOneField(Package, models.PROTECT, related_name="handover")
    signed = models.CharField(max_length=120, help_text="name of the officer who received it")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(signed=""), name="handover_is_signed")]


class ReplyColumn(models.Model):
    audit = "changes"

    office = models.ForeignKey(Office, models.CASCADE, related_name="+", db_index=False, help_text="the BPJS branch")
    header = models.CharField(max_length=120, help_text="as header_key writes it")
    field = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "header"], name="reply_column_means_one_field")]


class Reply(models.Model):
    audit = "append_only"

    package = models.ForeignKey(Package, models.PROTECT, related_name="replies", db_index=False)  # the unique keys begin with it
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of the package")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    counted = models.PositiveIntegerField(help_text="rows that count; the others say why not")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "sha256"], name="reply_file_once"),
            models.UniqueConstraint(fields=["package", "number"], name="reply_number_once"),
        ]


class ReplyRow(models.Model):
    """`answer`, `code` and `fate`: see answers.py and match_reply.py."""

    audit = "append_only"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="lines", db_index=False)  # the unique key begins with it
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of the rows of all sheets")
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField(help_text="as the spreadsheet numbers it")
    nik = models.CharField(max_length=16, default="")
    name = models.CharField(max_length=200, default="")
    birth_date = models.DateField(null=True)
    answer = models.CharField(max_length=10, default="")
    member_no = models.CharField(max_length=30, default="")
    reason = models.CharField(max_length=300, default="", help_text="as BPJS wrote it")
    code = models.CharField(max_length=20, default="")
    elsewhere = models.CharField(max_length=200, default="", help_text="where the person is a member already")
    line = models.ForeignKey(PackageLine, models.PROTECT, null=True, related_name="+", db_index=False)
    found_by = models.CharField(max_length=10, default="", help_text="nik or name_birth; empty: nobody was found")
    fate = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="reply_row_once"),
            models.CheckConstraint(condition=~Q(fate="counts") | Q(line__isnull=False, answer__gt=""), name="reply_row_counts_for_somebody"),
        ]
        indexes = [models.Index(fields=["line"], name="reply_row_of_a_line", condition=Q(fate="counts"))]


class Participation(models.Model):
    audit = "append_only"

    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    member_no = models.CharField(max_length=30, help_text="KPJ")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="+", help_text="which named it first")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member_no"], name="participation_number_once")]


class Settlement(models.Model):
    audit = "append_only"

    package = models.ForeignKey(Package, models.PROTECT, related_name="settlements")
    month = MonthField(help_text="from which the list is different")
    gone = models.PositiveIntegerField()
    came = models.PositiveIntegerField(help_text="from the waiting list")
    free = models.PositiveIntegerField(help_text="places that stay free")
    delta = models.ForeignKey(Package, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

"""Lists as they were sent, row by row, and what the checks found.

    SenderColumn    what a header means for one sender, confirmed once and remembered
    SubmittedList   one file: received (or refused with its reason), then accepted; a correction sheet names the list it corrects
    Row             one row of data: as it was written, as it is understood, its verdict
    Finding         one finding about a row: code, column, value, evidence
    RowCount        how many rows of a list have a verdict, by the village they name; kept by triggers (triggers.py)
    Upload          one sending of files by one person into a round: how far its check is, and how long it took
    UploadedFile    one file of it: kept under its fingerprint, then checked, refused, there already, or waiting to hear what its columns mean

Invariants: a file is in a round at most once; of the rows of a round that share a NIK at most one passes; every row has exactly one
verdict, so the rows of a list are the sum of the four. That a phone, an occupation or a mother's name is missing shows in `Row.codes`
and has no Finding of its own: the empty cell says it.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.places.models import Office, Place
from payung.registry.models import Round
from payung.values.problem import Verdict


class SenderColumn(models.Model):
    audit = "changes"

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    header = models.CharField(max_length=120, help_text="as header_key writes it")
    field = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "header"], name="sender_column_means_one_field")]


class SubmittedList(models.Model):
    audit = "changes"

    class State(models.TextChoices):
        RECEIVED = "received"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    round = models.ForeignKey(Round, models.PROTECT, related_name="lists")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    refusal = models.CharField(max_length=60, default="", help_text="code")
    refusal_id = models.CharField(max_length=400, default="")
    refusal_en = models.CharField(max_length=400, default="")
    rows = models.PositiveIntegerField(default=0, help_text="rows of data when it was received; a correction sheet: rows it changed")
    received_on = models.DateField(null=True, help_text="none: received before this was noted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "sha256"], name="list_file_once_a_round"),
            models.CheckConstraint(
                condition=Q(state="refused", refusal__gt="") | (~Q(state="refused") & Q(refusal="")), name="list_refusal_has_reason"
            ),
        ]


class Row(models.Model):
    audit = "changes"

    list = models.ForeignKey(SubmittedList, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField(help_text="as the spreadsheet numbers it")
    as_written = models.JSONField(help_text="field -> text, empty cells left out; nik_number and date_number say the cell held a number")
    nik = models.CharField(max_length=16, default="", help_text="16 digits that can be a NIK, or empty")
    name = models.CharField(max_length=200, default="")
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(max_length=100, default="")
    sex = models.CharField(max_length=1, default="")
    village = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    occupation = models.CharField(max_length=120, default="")
    income = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict])
    codes = models.CharField(max_length=400, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "sheet", "number"], name="row_once_a_list"),
            models.CheckConstraint(
                condition=~Q(verdict="passes") | (Q(nik__gt="") & Q(name__gt="") & Q(birth_date__isnull=False)), name="row_passes_only_complete"
            ),
        ]
        indexes = [
            models.Index(fields=["nik"], name="row_nik", condition=Q(verdict="passes")),
            models.Index(fields=["nik"], name="row_nik_of_others", condition=~Q(verdict="passes")),  # where else somebody was proposed
            models.Index(fields=["list", "verdict"], name="row_verdict_of_list"),  # the counts of a round without reading its rows
        ]


class Finding(models.Model):
    audit = "changes"

    row = models.ForeignKey(Row, models.CASCADE, related_name="findings", db_index=False)
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=30)
    value = models.CharField(max_length=300, default="")
    evidence = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "code"], name="finding_once_a_row")]
        indexes = [models.Index(fields=["code"], name="finding_of_code")]  # from a reason to its rows


class RowCount(models.Model):
    # Follows from the rows, which are on the trail; the database keeps it (triggers.py).
    audit = "none"

    list = models.ForeignKey(SubmittedList, models.CASCADE, related_name="counts", db_index=False)  # the unique key begins with it
    village = models.CharField(max_length=13, default="", help_text="code; empty where the row names none")
    verdict = models.CharField(max_length=12)
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "village", "verdict"], name="row_count_once")]


class Upload(models.Model):
    audit = "changes"

    class State(models.TextChoices):
        """Its files are arriving, wait for the check, are being checked, wait for somebody to say what columns mean; done; or it was broken off."""

        COLLECTING = "collecting"
        WAITING = "waiting"
        CHECKING = "checking"
        ASKING = "asking"
        DONE = "done"
        STOPPED = "stopped"

    round = models.ForeignKey(Round, models.PROTECT, related_name="uploads")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", help_text="who sent all of them; otherwise their names say it")
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTING)
    at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["round", "-at"], name="upload_newest_of_round")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["collecting", "waiting", "checking", "asking", "done", "stopped"]), name="upload_state_known"
            )
        ]


class UploadedFile(models.Model):
    audit = "changes"

    class State(models.TextChoices):
        WAITING = "waiting"
        ASKING = "asking"
        CHECKED = "checked"
        REFUSED = "refused"
        THERE = "there"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, default="", help_text="empty where it was too large to keep")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sentence_id = models.CharField(max_length=600, default="", help_text="why it was refused, or what its sender should know")
    sentence_en = models.CharField(max_length=600, default="")
    titles = models.JSONField(default=list, help_text="[title, field or null, how that is known] of each column")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", help_text="who sent it")
    list = models.ForeignKey(SubmittedList, models.PROTECT, null=True, related_name="+", help_text="the list it became")
    corrected = models.PositiveIntegerField(default=0, help_text="rows that it changed, of a correction sheet")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "asking", "checked", "refused", "there"]), name="uploaded_file_state_known"),
            models.CheckConstraint(condition=~Q(state="refused") | Q(sentence_id__gt=""), name="uploaded_file_refusal_has_reason"),
        ]

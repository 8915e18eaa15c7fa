"""The trail: who did what (Act) and what changed in which row (Entry).

Rows are written by database triggers (triggers.py), so bulk statements and raw SQL are caught too. Nothing here is ever changed or deleted.

Every model of Payung is on the trail unless its class says otherwise:

    audit = "append_only"   new rows are recorded; changes and deletions are refused
    audit = "none"          not recorded (generated reference data); the guard test wants a reason
    audit = "trail"         the two tables below: refuse changes, not recorded themselves
"""

from django.db import models
from django.db.models.functions import Now

from payung.accounts.models import User


class Act(models.Model):
    """One action in one transaction, such as "list.accept"; without an actor the machine's owner acted from the command line."""

    audit = "trail"

    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    command = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=Now())
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.command}"


class Op(models.TextChoices):
    """What happened to a row."""

    INSERT = "I"
    UPDATE = "U"
    DELETE = "D"


class Entry(models.Model):
    """A change of the rows `row_id` to `last_id` of one table; more than one row only where rows were inserted.

    `old` holds what stood there before: the changed columns of an UPDATE, the whole row of a DELETE, nothing for an INSERT, because the row as it is
    now and the later old values give every earlier state. Without an act the write came from outside an action.
    A range tells which keys were given out; a key in it may never have become a row.
    """

    audit = "trail"

    # Written by triggers that know only the number, millions of times: a constraint would be checked for each row.
    act = models.ForeignKey(Act, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="entries")
    at = models.DateTimeField()
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    op = models.CharField(max_length=1, choices=Op.choices)
    old = models.JSONField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(last_id__gte=models.F("row_id")), name="audit_entry_range_runs_upwards"),)
        indexes = (
            models.Index(fields=["table_name", "row_id"], name="audit_entry_of_row"),
            models.Index(fields=["table_name", "last_id"], condition=models.Q(op="I"), name="audit_entry_inserted"),
        )

    def __str__(self) -> str:
        return f"{self.op} {self.table_name} {self.row_id}"

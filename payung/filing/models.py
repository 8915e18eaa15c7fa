"""Papers that people hand over as proof: signed scans, bank slips, certificates, replies of other offices.

    Document   one file as it came: its name, what it is, how long it is, its fingerprint, who handed it over and when

Invariants: a document never changes and is never deleted; what it holds lies encrypted in PAYUNG_HOME (safe.py), never in the database. What a
document proves is said by the table that points at it, which also says who may open it.
"""

from django.db import models
from django.db.models.functions import Now

from payung.accounts.models import User


class Document(models.Model):
    audit = "append_only"

    sha256 = models.CharField(max_length=64, help_text="of the content as it came")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField(help_text="bytes")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="none: the owner of the machine at the command line")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=1), name="document_is_not_empty")]

"""Who works with Payung and where.

A User has Assignments: a role, at a place (none: the nation) or at an office (then at the places of the office), from a day, until a day or open.
Invariants: a role of an office or a village names it; an assignment ends no earlier than it began; nobody has the same one twice from the same day.
"""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from payung.places.models import Office, Place


class Role(models.TextChoices):
    """What a person does; what each may do stands in rights.py."""

    OWNER = "owner", "Penanggung jawab program"
    OPERATOR = "operator", "Operator Disnaker"
    VILLAGE = "village", "Petugas desa"
    OFFICE = "office", "Petugas OPD"
    VILLAGE_AFFAIRS = "village_affairs", "Petugas DPMD"
    TREASURER = "treasurer", "Bendahara"
    BPJS_BRANCH = "bpjs_branch", "Petugas cabang BPJS"
    HEAD = "head", "Pimpinan"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


OF_AN_OFFICE = (Role.OFFICE, Role.BPJS_BRANCH)


class User(AbstractUser):
    """A person who may sign in; `display_name` is what others read."""

    display_name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.display_name or self.username


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def valid(self, on: date) -> "AssignmentQuerySet":
        """In force on that day; the last day counts."""
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on, user__is_active=True)


class Assignment(models.Model):
    """A role at a place and in a time; without place and office it is for the whole nation."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_assignment_role_known"),
            models.CheckConstraint(condition=~Q(role__in=OF_AN_OFFICE) | Q(office__isnull=False), name="accounts_assignment_office_named"),
            models.CheckConstraint(condition=~Q(role=Role.VILLAGE) | Q(place__isnull=False), name="accounts_assignment_village_named"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="accounts_assignment_ends_after_start"),
            # An expression, because two missing places count as different and SQLite cannot be told otherwise.
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("place", Value("")),
                Coalesce("office", Value(0)),
                "since",
                name="accounts_assignment_once_from_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role}"

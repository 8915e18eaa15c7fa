"""Who works with Payung and where.

A User has Assignments: a role, at a place (none: the nation) or at an office (then at the places of the office), from a day, until a day or open.
An Invitation lets a person set a password, an InvitationUse says that they did; an Attempt is a password that was tried.
Invariants: a role of an office or a village names it; an assignment ends no earlier than it began; nobody has the same one twice from the same day;
an invitation is used at most once.
"""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from payung.places.models import Office, Place
from payung.values.words import Words


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


_IN_ENGLISH: dict[Role, str] = {
    Role.OWNER: "Programme owner",
    Role.OPERATOR: "Labour office operator",
    Role.VILLAGE: "Village officer",
    Role.OFFICE: "Officer of another office",
    Role.VILLAGE_AFFAIRS: "Village affairs officer",
    Role.TREASURER: "Treasurer",
    Role.BPJS_BRANCH: "BPJS branch officer",
    Role.HEAD: "Head",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}
ROLE_WORDS = {role: Words(str(role.label), english) for role, english in _IN_ENGLISH.items()}
OF_AN_OFFICE = (Role.OFFICE, Role.BPJS_BRANCH)


class User(AbstractUser):
    """A person who may sign in; `display_name` is what others read."""

    display_name = models.CharField(max_length=120)
    known_assignments: "dict[date, list[Assignment]] | None" = None  # see queries.ask_once

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


class Invitation(models.Model):
    """A link with which a person sets their password, once and until it expires; of a person's invitations only the newest counts.

    Kept is what the link's token hashes to, so that whoever reads the database cannot use it.
    """

    audit = "append_only"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    expires = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(expires__gt=F("at")), name="accounts_invitation_expires_later"),)

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class InvitationUse(models.Model):
    """An invitation was used; there is no second time."""

    audit = "append_only"

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="use")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.invitation)


class Attempt(models.Model):
    """A password was tried for an account or from an address (`key` hashes which); deleted when it was right, or when it is old."""

    # Hashes that live for a day and say nothing of what anybody did; what matters of them is in the log.
    audit = "none"

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["key", "at"], name="accounts_attempt_of_key"),)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at:%Y-%m-%d %H:%M}"

"""Letting people in and giving them roles.

The audit package lies above this one: the caller opens the act (`with acting("role.assign", by=by):`).
"""

from datetime import date

from django.db import transaction

from payung.accounts.models import OF_AN_OFFICE, Assignment, Role, User
from payung.accounts.rights import require
from payung.places.models import Office, Place
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words


@transaction.atomic
def invite_user(*, username: str, display_name: str, email: str, place_code: str, on: date, by: User | None) -> User:
    """A new person without a password, who will work at that place ("": the nation). RefusedError `user.known` if the name is taken."""
    require(by, "user.invite", place_code, on)
    if User.objects.filter(username=username).exists():
        raise RefusedError(
            "user.known",
            Words("Nama pengguna “{name}” sudah dipakai. Pilih nama lain.", "The user name “{name}” is taken. Choose another.").filled(name=username),
        )
    return User.objects.create_user(username=username, email=email, password=None, display_name=display_name)


@transaction.atomic
def assign_role(
    *,
    user: User,
    role: Role,
    since: date,
    until: date | None = None,
    place: Place | None = None,
    office: Office | None = None,
    on: date,
    by: User | None,
) -> Assignment:
    """InputError if the role lacks its office or village or ends before it begins; RefusedError `role.held` if it is held already."""
    require(by, "role.assign", _where(place, office), on)
    if role in OF_AN_OFFICE and office is None:
        raise InputError(
            "role.office_missing", Words("Peran ini milik sebuah kantor. Pilih kantornya.", "This role belongs to an office. Choose the office.")
        )
    if role == Role.VILLAGE and place is None:
        raise InputError(
            "role.place_missing", Words("Peran ini milik sebuah desa. Pilih desanya.", "This role belongs to a village. Choose the village.")
        )
    _check_order(since, until)
    same = Assignment.objects.filter(user=user, role=role, place=place, office=office, since__lte=until or date.max)
    if same.exclude(until__lt=since).exists():
        raise RefusedError("role.held", Words("Orang ini sudah memegang peran itu di sana.", "This person already holds that role there."))
    return Assignment.objects.create(user=user, role=role, place=place, office=office, since=since, until=until)


@transaction.atomic
def end_assignment(*, assignment: Assignment, until: date, on: date, by: User | None) -> Assignment:
    """`until` is its last day."""
    require(by, "role.assign", _where(assignment.place, assignment.office), on)
    _check_order(assignment.since, until)
    assignment.until = until
    assignment.save(update_fields=["until"])
    return assignment


def _where(place: Place | None, office: Office | None) -> str:
    """The code of the place whose administrator decides."""
    if place:
        return place.code
    return office.place_id if office else ""


def _check_order(since: date, until: date | None) -> None:
    if until and until < since:
        raise InputError(
            "role.ends_before_start",
            Words("Hari terakhir lebih awal dari hari pertama. Periksa kedua tanggal.", "The last day is before the first day. Check both dates."),
        )

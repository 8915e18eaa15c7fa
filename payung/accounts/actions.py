"""Letting people in, giving them roles, taking both away.

The audit package lies above this one: the caller opens the act (`with acting("role.assign", by=by):`).
Nobody decides over themselves, and nobody over more than their own places.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from payung.accounts.lockout import KEPT, Limit
from payung.accounts.models import OF_AN_OFFICE, Assignment, Attempt, Invitation, InvitationUse, Role, User
from payung.accounts.queries import codes_of, invitation_of, lies_elsewhere, locked_until, users_in
from payung.accounts.rights import places_where, require
from payung.places.models import Office, Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.words import Words

VALID = timedelta(days=7)
_ELSEWHERE = Words(
    "Orang ini juga punya peran di luar wilayah Anda. Minta administrator wilayah yang lebih luas.",
    "This person also has a role outside your area. Ask the administrator of the wider area.",
)


@transaction.atomic
def invite_user(*, username: str, display_name: str, email: str, place_code: str, on: date, by: User | None) -> User:
    """A new person without a password, who will work at that place ("": the nation).

    RefusedError `user.known` if the name is taken, `user.email_known` if the e-mail is; upper and lower case are the same.
    """
    require(by, "user.invite", place_code, on)
    if User.objects.filter(username__iexact=username).exists():
        raise RefusedError(
            "user.known",
            Words("Nama pengguna “{name}” sudah dipakai. Pilih nama lain.", "The user name “{name}” is taken. Choose another.").filled(name=username),
        )
    if email and User.objects.filter(email__iexact=email).exists():
        raise RefusedError(
            "user.email_known",
            Words("Surel ini sudah dipakai orang lain. Pakai surel lain, atau kosongkan.", "Somebody else has this e-mail. Give another, or none."),
        )
    return User.objects.create_user(username=username, email=email, password=None, display_name=display_name)


@transaction.atomic
def make_invitation(*, user: User, now: datetime, on: date, by: User | None) -> str:
    """The token of a new link for the person; their password, second factors, sessions and earlier links end with it.

    RefusedError `user.own`, `user.elsewhere` or `user.inactive`.
    """
    _may_manage(user, on, by)
    if not user.is_active:
        raise RefusedError(
            "user.inactive", Words("Akun ini tidak aktif. Aktifkan dahulu, lalu undang.", "This account is switched off. Switch it on, then invite.")
        )
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(user=user, token_hash=hash_of(token), at=now, expires=now + VALID)
    return token


@transaction.atomic
def use_invitation(*, token: str, password: str, now: datetime) -> User:
    """Set the password that the invited person chose. RefusedError `invitation.over` if the link opens nothing (any more)."""
    found = invitation_of(hash_of(token), now)
    if found is None:
        raise RefusedError(
            "invitation.over",
            Words("Tautan ini sudah dipakai atau sudah lewat. Minta tautan baru.", "This link was used or has expired. Ask for a new one."),
        )
    InvitationUse.objects.create(invitation=found, at=now)
    found.user.set_password(password)
    found.user.save(update_fields=["password"])
    return found.user


@transaction.atomic
def set_active(*, user: User, active: bool, on: date, by: User | None) -> User:
    """Switch an account off or on again; its roles stay, and off it opens nothing and is signed out everywhere."""
    _may_manage(user, on, by)
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
    if not active:
        end_sessions(user=user)
    return user


def end_sessions(*, user: User) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


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
    """InputError if the role lacks its office or village or ends before it begins; RefusedError `role.held` if it is held already, `role.own`."""
    _may_assign(user, codes_of(role, place, office), on, by)
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
    _may_assign(assignment.user, codes_of(Role(assignment.role), assignment.place, assignment.office), on, by)
    _check_order(assignment.since, until)
    assignment.until = until
    assignment.save(update_fields=["until"])
    return assignment


def try_password(*, keys: dict[Limit, str], now: datetime) -> tuple[list[int], datetime | None]:
    """Count a try before the password is looked at, so that many at once are counted too. The tries' numbers, and until when there is a pause.

    Within a pause nothing is counted: whoever waits is let in when it ends, however often others try.
    """
    Attempt.objects.filter(at__lt=now - KEPT).delete()
    made = [Attempt.objects.create(key=key, at=now).pk for key in keys.values()]
    pause = locked_until(keys, now, before=min(made))
    if pause:
        Attempt.objects.filter(pk__in=made).delete()
    return made, pause


def forget_tries(*, numbers: list[int], keys: list[str]) -> None:
    """The password was right: its own tries count for nothing, nor do earlier ones under `keys`."""
    Attempt.objects.filter(pk__in=numbers).delete()
    Attempt.objects.filter(key__in=keys).delete()


def hash_of(token: str) -> str:
    """A token has 256 random bits, which no list of words holds: one hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _may_assign(user: User, codes: list[str], on: date, by: User | None) -> None:
    for code in codes:
        require(by, "role.assign", code, on)
    if by == user:
        raise RefusedError(
            "role.own",
            Words("Peran sendiri tidak dapat diubah. Minta administrator lain.", "Nobody changes their own roles. Ask another administrator."),
        )


def _may_manage(user: User, on: date, by: User | None) -> None:
    """Who has a role only in the places of `by` is theirs to switch off and to invite again; else a wider account could be taken over."""
    if by is None:
        return
    codes = places_where(by, "user.invite", on)
    if not users_in(codes).filter(pk=user.pk).exists():
        raise OutOfScopeError("user.not_seen", _ELSEWHERE)
    if by == user:
        raise RefusedError(
            "user.own",
            Words(
                "Akun sendiri tidak dapat diubah di sini. Minta administrator lain.",
                "Your own account is not changed here. Ask another administrator.",
            ),
        )
    if lies_elsewhere(user, codes, on):
        raise RefusedError("user.elsewhere", _ELSEWHERE)


def _check_order(since: date, until: date | None) -> None:
    if until and until < since:
        raise InputError(
            "role.ends_before_start",
            Words("Hari terakhir lebih awal dari hari pertama. Periksa kedua tanggal.", "The last day is before the first day. Check both dates."),
        )

"""Letting people in: links for one use, tries that are counted, and who may decide over whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from payung.accounts.actions import (
    assign_role,
    end_assignment,
    forget_tries,
    hash_of,
    invite_user,
    make_invitation,
    set_active,
    try_password,
    use_invitation,
)
from payung.accounts.choices import assignable, visible_users
from payung.accounts.lockout import ACCOUNT, ADDRESS, until
from payung.accounts.models import Assignment, Attempt, Invitation, InvitationUse, Role, User
from payung.accounts.queries import invitation_of
from payung.places.models import Office, OfficeKind, Place, Territory
from payung.values.errors import OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
DAY, NOW = date(2026, 4, 20), datetime(2026, 4, 20, 3, tzinfo=UTC)
REGENCY, VILLAGE, OTHER = "74.05", "74.05.01.2003", "74.04"


def person(name: str, role: Role | None = None, place: str | None = None, **terms) -> User:
    user = User.objects.create(username=name, display_name=name.title(), email=f"{name}@contoh.id")
    if role:
        Assignment.objects.create(user=user, role=role, place_id=place, since=date(2026, 1, 1), **terms)
    return user


@pytest.fixture
def admin() -> User:
    return person("admin", Role.ADMINISTRATOR, REGENCY)


@pytest.fixture
def ani() -> User:
    return person("ani", Role.OPERATOR, REGENCY)


def test_a_link_is_kept_as_a_hash_and_opens_once(admin, ani):
    token = make_invitation(user=ani, now=NOW, on=DAY, by=admin)
    assert token not in str(list(Invitation.objects.values()))
    assert use_invitation(token=token, password="sawah hijau di lereng", now=NOW).check_password("sawah hijau di lereng")
    with pytest.raises(RefusedError, match=r"invitation\.over"):
        use_invitation(token=token, password="sawah hijau di lereng", now=NOW)


def test_a_link_ends_after_seven_days_by_a_newer_one_and_with_the_account(admin, ani):
    first = make_invitation(user=ani, now=NOW, on=DAY, by=admin)
    assert invitation_of(hash_of(first), NOW + timedelta(days=7, seconds=1)) is None
    second = make_invitation(user=ani, now=NOW, on=DAY, by=admin)
    assert [bool(invitation_of(hash_of(token), NOW)) for token in (first, second)] == [False, True]
    set_active(user=ani, active=False, on=DAY, by=admin)
    assert invitation_of(hash_of(second), NOW) is None


def test_a_new_link_ends_the_password(admin, ani):
    ani.set_password("lama sekali lama")
    ani.save()
    make_invitation(user=ani, now=NOW, on=DAY, by=admin)
    ani.refresh_from_db()
    assert not ani.has_usable_password()


def test_invitations_and_their_use_never_change(admin, ani):
    token = make_invitation(user=ani, now=NOW, on=DAY, by=admin)
    use_invitation(token=token, password="sawah hijau di lereng", now=NOW)
    for change in (lambda: Invitation.objects.update(expires=NOW + timedelta(days=99)), lambda: InvitationUse.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationUse.objects.create(invitation=Invitation.objects.get(), at=NOW)


def test_names_and_mails_are_the_same_in_small_and_large_letters(admin, ani):
    terms = {"display_name": "Ani", "place_code": REGENCY, "on": DAY, "by": admin}
    with pytest.raises(RefusedError, match=r"user\.known"):
        invite_user(username="ANI", email="", **terms)
    with pytest.raises(RefusedError, match=r"user\.email_known"):
        invite_user(username="ani2", email="Ani@Contoh.id", **terms)


def test_nobody_decides_over_themselves(admin):
    with pytest.raises(RefusedError, match=r"role\.own"):
        assign_role(user=admin, role=Role.OWNER, place=Place.objects.get(code=REGENCY), since=DAY, on=DAY, by=admin)
    with pytest.raises(RefusedError, match=r"role\.own"):
        end_assignment(assignment=admin.assignments.get(), until=DAY, on=DAY, by=admin)
    for decide in (lambda: set_active(user=admin, active=False, on=DAY, by=admin), lambda: make_invitation(user=admin, now=NOW, on=DAY, by=admin)):
        with pytest.raises(RefusedError, match=r"user\.own"):
            decide()


def test_whoever_also_works_elsewhere_is_not_taken_over(admin):
    """A new link for a national auditor who also works here would open the nation to the administrator of a regency."""
    auditor = person("auditor", Role.OPERATOR, REGENCY)
    Assignment.objects.create(user=auditor, role=Role.AUDITOR, since=date(2026, 1, 1))
    for decide in (
        lambda: make_invitation(user=auditor, now=NOW, on=DAY, by=admin),
        lambda: set_active(user=auditor, active=False, on=DAY, by=admin),
    ):
        with pytest.raises(RefusedError, match=r"user\.elsewhere"):
            decide()
    Assignment.objects.filter(role=Role.AUDITOR).update(until=date(2026, 3, 1))
    assert make_invitation(user=auditor, now=NOW, on=DAY, by=admin)


def test_whoever_is_not_seen_is_not_managed(admin):
    far = person("jauh", Role.OPERATOR, OTHER)
    with pytest.raises(OutOfScopeError):
        make_invitation(user=far, now=NOW, on=DAY, by=admin)
    assert set(visible_users(visible_to=admin, on=DAY)) == {admin}


def test_a_branch_that_serves_more_is_not_given_by_one_regency(admin, ani):
    branch = Office.objects.create(kind=OfficeKind.BPJS_BRANCH, name="Kendari", place_id=REGENCY)
    Territory.objects.bulk_create([Territory(office=branch, place_id=code) for code in (REGENCY, OTHER)])
    with pytest.raises(OutOfScopeError):
        assign_role(user=ani, role=Role.BPJS_BRANCH, office=branch, since=DAY, on=DAY, by=admin)
    Territory.objects.filter(place_id=OTHER).delete()
    assert assign_role(user=ani, role=Role.BPJS_BRANCH, office=branch, since=DAY, on=DAY, by=admin)


def test_what_may_be_chosen_lies_in_ones_places(admin):
    Office.objects.create(kind=OfficeKind.OPD, name="Dinas Lere", place_id=REGENCY)
    Office.objects.create(kind=OfficeKind.OPD, name="Dinas Lere Jauh", place_id=OTHER)
    keys = [one.key for one in assignable("lere", visible_to=admin, on=DAY)]
    assert [key for key in keys if key.startswith("p:") and not key.startswith(f"p:{REGENCY}")] == []
    assert sum(key.startswith("o:") for key in keys) == 1
    assert assignable("lere", visible_to=person("biasa", Role.OPERATOR, REGENCY), on=DAY) == []


# --- tries ---


def tries(times: int, at: datetime = NOW, keys: dict | None = None) -> datetime | None:
    return [try_password(keys=keys or {ACCOUNT: "a", ADDRESS: "b"}, now=at)[1] for _ in range(times)][-1]


def test_five_wrong_passwords_bring_a_pause_of_five_minutes():
    assert tries(5) is None
    assert tries(1) == NOW + timedelta(minutes=5)
    assert tries(1, NOW + timedelta(minutes=5, seconds=1)) is None
    assert tries(1, NOW + timedelta(minutes=5, seconds=2)) == NOW + timedelta(minutes=10, seconds=1)


def test_trying_within_a_pause_does_not_lengthen_it():
    tries(5)
    tries(9, NOW + timedelta(minutes=4))
    assert tries(1, NOW + timedelta(minutes=5, seconds=1)) is None


def test_an_address_that_tries_many_names_is_stopped_too():
    for number in range(ADDRESS.most):
        assert tries(1, keys={ACCOUNT: f"name {number}", ADDRESS: "one"}) is None
    assert tries(1, keys={ACCOUNT: "next", ADDRESS: "one"}) is not None
    assert tries(1, keys={ACCOUNT: "next", ADDRESS: "another"}) is None


def test_the_right_password_wipes_the_account_and_not_the_address():
    tries(4)
    numbers, _ = try_password(keys={ACCOUNT: "a", ADDRESS: "b"}, now=NOW)
    forget_tries(numbers=numbers, keys=["a"])
    assert sorted(Attempt.objects.values_list("key", flat=True)) == ["b"] * 4


def test_old_tries_go_away():
    tries(3)
    tries(1, NOW + timedelta(days=2))
    assert Attempt.objects.count() == 2


def test_tries_outside_of_the_window_do_not_count():
    old = [NOW - timedelta(minutes=16)] * 9
    assert until(old, ACCOUNT, NOW) is None
    assert until([NOW - timedelta(minutes=6)] * 5, ACCOUNT, NOW) is None

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from invented import VILLAGES
from sent import SENT_ON, send

from payung.accounts.models import Assignment, Role, User
from payung.compliance.actions import Sent, remind_offices, remind_villages, set_lists_due
from payung.compliance.models import Reminder
from payung.compliance.queries import State, district_lines, office_lines, other_lines, reminders, village_lines
from payung.intake.models import Row, SubmittedList
from payung.places.models import Office, OfficeKind, Place
from payung.values.errors import InputError, OutOfScopeError

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
PLACE = "74.05"


def lines(programme, **terms):
    return {line.key: line for line in village_lines(round=programme.round, visible_to=None, on=ON, **terms)}


def person(role: Role, place: str) -> User:
    user = User.objects.create(username=f"{role}-{place}", display_name=f"Petugas {place}")
    Assignment.objects.create(user=user, role=role, place_id=place, since=date(2026, 1, 1))
    return user


def remind(programme, *villages, by=None, on=ON, place=PLACE, **terms) -> Sent:
    return remind_villages(round=programme.round, villages=villages, place=place, by=by, on=on, **terms)


def test_every_desa_is_there_whether_it_sent_or_not(programme):
    send(programme, VILLAGES[0], passes=3, needs_fixing=2, rejected=1, duplicate=1)
    send(programme, VILLAGES[1], accepted=True, passes=4)
    send(programme, VILLAGES[2], passes=1)
    found = lines(programme)
    assert len(found) == 336
    assert [found[code].state for code in VILLAGES] == [State.NEEDS_FIXING, State.ACCEPTED, State.CHECKED]
    assert sum(line.state == State.NOT_SENT for line in found.values()) == 333
    one = found[VILLAGES[0]]
    assert (one.rows, one.needs_fixing, one.sent_on, one.since, one.district_name) == (7, 2, SENT_ON, SENT_ON, "Tinanggea")
    assert len(lines(programme, place="74.05.01")) == 22


def test_rows_that_pass_by_now_need_no_correction(programme):
    sent = send(programme, VILLAGES[0], accepted=True, needs_fixing=2)
    Row.objects.filter(list=sent).update(verdict="passes")
    assert lines(programme)[VILLAGES[0]].state == State.ACCEPTED
    Row.objects.filter(list=sent, number=1).update(verdict="needs_fixing")
    assert lines(programme)[VILLAGES[0]].state == State.NEEDS_FIXING


def test_a_correction_sheet_dates_the_rows_that_still_wait(programme):
    sent = send(programme, VILLAGES[0], needs_fixing=2)
    came = {"state": "accepted", "corrects": sent, "received_on": date(2026, 4, 9)}
    SubmittedList.objects.create(round=programme.round, office=sent.office, file_name="p.xlsx", sha256="p", size=1, **came)
    line = lines(programme)[VILLAGES[0]]
    assert (line.sent_on, line.since, line.lists) == (SENT_ON, date(2026, 4, 9), (sent.pk,))


def test_a_file_that_was_refused_was_not_sent(programme):
    sent = send(programme, VILLAGES[0])
    SubmittedList.objects.filter(pk=sent.pk).update(state="refused", refusal="file.damaged")
    line = lines(programme)[VILLAGES[0]]
    assert (line.state, line.refused) == (State.NOT_SENT, 1)


def test_senders_whose_village_is_not_known_stand_apart(programme):
    unknown = Office.objects.create(kind=OfficeKind.VILLAGE_OFFICE, name="Desa Wonua Kongga", place=programme.place)
    opd = Office.objects.create(kind=OfficeKind.OPD, name="RSUD", place=programme.place)
    send(programme, unknown, passes=2)
    send(programme, opd, passes=2)
    assert [line.name for line in other_lines(round=programme.round, visible_to=None, on=ON)] == ["Desa Wonua Kongga"]
    assert [(line.name, line.rows) for line in office_lines(round=programme.round, visible_to=None, on=ON)] == [("RSUD", 2)]
    assert sum(bool(line.lists) for line in lines(programme).values()) == 0


def test_districts_stand_in_the_order_of_their_share(programme):
    for village in VILLAGES:
        send(programme, village, needs_fixing=1)
    first, *_ = found = district_lines(lines(programme).values())
    assert sum(one.villages for one in found) == 336
    assert (first.name, first.sent, first.needs_fixing) == ("Tinanggea", 2, 2)


def test_a_person_sees_the_villages_of_their_place_and_no_others(programme):
    for village in VILLAGES:
        send(programme, village, passes=1)
    camat = person(Role.OPERATOR, "74.05.02")
    found = village_lines(round=programme.round, visible_to=camat, on=ON)
    assert {line.district for line in found} == {"74.05.02"}
    assert office_lines(round=programme.round, visible_to=camat, on=ON) == []
    with pytest.raises(OutOfScopeError):
        remind(programme, VILLAGES[0], by=camat, place="74.05.02")
    with pytest.raises(OutOfScopeError):
        remind(programme, VILLAGES[2], by=camat)
    assert remind(programme, VILLAGES[2], by=camat, place="74.05.02") == Sent(0, 0, 1)


def test_letters_count_up_and_the_same_day_makes_no_second_one(programme):
    send(programme, VILLAGES[0], needs_fixing=5)
    send(programme, VILLAGES[1], accepted=True, passes=1)
    assert remind(programme, *VILLAGES, reference="  560/1 /X ") == Sent(2, 0, 1)
    assert remind(programme, *VILLAGES) == Sent(0, 2, 1)
    later = date(2026, 4, 27)
    assert remind(programme, VILLAGES[0], VILLAGES[0], on=later).made == 1
    told = Reminder.objects.order_by("on", "village").values_list("village", "kind", "number", "rows", "reference", "on")
    assert list(told) == [
        (VILLAGES[0], "corrections", 1, 5, "560/1 /X", ON),
        (VILLAGES[2], "not_sent", 1, 0, "560/1 /X", ON),
        (VILLAGES[0], "corrections", 2, 5, "", later),
    ]
    line = lines(programme)[VILLAGES[0]]
    assert (line.letters, line.reminded_on) == (2, later)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM compliance_reminder")


def test_offices_are_reminded_too(programme):
    opd = Office.objects.create(kind=OfficeKind.OPD, name="RSUD", place=programme.place)
    given = {"round": programme.round, "offices": [str(opd.pk)], "place": PLACE, "by": None, "on": ON}
    assert remind_offices(**given) == Sent(1, 0, 0)
    assert remind_offices(**given) == Sent(0, 1, 0)
    assert [each.office for each in reminders(round=programme.round, visible_to=None, on=ON)] == [opd]


def test_reminders_are_seen_where_their_addressee_is(programme):
    remind(programme, *VILLAGES)
    seen = reminders(round=programme.round, visible_to=person(Role.VILLAGE_AFFAIRS, "74.05.02"), on=ON)
    assert [each.village_id for each in seen] == [VILLAGES[2]]
    assert not reminders(round=programme.round, visible_to=person(Role.OPERATOR, "74.01"), on=ON).exists()


def test_only_who_may_remind_reminds(programme):
    with pytest.raises(OutOfScopeError, match=r"right\.missing"):
        remind(programme, VILLAGES[0], by=person(Role.AUDITOR, PLACE))


def test_the_deadline_is_ahead_and_named_in_the_letters(programme):
    owner = person(Role.OWNER, PLACE)
    with pytest.raises(InputError, match=r"round\.due_impossible"):
        set_lists_due(round=programme.round, due_on=date(2026, 4, 19), by=owner, on=ON)
    for _ in range(2):
        set_lists_due(round=programme.round, due_on=date(2026, 4, 30), by=owner, on=ON)
    remind(programme, VILLAGES[0], by=owner)
    remind(programme, VILLAGES[0], by=owner, on=date(2026, 5, 4))
    assert list(Reminder.objects.order_by("on").values_list("due_on", "signed")) == [(date(2026, 4, 30), "Petugas 74.05"), (None, "Petugas 74.05")]
    with pytest.raises(OutOfScopeError):
        set_lists_due(round=programme.round, due_on=None, by=person(Role.VILLAGE_AFFAIRS, PLACE), on=ON)


def test_the_board_asks_little_however_many_sent(programme, django_assert_num_queries):
    for village in VILLAGES:
        send(programme, village, passes=1)
    with django_assert_num_queries(4):
        lines(programme)
    for village in Place.objects.within("74.05.03").desa().values_list("code", flat=True):
        send(programme, village, needs_fixing=1)
    with django_assert_num_queries(4):
        lines(programme)

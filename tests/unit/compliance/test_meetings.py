"""Meetings, what is promised in them, and that it is on the table in the next one; outreach with its counts."""

from datetime import date

import pytest
from invented import Programme

from payung.accounts.models import Assignment, Role, User
from payung.compliance.follow_up_actions import Promised, oblige, promise, step
from payung.compliance.follow_ups import follow_ups, follow_ups_seen, may_step, the_follow_up
from payung.compliance.meeting_actions import (
    Plan,
    cancel_meeting,
    change_meeting,
    count_enrolled,
    enter_outreach,
    invite,
    note_attendance,
    number_invitation,
    plan_meeting,
    resolve,
    write_minutes,
)
from payung.compliance.meetings import agenda_of, meetings_seen, outreach_seen, promised_in, the_meeting
from payung.compliance.models import FollowUp, FollowUpStep, Meeting
from payung.compliance.regulation_actions import Terms, enter_instrument
from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.places.models import Office, Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError

MARCH, APRIL, ON = date(2026, 3, 12), date(2026, 4, 23), date(2026, 4, 20)


def meeting(programme: Programme, held_on: date = MARCH, **more: object) -> Meeting:
    plan = Plan(**{"title": "Rakor perlindungan", "held_on": held_on, **more})  # type: ignore[arg-type]
    return plan_meeting(place=programme.place, kind="rakor", plan=plan, by=None, on=MARCH)


def promised(programme: Programme, what: str = "Menyerahkan data non-ASN", due_on: date | None = date(2026, 4, 1), **more: object) -> FollowUp:
    given = Promised(what, **{"owner": "Dinas Kesehatan", "due_on": due_on, **more})  # type: ignore[arg-type]
    return promise(meeting=meeting(programme), promised=given, by=None, on=MARCH)


def person(role: Role, **where: object) -> User:
    made = User.objects.create(username=f"{role}-{User.objects.count()}", display_name=f"Petugas {role}")
    Assignment.objects.create(user=made, role=role, since=date(2026, 1, 1), **where)
    return made


def test_what_was_promised_in_the_last_meeting_is_on_the_table_in_the_next(programme: Programme):
    """Four promises in March: one kept, one overdue, one moved, one still to come. April's agenda opens with what is not kept, the overdue first."""
    first = meeting(programme, agenda="Laporan\nUsul dan saran")
    decision = resolve(meeting=first, text="Semua OPD menyerahkan data non-ASN", by=None, on=MARCH)
    terms = {"by": None, "on": MARCH}
    kept = promise(meeting=first, promised=Promised("Surat edaran", "Sekda", date(2026, 3, 31)), resolution=decision, **terms)
    late = promise(meeting=first, promised=Promised("Data non-ASN", "Dinas Kesehatan", date(2026, 4, 1)), **terms)
    ahead = promise(meeting=first, promised=Promised("Usulan APBD-P", "Bappeda", date(2026, 6, 30)), **terms)
    moved = promise(meeting=first, promised=Promised("Data RT/RW", "DPMD", date(2026, 3, 20)), **terms)
    step(follow_up=kept, state="done", by=None, on=date(2026, 3, 30))
    step(follow_up=moved, state="moved", due_on=date(2026, 4, 30), note="menunggu camat", by=None, on=date(2026, 3, 21))

    second = meeting(programme, APRIL, title="Rakor lanjutan", agenda="Anggaran perubahan")
    agenda = agenda_of(second, ON)
    assert [one.follow_up for one in agenda.overdue] == [late]
    assert agenda.overdue[0].late == 22  # on the day of the meeting
    assert [one.follow_up for one in agenda.still] == [moved, ahead]
    assert agenda.own == ["Anggaran perubahan"]
    assert agenda_of(first, ON).open == []  # nothing came before it

    step(follow_up=late, state="done", by=None, on=date(2026, 4, 22))
    assert agenda_of(second, ON).overdue[0].follow_up == late  # as it was known on the 20th
    assert agenda_of(second, APRIL).overdue == []
    write_minutes(meeting=second, minutes="Dibahas.", by=None, on=APRIL)
    step(follow_up=moved, state="done", by=None, on=date(2026, 5, 2))
    assert [one.follow_up for one in agenda_of(second, date(2026, 6, 1)).open] == [moved, ahead]  # what it began with


def test_the_agenda_is_that_of_its_place_and_what_an_agreement_owes(programme: Programme):
    terms = Terms("Kepesertaan", "3", 2024, parties="Dinas\nBPJS", signed_on=date(2024, 1, 1))
    paper = enter_instrument(place=programme.place, kind="pks", terms=terms, by=None, on=MARCH)
    owed = oblige(instrument=paper, promised=Promised("Rekonsiliasi triwulan", "BPJS", date(2026, 4, 10)), by=None, on=MARCH)
    oblige(instrument=paper, promised=Promised("Laporan akhir", "BPJS", date(2026, 12, 10)), by=None, on=MARCH)
    elsewhere = plan_meeting(place=Place.objects.get(code="74.04"), kind="rakor", plan=Plan("Rakor", MARCH), by=None, on=MARCH)
    promise(meeting=elsewhere, promised=Promised("Hal lain", "Dinas lain", date(2026, 3, 20)), by=None, on=MARCH)
    assert [one.follow_up for one in agenda_of(meeting(programme, APRIL, title="Lanjutan"), ON).open] == [owed]


def test_every_change_stays_with_who_and_when(programme: Programme):
    one = promised(programme)
    with pytest.raises(InputError, match="followup.note"):
        step(follow_up=one, state="moved", due_on=date(2026, 5, 1), by=None, on=ON)
    with pytest.raises(InputError, match="followup.due"):
        step(follow_up=one, state="moved", due_on=date(2026, 4, 19), note="belum", by=None, on=ON)
    step(follow_up=one, state="moved", due_on=date(2026, 5, 1), note="belum lengkap", by=None, on=ON)
    step(follow_up=one, state="done", by=None, on=date(2026, 4, 28))
    step(follow_up=one, state="done", by=None, on=date(2026, 4, 29))  # the same again
    with pytest.raises(RefusedError, match="followup.over"):
        step(follow_up=one, state="moved", due_on=date(2026, 6, 1), note="lagi", by=None, on=date(2026, 4, 29))
    assert [(each.state, each.due_on, each.on) for each in one.steps.order_by("pk")] == [
        ("open", date(2026, 4, 1), MARCH),
        ("moved", date(2026, 5, 1), ON),
        ("done", date(2026, 5, 1), date(2026, 4, 28)),
    ]
    as_of = {on: follow_ups("74.05", on)[0] for on in (date(2026, 4, 2), ON, date(2026, 4, 28))}
    assert [(each.is_open, each.overdue) for each in as_of.values()] == [(True, True), (True, False), (False, False)]
    assert follow_ups("74.05", date(2026, 3, 11)) == []
    with pytest.raises(Exception, match="append_only"):
        FollowUpStep.objects.filter(follow_up=one).update(note="lain")


def test_the_board_has_the_longest_overdue_first(programme: Programme):
    promised(programme, "selesai", date(2026, 3, 15))
    for what, due_on in (("tanpa tanggal", None), ("nanti", date(2026, 6, 1)), ("kemarin", date(2026, 4, 19)), ("lama", date(2026, 3, 20))):
        promised(programme, what, due_on)
    step(follow_up=FollowUp.objects.get(what="selesai"), state="done", by=None, on=ON)
    found = follow_ups("74.05", ON)
    assert [one.follow_up.what for one in found] == ["lama", "kemarin", "nanti", "tanpa tanggal", "selesai"]
    assert found[0].badge[1].id == "lewat 31 hari"


def test_the_board_takes_few_statements(programme: Programme, django_assert_max_num_queries):
    for number in range(20):
        promised(programme, f"hal {number}")
    with django_assert_max_num_queries(2):
        assert [one.origin.id for one in follow_ups("74.05", ON)] == ["Rapat koordinasi 12 Maret 2026"] * 20


def test_owners_see_theirs_and_say_that_it_is_done(programme: Programme):
    health = Office.objects.create(kind=Office.Kind.OPD, name="Dinas Kesehatan", place=programme.place)
    village = Place.objects.get(code="74.05.01.2003")
    theirs = promised(programme, "data", office=health)
    desa = promised(programme, "RT", owner="Desa", village=village)
    rest = promised(programme, "lain", owner="Sekda")
    officer, of_village, other_village = (
        person(Role.OFFICE, office=health),
        person(Role.VILLAGE, place=village),
        person(Role.VILLAGE, place_id="74.05.01.2006"),
    )
    keeper, elsewhere, auditor = (
        person(Role.OPERATOR, place_id="74.05"),
        person(Role.OPERATOR, place_id="74.04"),
        person(Role.AUDITOR, place_id="74.05"),
    )
    seen = {
        who: {one.what for one in follow_ups_seen(visible_to=who, on=ON)} for who in (officer, of_village, other_village, keeper, elsewhere, auditor)
    }
    assert list(seen.values()) == [{"data"}, {"RT"}, set(), {"data", "RT", "lain"}, set(), {"data", "RT", "lain"}]
    assert [one.follow_up.what for one in follow_ups("74.05", ON, visible_to=officer)] == ["data"]
    assert [one.follow_up.what for one in follow_ups("74.05.01.2003", ON)] == ["RT"]
    assert step(follow_up=theirs, state="done", by=officer, on=ON).signed == "Petugas office"
    assert step(follow_up=desa, state="done", by=of_village, on=ON)
    assert not may_step(rest, auditor, ON)
    for who in (officer, of_village, elsewhere, auditor):
        with pytest.raises(OutOfScopeError, match="right.missing"):
            step(follow_up=rest, state="done", by=who, on=ON)
    with pytest.raises(OutOfScopeError, match="followup.not_seen"):
        the_follow_up(rest.pk, visible_to=officer, on=ON)


def test_what_cannot_be_promised(programme: Programme):
    for code, given in {
        "followup.what": {"what": " "},
        "followup.owner": {"owner": " "},
        "followup.due": {"due_on": date(2026, 3, 11)},
        "followup.place": {"village": Place.objects.within("74.04").districts()[0]},
    }.items():
        with pytest.raises(InputError, match=code):
            promised(programme, **given)
    ahead = meeting(programme, APRIL)
    with pytest.raises(RefusedError, match="meeting.not_yet"):
        promise(meeting=ahead, promised=Promised("hal", "Sekda"), by=None, on=ON)
    assert promised(programme) == promised(programme)


def test_who_was_invited_and_who_came(programme: Programme):
    health = Office.objects.create(kind=Office.Kind.OPD, name="Dinas Kesehatan", place=programme.place)
    one = meeting(programme)
    assert invite(meeting=one, guests=["Dinas Kesehatan", "Sekda", " Sekda ", ""], by=None, on=MARCH) == 2
    assert invite(meeting=one, guests=["Sekda"], by=None, on=MARCH) == 0
    guests = {guest.title: guest for guest in one.guests.all()}
    assert guests["Dinas Kesehatan"].office == health
    with pytest.raises(RefusedError, match="meeting.not_yet"):
        note_attendance(meeting=meeting(programme, APRIL), came={}, by=None, on=ON)
    came = note_attendance(
        meeting=one, came={guests["Sekda"].pk: "Drs. Contoh"}, absent=[guests["Dinas Kesehatan"].pk], others=["Pers"], by=None, on=MARCH
    )
    assert came == 2
    assert list(one.guests.order_by("pk").values_list("title", "came", "name", "invited")) == [
        ("Dinas Kesehatan", False, "", True),
        ("Sekda", True, "Drs. Contoh", True),
        ("Pers", True, "", False),
    ]
    one.refresh_from_db()
    assert one.state == "held"


def test_an_invitation_takes_the_next_number_of_the_office_once(programme: Programme):
    one = meeting(programme, APRIL)
    with pytest.raises(RefusedError, match="meeting.no_letterhead"):
        number_invitation(meeting=one, by=None, on=ON)
    head = {"government": "Pemerintah", "name": "Disnaker", "address": "Jalan", "town": "Andoolo"}
    letterhead = set_letterhead(place=programme.place, by=None, on=ON, **head)
    set_paper_rule(letterhead=letterhead, kind="cover_letter", pattern="400.3/{n}/DISNAKER/{year}", by=None, on=ON)
    assert number_invitation(meeting=one, by=None, on=ON).reference == "400.3/1/DISNAKER/2026"
    assert number_invitation(meeting=one, by=None, on=ON).reference == "400.3/1/DISNAKER/2026"
    with pytest.raises(RefusedError, match="meeting.numbered"):
        number_invitation(meeting=one, number="lain", by=None, on=ON)
    assert number_invitation(meeting=meeting(programme), number="005/77", by=None, on=ON).reference == "005/77"


def test_planning_changing_cancelling(programme: Programme):
    one = meeting(programme, APRIL)
    assert meeting(programme, APRIL) == one
    with pytest.raises(InputError, match="meeting.title"):
        meeting(programme, title=" ")
    with pytest.raises(InputError, match="meeting.day"):
        meeting(programme, date(2029, 1, 1))
    changed = change_meeting(meeting=one, plan=Plan("Rakor perlindungan", date(2026, 4, 24), room="Aula"), by=None, on=ON)
    assert (changed.held_on, changed.room) == (date(2026, 4, 24), "Aula")
    with pytest.raises(RefusedError, match="meeting.known"):
        change_meeting(meeting=changed, plan=Plan(meeting(programme).title, MARCH), by=None, on=ON)
    cancelled = cancel_meeting(meeting=one, why="bupati dinas luar", by=None, on=ON)
    for act in (write_minutes, invite):
        with pytest.raises(RefusedError, match="meeting.cancelled"):
            act(meeting=cancelled, by=None, on=date(2026, 4, 25), **({"minutes": "x"} if act is write_minutes else {"guests": ["a"]}))
    with pytest.raises(RefusedError, match="meeting.over"):
        change_meeting(meeting=cancelled, plan=Plan("lain", APRIL), by=None, on=ON)


def test_outreach_and_who_enrolled_afterwards(programme: Programme):
    terms = {"place": programme.place, "title": "Sosialisasi nelayan", "held_on": MARCH, "by": None, "on": ON}
    one = enter_outreach(people=80, villages=6, **terms)
    assert enter_outreach(people=85, villages=6, **terms).pk == one.pk
    with pytest.raises(InputError, match="outreach.count"):
        enter_outreach(people=0, **{**terms, "title": "lain"})
    with pytest.raises(InputError, match="outreach.day"):
        enter_outreach(people=1, **{**terms, "held_on": APRIL})
    with pytest.raises(InputError, match="outreach.source"):
        count_enrolled(outreach=one, people=31, until=ON, source="", by=None, on=ON)
    counted = count_enrolled(outreach=one, people=31, until=ON, source="BPJS Kendari", by=None, on=ON)
    assert (counted.people, counted.enrolled, counted.enrolled_until) == (85, 31, ON)


def test_meetings_of_another_regency_are_not_seen(programme: Programme):
    one = meeting(programme)
    enter_outreach(place=programme.place, title="Sosialisasi", held_on=MARCH, people=3, by=None, on=ON)
    here, elsewhere = person(Role.HEAD, place_id="74.05"), person(Role.OWNER, place_id="74.04")
    assert [meetings_seen(visible_to=who, on=ON).count() for who in (here, elsewhere)] == [1, 0]
    assert [outreach_seen(visible_to=who, on=ON).count() for who in (here, elsewhere)] == [1, 0]
    with pytest.raises(OutOfScopeError, match="meeting.not_seen"):
        the_meeting(one.pk, visible_to=elsewhere, on=ON)
    for who in (here, elsewhere):
        with pytest.raises(OutOfScopeError, match="right.missing"):
            write_minutes(meeting=one, minutes="x", by=who, on=ON)
    assert promised_in(one, ON) == []

"""A month's round of changes: who is asked, what is said of whom, what the dead of a register come to, and two people for every change."""

from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count
from invented import JANUARY, TODAY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill
from payung.places.models import Office, OfficeKind
from payung.registry.models import Candidate, Person, Register, RegisterEntry
from payung.roster.marks import MARKS, settle
from payung.roster.models import Change, ChangePlan, Mark, Membership, PlanAnswer, RoundAnswer
from payung.roster.plan_actions import approve_changes, prepare_changes, send_back_changes
from payung.roster.plan_queries import plan_lines, preview_round
from payung.roster.queries import roster_on
from payung.roster.round_actions import mark, open_round, propose_deaths, send_answer, set_round_day
from payung.roster.round_queries import Addressee, month_to_ask, newest_marks, people_asked, round_day, settled, village_board
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
RATE = 16_800
MARCH = JANUARY + 2
DAY = date(2026, 2, 20)


@pytest.fixture
def fund(programme):
    """Six on the list to December, three waiting; three villages take turns."""
    programme.candidates(9)
    return programme.started(amount=6 * 12 * RATE)


@pytest.fixture
def round(fund):
    return open_round(fund=fund, month=MARCH, by=None, on=DAY).round


def somebody(role: Role, **where) -> User:
    user = User.objects.create(username=f"{role}{User.objects.count()}", display_name=f"Petugas {User.objects.count()}")
    Assignment.objects.create(user=user, role=role, since=date(2026, 1, 1), **where)
    return user


@pytest.fixture
def village(programme):
    return somebody(Role.VILLAGE, place_id=VILLAGES[0])


def listed(fund, month) -> list[str]:
    return sorted(roster_on(fund, month).values_list("person__nik", flat=True))


def person_of(number: str) -> int:
    return Person.objects.get(nik=number).pk


def say(round, number: str, kind: str, *, by=None, on=DAY, **more) -> Mark:
    return mark(round=round, person=person_of(number), kind=kind, by=by, on=on, **more)


def deaths(programme, *dead: tuple[str, date | None], as_of: date, source: str = "Disdukcapil") -> Register:
    version = 1 + Register.objects.filter(kind="deaths", place=programme.place).count()
    terms = {"version": version, "source": source, "as_of": as_of, "file_name": "d.csv", "sha256": f"{version}", "rows": len(dead)}
    made = Register.objects.create(kind="deaths", place=programme.place, **terms)
    RegisterEntry.objects.bulk_create(RegisterEntry(register=made, nik=one, on=died) for one, died in dead)
    return made


# what the marks come to


def marks(*rows: tuple[int, str, str, date | None]) -> pl.DataFrame:
    told = [
        {"id": at, "person_id": who, "side": side, "kind": kind, "happened_on": on, "note": ""} for at, (who, side, kind, on) in enumerate(rows, 1)
    ]
    return pl.DataFrame(told, schema=MARKS)


FEBRUARY_3, FEBRUARY_9 = date(2026, 2, 3), date(2026, 2, 9)


@pytest.mark.parametrize(
    ("rows", "state", "kind", "day"),
    [
        ([("village", "still", None)], "stays", "still", None),
        ([("village", "still", None), ("village", "deceased", FEBRUARY_3)], "leaves", "deceased", FEBRUARY_3),
        ([("village", "deceased", FEBRUARY_3), ("village", "still", None)], "stays", "still", None),
        ([("village", "still", None), ("register", "deceased", FEBRUARY_3)], "disagree", "deceased", FEBRUARY_3),
        ([("register", "deceased", FEBRUARY_3), ("village", "deceased", FEBRUARY_9)], "leaves", "deceased", FEBRUARY_3),
        ([("village", "moved", None), ("office", "still", None)], "disagree", "still", None),
        ([("village", "moved", None), ("office", "still", None), ("operator", "moved", None)], "leaves", "moved", None),
        ([("operator", "still", None), ("register", "deceased", FEBRUARY_3)], "disagree", "deceased", FEBRUARY_3),
        ([("village", "deceased", FEBRUARY_9), ("operator", "deceased", None)], "leaves", "deceased", FEBRUARY_9),
        ([("village", "other", None)], "asks", "other", None),
        ([("village", "deceased", date(2026, 2, 28))], "leaves", "deceased", date(2026, 2, 28)),
        ([("village", "deceased", date(2026, 3, 1))], "later", "deceased", date(2026, 3, 1)),
    ],
)
def test_what_is_said_of_one_person_comes_to_one_state(rows, state, kind, day):
    told = settle(marks(*((7, *row) for row in rows)), MARCH).row(0, named=True)
    assert (told["state"], told["kind"], told["happened_on"]) == (state, kind, day)


# opening


def test_a_round_asks_about_the_month_before_and_is_opened_once(fund):
    for _ in range(2):
        opened = open_round(fund=fund, month=MARCH, by=None, on=DAY)
        assert (opened.people, opened.carried, opened.dead) == (6, 0, 0)
    assert opened.round.shown == JANUARY + 1
    assert fund.change_rounds.count() == 1


def test_the_day_comes_from_the_data_unless_the_regency_has_its_own(fund, programme):
    assert round_day("74.05") == 20
    assert [month_to_ask(fund, date(2026, 2, each)) for each in (19, 20)] == [JANUARY + 1, MARCH]
    set_round_day(place=programme.place, day=25, by=None, on=DAY)
    assert [month_to_ask(fund, date(2026, 2, each)) for each in (20, 25)] == [JANUARY + 1, MARCH]
    assert month_to_ask(fund, date(2026, 12, 28)) is None
    with pytest.raises(InputError, match=r"round\.day"):
        set_round_day(place=programme.place, day=29, by=None, on=DAY)


def test_a_billed_month_is_not_asked_about_nor_one_far_ahead(fund):
    with pytest.raises(RefusedError, match=r"round\.too_early"):
        open_round(fund=fund, month=MARCH + 1, by=None, on=DAY)
    round = open_round(fund=fund, month=MARCH, by=None, on=DAY).round
    for month in (JANUARY, JANUARY + 1, MARCH):
        make_bill(fund=fund, month=month, by=None, on=DAY)
    with pytest.raises(RefusedError, match=r"change\.month_billed"):
        open_round(fund=fund, month=JANUARY + 1, by=None, on=DAY)
    with pytest.raises(RefusedError, match=r"round\.closed"):
        say(round, listed(fund, MARCH)[0], "moved")
    with pytest.raises(RefusedError, match=r"change\.month_billed"):
        prepare_changes(round=round, by=None, on=DAY)


def test_what_had_no_effect_yet_is_asked_again_in_the_next_round(fund, round, programme):
    first, second, third, fourth = listed(fund, MARCH)[:4]
    say(round, first, "deceased", happened_on=date(2026, 3, 4), on=date(2026, 3, 5))
    say(round, second, "other", note="sakit lama")
    say(round, third, "still")
    say(round, fourth, "moved")
    approve_changes(plan=prepare_changes(round=round, by=None, on=DAY), by=None, on=DAY)
    opened = open_round(fund=fund, month=MARCH + 1, by=None, on=date(2026, 3, 20))
    assert opened.carried == 2
    told = {row["nik"]: (row["state"], row["happened_on"]) for row in settled(opened.round).iter_rows(named=True)}
    assert told == {first: ("leaves", date(2026, 3, 4)), second: ("asks", None)}
    assert opened.round.marks.get(person__nik=second).note == "sakit lama"


# marking


def test_a_village_marks_its_own_people_only(fund, round, village):
    own = list(people_asked(round, village, DAY, right="changes.mark"))
    theirs = set(Candidate.objects.filter(village=VILLAGES[0]).values_list("person_id", flat=True))
    assert {one.person_id for one in own} == theirs & set(roster_on(fund, MARCH).values_list("person", flat=True)) != set()
    other = roster_on(fund, MARCH).exclude(person__in=theirs).first().person
    with pytest.raises(OutOfScopeError, match=r"mark\.not_yours"):
        mark(round=round, person=other.pk, kind="moved", by=village, on=DAY)
    with pytest.raises(OutOfScopeError):
        send_answer(round=round, to=Addressee(village=VILLAGES[1]), by=village, on=DAY)


def test_an_office_marks_its_own_staff_only(fund, round, programme):
    opd = Office.objects.create(kind=OfficeKind.OPD, name="Dinas Kesehatan", place=programme.place)
    staff, other = listed(fund, MARCH)[:2]
    Candidate.objects.filter(person__nik=staff).update(office=opd)
    user = somebody(Role.OFFICE, office=opd)
    assert say(round, staff, "employed", by=user).side == "office"
    with pytest.raises(OutOfScopeError, match=r"mark\.not_yours"):
        say(round, other, "employed", by=user)
    assert send_answer(round=round, to=Addressee(office=opd.pk), by=user, on=DAY).people == 1


def test_a_tap_is_kept_with_who_and_when_and_the_same_tap_again_is_none(fund, round, village):
    person = people_asked(round, village, DAY).first().person
    for _ in range(2):
        made = mark(round=round, person=person.pk, kind="deceased", happened_on=FEBRUARY_3, by=village, on=DAY)
    assert (made.side, made.by, made.on) == ("village", village, DAY)
    mark(round=round, person=person.pk, kind="still", happened_on=FEBRUARY_3, by=village, on=DAY)
    assert list(Mark.objects.order_by("pk").values_list("kind", "happened_on")) == [("deceased", FEBRUARY_3), ("still", None)]
    assert newest_marks(round, [person.pk])[person.pk]["village"].kind == "still"


@pytest.mark.parametrize(("kind", "day"), [("deceased", date(2026, 2, 21)), ("deceased", date(1985, 5, 16)), ("bored", None)])
def test_a_mark_that_cannot_be_is_refused(fund, round, kind, day):
    with pytest.raises(InputError, match=r"mark\.wrong"):
        say(round, listed(fund, MARCH)[0], kind, happened_on=day)


def test_sending_has_a_receipt_and_is_done_once(fund, round, village):
    first, *others = people_asked(round, village, DAY)
    to = Addressee(village=VILLAGES[0])
    mark(round=round, person=first.person_id, kind="deceased", by=village, on=DAY)
    with pytest.raises(RefusedError, match=r"round\.incomplete") as refused:
        send_answer(round=round, to=to, by=village, on=DAY)
    assert first.person.name in refused.value.words.id
    mark(round=round, person=first.person_id, kind="deceased", happened_on=FEBRUARY_3, by=village, on=DAY)
    sent = [send_answer(round=round, to=to, by=village, on=DAY) for _ in range(2)]
    assert sent[0] == sent[1]
    assert (sent[0].people, sent[0].marked, sent[0].leaving) == (1 + len(others), 1, 1)
    line = village_board(round, visible_to=None, on=DAY)[0]
    assert (line.people, line.marked, line.leaving, line.answer) == (1 + len(others), 1, 1, sent[0])


def test_a_village_without_changes_says_so_with_one_tap(fund, round, village):
    sent = send_answer(round=round, to=Addressee(village=VILLAGES[0]), by=village, on=DAY)
    assert (sent.marked, sent.leaving, Mark.objects.count()) == (0, 0, 0)
    assert [line.answer is not None for line in village_board(round, visible_to=None, on=DAY)] == [True, False, False]


# the dead of registers


def test_a_new_register_of_deaths_marks_whoever_is_listed_by_exact_nik(fund, round, programme):
    first, second, third = listed(fund, MARCH)[:3]
    near = third[:-1] + str((int(third[-1]) + 1) % 10) + ""
    made = deaths(programme, (first, FEBRUARY_3), (second, None), (nik(77), FEBRUARY_3), (near[::-1], FEBRUARY_3), as_of=DAY, source="BPJS")
    assert [propose_deaths(register=made, by=None, on=DAY) for _ in range(2)] == [2, 0]
    told = list(Mark.objects.order_by("pk").values_list("person__nik", "kind", "happened_on", "side", "register__source"))
    assert told == [(first, "deceased", FEBRUARY_3, "register", "BPJS"), (second, "deceased", None, "register", "BPJS")]


def test_registers_that_are_there_already_mark_on_opening(fund, programme):
    first = listed(fund, MARCH)[0]
    deaths(programme, (first, FEBRUARY_3), as_of=DAY)
    assert [open_round(fund=fund, month=MARCH, by=None, on=DAY).dead for _ in range(2)] == [1, 0]


def test_the_next_version_takes_a_mistake_back_and_another_source_does_not(fund, round, programme):
    first, second = listed(fund, MARCH)[:2]
    for register in (
        deaths(programme, (first, FEBRUARY_3), (second, FEBRUARY_3), as_of=DAY),
        deaths(programme, as_of=DAY, source="BPJS"),
        deaths(programme, (second, FEBRUARY_3), as_of=date(2026, 2, 21)),
    ):
        propose_deaths(register=register, by=None, on=DAY)
    assert {row["nik"]: row["state"] for row in settled(round).iter_rows(named=True)} == {first: "stays", second: "leaves"}


def test_a_village_and_a_register_that_disagree_wait_for_the_operator(fund, round, programme, village):
    person = people_asked(round, village, DAY).first().person
    mark(round=round, person=person.pk, kind="still", by=village, on=DAY)
    propose_deaths(register=deaths(programme, (person.nik, FEBRUARY_3), as_of=DAY), by=None, on=DAY)
    effect = preview_round(round=round, by=None, on=DAY)
    assert (effect.leaving, effect.waiting["nik"].to_list()) == (0, [person.nik])
    say(round, person.nik, "deceased")
    effect = preview_round(round=round, by=None, on=DAY)
    assert effect.lines.filter(direction="out").select("nik", "happened_on").rows() == [(person.nik, FEBRUARY_3)]


# two people


def test_the_preview_counts_people_and_rupiah_and_leaves_nothing(fund, round):
    first, second = listed(fund, MARCH)[:2]
    say(round, first, "deceased", happened_on=FEBRUARY_3)
    say(round, second, "moved")
    before = list(Membership.objects.values()), Change.objects.count()
    effect = preview_round(round=round, by=None, on=DAY)
    assert (effect.leaving, effect.coming, effect.saved, effect.cost) == (2, 2, 2 * 10 * RATE, 2 * 10 * RATE)
    assert (list(Membership.objects.values()), Change.objects.count()) == before
    assert set(effect.lines["months"]) == {10}


def test_one_prepares_and_another_approves(fund, round, programme):
    operator, other, head = (somebody(role, place=programme.place) for role in (Role.OPERATOR, Role.OPERATOR, Role.HEAD))
    gone, waiting = listed(fund, MARCH)[0], fund.determinations.get().decided.filter(outcome="waiting").order_by("position").first()
    with pytest.raises(RefusedError, match=r"plan\.nothing"):
        prepare_changes(round=round, by=operator, on=DAY)
    say(round, gone, "deceased", happened_on=FEBRUARY_3)
    plan = prepare_changes(round=round, by=operator, on=DAY)
    assert prepare_changes(round=round, by=operator, on=DAY) == plan
    with pytest.raises(RefusedError, match=r"plan\.awaiting") as refused:
        prepare_changes(round=round, by=other, on=DAY)
    assert str(operator) in refused.value.words.id
    with pytest.raises(OutOfScopeError, match=r"right\.missing"):
        approve_changes(plan=plan, by=operator, on=DAY)
    assert gone in listed(fund, MARCH)
    for _ in range(2):
        approve_changes(plan=plan, by=head, on=DAY)
    assert gone in listed(fund, MARCH + -1)
    assert waiting.candidate.person.nik in listed(fund, MARCH)
    assert Change.objects.filter(month=MARCH).values_list("direction").annotate(n=Count("pk")).order_by("direction").count() == 2
    assert Change.objects.get(month=MARCH, direction="out").happened_on == FEBRUARY_3
    assert [row["direction"] for row in plan_lines(plan).iter_rows(named=True)] == ["out", "in"]


def test_nobody_approves_their_own_nor_what_another_has_answered(fund, round, programme):
    both = somebody(Role.OPERATOR, place=programme.place)
    Assignment.objects.create(user=both, role=Role.HEAD, since=date(2026, 1, 1), place=programme.place)
    heads = [somebody(Role.HEAD, place=programme.place) for _ in range(2)]
    say(round, listed(fund, MARCH)[0], "moved")
    plan = prepare_changes(round=round, by=both, on=DAY)
    with pytest.raises(RefusedError, match=r"plan\.own"):
        approve_changes(plan=plan, by=both, on=DAY)
    with pytest.raises(IntegrityError, match=r"roster\.own_plan"), transaction.atomic():
        PlanAnswer.objects.create(plan=plan, by=both, on=DAY, granted=True)
    with pytest.raises(InputError, match=r"plan\.reason"):
        send_back_changes(plan=plan, reason=" ", by=heads[0], on=DAY)
    send_back_changes(plan=plan, reason="Belum ada surat pindah.", by=heads[0], on=DAY)
    with pytest.raises(RefusedError, match=r"plan\.answered") as refused:
        approve_changes(plan=plan, by=heads[1], on=DAY)
    assert str(heads[0]) in refused.value.words.id
    assert prepare_changes(round=round, by=both, on=DAY).version == 2
    with pytest.raises(RefusedError, match=r"plan\.answered"):
        approve_changes(plan=plan, by=heads[1], on=DAY)


def test_a_newer_plan_takes_the_place_of_ones_own(fund, round):
    first, second = listed(fund, MARCH)[:2]
    say(round, first, "moved")
    older = prepare_changes(round=round, by=None, on=DAY)
    say(round, second, "moved")
    newer = prepare_changes(round=round, by=None, on=DAY)
    assert (older.version, newer.version, newer.leaving) == (1, 2, 2)
    with pytest.raises(RefusedError, match=r"plan\.older"):
        approve_changes(plan=older, by=None, on=DAY)


def test_a_list_that_changed_meanwhile_is_not_changed_otherwise_than_was_seen(fund, round):
    from payung.roster.actions import record_changes

    first, second = listed(fund, MARCH)[:2]
    say(round, first, "moved")
    plan = prepare_changes(round=round, by=None, on=DAY)
    lines = pl.DataFrame({"nik": [second], "direction": ["out"], "reason": ["employed"]})
    record_changes(fund=fund, month=MARCH, changes=lines, by=None, on=DAY)
    before = Change.objects.count()
    with pytest.raises(RefusedError, match=r"plan\.moved"):
        approve_changes(plan=plan, by=None, on=DAY)
    assert (Change.objects.count(), PlanAnswer.objects.count()) == (before, 0)


def test_lombok_timur_17195_becomes_17172_and_nothing_is_deleted(programme):
    """20 died, 1 went abroad (CPMI), 2 pay themselves; nobody waits, so nobody comes in."""
    people = programme.candidates(17_195)["nik"]
    fund = programme.started(amount=17_195 * 12 * RATE)
    round = open_round(fund=fund, month=JANUARY + 5, by=None, on=date(2026, 5, 20)).round
    dead = deaths(programme, *((one, date(2026, 5, 2)) for one in people[:15]), as_of=date(2026, 5, 18))
    propose_deaths(register=dead, by=None, on=date(2026, 5, 20))
    kinds = [("deceased", at) for at in range(15, 20)] + [("migrant", 20), ("self_paying", 21), ("self_paying", 22)]
    for kind, at in kinds:
        say(round, people[at], kind, happened_on=date(2026, 5, 10), on=date(2026, 5, 21))
    plan = prepare_changes(round=round, by=None, on=date(2026, 5, 22))
    assert (plan.leaving, plan.coming, plan.saved, plan.cost) == (23, 0, 23 * 7 * RATE, 0)
    approve_changes(plan=plan, by=None, on=date(2026, 5, 22))
    assert [roster_on(fund, JANUARY + at).count() for at in (4, 5, 11)] == [17_195, 17_172, 17_172]
    assert Membership.objects.filter(fund=fund).count() == 17_195
    counted = Change.objects.filter(direction="out").values_list("reason").annotate(n=Count("id"))
    assert dict(counted) == {"deceased": 20, "migrant": 1, "self_paying": 2}
    june = make_bill(fund=fund, month=JANUARY + 5, by=None, on=TODAY)
    assert (june.people, june.jkk, june.jkm) == (17_172, 171_720_000, 116_769_600)
    assert (ChangePlan.objects.count(), RoundAnswer.objects.count()) == (1, 0)

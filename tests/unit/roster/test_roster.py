from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import JANUARY, TODAY, VILLAGES, nik

from payung.audit.models import Entry
from payung.planning.models import Determination
from payung.registry.models import Person
from payung.roster.actions import fill_places, record_changes, start_roster
from payung.roster.models import Change, Membership
from payung.roster.queries import roster_frame, roster_on
from payung.values.errors import InputError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def change(fund, *lines: tuple[str, str, str], month=JANUARY + 2):
    frame = pl.DataFrame(lines, schema=["nik", "direction", "reason"], orient="row")
    return record_changes(fund=fund, month=month, changes=frame, by=None, on=TODAY)


def fates(outcome) -> list[str | None]:
    return outcome.lines["fate"].to_list()


def listed(fund, month) -> set[str]:
    return set(roster_on(fund, month).values_list("person__nik", flat=True))


def waiting(fund) -> list[str]:
    lines = fund.determinations.latest("version").decided.filter(outcome="waiting").order_by("position")
    return list(lines.values_list("candidate__person__nik", flat=True))


def test_the_list_begins_with_those_who_are_in_and_only_once(programme):
    programme.candidates(5)
    fund = programme.fund(amount=3 * PRICE)
    determination = programme.determined(fund)
    for _ in range(2):
        started = start_roster(determination=determination, by=None, on=TODAY)
        assert (started.people, started.elsewhere) == (3, 0)
        assert [roster_on(fund, JANUARY + at).count() for at in (-1, 0, 11, 12)] == [0, 3, 3, 0]
        assert list(Change.objects.values_list("month", "direction", "reason", "note").distinct()) == [(JANUARY, "in", "determined", "SK 1")]
        assert (Membership.objects.count(), Change.objects.count()) == (3, 3)
    assert Entry.objects.filter(table_name="roster_membership").count() == 1


def test_a_list_that_runs_is_changed_by_the_monthly_changes_only(programme):
    programme.candidates(5)
    fund = programme.started(amount=3 * PRICE)
    programme.candidates(5)
    with pytest.raises(RefusedError, match=r"roster\.started") as refused:
        start_roster(determination=programme.determined(fund, "SK 2"), by=None, on=TODAY)
    assert "SK 1" in refused.value.words.id


def test_nobody_begins_on_two_lists(programme):
    programme.candidates(3)
    first, second = programme.fund(amount=2 * PRICE), programme.fund(name="CSR", source="CSR")
    both = [programme.determined(fund) for fund in (first, second)]
    start_roster(determination=both[0], by=None, on=TODAY)
    started = start_roster(determination=both[1], by=None, on=TODAY)
    assert (started.people, started.elsewhere) == (1, 2)
    assert listed(first, JANUARY) & listed(second, JANUARY) == set()


def test_leaving_closes_the_spell_and_deletes_nothing(programme):
    """Lombok Timur 2024: 17,195 people; 20 died, one emigrated, two pay themselves."""
    people = programme.candidates(17_195)["nik"]
    fund = programme.started(amount=17_195 * PRICE)
    reasons = ["deceased"] * 20 + ["migrant"] + ["self_paying"] * 2
    outcome = change(fund, *[(one, "out", reason) for one, reason in zip(people, reasons, strict=False)], month=JANUARY + 4)
    assert (outcome.went_out, outcome.problems) == (23, [])
    assert [roster_on(fund, JANUARY + at).count() for at in (3, 4, 11)] == [17_195, 17_172, 17_172]
    assert Membership.objects.filter(fund=fund).count() == 17_195
    assert dict(Change.objects.filter(direction="out").values_list("reason").annotate(n=Count("id"))) == {
        "deceased": 20,
        "migrant": 1,
        "self_paying": 2,
    }


def test_each_line_has_its_fate_and_good_lines_are_done(programme):
    programme.candidates(6)
    fund = programme.started(amount=4 * PRICE)
    first, second, third, fourth = sorted(listed(fund, JANUARY))
    next_one, last_one = waiting(fund)
    change(fund, (first, "out", "moved"))
    lines = [
        (second, "out", "deceased"),
        (second, "out", "moved"),
        ("9" * 16, "out", "moved"),
        (first, "out", "moved"),
        (third, "in", "correction"),
        (next_one, "out", "moved"),
        (fourth, "stay", "moved"),
        (fourth, "out", "bored"),
        (None, "out", "moved"),
        (next_one, "in", "replacement"),
        (last_one, "in", "replacement"),
    ]
    outcome = change(fund, *lines)
    assert fates(outcome) == [
        None,
        "change.twice",
        "change.nik_unknown",
        "change.already_out",
        "change.already_in",
        "change.never_in",
        "change.direction_unknown",
        "change.reason_unknown",
        "change.nik_unknown",
        None,
        None,
    ]
    assert (outcome.came_in, outcome.went_out) == (2, 1)
    assert [(problem.code, problem.row) for problem in outcome.problems][:2] == [("change.twice", 2), ("change.nik_unknown", 3)]
    assert listed(fund, JANUARY + 2) == {third, fourth, next_one, last_one}
    assert listed(fund, JANUARY + 1) == {first, second, third, fourth}


def test_of_two_lines_of_a_nik_the_first_that_can_be_done_counts(programme):
    programme.candidates(3)
    fund = programme.started(amount=2 * PRICE)
    gone = min(listed(fund, JANUARY))
    outcome = change(fund, (gone, "out", "bored"), (gone, "out", "moved"), (gone, "in", "correction"), (gone, "out", "bored"))
    assert fates(outcome) == ["change.reason_unknown", None, "change.twice", "change.reason_unknown"]
    assert gone not in listed(fund, JANUARY + 2)


def test_a_long_note_is_cut(programme):
    programme.candidates(1)
    fund = programme.started()
    lines = pl.DataFrame({"nik": [nik(0)], "direction": ["out"], "reason": ["moved"], "note": ["n" * 301]})
    assert record_changes(fund=fund, month=JANUARY, changes=lines, by=None, on=TODAY).went_out == 1
    assert Change.objects.get(direction="out").note == "n" * 300


def sizes(fund) -> list[int]:
    return [roster_on(fund, month).count() for month in fund.first_month.upto(fund.last_month)]


def test_a_place_that_is_taken_later_is_not_free_before(programme):
    programme.candidates(15)
    fund = programme.started(amount=10 * PRICE)
    gone, dead = sorted(listed(fund, JANUARY))[:2]
    change(fund, (gone, "out", "moved"), month=JANUARY + 2)
    assert fill_places(fund=fund, month=JANUARY + 3, by=None, on=TODAY).people == 1
    assert fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY).people == 0
    assert fates(change(fund, (waiting(fund)[-1], "in", "replacement"))) == ["change.list_full"]
    change(fund, (dead, "out", "deceased"), month=JANUARY + 1)
    assert fill_places(fund=fund, month=JANUARY + 1, by=None, on=TODAY).people == 1
    assert sizes(fund) == [10, 10, 9] + [10] * 9


def test_who_leaves_before_coming_in_frees_no_place_now(programme):
    programme.candidates(4)
    fund = programme.started(amount=2 * PRICE)
    gone, (later, other) = min(listed(fund, JANUARY)), waiting(fund)
    change(fund, (gone, "out", "moved"), month=JANUARY + 3)
    fill_places(fund=fund, month=JANUARY + 3, by=None, on=TODAY)
    assert fates(change(fund, (later, "out", "deceased"), (other, "in", "replacement"), month=JANUARY + 2)) == [None, "change.list_full"]
    assert sizes(fund) == [2, 2, 2] + [1] * 9
    assert fill_places(fund=fund, month=JANUARY + 3, by=None, on=TODAY).people == 1


steps = st.tuples(st.sampled_from(["out", "fill", "in", "swap"]), st.integers(0, 4), st.integers(0, 9))


@given(done=st.lists(steps, min_size=2, max_size=10))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_month_ever_has_more_people_than_were_determined(programme, done):
    """Neither on the whole list nor, where only the ranking fills, in a village with a quota."""
    with transaction.atomic():
        programme.people.clear()
        programme.candidates(10, villages=VILLAGES[:2])
        by_hand = any(step in ("in", "swap") for step, _, _ in done)
        fund = programme.started(amount=4 * 5 * 16_800, months=5, quota_per_village=2)
        for step, at, one in done:
            month, line = JANUARY + at, (nik(one), "out", "moved")
            if step == "fill":
                fill_places(fund=fund, month=month, by=None, on=TODAY)
            elif step == "swap":
                change(fund, line, (nik(9 - one), "in", "correction"), month=month)
            else:
                change(fund, line if step == "out" else (nik(one), "in", "correction"), month=month)
            assert max(sizes(fund)) <= 4
            assert by_hand or all(count <= 2 for each in range(5) for count in roster_frame(fund, JANUARY + each)["village"].value_counts()["count"])
        transaction.set_rollback(True)


def test_the_same_lines_again_change_nothing(programme):
    programme.candidates(4)
    fund = programme.started(amount=3 * PRICE)
    gone = min(listed(fund, JANUARY))
    lines = [(gone, "out", "employed"), (waiting(fund)[0], "in", "replacement")]
    assert fates(change(fund, *lines)) == [None, None]
    before = list(Membership.objects.order_by("pk").values())
    assert fates(change(fund, *lines)) == ["change.already_out", "change.already_in"]
    assert list(Membership.objects.order_by("pk").values()) == before
    assert Change.objects.count() == 5


def test_a_mistake_is_taken_back_and_leaves_its_trace(programme):
    programme.candidates(2)
    fund = programme.started()
    alive = min(listed(fund, JANUARY))
    for month in (JANUARY, JANUARY + 5):
        change(fund, (alive, "out", "deceased"), month=month)
        assert alive not in listed(fund, month)
        change(fund, (alive, "in", "correction"), month=month)
        assert alive in listed(fund, month)
    assert list(Change.objects.filter(person__nik=alive).order_by("pk").values_list("direction", flat=True)) == ["in", "out", "in", "out", "in"]


def test_no_more_people_than_were_determined(programme):
    programme.candidates(4)
    fund = programme.started(amount=2 * PRICE)
    first, second = waiting(fund)
    gone = min(listed(fund, JANUARY))
    assert fates(change(fund, (first, "in", "replacement"))) == ["change.list_full"]
    outcome = change(fund, (first, "in", "replacement"), (gone, "out", "moved"), (second, "in", "replacement"))
    assert fates(outcome) == [None, None, "change.list_full"]


def test_who_is_out_or_on_another_list_does_not_come_in(programme):
    programme.candidates(2)
    fund = programme.started(amount=2 * PRICE)
    programme.candidates(1, born=date(1950, 1, 1))
    programme.candidates(1)
    gone = min(listed(fund, JANUARY))
    change(fund, (gone, "out", "moved"))
    assert fates(change(fund, (nik(2), "in", "replacement"), (nik(3), "in", "replacement"))) == ["change.not_determined"] * 2
    other = programme.started(name="CSR", source="CSR", first_month=JANUARY + 4, months=2)
    assert gone in listed(other, JANUARY + 4)
    assert fates(change(fund, (gone, "in", "correction"), month=JANUARY + 3)) == ["change.on_another_list"]


def test_a_month_of_another_time_is_closed(programme):
    programme.candidates(1)
    fund = programme.started()
    for month in (JANUARY + -1, JANUARY + 12):
        assert fates(change(fund, (nik(0), "out", "moved"), month=month)) == ["change.month_outside"]
        with pytest.raises(RefusedError, match=r"change\.month_outside"):
            fill_places(fund=fund, month=month, by=None, on=TODAY)


def test_free_places_go_to_the_next_in_rank_order(programme):
    programme.candidates(10)
    fund = programme.started(amount=4 * PRICE)
    order = waiting(fund)
    gone = sorted(listed(fund, JANUARY))[:2]
    change(fund, *[(one, "out", "moved") for one in gone])
    filled = fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY)
    assert (filled.free, filled.people) == (2, 2)
    assert set(order[:2]) <= listed(fund, JANUARY + 2)
    assert fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY).people == 0
    change(fund, (order[0], "out", "moved"), month=JANUARY + 3)
    fill_places(fund=fund, month=JANUARY + 3, by=None, on=TODAY)
    assert listed(fund, JANUARY + 3) - listed(fund, JANUARY + 2) == {order[2]}


def test_a_full_village_gets_no_free_place(programme):
    programme.candidates(8, villages=VILLAGES[:2])
    fund = programme.started(quota_per_village=2)
    lost = roster_frame(fund, JANUARY).filter(village=VILLAGES[0])["nik"][0]
    change(fund, (lost, "out", "moved"))
    assert fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY).people == 1
    assert roster_frame(fund, JANUARY + 2).group_by("village").len().sort("village").rows() == [(VILLAGES[0], 2), (VILLAGES[1], 2)]


def test_a_village_that_is_full_later_gets_no_free_place_before(programme):
    full, other = VILLAGES[:2]
    programme.candidates(6, villages=(full, full, full, other, full, other))
    fund = programme.started(quota_per_village=2)
    first, second = (roster_frame(fund, JANUARY).filter(village=village)["nik"][0] for village in (full, other))
    change(fund, (first, "out", "moved"))
    assert fill_places(fund=fund, month=JANUARY + 3, by=None, on=TODAY).people == 1
    change(fund, (second, "out", "moved"))
    filled = fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY)
    assert (filled.free, filled.people) == (1, 0)


def test_columns_that_are_missing_are_named(programme):
    programme.candidates(1)
    with pytest.raises(InputError, match=r"change\.columns") as refused:
        record_changes(fund=programme.started(), month=JANUARY, changes=pl.DataFrame({"nik": [nik(0)]}), by=None, on=TODAY)
    assert "direction, reason" in refused.value.words.id


def test_a_row_that_somebody_deletes_is_refused(programme):
    programme.candidates(1)
    programme.started()
    with pytest.raises(IntegrityError, match=r"roster\.nothing_is_deleted"), transaction.atomic():
        Membership.objects.all().delete()


def test_the_columns_of_the_list(programme):
    programme.candidates(1)
    fund = programme.started()
    one = programme.people[0]
    assert roster_frame(fund, JANUARY).rows() == [(one, nik(0), f"Warga {one}", date(1985, 5, 17), VILLAGES[0], JANUARY.no)]
    assert roster_frame(fund, JANUARY + 12).is_empty()


def test_set_wise_whatever_the_number_of_people(programme, django_assert_max_num_queries):
    people = programme.candidates(3_000)["nik"]
    fund = programme.fund(amount=2_000 * PRICE)
    determination = programme.determined(fund)
    with django_assert_max_num_queries(25):
        start_roster(determination=determination, by=None, on=TODAY)
    with django_assert_max_num_queries(40):
        change(fund, *[(one, "out", "moved") for one in people])
    with django_assert_max_num_queries(40):
        fill_places(fund=fund, month=JANUARY + 2, by=None, on=TODAY)


spell = st.tuples(st.integers(0, 8), st.none() | st.integers(-1, 8)).filter(lambda pair: pair[1] is None or pair[1] >= pair[0] - 1)


def months(one) -> set[int]:
    return set(range(one[0], 100 if one[1] is None else one[1] + 1))


@given(spells=st.lists(spell, min_size=2, max_size=4), rewritten=spell)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spells_never_overlap(programme, spells, rewritten):
    """The database keeps a spell exactly if it shares no month with one that is there, whether it is written or rewritten."""
    with transaction.atomic():
        person = Person.objects.create(nik="1" * 16, name="Warga", birth_date=date(1980, 1, 1))
        fund = programme.fund()
        kept: dict[int, tuple] = {}
        for one in spells:
            clash = any(months(one) & months(other) for other in kept.values())
            made = written(lambda one=one: Membership.objects.create(fund=fund, person=person, first_month=one[0], last_month=one[1]))
            assert (made is None) == clash
            if made:
                kept[made.pk] = one
        changed, *_ = kept
        clash = any(months(rewritten) & months(other) for pk, other in kept.items() if pk != changed)
        done = written(lambda: Membership.objects.filter(pk=changed).update(first_month=rewritten[0], last_month=rewritten[1]))
        assert (done is None) == clash
        transaction.set_rollback(True)


def written(write):
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        return None


def test_one_statement_with_two_overlapping_rows_is_refused(programme):
    programme.candidates(1)
    fund = programme.fund()
    sql = "INSERT INTO roster_membership (fund_id, person_id, first_month, last_month) VALUES (%s, %s, 5, 7), (%s, %s, 7, 9)"
    with pytest.raises(IntegrityError, match=r"roster\.spells_overlap"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [fund.pk, programme.people[0]] * 2)
    assert not Determination.objects.exists()

from datetime import date

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from invented import BORN, JANUARY, TODAY, nik

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act, Entry
from payung.audit.queries import history
from payung.billing.actions import make_bill
from payung.billing.models import BillLine
from payung.coverage.queries import coverage, funnel
from payung.planning.queries import candidates_frame, preview_ranking
from payung.registry.models import Person, Standing
from payung.review.actions import decide, record_pairs, undo
from payung.review.models import Decision, MatchRun, Pair
from payung.review.queries import paid_twice, queue
from payung.review.search import PAIRS
from payung.roster.actions import fill_places, record_changes, start_roster
from payung.roster.models import Change, Membership
from payung.roster.queries import roster_on
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def answer(pair, said="same", **more):
    return decide(pair=pair, **{"answer": said, "reason": "KTP dilihat", "by": None, "on": TODAY, **more})


def back(decision):
    return undo(decision=decision, reason="keliru", by=None, on=TODAY)


def ones() -> dict[str, str]:
    """NIK -> the NIK that is kept."""
    return {person.nik: person.same_as.nik for person in Person.objects.filter(same_as__isnull=False).select_related("same_as")}


def ranked(fund) -> list[str]:
    return sorted(preview_ranking(fund).frame["nik"])


def listed(fund, month) -> set[str]:
    return set(roster_on(fund, month).values_list("person__nik", flat=True))


def user(programme, role: Role, name: str) -> User:
    made = User.objects.create(username=name, display_name=name.title())
    Assignment.objects.create(user=made, role=role, place=programme.place, since=date(2025, 1, 1))
    return made


def waiting() -> list[int]:
    return [each.pair.pk for each in queue(visible_to=None, on=TODAY)]


# one person under two numbers


def test_two_numbers_are_one_person_in_the_ranking_until_it_is_taken_back(programme, found):
    a, b = programme.candidates(2)["id"]
    fund = programme.fund()
    [pair] = found((a, b, 0.95))
    assert ranked(fund) == [nik(0), nik(1)]
    done = answer(pair)
    assert (ones(), ranked(fund), done.decision.kept_id) == ({nik(1): nik(0)}, [nik(0)], a)
    assert Person.objects.count() == 2
    back(done.decision)
    assert (ones(), ranked(fund)) == ({}, [nik(0), nik(1)])
    assert [(each.number, each.answer, bool(each.takes_back_id)) for each in Decision.objects.order_by("pk")] == [
        (1, "same", False),
        (2, "open", True),
    ]
    assert waiting() == [pair.pk]


def test_the_number_that_a_register_holds_is_kept_then_the_one_on_a_list_then_the_older(programme, found):
    a, b, c, d, e, f = programme.candidates(6)["id"]
    programme.welfare({nik(1): "3"})
    fund = programme.fund(amount=5 * PRICE)
    programme.determined(fund)
    Membership.objects.create(fund=fund, person_id=d, first_month=JANUARY)
    first, second, third = found((a, b, 0.9), (c, d, 0.8), (e, f, 0.7))
    assert [answer(pair).decision.kept_id for pair in (first, second, third)] == [b, d, e]


def test_the_decider_may_choose_the_number(programme, found):
    a, b = programme.candidates(2)["id"]
    [pair] = found((a, b, 0.9))
    with pytest.raises(InputError, match=r"pair\.keep_unknown"):
        answer(pair, keep="9" * 16)
    assert not Decision.objects.exists()
    answer(pair, keep=nik(1))
    assert ones() == {nik(0): nik(1)}


def test_where_only_the_other_number_is_in_the_round_it_is_the_candidate(programme, found):
    [a] = programme.candidates(1)["id"]
    old = Person.objects.create(nik="7405" + "9" * 12, name="Warga", birth_date=BORN)
    [pair] = found((a, old.pk, 0.9))
    answer(pair, keep=old.nik)
    frame = candidates_frame(programme.fund())
    assert frame.select("nik", "one").rows() == [(nik(0), old.pk)]


def test_what_is_known_of_any_number_counts(programme, found):
    a, b = programme.candidates(2)["id"]
    programme.welfare({nik(1): "2"})
    last_year = programme.fund(name="2025", first_month=JANUARY + -2, months=2, amount=2 * 16_800)
    Membership.objects.create(fund=last_year, person_id=b, first_month=JANUARY + -2)
    csr = programme.fund(name="CSR", source="CSR", first_month=JANUARY + 3, months=2)
    Membership.objects.create(fund=csr, person_id=b, first_month=JANUARY + 3)
    [pair] = found((a, b, 0.9))
    answer(pair, keep=nik(0))
    assert candidates_frame(programme.fund()).select("nik", "decile", "last_year", "elsewhere").rows() == [(nik(0), 2, True, True)]


def test_three_numbers_are_one_and_fall_apart_in_any_order(programme, found):
    a, b, c = programme.candidates(3)["id"]
    first, second = found((a, b, 0.9), (b, c, 0.8))
    one, two = answer(first, keep=nik(1)), answer(second, keep=nik(2))
    assert ones() == {nik(0): nik(2), nik(1): nik(2)}
    back(one.decision)
    assert ones() == {nik(1): nik(2)}
    back(two.decision)
    assert ones() == {}


def test_a_chain_is_refused_by_the_database(programme):
    a, b, c = Person.objects.filter(pk__in=programme.candidates(3)["id"]).order_by("pk")
    Person.objects.filter(pk=b.pk).update(same_as=a)
    for person, kept in ((a, c), (c, b), (a, a)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(same_as=kept)
    with pytest.raises(IntegrityError, match="chain"), transaction.atomic():
        Person.objects.create(nik="7405" + "9" * 12, name="Warga", birth_date=BORN, same_as=b)


# the lists


def double(programme, **terms):
    """A fund whose list two numbers are on, and their pair."""
    people = programme.candidates(2)["id"].to_list()
    return programme.started(**terms), people


def test_one_membership_and_one_line_of_the_bill_from_the_first_month_without_a_bill(programme, found):
    fund, (a, b) = double(programme)
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    [pair] = found((a, b, 0.95))
    done = answer(pair)
    assert [listed(fund, JANUARY + at) for at in (0, 1, 11)] == [{nik(0), nik(1)}, {nik(0)}, {nik(0)}]
    assert make_bill(fund=fund, month=JANUARY + 1, by=None, on=TODAY).people == 1
    assert list(Change.objects.filter(direction="out").values_list("month", "person", "reason")) == [(JANUARY + 1, b, "duplicate")]
    assert [(each.spell.person_id, each.month, each.until, each.stays.person_id) for each in done.changes] == [(b, JANUARY + 1, None, a)]
    assert coverage("74.05", JANUARY).numerator.value == 1
    assert funnel(programme.round, JANUARY).valid == 1

    undone = back(done.decision)
    assert [listed(fund, JANUARY + at) for at in (0, 1, 2, 11)] == [{nik(0), nik(1)}, {nik(0)}, {nik(0), nik(1)}, {nik(0), nik(1)}]
    assert list(Change.objects.filter(reason="correction").values_list("month", "person", "direction")) == [(JANUARY + 2, b, "in")]
    assert (len(undone.changes), undone.left) == (1, [])
    assert undone.changes[0].takes_back == done.changes[0]
    assert Membership.objects.count() == 3


def test_of_two_funds_the_second_ends(programme, found):
    a, b = programme.candidates(2)["id"]
    apbd, csr = programme.fund(), programme.fund(name="CSR", source="CSR")
    for fund, person in ((apbd, a), (csr, b)):
        programme.determined(fund, fund.name)
        Membership.objects.create(fund=fund, person_id=person, first_month=JANUARY)
    [pair] = found((a, b, 0.9))
    answer(pair, keep=nik(1))
    assert [listed(fund, JANUARY) for fund in (apbd, csr)] == [set(), {nik(1)}]


def test_who_is_on_a_list_under_one_number_does_not_come_in_under_another(programme, found):
    a, b, c = programme.candidates(3)["id"]
    fund = programme.fund(amount=2 * PRICE)
    determination = programme.determined(fund)
    [pair] = found((a, b, 0.9))
    answer(pair)
    assert start_roster(determination=determination, by=None, on=TODAY).people <= 2
    there = listed(fund, JANUARY)
    assert len(there & {nik(0), nik(1)}) == 1
    month = JANUARY + 1
    other = ({nik(0), nik(1)} - there).pop()
    lines = pl.DataFrame({"nik": [other], "direction": ["in"], "reason": ["replacement"]})
    assert record_changes(fund=fund, month=month, changes=lines, by=None, on=TODAY).lines["fate"].to_list() == ["change.already_in"]
    fill_places(fund=fund, month=month, by=None, on=TODAY)
    assert len(listed(fund, month) & {nik(0), nik(1)}) == 1
    out = pl.DataFrame({"nik": [other, (there & {nik(0), nik(1)}).pop()], "direction": "out", "reason": "moved"})
    assert record_changes(fund=fund, month=month, changes=out, by=None, on=TODAY).lines["fate"].to_list() == [None, "change.twice"]
    assert listed(fund, month) & {nik(0), nik(1)} == set()
    assert {a, b, c} >= set(Membership.objects.values_list("person", flat=True))


def test_another_funds_list_does_not_begin_with_a_second_number(programme, found):
    a, b = programme.candidates(2)["id"]
    apbd, csr = programme.fund(amount=PRICE), programme.fund(name="CSR", source="CSR")
    both = [programme.determined(fund, fund.name) for fund in (apbd, csr)]
    [pair] = found((a, b, 0.9))
    answer(pair)
    assert [start_roster(determination=one, by=None, on=TODAY).people for one in both] == [1, 0]


def test_without_room_nobody_comes_back_and_it_is_said(programme, found):
    fund, (a, b) = double(programme, amount=2 * PRICE)
    [pair] = found((a, b, 0.9))
    done = answer(pair)
    programme.candidates(1)
    programme.determined(fund, "SK 2")
    Membership.objects.create(fund=fund, person_id=programme.people[-1], first_month=JANUARY)
    undone = back(done.decision)
    assert (undone.changes, [fate for _, fate in undone.left]) == ([], ["change.not_determined"])
    assert ones() == {}


def test_what_was_paid_twice(programme, found):
    fund, (a, b) = double(programme)
    for at in range(2):
        make_bill(fund=fund, month=JANUARY + at, by=None, on=TODAY)
    [pair] = found((a, b, 0.9))
    assert [(each.month, each.nik, each.rupiah, each.paid) for each in paid_twice(pair)] == [
        (JANUARY, nik(1), 16_800, False),
        (JANUARY + 1, nik(1), 16_800, False),
    ]
    answer(pair, keep=nik(1))
    assert {each.nik for each in paid_twice(pair)} == {nik(0)}
    assert BillLine.objects.count() == 4


# registers


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("deaths", "out.deceased"),
        ("civil_servants", "out.civil_servant"),
        ("village_officials", "out.village_official"),
        ("active_members", "out.covered_elsewhere"),
        ("taspen", "out.covered_elsewhere"),
    ],
)
def test_what_a_register_says_keeps_out_of_the_ranking_until_it_is_taken_back(programme, found, line, kind, reason):
    [a] = programme.candidates(1)["id"]
    fund = programme.fund()
    [pair] = found((a, line(kind, on=date(2025, 6, 1)), 0.9))
    done = answer(pair)
    assert preview_ranking(fund).frame["reason"].to_list() == [reason]
    back(done.decision)
    assert preview_ranking(fund).frame["outcome"].to_list() == ["in"]
    assert [(one.withdrawn_on, one.kind) for one in Standing.objects.all()] == [(TODAY, kind)]


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"on": date(2026, 1, 1)}, "out"),
        ({"on": date(2026, 1, 2)}, "in"),
        ({"until": date(2025, 12, 31)}, "in"),
        ({"until": date(2026, 1, 1)}, "out"),
        ({}, "out"),
    ],
)
def test_taspen_counts_on_the_first_day_of_the_fund(programme, found, line, told, outcome):
    [a] = programme.candidates(1)["id"]
    [pair] = found((a, line("taspen", **told), 0.9))
    answer(pair)
    assert preview_ranking(programme.fund()).frame["outcome"].to_list() == [outcome]


def test_the_dead_leave_from_the_month_after_and_what_is_billed_stays(programme, found, line):
    fund, (a, b) = double(programme)
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    first, second = found((a, line("deaths", on=date(2026, 3, 10)), 0.9), (b, line("deaths", on=date(2025, 11, 2), name="Warga Tua"), 0.8))
    answer(first)
    done = answer(second)
    assert [len(listed(fund, JANUARY + at)) for at in range(4)] == [2, 1, 1, 0]
    assert set(Change.objects.filter(direction="out").values_list("month", "reason", "happened_on")) == {
        (JANUARY + 3, "deceased", date(2026, 3, 10)),
        (JANUARY + 1, "deceased", date(2025, 11, 2)),
    }
    assert [(each.month, each.rupiah) for each in paid_twice(second)] == [(JANUARY, 16_800)]
    assert paid_twice(first) == []
    assert len(back(done.decision).changes) == 1
    assert nik(1) in listed(fund, JANUARY + 1)


@pytest.mark.parametrize(
    ("told", "first_without"), [({"on": date(2026, 3, 1)}, 2), ({"on": date(2026, 3, 2)}, 3), ({"until": date(2025, 12, 31)}, None), ({}, 0)]
)
def test_who_becomes_a_civil_servant_leaves_when_the_new_status_begins(programme, found, line, told, first_without):
    fund, (a, _) = double(programme)
    pair = found((a, line("civil_servants", **told), 0.9))[0]
    answer(pair)
    there = [nik(0) in listed(fund, JANUARY + at) for at in range(12)]
    assert there == [first_without is None or at < first_without for at in range(12)]


def test_a_word_about_one_number_holds_for_the_other(programme, found, line):
    fund, (a, b) = double(programme)
    register, people = found((a, line("deaths", on=date(2025, 12, 30)), 0.9), (a, b, 0.8))
    answer(register)
    assert listed(fund, JANUARY) == {nik(1)}
    done = answer(people, keep=nik(1))
    assert listed(fund, JANUARY) == set()
    assert preview_ranking(fund).frame["reason"].to_list() == ["out.deceased"]
    back(done.decision)
    assert listed(fund, JANUARY) == {nik(1)}


def test_the_dead_do_not_come_in_from_the_waiting_list(programme, found, line):
    programme.candidates(3)
    fund = programme.started(amount=PRICE)
    first, second = fund.determinations.get().decided.filter(outcome="waiting").order_by("position").values_list("candidate__person", flat=True)
    found((first, line("deaths", on=date(2025, 12, 1)), 0.9))
    answer(Pair.objects.get())
    gone = pl.DataFrame({"nik": sorted(listed(fund, JANUARY)), "direction": "out", "reason": "moved"})
    record_changes(fund=fund, month=JANUARY + 1, changes=gone, by=None, on=TODAY)
    came = pl.DataFrame({"nik": [Person.objects.get(pk=first).nik], "direction": ["in"], "reason": ["replacement"]})
    assert record_changes(fund=fund, month=JANUARY + 1, changes=came, by=None, on=TODAY).lines["fate"].to_list() == ["change.not_admitted"]
    assert fill_places(fund=fund, month=JANUARY + 1, by=None, on=TODAY).people == 1
    assert set(roster_on(fund, JANUARY + 1).values_list("person", flat=True)) == {second}


# who decides, once


def test_the_second_of_two_who_decide_hears_who_was_first(programme, found):
    a, b = programme.candidates(2)["id"]
    [pair] = found((a, b, 0.9))
    ani, budi = user(programme, Role.OPERATOR, "ani"), user(programme, Role.OWNER, "budi")
    first = answer(pair, "different", by=ani)
    for said in ("same", "different", "unsure"):
        with pytest.raises(RefusedError, match=r"pair\.decided") as refused:
            answer(pair, said, by=budi)
        assert "Ani" in refused.value.words.id
        assert "20 Desember 2025" in refused.value.words.id
    assert answer(pair, "different", by=ani).decision == first.decision
    assert Decision.objects.count() == 1


def test_taken_back_once_and_only_what_holds(programme, found):
    a, b = programme.candidates(2)["id"]
    [pair] = found((a, b, 0.9))
    unsure, sure = answer(pair, "unsure"), answer(pair, "different")
    with pytest.raises(RefusedError, match=r"decision\.not_the_last"):
        back(unsure.decision)
    assert back(sure.decision).decision.answer == "unsure"
    with pytest.raises(RefusedError, match=r"decision\.taken_back"):
        back(sure.decision)
    with pytest.raises(RefusedError, match=r"decision\.not_the_last"):
        back(Decision.objects.get(number=3))
    assert back(unsure.decision).decision.answer == "open"


def test_answers_do_not_contradict_each_other(programme, found):
    a, b, c = programme.candidates(3)["id"]
    ab, bc, ac = found((a, b, 0.9), (b, c, 0.8), (a, c, 0.7))
    answer(ab)
    answer(ac, "different")
    with pytest.raises(RefusedError, match=r"pair\.contradicts") as refused:
        answer(bc)
    assert f"pasangan {ac.pk}" in refused.value.words.id
    back(Decision.objects.get(pair=ac))
    answer(bc)
    with pytest.raises(RefusedError, match=r"pair\.contradicts"):
        answer(ac, "different")
    assert answer(ac).decision.answer == "same"


@pytest.mark.parametrize(
    ("said", "reason", "code"), [("maybe", "x", "pair.answer"), ("open", "x", "pair.answer"), ("same", "  ", "pair.reason_missing")]
)
def test_an_answer_that_cannot_be_is_said(programme, found, said, reason, code):
    a, b = programme.candidates(2)["id"]
    [pair] = found((a, b, 0.9))
    with pytest.raises(InputError, match=code):
        answer(pair, said, reason=reason)
    assert not Decision.objects.exists()


def test_only_who_may_decides_and_the_trail_names_them(programme, found):
    a, b = programme.candidates(2)["id"]
    [pair] = found((a, b, 0.9))
    village, owner = user(programme, Role.VILLAGE, "desa"), user(programme, Role.OWNER, "budi")
    with pytest.raises(OutOfScopeError):
        answer(pair, by=village)
    with pytest.raises(OutOfScopeError):
        record_pairs(round=programme.round, pairs=pl.DataFrame(schema=PAIRS), by=village, on=TODAY)
    done = answer(pair, by=owner)
    with pytest.raises(OutOfScopeError):
        undo(decision=done.decision, reason="x", by=village, on=TODAY)
    assert (done.decision.by, done.decision.signed) == (owner, "Budi")
    change = history("registry_person", b)[0]
    assert (change.actor, change.act.command, change.old) == (owner, "pair.decide", {"same_as_id": None})


def test_a_decision_never_changes(programme, found):
    a, b = programme.candidates(2)["id"]
    [pair] = found((a, b, 0.9))
    answer(pair, "different")
    for write in (lambda: Decision.objects.update(answer="same"), lambda: Decision.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
            write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(pair=pair, number=1, answer="same", reason="x", signed="x", on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(pair=pair, number=2, answer="same", reason="x", signed="", on=TODAY)
    assert Entry.objects.filter(table_name="review_decision").count() == 1


def test_nothing_is_left_of_a_decision_that_fails(programme, found, monkeypatch):
    fund, (a, b) = double(programme)
    [pair] = found((a, b, 0.9))

    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("payung.review.effects.end_overlaps", fail)
    with pytest.raises(RuntimeError):
        answer(pair)
    assert (ones(), Decision.objects.count(), len(listed(fund, JANUARY))) == ({}, 0, 2)


# what a search writes down


def test_a_known_pair_asks_nothing_again(programme, found):
    a, b, c = programme.candidates(3)["id"]
    first, second = found((a, b, 0.9), (b, c, 0.8))
    answer(first, "different")
    assert found((b, a, 0.99), (a, b, 0.7), (c, b, 0.6)) == [first, first, second]
    assert Pair.objects.count() == 2
    assert list(MatchRun.objects.order_by("pk").values_list("found", "new")) == [(2, 2), (2, 0)]
    assert waiting() == [second.pk]


def test_a_decision_outlives_the_registers_next_version(programme, found, line):
    [a] = programme.candidates(1)["id"]
    [pair] = found((a, line("taspen"), 0.9))
    answer(pair)
    newer = line("taspen", date(2026, 1, 1), name="WARGA  LAMA", until=date(2025, 10, 1))
    assert found((a, newer, 0.9)) == [pair]
    assert waiting() == []


def test_a_pair_is_there_once_in_the_database_too(programme, found, line):
    a, b = programme.candidates(2)["id"]
    people, register = found((a, b, 0.9), (a, line("taspen"), 0.9))
    for pair in (people, register):
        pair.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            pair.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.create(person_id=b, other_id=a, probability=0.5, why="", run=people.run)


def test_set_wise_whatever_the_number_of_pairs(programme, django_assert_max_num_queries):
    ids = programme.candidates(4_000)["id"]
    pairs = pl.DataFrame({"person_id": ids[:-1], "other_id": ids[1:], "entry_id": None, "probability": 0.9, "why": "given=same"}, schema=PAIRS)
    with django_assert_max_num_queries(25):
        record_pairs(round=programme.round, pairs=pairs, by=None, on=TODAY)
    assert Pair.objects.count() == 3_999
    with django_assert_max_num_queries(25):
        assert len(queue(visible_to=None, on=TODAY, limit=20)) == 20
    assert Act.objects.filter(command="pair.find").count() == 1

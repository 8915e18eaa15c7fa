"""Each test of the audit pack finds the one fault that was planted for it, with its person, months and rupiah; a clean programme shows none."""

from datetime import date

import pytest
from checked_programme import ON, PRICE, Checked, good_nik, register, sql
from invented import JANUARY, VILLAGES

from payung.assurance.catalog import TESTS
from payung.assurance.finding import EVIDENCE, told
from payung.assurance.queries import dressed, register_names, run_tests
from payung.assurance.run import RUNS, SIZES
from payung.assurance.scope import asked_for
from payung.billing.actions import make_bill
from payung.planning.models import Determination
from payung.registry.models import Person, Standing
from payung.roster.actions import start_roster

pytestmark = pytest.mark.django_db
FIRST, LAST = JANUARY.no, JANUARY.no + 3  # January to April
THREE = 3 * PRICE  # months with a bill


def test_every_test_has_its_question_its_run_and_its_population():
    assert list(RUNS) == list(TESTS)
    assert {test.population for test in TESTS.values()} <= set(SIZES)


def test_a_clean_programme_has_no_finding_and_says_how_many_were_tested(checked: Checked):
    made = checked.outcomes()
    assert {key: one.found["code"].to_list() for key, one in made.items() if one.findings} == {}
    assert {key: one.not_tested for key, one in made.items() if one.not_tested} == {}
    sizes = {key: one.population for key, one in made.items()}
    assert (sizes["candidacy"], sizes["paid_twice"], sizes["payment"], sizes["bill_missing"], sizes["four_eyes"]) == (4, 12, 3, 3, 1)
    assert (sizes["changes"], sizes["quota"], sizes["outside"]) == (4, 4, 7)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM registry_candidate WHERE person_id = %s", "no_candidacy"),
        ("UPDATE registry_candidate SET stands = (1 = 0) WHERE person_id = %s", "stands_no_longer"),
        ("UPDATE intake_row SET verdict = 'rejected' WHERE nik = (SELECT nik FROM registry_person WHERE id = %s)", "no_row"),
    ],
)
def test_existence(bare: Checked, statement, code):
    if code == "no_candidacy":
        sql("DELETE FROM planning_decided WHERE candidate_id IN (SELECT id FROM registry_candidate WHERE person_id = %s)", bare.person)
    sql(statement, bare.person)
    also = ["not_determined"] if code == "no_candidacy" else []
    assert bare.found("candidacy", *also) == [(code, bare.person, FIRST, LAST, THREE)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"nik": "7405013202850001"}, "nik_shape"),
        ({"birth_date": date(1985, 5, 18)}, "nik_birth_date"),
        ({"sex": "P"}, "nik_sex"),
    ],
)
def test_a_number_that_cannot_be(bare: Checked, change, code):
    Person.objects.filter(pk=bare.person).update(**change)
    also = {"candidacy", "population"} if "nik" in change else set()
    assert bare.found("nik", *also) == [(code, bare.person, FIRST, LAST, THREE)]


def test_a_region_that_is_not_known(bare: Checked):
    odd = good_nik(0).replace("740501", "740599")
    Person.objects.filter(pk=bare.person).update(nik=odd)
    assert bare.found("nik_region", "candidacy", "population") == [("nik_region", bare.person, FIRST, LAST, THREE)]


def test_nobody_of_the_population_data(checked: Checked):
    register(checked.programme, "population", *(good_nik(number) for number in range(1, 40)))
    assert checked.found("population") == [("not_in_population", checked.person, FIRST, LAST, THREE)]


def test_age_counts_on_the_first_day_of_the_fund(bare: Checked):
    young, old, just, last = bare.programme.people
    for person, born in ((young, date(2008, 1, 2)), (just, date(2008, 1, 1)), (old, date(1961, 1, 1)), (last, date(1961, 1, 2))):
        nik = f"740501{born:%d%m%y}{person % 10_000:04d}"
        sql("UPDATE intake_row SET nik = %s WHERE nik = (SELECT nik FROM registry_person WHERE id = %s)", nik, person)
        Person.objects.filter(pk=person).update(nik=nik, birth_date=born)
    assert bare.found("age", "population") == [("too_young", young, FIRST, LAST, THREE), ("too_old", old, FIRST, LAST, THREE)]


@pytest.mark.parametrize("kind", ["civil_servants", "village_officials", "active_members", "taspen"])
def test_a_register_speaks_against_them(checked: Checked, kind):
    retired, later = (good_nik(number) for number in (1, 2))
    made = register(checked.programme, kind, good_nik(0), on=date(2020, 1, 1))
    sql(
        f'INSERT INTO registry_registerentry (register_id, nik, "on", until, evidence) VALUES ({made.pk}, %s, NULL, %s, %s)',
        retired,
        "2025-12-31",
        "",
    )
    sql(f'INSERT INTO registry_registerentry (register_id, nik, "on", until, evidence) VALUES ({made.pk}, %s, %s, NULL, %s)', later, "2026-01-02", "")
    assert checked.found("registers") == [(kind, checked.person, FIRST, LAST, THREE)]


def test_an_officer_said_so_of_another_number_of_theirs(checked: Checked):
    (other,) = checked.add_people(1)
    sql("UPDATE registry_person SET same_as_id = %s WHERE id = %s", checked.person, other)
    made = register(checked.programme, "taspen")
    Standing.objects.create(person_id=other, register=made, kind="taspen", on=date(2020, 1, 1))
    assert checked.found("registers") == [("taspen", checked.person, FIRST, LAST, THREE)]


def test_whom_the_determination_turned_down(bare: Checked):
    sql(
        """UPDATE planning_decided SET outcome = 'out', reason = 'out.too_old'
        WHERE candidate_id IN (SELECT id FROM registry_candidate WHERE person_id = %s)""",
        bare.person,
    )
    assert bare.found("rules", "not_determined") == [("decided_out", bare.person, FIRST, LAST, THREE)]


def test_a_decile_above_the_limit(bare: Checked):
    sql("UPDATE planning_fund SET highest_decile = 4 WHERE id = %s", bare.fund.pk)
    sql("UPDATE planning_decided SET decile = 4")
    sql("UPDATE planning_decided SET decile = 5 WHERE candidate_id IN (SELECT id FROM registry_candidate WHERE person_id = %s)", bare.person)
    assert bare.found("rules") == [("decile_high", bare.person, FIRST, LAST, THREE)]


def test_the_same_person_twice_and_paid_twice(bare: Checked):
    """Once under their own number, once under another of theirs: the later bill is the second payment, and not seen twice."""
    first, second, *_ = bare.programme.people
    csr = bare.other_fund(first)
    found = bare.outcomes()["paid_twice"].found
    assert found.select("code", "fund_id", "person_id", "amount").rows() == [("billed_twice", csr.pk, first, PRICE)]
    assert bare.found("same_person", "paid_twice", "rules") == [
        ("listed_twice", first, FIRST, FIRST, PRICE),
        ("listed_twice", first, FIRST, FIRST, PRICE),
    ]
    sql("UPDATE registry_person SET same_as_id = %s WHERE id = %s", first, second)
    assert bare.outcomes()["paid_twice"].found["person_id"].to_list() == [second, second, second, first]


def test_names_phones(bare: Checked):
    (one, two, three, four) = bare.programme.people
    Person.objects.filter(pk__in=[one, two]).update(name="Wa  Ode ", birth_date=date(1985, 5, 17))
    Person.objects.filter(pk=two).update(name="wa ode")
    assert [row[:2] for row in bare.found("name_and_birth")] == [("same_name_birth", one), ("same_name_birth", two)]
    Person.objects.filter(pk=two).update(name="Wa Ode Siti")
    (five,) = bare.add_people(1)
    Person.objects.update(phone="0812-3456-7890")
    assert bare.outcomes()["phone"].findings == 0  # four are on the list
    sql("INSERT INTO roster_membership (fund_id, person_id, first_month) VALUES (%s, %s, %s)", bare.fund.pk, five, FIRST + 3)
    Person.objects.filter(pk=five).update(phone="+62 812 34567890")
    assert [row[1] for row in bare.outcomes()["phone"].found.select("code", "person_id").rows()] == [one, two, three, four, five]


def test_the_dead_stop_with_the_month_after(checked: Checked):
    first = checked.person
    made = register(checked.programme, "deaths", good_nik(0), on=date(2026, 1, 31))
    register(checked.programme, "deaths", good_nik(1), on=date(2026, 4, 1))
    assert checked.found("dead_listed", "dead_billed") == [("death_register", first, FIRST + 1, LAST, 2 * PRICE)]
    billed = checked.outcomes()["dead_billed"].found
    assert billed.select("person_id", "month", "until", "amount", "register_id").rows() == [(first, FIRST + 1, FIRST + 2, 2 * PRICE, made.pk)]


def test_a_death_without_a_day_was_before_the_register(checked: Checked):
    register(checked.programme, "deaths", good_nik(0))  # of 20 February
    assert checked.found("dead_billed", "dead_listed") == [("death_register_undated", checked.person, FIRST + 2, FIRST + 2, PRICE)]


@pytest.mark.parametrize(
    ("spell", "code"),
    [
        ("UPDATE roster_membership SET last_month = 24313 WHERE person_id = %s", "billed_after_leaving"),
        ("UPDATE roster_membership SET first_month = 24315 WHERE person_id = %s", "billed_before_joining"),
        ("DELETE FROM roster_membership WHERE person_id = %s", "billed_never_listed"),
    ],
)
def test_paid_while_not_on_the_list(bare: Checked, spell, code):
    sql(spell, bare.person)
    made = bare.outcomes()
    months = {"billed_after_leaving": [FIRST + 2], "billed_before_joining": [FIRST, FIRST + 1, FIRST + 2], "billed_never_listed": None}[code]
    found = made["paid_after_leaving"].found
    assert found["month"].to_list() == (months or [FIRST, FIRST + 1, FIRST + 2])
    assert set(found["code"]) == {code}
    assert set(found["person_id"]) == {bare.person}
    assert made["paid_after_leaving"].rupiah == PRICE * found.height
    # the list of those months is smaller than the bill; nobody of the list is missing on a bill
    assert made["bill_people"].findings == 0
    assert made["bill_amount"].found.select("month", "code", "amount").rows() == [(month, "bill_amount", PRICE) for month in found["month"]]


def test_on_the_list_and_not_billed(bare: Checked):
    sql("DELETE FROM billing_billline WHERE person_id = %s AND bill_id IN (SELECT id FROM billing_bill WHERE month = %s)", bare.person, FIRST)
    assert bare.found("bill_people", "bill_amount") == [("not_billed", bare.person, FIRST, FIRST, PRICE)]
    assert bare.outcomes()["bill_amount"].found.select("code", "expected", "found").rows() == [("bill_people", 3, 4)]


def test_somebody_else_in_their_place_hides_nobody(bare: Checked):
    """The counts agree: one line too many, one too few."""
    (other,) = bare.add_people(1)
    january = bare.fund.bills.get(month=JANUARY)
    sql("UPDATE billing_billline SET person_id = %s WHERE person_id = %s AND bill_id = %s", other, bare.person, january.pk)
    assert bare.found("bill_people", "paid_after_leaving") == [("not_billed", bare.person, FIRST, FIRST, PRICE)]


def test_a_bill_that_is_not_the_list_times_the_price(bare: Checked):
    sql("UPDATE billing_bill SET jkk = jkk + 1, total = total + 1 WHERE month = %s", FIRST)
    assert bare.found("bill_amount", "payment") == [("bill_lines", None, FIRST, FIRST, 1)]
    sql(
        "UPDATE billing_billline SET jkk = jkk + 1 WHERE person_id = %s AND bill_id IN (SELECT id FROM billing_bill WHERE month = %s)",
        bare.person,
        FIRST,
    )
    assert bare.found("bill_amount", "payment") == [("bill_amount", None, FIRST, FIRST, 1)]


def test_bill_against_payment(bare: Checked):
    sql("UPDATE billing_payment SET amount = amount - 7 WHERE reference = %s", "SP2D 2026-01")
    sql("UPDATE billing_payment SET amount = amount + 5 WHERE reference = %s", "SP2D 2026-02")
    assert bare.found("payment") == [("paid_short", None, FIRST, FIRST, 7), ("paid_over", None, FIRST + 1, FIRST + 1, 5)]
    make_bill(fund=bare.fund, month=JANUARY + 3, by=None, on=ON)  # not due before 15 April
    assert bare.outcomes()["payment"].findings == 2


def test_a_month_without_a_bill(bare: Checked):
    sql("DELETE FROM billing_journal WHERE bill_id IN (SELECT id FROM billing_bill WHERE month = %s)", FIRST)
    for table in ("billing_payment", "billing_billline"):
        sql(f"DELETE FROM {table} WHERE bill_id IN (SELECT id FROM billing_bill WHERE month = %s)", FIRST)
    sql("DELETE FROM billing_posting WHERE journal_id NOT IN (SELECT id FROM billing_journal)")
    sql("DELETE FROM billing_bill WHERE month = %s", FIRST)
    assert bare.found("bill_missing") == [("bill_missing", None, FIRST, FIRST, 4 * PRICE)]


def test_months_outside_the_fund(bare: Checked):
    sql("UPDATE roster_membership SET last_month = %s WHERE person_id = %s", FIRST + 12, bare.person)
    sql("UPDATE billing_bill SET month = %s WHERE month = %s", FIRST - 1, FIRST + 2)
    found = bare.outcomes()["outside"].found
    assert found.select("code", "person_id", "month", "until", "people", "amount").rows() == [
        ("bill_outside", None, FIRST - 1, FIRST - 1, 4, 4 * PRICE),
        ("spell_outside", bare.person, FIRST + 12, FIRST + 12, 1, 0),
    ]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE planning_determination SET made_by_id = NULL", "no_second_person"),
        ("UPDATE planning_approval SET by_id = (SELECT made_by_id FROM planning_determination)", "own_approval"),
        ("DELETE FROM planning_approval", "not_approved"),
        ("UPDATE roster_change SET note = 'SK 9'", "begun_by_nothing"),
        ("UPDATE audit_entry SET act_id = 0 WHERE table_name = 'roster_change'", None),
    ],
)
def test_two_people_decided(bare: Checked, statement, code):
    if code is None:
        sql("UPDATE audit_entry SET act_id = (SELECT MIN(id) FROM audit_act) WHERE table_name = 'roster_change'")
        code = "begun_before_approval"
    else:
        sql(statement)
    also = ["not_determined"] if code == "not_approved" else []
    assert bare.found("four_eyes", *also) == [(code, None, FIRST, LAST, 4 * THREE)]


def test_on_the_list_without_being_determined(bare: Checked):
    (other,) = bare.add_people(1)
    sql("INSERT INTO roster_membership (fund_id, person_id, first_month) VALUES (%s, %s, %s)", bare.fund.pk, other, FIRST)
    for bill in bare.fund.bills.all():
        sql("INSERT INTO billing_billline (bill_id, person_id, jkk, jkm) VALUES (%s, %s, 10000, 6800)", bill.pk, other)
    assert bare.found("not_determined", "bill_amount", "quota") == [("not_determined", other, FIRST, LAST, THREE)]
    sql(
        "INSERT INTO roster_change (fund_id, month, person_id, direction, reason, note) VALUES (%s, %s, %s, 'in', 'replacement', '')",
        bare.fund.pk, FIRST, other,
    )  # fmt: skip
    assert bare.outcomes()["not_determined"].findings == 0


def test_changes_without_a_reason(bare: Checked):
    one, two, three, four = bare.programme.people
    change = "INSERT INTO roster_change (fund_id, month, person_id, direction, reason, note) VALUES (%s, %s, %s, %s, %s, %s)"
    sql("UPDATE roster_membership SET last_month = %s WHERE person_id = %s", FIRST + 2, one)
    sql("UPDATE roster_membership SET last_month = %s WHERE person_id = %s", FIRST + 2, two)
    sql(change, bare.fund.pk, FIRST + 3, two, "out", "moved", "")
    sql(change, bare.fund.pk, FIRST + 3, three, "out", "", "")
    sql(change, bare.fund.pk, FIRST + 3, four, "in", "correction", "")
    assert [row[:3] for row in bare.found("changes")] == [
        ("left_unrecorded", one, FIRST + 2), ("reason_missing", three, FIRST + 3), ("note_missing", four, FIRST + 3),
    ]  # fmt: skip


def test_a_village_above_its_quota(bare: Checked):
    sql("UPDATE planning_fund SET quota_per_village = 3 WHERE id = %s", bare.fund.pk)
    made = bare.outcomes()["quota"].found
    assert made.select("village", "month", "people", "found", "amount").rows() == [
        (VILLAGES[0], FIRST + at, 1, 4, PRICE if at < 3 else 0) for at in range(4)
    ]
    assert bare.found("quota")


def test_every_finding_can_be_told_in_both_languages(bare: Checked):
    register(bare.programme, "deaths", good_nik(0), on=date(2026, 1, 31))
    bare.other_fund(bare.programme.people[1])
    sql("UPDATE billing_payment SET amount = amount - 7 WHERE reference = %s", "SP2D 2026-01")
    asked = asked_for(visible_to=None, on=ON)
    made = run_tests(asked)
    names = register_names(made)
    said = [told(row, names) for one in made for row in dressed(one.found, asked).iter_rows(named=True)]
    assert "Meninggal 31 Januari 2026 menurut Daftar kematian versi 2 (20 Februari 2026)." in {words.id for words in said}
    assert not [words for words in said if "{" in words.id + words.en]
    shape = {"code": "", "day": ON, "register_id": 1, "bill_id": 2, "row_id": 3, "expected": 4, "found": 5, "text": "month:24312"}
    for code in EVIDENCE:
        assert told({**shape, "code": code}, names).id.endswith(".")


def test_a_list_that_began_again_after_approval_is_no_fault(checked: Checked):
    start_roster(determination=Determination.objects.get(), by=None, on=ON)
    assert checked.outcomes()["four_eyes"].findings == 0

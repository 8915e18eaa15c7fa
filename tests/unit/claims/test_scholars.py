"""Scholarships: years ahead by level, yearly proof and payment, changes, and the end at 23, with marriage or work."""

from datetime import date

import pytest
from claimed import claimed

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.claims.models import Case, Scholar, SchoolYear, Step
from payung.claims.scholar_actions import change_level, end_scholar, enter_scholar, open_school_proof, pay_year, prove_year
from payung.claims.scholars import YearState, reminder_text, scholars_of, scholars_seen, to_remind
from payung.filing.models import Document
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
DIED = date(2026, 4, 12)
ON = date(2026, 4, 20)
PDF = b"%PDF-1.7 rapor"


@pytest.fixture
def one(programme):
    """Forty months paid."""
    return claimed(programme, first=Month.at(2023, 1), paid=40, died=DIED)


def entered(one, level="SD", grade=4, **child):
    return enter_scholar(case=one.case, relative=one.child(**child), level=level, grade=grade, by=None, on=ON)


def years(scholar):
    return [(year.first, year.level, year.number, year.expected) for year in scholar.years.order_by("first")]


def standing(one, on):
    return scholars_of(Case.objects.get(pk=one.case.pk), on=on)[0]


def states(one, on):
    return {year.year.first: str(year.state) for year in standing(one, on).years}


def test_the_years_ahead_go_by_level_from_the_school_year_of_the_death(one):
    found = years(entered(one))
    assert found[:4] == [(2025, "SD", 4, 1_500_000), (2026, "SD", 5, 1_500_000), (2027, "SD", 6, 1_500_000), (2028, "SMP", 1, 2_000_000)]
    assert [(level, number) for _, level, number, _ in found[-2:]] == [("PT", 4), ("PT", 5)]
    assert sum(amount for *_, amount in found) == 3 * 1_500_000 + 3 * 2_000_000 + 3 * 3_000_000 + 5 * 12_000_000
    assert Step.objects.get(key="scholarship").state == "done"


def test_it_ends_before_the_school_year_that_begins_after_the_age_of_23(one):
    found = years(entered(one, level="SMA", grade=1, born=date(2006, 7, 1)))
    assert found[-1][0] == 2028  # 23 on 1 July 2029, when the next one begins
    assert standing(one, ON).ends == date(2029, 7, 1)


def test_a_child_not_yet_at_school_begins_when_it_is_old_enough(one):
    assert years(entered(one, level="", grade=0, born=date(2024, 1, 5)))[0] == (2029, "TK", 1, 1_500_000)


@pytest.mark.parametrize(("level", "grade"), [("SD", 7), ("SD", 0), ("X", 1), ("", 1)])
def test_a_level_that_is_none_is_refused(one, level, grade):
    with pytest.raises(InputError, match="scholar.level"):
        entered(one, level=level, grade=grade)
    assert not Scholar.objects.exists()


def test_two_children_and_no_more(one):
    entered(one)
    entered(one, name="Adik", born=date(2018, 3, 1), level="SD", grade=2)
    with pytest.raises(RefusedError, match="scholar.most"):
        entered(one, name="Bungsu", born=date(2020, 3, 1), level="", grade=0)
    assert Scholar.objects.count() == 2


def test_entering_the_same_child_again_changes_nothing_and_otherwise_tells_how(one):
    made = entered(one)
    assert enter_scholar(case=one.case, relative=made.relative, level="SD", grade=4, by=None, on=ON) == made
    with pytest.raises(RefusedError, match="scholar.known"):
        enter_scholar(case=one.case, relative=made.relative, level="SD", grade=5, by=None, on=ON)
    assert SchoolYear.objects.count() == len(years(made))


def test_too_few_paid_months_bring_none_and_it_is_said_why(programme):
    one = claimed(programme)
    with pytest.raises(RefusedError, match="scholar.no_right") as refused:
        entered(one)
    assert "Masa iur 4 bulan" in refused.value.words.id


def test_a_death_by_the_work_needs_no_months(programme):
    one = claimed(programme, cause="work")
    assert len(years(entered(one))) > 5


def test_only_a_child_of_the_case_with_a_birth_date(one, programme):
    with pytest.raises(InputError, match="scholar.born"):
        entered(one, born=None)
    wife = one.relative()
    for stranger in (wife, one.child(name="Salah", crossed_out="bukan anak")):
        with pytest.raises(InputError, match="scholar.child"):
            enter_scholar(case=one.case, relative=stranger, level="SD", grade=1, by=None, on=ON)


def test_a_year_becomes_due_is_proven_and_paid(one):
    scholar, bpjs, village = entered(one), one.user(Role.BPJS_BRANCH), one.user(Role.VILLAGE)
    assert states(one, ON) | {2025: "due", 2026: "planned"} == states(one, ON)
    first = scholar.years.get(first=2025)
    with pytest.raises(RefusedError, match="year.not_proven"):
        pay_year(year=first, amount=1_500_000, paid_on=ON, by=bpjs, on=ON)
    prove_year(year=first, content=PDF, name="rapor.pdf", by=village, on=ON)
    assert states(one, ON)[2025] == "proven"
    with pytest.raises(RefusedError, match="year.proven"):
        prove_year(year=first, content=PDF, name="rapor.pdf", by=None, on=ON)
    with pytest.raises(InputError, match="year.why"):
        pay_year(year=first, amount=1_400_000, paid_on=ON, by=bpjs, on=ON)
    why = "Keputusan BPJS 7: dipotong semester yang sudah dibayar sekolah"
    paid = pay_year(year=first, amount=1_400_000, paid_on=ON, why=why, by=bpjs, on=ON)
    assert pay_year(year=first, amount=1_400_000, paid_on=ON, why=why, by=bpjs, on=ON) == paid
    assert paid.why == why
    with pytest.raises(RefusedError, match="year.paid"):
        pay_year(year=first, amount=1_500_000, paid_on=ON, by=bpjs, on=ON)
    seen = standing(one, ON)
    assert (seen.received, seen.years[0].difference) == (1_400_000, -100_000)
    assert seen.still_due == sum(year.expected for year in scholar.years.exclude(first=2025))
    assert open_school_proof(year=SchoolYear.objects.get(pk=first.pk), by=village, on=ON) == PDF
    assert Act.objects.filter(command="document.open", actor=village).count() == 1
    assert Document.objects.count() == 1


def test_nobody_proved_it_before_the_next_school_year(one):
    entered(one)
    assert states(one, date(2026, 6, 30))[2025] == "due"
    assert states(one, date(2026, 7, 1))[2025] == "missed"
    seen = standing(one, date(2026, 7, 1))
    assert (seen.missed, seen.now.year.first) == (1_500_000, 2026)
    late = prove_year(year=SchoolYear.objects.get(first=2025), content=PDF, name="rapor.pdf", by=None, on=date(2026, 7, 9))
    assert late.state == "proven"


def test_a_year_that_has_not_begun_is_not_proven(one):
    scholar = entered(one)
    with pytest.raises(RefusedError, match="year.too_early"):
        prove_year(year=scholar.years.get(first=2026), content=PDF, name="rapor.pdf", by=None, on=date(2026, 6, 30))
    assert not Document.objects.exists()


def test_a_child_who_stays_down_has_no_more_years_of_the_level_than_the_law_pays(one):
    scholar = entered(one, level="SD", grade=1, born=date(2019, 3, 1))
    change_level(scholar=scholar, first=2026, level="SD", grade=1, by=None, on=ON)
    found = years(scholar)
    assert [number for _, level, number, _ in found if level == "SD"] == [1, 1, 2, 3, 4, 5]
    assert sum(level == "SD" for _, level, *_ in found) == 6
    assert found[6][:3] == (2032, "SMP", 1)


def test_a_level_is_changed_from_a_year_on_and_what_is_proven_stays(one):
    scholar = entered(one)
    prove_year(year=scholar.years.get(first=2025), content=PDF, name="rapor.pdf", by=None, on=ON)
    change_level(scholar=scholar, first=2026, level="SMP", grade=1, by=None, on=ON)
    assert [year[:3] for year in years(scholar)[:3]] == [(2025, "SD", 4), (2026, "SMP", 1), (2027, "SMP", 2)]
    before = years(scholar)
    change_level(scholar=scholar, first=2026, level="SMP", grade=1, by=None, on=ON)
    assert years(scholar) == before
    with pytest.raises(RefusedError, match="scholar.proven"):
        change_level(scholar=scholar, first=2025, level="SMP", grade=1, by=None, on=ON)
    with pytest.raises(InputError, match="scholar.year"):
        change_level(scholar=scholar, first=2060, level="SMP", grade=1, by=None, on=ON)
    with pytest.raises(InputError, match="scholar.level"):
        change_level(scholar=scholar, first=2027, level="", grade=0, by=None, on=ON)


@pytest.mark.parametrize("way", ["entered", "family"])
def test_marriage_or_work_ends_it(one, way):
    scholar, married = entered(one), date(2026, 8, 1)
    if way == "family":
        scholar.relative.married_on = married
        scholar.relative.save()
    else:
        end_scholar(scholar=scholar, why="married", ended_on=married, by=None, on=date(2026, 8, 2))
    on = date(2027, 8, 1)
    found = states(one, on)
    assert (found[2026], found[2027], found[2028]) == ("missed", "ended", "ended")
    assert standing(one, on).still_due == 0
    with pytest.raises(RefusedError, match="year.ended"):
        prove_year(year=scholar.years.get(first=2027), content=PDF, name="rapor.pdf", by=None, on=on)


def test_an_end_is_entered_once(one):
    scholar = entered(one)
    end_scholar(scholar=scholar, why="works", ended_on=ON, by=None, on=ON)
    assert end_scholar(scholar=scholar, why="works", ended_on=ON, by=None, on=ON).ended_why == "works"
    with pytest.raises(RefusedError, match="scholar.ended") as refused:
        end_scholar(scholar=scholar, why="left", ended_on=ON, by=None, on=ON)
    assert "bekerja" in refused.value.words.id
    for given, code in (({"why": "x", "ended_on": ON}, "scholar.why"), ({"why": "left", "ended_on": date(2027, 1, 1)}, "scholar.day")):
        with pytest.raises(InputError, match=code):
            end_scholar(scholar=scholar, by=None, on=ON, **given)


def test_families_are_reminded_a_month_before_and_while_proof_is_awaited(one):
    entered(one)
    for on, awaited in ((ON, [2025]), (date(2026, 5, 31), [2025]), (date(2026, 6, 1), [2025, 2026]), (date(2026, 7, 1), [2026])):
        assert [year.year.first for _, year in to_remind(scholars_of(one.case, on=on), on)] == awaited
    [[who, year]] = to_remind(scholars_of(one.case, on=date(2026, 7, 1)), date(2026, 7, 1))
    text = reminder_text(who, year)
    assert "Anak Uji" in text.id
    assert "Rp1.500.000" in text.id
    assert "Gratis" in text.id
    assert str(YearState.DUE) == "due"


def test_each_sees_and_does_what_is_theirs(one):
    scholar = entered(one)
    far, bpjs, village = one.user(Role.VILLAGE, "jauh", village="74.05.02.2001"), one.user(Role.BPJS_BRANCH), one.user(Role.VILLAGE)
    assert scholars_seen(visible_to=far, on=ON) == []
    assert [each.scholar for each in scholars_seen(visible_to=village, on=ON)] == [scholar]
    first = scholar.years.get(first=2025)
    for refused in (
        lambda: prove_year(year=first, content=PDF, name="a.pdf", by=far, on=ON),
        lambda: prove_year(year=first, content=PDF, name="a.pdf", by=bpjs, on=ON),
        lambda: pay_year(year=first, amount=1, paid_on=ON, by=village, on=ON),
        lambda: end_scholar(scholar=scholar, why="left", ended_on=ON, by=far, on=ON),
        lambda: change_level(scholar=scholar, first=2026, level="SD", grade=4, by=bpjs, on=ON),
    ):
        with pytest.raises(OutOfScopeError):
            refused()

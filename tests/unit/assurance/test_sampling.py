"""Samples: sizes of the textbook, shares of strata, the same again from the same seed, answers that are kept."""

from datetime import date
from hashlib import sha256

import polars as pl
import pytest
from checked_programme import ON, PRICE, Checked, sql
from django.db import IntegrityError, transaction
from invented import JANUARY, VILLAGES

from payung.accounts.models import Assignment, Role, User
from payung.assurance.actions import Wanted, answer_line, draw_sample
from payung.assurance.models import Sample, SampleAnswer, SampleLine
from payung.assurance.queries import sample_lines, samples_seen
from payung.assurance.sampling import draw_by_village, shares, size_for
from payung.values.errors import InputError, OutOfScopeError, RefusedError


@pytest.mark.parametrize(
    ("population", "confidence", "error", "size"),
    [(20_000, 95, 5, 377), (1_000_000, 95, 5, 384), (500, 95, 5, 218), (1_000, 99, 5, 400), (1_000, 90, 10, 64), (3, 95, 5, 3), (0, 95, 5, 0)],
)
def test_sizes_are_those_of_the_textbook(population, confidence, error, size):
    """n0 = z² / 4e² with the correction for a finite population, as published tables have it."""
    assert size_for(population, confidence, error) == size


def test_shares_add_up_and_the_largest_remainders_come_first():
    strata = pl.DataFrame({"stratum": ["c", "a", "b"], "people": [10, 10, 1]})
    assert shares(strata, 10).select("stratum", "take").rows() == [("a", 5), ("b", 0), ("c", 5)]
    assert shares(strata, 4).select("stratum", "take").rows() == [("a", 2), ("b", 0), ("c", 2)]
    assert shares(strata, 1).select("stratum", "take").rows() == [("a", 1), ("b", 0), ("c", 0)]
    assert shares(strata, 21)["take"].to_list() == [10, 1, 10]


def test_who_is_drawn_can_be_computed_by_hand():
    niks = [f"7405{number:012d}" for number in range(50)]
    people = pl.DataFrame({"nik": niks, "person_id": range(50), "first": [1] * 50, "last": [1] * 50, "village": ["a"] * 50})
    by_hand = sorted(niks, key=lambda nik: sha256(f"benih/{nik}".encode()).digest()[:8])[:7]
    assert draw_by_village(people.sample(fraction=1, shuffle=True, seed=3), 7, "benih")["nik"].to_list() == by_hand
    assert draw_by_village(people, 7, "benih lain")["nik"].to_list() != by_hand


def draw(checked: Checked, **more) -> Sample:
    terms = {"strata": "village", "wanted": Wanted(size=3), "seed": "ST 7/2026", "by": None, "first": JANUARY, "last": JANUARY + 2, **more}
    return draw_sample(fund=checked.fund, on=ON, **terms)


@pytest.mark.django_db
def test_the_same_seed_over_the_same_list_is_the_same_sample(checked: Checked):
    one = draw(checked)
    assert draw(checked, seed=" ST  7/2026 ") == one
    assert (one.population, one.size, SampleLine.objects.count()) == (4, 3, 3)
    assert set(one.lines.values_list("stratum", "amount")) == {(VILLAGES[0], 3 * PRICE)}
    again = draw(checked, wanted=Wanted(confidence=95, error=5))
    assert (again.size, again.confidence, again.error) == (4, 95, 5)
    assert draw(checked, seed="lain").pk not in (one.pk, again.pk)


@pytest.mark.django_db
def test_another_list_is_another_sample(bare: Checked):
    one = draw(bare)
    sql("UPDATE roster_membership SET last_month = %s WHERE person_id = %s", JANUARY.no, bare.person)
    other = draw(bare)
    assert other != one
    assert other.fingerprint != one.fingerprint


@pytest.mark.django_db
def test_months_are_strata_too(checked: Checked):
    one = draw(checked, strata="month", wanted=Wanted(size=6))
    assert one.population == 12
    found = list(one.lines.order_by("number").values_list("stratum", "month", "amount"))
    assert found == [(str(month), month, PRICE) for month in JANUARY.upto(JANUARY + 2) for _ in range(2)]


@pytest.mark.django_db
def test_what_cannot_be_drawn_is_refused(checked: Checked):
    for wrong in ({"seed": " "}, {"strata": "x"}, {"wanted": Wanted(confidence=50, error=5)}):
        with pytest.raises(InputError):
            draw(checked, **wrong)
    with pytest.raises(RefusedError, match=r"sample\.nobody"):
        draw(checked, first=JANUARY + 20, last=JANUARY + 21)
    with pytest.raises(RefusedError, match=r"sample\.too_large"):
        draw(checked, wanted=Wanted(size=5001))


@pytest.mark.django_db
def test_a_sample_is_closed_and_never_changes(checked: Checked):
    one = draw(checked)
    given = {"sample": one, "person_id": checked.person, "stratum": "x", "amount": 0}
    for wrong in (
        lambda: SampleLine.objects.create(number=9, **given),
        lambda: Sample.objects.filter(pk=one.pk).update(seed="x"),
        lambda: one.lines.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


@pytest.mark.django_db
def test_answers_are_kept_and_the_same_again_changes_nothing(checked: Checked):
    auditor = User.objects.create(username="auditor", display_name="Auditor Satu")
    Assignment.objects.create(user=auditor, role=Role.AUDITOR, place=checked.programme.place, since=date(2026, 1, 1))
    line = draw(checked, by=auditor).lines.get(number=1)
    with pytest.raises(InputError, match=r"answer\.note"):
        answer_line(line=line, result="differs", note=" ", by=auditor, on=ON)
    for result, note in (("agrees", ""), ("agrees", " "), ("differs", "pindah ke Kendari")):
        answer_line(line=line, result=result, note=note, by=auditor, on=ON)
    assert list(SampleAnswer.objects.values_list("number", "result", "note")) == [(1, "agrees", ""), (2, "differs", "pindah ke Kendari")]
    told = sample_lines(line.sample).first()
    assert (told.answer, told.note, told.answered_by) == ("differs", "pindah ke Kendari", "Auditor Satu")


@pytest.mark.django_db
def test_only_an_auditor_of_the_place_draws_and_answers(checked: Checked):
    line = draw(checked).lines.get(number=1)
    for role, place in ((Role.OWNER, "74.05"), (Role.AUDITOR, "74.06")):
        user = User.objects.create(username=f"{role}{place}")
        Assignment.objects.create(user=user, role=role, place_id=place, since=date(2026, 1, 1))
        with pytest.raises(OutOfScopeError):
            draw(checked, by=user)
        with pytest.raises(OutOfScopeError):
            answer_line(line=line, result="agrees", note="", by=user, on=ON)
        assert samples_seen(visible_to=user, on=ON).exists() == (place == "74.05")

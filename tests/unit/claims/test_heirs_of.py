"""Who receives, in the law's order, and what must be proven; out of lines that need no database."""

from datetime import date

import pytest

from payung.claims.heirs import PROOFS, RELATION_WORDS, heirs_of
from payung.claims.models import Relative
from payung.filing.models import Document
from payung.law.relation import Relation

DIED, ON = date(2026, 4, 10), date(2026, 4, 20)


def line(relation, **more) -> Relative:
    return Relative(relation=relation, name=more.pop("name", relation.title()), **more)


def heirs(*lines, **more):
    return heirs_of(lines, died_on=DIED, by_work=more.pop("by_work", False), on=ON)


def names(told) -> list[str]:
    return [one.relative.name for one in told.heirs]


ORDER = [
    ("a", ["SPOUSE", "CHILD"]),
    ("b1", ["PARENT", "GRANDPARENT", "GRANDCHILD"]),
    ("b2", ["SIBLING"]),
    ("b3", ["PARENT_IN_LAW"]),
]


@pytest.mark.parametrize("by_work", [False, True])
@pytest.mark.parametrize("first", range(len(ORDER)))
def test_the_first_class_with_anybody_takes_all(first, by_work):
    there = [line(relation) for _, relations in ORDER[first:] for relation in relations]
    told = heirs(*there, by_work=by_work)
    step, relations = ORDER[first]
    assert (told.step, sorted(names(told))) == (step, sorted(one.title() for one in relations))
    assert (told.funeral_to, told.rest_to, told.empty) == ("HEIRS", "HEIRS", False)


def test_whoever_died_before_does_not_receive():
    told = heirs(line("SPOUSE", alive=False), line("SIBLING"))
    assert (told.step, names(told)) == ("b2", ["Sibling"])


def test_classes_before_must_be_shown_to_be_empty():
    assert not any("Tidak ada" in words.id for words in heirs(line("SPOUSE")).prove)
    told = heirs(line("SIBLING"))
    assert "orang tua" in told.prove[0].id
    assert any("camat" in words.id for words in told.prove)
    assert not any("kuasa" in words.id for words in told.prove)


def test_several_in_one_class_share_as_the_family_agrees():
    told = heirs(line("SPOUSE"), line("CHILD", name="Satu"), line("CHILD", name="Dua"))
    assert told.several
    assert any("kuasa" in words.id for words in told.prove)
    assert any("tidak diatur" in step["id"] for step in told.steps)


def test_two_of_the_same_name_are_two():
    one, two = line("CHILD", name="Kembar", birth_date=date(2012, 1, 1)), line("CHILD", name="Kembar", birth_date=date(2014, 1, 1))
    assert [each.relative for each in heirs(one, two).heirs] == [one, two]


def test_a_will_counts_where_there_is_no_family():
    friend = line("OTHER", name="Sahabat", named_in_will=True)
    told = heirs(friend)
    assert (told.step, names(told), told.court) == ("b4", ["Sahabat"], False)
    assert told.heirs[0].proof == PROOFS[Relation.OTHER]
    assert names(heirs(friend, line("PARENT_IN_LAW"))) == ["Parent_In_Law"]


def test_somebody_outside_the_list_needs_a_court():
    told = heirs(line("OTHER"))
    assert (told.step, told.court, told.heirs) == ("b5", True, ())
    assert (told.funeral_to, told.rest_to) == ("ARRANGER", "SOCIAL_SECURITY_FUND")


def test_nobody_leaves_the_funeral_to_whoever_arranged_it_and_the_rest_to_the_fund():
    told = heirs(line("SPOUSE", alive=False))
    assert (told.step, told.funeral_to, told.rest_to, told.empty) == ("b5", "ARRANGER", "SOCIAL_SECURITY_FUND", False)
    assert "mengurus pemakaman" in told.prove[0].id


def test_a_family_that_nobody_recorded_is_unknown_and_not_nobody():
    assert heirs().empty


def test_a_minor_needs_a_guardian_and_says_so_until_there_is_one():
    child = line("CHILD", name="Anak", birth_date=date(2008, 4, 21))
    told = heirs(child)
    assert [one.minor for one in told.heirs] == [True]
    assert told.minors
    assert not told.adults
    assert any("walinya" in words.id for words in told.open)
    child.guardian = line("OTHER", name="Paman")
    told = heirs(child)
    assert told.heirs[0].guardian.name == "Paman"
    assert not any("walinya" in words.id for words in told.open)
    child.birth_date = date(2008, 4, 20)  # of age today
    assert not heirs(child).heirs[0].minor


def test_what_is_missing_of_an_heir_is_named():
    told = heirs(line("CHILD", name="Anak"))
    assert len(told.open) == 2  # the proof, and the day of birth
    proven = line("CHILD", name="Anak", birth_date=date(2000, 1, 1), proven=Document(name="akta.pdf"))
    assert heirs(proven).open == ()


def test_every_relation_has_words_and_a_proof():
    assert set(RELATION_WORDS) == set(PROOFS) == {one.value for one in Relation}

"""Targets: bound to a definition, never two definitions in one column, and how far a place is from them."""

from datetime import date

import pytest
from invented import TODAY
from test_standing import official

from payung.accounts.models import Assignment, Role, User
from payung.coverage.actions import Source, set_target
from payung.coverage.definitions import Pair
from payung.coverage.models import Target
from payung.coverage.pairs import figure_of_pair
from payung.coverage.standing import ACTIVE
from payung.coverage.targets import TargetColumn, all_targets, columns_of, targets_of
from payung.places.models import Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
YEAR = 2027  # of which the law's figures hold no national target
RPJMN = Pair("rpjmn_covered", "rpjmn_universe")


def target(scheme: str, hundredths: int, pair: Pair = ACTIVE, place: str = "", year: int = YEAR, on: date = TODAY, **more) -> Target:
    there = Place.objects.get(code=place) if place else None
    given = {"scheme": scheme, "year": year, "pair": pair, "hundredths": hundredths, "source": Source("Kemendagri, Mei 2025"), "by": None}
    return set_target(place=there, on=on, **{**given, **more})


def test_rpjmn_and_ucj_never_stand_in_one_column():
    target("UCJ", 5215, year=2025)
    columns = targets_of("73.71", 2025)
    told = {column.pair.key: [(one.scheme, one.said()) for one in column.targets] for column in columns}
    assert told == {
        "active_bpjs/universe_bpjs": [("UCJ", "52,15 %")],
        "active_bpjs/labour_force_without_asn": [("UCJ", "52,15 %")],
        "rpjmn_covered/rpjmn_universe": [("RPJMN", "32,15 %")],
    }
    mixed = tuple(one for column in columns for one in column.targets)
    for pair in (ACTIVE, RPJMN):
        with pytest.raises(RefusedError, match="target.mixed"):
            TargetColumn(pair, mixed)
    assert [len(column.targets) for column in columns_of(mixed)] == [1, 1, 1]


def test_national_targets_stand_there_by_themselves_with_how_surely_they_are_known():
    """The law's figures hold them; a recorded one takes the place of the same plan's and definition's."""
    told = {column.pair.key: [(one.scheme, one.said(), one.pk) for one in column.targets] for column in targets_of("73.71", 2025)}
    assert told == {"active_bpjs/labour_force_without_asn": [("UCJ", "52,15 %", 0)], "rpjmn_covered/rpjmn_universe": [("RPJMN", "32,15 %", 0)]}
    (column,) = targets_of("", 2026)
    assert [(one.scheme, one.said(), one.own) for one in column.targets] == [("RKP", "34,99 %", True)]
    assert column.targets[0].footnote.id.endswith("; menurut keterangan pihak lain).")
    assert targets_of("73.71", 2026, known=date(2025, 12, 31)) == []
    target("RPJMN", 3300, RPJMN, year=2025)
    assert [one.said() for column in targets_of("73.71", 2025) for one in column.targets if one.scheme == "RPJMN"] == ["33,00 %"]


def test_what_is_of_rpjmn_is_divided_by_nothing_else():
    for pair in (("rpjmn_covered", "universe_bpjs"), ("active_bpjs", "rpjmn_universe")):
        with pytest.raises(RefusedError, match="coverage.goes"):
            Pair(*pair)


def test_targets_of_one_definition_share_a_column_nearest_place_first():
    target("UCJ", 5215)
    target("LOCAL", 5710, place="73.71")
    target("LOCAL", 6800, place="73")
    (column,) = targets_of("73.71", YEAR)
    told = [(one.place, one.said(), one.own) for one in column.targets]
    assert told == [("73.71", "57,10 %", True), ("73", "68,00 %", False), ("", "52,15 %", False)]
    assert column.targets[0].footnote.id.startswith("Target daerah lainnya 2027 untuk Kota Makassar: ")
    assert "57,10 %, yaitu Peserta aktif (BPJS) ÷ Semesta pekerja" in column.targets[0].footnote.id
    assert targets_of("73.71", YEAR + 1) == []
    assert [one.said() for one in all_targets("73")] == ["68,00 %"]


def test_people_missing_to_a_target_are_whole_people():
    one = target("UCJ", 5215)
    (column,) = targets_of("19", YEAR)
    official("19", "active_bpjs", 179_842, date(2024, 6, 30))
    empty = figure_of_pair("19", Month.at(2025, 1), ACTIVE)
    assert column.targets[0].people_missing(empty) is None
    assert column.targets[0].gap_words(empty).id == "–"
    official("19", "universe_bpjs", 563_133, date(2024, 6, 30))
    figure = figure_of_pair("19", Month.at(2025, 1), ACTIVE)
    assert one.hundredths * 563_133 / 10_000 > 293_673
    assert column.targets[0].people_missing(figure) == 293_674 - 179_842
    assert column.targets[0].gap_words(figure).id == "kurang 113.832"
    official("19", "active_bpjs", 300_000, date(2024, 12, 31))
    assert column.targets[0].gap_words(figure_of_pair("19", Month.at(2025, 1), ACTIVE)).id == "tercapai"


def test_the_same_target_again_changes_nothing_and_a_correction_stands_beside_it():
    first = target("RPJMD", 4800, place="74.05")
    assert target("RPJMD", 4800, place="74.05") == first
    with pytest.raises(RefusedError, match="target.differs"):
        target("RPJMD", 4900, place="74.05")
    later = date(2026, 3, 1)
    target("RPJMD", 4900, place="74.05", on=later, correction=True)
    assert [one.said() for column in targets_of("74.05", YEAR) for one in column.targets] == ["49,00 %"]
    assert [one.said() for column in targets_of("74.05", YEAR, known=TODAY) for one in column.targets] == ["48,00 %"]
    assert Target.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"scheme": "X"}, {"hundredths": 0}, {"hundredths": 10_001}, {"year": 1999}, {"source": Source(" ")}])
def test_what_cannot_be_a_target_is_refused(wrong):
    with pytest.raises(InputError, match="target.unreadable"):
        target(**{"scheme": "UCJ", "hundredths": 100, **wrong})


def test_only_owner_and_operator_of_the_place_set_targets_and_strangers_see_none(role_at):
    target("LOCAL", 5710, place="74.05")
    assert [len(targets_of("74.05", YEAR, visible_to=role_at(Role.VILLAGE, "74.05.01.2003"), on=TODAY))] == [1]
    assert targets_of("74.05", YEAR, visible_to=role_at(Role.OWNER, "74.02"), on=TODAY) == []
    for role, place in ((Role.HEAD, "74.05"), (Role.OWNER, "74.02")):
        with pytest.raises(OutOfScopeError):
            target("LOCAL", 6000, place="74.05", by=role_at(role, place), year=YEAR + 1)
    assert target("LOCAL", 6000, place="74.05", by=role_at(Role.OWNER, "74.05"), year=YEAR + 1).pk


@pytest.fixture
def role_at():
    def make(role: Role, place: str) -> User:
        user, _ = User.objects.get_or_create(username=f"{role}-{place}")
        Assignment.objects.get_or_create(user=user, role=role, place_id=place, since=date(2025, 1, 1))
        return user

    return make

"""payung plan as it is typed: scenarios side by side, several funds at once; and its measurement on few people."""

import json

import pytest
from invented import nik
from typer.testing import CliRunner

from payung.cli.plan import plans
from payung.demo.bench_optimise import invented, pots_and_rules
from payung.planning.models import Plan
from payung.planning.optimise import optimise
from payung.planning.rules import broken, needs

PRICE = 12 * 16_800


def typed(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(plans, list(words))
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.django_db
def test_scenarios_are_one_table(programme):
    programme.candidates(40)
    programme.fund(amount=20 * PRICE)
    told = typed("scenario", "APBD 2026", "--months", "12,3")
    assert "B: 20 orang lebih banyak yang masuk: 20 orang jadi masuk, 0 orang tidak lagi. Perlindungannya 9 bulan lebih pendek." in told
    data = json.loads(typed("scenario", "APBD 2026", "--months", "12,3", "--decile", "-,4", "--deaths", "400", "--source", "klaim 2025", "--json"))
    assert [(one["in"], one["out"], one["full_grant_months"]) for one in data] == [(20, 0, [9, 12]), (0, 40, [0, 3])]
    assert data[0]["deaths_hundredths"] == 8
    assert "--source" in typed("scenario", "APBD 2026", "--deaths", "400", code=2)
    assert "12,3" in typed("scenario", "APBD 2026", "--months", "12", code=2)
    assert "sebanyak --months" in typed("scenario", "APBD 2026", "--decile", "4", code=2)


@pytest.mark.django_db
def test_several_funds_are_planned_and_withdrawn(programme):
    programme.candidates(12)
    programme.welfare({nik(at): "1" if at < 6 else "5" for at in range(12)})
    programme.fund(name="A wide", amount=6 * PRICE)
    programme.fund(name="B poor", source="APBD-P", amount=4 * PRICE, highest_decile=2)
    told = json.loads(typed("optimise", "--json"))
    assert (told["people"], told["greedy_people"], told["proven"], told["gap"]) == (10, 6, True, 0)
    assert [one["people"] for one in told["funds"]] == [6, 4]
    assert "Terbukti terbaik" in typed("optimise", "--fund", "B poor", "--keep")
    assert Plan.objects.get().people == 4
    assert "versi 1 dicabut" in typed("withdraw")
    assert "“Lain”" in typed("optimise", "--fund", "Lain", code=2)


@pytest.mark.large
def test_a_million_candidates_reach_the_linear_bound():
    """Five funds, quotas and floors that bind in most villages: proved, and every rule kept."""
    people, (pots, rules) = invented(1_000_000), pots_and_rules(1_000_000)
    found = optimise(people, pots, rules)
    assert found.points == found.bound
    paid = people.join(found.assigned, on="id")
    assert broken(paid, pots, rules, needs(people, rules)) == frozenset()
    assert [paid.filter(paid["pot"] == at).height <= pot.places for at, pot in enumerate(pots)] == [True] * 5

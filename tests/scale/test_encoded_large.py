"""Fifty thousand people of an agency against fifty thousand of another, encoded: found as well as the encoding allows."""

from datetime import date

import polars as pl
import pytest

from payung.demo.families import invent_against
from payung.matching.compare_encoded import compare, observed
from payung.matching.encode import encode
from payung.matching.secret import Key

KEY = Key(bytes(range(32)))
ON = date(2026, 1, 1)
PEOPLE = 50_000


def encoded(rows):
    return encode(rows.with_columns(pl.col("id").cast(pl.String)), KEY, ON)


@pytest.mark.large
def test_fifty_thousand_against_fifty_thousand():
    invented = invent_against(PEOPLE, PEOPLE, 77, with_nik=True)
    (left, home), (right, away) = encoded(invented.left), encoded(invented.right)
    found = compare(left, right)
    found = found.join(home, left_on="left_id", right_on="encoded_id").join(away, left_on="right_id", right_on="encoded_id")
    true = found.join(invented.pairs.cast(pl.String), left_on=["id", "id_right"], right_on=["left_id", "right_id"], how="semi")
    assert true.height >= 0.96 * found.height
    assert true.height >= 0.91 * invented.pairs.height


@pytest.mark.large
@pytest.mark.parametrize("people", [5_000, 40_000])
def test_the_pairs_looked_at_grow_with_the_lists_and_no_faster(people):
    invented = invent_against(people, people, 78, with_nik=True)
    pairs = sum(steps.height for steps in observed(encoded(invented.left)[0], encoded(invented.right)[0]))
    assert 0.3 * people < pairs < 4 * people

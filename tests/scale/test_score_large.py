"""A hundred thousand people in four hundred lists: every row right."""

import pytest
from scored import score


@pytest.mark.large
def test_a_hundred_thousand_people(tmp_path):
    assert score(tmp_path, "--people", "100000", "--lists", "400").startswith("rows 103719, lost 0, invented 0, wrong verdict 0")

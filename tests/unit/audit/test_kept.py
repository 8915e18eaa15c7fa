"""What is kept holds until somebody changes anything, and no longer."""

import pytest

from payung.audit.actions import acting
from payung.audit.kept import Kept, newest_change

pytestmark = pytest.mark.django_db


def test_it_is_found_out_once_until_an_act_changes_anything():
    kept, asked = Kept[int](10), []

    def find() -> int:
        asked.append(1)
        return len(asked)

    def now() -> int:
        return kept.get(newest_change(), find)

    with acting("round.open", by=None):
        pass
    assert [now(), now()] == [1, 1]
    with acting("nik.reveal", by=None):
        pass
    assert now() == 1
    with acting("list.accept", by=None):
        pass
    assert [now(), now()] == [2, 2]


def test_what_was_not_asked_for_longest_goes_first():
    kept = Kept[str](6, len)
    for word in ("abc", "def", "abc", "ghi"):
        kept.get(word, lambda word=word: word)
    assert list(kept.held) == ["abc", "ghi"]
    kept.get("too long for all", lambda: "too long for all")
    assert list(kept.held) == ["too long for all"]

"""A download that would keep everybody else waiting is refused in words, and what is offered is to order it."""

import pytest

from payung.accounts.models import Role
from payung.values.errors import RefusedError
from payung.web import download, table


def test_more_than_one_download_may_have_is_refused_with_what_to_do():
    download.refuse_too_many(25_000)
    with pytest.raises(RefusedError) as refused:
        download.refuse_too_many(25_001)
    assert "paling banyak 25.000 baris" in refused.value.words.id
    assert "at most 25,000 rows" in refused.value.words.en


def test_the_page_offers_to_order_it_instead(as_role, programme, monkeypatch):
    programme.candidates(3)
    monkeypatch.setattr(table, "_COUNTED", 2)
    monkeypatch.setattr(download, "MOST_ROWS", 2)
    page = as_role(Role.AUDITOR).get("/papan/").content.decode()
    assert "unduh=xlsx" not in page
    assert "Pesan Excel" in page
    assert "Lebih dari 2 baris: dibuat di latar belakang" in page

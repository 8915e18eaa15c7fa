"""Editions: who may make and send them, what never changes, and how versions are counted."""

from datetime import date

import pytest
from briefed import MARCH, ON, briefed
from django.db import DatabaseError, transaction

from payung.accounts.models import Assignment, Role, User
from payung.coverage.actions import record_universe
from payung.reports.edition_actions import Wanted, freeze, open_edition, open_sending, record_receipt, record_sending
from payung.reports.edition_queries import edition_of_number, edition_on, editions_seen, sendings_of
from payung.reports.models import Edition, EditionFacts, Receipt, Sending
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 laporan"


@pytest.fixture
def told(programme):
    return briefed(programme)


def person(role: Role, place: str = "74.05") -> User:
    user = User.objects.create(username=f"{role.value}-{place}", display_name=role.label)
    Assignment.objects.create(user=user, role=role, place_id=place, since=date(2026, 1, 1))
    return user


def send(edition: Edition, **more) -> Sending:
    terms = {"content": PDF, "name": "laporan.pdf", "to": "Sekda", "sent_on": ON, "by": None, "signed": "Ani", "on": ON}
    return record_sending(edition=edition, **{**terms, **more})


def test_versions_are_counted_for_kind_place_and_months(told):
    assert [told.edition().number, told.edition().number] == ["74.05/PAPARAN/2026-03/1", "74.05/PAPARAN/2026-03/2"]
    assert told.edition(first=Month.at(2026, 2), last=Month.at(2026, 2)).number == "74.05/PAPARAN/2026-02/1"
    quarter = told.edition("quarterly", first=Month.at(2026, 1))
    assert quarter.number == "74.05/TRIWULAN/2026-01-2026-03/1"
    assert edition_of_number(quarter.number) == quarter
    with pytest.raises(InputError, match="edition.unknown"):
        edition_of_number("74.05/TRIWULAN/2026-01-2026-03/9")


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        *[("briefing", role, role in (Role.OWNER, Role.OPERATOR, Role.HEAD)) for role in Role if role not in (Role.OFFICE, Role.BPJS_BRANCH)],
        ("monthly", Role.AUDITOR, True),
        ("monthly", Role.VILLAGE, False),
    ],
)
def test_who_may_make_one(told, kind, role, may):
    user = person(role)
    wanted = Wanted(kind, told.place, MARCH, MARCH)
    if may:
        assert open_edition(wanted, by=user, signed="Ani", on=ON).by == user
    else:
        with pytest.raises(OutOfScopeError, match="right.missing"):
            open_edition(wanted, by=user, signed="Ani", on=ON)


def test_nobody_makes_or_sees_one_of_another_place(told):
    far = person(Role.OWNER, "74.04")
    with pytest.raises(OutOfScopeError, match="right.missing"):
        open_edition(Wanted("briefing", told.place, MARCH, MARCH), by=far, signed="Ani", on=ON)
    edition = told.edition()
    assert list(editions_seen(visible_to=far, on=ON)) == []
    with pytest.raises(OutOfScopeError, match="edition.not_seen"):
        edition_on(edition.pk, visible_to=far, on=ON)
    with pytest.raises(OutOfScopeError, match="edition.not_seen"):
        edition_on(edition.pk, visible_to=person(Role.VILLAGE, "74.05.01.2003"), on=ON)
    assert edition_on(edition.pk, visible_to=person(Role.AUDITOR), on=ON) == edition


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"asks": [{"what": "Bayar 7405000000000001"}]}, True),
        ({"obstacles": "rekening 1234 5678 9012"}, True),
        ({"asks": [{"what": "Sediakan Rp1.234.567.890 dalam APBD-P"}]}, False),
    ],
)
def test_no_long_number_goes_in_with_the_words_of_the_office(told, typed, refused):
    if refused:
        with pytest.raises(InputError, match="edition.number"):
            told.edition(typed=typed)
    else:
        assert told.edition(typed=typed).typed == typed


def test_what_cannot_be_asked_for_is_refused(told):
    with pytest.raises(InputError, match="edition.ahead"):
        told.edition(first=Month.at(2026, 5), last=Month.at(2026, 5))
    for more in ({"numerator": "ever"}, {"numerator": "villages_sent", "denominator": "villages"}):
        with pytest.raises(InputError, match="coverage.definition_unknown"):
            told.edition(**more)
    with pytest.raises(RefusedError, match="coverage.units"):
        told.edition(denominator="villages")


def test_facts_are_frozen_once(told):
    edition = told.edition()
    facts = freeze(edition)
    record_universe(place=told.place, definition="universe_bpjs", value=48, source="surat baru", as_of=date(2026, 1, 31), by=None, on=ON)
    assert freeze(edition) == facts
    assert EditionFacts.objects.filter(edition=edition).count() == 1


@pytest.mark.parametrize("model", [Edition, EditionFacts, Sending, Receipt])
def test_the_database_refuses_to_change_or_delete(told, model):
    edition = told.edition("monthly")
    freeze(edition)
    record_receipt(sending=send(edition), number="R-1", by=None, on=ON)
    for spoil in (lambda: model.objects.update(id=99), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_what_was_sent_is_kept_byte_for_byte_and_a_new_version_stands_beside(told):
    edition = told.edition("monthly")
    sending = send(edition)
    assert (sending.document.sha256, sending.to, sending.sent_on, sending.signed) == (sending.document.sha256, "Sekda", ON, "Ani")
    newer = told.edition("monthly")
    assert newer.version == 2
    assert open_sending(sending=sending, by=None, on=ON) == PDF
    assert list(sendings_of(edition)) == [sending]
    assert list(sendings_of(newer)) == []
    assert send(edition) == sending  # the same again
    assert send(edition, to="Bupati") != sending


@pytest.mark.parametrize(("more", "code"), [({"to": " "}, "sending.to"), ({"sent_on": date(2026, 4, 21)}, "sending.ahead")])
def test_a_sending_says_to_whom_and_not_in_the_future(told, more, code):
    with pytest.raises(InputError, match=code):
        send(told.edition("monthly"), **more)


def test_who_may_write_down_a_sending_and_open_it(told):
    edition = told.edition("monthly")
    for role in (Role.AUDITOR, Role.TREASURER):
        with pytest.raises(OutOfScopeError, match="right.missing"):
            send(edition, by=person(role))
    sending = send(edition, by=person(Role.OWNER))
    assert open_sending(sending=sending, by=User.objects.get(username="auditor-74.05"), on=ON) == PDF
    with pytest.raises(OutOfScopeError, match="right.missing"):
        open_sending(sending=sending, by=person(Role.OWNER, "74.04"), on=ON)


def test_a_receipt_is_written_down_once(told):
    sending = send(told.edition("monthly"))
    made = record_receipt(sending=sending, number=" R-1 ", by=None, on=ON)
    assert made.number == "R-1"
    assert record_receipt(sending=sending, number="R-1", by=None, on=ON) == made
    with pytest.raises(RefusedError, match="receipt.differs"):
        record_receipt(sending=sending, number="R-2", by=None, on=ON)
    with pytest.raises(InputError, match="receipt.number"):
        record_receipt(sending=sending, number="", by=None, on=ON)

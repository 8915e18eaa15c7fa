from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from entities import REGENCY, desa, enrol, office, owe, somebody

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.compliance.answer_actions import record_arrears_payment, record_commitment
from payung.compliance.enrolment import entities_of
from payung.compliance.enrolment_models import ArrearsLetter, LetterStep
from payung.compliance.following import Next, follow
from payung.compliance.letter_actions import note_letters, write_arrears_letters
from payung.correspondence.actions import set_letterhead, set_paper_rule
from payung.correspondence.models import LetterKind, TakenNumber
from payung.places.models import Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError

ON = date(2026, 4, 20)


@pytest.fixture
def place(db) -> Place:
    place = Place.objects.get(code=REGENCY)
    head = set_letterhead(
        place=place, government="Pemerintah Kabupaten Konawe Selatan", name="Disnaker", address="Andoolo", town="Andoolo", by=None, on=ON
    )
    set_paper_rule(letterhead=head, kind=LetterKind.ARREARS, pattern="560/{n}/{year}", by=None, on=ON)
    return place


def write(place, keys, on=ON, by=None, **terms):
    return write_arrears_letters(place=place, entities=keys, by=by, on=on, **terms)


def standing(key: str, on: date):
    lines = [line for line in entities_of(REGENCY, on) if line.key == key]
    return follow(lines, on)[key]


def test_letters_one_two_three_follow_each_other_when_the_days_are_over(place):
    key = owe(desa(1)[0], 3, 900_000).key
    sent = []
    for after in (0, 10, 14, 15, 30, 45, 60):
        made = write(place, [key], ON + timedelta(after))
        sent.append([(one.number, one.reference, one.due_on) for one in made.letters] or list(made.held_up))
    assert sent == [
        [(1, "560/1/2026", date(2026, 5, 4))],
        [Next.WAITING],
        [Next.WAITING],  # the last day of letter 1
        [(2, "560/2/2026", date(2026, 5, 19))],
        [(3, "560/3/2026", date(2026, 6, 3))],
        [Next.READY],
        [Next.READY],
    ]


def test_a_letter_says_what_was_owed_that_day_and_from_where(place):
    entity = owe(desa(1)[0], 3, 900_000)
    enrol(desa(1)[0], npp="NPP1")
    (letter,) = write(place, [entity.key]).letters
    owe(desa(1)[0], 9, 2_700_000, date(2026, 4, 20))
    letter.refresh_from_db()
    assert (letter.months, letter.owed, letter.npp, letter.as_of, letter.kind) == (3, 900_000, "NPP1", date(2026, 3, 31), "pay")
    with pytest.raises(DatabaseError), transaction.atomic():
        ArrearsLetter.objects.update(owed=1)


def test_whoever_is_not_enrolled_is_asked_to_enrol_and_then_no_more(place):
    code = desa(1)[0]
    (letter,) = write(place, [f"desa-{code}"]).letters
    assert (letter.kind, letter.number, letter.owed, letter.source) == ("enrol", 1, 0, "")
    enrol(code, date(2026, 4, 30))
    assert write(place, [f"desa-{code}"], date(2026, 5, 20)).held_up == {Next.NOTHING: 1}
    owe(code, 2, 500_000, date(2026, 7, 31))
    assert write(place, [f"desa-{code}"], date(2026, 8, 1)).letters[0].number == 1  # another matter, another series


def test_on_one_day_nobody_gets_two(place):
    keys = [owe(code, 3, 900_000).key for code in desa(3)]
    assert len(write(place, keys[:2]).letters) == 2
    again = write(place, [*keys, keys[0]])
    assert (len(again.letters), again.again) == (1, 2)
    assert sorted(TakenNumber.objects.values_list("n", flat=True)) == [1, 2, 3]
    letter = ArrearsLetter.objects.first()
    letter.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        letter.save(force_insert=True)


def test_a_promise_that_runs_holds_letters_up_and_a_broken_one_does_not(place):
    entity = owe(desa(1)[0], 3, 900_000)
    write(place, [entity.key])
    terms = {"entity": entity.key, "place": REGENCY, "promised_on": date(2026, 4, 28), "amount": 900_000, "due_on": date(2026, 5, 10), "parts": 3}
    made = [record_commitment(**terms, by=None, on=date(2026, 4, 28)) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].letter.number == 1
    assert standing(entity.key, date(2026, 5, 10)).next == Next.PROMISED  # the day itself is in time
    assert standing(entity.key, date(2026, 5, 11)).next == Next.LETTER
    pay = {"entity": entity.key, "place": REGENCY, "by": None}
    record_arrears_payment(**pay, amount=300_000, paid_on=date(2026, 5, 11), reference="BKU 1", on=date(2026, 5, 12))
    assert standing(entity.key, date(2026, 5, 12)).next == Next.PROMISED
    assert standing(entity.key, date(2026, 6, 11)).promise_state == "broken"
    (second,) = write(place, [entity.key], date(2026, 6, 11)).letters
    assert (second.number, second.owed) == (2, 600_000)


def test_paid_in_full_the_series_begins_anew(place):
    entity = owe(desa(1)[0], 3, 900_000)
    write(place, [entity.key])
    pay = {"entity": entity.key, "place": REGENCY, "by": None, "on": date(2026, 5, 2)}
    with pytest.raises(RefusedError, match="arrears.overpaid"):
        record_arrears_payment(**pay, amount=900_001, paid_on=date(2026, 5, 2), reference="BKU 1")
    made = [record_arrears_payment(**pay, amount=900_000, paid_on=date(2026, 5, 2), reference="BKU 1") for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(RefusedError, match="arrears.slip"):
        record_arrears_payment(**pay, amount=1, paid_on=date(2026, 5, 2), reference="BKU 1")
    assert standing(entity.key, date(2026, 5, 20)).next == Next.NOTHING
    owe(desa(1)[0], 2, 600_000, date(2026, 9, 30))
    assert write(place, [entity.key], date(2026, 10, 1)).letters[0].number == 1


def test_sent_and_received_are_noted_once_and_in_order(place):
    letters = write(place, [owe(code, 3, 900_000).key for code in desa(2)]).letters
    keys = [letter.pk for letter in letters]
    note = {"place": REGENCY, "by": None, "on": date(2026, 4, 25)}
    assert note_letters(letters=keys, kind=LetterStep.Kind.SENT, happened_on=date(2026, 4, 22), note="kurir", **note) == 2
    assert note_letters(letters=keys, kind=LetterStep.Kind.SENT, happened_on=date(2026, 4, 23), **note) == 0
    for day in (date(2026, 4, 21), date(2026, 4, 26)):  # before it was sent; ahead
        with pytest.raises(InputError, match="letter.step"):
            note_letters(letters=keys, kind=LetterStep.Kind.RECEIVED, happened_on=day, **note)
    assert note_letters(letters=keys[:1], kind=LetterStep.Kind.RECEIVED, happened_on=date(2026, 4, 24), note="sekdes", **note) == 1
    assert sorted(LetterStep.objects.values_list("kind", "happened_on__day")) == [("received", 24), ("sent", 22), ("sent", 22)]


def test_who_may_write_to_whom(place):
    health, village = office("Dinas Kesehatan"), owe(desa(1)[0], 3, 900_000)
    owe(health, 3, 900_000)
    dpmd, camat = somebody(Role.VILLAGE_AFFAIRS, place=REGENCY), somebody(Role.OPERATOR, place="74.05.02")
    assert len(write(place, [village.key], by=dpmd).letters) == 1
    for user, key in ((dpmd, f"kantor-{health.pk}"), (camat, village.key), (somebody(Role.HEAD, place=REGENCY), village.key)):
        with pytest.raises(OutOfScopeError):
            write(place, [key], by=user)
    act = Act.objects.get(command="arrears.letter", actor=dpmd)
    assert act.entries.filter(table_name="compliance_arrearsletter").exists()
    with pytest.raises(InputError, match="letter.days"):
        write(place, [village.key], days=0)


def test_without_a_pattern_the_number_is_written_by_hand(place):
    place = Place.objects.get(code="74.04")
    code = Place.objects.within("74.04").desa().order_by("code").first().code
    assert [letter.reference for letter in write(place, [f"desa-{code}"]).letters] == [""]

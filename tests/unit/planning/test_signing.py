"""What is signed stays: scans, numbers, and the list behind them; a change takes an amendment that names the old SK."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from invented import TODAY, Programme, nik

from payung.accounts.models import Assignment, Role, User
from payung.correspondence.actions import set_letterhead, set_paper_rule, take_number
from payung.correspondence.models import Letterhead, PaperKind, TakenNumber
from payung.filing.models import Document
from payung.planning.actions import approve, determine
from payung.planning.models import Determination, Signing
from payung.planning.queries import versions_compared
from payung.planning.signed import list_fingerprint, list_state, number_of
from payung.planning.signing import number_paper, open_scan, sign
from payung.registry.models import Person
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 signed"
PRICE = 12 * 16_800


@pytest.fixture
def signed(programme: Programme) -> Determination:
    programme.candidates(3)
    one = programme.determined(programme.fund(amount=4 * PRICE))
    hand_in(one)
    return one


def hand_in(one: Determination, *, content: bytes = SCAN, by: User | None = None, **terms) -> Signing:
    given = {"kind": "decree", "number": one.number, "signed_on": TODAY, "signer": "H. Karangan", "name": "sk.pdf", **terms}
    return sign(determination=one, content=content, by=by, on=TODAY, **given)


def letterhead(programme: Programme, pattern: str = "400.3/{n}/DISNAKER/{year}", kinds=("decree", "cover_letter")) -> Letterhead:
    head = set_letterhead(
        place=programme.place, government="Pemerintah Kabupaten", name="Disnaker", address="Jalan Karangan 1", town="Andoolo", by=None, on=TODAY
    )
    for kind in kinds:
        set_paper_rule(letterhead=head, kind=kind, pattern=pattern, by=None, on=TODAY)
    return head


def test_a_scan_is_kept_with_what_it_proves(signed):
    held = signed.signings.get()
    assert (held.number, held.signed_on, held.signed_by, held.document.sha256) == ("SK 1", TODAY, "H. Karangan", sha256(SCAN).hexdigest())
    assert open_scan(signing=held, by=None, on=TODAY) == SCAN


def test_twice_is_once_and_another_scan_is_refused(signed):
    assert hand_in(signed) == signed.signings.get()
    with pytest.raises(RefusedError, match=r"signing\.known"):
        hand_in(signed, content=b"%PDF-1.7 another")
    assert Document.objects.count() == 1


def test_the_database_keeps_a_signing_as_it_is(signed):
    held = signed.signings.get()
    for sql in ("UPDATE planning_signing SET number = 'SK 2' WHERE id = %s", "DELETE FROM planning_signing WHERE id = %s"):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [held.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Signing.objects.create(
            determination=signed, kind="decree", number="x", signed_on=TODAY, signed_by="x", document=held.document, fingerprint="0" * 64, on=TODAY
        )


def test_only_what_is_in_force_is_signed(programme):
    programme.candidates(2)
    heads = [User.objects.create(username=f"kepala{n}", display_name=f"Kepala {n}") for n in (1, 2)]
    for user in heads:
        Assignment.objects.create(user=user, role=Role.HEAD, place=programme.place, since=date(2025, 1, 1))
    one = determine(fund=programme.fund(), number="SK 1", decided_on=TODAY, by=heads[0], on=TODAY).determination
    with pytest.raises(RefusedError, match=r"signing\.not_in_force"):
        hand_in(one, by=heads[0])
    document = Document.objects.create(sha256="0" * 64, name="sk.pdf", media_type="application/pdf", size=1, on=TODAY)
    terms = {"kind": "decree", "number": "SK 1", "signed_on": TODAY, "signed_by": "x", "document": document, "fingerprint": "0" * 64, "on": TODAY}
    with pytest.raises(IntegrityError, match=r"planning\.signing_not_in_force"), transaction.atomic():
        Signing.objects.create(determination=one, **terms)
    approve(determination=one, by=heads[1], on=TODAY)
    assert hand_in(one, by=heads[0]).by == heads[0]


def test_what_cannot_be_a_signature_is_said(programme):
    programme.candidates(2)
    one = programme.determined(programme.fund())
    for terms, code in (
        ({"content": b"PK\x03\x04 docx"}, r"document\.kind"),
        ({"content": b"%PDF-" + b"x" * (20 << 20)}, r"document\.too_large"),
        ({"signed_on": date(2026, 1, 1)}, r"signing\.day_to_come"),
        ({"signer": " "}, r"signing\.signer"),
        ({"number": "SK 2"}, r"signing\.other_number"),
    ):
        with pytest.raises((InputError, RefusedError), match=code):
            hand_in(one, **terms)
    assert not Document.objects.exists()


def test_who_may_not_sign_does_not(programme, signed):
    operator = User.objects.create(username="operator", display_name="Operator")
    Assignment.objects.create(user=operator, role=Role.OPERATOR, place=programme.place, since=date(2025, 1, 1))
    treasurer = User.objects.create(username="bendahara", display_name="Bendahara")
    Assignment.objects.create(user=treasurer, role=Role.TREASURER, place=programme.place, since=date(2025, 1, 1))
    with pytest.raises(OutOfScopeError):
        hand_in(signed, by=operator)
    with pytest.raises(OutOfScopeError):
        open_scan(signing=signed.signings.get(), by=treasurer, on=TODAY)
    assert open_scan(signing=signed.signings.get(), by=operator, on=TODAY) == SCAN


def test_a_change_after_signing_is_an_amendment(programme, signed):
    programme.candidates(1)
    terms = {"fund": signed.fund, "number": "SK 2", "decided_on": TODAY, "by": None, "on": TODAY}
    with pytest.raises(RefusedError, match=r"determination\.signed") as refused:
        determine(**terms)
    assert "SK 1 sudah ditandatangani" in refused.value.words.id
    new = determine(**terms, amending="Satu calon baru lolos periksa").determination
    assert (new.version, new.amends, new.amended_because) == (2, signed, "Satu calon baru lolos periksa")
    came, went = versions_compared(new, signed)
    assert [line.candidate.person.nik for line in came] == [nik(3)]
    assert not went.exists()
    assert Signing.objects.get().determination == signed  # the old one and its scan stay
    with pytest.raises(RefusedError, match=r"signing\.superseded"):
        hand_in(signed, kind="minutes", number="BA 1")
    hand_in(new)
    programme.candidates(1)
    assert determine(**{**terms, "number": "SK 3"}, amending="lagi").determination.amends == new


def test_the_database_refuses_a_version_beside_a_signed_one(programme, signed):
    terms = {"fund": signed.fund, "version": 2, "number": "SK 9", "decided_on": TODAY}
    counts = dict.fromkeys(("monthly_price", "price", "people", "waiting", "out"), 1)
    with pytest.raises(IntegrityError, match=r"planning\.signed_needs_amendment"), transaction.atomic():
        Determination.objects.create(**terms, **counts)
    other = programme.determined(programme.fund(name="Lain", first_month=signed.fund.last_month + 1))
    with pytest.raises(IntegrityError, match=r"planning\.signed_needs_amendment"), transaction.atomic():
        Determination.objects.create(**terms, **counts, amends=other, amended_because="x")
    Determination.objects.create(**terms, **counts, amends=signed, amended_because="x")


def test_without_a_signature_a_new_version_amends_nothing(programme):
    programme.candidates(2)
    fund = programme.fund()
    programme.determined(fund)
    programme.candidates(1)
    assert determine(fund=fund, number="SK 2", decided_on=TODAY, amending="x", by=None, on=TODAY).determination.amends is None


def test_the_fingerprint_is_what_anybody_can_compute(signed):
    found = [line.candidate for line in signed.decided.filter(outcome="in").order_by("position")]
    lines = [f"{n};{one.person.nik};{one.person.name};1985-05-17;{one.village_id}" for n, one in enumerate(found, 1)]
    assert len(lines) == 3
    told = "\n".join([f"SK 1;1;3;{PRICE}", *lines])
    assert signed.signings.get().fingerprint == list_fingerprint(signed) == sha256(told.encode()).hexdigest()


def test_a_changed_annex_is_found(signed):
    assert not list_state(signed).changed
    Person.objects.filter(nik=nik(1)).update(name="Nama Lain")
    assert list_state(signed).changed
    # nobody came in or went out, yet the list that was signed is no longer the one that is printed: an amendment is possible
    assert determine(fund=signed.fund, number="SK 2", decided_on=TODAY, amending="Ejaan nama", by=None, on=TODAY).determination.amends == signed


def test_numbers_count_up_and_stay(programme):
    programme.candidates(2)
    head = letterhead(programme)
    one = determine(fund=programme.fund(), decided_on=TODAY, by=None, on=TODAY).determination
    assert one.number == "400.3/1/DISNAKER/2025"
    # two kinds with one pattern share its series; asked again the paper keeps its number
    assert number_paper(determination=one, kind="cover_letter", by=None, on=TODAY) == "400.3/2/DISNAKER/2025"
    assert number_paper(determination=one, kind="cover_letter", by=None, on=TODAY) == number_of(one, "cover_letter")
    assert take_number(letterhead=head, kind="decree", by=None, on=date(2026, 1, 2)).number == "400.3/1/DISNAKER/2026"
    with pytest.raises(RefusedError, match=r"paper\.no_pattern"):
        number_paper(determination=one, kind="minutes", by=None, on=TODAY)


def test_without_a_pattern_the_number_is_asked_for(programme):
    programme.candidates(2)
    with pytest.raises(InputError, match=r"determination\.number"):
        determine(fund=programme.fund(), decided_on=TODAY, by=None, on=TODAY)
    assert not Determination.objects.exists()


@pytest.mark.parametrize("pattern", ["SK/{year}", "{n}", "{n}/{nnn}/{year}", "{n}/{year}/{by.password}", "{n}/{year}{", "{n}/{year}/" + "x" * 80])
def test_a_pattern_that_could_repeat_is_refused(programme, pattern):
    with pytest.raises(InputError, match=r"paper\.pattern"):
        letterhead(programme, pattern)


def test_the_database_gives_no_number_twice(programme):
    """Two officers at once: tests/journeys/test_two_numbers.py."""
    head = letterhead(programme, "{nnn}/{month}/{year}")
    first = take_number(letterhead=head, kind="decree", by=None, on=TODAY)
    assert first.number == "001/XII/2025"
    for terms in ({"n": 2, "number": first.number}, {"n": 1, "number": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TakenNumber.objects.create(letterhead=head, kind=PaperKind.DECREE, pattern=first.pattern, year=2025, on=TODAY, **terms)

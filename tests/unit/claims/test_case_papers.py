"""The checklist: which papers a case needs, how far each is, scans that are kept encrypted and opened on the record."""

from datetime import date
from pathlib import Path

import pytest
from invented import JANUARY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act
from payung.billing.actions import make_bill, pay_bill
from payung.claims.actions import report_event
from payung.claims.complaint import complaint_line
from payung.claims.family import Told, add_relative, cross_out, prove_relative
from payung.claims.models import Case, Paper
from payung.claims.paper_kinds import CONDITIONS, EACH, paper_kinds
from payung.claims.papers import checklist, file_scan, open_scan, set_paper_state
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
ON, DIED = date(2026, 4, 20), date(2026, 4, 18)
SCAN = b"%PDF-1.7\nakta kematian nomor sekian"


@pytest.fixture
def fund(programme):
    programme.candidates(3)
    return programme.started()


def death(number=0, **more) -> Case:
    return report_event(
        **{"kind": "death", "way": "village", "happened_on": DIED, "nik": nik(number), "cause": "other", "by": None, "on": ON, **more}
    ).case


def add(case, relation, name, **more):
    return add_relative(case=case, told=Told(relation, name, **more), by=None, on=ON)


def keys(case) -> dict[str, list[str]]:
    """Keys of the checklist with the names of the people they are of."""
    found: dict[str, list[str]] = {}
    for line in checklist(case, ON).lines:
        found.setdefault(line.kind.key, []).append(line.relative.name if line.relative else "")
    return found


def somebody(role: Role, **where) -> User:
    user = User.objects.create(username=f"{role.value}-{User.objects.count()}", display_name="Petugas")
    Assignment.objects.create(user=user, role=role, since=date(2026, 1, 1), **where)
    return user


def test_every_kind_says_who_issues_it_whence_it_is_known_and_how_surely():
    kinds = paper_kinds()
    assert {"claim_form": "F4", "accident_stage_1": "KK1", "accident_stage_2": "KK2", "doctor_form": "KK3"}.items() <= {
        key: kind.form for key, kind in kinds.items()
    }.items()
    for kind in kinds.values():
        assert all(words.id and words.en and words.id != words.en for words in (kind.how,))
        assert kind.title.id
        assert kind.title.en
        assert kind.issuer.id
        assert kind.issuer.en
        assert kind.source
        assert kind.above is None or "above" in kind.when
    assert {kind.each for kind in kinds.values()} == set(EACH)
    assert {name for kind in kinds.values() for name in kind.when} == set(CONDITIONS)


def test_the_complaint_line_is_known_with_its_source():
    line = complaint_line()
    assert (line.number, line.mark) == ("175", "secondary")
    assert line.source.startswith("https://")


def test_papers_follow_the_kind_of_the_case(fund):
    natural, work = keys(death()), keys(death(1, cause="work"))
    assert "claim_form" in natural
    assert "accident_stage_1" not in natural
    assert {"accident_stage_1", "accident_stage_2", "doctor_form", "chronology", "death_certificate"} <= set(work)
    assert "claim_form" not in work
    accident = keys(report_event(kind="accident", way="hospital", happened_on=DIED, nik=nik(2), by=None, on=ON).case)
    assert {"accident_stage_1", "receipts", "id_card"} <= set(accident)
    assert not {"death_certificate", "heir_statement", "family_card"} & set(accident)


def test_papers_follow_the_heirs(fund):
    case = death()
    assert "heir_id_card" not in keys(case)
    mother = add(case, "SPOUSE", "Istri")
    child = add(case, "CHILD", "Anak", birth_date=date(2015, 1, 1))
    add(case, "CHILD", "Besar", birth_date=date(2000, 1, 1))
    add(case, "PARENT", "Ibu")  # receives nothing, so nothing is asked of her
    found = keys(case)
    assert found["marriage"] == ["Istri"]
    assert found["birth"] == ["Besar", "Anak"]
    assert found["heir_id_card"] == ["Istri", "Besar"]
    assert found["guardianship"] == ["Anak"]
    assert {"power_of_attorney", "heir_statement"} <= set(found)
    assert not {"kinship", "will_deed", "court", "funeral_letter", "scholarship_form"} & set(found)
    cross_out(relative=child, reason="bukan anaknya", by=None, on=ON)
    cross_out(relative=mother, reason="sudah bercerai", by=None, on=ON)
    assert not {"guardianship", "marriage", "power_of_attorney"} & set(keys(case))


@pytest.mark.parametrize(
    ("relation", "more", "asked", "not_asked"),
    [
        ("SIBLING", {}, {"kinship", "heir_statement"}, {"marriage", "court", "funeral_letter"}),
        ("OTHER", {"named_in_will": True}, {"will_deed"}, {"kinship", "court"}),
        ("OTHER", {}, {"court", "funeral_letter"}, {"will_deed", "heir_statement"}),
        ("SPOUSE", {"alive": False}, {"funeral_letter"}, {"court", "heir_statement", "marriage"}),
    ],
)
def test_papers_of_other_heirs_of_a_will_and_of_nobody(fund, relation, more, asked, not_asked):
    case = death()
    add(case, relation, "Seseorang", **more)
    found = set(keys(case))
    assert asked <= found
    assert not not_asked & found


def pay(fund) -> None:
    for month in JANUARY.upto(JANUARY + 3):
        bill = make_bill(fund=fund, month=month, by=None, on=ON)
        pay_bill(bill=bill, amount=bill.total, paid_on=date(2026, month.month, 10), reference=f"SP2D {month}", by=None, on=ON)


def test_the_tax_number_is_asked_for_large_sums_only_and_the_scholarship_of_two_children(fund):
    pay(fund)
    work = death(1, cause="work")  # a work accident has the scholarship at once
    for name, year in (("Satu", 2012), ("Dua", 2014), ("Tiga", 2016), ("Dewasa", 1999)):
        add(work, "CHILD", name, birth_date=date(year, 1, 1))
    found = keys(work)
    assert found["scholarship_form"] == ["Satu", "Dua"]
    assert "tax_number" in found
    assert "tax_number" not in keys(death())


def test_a_paper_goes_its_way_and_whoever_says_that_it_is_not_needed_says_why(fund):
    case = death()
    made = set_paper_state(case=case, key="id_card", relative=None, state="asked", note="minta ke istri", by=None, on=ON)
    assert (made.state, made.note) == ("asked", "minta ke istri")
    with pytest.raises(InputError, match="paper.note"):
        set_paper_state(case=case, key="id_card", relative=None, state="not_needed", by=None, on=ON)
    set_paper_state(case=case, key="id_card", relative=None, state="here", by=None, on=ON)
    assert Paper.objects.get().state == "here"
    for wrong, code in ((("marriage", None), "paper.unknown"), (("nonsense", None), "paper.unknown"), (("id_card", 99), "paper.unknown")):
        with pytest.raises(InputError, match=code):
            set_paper_state(case=case, key=wrong[0], relative=wrong[1], state="here", by=None, on=ON)
    with pytest.raises(InputError, match="paper.state"):
        set_paper_state(case=case, key="id_card", relative=None, state="lost", by=None, on=ON)


def test_a_scan_lies_encrypted_and_opening_it_is_on_the_trail(fund, settings):
    case = death()
    paper = file_scan(case=case, key="death_certificate", relative=None, content=SCAN, name="akta.pdf", by=None, on=ON)
    assert (paper.state, paper.document.name) == ("here", "akta.pdf")
    lying = [path for path in (Path(settings.HOME) / "documents").rglob("*") if path.is_file()]
    assert lying
    assert not [path for path in lying if b"akta kematian" in path.read_bytes()]
    branch = somebody(Role.OPERATOR, place_id="74.05")
    assert open_scan(paper=paper, by=branch, on=ON) == SCAN
    assert Act.objects.get(command="document.open").actor == branch
    with pytest.raises(OutOfScopeError):
        open_scan(paper=paper, by=somebody(Role.VILLAGE, place_id=VILLAGES[2]), on=ON)
    assert Act.objects.filter(command="document.open").count() == 1


def test_no_copy_of_a_bank_book_is_kept(fund):
    case = death()
    with pytest.raises(RefusedError, match="paper.no_scan"):
        file_scan(case=case, key="own_account", relative=None, content=SCAN, name="buku.pdf", by=None, on=ON)
    assert not Paper.objects.exists()
    assert set_paper_state(case=case, key="own_account", relative=None, state="here", by=None, on=ON).document is None


def test_accepting_takes_bpjs_or_the_operator_and_ends_replacing(fund):
    case = death()
    village, operator = somebody(Role.VILLAGE, place_id=VILLAGES[0]), somebody(Role.OPERATOR, place_id="74.05")
    file_scan(case=case, key="id_card", relative=None, content=SCAN, name="ktp.pdf", by=village, on=ON)
    with pytest.raises(OutOfScopeError):
        set_paper_state(case=case, key="id_card", relative=None, state="accepted", by=village, on=ON)
    assert Paper.objects.get().state == "here"
    set_paper_state(case=case, key="id_card", relative=None, state="accepted", by=operator, on=ON)
    with pytest.raises(OutOfScopeError):
        set_paper_state(case=case, key="id_card", relative=None, state="missing", by=village, on=ON)
    with pytest.raises(RefusedError, match="paper.accepted"):
        file_scan(case=case, key="id_card", relative=None, content=SCAN + b"2", name="ktp.pdf", by=operator, on=ON)
    assert Paper.objects.get().state == "accepted"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD, Role.VILLAGE_AFFAIRS, Role.TREASURER])
def test_whoever_only_reads_keeps_no_paper(fund, role):
    case, reader = death(), somebody(role, place_id="74.05")
    with pytest.raises(OutOfScopeError):
        file_scan(case=case, key="id_card", relative=None, content=SCAN, name="ktp.pdf", by=reader, on=ON)
    with pytest.raises(OutOfScopeError):
        set_paper_state(case=case, key="id_card", relative=None, state="here", by=reader, on=ON)


def test_what_proves_a_relation_counts_on_both_pages(fund):
    case = death()
    wife = add(case, "SPOUSE", "Istri")
    file_scan(case=case, key="marriage", relative=wife.pk, content=SCAN, name="nikah.pdf", by=None, on=ON)
    wife.refresh_from_db()
    assert wife.proven == Paper.objects.get().document
    child = add(case, "CHILD", "Anak", birth_date=date(2000, 1, 1))
    prove_relative(relative=child, content=SCAN + b"3", name="lahir.pdf", by=None, on=ON)
    line = next(line for line in checklist(case, ON).lines if line.kind.key == "birth")
    assert (line.state, line.document.name, line.paper) == ("here", "lahir.pdf", None)


def test_a_case_is_complete_when_nothing_is_waited_for_and_the_family_is_known(fund):
    case = death()
    for line in checklist(case, ON).open:
        set_paper_state(case=case, key=line.kind.key, relative=None, state="here", by=None, on=ON)
    assert not checklist(case, ON).open
    assert not checklist(case, ON).complete  # nobody of the family is recorded
    wife = add(case, "SPOUSE", "Istri")
    assert {line.kind.key for line in checklist(case, ON).open} == {"marriage", "heir_id_card"}
    for key in ("marriage", "heir_id_card"):
        set_paper_state(case=case, key=key, relative=wife.pk, state="here", by=None, on=ON)
    found = checklist(case, ON)
    assert found.complete
    assert found.needed == sum(not line.kind.optional for line in found.lines)


def test_a_paper_that_is_not_needed_any_more_stays_in_sight(fund):
    case = death()
    wife = add(case, "SPOUSE", "Istri")
    paper = file_scan(case=case, key="marriage", relative=wife.pk, content=SCAN, name="nikah.pdf", by=None, on=ON)
    cross_out(relative=wife, reason="bercerai", by=None, on=ON)
    assert list(checklist(case, ON).kept) == [paper]
    assert open_scan(paper=paper, by=None, on=ON) == SCAN


def test_a_withdrawn_case_takes_no_paper(fund):
    case = death()
    Case.objects.update(state=Case.State.WITHDRAWN)
    with pytest.raises(RefusedError, match="case.over"):
        file_scan(case=case, key="id_card", relative=None, content=SCAN, name="ktp.pdf", by=None, on=ON)


def test_what_is_due_is_known_from_lists_and_payments(fund):
    pay(fund)
    known = checklist(death(), ON).known
    assert (known.answer.verdict, known.answer.total) == ("due", 42_000_000)

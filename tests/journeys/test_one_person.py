"""One person, once: found under two numbers, decided by a human, and never asked again."""

from datetime import date
from pathlib import Path

import pytest

from payung.audit.queries import history
from payung.billing.actions import make_bill
from payung.intake.actions import accept_lists, import_register, open_round, receive_lists
from payung.intake.registers import read_registers
from payung.places.models import Place
from payung.planning.actions import determine, open_fund
from payung.planning.models import Fund
from payung.planning.queries import preview_ranking
from payung.registry.models import Candidate, Person, Round, Standing
from payung.review.actions import decide, find_pairs, undo
from payung.review.models import Decision, MatchRun, Pair
from payung.review.queries import paid_twice, queue
from payung.roster.actions import start_roster
from payung.roster.models import Change, Membership
from payung.roster.queries import roster_on
from payung.values.month import Month

pytestmark = pytest.mark.django_db

TODAY, JANUARY = date(2026, 1, 5), Month.at(2026, 1)
HEAD = "No;NIK;Nama;Tempat Lahir;Tanggal Lahir;JK;Nama Ibu;Desa;Kecamatan;Pekerjaan;HP\n"
RIGHT, WRONG = "7405011206770841", "7405011206770847"  # the last digit was misread
LAPOA = f"""1;{RIGHT};La Ode Karim Mokodompit;Bone;12-06-1977;L;Wa Ode Nurhayati;Lapoa;Tinanggea;Nelayan;081298765432
2;7405015203800017;Sitti Aminah;Bone;12-03-1980;P;Hasnah;Lapoa;Tinanggea;Pedagang;081312345678
"""
OFFICE = f"""1;{WRONG};LAODE KARIM MOKODOMPIT;Bone;12/06/1977;L;Wa Ode Nurhayati;Lapoa;Tinanggea;Nelayan;081298765432
2;7405010101850025;Made Wirawan;Bone;01-01-1985;L;Ni Luh Sari;Lapoa;Tinanggea;Petani;081498765431
"""


def receive(folder: Path, round: Round, **lists: str) -> None:
    paths = []
    for name, rows in lists.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(HEAD + rows, encoding="utf-8")
    receive_lists(round=round, paths=paths, by=None, on=TODAY)
    accept_lists(round=round, by=None, on=TODAY)


def register(folder: Path, kind: str, text: str, as_of: date = date(2025, 12, 1)) -> None:
    path = folder / f"{kind} {as_of}.csv"
    path.write_text(text, encoding="utf-8")
    frame = read_registers({kind: path})[kind]
    import_register(place=Place.objects.get(code="74.05"), kind=kind, frame=frame, path=path, source="Disdukcapil", as_of=as_of, by=None)


def search(round: Round) -> MatchRun:
    return find_pairs(round=round, by=None, on=TODAY)


def answer(pair: Pair, said: str) -> Decision:
    return decide(pair=pair, answer=said, reason="KTP dan KK dilihat bersama kepala desa", by=None, on=TODAY).decision


def waiting() -> list[Pair]:
    return [each.pair for each in queue(visible_to=None, on=TODAY)]


def listed(fund: Fund, month: Month) -> set[str]:
    return set(roster_on(fund, month).values_list("person__nik", flat=True))


@pytest.fixture
def round(db: None, tmp_path: Path) -> Round:
    made = open_round(place=Place.objects.get(code="74.05"), name="2026", start=JANUARY.first_day, by=None)
    receive(tmp_path, made, **{"01 Desa Lapoa": LAPOA, "02 Dinas Perikanan": OFFICE})
    return made


@pytest.fixture
def fund(round: Round) -> Fund:
    return open_fund(place=round.place, round=round, name="APBD", source="APBD", amount=10**9, first_month=JANUARY, months=12, by=None, on=TODAY)


def start(fund: Fund) -> None:
    decided = determine(fund=fund, number="SK 1", decided_on=TODAY, by=None, on=TODAY)
    start_roster(determination=decided.determination, by=None, on=TODAY)


def test_two_numbers_one_pair_one_person_one_membership_one_line(round: Round, fund: Fund, tmp_path: Path) -> None:
    start(fund)
    assert make_bill(fund=fund, month=JANUARY, by=None, on=TODAY).people == 4

    # found once, with what speaks for it and where both rows stand
    run = search(round)
    assert (run.people, run.found, run.new) == (4, 1, 1)
    [shown] = queue(visible_to=None, on=TODAY)
    assert {shown.left.nik, shown.right.nik} == {RIGHT, WRONG}
    assert (shown.left.told.id, shown.right.told.id) == ("2026: “01 Desa Lapoa.csv” baris 2", "2026: “02 Dinas Perikanan.csv” baris 2")
    assert ("for", "NIK beda satu angka") in [(part.speaks, part.words.id) for part in shown.said]
    assert shown.money == 11 * 16_800

    # the same: one of them leaves the list, the bill has one line, January stays as it was billed
    decision = answer(shown.pair, "same")
    assert [(person.nik, person.same_as and person.same_as.nik) for person in Person.objects.filter(nik__in=[RIGHT, WRONG]).order_by("nik")] == [
        (RIGHT, None),
        (WRONG, RIGHT),
    ]
    assert [len(listed(fund, JANUARY + at) & {RIGHT, WRONG}) for at in range(3)] == [2, 1, 1]
    assert make_bill(fund=fund, month=JANUARY + 1, by=None, on=TODAY).people == 3
    assert sorted(preview_ranking(fund).frame["nik"]) == sorted({RIGHT, "7405015203800017", "7405010101850025"})
    assert [(str(each.month), each.rupiah) for each in paid_twice(shown.pair)] == [("2026-01", 16_800)]

    # neither a second search nor a list that names both again asks anything
    assert search(round).new == 0
    next_year = open_round(place=round.place, name="2027", start=date(2027, 1, 1), by=None)
    receive(tmp_path, next_year, **{"03 Desa Lapoa": LAPOA + OFFICE.replace("1;", "3;").replace("2;", "4;")})
    assert Candidate.objects.filter(round=next_year).count() == 4
    assert (search(next_year).new, waiting()) == (0, [])

    # taken back: two again from the first month without a bill, and nothing is forgotten
    undo(decision=decision, reason="ternyata kakak dan adik", by=None, on=TODAY)
    assert not Person.objects.filter(same_as__isnull=False).exists()
    assert [len(listed(fund, JANUARY + at) & {RIGHT, WRONG}) for at in range(4)] == [2, 1, 2, 2]
    assert make_bill(fund=fund, month=JANUARY + 2, by=None, on=TODAY).people == 4
    assert preview_ranking(fund).frame.height == 4
    other = Person.objects.get(nik=WRONG)
    assert [change.act.command for change in history("registry_person", other.pk) if change.act] == ["pair.undo", "pair.decide", "list.accept"]
    spells = Membership.objects.filter(person=other).order_by("pk").values_list("first_month", "last_month")
    assert list(spells) == [(JANUARY, JANUARY), (JANUARY + 2, None)]
    changes = Change.objects.filter(person=other).order_by("pk").values_list("direction", "reason", "month")
    assert list(changes) == [("in", "determined", JANUARY), ("out", "duplicate", JANUARY + 1), ("in", "correction", JANUARY + 2)]
    assert [each.answer for each in Decision.objects.order_by("pk")] == ["same", "open"]
    assert waiting() == [shown.pair]


def test_different_people_stay_two_and_are_never_asked_about_again(round: Round, fund: Fund, tmp_path: Path) -> None:
    search(round)
    answer(waiting()[0], "different")
    receive(tmp_path, round, **{"04 Desa Lapoa": "1;7405011212770841;Abdul Rahim;Bone;12-12-1977;L;Nur;Lapoa;Tinanggea;Petani;0815\n"})
    assert search(round).people == 1
    assert find_pairs(round=round, by=None, on=TODAY, everybody=True).new == 0
    assert (Pair.objects.count(), waiting()) == (1, [])
    assert preview_ranking(fund).count("in") == 5


def test_a_dead_man_whose_register_has_another_spelling(round: Round, fund: Fund, tmp_path: Path) -> None:
    start(fund)
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    head = "nik;nama;tanggal_lahir;jenis_kelamin;nama_ibu;tempat_lahir;desa;tanggal_meninggal\n"
    dead = "7405010101850052;I MADE WIRAWAN;01-01-1985;L;Ni Luh Sari;Bone;Lapoa;20-12-2025\n"
    register(tmp_path, "deaths", head + dead + "7405015203800033;Hasan Basri;12-03-1950;L;Wa Ima;Raha;Ambesea;02-11-2025\n")
    search(round)
    [pair] = Pair.objects.filter(kind="deaths")
    assert (waiting()[0], pair.person.name) == (pair, "Made Wirawan")  # the dead come first
    answer(pair, "same")
    assert [len(listed(fund, JANUARY + at) & {"7405010101850025"}) for at in range(2)] == [1, 0]
    assert Change.objects.get(direction="out").reason == "deceased"
    assert preview_ranking(fund).frame.filter(nik="7405010101850025")["reason"].to_list() == ["out.deceased"]

    # the register comes again, with the same man and one more: only the new line is looked at
    register(tmp_path, "deaths", head + dead.replace("I MADE", "I  Made") + "7405010101800003;Umar;05-05-1961;L;Ima;Raha;Ambesea;02-01-2026\n", TODAY)
    run = search(round)
    assert (run.people, run.new) == (0, 0)
    assert waiting() == [Pair.objects.get(kind="")]


def test_a_contract_nurse_whom_taspen_covers_until_a_day(round: Round, fund: Fund, tmp_path: Path) -> None:
    nurse = "1;7405015408820033;Sitti Nurhaliza Tamrin;Raha;14-08-1982;P;Wa Ima;Ambesea;Laeya;Perawat;0816\n"
    receive(tmp_path, round, **{"05 Puskesmas Laeya": nurse})
    head = "nama;tanggal_lahir;instansi;tmt;sampai\n"
    register(tmp_path, "taspen", head + "ST. NURHALIZA TAMRIN, A.Md.Kep;14-08-1982;Puskesmas Laeya;01-03-2023;\n")
    search(round)
    [pair] = Pair.objects.filter(kind="taspen")
    answer(pair, "same")
    reason = preview_ranking(fund).frame.filter(nik="7405015408820033")["reason"]
    assert reason.to_list() == ["out.covered_elsewhere"]

    # Taspen's next list says that her contract has ended: the pair is not asked again, and she may be covered
    register(tmp_path, "taspen", head + "ST. NURHALIZA TAMRIN, A.Md.Kep;14-08-1982;Puskesmas Laeya;01-03-2023;30-11-2025\n", TODAY)
    assert search(round).new == 0
    assert Standing.objects.get().until == date(2025, 11, 30)
    assert preview_ranking(fund).frame.filter(nik="7405015408820033")["outcome"].to_list() == ["in"]
    assert not any(each.kind == "taspen" for each in waiting())

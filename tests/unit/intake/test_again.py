"""A register is updated: only those it concerns are checked again, and their candidates follow."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from payung.accounts.actions import assign_role
from payung.accounts.models import Role, User
from payung.audit.actions import acting
from payung.audit.models import Act, Entry
from payung.audit.queries import history
from payung.intake import again
from payung.intake.actions import accept_lists, import_register, open_round, receive_lists, recheck
from payung.intake.again import Rechecked
from payung.intake.models import Finding, Row, SubmittedList
from payung.intake.queries import verdict_counts
from payung.intake.registers import read_registers
from payung.places.models import Place
from payung.planning.actions import determine, open_fund
from payung.planning.queries import candidates_frame
from payung.registry.models import Candidate, Person, Register, RegisterEntry, RegisterUse, Round
from payung.roster.actions import fill_places, start_roster
from payung.roster.models import Membership
from payung.values.errors import OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)
TODAY = date(2026, 2, 1)
HEAD = "NIK;Nama;Tanggal Lahir;JK;Desa;Kecamatan;Pekerjaan;No HP;Ibu Kandung"
BUDI, SITTI, HUSAIN = "7405011206770841", "7405015203800017", "7405011206770999"
LINES = {
    BUDI: f"{BUDI};Budi Santoso;12-06-1977;L;Lapoa;Tinanggea;Petani;0812;Asnia",
    SITTI: f"{SITTI};Sitti Aminah;12-03-1980;P;Lapoa;Tinanggea;Pedagang;;Ramlah",
    HUSAIN: f"{HUSAIN};Husain Latif;12-06-1977;L;Lapoa;Tinanggea;Nelayan;0812;Salmah",
}
Import = Callable[..., list[Rechecked]]


@pytest.fixture
def round() -> Round:
    return open_round(place=Place.objects.get(code="74.05"), name="2026", start=START, by=None)


@pytest.fixture
def update(tmp_path: Path, round: Round) -> Import:
    """Imports a version of a register: lines of nik, date, evidence. Gives what was checked again in each round."""

    def do(kind: str, *lines: tuple[str, str, str], as_of: date = TODAY, place: Place | None = None) -> list[Rechecked]:
        number = Register.objects.count()
        path = tmp_path / f"{kind} {number}.csv"
        head = {"deaths": "nik,tanggal_meninggal,nomor", "active_members": "nik,aktif_sejak,segmen"}.get(kind, "nik,tmt,jenis")
        path.write_text("\n".join([head, *map(",".join, lines), f"7405010101{number:06d},2020-01-01,x"]), encoding="utf-8")
        told: list[Rechecked] = []
        frame = read_registers({kind: path})[kind]
        import_register(place=place or round.place, kind=kind, frame=frame, path=path, source="uji", as_of=as_of, by=None, told=told.append)
        return told

    return do


def received(round: Round, folder: Path, name: str, *niks: str) -> None:
    path = folder / name
    path.write_text("\n".join([HEAD, *(LINES[nik] for nik in niks)]), encoding="utf-8")
    receive_lists(round=round, paths=[path], by=None, on=START)


def accepted(round: Round, folder: Path, *niks: str) -> None:
    received(round, folder, "Desa Lapoa.csv", *niks)
    accept_lists(round=round, by=None, on=START)


def verdicts() -> dict[str, str]:
    return dict(Row.objects.order_by("pk").values_list("nik", "verdict"))


def test_who_is_in_the_newer_register_is_checked_again_and_nobody_else(round: Round, tmp_path: Path, update: Import) -> None:
    update("deaths", (HUSAIN, "2025-01-01", ""))
    accepted(round, tmp_path, BUDI, SITTI, HUSAIN)
    assert verdicts() == {BUDI: "passes", SITTI: "passes", HUSAIN: "rejected"}
    told = update("deaths", (HUSAIN, "2025-01-01", ""), (SITTI, "2025-11-03", ""), (BUDI, "2026-01-20", ""))
    assert told == [Rechecked(round, people=1, rows=1, moves={("passes", "rejected"): 1}, no_longer=1, back=0)]
    assert verdicts() == {BUDI: "passes", SITTI: "rejected", HUSAIN: "rejected"}
    row = Row.objects.get(nik=SITTI)
    assert row.codes.split() == ["person.deceased", "phone.missing"]
    assert list(row.findings.values_list("code", "column", "value", "evidence")) == [("person.deceased", "nik", SITTI, "2025-11-03")]
    act = Act.objects.get(command="register.import", entries__table_name="intake_row")
    changed = set(act.entries.filter(op="U").values_list("table_name", "row_id"))
    assert changed == {("intake_row", row.pk), ("registry_candidate", Candidate.objects.get(person__nik=SITTI).pk)}
    newest = history("intake_row", row.pk)[0]
    assert (newest.act, newest.old) == (act, {"verdict": "passes", "codes": "phone.missing"})


def test_a_candidate_who_is_spoken_against_stays_as_history_and_cannot_be_ranked_in(round: Round, tmp_path: Path, update: Import) -> None:
    accepted(round, tmp_path, BUDI, SITTI)
    fund = open_fund(
        place=round.place, round=round, name="APBD", source="APBD", amount=10**9, first_month=Month.of(START), months=1, by=None, on=START
    )
    update("deaths", (SITTI, "2025-11-03", ""))
    assert candidates_frame(fund)["nik"].to_list() == [BUDI]
    assert [candidate.stands for candidate in Candidate.objects.order_by("person__nik")] == [True, False]
    assert accept_lists(round=round, by=None, on=START) == 0
    assert determine(fund=fund, number="SK 1", decided_on=START, by=None, on=START).people == 1


def test_the_reserve_passes_over_who_is_spoken_against(round: Round, tmp_path: Path, update: Import) -> None:
    accepted(round, tmp_path, BUDI, SITTI, HUSAIN)
    terms = {"place": round.place, "round": round, "source": "APBD", "first_month": Month.of(START), "months": 12, "by": None, "on": START}
    fund = open_fund(name="APBD", amount=16800 * 12, **terms)
    determination = determine(fund=fund, number="SK 1", decided_on=START, by=None, on=START).determination
    start_roster(determination=determination, by=None, on=START)
    order = [found.candidate.person.nik for found in determination.decided.order_by("position").select_related("candidate__person")]
    Membership.objects.update(last_month=Month.at(2026, 2))
    update("deaths", (order[1], "2025-11-03", ""))
    assert fill_places(fund=fund, month=Month.at(2026, 3), by=None, on=TODAY).people == 1
    assert Membership.objects.get(last_month=None).person.nik == order[2]


def test_when_the_wrong_entry_is_gone_the_row_passes_and_the_candidate_stands_again(round: Round, tmp_path: Path, update: Import) -> None:
    accepted(round, tmp_path, BUDI, SITTI)
    update("deaths", (SITTI, "2025-11-03", ""))
    assert update("deaths") == [Rechecked(round, 1, 1, {("rejected", "passes"): 1}, no_longer=0, back=1)]
    assert verdict_counts(round)["passes"] == 2
    assert not Finding.objects.exists()
    assert Candidate.objects.filter(stands=True).count() == 2
    assert accept_lists(round=round, by=None, on=START) == 0


def test_a_row_that_passes_for_the_first_time_waits_for_acceptance(round: Round, tmp_path: Path, update: Import) -> None:
    update("deaths", (SITTI, "2025-11-03", ""))
    accepted(round, tmp_path, BUDI, SITTI)
    assert Candidate.objects.count() == 1
    update("deaths")
    assert SubmittedList.objects.get().state == "received"
    assert accept_lists(round=round, by=None, on=START) == 1
    assert Candidate.objects.filter(person__nik=SITTI, stands=True).exists()


def test_of_rows_with_one_nik_at_most_one_passes_whatever_the_registers_say(round: Round, tmp_path: Path, update: Import) -> None:
    received(round, tmp_path, "Desa Lapoa.csv", SITTI)
    received(round, tmp_path, "Dinas Pertanian.csv", SITTI, BUDI)
    told = update("deaths", (SITTI, "2025-11-03", ""))
    assert (told[0].people, told[0].rows, told[0].moves) == (1, 2, {("duplicate", "rejected"): 1, ("passes", "rejected"): 1})
    assert set(Row.objects.filter(nik=SITTI).values_list("codes", flat=True)) == {"person.deceased phone.missing"}
    told = update("deaths")
    assert told[0].moves == {("rejected", "duplicate"): 1, ("rejected", "passes"): 1}
    assert list(Row.objects.filter(nik=SITTI).order_by("pk").values_list("list__file_name", "verdict")) == [
        ("Desa Lapoa.csv", "passes"),
        ("Dinas Pertanian.csv", "duplicate"),
    ]
    assert Finding.objects.get(code="nik.duplicate").evidence == "Desa Lapoa.csv:2"


def test_the_row_that_passes_keeps_its_place_though_it_came_later(round: Round, tmp_path: Path) -> None:
    received(round, tmp_path, "Desa Lapoa.csv", SITTI)
    received(round, tmp_path, "Dinas Pertanian.csv", SITTI, BUDI)
    first, second = Row.objects.filter(nik=SITTI).order_by("pk")
    with acting("test", by=None):  # as after a correction that gave the first row its NIK, and with a finding that no register explains
        Row.objects.filter(pk=first.pk).update(verdict="duplicate")
        Row.objects.filter(pk=second.pk).update(verdict="passes")
        Finding.objects.create(row=second, code="person.civil_servant", column="nik")
    assert recheck(round=round, by=None, on=TODAY).people == 1
    assert list(Row.objects.filter(nik=SITTI).order_by("pk").values_list("verdict", flat=True)) == ["duplicate", "passes"]


def test_evidence_that_changed_is_told_anew_though_the_verdict_stays(round: Round, tmp_path: Path, update: Import) -> None:
    update("deaths", (SITTI, "2025-11-03", ""))
    accepted(round, tmp_path, SITTI, BUDI)
    assert update("deaths", (SITTI, "2025-10-03", "")) == [Rechecked(round, 1, 1, {}, 0, 0)]
    assert Finding.objects.get().evidence == "2025-10-03"


def test_two_lines_about_one_person_in_another_order_are_the_same_answer(round: Round, tmp_path: Path, update: Import) -> None:
    lines = [(SITTI, "2025-11-03", ""), (SITTI, "2025-10-03", "")]
    update("deaths", *lines)
    accepted(round, tmp_path, SITTI)
    assert Finding.objects.get(code="person.deceased").evidence == "2025-10-03"
    assert update("deaths", *reversed(lines))[0].people == 0


def test_a_date_that_moves_past_the_start_lets_the_row_pass(round: Round, tmp_path: Path, update: Import) -> None:
    update("deaths", (SITTI, "2025-11-03", ""))
    accepted(round, tmp_path, SITTI)
    assert update("deaths", (SITTI, "2026-01-03", ""))[0].moves == {("rejected", "passes"): 1}
    # still dead after the start, only on another day: nothing to look at
    assert update("deaths", (SITTI, "2026-01-04", ""))[0].people == 0


def test_who_became_a_civil_servant_in_march_is_excluded_only_where_cover_begins_later(round: Round, tmp_path: Path, update: Import) -> None:
    later = open_round(place=round.place, name="2026-2", start=date(2026, 4, 1), by=None)
    accepted(round, tmp_path, BUDI)
    accepted(later, tmp_path, BUDI)
    told = update("civil_servants", (BUDI, "2026-03-01", "PPPK"))
    assert [(each.round.name, each.people) for each in told] == [("2026", 0), ("2026-2", 1)]
    assert list(Row.objects.order_by("pk").values_list("verdict", flat=True)) == ["passes", "rejected"]
    assert list(Candidate.objects.order_by("pk").values_list("round__name", "stands")) == [("2026", True), ("2026-2", False)]


def test_the_same_again_changes_nothing(round: Round, tmp_path: Path, update: Import) -> None:
    accepted(round, tmp_path, BUDI, SITTI)
    update("deaths", (SITTI, "2025-11-03", ""))
    register, path = Register.objects.get(), tmp_path / "deaths 0.csv"
    given = {"place": round.place, "kind": "deaths", "frame": read_registers({"deaths": path})["deaths"], "path": path, "as_of": TODAY, "by": None}
    before = Entry.objects.count()
    told: list[Rechecked] = []
    assert import_register(**given, source="uji", told=told.append) == register
    with pytest.raises(RefusedError, match="register.known"):
        import_register(**given, source="uji", owner="Disdukcapil")
    assert recheck(round=round, by=None, on=TODAY) == Rechecked(round)
    assert (told, Entry.objects.count()) == ([], before)


def test_stopped_in_the_middle_nothing_is_left(round: Round, tmp_path: Path, update: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted(round, tmp_path, BUDI, SITTI)

    def stop(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(again, "_stand", stop)
    with pytest.raises(KeyboardInterrupt):
        update("deaths", (SITTI, "2025-11-03", ""))
    assert (Register.objects.count(), RegisterEntry.objects.count(), RegisterUse.objects.count()) == (0, 0, 0)
    assert verdict_counts(round)["passes"] == 2
    monkeypatch.undo()
    update("deaths", (SITTI, "2025-11-03", ""))
    assert (verdict_counts(round)["passes"], Register.objects.get().version) == (1, 1)


def test_which_work_used_which_version(round: Round, tmp_path: Path, update: Import) -> None:
    update("deaths", (SITTI, "2025-11-03", ""))
    update("taspen", (SITTI, "2025-11-03", ""))
    accepted(round, tmp_path, BUDI, SITTI)
    update("deaths", (SITTI, "2025-11-03", ""), (BUDI, "2025-11-03", ""))
    update("civil_servants")
    found = RegisterUse.objects.order_by("pk").values_list("register__kind", "register__version", "work", "rows", "found")
    assert list(found) == [
        ("deaths", 1, "list.receive", 2, 1),
        ("deaths", 2, "check.again", 2, 2),
        ("civil_servants", 1, "check.again", 2, 0),
    ]


def test_a_version_of_an_earlier_day_does_not_count(round: Round, tmp_path: Path, update: Import) -> None:
    accepted(round, tmp_path, BUDI, SITTI)
    update("deaths", (SITTI, "2025-11-03", ""), as_of=TODAY)
    assert update("deaths", (BUDI, "2025-11-03", ""), as_of=date(2025, 6, 1))[0].people == 0
    assert Register.objects.get(version=2).as_of == date(2025, 6, 1)
    assert verdicts() == {BUDI: "passes", SITTI: "rejected"}


def test_a_register_of_the_province_concerns_the_rounds_of_its_regencies(round: Round, tmp_path: Path, update: Import) -> None:
    accepted(round, tmp_path, BUDI)
    neighbour = open_round(place=Place.objects.get(code="74.06"), name="2026", start=START, by=None)
    stranger = open_round(place=Place.objects.get(code="73.02"), name="2026", start=START, by=None)
    accepted(neighbour, tmp_path, BUDI)
    accepted(stranger, tmp_path, BUDI)
    told = update("deaths", (BUDI, "2025-11-03", ""), place=Place.objects.get(code="74"))
    assert [(each.round.place_id, each.people) for each in told] == [("74.05", 1), ("74.06", 1)]
    assert Row.objects.get(list__round=stranger).verdict == "passes"


def test_whom_our_own_list_pays_is_not_covered_already_but_by_an_employer(round: Round, tmp_path: Path, update: Import) -> None:
    accepted(round, tmp_path, BUDI, SITTI, HUSAIN)
    fund = open_fund(
        place=round.place, round=round, name="APBD", source="APBD", amount=10**9, first_month=Month.of(START), months=12, by=None, on=START
    )
    for nik in (BUDI, SITTI):
        Membership.objects.create(fund=fund, person=Person.objects.get(nik=nik), first_month=Month.of(START))
    update("active_members", (BUDI, "2026-01-01", "BPU"), (SITTI, "2025-05-01", "PU"), (HUSAIN, "2025-05-01", "BPU"), as_of=date(2026, 2, 1))
    assert verdicts() == {BUDI: "passes", SITTI: "rejected", HUSAIN: "rejected"}
    update("active_members", (BUDI, "2026-01-01", "BPU"), as_of=date(2027, 2, 1))  # the fund has ended, somebody else pays
    assert verdicts() == {BUDI: "rejected", SITTI: "passes", HUSAIN: "passes"}


def test_what_was_received_before_registers_were_followed_is_found(round: Round, tmp_path: Path) -> None:
    accepted(round, tmp_path, BUDI, SITTI)
    with acting("test", by=None):
        register = Register.objects.create(kind="deaths", place=round.place, source="uji", as_of=TODAY, file_name="d.csv", sha256="0", rows=1)
        RegisterEntry.objects.create(register=register, nik=SITTI, on=date(2025, 11, 3), evidence="2025-11-03")
    assert recheck(round=round, by=None, on=TODAY).moves == {("passes", "rejected"): 1}


def test_only_an_operator_of_the_place_checks_again(round: Round) -> None:
    user = User.objects.create_user(username="u")
    with pytest.raises(OutOfScopeError):
        recheck(round=round, by=user, on=TODAY)
    assign_role(user=user, role=Role.OPERATOR, place=round.place, since=START, on=START, by=None)
    assert recheck(round=round, by=user, on=TODAY) == Rechecked(round)


def test_thousands_are_checked_again_in_few_statements(round: Round, tmp_path: Path, update: Import, django_assert_max_num_queries) -> None:
    niks = [f"740501{n % 28 + 1:02d}0680{n:04d}" for n in range(4000)]
    rows = (f"{nik};Orang {nik};{nik[6:8]}-06-1980;L;Lapoa;Tinanggea;Petani;08;Asnia" for nik in niks)
    path = tmp_path / "Desa Lapoa.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    receive_lists(round=round, paths=[path], by=None, on=START)
    accept_lists(round=round, by=None, on=START)
    lines = [(nik, "2025-11-03", "") for nik in niks[::2]]
    with django_assert_max_num_queries(45):
        told = update("deaths", *lines)
    assert told == [Rechecked(round, 2000, 2000, {("passes", "rejected"): 2000}, no_longer=2000)]
    with django_assert_max_num_queries(45):
        told = update("deaths", *lines[:10])
    assert (told[0].people, told[0].back, verdict_counts(round)["passes"]) == (1990, 1990, 3990)
    assert list(Row.objects.filter(verdict="rejected").order_by("nik").values_list("nik", flat=True)) == sorted(niks[:20:2])

"""Months of real regencies with invented people, from the first list to the closed month; figures and sources: workflows.md, section 3.1."""

from datetime import date
from pathlib import Path

import pytest

from payung.billing.actions import make_bill, pay_bill
from payung.billing.blocked import blocked_by_arrears, deaths_of
from payung.billing.closed import closing_of
from payung.billing.closing import close_month
from payung.billing.codes import record_code
from payung.billing.models import Bill
from payung.billing.postings import record_posting
from payung.billing.proofs import add_proof
from payung.billing.reconcile import reconcile
from payung.coverage.queries import funnel
from payung.exchange.actions import make_package
from payung.intake.actions import accept_lists, import_register, open_round, receive_lists
from payung.intake.models import Row
from payung.intake.registers import read_registers
from payung.law.given import Segment
from payung.places.models import Place
from payung.planning.actions import determine, open_fund
from payung.planning.models import Fund
from payung.planning.queries import preview_ranking
from payung.planning.signing import sign
from payung.registry.models import Person, Round
from payung.roster.actions import start_roster
from payung.roster.plan_actions import approve_changes, prepare_changes
from payung.roster.queries import roster_on
from payung.roster.round_actions import mark, propose_deaths
from payung.roster.round_actions import open_round as ask_villages
from payung.values.month import Month

pytestmark = [pytest.mark.large, pytest.mark.django_db]

RATE, JANUARY, TODAY = 16_800, Month.at(2026, 1), date(2025, 12, 20)
HEAD = "NIK;Nama;Tanggal Lahir;JK;Desa;Kecamatan;Pekerjaan;No HP;Ibu Kandung"
TOO_OLD, DEAD, SHORT = 40, 47, 80  # years of birth of whom each finding is about; of all others 80


def person(number: int, year: int = 80) -> tuple[str, str]:
    """NIK and birth date; both of the same day, so that the check finds nothing in them."""
    day, month = number % 28 + 1, number // 28 % 12 + 1
    return f"740501{day:02d}{month:02d}{year:02d}{1 + number % 9_999:04d}", f"{day:02d}-{month:02d}-19{year:02d}"


def lines(numbers: range, *, year: int = 80, cut: int = 16) -> list[str]:
    told = (person(number, year) for number in numbers)
    return [f"{nik[:cut]};Warga Karangan {nik[-4:]};{born};L;Lapoa;Tinanggea;Buruh tani tembakau;;Ibu Karangan" for nik, born in told]


def received(folder: Path, rows: list[str], dead: list[str]) -> Round:
    """A round whose one list is received, checked against the register of deaths, and accepted as far as it passes."""
    regency = Place.objects.get(code="74.05")
    register = folder / "kematian.csv"
    register.write_text("\n".join(["nik,tanggal_meninggal", *(f"{nik},2025-06-01" for nik in dead)]), encoding="utf-8")
    frame = read_registers({"deaths": register})["deaths"]
    import_register(place=regency, kind="deaths", frame=frame, path=register, source="Disdukcapil", as_of=date(2025, 12, 1), by=None)
    sent = folder / "Desa Lapoa.csv"
    sent.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    round = open_round(place=regency, name="2026", start=JANUARY.first_day, by=None)
    receive_lists(round=round, paths=[sent], by=None, on=TODAY)
    accept_lists(round=round, by=None, on=TODAY)
    return round


def begun(round: Round, **terms: object) -> Fund:
    """A fund of the round: ranked, determined, its decree signed, its list begun."""
    given = {"name": "APBD 2026", "source": "APBD", "first_month": JANUARY, "months": 12, **terms}
    fund = open_fund(place=round.place, round=round, **given, by=None, on=TODAY)
    decided = determine(fund=fund, number="SK 1", decided_on=TODAY, by=None, on=TODAY)
    scan = {"content": b"%PDF-1.7 SK 1", "name": "sk.pdf", "signer": "Bupati"}
    sign(determination=decided.determination, kind="decree", number="SK 1", signed_on=TODAY, **scan, by=None, on=TODAY)
    start_roster(determination=decided.determination, by=None, on=TODAY)
    return fund


def closed_month(fund: Fund, month: Month) -> Bill:
    """Billed, paid with its own code, posted by BPJS, reconciled and closed; nothing is let stand open."""
    day = month.first_day.replace(day=12)
    bill = make_bill(fund=fund, month=month, by=None, on=day)
    record_code(bill=bill, code=f"26{bill.pk:08d}", by=None, on=day)
    payment = pay_bill(bill=bill, amount=bill.total, paid_on=day, reference=f"SP2D {bill.pk}", by=None, on=day)
    add_proof(payment=payment, content=b"%PDF-1.7 bukti", name="bukti.pdf", by=None, on=day)
    record_posting(bill=bill, posted_on=day, people=bill.people, amount=bill.total, by=None, on=day)
    reconcile(bill=bill, by=None, on=day)
    close_month(fund=fund, month=month, by=None, on=day)
    return bill


def test_jember_74918_collected_49888_valid_20097_covered(tmp_path: Path) -> None:
    old, dead, short = 10_000, 9_030, 6_000
    rows = [*lines(range(49_888)), *lines(range(old), year=TOO_OLD), *lines(range(dead), year=DEAD), *lines(range(short), year=SHORT + 1, cut=15)]
    assert len(rows) == 74_918
    round = received(tmp_path, rows, [person(number, DEAD)[0] for number in range(dead)])
    verdicts = {verdict: Row.objects.filter(verdict=verdict).count() for verdict in ("passes", "rejected", "needs_fixing", "duplicate")}
    assert verdicts == {"passes": 49_888, "rejected": old + dead, "needs_fixing": short, "duplicate": 0}

    fund = begun(round, name="DBH CHT", source="DBH-CHT", amount=20_097 * 12 * RATE + RATE, trade="tobacco", trade_rule="first")
    ranking = preview_ranking(fund)
    assert (ranking.count("in"), ranking.count("waiting")) == (20_097, 49_888 - 20_097)
    package = make_package(fund=fund, month=JANUARY, by=None, on=TODAY).package
    assert [one.rows for one in package.files.filter(kind="sipp").order_by("number")] == [10_000, 10_000, 97]
    closed_month(fund, JANUARY)
    stages = funnel(round, JANUARY)
    assert (stages.collected, stages.valid, stages.funded, stages.paid) == (74_918, 49_888, 20_097, 20_097)


def test_bandung_barat_pays_11617_at_10800_for_twelve_months(tmp_path: Path) -> None:
    round = received(tmp_path, lines(range(11_700)), [])
    fund = begun(round, amount=1_505_563_200, income=2_000_000, segment=Segment.NON_ASN)
    bills = [closed_month(fund, month) for month in JANUARY.upto(JANUARY + 11)]
    assert {(bill.people, bill.total) for bill in bills} == {(11_617, 11_617 * 10_800)}
    assert sum(bill.total for bill in bills) == 1_505_563_200
    assert all(closing_of(fund, bill.month) for bill in bills)


def test_lombok_timur_17195_become_17172_and_five_families_wait_until_it_is_paid(tmp_path: Path) -> None:
    round = received(tmp_path, lines(range(17_195)), [])
    fund = begun(round, name="DBH CHT", source="DBH-CHT", amount=17_195 * 12 * RATE)
    people = list(Person.objects.order_by("nik"))
    closed_month(fund, JANUARY)
    february, asked = JANUARY + 1, date(2026, 1, 20)
    round_ = ask_villages(fund=fund, month=february, by=None, on=asked).round
    dead = tmp_path / "januari.csv"
    dead.write_text("\n".join(["nik,tanggal_meninggal", *(f"{one.nik},2026-01-10" for one in people[:20])]), encoding="utf-8")
    frame = read_registers({"deaths": dead})["deaths"]
    register = import_register(place=round.place, kind="deaths", frame=frame, path=dead, source="Disdukcapil", as_of=asked, by=None)
    propose_deaths(register=getattr(register, "register", register), by=None, on=asked)
    for one, kind in zip(people[20:23], ("migrant", "self_paying", "self_paying"), strict=True):
        mark(round=round_, person=one.pk, kind=kind, happened_on=date(2026, 1, 12), by=None, on=asked)
    approve_changes(plan=prepare_changes(round=round_, by=None, on=asked), by=None, on=asked)
    assert [roster_on(fund, month).count() for month in (JANUARY, february, JANUARY + 11)] == [17_195, 17_172, 17_172]

    bill, late = make_bill(fund=fund, month=february, by=None, on=date(2026, 2, 1)), date(2026, 3, 10)
    assert (bill.people, bill.jkm, bill.jkk) == (17_172, 116_769_600, 171_720_000)
    march = ask_villages(fund=fund, month=JANUARY + 2, by=None, on=date(2026, 2, 20)).round
    for one in people[30:35]:
        mark(round=march, person=one.pk, kind="deceased", happened_on=date(2026, 2, 18), by=None, on=date(2026, 2, 21))
    approve_changes(plan=prepare_changes(round=march, by=None, on=date(2026, 2, 22)), by=None, on=date(2026, 2, 22))
    waiting = blocked_by_arrears(fund, deaths_of(fund), on=late)
    assert {one.person for one in waiting} == {one.pk for one in people[30:35]}
    pay_bill(bill=bill, amount=bill.total, paid_on=late, reference="SP2D 2", by=None, on=late)
    assert blocked_by_arrears(fund, deaths_of(fund), on=late) == []

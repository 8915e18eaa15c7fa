"""One worker's row from a village's spreadsheet to a paid month, as docs/life-of-a-record.md tells it."""

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from payung.audit.queries import history
from payung.billing.actions import make_bill, pay_bill
from payung.billing.queries import paid_through
from payung.coverage.actions import record_universe
from payung.coverage.queries import coverage, funnel
from payung.intake.actions import accept_lists, import_register, open_round, receive_lists
from payung.intake.models import Row
from payung.intake.queries import checked_rows
from payung.intake.registers import read_registers
from payung.places.models import Place
from payung.planning.actions import determine, open_fund
from payung.planning.queries import preview_ranking
from payung.planning.signing import sign
from payung.registry.models import Person
from payung.reports.decided_papers import paper_of
from payung.reports.fix_sheet import write_fix_sheets
from payung.reports.paper import content
from payung.roster.actions import fill_places, record_changes, start_roster
from payung.roster.models import Change, Membership
from payung.roster.queries import roster_frame
from payung.values.errors import RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db

TODAY, JANUARY = date(2026, 1, 5), Month.at(2026, 1)
WRITTEN, RIGHT = "740501120677084", "7405011206770841"  # a digit was lost on the way
LIST = f"""DAFTAR USULAN PESERTA BPJS KETENAGAKERJAAN;;;;;;;;
No;NIK;Nama;Tempat/Tanggal Lahir;JK;Desa;Kecamatan;Pekerjaan;HP
1;{WRITTEN};La Ode Karim;Bone, 12-06-1977;L;Lapoa;Tinanggea;Nelayan;0812
2;7405015203800017;Sitti Aminah;Bone, 12-03-1980;P;Lapoa;Tinanggea;Pedagang;0813
3;7405010101850025;Made Wirawan;Bone, 01-01-1985;L;Lapoa;Tinanggea;Petani;0814
JUMLAH;3;;;;;;;
"""


def register(place: Place, path: Path, kind: str, text: str, as_of: date) -> None:
    path.write_text(text, encoding="utf-8")
    frame = read_registers({kind: path})[kind]
    import_register(place=place, kind=kind, frame=frame, path=path, source="Dinsos, Disdukcapil", as_of=as_of, by=None)


def test_from_the_spreadsheet_to_the_paid_month(tmp_path: Path) -> None:
    regency = Place.objects.get(code="74.05")
    sent = tmp_path / "01 Desa Lapoa.csv"
    sent.write_text(LIST, encoding="cp1252")
    deciles = f"nik,desil\n{RIGHT},1\n7405015203800017,2\n7405010101850025,9\n"
    register(regency, tmp_path / "welfare.csv", "welfare", deciles, date(2025, 12, 1))

    # received: the row waits for its NIK and holds nobody back
    round = open_round(place=regency, name="2026", start=JANUARY.first_day, by=None)
    receive_lists(round=round, paths=[sent], by=None, on=TODAY)
    row = Row.objects.get(number=3)
    assert (row.verdict, row.as_written["nik"], row.as_written["birth"], row.birth_date) == (
        "needs_fixing",
        WRITTEN,
        "Bone, 12-06-1977",
        date(1977, 6, 12),
    )
    assert accept_lists(round=round, by=None, on=TODAY) == 2

    # corrected: the village fills in the sheet it was sent
    sheet = write_fix_sheets(checked_rows(round), tmp_path)[0]
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    page.cell(4, [cell.value for cell in page[3]].index("NIK") + 1).value = RIGHT
    book.save(sheet)
    assert receive_lists(round=round, paths=[sheet], by=None, on=TODAY).corrected == 1
    assert accept_lists(round=round, by=None, on=TODAY) == 1
    row.refresh_from_db()
    person = Person.objects.get(nik=RIGHT)
    assert (row.verdict, person.name, person.birth_place, person.village_id) == ("passes", "La Ode Karim", "Bone", "74.05.01.2003")

    # a newer register takes him for dead, the next one no longer does
    for name, line, stands in (("1.csv", f"{RIGHT},2025-12-20\n", False), ("2.csv", "", True)):
        register(regency, tmp_path / name, "deaths", f"nik,tanggal_meninggal\n{line}7405010101850020,2025-01-02\n", TODAY)
        row.refresh_from_db()
        assert (row.verdict == "passes", person.candidacies.get().stands) == (stands, stands)

    # ranked and determined: money for two, the two poorest come first
    fund = open_fund(
        place=regency, round=round, name="APBD", source="APBD", amount=2 * 12 * 16_800, first_month=JANUARY, months=12, by=None, on=TODAY
    )
    ranking = preview_ranking(fund)
    assert [(one["nik"], ranking.why(one).id) for one in ranking.frame.iter_rows(named=True)] == [
        (RIGHT, "masuk: desil 1"),
        ("7405015203800017", "masuk: desil 2"),
        ("7405010101850025", "cadangan: anggaran habis pada urutan 2"),
    ]
    decided = determine(fund=fund, number="SK 1", decided_on=TODAY, by=None, on=TODAY)
    assert (decided.people, decided.waiting, decided.cost, decided.left) == (2, 1, 403_200, 0)

    # printed with the sum that was determined, signed
    assert "Rp403.200 (empat ratus tiga ribu dua ratus rupiah)" in str(content(paper_of(decided.determination, "decree", on=TODAY)))
    terms = {"number": "SK 1", "signed_on": TODAY, "signer": "Bupati", "content": b"%PDF-1.7 SK 1", "name": "sk.pdf"}
    sign(determination=decided.determination, kind="decree", by=None, on=TODAY, **terms)
    with pytest.raises(RefusedError, match=r"determination\.signed"):
        determine(fund=fund, number="SK 2", decided_on=TODAY, by=None, on=TODAY)

    # on the list, billed, paid
    start_roster(determination=decided.determination, by=None, on=TODAY)
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    assert (bill.people, bill.jkk, bill.jkm, bill.due_on) == (2, 20_000, 13_600, date(2026, 1, 15))
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="SP2D 1", by=None, on=TODAY)
    assert paid_through(fund, [person.pk])["paid_through"].to_list() == [JANUARY.no]
    record_universe(place=regency, definition="universe_bpjs", value=200, source="BPJS", as_of=date(2025, 12, 31), by=None, on=TODAY)
    figure = coverage("74.05", JANUARY, "paid")
    assert (figure.percent(), figure.numerator.value, figure.denominator.value) == ("1,00 %", 2, 200)

    # leaves in March, is replaced, and stays in the history
    march = JANUARY + 2
    changes = pl.DataFrame({"nik": [RIGHT], "direction": ["out"], "reason": ["deceased"], "happened_on": [date(2026, 2, 20)]})
    assert record_changes(fund=fund, month=march, changes=changes, by=None, on=TODAY).went_out == 1
    assert fill_places(fund=fund, month=march, by=None, on=TODAY).people == 1
    assert roster_frame(fund, march)["nik"].sort().to_list() == ["7405010101850025", "7405015203800017"]
    assert roster_frame(fund, JANUARY + 1)["nik"].sort().to_list() == ["7405011206770841", "7405015203800017"]
    spell = Membership.objects.get(person=person)
    assert (spell.first_month, spell.last_month) == (JANUARY, JANUARY + 1)
    assert list(Change.objects.filter(person=person).order_by("id").values_list("direction", "reason")) == [("in", "determined"), ("out", "deceased")]
    acts = ["register.import", "register.import", "list.receive", "list.receive"]
    assert [(change.op, change.act.command) for change in history("intake_row", row.pk)] == list(zip("UUUI", acts, strict=True))
    stages = funnel(round, JANUARY)
    assert (stages.collected, stages.valid, stages.funded, stages.paid) == (3, 3, 2, 2)

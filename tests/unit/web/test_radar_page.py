"""Radar: each block with number, sentence, table and workbook, for whoever reads funds; the command says the same."""

import json
from datetime import date
from io import BytesIO

import pytest
from invented import JANUARY, TODAY, VILLAGES
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from payung.accounts.models import Role
from payung.accounts.rights import RIGHTS
from payung.billing.actions import make_bill, pay_bill
from payung.cli.main import build
from payung.registry.models import Person, Register, Standing
from payung.web.radar.views import SLUGS

pytestmark = pytest.mark.django_db
PRICE = 16_800


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def fund(programme):
    """Nine people; January and February are paid, March and April (due on 15 April) are not; one of them died in March."""
    programme.candidates(9)
    fund = programme.started(amount=12 * 12 * PRICE)
    for at in range(4):
        bill = make_bill(fund=fund, month=JANUARY + at, by=None, on=TODAY)
        if at < 2:
            pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference=f"SP2D {at}", by=None, on=TODAY)
    register = Register.objects.create(
        kind="deaths", place=programme.place, source="Disdukcapil", as_of=date(2026, 4, 1), file_name="d.csv", sha256="d", rows=1
    )
    Standing.objects.create(person=Person.objects.get(pk=programme.people[0]), register=register, kind="deaths", on=date(2026, 3, 9))
    return fund


def test_a_programme_without_a_fund_is_taught_what_comes(programme, as_role):
    assert "Belum ada dana di wilayah ini" in text(as_role(Role.OWNER).get("/radar/"))


def test_every_block_says_its_number(fund, as_role):
    shown = text(as_role(Role.OWNER).get("/radar/"))
    for words in (
        "1 keluarga",  # March is unpaid, in which somebody died
        "9 orang kehilangan hak bila tunggakannya tidak dibayar sampai 15 Juni 2026",  # March and three months on
        f"Rp{2 * 9 * PRICE:,}".replace(",", "."),
        "0 dari 9",  # nobody is paid until April
        "Semua peserta sudah melewati bulan-bulan pertamanya",
        f"Rp{3 * 12 * PRICE:,}".replace(",", "."),  # left: the money pays for twelve people
        f"Rp{9 * 12 * PRICE:,}".replace(",", "."),  # the same nine in 2027
    ):
        assert words in shown, words


@pytest.mark.parametrize("role", Role)
def test_who_reads_funds_sees_it_and_nobody_sees_more(fund, as_role, role):
    client = as_role(role)
    assert client.get("/radar/").status_code == (200 if role in RIGHTS["fund.read"] else 403)
    assert ('href="/radar/"' in text(client.get("/"))) == (role in RIGHTS["fund.read"])


def test_each_block_has_a_page_and_a_workbook(fund, as_role):
    client = as_role(Role.AUDITOR)
    for slug in SLUGS.values():
        assert client.get(f"/radar/{slug}/").status_code == 200
        book = client.get(f"/radar/{slug}/", {"unduh": "xlsx"})
        assert book.status_code == 200, slug
    assert client.get("/radar/apa-saja/").status_code == 404
    book = client.get("/radar/tunggakan/", {"menurut": "village", "unduh": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 3 + len(VILLAGES)
    assert [row[1:] for row in rows[3:]] == [[3, 2, 0, 2 * 3 * PRICE]] * 3


def test_the_home_page_names_the_day_on_which_a_right_is_lost(fund, as_role):
    assert "Hak pesertanya gugur bila tidak dibayar sampai 15 Juni 2026" in text(as_role(Role.OWNER).get("/"))


def test_the_command_says_the_same(fund):
    answer = CliRunner().invoke(build("radar"), ["radar", "--on", "2026-04-20", "--json"])
    blocks = json.loads(answer.stdout)["blocks"]
    assert set(blocks) == set(SLUGS)
    assert blocks["arrears"]["rows"][0]["rupiah"] == 2 * 9 * PRICE
    assert [row["lost_after"] for row in blocks["cliff"]["rows"]] == ["2026-06-15"]
    assert blocks["need"]["rows"][0]["people"] == 9

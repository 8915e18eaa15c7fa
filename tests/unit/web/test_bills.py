"""Bills and payments as a treasurer, a branch and the others meet them."""

from datetime import date

import pytest
from django.test import Client
from invented import JANUARY, TODAY, nik

from payung.accounts.models import Role
from payung.accounts.rights import RIGHTS
from payung.billing.actions import make_bill, pay_bill
from payung.billing.models import Bill, Payment
from payung.places.models import Place
from payung.registry.models import Round

pytestmark = pytest.mark.django_db
READERS = sorted(RIGHTS["bill.read"])


@pytest.fixture
def fund(programme):
    programme.candidates(6)
    return programme.started(amount=6 * 16_800 * 12)


@pytest.fixture
def bill(fund) -> Bill:
    return make_bill(fund=fund, month=JANUARY, by=None, on=date(2026, 1, 5))


def pay(client: Client, bill: Bill, **typed):
    return client.post(f"/tagihan/{bill.pk}/bayar/", {"amount": "100.800", "paid_on": "2026-01-12", "reference": "SP2D 7/2026", **typed})


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("role", Role)
def test_who_may_read_bills_and_nobody_else(as_role, bill, role):
    expected = 200 if role in READERS else 403
    client = as_role(role)
    assert client.get("/tagihan/").status_code == expected
    assert client.get(f"/tagihan/{bill.pk}/").status_code == expected
    for kind in ("pdf", "xlsx"):
        assert client.get(f"/tagihan/{bill.pk}/rekap.{kind}").status_code == expected


def test_overdue_stands_first_and_is_red(as_role, fund, bill):
    later = make_bill(fund=fund, month=JANUARY + 4, by=None, on=date(2026, 4, 20))
    paid = make_bill(fund=fund, month=JANUARY + 1, by=None, on=date(2026, 4, 20))
    pay_bill(bill=paid, amount=paid.total, paid_on=date(2026, 2, 3), reference="SP2D 1", by=None, on=date(2026, 4, 20))
    page = as_role(Role.HEAD).get("/tagihan/")
    assert [row["address"] for row in page.context["table"].rows] == [f"/tagihan/{one.pk}/" for one in (bill, later, paid)]
    assert 'class="note no" role="alert"' in text(page)
    assert "lewat jatuh tempo 95 hari: sisa Rp100.800." in text(page)
    assert "Lewat jatuh tempo 95 hari" in text(page)
    assert page.context["sums"] == {"total": 302_400, "paid": 100_800, "owed": 201_600, "late": 100_800}


def test_a_state_narrows_the_table_and_its_workbook(as_role, fund, bill):
    client = as_role(Role.AUDITOR)
    assert client.get("/tagihan/?keadaan=paid").context["table"].count == 0
    assert client.get("/tagihan/?keadaan=overdue").context["table"].count == 1
    assert client.get("/tagihan/?keadaan=overdue&unduh=xlsx").content[:2] == b"PK"


def test_the_published_month_of_lombok_timur_is_shown(as_role, programme):
    """17,172 people: JKM 116,769,600 and JKK 171,720,000."""
    programme.candidates(17_172)
    fund = programme.started(amount=17_172 * 16_800 * 12)
    page = text(as_role(Role.TREASURER).get("/tagihan/buat/"))
    assert "17.172 × Rp10.000 = <strong>Rp171.720.000</strong>" in page
    assert "17.172 × Rp6.800 = <strong>Rp116.769.600</strong>" in page
    assert "Buat tagihan Januari 2026: 17.172 orang, Rp288.489.600?" in page
    assert not fund.bills.exists()


def test_a_treasurer_makes_the_bill_once(as_role, fund):
    client = as_role(Role.TREASURER)
    sent = {"dana": fund.pk, "bulan_tagihan": str(JANUARY)}
    answers = [client.post("/tagihan/buat/", sent, follow=True) for _ in range(2)]
    made = Bill.objects.get()
    assert [one.redirect_chain for one in answers] == [[(f"/tagihan/{made.pk}/", 302)]] * 2
    assert "Tagihan Januari 2026 dibuat: 6 orang, Rp100.800." in text(answers[0])
    assert "Tagihan Januari 2026 sudah ada. Tidak ada yang berubah." in text(answers[1])


@pytest.mark.parametrize("role", [role for role in READERS if role not in RIGHTS["bill.make"]])
def test_others_only_read(as_role, fund, bill, role):
    client = as_role(role)
    assert client.post("/tagihan/buat/", {"dana": fund.pk, "bulan_tagihan": str(JANUARY + 1)}).status_code == 403
    assert pay(client, bill).status_code == 403
    assert "Catat pembayaran" not in text(client.get(f"/tagihan/{bill.pk}/"))
    assert "Buat tagihan" not in text(client.get("/tagihan/"))
    assert (Bill.objects.count(), Payment.objects.count()) == (1, 0)


def test_a_month_without_anybody_or_outside_is_refused_in_words(as_role, programme):
    fund = programme.fund()
    client = as_role(Role.TREASURER)
    assert "Belum ada orang di daftar dana ini" in text(client.get("/tagihan/buat/"))
    for month in ("2026-01", "2031-01", "x"):
        answer = client.post("/tagihan/buat/", {"dana": fund.pk, "bulan_tagihan": month, "next": "/tagihan/"}, follow=True)
        assert 'class="note no"' in text(answer)
    assert not Bill.objects.exists()


def test_a_payment_is_recorded_in_parts_and_never_twice(as_role, bill):
    client = as_role(Role.TREASURER)
    assert "Sisa Rp50.800." in text(client.get(pay(client, bill, amount="50.000").url))
    assert "SP2D 7/2026 sudah tercatat" in text(client.get(pay(client, bill, amount="50.000").url))
    assert Payment.objects.count() == 1
    pay(client, bill, amount="Rp50.800,00", reference="SP2D 8/2026")
    page = client.get(f"/tagihan/{bill.pk}/")
    assert (page.context["one"].owed, page.context["one"].state, page.context["may_pay"]) == (0, "paid", False)
    assert list(Payment.objects.order_by("pk").values_list("amount", "reference")) == [(50_000, "SP2D 7/2026"), (50_800, "SP2D 8/2026")]
    assert "dibayar dengan SP2D 8/2026" in text(page)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"amount": "100.801"}, "amount", "terlalu besar"),
        ({"amount": "0"}, "amount", "di atas nol"),
        ({"amount": "50,4 juta"}, "amount", "tidak terbaca"),
        ({"paid_on": "2027-01-01"}, "paid_on", "belum tiba"),
        ({"paid_on": "12 Januari"}, "paid_on", "seperti di SP2D"),
        ({"reference": " "}, "reference", "nomor SP2D"),
    ],
)
def test_what_is_refused_stands_at_its_field_and_the_form_keeps_what_was_typed(as_role, bill, typed, field, sentence):
    answer = pay(as_role(Role.TREASURER), bill, **typed)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.wrong) == [field]
    assert sentence in form.wrong[field].id
    assert f'id="{field}-wrong"' in text(answer)
    assert form.amount == typed.get("amount", "100.800")
    assert not Payment.objects.exists()


def test_the_same_number_for_another_amount_is_refused_at_the_number(as_role, bill):
    client = as_role(Role.TREASURER)
    pay(client, bill, amount="50.000")
    assert list(pay(client, bill, amount="40.000").context["form"].wrong) == ["reference"]


def test_arrears_are_told_with_their_article(as_role, fund, bill):
    page = text(as_role(Role.BPJS_BRANCH).get(f"/tagihan/{bill.pk}/"))
    assert "1 bulan sudah jatuh tempo dan belum lunas, sejak Januari 2026. Batasnya 3 bulan: masih 2 bulan lagi." in page
    assert "PP 44/2015 Pasal 42 · dibaca dalam peraturannya" in page
    assert "Jatuh tempo 15 Januari 2026" in page
    client = as_role(Role.BPJS_BRANCH)
    client.cookies["django_language"] = "en"
    assert "1 month is due and not paid in full, since January 2026. The limit is 3 months: 2 left." in text(client.get(f"/tagihan/{bill.pk}/"))


def test_a_month_that_is_paid_is_not_blamed_for_another(as_role, fund, bill):
    client = as_role(Role.TREASURER)
    later = make_bill(fund=fund, month=JANUARY + 1, by=None, on=TODAY)
    pay(client, bill, amount=str(bill.total))
    assert "sudah jatuh tempo" not in text(client.get(f"/tagihan/{bill.pk}/"))
    assert "1 bulan sudah jatuh tempo" in text(client.get(f"/tagihan/{later.pk}/"))


def test_people_stand_with_masked_niks_and_are_found_by_name_or_nik(as_role, bill):
    client = as_role(Role.TREASURER)
    page = client.get(f"/tagihan/{bill.pk}/")
    assert page.context["lines"].count == 6
    assert nik(0) not in text(page)
    assert "7405••••••••0000" in text(page)
    assert client.get(f"/tagihan/{bill.pk}/?cari={nik(3)}").context["lines"].count == 1
    assert client.get(f"/tagihan/{bill.pk}/?cari=tidak ada").context["lines"].count == 0
    assert as_role(Role.HEAD).get(f"/tagihan/{bill.pk}/").context["lines"] is None


def test_a_bill_of_another_regency_does_not_exist(as_role, programme, bill):
    away = Place.objects.get(code="74.06")
    programme.round = Round.objects.create(place=away, name="Pendataan 2026", start=date(2026, 1, 1))
    programme.candidates(3, villages=(None,))
    other = make_bill(fund=programme.started(name="Dana lain"), month=JANUARY, by=None, on=date(2026, 1, 5))
    for role in (Role.TREASURER, Role.BPJS_BRANCH):
        client = as_role(role)
        for address in ("", "rekap.pdf", "rekap.xlsx"):
            assert client.get(f"/tagihan/{other.pk}/{address}").status_code == 404
        assert "Dana lain" not in text(client.get(f"/tagihan/?pendataan={programme.round.pk}"))
        assert client.get("/tagihan/").context["table"].count == 1
    assert pay(as_role(Role.TREASURER), other).status_code == 404
    assert as_role(Role.TREASURER).post("/tagihan/buat/", {"dana": other.fund_id, "bulan_tagihan": "2026-02"}).status_code == 404
    assert as_role(Role.TREASURER).get("/tagihan/999999/").status_code == 404


def test_the_pack_holds_every_village_and_its_sum(as_role, bill, tmp_path):
    from python_calamine import CalamineWorkbook

    client = as_role(Role.TREASURER)
    assert client.get(f"/tagihan/{bill.pk}/rekap.pdf").content.startswith(b"%PDF")
    path = tmp_path / "rekap.xlsx"
    path.write_bytes(client.get(f"/tagihan/{bill.pk}/rekap.xlsx").content)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["Rekap", "Daftar"]
    rows = book.get_sheet_by_name("Rekap").to_python()
    assert rows[-1][3:] == [6, 60_000, 40_800, 100_800]
    people = book.get_sheet_by_name("Daftar").to_python()
    assert people[3][2] == "7405••••••••0000"
    assert len(people) == 3 + 6


@pytest.mark.parametrize("people", [6, 60])
def test_pages_ask_the_same_few_statements_however_much_there_is(as_role, programme, people, django_assert_max_num_queries):
    programme.candidates(people)
    fund = programme.started(amount=people * 16_800 * 12)
    made = [make_bill(fund=fund, month=month, by=None, on=date(2026, 1, 5)) for month in JANUARY.upto(JANUARY + people // 6)][-1]
    client = as_role(Role.TREASURER)
    client.get("/tagihan/")
    with django_assert_max_num_queries(20):
        client.get("/tagihan/")
    with django_assert_max_num_queries(40):
        client.get(f"/tagihan/{made.pk}/")

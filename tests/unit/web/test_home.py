from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from invented import JANUARY, TODAY, VILLAGES
from sent import send

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill, pay_bill
from payung.compliance.actions import remind_villages
from payung.places.models import Office, Place
from payung.registry.models import Candidate, Register, Round
from payung.values.month import Month
from payung.web.home.year import season

pytestmark = pytest.mark.django_db
PROGRAMME = {Role.OWNER, Role.OPERATOR, Role.HEAD, Role.AUDITOR, Role.BPJS_BRANCH, Role.VILLAGE_AFFAIRS}


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def running(programme, people: int = 6):
    """A fund whose list began, January paid and February billed."""
    programme.candidates(people)
    fund = programme.started()
    january, _ = (make_bill(fund=fund, month=month, by=None, on=TODAY) for month in (JANUARY, JANUARY + 1))
    pay_bill(bill=january, amount=january.total, paid_on=TODAY, reference="1", by=None, on=TODAY)
    return fund


@pytest.mark.parametrize("role", sorted(PROGRAMME))
def test_who_runs_or_watches_the_programme_sees_where_it_stands(as_role, programme, role):
    running(programme)
    send(programme, VILLAGES[0], passes=6, needs_fixing=2)
    shown = text(as_role(role).get("/?bulan=2026-01"))
    assert "<strong>8</strong> <span>diusulkan</span>" in shown
    assert "<strong>6</strong> <span>lolos</span>" in shown
    assert "<strong>6</strong> <span>dibiayai</span>" in shown
    assert "<strong>6</strong> <span>terlindungi</span>" in shown
    assert "1 dari 336 desa sudah mengirim" in shown
    assert "Rp1.000.000.000" in shown
    assert "<strong>0</strong> <span>terlindungi</span>" in text(as_role(role).get("/?bulan=2026-02"))


def test_what_weighs_most_comes_first(as_role, programme):
    running(programme)
    send(programme, VILLAGES[0], needs_fixing=2)
    Round.objects.update(lists_due_on=date(2026, 4, 1))
    things = text(as_role(Role.OWNER).get("/")).split('class="things-list"')[1].split("</ol>")[0]
    order = [things.index(told) for told in ("1 tagihan lewat jatuh tempo", "335 desa belum mengirim", "2 baris perlu perbaikan")]
    assert order == sorted(order)
    assert things.count("<li>") == 3
    assert reverse("boards:villages") + "?keadaan=not_sent" in things


def test_nobody_is_told_what_they_cannot_do(as_role, programme):
    running(programme)
    assert "tagihan lewat jatuh tempo" not in text(as_role(Role.VILLAGE_AFFAIRS).get("/"))
    assert "Ingatkan" not in text(as_role(Role.AUDITOR).get("/"))


def test_an_old_register_and_a_fund_that_ends_are_told(as_role, programme):
    programme.fund(first_month=Month.at(2026, 1), months=5)
    Register.objects.create(kind="deaths", place=programme.place, source="x", as_of=date(2024, 1, 1), file_name="d", sha256="d", rows=1)
    shown = text(as_role(Role.OWNER).get("/"))
    assert "APBD 2026 habis Mei 2026." in shown
    assert "1 data acuan sudah lama." in shown


def test_few_months_are_warned_about(as_role, programme):
    programme.fund(months=2)
    assert "Uang ini membeli 2 bulan." in text(as_role(Role.OWNER).get("/"))


def test_a_village_sees_its_own_list_and_no_number_of_the_regency(as_role, programme):
    running(programme)
    send(programme, VILLAGES[0], passes=5, needs_fixing=3)
    send(programme, VILLAGES[1], passes=777)
    remind_villages(round=programme.round, villages=[VILLAGES[0]], place="74.05", by=None, on=date(2026, 4, 19))
    Round.objects.update(lists_due_on=date(2026, 4, 30))
    shown = text(as_role(Role.VILLAGE).get("/?bulan=2026-01"))
    for told in ("8 orang diusulkan", "<strong>3</strong> perlu perbaikan", "10 hari lagi", "Pengingat ke-1 dikirim 19 April 2026"):
        assert told in shown
    assert "2 orang dari desa ini di daftar peserta, 2 terlindungi" in shown
    for other in ("777", "785", "336", "Rp1.000", Place.objects.get(code=VILLAGES[1]).name):
        assert other not in shown


def test_a_village_that_has_not_sent_is_told_what_to_do(as_role, programme):
    shown = text(as_role(Role.VILLAGE).get("/"))
    assert "belum mengirim" in shown
    assert "Kirim daftar Anda" in shown


def test_an_office_sees_its_own_staff_only(as_role, programme, users):
    own, other = Office.objects.get(name="Dinas Kesehatan"), Office.objects.create(kind="opd", name="RSUD", place=programme.place)
    send(programme, own, passes=4)
    send(programme, other, passes=91)
    shown = text(as_role(Role.OFFICE).get("/"))
    assert "Dinas Kesehatan" in shown
    assert "<strong>4</strong> baris" in shown
    assert "RSUD" not in shown
    assert "91" not in shown.split("<main", 1)[1]


def test_an_office_is_led_to_the_rows_that_it_can_correct(as_role, programme, users):
    own = Office.objects.get(name="Dinas Kesehatan")
    send(programme, own, passes=4, needs_fixing=1)
    client = as_role(Role.OFFICE)
    at = f"/unggah/pengirim/{own.pk}/baris/?hasil=needs_fixing"
    assert at in text(client.get("/"))
    assert client.get(at).status_code == 200


def test_the_treasurer_sees_what_is_to_be_paid(as_role, programme):
    running(programme)
    shown = text(as_role(Role.TREASURER).get("/"))
    assert "Tagihan yang harus dibayar" in shown
    assert "lewat jatuh tempo" in shown
    assert "Februari 2026" in shown
    assert "Rp100.800" in shown


def test_the_administrator_sees_people_and_no_programme(as_role, programme, users):
    shown = text(as_role(Role.ADMINISTRATOR).get("/"))
    assert "10 orang memegang peran hari ini; 9 belum pernah masuk." in shown
    assert "diusulkan" not in shown


def test_a_district_counts_only_its_own(as_role, programme, users):
    running(programme)
    send(programme, VILLAGES[0], passes=70)
    send(programme, VILLAGES[2], passes=3)
    camat = User.objects.create(username="camat", display_name="Camat")
    Assignment.objects.create(user=camat, role=Role.OWNER, place_id="74.05.02", since=date(2026, 1, 1))
    client = as_role(Role.OWNER)
    client.force_login(camat, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = text(client.get("/?bulan=2026-01"))
    in_district = Candidate.objects.filter(village__code__startswith="74.05.02").count()
    assert "<strong>3</strong> <span>diusulkan</span>" in shown
    assert f"<strong>{in_district}</strong> <span>terlindungi</span>" in shown
    assert "Rp1.000.000.000" not in shown
    assert "1 dari 24 desa" in shown


def test_before_the_first_list_the_page_teaches(as_role):
    Round.objects.all().delete()
    assert "Unggah berkas Excel" in text(as_role(Role.OPERATOR).get("/"))
    assert "Operator Disnaker yang memulainya" in text(as_role(Role.HEAD).get("/"))


def test_the_year_has_a_sentence_for_each_month():
    told = {season(date(2026, month, 1)).id for month in range(1, 13)}
    assert len(told) == 12


def test_the_chart_stands_beside_its_table(as_role, programme):
    running(programme)
    shown = text(as_role(Role.HEAD).get("/?bulan=2026-01"))
    assert "<svg xmlns" in shown
    assert shown.count("Januari 2026") > 2
    assert 'style="' not in shown


@pytest.mark.parametrize("role", sorted(Role))
def test_statements_do_not_grow_with_the_data(as_role, programme, role, django_assert_max_num_queries):
    client = as_role(role)
    client.get("/")
    with django_assert_max_num_queries(60):
        client.get("/")
    running(programme)
    for code in VILLAGES:
        send(programme, code, needs_fixing=1)
    with django_assert_max_num_queries(60):
        client.get("/")


def test_a_treasurer_s_bills_lead_to_their_pages(as_role, programme):
    fund = running(programme)
    owed = fund.bills.get(month=JANUARY + 1)
    assert f'href="{reverse("money:bill", args=[owed.pk])}"' in text(as_role(Role.TREASURER).get("/"))

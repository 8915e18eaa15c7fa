"""Maps from the nation down to the district, each place a link to what lies in it, with its table; narrowed to what the person sees."""

import re
from datetime import date

import pytest
from invented import JANUARY, TODAY, VILLAGES

from payung.accounts.models import Assignment, Role
from payung.coverage.actions import record_universe
from payung.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(programme):
    programme.candidates(9)
    return programme.started(amount=9 * 16_800 * 12)


def universe(place: str, value: int) -> None:
    record_universe(
        place=Place.objects.get(code=place), definition="universe_bpjs", value=value, source="BPJS", as_of=date(2025, 8, 31), by=None, on=TODAY
    )


def text(response) -> str:
    return response.content.decode()


def test_from_the_nation_to_the_district(as_role, users, fund):
    Assignment.objects.create(user=users[Role.AUDITOR], role=Role.AUDITOR, since=date(2026, 1, 1))
    client = as_role(Role.AUDITOR)
    for code, below in (("ID", "74"), ("74", "74.05"), ("74.05", "74.05.01")):
        page = text(client.get(f"/cakupan/peta/{code}/?bulan=2026-01"))
        assert f'href="/cakupan/peta/{below}/?' in page.partition('id="map-title"')[2].partition("</svg>")[0]  # on the map
        assert page.count(f'href="/cakupan/peta/{below}/?') >= 2  # and in the table
        assert "Peta skematik, bukan batas resmi" in page
        assert page.count('class="spark"') == page.count('<th scope="row">')
    district = client.get("/cakupan/peta/74.05.01/?bulan=2026-01")
    assert "Batas desa tidak digambar" in text(district)
    assert {one.place_name: one.numerator.value for one, _, _ in district.context["lines"] if one.numerator.value} == {"Lapoa": 3, "Asingi": 3}
    assert client.get(f"/cakupan/peta/{VILLAGES[0]}/").status_code == 200


def test_the_months_of_a_line_and_the_widest_gaps(as_role, fund):
    universe("74.05.01", 12)
    page = as_role(Role.HEAD).get(f"/cakupan/peta/74.05/?bulan={JANUARY + 2}&rentang=24")
    assert len(page.context["asked"].months) == 24
    assert "6 dari 12 (50,00 %), kurang 6" in text(page)
    assert "dari 0 menjadi 6, terendah 0, tertinggi 6" in text(page)
    assert "baris daftar terkumpul" in text(page)
    assert "<style" not in text(page)
    assert ' style="' not in text(page)


def test_only_what_is_seen(as_role, fund):
    village = as_role(Role.VILLAGE)
    assert village.get("/cakupan/peta/").context["asked"].code == VILLAGES[0]
    for code in ("74.05", VILLAGES[1], "ID", "99"):
        assert village.get(f"/cakupan/peta/{code}/").status_code == 404
    head = as_role(Role.HEAD)
    assert head.get("/cakupan/peta/74.06/").status_code == 404
    assert 'href="/cakupan/peta/74/' not in text(head.get("/cakupan/peta/74.05/"))
    assert "peran Anda melihat orang satu kantor" in text(as_role(Role.OFFICE).get("/cakupan/peta/"))


def test_the_map_alone_is_a_file(as_role, fund):
    client = as_role(Role.OWNER)
    answer = client.get("/cakupan/peta/74.05/peta.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert not re.search(rb"<a |<script", answer.content)
    assert client.get("/cakupan/peta/74.05.01/peta.svg").status_code == 404


def test_a_page_takes_a_handful_of_statements(as_role, fund, django_assert_max_num_queries):
    client = as_role(Role.OWNER)
    client.get("/cakupan/peta/74.05/")
    with django_assert_max_num_queries(45):
        client.get("/cakupan/peta/74.05/?rentang=36")

"""Target, angka terbit, yang bertentangan, kedudukan: as people see and write them."""

from datetime import date

import pytest
from invented import TODAY
from test_coverage_official import official, text

from payung.accounts.models import Role
from payung.coverage.actions import Source, record_share, set_target
from payung.coverage.definitions import Pair
from payung.coverage.models import PublishedShare, Target
from payung.coverage.standing import ACTIVE
from payung.places.models import Place

pytestmark = pytest.mark.django_db
RPJMN = Pair("rpjmn_covered", "rpjmn_universe")


def write_target(client, **typed):
    given = {"scheme": "RPJMD", "year": "2026", "numerator": "active_bpjs", "denominator": "universe_bpjs", "percent": "48", "source": "RPJMD 2025"}
    return client.post("/cakupan/target/", given | typed)


def write_share(client, **typed):
    given = {"place": "74.05", "as_of": "2025-09-30", "source": "menitindonesia", "percent": "52", "part": "263.903"}
    return client.post("/cakupan/angka-terbit/", given | typed)


def test_rpjmn_and_ucj_stand_in_two_tables(as_role, programme):
    for scheme, pair, share in (("UCJ", ACTIVE, 5215), ("RPJMN", RPJMN, 3215)):
        set_target(place=None, scheme=scheme, year=2027, pair=pair, hundredths=share, source=Source("Kemendagri"), by=None, on=TODAY)
    page = as_role(Role.HEAD).get("/cakupan/target/?tahun=2027")
    assert sorted([one.said() for one, _ in those] for _, _, those in page.context["columns"]) == [["32,15 %"], ["52,15 %"]]
    tables = text(page).split("<table")[1:]
    assert sorted(("32,15 %" in one, "52,15 %" in one) for one in tables) == [(False, True), (True, False)]


def test_a_target_is_written_with_its_definition(as_role, programme):
    client = as_role(Role.OWNER)
    official(40)
    official(100, "universe_bpjs")
    assert write_target(client).url == "/cakupan/target/?wilayah=74.05&tahun=2026"
    page = client.get("/cakupan/target/?wilayah=74.05&tahun=2026&bulan=2026-01")
    assert "kurang 8" in text(page)
    standing = client.get("/cakupan/kedudukan/?bulan=2026-01")
    assert [(one.missing, one.cost) for one in standing.context["found"].targets] == [(8, 8 * 16_800 * 12)]
    assert list(write_target(client, percent="49").context["form"].wrong) == ["percent"]
    assert write_target(client, percent="49", correction="1").status_code == 302
    for typed, field in (
        ({"percent": "x"}, "percent"), ({"percent": "101"}, "percent"), ({"year": "26"}, "year"), ({"source": ""}, "source"),
        ({"denominator": "villages"}, "denominator"), ({"denominator": "employed_bps", "segment": "BPU"}, "segment"),
    ):  # fmt: skip
        answer = write_target(client, **typed)
        assert (answer.status_code, list(answer.context["form"].wrong)) == (422, [field])
    assert Target.objects.count() == 2
    for role in (Role.HEAD, Role.BPJS_BRANCH, Role.VILLAGE):
        assert write_target(as_role(role)).status_code == 403


def test_two_published_shares_are_compared(as_role, programme):
    client = as_role(Role.BPJS_BRANCH)
    write_share(client)
    write_share(client, percent="63,47", source="sulseltimes", quote="263.903 pekerja atau 63,47 %")
    assert write_share(client).status_code == 302  # the same again
    assert PublishedShare.objects.count() == 2
    one, two = PublishedShare.objects.order_by("pk")
    page = client.get(f"/cakupan/angka-terbit/?a={one.pk}&b={two.pk}")
    assert "Mengapa 52 % dan 63,47 % berbeda" in text(page)
    assert "263.903 ÷ 52 % ≈ 507.506 dan 263.903 ÷ 63,47 % ≈ 415.792" in text(page)
    assert client.get(f"/cakupan/angka-terbit/?a={one.pk}&b={one.pk}").context["compared"] is None
    for typed, field in (
        ({"percent": "", "part": ""}, "percent"), ({"percent": "x"}, "percent"), ({"part": "1,5"}, "part"), ({"as_of": "2030-01-01"}, "as_of"),
        ({"denominator": "listed"}, "denominator"),
    ):  # fmt: skip
        answer = write_share(client, **typed)
        assert (answer.status_code, list(answer.context["form"].wrong)) == (422, [field])
    assert write_share(client, place="74.06").status_code == 404
    assert write_share(as_role(Role.HEAD)).status_code == 403


def test_contradictions_are_told_and_lead_to_what_contradicts(as_role, programme):
    terms = {"part": 383_271, "rest": 179_842, "whole": 563_133, "percent": "31,93", "by": None, "on": TODAY}
    record_share(place=Place.objects.get(code="74.05"), as_of=date(2024, 6, 30), source=Source("babelpos"), **terms)
    page = text(as_role(Role.AUDITOR).get("/cakupan/bertentangan/"))
    assert "aktif dan tidak aktif tertukar" in page
    assert "mestinya 179.842 = 31,94 %" in page
    assert "/cakupan/angka-terbit/?wilayah=74.05" in page


def test_the_standing_ranks_by_published_figures_and_hides_own_counts_of_others(as_role, programme):
    for place, active in (("74.05", 40), ("74.02", 60)):
        official(active, place=place)
        official(100, "universe_bpjs", place=place)
    programme.candidates(3)
    programme.started()
    client = as_role(Role.HEAD)
    page = client.get("/cakupan/kedudukan/?bulan=2026-01")
    assert "peringkat 2 dari 2" in text(page)
    assert "15 wilayah belum ada angkanya; tidak diperingkat dan tidak dianggap nol." in text(page)
    assert client.get("/cakupan/kedudukan/?bulan=2026-01&unduh=xlsx").content[:2] == b"PK"
    own = client.get("/cakupan/kedudukan/?bulan=2026-01&pembilang=listed&penyebut=universe_bpjs")
    assert own.context["found"].rank.rows == ()
    assert "Hitungan sendiri daerah lain tidak Anda lihat" in text(own)
    district = client.get("/cakupan/kedudukan/?bulan=2026-01&wilayah=74.05.01&pembilang=listed&penyebut=universe_bpjs")
    assert "belum ada angkanya" in text(district)


def test_the_standing_asks_a_bounded_number_of_statements(as_role, programme, django_assert_max_num_queries):
    programme.candidates(9)
    programme.started()
    client = as_role(Role.HEAD)
    client.get("/cakupan/kedudukan/")
    with django_assert_max_num_queries(45):
        client.get("/cakupan/kedudukan/")

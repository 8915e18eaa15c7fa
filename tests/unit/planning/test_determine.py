from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from invented import JANUARY, TODAY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Entry
from payung.planning.actions import determine, open_fund
from payung.planning.models import Decided, Determination, Fund
from payung.planning.queries import candidates_frame, preview_ranking
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def test_the_money_buys_its_places_and_the_rest_waits_in_order(programme):
    programme.candidates(10)
    summary = determine(fund=programme.fund(amount=4 * PRICE + 1), number="SK 1", decided_on=TODAY, by=None, on=TODAY)
    assert (summary.people, summary.waiting, summary.out) == (4, 6, 0)
    assert (summary.monthly_price, summary.price, summary.cost, summary.left) == (16_800, PRICE, 4 * PRICE, 1)
    lines = list(Decided.objects.order_by("position").values_list("position", "outcome", "reason"))
    assert lines == [(at, "in", "in.lot") if at <= 4 else (at, "waiting", "waiting.budget") for at in range(1, 11)]


def test_a_published_budget(programme):
    """Manggarai Barat 2025: 570,326,400 for twelve months."""
    programme.candidates(3_000)
    ranking = preview_ranking(programme.fund(amount=570_326_400))
    assert (ranking.places, ranking.count("in"), ranking.last_in) == (2_829, 2_829, 2_829)
    assert ranking.why(ranking.frame.filter(position=3_000).to_dicts()[0]).id == "cadangan: anggaran habis pada urutan 2.829"


def test_under_the_same_number_again_nothing_changes(programme):
    programme.candidates(5)
    fund = programme.fund(amount=2 * PRICE)
    first = programme.determined(fund)
    assert programme.determined(fund) == first
    with pytest.raises(RefusedError, match=r"determination\.same") as refused:
        programme.determined(fund, "SK 2")
    assert "SK 1" in refused.value.words.id
    assert (Determination.objects.count(), Decided.objects.count()) == (1, 5)


def test_a_number_gives_what_it_froze_even_when_the_ranking_has_moved_on(programme):
    programme.candidates(5)
    fund = programme.fund(amount=2 * PRICE)
    first = programme.determined(fund)
    programme.candidates(5)
    again = determine(fund=fund, number=" SK  1", decided_on=TODAY, by=None, on=TODAY)
    assert (again.determination, again.people, again.waiting) == (first, 2, 3)
    programme.determined(fund, "SK 2")
    assert programme.determined(fund) == first
    assert Determination.objects.count() == 2


@pytest.mark.parametrize("more", [0, 5])
def test_a_number_of_another_day_is_refused(programme, more):
    programme.candidates(5)
    fund = programme.fund()
    programme.determined(fund)
    programme.candidates(more)
    with pytest.raises(RefusedError, match=r"determination\.number_known") as refused:
        determine(fund=fund, number="SK 1", decided_on=date(2025, 12, 21), by=None, on=TODAY)
    assert "20 Desember 2025" in refused.value.words.id


@pytest.mark.parametrize("number", ["", " ", "S" * 101])
def test_a_number_that_cannot_be_is_said(programme, number):
    programme.candidates(1)
    with pytest.raises(InputError, match=r"determination\.number") as refused:
        programme.determined(programme.fund(), number)
    assert "100" in refused.value.words.id
    assert programme.determined(programme.fund(), "S" * 100).number == "S" * 100


def test_another_outcome_needs_another_number_and_leaves_the_first_as_it_was(programme):
    programme.candidates(5)
    fund = programme.fund(amount=2 * PRICE)
    first = programme.determined(fund)
    before = list(Decided.objects.filter(determination=first).order_by("pk").values())
    programme.candidates(5)
    second = programme.determined(fund, "SK 2")
    assert (second.version, second.people, second.waiting) == (2, 2, 8)
    assert list(Decided.objects.filter(determination=first).order_by("pk").values()) == before


def test_a_determination_never_changes(programme):
    programme.candidates(2)
    programme.determined(programme.fund())
    for sql in ("DELETE FROM planning_decided", "UPDATE planning_decided SET outcome = 'in'", "UPDATE planning_determination SET people = 1"):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_without_candidates_nothing_is_determined(programme):
    programme.candidates(3, born=date(1950, 1, 1))
    with pytest.raises(RefusedError, match=r"determination\.nobody"):
        programme.determined(programme.fund())
    assert not Determination.objects.exists()


def test_set_wise_whatever_the_number_of_people(programme, django_assert_max_num_queries):
    programme.candidates(2_000)
    fund = programme.fund()
    with django_assert_max_num_queries(40):
        programme.determined(fund)


def test_decile_of_the_newest_register_lower_of_two_and_none_of_nonsense(programme):
    programme.candidates(4)
    programme.welfare({nik(0): "9", nik(1): "2", nik(3): "2"}, date(2024, 1, 1))
    programme.welfare({nik(0): "3", nik(1): "0", nik(2): "10"})
    found = dict(candidates_frame(programme.fund()).select("nik", "decile").iter_rows())
    assert found == {nik(0): 3, nik(1): None, nik(2): 10, nik(3): None}


def test_last_year_counts_twelve_months_back_and_another_fund_bars(programme):
    programme.candidates(3)
    programme.started(name="2024", first_month=JANUARY + -24, months=12, amount=3 * PRICE)
    programme.started(name="2025", first_month=JANUARY + -2, months=2, amount=2 * 2 * 16_800)
    fund = programme.fund()
    seen = candidates_frame(fund)
    assert (seen["last_year"].sum(), seen["elsewhere"].sum()) == (2, 0)
    ranked = preview_ranking(fund).frame
    assert ranked["reason"].to_list() == ["in.last_year", "in.last_year", "in.lot"]
    programme.started(name="CSR", source="CSR", first_month=JANUARY + 11, months=3, amount=50_400, last_year_first=False)
    on_csr = programme.fund(name="CSR", source="CSR", first_month=JANUARY + 11, months=3, amount=50_400, last_year_first=False).memberships.get()
    barred = preview_ranking(fund).frame.filter(reason="out.on_another_list")
    assert barred["person_id"].to_list() == [on_csr.person_id]


def test_a_village_fund_reaches_its_village_only(programme):
    programme.candidates(9)
    fund = programme.fund(name="Dana desa", source="VILLAGE", place=programme.place.__class__.objects.get(code=VILLAGES[0]))
    assert set(candidates_frame(fund)["village"]) == {VILLAGES[0]}


def test_the_same_terms_open_one_fund(programme):
    fund = programme.fund()
    assert programme.fund() == fund
    assert fund.months == 12
    with pytest.raises(RefusedError, match=r"fund\.known"):
        programme.fund(amount=1)
    assert Fund.objects.count() == 1


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"amount": -1}, "jumlah uang"),
        ({"amount": 10**15 + 1}, "1.000.000.000.000.000"),
        ({"months": 0}, "satu bulan"),
        ({"months": 174 * 12 + 1}, "Desember 2199"),
        ({"months": 10**30}, "Desember 2199"),
        ({"source": "GRANT"}, "sumber dana"),
        ({"youngest": 65}, "Umur paling muda"),
        ({"youngest": -1}, "umur 0 sampai 150"),
        ({"oldest": 151}, "umur 0 sampai 150"),
        ({"name": "  "}, "nama dana"),
        ({"name": "D" * 121}, "120 huruf"),
        ({"quota_per_village": 0}, "kuota"),
        ({"quota_per_village": 10**6 + 1}, "kuota"),
        ({"highest_decile": 0}, "desil 1 sampai 10"),
        ({"highest_decile": 11}, "desil 1 sampai 10"),
        ({"income": -1}, "penghasilan"),
        ({"income": 10**15 + 1}, "penghasilan"),
    ],
)
def test_terms_that_cannot_be_are_said(programme, terms, said):
    with pytest.raises(InputError, match=r"fund\.terms") as refused:
        programme.fund(**terms)
    assert said in refused.value.words.id


def test_terms_at_their_limits_are_kept_by_the_database(programme):
    terms = {"months": 174 * 12, "youngest": 0, "oldest": 150, "highest_decile": 10, "quota_per_village": 10**6, "income": 10**15}
    kept = programme.fund(name="D" * 120, amount=10**15, **terms)
    kept.refresh_from_db()
    assert (kept.amount, str(kept.last_month), kept.name) == (10**15, "2199-12", "D" * 120)


def test_only_who_may_and_the_trail_names_them(programme):
    programme.candidates(1)
    owner, stranger = (User.objects.create(username=name) for name in ("owner", "stranger"))
    Assignment.objects.create(user=owner, role=Role.OWNER, place=programme.place, since=date(2025, 1, 1))
    fund = programme.fund()
    with pytest.raises(OutOfScopeError):
        determine(fund=fund, number="SK 1", decided_on=TODAY, by=stranger, on=TODAY)
    determine(fund=fund, number="SK 1", decided_on=TODAY, by=owner, on=TODAY)
    entry = Entry.objects.get(table_name="planning_decided")
    assert (entry.act.actor, entry.act.command) == (owner, "determination.freeze")
    with pytest.raises(OutOfScopeError):
        open_fund(
            place=programme.place, round=programme.round, name="x", source="APBD", amount=1, first_month=JANUARY, months=1, by=stranger, on=TODAY
        )


def test_the_outcome_fits_its_column():
    from payung.planning.rank import REASONS

    assert max(map(len, REASONS)) <= Decided._meta.get_field("reason").max_length

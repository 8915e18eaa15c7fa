"""A fund is opened with its source's terms: papers, kind of work, wage; what is not kept warns."""

import pytest
from invented import JANUARY, TODAY, VILLAGES, nik

from payung.law.given import Segment
from payung.planning.fund_actions import Papers, keep_papers
from payung.planning.queries import preview_ranking, prices_of, terms_of
from payung.planning.sources import warned
from payung.registry.models import Candidate
from payung.values.errors import InputError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def test_bandung_barat_as_a_fund(programme):
    fund = programme.fund(amount=1_505_563_200, income=2_000_000, segment=Segment.NON_ASN)
    assert prices_of(fund) == (10_800,) * 12
    assert preview_ranking(fund).places == 11_617
    with pytest.raises(InputError, match=r"fund\.terms") as wrong:
        programme.fund(name="tanpa upah", segment=Segment.NON_ASN)
    assert "dasar" in wrong.value.words.id


def test_tobacco_workers_come_first_in_one_regency_and_alone_in_another(programme):
    people = programme.candidates(6, villages=VILLAGES[:1])
    Candidate.objects.filter(person__nik__in=[nik(4), nik(5)]).update(occupation="Buruh tani TEMBAKAU")
    Candidate.objects.filter(person__nik=nik(3)).update(occupation="Pedagang rokok")
    ngawi = programme.fund(name="DBH Ngawi", source="DBH-CHT", amount=3 * PRICE, trade="tobacco", trade_rule="first")
    ranking = preview_ranking(ngawi)
    assert set(ranking.frame.head(2)["nik"]) == {nik(4), nik(5)}
    assert (ranking.count("in"), ranking.count("waiting"), ranking.count("out")) == (3, 3, 0)
    malang = programme.fund(name="DBH Malang", source="DBH-CHT", amount=3 * PRICE, trade="tobacco", trade_rule="only")
    ranking = preview_ranking(malang)
    assert (ranking.count("in"), ranking.count("out")) == (2, 4)
    assert warned(terms_of(ngawi)) == warned(terms_of(malang)) == []
    assert people.height == 6


def test_a_rule_that_is_not_kept_warns_and_the_fund_is_open(programme):
    fund = programme.fund(source="DANA-DESA", first_month=JANUARY + -20, months=3)
    [one] = warned(terms_of(fund))
    assert "tidak boleh membayar" in one.words.id
    assert fund.group == "SD"


@pytest.mark.parametrize("wrong", [{"trade": "tobacco"}, {"trade_rule": "only"}, {"trade": "gold", "trade_rule": "only"}, {"segment": "PU"}])
def test_terms_that_cannot_be(programme, wrong):
    with pytest.raises(InputError, match=r"fund\.terms"):
        programme.fund(**wrong)


def test_papers_follow_and_the_group_stays_once_people_are_determined(programme):
    programme.candidates(1)
    fund = programme.fund(papers=Papers(donor="PT  Contoh "), source="CSR")
    assert (fund.donor, fund.group) == ("PT Contoh", "SC")
    papers = Papers(group="SB", owner=programme.office, budget_number="DPA 1", account_jkk="5.1.02.02.01.0030", account_jkm="5.1.02.02.01.0031")
    fund = keep_papers(fund=fund, papers=papers, by=None, on=TODAY)
    assert (fund.group, fund.owner, fund.account_jkm, fund.donor) == ("SB", programme.office, "5.1.02.02.01.0031", "")
    programme.determined(fund)
    with pytest.raises(RefusedError, match=r"fund\.group_settled"):
        keep_papers(fund=fund, papers=Papers(group="SC"), by=None, on=TODAY)
    with pytest.raises(InputError, match=r"fund\.papers"):
        keep_papers(fund=fund, papers=Papers(group="SB", budget_number="n" * 101), by=None, on=TODAY)
    assert keep_papers(fund=fund, papers=Papers(group="SB", budget_number="DPA 2"), by=None, on=TODAY).budget_number == "DPA 2"

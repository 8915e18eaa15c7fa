"""The rules of each source of money: dated, cited, marked; what is not read in its text warns and stops nobody."""

from dataclasses import replace

import pytest

from payung.law.given import Payer
from payung.law.read_figures import Mark
from payung.planning.models import Fund
from payung.planning.sources import FIRST, ONLY, Terms, all_sources, rules_between, source_of, trades, warned
from payung.values.month import Month


def terms(source: str, first: str = "2026-01", months: int = 12, trade: str = "", rule: str = "", donor: str = "PT Contoh") -> Terms:
    start = Month.parse(first)
    return Terms(source, start, start + (months - 1), trade, rule, donor)


def said(one: Terms) -> list[str]:
    return [found.words.id for found in warned(one)]


def test_every_source_of_a_fund_is_described_and_no_other():
    assert set(all_sources()) == set(Fund.Source.values)
    for source in all_sources().values():
        assert set(source.groups) <= set(Fund.Group.values)
        assert {*source.asks} <= {field.name for field in Fund._meta.get_fields()}
        assert source.trade in ("", *trades())
        assert source.rules
        assert all(rule.cited or rule.read for rule in source.rules)
        assert all(bool(rule.check) == bool(rule.broken.id) for rule in source.rules)


def test_the_law_sees_these_payers():
    assert {code: source.payer for code, source in all_sources().items()} == {
        "APBD": Payer.APBD,
        "APBD-P": Payer.APBD,
        "VILLAGE": Payer.VILLAGE,
        "DANA-DESA": Payer.VILLAGE,
        "DBH-CHT": Payer.DBH,
        "DBH-SAWIT": Payer.DBH,
        "CSR": Payer.CSR,
        "SERTAKAN": Payer.CSR,
        "ZAKAT": Payer.ZAKAT,
    }


def test_the_village_fund_may_not_pay_in_2024_is_unknown_in_2025_and_pays_cash_for_work_from_2026():
    assert said(terms("DANA-DESA", "2024-03"))[0].startswith("Pada Maret 2024 Dana Desa tidak boleh membayar")
    assert said(terms("DANA-DESA", "2025-02"))[0].startswith("Untuk Februari 2025 belum diketahui")
    assert "hanya untuk pekerja padat karya" in said(terms("DANA-DESA", "2026-01"))[0]
    assert "hanya untuk pekerja padat karya" in said(terms("DANA-DESA", "2026-01", trade="cash_for_work", rule=FIRST))[0]
    assert said(terms("DANA-DESA", "2026-01", trade="cash_for_work", rule=ONLY)) == []
    assert said(terms("VILLAGE", "2024-03")) == []
    assert len(said(terms("VILLAGE", "2017-03", 9))) == 0  # before the rule's own time nothing is said
    assert [one.rule.figure for one in warned(terms("DANA-DESA", "2024-03"))] == ["government.village_fund"]


@pytest.mark.parametrize(("source", "trade"), [("DBH-CHT", "tobacco"), ("DBH-SAWIT", "palm_oil")])
def test_a_share_of_revenue_is_for_its_workers_first_or_only(source, trade):
    for rule in (FIRST, ONLY):
        assert said(terms(source, trade=trade, rule=rule)) == []
    assert len(said(terms(source))) == 1
    assert len(said(terms(source, trade="fisher", rule=FIRST))) == 1


def test_a_budget_ends_with_its_year_and_a_donor_has_a_name():
    assert said(terms("APBD", "2026-01", 12)) == []
    assert "melewati Desember" in said(terms("APBD", "2026-11", 3))[0]
    assert "nama perusahaan" in said(replace(terms("CSR"), donor=""))[0]
    assert said(terms("CSR")) == []


def test_nothing_that_was_not_read_in_its_text_is_certain():
    for source in all_sources():
        for one in warned(terms(source, "2024-06", 12, donor="")):
            assert one.mark != Mark.SOURCE
            assert not one.certain


def test_rules_are_dated():
    march, january = Month.at(2026, 3), Month.at(2025, 1)
    assert any("PP 50/2025" in rule.cited for rule in rules_between("APBD", march, march))
    assert not any("PP 50/2025" in rule.cited for rule in rules_between("APBD", january, january))


@pytest.mark.parametrize(
    ("trade", "occupation", "fits"),
    [
        ("tobacco", "Buruh Tani Tembakau", True),
        ("tobacco", "BURUH PABRIK ROKOK", True),
        ("tobacco", "Pedagang rokok", False),
        ("tobacco", "Petani", False),
        ("tobacco", "", False),
        ("palm_oil", "pekebun kelapa sawit", True),
        ("cash_for_work", "Pekerja padat-karya", True),
        ("religious", "Guru  ngaji/TPQ", True),
        ("driver", "Tukang ojek", True),
        ("fisher", "Petani nelayan", True),
    ],
)
def test_an_occupation_is_of_a_kind_of_work(trade, occupation, fits):
    assert trades()[trade].fits(occupation) is fits


def test_the_usual_group_comes_first():
    assert [source_of(code).groups[:1] for code in ("APBD", "VILLAGE", "CSR", "SERTAKAN")] == [("SG",), ("SD",), ("SC",), ()]

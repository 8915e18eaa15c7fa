"""Every code of the catalogue where it holds and where it barely does not; verdicts; what is said of each finding."""

import random
import re
from datetime import date

import polars as pl
import pytest

from payung.intake.checks.catalog import FINDINGS, sentence
from payung.intake.checks.check import EARLIER, ROWS, Checked, Registers, Rules, check
from payung.values.problem import VERDICT_OF, Severity, Verdict

START = date(2026, 1, 1)
GOOD = {
    "file": "a.xlsx",
    "sha256": "",
    "sheet": "Data",
    "nik": "7405011206770841",
    "name": "Suharto Saleh",
    "birth_date": "12-06-1977",
    "sex": "L",
    "occupation": "Petani",
    "phone": "081234567890",
    "mother": "Ramlah",
    "nik_number": False,
    "date_number": False,
}


def checked(*rows: dict, registers: dict | None = None, start: date = START, earlier: list[tuple] | None = None) -> Checked:
    frame = pl.DataFrame([{**dict.fromkeys(ROWS), **GOOD, "row": at, **row} for at, row in enumerate(rows, 2)], schema=ROWS)
    before = pl.DataFrame(earlier, schema=EARLIER, orient="row") if earlier else None
    return check(frame, Rules(start), Registers(registers or {}), before)


def codes(**row: object) -> set[str]:
    return set(checked(row).rows["codes"][0].split())


def register(nik: str, on: date | None = None, evidence: str | None = "PNS") -> pl.DataFrame:
    return pl.DataFrame({"nik": [nik], "on": [on], "evidence": [evidence]}, schema={"nik": pl.String, "on": pl.Date, "evidence": pl.String})


def test_a_good_row_has_no_finding():
    result = checked({})
    assert result.rows["verdict"].to_list() == ["passes"]
    assert result.findings.is_empty()


HOLDS = [
    ("nik.missing", {"nik": None}, {}),
    ("nik.missing", {"nik": " - "}, {}),
    ("nik.missing", {"nik": "0"}, {}),
    ("nik.malformed", {"nik": "740501120677084"}, {"nik": "'7405 0112.0677-0841"}),
    ("nik.malformed", {"nik": "74050112067708411"}, {"nik": "7405011206770841\u00a0"}),
    ("nik.malformed", {"nik": "7405O11206770841"}, {"nik": "\u202a7405011206770841\u202c"}),
    ("nik.malformed", {"nik": "belum ada"}, {}),
    ("nik.malformed", {"nik": "7405013202770841"}, {"nik": "7405012902770841"}),
    ("nik.malformed", {"nik": "7405013002770841"}, {"nik": "7405016902770841"}),
    ("nik.malformed", {"nik": "7405010006770841"}, {"nik": "7405010106770841"}),
    ("nik.malformed", {"nik": "7405014006770841"}, {"nik": "7405014106770841"}),
    ("nik.malformed", {"nik": "7405017206770841"}, {"nik": "7405017107770841"}),
    ("nik.malformed", {"nik": "7405011213770841"}, {"nik": "7405011212770841"}),
    ("nik.malformed", {"nik": "7405011200770841"}, {"nik": "7405011201770841"}),
    ("nik.damaged", {"nik": "7405011206770840", "nik_number": True}, {"nik": "7405011206770840"}),
    ("nik.damaged", {"nik": "7.40501E+15"}, {"nik": "7405011206770841", "nik_number": True}),
    ("nik.damaged", {"nik": "7,40501120677E+15"}, {}),
    ("nik.damaged", {"nik": "'7.4E15"}, {}),
    ("name.missing", {"name": None}, {"name": "X"}),
    ("name.missing", {"name": " -- 12"}, {"name": "Ó"}),
    ("birth_date.missing", {"birth_date": None}, {"birth_date": None, "birth": "Bone, 12-06-1977"}),
    ("birth_date.missing", {"birth_date": None, "birth": "Bone"}, {}),
    ("birth_date.missing", {"birth_date": " - "}, {}),
    ("birth_date.invalid", {"birth_date": "29-02-1977"}, {"birth_date": "29-02-1976"}),
    ("birth_date.invalid", {"birth_date": "31-06-1977"}, {"birth_date": "30-06-1977"}),
    ("birth_date.invalid", {"birth_date": "00/00/0000"}, {}),
    ("birth_date.invalid", {"birth_date": "12-15-1977"}, {"birth_date": "12-12-1977"}),
    ("birth_date.invalid", {"birth_date": "1985"}, {}),
    ("birth_date.invalid", {"birth_date": "tidak tahu"}, {}),
    ("person.too_young", {"birth_date": "02-01-2008"}, {"birth_date": "01-01-2008"}),
    ("person.too_old", {"birth_date": "01-01-1961"}, {"birth_date": "02-01-1961"}),
    ("nik.sex_differs", {"sex": "Perempuan"}, {"sex": "Laki - laki"}),
    ("nik.sex_differs", {"nik": "7405015206770841", "sex": "L"}, {"nik": "7405015206770841", "sex": "pr"}),
    ("nik.sex_differs", {"sex": "P"}, {"sex": None}),
    ("nik.birth_date_differs", {"birth_date": "13-06-1977"}, {"birth_date": "12-06-1977"}),
    ("nik.birth_date_differs", {"birth_date": "12-07-1977"}, {}),
    ("nik.birth_date_differs", {"birth_date": "12-06-1978"}, {"nik": "7405015206770841"}),
    ("nik.place_unknown", {"nik": "9999991206770841"}, {}),
    ("occupation.missing", {"occupation": "-"}, {"occupation": "PNS"}),
    ("phone.missing", {"phone": None}, {"phone": "0812"}),
    ("mother.missing", {"mother": "  "}, {}),
]


@pytest.mark.parametrize(("code", "row", "barely_not"), HOLDS)
def test_a_code_holds_and_barely_not(code, row, barely_not):
    assert code in codes(**row)
    assert code not in codes(**barely_not)


def test_leap_day_ages():
    """Somebody born on 29 February is a year older on 1 March of other years."""
    born = {"birth_date": "29-02-2008", "nik": "7405012902080841"}
    assert [set(checked(born, start=start).rows["codes"][0].split()) & {"person.too_young"} for start in (date(2026, 2, 28), date(2026, 3, 1))] == [
        {"person.too_young"},
        set(),
    ]
    old = {"birth_date": "29-02-1960", "nik": "7405012902600841"}
    assert [checked(old, start=start).rows["verdict"][0] for start in (date(2025, 2, 28), date(2025, 3, 1))] == ["passes", "rejected"]
    assert checked({"birth_date": "28-02-2006"}, start=date(2024, 2, 29)).rows["verdict"][0] == "passes"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("deaths", "person.deceased"),
        ("civil_servants", "person.civil_servant"),
        ("village_officials", "person.village_official"),
        ("active_members", "person.already_covered"),
    ],
)
def test_registers_exclude_by_nik_alone(kind, code):
    listed = checked({}, registers={kind: register(GOOD["nik"], date(2025, 12, 31))})
    assert (listed.rows["codes"][0], listed.rows["verdict"][0]) == (code, "rejected")
    assert checked({}, registers={kind: register("7405011206770842", date(2025, 12, 31))}).rows["verdict"][0] == "passes"
    assert (
        code not in checked({"nik": GOOD["nik"][:15] + "0", "nik_number": True}, registers={kind: register(GOOD["nik"][:15] + "0")}).rows["codes"][0]
    )


@pytest.mark.parametrize(("on", "verdict"), [(date(2025, 12, 31), "rejected"), (START, "passes"), (date(2026, 1, 2), "passes"), (None, "rejected")])
def test_a_death_counts_before_the_start(on, verdict):
    assert checked({}, registers={"deaths": register(GOOD["nik"], on)}).rows["verdict"][0] == verdict


@pytest.mark.parametrize("kind", ["civil_servants", "village_officials", "active_members"])
@pytest.mark.parametrize(
    ("on", "until", "verdict"),
    [
        (None, None, "rejected"),
        (date(2026, 3, 1), None, "passes"),  # becomes one after the cover began
        (START, None, "rejected"),
        (date(2020, 1, 1), date(2025, 12, 31), "passes"),  # was one
        (date(2020, 1, 1), START, "rejected"),  # still is on its last day
        (None, date(2025, 12, 31), "passes"),
    ],
)
def test_a_status_counts_on_the_day_the_cover_begins(kind, on, until, verdict):
    listed = register(GOOD["nik"], on).with_columns(until=pl.lit(until, pl.Date))
    assert checked({}, registers={kind: listed}).rows["verdict"][0] == verdict


def test_who_becomes_a_civil_servant_in_march_is_excluded_from_april_on():
    servants = {"civil_servants": register(GOOD["nik"], date(2026, 3, 1))}
    assert [checked({}, registers=servants, start=start).rows["verdict"][0] for start in (START, date(2026, 4, 1))] == ["passes", "rejected"]


def test_of_two_lines_about_one_person_the_one_that_holds_on_the_day_counts():
    lines = pl.concat([register(GOOD["nik"], date(2026, 3, 1), "PPPK"), register(GOOD["nik"], None, "honorer TNI")])
    assert checked({}, registers={"civil_servants": lines}).findings["evidence"].to_list() == ["honorer TNI"]


def test_the_first_row_that_passes_keeps_the_nik():
    result = checked({"name": None}, {"birth_date": "01-01-1950"}, {}, {"file": "b.xlsx"}, {"nik": "'" + GOOD["nik"]})
    assert result.rows["verdict"].to_list() == ["needs_fixing", "rejected", "passes", "duplicate", "duplicate"]
    told = result.findings.filter(code="nik.duplicate")
    assert told["evidence"].to_list() == ["a.xlsx:4", "a.xlsx:4"]
    assert sentence("nik.duplicate", GOOD["nik"], "a: b.xlsx:4").id == "NIK ini juga diusulkan di a: b.xlsx baris 4."


def test_a_row_of_an_earlier_list_keeps_the_nik():
    result = checked({}, {"nik": "7405011206770842"}, earlier=[(GOOD["nik"], "lama.xlsx", 7)])
    assert result.rows["verdict"].to_list() == ["duplicate", "passes"]
    assert result.findings.filter(code="nik.duplicate")["evidence"].to_list() == ["lama.xlsx:7"]


def test_damaged_and_malformed_niks_are_nobodys_duplicate():
    damaged = {"nik": GOOD["nik"][:15] + "0", "nik_number": True}
    assert checked(damaged, damaged, {"nik": "123"}, {"nik": "123"}).rows["verdict"].to_list() == ["needs_fixing"] * 4


def test_the_strongest_code_decides():
    dead = {"deaths": register(GOOD["nik"], date(2025, 1, 1))}
    both = checked({}, {}, {"name": None, "phone": None}, registers=dead)
    assert both.rows["verdict"].to_list() == ["rejected", "rejected", "needs_fixing"]
    assert both.rows["codes"][2].split() == ["name.missing", "person.deceased", "phone.missing"]
    assert checked({"phone": None, "sex": "P"}).rows["verdict"][0] == "passes"


def _random_row(rng: random.Random) -> dict:
    return {
        "file": rng.choice(["a.xlsx", "b.xlsx"]),
        "nik": rng.choice([None, "7405011206770841", "7405011206770842", "7405015206770841", "7405011206770840", "x", "7.4E+15", "9999"]),
        "nik_number": rng.random() < 0.3,
        "name": rng.choice([None, "Ani", "Budi", ""]),
        "birth_date": rng.choice([None, "12-06-1977", "31-02-1980", "1-1-1950", "1-1-2015"]),
        "birth": rng.choice([None, "Bone, 1-1-1980", "Bone"]),
        "sex": rng.choice([None, "L", "P", "?"]),
        "occupation": rng.choice([None, "Petani"]),
    }


@pytest.mark.parametrize("seed", range(20))
def test_the_equation_and_the_order_of_verdicts_hold_for_any_rows(seed):
    rng = random.Random(seed)
    result = checked(
        *[_random_row(rng) for _ in range(300)], registers={"deaths": register("7405015206770841", rng.choice([None, date(2026, 5, 1)]))}
    )
    assert sum(result.counts().values()) == result.rows.height == 300
    kept = set()
    for row in result.rows.iter_rows(named=True):
        held = row["codes"].split()
        weights = [severity for severity in Severity if any(FINDINGS[code].severity is severity for code in held)]
        assert row["verdict"] == (VERDICT_OF[weights[0]] if weights else Verdict.PASSES)
        if row["verdict"] == "passes":
            assert row["nik_digits"] not in kept
            kept.add(row["nik_digits"])
        if "nik.duplicate" in held:
            assert row["nik_digits"] in kept
    found = result.findings.group_by("seq").agg(pl.col("code")).sort("seq")
    assert dict(zip(found["seq"], map(set, found["code"]), strict=True)) == {
        r["seq"]: set(r["codes"].split()) for r in result.rows.iter_rows(named=True) if r["codes"]
    }


@pytest.mark.parametrize("code", FINDINGS)
def test_every_code_is_said_in_two_languages_with_what_to_do(code):
    finding = FINDINGS[code]
    for value, evidence in (("7405{x}", "PNS"), (None, None), ("{0}", "2025-05-03"), ("a", "2025-02-30"), ("12", "b: c.xlsx:12")):
        said = sentence(code, value, evidence)
        assert said.id != said.en
        blanks = re.compile(r"\{(value|evidence|why)\}")
        assert not blanks.search(said.id + said.en)
        assert said.id.endswith(".")
        assert said.en.endswith(".")
    assert finding.do.id
    assert finding.do.en
    assert finding.do.id != finding.do.en
    assert finding.title.id
    assert finding.title.en


def test_the_codes_are_those_of_the_catalogue_and_no_other():
    assert {code: finding.severity.value for code, finding in FINDINGS.items()} == {
        **dict.fromkeys(["nik.missing", "nik.malformed", "nik.damaged", "name.missing", "birth_date.missing", "birth_date.invalid"], "blocking"),
        **dict.fromkeys(
            ["person.deceased", "person.civil_servant", "person.village_official", "person.already_covered", "person.too_young", "person.too_old"],
            "excluding",
        ),
        "nik.duplicate": "duplicate",
        **dict.fromkeys(
            [
                "nik.sex_differs",
                "nik.birth_date_differs",
                "nik.place_unknown",
                "person.probable_duplicate",
                "person.probable_overlap",
                "occupation.missing",
                "phone.missing",
                "mother.missing",
            ],
            "warning",
        ),
    }


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("7405", "hanya 4 angka"),
        ("74050112067708411", "ada 17 angka"),
        ("7405O11206770841", "huruf atau tanda"),
        ("7405013202770841", "tanggal lahir"),
        ("\u202a740501320277084\u202c", "hanya 15 angka"),
    ],
)
def test_a_malformed_nik_says_why(value, why):
    assert why in sentence("nik.malformed", value, None).id

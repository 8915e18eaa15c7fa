"""payung law as people and tools use it: answers in two languages, one sentence and exit code 2 for what cannot be answered."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from payung.cli.main import build

WORK = ["--segment", "BPU", "--month", "2025-12", "--income", "1000000"]


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build("law"), ["law", *words])
    return done.exit_code, done.stdout, done.stderr


def answer(*words: str) -> dict:
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def contribution(*words: str) -> dict:
    return answer("contribution", *words)


@pytest.mark.parametrize(
    ("words", "total", "lines"),
    [
        (WORK, 16_800, {"JKK": 10_000, "JKM": 6_800}),
        ([*WORK, "--programme", "JKK", "--programme", "jkm", "--programme", "JHT"], 36_800, {"JKK": 10_000, "JKM": 6_800, "JHT_WORKER": 20_000}),
        (["--segment", "construction", "--month", "2026-06", "--contract-value", "180.000.000"], 392_000, {"JKK": 346_000, "JKM": 46_000}),
        (["--segment", "MIGRANT", "--month", "2026-06", "--contract-months", "24"], 332_500, {"JKK_JKM": 332_500}),
    ],
)
def test_contributions_as_the_law_has_them(words, total, lines):
    found = contribution(*words)
    assert (found["total"], found["lines"]) == (total, lines)


@pytest.mark.parametrize("written", ["1000000", "1.000.000", "Rp1.000.000", "Rp 1.000.000"])
def test_amounts_are_read_as_people_write_them(written):
    assert contribution("--segment", "BPU", "--month", "2025-12", "--income", written)["total"] == 16_800


def test_every_option_of_a_contribution_reaches_the_rule():
    found = contribution(
        "--segment", "PU", "--month", "2025-06", "--wage", "1000000", "--risk-group", "5", "--labour-intensive", "--months-late", "2"
    )
    assert found["lines"] == {"JKK": 8_700, "JKM": 3_000}
    assert found["late_fee"] == 468
    moving = contribution("--segment", "BPU", "--month", "2026-02", "--income", "1000000", "--sector", "transport", "--payer", "self")
    assert moving["total"] == 8_400


def test_the_answer_tells_sum_steps_articles_and_what_is_not_verified():
    code, out, _ = run("contribution", *WORK)
    assert code == 0
    assert out.startswith("Jumlah: Rp16.800\n")
    assert "4. JKM: Rp6.800" not in out
    assert "3. JKM: Rp6.800 untuk semua kelas. [PP 44/2015 Pasal 20(3)]" in out
    assert "Kepastian: belum diverifikasi (dari laporan)." in out
    assert "bpu.classes" in out
    assert "bpu.jkm_amount" not in out  # read in the regulation


def test_the_answer_in_english():
    _, out, _ = run("contribution", *WORK, "--lang", "en")
    assert out.startswith("Sum: Rp16,800\n")
    assert "JKM: Rp6,800 in every class. [PP 44/2015 Pasal 20(3)]" in out
    assert "Sureness: not verified (from a report)." in out


def test_a_choice_of_ours_is_named_as_such():
    _, out, _ = run("contribution", "--segment", "BPU", "--month", "2026-06", "--income", "1000000", "--payer", "VILLAGE")
    assert "Tafsiran kami, bunyi aturannya belum dibaca: JKK" in out


DEATH = ["death", "--cause", "other", "--segment", "BPU", "--died-on", "2025-08-15"]


@pytest.mark.parametrize(("since", "total"), [("2025-06-16", 10_000_000), ("2025-05-12", 42_000_000)])
def test_a_death_after_60_and_95_days(since, total):
    assert answer(*DEATH, "--member-since", since)["total"] == total


def test_a_death_with_children_names_the_scholarship():
    words = [*DEATH, "--member-since", "2020-01-01", "--months-paid", "40", "--child", "2015-04-30:sd:4", "--child", "2020-01-31"]
    assert answer(*words)["scholarship"]["total_max"] == 174_000_000
    assert "Beasiswa anak paling banyak Rp174.000.000, di luar jumlah itu." in run(*words)[1]
    assert "Scholarship of the children: Rp174,000,000 at most, on top." in run(*words, "--lang", "en")[1]


def test_arrears_are_told_in_two_parts():
    _, out, _ = run(*DEATH, "--member-since", "2020-01-01", "--months-in-arrears", "2")
    assert "Dibayar sekarang Rp10.000.000; setelah tunggakan lunas Rp32.000.000." in out


def test_an_accident():
    words = ["accident", "--segment", "PU", "--wage", "2.000.000", "--happened-on", "2025-03-01"]
    assert answer(*words, "--part", "thumb_right")["lines"] == {"PARTIAL": 24_000_000}
    assert answer(*words, "--part", "thumb_right", "--left-handed")["lines"] == {"PARTIAL": 19_200_000}
    assert answer(*words, "--part", "thumb_right:50", "--days-off", "30", "--transport", "LAND:300000")["lines"] == {
        "TRANSPORT": 300_000,
        "TEMPORARY": 2_000_000,
        "PARTIAL": 12_000_000,
    }
    assert answer(*words, "--total")["lines"] == {"TOTAL": 112_000_000, "PERIODIC": 12_000_000}
    assert "Partial disability" in run(*words, "--part", "thumb_right", "--lang", "en")[1]


def test_a_scholarship_year_by_year():
    words = ["scholarship", "--cause", "WORK", "--died-on", "2026-07-01", "--child", "2014-05-01:SD:6"]
    assert "2026/2027  SD  6" in run(*words)[1]
    assert run(*words, "--lang", "en")[1].startswith("Sum at most: Rp")


def test_heirs_in_their_order():
    words = ["heirs", "--relative", "spouse:dead", "--relative", "sibling", "--relative", "parent_in_law"]
    assert answer(*words)["step"] == "b2"
    assert run(*words)[1].startswith("Yang berhak: saudara kandung.\n")
    assert run(*words, "--lang", "en")[1].startswith("Entitled: sibling.\n")
    assert answer("heirs")["funeral_to"] == "ARRANGER"


def test_a_due_day():
    words = ["due", "--segment", "BPU", "--programme", "JKM", "--month", "2026-02"]
    assert answer(*words)["due_on"] == "2026-02-16"
    assert run(*words)[1].startswith("Paling lambat dibayar 16 Februari 2026.\n")
    assert run(*words, "--lang", "en")[1].startswith("To be paid by 16 February 2026.\n")


def test_a_figure_on_a_day():
    words = ["figure", "wage.jp_ceiling", "--on", "2026-02-28"]
    assert answer(*words)["value"] == 10_547_400
    assert answer(*words)["touches"] == {"contribution": ["PU"]}
    out = run(*words)[1]
    assert out.startswith("Batas upah tertinggi iuran JP: Rp10.547.400\n")
    assert "belum diverifikasi (dari laporan)" in out
    assert "A change of it changes: contribution (PU)." in run(*words, "--lang", "en")[1]


def test_a_figure_that_is_a_table():
    out = run("figure", "bpu.classes", "--on", "2026-01-01")[1]
    assert "Rp20.200.000  Rp20.700.000" in out


def test_the_history_of_a_figure_and_its_chart(tmp_path: Path):
    path = tmp_path / "jp.svg"
    code, out, _ = run("history", "wage.jp_ceiling", "--svg", str(path))
    assert code == 0
    assert "1 Maret 2021" in out
    assert "-Rp185.100" in out
    assert "28 Februari 2021" in out  # the last day of the value before
    assert ElementTree.fromstring(path.read_text(encoding="utf-8")).tag.endswith("svg")
    assert list(tmp_path.iterdir()) == [path]


def test_all_changes_newest_first():
    found = answer("history", "--since", "2026-01-01")
    assert [each["from"] for each in found] == sorted((each["from"] for each in found), reverse=True)
    assert "wage.jp_ceiling" in {each["key"] for each in found}
    assert all(each["from"] >= "2026-01-01" for each in found)
    assert "Rp10.547.400 → Rp11.086.300" in run("history", "--since", "2026-01-01")[1]


@pytest.mark.parametrize(
    "words",
    [
        ["contribution"],
        ["contribution", *WORK, "--payer", "BANK"],
        ["contribution", *WORK, "--wage", "5"],
        ["contribution", "--segment", "BPU", "--month", "2025-12", "--income", "1,5"],
        ["contribution", "--segment", "BPU", "--month", "2025-12", "--income", "1.5"],
        ["contribution", "--segment", "BPU", "--month", "2015-06"],
        ["contribution", "--segment", "PU", "--month", "2027-03", "--wage", "1", "--risk-group", "1", "--programme", "JP"],
        ["death", "--cause", "OTHER", "--segment", "BPU", "--died-on", "kemarin"],
        ["accident", "--segment", "PU", "--wage", "1", "--happened-on", "2026-01-01", "--part", "tail"],
        ["accident", "--segment", "PU", "--wage", "1", "--happened-on", "2026-01-01", "--part", "thumb_right:1:2:3"],
        ["heirs", "--relative", "NEIGHBOUR"],
        ["scholarship", "--cause", "WORK", "--died-on", "2026-01-01"],
        ["due", "--segment", "BPU", "--programme", "JP", "--month", "2026-01"],
        ["figure", "bpu.nothing"],
        ["figure", "bpu.jkm_amount", "--on", "2015-01-01"],
        ["figure", "bpu.jkm_amount", "--on", "kapan"],
        ["history", "bpu.nothing"],
        ["history", "bpu.classes", "--svg", "x.svg"],
        ["history", "--svg", "x.svg"],
        ["history", "wage.jp_ceiling", "--svg", "there/is/no/folder.svg"],
        ["eval", "there-is-no-file.json"],
        ["docs", "/dev/null/rules"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_answered_is_one_sentence_and_exit_code_2(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = [run(*words, "--lang", lang) for lang in ("id", "en")]
    assert [(code, out) for code, out, _ in said] == [(2, ""), (2, "")]
    assert all(len(err.splitlines()) == 1 and "(ValueError)" not in err and "tidak terduga" not in err for _, _, err in said)
    assert said[0][2] != said[1][2]
    assert list(tmp_path.iterdir()) == []


def evaluated(tmp_path: Path, cases: object, *words: str) -> list:
    path = tmp_path / "cases.json"
    path.write_text(cases if isinstance(cases, str) else json.dumps(cases), encoding="utf-8")
    code, out, err = run("eval", str(path), *words)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_eval_answers_every_case_in_order(tmp_path):
    given = {"segment": "BPU", "month": "2025-12", "income": 1_000_000, "payer": "SELF"}
    found = evaluated(
        tmp_path,
        [
            {"id": "a", "rule": "contribution", "given": given},
            {"id": 7, "rule": "contribution", "given": {**given, "salary": 1}},
            {"id": "c", "rule": "nothing", "given": {}},
            {"id": "d", "rule": "due", "given": {"segment": "BPU", "programme": "JKM", "month": "2026-02"}, "more": 1},
            {"id": "e", "rule": "due", "given": {"segment": "BPU", "programme": "JKM", "month": "2026-02"}},
        ],
    )
    assert [case["id"] for case in found] == ["a", 7, "c", "d", "e"]
    assert found[0]["result"]["total"] == 16_800
    assert set(found[0]["result"]) == {"lines", "total", "payable", "late_fee", "mark", "steps"}
    assert found[4]["result"]["due_on"] == "2026-02-16"
    assert [case["error"]["code"] for case in found[1:4]] == ["contribution.unknown_key", "eval.rule", "eval.case"]


def test_eval_speaks_both_languages_and_prints_the_same_with_json(tmp_path):
    case = [{"id": 1, "rule": "contribution", "given": {"segment": "BPU"}}]
    assert "belum ada" in evaluated(tmp_path, case)[0]["error"]["sentence"]
    assert "is missing" in evaluated(tmp_path, case, "--lang", "en")[0]["error"]["sentence"]
    assert evaluated(tmp_path, case, "--json") == evaluated(tmp_path, case)
    assert evaluated(tmp_path, "\ufeff[]") == []


@pytest.mark.parametrize("text", ["", "{", "[1,", "[" * 100_000, "{}", "3"])
def test_eval_of_a_file_that_is_no_list_is_one_sentence(tmp_path, text):
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    code, out, err = run("eval", str(path))
    assert (code, out, len(err.splitlines())) == (2, "", 1)


def test_eval_of_a_folder_or_of_bytes_is_one_sentence(tmp_path):
    (tmp_path / "x.json").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path, tmp_path / "x.json"):
        code, out, err = run("eval", str(path))
        assert (code, out, len(err.splitlines())) == (2, "", 1)

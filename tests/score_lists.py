"""Hold a check's answer against the truth that payung.demo.make_lists wrote.

    python tests/score_lists.py TRUTH_FOLDER RESULT.csv

RESULT.csv has the columns file, sheet, row, verdict, codes (codes separated by spaces). Prints what differs and one figure a
code; exits 0 only where no row is lost or invented, every verdict agrees, and every code that truth knows is found exactly.
"""

import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

OPTIONAL = {
    "nik.birth_date_differs",
    "nik.place_unknown",
    "person.probable_duplicate",
    "person.probable_overlap",
    "occupation.missing",
    "phone.missing",
    "mother.missing",
}
Key = tuple[str, int]  # file, row


@dataclass
class Score:
    """`found`, `missed`, `extra` count codes; `wrong` holds (key, true verdict, said verdict, true codes, found codes)."""

    rows: int
    lost: list[Key]
    invented: list[Key]
    wrong: list[tuple[Key, str, str, list[str], list[str]]] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)

    @property
    def perfect(self) -> bool:
        return not (self.lost or self.invented or self.wrong or self.missed or self.extra)


def load(path: Path) -> dict[Key, tuple[str, set[str]]]:
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return {(row["file"], int(row["row"])): (row["verdict"], set(row["codes"].split())) for row in csv.DictReader(handle)}


def score(truth_folder: Path, result_file: Path) -> Score:
    truth, result = load(truth_folder / "rows.csv"), load(result_file)
    told = Score(len(truth), sorted(truth.keys() - result.keys()), sorted(result.keys() - truth.keys()))
    for key in sorted(truth.keys() & result.keys()):
        (verdict, codes), (said, found) = truth[key], result[key]
        found = found - OPTIONAL
        if verdict != said:
            told.wrong.append((key, verdict, said, sorted(codes), sorted(found)))
        told.found.update(codes & found)
        told.missed.update(codes - found)
        told.extra.update(found - codes)
    return told


def main() -> int:
    told = score(Path(sys.argv[1]), Path(sys.argv[2]))
    for code in sorted(told.found.keys() | told.missed.keys() | told.extra.keys()):
        print(f"{code:28} found {told.found[code]:6}  missed {told.missed[code]:5}  invented {told.extra[code]:5}")
    for title, rows in (("lost", told.lost), ("invented", told.invented), ("wrong verdict", told.wrong)):
        for row in rows[:10]:
            print(title, row)
    right = 100 * (told.rows - len(told.lost) - len(told.wrong)) / told.rows
    print(f"rows {told.rows}, lost {len(told.lost)}, invented {len(told.invented)}, wrong verdict {len(told.wrong)}, right {right:.2f}%")
    return 0 if told.perfect else 1


if __name__ == "__main__":
    sys.exit(main())

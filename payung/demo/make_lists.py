"""Make a regency's messy worker lists, the registers to check them against, and the truth about every row.

Everything is invented; only the place codes are real (Konawe Selatan, 74.05). The files look like those that villages and
offices really send: titles above the header, other header words in every file, signatures below, NIK kept as text, as a number,
with an apostrophe or spaces, four ways to write a date, legacy .xls beside .xlsx and semicolon CSV.

    python -m payung.demo.make_lists OUT [--people 5000] [--lists 40] [--seed 1] [--bad 0.12] [--start 2026-01-01]

Writes  OUT/lists/*.{xlsx,xls,csv}     what was sent
        OUT/registers/*.csv            deaths, civil_servants, village_officials, active_members, taspen, welfare
        OUT/truth/rows.csv             file, sheet, row (as the spreadsheet numbers it), person, nik, verdict, codes
        OUT/truth/same_person.csv      pairs of rows that are one person under two NIKs
        OUT/truth/overlap.csv          file, row, taspen_row: rows of people who are in taspen.csv, and its line (the header is line 1)
        OUT/truth/totals.json          the sums that any correct check must reproduce
"""

import argparse
import csv
import datetime as dt
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from payung.demo.names import OFFICES
from payung.demo.people import Person, Sent, World, invent_people, invent_senders, plan_rows, vary
from payung.demo.sheets import lay_out, save
from payung.demo.truth import Truth, compare_rows, truth_of, write_overlap, write_truth


def make_lists(
    out: Path,
    *,
    people: int = 5000,
    lists: int = 40,
    seed: int = 1,
    bad: float = 0.12,
    start: dt.date = dt.date(2026, 1, 1),
) -> dict[str, int]:
    """Write it all below `out`; returns the number of rows, in all and by verdict. `bad` is the share of people with something wrong."""
    for folder in ("lists", "registers", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    # Invented people, not secrets: the same seed must give the same regency.
    world = World(random.Random(seed), start)
    senders = invent_senders(world, lists)
    invented = invent_people(world, people, [home for _, home in senders])
    rows = plan_rows(world, invented, lists, bad)
    made = _write_lists(out / "lists", world, rows, [office for office, _ in senders])
    true = compare_rows(made)
    verdicts = write_truth(out / "truth", true, made, lists, start.isoformat())
    write_overlap(out / "truth", true, write_registers(out / "registers", world, invented, rows))
    return {"rows": len(made), **verdicts}


def _write_lists(folder: Path, world: World, rows: list[Sent], offices: list[str]) -> list[Truth]:
    made: list[Truth] = []
    for n, office in enumerate(offices):
        own = [row for row in rows if row.list == n]
        world.rng.shuffle(own)
        suffix, sheets, data_sheet, placed = lay_out(world.rng, own, office)
        mark = " bom" if suffix == ".csv" and world.rng.random() < 0.5 else ""
        path = folder / f"{n + 1:02d} {office}{mark}{suffix}"
        save(path, sheets)
        made += [truth_of(path.name, data_sheet, row) for row in placed]
    return made


def write_registers(folder: Path, world: World, people: list[Person], rows: list[Sent]) -> list[int]:
    """The registers that the faults of `rows` need, filled up with strangers. Taspen has no NIK, only names as another clerk wrote them.

    Returns who stands in Taspen's, line by line; strangers are below 0.
    """
    rng, start = world.rng, world.start
    strangers = [world.person(-1 - i) for i in range(max(200, len(people) // 5))]

    def found(fault: str, share: float) -> list[Person]:
        return [row.person for row in rows if row.fault == fault] + rng.sample(strangers, int(len(strangers) * share))

    def ago(first: int, last: int) -> dt.date:
        return start - dt.timedelta(days=rng.randrange(first, last))

    def table(name: str, header: str, listed: list[Person], line: Callable[[Person], list[Any]]) -> list[int]:
        lines = [(person.id, line(person)) for person in listed]
        rng.shuffle(lines)
        with open(folder / name, "w", newline="", encoding="utf-8") as handle:
            writer = csv.writer(handle)
            writer.writerow(header.split())
            writer.writerows(told for _, told in lines)
        return [person for person, _ in lines]

    table("deaths.csv", "nik nama tanggal_lahir tanggal_meninggal", found("deceased", 0.3), lambda p: [p.nik, p.name, p.born, ago(20, 900)])
    table(
        "civil_servants.csv",
        "nik nama tanggal_lahir jenis",
        found("civil_servant", 0.4),
        lambda p: [p.nik, p.name, p.born, rng.choice(["PNS", "PPPK", "TNI", "POLRI"])],
    )
    table(
        "village_officials.csv",
        "nik nama tanggal_lahir jabatan",
        found("village_official", 0.2),
        lambda p: [p.nik, p.name, p.born, rng.choice(["Kepala Desa", "Sekretaris Desa", "BPD", "Kaur"])],
    )
    table(
        "active_members.csv",
        "nik nama nomor_peserta segmen pembiaya aktif_sejak",
        found("already_covered", 0.5),
        lambda p: [
            p.nik,
            p.name,
            f"{rng.randrange(10**10, 10**11)}",
            rng.choice(["PU", "BPU"]),
            rng.choice(["Perusahaan", "Mandiri", "APBD Provinsi"]),
            ago(30, 1500),
        ],
    )
    pensioners = table(
        "taspen.csv", "nama tanggal_lahir instansi", found("civil_servant", 0.4), lambda p: [vary(p.name, rng).upper(), p.born, rng.choice(OFFICES)]
    )
    table("welfare.csv", "nik desil", rng.sample(people, int(len(people) * 0.8)), lambda p: [p.nik, rng.randrange(1, 11)])
    return pensioners


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--lists", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bad", type=float, default=0.12)
    parser.add_argument("--start", type=dt.date.fromisoformat, default=dt.date(2026, 1, 1))
    args = parser.parse_args()
    print(json.dumps(make_lists(args.out, people=args.people, lists=args.lists, seed=args.seed, bad=args.bad, start=args.start)))


if __name__ == "__main__":
    main()

"""How well, and how fast, people are found who are one: `payung bench matching`.

Each set is made in one process and matched in another, whose time and memory are measured: python -m payung.demo.bench_matching make|match SET FOLDER
[ENGINE] [MASTER].
"""

import csv
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from payung.demo.bench_law import there
from payung.demo.matching_sets import ON, SETS, People, PeopleSet, febrl_files
from payung.demo.score_pairs import Score, score, under_two_niks
from payung.reports.reliability_chart import Bin, reliability_chart
from payung.values.errors import InputError
from payung.values.words import Lang, Words, number, share

THRESHOLD = 0.5
_LEAST = 0.001  # probabilities are judged from here up
_SPARK = "local-cluster[2,1,4096]"
_MOST_APART = 1e-6  # engines add in another order
_HEAD = {
    "set": Words("Kumpulan", "Set"),
    "rows": Words("Baris", "Rows"),
    "pairs": Words("Pasangan benar", "True pairs"),
    "returned": Words("Ditemukan", "Returned"),
    "precision": Words("Ketepatan", "Precision"),
    "recall": Words("Kelengkapan", "Recall"),
    "f1": Words("F1", "F1"),
    "error": Words("Selisih peluang", "Calibration error"),
    "error_middle": Words("… antara 5 dan 95 %", "… between 5 and 95 %"),
    "seconds": Words("Detik", "Seconds"),
    "memory_mb": Words("Memori MB", "Memory MB"),
    "growth": Words("N → 8N", "N → 8N"),
}
_TWO_NIKS = Words("… dengan dua NIK", "… under two NIKs")
Line = dict[str, Any]


def chosen(only: str | None, *, spark: bool) -> list[PeopleSet]:
    """The sets of that name or group; all where none is named. Those for Spark come only when asked for.

    Errors: bench.unknown for another name; bench.no_spark where Spark is asked for and not installed.
    """
    if spark and not there("Spark"):
        raise InputError(
            "bench.no_spark", Words("Spark tidak terpasang. Jalankan “make scale” dahulu.", "Spark is not installed. Run “make scale” first.")
        )
    there_are = [each for each in SETS if spark or each.group != "spark"]
    found = [each for each in there_are if only in (None, each.name, each.group)]
    if not found:
        names = ", ".join(dict.fromkeys(name for each in there_are for name in (each.group, each.name)))
        raise InputError("bench.unknown", Words(f"“{only}” tidak dikenal. Pilihannya: {names}.", f"“{only}” is unknown. Choose among: {names}."))
    return found


def measure_matching(sets: list[PeopleSet], *, told: Callable[[Words], None]) -> list[Line]:
    """One line a set and engine, with a further one for pairs under two NIKs where they are known; keys as _HEAD, and title and bins."""
    found: list[Line] = []
    with TemporaryDirectory(prefix="payung-bench-") as name:
        folder = Path(name)
        for each in sets:
            if each.group == "febrl" and not febrl_files():
                told(
                    Words(
                        f"{each.title.id}: dilewati, datanya dipasang oleh “make scale”.",
                        f"{each.title.en}: skipped, “make scale” installs its data.",
                    )
                )
                continue
            told(Words(f"… {each.title.id}", f"… {each.title.en}"))
            _child("make", each.name, name)
            answers = [_child("match", each.name, name, engine) for engine in each.engines]
            if len(answers) > 1:
                told(_compared(folder, each))
            for engine, answer in zip(each.engines, answers, strict=True):
                found += _lines(each, engine, answer)
            for path in (folder / each.name).glob("*"):
                path.unlink()
    seconds = {line["set"]: line["seconds"] for line in found}
    times = {each.name: seconds.get(each.times) for each in sets}
    return [{**line, "growth": line["seconds"] / small if (small := times.get(line["set"])) else None} for line in found]


def _lines(each: PeopleSet, engine: str, answer: Line) -> list[Line]:
    suffix = "" if len(each.engines) == 1 else f" ({'Spark' if engine == 'spark' else 'DuckDB'})"
    title = Words(each.title.id + suffix, each.title.en + suffix)
    lines = [{"set": each.name + suffix, "title": title, **answer["all"], **answer["run"], "growth": None}]
    if answer["two_niks"]:
        blank = dict.fromkeys(("left_rows", "right_rows", "seconds", "memory_mb", "growth"))
        lines.append({"set": f"{each.name}-two-niks", "title": _TWO_NIKS, **answer["two_niks"], **blank})
    return lines


def _child(*words: str) -> Line:
    """The last line that a process of its own printed."""
    done = subprocess.run([sys.executable, "-m", "payung.demo.bench_matching", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-1500:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _compared(folder: Path, each: PeopleSet) -> Words:
    """Whether both engines gave the same pairs at the default threshold."""
    ours, theirs = (pl.read_parquet(folder / each.name / f"found-{engine}.parquet") for engine in each.engines)
    both = ours.join(theirs, on=["left_id", "right_id"])
    apart = float((both["probability"] - both["probability_right"]).abs().max() or 0)  # type: ignore[arg-type]
    same = ours.height == theirs.height == both.height and apart <= _MOST_APART
    if same:
        return Words(f"DuckDB = Spark: {both.height} pasangan yang sama", f"DuckDB = Spark: the same {both.height} pairs")
    alone = ours.height - both.height, theirs.height - both.height
    return Words(
        f"DuckDB ≠ Spark: {both.height} pasangan sama, {alone[0]} hanya DuckDB, {alone[1]} hanya Spark, peluang berselisih sampai {apart:.6f}",
        f"DuckDB ≠ Spark: {both.height} pairs the same, {alone[0]} only DuckDB, {alone[1]} only Spark, probabilities up to {apart:.6f} apart",
    )


def match_people(people: People, engine: str, *, judged: bool) -> tuple[pl.DataFrame, float]:
    """The pairs found, and the seconds it took."""
    from payung.matching.match import match

    began = time.perf_counter()
    found = match(people.left, people.right, on=ON, threshold=_LEAST if judged else THRESHOLD, engine=engine)  # type: ignore[arg-type]
    return found.select("left_id", "right_id", "probability"), time.perf_counter() - began


def score_people(people: People, found: pl.DataFrame, *, judged: bool) -> tuple[Score, Score | None]:
    """All pairs, and those under two NIKs where the NIKs are known."""
    inside = people.right is None
    total = score(found, people.pairs, threshold=THRESHOLD, inside=inside, calibrated=judged)
    if people.niks is None:
        return total, None
    two = score(under_two_niks(found, people.niks), under_two_niks(people.pairs, people.niks), threshold=THRESHOLD, inside=inside, calibrated=judged)
    return total, replace(two, bins=())


def write_answers(lines: list[Line], folder: Path, lang: Lang) -> list[Path]:
    """matching.csv with every figure, reliability.csv with every bin, and a chart a set that was judged."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = ["set", "left_rows", "right_rows", "pairs", "returned", "found", *list(_HEAD)[4:]]
    bins = [{"set": line["set"], **one} for line in lines for one in line["bins"]]
    written = [folder / "matching.csv", folder / "reliability.csv"]
    for path, columns, rows in ((written[0], figures, lines), (written[1], ["set", "start", "end", "pairs", "true", "said"], bins)):
        with open(path, "w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    for line in lines:
        if line["bins"]:
            path = folder / f"reliability-{re.sub(r'[^a-z0-9]+', '-', line['set'])}.svg"
            path.write_text(reliability_chart(line["title"], [Bin(**one) for one in line["bins"]], lang), encoding="utf-8")
            written.append(path)
    return written


def table_of(lines: list[Line], lang: Lang) -> list[list[str]]:
    """The head and one row a line, as people read them."""
    return [[head.said(lang) for head in _HEAD.values()], *(_row(line, lang) for line in lines)]


def _row(line: Line, lang: Lang) -> list[str]:
    def whole(key: str) -> str:
        return "–" if line[key] is None else number(line[key], lang)

    rows = whole("left_rows") + (f" × {whole('right_rows')}" if line["right_rows"] else "")
    shares = [share(line[key], lang) for key in ("precision", "recall", "f1", "error", "error_middle")]
    seconds, growth = line["seconds"], line["growth"]
    return [
        line["title"].said(lang),
        rows,
        whole("pairs"),
        whole("returned"),
        *shares,
        "–" if seconds is None else f"{seconds:.1f}",
        whole("memory_mb"),
        "–" if growth is None else f"{growth:.1f} ×",
    ]


def main(work: str, name: str, folder: Path, engine: str = "duckdb") -> None:
    each = next(one for one in SETS if one.name == name)
    own = folder / name
    if work == "make":
        each.make(folder).save(own)
        print("{}")
        return
    people = People.load(own)
    found, seconds = match_people(people, engine, judged=each.judged)
    if len(each.engines) > 1:
        found.write_parquet(own / f"found-{engine}.parquet")
    memory = None if engine == "spark" else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # Spark's is the virtual machines'
    total, two = score_people(people, found, judged=each.judged)
    run = {
        "left_rows": people.left.height,
        "right_rows": None if people.right is None else people.right.height,
        "seconds": seconds,
        "memory_mb": memory,
    }
    print(json.dumps({"all": total.as_dict(), "two_niks": two.as_dict() if two else None, "run": run}))


if __name__ == "__main__":
    os.environ.setdefault("PAYUNG_SPARK_MASTER", _SPARK)
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])

"""The invented regency made, checked by the command and judged against the truth about every row."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
REGISTERS = ("deaths", "civil_servants", "village_officials", "active_members", "taspen", "welfare")


def run(*command: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=False, cwd=ROOT)


def score(folder: Path, *options: str, start: str = "2026-01-01") -> str:
    """What the judge says last."""
    made = run("-m", "payung.demo.make_lists", folder, "--start", start, *options)
    assert made.returncode == 0, made.stderr
    registers = [word for kind in REGISTERS for word in ("--register", f"{kind}={folder / 'registers' / kind}.csv")]
    checked = run("-m", "payung", "check", folder / "lists", *registers, "--start", start, "--out", folder / "out")
    assert checked.returncode == 0, checked.stderr
    judged = run(ROOT / "tests" / "score_lists.py", folder / "truth", folder / "out" / "rows.csv")
    assert judged.returncode == 0, judged.stdout
    return judged.stdout.splitlines()[-1]

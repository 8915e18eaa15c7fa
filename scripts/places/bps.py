"""Write payung/places/data/bps_regencies.csv, the bridge between Kemendagri and BPS numbers: `python scripts/places/bps.py`.

Columns: kemendagri (with its dot), bps (four digits), name (Kemendagri). Reads places.csv.xz, written by generate.py before, and bps_differences.txt;
every regency not listed there has the same number at both. Fails unless all 514 are bridged and no number occurs twice.
BPS numbers are those of 2018, before it too renumbered Papua: good for joining older publications, not for Papua tables of 2023 and later.
"""

import csv
import lzma
import re
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "payung" / "places" / "data"

# Old to new Kemendagri number of the regencies that changed province in 2022.
RENUMBERED = {
    "9101": "9301", "9116": "9302", "9117": "9303", "9118": "9304",
    "9104": "9401", "9107": "9402", "9108": "9403", "9109": "9404", "9125": "9405", "9126": "9406", "9127": "9407", "9128": "9408",
    "9102": "9501", "9112": "9502", "9113": "9503", "9114": "9504", "9121": "9505", "9122": "9506", "9123": "9507", "9124": "9508",
    "9201": "9601", "9204": "9602", "9205": "9603", "9209": "9604", "9210": "9605", "9271": "9671",
}  # fmt: skip


def differences() -> dict[str, str]:
    """BPS number by today's Kemendagri number, both four digits."""
    text = "\n".join(line for line in (HERE / "bps_differences.txt").read_text().splitlines() if not line.startswith("#"))
    found = {}
    for bps, tail in re.findall(r"(\d{4}) (\d{4}|\d{2})\b", text):
        kemendagri = tail if len(tail) == 4 else bps[:2] + tail
        found[RENUMBERED.get(kemendagri, kemendagri)] = bps
    return found


def main() -> None:
    rows = csv.DictReader(lzma.decompress((DATA / "places.csv.xz").read_bytes()).decode().splitlines())
    regencies = {row["code"].replace(".", ""): row for row in rows if len(row["code"]) == 5}
    other = differences()
    bridge = {code: other.get(code, code) for code in regencies}
    if set(other) - set(regencies) or len(bridge) != 514 or len(set(bridge.values())) != 514:
        raise SystemExit(f"the bridge has a hole: {sorted(set(other) - set(regencies))}, {len(bridge)}, {len(set(bridge.values()))}")
    with (DATA / "bps_regencies.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kemendagri", "bps", "name"))
        writer.writerows((regencies[code]["code"], bps, regencies[code]["name"]) for code, bps in bridge.items())
    print(f"{len(bridge)} regencies, {sum(code != bps for code, bps in bridge.items())} with different numbers")


if __name__ == "__main__":
    main()

"""Write the place codes and names that Payung ships: `python scripts/places/generate.py` (a maintainer's job, after a new Kepmendagri).

Writes payung/places/data/
  places.csv.xz         code,name of every province, regency, district and village, sorted by code
  former_districts.csv  district codes that a NIK may begin with but that no longer exist
Fails, and writes nothing, if a count or a single code differs from the independent list.

Needs: Python 3.11, pip, npm, the network. Nothing of Payung.
"""

import csv
import io
import lzma
import tempfile
from pathlib import Path

from sources import COUNTS, LEVELS, dotted, idn_area_codes, nusantara

DATA = Path(__file__).parents[2] / "payung" / "places" / "data"

# Districts of the regencies that left the province of Papua (91) in 2022, under their old numbers: first_last, by old regency.
# Source: GitHub kodewilayah/explorer (MIT), data/bps/bps-to-dagri.tsv at 95495514, the bridge of BPS of the first half of 2018.
PAPUA_BEFORE_2022 = {
    "9101": "01-20", "9102": "01 03 04 12 15 25 27-29 34 35 40-68", "9104": "01-03 06 07 10-12 16 17 21-25", "9107": "01 03 06-08 10-12 17-34",
    "9108": "01 02 04 07 09 12 13 19-34", "9109": "01-18", "9112": "01-34", "9113": "01-03 06-53", "9114": "01-16 18-47", "9116": "01-20",
    "9117": "01-15", "9118": "01-19", "9121": "01-05", "9122": "01-05", "9123": "01-39", "9124": "01-32", "9125": "01-25", "9126": "01-10",
    "9127": "01-08", "9128": "01-05",
}  # fmt: skip


def numbers(ranges: str) -> list[str]:
    """ "01-03 06" -> ["01", "02", "03", "06"]."""
    ends = [(part.split("-")[0], part.split("-")[-1]) for part in ranges.split()]
    return [f"{number:02d}" for first, last in ends for number in range(int(first), int(last) + 1)]


def checked(rows: dict[str, list[dict[str, str]]], folder: Path) -> dict[str, str]:
    """Name by code with dots, after comparing each level with the independent list."""
    names: dict[str, str] = {}
    for level, count in zip(LEVELS, COUNTS, strict=True):
        here = {dotted(row["id"]): " ".join(row["name"].split()) for row in rows[level]}
        differing = set(here) ^ idn_area_codes(folder, "4.0.1", level)
        if len(here) != count or differing or not all(here.values()):
            raise SystemExit(f"{level}: {len(here)} instead of {count}; the two sources differ in {sorted(differing)[:10]}")
        names |= here
    return names


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        names = checked(nusantara(folder), folder)
        today = {code.replace(".", "") for code in names if code.count(".") == 2}
        southwest_papua = {code.replace(".", "") for code in idn_area_codes(folder, "3.0.1", "districts")}
    papua = {regency + number for regency, ranges in PAPUA_BEFORE_2022.items() for number in numbers(ranges)}
    former = sorted((papua | southwest_papua) - today)

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("code", "name"), *sorted(names.items())])
    (DATA / "places.csv.xz").write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))
    header = "# District codes that no longer exist: Papua before 2022 (kodewilayah/explorer, MIT), Southwest Papua (idn-area-data 3.0.1)."
    (DATA / "former_districts.csv").write_text("\n".join([header, *former]) + "\n")
    print(f"{len(names):,} places; {len(former):,} former districts")


if __name__ == "__main__":
    main()

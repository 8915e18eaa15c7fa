"""Schematic shapes of regencies and districts, read from the files that scripts/places/map.py derived from village points.

A ring is a closed line of (longitude, latitude) in degrees, its first point not repeated. A place has one ring per island, and one per hole:
fill by the even-odd rule. These are no official borders; whoever draws them says so.
"""

import json
import lzma
from functools import cache
from itertools import accumulate
from pathlib import Path

Ring = list[tuple[float, float]]

_DATA = Path(__file__).parent / "data"


def regency_shapes(province_code: str | None = None) -> dict[str, list[Ring]]:
    """Rings by regency code, of one province ("74") or of the nation; empty for an unknown province."""
    return _shapes("regencies", f"{province_code}." if province_code else "")


def district_shapes(regency_code: str) -> dict[str, list[Ring]]:
    """Rings by district code of one regency ("74.05"); empty for an unknown regency."""
    return _shapes("districts", f"{regency_code}.")


def _shapes(name: str, prefix: str) -> dict[str, list[Ring]]:
    scale, packed = _file(name)
    return {code: [_ring(steps, scale) for steps in rings] for code, rings in packed.items() if code.startswith(prefix)}


@cache
def _file(name: str) -> tuple[int, dict[str, list[list[int]]]]:
    """Units per degree, and the rings by code as steps from point to point in those units."""
    content = json.loads(lzma.decompress((_DATA / f"{name}.json.xz").read_bytes()))
    return content["scale"], content["shapes"]


def _ring(steps: list[int], scale: int) -> Ring:
    return [(x / scale, y / scale) for x, y in zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)]

"""Schematic shapes of regencies and districts, read from the files that scripts/places/map.py derived from village points.

A ring is a closed line of (longitude, latitude) in degrees, its first point not repeated. A place has one ring per island, and one per hole:
fill by the even-odd rule. These are no official borders; whoever draws them says so.
"""

import json
import lzma
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path

Ring = list[tuple[float, float]]

_DATA = Path(__file__).parent / "data"


def regency_shapes(province_code: str | None = None) -> dict[str, list[Ring]]:
    """Rings by regency code, of one province ("74") or of the nation; empty for an unknown province."""
    return _shapes("regencies", f"{province_code}." if province_code else "")


@cache
def province_shapes() -> dict[str, list[Ring]]:
    """Rings by province code: those of its regencies without the lines between them."""
    inside: dict[str, list[Ring]] = {}
    for code, rings in regency_shapes().items():
        inside.setdefault(code[:2], []).extend(rings)
    return {code: _dissolved(rings) for code, rings in inside.items()}


def district_shapes(regency_code: str) -> dict[str, list[Ring]]:
    """Rings by district code of one regency ("74.05"); empty for an unknown regency."""
    return _shapes("districts", f"{regency_code}.")


def _dissolved(rings: list[Ring]) -> list[Ring]:
    """The outlines of what these rings cover together: a line between two of them is an edge of both, and falls away."""
    edges = [(a, b) for ring in rings for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    times = Counter(frozenset(edge) for edge in edges)
    outside: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for a, b in edges:
        if times[frozenset((a, b))] == 1:
            outside.setdefault(a, []).append(b)
    found = []
    while outside:
        start = at = next(iter(outside))
        ring = []
        while at in outside:
            ring.append(at)
            following = outside[at].pop()
            if not outside[at]:
                del outside[at]
            at = following
            if at == start:
                break
        found.append(ring)
    return [ring for ring in found if len(ring) > 2]


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

"""Draw schematic regencies and districts around village points: `python scripts/places/map.py`.

No free source holds the official borders. So every village owns the land nearest to its point (Voronoi cell), villages are joined by their code,
and the result is cut at the outline of the country by Natural Earth; a village on an island which that outline omits gets a disc. Good enough to
tell neighbours apart on a page, never to measure or to decide whose land it is.

Writes payung/places/data/regencies.json.xz and districts.json.xz: {"scale": units per degree, "shapes": {code: [ring, ...]}}, where a ring is
[x, y, dx, dy, dx, dy, ...] in whole units of longitude and latitude, each pair a step from the point before; holes are rings as well (even-odd rule).

Needs: Python 3.11, numpy, shapely >= 2.1, pip, npm, the network. Nothing of Payung.
"""

import json
import lzma
import tempfile
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from sources import dotted, npm_file, nusantara

DATA = Path(__file__).parents[2] / "payung" / "places" / "data"
NATION = shapely.box(94, -12, 142, 7)
INDONESIA = "360"
# Degrees: a village further than OFFSHORE from the land lies on an island that the coastline omits, and gets a disc of radius DISC.
OFFSHORE, DISC = 0.02, 0.02
# (units per degree, tolerance in degrees, smallest island kept in square degrees)
REGENCIES = (200, 0.012, 4e-4)
DISTRICTS = (1000, 0.004, 4e-5)
FAR = 8.0

Points = NDArray[np.float64]
Names = NDArray[np.str_]


def coastline(folder: Path) -> shapely.Geometry:
    """Indonesia's land, decoded from TopoJSON: arcs are steps in a grid; a negative arc number means the arc backwards."""
    topology = json.loads(npm_file(folder, "world-atlas@2.0.2", "countries-10m.json"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]

    def ring(numbers: list[int]) -> Points:
        arcs = [np.cumsum(topology["arcs"][max(number, ~number)], axis=0) * scale + shift for number in numbers]
        return np.vstack([arc if number >= 0 else arc[::-1] for number, arc in zip(numbers, arcs, strict=True)])

    country = next(shape for shape in topology["objects"]["countries"]["geometries"] if shape["id"] == INDONESIA)
    islands = [shapely.Polygon(ring(outline), [ring(hole) for hole in holes]) for outline, *holes in country["arcs"]]
    return shapely.union_all(shapely.make_valid(islands))


def believable(district: Names, points: Points, centres: Points) -> NDArray[np.bool_]:
    """Which village points to trust: those within FAR times their district's usual distance from its own point, or within 0.1 degree."""
    away = np.hypot(*(points - centres).T)
    usual = {code: max(float(np.median(away[district == code])), 0.1 / FAR) for code in np.unique(district)}
    return away <= FAR * np.array([usual[code] for code in district])


def village_points(rows: dict[str, list[dict[str, str]]]) -> tuple[Names, Points]:
    """District code with dots and (longitude, latitude) of every trusted village; a district left without any gives its own point."""
    centre = {row["id"]: (float(row["longitude"]), float(row["latitude"])) for row in rows["districts"]}
    located = [row for row in rows["villages"] if row["latitude"] and row["longitude"]]
    district = np.array([row["district_id"] for row in located])
    points = np.array([(float(row["longitude"]), float(row["latitude"])) for row in located])
    trusted = believable(district, points, np.array([centre[code] for code in district]))
    missing = sorted(set(centre) - set(district[trusted]))
    print(f"{len(located):,} villages with a point, {np.sum(~trusted):,} far off, {len(missing)} districts by their own point")
    codes = np.concatenate([district[trusted], np.array(missing, dtype=district.dtype)])
    where = np.vstack([points[trusted], np.array([centre[code] for code in missing]).reshape(-1, 2)])
    _, first = np.unique(where.round(5), axis=0, return_index=True)
    return np.array([dotted(code) for code in codes[first]]), where[first]


def with_islets(land: shapely.Geometry, codes: Names, points: NDArray[np.object_]) -> NDArray[np.object_]:
    """Polygons of the land and of the discs around villages at sea, and around those of a district that has no village on or near land."""
    shapely.prepare(land)
    dry = shapely.contains(land, points)
    at_sea = ~shapely.dwithin(land, points, OFFSHORE) | ~dry & ~np.isin(codes, np.unique(codes[dry]))
    return shapely.get_parts(shapely.union(land, shapely.union_all(shapely.buffer(points[at_sea], DISC, quad_segs=3))))


def districts(codes: Names, where: Points, land: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Land of each district: joined cells of its villages, cut at the coast; the cells share their edges exactly."""
    points = shapely.points(where)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=NATION))
    owner = np.empty(len(cells), dtype=codes.dtype)
    point_of, cell_of = shapely.STRtree(cells).query(points, predicate="within")
    owner[cell_of] = codes[point_of]
    parts = with_islets(land, codes, points)
    tree = shapely.STRtree(parts)
    shapes = {}
    for code in np.unique(codes):
        area = shapely.coverage_union_all(cells[owner == code])
        near = shapely.union_all(shapely.intersection(parts[tree.query(area, predicate="intersects")], area))
        shapes[str(code)] = shapely.multipolygons([part for part in shapely.get_parts(near) if part.geom_type == "Polygon"])
    return shapes


def rings(shape: shapely.Geometry, scale: int, smallest: float) -> list[list[int]]:
    """Rings of the islands that are large enough to see, the largest one always."""
    islands = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    kept = [island for number, island in enumerate(islands) if number == 0 or island.area >= smallest]
    found = []
    for line in (line for island in kept for line in (island.exterior, *island.interiors)):
        grid = np.rint(shapely.get_coordinates(line)[:-1] * scale).astype(int)
        grid = grid[np.any(grid != np.roll(grid, 1, axis=0), axis=1)]
        if len(grid) >= 3:
            found.append(np.vstack([grid[:1], np.diff(grid, axis=0)]).ravel().tolist())
    return found


def write(name: str, shapes: dict[str, shapely.Geometry], detail: tuple[int, float, float]) -> None:
    scale, tolerance, smallest = detail
    simple = shapely.coverage_simplify(np.array(list(shapes.values())), tolerance)
    drawn = {code: rings(shape, scale, smallest) for code, shape in zip(shapes, simple, strict=True)}
    if not all(drawn.values()):
        raise SystemExit(f"{name}: nothing left of {[code for code, found in drawn.items() if not found]}")
    packed = lzma.compress(json.dumps({"scale": scale, "shapes": drawn}, separators=(",", ":")).encode(), preset=9 | lzma.PRESET_EXTREME)
    (DATA / f"{name}.json.xz").write_bytes(packed)
    print(f"{name}: {len(drawn):,} shapes, {sum(len(ring) // 2 for found in drawn.values() for ring in found):,} points, {len(packed) // 1024} KB")


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        rows, land = nusantara(Path(temporary)), coastline(Path(temporary))
    shapes = districts(*village_points(rows), land)
    members: dict[str, list[shapely.Geometry]] = {}
    for code, shape in shapes.items():
        members.setdefault(code[:5], []).append(shape)
    joined = {code: shapely.multipolygons(shapely.get_parts(shapely.coverage_union_all(parts))) for code, parts in members.items()}
    write("districts", shapes, DISTRICTS)
    write("regencies", joined, REGENCIES)


if __name__ == "__main__":
    main()

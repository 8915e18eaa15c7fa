"""A choropleth of schematic shapes as one SVG string, the same for page, PDF and deck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from payung.places.shapes import Ring
from payung.values.words import Lang, Words

# Five steps of one blue, light to dark, ending near the interface's own `act` colours; neighbours differ in lightness, so grey print works too.
BLUES = ("#DCEBF3", "#A9CFE1", "#6BAAC7", "#2E7F9F", "#084660")
SCHEMATIC = Words("Peta skematik, bukan batas resmi", "Schematic map, not official borders")
NO_DATA = Words("Tidak ada data", "No data")

_FONT = "'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif"
_LINE, _LEGEND = 16, 20


@dataclass(frozen=True)
class _Frame:
    """Where degrees land on paper: equirectangular, true at the middle latitude, north up."""

    west: float
    north: float
    across: float
    down: float
    height: float

    @classmethod
    def around(cls, shapes: Mapping[str, Sequence[Ring]], width: int, margin: int = 4) -> "_Frame":
        points = [point for rings in shapes.values() for ring in rings for point in ring]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        across = (width - 2 * margin) / (east - west)
        down = across / cos(radians((south + north) / 2))
        return cls(west - margin / across, north + margin / down, across, down, (north - south) * down + 2 * margin)

    def path(self, rings: Sequence[Ring]) -> str:
        lines = ("L".join(f"{(x - self.west) * self.across:.1f} {(self.north - y) * self.down:.1f}" for x, y in ring) for ring in rings)
        return "".join(f"M{line}Z" for line in lines)


def choropleth(
    shapes: Mapping[str, Sequence[Ring]],
    classes: Mapping[str, int | None],
    *,
    title: str,
    desc: str,
    width: int = 720,
    names: Mapping[str, str] | None = None,
    steps: Sequence[str] = (),
    links: Mapping[str, str] | None = None,
    lang: Lang = "id",
) -> str:
    """SVG of `shapes` (places.shapes), each filled by its class: 0 (lightest) to 4, hatched grey where it has none.

    `title` and `desc` are read aloud instead of the picture; `names` (by code) name each place on pointing; `steps` word the five classes in a
    legend, which also explains the hatching if there is any; `links` (by code): what a place opens. ValueError without shapes or with a class that
    is no step.
    """
    if not shapes:
        raise ValueError("a map needs at least one shape")
    if unknown := {step for step in classes.values() if step is not None and not 0 <= step < len(BLUES)}:
        raise ValueError(f"no such step of colour: {sorted(unknown)}")
    frame = _Frame.around(shapes, width)
    body = "".join(
        _place(code, frame.path(rings), classes.get(code), (names or {}).get(code, code), (links or {}).get(code, ""))
        for code, rings in shapes.items()
    )
    role = "group" if links else "img"  # nothing inside an image can be opened
    missing = any(classes.get(code) is None for code in shapes)
    legend, legend_height = _legend(steps, missing, width, frame.height + 8, lang)
    height = frame.height + 8 + legend_height + _LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}" role="{role}" '
        f'aria-labelledby="map-title map-desc" font-family="{_FONT}" font-size="12" fill="#16212B">'
        f'<title id="map-title">{escape(title)}</title><desc id="map-desc">{escape(desc)}</desc>'
        '<defs><pattern id="no-data" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="5" height="5" fill="#F5F7F9"/><path d="M0 0V5" stroke="#8A97A3" stroke-width="1.6"/></pattern></defs>'
        f'<g stroke="#7F98A6" stroke-width="{_border(len(shapes))}" stroke-linejoin="round" fill-rule="evenodd">{body}</g>'
        f'{legend}<text x="{width - 4}" y="{height - 4:.0f}" text-anchor="end" font-style="italic" fill="#4A5A68">{SCHEMATIC.said(lang)}</text></svg>'
    )


def _place(code: str, path: str, step: int | None, name: str, link: str) -> str:
    drawn = f'<g data-code="{escape(code)}"><title>{escape(name)}</title><path fill="{_fill(step)}" d="{path}"/></g>'
    # the same places with the same words are links in the table, so the keyboard passes over the drawn ones
    return f'<a href="{escape(link)}" aria-label="{escape(name)}" tabindex="-1">{drawn}</a>' if link else drawn


def _fill(step: int | None) -> str:
    return "url(#no-data)" if step is None else BLUES[step]


def _border(places: int) -> str:
    """Thinner lines between many places, or the small ones would be all line."""
    return "0.7" if places <= 60 else "0.25"


def _legend(steps: Sequence[str], missing: bool, width: int, top: float, lang: Lang) -> tuple[str, int]:
    """The legend and its height: swatches in lines that fit the width, an average letter taken as 7 units wide."""
    entries: list[tuple[int | None, str]] = list(enumerate(steps))
    if missing:
        entries.append((None, NO_DATA.said(lang)))
    x, y, parts = 4.0, top, []
    for step, text in entries:
        wide = 18 + 7 * len(text) + 14
        if x > 4 and x + wide > width:
            x, y = 4.0, y + _LEGEND
        parts.append(f'<rect x="{x:.0f}" y="{y:.0f}" width="12" height="12" rx="2" fill="{_fill(step)}" stroke="#8A97A3" stroke-width="0.5"/>')
        parts.append(f'<text x="{x + 18:.0f}" y="{y + 10:.0f}">{escape(text)}</text>')
        x += wide
    return "".join(parts), (round(y - top) + _LEGEND if entries else 0)

"""Figures as SVG made on the server: no script, no outside host, links in them, and nothing that a table lacks."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from corpus.municipalities import municipality

_WIDTH = 620
_LON_WEST, _LON_EAST, _LAT_NORTH, _LAT_SOUTH = 7.95, 12.85, 57.82, 54.5
_SCALE = _WIDTH / ((_LON_EAST - _LON_WEST) * math.cos(math.radians(56.0)))  # user units per degree of latitude
_HEIGHT = round((_LAT_NORTH - _LAT_SOUTH) * _SCALE)
_BORNHOLM_WEST = 14.5  # everything east of it is Bornholm, which is drawn in a frame of its own, as on Danish maps
_BORNHOLM_SHIFT = (-2.75, 2.35)  # degrees east, degrees north
_LARGEST_DOT = 21.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One column or bar: `label` beside it, `value` as its length, `note` as read aloud, `link` where it leads."""

    label: str
    value: float
    note: str
    link: str = ""
    part: float = 0  # of the value, drawn apart at the foot


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot of a landscape: its place within 0-1, the number of its colour, its words, its link where it is shown."""

    x: float
    y: float
    colour: int
    note: str
    link: str = ""


def project(lon: float, lat: float) -> tuple[float, float]:
    """Give the place of a point on the map, in its user units; Bornholm is moved into its frame."""
    if lon > _BORNHOLM_WEST:
        lon, lat = lon + _BORNHOLM_SHIFT[0], lat + _BORNHOLM_SHIFT[1]
    x = (lon - _LON_WEST) * math.cos(math.radians(56.0)) * _SCALE
    return round(x, 1), round((_LAT_NORTH - lat) * _SCALE, 1)


@cache
def _coast() -> str:
    rings = json.loads(files("ui").joinpath("data/coast.json").read_text("utf-8"))["rings"]
    paths = []
    for ring in rings:
        points = [project(lon, lat) for lon, lat in ring]
        paths.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(paths)


def denmark_map(
    counts: Mapping[str, int], *, alt: str, note: Callable[[str, int], str], link: Callable[[str], str]
) -> Markup:
    """Give a map with a dot in each municipality, its area proportional to the count.

    Args:
        counts: municipality code -> number of records; municipalities without any get a small hollow dot.
        alt: what the map shows, in words.
        note: gives the words for one dot, of name and count.
        link: gives the address that a municipality's dot leads to.
    """
    from corpus.municipalities import municipalities

    most = max(counts.values(), default=1)
    dots = []
    for code in municipalities():
        if code not in counts:
            x, y = project(municipality(code).lon, municipality(code).lat)
            dots.append(f'<circle class="map-none" cx="{x}" cy="{y}" r="2.2"/>')
    # The largest first, so that a small one beside it lies on top and can be reached.
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        place = municipality(code)
        x, y = project(place.lon, place.lat)
        radius = max(3.2, _LARGEST_DOT * math.sqrt(count / most))
        label = escape(note(place.name, count))
        dots.append(
            f'<a href="{escape(link(code))}" data-go aria-label="{label}"><title>{label}</title>'
            f'<circle class="map-dot" cx="{x}" cy="{y}" r="{radius:.1f}"/></a>'
        )
    left, top = project(14.62, 55.34)
    right, bottom = project(15.2, 54.95)
    frame = (
        f'<rect class="map-frame" x="{left}" y="{top}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="6"/>'
    )
    return Markup(  # labels and links were escaped above, the rest is numbers
        f'<svg class="map" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="group" aria-label="{escape(alt)}">'
        f'<path class="map-land" d="{_coast()}"/>{frame}{"".join(dots)}</svg>'
    )


def columns(bars: Sequence[Bar], *, alt: str, height: int = 220) -> Markup:
    """Give upright columns from left to right, each with its value above, its label below and its part at its foot."""
    if not bars:
        return Markup("")
    step = max(26.0, min(64.0, 760 / len(bars)))
    width = step * len(bars)
    most = max(bar.value for bar in bars) or 1
    parts = []
    for i, bar in enumerate(bars):
        tall = round((height - 60) * bar.value / most, 1)
        x, y = round(i * step, 1), round(height - 28 - tall, 1)
        value = (
            f'<text class="bar-value" x="{x + step / 2:.1f}" y="{y - 6:.1f}">{bar.value:g}</text>' if bar.value else ""
        )
        label = escape(bar.label)
        body = (
            f'<rect class="bar" x="{x + step * 0.14:.1f}" y="{y}" width="{step * 0.72:.1f}" height="{tall}" rx="2"/>'
            f"{_part(bar, most, x + step * 0.14, step * 0.72, height)}{value}"
            f'<text class="bar-label" x="{x + step / 2:.1f}" y="{height - 8}">{label}</text>'
        )
        parts.append(_linked(bar, body))
    line = f'<line class="axis" x1="0" x2="{width:.0f}" y1="{height - 27.5}" y2="{height - 27.5}"/>'
    return Markup(  # texts were escaped above, the rest is numbers
        f'<svg class="columns" viewBox="0 0 {width:.0f} {height}" role="group" aria-label="{escape(alt)}">'
        f"{''.join(parts)}{line}</svg>"
    )


def _part(bar: Bar, most: float, x: float, width: float, height: int) -> str:
    if not bar.part:
        return ""
    tall = (height - 60) * bar.part / most
    return f'<rect class="bar-part" x="{x:.1f}" y="{height - 28 - tall:.1f}" width="{width:.1f}" height="{tall:.1f}"/>'


def scatter(dots: Sequence[Dot], names: Sequence[tuple[str, float, float]], *, alt: str) -> Markup:
    """Give a landscape: faint dots for what is not shown, linked ones for what is, and names over its regions.

    Args:
        dots: in any order; the shown ones lie on top.
        names: words, and their place within 0-1.
        alt: what it shows, in words.
    """
    width, height, margin = 1000, 600, 36

    def at(x: float, y: float) -> tuple[str, str]:
        return f"{margin + x * (width - 2 * margin):.1f}", f"{margin + y * (height - 2 * margin):.1f}"

    faint, shown = [], []
    for dot in dots:
        left, top = at(dot.x, dot.y)
        if not dot.link:
            faint.append(f'<circle cx="{left}" cy="{top}" r="3.4"/>')
            continue
        note = escape(dot.note)
        circle = f'<circle class="dot dot-{dot.colour}" cx="{left}" cy="{top}" r="7"/>'
        shown.append(f'<a href="{escape(dot.link)}" aria-label="{note}"><title>{note}</title>{circle}</a>')
    words = []
    for name, x, y in names:
        left, top = at(min(0.86, max(0.14, x)), y)
        words.append(f'<text class="region" x="{left}" y="{top}" dy="-14">{escape(name)}</text>')
    return Markup(  # texts were escaped above, the rest is numbers
        f'<svg class="landscape" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(alt)}">'
        f'<g class="dots-faint" aria-hidden="true">{"".join(faint)}</g>{"".join(shown)}'
        f'<g aria-hidden="true">{"".join(words)}</g></svg>'
    )


def _linked(bar: Bar, body: str) -> str:
    note = escape(bar.note)
    if not bar.link:
        return f'<g role="img" aria-label="{note}"><title>{note}</title>{body}</g>'
    return f'<a href="{escape(bar.link)}" aria-label="{note}"><title>{note}</title>{body}</a>'


def bar_line(value: float, most: float) -> Markup:
    """Give one horizontal bar, as long as its share of the longest; the words stand beside it."""
    width = 100 * value / most if most else 0
    return Markup(
        '<svg class="bar-line" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="bar" width="{width:.2f}" height="10"/></svg>'
    )

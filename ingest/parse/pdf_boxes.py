"""Boxes beside running text: a frame or a tinted ground with facts in it, which is read after the text around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.parse.pdf_lines import Line, read_regions
from ingest.parse.pdf_words import PageWords, Word

_TOUCH = 3.0  # points between parts of one box, and between the ends of its rules
_MOST_SHARE = 0.62  # of the text's width; a wider box has no text beside it
_MIN_WORDS, _MIN_LINES = 4, 2
_MIN_HEIGHT = 24.0
_MAX_BOXES = 40
_MAX_CROSSINGS = 300_000  # rules across times rules down; a map has more
_TALLER = 1.12  # times the usual line: a heading

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def find_boxes(page: PageWords, words: Sequence[Word]) -> list[tuple[Box, list[Word]]]:
    """Give the boxes with their words, from the top: lines of text in them, and other text at the same heights."""
    if not words or not 0 < len(page.rules_h) * len(page.rules_v) <= _MAX_CROSSINGS:
        return []
    width = max(w.x1 for w in words) - min(w.x0 for w in words)
    found = []
    taken: set[int] = set()
    for box in sorted(_frames(page), key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))[:_MAX_BOXES]:
        held = [w for w in words if id(w) not in taken and _holds(box, w)]
        beside = [w for w in words if box[1] <= (w.y0 + w.y1) / 2 <= box[3] and not _holds(box, w)]
        tops = sorted({round(w.y0) for w in held})
        n_lines = 1 + sum(b - a > 3 for a, b in pairwise(tops))
        if box[2] - box[0] > _MOST_SHARE * width or len(held) < _MIN_WORDS or n_lines < _MIN_LINES:
            continue
        if len(beside) < _MIN_WORDS or any(box[0] + 1 < w.x1 and w.x0 < box[2] - 1 for w in beside):
            continue  # nothing beside it, or a line that runs through it
        found.append((box, held))
        taken |= {id(w) for w in held}
    return sorted(found, key=lambda b: b[0][1])


def insert_box(regions: list[list[Line]], box: Box, words: Sequence[Word], page: PageWords) -> list[list[Line]]:
    """Put a box's lines behind the section beside it, before the first heading that stands below the box."""
    inside = read_regions(words, page.rules_v)
    for n, region in enumerate(regions):
        if region[-1].y1 < box[1] or region[0].y0 > box[3]:
            continue
        height = median(line.height for line in region)
        ends = (m for m, line in enumerate(region) if line.y0 >= box[3] and _may_be_heading(line, height))
        at = next(ends, len(region))
        parts = [part for part in (region[:at], *inside, region[at:]) if part]
        return [*regions[:n], *parts, *regions[n + 1 :]]
    return [*regions, *inside]


def _may_be_heading(line: Line, height: float) -> bool:
    return line.is_bold or line.height > _TALLER * height


def _frames(page: PageWords) -> list[Box]:
    """Give the rectangles that rules draw; those on top of one another are one."""
    across: dict[tuple[int, int], list[float]] = defaultdict(list)
    for y, x0, x1 in page.rules_h:
        across[round(x0 / _TOUCH), round(x1 / _TOUCH)].append(y)
    frames = []
    for (left, right), ys in across.items():
        x0, x1 = left * _TOUCH, right * _TOUCH
        top, bottom = min(ys), max(ys)
        if bottom - top >= _MIN_HEIGHT and all(_is_ruled(page, x, top, bottom) for x in (x0, x1)):
            frames.append((x0, top, x1, bottom))
    return frames


def _is_ruled(page: PageWords, x: float, top: float, bottom: float) -> bool:
    """Tell whether upright rules at this place reach from one height to another."""
    reached = top
    for _, y0, y1 in sorted((r for r in page.rules_v if abs(r[0] - x) <= _TOUCH), key=lambda r: r[1]):
        if y0 > reached + _TOUCH:
            break
        reached = max(reached, y1)
    return reached >= bottom - _TOUCH


def _holds(box: Box, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]

"""Narrow gutters between columns of prose: strips that no word crosses for many lines, where lines begin on the right.

In justified text the gaps between words are as wide as such a gutter, and on one line nothing tells them apart; but
gaps between words stand somewhere else on the next line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.parse.pdf_words import Word

_GUTTER = 4.5  # points
_APART = 1.5  # points by which the left edges of one column's lines differ, at most
_EDGE = 0.6  # points from their median: the left edge of a column, and no word that happens to stand near
_MIN_LINES = 8  # that gaps between words fall together so often is no chance
_MIN_WIDTH = 60.0  # points, of a column's line, at the median
_MIN_CHARS = 15  # likewise: bullets and numbers have no gutter beside them
_MAX_WORDS = 6_000  # a page with more is a drawing or a table of figures
_MAX_PLACES = 12


def find_rivers(words: Sequence[Word]) -> list[tuple[float, float, float]]:
    """Give the gutters of a page as rules that part words: x, y0, y1."""
    if len(words) > _MAX_WORDS:
        return []
    ordered = sorted(words, key=lambda w: w.y0)
    starts = Counter(round(word.x0 / _APART) for word in ordered)
    places = [key for key, n in starts.most_common(3 * _MAX_PLACES) if n + starts[key + 1] >= _MIN_LINES]
    rivers: list[tuple[float, float, float]] = []
    for key in places[:_MAX_PLACES]:
        x = (key - 0.5) * _APART
        if not any(abs(x - found) < _GUTTER for found, *_ in rivers):
            rivers += _rivers_at(ordered, x)
    return rivers


def _rivers_at(words: Sequence[Word], x: float) -> Iterator[tuple[float, float, float]]:
    """Give the gutters on the left of a place, each from one word that crosses it to the next."""
    strip = x - _GUTTER + 0.5
    crossing = [n for n, word in enumerate(words) if word.x0 < x and word.x1 > strip]
    for above, below in pairwise([-1, *crossing, len(words)]):
        beside = [words[n] for n in (above, below) if 0 <= n < len(words)]
        run = [word for word in words[above + 1 : below] if not any(_on_one_line(word, other) for other in beside)]
        begin = [word for word in run if x <= word.x0 <= x + 2 * _APART]
        if len(begin) < _MIN_LINES:
            continue
        edge = median(word.x0 for word in begin)
        begin = [word for word in begin if abs(word.x0 - edge) < _EDGE]
        if len(begin) < _MIN_LINES:
            continue
        # a headline above may have a gap there too
        y0, y1 = min(word.y0 for word in begin), max(word.y1 for word in begin)
        inside = [word for word in run if y0 - 1 <= word.y0 and word.y1 <= y1 + 1]
        if _is_column([w for w in inside if w.x1 <= strip]) and _is_column([w for w in inside if w.x0 >= x]):
            yield x - 1, y0, y1


def _on_one_line(word: Word, other: Word) -> bool:
    return min(word.y1, other.y1) - max(word.y0, other.y0) > 0.5 * min(word.height, other.height)


def _is_column(words: Sequence[Word]) -> bool:
    """Tell whether there are enough lines, and enough on them."""
    lines: list[list[Word]] = []
    for word in words:  # from the top
        if lines and word.y0 - lines[-1][0].y0 < 0.5 * lines[-1][0].height:
            lines[-1].append(word)
        else:
            lines.append([word])
    if len(lines) < _MIN_LINES:
        return False
    widths = [max(w.x1 for w in line) - min(w.x0 for w in line) for line in lines]
    return median(widths) >= _MIN_WIDTH and median(sum(len(w.text) + 1 for w in line) for line in lines) >= _MIN_CHARS

"""Why a result stands before the next one: the part of the score in which it leads most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ui.formats import format_decimal
from ui.texts import Texts

_LEAST = 0.005
"""Scores nearer than this are shown as equal."""


def tell_order(results: Sequence[dict[str, Any]], weights: Mapping[str, float], texts: Texts) -> None:
    """Give each result but the last a line `why` that holds it against the next.

    Args:
        results: of a search, in the order of their scores.
        weights: what each channel counts of the text score.
        texts: of the page.
    """
    for first, second in pairwise(results):
        total = first["score"] - second["score"]
        gaps = {name: value - second["scores"].get(name, 0.0) for name, value in first["scores"].items()}
        parts = {name: gap * weights[name] for name, gap in gaps.items() if name in weights}
        parts["conditions"] = gaps.get("conditions", 0.0)
        name, led = max(parts.items(), key=lambda part: part[1])
        if total < _LEAST or led < _LEAST:
            first["why"] = [texts("card.why_equal", title=second["title"])]
            continue
        shown = {"lead": format_decimal(led, texts.language), "total": format_decimal(total, texts.language)}
        first["why"] = [texts("card.why_before", title=second["title"], part=texts.label("channel", name), **shown)]

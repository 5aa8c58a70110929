"""Themes of a pool that its other pages state, for projects whose own page says no more than the pool's name.

A list has a name, a title and a sum to a line; what the pool is for stands in the news of it, or in its call. A
project paid by it is about that too, so the name of the pool implies the theme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from corpus.evidence import Origin
from corpus.pools import name_variants, pool_key
from corpus.records import Record, RecordType
from ingest.candidates import Candidate, Statement

MOST_THEMES = 3
"""Themes that a pool hands on at most: a pool with a track for each of many themes says little of one project."""

SURE_SHARE = 0.85
"""Least confidence of a theme handed on, as a share of the pool's surest: the rest are asides of one page."""

CONFIDENCE = 0.6
"""Of a theme that only the pool's name implies; measured right seven times in ten on the labelled sites."""


def state_known_themes(candidates: Sequence[Candidate], known: Sequence[Record]) -> list[Candidate]:
    """Give the candidates; projects that name a pool also state the themes that other pages state of it.

    Args:
        candidates: projects and pools of all documents of a run.
        known: the records known already.
    """
    themes = _themes_by_pool(candidates, known)
    completed: list[Candidate] = []
    for candidate in candidates:
        pool = next((s for s in candidate.statements if s.field == "pool"), None)
        if candidate.record_type is RecordType.PROJECT and pool is not None:
            own = {s.value for s in candidate.statements if s.field == "themes"}
            implied = next((themes[key] for key in _keys(str(pool.value)) if key in themes), ())
            added = tuple(_implied(pool, theme) for theme in implied if theme not in own)
            candidate = replace(candidate, statements=(*candidate.statements, *added))
        completed.append(candidate)
    return completed


def _keys(name: str) -> list[str]:
    return [pool_key(variant) for variant in name_variants(name)]


def _implied(pool: Statement, theme: str) -> Statement:
    return replace(
        pool, field="themes", value=theme, confidence=CONFIDENCE, extractor="pool-theme/1", origin=Origin.INFERRED
    )


def _themes_by_pool(candidates: Sequence[Candidate], known: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    sure: defaultdict[str, dict[str, float]] = defaultdict(dict)

    def take(name: Any, stated: Sequence[tuple[str, float]]) -> None:
        for key in _keys(str(name)):
            for theme, confidence in stated:
                sure[key][theme] = max(confidence, sure[key].get(theme, 0.0))

    for candidate in candidates:
        title = next((s.value for s in candidate.statements if s.field == "title"), None)
        if candidate.record_type is RecordType.POOL and title:
            take(title, [(str(s.value), s.confidence) for s in candidate.statements if s.field == "themes"])
    for record in known:
        if record.record_type is RecordType.POOL and record.values.get("title"):
            stated = [(str(e.value), e.confidence) for e in record.evidence if e.field == "themes"]
            take(record.values["title"], stated)
    return {key: _surest(themes) for key, themes in sure.items()}


def _surest(themes: dict[str, float]) -> tuple[str, ...]:
    """Give the themes about as sure as the surest, those first; none where too many are."""
    bar = SURE_SHARE * max(themes.values(), default=0.0)
    kept = sorted((t for t, c in themes.items() if c >= bar), key=lambda t: (-themes[t], t))
    return tuple(kept) if len(kept) <= MOST_THEMES else ()

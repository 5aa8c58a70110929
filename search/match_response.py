"""The answer to a draft: its nearest precedents, each with what agrees and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from search.aspects import ASPECTS
from search.response import RankedRecord, ShownPassage
from search.similar import Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """A place of the draft and a passage that agree."""

    draft_start: int
    draft_end: int
    draft_text: str
    similarity: float  # 0-1
    aspects: tuple[str, ...]
    passage: ShownPassage

    def json(self) -> dict[str, Any]:
        """Give the public object: the passage's, with the draft's words beside it."""
        return {
            **self.passage.json(),
            "draft_text": self.draft_text,
            "draft_start": self.draft_start,
            "draft_end": self.draft_end,
            "similarity": round(self.similarity, 4),
            "aspects": list(self.aspects),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(RankedRecord):
    """One precedent."""

    score: float
    text_score: float  # 0-1
    aspects: dict[str, float | None]  # 0-1; None where the draft does not speak of it
    likeness: Likeness | None  # of the municipality, apart from the text's
    pairs: tuple[Pair, ...]
    terms: tuple[str, ...]
    themes: tuple[str, ...]  # that the draft names too
    differences: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            **self.head(),
            "score": round(self.score, 6),
            "scores": {
                "text": round(self.text_score, 6),
                "municipality": round(self.likeness.score, 6) if self.likeness else None,
            },
            "aspects": {n: None if s is None else round(s, 4) for n, s in self.aspects.items()},
            "likeness": self.likeness.json() if self.likeness else None,
            "passages": [pair.json() for pair in self.pairs],
            "shared_terms": list(self.terms),
            "shared_themes": list(self.themes),
            "differences": list(self.differences),
            "reasons": self._reasons(),
            "record": self.record,
        }

    def _reasons(self) -> list[str]:
        out = [f"fælles ord: {', '.join(self.terms)}"] if self.terms else []
        out += [f"samme tema: {', '.join(self.themes)}"] if self.themes else []
        strong = [name for name, score in self.aspects.items() if score is not None and score >= 0.6]
        if strong:
            out.append(f"ligner på {', '.join(_DANISH[name] for name in strong)}")
        if self.likeness:
            out.append(f"{self.likeness.name}: {', '.join(self.likeness.reasons)}")
        return out


_DANISH = {"maalgruppe": "målgruppe", "metode": "metode", "organisering": "organisering", "effekt": "effekt"}


@dataclass(frozen=True, slots=True)
class MatchResponse:
    """The precedents of a draft, nearest first."""

    corpus_version: int
    snapshot: str
    municipality: str | None  # code
    weights: dict[str, float]
    results: tuple[Match, ...]
    total: int
    nothing_close: bool
    notices: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Give the public object; the draft is in it only where a pair quotes it."""
        return {
            "corpus_version": self.corpus_version,
            "snapshot": self.snapshot,
            "municipality": self.municipality,
            "weights": self.weights,
            "aspects": list(ASPECTS),
            "total": self.total,
            "nothing_close": self.nothing_close,
            "notices": list(self.notices),
            "results": [result.json() for result in self.results],
        }

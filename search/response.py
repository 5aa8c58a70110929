"""The answer to a request, as the contract states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from index.passages import Passage


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage of the index with its marked words."""

    passage: Passage
    highlights: Sequence[tuple[int, int]]  # half-open places in its text

    @property
    def text(self) -> str:
        """The passage's words."""
        return self.passage.text

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        passage = self.passage
        return {
            "passage_id": passage.passage_id,
            "document_id": passage.document_id,
            "text": passage.text,
            "highlights": [list(place) for place in self.highlights],
            "url": passage.url,
            "page_no": passage.page_no,
            "char_start": passage.char_start,
            "char_end": passage.char_end,
            "is_card": passage.is_card,
        }


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that speaks for a record."""

    passage: ShownPassage
    score: float
    scores: dict[str, float]

    def json(self) -> dict[str, Any]:
        """Give the public object: the passage's, with its scores."""
        return {**self.passage.json(), "score": self.score, "scores": self.scores}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRecord:
    """A record at its place in an answer."""

    rank: int  # from 1
    record_type: str  # "project" or "pool"
    record_id: str
    title: str
    record: dict[str, Any]

    def head(self) -> dict[str, Any]:
        """Give how its public object begins."""
        return {
            "rank": self.rank,
            "record_type": self.record_type,
            "record_id": self.record_id,
            "title": self.title,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(RankedRecord):
    """One record of an answer, with what speaks for it."""

    score: float
    scores: dict[str, float]  # per channel 0-1, and "conditions"
    passages: tuple[PassageHit, ...]

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            **self.head(),
            "score": self.score,
            "scores": self.scores,
            "passages": [passage.json() for passage in self.passages],
            "record": self.record,
        }


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """The answer to one request. But for `took_ms`, equal requests on one snapshot have equal answers."""

    query: str
    mode: str
    sort: str
    channels: tuple[str, ...]
    weights: dict[str, float]
    corpus_version: int
    snapshot: str
    total: int
    took_ms: float
    facets: dict[str, list[dict[str, Any]]]
    results: tuple[Result, ...]
    understood: tuple[dict[str, Any], ...] = ()
    did_you_mean: str | None = None
    language: str = "da"
    nothing_close: bool = False
    notices: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)  # records in the corpus, allowed by filters, found

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "query": self.query,
            "mode": self.mode,
            "sort": self.sort,
            "channels": list(self.channels),
            "weights": self.weights,
            "corpus_version": self.corpus_version,
            "snapshot": self.snapshot,
            "total": self.total,
            "took_ms": self.took_ms,
            "facets": self.facets,
            "results": [result.json() for result in self.results],
            "understood": list(self.understood),
            "did_you_mean": self.did_you_mean,
            "language": self.language,
            "nothing_close": self.nothing_close,
            "notices": list(self.notices),
            "counts": self.counts,
        }

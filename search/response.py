"""The answer to a request, as the contract states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that speaks for a record."""

    passage_id: str
    document_id: str | None
    text: str
    highlights: tuple[tuple[int, int], ...]  # half-open places in `text`
    url: str | None
    page_no: int | None  # 1-based PDF page
    char_start: int | None  # in the cleaned document text
    char_end: int | None
    is_card: bool
    score: float
    scores: dict[str, float]

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "passage_id": self.passage_id,
            "document_id": self.document_id,
            "text": self.text,
            "highlights": [list(place) for place in self.highlights],
            "url": self.url,
            "page_no": self.page_no,
            "char_start": self.char_start,
            "char_end": self.char_end,
            "is_card": self.is_card,
            "score": self.score,
            "scores": self.scores,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """One record of an answer, with what speaks for it."""

    rank: int  # from 1
    record_type: str  # "project" or "pool"
    record_id: str
    title: str
    score: float
    scores: dict[str, float]  # per channel 0-1, and "conditions"
    passages: tuple[PassageHit, ...]
    record: dict[str, Any]

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "rank": self.rank,
            "record_type": self.record_type,
            "record_id": self.record_id,
            "title": self.title,
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

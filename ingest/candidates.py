"""Candidates: what one document says about one undertaking, before anyone knows which record that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.evidence import Origin
from corpus.pools import pool_keys
from corpus.records import RecordType


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one field, and the words in the document that state it.

    `quote == document.text[char_start:char_end]`, and the words are the shortest that still state the value.
    """

    field: str  # one of corpus.evidence.SINGLE_FIELDS or MULTI_FIELDS
    value: Any  # JSON value
    quote: str
    char_start: int
    char_end: int
    page_no: int | None
    confidence: float  # probability that the value is right, 0-1
    extractor: str  # name and version, e.g. "award-list/1"
    origin: Origin = Origin.EXTRACTED  # INFERRED where the words imply the value but do not state it


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of a document that tells what an undertaking is about, and its role (`ingest.theme_features`)."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One undertaking as one document tells of it.

    `local_key` tells candidates of one document apart and survives small edits of it (a normalised title, or
    municipality and pool), so that a re-read of a changed page finds the same records.
    """

    document_id: str
    local_key: str
    record_type: RecordType
    statements: tuple[Statement, ...]
    is_main: bool = False  # the document as a whole is about this undertaking
    signs: tuple[Statement, ...] = ()  # words that point to themes, from which `ingest.theme_choice` chooses
    told: tuple[Told, ...] = ()  # what those words stand in

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the municipalities that are stated."""
        return frozenset(str(s.value) for s in self.statements if s.field == "municipalities")

    @property
    def pool_keys(self) -> frozenset[str]:
        """The keys of the pools that are stated, see `corpus.pools.pool_keys`."""
        return frozenset(key for s in self.statements if s.field == "pool" for key in pool_keys(str(s.value)))

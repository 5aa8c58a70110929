"""Evidence: one fact, with the words that state it and where they stand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Origin(StrEnum):
    """Who says so. Staff evidence outranks extraction for ever."""

    EXTRACTED = "extracted"
    STAFF = "staff"
    INFERRED = "inferred"


SINGLE_FIELDS = (
    "title",
    "pool",  # value: pool name as recorded
    "year_awarded",
    "period_from",  # ISO 8601 at the precision stated
    "period_to",
    "amount_dkk",
    "status",
    "target_group",
    "summary",
    "outcome_direction",
    "maalgruppe",
    "metode",
    "implementering",
    "effekt",
    "oekonomi",
    "pool_kind",  # pools only: pool or programme
    "applied_dkk",  # pools only: sum applied for
    "n_applications",
    "n_projects",
    "stated_total_dkk",  # a printed total row, kept beside the rows and never derived from them
)
"""Fields of which a record shows one value, the best supported."""

MULTI_FIELDS = (
    "municipalities",  # value: four-digit code
    "regions",  # value: four-digit code; shown together with the regions of the municipalities
    "grantees",
    "funders",
    "themes",
    "frames",  # pools: {"amount_dkk": int, "year": int | null, "label": str | null}
    "tracks",  # pools: names of the tracks that could be applied for
    "deadlines",  # pools: ISO dates
    "flags",  # what staff should look at, e.g. {"code": "total_mismatch", ...}
)
"""Fields of which a record shows every distinct value, in order of first statement."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value of one field of one record, and the words that state it.

    `quote == document.text[char_start:char_end]` whenever `document_id` is given; staff evidence may have none.
    """

    evidence_id: str
    record_id: str
    field: str
    value: Any  # JSON value
    quote: str
    document_id: str | None
    url: str | None
    page_no: int | None
    char_start: int | None
    char_end: int | None
    origin: Origin
    confidence: float  # probability that the value is right, 0-1
    extractor: str  # name and version, e.g. "award-list/1"; for staff the user's name
    observed_at: str = ""  # fetched_at of the document, or the time of the staff edit; ISO 8601


def make_evidence_id(
    record_id: str, field: str, value: Any, document_id: str | None, char_start: int | None, origin: Origin
) -> str:
    """Give the id of the same statement, so that re-reading a document changes nothing."""
    key = json.dumps([record_id, field, value, document_id, char_start, origin], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(key.encode()).hexdigest()[:20]

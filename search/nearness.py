"""Whether anything is near a query at all: "intet tæt på"."""

from __future__ import annotations

import math

from search.retrieve import Candidates
from search.understanding import Understanding

FAR_COSINE = 0.80
"""Below this cosine to its nearest passage a query is about something else; see tests/eval for the calibration."""


def is_nothing_close(query: Understanding, candidates: Candidates) -> bool:
    """Say whether no record is near the query.

    True where nothing was found, or where the nearest passage's vector is far and few of the query's words occur.
    A question that only states conditions is answered by them, so it is never far.
    """
    if query.is_listing:
        return False
    if not len(candidates.records):
        return True
    if math.isnan(candidates.top_similarity):
        return False
    return candidates.top_similarity < FAR_COSINE

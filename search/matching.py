"""Which records answer a query, of all that its channels ranked: what is counted, listed and offered as facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import word_terms
from search.retrieve import PASSAGES, Candidates, terms_of_query
from search.understanding import Understanding

Bools = npt.NDArray[np.bool_]

HELD = 0.5
"""Share of a query's words, the rare ones weighing more, that a matching passage holds."""

NEAR, NEARER = 0.04, 0.02
"""How far below the nearest passage's similarity that of a matching one may lie; the second where words find `SOME`.

Of the records judged relevant for 56 queries 94 % match by one or the other, and the median query has 13 matches of
161 records, where the channels rank 150. With 0.04 throughout 96 % match, and the median is 20.
"""

MOST_NEAR = 30
"""Records that match by meaning alone, at most: to a vague query ("seksuel sundhed") most of a corpus is as near."""

SOME = 3

FEWEST = 10
"""The first so many of a ranking are always listed: what comes nearest is shown, however far it is."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Which records answer a query, before and after its filters.

    A filter takes records away from the answer and never adds any, so a facet's count is the total that choosing the
    value gives. Only where a filter leaves nothing of the answer is it taken from all that was `looked_at` instead.
    All masks are bool, shape (n_records,).
    """

    strict: Bools
    looked_at: Bools
    filters: Mapping[str, Bools] = field(default_factory=dict)  # by field

    def within(self, *, without: str | None = None) -> Bools:
        """Give what is left by the filters, but for those on one field."""
        masks = [mask for name, mask in self.filters.items() if name != without]
        if not masks:
            return self.strict
        kept: Bools = np.logical_and.reduce(masks)
        left = self.strict & kept
        return left if left.any() else self.looked_at & kept

    @property
    def is_widened(self) -> bool:
        """Say whether the filters left nothing of the answer itself."""
        return bool(self.filters) and not np.logical_and.reduce([self.strict, *self.filters.values()]).any()


def matched_records(
    query: Understanding, candidates: Candidates, snapshot: Any, *, allowed: Bools | None, is_far: bool
) -> Bools:
    """Say which records answer a query: bool, shape (n_records,).

    By words it is asked of all passages, by meaning of the nearest `PASSAGES` that the dense channel gave, however deep
    it was read for a later page; of none where nothing is near (`is_far`).
    """
    matched = held_by_words(query, candidates, snapshot)
    if "dense" in candidates.channels and not is_far:
        band = NEARER if matched.sum() >= SOME else NEAR
        scores = candidates.record_scores["dense"]
        near = scores >= max(candidates.top_similarity - band, _deepest(candidates), _nth(scores, MOST_NEAR))
        matched[candidates.records[near]] = True
    return matched if allowed is None else matched & allowed


def held_by_words(query: Understanding, candidates: Candidates, snapshot: Any) -> Bools:
    """Say which records have a passage with most of a query's words: shape (n_records,); none without that channel."""
    matched = np.zeros(len(snapshot.records), dtype=bool)
    if candidates.word_scores is not None:
        asked = [terms_of_query("words", query.text), *_danish(query)]
        held = snapshot.keywords.covering(candidates.word_scores, asked, HELD)
        matched[np.asarray(snapshot.passages.record_no)[held]] = True
    return matched


def _deepest(candidates: Candidates) -> float:
    """Give the similarity of the last of the nearest `PASSAGES` passages."""
    return _nth(candidates.passage_scores["dense"], PASSAGES)


def _nth(scores: npt.NDArray[np.float32], n: int) -> float:
    """Give the n-th best score; -inf where there are no more than n."""
    return float(np.partition(scores, len(scores) - n)[len(scores) - n]) if len(scores) > n else -np.inf


def _danish(query: Understanding) -> list[list[str]]:
    """Give the terms of an English query's Danish words, which are held in place of its own."""
    terms = [term for word in query.expansion.danish for term in word_terms(word)]
    return [terms] if terms else []

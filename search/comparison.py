"""A draft's segments held against the passages of records: how alike they are, by aspect, and which pairs agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.aspects import ASPECTS, Segment
from search.engine import Searcher
from search.highlight import Highlighter
from search.match_response import Pair
from search.response import ShownPassage

Floats = npt.NDArray[np.float32]

NEAR, FAR = 0.52, 0.30
"""Centred similarity of a draft's segment and a passage that says the same, and of two that share nothing; taken from
the 161 starter records: each summary against its own card, and against another theme's."""


def scaled(similarities: Floats) -> Floats:
    """Give centred similarities as likeness, 0-1."""
    out: Floats = np.clip((similarities - FAR) / (NEAR - FAR), 0.0, 1.0).astype(np.float32)
    return out


class Comparison:
    """A draft's segments against the passages of some records."""

    def __init__(self, searcher: Searcher, segments: Sequence[Segment], vectors: Sequence[Floats]) -> None:
        self.searcher = searcher
        self.segments = segments
        self._vectors = vectors
        self.passages: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.owners: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def similarities(self, records: npt.NDArray[np.int64]) -> Floats:
        """Compare every segment with every passage: float32, shape (n_segments, n_passages of the records), 0-1."""
        mask = np.zeros(len(self.searcher.snapshot.records), dtype=bool)
        mask[records] = True
        allowed = self.searcher.retriever.passages_of(mask)
        self.passages = np.flatnonzero(allowed).astype(np.int64)
        position = {int(n): i for i, n in enumerate(records)}
        owners = np.asarray(self.searcher.snapshot.passages.record_no)[self.passages]
        self.owners = np.array([position[int(n)] for n in owners], dtype=np.int64)
        table = np.zeros((len(self.segments), max(len(self.passages), 1)), dtype=np.float32)
        for row, vector in enumerate(self._vectors):
            numbers, scores = self.searcher.snapshot.vectors.search(vector, len(self.passages), allowed)
            table[row, np.searchsorted(self.passages, numbers)] = scores
        return scaled(table)

    def by_record(self, rows: Floats, n_records: int) -> Floats:
        """Give each record's best passage for each segment: shape (n_segments, n_records)."""
        out = np.zeros((rows.shape[0], n_records), dtype=np.float32)
        for row in range(rows.shape[0]):
            np.maximum.at(out[row], self.owners, rows[row, : len(self.owners)])
        return out

    def aspect_scores(self, table: Floats) -> dict[str, Floats | None]:
        """Give per aspect the mean over the draft's segments about it of the best passage: shape (n_records,)."""
        n_records = int(self.owners.max()) + 1 if len(self.owners) else 0
        best = self.by_record(table, n_records)
        out: dict[str, Floats | None] = {}
        for name in ASPECTS:
            rows = [i for i, segment in enumerate(self.segments) if name in segment.aspects]
            out[name] = best[rows].mean(axis=0) if rows else None
        return out

    def pairs(self, table: Floats, record: int, highlighter: Highlighter, most: int = 3) -> tuple[Pair, ...]:
        """Give the pairs of segment and passage that agree best, no segment and no passage twice."""
        columns = np.flatnonzero(self.owners == record)
        cells = sorted(
            ((float(table[s, c]), s, int(c)) for s in range(len(self.segments)) for c in columns),
            key=lambda cell: (-cell[0], cell[1], cell[2]),
        )
        chosen: list[Pair] = []
        segments_used: set[int] = set()
        passages_used: set[int] = set()
        for similarity, s, c in cells:
            if len(chosen) == most or (chosen and similarity < 0.2):
                break
            if s in segments_used or c in passages_used:
                continue
            segments_used.add(s)
            passages_used.add(c)
            chosen.append(self._pair(s, c, similarity, highlighter))
        return tuple(chosen)

    def _pair(self, row: int, column: int, similarity: float, highlighter: Highlighter) -> Pair:
        segment = self.segments[row]
        passage = self.searcher.snapshot.passages.passage(int(self.passages[column]))
        shown = ShownPassage(passage, highlighter.places(passage.text))
        return Pair(segment.char_start, segment.char_end, segment.text, similarity, segment.aspects, shown)

"""Puljespor as an engine, over a data folder whose snapshot holds the same passages: `folder/puljespor`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.settings import Settings
from search.engine import Searcher, SearchRequest

Vector = NDArray[np.float32]


class Ranked:
    """The ranked list of records, as peers give one of passages."""

    def build(self, folder: Path, texts: list[str], vectors: Vector, model: Path) -> None:
        """The set's own snapshot is used."""

    def open(self, folder: Path, model: Path) -> None:
        """Open the snapshot, with the settings that everybody has: peers encode on two threads as well."""
        self._searcher = Searcher.open(Settings(data=folder / "puljespor"))

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        """Give the numbers of the best records, best first."""
        found = self._searcher.find(SearchRequest(query=query, limit=k), vector=vector)
        numbers: list[int] = found.ranking.numbers[:k].tolist()
        return numbers


class Answered(Ranked):
    """The complete answer without facets: records with their best passages and marked words."""

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        """Give the numbers of the records of the answer."""
        # A vector is no part of a request. Each query is first asked without one, and what was encoded is remembered.
        response = self._searcher.search(SearchRequest(query=query, limit=k, facets=False))
        return [self._searcher.snapshot.records.number(result.record_id) for result in response.results]


class Words(Ranked):
    """The channel of stems and compound parts alone."""

    channel = "words"

    def search(self, query: str, k: int, vector: Vector | None) -> list[int]:
        """Give the numbers of the best passages, best first."""
        numbers: list[int] = self._searcher.snapshot.keywords.search(self.channel, query, k)[0].tolist()
        return numbers


class Grams(Words):
    """The channel of character 4-grams alone."""

    channel = "grams"


OWN = {"puljespor": Ranked, "answer": Answered, "words": Words, "grams": Grams}
"""By name; the first two give records, the others passages."""

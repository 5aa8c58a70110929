"""Extraction of many documents, each in a limited worker: one that takes too long costs its own records only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate, islice

from corpus.documents import Document
from ingest.candidates import Candidate
from ingest.parse.limits import DEFAULT_LIMITS, Limits
from ingest.worker import POOL, Failure

_MAX_THREADS = 4
MAX_LINKED = 20_000
"""Entries that one run links: they are compared with each other, and pages that a machine made could go on for ever."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What documents state, and which could not be read out."""

    documents: tuple[Document, ...]  # that were read out, in order
    candidates: tuple[Candidate, ...]
    failed: dict[str, str] = field(default_factory=dict)  # URL -> reason
    cut: dict[str, str] = field(default_factory=dict)  # URL -> how much of it was left out


@dataclass(frozen=True, slots=True)
class _ExtractJob:
    """One document to read candidates out of."""

    document: Document
    limits: Limits

    @property
    def n_bytes(self) -> int:
        return len(self.document.text)

    def do(self) -> tuple[list[Candidate], int]:
        """Give the candidates that are kept, and how many there were."""
        from ingest.extract import extract_candidates  # its tables of words are wanted in workers only

        found = extract_candidates(self.document)
        n_statements = accumulate(len(candidate.statements) for candidate in found)
        n_kept = sum(n <= self.limits.max_statements for n in islice(n_statements, self.limits.max_candidates))
        return found[:n_kept], len(found)


def extract_all(
    documents: Sequence[Document], *, limits: Limits = DEFAULT_LIMITS, most: int = MAX_LINKED
) -> Extraction:
    """Read the candidates out of documents, some at a time; their order is kept.

    Args:
        documents: guarded and classified.
        limits: what each may cost and give; the threads here only wait.
        most: candidates to give in all. Where there are more, the documents with the most are left out.
    """
    n_threads = max(1, min(os.cpu_count() or 1, _MAX_THREADS))
    with ThreadPoolExecutor(n_threads) as pool:
        results = list(pool.map(lambda document: POOL.run(_ExtractJob(document, limits)), documents))
    too_many = _too_many(results, most)
    read: list[Document] = []
    found: list[Candidate] = []
    failed: dict[str, str] = {}
    cut: dict[str, str] = {}
    for number, (document, result) in enumerate(zip(documents, results, strict=True)):
        if number in too_many:
            result = Failure(f"the run has more than {most} entries, and this has {too_many[number]} of them")
        if isinstance(result, Failure):
            failed[document.url] = result.reason
            continue
        kept, n_found = result
        read.append(document)
        found += kept
        if len(kept) < n_found:
            cut[document.url] = f"only the first {len(kept)} of its {n_found} entries are read"
    return Extraction(tuple(read), tuple(found), failed, cut)


def _too_many(results: Sequence[tuple[list[Candidate], int] | Failure], most: int) -> dict[int, int]:
    """Give the documents that do not fit any more, those with the fewest candidates first, each with its number."""
    sizes = {number: len(result[0]) for number, result in enumerate(results) if not isinstance(result, Failure)}
    order = sorted(sizes, key=lambda number: (sizes[number], number))
    totals = accumulate(sizes[number] for number in order)
    return {number: sizes[number] for number, total in zip(order, totals, strict=True) if total > most}

"""Extraction of many documents, each in a limited worker: one that takes too long costs its own records only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from corpus.documents import Document
from ingest.candidates import Candidate
from ingest.parse.limits import DEFAULT_LIMITS, Limits
from ingest.worker import POOL, Failure

_MAX_THREADS = 4


@dataclass(frozen=True, slots=True)
class Extraction:
    """What documents state, and which could not be read out."""

    documents: tuple[Document, ...]  # that were read out, in order
    candidates: tuple[Candidate, ...]
    failed: dict[str, str] = field(default_factory=dict)  # URL -> reason


@dataclass(frozen=True, slots=True)
class _ExtractJob:
    """One document to read candidates out of."""

    document: Document
    limits: Limits

    @property
    def n_bytes(self) -> int:
        return len(self.document.text)

    def do(self) -> list[Candidate]:
        from ingest.extract import extract_candidates  # its tables of words are wanted in workers only

        return extract_candidates(self.document)


def extract_all(documents: Sequence[Document], *, limits: Limits = DEFAULT_LIMITS) -> Extraction:
    """Read the candidates out of documents, some at a time; their order is kept.

    Args:
        documents: guarded and classified.
        limits: what each may cost; the threads here only wait.
    """
    n_threads = max(1, min(os.cpu_count() or 1, _MAX_THREADS))
    with ThreadPoolExecutor(n_threads) as pool:
        results = list(pool.map(lambda document: POOL.run(_ExtractJob(document, limits)), documents))
    read: list[Document] = []
    found: list[Candidate] = []
    failed: dict[str, str] = {}
    for document, result in zip(documents, results, strict=True):
        if isinstance(result, Failure):
            failed[document.url] = result.reason
        else:
            read.append(document)
            found += result
    return Extraction(tuple(read), tuple(found), failed)

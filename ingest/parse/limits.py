"""Limits on what one file may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What parsing one document may use; past it the document is partial, failed or rejected, and says so."""

    max_bytes: int = 60_000_000  # the largest report seen on the sources is 31 MB
    max_html_bytes: int = 12_000_000
    timeout_s: float = 40.0  # wall clock of one file; the worker is killed past it
    memory_mb: int = 300  # address space that the worker may add to what it has: with the run itself under 600
    max_pages: int = 600
    max_ocr_pages: int = 12
    max_unpacked_bytes: int = 80_000_000  # of one ZIP container
    max_text_chars: int = 3_000_000
    max_blocks: int = 30_000  # a report of 600 pages has some 15,000
    max_candidates: int = 2_000  # entries read out of it; the longest list of awards seen has some 300
    max_statements: int = (
        40_000  # of these together; an entry has some ten, one that names every municipality a hundred
    )


DEFAULT_LIMITS = Limits()

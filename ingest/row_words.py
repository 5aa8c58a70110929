"""What a row says of itself that stands for several projects of one municipality: "Havby Kommune, to projekter"."""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.documents import Document
from corpus.number_words import pattern_of_words, whole_number
from corpus.places import LIKELY, find_municipalities
from ingest.candidates import Candidate

_SEVERAL = re.compile(
    rf"(?<!øvrige )(?<!andre )\b(?P<n>[2-5]|{pattern_of_words(2, 5)})\s(?:\w+\s)?(?:projekter|indsatser)\b",
    re.IGNORECASE,
)

SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\S|\s[a-zæøå])[^.!?\n]*)*")
"""A sentence; a full stop within a figure or before a small letter does not end it."""


def row_of(candidate: Candidate, document: Document) -> tuple[int, str] | None:
    """Give the block that states a candidate's municipality, by its number, and what its row says of that alone.

    The sentence counts, and of one that names other municipalities too what follows its own name.
    """
    codes = {str(s.value) for s in candidate.statements if s.field == "municipalities"}
    at = next((s.char_start for s in candidate.statements if s.field == "municipalities"), None)
    return row_at(document, at, codes) if at is not None else None


def row_at(document: Document, at: int, codes: Collection[str]) -> tuple[int, str] | None:
    """Give the block that holds a character where municipalities are named, and what its row says; see `row_of`."""
    n = next((n for n, b in enumerate(document.blocks) if b.char_start <= at < b.char_end), None)
    if n is None:
        return None
    block = document.blocks[n]
    row, at = document.block_text(block), at - block.char_start
    sentence = next((m for m in SENTENCE.finditer(row) if m.start() <= at < m.end()), None)
    row, at = (sentence[0], at - sentence.start()) if sentence is not None else ("", 0)
    others = [m.char_start for m in find_municipalities(row) if m.code not in codes and m.confidence >= LIKELY]
    return n, row[at : min((x for x in others if x > at), default=len(row))] if others else row


def n_projects(row: str) -> int:
    """Give how many projects a row says that it stands for; 0 where it does not say."""
    said = _SEVERAL.search(row)
    return whole_number(said["n"]) if said is not None else 0


def is_row_of_several(candidate: Candidate, document: Document) -> bool:
    """Tell whether the row or sentence that states a candidate's municipality says that it is of several projects."""
    row = row_of(candidate, document)
    return row is not None and n_projects(row[1]) > 0

"""Rare words with a capital that stand beside a project's place where its award is told.

One of them may be the project's name: "Otte beboere i Ry får besøg af Terapihunde på hjul" gives a page its project,
though the list names only the municipality.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from corpus.documents import Document
from corpus.places import find_municipalities
from ingest.candidates import Candidate
from ingest.row_words import SENTENCE

_CAPITAL = re.compile(r"\b(?P<name>[A-ZÆØÅ][\wæøåÆØÅ-]+)(?: (?P<next>[a-zæøå][\wæøå-]*))?")
_BEFORE_NAME = re.compile(r"(?:[a-zæøå,:;)”\"]|\d) [\"”“»„]?$")
_PLACED = re.compile(r"\b(?:i|på|ved|nær|fra|omkring|udenfor|uden for|af|hos) $")
_NO_NAME = re.compile(
    r"^(?:[A-ZÆØÅ]\w*(?:styrelsen|ministeriet|fonden|forening\w*|pulje\w*|sygehus\w*|hospital\w*)|Kommune\w*|Region\w*|Danmark|"
    r"Projekt\w*|Pulje\w*|Satspulje\w*|Folketinget|KL|Fremfærd|Side)\b"
)
_RARE = 4  # documents
_SINGLE = 6  # letters of a name that is one word


class NamesBeside:
    """Rare words with a capital beside a project's place where its award is told: one may be its name."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    @cached_property
    def _n_documents(self) -> Counter[str]:
        return Counter(name for d in self._documents.values() for name in {n for _, n in _capitals(d.text)})

    def of(self, members: Iterable[Candidate]) -> frozenset[str]:
        """Give the names beside the places of tellings; pages of one project are left out."""
        found: set[str] = set()
        for candidate in members:
            document = self._documents[candidate.document_id]
            at = next((s.char_start for s in candidate.statements if s.field == "municipalities"), None)
            if candidate.is_main or at is None:
                continue
            sentence = next((m for m in SENTENCE.finditer(document.text) if m.start() <= at < m.end()), None)
            if sentence is not None:
                found |= set(_names(sentence[0]))
        return frozenset(name for name in found if self._n_documents[name] <= _RARE)


def _capitals(text: str) -> Iterator[tuple[int, str]]:
    for match in _CAPITAL.finditer(text):
        yield match.start(), f"{match['name']} {match['next']}" if match["next"] else match["name"]


def _names(sentence: str) -> Iterator[str]:
    """Give what may be names within a sentence: no place, payer or first word."""
    for at, name in _capitals(sentence):
        before = sentence[:at]
        if not _BEFORE_NAME.search(before) or _PLACED.search(before) or _NO_NAME.match(name):
            continue
        if any(m.confidence > 0 for m in find_municipalities(name)) or (" " not in name and len(name) < _SINGLE):
            continue
        yield name

"""A candidate being written: statements that quote the page, checked as they are made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from corpus.evidence import MULTI_FIELDS, SINGLE_FIELDS, Origin
from corpus.municipalities import municipality
from corpus.records import RecordType
from ingest.candidates import Candidate, Statement, Told
from ingest.extract.lines import Page

_FIELDS = frozenset(SINGLE_FIELDS) | frozenset(MULTI_FIELDS)


@dataclass(frozen=True, slots=True)
class Found:
    """A value, where the words that state it stand, and how sure it is."""

    value: Any
    char_start: int
    char_end: int
    confidence: float = 0.9
    origin: Origin = Origin.EXTRACTED


@dataclass
class Draft:
    """Collects the statements of one candidate."""

    page: Page
    record_type: RecordType
    extractor: str
    is_main: bool = False
    statements: list[Statement] = field(default_factory=list)
    signs: list[Statement] = field(default_factory=list)  # of themes
    told: list[Told] = field(default_factory=list)  # where they stand

    def state(self, name: str, found: Found | None) -> None:
        """Add a statement; nothing found adds nothing, and the same value at the same place is added once.

        Raises:
            ValueError: no such field, or the place holds no words.
        """
        if found is None:
            return
        if name not in _FIELDS:
            raise ValueError(f"no field {name!r}")
        quote = self.page.text[found.char_start : found.char_end]
        if not quote.strip():
            raise ValueError(f"no words at {found.char_start}-{found.char_end} for {name!r}")
        statement = Statement(
            field=name,
            value=found.value,
            quote=quote,
            char_start=found.char_start,
            char_end=found.char_end,
            page_no=self.page.page_no(found.char_start),
            confidence=round(found.confidence, 3),
            extractor=self.extractor,
            origin=found.origin,
        )
        if not any((s.field, s.value, s.char_start) == (name, found.value, found.char_start) for s in self.statements):
            self.statements.append(statement)

    def state_all(self, name: str, founds: Iterable[Found]) -> None:
        """Add several statements of one field."""
        for found in founds:
            self.state(name, found)

    def has(self, name: str) -> bool:
        """Tell whether the field has been stated."""
        return any(s.field == name for s in self.statements)

    def value(self, name: str) -> Any:
        """Give the surest value stated of a field, or `None`."""
        stated = [s for s in self.statements if s.field == name]
        return max(stated, key=lambda s: s.confidence).value if stated else None

    def values(self, name: str) -> list[Any]:
        """Give every value stated of a field."""
        return list(dict.fromkeys(s.value for s in self.statements if s.field == name))

    def build(self, local_key: str) -> Candidate:
        """Give the finished candidate."""
        return Candidate(
            document_id=self.page.document.document_id,
            local_key=local_key,
            record_type=self.record_type,
            statements=tuple(self.statements),
            is_main=self.is_main,
            signs=tuple(self.signs),
            told=tuple(self.told),
        )


def slug(text: str, limit: int = 60) -> str:
    """Give text as lower-case ASCII words joined by hyphens, Danish letters spelled out, cut at a word."""
    folded = text.casefold()
    for letter, spelled in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("é", "e"), ("ü", "u"), ("ö", "oe"), ("ä", "ae")):
        folded = folded.replace(letter, spelled)
    words = re.findall(r"[a-z0-9]+", folded)
    kept = ""
    for word in words:
        if kept and len(kept) + len(word) + 1 > limit:
            break
        kept = f"{kept}-{word}" if kept else word[:limit]
    return kept


def places_key(codes: Iterable[str]) -> str:
    """Give the names of municipalities as one slug, in code order."""
    return "-".join(slug(municipality(code).name) for code in sorted(set(codes)))

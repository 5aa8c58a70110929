"""What must not come back: the hashes by which a document that was removed is known when it is met again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_LEAST_LETTERS = 200
"""Shorter texts say nothing of their own: "Siden findes ikke" must not keep out every page that says so."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One document that was removed and must not come back."""

    document_id: str
    at: str  # ISO 8601, UTC
    who: str
    why: str
    hashes: frozenset[str] = frozenset()  # of its addresses, bytes and text, and of copies met since

    @property
    def reason(self) -> str:
        """Say in a report why a page or file does not enter."""
        return f"removed on {self.at[:10]} by {self.who}, and kept out since (removal {self.document_id})"


@dataclass(frozen=True, slots=True)
class KeptOut:
    """The removals in force, looked up by what is met."""

    by_hash: Mapping[str, Removal] = field(default_factory=dict)

    @classmethod
    def of(cls, removals: Iterable[Removal]) -> KeptOut:
        """File removals by their hashes."""
        return cls({found: removal for removal in removals for found in removal.hashes})

    def address(self, canonical_url: str) -> Removal | None:
        """Give the removal that keeps an address out, or `None`."""
        return self.by_hash.get(address_hash(canonical_url)) if self.by_hash else None

    def content(self, sha256: str | None) -> Removal | None:
        """Give the removal that keeps these bytes out wherever they stand, or `None`."""
        return self.by_hash.get(sha256 or "")

    def text(self, text: str) -> Removal | None:
        """Give the removal that keeps this text out in whatever bytes it comes, or `None`."""
        return self.by_hash.get(text_hash(text) or "") if self.by_hash else None


def address_hash(canonical_url: str) -> str:
    """Give the hash by which a removed address is known again."""
    return hashlib.sha256(canonical_url.encode()).hexdigest()


def text_hash(text: str) -> str | None:
    """Give the hash by which a removed text is known again, over its letters and digits; `None` for a short one."""
    letters = re.sub(r"[\W_]+", "", text.casefold())
    return hashlib.sha256(f"text:{letters}".encode()).hexdigest() if len(letters) >= _LEAST_LETTERS else None

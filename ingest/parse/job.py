"""One file to parse, as it is handed to a worker."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.parse.draft import Parsed
from ingest.parse.limits import Limits


@dataclass(frozen=True, slots=True)
class ParseJob:
    """One file to read; `do` reads it, and raises whatever its reader does."""

    media_type: str  # as sniffed
    declared: str  # Content-Type as declared, for its charset
    url: str
    body: bytes
    limits: Limits

    @property
    def n_bytes(self) -> int:
        """Size of the file."""
        return len(self.body)

    def do(self) -> Parsed:
        """Read the file in this process."""
        from ingest.parse.dispatch import parse_here  # every parser's modules: loaded in workers only

        return parse_here(self)

"""Passages on how projects went, with what each tells, as a page shows them to extraction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Document, DocumentKind
from corpus.records import OutcomeDirection
from tests.ingest.extract.pages import write_document

LABELLED = Path(__file__).with_name("labelled.jsonl")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage and what it tells: any of better, worse and no change, or mixed said outright; nothing if no result."""

    text: str
    tells: frozenset[OutcomeDirection]
    register: str
    """ "clause" for single statements, "site" of single places in labelled sites, "page" for all that a page of one
    tells of a project, else the text that it imitates."""
    site: str = ""  # that a "page" is of

    @property
    def is_free(self) -> bool:
        """Whether it stands for itself, under any heading; passages of sites were chosen by where they stand."""
        return self.register not in ("site", "page")

    @property
    def is_whole(self) -> bool:
        """Whether only its direction is known: what is told in it is not labelled."""
        return self.register == "page"

    @property
    def direction(self) -> OutcomeDirection:
        """What the passage comes to."""
        if OutcomeDirection.MIXED in self.tells or (OutcomeDirection.BETTER in self.tells and len(self.tells) > 1):
            return OutcomeDirection.MIXED
        if OutcomeDirection.WORSE in self.tells:  # what did not change is no comfort
            return OutcomeDirection.WORSE
        return next(iter(self.tells), OutcomeDirection.NOT_REPORTED)

    def document(self, heading: str = "") -> Document:
        """Give a page that holds the passage, under a heading if one is given."""
        under = f"## {heading}\n" if heading else ""
        return write_document(f"# Nyt forløb\n{under}{self.text}", kind=DocumentKind.PROJECT_PAGE)


def labelled_passages() -> Iterator[Labelled]:
    """Give every labelled passage, in the order of the file."""
    for line in LABELLED.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Labelled(
            row["text"], frozenset(map(OutcomeDirection, row["tells"])), row["register"], row.get("site", "")
        )

"""Documents of labelled sites with the kinds that a reader gives them, as reading left them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Block, BlockKind, Document, DocumentKind

LABELLED = Path(__file__).with_name("labelled.jsonl")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and its right kinds, the best first."""

    site: str
    kinds: tuple[DocumentKind, ...]
    document: Document


def labelled_documents() -> Iterator[Labelled]:
    """Give every labelled document, in the order of the file."""
    for line in LABELLED.read_text("utf-8").splitlines():
        row = json.loads(line)
        url = f"http://127.0.0.1{row['path']}"
        blocks = tuple(
            Block(
                **{
                    **block,
                    "kind": BlockKind(block["kind"]),
                    "heading_path": tuple(block.get("heading_path", ())),
                    "cells": tuple((start, end) for start, end in block.get("cells", ())),
                }
            )
            for block in row["blocks"]
        )
        document = Document(
            document_id=hashlib.sha256(url.encode()).hexdigest()[:20],
            url=url,
            canonical_url=url,
            media_type=row["media_type"],
            fetched_at="2026-05-04T07:00:00Z",
            sha256=hashlib.sha256(row["text"].encode()).hexdigest(),
            text=row["text"],
            blocks=blocks,
            title=row["title"],
            language=row["language"],
        )
        yield Labelled(row["site"], tuple(DocumentKind(kind) for kind in row["kinds"]), document)

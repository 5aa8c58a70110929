"""Documents of labelled sites with the kinds that a reader gives them, as reading left them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Block, BlockKind, Document, DocumentKind, DocumentStatus
from ingest.gold import url_path
from ingest.reading import read
from tests.sites import score

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


def site_documents() -> Iterator[Labelled]:
    """Give every labelled document of the sites that the file has none of, read anew: a second or so each."""
    stored = {labelled.site for labelled in labelled_documents()}
    for site in score.NAMES[score.NAMES.index("tenth") :]:
        if site not in stored:
            kinds = {row.url: row.kinds for row in score.gold(site).documents}
            for raw in score.raw_documents(site):
                document = read(raw, is_cleared=lambda _: False).document
                told = kinds.get(url_path(document.url), ())
                if told and document.status in (DocumentStatus.OK, DocumentStatus.PARTIAL):
                    # the finer kinds first, so that they are learned where a broad one is as right
                    kinds_told = sorted(map(DocumentKind, told), key=lambda kind: kind.broad is kind)
                    yield Labelled(site, tuple(kinds_told), document)

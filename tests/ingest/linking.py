"""A list and a page of one pool, and what linking makes of them."""

from __future__ import annotations

from typing import Any

from corpus.documents import Document, DocumentKind
from corpus.records import Record, RecordType
from ingest.extract import extract_candidates
from ingest.link import Linking, link_candidates
from tests.ingest.extract.pages import write_document

POOL = "# Ro om natten\nPuljen ”Ro om natten” er fordelt i juni 2019.\n## Projekter, der har fået tildelt midler\n"
LIST_URL = "https://sst.dk/da/puljer/ro"


def a_list(rows: str) -> Document:
    return write_document(POOL + rows, url=LIST_URL, kind=DocumentKind.POOL_PAGE)


def a_page(text: str, url: str = "https://vpt.dk/x/lyset-ned") -> Document:
    return write_document(text, url=url, kind=DocumentKind.PROJECT_PAGE)


def link(*documents: Document, existing: tuple[Record, ...] = ()) -> Linking:
    candidates = [c for d in documents for c in extract_candidates(d)]
    return link_candidates(documents, candidates, existing)


def project_ids(linking: Linking) -> list[str]:
    return sorted({a.record_id for a in linking.assignments if a.candidate.record_type is RecordType.PROJECT})


def told(linking: Linking, record_id: str, field: str) -> set[Any]:
    return {e.value for e in linking.evidence[record_id] if e.field == field}

"""Pages of an undertaking that lead to the pages of its projects, which stand in a folder of the page's own.

"Lokale indsatser" says what can be applied for and has a link for each project, by its name alone: what each of the
pages behind tells is a project of the undertaking, which need not say so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.documents import Document, DocumentKind
from corpus.evidence import Origin
from corpus.records import RecordType
from ingest.candidates import Candidate, Statement
from ingest.cues import Cue
from ingest.extract.lines import Page
from ingest.extract.pool_pages import extract_pool
from ingest.extract.pool_titles import pool_title
from ingest.urls import canonical_url

K = DocumentKind
_LEAST_PAGES = 3
_LEAST_PLACES = 3  # a municipality's own list of projects is no undertaking
_LANDING = (K.PROJECT_PAGE, K.PROGRAMME_PAGE, K.POOL_PAGE, K.CALL)
_PAYS = Cue(r"\bsøge[sr]?\b|\bansøg\w+|\btilskud\w*|\bstøtte[drt]?\w*|\bmidler\b|pulje|\bkr\.")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d\s?[:–-]\s|\d{1,2}\.\s")
_LONGEST = 110  # characters of a link that is a project's name
_CONFIDENCE = 0.8
_EXTRACTOR = "folder/1"


def with_folder_pages(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> list[Candidate]:
    """Give the candidates, each such page's as its pool and a telling for each project that it leads to.

    Args:
        candidates: those of the run.
        documents: theirs, by id.
    """
    own: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        own[candidate.document_id].append(candidate)
    by_url = {d.canonical_url: d.document_id for d in documents.values()}
    instead: dict[str, list[Candidate]] = {}
    for document_id, told in own.items():
        document = documents[document_id]
        if document.kind not in _LANDING or any(not c.is_main and c.record_type is RecordType.PROJECT for c in told):
            continue
        links = _links(document, by_url, own)
        places = {code for projects in links.values() for code in projects.codes}
        page = Page(document)
        title = pool_title(page) if len(links) >= _LEAST_PAGES and len(places) >= _LEAST_PLACES else None
        if title is None or not _PAYS.search(document.text):
            continue
        pool = extract_pool(page, K.POOL_PAGE, title, [])
        named = next(s for s in pool.statements if s.field == "title")
        parts = [_part(pool, named, document, *at) for at in links]
        instead[document_id] = [pool, *parts]
    if not instead:
        return list(candidates)
    kept = [c for c in candidates if c.document_id not in instead]
    return [*kept, *(c for told in instead.values() for c in told)]


def _links(
    document: Document, by_url: Mapping[str, str], own: Mapping[str, Sequence[Candidate]]
) -> dict[tuple[int, int], Candidate]:
    """Give where names of projects stand that lead to pages in a folder of this one's, and each page's only project."""
    folder = document.canonical_url.rstrip("/") + "/"
    found: dict[tuple[int, int], Candidate] = {}
    for block in document.blocks:
        url = canonical_url(block.href) if block.href else ""
        target = by_url.get(url) if url.startswith(folder) else None
        projects = [c for c in own.get(target or "", ()) if c.record_type is RecordType.PROJECT]
        text = document.block_text(block)
        if len(projects) == 1 and projects[0].is_main and projects[0].codes and len(text) <= _LONGEST:
            before = _YEAR_BEFORE.match(text)
            found[block.char_start + (before.end() if before is not None else 0), block.char_end] = projects[0]
    return found


def _part(pool: Candidate, named: Statement, document: Document, start: int, end: int) -> Candidate:
    name = document.text[start:end]
    title = Statement(
        "title", name, name, start, end, Page(document).page_no(start), _CONFIDENCE, _EXTRACTOR, Origin.EXTRACTED
    )
    statements = (title, replace(named, field="pool", extractor=_EXTRACTOR))
    return replace(
        pool,
        local_key=f"{pool.local_key}/{name.casefold()}",
        record_type=RecordType.PROJECT,
        statements=statements,
        is_main=False,
        signs=(),
        told=(),
    )

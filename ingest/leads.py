"""Where the rows of a list lead: the page or file of the same project.

A row is a link itself, has one below it ("Læs projektbeskrivelsen (pdf)"), or stands in a second list of links by
municipality ("Projektbeskrivelser: Havby, Sydvig").
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from corpus.documents import Block, Document
from corpus.places import LIKELY, find_municipalities
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.titles import title_likeness
from ingest.urls import canonical_url

_LONGEST = 160  # characters of a link that stands for a row
_ALIKE = 0.75
_WHERE = ("municipalities", "title", "grantees", "amount_dkk")


def find_leads(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> dict[int, frozenset[str]]:
    """Give the canonical URLs that rows lead to, by the candidate's position; articles lead nowhere."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for n, candidate in enumerate(candidates):
        if candidate.record_type is RecordType.PROJECT and not candidate.is_main:
            rows[candidate.document_id].append(n)
    leads: defaultdict[int, set[str]] = defaultdict(set)
    for document_id, numbers in rows.items():
        document = documents[document_id]
        links = [block for block in document.blocks if block.href and block.char_end - block.char_start <= _LONGEST]
        if not links:
            continue
        found: defaultdict[str, set[int]] = defaultdict(set)
        spans = {n: _places(candidates[n]) for n in numbers}
        begins = sorted((min(at), n) for n, at in spans.items() if at)
        told = {n: _told(candidates[n]) for n in numbers}
        for block in links:
            url = canonical_url(block.href or "")
            found[url].update(_rows_of(block, document, spans, begins, told))
        for url, found_rows in found.items():
            if len(found_rows) == 1:  # what several rows lead to is of the list
                leads[found_rows.pop()].add(url)
    return {n: frozenset(urls) for n, urls in leads.items()}


def _places(candidate: Candidate) -> list[int]:
    return [s.char_start for s in candidate.statements if s.field in _WHERE]


def _told(candidate: Candidate) -> tuple[frozenset[str], tuple[str, ...]]:
    codes = frozenset(str(s.value) for s in candidate.statements if s.field == "municipalities")
    return codes, tuple(str(s.value) for s in candidate.statements if s.field == "title")


def _rows_of(
    block: Block,
    document: Document,
    spans: Mapping[int, list[int]],
    begins: Sequence[tuple[int, int]],
    told: Mapping[int, tuple[frozenset[str], tuple[str, ...]]],
) -> list[int]:
    own = [n for n, places in spans.items() if any(block.char_start <= at < block.char_end for at in places)]
    if own:
        return own
    text = document.text[block.char_start : block.char_end]
    codes = frozenset(m.code for m in find_municipalities(text) if m.confidence >= LIKELY)
    by_name = [n for n, (_, titles) in told.items() if any(title_likeness(text, t) >= _ALIKE for t in titles)]
    if len(by_name) == 1:
        return by_name
    if codes:
        by_place = [n for n, (own_codes, _) in told.items() if own_codes == codes]
        return by_place if len(by_place) == 1 else []
    before = bisect_right([start for start, _ in begins], block.char_start) - 1
    if before < 0:
        return []
    at, row = begins[before]
    follows = [b for b in document.blocks if at < b.char_start <= block.char_start]
    # right below the row: a link further down is of the page
    is_below = len(follows) <= 4 and not any(b.heading_path != block.heading_path for b in follows[1:])
    return [row] if is_below else []

"""Places named together that each have a share of a pool: no joint project, but a telling of each one's own.

"Havby, Sydvig og Østby får tilsammen ti millioner fra Havpuljen" and "Deltagende kommuner: Havby, Sydvig og Østby" on
the pool's own page read as one project of three. Where other documents give two of them and half of them or more a
project of their own in that pool, the document tells of those, and what is theirs together is nobody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.documents import Document
from corpus.evidence import Origin
from corpus.places import find_municipalities
from corpus.pools import pool_keys
from corpus.records import Record, RecordType
from ingest.candidates import Candidate, Statement
from ingest.extract.lines import Page
from ingest.phrases import PhraseIndex, phrase_words
from ingest.pool_nicknames import meant_pools
from ingest.umbrellas import part_of

_LEAST_PLACES = 3
_LEAST_SHARES = 2
_COVERED = 0.5
"""Of the places named together, how many have a share elsewhere in the pool that the document names."""
_SAME_PLACES = 0.8
"""Of a document's places and a pool's, how many both have where the document names no pool."""
_SURE_TITLE = 0.8
_TOGETHER = ("grantees", "summary")  # said of all, and true of none alone
_COUNTED = re.compile(
    r"\b(?:\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|flere)\s(?:\w+\s){0,2}(?:projekter|kommuner|indsatser)\b",
    re.IGNORECASE,
)


def with_shares(
    candidates: Sequence[Candidate], documents: Mapping[str, Document], known: Iterable[Record] = ()
) -> list[Candidate]:
    """Give the candidates, those of several places that have a project each as one telling for each of these.

    Args:
        candidates: what the documents of a run tell.
        documents: these, by id.
        known: the records of earlier runs, which show it as other documents do.
    """
    if not any(_names_several(c) for c in candidates):
        return list(candidates)
    by_pool: defaultdict[str, list[Candidate]] = defaultdict(list)
    bare: list[Candidate] = []
    for candidate in (*candidates, *_known_tellings(known, documents)):
        if candidate.record_type is RecordType.PROJECT and candidate.codes:
            for key in candidate.pool_keys:
                by_pool[key].append(candidate)
            if not candidate.pool_keys and candidate.document_id in documents:
                bare.append(candidate)
    places = {key: {code for c in found for code in c.codes} for key, found in by_pool.items()}
    meant = meant_pools(places)
    kept: list[Candidate] = []
    for candidate in candidates:
        shares: list[frozenset[str]] = []
        name: Statement | None = None
        if _names_several(candidate):
            name, shares = _shares(candidate, by_pool, bare, meant, documents)
        if not shares:
            kept.append(candidate)
            continue
        rest = candidate.codes.difference(*shares)
        bared = replace(candidate, statements=tuple(s for s in candidate.statements if s.field not in _TOGETHER))
        for share in sorted([*shares, *(frozenset({code}) for code in rest)], key=sorted):
            kept.append(part_of(bared, name, *sorted(share)))
    return kept


def _names_several(candidate: Candidate) -> bool:
    return candidate.record_type is RecordType.PROJECT and len(candidate.codes) >= _LEAST_PLACES


def _known_tellings(known: Iterable[Record], documents: Mapping[str, Document]) -> Iterator[Candidate]:
    """Give what documents of earlier runs tell of each project that has a pool, as rows of one list."""
    for record in known:
        if record.record_type is not RecordType.PROJECT or not record.values.get("pool"):
            continue
        stated = tuple(
            Statement(
                e.field,
                e.value,
                e.quote,
                e.char_start or 0,
                e.char_end or 0,
                e.page_no,
                e.confidence,
                e.extractor,
                e.origin,
            )
            for e in record.evidence
            if e.field in _TELLING and e.document_id and e.document_id not in documents
        )
        if stated:
            yield Candidate(_EARLIER, record.record_id, RecordType.PROJECT, stated)


_TELLING = ("title", "pool", "municipalities")
_EARLIER = ""  # stands for the documents of earlier runs


def _shares(
    candidate: Candidate,
    by_pool: Mapping[str, Sequence[Candidate]],
    bare: Sequence[Candidate],
    meant: Mapping[str, str],
    documents: Mapping[str, Document],
) -> tuple[Statement | None, list[frozenset[str]]]:
    """Give what names the pool and the sets of places that have a project of their own; none for a joint project."""
    names = [s for s in candidate.statements if s.field == "pool"]
    for title in _titles(candidate):
        if _is_pool(title, candidate, by_pool):
            names.append(title)
        elif not _is_of_places(title, candidate):
            return None, []
    names += [title for title in _headline(candidate, documents) if _is_pool(title, candidate, by_pool)]
    codes = candidate.codes
    for name in names:
        keys = set(pool_keys(str(name.value)))
        keys |= {meant[key] for key in keys if key in meant}
        others = {id(c): c for key in keys for c in by_pool.get(key, ())}
        others |= {id(c): c for c in _naming(name, candidate, bare, documents)}
        found = _apart(candidate, list(others.values()), by_pool)
        if sum(map(len, found)) >= _COVERED * len(codes):
            return name, found
    if names:
        return None, []
    for others_of_pool in by_pool.values():
        found = _apart(candidate, others_of_pool, by_pool)
        all_places = codes.union(*(c.codes for c in others_of_pool))
        if found and sum(map(len, found)) >= _SAME_PLACES * len(all_places):
            return None, found
    return None, []


def _apart(
    candidate: Candidate, others: Sequence[Candidate], by_pool: Mapping[str, Sequence[Candidate]]
) -> list[frozenset[str]]:
    """Give the sets of a candidate's places that have a project of their own among others; none where one is joint."""
    codes = candidate.codes
    if not candidate.is_main and any(
        c.document_id == candidate.document_id and c is not candidate and not c.is_main for c in others
    ):
        return []  # a row among rows
    found: set[frozenset[str]] = set()
    n_rows: defaultdict[str, int] = defaultdict(int)
    for other in others:
        n_rows[other.document_id] += not other.is_main
    own = {phrase_words(str(s.value)) for s in _titles(candidate)}
    for other in others:
        theirs = other.codes
        if other.document_id == candidate.document_id or not theirs & codes:
            continue
        is_named = any(
            phrase_words(str(s.value)) not in own and not _is_pool(s, other, by_pool) for s in _titles(other)
        )
        is_row = not other.is_main and n_rows[other.document_id] > 1
        if not is_named and not is_row:
            continue
        if len(theirs) == 1 or (theirs < codes and 2 * len(theirs) <= len(codes)):
            found.add(theirs)
        elif len(theirs & codes) > 1 and (is_named or other.document_id != _EARLIER):
            return []
    is_parted = sum(map(len, found)) == len(frozenset().union(*found))
    return sorted(found, key=sorted) if len(found) >= _LEAST_SHARES and is_parted else []


def _naming(
    name: Statement, candidate: Candidate, bare: Sequence[Candidate], documents: Mapping[str, Document]
) -> Iterator[Candidate]:
    """Give tellings without a pool of some of a candidate's places, each with a name, in documents that name its."""
    index = PhraseIndex([phrase_words(str(name.value))])
    told: dict[str, bool] = {}
    for other in bare:
        if other.document_id == candidate.document_id or not other.codes < candidate.codes or not _titles(other):
            continue
        if other.document_id not in told:
            told[other.document_id] = next(index.find(documents[other.document_id].text), None) is not None
        if told[other.document_id]:
            yield other


def _is_pool(title: Statement, candidate: Candidate, by_pool: Mapping[str, Sequence[Candidate]]) -> bool:
    """Tell whether other documents' projects are of a pool of this name."""
    keys = pool_keys(str(title.value))
    return any(c.document_id != candidate.document_id for key in keys for c in by_pool.get(key, ()))


def _is_of_places(title: Statement, candidate: Candidate) -> bool:
    """Tell whether what reads as a title only says whose it is: "Havby, Sydvig og Østby", "Tre kommuner går foran"."""
    named = {m.code for m in find_municipalities(str(title.value))}
    return bool(_COUNTED.search(str(title.value))) or named == candidate.codes


def _headline(candidate: Candidate, documents: Mapping[str, Document]) -> Iterator[Statement]:
    """Give what heads the page that a candidate is the main thing of."""
    document = documents[candidate.document_id]
    page = Page(document)
    if candidate.is_main and (line := page.title) is not None:
        quote = document.text[line.char_start : line.char_end]
        extractor = candidate.statements[0].extractor
        page_no = page.page_no(line.char_start)
        yield Statement("pool", quote, quote, line.char_start, line.char_end, page_no, _SURE_TITLE, extractor)


def _titles(candidate: Candidate) -> list[Statement]:
    return [
        s
        for s in candidate.statements
        if s.field == "title" and s.origin is Origin.EXTRACTED and s.confidence >= _SURE_TITLE
    ]

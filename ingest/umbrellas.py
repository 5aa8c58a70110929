"""Pages taken for one project of several municipalities that are of what each of them has a project of.

Each has a page with a name of its own that names the other page's title, or a list of the pool that is called so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from corpus.documents import Document, DocumentKind
from corpus.evidence import Origin
from corpus.pools import pool_keys
from corpus.records import RecordType
from ingest.candidates import Candidate, Statement
from ingest.extract.draft import Found
from ingest.extract.lines import Page
from ingest.extract.pool_pages import extract_pool
from ingest.phrases import PhraseIndex, phrase_words

_SURE_TITLE = 0.8
_LEAST_PARTS = 2
_MIN_LETTERS = 6
_LISTS = (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE)
_REPORTS = (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT)  # what they tell, they tell of all projects together


def find_umbrellas(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> dict[int, Statement]:
    """Give the title of each page taken for one project that is what several of its municipalities' projects are of.

    Each of those has a page with a name of its own, and names the other page's title: "Havby deltager i Vejen hjem".
    Or a list of the pool that is called so has a project of each alone: "Otte projekter deltager, blandt andet i Havby
    og Sydvig". A title that a list gives to a row is a joint project's.
    """
    rows = {
        phrase_words(str(s.value))
        for c in candidates
        if not c.is_main and c.record_type is RecordType.PROJECT
        for s in c.statements
        if s.field == "title" and s.origin is Origin.EXTRACTED
    }
    listed = _listed(candidates, documents)
    singles: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.record_type is RecordType.PROJECT and candidate.is_main and len(own := candidate.codes) == 1:
            singles[next(iter(own))].append(candidate)
    found: dict[int, Statement] = {}
    for n, candidate in enumerate(candidates):
        codes = candidate.codes
        if candidate.record_type is not RecordType.PROJECT or not candidate.is_main or len(codes) < _LEAST_PARTS:
            continue
        titles = [s for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
        words = phrase_words(str(titles[0].value)) if titles else ()
        if len("".join(words)) < _MIN_LETTERS or words in rows:
            continue
        is_report = documents[candidate.document_id].kind in _REPORTS
        if not is_report and any(
            _each_has_one(codes, listed.get(key, frozenset())) for key in pool_keys(str(titles[0].value))
        ):
            found[n] = titles[0]
            continue
        if titles[0].confidence < _SURE_TITLE:
            continue
        index = PhraseIndex([words])
        parts = {
            code
            for code in codes
            for other in singles[code]
            if other.document_id != candidate.document_id
            and _is_called_otherwise(other, words)
            and next(index.find(documents[other.document_id].text), None) is not None
        }
        if len(parts) >= _LEAST_PARTS:
            found[n] = titles[0]
    return found


def _listed(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> dict[str, set[frozenset[str]]]:
    """Give the municipalities of each row of lists, by the rows' pool; the parts of an article are no list."""
    listed: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for candidate in candidates:
        if not candidate.is_main and documents[candidate.document_id].kind in _LISTS:
            for key in candidate.pool_keys:
                listed[key].add(candidate.codes)
    return listed


def _each_has_one(codes: frozenset[str], rows: Set[frozenset[str]]) -> bool:
    """Tell whether each of some municipalities has a row that none of the others is in."""
    shared = [row & codes for row in rows if row & codes]
    return all(len(own) == 1 for own in shared) and frozenset().union(*shared) == codes


def _is_called_otherwise(candidate: Candidate, words: tuple[str, ...]) -> bool:
    """Tell whether a page's project has a sure name of its own, in which the other's does not stand."""
    names = [
        phrase_words(str(s.value))
        for s in candidate.statements
        if s.field == "title" and s.origin is Origin.EXTRACTED and s.confidence >= _SURE_TITLE
    ]
    return bool(names) and not any(set(words) <= set(name) for name in names)


_OF_WHOLE = ("title", "pool", "status", "amount_dkk")  # which the parts have of their own


def part_of(whole: Candidate, name: Statement | None, *codes: str) -> Candidate:
    """Give what a page of a whole tells of some municipalities' part: all but its own name, which is the pool's."""
    kept = [
        s
        for s in whole.statements
        if s.field not in _OF_WHOLE and (s.field != "municipalities" or str(s.value) in codes)
    ]
    statements = (*([replace(name, field="pool")] if name is not None else []), *kept)
    return replace(whole, local_key=f"{whole.local_key}/{'-'.join(codes)}", statements=statements, is_main=False)


def as_pool(title: Statement, document: Document) -> Candidate:
    """Give what a page tells of the pool that its title names."""
    named = Found(title.value, title.char_start, title.char_end, title.confidence)
    return extract_pool(Page(document), DocumentKind.POOL_PAGE, named, [])


def titles_as_pools(candidate: Candidate) -> set[str]:
    """Give a candidate's titles as `pool_keys` writes names of pools."""
    return {key for s in candidate.statements if s.field == "title" for key in pool_keys(str(s.value))}

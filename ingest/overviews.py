"""What a document is taken to be about though other documents show that it is not.

A report on several projects whose parts bear their names is not one project of its own, a page called as a project that
a list awards is no pool, and a page whose municipalities each have a project of its name elsewhere is one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from corpus.documents import BlockKind, Document, DocumentKind
from corpus.evidence import Origin
from corpus.places import LIKELY, find_municipalities
from corpus.pools import pool_key
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract.extractors import AWARD_LIST
from ingest.phrases import PhraseIndex, phrase_words
from ingest.umbrellas import as_pool, find_umbrellas, part_of, titles_as_pools

_SURE_TITLE = 0.8
_LEAST_PARTS = 2
_MIN_LETTERS = 6

_Titles = Mapping[tuple[str, ...], set[str]]  # the documents that state a project's title


def without_overviews(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> list[Candidate]:
    """Give the candidates but for pages of several known projects taken for one, and projects taken for pools."""
    titles = _titles(candidates)
    index = PhraseIndex(titles)
    by_document: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_document[candidate.document_id].append(candidate)
    cited = {
        pool_key(str(s.value)): c.document_id
        for c in candidates
        if c.record_type is RecordType.PROJECT
        for s in c.statements
        if s.field == "pool"
    }
    rows, parts = _rows(candidates), _parts(candidates)
    umbrellas = find_umbrellas(candidates, documents)
    pools = set(cited) | {key for c in candidates if c.record_type is RecordType.POOL for key in titles_as_pools(c)}
    pools |= {pool_key(str(title.value)) for title in umbrellas.values()}
    names = _names_by_place(candidates)
    kept: list[Candidate] = []
    for n, candidate in enumerate(candidates):
        if n in umbrellas:
            kept.append(as_pool(umbrellas[n], documents[candidate.document_id]))
            kept += [part_of(candidate, umbrellas[n], code) for code in sorted(candidate.codes)]
            continue
        if _is_listing(candidate, parts, titles):
            kept += [part_of(candidate, None, code) for code in sorted(candidate.codes)]
            continue
        if candidate.record_type is RecordType.POOL:
            is_wrong = _is_a_project(candidate, titles, cited)
        elif _is_collection(candidate, documents[candidate.document_id], parts) or _is_report_on_pool(
            candidate, documents[candidate.document_id], pools
        ):
            is_wrong = True
        else:
            beside = by_document[candidate.document_id]
            is_wrong = (
                _is_overview(candidate, beside, documents, titles, index)
                or _is_parted(candidate, rows)
                or _is_told_apart(candidate, parts)
                or _is_of_named(candidate, documents[candidate.document_id], names)
                or _is_called_as_several(candidate, names)
            )
        if not is_wrong:
            kept.append(candidate)
    return kept


def _titles(candidates: Sequence[Candidate]) -> dict[tuple[str, ...], set[str]]:
    titles: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for candidate in candidates:
        fields = {s.field for s in candidate.statements}
        if candidate.record_type is not RecordType.PROJECT or not fields & {"municipalities", "grantees"}:
            continue
        for s in candidate.statements:
            words = phrase_words(str(s.value)) if s.field == "title" and s.origin is Origin.EXTRACTED else ()
            if s.confidence >= _SURE_TITLE and len("".join(words)) >= _MIN_LETTERS:
                titles[words].add(candidate.document_id)
    return dict(titles)


def _is_overview(
    candidate: Candidate,
    beside: Sequence[Candidate],
    documents: Mapping[str, Document],
    titles: _Titles,
    index: PhraseIndex,
) -> bool:
    """Tell whether a document's only project is the whole of several that its headings name."""
    if not candidate.is_main or sum(c.record_type is RecordType.PROJECT for c in beside) != 1:
        return False
    document = documents[candidate.document_id]
    parts = {
        hit.words
        for block in document.blocks
        if block.kind is BlockKind.HEADING or len(document.block_text(block)) <= 110
        for hit in index.find(document.block_text(block))
        if hit.char_start <= _HEADS and titles[hit.words] - {document.document_id}
    }
    # a page that builds on another project names it in its own name: "Tryg hjem i weekenden"
    own = [phrase_words(str(s.value)) for s in candidate.statements if s.field == "title"]
    return len({words for words in parts if not any(set(words) < set(title) for title in own)}) >= _LEAST_PARTS


_HEADS = 30
"""Characters before a name at the head of its part: "Havby Kommune: Friskere liv", "A. Friskere liv"."""


_Rows = Mapping[str, set[frozenset[str]]]  # by pool, the municipalities of each row of its lists


def _rows(candidates: Sequence[Candidate]) -> _Rows:
    rows: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for candidate in candidates:
        is_row = not candidate.is_main and any(s.extractor == AWARD_LIST for s in candidate.statements)
        for key in candidate.pool_keys if is_row else ():
            rows[key].add(candidate.codes)
    return rows


_Parts = Mapping[str, Sequence[Candidate]]  # by pool, what documents tell of its projects


def _parts(candidates: Sequence[Candidate]) -> _Parts:
    parts: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for key in candidate.pool_keys if candidate.record_type is RecordType.PROJECT else ():
            parts[key].append(candidate)
    return parts


def _of_pools(candidate: Candidate, parts: _Parts) -> list[Candidate]:
    """Give what other documents tell of projects of a candidate's pools."""
    return [c for key in candidate.pool_keys for c in parts.get(key, ()) if c.document_id != candidate.document_id]


def _is_told_apart(candidate: Candidate, parts: _Parts) -> bool:
    """Tell whether other documents have projects of two of the three places and more that one without a name has.

    "Havby, Sydvig og Nordby Kommune, som hver får en million".
    """
    codes = candidate.codes
    is_titled = any(s.field == "title" and s.origin is Origin.EXTRACTED for s in candidate.statements)
    if len(codes) <= _LEAST_PARTS or is_titled:
        return False
    others = [c.codes for c in _of_pools(candidate, parts) if not c.is_main]
    is_joint = any(len(own & codes) > 1 for own in others)
    return not is_joint and len({own for own in others if len(own) == 1 and own < codes}) >= _LEAST_PARTS


def _is_parted(candidate: Candidate, rows: _Rows) -> bool:
    """Tell whether lists of a pool give a project to each of the places that a candidate takes for one project's."""
    codes = candidate.codes
    if len(codes) < _LEAST_PARTS:
        return False
    listed = {row for key in candidate.pool_keys for row in rows.get(key, ()) if row & codes}
    is_joint = any(len(row & codes) > 1 for row in listed - {codes})
    singles = {code for row in listed if len(row) == 1 for code in row}
    is_row_itself = codes in listed and any(s.extractor == AWARD_LIST for s in candidate.statements)
    return singles == codes and not is_joint and not (is_row_itself and _has_cells(candidate))


def _has_cells(candidate: Candidate) -> bool:
    """Tell whether a row has a name and a sum of its own, so that its places are its own too."""
    stated = {s.field for s in candidate.statements if s.origin is Origin.EXTRACTED}
    return {"title", "amount_dkk"} <= stated


def _is_a_project(candidate: Candidate, titles: _Titles, cited: Mapping[str, str]) -> bool:
    """Tell whether a pool bears the name of a project that others state, and no project names it as its pool."""
    names = [str(s.value) for s in candidate.statements if s.field == "title"]
    return any(
        titles.get(phrase_words(name), set()) - {candidate.document_id} and pool_key(name) not in cited
        for name in names
    )


_SEVERAL = re.compile(
    r"\b(?:\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|flere|alle)\s(?:\w+\s){0,2}(?:projekter|kommuner|indsatser|"
    r"forsøg)\b|\b(?:projekterne|kommunerne|indsatserne)\b",
    re.IGNORECASE,
)


def _is_collection(candidate: Candidate, document: Document, parts: _Parts) -> bool:
    """Tell whether a report whose title speaks of several projects names two places and more that have one each."""
    if not candidate.is_main or document.kind is not DocumentKind.EVALUATION:
        return False
    titles = [str(s.value) for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
    if not any(_SEVERAL.search(title) for title in titles):
        return False
    named = {m.code for m in find_municipalities(document.text) if m.confidence >= LIKELY}
    placed = {code for c in _of_pools(candidate, parts) for code in c.codes}
    if not candidate.pool_keys:  # a pool with projects in most of the places that it names
        pools = ({code for c in found for code in c.codes} for found in parts.values())
        placed = next((own for own in pools if len(named & own) > max(_LEAST_PARTS, 0.6 * len(named))), set())
    return len(named & placed) >= _LEAST_PARTS


_LEAST_LISTED = 4
_SAME_PLACES = 0.8


def _is_listing(candidate: Candidate, parts: _Parts, titles: _Titles) -> bool:
    """Tell whether a page's four municipalities or more are those of one pool, each with a project of its own there.

    Whatever the page calls the pool: "Recovery-puljen. Deltagende kommuner: Havby, Sydvig, Østby og Nordø".
    """
    codes = candidate.codes
    if not candidate.is_main or len(codes) < _LEAST_LISTED:
        return False
    names = {phrase_words(str(s.value)) for s in candidate.statements if s.field == "title"}
    if any(titles.get(name, set()) - {candidate.document_id} for name in names):
        return False
    own = [[c for c in found if c.document_id != candidate.document_id] for found in parts.values()]
    placed = [{c.codes for c in found} for found in own]
    return any(
        not any(len(each & codes) > 1 for each in found)
        and len(singles := {code for each in found if len(each) == 1 for code in each}) >= _LEAST_LISTED
        and len(singles & codes) >= _SAME_PLACES * len(singles | codes)
        for found in placed
    )


_REPORT_ON = re.compile(
    r"^(?:\w*evaluering(?:en)?|\w*opsamling(?:en)?|\w*rapport(?:en)?|erfaringer|resultater|status|viden|læring)\s"
    r"(?:af|på|fra|for|om|i|med)\s(?:puljen?\s(?:til\s|om\s)?|initiativet\s|satspuljen\s)?",
    re.IGNORECASE,
)


def _is_report_on_pool(candidate: Candidate, document: Document, pools: set[str]) -> bool:
    """Tell whether what an evaluation calls its project is a pool, with or without "Opsamling på" before it."""
    if not candidate.is_main or document.kind is not DocumentKind.EVALUATION:
        return False
    titles = [str(s.value) for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
    titles += [_REPORT_ON.sub("", title) for title in titles]
    return any(len(key := pool_key(title)) >= _MIN_LETTERS and key in pools for title in titles)


def _names_by_place(candidates: Sequence[Candidate]) -> dict[str, dict[tuple[str, ...], set[str]]]:
    """Give the sure names of the projects of one municipality alone, and the documents that state them."""
    names: defaultdict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    for candidate in candidates:
        codes = candidate.codes
        if candidate.record_type is RecordType.PROJECT and len(codes) == 1:
            for s in candidate.statements:
                words = phrase_words(str(s.value)) if s.field == "title" and s.origin is Origin.EXTRACTED else ()
                if s.confidence >= _SURE_TITLE and len("".join(words)) >= _MIN_LETTERS:
                    names[next(iter(codes))][words].add(candidate.document_id)
    return names


def _is_of_named(candidate: Candidate, document: Document, names: Mapping[str, _Titles]) -> bool:
    """Tell whether a part of a document that names no project is headed by places of which it names each one's own."""
    codes = candidate.codes
    if candidate.is_main or len(codes) < _LEAST_PARTS:
        return False
    if any(s.field == "title" and s.origin is Origin.EXTRACTED for s in candidate.statements):
        return False
    own = [{w for w, by in names.get(code, {}).items() if by - {document.document_id}} for code in codes]
    if not all(own):
        return False
    found = {hit.words for hit in PhraseIndex({w for words in own for w in words}).find(document.text)}
    return all(words & found for words in own)


def _is_called_as_several(candidate: Candidate, names: Mapping[str, _Titles]) -> bool:
    """Tell whether a part's title is made of the names of two projects of its place: "Lungevenner og Iltholdet"."""
    codes = candidate.codes
    if candidate.is_main or len(codes) != 1:
        return False
    known = {w for w, by in names.get(next(iter(codes)), {}).items() if by - {candidate.document_id}}
    titles = [str(s.value) for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
    own = {phrase_words(title) for title in titles}
    return not own & known and any(len({hit.words for hit in PhraseIndex(known).find(t)}) > 1 for t in titles)

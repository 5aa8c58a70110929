"""Landing pages of what several municipalities each have a project of: their parts are told of in another document.

"Tre kommuner, Havby, Sydvig og Østby, deltager i projektet" on the page of "Tid til naboen" reads as one project of
three; the article at the end has a part for each, with a name of its own. Then the landing page tells of those three,
and its own name is what they are projects of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.documents import Document, DocumentKind
from corpus.evidence import Origin
from corpus.pools import pool_key
from corpus.records import RecordType
from ingest.candidates import Candidate, Statement
from ingest.extract.draft import Found
from ingest.extract.lines import Page
from ingest.extract.pool_pages import extract_pool
from ingest.phrases import PhraseHit, PhraseIndex, phrase_words
from ingest.titles import title_likeness
from ingest.umbrellas import part_of

_LEAST_PARTS = 2
_MOST = 0.6  # of a landing page's municipalities that an article has parts of
_SAME = 0.75  # likeness of two titles that speaks for one project
_SURE_TITLE = 0.8
_MIN_LETTERS = 8  # of a landing page's name
_UMBRELLA = "Fremfærd"  # stands behind articles on projects that others have paid
_PART = 0.86  # how sure it is that a part is one of what the landing page is of


def with_landing_pages(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> list[Candidate]:
    """Give the candidates, each landing page's as its pool and a telling for each part that another document has.

    The article that has the parts names the landing page's project, and they have its municipalities, none twice.
    """
    projects = [c for c in candidates if c.record_type is RecordType.PROJECT]
    parts: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in projects:
        if not candidate.is_main:
            parts[candidate.document_id].append(candidate)
    by_codes: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for document_id, own in parts.items():
        codes = _parted(own)
        if codes:
            by_codes[codes].append(document_id)
    instead: dict[int, list[Candidate]] = {}  # by the identity of a candidate, which is none to hash
    for landing in projects:
        name = _name(landing)
        told = _documents_of(landing.codes, by_codes) if landing.is_main and name is not None else []
        told = [d for d in told if d != landing.document_id and not _named_pools(parts[d], but=name)]
        hits = {d: hit for d in told if (hit := _named_in(documents[d], name)) is not None}
        if name is None or not hits or _named_pools([landing], but=name):
            continue
        if any(_tells_whole(c, landing, name, documents) for c in projects if c.document_id not in hits):
            continue
        found = Found(name.value, name.char_start, name.char_end, name.confidence)
        page = Page(documents[landing.document_id])
        pool = extract_pool(page, DocumentKind.POOL_PAGE, found, [])
        groups = _groups(landing.codes, [c.codes for d in hits for c in parts[d]])
        instead[id(landing)] = [pool, *(part_of(landing, name, *group) for group in groups)]
        for document_id, hit in hits.items():
            for part in parts[document_id]:
                instead[id(part)] = [_with_pool(part, str(name.value), hit, documents[document_id])]
    return _without_wholes([new for c in candidates for new in instead.get(id(c), [c])])


def _without_wholes(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give the candidates but for articles' wholes that no other document tells of: their parts tell it all."""
    parts: defaultdict[str, list[Candidate]] = defaultdict(list)
    several = [c for c in candidates if c.record_type is RecordType.PROJECT and len(c.codes) >= _LEAST_PARTS]
    for c in candidates:
        if c.record_type is RecordType.PROJECT and not c.is_main:
            parts[c.document_id].append(c)

    def is_whole(c: Candidate) -> bool:
        name = _name(c) if c.record_type is RecordType.PROJECT and c.is_main and parts[c.document_id] else None
        own = [p for p in parts[c.document_id] if p.codes < c.codes]
        if name is None or len(own) < _LEAST_PARTS:
            return False
        return not any(o.document_id != c.document_id and _is_called(o, name) for o in several)

    return [c for c in candidates if not is_whole(c)]


def _tells_whole(candidate: Candidate, landing: Candidate, name: Statement, documents: Mapping[str, Document]) -> bool:
    """Tell whether a further page is of the whole as one project: "Halvvejs: Tid til naboen"; a copy is none."""
    if not candidate.is_main or candidate.codes != landing.codes or not _is_called(candidate, name):
        return False
    return not _is_copy(documents[candidate.document_id], documents[landing.document_id])


def _is_copy(one: Document, other: Document) -> bool:
    """Tell whether two documents are one page: it stands on several hosts, or is crawled again after a change."""
    return one.text == other.text or (one.title == other.title and _last_part(one) == _last_part(other))


def _last_part(document: Document) -> str:
    return document.canonical_url.split("?")[0].rstrip("/").rpartition("/")[2].casefold()


def _is_called(candidate: Candidate, name: Statement) -> bool:
    titles = [str(s.value) for s in candidate.statements if s.field == "title"]
    return any(title_likeness(title, str(name.value)) >= _SAME for title in titles)


def _documents_of(codes: frozenset[str], by_codes: Mapping[frozenset[str], Sequence[str]]) -> list[str]:
    """Give the documents whose parts are of these municipalities, or of most of them: one may have left."""
    return [d for own, ids in by_codes.items() if own <= codes and len(own) > _MOST * len(codes) for d in ids]


def _parted(own: Sequence[Candidate]) -> frozenset[str]:
    """Give the municipalities of a document's parts where each has some, and no two the same; else none."""
    codes = [c.codes for c in own]
    whole = frozenset(code for each in codes for code in each)
    is_parted = len(own) >= _LEAST_PARTS and all(codes) and len(whole) == sum(map(len, codes))
    return whole if is_parted else frozenset()


def _groups(codes: frozenset[str], parts: Sequence[frozenset[str]]) -> list[list[str]]:
    """Give a landing page's municipalities, together those of one part: "Havby og Sydvig, der er gået sammen"."""
    joint = {part for part in parts if len(part) > 1 and part <= codes}
    alone = codes.difference(*joint)
    return sorted([*([code] for code in alone), *(sorted(part) for part in joint)])


def _named_pools(candidates: Sequence[Candidate], *, but: Statement | None) -> set[str]:
    """Give the pools that candidates name, but for one called as a landing page and what stands behind its articles."""
    pools = {str(s.value) for c in candidates for s in c.statements if s.field == "pool"}
    own = pool_key(str(but.value)) if but is not None else None
    return {name for name in pools if not name.startswith(_UMBRELLA) and pool_key(name) != own}


def _name(candidate: Candidate) -> Statement | None:
    sure = [
        s
        for s in candidate.statements
        if s.field == "title" and s.origin is Origin.EXTRACTED and s.confidence >= _SURE_TITLE
    ]
    return sure[0] if sure and len("".join(phrase_words(str(sure[0].value)))) >= _MIN_LETTERS else None


def _named_in(document: Document, name: Statement | None) -> PhraseHit | None:
    words = phrase_words(str(name.value)) if name is not None else ()
    return next(PhraseIndex([words]).find(document.text), None)


def _with_pool(part: Candidate, pool: str, hit: PhraseHit, document: Document) -> Candidate:
    pattern = part.statements[0]
    said = Statement(
        "pool",
        pool,
        document.text[hit.char_start : hit.char_end],
        hit.char_start,
        hit.char_end,
        Page(document).page_no(hit.char_start),
        _PART,
        pattern.extractor,
    )
    return replace(part, statements=(*part.statements, said))

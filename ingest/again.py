"""Stored documents that a run looks at again: they may tell of a project that only now is known.

A newsletter that names "Sansehaven in Hørsholm" tells of nothing until a list says that Sansehaven is a project. Which
documents those are is told by their text alone: the municipality of a project that is new, or that has got a name or
pool, and that name or pool. They are not parsed again; what they state is read out of the stored text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from corpus.documents import Document, DocumentKind
from corpus.evidence import Evidence, Origin
from corpus.municipalities import municipalities
from corpus.pools import name_variants, pool_key
from corpus.reading import load_documents
from corpus.records import Record, RecordType
from corpus.schema import documents, page_states
from corpus.store import Store
from ingest.extract.home_place import home_municipality, municipalities_of_path
from ingest.link import Linking
from ingest.phrases import PhraseIndex, phrase_words
from ingest.titles import title_forms

_AT_ONCE = 200  # texts held in memory
_SILENT = (DocumentKind.APPLICATION, DocumentKind.FACTS, DocumentKind.CALL, DocumentKind.FAQ)
_LEAST = 5  # letters of a name that is looked for


@dataclass
class _Wanted:
    """What documents must name: a municipality, and the name or pool of a project that is newly known there."""

    codes: defaultdict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))  # by phrase
    pages: set[str] = field(default_factory=set)  # documents of projects of no pool at the same places

    def add(self, names: Iterable[str], codes: Collection[str]) -> None:
        """Want documents that name one of these with one of these municipalities."""
        for name in names:
            if len(name) >= _LEAST or name.isupper():
                self.codes[phrase_words(name)].update(codes)


def documents_to_read_again(
    store: Store, linking: Linking, records: Sequence[Record], read: Collection[str]
) -> list[Document]:
    """Give the stored documents that name a project which a run has made known, or its pool, with its municipality.

    Args:
        store: to look in.
        linking: what the run found.
        records: those known before it.
        read: ids of the documents that it has read, which are not given.
    """
    wanted = _wanted(linking, records)
    if not wanted.codes:
        return []
    names = _place_names({code for codes in wanted.codes.values() for code in codes})
    index = PhraseIndex(wanted.codes)
    is_current = sa.and_(page_states.c.document_id == documents.c.document_id, page_states.c.status == "ok")
    columns = (documents.c.document_id, documents.c.url, documents.c.text)
    query = sa.select(*columns).join(page_states, is_current).where(documents.c.kind.not_in([k.value for k in _SILENT]))
    found: list[str] = []
    with store.reading() as connection:
        for row in connection.execute(query.order_by(documents.c.canonical_url).execution_options(yield_per=_AT_ONCE)):
            if row.document_id in read:
                continue
            if row.document_id in wanted.pages or _names_one(row.text, row.url, names, index, wanted):
                found.append(row.document_id)
        by_id = load_documents(connection, found)
    return [by_id[document_id] for document_id in found if document_id in by_id]


def with_own(linking: Linking, read: Collection[str]) -> Linking:
    """Give what linking found of the records that a run's own documents tell of; the others stand as they are."""
    own = {i for i, items in linking.evidence.items() if any(e.document_id in read for e in items)}
    return replace(
        linking,
        evidence={i: items for i, items in linking.evidence.items() if i in own},
        doubtful=tuple(d for d in linking.doubtful if d.first_id in own or d.second_id in own),
    )


def _wanted(linking: Linking, records: Sequence[Record]) -> _Wanted:
    known = {r.record_id: r for r in records}
    wanted = _Wanted()
    places: set[frozenset[str]] = set()
    for record_id, items in linking.evidence.items():
        if linking.record_types.get(record_id) is not RecordType.PROJECT:
            continue
        before = known[record_id].evidence if record_id in known else ()
        codes = _codes((*before, *items))
        names, pools = (_stated(items, name) - _stated(before, name) for name in ("title", "pool"))
        if codes and (names or pools or not before):
            wanted.add([form for name in names for form in (name, *title_forms(name))], codes)
            wanted.add(
                [v for name in pools for variant in name_variants(name) for v in (variant, pool_key(variant))], codes
            )
            places.add(codes)
    for record in records:
        if record.record_type is RecordType.PROJECT and not _stated(record.evidence, "pool"):
            if _codes(record.evidence) in places:
                wanted.pages.update(d.document_id for d in record.documents)
    return wanted


def _codes(items: Iterable[Evidence]) -> frozenset[str]:
    return frozenset(str(e.value) for e in items if e.field == "municipalities")


def _stated(items: Iterable[Evidence], name: str) -> set[str]:
    return {str(e.value) for e in items if e.field == name and e.origin is not Origin.INFERRED and e.value}


def _place_names(codes: Collection[str]) -> dict[str, str]:
    """Give the code of each name that a municipality goes by, as `_folded` gives it, its towns' among them."""
    found: dict[str, str] = {}
    for code in codes:
        place = municipalities().get(code)
        for name in (place.name, *place.aliases) if place is not None else ():
            found.setdefault(_folded(name.removesuffix(" (del af)")), code)
    return found


def _folded(text: str) -> str:
    return text.casefold().replace("aa", "å")


def _names_one(text: str, url: str, names: Mapping[str, str], index: PhraseIndex, wanted: _Wanted) -> bool:
    """Tell whether a text names a wanted project or pool, and a municipality of it."""
    folded = _folded(text)
    codes = {code for name, code in names.items() if name in folded} | municipalities_of_path(url)
    codes |= {home} if (home := home_municipality(url)) else set()
    return bool(codes) and any(wanted.codes[hit.words] & codes for hit in index.find(text))

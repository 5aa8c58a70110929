"""What the pages and the API ask for, over one open snapshot that is exchanged when a newer one is current."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.documents import Document, document_json
from corpus.errors import CorpusError, NotFoundError, PuljesporError
from corpus.settings import Settings
from corpus.synonyms import synonym_version
from search.fields import UNKNOWN
from search.request import SearchRequest
from ui.address import PAGE_SIZE, SORTS, Address
from ui.reading import StoreReader
from ui.remembering import Memory
from ui.turns import Turns

if TYPE_CHECKING:
    from corpus.evidence import Evidence
    from corpus.history import Revision
    from index.tables import RecordTable
    from search.engine import Searcher
    from search.export import Export

T = TypeVar("T")

_LOOK_AGAIN_S = 1.0  # how often the name of the current snapshot is read
_OLD_VERSIONS = 2  # snapshots of older versions kept open beside the current one
_N_SIMILAR = 6
_SUGGESTED = ("theme", "municipality", "pool", "funder")
_LONGEST_SUGGESTION = 90  # characters; a longer name is no help while writing
_MOST_RESULTS = 5_000  # of one search, in figures and feeds


class Service:
    """Opens snapshots when they are first asked for, and keeps the current one current without a restart."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._current: Searcher | None = None
        self._name: str | None = None
        self._looked_at = float("-inf")
        self._old: OrderedDict[int, Searcher] = OrderedDict()
        self._made = Memory()
        self._reader = StoreReader(settings)
        self.turns = Turns()
        self._suggestions: tuple[str, list[tuple[str, str]]] = ("", [])

    def searcher(self, version: int | None = None) -> Searcher:
        """Give the searcher over the current snapshot, or over that of one corpus version.

        Raises:
            SnapshotError: there is no snapshot, or none of that version is kept.
        """
        from search.engine import Searcher

        with self._lock:
            current = self._fresh()
            if version is None or version == current.snapshot.manifest.corpus_version:
                return current
            if version not in self._old:
                self._old[version] = Searcher.open(self.settings, version=version)
                while len(self._old) > _OLD_VERSIONS:
                    self._old.popitem(last=False)
            self._old.move_to_end(version)
            return self._old[version]

    def _fresh(self) -> Searcher:
        from index.snapshot import current_name
        from search.engine import Searcher

        now = time.monotonic()
        if self._current is None or now - self._looked_at >= _LOOK_AGAIN_S:
            name = f"{current_name(self.settings)} {synonym_version(self.settings)}"
            if self._current is None or name != self._name:
                self._current = Searcher.open(self.settings)
                self._name = name
                self._old.clear()
                self._made.forget()
            self._looked_at = now
        return self._current

    def look_again(self) -> None:
        """Look at the next question whether another snapshot is current; called when this process has published."""
        self._looked_at = float("-inf")

    def version(self) -> int:
        """Give the corpus version being served."""
        return int(self.searcher().snapshot.manifest.corpus_version)

    def version_or_none(self) -> int | None:
        """Give the version being served, or none when nothing can be."""
        try:
            return self.version()
        except PuljesporError:
            return None

    def n_records(self, version: int | None = None) -> int:
        """Give how many records can be found at a version."""
        return len(self.searcher(version).snapshot.records)

    def remembered(self, key: Hashable, make: Callable[[], T], version: int | None = None) -> T:
        """Give what was made for `key` over this snapshot before, or make it."""
        return self._made.get((self.searcher(version).snapshot.manifest.name, key), make)

    # --- searching -------------------------------------------------------------------------------------------------

    def search(self, address: Address, *, limit: int = PAGE_SIZE) -> dict[str, Any]:
        """Answer what an address asks, one page of it."""
        request = self.request(address, limit=limit, offset=(address.page_no - 1) * PAGE_SIZE)
        return self.answer(request)

    def answer(self, request: SearchRequest) -> dict[str, Any]:
        """Answer a search request, over the version that it names."""
        searcher = self.searcher(request.version)
        with self.turns.take():
            return searcher.search(request).json()

    def export(
        self,
        request: SearchRequest,
        *,
        format: str,
        ids: Sequence[str] = (),
        columns: Sequence[str] | None = None,
        language: str = "da",
    ) -> Export:
        """Write a search's results, or the chosen records, as a file in memory; see `search.export`."""
        from search.export import render_export

        searcher = self.searcher(request.version)
        with self.turns.take(is_long=True):
            return render_export(searcher, request, format=format, ids=ids, columns=columns, language=language)

    @staticmethod
    def request(address: Address, *, limit: int, offset: int = 0) -> SearchRequest:
        """Give the search request that an address stands for."""
        return SearchRequest(
            query=address.query,
            filters=address.filters,
            mode=address.mode,
            limit=limit,
            offset=offset,
            sort=SORTS[address.sort],
            version=address.version,
            ignore=address.ignored,
        )

    def matching(self, address: Address) -> Iterator[dict[str, Any]]:
        """Give the records that an address finds, all pages of it; those of the whole corpus when nothing is asked.

        One at a time: all take much memory.
        """
        if not address.is_asked:
            return self.records(address.version)
        searcher = self.searcher(address.version)
        # Ranked, but with no passages chosen nor facets counted: a figure needs neither, and they are most of the work.
        found = searcher.find(self.request(address, limit=_MOST_RESULTS))
        records = searcher.snapshot.records
        return (records.record(int(number)) for number in found.ranking.numbers[:_MOST_RESULTS])

    def overview(self) -> dict[str, Any]:
        """Give the counts of the whole current corpus: projects, pools, municipalities, and the facets."""
        facets = self.searcher().search(SearchRequest(limit=0)).json()["facets"]
        kinds = {value["value"]: value["count"] for value in facets.get("record_type", ())}
        places = [value for value in facets.get("municipality", ()) if value["value"] != UNKNOWN]
        return {
            "projects": kinds.get("project", 0),
            "pools": kinds.get("pool", 0),
            "municipalities": len(places),
            "facets": facets,
        }

    def match(
        self,
        text: str,
        *,
        municipality: str | None = None,
        weights: Mapping[str, float] | None = None,
        unlike: Sequence[str] = (),
        limit: int = 10,
    ) -> dict[str, Any]:
        """Give the nearest precedents of a draft, which is neither stored nor logged; those like `unlike` go down."""
        from search.match import match_draft

        searcher = self.searcher()
        with self.turns.take(is_long=True):
            return match_draft(
                searcher, text, municipality=municipality, weights=weights, unlike=unlike, limit=limit
            ).json()

    def suggest(self, text: str, limit: int) -> list[str]:
        """Give names in the corpus that hold words beginning as the written ones do, the most frequent first."""
        words = text.lower().split()
        if not words:
            return []
        found = (name for name, lowered in self._names() if all(f" {w}" in lowered for w in words))
        return list(islice(found, limit))

    def _names(self) -> list[tuple[str, str]]:
        searcher = self.searcher()
        key = searcher.snapshot.manifest.name
        if self._suggestions[0] != key:
            facets = self.overview()["facets"]
            counted = [v for field in _SUGGESTED for v in facets.get(field, ()) if v["value"] != UNKNOWN]
            counted.sort(key=lambda value: (-value["count"], value["label"]))
            labels = [str(value["label"]) for value in counted]
            titles = [str(record["title"]) for record in self.records() if record["title"]]
            names = dict.fromkeys(name for name in [*labels, *titles] if len(name) <= _LONGEST_SUGGESTION)
            self._suggestions = (key, [(name, " " + name.lower()) for name in names])
        return self._suggestions[1]

    # --- records ---------------------------------------------------------------------------------------------------

    def record(self, record_id: str, version: int | None = None) -> dict[str, Any]:
        """Give a record's public JSON object; a merged record's id gives the one that it was merged into.

        Raises:
            NotFoundError: there is none.
        """
        records = self.searcher(version).snapshot.records
        with suppress(KeyError):
            return dict(records.record(records.number(record_id)))
        heir = self._redirect(record_id)
        with suppress(KeyError):
            if heir is not None:
                return dict(records.record(records.number(heir)))
        raise NotFoundError(f"there is no record {record_id[:80]!r}.", remedy="Search for it instead.")

    def _redirect(self, record_id: str) -> str | None:
        try:
            with self._reader.open() as store:
                return store.redirect(record_id)
        except CorpusError:
            return None  # a snapshot can be served with no database beside it

    def records(self, version: int | None = None) -> Iterator[dict[str, Any]]:
        """Give every record's public JSON object, in the snapshot's order, one at a time: all take much memory."""
        table = self.searcher(version).snapshot.records
        return (table.record(number) for number in range(len(table)))

    def ids_of(self, record_type: str, version: int | None = None) -> list[str]:
        """Give the ids of all projects, or of all pools, sorted."""

        def read() -> dict[str, list[str]]:
            ids: dict[str, list[str]] = {"project": [], "pool": []}
            for record in self.records(version):
                kind = record["record_type"]
                ids[kind].append(str(record[f"{kind}_id"]))
            return {kind: sorted(found) for kind, found in ids.items()}

        return self.remembered("ids", read, version)[record_type]

    def projects_of(self, pool_id: str, version: int | None = None) -> list[dict[str, Any]]:
        """Give the projects and rounds that a pool paid for, by title."""
        table = self.searcher(version).snapshot.records
        numbers = self.remembered("children", lambda: _children(table), version).get(pool_id, ())
        return sorted((table.record(number) for number in numbers), key=lambda record: str(record["title"]))

    def matched(self, record_id: str, version: int | None = None) -> list[dict[str, Any]]:
        """Give the precedents of a record ("som denne"), nearest first, itself left out; each as in `match`."""
        from search.match import match_record

        with self.turns.take():
            return [match.json() for match in match_record(self.searcher(version), record_id, limit=_N_SIMILAR)]

    def similar(self, record_id: str, version: int | None = None) -> list[dict[str, Any]]:
        """Give the records of the same precedents, in the same order."""
        from search.alike import nearest_records

        searcher = self.searcher(version)
        numbers = self.remembered(
            ("similar", record_id),
            lambda: [number for number, _ in nearest_records(searcher, record_id, limit=_N_SIMILAR)],
            version,
        )
        return [searcher.snapshot.records.record(number) for number in numbers]

    # --- what stands in the database -------------------------------------------------------------------------------

    def archived(self, documents: Sequence[Mapping[str, Any]]) -> set[str]:
        """Give the ids of those documents whose text was really fetched and can be shown."""
        return {str(d["document_id"]) for d in documents if d.get("status") in ("ok", "partial")}

    def document(self, document_id: str) -> Document:
        """Give an archived document that a published record rests on.

        Raises:
            NotFoundError: there is none, or no published record quotes it: what waits for review is not for readers.
        """
        with self._reader.open() as store:
            if not store.is_published(document_id):
                raise NotFoundError(f"no document {document_id[:80]!r}.", remedy="`puljespor documents` lists them.")
            return store.document(document_id)

    def kept_originals(self, documents: Sequence[Mapping[str, Any]]) -> set[str]:
        """Give the ids of those documents whose original bytes lie in the data folder."""
        from corpus.blobs import BlobStore

        blobs = BlobStore(self.settings.blobs)
        return {str(d["document_id"]) for d in documents if d["sha256"] and blobs.path(d["sha256"]).is_file()}

    def statement(self, evidence_id: str) -> tuple[Evidence, Document | None]:
        """Give a statement of any published version, and the document that it stands in where there is one.

        Raises:
            NotFoundError: there is no such statement.
        """
        with self._reader.open() as store:
            found = store.published_evidence(evidence_id)
            if found is None:
                raise NotFoundError(f"no statement {evidence_id[:80]!r}.", remedy="Open the project's page instead.")
            return found, store.document(found.document_id) if found.document_id else None

    def documents_page(self, *, limit: int, cursor: str, version: int | None, text: bool) -> dict[str, Any]:
        """Give a page of the documents, in the order of their ids."""
        asked = version or self.version()  # never the newest rows of all: those may wait for review still
        with self._reader.open() as store:
            documents = sorted(store.documents(version=asked), key=lambda document: document.document_id)
        rest = [document for document in documents if document.document_id > cursor]
        return {
            "corpus_version": asked,
            "total": len(documents),
            "documents": [_without_text(document_json(d)) if not text else document_json(d) for d in rest[:limit]],
            "next_cursor": rest[limit - 1].document_id if len(rest) > limit else None,
        }

    def versions(self) -> list[dict[str, Any]]:
        """Give the published versions, oldest first: number, time and counts; nothing where there is no database."""
        try:
            with self._reader.open() as store:
                found = store.versions()
        except CorpusError:
            return []
        names = ("version", "published_at", "restores", "counts")
        return [{name: getattr(version, name) for name in names} for version in found]

    def history(self, record_id: str) -> list[Revision]:
        """Give a record's revisions, or nothing where no database stands beside the snapshot."""
        try:
            with self._reader.open() as store:
                return store.history(record_id)
        except CorpusError:
            return []


def _children(table: RecordTable) -> dict[str, list[int]]:
    """Give the numbers of the records that each pool paid for, by its id."""
    children: dict[str, list[int]] = {}
    for number in range(len(table)):
        record = table.record(number)
        parent = record.get("pool") or record.get("programme") or {}
        if parent.get("pool_id"):
            children.setdefault(str(parent["pool_id"]), []).append(number)
    return children


def _without_text(body: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in body.items() if name != "text"}

"""What the pages and the API ask for, over one open snapshot that is exchanged when a newer one is current."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from corpus.errors import PuljesporError
from corpus.settings import Settings
from search.fields import UNKNOWN
from ui.address import PAGE_SIZE, SORTS, Address

if TYPE_CHECKING:
    from search.engine import Searcher

_LOOK_AGAIN_S = 1.0  # how often the pointer to the current snapshot is looked at
_OLD_VERSIONS = 2  # snapshots of older versions kept open beside the current one


class Service:
    """Opens snapshots when they are first asked for, and keeps the current one current without a restart."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._current: Searcher | None = None
        self._pointer: tuple[int, int] | None = None
        self._looked_at = 0.0
        self._old: OrderedDict[int, Searcher] = OrderedDict()

    def searcher(self, version: int | None = None) -> Searcher:
        """Give the searcher over the current snapshot, or over that of one corpus version.

        Raises:
            SnapshotError: there is no snapshot, or none of that version is kept.
        """
        from search.engine import Searcher

        with self._lock:
            current = self._fresh()
            if version is None or version == current.corpus_version:
                return current
            if version not in self._old:
                self._old[version] = Searcher.open(self.settings, version=version)
                while len(self._old) > _OLD_VERSIONS:
                    self._old.popitem(last=False)
            self._old.move_to_end(version)
            return self._old[version]

    def _fresh(self) -> Searcher:
        from search.engine import Searcher

        now = time.monotonic()
        if self._current is None or now - self._looked_at >= _LOOK_AGAIN_S:
            self._looked_at = now
            pointer = self._read_pointer()
            if self._current is None or pointer != self._pointer:
                self._current = Searcher.open(self.settings)
                self._pointer = pointer
        return self._current

    def _read_pointer(self) -> tuple[int, int] | None:
        try:
            state = (self.settings.index / "CURRENT").stat()
        except FileNotFoundError:
            return None
        return (state.st_mtime_ns, state.st_ino)

    def search(self, address: Address) -> dict[str, Any]:
        """Answer what an address asks, one page of it."""
        from search.request import SearchRequest

        request = SearchRequest(
            query=address.query,
            filters=address.filters,
            mode=address.mode,
            limit=PAGE_SIZE,
            offset=(address.page_no - 1) * PAGE_SIZE,
            sort=SORTS[address.sort],
            version=address.version,
            ignore=address.ignored,
        )
        return self.searcher(address.version).search(request).json()

    def overview(self) -> dict[str, Any]:
        """Give the counts of the whole current corpus: projects, pools, municipalities, and the facets."""
        from search.request import SearchRequest

        searcher = self.searcher()
        facets = searcher.search(SearchRequest(limit=0)).json()["facets"]
        kinds = {value["value"]: value["count"] for value in facets.get("record_type", ())}
        places = [value for value in facets.get("municipality", ()) if value["value"] != UNKNOWN]
        return {
            "projects": kinds.get("project", 0),
            "pools": kinds.get("pool", 0),
            "municipalities": len(places),
            "facets": facets,
            "version": searcher.corpus_version,
        }

    def n_records(self, version: int | None = None) -> int:
        """Give how many records can be found at a version."""
        return len(self.searcher(version).snapshot.records)

    def version_or_none(self) -> int | None:
        """Give the version being served, or none when nothing can be."""
        try:
            return self.searcher().corpus_version
        except PuljesporError:
            return None

    def warm(self) -> None:
        """Open the current snapshot and answer one question, so that the first visitor waits for neither."""
        self.search(Address(query="forebyggelse"))

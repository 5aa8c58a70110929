"""The store, opened for reading once and not for every page: what it asks is compiled once.

Its connections are closed whenever nobody reads, as before: SQLite folds its log into the file when the last one goes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.store import Store

Mark = tuple[int, int]  # device and number of the file that was opened


class StoreReader:
    """Lends the store of one data folder to the pages; threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._mark: Mark | None = None
        self._n_readers: dict[Store, int] = {}

    @contextmanager
    def open(self) -> Iterator[Store]:
        """Lend the store.

        Raises:
            CorpusError: as `Store.open`.
        """
        store = self._lend()
        try:
            yield store
        finally:
            self._take_back(store)

    def _lend(self) -> Store:
        from corpus.store import Store

        with self._lock:
            mark = self._mark_of_file()
            if self._store is None or mark is None or mark != self._mark:
                self._store = Store.open(self._settings)
                self._mark = mark
            self._n_readers[self._store] = self._n_readers.get(self._store, 0) + 1
            return self._store

    def _take_back(self, store: Store) -> None:
        with self._lock:
            self._n_readers[store] -= 1
            if not self._n_readers[store]:
                del self._n_readers[store]
                store.close()  # closes what is open; it opens again when asked

    def _mark_of_file(self) -> Mark | None:
        """Tell the file that is there now; none where the store is to be opened anew each time."""
        from corpus.database import sqlite_path

        path = sqlite_path(self._settings.database)
        # of a folder that cannot be written, SQLite reads a state that never changes (`corpus.database`)
        if path is None or not os.access(path.parent, os.W_OK):
            return None
        try:
            state = path.stat()
        except OSError:
            return None
        return state.st_dev, state.st_ino

"""Vectors already computed, kept by encoder and text, so that no passage is embedded twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding import PassageEncoder, Progress

_BATCH = 500
_FLUSH = 1024  # passages embedded between two commits: what a kill can lose


class EmbeddingCache:
    """Vectors in one SQLite file.

    Args:
        path: of the file, made when missing.
        encoder: id and checksum of the encoder; vectors of another one are never found.
    """

    def __init__(self, path: Path, encoder: str) -> None:
        self._encoder = encoder
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        # of a new file: in pages of the usual size each vector would have a further page to itself
        self._connection.execute("PRAGMA page_size=16384")
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def known(self, texts: Sequence[str]) -> NDArray[np.float32] | None:
        """Give the texts' vectors, float32, shape (len(texts), dim), if all are known; (0, 0) of no text."""
        keys = [self._key(text) for text in texts]
        found = self._read(keys)
        return _stacked(found, keys) if all(key in found for key in keys) else None

    def get(
        self,
        texts: Sequence[str],
        open_encoder: Callable[[int], PassageEncoder],
        progress: Progress | None = None,
    ) -> NDArray[np.float32]:
        """Give the texts' vectors, of which only the unknown ones are encoded.

        Args:
            texts: in any order; equal texts are encoded once.
            open_encoder: gives the encoder for so many unknown texts; not called when there are none.
            progress: told the number of unknown texts done, and of all unknown texts.

        Returns:
            float32, shape (len(texts), dim); (0, 0) of no text.
        """
        keys = [self._key(text) for text in texts]
        found = self._read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        # longest first over all of them: batches of like length, and the estimate of the time left errs upwards
        todo = sorted(missing.items(), key=lambda item: (-len(item[1]), item[0]))
        encoder = open_encoder(len(todo)) if todo else None
        for start in range(0, len(todo), _FLUSH):
            assert encoder is not None
            part = todo[start : start + _FLUSH]

            def report(done: int, _: int, before: int = start) -> None:
                if progress:
                    progress(before + done, len(todo))

            encoded = encoder.encode([text for _, text in part], report)
            rows = [(key, vector.tobytes()) for (key, _), vector in zip(part, encoded, strict=True)]
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            found.update((key, vector) for (key, _), vector in zip(part, encoded, strict=True))
        return _stacked(found, keys)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._encoder}\n{text}".encode()).digest()[:16]

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(keys), _BATCH):
            part = keys[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
            found.update((key, np.frombuffer(vector, dtype=np.float32)) for key, vector in rows)
        return found


def _stacked(found: Mapping[bytes, NDArray[np.float32]], keys: Sequence[bytes]) -> NDArray[np.float32]:
    return np.stack([found[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

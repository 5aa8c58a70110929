"""Original bytes, each once, in files named by their SHA-256."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import CorpusError, IntegrityError, NotFoundError


class BlobStore:
    """A content-addressed folder: `ab/abcdef...`. A blob is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Give where a blob lies or would lie."""
        return self.folder / sha256[:2] / sha256

    def save(self, body: bytes) -> str:
        """Store bytes and give their SHA-256; bytes that are there already are not written again.

        Raises:
            CorpusError: the folder cannot be written.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        if path.is_file() and path.stat().st_size == len(body):
            return sha256
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
                file.write(body)
            Path(file.name).replace(path)
        except OSError as exc:
            raise CorpusError(f"cannot store {path}: {exc}.", remedy="Free space, or choose another --data.") from exc
        return sha256

    def load(self, sha256: str) -> bytes:
        """Give the bytes with this SHA-256.

        Raises:
            NotFoundError: they are not stored.
            IntegrityError: the file's content is not what its name says.
        """
        try:
            body = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"no original with SHA-256 {sha256} is stored.") from None
        if hashlib.sha256(body).hexdigest() != sha256:
            raise IntegrityError(f"the original {self.path(sha256)} is damaged.", remedy="Fetch the document again.")
        return body

    def remove(self, sha256: str) -> bool:
        """Delete a blob, and what a killed run has left half-written beside it; say whether there was one."""
        path = self.path(sha256)
        existed = path.is_file()
        path.unlink(missing_ok=True)
        for half in path.parent.glob(".new-*"):
            half.unlink(missing_ok=True)
        return existed

    def hashes(self) -> Iterator[str]:
        """Give the SHA-256 of every stored blob, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if len(path.name) == 64:  # not a half-written ".new-..." file
                yield path.name

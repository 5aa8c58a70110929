"""Index snapshots: immutable folders that a search reads, memory-mapped, and nothing else.

`index/snapshots/NAME/` holds one snapshot, its `manifest.json` written last; `index/CURRENT` holds the name of the one
that serves, and is replaced by one rename.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError, PuljesporError, SnapshotError, VersionError
from corpus.settings import Settings
from index.analysis import ANALYSER_VERSION
from index.build_lock import is_being_built
from index.checksums import checksums, file_checksums, file_crcs
from index.columns import FacetColumn, read_columns, read_numbers
from index.encoder import encoder_id, model_checksum, open_query_encoder
from index.encoding import Errand, QueryEncoder
from index.keywords import KeywordIndex
from index.tables import PassageTable, RecordTable

FORMAT = 6
"""Of the folder; raise it when a file's name or content changes."""

CURRENT_NAME, MANIFEST_NAME, SNAPSHOTS_NAME = "CURRENT", "manifest.json", "snapshots"
_REMEMBERED = 1000  # queries whose vectors are kept, 1.5 kB each
_REBUILD = "Run `puljespor index build`."
_WAIT = "It is being built just now: try again when that is done."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds and was made of."""

    name: str
    format: int
    corpus_version: int
    corpus_hash: str  # SHA-256 of records.jsonl
    encoder: str  # index.encoder.encoder_id
    encoder_checksum: str
    dim: int
    analyser_version: int
    n_records: int
    n_passages: int
    built_at: str  # ISO 8601, UTC
    files: dict[str, str] = field(default_factory=dict)  # name -> SHA-256
    sizes: dict[str, int] = field(default_factory=dict)  # name -> bytes
    crcs: dict[str, int] = field(default_factory=dict)  # name -> CRC-32, which takes an eighth of the time of SHA-256


class Snapshot:
    """An opened snapshot.

    `warnings` says what was found wrong on the way to opening this one, a line for each snapshot passed over.
    """

    def __init__(self, folder: Path, manifest: Manifest, settings: Settings, warnings: Sequence[str] = ()) -> None:
        self.manifest = manifest
        self.folder = folder
        self.warnings = list(warnings)
        self._settings = settings
        self._encoded: dict[str, NDArray[np.float32]] = {}
        self.records = RecordTable(folder)
        self.passages = PassageTable(folder)
        self.columns: dict[str, FacetColumn] = read_columns(folder)
        self.numbers: dict[str, NDArray[np.float64]] = read_numbers(folder)
        self.keywords = KeywordIndex(folder, manifest.n_passages)

    @cached_property
    def vectors(self) -> Any:
        """The vector index, opened when first used."""
        from index.vectors import VectorIndex

        return VectorIndex(self.folder)

    @cached_property
    def sentences(self) -> Any:
        """The vectors of the passages' sentences, opened when first used."""
        from index.sentences import SentenceIndex

        return SentenceIndex(self.folder)

    @cached_property
    def query_encoder(self) -> QueryEncoder:
        """The query encoder, loaded when first used.

        Raises:
            EncoderError: it cannot be loaded, or is not the one whose vectors the snapshot holds.
        """
        check_encoder(self.manifest, self._settings)
        return open_query_encoder(self._settings)

    def encode_query(self, text: str, meanwhile: Errand | None = None) -> NDArray[np.float32]:
        """Give a query's unit vector: float32, shape (dim,), read-only. The latest ones are remembered.

        One query is asked several times: with another filter, on its next page, and to count a filter's other values.

        Args:
            text: the query.
            meanwhile: what may be done while it is encoded; done by the time of the answer, or not begun.
        """
        vector = self._encoded.get(text)
        if vector is None:
            vector = self.query_encoder.encode(text, meanwhile)
            vector.setflags(write=False)
            self._encoded[text] = vector
            if len(self._encoded) > _REMEMBERED:
                with suppress(KeyError, RuntimeError):  # another thread was at it: the next one forgets for both
                    del self._encoded[next(iter(self._encoded))]
        return vector


def check_encoder(manifest: Manifest, settings: Settings) -> None:
    """Compare the settings' encoder with the one that made a snapshot's vectors.

    Raises:
        EncoderError: they differ.
    """
    wanted = encoder_id(settings)
    if manifest.encoder != wanted or manifest.encoder_checksum != model_checksum(settings):
        raise EncoderError(
            f"the snapshot {manifest.name} holds vectors of the encoder {manifest.encoder!r}, not of {wanted!r}.",
            remedy="Run `puljespor index build`, or set `encoder` back.",
        )


def open_snapshot(settings: Settings, *, version: int | None = None) -> Snapshot:
    """Open the snapshot that serves, or the newest one of a corpus version.

    A current snapshot that is damaged is passed over for the last good one, which says so in its `warnings`.

    Raises:
        SnapshotError: there is none, or none that can be read.
        VersionError: there are snapshots, but none of this version.
    """
    candidates = _candidates(settings, version)
    warnings: list[str] = []
    for name in candidates:
        folder = snapshots_folder(settings) / name
        try:
            manifest = read_manifest(folder)
            _check_quickly(folder, manifest)
            return Snapshot(folder, manifest, settings, warnings)
        except (OSError, ValueError, KeyError, PuljesporError) as exc:
            warnings.append(f"the index snapshot {name} was passed over: {_cause(exc)}")
    if warnings:
        raise SnapshotError(
            f"no index snapshot can be read: {warnings[0]}",
            remedy=_WAIT if is_being_built(settings) else _REBUILD,
        )
    if version is not None and (kept := sorted({m.corpus_version for m in list_snapshots(settings)})):
        raise VersionError(
            f"there is no index snapshot of corpus version {version}.",
            remedy=f"Versions that have one: {', '.join(map(str, kept))}.",
        )
    raise SnapshotError(f"there is no index snapshot in {settings.index}.", remedy=_remedy(settings))


def open_named(settings: Settings, name: str) -> Snapshot:
    """Open the snapshot of this name, whether it serves or not.

    Raises:
        SnapshotError: there is none, or it cannot be read.
    """
    folder = snapshots_folder(settings) / name
    manifest = read_manifest(folder)
    _check_quickly(folder, manifest)
    return Snapshot(folder, manifest, settings)


def _cause(exc: Exception) -> str:
    """Give what went wrong without its remedy, which the whole message states once."""
    return str(exc.args[0]) if isinstance(exc, PuljesporError) else f"{type(exc).__name__}: {exc}."


def _remedy(settings: Settings) -> str:
    """Give the command that helps: an index is built of what is published, and not of a folder that holds nothing."""
    if is_being_built(settings):
        return _WAIT
    has_corpus = bool(settings.database_url) or (settings.data / "corpus.sqlite").is_file()
    if has_corpus:
        return "Run `puljespor publish`, or, if something is published already, `puljespor index build`."
    return "Run `puljespor demo`, or `puljespor ingest TARGET`."


def snapshots_folder(settings: Settings) -> Path:
    """Give the folder that holds the snapshots."""
    return settings.index / SNAPSHOTS_NAME


def current_name(settings: Settings) -> str | None:
    """Give the name of the snapshot that serves; None before the first."""
    try:
        return (settings.index / CURRENT_NAME).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def list_snapshots(settings: Settings) -> list[Manifest]:
    """Give the manifests of the finished snapshots that can be read, newest first."""
    manifests: list[Manifest] = []
    folder = snapshots_folder(settings)
    for path in folder.iterdir() if folder.is_dir() else []:
        try:
            manifests.append(read_manifest(path))
        except SnapshotError:
            continue  # unfinished or damaged: `verify_snapshot` says which
    return sorted(manifests, key=lambda m: (m.built_at, m.name), reverse=True)


def _candidates(settings: Settings, version: int | None) -> list[str]:
    known = [m for m in list_snapshots(settings) if version is None or m.corpus_version == version]
    names = [m.name for m in known]
    current = current_name(settings)
    if version is None and current:
        names = [current, *(name for name in names if name != current)]
    return names


def read_manifest(folder: Path) -> Manifest:
    """Read a snapshot's manifest.

    Raises:
        SnapshotError: it is missing, unreadable or of another format.
    """
    try:
        body = json.loads((folder / MANIFEST_NAME).read_text("utf-8"))
        manifest = Manifest(**body)
    except (OSError, ValueError, TypeError) as exc:
        raise SnapshotError(f"{folder / MANIFEST_NAME} cannot be read ({exc}).", remedy=_REBUILD) from exc
    if manifest.format != FORMAT or manifest.analyser_version != ANALYSER_VERSION:
        raise SnapshotError(f"the snapshot {folder.name} was built by another release.", remedy=_REBUILD)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest: the last file of a snapshot."""
    (folder / MANIFEST_NAME).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")


def _check_quickly(folder: Path, manifest: Manifest) -> None:
    """Find files that are missing, cut short, or written to after the manifest and now another.

    Reading every byte, for what a disk changes by itself, is left to `verify_snapshot`.
    """
    finished = (folder / MANIFEST_NAME).stat().st_mtime_ns
    for name, size in manifest.sizes.items():
        path = folder / name
        if not path.is_file() or (found := path.stat()).st_size != size:
            raise SnapshotError(f"{path} is missing or cut short.", remedy=_REBUILD)
        if found.st_mtime_ns > finished and checksums(path).sha256 != manifest.files[name]:
            raise SnapshotError(f"{path} is damaged.", remedy=_REBUILD)


def verify_snapshot(folder: Path) -> list[str]:
    """Give the names of a snapshot's files that are missing or differ from their checksums; none when it is whole.

    Raises:
        SnapshotError: its manifest cannot be read.
    """
    manifest = read_manifest(folder)
    found = file_checksums(folder, manifest.files)
    return sorted(name for name, checksum in manifest.files.items() if found[name].sha256 != checksum)


def is_whole(folder: Path) -> bool:
    """Say whether a snapshot is there, with every file as it was written, by its CRC-32."""
    try:
        manifest = read_manifest(folder)
    except SnapshotError:
        return False
    return manifest.crcs.keys() == manifest.files.keys() and file_crcs(folder, manifest.crcs) == manifest.crcs

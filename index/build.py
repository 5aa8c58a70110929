"""Builds a snapshot beside the one that serves, verifies it, and makes it current by one rename."""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BusyError, SnapshotError
from corpus.records import Record
from corpus.settings import Settings
from index.analysis import ANALYSER_VERSION
from index.columns import write_columns
from index.content import STATES_NAME, Content, Older, gather_content, is_reusable, states_json
from index.embeddings import EmbeddingCache
from index.encoder import FEW, encoder_id, model_checksum, open_passage_encoder
from index.encoding import Progress
from index.keyword_files import write_keywords
from index.postings import map_array
from index.sentences import SentenceIndex, Sentences, renew_sentences, write_sentences
from index.snapshot import (
    CURRENT_NAME,
    FORMAT,
    MANIFEST_NAME,
    Manifest,
    current_name,
    file_checksum,
    list_snapshots,
    read_manifest,
    snapshots_folder,
    verify_snapshot,
    write_lines,
    write_manifest,
)
from index.source import GivenRecords, RecordSource
from index.vectors import VECTORS_NAME, write_vectors

_SYNCED_AT_ONCE = 64
"""Files; all that a snapshot has, nearly."""


def build_snapshot(
    records: Iterable[Record] | RecordSource,
    settings: Settings,
    *,
    corpus_version: int,
    progress: Progress | None = None,
    accept: Callable[[str], None] | None = None,
) -> Manifest:
    """Build the snapshot of a corpus version and make it the one that serves.

    What has not changed since the snapshot that serves is taken over from it. The files are the same, byte for byte, as
    those of a snapshot that is built from nothing.

    Killed at any moment, the snapshot that served before still does, and what was embedded is kept for the next time.
    Equal records, encoder and analyser give the same snapshot, which is then not written again.

    Args:
        records: with their documents, in the order in which they are to be numbered; or what loads the changed ones.
        settings: whose data folder and encoder are used.
        corpus_version: that the records are of.
        progress: told how many of the passages to embed are done.
        accept: told the name of the finished snapshot where another one serves; what it raises keeps that one serving,
            and the finished one is kept, so that it need not be built again.

    Raises:
        BusyError: another process is building.
        EncoderError: the encoder cannot be loaded.
        SnapshotError: what was written does not read back.
    """
    source = GivenRecords(records) if isinstance(records, Iterable) else records
    folder = snapshots_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with _building(settings):
        for left in folder.glob(".building-*"):  # of a killed build: the lock says that nobody is at it
            shutil.rmtree(left, ignore_errors=True)
        with ThreadPoolExecutor(1) as beside:  # reading the older snapshot whole, outside Python
            begun = beside.submit(_older, settings)
            states = source.states()
            older = begun.result()
        content = gather_content(source, states, older)
        blank = _blank_manifest(content, settings, corpus_version)
        target = folder / blank.name
        if not _is_whole(target):
            shutil.rmtree(target, ignore_errors=True)
            work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
            try:
                _write_snapshot(work, content, settings, blank, progress)
                work.replace(target)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        if accept is not None and current_name(settings) not in (None, target.name):
            accept(target.name)
        _make_current(settings, target.name)
        prune_snapshots(settings)
        return read_manifest(target)


def _older(settings: Settings) -> Older | None:
    """Give the snapshot that serves, if its parts can go into a new one: whole, of this release and encoder."""
    name = current_name(settings)
    folder = snapshots_folder(settings) / (name or "")
    if name is None or not is_reusable(folder) or not _is_whole(folder):
        return None
    manifest = read_manifest(folder)
    same = (manifest.encoder, manifest.encoder_checksum) == (encoder_id(settings), model_checksum(settings))
    return Older(folder) if same else None


@contextmanager
def _building(settings: Settings) -> Iterator[None]:
    path = settings.index / "building.lock"
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            raise BusyError(
                f"another process is building the index in {settings.index}.", remedy="Wait until it is done."
            ) from exc
        yield


def _blank_manifest(content: Content, settings: Settings, corpus_version: int) -> Manifest:
    corpus_hash = content.checksum()
    encoder, checksum = encoder_id(settings), model_checksum(settings)
    made_of = f"{states_json(content)}\n{encoder}\n{checksum}\n{ANALYSER_VERSION}\n{FORMAT}"
    return Manifest(
        name=f"{corpus_version:06d}-{hashlib.sha256(made_of.encode()).hexdigest()[:10]}",
        format=FORMAT,
        corpus_version=corpus_version,
        corpus_hash=corpus_hash,
        encoder=encoder,
        encoder_checksum=checksum,
        dim=0,
        analyser_version=ANALYSER_VERSION,
        n_records=len(content.bodies),
        n_passages=0,
        built_at="",
    )


def _is_whole(folder: Path) -> bool:
    try:
        return not verify_snapshot(folder)
    except SnapshotError:
        return False


def _write_snapshot(
    folder: Path, content: Content, settings: Settings, blank: Manifest, progress: Progress | None
) -> None:
    n_fresh = len(content.sentences) + sum(map(len, content.sentences))
    if content.older and content.keeps_passages:
        _write_tables(folder, content)
        checksums = _copy_rest(folder, content.older.folder)
        dim = read_manifest(content.older.folder).dim
    else:
        with ThreadPoolExecutor(1) as beside:
            # Few passages take as long as all else, outside Python: a second core does it. Many are stopped by Ctrl-C.
            begun = beside.submit(_embed, content, settings, blank, progress) if n_fresh <= FEW else None
            _write_tables(folder, content)
            content.write_passages(folder)
            write_keywords(folder, content.passages, content.older.folder if content.older else None)
            checksums = _settle(folder, _names(folder))
            import faiss  # noqa: F401  # which takes a while, and is needed when the embedding is done

            vectors, sentences = begun.result() if begun else _embed(content, settings, blank, progress)
        write_vectors(folder, vectors)
        write_sentences(folder, sentences)
        dim = vectors.shape[1]
    checksums |= _settle(folder, _names(folder) - checksums.keys())
    manifest = Manifest(
        **{
            **asdict(blank),
            "dim": dim,
            "n_passages": len(content.passages),
            "built_at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "files": dict(sorted(checksums.items())),
            "sizes": {name: (folder / name).stat().st_size for name in sorted(checksums)},
        }
    )
    write_manifest(folder, manifest)
    _sync(folder / MANIFEST_NAME)
    read_manifest(folder)


def _write_tables(folder: Path, content: Content) -> None:
    write_lines(folder / "records.jsonl", content.record_lines)
    (folder / "ids.json").write_text(json.dumps(content.ids), "utf-8")
    (folder / STATES_NAME).write_text(states_json(content), "utf-8")
    write_columns(folder, content.bodies)


def _copy_rest(folder: Path, older: Path) -> dict[str, str]:
    """Copy what an older snapshot has and a folder lacks: all that hangs on the passages alone.

    Each snapshot has files of its own, so that damage to one leaves the others whole.

    Returns:
        The checksums of the copies, which are those that the older files were just seen to have.
    """
    known = read_manifest(older).files
    names = sorted(known.keys() - _names(folder))

    def copy(name: str) -> None:
        shutil.copyfile(older / name, folder / name)
        _sync(folder / name)

    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
        list(pool.map(copy, names))
    return {name: known[name] for name in names}


def _embed(
    content: Content, settings: Settings, blank: Manifest, progress: Progress | None
) -> tuple[NDArray[np.float32], Sentences]:
    """Give the vectors of the passages and of their sentences; those of the older snapshot's are taken over."""
    texts = [passage for passage in content.passages if isinstance(passage, str)]
    cache = EmbeddingCache(settings.index / "embeddings.sqlite", f"{blank.encoder}\n{blank.encoder_checksum}")
    try:
        embedded = cache.get(
            [*texts, *itertools.chain(*content.sentences)], lambda n: open_passage_encoder(settings, n), progress
        )
    finally:
        cache.close()
    fresh = embedded[: len(texts)]
    sentences = Sentences.of(embedded[len(texts) :], [len(own) for own in content.sentences])
    if content.older is None or len(texts) == len(content.passages):
        return fresh, sentences
    before, carried = map_array(content.older.folder / VECTORS_NAME), content.carried()
    vectors = np.empty((len(content.passages), before.shape[1]), dtype=np.float32)
    for old, new, length in carried.runs:
        vectors[new : new + length] = before[old : old + length]
    if len(texts):
        vectors[carried.added] = fresh
    return vectors, renew_sentences(SentenceIndex(content.older.folder), carried, sentences)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _settle(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Have files written to the disk, which takes what comes together in one go, and give their checksums."""

    def settle(name: str) -> tuple[str, str]:
        _sync(folder / name)
        return name, file_checksum(folder / name)

    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
        return dict(pool.map(settle, names))


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _make_current(settings: Settings, name: str) -> None:
    if current_name(settings) == name:
        return
    path = settings.index / CURRENT_NAME
    fresh = path.with_name(f".{CURRENT_NAME}-{os.getpid()}")
    fresh.write_text(name + "\n", "utf-8")
    _sync(fresh)
    fresh.replace(path)


def prune_snapshots(settings: Settings, keep: int | None = None) -> list[str]:
    """Remove the oldest snapshots but the number to keep, and never the current one.

    Args:
        settings: `keep_snapshots` says how many are kept,
        keep: unless this does.

    Returns:
        The names of those removed.
    """
    current, n_kept = current_name(settings), max(settings.keep_snapshots if keep is None else keep, 1)
    names = [manifest.name for manifest in list_snapshots(settings)]
    if current in names:
        names.insert(0, names.pop(names.index(current)))
    for name in names[n_kept:]:
        shutil.rmtree(snapshots_folder(settings) / name, ignore_errors=True)
    return names[n_kept:]


def forget_older(settings: Settings) -> int:
    """Remove every snapshot but the one that serves, and give how many: what was removed from the corpus is in them.

    A process that has an older one open reads on until it opens the one that serves.
    """
    current = current_name(settings)
    older = [path for path in snapshots_folder(settings).glob("*") if path.is_dir() and path.name != current]
    for path in older:
        shutil.rmtree(path)
    return len(older)

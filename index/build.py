"""Builds a snapshot beside the one that serves, verifies it, and makes it current by one rename."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import BusyError, SnapshotError
from corpus.records import Record, record_json
from corpus.settings import Settings
from index.analysis import ANALYSER_VERSION
from index.columns import write_columns
from index.embeddings import EmbeddingCache
from index.encoder import Progress, encoder_id, model_checksum, open_passage_encoder
from index.keyword_files import write_keywords
from index.passages import Passage, make_passages
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
from index.vectors import write_vectors


def build_snapshot(
    records: Iterable[Record],
    settings: Settings,
    *,
    corpus_version: int,
    progress: Progress | None = None,
    accept: Callable[[str], None] | None = None,
) -> Manifest:
    """Build the snapshot of a corpus version and make it the one that serves.

    Killed at any moment, the snapshot that served before still does, and what was embedded is kept for the next time.
    Equal records, encoder and analyser give the same snapshot, which is then not written again.

    Args:
        records: with their documents, in the order in which they are to be numbered.
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
    records = list(records)
    bodies = [record_json(record) for record in records]
    folder = snapshots_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with _building(settings):
        for left in folder.glob(".building-*"):  # of a killed build: the lock says that nobody is at it
            shutil.rmtree(left, ignore_errors=True)
        blank = _blank_manifest(bodies, settings, corpus_version)
        target = folder / blank.name
        if not _is_whole(target):
            shutil.rmtree(target, ignore_errors=True)
            work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
            try:
                _write_snapshot(work, records, bodies, settings, blank, progress)
                work.replace(target)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        if accept is not None and current_name(settings) not in (None, target.name):
            accept(target.name)
        _make_current(settings, target.name)
        _prune(settings)
        return read_manifest(target)


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


def _blank_manifest(bodies: Sequence[dict[str, Any]], settings: Settings, corpus_version: int) -> Manifest:
    digest = hashlib.sha256()
    for body in bodies:
        digest.update(json.dumps(body, sort_keys=True, ensure_ascii=False).encode())
    corpus_hash = digest.hexdigest()
    encoder, checksum = encoder_id(settings), model_checksum(settings)
    made_of = f"{corpus_hash}\n{encoder}\n{checksum}\n{ANALYSER_VERSION}\n{FORMAT}"
    return Manifest(
        name=f"{corpus_version:06d}-{hashlib.sha256(made_of.encode()).hexdigest()[:10]}",
        format=FORMAT,
        corpus_version=corpus_version,
        corpus_hash=corpus_hash,
        encoder=encoder,
        encoder_checksum=checksum,
        dim=0,
        analyser_version=ANALYSER_VERSION,
        n_records=len(bodies),
        n_passages=0,
        built_at="",
    )


def _is_whole(folder: Path) -> bool:
    try:
        return not verify_snapshot(folder)
    except SnapshotError:
        return False


def _write_snapshot(
    folder: Path,
    records: Sequence[Record],
    bodies: Sequence[dict[str, Any]],
    settings: Settings,
    blank: Manifest,
    progress: Progress | None,
) -> None:
    passages = list(make_passages(records))
    _write_tables(folder, bodies, passages)
    texts = [passage.indexed_text for passage in passages]
    write_keywords(folder, texts)
    vectors = _embed(texts, settings, blank, progress)
    write_vectors(folder, vectors)
    names = sorted(path.name for path in folder.iterdir())
    manifest = Manifest(
        **{
            **asdict(blank),
            "dim": vectors.shape[1],
            "n_passages": len(passages),
            "built_at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "files": {name: file_checksum(folder / name) for name in names},
            "sizes": {name: (folder / name).stat().st_size for name in names},
        }
    )
    for name in names:
        _sync(folder / name)
    write_manifest(folder, manifest)
    _sync(folder / MANIFEST_NAME)
    if damaged := verify_snapshot(folder):
        raise SnapshotError(f"the new snapshot does not read back: {', '.join(damaged)}.", remedy="Check the disk.")


def _write_tables(folder: Path, bodies: Sequence[dict[str, Any]], passages: Sequence[Passage]) -> None:
    ids = [str(body.get("project_id") or body.get("pool_id")) for body in bodies]
    numbers = {record_id: number for number, record_id in enumerate(ids)}
    write_lines(folder / "records.jsonl", bodies)
    (folder / "ids.json").write_text(json.dumps(ids), "utf-8")
    write_columns(folder, bodies)
    write_lines(folder / "passages.jsonl", [asdict(passage) for passage in passages])
    np.save(folder / "passages.record_no.npy", np.array([numbers[p.record_id] for p in passages], dtype=np.int32))


def _embed(texts: Sequence[str], settings: Settings, blank: Manifest, progress: Progress | None) -> NDArray[np.float32]:
    cache = EmbeddingCache(settings.index / "embeddings.sqlite", f"{blank.encoder}\n{blank.encoder_checksum}")
    try:
        return cache.get(texts, lambda n: open_passage_encoder(settings, n), progress)
    finally:
        cache.close()


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


def _prune(settings: Settings) -> None:
    """Remove the oldest snapshots but the number to keep, and never the current one."""
    current = current_name(settings)
    for manifest in list_snapshots(settings)[max(settings.keep_snapshots, 1) :]:
        if manifest.name != current:
            shutil.rmtree(snapshots_folder(settings) / manifest.name, ignore_errors=True)

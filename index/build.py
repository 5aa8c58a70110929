"""Builds a snapshot beside the one that serves, verifies it, and makes it current by one rename."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from corpus.records import Record
from corpus.settings import Settings
from index.ahead import Ahead
from index.analysis import ANALYSER_VERSION
from index.build_lock import building
from index.checksums import Checksums, file_checksums
from index.columns import write_columns
from index.content import STATES_NAME, Content, gather_content, states_json
from index.embedding import Embedding, VectorFiles
from index.encoder import encoder_id, model_checksum
from index.encoding import Progress
from index.keyword_files import write_keywords
from index.snapshot import (
    CURRENT_NAME,
    FORMAT,
    MANIFEST_NAME,
    Manifest,
    current_name,
    is_whole,
    list_snapshots,
    read_manifest,
    snapshots_folder,
    write_manifest,
)
from index.source import GivenRecords, RecordSource
from index.tables import write_lines
from index.vectors import CODES_NAME, write_codes

_SYNCED_AT_ONCE = 64
"""Files; all that a snapshot has, nearly."""

_FORESEEN = 32
"""Changed records that are read ahead of all else, and then once more."""


def build_snapshot(
    records: Iterable[Record] | RecordSource,
    settings: Settings,
    *,
    corpus_version: int,
    progress: Progress | None = None,
    accept: Callable[[str], None] | None = None,
    ahead: Ahead | None = None,
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
        ahead: where it was begun before.

    Raises:
        BusyError: another process is building.
        EncoderError: the encoder cannot be loaded.
        SnapshotError: what was written does not read back.
    """
    source = GivenRecords(records) if isinstance(records, Iterable) else records
    folder = snapshots_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with building(settings), Embedding(settings, progress) as embedding:
        for left in folder.glob(".building-*"):  # of a killed build: the lock says that nobody is at it
            shutil.rmtree(left, ignore_errors=True)
        if ahead is None or ahead.name != current_name(settings):
            ahead = Ahead(settings)
        if ahead.corpus_version is not None:
            embedding.foresee(*source.changed_since(ahead.corpus_version, at_most=_FORESEEN), ahead.encoder)
        states = source.states()
        content = gather_content(source, states, ahead.older())
        blank = _blank_manifest(content, settings, corpus_version)
        target = folder / blank.name
        if not is_whole(target):
            shutil.rmtree(target, ignore_errors=True)
            work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
            try:
                with ThreadPoolExecutor(1) as beside:
                    beside.submit(_make_room, settings)
                    _write_snapshot(work, content, blank, embedding)
                work.replace(target)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        if accept is not None and current_name(settings) not in (None, target.name):
            accept(target.name)
        _make_current(settings, target.name)
        prune_snapshots(settings)
        return read_manifest(target)


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


def _write_snapshot(folder: Path, content: Content, blank: Manifest, embedding: Embedding) -> None:
    if content.older and content.keeps_passages:
        _write_tables(folder, content)
        checksums = _copy_rest(folder, content.older.folder)
        dim = read_manifest(content.older.folder).dim
    else:
        embedding.begin(content)
        _write_tables(folder, content)
        content.write_passages(folder)
        write_keywords(folder, content.passages, content.older.folder if content.older else None)
        files = VectorFiles(folder, content, embedding.known_sentences())
        with ThreadPoolExecutor(3) as beside:
            settled = beside.submit(_settle, folder, _names(folder) - files.growing)
            beside.submit(_sync_all, folder, files.growing)  # most of each is as it will be
            import faiss  # noqa: F401  # which takes a while, and is needed when the embedding is done

            vectors = files.fill(embedding.result())
            coded = beside.submit(write_codes, folder, vectors)
            checksums = settled.result()
            checksums |= _settle(folder, _names(folder) - checksums.keys() - {CODES_NAME})
            coded.result()
        dim = vectors.shape[1]
    checksums |= _settle(folder, _names(folder) - checksums.keys())
    manifest = Manifest(
        **{
            **asdict(blank),
            "dim": dim,
            "n_passages": len(content.passages),
            "built_at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "files": {name: checksums[name].sha256 for name in sorted(checksums)},
            "sizes": {name: (folder / name).stat().st_size for name in sorted(checksums)},
            "crcs": {name: checksums[name].crc32 for name in sorted(checksums)},
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


def _copy_rest(folder: Path, older: Path) -> dict[str, Checksums]:
    """Copy what an older snapshot has and a folder lacks: all that hangs on the passages alone.

    Each snapshot has files of its own, so that damage to one leaves the others whole.

    Returns:
        The checksums of the copies, which are those that the older files were just seen to have.
    """
    known = read_manifest(older)
    names = sorted(known.files.keys() - _names(folder))

    def copy(name: str) -> None:
        shutil.copyfile(older / name, folder / name)
        _sync(folder / name)

    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
        list(pool.map(copy, names))
    return {name: Checksums(known.files[name], known.crcs[name]) for name in names}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _settle(folder: Path, names: Iterable[str]) -> dict[str, Checksums]:
    """Have files written to the disk, which takes what comes together in one go, and give their checksums."""
    wanted = list(names)
    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
        synced = [pool.submit(_sync, folder / name) for name in wanted]
        checksums = file_checksums(folder, wanted)  # while the disk writes
        for one in synced:
            one.result()
    return checksums


def _sync_all(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        _sync(folder / name)


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
    return _prune(settings, settings.keep_snapshots if keep is None else keep)


def _make_room(settings: Settings) -> None:
    """Remove what would be too many with one more: it takes as long as a file system takes to free so much.

    The one that serves and the newest beside it stay whatever is kept: the one may be damaged, and the build may fail.
    """
    _prune(settings, max(settings.keep_snapshots - 1, 2))


def _prune(settings: Settings, n_kept: int) -> list[str]:
    current = current_name(settings)
    names = [manifest.name for manifest in list_snapshots(settings)]
    if current in names:
        names.insert(0, names.pop(names.index(current)))
    removed = names[max(n_kept, 1) :]
    for name in removed:
        shutil.rmtree(snapshots_folder(settings) / name, ignore_errors=True)
    return removed


def forget_older(settings: Settings) -> int:
    """Remove every snapshot but the one that serves, and give how many: what was removed from the corpus is in them.

    A process that has an older one open reads on until it opens the one that serves.
    """
    current = current_name(settings)
    older = [path for path in snapshots_folder(settings).glob("*") if path.is_dir() and path.name != current]
    for path in older:
        shutil.rmtree(path)
    return len(older)

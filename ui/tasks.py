"""The few jobs that join stores and index: making a data folder ready, publishing, building."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.errors import NoCorpusError, PuljesporError, RefusedError, SearchIndexError, SnapshotError
from corpus.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.changes import Version
    from corpus.store import Store
    from index.ahead import Ahead
    from ingest.progress import ProgressCallback
    from ingest.report import RunReport

Say = Callable[[str], None]


def _silent(_: str) -> None:
    """Take a line of progress and say nothing."""


def ensure_ready(settings: Settings, *, say: Say = _silent) -> None:
    """Load the starter corpus into an empty data folder, and build the index if it is missing or stale."""
    from corpus.starter import load_starter
    from corpus.store import Store

    with Store.open(settings, write=True) as store:
        is_empty = store.current_version() == 0
        if is_empty:
            say("Loading the starter corpus.")
            load_starter(store, who="starter")
    if not index_status(settings)["is_current"]:
        try:
            build_index(settings, say=say)
        except RefusedError as exc:  # the index that served before serves on
            say(str(exc))


def require_published(settings: Settings) -> None:
    """Raise unless there is a snapshot to serve.

    Raises:
        NoCorpusError: nothing is published; the message says what to do.
        SnapshotError: something is published, but its index is missing or cannot be read.
    """
    from index.snapshot import open_snapshot

    status = index_status(settings)
    if not status["snapshot"] and status["corpus_version"]:
        open_snapshot(settings)  # raises, and says what is wrong with the index
    if not status["snapshot"]:
        raise NoCorpusError(
            f"nothing is published and indexed in {settings.data}.",
            remedy="Run `puljespor demo` for the starter corpus, or `puljespor ingest` something.",
        )


def ingest_and_index(
    settings: Settings,
    targets: Sequence[str],
    *,
    publish: bool | None = None,
    dry_run: bool = False,
    accepts_gone: bool = False,
    takes_many: bool = False,
    who: str = "cli",
    why: str = "",
    progress: ProgressCallback | None = None,
) -> RunReport:
    """Run an ingest, and build the index if it published a version."""
    from ingest.run import ingest_targets
    from ingest.worker import POOL

    report = ingest_targets(
        targets,
        settings,
        progress=progress,
        dry_run=dry_run,
        publish=publish,
        accepts_gone=accepts_gone,
        takes_many=takes_many,
        who=who,
        why=why,
    )
    POOL.close()  # the memory of idle workers is wanted for the index
    version = 0 if dry_run else _corpus_version(settings)
    # where everything waits for review there is nothing to index yet
    if version and not _serves(settings, version) and not index_status(settings)["is_current"]:
        build_index(settings)
    return report


def _serves(settings: Settings, version: int) -> bool:
    """Say whether an index of this corpus version serves, by its name: to open it takes a tenth of such a run."""
    try:
        return (settings.index / "CURRENT").read_text("utf-8").startswith(f"{version:06d}-")
    except FileNotFoundError:
        return False


def publish_and_index(
    settings: Settings, *, who: str, note: str = "", accept_worse: bool = False, say: Say = _silent
) -> Version:
    """Publish what is approved as the next version, and build its index; where that was killed half-way, the index.

    Raises:
        ActError: nothing is approved, and the newest version is indexed.
        RefusedError: the index answers the judged queries worse than the one that serves, which stays.
    """
    from index.ahead import Ahead

    ahead = Ahead(settings, will_embed=True)  # while the database is loaded, which takes longer
    from corpus.review import publish
    from corpus.store import Store

    with Store.open(settings, write=True) as store:
        version = left_to_index(store) or publish(store, who=who, note=note)
    with _still_to_index(version):
        build_index(settings, say=say, accept_worse=accept_worse, ahead=ahead)
    return version


def left_to_index(store: Store) -> Version | None:
    """Give the newest version where nothing more is approved and no index of it serves."""
    from corpus.queue import waiting

    versions = store.versions()
    if not versions or waiting(store).approved or _serves(store.settings, versions[-1].version):
        return None
    return versions[-1]


@contextmanager
def _still_to_index(version: Version) -> Iterator[None]:
    """Say what is left to do where a version is published and its index cannot be built."""
    try:
        yield
    except RefusedError:  # which says it
        raise
    except (PuljesporError, OSError) as exc:
        cause = exc.strerror or str(exc) if isinstance(exc, OSError) else str(exc.args[0])
        remedy = "The index before serves on. Put it right, then run `puljespor index build`."
        raise SnapshotError(
            f"version {version.version} is published, but its index could not be built: {cause.rstrip('.')}.",
            remedy=remedy,
        ) from exc


def undo_and_index(settings: Settings, *, who: str, why: str) -> Version:
    """Take the newest version back by publishing the one before it again, and build its index."""
    from corpus.review import undo_publish
    from corpus.store import Store

    with Store.open(settings, write=True) as store:
        version = undo_publish(store, who=who, why=why)
    with _still_to_index(version):
        build_index(settings, accept_worse=True)  # whoever takes a version back wants the one before, as it was
    return version


def build_index(
    settings: Settings, *, say: Say = _silent, accept_worse: bool = False, ahead: Ahead | None = None
) -> dict[str, Any]:
    """Build the snapshot of the current corpus version and make it current, unless it searches worse.

    Args:
        settings: of the data folder.
        say: told how it goes.
        accept_worse: let the new snapshot serve whatever it scores on the judged queries.
        ahead: of the build, where it was begun before.

    Returns:
        The manifest of the new snapshot.

    Raises:
        NoCorpusError: nothing is published yet.
        RefusedError: the snapshot answers the judged queries worse than the one that serves, which stays.
    """
    from corpus.store import Store
    from index.build import build_snapshot
    from index.source import StoredRecords
    from search.gate import accept_snapshot

    def accept(name: str) -> None:
        if not accept_worse:
            for reason in accept_snapshot(settings, name).reasons:
                say(reason)

    with Store.open(settings) as store:
        version = store.current_version()
        if version == 0:
            raise NoCorpusError(
                f"nothing is published in {settings.data}.", remedy="Run `puljespor demo` or `puljespor ingest` first."
            )
        say(f"Building the index of corpus version {version}.")
        manifest = build_snapshot(
            StoredRecords(store, version),
            settings,
            corpus_version=version,
            progress=_percent(say),
            accept=accept,
            ahead=ahead,
        )
    return asdict(manifest)


def remove_and_index(settings: Settings, document_id: str, *, who: str, why: str, say: Say = _silent) -> dict[str, Any]:
    """Remove a document from every store, build the index without it, and delete the indexes that still had it.

    Returns:
        The proof, as JSON: what was removed, and how many traces a second look found in each place (`left`); with
        `is_proven`, true where there are none.

    Raises:
        NotFoundError: there is no such document.
    """
    from corpus.review import remove_document
    from corpus.store import Store
    from index.build import forget_older
    from ingest.forgetting import forget

    with Store.open(settings, write=True) as store:
        proof = remove_document(store, document_id, who=who, why=why)
        is_published = store.current_version() > 0
    if is_published:
        build_index(settings, say=say, accept_worse=True)  # what is to be gone must not be served on
        forget_older(settings)
    traces = forget(settings, url=proof.url, sha256=proof.sha256, hashes=proof.hashes)
    traces["indexes"] = _count_in_indexes(settings, document_id)
    traces["backups"] = sum(_names(path, document_id.encode()) for path in settings.data.glob("*.bak"))
    left = proof.left | traces
    return asdict(proof) | {"left": left, "is_proven": not any(left.values())}


def _count_in_indexes(settings: Settings, document_id: str) -> int:
    """Count the index files that name a document: each passage and record says which documents it is from."""
    return sum(_names(path, document_id.encode()) for path in settings.index.rglob("*.json*") if path.is_file())


def _names(path: Path, name: bytes) -> bool:
    with path.open("rb") as file:
        return any(name in line for line in file)


def _percent(say: Say) -> Callable[[int, int], None]:
    """Give a progress callback that speaks at every tenth of the work, not at every passage."""
    last_tenth = -1

    def progress(done: int, total: int) -> None:
        nonlocal last_tenth
        tenth = 10 * done // max(total, 1)
        if tenth != last_tenth and total >= 100:
            last_tenth = tenth
            say(f"  {done} of {total} passages embedded")

    return progress


def prune_index(settings: Settings, keep: int | None = None) -> dict[str, Any]:
    """Remove older indexes but so many, and folders of encoders that this release does not read.

    Args:
        settings: of the data folder; `keep_snapshots` says how many indexes are kept,
        keep: unless this does.

    Returns:
        `removed`, the paths, and `freed_bytes`.
    """
    from index.build import prune_snapshots
    from index.onnx_encoder import outdated_encoders
    from index.snapshot import snapshots_folder

    before = sum(sizes(settings).values())
    removed = [snapshots_folder(settings) / name for name in prune_snapshots(settings, keep)]
    for path in outdated_encoders(settings.models):
        shutil.rmtree(path, ignore_errors=True)
        removed.append(path)
    return {"removed": [str(path) for path in removed], "freed_bytes": before - sum(sizes(settings).values())}


def sizes(settings: Settings) -> dict[str, int]:
    """Give what the parts of a data folder take on the disk, in bytes."""
    cache = settings.index / "embeddings.sqlite"
    parts = {
        "corpus": settings.data.glob("corpus.sqlite*"),
        "originals": settings.blobs.rglob("*"),
        "indexes": (settings.index / "snapshots").rglob("*"),
        "embeddings": cache.parent.glob(f"{cache.name}*"),
        "encoders": settings.models.rglob("*"),
        "page pictures": settings.pages.rglob("*"),
        "backups": settings.data.glob("*.bak"),
    }
    return {name: sum(_size(path) for path in paths) for name, paths in parts.items()}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:  # removed meanwhile
        return 0


def verify_index(settings: Settings) -> list[str]:
    """Check the current snapshot's files against their checksums; one line for each that is damaged or missing.

    Raises:
        SnapshotError: there is no snapshot, or its manifest cannot be read.
    """
    from index.snapshot import current_name, snapshots_folder, verify_snapshot

    name = current_name(settings)
    if name is None:
        raise SnapshotError(f"there is no index in {settings.index}.", remedy="Run `puljespor index build`.")
    folder = snapshots_folder(settings) / name
    return [f"{folder / damaged} is missing or damaged" for damaged in verify_snapshot(folder)]


def _corpus_version(settings: Settings) -> int:
    """Give the number of the newest version; 0 where there is no corpus."""
    from corpus.store import Store

    if not settings.data.is_dir():
        return 0
    try:
        with Store.open(settings) as store:
            return store.current_version()
    except NoCorpusError:
        return 0


def index_status(settings: Settings) -> dict[str, Any]:
    """Say what the index serves, and whether that is the current corpus version by the encoder in the settings."""
    from index.snapshot import check_encoder, current_name, open_snapshot

    corpus_version = _corpus_version(settings)
    status: dict[str, Any] = {"snapshot": None, "corpus_version": corpus_version, "is_current": False, "problem": None}
    try:
        snapshot = open_snapshot(settings)
        manifest = snapshot.manifest
        status |= {"snapshot": manifest.name, "indexed_version": manifest.corpus_version}
        check_encoder(manifest, settings)
    except SearchIndexError as exc:
        return status | {"problem": str(exc.args[0])}
    is_newest = manifest.corpus_version == corpus_version and manifest.name == current_name(settings)
    return status | {"is_current": is_newest, "problem": "; ".join(snapshot.warnings) or None}

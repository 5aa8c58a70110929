"""The few jobs that join stores and index: making a data folder ready, publishing, building."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from corpus.errors import NoCorpusError, SnapshotError
from corpus.settings import Settings

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
        build_index(settings, say=say)


def require_published(settings: Settings) -> None:
    """Raise unless there is a snapshot to serve.

    Raises:
        NoCorpusError: nothing is published, or published but never indexed; the message says what to do.
    """
    if not index_status(settings)["snapshot"]:
        raise NoCorpusError(
            f"nothing is published and indexed in {settings.data}.",
            remedy="Run `puljespor demo` for the starter corpus, or `puljespor ingest` something.",
        )


def build_index(settings: Settings, *, say: Say = _silent) -> dict[str, Any]:
    """Build the snapshot of the current corpus version and make it current.

    Returns:
        The manifest of the new snapshot.

    Raises:
        NoCorpusError: nothing is published yet.
    """
    from corpus.store import Store
    from index.snapshot import build_snapshot

    with Store.open(settings) as store:
        version = store.current_version()
        if version == 0:
            raise NoCorpusError(
                f"nothing is published in {settings.data}.", remedy="Run `puljespor demo` or `puljespor ingest` first."
            )
        say(f"Building the index of corpus version {version}.")
        manifest = build_snapshot(
            store.records(version=version), settings, corpus_version=version, progress=_percent(say)
        )
    return asdict(manifest)


def _percent(say: Say) -> Callable[[int, int], None]:
    """Give a progress callback that speaks at every tenth of the work, not at every passage."""
    last_tenth = -1

    def progress(done: int, total: int) -> None:
        nonlocal last_tenth
        tenth = 10 * done // max(total, 1)
        if tenth != last_tenth and total >= 500:
            last_tenth = tenth
            say(f"  {done} of {total} passages embedded")

    return progress


def verify_index(settings: Settings) -> list[str]:
    """Check the current snapshot's files; one line for each that is damaged or missing."""
    from index.snapshot import verify_snapshot

    return list(verify_snapshot(settings))


def index_status(settings: Settings) -> dict[str, Any]:
    """Say what the index serves and whether that is the current version."""
    from corpus.store import Store
    from index.snapshot import open_snapshot

    try:
        with Store.open(settings) as store:
            corpus_version = store.current_version()
    except NoCorpusError:
        corpus_version = 0
    try:
        manifest = open_snapshot(settings).manifest
    except SnapshotError as exc:
        return {"snapshot": None, "corpus_version": corpus_version, "is_current": False, "problem": str(exc)}
    return {
        "snapshot": manifest.snapshot_id,
        "corpus_version": corpus_version,
        "indexed_version": manifest.corpus_version,
        "is_current": manifest.corpus_version == corpus_version,
        "problem": None,
    }

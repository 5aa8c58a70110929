"""A snapshot that takes over what has not changed is the same as one that is built from nothing."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.changes import ChangeKind, RecordChange
from corpus.documents import Document
from corpus.errors import SnapshotError
from corpus.records import Record
from corpus.review import edit_field, merge, publish, remove_document, undo_publish
from corpus.settings import Settings
from corpus.store import Store
from corpus.versioning import apply_changes
from index.build import build_snapshot
from index.snapshot import Manifest, open_snapshot, snapshots_folder, verify_snapshot
from index.source import StoredRecords
from ui.tasks import build_index, publish_and_index

Act = Callable[[Store, list[Record]], object]


@pytest.fixture
def store(records: list[Record], settings: Settings, models: Path) -> Store:
    """The four records of the tests, published."""
    with Store.open(settings, write=True) as store:
        with store.transaction() as connection:
            for document in {d.document_id: d for record in records for d in record.documents}.values():
                store.save_document(document, None)
            apply_changes(connection, [_new(record) for record in records if record.evidence], who="x", note="")
        return store


def _new(record: Record) -> RecordChange:
    return RecordChange(ChangeKind.NEW, record.record_id, record.record_type, add=record.evidence)


def build(store: Store, settings: Settings) -> Manifest:
    version = store.current_version()
    return build_snapshot(StoredRecords(store, version), settings, corpus_version=version)


def contents(settings: Settings, manifest: Manifest) -> dict[str, str]:
    folder = snapshots_folder(settings) / manifest.name
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "manifest.json"
    }


def correct(store: Store, records: list[Record]) -> None:
    edit_field(store, "p-vejle", "title", "Akutteam og hjemmemonitorering", who="x", why="y")
    publish(store, who="x")


def correct_an_amount(store: Store, records: list[Record]) -> None:
    """No passage changes."""
    edit_field(store, "p-odense", "amount_dkk", 900_000, who="x", why="y")
    publish(store, who="x")


def correct_and_undo(store: Store, records: list[Record]) -> None:
    correct(store, records)
    undo_publish(store, who="x", why="y")


def make_one_of_two(store: Store, records: list[Record]) -> None:
    merge(store, "p-vejle", "p-odense", who="x", why="y")
    publish(store, who="x")


def remove(store: Store, records: list[Record]) -> None:
    remove_document(store, records[0].documents[1].document_id, who="x", why="y")


def read_better(store: Store, records: list[Record]) -> None:
    """The same text cut into other blocks, without a new version."""
    award_list: Document = records[0].documents[1]
    assert store.save_document(replace(award_list, blocks=award_list.blocks[1:]), None)


@pytest.mark.parametrize(
    "act",
    [correct, correct_an_amount, correct_and_undo, make_one_of_two, remove, read_better],
    ids=lambda a: a.__name__,
)
def test_after_a_change_the_files_equal_those_of_a_build_from_nothing(
    act: Act, store: Store, records: list[Record], settings: Settings, tmp_path: Path
) -> None:
    first = build(store, settings)
    with Store.open(settings, write=True) as open_store:
        act(open_store, records)
    renewed = build(store, settings)
    assert renewed.name != first.name  # something was built
    bare = replace(settings, data=tmp_path / "bare")
    bare.data.mkdir()
    (bare.data / "models").symlink_to(settings.models.resolve())
    whole = build_snapshot(StoredRecords(store, renewed.corpus_version), bare, corpus_version=renewed.corpus_version)
    assert contents(settings, renewed) == contents(bare, whole)
    assert replace(renewed, built_at="") == replace(whole, built_at="")


def test_snapshots_share_no_file(store: Store, records: list[Record], settings: Settings) -> None:
    first = build(store, settings)
    with Store.open(settings, write=True) as open_store:
        correct_an_amount(open_store, records)
    second = build(store, settings)
    folders = [snapshots_folder(settings) / manifest.name for manifest in (first, second)]
    assert first.files["vectors.npy"] == second.files["vectors.npy"]
    (folders[1] / "vectors.npy").write_bytes(b"damaged")  # in place, as a disk does it
    assert [verify_snapshot(folder) for folder in folders] == [[], ["vectors.npy"]]
    assert open_snapshot(settings).manifest == first


def test_only_what_changed_is_read(
    store: Store, records: list[Record], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(store, settings)
    with Store.open(settings, write=True) as open_store:
        correct(open_store, records)
    loaded: list[list[str]] = []
    read = StoredRecords.load

    def load(source: StoredRecords, record_ids: Sequence[str]) -> Iterator[Record]:
        loaded.append(list(record_ids))
        return read(source, record_ids)

    monkeypatch.setattr(StoredRecords, "load", load)
    build(store, settings)
    assert loaded == [["p-vejle"], ["p-vejle"], []]  # ahead, then with all that changed
    assert open_snapshot(settings).records.record(1)["title"] == "Akutteam og hjemmemonitorering"


def test_a_damaged_snapshot_is_not_taken_over(store: Store, records: list[Record], settings: Settings) -> None:
    first = build(store, settings)
    path = snapshots_folder(settings) / first.name / "passages.jsonl"
    path.write_bytes(path.read_bytes().replace(b"akutteam", b"akuttema"))
    with Store.open(settings, write=True) as open_store:
        correct(open_store, records)
    build(store, settings)
    texts = [passage.text for passage in open_snapshot(settings).passages]
    assert any("akutteam" in text for text in texts)
    assert not any("akuttema" in text for text in texts)


def test_a_snapshot_of_other_code_is_not_taken_over(
    store: Store, records: list[Record], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(store, settings)
    with Store.open(settings, write=True) as open_store:
        correct(open_store, records)
    monkeypatch.setattr("index.content.release", lambda: "another")
    monkeypatch.setattr("index.ahead.Older", None)
    build(store, settings)


def test_a_version_whose_index_cannot_be_written_is_published_and_says_what_is_left_to_do(
    store: Store, records: list[Record], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(store, settings)
    with Store.open(settings, write=True) as open_store:
        edit_field(open_store, "p-vejle", "title", "Akutteam", who="x", why="y")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("index.build.write_manifest", fail)
        with pytest.raises(SnapshotError, match=r"version 2 is published, but .*: No space left") as caught:
            publish_and_index(settings, who="x")
    assert "index build" in caught.value.remedy
    assert open_snapshot(settings).manifest == first
    assert build_index(settings)["corpus_version"] == 2

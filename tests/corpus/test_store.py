from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Block, BlockKind, Document, DocumentKind, DocumentStatus, make_document_id
from corpus.errors import BusyError, CorpusError, IntegrityError, NoCorpusError, NotFoundError
from corpus.runs import PageState, Run
from corpus.settings import Settings
from corpus.store import Store


def make_document(url: str = "https://example.dk/a", text: str = "Havby får støtte.\n\nÆØÅ 😀") -> Document:
    cut = text.index("\n\n") if "\n\n" in text else len(text)
    return Document(
        document_id=make_document_id(url, hashlib.sha256(text.encode()).hexdigest()),
        url=url,
        canonical_url=url,
        media_type="text/html",
        fetched_at="2026-01-02T03:04:05Z",
        sha256="0" * 64,
        text=text,
        blocks=(
            Block(BlockKind.HEADING, 0, cut, level=2),
            Block(
                BlockKind.TABLE_ROW,
                cut,
                len(text),
                heading_path=("Havby",),
                page_no=3,
                cells=((cut, cut), (cut, len(text))),
                is_header=True,
                group=4,
                href="https://example.dk/b",
            ),
        ),
        title="Støtte",
        kind=DocumentKind.AWARD_LIST,
        language="da",
        status=DocumentStatus.PARTIAL,
        status_reason="two pages unreadable",
        last_modified="2025-12-31",
        last_updated="2025-12",
        source="sst",
        n_pages=3,
        links=(("Læs mere", "https://example.dk/c"),),
        meta={"author": "x"},
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def test_a_document_comes_back_whole(settings: Settings) -> None:
    body = "Bytes æøå".encode()
    with Store.open(settings, write=True) as store:
        document = replace(make_document(), sha256=store.blobs.save(body))
        assert store.save_document(document, body)
        assert not store.save_document(document, body)
    with Store.open(settings) as store:
        assert store.document(document.document_id) == document
        assert store.body(document.document_id) == body
        assert list(store.documents()) == [document]


def test_versions_of_one_page_newest_first(settings: Settings) -> None:
    old = make_document(text="Åben for ansøgning")
    new = replace(make_document(text="Fordelt"), fetched_at="2026-05-05T00:00:00Z")
    other = make_document(url="https://example.dk/other")
    with Store.open(settings, write=True) as store:
        for document in (new, other, old):
            store.save_document(document, None)
        assert store.documents_at("https://example.dk/a") == [new, old]
        assert store.documents_at("https://example.dk/nothing") == []


def test_an_unknown_document_is_named(settings: Settings) -> None:
    with Store.open(settings, write=True) as store, pytest.raises(NotFoundError, match="abc"):
        store.document("abc")


def test_a_damaged_original_is_an_error_not_bytes(settings: Settings) -> None:
    with Store.open(settings, write=True) as store:
        document = replace(make_document(), sha256=store.blobs.save(b"whole"))
        store.save_document(document, b"whole")
        store.blobs.path(document.sha256).write_bytes(b"other")
        with pytest.raises(IntegrityError, match=document.sha256):
            store.body(document.document_id)


def test_an_empty_corpus_has_version_0_and_no_records(settings: Settings) -> None:
    with Store.open(settings, write=True) as store:
        assert store.current_version() == 0
        assert store.versions() == []
        assert list(store.records()) == []
        assert store.history("x") == []
        with pytest.raises(NotFoundError, match="version 1"):
            list(store.records(version=1))
        with pytest.raises(NotFoundError, match="'x'"):
            store.record("x")


def test_a_missing_folder_says_how_to_begin(settings: Settings) -> None:
    with pytest.raises(NoCorpusError, match="puljespor demo"):
        Store.open(settings)
    assert not settings.data.exists()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("not a folder")
    for write in (False, True):
        with pytest.raises(CorpusError, match="is a file"):
            Store.open(Settings(data=file), write=write)


def test_a_database_that_is_none(settings: Settings) -> None:
    settings.data.mkdir()
    database = settings.data / "corpus.sqlite"
    database.write_bytes(b"This is no database. " * 500)
    for write in (False, True):
        with pytest.raises(CorpusError, match=r"corpus\.sqlite"):
            Store.open(settings, write=write)
    assert database.read_bytes().startswith(b"This is no database.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(settings: Settings) -> None:
    settings.data.mkdir(mode=0o500)
    with pytest.raises(CorpusError, match="cannot write"):
        Store.open(settings, write=True)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CorpusError, match="cannot make the data folder"):
        Store.open(Settings(data=tmp_path / "file" / "data"), write=True)


def test_page_states_and_runs_come_back(settings: Settings) -> None:
    state = PageState(
        canonical_url="https://example.dk/a",
        url="https://www.example.dk/a",
        etag='"1"',
        last_modified="Sat, 01 Nov 2025 00:00:00 GMT",
        body_sha256="1" * 64,
        document_id="d",
        last_seen="2026-01-01T00:00:00Z",
        status="ok",
        aliases=("https://example.dk/old",),
        source="sst",
        run_id="r1",
    )
    run = Run("r1", ("sst",), "2026-01-01T00:00:00Z")
    with Store.open(settings, write=True) as store:
        store.save_page_state(state)
        store.save_page_state(replace(state, canonical_url="https://example.dk/b", source="kl"))
        store.save_page_state(gone := replace(state, status="gone"))
        store.save_run(run)
        store.save_run(done := replace(run, ended="2026-01-01T00:01:00Z", state="done", counts={"new": 2}))
        assert store.page_state("https://example.dk/a") == gone
        assert store.page_state("https://example.dk/none") is None
        assert list(store.page_states("sst")) == [gone]
        assert [s.source for s in store.page_states()] == ["sst", "kl"]
        assert store.runs() == [done]


def test_all_of_a_transaction_or_nothing(settings: Settings) -> None:
    with Store.open(settings, write=True) as store:

        def save_and_fail() -> None:
            with store.transaction():
                store.save_document(make_document(), None)
                assert len(list(store.documents())) == 1  # seen within
                raise RuntimeError("half-way")

        with pytest.raises(RuntimeError, match="half-way"):
            save_and_fail()
        assert list(store.documents()) == []


def test_a_store_for_reading_writes_nothing(settings: Settings) -> None:
    Store.open(settings, write=True).close()
    with Store.open(settings) as store, pytest.raises(ValueError, match="write=True"):
        store.save_document(make_document(), None)


_WRITER = """
import sys, time
from pathlib import Path
from corpus.settings import Settings
from corpus.store import Store
store = Store.open(Settings(data=Path(sys.argv[1])), write=True)
print("open", flush=True)
time.sleep(60)
"""


def start_writer(settings: Settings) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(settings.data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_writer_is_told_who_the_first_is(settings: Settings) -> None:
    writer = start_writer(settings)
    try:
        with pytest.raises(BusyError, match=str(writer.pid)) as caught:
            Store.open(settings, write=True)
        assert caught.value.remedy
        with Store.open(settings) as reader:
            assert reader.current_version() == 0
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    with Store.open(settings, write=True) as store:  # the lock died with its holder
        assert store.save_document(make_document(), None)


def test_a_folder_that_may_not_be_written_in_says_that_a_dry_run_writes_too(settings: Settings) -> None:
    lock = settings.data / "writer.lock"
    lock.mkdir(parents=True)  # refused to whoever asks, root too
    with pytest.raises(CorpusError, match="cannot write in") as caught:
        Store.open(settings, write=True)
    assert "a dry run writes too" in str(caught.value)


def test_two_writers_in_one_process(settings: Settings) -> None:
    with Store.open(settings, write=True), pytest.raises(BusyError, match="this one"):
        Store.open(settings, write=True)
    Store.open(settings, write=True).close()

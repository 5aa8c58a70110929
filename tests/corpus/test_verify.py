from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.settings import Settings
from corpus.starter import load_starter
from corpus.store import Store
from corpus.verify import Fault, verify_corpus
from tests.corpus.making import make_page


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path)
    with Store.open(settings, write=True) as store:
        load_starter(store)
        make_page(store, "Havby fik støtte")
    return settings


def damage(settings: Settings, statement: str) -> None:
    with closing(sqlite3.connect(settings.data / "corpus.sqlite")) as connection, connection:
        connection.execute(statement)


def look(settings: Settings) -> list[Fault]:
    with Store.open(settings) as store:
        return verify_corpus(store)


def test_a_whole_corpus_has_no_faults(settings: Settings) -> None:
    assert look(settings) == []


def test_a_quote_that_moved_is_named(settings: Settings) -> None:
    damage(
        settings,
        "UPDATE evidence SET char_start = char_start + 1, char_end = char_end + 1"
        " WHERE record_id = 'sst-psyk-vejle' AND field = 'amount_dkk'",
    )
    (fault,) = look(settings)
    assert (fault.place, "sst-psyk-vejle.amount_dkk" in fault.text) == ("evidence", True)


def test_evidence_without_its_document_is_named(settings: Settings) -> None:
    with Store.open(settings) as store:
        (document,) = store.record("sst-demens-esbjerg-transport").documents
        n_quotes = len(store.record("sst-demens-esbjerg-transport").evidence)
    damage(settings, f"DELETE FROM documents WHERE document_id = '{document.document_id}'")
    faults = look(settings)
    assert len(faults) == n_quotes
    assert all(document.document_id in fault.text for fault in faults)


def test_evidence_of_no_record_is_named(settings: Settings) -> None:
    damage(settings, "DELETE FROM revisions WHERE record_id = 'oth-tof'")
    assert [fault.text for fault in look(settings)] == ["evidence for oth-tof belongs to no record."]


def test_a_record_that_nothing_states_is_named(settings: Settings) -> None:
    damage(settings, "DELETE FROM evidence WHERE record_id = 'oth-tof'")
    assert [fault.text for fault in look(settings)] == ["nothing states the record oth-tof."]


@pytest.mark.parametrize("content", [None, b"something else"])
def test_a_missing_or_damaged_original_is_named(settings: Settings, content: bytes | None) -> None:
    with Store.open(settings) as store:
        (document,) = store.documents_at("https://example.dk/side")
        path = store.blobs.path(document.sha256)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    (fault,) = look(settings)
    assert fault.place == "originals"
    assert fault.text.startswith("https://example.dk/side: ")
    with Store.open(settings) as store:
        assert verify_corpus(store, originals=False) == []


def test_a_torn_database_is_one_clear_error_or_fault(settings: Settings) -> None:
    path = settings.data / "corpus.sqlite"
    whole = path.read_bytes()
    torn = bytearray(whole)
    torn[len(whole) // 4 : len(whole) // 4 * 3] = b"\xff" * (len(whole) // 4 * 3 - len(whole) // 4)
    path.write_bytes(bytes(torn))
    with Store.open(settings) as store:
        assert {fault.place for fault in verify_corpus(store)} == {"database"}
        with pytest.raises(CorpusError, match=r"corpus\.sqlite.*doctor"):
            list(store.records())


def test_a_cut_off_database_is_one_clear_error(settings: Settings) -> None:
    path = settings.data / "corpus.sqlite"
    path.write_bytes(path.read_bytes()[: 4096 * 3 + 17])
    with pytest.raises(CorpusError, match=r"corpus\.sqlite"), Store.open(settings) as store:
        list(store.records())

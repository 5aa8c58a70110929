from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

import pytest

from corpus.errors import NoCorpusError
from corpus.settings import Settings
from corpus.store import Store
from ui.reading import StoreReader
from ui.remembering import Memory


def test_what_was_made_is_made_once_and_the_least_lately_used_goes() -> None:
    size = sys.getsizeof("x" * 1000)
    memory = Memory(most_bytes=2 * size)
    made: list[str] = []

    def get(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key * 1000

        return memory.get(key, make)

    assert [get(key)[0] for key in "abab"] == list("abab")
    assert made == ["a", "b"]
    get("c")  # the third of two: a, which was asked for before b, goes
    assert [get(key)[0] for key in "bca"] == list("bca")
    assert made == ["a", "b", "c", "a"]
    memory.forget()
    get("a")
    assert made == ["a", "b", "c", "a", "a"]


def test_of_several_who_ask_at_once_one_makes_it() -> None:
    memory = Memory()
    is_begun, may_end = threading.Event(), threading.Event()
    got: list[str] = []

    def slow() -> str:
        is_begun.set()
        may_end.wait()
        return "made"

    def never() -> str:
        raise AssertionError("made twice")

    first = threading.Thread(target=lambda: got.append(memory.get("key", slow)))
    second = threading.Thread(target=lambda: got.append(memory.get("key", never)))
    first.start()
    is_begun.wait()
    second.start()
    may_end.set()
    first.join()
    second.join()
    assert got == ["made", "made"]


def test_what_could_not_be_made_is_made_by_the_next_who_asks() -> None:
    memory = Memory()

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        memory.get("key", fail)
    assert memory.get("key", lambda: "made") == "made"


def test_the_store_is_opened_again_where_another_file_lies(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    reader = StoreReader(settings)
    with pytest.raises(NoCorpusError), reader.open():
        pass
    Store.open(settings, write=True).close()
    with reader.open() as first, reader.open() as second:
        assert second is first
        assert first.current_version() == 0
    assert not (tmp_path / "corpus.sqlite-wal").exists()  # no connection is left open
    with reader.open() as again:
        assert again is first
        assert again.current_version() == 0
    shutil.copy(tmp_path / "corpus.sqlite", tmp_path / "other")
    (tmp_path / "other").replace(tmp_path / "corpus.sqlite")
    with reader.open() as third:
        assert third is not first
        assert third.current_version() == 0

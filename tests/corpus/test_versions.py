"""Versions: whatever is published and undone, each stays what it was, and a killed writer leaves the last one whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.changes import ChangeKind, RecordChange
from corpus.documents import Document
from corpus.errors import CorpusError, NotFoundError
from corpus.evidence import Evidence
from corpus.records import Record, RecordType
from corpus.review import approve, edit_field, merge, propose, publish, remove_document, split, undo_publish
from corpus.settings import Settings
from corpus.starter import load_starter
from corpus.store import Store
from corpus.verify import verify_corpus
from tests.corpus.making import make_change, make_evidence, make_page

WORDS = ("Havby", "Sydvig", "Nordø", "Østby", "2018", "2019", "2020")
TEXT = " ".join(WORDS)
RECORDS = ("a", "b", "c")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database of an empty corpus: made once, since migrating takes longer than all else in an example."""
    folder = tmp_path_factory.mktemp("empty")
    Store.open(Settings(data=folder), write=True).close()
    return (folder / "corpus.sqlite").read_bytes()


def content(store: Store, version: int | None = None) -> dict[str, tuple[Any, ...]]:
    """Give what a version says, less what must differ: the number of the revision and its time."""
    return {r.record_id: said(r) for r in store.records(version=version)}


def said(record: Record) -> tuple[Any, ...]:
    evidence = sorted(record.evidence, key=lambda e: e.evidence_id)
    return record.record_type, dict(record.values), evidence, record.pool_id, record.is_gone


step = st.one_of(
    st.tuples(
        st.just("publish"),
        st.dictionaries(
            st.sampled_from(RECORDS), st.lists(st.sampled_from(WORDS), unique=True, max_size=4), min_size=1, max_size=3
        ),
    ),
    st.tuples(st.just("edit"), st.tuples(st.sampled_from(RECORDS), st.sampled_from(WORDS))),
    st.tuples(st.just("gone"), st.sampled_from(RECORDS)),
    st.tuples(st.just("undo"), st.none()),
)


class Model:
    """The same corpus as plain dictionaries: record -> (words stated, title corrected by staff, is gone)."""

    def __init__(self) -> None:
        self.now: dict[str, tuple[frozenset[str], str | None, bool]] = {}
        self.versions: list[dict[str, tuple[frozenset[str], str | None, bool]]] = [{}]
        self.restores: list[int] = [0]

    def publish(self, restores: int | None = None) -> None:
        self.versions.append(dict(self.now))
        self.restores.append(len(self.versions) - 1 if restores is None else restores)


def stated(store: Store, version: int) -> dict[str, tuple[frozenset[str], str | None, bool]]:
    found = {}
    for record in store.records(version=version):
        words = frozenset(e.quote for e in record.evidence if e.document_id)
        titles = [e.value for e in record.evidence if not e.document_id]
        found[record.record_id] = (words, titles[0] if titles else None, record.is_gone)
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=1, max_size=8))
def test_every_version_stays_what_it_was(empty: bytes, steps: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "corpus.sqlite").write_bytes(empty)
        with Store.open(Settings(data=Path(folder)), write=True) as store:
            page = make_page(store, TEXT)
            model = Model()
            for action, argument in steps:
                take(store, page, model, action, argument)
                assert store.current_version() == len(model.versions) - 1
                for version, expected in enumerate(model.versions):
                    assert stated(store, version) == expected
            assert verify_corpus(store) == []


def take(store: Store, page: Document, model: Model, action: str, argument: Any) -> None:
    if action == "publish":
        publish_words(store, page, model, argument)
    elif action == "edit":
        record_id, title = argument
        if record_id in model.now:
            edit_field(store, record_id, "title", title, who="eva", why="x")
            publish(store, who="eva")
            words, _, is_gone = model.now[record_id]
            model.now[record_id] = (words, title, is_gone)
            model.publish()
    elif action == "gone":
        change = RecordChange(ChangeKind.GONE, argument, RecordType.PROJECT)
        if made := propose(store, "r", [change]):
            approve(store, [p.proposal_id for p in made], who="eva")
            publish(store, who="eva")
            words, title, _ = model.now[argument]
            model.now[argument] = (words, title, True)
            model.publish()
    else:
        base = model.restores[len(model.versions) - 1]
        target = model.restores[base - 1] if base >= 1 else 0
        if target < 1:  # back to nothing: test_review
            return
        undo_publish(store, who="eva", why="x")
        model.now = dict(model.versions[target])
        model.publish(restores=target)


def publish_words(store: Store, page: Document, model: Model, wanted: Mapping[str, list[str]]) -> None:
    """Make each record state just these words, as a new reading of its page would."""
    changes: list[RecordChange] = []
    for record_id, words in wanted.items():
        held = {e.quote: e for e in evidence_of(store, record_id) if e.document_id}
        add = tuple(make_evidence(page, record_id, "tracks", w, w) for w in words if w not in held)
        retire = tuple(e.evidence_id for quote, e in held.items() if quote not in words)
        changes.append(RecordChange(ChangeKind.CHANGED, record_id, RecordType.PROJECT, add, retire))
    made = propose(store, "r", changes)
    if not made:
        return
    approve(store, [p.proposal_id for p in made], who="eva")
    publish(store, who="eva")
    for proposal in made:
        record_id = proposal.change.record_id
        _, title, _ = model.now.get(record_id, (frozenset(), None, False))
        model.now[record_id] = (frozenset(wanted[record_id]), title, False)
        if not wanted[record_id] and title is None:
            del model.now[record_id]
    model.publish()


def evidence_of(store: Store, record_id: str) -> tuple[Evidence, ...]:
    try:
        return store.record(record_id).evidence
    except NotFoundError:
        return ()


def test_a_reader_at_a_version_sees_it_while_others_are_published(tmp_path: Path) -> None:
    where = Settings(data=tmp_path)
    with Store.open(where, write=True) as writer:
        load_starter(writer)
        with Store.open(where) as reader:
            before = content(reader)
            half_read = reader.records()
            first = next(half_read)
            edit_field(writer, first.record_id, "title", "Andet", who="eva", why="x")
            publish(writer, who="eva")
            rest = [first, *half_read]
            assert {r.record_id: said(r) for r in rest} == before
            assert content(reader, 1) == before
            assert content(reader, 2) != before


_KILLED = """
import os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from corpus.review import edit_field, publish
from corpus.settings import Settings
from corpus.store import Store

store = Store.open(Settings(data=Path(sys.argv[1])), write=True)
left = int(sys.argv[2])

@sa.event.listens_for(store.engine, "before_cursor_execute")
def count(conn, cursor, statement, parameters, context, executemany):
    global left
    if statement.startswith(("INSERT", "UPDATE", "DELETE")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

for record_id in [r.record_id for r in store.records()][:20]:
    edit_field(store, record_id, "title", "Halvvejs", who="eva", why="x")
left = int(sys.argv[3])
publish(store, who="eva")
print("done")
"""


@pytest.mark.parametrize("statement", [1, 4, 6])
def test_a_writer_killed_while_publishing_leaves_the_last_version(tmp_path: Path, statement: int) -> None:
    where = Settings(data=tmp_path)
    with Store.open(where, write=True) as store:
        load_starter(store)
        before = content(store)
    command = [sys.executable, "-c", _KILLED, str(tmp_path), "-1", str(statement)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Store.open(where) as reader:
        assert reader.current_version() == 1
        assert content(reader) == before
    with Store.open(where, write=True) as store:
        assert verify_corpus(store) == []
        version = publish(store, who="eva")  # what was approved still is
        assert (version.version, version.counts["changed"]) == (2, 20)
        assert sum(r.values["title"] == "Halvvejs" for r in store.records()) == 20


def test_a_writer_killed_between_documents_keeps_those_it_had_saved(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from corpus.settings import Settings
from corpus.store import Store
from tests.corpus.making import make_page
store = Store.open(Settings(data=Path(sys.argv[1])), write=True)
for i in range(3):
    make_page(store, f"side {i}", url=f"https://example.dk/{i}")
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Store.open(Settings(data=tmp_path)) as store:
        saved = list(store.documents())
        assert [store.body(d.document_id) for d in saved] == [b"side 0", b"side 1", b"side 2"]


def test_documents_belong_to_the_version_after_their_arrival(tmp_path: Path) -> None:
    with Store.open(Settings(data=tmp_path), write=True) as store:
        first = make_page(store, "Havby", url="https://example.dk/1")
        propose(store, "r", [make_change(first, "a", {"title": ("Havby", "Havby")})])
        approve(store, "all", who="eva")
        publish(store, who="eva")
        second = make_page(store, "Sydvig", url="https://example.dk/2")
        assert list(store.documents(version=1)) == [first]
        assert list(store.documents()) == [first, second]


def test_starter_facts_stay_behind_staff_merges_and_undone_versions(tmp_path: Path) -> None:
    with Store.open(Settings(data=tmp_path), write=True) as store:
        load_starter(store)
        edit_field(store, "sst-rygestop-vejle", "amount_dkk", 7, who="eva", why="x")
        merge(store, "sst-rygestop-vejle", "sst-rygestop-viborg", who="eva", why="x")
        publish(store, who="eva")
        (page,) = store.record("sst-demens-esbjerg-transport").documents
        remove_document(store, page.document_id, who="eva", why="x")
        after = content(store)
        assert load_starter(store) is None
        assert content(store) == after
        assert store.record("sst-rygestop-viborg").values["amount_dkk"] == 7
        with pytest.raises(NotFoundError):
            store.record("sst-demens-esbjerg-transport")


def test_reading_is_not_held_up_by_a_transaction(tmp_path: Path) -> None:
    where = Settings(data=tmp_path)
    with Store.open(where, write=True) as writer:
        make_page(writer, "Havby", url="https://example.dk/1")
        with writer.transaction(), Store.open(where) as reader:
            make_page(writer, "Sydvig", url="https://example.dk/2")
            assert len(list(reader.documents())) == 1
        assert len(list(writer.documents())) == 2


hand = st.one_of(
    st.tuples(st.just("merge"), st.sampled_from(WORDS[:4]), st.sampled_from(WORDS[:4])),
    st.tuples(st.just("split"), st.sampled_from(WORDS[:4]), st.integers(1, 3)),
    st.tuples(st.just("undo"), st.none(), st.none()),
    st.tuples(st.just("reread"), st.sampled_from(WORDS[:4]), st.none()),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(hand, min_size=1, max_size=8))
def test_merging_splitting_and_undoing_lose_no_evidence_and_no_id(
    empty: bytes, steps: list[tuple[str, Any, Any]]
) -> None:
    """Four records state a word each, which is their id, and three years; whatever is done, all of it stays."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "corpus.sqlite").write_bytes(empty)
        with Store.open(Settings(data=Path(folder)), write=True) as store:
            page = make_page(store, TEXT)
            facts = {name: {"title": (name, name), "tracks": (list(WORDS[4:]), "20")} for name in WORDS[:4]}
            first = [make_change(page, name, told) for name, told in facts.items()]
            propose(store, "r", first)
            approve(store, "all", who="eva")
            publish(store, who="eva")
            everything = told_of(store)
            seen = [content(store)]
            for action, record_id, argument in steps:
                if act_by_hand(store, action, record_id, argument, first):
                    seen.append(content(store))
                assert told_of(store) == everything
                ids = {r.record_id for r in store.records()}
                assert {store.record(name).record_id for name in WORDS[:4]} <= ids
            assert [content(store, version) for version in range(1, len(seen) + 1)] == seen
            assert verify_corpus(store) == []


def told_of(store: Store) -> set[tuple[str, str, int | None]]:
    return {(e.field, str(e.value), e.char_start) for r in store.records() for e in r.evidence}


def act_by_hand(store: Store, action: str, record_id: Any, argument: Any, first: list[RecordChange]) -> bool:
    """Do one thing; give whether it made a version. What must not be done raises, and changes nothing."""
    try:
        if action == "merge":
            merge(store, record_id, argument, who="eva", why="x")
        elif action == "split":
            ids = [e.evidence_id for e in store.record(record_id).evidence if e.field == "tracks"]
            split(store, record_id, ids[:argument], who="eva", why="x")
        elif action == "undo":
            newest = store.versions()[-1]
            if (newest.restores or newest.version) == 1:  # which published the words themselves
                return False
            undo_publish(store, who="eva", why="x")
            return True
        else:
            made = propose(store, "again", [c for c in first if c.record_id == record_id])
            assert made == []  # it is all there, wherever it has been moved
            return False
        publish(store, who="eva")
    except CorpusError:
        return False
    return True

"""The same corpus in PostgreSQL: every act, held against SQLite."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BusyError, CorpusError
from corpus.review import (
    approve,
    audit_log,
    edit_field,
    merge,
    proposals,
    propose,
    publish,
    remove_document,
    split,
    undo_publish,
)
from corpus.runs import PageState
from corpus.settings import Settings
from corpus.starter import load_starter
from corpus.store import Store
from corpus.verify import verify_corpus
from tests.corpus.making import make_change, make_page

pytest.importorskip("psycopg", reason="psycopg is not installed, so PostgreSQL is left out")


def find_server() -> Path | None:
    """Give the folder of PostgreSQL's programs; Debian keeps them off the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


def owner() -> list[str] | None:
    """Give the words before a command that run it as a user whom PostgreSQL accepts; it refuses root."""
    if os.geteuid() != 0:
        return []
    users = {entry.pw_name for entry in pwd.getpwall()}
    return ["runuser", "-u", "postgres", "--"] if "postgres" in users and shutil.which("runuser") else None


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    programs, prefix = find_server(), owner()
    if programs is None or prefix is None:
        pytest.skip("PostgreSQL's server is not installed, or may not be started by this user")
    folder = Path(subprocess.check_output([*prefix, "mktemp", "-d", "/tmp/puljespor-pg-XXXXXX"], text=True).strip())
    data = folder / "db"
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(data)]
    initdb = [*prefix, str(programs / "initdb"), "-D", str(data), "-U", "puljespor", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*initdb, "--no-sync"], check=True, capture_output=True, cwd="/")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    start = [*control, "-w", "-l", str(folder / "log"), "-o", options, "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd="/")
    try:
        yield f"postgresql://puljespor@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")
        subprocess.run([*prefix, "rm", "-rf", str(folder)], check=True)


def live(store: Store) -> list[Any]:
    """Do everything that is done to a corpus, and give what it looks like after each act."""
    seen: list[Any] = []

    def look() -> None:
        seen.append([(r.record_id, r.values, r.pool_id, r.revision, r.is_gone) for r in store.records()])

    load_starter(store)
    look()
    page = make_page(store, "Ro om natten i Ærø, æøå 😀", url="https://example.dk/ro")
    propose(store, "r", [make_change(page, "new-ro", {"title": ("Ro om natten", "Ro om natten")})])
    approve(store, "all", who="eva")
    edit_field(store, "sst-rygestop-vejle", "themes", ["rygestop", "demens"], who="eva", why="x")
    merge(store, "sst-rygestop-vejle", "sst-rygestop-viborg", who="eva", why="x")
    publish(store, who="eva")
    look()
    record = store.record("sst-rygestop")
    split(store, "sst-rygestop", [record.evidence[0].evidence_id], who="eva", why="x")
    publish(store, who="eva")
    look()
    undo_publish(store, who="eva", why="x")
    look()
    report = remove_document(store, page.document_id, who="eva", why="x")
    seen.append((report.record_ids, report.left, report.is_proven))
    look()
    for url in ("https://example.dk/b", "https://example.dk/Å", "https://example.dk/a", "https://example.dk/a"):
        store.save_page_state(PageState(url, url, aliases=("x",), status=f"seen {len(seen)}"))
    seen.append(list(store.page_states()))
    seen.append([(h.revision, h.valid_from, h.valid_to, h.changes) for h in store.history("sst-rygestop-vejle")])
    seen.append([(p.change.kind, p.state, p.diff) for p in proposals(store)])
    seen.append([(e.who, e.action, e.subject) for e in audit_log(store)])
    seen.append([(v.version, v.restores, v.counts) for v in store.versions()])
    seen.append(store.redirect("sst-rygestop-viborg"))
    return seen


def test_postgresql_answers_as_sqlite_does(address: str, tmp_path: Path) -> None:
    with Store.open(Settings(data=tmp_path / "lite"), write=True) as store:
        expected = live(store)
    shared = Settings(data=tmp_path / "pg", database_url=address)
    with Store.open(shared, write=True) as store:
        assert live(store) == expected
        assert verify_corpus(store) == []
    with Store.open(shared) as store:
        assert [(r.record_id, r.values) for r in store.records()] == [(i, v) for i, v, *_ in expected[5]]


def test_two_machines_do_not_write_one_database(address: str, tmp_path: Path) -> None:
    one = Settings(data=tmp_path / "one", database_url=address)
    other = Settings(data=tmp_path / "other", database_url=address)
    with Store.open(one, write=True):
        with pytest.raises(BusyError, match="another machine"):
            Store.open(other, write=True)
        Store.open(other).close()
    Store.open(other, write=True).close()


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    nowhere = Settings(data=tmp_path, database_url=f"postgresql://nobody@/nothing?host={tmp_path}")
    for write in (False, True):
        with pytest.raises(CorpusError, match="cannot use the database"):
            Store.open(nowhere, write=write)

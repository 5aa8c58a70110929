from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from corpus import database
from corpus.errors import CorpusError, NoCorpusError, SchemaError
from corpus.schema import HEAD, metadata
from corpus.settings import Settings
from corpus.starter import load_starter
from corpus.store import Store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def set_revision(settings: Settings, revision: str) -> None:
    with closing(sqlite3.connect(settings.data / "corpus.sqlite")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def test_the_migrations_make_the_tables_of_the_schema(settings: Settings) -> None:
    with Store.open(settings, write=True) as store, store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_head_is_the_newest_migration() -> None:
    assert database.known_revisions()[-1] == HEAD


@pytest.mark.parametrize("write", [False, True])
def test_a_newer_schema_is_left_alone(settings: Settings, write: bool) -> None:
    Store.open(settings, write=True).close()
    set_revision(settings, "9999")
    with pytest.raises(SchemaError, match="newer release") as caught:
        Store.open(settings, write=write)
    assert "newer release" in caught.value.remedy
    set_revision(settings, HEAD)
    Store.open(settings, write=True).close()  # nothing was changed, and no lock was left


def test_an_older_schema_is_read_by_nobody_and_upgraded_by_a_writer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last migration is undone by hand, as a folder of the release before would lack it."""
    with Store.open(settings, write=True) as store:
        load_starter(store)
    older = "0000"
    set_revision(settings, older)
    with closing(sqlite3.connect(settings.data / "corpus.sqlite")) as connection, connection:
        for table in ("moves", "redirects"):
            connection.execute(f"DROP TABLE {table}")
    monkeypatch.setattr(database, "known_revisions", lambda: [older, HEAD])
    upgrades: list[str | None] = []

    def upgrade(engine: sa.Engine) -> None:
        with engine.connect() as connection:
            upgrades.append(database.stored_revision(connection))
        metadata.create_all(engine)
        set_revision(settings, HEAD)

    monkeypatch.setattr(database, "_upgrade", upgrade)
    with pytest.raises(SchemaError, match="older release") as caught:
        Store.open(settings)
    assert caught.value.remedy == "Run `puljespor doctor --upgrade`."
    assert upgrades == []

    with Store.open(settings, write=True) as store:
        assert len(list(store.records())) == 161
    assert upgrades == [older]
    (copy,) = settings.data.glob("corpus.sqlite.schema-0000.*.bak")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (older,)
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (161,)
    with Store.open(settings) as store:
        assert store.current_version() == 1


def test_a_database_without_tables_is_no_corpus(settings: Settings) -> None:
    sqlite3.connect(settings.data / "corpus.sqlite").close()
    (settings.data / "corpus.sqlite").touch()
    with pytest.raises(NoCorpusError, match="puljespor demo"):
        Store.open(settings)


def test_another_database_by_address(settings: Settings, tmp_path: Path) -> None:
    elsewhere = Settings(data=tmp_path / "data", database_url=f"sqlite:///{tmp_path / 'other.sqlite'}")
    with Store.open(elsewhere, write=True) as store:
        load_starter(store)
    assert (tmp_path / "other.sqlite").is_file()
    assert not (tmp_path / "data" / "corpus.sqlite").exists()
    with Store.open(elsewhere) as store:
        assert store.current_version() == 1


@pytest.mark.parametrize("url", ["not an address", "nosuchdatabase://x/y"])
def test_an_address_that_is_none(tmp_path: Path, url: str) -> None:
    with pytest.raises(CorpusError, match="database"):
        Store.open(Settings(data=tmp_path, database_url=url), write=True)
    Store.open(Settings(data=tmp_path), write=True).close()  # the lock was given back


_KILLED = """
import os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from corpus import database
from corpus.settings import Settings
from corpus.store import Store

connect = database._connect

def connect_and_kill(url, *, write):
    engine = connect(url, write=write)

    @sa.event.listens_for(engine, "before_cursor_execute")
    def count(conn, cursor, statement, parameters, context, executemany):
        if statement.strip().startswith("CREATE TABLE revisions"):
            os.kill(os.getpid(), signal.SIGKILL)

    return engine

database._connect = connect_and_kill
Store.open(Settings(data=Path(sys.argv[1])), write=True)
"""


def test_a_first_writer_killed_while_it_makes_the_tables_leaves_none(settings: Settings) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, str(settings.data)], check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(settings.data / "corpus.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with Store.open(settings, write=True) as store:
        load_starter(store)
        assert store.current_version() == 1


def test_a_folder_that_nobody_may_write_is_read(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(settings, write=True) as store:
        load_starter(store)
        expected = [record.record_id for record in store.records()]
    path = settings.data / "corpus.sqlite"
    assert not path.with_name("corpus.sqlite-wal").exists()
    monkeypatch.setattr(
        "corpus.database.os.access", lambda *_: False
    )  # the tests may run as a user who may write anything
    with Store.open(settings) as store:
        assert [record.record_id for record in store.records()] == expected
        assert "immutable" in str(store.engine.url)
    assert sorted(p.name for p in settings.data.glob("corpus.sqlite*")) == ["corpus.sqlite"]

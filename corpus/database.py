"""The database behind the store: opening it, its locks and durability, and bringing its tables up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from corpus.disk import FULL_REMEDY, is_full
from corpus.errors import CorpusError, NoCorpusError, SchemaError
from corpus.schema import HEAD

BUSY_TIMEOUT_S = 30
"""How long a statement waits for SQLite's own lock; only checkpoints and upgrades ever hold it long."""

WRITES = "puljespor_writes"
"""Execution option of connections whose transactions write."""


def now() -> str:
    """Give the time in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sqlite_path(url: str) -> Path | None:
    """Give the file of an SQLite URL; `None` for other databases and for one in memory."""
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def open_database(url: str, *, write: bool) -> Engine:
    """Connect, check the schema, and for writing create or upgrade it.

    Raises:
        NoCorpusError: there is no database to read.
        SchemaError: the tables are older (for reading) or newer than this release.
        CorpusError: the file is no database, is damaged, or cannot be opened.
    """
    path = sqlite_path(url)
    if path is not None and not write and not path.is_file():
        raise NoCorpusError(
            f"there is no corpus in {path.parent}.", remedy="Run `puljespor demo`, or `puljespor ingest TARGET`."
        )
    engine = _connect(url, write=write)
    try:
        with translated(path):
            _check_schema(engine, path, write=write)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Turn what the database driver raises into `CorpusError`, naming the file."""
    try:
        yield
    except sa.exc.DBAPIError as exc:
        name = str(path) if path else "the database"
        if path and is_full(path.parent):
            raise CorpusError(f"cannot use {name}: the disk is full.", remedy=FULL_REMEDY) from exc
        raise CorpusError(
            f"cannot use {name}: {exc.orig}.",
            remedy="If the file is damaged, put a backup in its place; `puljespor doctor` says what is wrong.",
        ) from exc


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as exc:
        raise CorpusError(
            "the setting database_url is no database address.", remedy="Give one like postgresql://user@host/name."
        ) from exc
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _connect(url: str, *, write: bool) -> Engine:
    parsed = _parse(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    arguments: dict[str, Any] = {"timeout": BUSY_TIMEOUT_S, "check_same_thread": False} if is_sqlite else {}
    path = sqlite_path(url)
    if path is not None and not write and _is_sealed(path):
        parsed = parsed.set(
            database=f"file:{quote(str(path.resolve()))}", query={"mode": "ro", "immutable": "1", "uri": "true"}
        )
    try:
        engine = sa.create_engine(parsed, connect_args=arguments)
    except (ImportError, sa.exc.NoSuchModuleError) as exc:
        raise CorpusError(
            f"there is no driver for the database {parsed.drivername}: {exc}.",
            remedy="For PostgreSQL: pip install psycopg[binary].",
        ) from exc
    if is_sqlite:
        _set_up_sqlite(engine, write=write)
    return engine


def _is_sealed(path: Path) -> bool:
    """Say whether nobody here can write a database: then SQLite cannot make the files by which readers share a log."""
    return not os.access(path.parent, os.W_OK) and not _has_log(path)


def _has_log(path: Path) -> bool:
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except FileNotFoundError:  # SQLite removes it with the last connection, which may be just now
        return False


def _set_up_sqlite(engine: Engine, *, write: bool) -> None:
    """Let readers and one writer work side by side, and let a transaction begin where we say."""

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # or the driver begins transactions by rules of its own
        cursor = connection.cursor()
        if write:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=NORMAL")  # in WAL: never corrupt, whatever is killed
            cursor.execute("PRAGMA secure_delete=ON")  # what is removed is overwritten, not only unlinked
        else:
            cursor.execute("PRAGMA query_only=ON")
        cursor.execute("PRAGMA cache_size=-32000")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # a transaction that is to write takes its turn at once; one that began by reading could not go on to write
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def stored_revision(connection: Connection) -> str | None:
    """Give the schema revision of a database; `None` for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def known_revisions() -> list[str]:
    """Give the revisions that this release knows, oldest first."""
    names = (file.name for file in files("corpus.migrations.versions").iterdir())
    return sorted(name[1:5] for name in names if name.startswith("m") and name.endswith(".py"))


def _check_schema(engine: Engine, path: Path | None, *, write: bool) -> None:
    with engine.connect() as connection:
        revision = stored_revision(connection)
    if revision == HEAD:
        return
    where = path.parent if path else "the database"
    if revision is not None and revision not in known_revisions():
        raise SchemaError(
            f"{where} was written by a newer release (schema {revision}, this one knows {HEAD}).",
            remedy="Install the newer release of Puljespor.",
        )
    if not write:
        if revision is None:
            raise NoCorpusError(f"there is no corpus in {where}.", remedy="Run `puljespor demo`.")
        raise SchemaError(
            f"{where} was written by an older release (schema {revision}, this one needs {HEAD}).",
            remedy="Run `puljespor doctor --upgrade`.",
        )
    if revision is not None and path is not None:
        back_up(path, revision)
    _upgrade(engine)


def back_up(path: Path, revision: str) -> Path:
    """Copy an SQLite database beside itself, whole even while it is read, and give the copy's path."""
    target = path.with_name(f"{path.name}.schema-{revision}.{datetime.now(UTC):%Y%m%dT%H%M%S}.bak")
    partial = target.with_name(target.name + ".part")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as copy:
        source.backup(copy)
    partial.replace(target)
    return target


def _upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, in one transaction."""
    from alembic import command  # 0.2 s, and only a first or an upgraded folder needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "corpus:migrations")
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

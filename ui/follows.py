"""Who follows what by mail: a small database of its own in the data folder, since it holds addresses of people.

Nothing else is kept of a follower than the address, what is followed, and what was last told. An address that is not
confirmed goes after two days; stopping deletes the row. Of the link that confirms only a hash is kept; the link that
stops is made of a key that lies beside the database, so that it can stand in every mail and is nowhere stored.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NotFoundError, QueryError

CONFIRM_S = 48 * 3600
MOST_A_DAY = 5  # mails that ask one address to confirm: nobody's box is filled by others
_MOST_FOLLOWS = 50  # of one address
_DAY_S = 24 * 3600
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_TABLE = """
CREATE TABLE IF NOT EXISTS follows (
    follow_id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    language TEXT NOT NULL,
    asked_at REAL NOT NULL,
    confirm_hash TEXT,
    dropped TEXT NOT NULL DEFAULT '[]',
    told_until TEXT NOT NULL DEFAULT '',
    has_results INTEGER NOT NULL DEFAULT 0
)
"""


@dataclass(frozen=True, slots=True)
class Follow:
    """One thing that one address follows."""

    follow_id: str
    email: str
    kind: str  # "search": `what` is the query string of its address; "record": its id
    what: str
    language: str
    dropped: tuple[str, ...]  # record ids that are not to be told of
    told_until: str  # ISO 8601 time of the newest change that was told, or that stood when following began
    has_results: bool  # of a followed record, when last told


class Follows:
    """The followers of one data folder; each call is one transaction, so any number of processes may use it."""

    def __init__(self, data: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._path = data / "follows.sqlite"
        self._key_path = data / "follows.key"
        self._clock = clock

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        is_new = not self._path.exists()
        with closing(sqlite3.connect(self._path, timeout=20)) as connection, connection:
            if is_new:
                self._path.chmod(0o600)
            connection.execute(_TABLE)
            connection.row_factory = sqlite3.Row
            yield connection

    def ask(self, email: str, kind: str, what: str, language: str, *, told_until: str, has_results: bool) -> str | None:
        """Note that an address wants to follow something, and give the token by which it confirms.

        None is given where nothing is to be sent: the address follows it already, or has been asked enough today.

        Raises:
            QueryError: this is no mail address.
        """
        email = checked_address(email)
        now = self._clock()
        with self._open() as connection:
            connection.execute(
                "DELETE FROM follows WHERE confirm_hash IS NOT NULL AND asked_at < ?", (now - CONFIRM_S,)
            )
            mine = connection.execute("SELECT * FROM follows WHERE email = ?", (email,)).fetchall()
            asked = sum(row["confirm_hash"] is not None and row["asked_at"] > now - _DAY_S for row in mine)
            is_known = any(row["kind"] == kind and row["what"] == what and not row["confirm_hash"] for row in mine)
            if is_known or asked >= MOST_A_DAY or len(mine) >= _MOST_FOLLOWS:
                return None
            token = secrets.token_urlsafe(24)
            connection.execute(
                "INSERT INTO follows (follow_id, email, kind, what, language, asked_at, confirm_hash, told_until, "
                "has_results) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (secrets.token_hex(8), email, kind, what, language, now, _hashed(token), told_until, int(has_results)),
            )
            return token

    def confirm(self, token: str) -> Follow:
        """Begin to follow what a token was given for.

        Raises:
            NotFoundError: the token is wrong, used or too old.
        """
        with self._open() as connection:
            row = connection.execute(
                "SELECT * FROM follows WHERE confirm_hash = ? AND asked_at >= ?",
                (_hashed(token), self._clock() - CONFIRM_S),
            ).fetchone()
            if row is None:
                raise NotFoundError("this link has been used, or is too old.", remedy="Ask to follow it again.")
            connection.execute("UPDATE follows SET confirm_hash = NULL WHERE follow_id = ?", (row["follow_id"],))
            return _follow(row)

    def confirmed(self) -> list[Follow]:
        """Give everything that is followed."""
        if not self._path.exists():
            return []
        with self._open() as connection:
            rows = connection.execute("SELECT * FROM follows WHERE confirm_hash IS NULL ORDER BY asked_at, follow_id")
            return [_follow(row) for row in rows]

    def find(self, follow_id: str, stop_token: str) -> Follow:
        """Give what a link to stop stands for.

        Raises:
            NotFoundError: the link is wrong, or it is stopped already.
        """
        is_right = hmac.compare_digest(self.stop_token(follow_id), stop_token)
        with self._open() as connection:
            row = connection.execute("SELECT * FROM follows WHERE follow_id = ?", (follow_id,)).fetchone()
        if row is None or not is_right:
            raise NotFoundError("nothing is followed by this link.", remedy="It may have been stopped already.")
        return _follow(row)

    def stop(self, follow: Follow) -> None:
        """Forget that something is followed, and the address with it."""
        with self._open() as connection:
            connection.execute("DELETE FROM follows WHERE follow_id = ?", (follow.follow_id,))

    def drop(self, follow: Follow, record_id: str) -> None:
        """Tell no more of one record in a followed search."""
        dropped = json.dumps(sorted({*follow.dropped, record_id}))
        with self._open() as connection:
            connection.execute("UPDATE follows SET dropped = ? WHERE follow_id = ?", (dropped, follow.follow_id))

    def told(self, follow: Follow, until: str, *, has_results: bool) -> None:
        """Note up to when a follower has been told."""
        with self._open() as connection:
            connection.execute(
                "UPDATE follows SET told_until = ?, has_results = ? WHERE follow_id = ?",
                (until, int(has_results), follow.follow_id),
            )

    def stop_token(self, follow_id: str) -> str:
        """Give the token that stops one follow, the same for ever."""
        return hmac.new(self._key(), follow_id.encode(), hashlib.sha256).hexdigest()[:40]

    def _key(self) -> bytes:
        try:
            return self._key_path.read_bytes()
        except FileNotFoundError:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            try:
                with os.fdopen(os.open(self._key_path, flags, 0o600), "wb") as file:
                    file.write(secrets.token_bytes(32))
            except FileExistsError:
                pass  # another process was first
            return self._key_path.read_bytes()


def checked_address(email: str) -> str:
    """Give a mail address without the spaces around it.

    Raises:
        QueryError: it is none; what was written is not repeated.
    """
    email = email.strip()
    if len(email) > 254 or not _ADDRESS.fullmatch(email):
        raise QueryError("this is no mail address.", remedy="Write it as name@example.dk.")
    return email


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _follow(row: sqlite3.Row) -> Follow:
    names = ("follow_id", "email", "kind", "what", "language", "told_until")
    return Follow(
        **{name: row[name] for name in names},
        dropped=tuple(json.loads(row["dropped"])),
        has_results=bool(row["has_results"]),
    )

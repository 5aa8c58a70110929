"""Accounts of the staff: names, Argon2 hashes and roles in the data folder; sessions and lock-out in memory."""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import ActError, CorpusError, NotFoundError

ACCOUNTS_NAME = "accounts.json"
SHORTEST_PASSWORD = 12
SESSION_S = 8 * 3600  # a working day
IDLE_S = 2 * 3600  # without a request: a lunch and a meeting, but not an evening
LOCK_AFTER, LOCK_S = 5, 15 * 60  # wrong passwords in a row, and how long the name is then closed
_MOST_FAILURES = 10_000  # names remembered for their wrong passwords
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class Role(IntEnum):
    """What an account may do; each role may do what those below it may."""

    READER = 1  # see the queue, the reports and the log
    EDITOR = 2  # run, decide, correct, upload, publish
    ADMINISTRATOR = 3  # undo a version, remove a document, let a worse index serve


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in."""

    name: str
    role: Role
    csrf: str  # stands in every form, and must come back with it
    expires_at: float  # of the clock, whatever is done
    id_token: str = ""  # of an OpenID Connect provider; empty for a local account

    @property
    def is_local(self) -> bool:
        """Say whether it is a local account."""
        return not self.id_token


@dataclass(frozen=True, slots=True)
class Note:
    """What an act came to, shown once on the next page."""

    text: str
    is_problem: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)  # of a form that was refused, to stand in it again


class Accounts:
    """The accounts of one data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / ACCOUNTS_NAME
        self._hasher = PasswordHasher()

    def add(self, name: str, password: str, role: Role) -> None:
        """Add an account, or give one a new password and role.

        Raises:
            ActError: the name or the password will not do.
        """
        if not _NAME.fullmatch(name):
            raise ActError(f"{name[:40]!r} is no account name.", remedy="Use a-z, 0-9, dot and dash, 2-40 signs.")
        if len(password) < SHORTEST_PASSWORD:
            raise ActError("the password is too short.", remedy=f"Use at least {SHORTEST_PASSWORD} characters.")
        self._write(self._read() | {name: {"hash": self._hasher.hash(password), "role": role.name.lower()}})

    def remove(self, name: str) -> None:
        """Remove an account; its sessions end with their next request.

        Raises:
            NotFoundError: there is none of this name.
        """
        accounts = self._read()
        if name not in accounts:
            raise NotFoundError(f"there is no account {name[:40]!r}.", remedy="`puljespor account --list` shows them.")
        self._write({known: account for known, account in accounts.items() if known != name})

    def all(self) -> dict[str, Role]:
        """Give the role of every account, by name."""
        return {name: Role[account["role"].upper()] for name, account in sorted(self._read().items())}

    def check(self, name: str, password: str) -> Role | None:
        """Give the role of an account whose password this is, or none; an unknown name takes as long to refuse."""
        account = self._read().get(name)
        stored = account["hash"] if account else self._decoy()
        try:
            self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return None
        return Role[account["role"].upper()] if account else None

    def _decoy(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe(12))

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            body: dict[str, dict[str, str]] = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as exc:
            raise CorpusError(f"cannot read {self._path}: {exc}.", remedy="Restore it, or remove it.") from exc
        return body

    def _write(self, accounts: Mapping[str, Mapping[str, str]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        work = self._path.with_suffix(f".{os.getpid()}.tmp")
        work.touch(mode=0o600)
        work.write_text(json.dumps(accounts, indent=1), "utf-8")
        work.replace(self._path)


@dataclass
class _Failures:
    n: int = 0
    locked_until: float = 0.0


@dataclass
class Sessions:
    """Who is signed in; gone when the server stops."""

    accounts: Accounts
    clock: Callable[[], float] = time.monotonic
    _sessions: dict[str, Session] = field(default_factory=dict)
    _seen: dict[str, float] = field(default_factory=dict)  # token -> when it was last used
    _failures: dict[str, _Failures] = field(default_factory=dict)
    _notes: dict[str, Note] = field(default_factory=dict)  # token -> what its last act came to
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sign_in(self, name: str, password: str) -> str | None:
        """Give a new session's token, or none where name and password do not fit or the name is closed for a while."""
        with self._lock:
            failures = self._failures.setdefault(name[:40], _Failures())
            if failures.locked_until > self.clock():
                return None
        role = self.accounts.check(name, password)
        with self._lock:
            if role is None:
                failures.n += 1
                if failures.n >= LOCK_AFTER:
                    failures.n, failures.locked_until = 0, self.clock() + LOCK_S
                while len(self._failures) > _MOST_FAILURES:  # guessed names; the oldest is forgotten first
                    self._failures.pop(next(iter(self._failures)))
                return None
            self._failures.pop(name[:40], None)
        return self.open(name, role)

    def open(self, name: str, role: Role, *, id_token: str = "") -> str:
        """Give the token of a new session of somebody who has proven who they are."""
        with self._lock:
            now = self.clock()
            for token in [token for token in self._sessions if not self._holds(token, now)]:
                self._drop(token)
            token = secrets.token_urlsafe(32)
            self._sessions[token] = Session(name, role, secrets.token_urlsafe(24), now + SESSION_S, id_token)
            self._seen[token] = now
            return token

    def find(self, token: str | None) -> Session | None:
        """Give the session of a token that has not expired, with the role that its account has now."""
        with self._lock:
            now = self.clock()
            if not token or not self._holds(token, now):
                self._drop(token or "")
                return None
            session = self._sessions[token]
            self._seen[token] = now
        if not session.is_local:
            return session
        role = self.accounts.all().get(session.name)
        if role is None:  # the account was removed
            self.sign_out(token)
            return None
        return replace(session, role=role)

    def _holds(self, token: str, now: float) -> bool:
        session = self._sessions.get(token)
        return session is not None and session.expires_at > now and self._seen[token] + IDLE_S > now

    def _drop(self, token: str) -> None:
        for kept in (self._sessions, self._seen, self._notes):
            kept.pop(token, None)

    def leave_note(self, token: str | None, note: Note) -> None:
        """Keep what an act came to, to be shown once on the next page."""
        with self._lock:
            if token in self._sessions:
                self._notes[str(token)] = replace(note, text=note.text[:1000])

    def take_note(self, token: str | None) -> Note | None:
        """Give the kept note, once."""
        with self._lock:
            return self._notes.pop(token or "", None)

    def sign_out(self, token: str | None) -> None:
        """End a session."""
        with self._lock:
            self._drop(token or "")

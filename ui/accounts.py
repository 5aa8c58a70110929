"""Accounts of the staff: names, Argon2 hashes and roles in the data folder; sessions and lock-out in memory."""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import CorpusError

ACCOUNTS_NAME = "accounts.json"
SHORTEST_PASSWORD = 12
SESSION_S = 8 * 3600  # a working day
LOCK_AFTER, LOCK_S = 5, 15 * 60  # wrong passwords in a row, and how long the name is then closed
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class Role(IntEnum):
    """What an account may do; each role may do what those below it may."""

    READER = 1  # see the queue and the log
    EDITOR = 2  # decide, correct, publish
    ADMINISTRATOR = 3  # undo a version


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in."""

    name: str
    role: Role
    csrf: str  # stands in every form, and must come back with it
    expires_at: float  # of time.monotonic()


class Accounts:
    """The accounts of one data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / ACCOUNTS_NAME
        self._hasher = PasswordHasher()

    def add(self, name: str, password: str, role: Role) -> None:
        """Add an account, or give one a new password and role.

        Raises:
            CorpusError: the name or the password will not do.
        """
        if not _NAME.fullmatch(name):
            raise CorpusError(f"{name[:40]!r} is no account name.", remedy="Use a-z, 0-9, dot and dash, 2-40 signs.")
        if len(password) < SHORTEST_PASSWORD:
            raise CorpusError("the password is too short.", remedy=f"Use at least {SHORTEST_PASSWORD} characters.")
        accounts = self._read() | {name: {"hash": self._hasher.hash(password), "role": role.name.lower()}}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        work = self._path.with_suffix(f".{os.getpid()}.tmp")
        work.touch(mode=0o600)
        work.write_text(json.dumps(accounts, indent=1), "utf-8")
        work.replace(self._path)

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


@dataclass
class _Failures:
    n: int = 0
    locked_until: float = 0.0


@dataclass
class Sessions:
    """Who is signed in; gone when the server stops."""

    accounts: Accounts
    _sessions: dict[str, Session] = field(default_factory=dict)
    _failures: dict[str, _Failures] = field(default_factory=dict)
    _messages: dict[str, str] = field(default_factory=dict)  # token -> what its last act came to
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sign_in(self, name: str, password: str) -> str | None:
        """Give a new session's token, or none where name and password do not fit or the name is closed for a while."""
        now = time.monotonic()
        with self._lock:
            failures = self._failures.setdefault(name[:40], _Failures())
            if failures.locked_until > now:
                return None
        role = self.accounts.check(name, password)
        with self._lock:
            if role is None:
                failures.n += 1
                if failures.n >= LOCK_AFTER:
                    failures.n, failures.locked_until = 0, now + LOCK_S
                return None
            self._failures.pop(name[:40], None)
            self._sessions = {t: s for t, s in self._sessions.items() if s.expires_at > now}
            token = secrets.token_urlsafe(32)
            self._sessions[token] = Session(name, role, secrets.token_urlsafe(24), now + SESSION_S)
            return token

    def find(self, token: str | None) -> Session | None:
        """Give the session of a token that has not expired."""
        with self._lock:
            session = self._sessions.get(token or "")
            return session if session and session.expires_at > time.monotonic() else None

    def leave_message(self, token: str | None, message: str) -> None:
        """Keep what an act came to, to be shown once on the next page."""
        with self._lock:
            if token in self._sessions:
                self._messages[str(token)] = message[:500]

    def take_message(self, token: str | None) -> str:
        """Give the kept message, once."""
        with self._lock:
            return self._messages.pop(token or "", "")

    def sign_out(self, token: str | None) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(token or "", None)
            self._messages.pop(token or "", None)

"""Gold of a labelled site: what a reader finds on its pages, as JSON lines that an evaluation reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.errors import CorpusError

UNSCORED = "*"
"""Value of a gold field that the pages leave open to judgement: neither finding nor missing it counts."""


@dataclass(frozen=True, slots=True)
class GoldProject:
    """One awarded undertaking and the documents that speak of it.

    `None` says that no page states the field, so that any value given for it is wrong.
    """

    id: str
    municipalities: tuple[str, ...]  # four-digit codes, no order
    documents: tuple[str, ...]  # URL paths, no order
    title: str | None = None  # None: no page gives it a name of its own
    pool: str | None = None
    pool_variants: tuple[str, ...] = ()  # other names of the pool that are as right
    amount_dkk: Any = None  # int, None or UNSCORED; likewise the next five
    year_awarded: Any = None
    period_from: Any = None  # ISO 8601 at the precision stated
    period_to: Any = None
    status: Any = "awarded"
    themes: Any = UNSCORED
    outcome: Any = "not_reported"
    is_optional: bool = False  # readers differ on whether it is an undertaking of its own


@dataclass(frozen=True, slots=True)
class GoldPool:
    """One grant programme or round of it."""

    id: str
    name: str
    variants: tuple[str, ...] = ()
    frames_dkk: tuple[int, ...] = ()
    applied_dkk: int | None = None
    n_applications: int | None = None
    stated_total_dkk: int | None = None  # only where a page prints a total that its rows contradict
    documents: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One page or file: what it is, and what must and must not be left of its text."""

    url: str  # URL path
    kinds: tuple[str, ...]  # the right kind first, then what may pass for right
    language: str | None = "da"
    last_updated: str | None = None  # None: the page states none
    statuses: tuple[str, ...] = ("ok", "partial")
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  # URL paths of the same page under other names; any of them will do


@dataclass(frozen=True, slots=True)
class GoldLeak:
    """Personal data planted on a page, that must appear nowhere."""

    text: str
    url: str
    what: str  # name, e-mail, telephone, cpr


@dataclass(frozen=True, slots=True)
class GoldDoubt:
    """Two projects that resemble each other so much that only staff can tell; never merged without being asked."""

    first: str
    second: str
    why: str


@dataclass(frozen=True, slots=True)
class Gold:
    """All that is known of one labelled site."""

    projects: tuple[GoldProject, ...] = ()
    pools: tuple[GoldPool, ...] = ()
    documents: tuple[GoldDocument, ...] = ()
    leaks: tuple[GoldLeak, ...] = ()
    doubts: tuple[GoldDoubt, ...] = field(default=())

    def own_paths(self) -> dict[str, str]:
        """Give the URL path that gold knows a page by, for each of its aliases."""
        return {alias: document.url for document in self.documents for alias in document.aliases}

    def paths_of(self, urls: Iterable[str]) -> list[str]:
        """Give the paths that gold knows pages by.

        A final slash counts only where gold has a page with it and another without: sites give other pages at both.
        """
        own = self.own_paths()
        named = {d.url for d in self.documents}
        for told_in in (*(p.documents for p in self.projects), *(p.documents for p in self.pools)):
            named.update(told_in)
        known = {path: path for path in sorted(named)} | own
        return [next((known[s] for s in _spellings(url) if s in known), url_path(url)) for url in urls]


def url_path(url: str) -> str:
    """Give a URL's path, decoded and without a final slash: what gold names a page by."""
    return unquote(urlsplit(url).path).rstrip("/") or "/"


def _spellings(url: str) -> Iterator[str]:
    """Give a URL's path as it is, then without its final slash, or with one."""
    path = unquote(urlsplit(url).path)
    yield path
    yield path.rstrip("/") if path.endswith("/") else path + "/"


_KINDS: dict[str, tuple[str, type[Any]]] = {
    "project": ("projects", GoldProject),
    "pool": ("pools", GoldPool),
    "document": ("documents", GoldDocument),
    "leak": ("leaks", GoldLeak),
    "doubt": ("doubts", GoldDoubt),
}


_PATHS = frozenset({"url", "documents", "aliases"})


def _decoded(value: Any) -> Any:
    """Give URL paths as they are compared, with a space for `%20`."""
    return [_decoded(item) for item in value] if isinstance(value, list) else value and unquote(value)


def read_gold(rows: Iterable[Mapping[str, Any]]) -> Gold:
    """Give the gold that these objects state; each names its `type`: project, pool, document, leak or doubt.

    Raises:
        CorpusError: a row has an unknown type or field, or an id or URL stands twice.
    """
    found: dict[str, list[Any]] = {name: [] for name, _ in _KINDS.values()}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        values = {name: _decoded(value) if name in _PATHS else value for name, value in row.items()}
        kind = values.pop("type", None)
        if kind not in _KINDS:
            raise CorpusError(f"gold row of unknown type {kind!r}.", remedy=f"Known types: {', '.join(_KINDS)}.")
        name, record = _KINDS[kind]
        unknown = set(values) - {f.name for f in fields(record)}
        if unknown:
            raise CorpusError(f"gold {kind} has unknown field {sorted(unknown)[0]!r}.")
        key = (kind, values.get("id") or values.get("url") or json.dumps(values, sort_keys=True))
        if key in seen and kind != "leak":
            raise CorpusError(f"gold {kind} {key[1]!r} stands twice.")
        seen.add(key)
        found[name].append(
            record(**{k: tuple(v) if isinstance(v, list) and k != "themes" else v for k, v in values.items()})
        )
    own = {alias: document.url for document in found["documents"] for alias in document.aliases}
    for name in ("projects", "pools"):
        found[name] = [
            replace(item, documents=tuple(dict.fromkeys(own.get(path, path) for path in item.documents)))
            for item in found[name]
        ]
    return Gold(**{name: tuple(items) for name, items in found.items()})


def load_gold(path: Path) -> Gold:
    """Read gold from a file of JSON lines.

    Raises:
        CorpusError: the file cannot be read, or a line is wrong.
    """
    try:
        return read_gold(json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, TypeError) as exc:
        raise CorpusError(f"cannot read gold {path}: {exc}.", remedy="Give a file of JSON lines.") from exc

"""A source's description: what its TOML file may say, checked, with the file and key in every error."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.errors import SourceError
from ingest.urls import UrlRules, canonical_host, canonical_url, site_of

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Politeness:
    """How gently a site is asked. The defaults are what a small municipal server does not notice."""

    delay_s: float = 1.0  # least time between the starts of two requests to one host
    concurrency: int = 2  # requests under way to one host
    timeout_s: float = 30.0  # one request from start to last byte
    min_bytes_per_s: int = 200  # slower than this for ten seconds is a server that drips
    max_wait_s: float = 120.0  # longest Retry-After or Crawl-delay waited for; past it the host is parked


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """Where a crawl stops although there is more."""

    max_pages: int = 2000
    max_depth: int = 8  # links from a start page
    max_minutes: float = 120.0
    max_page_bytes: int = 10_000_000  # decoded
    max_file_bytes: int = 60_000_000  # PDF and Word files; the largest report seen is 31 MB
    max_pages_per_pattern: int = 400  # pages of one template, numbers blanked; a calendar is endless
    max_query_pages_per_path: int = 60  # pages of one path that differ in parameters alone


@dataclass(frozen=True, slots=True)
class Expected:
    """How many projects a source gives: fewer than the least fails its run, more than the most is noted."""

    min_projects: int = 0
    max_projects: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One site, or a part of one, as data.

    `follow` and `never` are globs over path and query (`/da/puljer/*`; `*` takes slashes too, `?` one character),
    compared without regard to case; `never` wins. An empty `follow` takes the whole site. `documents_from` are
    further hosts that linked PDF and Word files are fetched from.
    """

    name: str
    title: str
    start: tuple[str, ...]
    sitemaps: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()  # besides the start pages' own
    documents_from: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    publish: str = "review"  # or "auto"
    full_refetch_days: float = 30.0  # unconditional at least this often, since validators lie
    politeness: Politeness = field(default_factory=Politeness)
    limits: CrawlLimits = field(default_factory=CrawlLimits)
    expected: Expected = field(default_factory=Expected)
    url_rules: UrlRules = field(default_factory=UrlRules)

    @property
    def sites(self) -> frozenset[str]:
        """Sites (host, and port if not a default one) whose pages belong to this source."""
        own = {site_of(url, self.url_rules) for url in (*self.start, *self.sitemaps)}
        return frozenset(own | {self._site(host) for host in self.hosts})

    @property
    def document_sites(self) -> frozenset[str]:
        """Sites that linked files may be fetched from."""
        return self.sites | {self._site(host) for host in self.documents_from}

    def _site(self, host: str) -> str:
        name, colon, port = host.partition(":")
        name = canonical_host(name)
        return self.url_rules.host_aliases.get(name, name) + colon + port

    def wants(self, url: str) -> bool:
        """Say whether the patterns take a page: followed, and not forbidden."""
        return not matches_any(url, self.never) and (not self.follow or matches_any(url, self.follow))

    def canonical(self, url: str) -> str:
        """Give the canonical form of a URL under this source's rules."""
        return canonical_url(url, self.url_rules)


def matches_any(url: str, patterns: Iterable[str]) -> bool:
    """Say whether a URL's path and query match one of some globs, without regard to case or percent-encoding."""
    parts = urlsplit(url)
    path = unquote((parts.path or "/") + (f"?{parts.query}" if parts.query else "")).lower()
    return any(fnmatch.fnmatchcase(path, unquote(pattern).lower()) for pattern in patterns)


def read_source(path: Path) -> Source:
    """Read one source's TOML file; its name is the file's name.

    Raises:
        SourceError: the file cannot be read, or a key or value in it is wrong; file, key and remedy are named.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise SourceError(f"cannot read the source {path}: {exc}.", remedy="Correct the file or remove it.") from exc
    if not _NAME.fullmatch(path.stem):
        raise SourceError(
            f"{path.name} is no name for a source.", remedy="Use lower-case letters, digits, - and _, a letter first."
        )
    return _build(path, raw)


def _build(path: Path, raw: Mapping[str, Any]) -> Source:
    values = dict(raw)
    urls = values.pop("urls", {})
    sections = {"politeness": Politeness, "limits": CrawlLimits, "expected": Expected}
    known = {f.name for f in fields(Source)} - {"name", "url_rules"} | {"urls"}
    _only_known(path, "", raw, known)
    for key in ("title", "start"):
        if not values.get(key):
            raise _wrong(path, key, "is missing", "Give the source a title and at least one start page.")
    built: dict[str, Any] = {}
    for section, kind in sections.items():
        built[section] = _section(path, section, values.pop(section, {}), kind)
    for key in ("start", "sitemaps", "hosts", "documents_from", "follow", "never"):
        built[key] = _strings(path, key, values.pop(key, []))
    for key, value in values.items():
        built[key] = _typed(path, key, value, str if key != "full_refetch_days" else float)
    source = Source(name=path.stem, url_rules=_url_rules(path, urls), **built)
    _check(path, source)
    return source


def _check(path: Path, source: Source) -> None:
    if source.publish not in ("auto", "review"):
        raise _wrong(path, "publish", f"is {source.publish!r}", 'Write "auto" or "review".')
    for key in ("start", "sitemaps"):
        for url in getattr(source, key):
            try:
                site_of(url)
            except ValueError as exc:
                raise _wrong(path, key, str(exc), "Write whole addresses, https://... .") from exc
    for key in ("follow", "never"):
        for pattern in getattr(source, key):
            if not pattern.startswith(("/", "*")):
                raise _wrong(path, key, f"has {pattern!r}", "A pattern starts with / or *.")
    least, most = source.expected.min_projects, source.expected.max_projects
    if most is not None and most < least:
        raise _wrong(path, "expected.max_projects", f"is under min_projects ({most} < {least})", "Raise it.")


def _url_rules(path: Path, urls: Any) -> UrlRules:
    if not isinstance(urls, dict):
        raise _wrong(path, "urls", "is no table", "Write [urls] with aliases and caseless.")
    _only_known(path, "urls.", urls, {"aliases", "caseless"})
    aliases = urls.get("aliases", {})
    if not isinstance(aliases, dict) or not all(isinstance(v, str) for v in aliases.values()):
        raise _wrong(path, "urls.aliases", "is no table of hosts", 'Write "other.dk" = "this.dk".')
    caseless = _strings(path, "urls.caseless", urls.get("caseless", []))
    return UrlRules(
        {canonical_host(a): canonical_host(b) for a, b in aliases.items()},
        frozenset(canonical_host(host) for host in caseless),
    )


def _section(path: Path, name: str, raw: Any, kind: type[Any]) -> Any:
    if not isinstance(raw, dict):
        raise _wrong(path, name, "is no table", f"Write [{name}] and its keys below.")
    known = {f.name: f for f in fields(kind)}
    _only_known(path, f"{name}.", raw, set(known))
    values: dict[str, Any] = {}
    for key, value in raw.items():
        default = known[key].default
        wanted = type(default) if default is not None and default is not MISSING else int
        values[key] = _typed(path, f"{name}.{key}", value, wanted)
        if values[key] < 0:
            raise _wrong(path, f"{name}.{key}", f"is {value}", "It may not be negative.")
    return replace(kind(), **values)


def _typed(path: Path, key: str, value: Any, wanted: type[Any]) -> Any:
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise _wrong(path, key, f"is {value!r}", f"It must be {'text' if wanted is str else 'a number'}.")
    return value


def _strings(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(path, key, f"is {value!r}", 'It must be a list of texts: ["...", "..."].')
    return tuple(value)


def _only_known(path: Path, prefix: str, raw: Mapping[str, Any], known: set[str]) -> None:
    for key in raw:
        if key not in known:
            raise _wrong(path, prefix + key, "is not known", f"Known keys: {', '.join(sorted(known))}.")


def _wrong(path: Path, key: str, problem: str, remedy: str) -> SourceError:
    line = _line_of(path, key)
    where = f"{path}, line {line}" if line else str(path)
    return SourceError(f"{where}: {key} {problem}.", remedy=remedy, source=path.stem)


def _line_of(path: Path, key: str) -> int | None:
    """Give the line on which a key, or `section.key`, is set; `None` where it is not."""
    section, _, name = key.rpartition(".")
    here = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if heading := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            here = heading[1]
            if here == key:
                return number
        elif here == section and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return number
    return None

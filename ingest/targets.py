"""Targets: what was asked for on the command line or page, told apart."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import FetchError, SourceError, TargetError
from corpus.settings import Settings
from ingest.addresses import AddressGuard
from ingest.crawl.scope import DOCUMENT_SUFFIXES, is_root
from ingest.sources import Source, find_source
from ingest.sources.catalogue import all_url_rules
from ingest.sources.description import CrawlLimits, Politeness

STARTER = "starter"
_LOCAL_CONCURRENCY = 8


@dataclass(frozen=True, slots=True)
class FileTargets:
    """Files and folders, taken together."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class StarterTarget:
    """The starter corpus."""


@dataclass(frozen=True, slots=True)
class CrawlTarget:
    """A source, or an address described as one."""

    source: Source


Target = FileTargets | StarterTarget | CrawlTarget


def resolve_targets(targets: Sequence[str], settings: Settings) -> list[Target]:
    """Tell targets apart, in order; neighbouring files and folders become one.

    Raises:
        TargetError: no source, address, file or folder of this name, or an address that may not be asked.
        SourceError: a source's description is wrong.
    """
    found: list[Target] = []
    for text in targets:
        target = _resolve(text, settings)
        if isinstance(target, FileTargets) and found and isinstance(found[-1], FileTargets):
            found[-1] = FileTargets(found[-1].paths + target.paths)
        else:
            found.append(target)
    return found


def _resolve(text: str, settings: Settings) -> Target:
    if text == STARTER:
        return StarterTarget()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        try:
            return CrawlTarget(source_for_url(text, settings))
        except FetchError as exc:
            raise TargetError(exc.args[0], url=exc.url, remedy=exc.remedy) from exc
    path = Path(text)
    if "/" not in text and "." not in text and not path.exists():
        try:
            return CrawlTarget(find_source(text, settings))
        except SourceError as exc:
            if "there is no source" not in str(exc):
                raise
            raise TargetError(f"{text!r} is no source, file or folder.", remedy=exc.remedy) from exc
    return FileTargets((path,))


def allow_named(settings: Settings, targets: Sequence[str]) -> Settings:
    """Give the settings with the private hosts and ports of these addresses allowed.

    For the command line alone: who types an address on this machine could ask for it in any other way as well. What
    comes from a web page must not pass through here. Redirects to other hosts and ports stay refused. A host that is
    public, or that this machine cannot resolve, needs no leave and gets none: it is asked as ever, through a proxy
    where there is one.
    """
    pairs = [pair for pair in settings.allow_addresses.split(",") if pair.strip()]
    for text in targets:
        if re.match(r"https?://", text, re.IGNORECASE):
            try:
                parts = urlsplit(text)
                port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
            except ValueError:
                continue  # the guard says what is wrong with it
            if parts.hostname and "@" not in parts.netloc and _is_private(text, parts.hostname, port):
                pairs.append(f"{parts.hostname}:{port}")
    return replace(settings, allow_addresses=",".join(dict.fromkeys(pairs)))


def _is_private(url: str, host: str, port: int) -> bool:
    """Say whether an address would be refused without leave: by its form, or by what its name resolves to."""
    guard = AddressGuard()
    try:
        guard.check_url(url)
    except FetchError:
        return True
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError:
        return False
    try:
        guard.check_resolved(url, host, port, found)
    except FetchError:
        return True
    return False


def source_for_url(url: str, settings: Settings) -> Source:
    """Describe an address as a source of its own: the page, what lies below its path, and the files it links.

    A front page means the whole site, with its sitemap; a sitemap means what it lists. A site that a source describes
    keeps what is known there of host names and spelling. A server on this machine is not waited for between requests.

    Raises:
        FetchError: the address may not be asked.
    """
    try:
        guard = AddressGuard.parse(settings.allow_addresses)
    except ValueError as exc:
        raise FetchError(f"{exc}.", remedy="Correct the setting allow_addresses.") from exc
    host, _ = guard.check_url(url)
    rules = all_url_rules(settings)
    parts = urlsplit(url)
    path = re.sub(r"(?:index|default)\.\w+$", "", parts.path, flags=re.IGNORECASE).rstrip("/")
    is_file = Path(path).suffix.lower() in DOCUMENT_SUFFIXES
    is_sitemap = parts.path.lower().endswith((".xml", ".xml.gz"))
    is_whole = is_root(url) or not path or is_sitemap
    base = f"{parts.scheme}://{parts.netloc}"
    if is_whole:
        follow: tuple[str, ...] = ()
    else:
        follow = (_literal(path),) if is_file else (_literal(path), _literal(path) + "/*", _literal(path) + "?*")
    return Source(
        name=f"web-{re.sub(r'[^a-z0-9]+', '-', host)}-{_short_hash(url)}",
        title=url,
        start=() if is_sitemap else (url,),
        sitemaps=(url,) if is_sitemap else (f"{base}/sitemap.xml",) if is_whole else (),
        follow=follow,
        politeness=Politeness(delay_s=0.0, concurrency=_LOCAL_CONCURRENCY) if _is_local(host) else Politeness(),
        limits=CrawlLimits(max_pages=1000, max_minutes=60.0),
        url_rules=rules,
    )


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _literal(path: str) -> str:
    """Give a path as a pattern that matches it alone."""
    return re.sub(r"([*?\[])", r"[\1]", path)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]

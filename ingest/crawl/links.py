"""What a page tells the crawler: its links, canonical address, robots directives, refresh, and a print of its text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree

from ingest.guard_cpr import address_holds_cpr

MAX_LINKS = 2000  # a real list page has some hundred; a link farm is cut here
_REFRESH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[;,]?\s*(?:url\s*=\s*)?['\"]?([^'\"]*)['\"]?\s*", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg"})
_UNSEEN_SCHEMES = re.compile(r"\s*(?:mailto|tel|javascript|data|sms|whatsapp|blob|about):", re.IGNORECASE)
_WHAT_IS_MISSING = re.compile(
    r"side[nr]? (?:(?:du|som) [\w ]{3,30})?(?:findes|eksisterer) (?:desv.rre )?ikke"
    r"|side[nr]? (?:(?:er|blev|kunne|kan) )?(?:desv.rre )?ikke (?:blive )?(?:fundet|findes)"
    r"|ikke (?:at )?finde (?:den )?side|findes ikke l.ngere"
    r"|er (?:blevet )?(?:flyttet eller slettet|slettet eller flyttet)|page (?:was |could )?not (?:be )?found"
    r"|page (?:does not|doesn.t) exist|(?:fejl|error|http)[ -]?404\b|\b404[ -](?:fejl|error|not found|siden)|^404$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the crawler reads off an HTML page. URLs are absolute, as written otherwise."""

    links: tuple[str, ...] = ()
    canonical: str | None = None
    refresh: str | None = None
    robots: frozenset[str] = frozenset()
    title: str = ""
    fingerprint: str = ""  # hash of the visible text without digits: equal for pages that only count further
    n_chars: int = 0  # of visible text
    says_missing: bool = False  # its title or short text says that there is no such page
    asks_login: bool = False


@dataclass(slots=True)
class _Reader:
    """A parser target: no tree is built, so depth and size of the page do not matter."""

    links: list[str] = field(default_factory=list)
    base: str = ""
    canonical: str = ""
    refresh: str = ""
    robots: set[str] = field(default_factory=set)
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    n_chars: int = 0
    n_silent: int = 0
    in_title: bool = False
    has_password: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _SILENT:
            self.n_silent += 1
        elif tag == "title":
            self.in_title = True
        elif tag in ("a", "area"):
            self._link(attributes)
        elif tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href", "")
        elif tag == "meta":
            self._meta(attributes)
        elif tag == "input" and attributes.get("type", "").lower() == "password":
            self.has_password = True
        elif tag in ("iframe", "frame") and attributes.get("src"):
            self.links.append(attributes["src"])

    def _link(self, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href", "").strip()
        rel = attributes.get("rel", "").lower().split()
        if href and "nofollow" not in rel and len(self.links) < MAX_LINKS and not _UNSEEN_SCHEMES.match(href):
            self.links.append(href)

    def _meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content", "")
        if attributes.get("name", "").lower() in ("robots", "puljespor"):
            self.robots.update(_directives(content))
        elif attributes.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.fullmatch(content)):
            self.refresh = self.refresh or match.group(2).strip()

    def end(self, tag: str) -> None:
        if tag in _SILENT:
            self.n_silent = max(0, self.n_silent - 1)
        elif tag == "title":
            self.in_title = False

    def data(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            data = data.decode("utf-8", "replace")
        if self.in_title:
            self.title.append(data)
        elif not self.n_silent:
            self.text.append(data)
            self.n_chars += len(data.strip())

    def comment(self, text: str | bytes) -> None:
        pass

    def close(self) -> _Reader:
        return self


def read_page(body: bytes, url: str, content_type: str = "") -> PageFacts:
    """Read an HTML page's links and directives. Never fails: what cannot be read is left out."""
    reader = _Reader()
    # lxml-stubs asks for bytes where lxml gives text
    parser = etree.HTMLParser(target=reader, huge_tree=True, encoding="utf-8")  # type: ignore[arg-type]
    try:
        parser.feed(_decode(body, content_type).encode("utf-8", "replace"))
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        return PageFacts()
    base = _join(url, reader.base) or url
    # an address with a number of a person in it is neither asked for nor remembered
    joined = (link for href in reader.links if (link := _join(base, href)))
    links = dict.fromkeys(link for link in joined if not address_holds_cpr(link))
    title = " ".join("".join(reader.title).split())[:300]
    text = " ".join(" ".join(reader.text).split())
    return PageFacts(
        links=() if "nofollow" in reader.robots or "none" in reader.robots else tuple(links),
        canonical=_named(base, reader.canonical),
        refresh=_named(base, reader.refresh),
        robots=frozenset(reader.robots),
        title=title,
        fingerprint=fingerprint(f"{title}\n{text}"),
        n_chars=len(text),
        says_missing=bool(_WHAT_IS_MISSING.search(title) or (len(text) < 600 and _WHAT_IS_MISSING.search(text))),
        asks_login=reader.has_password and len(text) < 600,
    )


def fingerprint(text: str) -> str:
    """Give a hash of a text without its digits and spacing."""
    return hashlib.sha256(re.sub(r"[\d\W_]+", " ", text.casefold()).encode()).hexdigest()[:16]


def header_directives(value: str) -> frozenset[str]:
    """Give the robots directives of an X-Robots-Tag header that concern us (`agent:` prefixes of others skipped)."""
    found: set[str] = set()
    agent = ""
    for part in value.lower().split(","):
        name, colon, rest = part.strip().partition(":")
        if colon and name not in ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"):
            agent, part = name.strip(), rest
        if agent in ("", "*", "puljespor"):
            found |= _directives(part)
    return frozenset(found)


def _directives(text: str) -> set[str]:
    return {word.strip().lower() for word in text.split(",") if word.strip()}


def _named(base: str, href: str) -> str | None:
    url = _join(base, href) if href else None
    return None if url is None or address_holds_cpr(url) else url


def _join(base: str, href: str) -> str | None:
    try:
        # Browsers drop tabs and line breaks inside an address, and so must what is compared with robots.txt.
        return urljoin(base, re.sub(r"[\t\r\n]", "", href.strip()))
    except ValueError:
        return None


def _decode(body: bytes, content_type: str) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    match = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(body[:2048])
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        name = match.group(1).decode() if match else "cp1252"
        if name.lower().replace("_", "-") in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "utf-7", "utf7"):
            name = "cp1252"  # what the label means on the web; UTF-7 is never honoured
        try:
            return body.decode(name, "replace")
        except LookupError:
            return body.decode("cp1252", "replace")

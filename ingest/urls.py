"""Canonical URLs: one spelling for each page, however it was linked.

The canonical URL is an identity, not an address: pages are fetched at the URL as linked. Two spellings that the web
treats as one page get one canonical URL; two that may be different pages never do.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlsplit

import idna

DEFAULT_PORTS = {"http": 80, "https": 443}

# Campaign and click identifiers: they say where a visitor came from, never which page is shown.
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|ms|y|dc|tt|tw|wbra|gbra|li_fat_)cl?id|fbclid|gclid|gclsrc|igshid|mc_[ce]id|mkt_tok|_hs(?:enc|mi)"
    r"|_ga|_gl|mtm_\w+|pk_\w+|piwik_\w+|at_(?:medium|campaign)|sc_campaign|cmpid|ref_src",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"(?:j|php|asp\.?net_?|cf)?-?sess(?:ion)?[-_]?id|phpsessid|aspsessionid\w*|cftoken|cfid", re.IGNORECASE
)
# `sid` may be a page number ("side-id"); only a value that looks minted is a session.
_MINTED = re.compile(r"(?=.*[a-f])[0-9a-f]{8,}|[0-9a-z]{20,}", re.IGNORECASE)
_PATH_PARAMETER_SESSION = re.compile(r";(?:j?sessionid|sid|phpsessid)=[^/;?]*", re.IGNORECASE)
_INDEX_PAGE = re.compile(r"/(?:index|default|forside)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"
_QUERY_SAFE = "/:@!$'()*+,;-._~%?"
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


@dataclass(frozen=True, slots=True)
class UrlRules:
    """What sources know about their own URLs.

    `host_aliases` maps a host without `www.` to the host that stands for it; `caseless_hosts` are hosts (after that
    mapping) whose server takes any spelling of upper and lower case in a path.
    """

    host_aliases: Mapping[str, str] = field(default_factory=dict)
    caseless_hosts: frozenset[str] = frozenset()

    def merged(self, other: UrlRules) -> UrlRules:
        """Give the union of two sets of rules; `other` wins where both name a host."""
        return UrlRules({**self.host_aliases, **other.host_aliases}, self.caseless_hosts | other.caseless_hosts)


NO_RULES = UrlRules()


def canonical_url(url: str, rules: UrlRules = NO_RULES) -> str:
    """Give the one spelling of a URL under which its page is known.

    Lower-case host without `www.`, IDN in ASCII, no default port, no fragment (but `#!`), no tracking or session
    parameters, the others sorted, percent-encoding in normal form, dot segments, doubled and trailing slashes and
    index pages removed. `http` becomes `https` where the port is the default one and the host is a name, since a
    site's own `http` pages redirect; on an explicit port or an IP address both would be different servers.

    `%2F` stays apart from `/`, `+` from `%2B`, and upper from lower case unless `rules` say otherwise.

    Raises:
        ValueError: not an absolute http(s) or `file:` URL.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme == "file":
        return f"file:{_normal_escapes(parts.path, _PATH_SAFE)}"
    if scheme not in DEFAULT_PORTS:
        raise ValueError(f"not an http(s) URL: {url!r}")
    host = canonical_host(parts.hostname or "")
    if not host:
        raise ValueError(f"URL without a host: {url!r}")
    host = rules.host_aliases.get(host, host)
    port = parts.port
    if port is not None and port != DEFAULT_PORTS[scheme]:
        netloc = f"{host}:{port}"
    else:
        netloc = host
        if not _is_address(host):
            scheme = "https"
    path = _canonical_path(parts.path)
    if host in rules.caseless_hosts:
        path = _ESCAPE.sub(lambda m: m.group(0).upper(), path.lower())
    query = _canonical_query(parts.query)
    fragment = f"#{_normal_escapes(parts.fragment, _QUERY_SAFE + '=&')}" if parts.fragment.startswith("!") else ""
    return f"{scheme}://{netloc}{path}{'?' + query if query else ''}{fragment}"


def other_spelling(url: str, first: str, rules: UrlRules = NO_RULES) -> str | None:
    """Give what a page goes by at its other spelling, with or without a final slash, or `None` where it has none here.

    Nearly always both are one page. But KL's site gave a call at one and, years later, the list of awards at the other,
    so what the second gives has to be looked at; if it is another page, it goes by the canonical URL and a slash.

    Args:
        url: as linked.
        first: the URL at which the page was asked for first.
        rules: as for `canonical_url`.
    """
    canonical = canonical_url(url, rules)
    if "?" in canonical or "#" in canonical or canonical.endswith("/") or canonical.startswith("file:"):
        return None
    return None if _ends_in_slash(url) == _ends_in_slash(first) else canonical + "/"


def _ends_in_slash(url: str) -> bool:
    path = urlsplit(url.strip()).path
    return path.endswith("/") or _INDEX_PAGE.search(path) is not None


def canonical_host(host: str) -> str:
    """Give a host in lower case and ASCII, without `www.` and without a trailing dot."""
    host = host.lower().rstrip(".")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as exc:
            raise ValueError(f"impossible host name {host!r}: {exc}") from exc
    if ":" in host:
        return f"[{host}]"
    # `www.dk` is itself a name, so something with a dot must remain.
    return host[4:] if host.startswith("www.") and "." in host[4:] else host


def site_of(url: str, rules: UrlRules = NO_RULES) -> str:
    """Give the host, and the port where it is not a default one, that a URL stands on.

    Raises:
        ValueError: not an absolute http(s) URL.
    """
    parts: SplitResult = urlsplit(url)
    host = canonical_host(parts.hostname or "")
    if parts.scheme.lower() not in DEFAULT_PORTS or not host:
        raise ValueError(f"not an http(s) URL: {url!r}")
    host = rules.host_aliases.get(host, host)
    port = parts.port
    return host if port is None or port in DEFAULT_PORTS.values() else f"{host}:{port}"


def path_pattern(url: str) -> str:
    """Give the shape of a URL, in which numbers and parameter values are blanked.

    Pages made by one template (a calendar, a filtered list) share a shape, which is what a crawl's budget counts.
    """
    parts = urlsplit(url)
    path = re.sub(r"\d+", "0", parts.path)
    names = sorted({name.partition("=")[0] for name in parts.query.split("&") if name})
    # A list's filters come in any combination: the path alone is the template once there are parameters.
    return f"{parts.netloc}{path}?" if names else f"{parts.netloc}{path}"


def _canonical_path(path: str) -> str:
    path = _PATH_PARAMETER_SESSION.sub("", _normal_escapes(path, _PATH_SAFE))
    path = re.sub(r"/{2,}", "/", path or "/")
    # posixpath keeps a leading double slash and drops the trailing one, which is wanted.
    path = posixpath.normpath(path) if path != "/" else path
    path = _INDEX_PAGE.sub("/", path)
    return path.rstrip("/") or "/"


def _canonical_query(query: str) -> str:
    kept: list[str] = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if not name or _TRACKING.fullmatch(name) or _SESSION.fullmatch(name):
            continue
        if name.lower() == "sid" and _MINTED.fullmatch(value):
            continue
        text = _normal_escapes(name, _QUERY_SAFE)
        kept.append(f"{text}={_normal_escapes(value, _QUERY_SAFE + '=')}" if "=" in pair else text)
    return "&".join(sorted(set(kept)))


def _normal_escapes(text: str, safe: str) -> str:
    """Decode escapes of unreserved characters, upper-case the others, encode what must be."""

    def decode(match: re.Match[str]) -> str:
        char = chr(int(match.group(1), 16))
        return char if char in _UNRESERVED else match.group(0).upper()

    text = _ESCAPE.sub(decode, text)
    # A lone `%` is data, and would otherwise read as an escape later on.
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(text, safe=safe)


def _is_address(host: str) -> bool:
    return host.startswith("[") or bool(_IPV4.fullmatch(host))

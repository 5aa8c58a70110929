"""robots.txt: what it allows us, and what its absence or failure means (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

PRODUCT_TOKEN = "puljespor"
MAX_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB are to be read; what follows is ignored
MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2

_DIRECTIVE = re.compile(r"^\s*(user-?agent|allow|disallow|sitemap|crawl-delay)\s*:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """One site's robots.txt, or what stands in for it."""

    text: str = ""
    reason: str = ""  # why everything is refused, where it is not the file that says so
    is_closed: bool = False  # refuse everything: the server could not say what it allows

    def allows(self, path: str, agent: str = PRODUCT_TOKEN) -> bool:
        """Say whether an agent (product token) may fetch a path with its query, or a whole URL."""
        if self.is_closed:
            return False
        parts = urlsplit(path)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # robots.txt itself is always allowed: RFC 9309, 2.2.2
        return target == "/robots.txt" or bool(_parsed(self.text).can_fetch(target, agent))

    def crawl_delay_s(self, agent: str = PRODUCT_TOKEN) -> float:
        """Give the delay asked for between requests, 0 where none is."""
        delay = _parsed(self.text).crawl_delay(agent) if self.text else None
        return max(0.0, float(delay or 0.0))

    def sitemaps(self) -> list[str]:
        """Give the sitemap URLs that the file names, in its order."""
        return list(_parsed(self.text).sitemaps)[:50] if self.text else []


@lru_cache(maxsize=32)
def _parsed(text: str) -> Protego:
    """Give the parsed rules: every request asks, and few files are asked about."""
    return Protego.parse(text)


OPEN = RobotsRules()


def parse_robots(body: bytes) -> RobotsRules:
    """Read a robots.txt file as it came.

    A byte order mark, NULs and other binary junk, CR line ends and any case are taken; a web page sent instead of the
    file has no rules.
    """
    text = body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    text = (
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]+", "\n", text)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    if re.match(r"\s*<(?:!doctype|html|head|\?xml|!--)", text, re.IGNORECASE):
        return OPEN
    if len(body) > MAX_BYTES:
        text = text.rpartition("\n")[0]  # the last line may be cut in two, and half a path forbids too much
    return RobotsRules(text) if _DIRECTIVE.search(text) else OPEN


def rules_for(status: int | None, body: bytes, *, cached: RobotsRules | None = None) -> RobotsRules:
    """Give the rules that follow from an answer to a request for robots.txt.

    Args:
        status: HTTP status after redirects; `None` where there was no answer at all (time-out, refused connection).
            More than five redirects count as 404, as RFC 9309 says.
        body: the answer's body, decoded.
        cached: rules of at most 24 hours ago, used while the server fails.

    Returns:
        2xx: the file's rules. 4xx: everything is allowed ("unavailable"), 401 and 403 included, and 429 too.
        5xx and no answer ("unreachable"): the cached rules, else nothing is allowed.
    """
    if status is not None and 200 <= status < 300:
        return parse_robots(body)
    if status is not None and 300 <= status < 500:
        return OPEN
    if cached is not None and not cached.is_closed:
        return cached
    answer = f"answers {status}" if status else "does not answer"
    return RobotsRules(reason=f"robots.txt {answer}, so nothing may be fetched for now", is_closed=True)

"""The links of a page: their labels and absolute addresses, up to as many as a register has."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from bs4 import Tag

MAX_LINKS = 10_000  # the longest register of links seen has some 2,000; each costs 0.1 ms


class PageLinks:
    """Collects a page's links in order; past `MAX_LINKS` it takes no more, and `cut` says so."""

    def __init__(self, url: str, bases: list[str]) -> None:
        self._base = _join(url, bases[0]) if bases else url
        self.cut = ""
        self.found: list[tuple[str, str]] = []

    def note(self, label: str, tag: Tag) -> str | None:
        """Note where an element links to; `None` if that is no address, or one link too many."""
        href = str(tag.get("href") or "").strip()
        if not href or href.startswith("#") or href.lower().startswith(("javascript:", "data:", "vbscript:")):
            return None
        if len(self.found) >= MAX_LINKS:
            self.cut = f"only the first {MAX_LINKS} links of the page were read"
            return None
        absolute = _join(self._base, href)
        if absolute and urlsplit(absolute).scheme in ("http", "https", "mailto", "tel", "ftp"):
            self.found.append((label, absolute))
            return absolute
        return None


def _join(base: str, href: str) -> str:
    try:
        absolute = urljoin(base, href)
        urlsplit(absolute)
    except ValueError:  # an address such as "http://[::1" has no meaning
        return ""
    return absolute

"""What belongs to a crawl: which links are followed, and which are only files to read."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.guard_cpr import address_holds_cpr
from ingest.sources.description import Source, matches_any
from ingest.urls import site_of

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx"})
# What never holds text to read. Asking for it would only cost the server.
_USELESS_SUFFIXES = frozenset(
    ".jpg .jpeg .png .gif .svg .webp .ico .bmp .tif .tiff .css .js .mjs .json .woff .woff2 .ttf .eot .mp3 .mp4 .m4a"
    " .mov .avi .wmv .wav .ogg .zip .gz .tar .rar .7z"
    " .exe .msi .dmg .iso .ics .vcf .xls .xlsx .ppt .pptx .csv .rss .atom"
    " .epub .mobi".split()
)


class Scope:
    """Which addresses one source's crawl takes; asked for every link, so what can be worked out before is."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sites = source.sites
        self.document_sites = source.document_sites
        self.starts = frozenset(source.canonical(url) for url in source.start)

    def takes(self, url: str) -> bool:
        """Say whether a link is to be followed: a wanted page of the site, or a PDF or Word file that it links.

        Files are taken from wherever on the source's sites a followed page links them, `never` patterns excepted,
        since content management systems keep them in a tree of their own.
        """
        suffix = PurePosixPath(urlsplit(url).path.lower()).suffix
        if suffix in _USELESS_SUFFIXES or address_holds_cpr(url):
            return False
        try:
            site = site_of(url, self.source.url_rules)
            if suffix in DOCUMENT_SUFFIXES:
                return site in self.document_sites and not matches_any(url, self.source.never)
            return site in self.sites and (self.source.wants(url) or self.source.canonical(url) in self.starts)
        except ValueError:
            return False


def is_root(url: str) -> bool:
    """Say whether a URL is a site's front page."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query

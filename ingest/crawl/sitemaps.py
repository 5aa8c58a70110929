"""Sitemaps: the pages a site names itself, read without ever expanding an entity."""

from __future__ import annotations

import io
from dataclasses import dataclass

from lxml import etree

from ingest.crawl.decode import TooLargeError, TruncatedError, UndecodableError, decode_body

MAX_BYTES = 50 * 1024 * 1024  # the protocol's own limit for one file, uncompressed
MAX_URLS = 50_000  # likewise
MAX_SITEMAPS = 200  # files of one crawl
MAX_DEPTH = 3  # an index names sitemaps; an index of indexes is seen; more is a loop


class SitemapError(ValueError):
    """The bytes are no sitemap that may be read."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One sitemap file: pages, or further sitemaps, and when each page is said to have changed."""

    pages: tuple[tuple[str, str | None], ...] = ()  # (URL, lastmod as stated)
    sitemaps: tuple[str, ...] = ()


def parse_sitemap(body: bytes, *, max_bytes: int = MAX_BYTES) -> Sitemap:
    """Read a sitemap or sitemap index, XML or plain lines, gzipped or not.

    Raises:
        SitemapError: too large, with entities, or no sitemap.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = decode_body(body, "gzip", max_bytes=max_bytes)
        except (TooLargeError, TruncatedError, UndecodableError) as exc:
            raise SitemapError(f"the sitemap {exc}") from exc
    if len(body) > max_bytes:
        raise SitemapError(f"the sitemap has {len(body)} bytes, more than {max_bytes}")
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _plain(body)
    if b"<!ENTITY" in body or b"<\x00!\x00E\x00N\x00T" in body or b"\x00<\x00!\x00E\x00N\x00T" in body:
        raise SitemapError("the sitemap declares entities")
    return _xml(body)


def _plain(body: bytes) -> Sitemap:
    lines = body.decode("utf-8", "replace").splitlines()
    urls = [line.strip() for line in lines if line.strip().startswith(("http://", "https://"))]
    if not urls:
        raise SitemapError("the file is no sitemap")
    return Sitemap(pages=tuple((url, None) for url in urls[:MAX_URLS]))


def _xml(body: bytes) -> Sitemap:
    pages: list[tuple[str, str | None]] = []
    sitemaps: list[str] = []
    loc: str | None = None
    lastmod: str | None = None
    is_sitemap = False
    events = etree.iterparse(
        io.BytesIO(body), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        for _, element in events:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name == "loc" and element.text:
                loc = element.text.strip()
            elif name == "lastmod" and element.text:
                lastmod = element.text.strip()
            elif name in ("url", "sitemap"):
                is_sitemap = True
                if loc and name == "url":
                    pages.append((loc, lastmod))
                elif loc:
                    sitemaps.append(loc)
                loc = lastmod = None
                element.clear()
            elif name in ("urlset", "sitemapindex"):
                is_sitemap = True
            if len(pages) + len(sitemaps) >= MAX_URLS:
                break
    except etree.XMLSyntaxError as exc:
        raise SitemapError(f"the sitemap is no XML ({exc})") from exc
    if not is_sitemap:
        raise SitemapError("the file is no sitemap")
    return Sitemap(tuple(pages), tuple(sitemaps))

"""Who asks, and in what words: the headers that every request of a crawl carries, and the names of sites."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from ingest.crawl.robots import PRODUCT_TOKEN

HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "da, en;q=0.5",
}


@cache
def product_version() -> str:
    """Give the version that is installed; 0 where none is."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("puljespor")
    except PackageNotFoundError:
        return "0"


def user_agent(contact: str) -> str:
    """Give the honest User-Agent: product, version, and where to reach a person."""
    return f"{PRODUCT_TOKEN}/{product_version()} (+{contact})"


def authority(url: str) -> str:
    """Give the scheme's host and port: robots.txt holds for one of these, `www.` and all (RFC 9309, 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"

"""Where a page ends: its last container when that is the site's, and footers that are a part's own."""

from __future__ import annotations

import re

from bs4 import Tag

from ingest.parse.html_tree import Page
from ingest.parse.text import clean_text

_MAX_CHARS = 160  # a page's last container with more text than this may be content
_CONTAINERS = frozenset(("div", "section"))
_PARTS = ("article", "li", "section")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "link", "meta", "svg", "iframe"))
_DEPTH = 12  # wrappers around the whole page


def closing_part(page: Page) -> Tag | None:
    """Find the container that closes a page which marks neither its main part nor its footer.

    It stands last, beside the one that holds the heading, and holds a few words with no number in them: a slogan, a
    link to the cookie policy. What a project got, when and what came of it has numbers or takes more words.
    """
    h1 = next(iter(page.by_name["h1"]), None)
    if h1 is None:
        return None
    node = page.body
    for _ in range(_DEPTH):
        parts = [c for c in node.children if isinstance(c, Tag) and c.name not in _UNSEEN]
        if len(parts) == 1 and parts[0].name in _CONTAINERS:
            node = parts[0]
            continue
        if len(parts) < 2 or parts[-1].name not in _CONTAINERS or parts[-1] in h1.parents:
            return None
        if not any(part in h1.parents for part in parts[:-1]):
            return None  # the heading stands free: its parts are content beside one another
        text = clean_text(parts[-1].get_text(" "))
        return parts[-1] if len(text) <= _MAX_CHARS and not re.search(r"\d", text) else None
    return None


def part_footers(page: Page) -> frozenset[int]:
    """Give the `id()` of footers that belong to cards or items beside one another, where an amount or a year stands."""
    footers = [tag for tag in page.by_name["footer"] if tag.find_parent(_PARTS) is not None]
    return frozenset(map(id, footers)) if len(footers) > 1 else frozenset()

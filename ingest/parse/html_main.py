"""A page's main part: which element holds it, and what stands outside it that still tells when it was updated."""

from __future__ import annotations

import re
from itertools import islice

from bs4 import Tag

from ingest.parse.html_tree import Page
from ingest.parse.text import clean_text

UPDATES = re.compile(
    r"(?i)opdater|updated|revider|revision|rediger|ændr(?:et|ing)|rettet|ajourført|last |"
    r"(?:sid|sen)est? (?:genn|kontr|kval|vedl)|seneste? gennem"
)
MAX_UPDATE_LINES = 200
_MAX_STRINGS = 40  # of one line
_MAIN_SHARE = 0.35  # of the body's text that a main element must hold to be believed


def find_main(page: Page) -> Tag | None:
    """Give the element that is the page's main part, if it marks one that holds enough of it to be believed."""
    total = max(len(page.body.get_text()), 1)
    for found in (page.by_name["main"], page.by_role["main"], page.by_name["article"]):
        candidates = [tag for tag in found if tag.find_parent(("main", "article")) is None]
        if len(candidates) != 1:
            continue
        chars = len(candidates[0].get_text().strip())
        is_named = candidates[0].name == "main" or candidates[0].get("role") == "main"
        if chars > 40 and (is_named or chars / total > _MAIN_SHARE):
            return candidates[0]
    return None


def is_pages_own(header: Tag) -> bool:
    """Tell the page's header from the head of a part: an article's, or a section's with a line and no menu in it."""
    if header.find_parent("article") is not None:
        return False
    return header.find_parent("section") is None or header.find(("nav", "ul", "h1", "a")) is not None


def is_link_list(tag: Tag) -> bool:
    """Tell whether an element is empty, or hardly more than links."""
    text = len(tag.get_text())
    return text == 0 or sum(len(a.get_text()) for a in tag.find_all("a")) > 0.6 * text


def lines_on_updates(page: Page, main: Tag) -> list[str]:
    """Give the lines outside the main part that may say when the page was updated, the line behind each as well."""
    found: list[str] = []
    for text in page.body.find_all(string=UPDATES):
        if len(found) >= MAX_UPDATE_LINES:
            break
        if isinstance(text.parent, Tag) and main not in text.parents:
            is_inline = text.parent.name in ("span", "strong", "b", "em", "time")
            holder = (text.parent.parent if is_inline else text.parent) or text.parent
            found.append(clean_text(" ".join(islice(holder.strings, _MAX_STRINGS)))[:200])
            after = holder.find_next_sibling()
            if isinstance(after, Tag):  # the date of a label that stands alone
                found.append(clean_text(" ".join(islice(after.strings, _MAX_STRINGS)))[:60])
    return found

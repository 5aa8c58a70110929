"""What opens a folded part of a page, and so is its heading: buttons, links and heads of accordions."""

from __future__ import annotations

import re

from bs4 import Tag

from corpus.places import LIKELY, find_municipalities
from ingest.parse.text import clean_text

MAX_HEADING_CHARS = 110
MAX_PLACE_CHARS = 40
_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "button", "summary", "a")
_FOLDING = re.compile(r"(?i)accordion|akkordeon|collaps|foldout|fold-out|expand|toggle|disclosure")
_FOLD_HEAD = re.compile(
    r"(?i)(?:accordion|akkordeon|collapse|collapsible|foldout|fold-out|expand(?:er|able)?|toggle|disclosure)[\w-]*?"
    r"(?:title|head(?:er|ing|line)?|button|trigger|label|question)\b"
)
_MARKED_BOLD = re.compile(r"\*{2,3}(?P<text>[^*\n]{2,160}?)\s*\*{2,3}\s*:?|_{2}(?P<also>[^_\n]{2,160}?)_{2}")


def opens_part(tag: Tag) -> bool:
    """Tell whether a button or summary opens a part of the page, by its attributes or the classes around it."""
    return (
        tag.name == "summary"
        or tag.has_attr("aria-controls")
        or tag.has_attr("aria-expanded")
        or opens_panel(tag)
        or any(_FOLDING.search(_class_names(t)) for t in [tag, *list(tag.parents)[:3]])
    )


_LEAST_PLACES = 2
_MOST_PLACES = 40  # a choice among all 98 is a tool
_TOOLS = ("form", "fieldset", "nav", "label")


def is_place_button(tag: Tag) -> bool:
    """Tell whether a button with a municipality's name alone stands in a row of such: a script fills in what it opens.

    In a form or a choice among all municipalities it is a tool.
    """
    if not _is_place(tag) or tag.find_parent(_TOOLS) is not None:
        return False
    row: Tag | None = tag
    for _ in range(3):  # in a heading, an item or a box of its own
        row = row.parent if row is not None else None
        if row is None:
            return False
        beside = [b for b in row.find_all("button", limit=2 * _MOST_PLACES) if _is_place(b)]
        if len(beside) >= _LEAST_PLACES:
            return len(beside) <= _MOST_PLACES
    return False


def _is_place(tag: Tag) -> bool:
    text = clean_text(tag.get_text(" "))
    if len(text) > MAX_PLACE_CHARS:
        return False
    found = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
    return len(found) == 1 and (found[0].char_start, found[0].char_end) == (0, len(text))


def opens_panel(tag: Tag) -> bool:
    """Tell a link or button that unfolds a panel by its attributes."""
    return (
        tag.get("data-toggle") == "collapse"
        or tag.get("data-bs-toggle") == "collapse"
        or (tag.name == "a" and (tag.has_attr("aria-expanded") or _toggles(tag)))
    )


def _toggles(tag: Tag) -> bool:
    """Tell a link that leads nowhere, whose class says that it folds, before the box that it folds."""
    href = str(tag.get("href") or "#")
    if not href.startswith("#") or not _FOLDING.search(_class_names(tag)):
        return False
    after = tag.find_next_sibling()
    return isinstance(after, Tag) and after.name in ("div", "section", "ul", "p")


def _class_names(tag: Tag) -> str:
    names = tag.attrs.get("class", "") if tag.attrs else ""
    return names if isinstance(names, str) else " ".join(names)


def is_fold_head(tag: Tag) -> bool:
    """Tell the head of a folded part that is no button: its class says so, and it holds a short line alone."""
    is_button = tag.get("role") == "button" and (tag.has_attr("aria-expanded") or tag.has_attr("aria-controls"))
    return (
        (is_button or (tag.name == "div" and bool(_FOLD_HEAD.search(_class_names(tag)))))
        and tag.find(_HEADING_TAGS) is None
        and len(tag.get_text(strip=True)) <= MAX_HEADING_CHARS
    )


def unmarked(text: str) -> str:
    """Give text without the asterisks of markdown around it, which editors leave where the page does not read them."""
    match = _MARKED_BOLD.fullmatch(text)
    return (match["text"] or match["also"]).strip() if match else text

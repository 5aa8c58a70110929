"""What opens a folded part of a page, and so is its heading: buttons, links and heads of accordions."""

from __future__ import annotations

import re

from bs4 import Tag

MAX_HEADING_CHARS = 110
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


def opens_panel(tag: Tag) -> bool:
    """Tell a link or button that unfolds a panel by its attributes."""
    return (
        tag.get("data-toggle") == "collapse"
        or tag.get("data-bs-toggle") == "collapse"
        or (tag.name == "a" and tag.has_attr("aria-expanded"))
    )


def _class_names(tag: Tag) -> str:
    names = tag.attrs.get("class", "") if tag.attrs else ""
    return names if isinstance(names, str) else " ".join(names)


def is_fold_head(tag: Tag) -> bool:
    """Tell the head of a folded part that is no button: its class says so, and it holds a short line alone."""
    return (
        bool(_FOLD_HEAD.search(_class_names(tag)))
        and tag.find(_HEADING_TAGS) is None
        and len(tag.get_text(strip=True)) <= MAX_HEADING_CHARS
    )


def unmarked(text: str) -> str:
    """Give text without the asterisks of markdown around it, which editors leave where the page does not read them."""
    match = _MARKED_BOLD.fullmatch(text)
    return (match["text"] or match["also"]).strip() if match else text

"""HTML as source: how much of it is text, and how many elements, counted in time linear in its length."""

from __future__ import annotations

import re
from html import unescape

_OPENING = re.compile(r"<(?:(!--)|(script|style|noscript|template|svg)\b)?", re.I)
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "noscript", "template", "svg")} | {
    "!--": re.compile("-->")
}
_MAX_TAG = 4000  # a longer one is a stray "<"
_ELEMENT = re.compile(r"<[a-z]", re.I)
MAX_ELEMENTS = 120_000  # the largest pages of the sources have some 20,000; each costs a kilobyte and 60 µs


def cut_elements(html: str, max_elements: int = MAX_ELEMENTS) -> tuple[str, str]:
    """Give the source up to its last element that may be read, and why it was cut there; empty where it was not."""
    if html.count("<") <= max_elements:
        return html, ""
    for n, match in enumerate(_ELEMENT.finditer(html)):
        if n >= max_elements:
            return html[: match.start()], f"only the first {max_elements} elements of the page were read"
    return html, ""


def count_text(html: str) -> int:
    """Give the number of characters outside tags, comments, scripts and styles."""
    n_chars = place = 0
    unclosed: set[str] = set()
    while (opening := _OPENING.search(html, place)) is not None:
        start = opening.start()
        n_chars += start - place
        kind = (opening[1] or opening[2] or "").lower()
        if kind and kind not in unclosed:
            closing = _CLOSING[kind].search(html, opening.end())
            if closing is not None:
                place = closing.end()
                continue
            unclosed.add(kind)  # nor is any later one closed
        end = html.find(">", start + 2, start + _MAX_TAG + 2)
        n_chars += 1 if end < 0 else 0
        place = start + 1 if end < 0 else end + 1
    return n_chars + len(html) - place


# a script of data (JSON-LD) says of the page what persons have written
_CODE = re.compile(r"<(script|style)\b(?![^>]{0,200}\bjson\b).*?(?:</\1\s*>|\Z)", re.I | re.S)
_WRITTEN = re.compile(
    r"""(?i)\b(?:alt|title|aria-label|placeholder|value|content|summary)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>=]+)"""
)
_MARKUP = re.compile(r"<!--|-->|<[^<>]{0,4000}>")
_DIGITS = re.compile(r"\d\d(?:\D{0,3}\d\d){2}\D{0,20}\d")


def unseen_text(html: str) -> str:
    """Give what persons have written in a page, seen or not: hidden parts, comments, texts of pictures and fields.

    It is for the personal-data guard: empty where there is no run of digits that could be a number of a person.
    """
    if not _DIGITS.search(html):
        return ""
    html = _CODE.sub(" ", html)
    attributes = "\n".join(match[1] for match in _WRITTEN.finditer(html))
    # markup inside a number must not hide it: inline tags vanish, as they do for the eye
    return unescape(f"{attributes}\n{_MARKUP.sub('', html)}")

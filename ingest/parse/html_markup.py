"""HTML as source: how much of it is text, and how many elements, counted in time linear in its length."""

from __future__ import annotations

import re

_OPENING = re.compile(r"<(?:(!--)|(script|style|noscript|template|svg)\b)?", re.I)
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "noscript", "template", "svg")} | {
    "!--": re.compile("-->")
}
_MAX_TAG = 4000  # a longer one is a stray "<"
_ELEMENT = re.compile(r"<[a-z]", re.I)
MAX_ELEMENTS = 120_000  # the largest pages of the sources have some 20,000; each costs a kilobyte and 50 µs


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

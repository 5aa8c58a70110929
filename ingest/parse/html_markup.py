"""How much of an HTML source is text: a rough count, linear in its length whatever is left open."""

from __future__ import annotations

import re

_OPENING = re.compile(r"<(?:(!--)|(script|style|noscript|template|svg)\b)?", re.I)
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "noscript", "template", "svg")} | {
    "!--": re.compile("-->")
}
_MAX_TAG = 4000  # a longer one is a stray "<"


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

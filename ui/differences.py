"""Two texts side by side, with the words that one has and the other has not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from ui.formats import plain

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 1500
"""Longer texts are shown whole, without marks: comparing takes the square of their length."""


def marked(old: str, new: str) -> tuple[Markup, Markup]:
    """Give both texts as HTML, in the first `<del>` around what goes, in the second `<ins>` around what comes."""
    old, new = plain(old), plain(new)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        return Markup(escape(old)), Markup(escape(new))
    left: list[str] = []
    right: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = str(escape("".join(before[a:b]))), str(escape("".join(after[c:d])))
        if what == "equal":
            left.append(gone)
            right.append(come)
            continue
        left += _around("del", gone)
        right += _around("ins", come)
    return Markup("".join(left)), Markup("".join(right))  # every part was escaped above


def _around(tag: str, words: str) -> Sequence[str]:
    return [f"<{tag}>{words}</{tag}>"] if words else []

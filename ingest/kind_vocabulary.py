"""The words of a document that its kind is learned from: of its title, its address, its first lines and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from corpus.documents import Document

_WORD = re.compile(r"[a-zæøå]{2,}|[0-9]+")
_MAX_DIGITS = 5
_HEAD, _BODY = 500, 6_000  # characters


def _words(text: str) -> Iterator[str]:
    """Give the words of a text in lower case, a number as how many digits it has: years are alike, sums are not."""
    for word in _WORD.findall(text.lower()):
        yield f"#{min(len(word), _MAX_DIGITS)}" if word[0] < "a" else word


def page_words(document: Document) -> set[str]:
    """Give a document's different words and pairs of words, those of its title, address and start marked as such."""
    body = list(_words(document.text[:_BODY]))
    found = {*body, *map(" ".join, pairwise(body))}
    found.update(f"title:{word}" for word in _words(document.title or ""))
    found.update(f"address:{word}" for word in _words(unquote(urlsplit(document.url).path)))
    found.update(f"head:{word}" for word in _words(document.text[:_HEAD]))
    return found

"""Sentences to read, told apart from headings and from facts behind a label ("Målgruppe: ældre borgere.")."""

from __future__ import annotations

import re
from functools import lru_cache

FEWEST_WORDS = 7
"""Of running text; a shorter line is a heading or a fact ("Tildelt i 2018.")."""

# "Målgruppe: ældre borgere." is a fact that the record shows already; "Resultater: ..." is told, not listed.
_LABELLED = re.compile(r"(?!Result|Effekt|Erfaring)[A-ZÆØÅ][\w/-]*(?: [\w/-]+){0,2}: ")
_LINE = re.compile(r"[^\n]+")


def is_running(line: str) -> bool:
    """Say whether a line is running text, and no heading, list of names or fact behind a label."""
    return len(line.split(None, FEWEST_WORDS)) >= FEWEST_WORDS and not _LABELLED.match(line) and " · " not in line


@lru_cache(maxsize=4096)  # the passages of what is often found
def has_sentence(text: str, title: str) -> bool:
    """Say whether there is running text in a passage besides the record's title."""
    wanted = title.split()
    return any(is_running(line) and not _has_words(line, wanted) for line in text.split("\n"))


def _has_words(line: str, words: list[str]) -> bool:
    """Say whether a line of running text has these words and no others; most lines differ in the first already."""
    return line.split(None, 1)[0] in words[:1] and line.split() == words


def labels(text: str) -> list[tuple[int, int]]:
    """Give the places of the labels of facts, half-open, in order."""
    return [
        (line.start(), line.start() + found.end())
        for line in _LINE.finditer(text)
        if (found := _LABELLED.match(line[0]))
    ]

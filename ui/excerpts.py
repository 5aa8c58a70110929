"""What of a passage a result card shows: running sentences first, facts only where they were hit, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.prose import FEWEST_WORDS, is_running

Span = tuple[int, int]  # half-open, of a highlight

_LINE = re.compile(r"[^\n]+")
_MOST_FACTS = 2
_WORD = re.compile(r"\w{4,}")
_FEWEST_NEW = 8  # words that a second passage must add,
_SHARE_NEW = 0.4  # and their share of its words


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of one passage: its running text, and the facts beside it that a query hit."""

    text: str
    marks: tuple[Span, ...]
    facts: tuple[tuple[str, tuple[Span, ...]], ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether there is a sentence in it to read."""
        return len(self.text.split()) >= FEWEST_WORDS

    def words(self) -> set[str]:
        """Give its words of four letters and more, lower case."""
        shown = " ".join([self.text, *(fact for fact, _ in self.facts)])
        return set(_WORD.findall(shown.lower()))


def excerpt_of(text: str, highlights: Iterable[Sequence[int]], title: str) -> Excerpt:
    """Give what to show of a passage; the title, where it opens the passage, is left out."""
    spans = [(int(span[0]), int(span[1])) for span in highlights]
    lines = _lines(text, title)
    running = [line for line in lines if is_running(text[line[0] : line[1]])]
    if not running:
        shown, marks = _joined(text, spans, lines)
        return Excerpt(shown, marks)
    shown, marks = _joined(text, spans, running)
    facts: list[tuple[str, tuple[Span, ...]]] = []
    if not marks:
        facts = [_joined(text, spans, [line]) for line in lines if line not in running]
    return Excerpt(shown, marks, tuple(fact for fact in facts if fact[1])[:_MOST_FACTS])


def chosen_excerpts(passages: Sequence[Mapping[str, Any]], title: str, *, limit: int = 2) -> list[dict[str, Any]]:
    """Give the passages to show, best first, each with its `excerpt`.

    The card is our own summary of a record: it is shown only where no words of a source were found. A passage that is
    nothing but the title says nothing, and one that adds no words to those before it is left out.
    """
    wanted = " ".join(title.split())
    said = [p for p in passages if not p["is_card"] and " ".join(p["text"].split()) != wanted] or passages
    told = [dict(p, excerpt=excerpt_of(p["text"], p["highlights"] or (), title)) for p in said]
    told.sort(key=lambda p: not p["excerpt"].is_running)  # stable: the best stays before the next best
    shown: list[dict[str, Any]] = []
    seen: set[str] = set()
    for passage in told:
        words = passage["excerpt"].words()
        new = words - seen
        if shown and (len(new) < _FEWEST_NEW or len(new) < _SHARE_NEW * len(words)):
            continue
        shown.append(passage)
        seen |= words
        if len(shown) == limit:
            break
    return shown


def _lines(text: str, title: str) -> list[Span]:
    lines = [found.span() for found in _LINE.finditer(text) if found[0].strip()]
    if lines and title and lines[0][1] - lines[0][0] >= len(title):
        start, end = lines[0]
        if text[start:end].startswith(title) and not text[start + len(title) : end][:1].isalnum():
            start += len(title)
            while start < end and not text[start].isalnum():
                start += 1
            # a sentence that goes on after the title needs it
            if start >= end:
                return lines[1:] or lines
            if text[start].isupper():
                return [(start, end), *lines[1:]]
    return lines


def _joined(text: str, spans: Sequence[Span], lines: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    parts: list[str] = []
    marks: list[Span] = []
    length = 0
    for start, end in lines:
        marks += [(a - start + length, b - start + length) for a, b in spans if start <= a and b <= end]
        parts.append(text[start:end])
        length += end - start + 1
    return " ".join(parts), tuple(marks)

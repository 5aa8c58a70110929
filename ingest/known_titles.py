"""Names of projects that other pages state, found in the text of articles.

An article has a headline of its own ("En skærm erstatter ikke en hånd") and names the project somewhere in passing; a
list of the pool's projects tells that those words are a name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.documents import Block, BlockKind, Document
from corpus.evidence import Origin
from corpus.records import Record, RecordType
from ingest.candidates import Candidate, Statement

SURE_TITLE = 0.8
"""Least confidence of a title that is looked for elsewhere."""

_Titles = dict[str, dict[tuple[str, ...], set[str]]]  # by municipality, the words of a title, and who states it
_WORD = re.compile(r"\w+")
_AT_PLACE = re.compile(r"\s(?:i|på|fra|hos)\s(?:[A-ZÆØÅ][\w-]+\s?){1,3}$")
_MIN_SINGLE = 7  # letters of a name that is one word


def state_known_titles(
    candidates: Sequence[Candidate], documents: dict[str, Document], known: Iterable[Record]
) -> list[Candidate]:
    """Give the candidates; articles whose text holds the name of one project of their municipality state that too."""
    titles = _titles_by_place(candidates, known)
    completed: list[Candidate] = []
    n_projects = Counter(c.document_id for c in candidates if c.record_type is RecordType.PROJECT)
    for candidate in candidates:
        if candidate.record_type is RecordType.PROJECT:
            document = documents[candidate.document_id]
            if n_projects[candidate.document_id] == 1:
                candidate = _with_headline(candidate, document, titles)
            else:
                candidate = _without_part_title(candidate, document, titles)
            span = (
                _told(candidate, document, titles) if candidate.is_main else _named_beside(candidate, document, titles)
            )
            if span is not None:
                candidate = replace(candidate, statements=(*candidate.statements, _stated(document, *span)))
        completed.append(candidate)
    return completed


def _stated(document: Document, start: int, end: int) -> Statement:
    name = document.text[start:end]
    page_no = next((b.page_no for b in document.blocks if b.char_start <= start < b.char_end), None)
    return Statement("title", name, name, start, end, page_no, 0.75, "known-title/1")


def _with_headline(candidate: Candidate, document: Document, titles: _Titles) -> Candidate:
    """Give a document's only project, called as its headline calls it where that holds the name of one of its places.

    What else the document names is then another project: "I Natboxen, som er et andet af kommunens projekter".
    """
    headline = next((b for b in document.blocks if b.kind is BlockKind.HEADING), None)
    if headline is None:
        return candidate
    spans = _spans(candidate, document, titles, headline.char_start, headline.char_end)
    if len(spans) != 1:
        return candidate
    words, span = next(iter(spans.items()))
    codes = {s.value for s in candidate.statements if s.field == "municipalities"}
    known = {title for code in codes for title in titles.get(code, ())}
    sure = [s for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
    own = {_tokens(str(s.value)) for s in sure if s.confidence >= SURE_TITLE}
    if words in own or own - known:
        return candidate
    kept = tuple(s for s in candidate.statements if s not in sure or s.confidence < SURE_TITLE)
    return replace(candidate, statements=(*kept, _stated(document, *span)))


def _without_part_title(candidate: Candidate, document: Document, titles: _Titles) -> Candidate:
    """Give one of several projects, not called as its part is headed ("Dukken i Havby") if the part holds its name."""
    named = [s for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
    places = [s.char_start for s in candidate.statements if s.field == "municipalities"]
    if len(named) != 1 or candidate.is_main:
        return candidate
    block = next((b for b in document.blocks if b.char_start <= named[0].char_start < b.char_end), None)
    if block is None or block.kind is not BlockKind.HEADING:
        return candidate
    if not any(block.char_start <= at < block.char_end for at in places):
        return candidate
    below = _spans(candidate, document, titles, block.char_end, _end_of_section(document, block))
    if not _AT_PLACE.search(str(named[0].value)) or len(below.keys() - {_tokens(str(named[0].value))}) != 1:
        return candidate
    return replace(candidate, statements=tuple(s for s in candidate.statements if s is not named[0]))


def _told(candidate: Candidate, document: Document, titles: _Titles) -> tuple[int, int] | None:
    """Give where an article holds the name of one project of its places, and of no other."""
    spans = _spans(candidate, document, titles)
    own = {_tokens(str(s.value)) for s in candidate.statements if s.field == "title"}
    return next(iter(spans.values())) if len(spans) == 1 and not own & spans.keys() else None


def _named_beside(candidate: Candidate, document: Document, titles: _Titles) -> tuple[int, int] | None:
    """Give the known name nearest to the sum or place of an award told in running text, within its paragraph.

    Where the place is a heading, it is the only name in what stands under it.
    """
    if any(s.field == "title" and s.origin is Origin.EXTRACTED for s in candidate.statements):
        return None
    at = {s.field: s.char_start for s in candidate.statements if s.field in ("municipalities", "amount_dkk")}
    place = at.get("amount_dkk", at.get("municipalities"))
    if place is None:
        return None
    block = next((b for b in document.blocks if b.char_start <= place < b.char_end), None)
    if block is not None and block.kind is BlockKind.HEADING:
        below = _spans(candidate, document, titles, block.char_end, _end_of_section(document, block))
        return next(iter(below.values())) if len(below) == 1 else None
    if block is None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW):
        return None
    spans = _spans(candidate, document, titles, block.char_start, block.char_end).values()
    return min(spans, key=lambda span: (max(span[0] - place, place - span[1]), span), default=None)


def _end_of_section(document: Document, heading: Block) -> int:
    after = (b.char_start for b in document.blocks if b.kind is BlockKind.HEADING and b.char_start > heading.char_start)
    return next(after, len(document.text))


def _titles_by_place(candidates: Sequence[Candidate], known: Iterable[Record]) -> _Titles:
    titles: _Titles = defaultdict(lambda: defaultdict(set))
    for candidate in candidates:
        if candidate.record_type is not RecordType.PROJECT:
            continue
        codes = {s.value for s in candidate.statements if s.field == "municipalities"}
        for s in candidate.statements:
            if s.field == "title" and s.origin is Origin.EXTRACTED and s.confidence >= SURE_TITLE:
                for code in codes:
                    titles[code][_tokens(str(s.value))].add(candidate.document_id)
    for record in known:
        title = record.values.get("title")
        stated = {e.document_id or "" for e in record.evidence if e.field == "title" and e.value == title}
        if record.record_type is RecordType.PROJECT and title and stated:
            for code in record.values.get("municipalities", ()):
                titles[code][_tokens(str(title))] |= stated
    return titles


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(text))


def _spans(
    candidate: Candidate, document: Document, titles: _Titles, start: int = 0, end: int | None = None
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Give where the text, between two places, holds titles of the candidate's municipalities, by their words.

    Only titles that other documents state count.
    """
    wanted = {
        words
        for code in {s.value for s in candidate.statements if s.field == "municipalities"}
        for words, stated_in in titles.get(code, {}).items()
        if stated_in - {document.document_id} and (len(words) > 1 or len("".join(words)) >= _MIN_SINGLE)
    }
    if not wanted:
        return {}
    matches = list(_WORD.finditer(document.text, start, len(document.text) if end is None else end))
    folded = [m[0].casefold() for m in matches]
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    for n, word in enumerate(folded):
        # a name has a capital; the same words within a sentence are only words
        if not (matches[n][0][0].isupper() or matches[n][0][0].isdigit()):
            continue
        for words in wanted:
            if words not in found and words[0] == word and tuple(folded[n : n + len(words)]) == words:
                found[words] = (matches[n].start(), matches[n + len(words) - 1].end())
    longest = {w: span for w, span in found.items() if not any(_within(w, other) for other in found if other != w)}
    return longest


def _within(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(other[n : n + len(words)] == words for n in range(len(other) - len(words) + 1))

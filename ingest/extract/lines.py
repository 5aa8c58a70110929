"""A document as lines: what extraction reads, whether the page had markup or came as plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from corpus.documents import Block, BlockKind, Document
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.extract.run_together import split_items

MAX_HEADING = 110  # characters; the longest sub-heading seen has 96
MAX_LINE = 6000
"""Characters of a line; a longer block is read in pieces, so that no line costs more than its length."""

MAX_SENTENCE = 2000
"""Characters of a sentence; what has no stop for longer is cut at a word."""

MAX_REPEATED = 60_000
"""Characters that one line may take up by being said again; what a page says more often is no list of awards."""

MAX_LINES = 30_000
"""Lines that records are read from; a report of 600 pages has about 24 000."""

_SENTENCE_END = re.compile(r"[.!?;,]$")
_BULLET = re.compile(
    r"^(?:[•·▪◦*‣–—-]|\(?\d{1,3}[.)](?![ \u00a0](?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\b)|"
    r"[a-zA-Z]\))[ \t\u00a0]+"
)
_JUNK = re.compile(
    r"^(?:xmlns=|viewBox|gå til (?:hoved)?indhold|skip (?:navigation|to)|english$|engelsk$|indhold$|top banner$|menu$|"
    r"forside\b.{0,80}>|ældre end 12 mdr|print$|del$|luk$|søg$)",
    re.IGNORECASE,
)
# A full stop after these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:ca|kr|tkr|mio|mia|mill|pct|fx|f\.eks|bl\.a|bl|dvs|mv|m\.v|m\.fl|jf|nr|stk|kap|hhv|inkl|ekskl|evt|pr|tlf|d|st|"
    r"kl|dr|prof|afd|osv|o\.l|t\.o\.m|vedr|maks|min|ift|mht|pga|sml|s|art|red|jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|"
    r"nov|dec|t)|\b\d{1,2}|\b[A-ZÆØÅ])\.$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\bkr\.|20\d\d\s?[-–]\s?20\d\d")  # in a line that states a sum or a period, and is no title
_STOP = re.compile(r"[.!?](?=[\s”\"»)]*(?:\s|$))|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a block, or a line of a block that came as plain text. White space at its ends is left out."""

    index: int
    text: str
    char_start: int  # in the document's text, half-open with char_end
    char_end: int
    kind: BlockKind
    path: tuple[str, ...]  # headings above, outermost first; guessed where the page has no markup
    is_heading: bool
    cells: tuple[tuple[int, int], ...] = ()
    is_header: bool = False
    group: int = 0
    href: str | None = None
    level: int = 0

    @property
    def section(self) -> str:
        """The nearest heading above."""
        return self.path[-1] if self.path else ""

    @property
    def is_list_item(self) -> bool:
        """Whether it is an item of a list, by markup or by its bullet."""
        return self.kind is BlockKind.LIST_ITEM or bool(_BULLET.match(self.text))


def _looks_like_heading(text: str) -> bool:
    if len(text) > MAX_HEADING or _SENTENCE_END.search(text) or _BULLET.match(text):
        return False
    return text[:1].isupper() or text[:1].isdigit()


@dataclass
class Page:
    """A document and its lines."""

    document: Document

    @cached_property
    def text(self) -> str:
        """The document's cleaned text."""
        return self.document.text

    @cached_property
    def has_markup(self) -> bool:
        """Whether the parser saw headings, so that none need be guessed."""
        return any(b.kind is BlockKind.HEADING for b in self.document.blocks)

    @cached_property
    def lines(self) -> list[Line]:
        """Every line, in order; the page's navigation words are left out."""
        lines: list[Line] = []
        guessed: tuple[str, ...] = ()
        n_said: Counter[str] = Counter()
        for text, start, block in islice(self._pieces(), MAX_LINES):
            n_said[text] += 1
            if n_said[text] * len(text) > MAX_REPEATED or _JUNK.match(text):
                continue
            kind = block.kind if block is not None else BlockKind.PARAGRAPH
            is_heading = kind is BlockKind.HEADING
            path = block.heading_path if block is not None else ()
            if not self.has_markup:
                is_heading = kind is BlockKind.PARAGRAPH and _looks_like_heading(text)
                path = guessed
                if is_heading:
                    guessed = (text,)
            lines.append(
                Line(
                    index=len(lines),
                    text=text,
                    char_start=start,
                    char_end=start + len(text),
                    kind=kind,
                    path=path,
                    is_heading=is_heading,
                    cells=block.cells if block is not None else (),
                    is_header=block.is_header if block is not None else False,
                    group=block.group if block is not None else 0,
                    href=block.href if block is not None else None,
                    level=block.level if block is not None else 0,
                )
            )
        return lines

    def _pieces(self) -> Iterator[tuple[str, int, Block | None]]:
        blocks: list[Block | None] = list(self.document.blocks)
        if not blocks:
            blocks = [None]
        for block in blocks:
            start, end = (block.char_start, block.char_end) if block is not None else (0, len(self.text))
            if block is not None and block.kind is BlockKind.DEFINITION and self._is_introduced_list(block):
                # "Midlerne går til:" and the first entry of a list look like a term and its value.
                for a, b in block.cells:
                    yield self.text[a:b].strip(), a, replace(block, kind=BlockKind.PARAGRAPH, cells=())
                continue
            if block is not None and block.kind in (BlockKind.TABLE_ROW, BlockKind.DEFINITION):
                yield self.text[start:end], start, block
                continue
            for match in re.finditer(r"[^\n]+", self.text[start:end]):
                for piece, at in _cut(match[0], MAX_LINE):
                    for part, cut, is_item in split_items(piece):
                        stripped = part.strip(" \t\u00a0\r")
                        of = replace(block, kind=BlockKind.LIST_ITEM) if block is not None and is_item else block
                        if stripped:
                            yield stripped, start + match.start() + at + cut + part.index(stripped), of

    def _is_introduced_list(self, block: Block) -> bool:
        if len(block.cells) != 2:
            return False
        (a, b), (c, d) = block.cells
        value = self.text[c:d]
        is_entry = bool(find_amounts(value)) and any(m.confidence >= LIKELY for m in find_municipalities(value))
        introduces = b - a > 12 and self.text[a:b].rstrip().endswith(":")
        return bool(_BULLET.match(value)) or (is_entry and introduces and d - c < 140)

    @cached_property
    def title(self) -> Span | None:
        """The page's title where it stands in the text: the first top heading, else the likeliest of the first."""
        top = [line for line in self.lines if line.kind is BlockKind.HEADING]
        if top:
            best = min(top[:6], key=lambda line: (line.level, line.index))
            return Span(best.text, best.char_start, best.char_end)
        head: list[Line] = []
        for line in self.lines[:8]:
            if len(line.text) > 160 or (line.text.endswith(".") and len(line.text) > 60):
                break
            head.append(line)
        named = self.document.title
        for line in head:
            if named and line.text == named.strip():
                return Span(line.text, line.char_start, line.char_end)
        for line in head:
            if re.search(r"pulje", line.text, re.IGNORECASE) and not line.text.endswith("."):
                return Span(line.text, line.char_start, line.char_end)
        # A kicker stands before its headline and is shorter; breadcrumbs are single words.
        names = [line for line in head[:4] if not line.text.endswith(".") and not _FIELD.search(line.text)]
        longest = max(names or head[:4], key=lambda line: (" " in line.text, len(line.text)), default=None)
        return Span(longest.text, longest.char_start, longest.char_end) if longest else None

    @cached_property
    def sentences(self) -> list[tuple[Span, Line]]:
        """Every sentence of the running text with its line; headings, table rows and bare list items are whole."""
        found: list[tuple[Span, Line]] = []
        for line in self.lines:
            found += [(span, line) for span in split_sentences(line.text, line.char_start)]
        return found

    @cached_property
    def _sentences_by_line(self) -> dict[int, list[tuple[Span, Line]]]:
        found: dict[int, list[tuple[Span, Line]]] = {}
        for span, line in self.sentences:
            found.setdefault(line.index, []).append((span, line))
        return found

    def sentences_of(self, lines: Collection[Line] | None) -> list[tuple[Span, Line]]:
        """Give the sentences of some lines, in the order of the page; all sentences where no lines are given."""
        if lines is None or lines is self.lines:
            return self.sentences
        by_line = self._sentences_by_line
        return [pair for index in sorted({line.index for line in lines}) for pair in by_line.get(index, ())]

    def sentence_at(self, char_start: int) -> Span | None:
        """Give the sentence that a place stands in, or `None` between sentences."""
        index = bisect_right(self._sentence_starts, char_start) - 1
        span = self.sentences[index][0] if index >= 0 else None
        return span if span is not None and char_start < span.char_end else None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.char_start for span, _ in self.sentences]

    def page_no(self, char_start: int) -> int | None:
        """Give the PDF page that a place stands on, counted from 1."""
        index = bisect_right(self._block_starts, char_start) - 1
        return self.document.blocks[index].page_no if index >= 0 else None

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.char_start for block in self.document.blocks]

    def under(self, heading: re.Pattern[str]) -> list[Line]:
        """Give the lines under the first heading (or label line) that matches, up to the next of its rank."""
        for line in self.lines:
            label = line.text.rstrip(": ")
            if not (line.is_heading or line.text.endswith(":")) or not heading.search(label):
                continue
            body: list[Line] = []
            for follower in self.lines[line.index + 1 :]:
                ends = follower.is_heading and (not self.has_markup or follower.level <= line.level or not line.level)
                if ends and not (body == [] and not self.has_markup and len(follower.text) > 60):
                    break
                body.append(follower)
            if body:
                return body
        return []


def _cut(text: str, limit: int) -> Iterator[tuple[str, int]]:
    """Give a text in pieces of at most so many characters, with their places: cut after a stop, else at a word."""
    begin = 0
    while len(text) - begin > limit:
        end = text.rfind(". ", begin + limit // 2, begin + limit) + 1
        end = end or text.rfind(" ", begin + limit // 2, begin + limit) + 1 or begin + limit
        yield text[begin:end], begin
        begin = end
    yield text[begin:], begin


def split_sentences(text: str, char_start: int = 0) -> list[Span]:
    """Cut text into sentences, with their places; "ca. 3 mio. kr." is not cut."""
    return list(_split(text, char_start))


@lru_cache(maxsize=1024)  # a page's lines are cut by several readers
def _split(text: str, char_start: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    begin = 0
    for stop in _STOP.finditer(text):
        end = stop.end()
        if stop[0] == "." and _ABBREVIATION.search(text, max(0, end - 12), end):
            following = text[end : end + 2].strip()
            # "mio. kr. Puljen" does end: an abbreviation before a capital, save where names and numbers follow.
            is_unit = re.search(r"(?:kr|mio|pct|mv|osv|m\.v|m\.fl)\.$", text[max(0, end - 6) : end], re.IGNORECASE)
            if not (is_unit and following[:1].isupper()):
                continue
        spans += _spans(text[begin:end], char_start + begin)
        begin = end
    spans += _spans(text[begin:], char_start + begin)
    return tuple(spans)


def _spans(text: str, char_start: int) -> Iterator[Span]:
    for piece, at in _cut(text, MAX_SENTENCE):
        stripped = piece.strip()
        if stripped:
            begin = char_start + at + len(piece) - len(piece.lstrip())
            yield Span(stripped, begin, begin + len(stripped))


def without_bullet(text: str) -> tuple[str, int]:
    """Give a line's text without its bullet or number, and how many characters that was."""
    match = _BULLET.match(text)
    return (text[match.end() :], match.end()) if match else (text, 0)

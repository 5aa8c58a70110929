"""Records to passages: a card for each record, and the text that is about it, cut where sentences end."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.documents import Block, BlockKind, Document, DocumentKind
from corpus.evidence import Origin
from corpus.municipalities import municipality
from corpus.records import Record, RecordType

TARGET_WORDS = 160
"""Of a passage: the encoder reads 512 tokens, some 300 Danish words, and ranks shorter passages better."""

MAX_WORDS = 200
_WHOLE_TO_POOL = {
    DocumentKind.POOL_PAGE,
    DocumentKind.PROGRAMME_PAGE,
    DocumentKind.AWARD_LIST,
    DocumentKind.CALL,
}
# Criteria for applicants, repeated word for word on page after page: they say nothing about what was done.
_NOISE = re.compile(r"^\W*i hvilken(?: høj| lav)? grad\b", re.IGNORECASE)
# "§ 3, stk. 2.", "f.eks.", "mio. kr.", "d. 3. maj" and single initials are no sentence ends
SENTENCE_END = re.compile(
    r"(?<![\s(]stk)(?<![\s(]mio)(?<![\s(]nr)(?<![\s(]kr)(?<![\s(]ca)(?<![\s(]bl)(?<![\s.]eks)(?<![\s(]pct)(?<![\s(]hhv)"
    r"(?<![\s(]jf)(?<![\s(]inkl)(?<![\s(]evt)(?<![\s(]\w)(?<!\d)[.!?]+[\"”’)]*\s+(?=[A-ZÆØÅ0-9\"“”(–-])"
)


class Passage(NamedTuple):  # forty are made for an answer, in a sixth of the time of a dataclass
    """A piece of text as indexed.

    `passage_id` hashes (record_id, document_id, char_start, text): an unchanged record gives the same passages.
    """

    passage_id: str
    record_id: str
    document_id: str | None  # None for a card
    text: str  # `document.text[char_start:char_end]`; for a card its own words
    url: str | None
    page_no: int | None  # 1-based PDF page
    char_start: int | None
    char_end: int | None
    is_card: bool
    context: str = ""  # title and headings that stand over the text; indexed with it, not shown as its words

    @property
    def indexed_text(self) -> str:
        """Context and text: what is embedded."""
        return f"{self.context}\n{self.text}" if self.context else self.text


Owners = Mapping[str, Sequence[RecordType]]


def make_passages(records: Sequence[Record]) -> Iterator[Passage]:
    """Give every record's passages, in the order of the records, the card first."""
    owners: defaultdict[str, list[RecordType]] = defaultdict(list)
    for record in records:
        for document in record.documents:
            owners[document.document_id].append(record.record_type)
    for record in records:
        yield from record_passages(record, owners)


def record_passages(record: Record, owners: Owners) -> Iterator[Passage]:
    """Give one record's passages, the card first.

    Args:
        record: with its documents.
        owners: the types of the records that each document belongs to, by document id.
    """
    seen: set[str] = set()
    for passage in _all_passages(record, owners):
        if passage.text not in seen:  # the same facts under two addresses are one passage
            seen.add(passage.text)
            yield passage


def _all_passages(record: Record, owners: Owners) -> Iterator[Passage]:
    yield make_card(record)
    title = str(record.values.get("title") or "")
    for document in record.documents:
        spans = document_spans(document)
        if not has_whole_document(record, document, owners[document.document_id]):
            places = [
                (e.char_start, e.char_end)
                for e in record.evidence
                if e.document_id == document.document_id
                and e.origin is not Origin.INFERRED  # its words are the pool's, which would outrank the pool with them
                and e.char_start is not None
                and e.char_end is not None
            ]
            spans = _spans_around(document, places)
        for span in spans:
            yield _passage(record, document, span, title)


def has_whole_document(record: Record, document: Document, owners: Sequence[RecordType]) -> bool:
    """Tell whether the whole document is about the record, or only the blocks that hold its evidence."""
    n_projects = sum(owner is RecordType.PROJECT for owner in owners)
    if len(owners) == 1:
        return True
    if record.record_type is RecordType.POOL:
        return n_projects != 1 or document.kind in _WHOLE_TO_POOL
    return n_projects == 1 and document.kind not in _WHOLE_TO_POOL


def make_card(record: Record) -> Passage:
    """Give the passage of a record's own facts: title, places, pool, funders, target group, themes and summary.

    Themes that are only inferred stay out: on the short card of a record that says little they would drown the records
    whose text says them.
    """
    get = record.values.get
    origins: defaultdict[str, set[Origin]] = defaultdict(set)
    for item in record.evidence:
        if item.field == "themes":
            origins[item.value].add(item.origin)
    themes = [theme for theme in get("themes", []) if origins[theme] != {Origin.INFERRED}]
    names = [municipality(code).name for code in get("municipalities", [])]
    lines = [
        str(get("title") or ""),
        ", ".join(f"{name} Kommune" for name in names),
        " · ".join(str(part) for part in (get("pool"), *get("funders", [])) if part),
        f"Målgruppe: {get('target_group')}" if get("target_group") else "",
        f"Temaer: {', '.join(themes)}" if themes else "",
        str(get("summary") or ""),
    ]
    text = "\n".join(line for line in lines if line)
    url = record.documents[0].url if record.documents else None
    return Passage(
        passage_id=_passage_id(record.record_id, "", 0, text),
        record_id=record.record_id,
        document_id=None,
        text=text,
        url=url,
        page_no=None,
        char_start=None,
        char_end=None,
        is_card=True,
    )


@dataclass(frozen=True, slots=True)
class _Span:
    char_start: int
    char_end: int
    page_no: int | None
    heading_path: tuple[str, ...]


def document_spans(document: Document) -> list[_Span]:
    """Cut a document's text into spans of up to `MAX_WORDS` words, at headings first, then between sentences."""
    if not document.blocks:
        return _split_long(document, _Span(0, len(document.text), None, ()))
    spans: list[_Span] = []
    section: list[Block] = []
    for block in (*document.blocks, None):
        if block is None or block.kind is BlockKind.HEADING or (section and _is_elsewhere(section[-1], block)):
            spans += _cut_section(document, section)
            section = []
        if block is not None and block.kind is not BlockKind.HEADING and not _is_noise(document, block):
            section.append(block)
        elif section:
            spans += _cut_section(document, section)
            section = []
    return spans


def _is_elsewhere(left: Block, right: Block) -> bool:
    return left.heading_path != right.heading_path or left.page_no != right.page_no


def _is_noise(document: Document, block: Block) -> bool:
    text = document.block_text(block)
    return not text.strip() or bool(_NOISE.match(text))


def _cut_section(document: Document, blocks: Sequence[Block]) -> list[_Span]:
    """Cut consecutive blocks under one heading: whole blocks together up to the target, long blocks by sentences."""
    spans: list[_Span] = []
    group: list[Block] = []
    n_words = 0
    for block in blocks:
        length = _count_words(document.block_text(block))
        if group and n_words + length > TARGET_WORDS:
            spans += _split_long(document, _cover(group))
            group, n_words = [], 0
        group.append(block)
        n_words += length
    return spans + (_split_long(document, _cover(group)) if group else [])


def _cover(blocks: Sequence[Block]) -> _Span:
    return _Span(blocks[0].char_start, blocks[-1].char_end, blocks[0].page_no, blocks[0].heading_path)


def _split_long(document: Document, span: _Span) -> list[_Span]:
    """Cut a span of more than `MAX_WORDS` words into even parts between sentences (or words, where none end)."""
    text = document.text[span.char_start : span.char_end]
    n_words = _count_words(text)
    if not n_words:
        return []
    if n_words <= MAX_WORDS:
        return [span]
    n_parts = -(-n_words // TARGET_WORDS)
    per_part = -(-n_words // n_parts)
    spans: list[_Span] = []
    start = count = 0
    for piece_start, piece_end in _pieces(text, per_part):
        length = _count_words(text[piece_start:piece_end])
        if count and count + length > per_part + 20:
            spans.append(_trimmed(text, start, piece_start, span))
            start, count = piece_start, 0
        count += length
    spans.append(_trimmed(text, start, len(text), span))
    return spans


def _pieces(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Give the sentences' places; one longer than `longest` words is cut between words."""
    ends = [m.end() for m in SENTENCE_END.finditer(text)] + [len(text)]
    start = 0
    for end in ends:
        words = [m.end() for m in re.finditer(r"\S+\s*", text[start:end])]
        for i in range(longest, len(words), longest):
            yield start + (words[i - longest - 1] if i > longest else 0), start + words[i - 1]
        last = (len(words) - 1) // longest * longest
        yield start + (words[last - 1] if last > 0 else 0), end
        start = end


def _trimmed(text: str, start: int, end: int, span: _Span) -> _Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return _Span(span.char_start + start + left, span.char_start + start + right, span.page_no, span.heading_path)


def _spans_around(document: Document, places: Sequence[tuple[int, int]]) -> list[_Span]:
    """Give the spans of the blocks that hold the places, each once, in order."""
    blocks = [
        block
        for block in document.blocks
        if any(start < block.char_end and end > block.char_start for start, end in places)
    ]
    spans: list[_Span] = []
    run: list[Block] = []
    for block in blocks:
        if run and (_is_elsewhere(run[-1], block) or document.text[run[-1].char_end : block.char_start].strip()):
            spans += _cut_section(document, run)
            run = []
        run.append(block)
    return spans + (_cut_section(document, run) if run else [])


def _count_words(text: str) -> int:
    return len(text.split())


def _passage(record: Record, document: Document, span: _Span, title: str) -> Passage:
    text = document.text[span.char_start : span.char_end]
    headings = [h for h in (title, *span.heading_path) if h]
    return Passage(
        passage_id=_passage_id(record.record_id, document.document_id, span.char_start, text),
        record_id=record.record_id,
        document_id=document.document_id,
        text=text,
        url=document.url,
        page_no=span.page_no,
        char_start=span.char_start,
        char_end=span.char_end,
        is_card=False,
        context=" › ".join(dict.fromkeys(headings)),
    )


def _passage_id(record_id: str, document_id: str, char_start: int, text: str) -> str:
    key = f"{record_id}\n{document_id}\n{char_start}\n{text}"
    return hashlib.sha256(key.encode()).hexdigest()[:20]

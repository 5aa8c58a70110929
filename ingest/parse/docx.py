"""Word files (DOCX): paragraphs, lists, tables and text boxes in order, as a reader of the document sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from corpus.documents import BlockKind, DocumentStatus
from ingest.parse.docx_file import UnreadableWordError, W, WordFile, all_text, open_word
from ingest.parse.draft import Draft, Parsed
from ingest.parse.html_tables import MAX_COLUMNS, MAX_ROWS, Row, row_drafts
from ingest.parse.labels import join_labels
from ingest.parse.limits import Limits
from ingest.parse.text import clean_text
from ingest.parse.tidy import tidy
from ingest.parse.updated import find_stated_update

_HEADING = re.compile(r"(?i)^(?:heading|overskrift)\s*([1-9])$")
_LIST = re.compile(r"(?i)^(?:list|opstilling|punktopstilling|talopstilling|listeafsnit)")
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Elements that only stand around content: content controls, tracked insertions, custom markup, and one of the forms
# in which a newer feature is given.
_AROUND = frozenset(
    {
        *(W + name for name in "sdt sdtContent ins moveTo smartTag customXml hyperlink fldSimple bdo dir".split()),
        f"{_MC}AlternateContent",
        f"{_MC}Choice",
    }
)
_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


def parse_docx(body: bytes, limits: Limits) -> Parsed:
    """Read a Word file; a container that is no such thing, or unpacks beyond the limits, is refused.

    Tracked insertions are read and deletions are not; hidden text, comments, headers and footers are left out.
    """
    try:
        word = open_word(body, limits)
    except UnreadableWordError as exc:
        return Parsed(status=DocumentStatus.FAILED, reason=str(exc))
    reader = _Reader(word)
    # one more than may be kept, so that whoever caps it sees that there was more
    drafts = list(islice(reader.read_blocks(word.body), limits.max_blocks + 1))
    title = next((d.text for d in drafts if d.kind is BlockKind.HEADING), None) or clean_text(word.title) or None
    parsed = Parsed(drafts=join_labels(tidy(drafts, title)), title=title, links=reader.links)
    parsed.unseen = f"{all_text(word.body)}\n{word.beside}"
    parsed.last_updated = find_stated_update([d.text for d in drafts])
    if reader.cut:
        parsed.status, parsed.reason = DocumentStatus.PARTIAL, reader.cut
    if not any(d.text for d in drafts):
        parsed.status, parsed.reason = DocumentStatus.EMPTY, "the file holds no text"
    return parsed


class _Reader:
    """Reads one document's body; links are noted on the way."""

    def __init__(self, word: WordFile) -> None:
        self.word = word
        self.links: list[tuple[str, str]] = []
        self.cut = ""  # what was left out for its size
        self._group = 0
        self._in_list = False
        self._boxes: list[etree._Element] = []  # text boxes anchored in the paragraph being read

    def read_blocks(self, parent: etree._Element) -> Iterator[Draft]:
        """Give the blocks below an element, in order."""
        for part in _content(parent):
            if part.tag == f"{W}tbl":
                self._group += 1
                self._in_list = False
                yield from row_drafts(self._rows(part), self._group)
            elif part.tag == f"{W}p":
                yield from self._paragraph_and_boxes(part)

    def _paragraph_and_boxes(self, paragraph: etree._Element) -> Iterator[Draft]:
        self._boxes = []
        draft = self._paragraph(paragraph)
        if draft is not None:
            if draft.kind is BlockKind.LIST_ITEM:
                self._group += 0 if self._in_list else 1
                draft.group = self._group
            self._in_list = draft.kind is BlockKind.LIST_ITEM
            yield draft
        for box in self._boxes:
            yield from self.read_blocks(box)

    def _paragraph(self, paragraph: etree._Element) -> Draft | None:
        runs = [(run, text) for run, text in self._runs(paragraph) if text]
        text = clean_text("".join(piece for _, piece in runs))
        if not text:
            return None
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        style_id = style.get(f"{W}val", "") if style is not None else ""
        lineage = self.word.styles.get(style_id) or (style_id,)
        if level := next((int(match[1]) for name in lineage if (match := _HEADING.match(name))), 0):
            return Draft(BlockKind.HEADING, (text,), level=min(level, 6))
        if lineage[0].lower() in ("title", "titel"):
            return Draft(BlockKind.HEADING, (text,), level=1)
        is_numbered = properties is not None and properties.find(f"{W}numPr") is not None
        if is_numbered or _LIST.match(lineage[0]):
            return Draft(BlockKind.LIST_ITEM, (text,), level=1)
        seen = [run for run, piece in runs if piece.strip()]
        if all(_is_set(run, "b") for run in seen) and len(text) <= 100 and text[-1] not in ".,;:":
            return Draft(BlockKind.HEADING, (text,), level=3)
        return Draft(BlockKind.PARAGRAPH, (text,))

    def _runs(self, parent: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """Give the runs below an element that are seen, each with its text."""
        for part in _content(parent, stop=f"{W}hyperlink"):
            if part.tag == f"{W}r":
                if not _is_set(part, "vanish"):
                    yield part, self._run_text(part)
            elif part.tag == f"{W}hyperlink":
                inside = list(self._runs(part))
                target = self.word.targets.get(part.get(_R_ID, ""))
                if target:
                    self.links.append((clean_text("".join(text for _, text in inside)), target))
                yield from inside

    def _run_text(self, run: etree._Element) -> str:
        pieces: list[str] = []
        for part in _content(run):
            if part.tag == f"{W}t":
                pieces.append(part.text or "")
            elif part.tag in _BREAKS:
                pieces.append(_BREAKS[part.tag])
            elif part.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._boxes += part.iter(f"{W}txbxContent")
        return "".join(pieces)

    def _rows(self, table: etree._Element) -> list[Row]:
        rows: list[Row] = []
        above: dict[int, str] = {}  # column -> text of the cell that may go on in the next row
        for n_row, row in enumerate(part for part in _content(table) if part.tag == f"{W}tr"):
            if n_row >= MAX_ROWS:
                self.cut = f"only the first {MAX_ROWS} rows of a table were read"
                break
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            cells = [""] * _number(properties, "gridBefore", 0)
            below: dict[int, str] = {}
            for cell in (part for part in _content(row) if part.tag == f"{W}tc"):
                if len(cells) >= MAX_COLUMNS:
                    break
                format_ = cell.find(f"{W}tcPr")
                merge = format_.find(f"{W}vMerge") if format_ is not None else None
                goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue" and len(cells) in above
                text = above[len(cells)] if goes_on else clean_text(self._cell_text(cell))
                if merge is not None:
                    below[len(cells)] = text
                cells += [text] * min(_number(format_, "gridSpan", 1), MAX_COLUMNS - len(cells))
            above = below
            if any(cells):
                rows.append((cells, properties is not None and _is_on(properties.find(f"{W}tblHeader"))))
        return rows

    def _cell_text(self, cell: etree._Element) -> str:
        """Give the text of a cell, tables within it included; text boxes in it are no part of the row."""
        paragraphs = cell.iter(f"{W}p")
        return "\n".join("".join(text for _, text in self._runs(paragraph)) for paragraph in paragraphs)


def _content(parent: etree._Element, *, stop: str = "") -> Iterator[etree._Element]:
    """Give the children of an element in order, those within elements that only stand around content included."""
    for child in parent:
        if child.tag in _AROUND and child.tag != stop:
            yield from _content(child, stop=stop)
        else:
            yield child


def _is_set(run: etree._Element, name: str) -> bool:
    properties = run.find(f"{W}rPr")
    return properties is not None and _is_on(properties.find(W + name))


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "true").lower() not in ("false", "0", "off", "none")


def _number(properties: etree._Element | None, name: str, otherwise: int) -> int:
    """Give a count that a row or cell claims, capped: a span of thousands is an attack or a slip."""
    element = properties.find(W + name) if properties is not None else None
    value = element.get(f"{W}val", "") if element is not None else ""
    if not value.isdecimal():
        return otherwise
    return max(min(int(value[:6]), MAX_COLUMNS), otherwise)

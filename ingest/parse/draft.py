"""Drafts: what a parser finds, block by block, and how drafts become a document's text and blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.documents import Block, BlockKind, Document, DocumentStatus

BLOCK_SEPARATOR = "\n\n"
CELL_SEPARATOR = "\t"


@dataclass(slots=True)
class Draft:
    """A block before it has a place; `cells` has one entry, or one per cell for table rows and definitions."""

    kind: BlockKind
    cells: tuple[str, ...]
    level: int = 0
    page_no: int | None = None
    is_header: bool = False
    group: int = 0
    href: str | None = None

    @property
    def text(self) -> str:
        """The text as it will stand in the document."""
        return CELL_SEPARATOR.join(self.cells)


@dataclass(slots=True)
class Parsed:
    """What a parser found in one file."""

    drafts: list[Draft] = field(default_factory=list)
    status: DocumentStatus = DocumentStatus.OK
    reason: str = ""
    title: str | None = None
    language: str | None = None
    last_updated: str | None = None
    n_pages: int | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    unseen: str = ""  # what the file says where no reader sees it: for the personal-data guard alone


def assemble(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...]]:
    """Join drafts into the document's text and its blocks.

    Drafts without text are left out. Heading paths follow heading levels: a heading closes those of its own and
    deeper levels.
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    path: list[tuple[int, str]] = []
    place = 0
    for draft in drafts:
        text = draft.text
        if not text.strip():
            continue
        if draft.kind is BlockKind.HEADING:
            while path and path[-1][0] >= draft.level:
                path.pop()
        blocks.append(_block(draft, text, place, tuple(heading for _, heading in path)))
        if draft.kind is BlockKind.HEADING:
            path.append((draft.level, text))
        pieces.append(text)
        place += len(text) + len(BLOCK_SEPARATOR)
    return BLOCK_SEPARATOR.join(pieces), tuple(blocks)


def _block(draft: Draft, text: str, place: int, path: tuple[str, ...]) -> Block:
    cells: list[tuple[int, int]] = []
    if draft.kind in (BlockKind.TABLE_ROW, BlockKind.DEFINITION):
        start = place
        for cell in draft.cells:
            cells.append((start, start + len(cell)))
            start += len(cell) + len(CELL_SEPARATOR)
    return Block(
        kind=draft.kind,
        char_start=place,
        char_end=place + len(text),
        heading_path=path,
        level=draft.level,
        page_no=draft.page_no,
        cells=tuple(cells),
        is_header=draft.is_header,
        group=draft.group,
        href=draft.href,
    )


def drafts_of(document: Document) -> list[Draft]:
    """Take a document's blocks apart again; `assemble` of the result gives the same text and blocks."""
    return [_draft(document, block) for block in document.blocks]


def _draft(document: Document, block: Block) -> Draft:
    spans: Sequence[tuple[int, int]] = block.cells or ((block.char_start, block.char_end),)
    return Draft(
        kind=block.kind,
        cells=tuple(document.text[start:end] for start, end in spans),
        level=block.level,
        page_no=block.page_no,
        is_header=block.is_header,
        group=block.group,
        href=block.href,
    )

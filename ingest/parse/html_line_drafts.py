"""Lines of running text as blocks: a bold line is a heading, a bold label has its value behind it."""

from __future__ import annotations

from corpus.documents import BlockKind
from ingest.parse.draft import Draft
from ingest.parse.html_folds import MAX_HEADING_CHARS, unmarked
from ingest.parse.html_lines import TextLine

_MAX_LABEL_CHARS = 60
_MAX_VALUE_CHARS = 300


def line_draft(line: TextLine, *, level: int, in_list: bool) -> Draft:
    """Give the block of a line.

    Args:
        line: the line, its bold parts and anchors.
        level: of a heading here.
        in_list: whether it stands in a list, where no line is a heading.
    """
    text = line.text
    href = next((target for label, target in line.anchors if label in text), None)
    if (bare := unmarked(text)) != text and _reads_as_heading(bare, in_list):
        return Draft(BlockKind.HEADING, (bare,), level=level, group=-1)
    if any(label == text for label, _ in line.anchors):
        return Draft(BlockKind.LINK, (text,), href=href)
    for strong in line.bold:
        if strong == text and _reads_as_heading(text, in_list):
            return Draft(BlockKind.HEADING, (text,), level=level, group=-1)
        if (cells := _label_and_value(text, strong)) is not None:
            return Draft(BlockKind.DEFINITION, cells, href=href)
    return Draft(BlockKind.PARAGRAPH, (text,), href=href)


def _label_and_value(text: str, strong: str) -> tuple[str, str] | None:
    """Give a bold label at a line's start, with its colon, and the value behind it."""
    rest = text[len(strong) :].lstrip()
    is_label = strong and text.startswith(strong) and (strong.endswith(":") or rest.startswith(":"))
    if not is_label or len(strong) > _MAX_LABEL_CHARS:
        return None
    term, value = (strong, rest) if strong.endswith(":") else (f"{strong}:", rest[1:].lstrip())
    return (term, value) if value and "\t" not in value and len(value) <= _MAX_VALUE_CHARS else None


def _reads_as_heading(text: str, in_list: bool) -> bool:
    return len(text) <= MAX_HEADING_CHARS and text[-1] not in ".,;!:" and not in_list

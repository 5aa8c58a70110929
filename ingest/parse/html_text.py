"""The text of elements: which of them are blocks, which are never read, and how their lines are joined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bs4 import Tag
from bs4.element import NavigableString

from ingest.parse.boilerplate import is_furniture_line

SKIPPED = frozenset(
    "script style noscript template svg iframe canvas audio video object embed input select textarea datalist option "
    "nav footer dialog head title meta link map progress meter".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body caption center details dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul".split()
)
_MAX_FIELD_CHARS = 110


def item_text(parts: Sequence[str]) -> str:
    """Join the lines of a list item: what stands on short lines of their own stays apart as cells do."""
    text = parts[0]
    for before, part in pairwise(parts):
        is_field = len(before) <= _MAX_FIELD_CHARS and (not before.endswith((".", ":", ",")) or before.endswith("kr."))
        text += f"\t{part}" if is_field and not part[:1].islower() else f" {part}"
    return text


def text_of(tag: Tag) -> str:
    """Give an element's text, block children and line breaks kept apart, scripts and the like left out."""
    pieces: list[str] = []
    for node in tag.children:
        if type(node) is NavigableString:
            pieces.append(str(node))
        elif isinstance(node, Tag) and node.name not in SKIPPED:
            text = text_of(node)
            if node.name not in BLOCKS and is_furniture_line(text.strip()):
                continue  # an icon's name beside a heading: "Pil ned ikon"
            pieces.append(f" {text} " if node.name == "br" or node.name in BLOCKS else text)
    return "".join(pieces)

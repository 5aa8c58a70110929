"""Tables that text extraction has flattened: one cell a line, names and amounts by turns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.documents import BlockKind
from ingest.parse.draft import Draft

_AMOUNT = re.compile(
    r"(?i)^(?:kr\.?\s*)?(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+,\d+\s*(?:mio|mill)\.?|\d+\s*(?:mio|"
    r"mill)\.?)(?:\s*(?:kr\.?|kroner))?(?:,-)?$"
)
_HEADER_END = re.compile(
    r"(?i)^(?:\(?(?:i\s+)?(?:kr|kroner|dkk|mio\.? kr)\.?\)?:?|.*\b(?:beløb|tilskud|bevilling|bevilget|tildelt)\b.*)$"
)
_MIN_ROWS = 3
_MAX_NAME_CHARS = 120


def join_flat_tables(drafts: Sequence[Draft]) -> list[Draft]:
    """Put name and amount, each a paragraph of its own by turns for three rows or more, together as table rows.

    The lines above that name the columns (`Kommune:`, `Tildelt beløb`, `(kr.):`) become one header row.
    """
    drafts = list(drafts)
    group = max((d.group for d in drafts), default=0)
    out: list[Draft] = []
    n = 0
    while n < len(drafts):
        rows = _count_rows(drafts, n)
        if rows < _MIN_ROWS:
            out.append(drafts[n])
            n += 1
            continue
        group += 1
        header = _take_header(out)
        if header:
            out.append(Draft(BlockKind.TABLE_ROW, header, is_header=True, group=group, page_no=drafts[n].page_no))
        for place in range(n, n + 2 * rows, 2):
            cells = (drafts[place].text, drafts[place + 1].text)
            out.append(Draft(BlockKind.TABLE_ROW, cells, group=group, page_no=drafts[place].page_no))
        n += 2 * rows
    return out


def _count_rows(drafts: Sequence[Draft], start: int) -> int:
    rows = 0
    while start + 2 * rows + 1 < len(drafts):
        name, amount = drafts[start + 2 * rows], drafts[start + 2 * rows + 1]
        plain = name.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and amount.kind in (
            BlockKind.PARAGRAPH,
            BlockKind.HEADING,
        )
        if not plain or not _AMOUNT.match(amount.text) or _AMOUNT.match(name.text) or len(name.text) > _MAX_NAME_CHARS:
            break
        if name.text.endswith(":") or (_HEADER_END.match(name.text) and rows == 0):
            break
        rows += 1
    return rows


def _take_header(out: list[Draft]) -> tuple[str, str] | None:
    """Take the lines that name the two columns off the end of what stands before a table."""
    taken: list[str] = []
    while out and len(taken) < 3 and out[-1].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.DEFINITION):
        text = out[-1].text
        is_name = bool(
            re.match(
                r"(?i)^(?:kommune[r]?|ansøger[e]?|projekt(?:er)?|tilskudsmodtager|modtager|navn)\W{0,2}(?:\t|$)", text
            )
        )
        if len(text) > 40 or not (_HEADER_END.match(text) or is_name):
            break
        taken.insert(0, text)
        out.pop()
        if is_name:
            break
    parts = [part for text in taken for part in text.split("\t")]
    return (parts[0], " ".join(parts[1:])) if len(parts) > 1 else None

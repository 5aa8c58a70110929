"""Labelled fields: a label that ends in a colon, and the value beside or below it."""

from __future__ import annotations

import re

from corpus.documents import BlockKind
from ingest.parse.draft import Draft

MAX_VALUE_CHARS = 160
_LABEL = re.compile(r"^[A-ZÆØÅ][^.!?:;\n]{1,58}:$")
# A label that introduces a list or a link is a sentence, not a field: "Som projektkommune får I:", "Læs mere om ...:"
_SENTENCE = re.compile(
    r"(?i)\b(?:læs|se|hent|download|får|er|kan|skal|vil|har|findes|følgende|blandt andet|fx|nedenfor|herunder|her|"
    r"således|være|blive[r]?|og|at)\b"
)


def is_label(text: str) -> bool:
    """Tell a field label ("Projektperiode:") from a sentence that ends in a colon."""
    return bool(_LABEL.match(text)) and len(text.split()) <= 6 and not _SENTENCE.search(text)


def join_labels(drafts: list[Draft]) -> list[Draft]:
    """Turn a label paragraph and the short paragraph after it into a definition; before long text it is a heading."""
    joined: list[Draft] = []
    skip = False
    for n, draft in enumerate(drafts):
        if skip:
            skip = False
            continue
        after = drafts[n + 1] if n + 1 < len(drafts) else None
        if draft.kind is not BlockKind.PARAGRAPH or after is None or not is_label(draft.text):
            joined.append(draft)
        elif after.kind is not BlockKind.PARAGRAPH or is_label(after.text) or after.page_no != draft.page_no:
            joined.append(draft)
        elif len(after.text) <= MAX_VALUE_CHARS and "\t" not in after.text:
            joined.append(Draft(BlockKind.DEFINITION, (draft.text, after.text), page_no=draft.page_no, href=after.href))
            skip = True
        else:
            joined.append(Draft(BlockKind.HEADING, draft.cells, level=_level_after(joined), page_no=draft.page_no))
    return joined


def _level_after(drafts: list[Draft]) -> int:
    """Give the level of a heading that is not marked as one: below the last marked one, beside its equals."""
    for draft in reversed(drafts):
        if draft.kind is BlockKind.HEADING:
            return draft.level if draft.text.endswith(":") else min(draft.level + 1, 6)
    return 2

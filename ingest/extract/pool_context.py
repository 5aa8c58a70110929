"""What a page says of a pool as a whole, which is also what its projects are about."""

from __future__ import annotations

import re
from collections.abc import Collection

from ingest.cues import Cue
from ingest.extract.lines import Page, Span

_CRITERIA = Cue(r"^i hvilken grad|kriterier|ansøg|budget|evaluer|afrapport|revisor|spørgsmål|svar\b|frist")
_PURPOSE = Cue(
    r"\bformål(?:et)?\b|\bfokus på\b|\bmålgruppe|"
    r"\b(?:skal|kan) (?:styrke|understøtte|hjælpe|bidrage|forbedre|støtte|nå)\b|"
    r"projekter,? (?:der|som)\b|(?:indsatser|tilbud|hjælp|støtte) (?:til|for|over for) (?:borgere|ældre|mennesker|"
    r"patienter|børn|unge|familier|pårørende|beboere|udsatte|sårbare)\b"
)


def pool_context(page: Page, own: Collection[int]) -> list[tuple[Span, str]]:
    """Give what a page says of the pool as a whole, which is also what its projects are about, each part with its role.

    The title and the first paragraphs; assessment criteria are alike in all pools and tell nothing, and the lines in
    `own` are about one project.
    """
    parts: list[tuple[Span, str]] = []
    if page.title is not None:
        parts.append((page.title, "ctxtitle"))
    for line in page.lines:
        if line.is_heading or line.cells or line.index in own or len(line.text) < 60 or _CRITERIA.search(line.text):
            continue
        if line.is_list_item and not re.search(r"formål", line.section, re.IGNORECASE):
            continue
        # What comes first says what it is about, and so does what states a purpose.
        is_about = len(parts) < 3 or bool(_PURPOSE.search(line.text) and len(parts) < 10)
        if is_about or len(parts) < 6:
            role = "ctx" if not is_about else "ctxpurpose" if _PURPOSE.search(line.text) else "ctxlead"
            parts.append((Span(line.text, line.char_start, line.char_end), role))
        if len(parts) >= 10:
            break
    return parts

"""Plain text: pages of extracted text, drafts and notes, lines to blocks."""

from __future__ import annotations

import re

from corpus.documents import BlockKind, DocumentStatus
from ingest.parse.draft import Draft, Parsed
from ingest.parse.encoding import decode_bytes
from ingest.parse.labels import join_labels
from ingest.parse.plain_table import join_flat_tables
from ingest.parse.text import clean_text
from ingest.parse.tidy import is_furniture, tidy
from ingest.parse.updated import find_last_updated, is_date_line

_BULLET = re.compile(r"^[•·▪●○◦‣■□–—*o\-\uf0b7\uf0a7]\s+(?=\S)")
_DASH_BULLET = re.compile(r"^[-–—]\s+(?=\S)")
_NUMBER = re.compile(r"^(\d{1,2})[.)]\s+(?=\S)")
_BYLINE = re.compile(r"^Af\s+[A-ZÆØÅ][\w.'-]+(?:\s+[A-ZÆØÅ]\.?[\w.'-]*){1,4}(?:\s+\d|$|,)")
_MAX_HEADING_CHARS = 110
_MAX_HEADING_WORDS = 14
_URL = re.compile(r"https?://[^\s<>\"')\]]{3,500}")


def parse_plain(body: bytes, declared: str = "", *, max_chars: int = 3_000_000) -> Parsed:
    """Read a text file as the page it once was: headings are guessed, lists and labelled fields recognised."""
    text = decode_bytes(body, declared)
    parsed = read_plain(text[:max_chars])
    if len(text) > max_chars:
        parsed.status, parsed.reason = DocumentStatus.PARTIAL, f"only the first {max_chars} characters were read"
    return parsed


def read_plain(text: str) -> Parsed:
    """Read decoded text; see `parse_plain`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    drafts = _draft_lines(lines)
    updated = find_last_updated([d.text for d in drafts if d.kind is not BlockKind.LIST_ITEM], {})
    drafts = [draft for draft in drafts if not is_furniture(draft)]
    title = _mark_headings(drafts)
    drafts = join_labels(join_flat_tables(tidy(drafts, title)))
    parsed = Parsed(drafts=drafts, title=title, last_updated=updated)
    parsed.links = [("", url) for url in _URL.findall(text)]
    if not any(d.text for d in drafts):
        parsed.status, parsed.reason = DocumentStatus.EMPTY, "the file holds no text"
    return parsed


def _draft_lines(lines: list[str]) -> list[Draft]:
    """Cut lines into blocks: blank lines part them, and within a run list items and unfinished lines."""
    drafts: list[Draft] = []
    group = 0
    after_blank = True
    for raw in lines:
        text = clean_text(raw)
        if not text:
            after_blank = True
            continue
        kind, item = _classify(text, raw)
        if kind is BlockKind.LIST_ITEM:
            if not (drafts and drafts[-1].kind is BlockKind.LIST_ITEM and not after_blank):
                group += 1
            drafts.append(Draft(kind, (item,), level=1, group=group))
        elif not after_blank and drafts and _continues(drafts[-1], text):
            drafts[-1].cells = (f"{drafts[-1].text} {text}",)
        else:
            drafts.append(Draft(BlockKind.PARAGRAPH, (text,)))
        after_blank = False
    return drafts


def _classify(text: str, raw: str) -> tuple[BlockKind, str]:
    bullet = _BULLET.match(text)
    if bullet and not (_DASH_BULLET.match(text) and not raw.startswith((" ", "\t", " "))):
        # a dash at the left margin is speech ("- Vi er glade"), an indented one a list
        return BlockKind.LIST_ITEM, text[bullet.end() :]
    number = _NUMBER.match(text)
    if number:
        return BlockKind.LIST_ITEM, text[number.end() :]
    return BlockKind.PARAGRAPH, text


def _continues(before: Draft, text: str) -> bool:
    """Tell whether a line goes on with the paragraph before it: hard-wrapped text, not one paragraph a line."""
    if before.kind is BlockKind.LIST_ITEM:
        return text[0].islower() and before.text[-1] not in ".!?:"
    return (
        len(before.text) > 45 and before.text[-1] not in ".!?:;" and (text[0].islower() or len(before.text) % 1000 < 95)
    )


def _mark_headings(drafts: list[Draft]) -> str | None:
    """Mark the title and the lines that read as headings; gives the title."""
    title = _title_place(drafts)
    for n, draft in enumerate(drafts):
        if n == title:
            draft.kind, draft.level = BlockKind.HEADING, 1
        elif title is not None and n == title + 1 and n + 2 < len(drafts) and _reads_as_heading(drafts, n + 1):
            continue  # the kicker below the title, not a heading without a text
        elif n > (title if title is not None else -1) and _reads_as_heading(drafts, n):
            draft.kind, draft.level = BlockKind.HEADING, 2
    return drafts[title].text if title is not None else None


def _title_place(drafts: list[Draft]) -> int | None:
    """Find the title: the first heading-like line, or the second where the first is a kicker or breadcrumb.

    Breadcrumbs and kickers are lines shorter than the title just after them, which a longer line follows.
    """
    places = [
        n for n, d in enumerate(drafts[:12])
        if d.kind is BlockKind.PARAGRAPH and not is_date_line(d.text)
    ]  # fmt: skip
    if not places or len(drafts[places[0]].text) > 220:
        return None
    head = []
    for n in places:
        text = drafts[n].text
        if len(text) > 160 or text[-1] in ".!" or _BYLINE.match(text):
            break
        head.append(n)
    if not head:
        return None
    return max(head[:3], key=lambda n: (_looks_like_title(drafts[n].text), -n)) if len(head) > 1 else head[0]


def _looks_like_title(text: str) -> float:
    words = text.split()
    return min(len(words), 6) + (0.5 if ":" in text else 0.0)


def _reads_as_heading(drafts: list[Draft], n: int) -> bool:
    draft = drafts[n]
    text = draft.text
    if (
        draft.kind is not BlockKind.PARAGRAPH
        or len(text) > _MAX_HEADING_CHARS
        or len(text.split()) > _MAX_HEADING_WORDS
    ):
        return False
    if (
        text[-1] in '.,;!:”"'
        or ": " in text
        or not (text[0].isupper() or text[0].isdigit())
        or text[0] in "-–"
        or n + 1 >= len(drafts)
    ):
        return False
    if is_date_line(text) or (any(c.isdigit() for c in text) and not any(c.islower() for c in text)):
        return False
    if _BYLINE.match(text) or re.search(r"(?i)\b(?:kommune|kr\.?)$|\(pdf\)|^(?:læs|se|hent|download)\b", text):
        return False  # names in an award list, amounts and link labels stand alone as headings do
    after = drafts[n + 1]
    if after.kind is BlockKind.LIST_ITEM:
        return True
    return after.kind is BlockKind.PARAGRAPH and (
        len(after.text) > 80 or after.text[-1] in ".:" or bool(re.search(r"\d{4}", after.text))
    )

"""Whose a section is and what it is called, as its heading and first lines say."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.money import AmountMention
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.award_siblings import names_someone
from ingest.extract.draft import Found
from ingest.extract.entries import STRIP, amount_found, clean_title, line_amount
from ingest.extract.labels import role_of
from ingest.extract.lines import Line, Span
from ingest.extract.project_places import founds_of, is_only_names
from ingest.extract.project_titles import QUOTED_PROJECT, bare_title, is_meta
from ingest.extract.section_heads import WHO_AND_WHAT, HeadingSays, heading_mentions, what_heading_says

SHORT = 4  # characters of the shortest name
_MAX_ROW = 160  # characters
_NEW_SENTENCE = re.compile(r"\.?(?:\s+(?=[A-ZÆØÅ\d])|\s*$)")
_ONE_PART = re.compile(r"[^.!?:]{4,70}\.")  # "Friskere liv."


def section_places(heading: Line) -> list[Found]:
    """Give the municipalities that a section's heading names."""
    return founds_of(heading_mentions(heading.text), heading.char_start, 0.9)


def section_owners(headings: list[Line]) -> dict[int, tuple[Found, Found | None]]:
    """Give whom the headings name that name no municipality, where most are municipalities' or theirs with a name.

    Under "Havby Kommune: Friskere liv" and "Sydby Kommune: Ro igen" the heading "Hospice Havblik: Det gode farvel" has
    its owner before the colon; beside headings that are municipalities alone it is the owner whole.

    Args:
        headings: the headings of a page's sections.

    Returns:
        Owner and, where the heading names it, project, by the heading's index.
    """
    parts = {line.index: WHO_AND_WHAT.match(line.text) for line in headings}
    n_parted = sum(bool((m := parts[line.index]) and is_only_names(m["who"])) for line in headings)
    n_bare = sum(is_only_names(line.text) for line in headings)
    owners: dict[int, tuple[Found, Found | None]] = {}
    for line in headings:
        if any(m.confidence >= LIKELY for m in heading_mentions(line.text)):
            continue
        at, match = line.char_start, parts[line.index]
        if match is not None and n_parted * 2 >= len(headings) and names_someone(match["who"]):
            who = Found(match["who"], at + match.start("who"), at + match.end("who"), 0.86)
            owners[line.index] = who, Found(match["what"], at + match.start("what"), line.char_end, 0.88)
        elif match is None and n_bare * 2 >= len(headings) and names_someone(line.text):
            owners[line.index] = Found(line.text, at, line.char_end, 0.84), None
    return owners


def section_title(heading: Line, lines: list[Line], *, is_told: bool = False) -> Found | None:
    """Give a section's project: what its heading says besides the place, a name in quotes, or a short line below."""
    left = heading.text
    for m in reversed(heading_mentions(heading.text)):
        left = left[: m.char_start] + left[m.char_end :]
    says = what_heading_says(heading.text)
    bare = re.sub(r"(?i)\b(?:regions)?kommun\w*|\bog\b|\bi\b|[\W\d_]", "", left)
    if not is_told and says is not HeadingSays.NOTHING and len(bare) >= 3:
        after = WHO_AND_WHAT.match(heading.text)
        if after and is_only_names(after["who"]):
            if after["what"][:1].islower():
                return None  # "Havby: når teknikken driller"
            return Found(after["what"], heading.char_start + after.start("what"), heading.char_end, 0.88)
        return bare_title(Span(heading.text, heading.char_start, heading.char_end), 0.85)
    for line in lines[1:5]:
        quoted = QUOTED_PROJECT.search(line.text)
        if quoted:
            return Found(
                quoted["name"], line.char_start + quoted.start("name"), line.char_start + quoted.end("name"), 0.88
            )
    return title_below(lines)


_TO_READ = re.compile(r"(?:artikel|læs|se|hent|film|video|podcast|interview)\b(?! (?:liv|mig|os)\b)", re.IGNORECASE)


def title_below(lines: list[Line]) -> Found | None:
    """Give the name that the line under a section's heading is, with or without its sum."""
    below = lines[1] if len(lines) > 1 else None
    if below is not None and (row := _name_and_sum(below)) is not None:
        return row
    if below and (clean_title(below.text, 0) is None or _TO_READ.match(below.text)):
        return None  # "Slutrapport" under a municipality's name
    if below and SHORT <= len(below.text) < 110 and not below.text.endswith((".", ":")) and not is_meta(below.text):
        return bare_title(Span(below.text, below.char_start, below.char_end), 0.85)
    return None


def section_sum(lines: list[Line]) -> Found | None:
    """Give the sum behind a name below a heading: "Friskere liv – 900.000 kr." or "Friskere liv. 90.000 kr"."""
    below = lines[1] if len(lines) > 1 else None
    amount = line_amount(below.text) if below is not None and len(below.text) <= _MAX_ROW and not below.cells else None
    if below is None or amount is None or not _before_sum(below.text, amount):
        return None
    return amount_found(amount, below.char_start, 0.92)


def _before_sum(text: str, amount: AmountMention) -> str:
    """Give what a line says before the sum that ends it, or that is a sentence of its own; else nothing."""
    before, after = text[: amount.char_start].rstrip(), text[amount.char_end :]
    if before.endswith(".") and _NEW_SENTENCE.match(after):
        return before[:-1] if _ONE_PART.fullmatch(before) else ""
    is_apart = before.endswith(("–", "-", "—", ",", ":", "(", "|", ";", "\t", "·"))
    is_last = not after.strip(STRIP) or bool(_ONE_PART.fullmatch(before[:-1] + ".") and _NEW_SENTENCE.match(after))
    return before.strip(STRIP) if is_apart and is_last else ""


def _name_and_sum(line: Line) -> Found | None:
    """Give the name that a line holds before its sum."""
    amount = line_amount(line.text) if len(line.text) <= _MAX_ROW and not line.cells else None
    name = _before_sum(line.text, amount) if amount is not None else ""
    if len(name) < SHORT or is_only_names(name) or role_of(name):
        return None
    return clean_title(name, line.char_start + line.text.index(name))


def leading_places(text: str, named: frozenset[str] = frozenset()) -> list[PlaceMention]:
    """Give the municipalities that a text's first words name; of `named` ones even "Vejen" and "Lejre"."""
    found = [m for m in find_municipalities(text[:120]) if m.char_start < 60]
    found = [replace(m, confidence=max(m.confidence, LIKELY)) if m.code in named else m for m in found]
    return [m for m in found if m.confidence >= LIKELY]

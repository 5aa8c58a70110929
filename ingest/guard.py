"""The guard: nothing personal goes past it. Every parsed document passes here before it is stored or indexed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from urllib.parse import unquote

from corpus.documents import BlockKind, Document
from corpus.errors import QuarantineError
from corpus.municipalities import municipalities
from ingest.guard_contacts import drop_contact_blocks, mask_emails, mask_phones
from ingest.guard_cpr import CprMention, address_holds_cpr, find_cpr
from ingest.guard_names import collect_names, name_pattern
from ingest.parse.draft import Draft, assemble, drafts_of
from ingest.parse.text import clean_text

NAME_MASK = "[navn]"
_DROPPED_META = frozenset(("author", "creator", "last_modified_by", "lastmodifiedby", "manager", "contact", "email"))
# Possessive: "tlf." may be read in two ways, and a line of a hundred of them in 2 to the power of that.
_MASKS_ONLY = re.compile(
    r"(?i)^(?:\[(?:navn|e-mail|telefon)\]|af|og|ved|kontakt|tlf\.?|telefon|mail|e-mail|foto|tekst|[\W\d])++$"
)
_BYLINE_REST = re.compile(
    r"(?i)^\W{0,3}(?:af|by|tekst|foto|tekst og foto|journalist)\W{0,2}\s?\[navn\](?:(?:,| og|"
    r" &)\s\[navn\])*[\s,]*(?:journalist|kl|fotograf)?[\s\d./-]*$"
)


def guard_document(document: Document) -> Document:
    """Give the document without personal data: title, text, blocks, links and meta.

    Contact blocks are dropped; e-mails, telephone numbers and the names of contact persons, authors and persons
    quoted are masked (`[e-mail]`, `[telefon]`, `[navn]`), so that sentences still read and blocks keep their place.
    Offsets are those of the new text. Guarding a guarded document changes nothing.

    Raises:
        QuarantineError: the document holds what looks like a CPR number. The message says where, not what.
    """
    _refuse_cpr(document)
    drafts = [_mask_contacts(draft) for draft in drafts_of(document)]
    names = _collect_names(drafts, document.title or "")
    drafts = drop_contact_blocks(drafts)
    drafts = [masked for draft in drafts if (masked := _mask_names(draft, names)) is not None]
    text, blocks = assemble(drafts)
    return replace(
        document,
        text=text,
        blocks=blocks,
        title=_mask_line(document.title, names) if document.title else None,
        links=tuple(_guard_links(document.links, names)),
        meta={n: _mask_line(v, names) for n, v in document.meta.items() if n.lower() not in _DROPPED_META},
    )


def _refuse_cpr(document: Document) -> None:
    for part, text in _parts(document):
        found = find_cpr(text)
        if found:
            where = _place(document, found[0]) if part == "text" else part
            sure = "certain" if found[0].confidence > 0.95 else "likely"
            raise QuarantineError(
                f"{len(found)} CPR number{'s' if len(found) > 1 else ''} ({sure}) in {where}.",
                remedy="The document is held back; an editor may clear it with a reason.",
                source=document.source,
                url=document.url,
            )


def refuse_unseen(text: str, document: Document) -> None:
    """Refuse a document whose file holds a CPR number where no reader sees it: comments, hidden text, image texts.

    Its text would be clean, but its original bytes are kept too. What no person wrote is looked at more strictly: ten
    digits run together count only with modulus 11 right or a label.

    Args:
        text: what the file says unseen.
        document: the document of the file.

    Raises:
        QuarantineError: there is such a number.
    """
    text = "\n".join(map(clean_text, text.splitlines()))  # an invisible character would break the number
    sure = [found for found in find_cpr(text) if found.confidence > 0.95 or _is_parted(text, found)]
    if sure:
        raise QuarantineError(
            f"{len(sure)} CPR number{'s' if len(sure) > 1 else ''} where the file does not show it.",
            remedy="The document is held back; an editor may clear it with a reason.",
            source=document.source,
            url=document.url,
        )


def _is_parted(text: str, found: CprMention) -> bool:
    return bool(re.search(r"\d\s?[^\d\s]", text[found.char_start : found.char_end]))


def _parts(document: Document) -> Iterable[tuple[str, str]]:
    yield "text", document.text
    yield "title", document.title or ""
    for label, target in document.links:
        yield "a link", label
        if address_holds_cpr(target):
            yield "a link's address", unquote(target)
    for name, value in document.meta.items():
        yield f"the page's {name}", value


def _place(document: Document, mention: CprMention) -> str:
    for n, block in enumerate(document.blocks, start=1):
        if block.char_start <= mention.char_start < block.char_end:
            return f"block {n}" + (f", page {block.page_no}" if block.page_no else "")
    return "the text"


def _mask_contacts(draft: Draft) -> Draft:
    draft.cells = tuple(mask_phones(mask_emails(cell)) for cell in draft.cells)
    if draft.href and draft.href.lower().startswith(("mailto:", "tel:", "sms:")):
        draft.href = None
    return draft


def _collect_names(drafts: list[Draft], title: str) -> frozenset[str]:
    places = _place_words()
    text = "\n".join([title, *(draft.text for draft in drafts)])
    return collect_names(text, places)


def _mask_names(draft: Draft, names: frozenset[str]) -> Draft | None:
    """Mask the names in a block; None for a block that was a byline or a name and nothing else."""
    pattern = name_pattern(names, _place_words())
    if pattern is None:
        return draft
    cells = tuple(_mask_in(pattern, cell) for cell in draft.cells)
    if cells == draft.cells:
        return draft
    if draft.kind not in (BlockKind.TABLE_ROW, BlockKind.DEFINITION) and _says_nothing(cells[0]):
        return None
    draft.cells = cells
    return draft


def _says_nothing(text: str) -> bool:
    return bool(_MASKS_ONLY.match(text) or _BYLINE_REST.match(text))


def _mask_in(pattern: re.Pattern[str], text: str) -> str:
    return re.sub(r"\[navn\](?:\s\[navn\])+", NAME_MASK, pattern.sub(NAME_MASK, text))


def _mask_line(text: str, names: frozenset[str]) -> str:
    text = mask_phones(mask_emails(text))
    pattern = name_pattern(names, _place_words())
    return _mask_in(pattern, text) if pattern is not None else text


def _guard_links(links: Iterable[tuple[str, str]], names: frozenset[str]) -> Iterable[tuple[str, str]]:
    for label, target in links:
        if not target.lower().startswith(("mailto:", "tel:", "sms:", "callto:")) and "@" not in unquote(target):
            yield _mask_line(label, names), target


@cache
def _place_words() -> frozenset[str]:
    words: set[str] = set()
    for place in municipalities().values():
        for name in (place.name, place.region_name, *place.aliases):
            words.update(re.findall(r"\w+(?:-\w+)*", name))
    return frozenset(words)

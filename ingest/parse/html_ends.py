"""Where a page ends: its last container when that is the site's, and footers that are a part's own."""

from __future__ import annotations

import re

from bs4 import Tag

from ingest.parse.html_tree import Page
from ingest.parse.text import clean_text

_MAX_CHARS = 160  # a page's last container with more text than this may be content, unless it signs for the site
_MAX_SIGNED_CHARS = 700
_MAX_LINE = 110  # characters; a footer's lines are names, links and addresses
_CONTAINERS = frozenset(("div", "section", "ul", "p", "table", "aside", "address"))
_BOXES = frozenset(("div", "section", "aside", "address"))
_WRAPPERS = frozenset(("div", "section", "form", "main", "article"))
_PARTS = ("article", "li", "section")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "link", "meta", "svg", "iframe"))
_DEPTH = 12  # wrappers around the whole page
_POSTCODE = r"\b\d{4} (?:[A-ZÆØÅ][\wæøå]+)"
# numbers by which one reaches or knows whose site it is; in a footer no other numbers are looked for
_REACHED_AT = re.compile(
    rf"(?:[A-ZÆØÅ][\wæøåé.-]+ ){{1,4}}\d{{1,3}} ?[A-Z]?(?=,|\s{_POSTCODE}|\s*$)|{_POSTCODE}(?: [A-ZÆØÅ]{{1,2}}\b)?|"
    r"(?:(?i:tlf|telefon|hovednummer|ring(?: til os)?(?: på)?|fax|cvr(?:[ .-]*nr)?|ean(?:[ .-]*nr)?|p-?nr|t|tel)\W{0,3}"
    r"(?:\+45 ?)?\d[\d ]{5,17}\d)|\b(?:\+45 ?)?\d{2} ?\d{2} ?\d{2} ?\d{2}\b|"
    r"(?i:abonnement\w*\s(?:fra|for|til)\s(?:kun\s)?\d{1,4}(?:\s?kr\.?|,-)(?:\som\småneden)?)|"
    r"(?:©|(?i:copyright))\W{0,3}\d{4}(?:\s?[-–]\s?\d{4})?|"
    r"(?i:man|tirs|ons|tors|fre|lør|søn)(?i:dag)?\S* ?(?:[-–,]|til|og)?[\w .,-]{0,24}?(?:kl\.? ?)?\d{1,2}(?:[.:]\d\d)?"
    r" ?[-–] ?\d{1,2}(?:[.:]\d\d)?"
)
_SIGNS = re.compile(
    rf"{_POSTCODE}|(?i:\bcvr\b|\bean\b|\btlf\b|telefon|copyright|©|cookie|privatliv|persondata|databeskyttelse|"
    r"\b(?:was|web)[- ]?(?:erklæring|tilgængelighed)|tilgængelighed|whistleblower|sitemap|følg os|nyhedsbrev|"
    r"abonn[eé]r|abonnement|facebook|linkedin|instagram|digital post|sikker (?:mail|post)|åbningstid|"
    r"om (?:os|siden|hjemmesiden)|"
    r"kontakt os|til toppen|presse\b|job\b|ledige stillinger|[\w.-]+@[\w.-]+\.\w+)"
)


def closing_parts(page: Page) -> frozenset[int]:
    """Give the `id()` of the containers that close a page which marks neither its main part nor its footer.

    They stand last, beside the one that holds the heading, and hold a few words with no number in them but those by
    which one reaches the site: a slogan, an address, the link to the cookie policy. What a project got, when and what
    came of it has other numbers or takes more words.
    """
    h1 = next(iter(page.by_name["h1"]), None)
    if h1 is None:
        return frozenset()
    node = page.body
    found: set[int] = set()
    is_outermost = True
    for _ in range(_DEPTH):
        parts = [c for c in node.children if isinstance(c, Tag) and c.name not in _UNSEEN]
        holder = next((n for n, part in enumerate(parts) if part in h1.parents), None)
        if holder is None:  # the heading stands free: its parts are content beside one another
            found |= _short_signs(parts) if is_outermost else set()
            break
        last = len(parts)
        while last - 1 > holder and parts[last - 1].name in _CONTAINERS:
            if not _closes(parts[last - 1], is_plain_enough=is_outermost and not found, is_outermost=is_outermost):
                break
            last -= 1
            found.add(id(parts[last]))
        if last - 1 > holder or parts[holder].name not in _WRAPPERS:
            break
        is_outermost = is_outermost and len(parts) == 1
        node = parts[holder]
    return frozenset(found)


def _short_signs(parts: list[Tag]) -> set[int]:
    """Give the `id()` of the last boxes beside a page's paragraphs that hold a site's few words and no figure."""
    found: set[int] = set()
    for part in reversed(parts):
        text = clean_text(part.get_text(" "))
        if part.name not in _BOXES or len(text) > _MAX_LINE or re.search(r"\d", _REACHED_AT.sub(" ", text)):
            break
        if not _SIGNS.search(text) or part.find(("p", "li", "table")) is not None:
            break
        found.add(id(part))
    return found


def _closes(part: Tag, *, is_plain_enough: bool, is_outermost: bool) -> bool:
    """Tell whether a container holds a site's last words: a few words, or short lines with two signs of a site.

    Args:
        part: the container.
        is_plain_enough: a few words will do, though nothing in them is a site's.
        is_outermost: the container stands beside the one that holds the whole page; further in, one sign is too few.
    """
    text = clean_text(part.get_text(" "))
    if len(text) > _MAX_SIGNED_CHARS or re.search(r"\d", _REACHED_AT.sub(" ", text)):
        return False
    n_signs = sum(1 for _ in _SIGNS.finditer(text))
    if len(text) <= _MAX_CHARS and (n_signs >= (1 if is_outermost else 2) or is_plain_enough):
        return n_signs > 0 or not re.search(r"\d", text)
    return n_signs >= 2 and all(len(line) <= _MAX_LINE for line in part.stripped_strings)


def part_footers(page: Page) -> frozenset[int]:
    """Give the `id()` of footers that belong to cards or items beside one another, where an amount or a year stands."""
    footers = [tag for tag in page.by_name["footer"] if tag.find_parent(_PARTS) is not None]
    return frozenset(map(id, footers)) if len(footers) > 1 else frozenset()

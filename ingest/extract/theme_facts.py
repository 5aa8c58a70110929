"""Words that point to themes, by where they stand; which themes an undertaking has is chosen from them.

See `ingest.theme_choice`, which weighs them once all pages that tell of an undertaking are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from urllib.parse import unquote, urlsplit

from corpus.evidence import Origin
from corpus.themes import ThemeMention, find_themes, themes
from ingest.candidates import Statement
from ingest.extract.draft import Draft
from ingest.extract.lines import Page, Span
from ingest.theme_choice import theme_model
from ingest.theme_features import DIFFUSE, MOST_STRENGTH, WORD, extractor_of

# "aftalen om en indsats mod rygning blandt børn og unge" is what a pool is a part of, not what it is about
_AGREEMENT = re.compile(
    r"(?:aftale(?:n|r)?|satspulje\w*|finanslov\w*|handlingsplan(?:en)?|sundhedspakke\w*)\s(?:[^.,;:\n]{0,90}\s)?"
    r"(?:blandt|hos|for|om)\s(?:børn(?:\sog\s\w+)?|unge)\b",
    re.IGNORECASE,
)
# "kvalitet i fællesskab" is done together, "efter indlæggelse" is a time, and "voksne børn" are relatives
_IN_PASSING = re.compile(
    r"\bi\sfællesskab\b(?!\smed\sandre)"
    r"|\b(?:efter|under|ved|før|inden|siden)\s(?:en\s|borgerens\s|deres\s|endt\s)?indlæggelsen?\b"
    r"|(?<=\bvoksne\s)børn\b",
    re.IGNORECASE,
)
_FAMILIES, _OF_OLD = "børn og familier", frozenset({"demens", "pårørende", "palliation"})
_WORD = 8  # letters by which inflections of one word are one


def find_signs(draft: Draft, page: Page, parts: Sequence[tuple[Span, str]]) -> list[Statement]:
    """Give the words that point to themes: for each theme and role its surest word, with the strength of all.

    Args:
        draft: what the signs are of; it states them.
        page: the page.
        parts: stretches of the page's text and their roles: "title", "pool", "summary" ... (`ingest.theme_choice`).
    """
    words: dict[tuple[str, str], dict[str, tuple[float, int, int]]] = {}
    for span, role in parts:
        for mention in _apart(find_themes(span.text)):
            said = words.setdefault((mention.theme, role), {})
            word = span.text[mention.char_start : mention.char_end].lower()[:_WORD]
            if word not in said or said[word][0] < mention.confidence:
                place = (span.char_start + mention.char_start, span.char_start + mention.char_end)
                said[word] = (mention.confidence, *place)
    if _are_couples(words):
        words = {key: said for key, said in words.items() if key[0] != _FAMILIES}
    signs = [_sign(draft, page, theme, role, said) for (theme, role), said in sorted(words.items())]
    return signs + _word_signs(draft, page, parts, {theme for theme, _ in words})


def _apart(mentions: Sequence[ThemeMention]) -> list[ThemeMention]:
    """Give the words of each theme that do not overlap: "og pårørende" says "pårørende" once."""
    kept: list[ThemeMention] = []
    for mention in sorted(mentions, key=lambda m: (-m.confidence, m.char_start - m.char_end, m.char_start)):
        if not any(
            k.theme == mention.theme and k.char_start < mention.char_end and mention.char_start < k.char_end
            for k in kept
        ):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.char_start)


def _word_signs(draft: Draft, page: Page, parts: Sequence[tuple[Span, str]], said: AbstractSet[str]) -> list[Statement]:
    """Give the word that says most for each theme that no word of the dictionary points to; it counts for nothing."""
    best: dict[str, tuple[float, int, int]] = {}
    for span, role in parts:
        for number, (points, start, end) in theme_model().words.tell(span.text, role).items():
            theme = themes()[number]
            if theme not in said and (theme not in best or best[theme][0] < points):
                best[theme] = (points, span.char_start + start, span.char_start + end)
    return [_sign(draft, page, theme, WORD, {"": (0.0, start, end)}) for theme, (_, start, end) in sorted(best.items())]


def find_path_signs(draft: Draft, page: Page) -> list[Statement]:
    """Give the themes that the folders of a page's address name; the page's title, or first line, stands for them."""
    folders = unquote(urlsplit(page.document.url).path).split("/")[:-1]
    text = " / ".join(folders).lower().replace("-", " ").replace("_", " ")
    for spelled, letter in (("ae", "æ"), ("oe", "ø"), ("aa", "å")):
        text = text.replace(spelled, letter)
    head = page.title or (page.lines[0] if page.lines else None)
    if head is None:
        return []
    named = [m for m in find_themes(text) if m.theme not in DIFFUSE]
    said = {m.theme: (m.confidence, head.char_start, head.char_end) for m in named}
    return [_sign(draft, page, theme, "path", {"": said[theme]}) for theme in sorted(said)]


def _sign(draft: Draft, page: Page, theme: str, role: str, said: dict[str, tuple[float, int, int]]) -> Statement:
    strength = min(MOST_STRENGTH, sum(confidence for confidence, _, _ in said.values()))
    _, start, end = max(said.values(), key=lambda word: (word[0], -word[1]))
    return Statement(
        field="themes",
        value=theme,
        quote=page.text[start:end],
        char_start=start,
        char_end=end,
        page_no=page.page_no(start),
        confidence=round(strength / MOST_STRENGTH, 3),
        extractor=extractor_of(role),
        origin=Origin.INFERRED,
    )


def own_words(text: str) -> str:
    """Give a text with blanks for what it says in passing, or of an agreement that it hangs on; places stay."""
    for pattern in (_AGREEMENT, _IN_PASSING):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _are_couples(words: dict[tuple[str, str], dict[str, tuple[float, int, int]]]) -> bool:
    """Tell whether families are named as those beside an ill person, and no child: "familier med demens"."""
    if not _OF_OLD & {theme for theme, _ in words}:
        return False
    said = [word for (theme, _), found in words.items() if theme == _FAMILIES for word in found]
    return bool(said) and all(word.startswith("familie") for word in said)

"""The themes of an undertaking, weighed by where their words stand."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.evidence import Origin
from corpus.themes import find_themes, score_themes
from ingest.extract.draft import Found
from ingest.extract.lines import Page, Span

THEME_BAR = 0.65
"""Least score of a theme (see `score_themes`) with words of its own: one in a summary is enough, as "demens" is. On the
starter corpus any bar from 0.6 to 0.95 gives micro-F1 0.82-0.83."""
LEAST_SHARE = 0.5
"""Least score of a theme as a share of the undertaking's best: what its pool says in passing is not what it is about.
On the five labelled sites 0.45 to 0.55 give micro-F1 0.92, no share 0.89."""
DIFFUSE_BAR = 0.95
"""Least score of a theme whose words stand in texts about anything: "kompetencer", "på tværs", "hjemmeplejen"."""
_DIFFUSE = frozenset(
    {
        "kompetenceudvikling",
        "tværsektorielt samarbejde",
        "organisering af hjemmepleje",
        "dataunderstøttet kvalitet",
    }
)


# "aftalen om en indsats mod rygning blandt børn og unge" is what a pool is a part of, not what it is about
_AGREEMENT = re.compile(
    r"(?:aftale(?:n|r)?|satspulje\w*|finanslov\w*|handlingsplan(?:en)?|sundhedspakke\w*)\s(?:[^.,;:\n]{0,90}\s)?"
    r"(?:blandt|hos|for|om)\s(?:børn(?:\sog\s\w+)?|unge)\b",
    re.IGNORECASE,
)
_FAMILIES, _OF_OLD = "børn og familier", frozenset({"demens", "pårørende", "palliation"})


def _own_words(text: str) -> str:
    """Give a text with blanks for what it says of an agreement that it hangs on; places stay."""
    return _AGREEMENT.sub(lambda match: " " * len(match[0]), text)


def _are_couples(parts: list[tuple[Span, float]], scores: dict[str, float]) -> bool:
    """Tell whether families are named as those beside an ill person, and no child: "familier med demens"."""
    if not _OF_OLD & scores.keys():
        return False
    words = [
        span.text[m.char_start : m.char_end].lower()
        for span, _ in parts
        for m in find_themes(span.text)
        if m.theme == _FAMILIES
    ]
    return bool(words) and all(word.startswith("familie") for word in words)


def find_theme_facts(page: Page, parts: list[tuple[Span, float]], *, limit: int = 5) -> list[Found]:
    """Give the themes of an undertaking from its own words: title and target group weigh most.

    Args:
        page: the page.
        parts: stretches of the page's text and their weights, e.g. title 2, target group 2, summary 1.
        limit: most themes to give, the surest first.
    """
    parts = [(replace(span, text=_own_words(span.text)), weight) for span, weight in parts]
    scores = score_themes([(span.text, weight) for span, weight in parts])
    if _FAMILIES in scores and _are_couples(parts, scores):
        del scores[_FAMILIES]
    best = max(scores.values(), default=0.0)
    founds: list[Found] = []
    for theme, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]:
        if score < max(DIFFUSE_BAR if theme in _DIFFUSE else THEME_BAR, LEAST_SHARE * best):
            continue
        mention = max(
            (
                (m.confidence * weight, -span.char_start, span.char_start + m.char_start, span.char_start + m.char_end)
                for span, weight in parts
                for m in find_themes(span.text)
                if m.theme == theme
            ),
        )
        founds.append(Found(theme, mention[2], mention[3], min(0.95, 0.55 + score / 8), Origin.INFERRED))
    return founds

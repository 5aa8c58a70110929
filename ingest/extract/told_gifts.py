"""The foundation or public body that an article says gave a municipality money for what it tells of."""

from __future__ import annotations

import re

from corpus.dates import find_periods
from corpus.money import find_amounts
from ingest.cues import Cue
from ingest.extract.award_words import NEGATIVE
from ingest.extract.lines import Line, Page, Span
from ingest.extract.told_pools import ASKS

_WORD = r"[A-ZÆØÅ][\w.’'-]*"
GIVER = (
    rf"(?:(?:{_WORD}\s){{0,3}}{_WORD}[ -]?[Ff]ond(?:en|et)?|\b[Ff]onden\s{_WORD}(?:\s{_WORD}){{0,3}}|"
    rf"\b(?:en|et|den|det)\s(?:\w+\s)?(?:\w*fond|legat)(?:en|et)?\b|(?:{_WORD}\s){{0,3}}{_WORD}s [Ll]egat\b|"
    r"[\wæøå-]*(?:ministeriet|styrelsen)\b|\b[Ss]taten\b|\bEU’?s?\b|\bRegion (?:Hovedstaden|Sjælland|Syddanmark|"
    r"Midtjylland|Nordjylland)\b|\bFremfærd\b)"
)
"""Who gives, as news names it: "Fonden Havnelyset", "Nordea-fonden", "en fond", "Socialministeriet"."""
_GIVER = re.compile(GIVER)
_GIVES = re.compile(
    r"\b(?:gav|givet|giver|gives|bevil[gl]\w+|støtte[rtd]?\w*|doner\w+|skænke\w*|betal\w+|finansier\w+|tildel\w+|"
    r"fået|fik|får|modtog|modtager|modtaget|tilskud|tilsagn|kom|kommer|stammer|hentet|uddel\w+|lagt|finde[rt]?s?)\b",
    re.IGNORECASE,
)
_TO_OTHERS = Cue(
    r"\b\w*(?:forening(?:en)?|klub(?:ben)?|spejder\w*|museet|museum|kirken?|menighed\w*|hallen?|kor(?:et)?|teatret|teater|"
    r"festival\w*|efterskole\w*|friskole\w*|højskole\w*|legeplads\w*|stadion|svømmehal\w*|byggeri(?:et)?|"
    r"renovering\w*|naturpark\w*|skulptur\w*|bæk(?:ken)?|sti(?:en)?|cykelsti\w*|havn(?:en)?)\b"
)
"""Whom money goes to that is no project in health or care."""
_WHOSE = re.compile(
    r"\b(?:[Kk]ommunen?|projektet|forsøget|indsatsen|tilbuddet|holdene|forløbet|arbejdet|det|pengene)\b|\bkr(?:oner)?\b"
)
_UNDERTAKES = Cue(
    r"\b(?:\w*projekt(?:et|er)?|\w*forsøg(?:et)?|\w*indsats(?:en|er)?|\w*tilbud(?:det)?|\w*ordning(?:en)?|\w*forløb(?:et)?|"
    r"\w*arbejdet|hold(?:ene)?|\w*team(?:et)?|initiativ(?:et)?)\b"
)


def find_gift(page: Page, lines: list[Line] | None = None) -> tuple[Span, Line] | None:
    """Give the sentence, with its line, in which an article says who gave how much for what it tells of.

    Asking for money is none, nor is money for a club, a hall or a museum.

    Args:
        page: the article.
        lines: those of one item of an agenda; all lines where not given.
    """
    text = page.text if lines is None else "\n".join(line.text for line in lines)
    if not _UNDERTAKES.search(text) and not any(p.from_iso and p.to_iso for p in find_periods(text)):
        return None
    for sentence, line in page.sentences_of(lines):
        text = sentence.text
        if line.cells or line.is_heading or not _GIVER.search(text) or not _GIVES.search(text):
            continue
        if ASKS.search(text) or NEGATIVE.search(text) or _TO_OTHERS.search(text) or not _WHOSE.search(text):
            continue
        if len(find_amounts(text)) == 1:
            return sentence, line
    return None

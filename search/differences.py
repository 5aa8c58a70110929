"""What a draft and a record share in words, and in what they differ: scale, setting, money."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from corpus.money import find_amounts
from corpus.themes import STRONG, find_themes
from index.analysis import clean, stem
from search.places_in_queries import find_places, is_place_word
from search.synonyms import shipped
from search.tokens import Token, keys_of, tokenise

MAX_TERMS = 8
LONG_WORD = 9
"""Letters from which a word that is not known as the sector's own is telling: Danish puts them together."""

SUBJECT_WEIGHT = 2.0
COMMON_SHARE, FEW = 0.15, 5
"""A word in more than this share of the passages, and in more than a few, tells nothing."""

RATIO = 2.5
"""Amounts and numbers this many times apart are called different."""

_SETTINGS = {
    "eget hjem": r"eget hjem|i hjemmet|hjemmepleje|hjemmesygepleje|hjemmeboende|hjemmehjælp",
    "plejehjem": r"plejehjem|plejecent|plejebolig",
    "bosted": r"\bbosted|botilbud|socialpsykiatri|værested",
    "sygehus": r"sygehus|hospital|indlagt",
    "almen praksis": r"almen praksis|praktiserende læge|egen læge",
    "skole og dagtilbud": r"\bskole|dagtilbud|børnehave|daginstitution",
    "sundhedscenter": r"sundhedscent|sundhedshus",
}


class Draft:
    """A draft read once, to be held against many records."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenise(clean(text))
        self._words = {token.key: token for token in self.tokens if _is_telling(token)}
        self._n_places = len(
            {code for place in find_places(self.tokens) if place.field == "municipality" for code in place.codes}
        )
        self._settings = _settings(text)
        self._amount = max((mention.amount_dkk for mention in find_amounts(text)), default=0)
        self._themes = {mention.theme for mention in find_themes(text.lower()) if mention.confidence >= STRONG}

    def shared_terms(self, texts: Sequence[str], frequency: Callable[[str], int], n_passages: int) -> tuple[str, ...]:
        """Give the words that the draft and some passages share, the most telling first.

        Those are the sector's own words and long ones, the rarer in the corpus the better; shorter ones that are not
        ("gives", "fordi") are left out, and so are those that are everywhere ("kommunen").

        Args:
            texts: the passages.
            frequency: gives in how many passages of the corpus a stem stands.
            n_passages: how many there are.
        """
        theirs: set[str] = set().union(*map(keys_of, texts))
        weighed = []
        for key in theirs & self._words.keys():
            token = self._words[key]
            count = frequency(stem(token.term))
            is_subject = key in _subject_keys() or bool(find_themes(token.term))
            if count <= max(FEW, COMMON_SHARE * n_passages) and (is_subject or len(token.term) >= LONG_WORD):
                weight = math.log(1 + len(token.term)) / math.log(2 + count)
                weighed.append((weight * (SUBJECT_WEIGHT if is_subject else 1.0), token.text.lower()))
        ordered = sorted(weighed, key=lambda pair: (-pair[0], pair[1]))
        return tuple(dict.fromkeys(word for _, word in ordered))[:MAX_TERMS]

    def shared_themes(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """Give the themes that the draft names and a record has."""
        return tuple(sorted(self._themes & set(record.get("themes") or ())))

    def differences(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """Give, in Danish, in what a record differs; only what both, or the record, really state."""
        said = (self._scale(record), self._setting(record), self._money(record), self._theme(record))
        return tuple(text for text in said if text)

    def _scale(self, record: Mapping[str, Any]) -> str:
        n_theirs = len(record.get("municipalities") or ())
        if record.get("record_type") == "pool":
            n_projects = record.get("n_projects")
            return f"skala: en pulje{f' med {n_projects} projekter' if n_projects else ''}, ikke ét projekt"
        if n_theirs > max(1, self._n_places) * RATIO:
            return f"skala: {n_theirs} kommuner sammen"
        return ""

    def _setting(self, record: Mapping[str, Any]) -> str:
        body = " ".join(str(record.get(name) or "") for name in ("title", "target_group", "summary"))
        own, theirs = self._settings, _settings(body)
        if own and theirs and not own & theirs:
            return f"ramme: {', '.join(sorted(theirs))}, ikke {', '.join(sorted(own))}"
        return ""

    def _money(self, record: Mapping[str, Any]) -> str:
        theirs, own = record.get("amount_dkk"), self._amount
        if theirs and own and not 1 / RATIO <= theirs / own <= RATIO:
            return f"økonomi: {_millions(theirs)} mod {_millions(own)} i udkastet"
        return ""

    def _theme(self, record: Mapping[str, Any]) -> str:
        theirs = set(record.get("themes") or ())
        if self._themes and theirs and not self._themes & theirs:
            return f"tema: {', '.join(sorted(theirs))}"
        return ""


@cache
def _subject_keys() -> frozenset[str]:
    """Give the keys of the words that the sector's list of synonyms has."""
    return frozenset(token.key for word in shipped().words() for token in tokenise(word) if not token.is_stop_word)


def _is_telling(token: Token) -> bool:
    is_short = len(token.term) < 3 or token.term.isdigit()
    return not (token.is_stop_word or is_short or is_place_word(token.term))


def _settings(text: str) -> set[str]:
    lowered = text.lower()
    return {name for name, pattern in _SETTINGS.items() if re.search(pattern, lowered)}


def _millions(amount: int) -> str:
    return f"{amount / 1e6:.1f}".replace(".", ",") + " mio. kr."

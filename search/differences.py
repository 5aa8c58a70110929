"""What a draft and a record share in words, and in what they differ: scale, setting, money."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.money import find_amounts
from corpus.themes import STRONG, find_themes
from index.analysis import clean, spell
from search.places_in_queries import find_places, is_place_word
from search.tokens import tokenise

MAX_TERMS = 8
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


def shared_terms(draft: str, texts: Sequence[str], frequency: Mapping[str, int]) -> tuple[str, ...]:
    """Give the words that a draft and some passages share, the most telling first: rare in the corpus, not short."""
    own = {token.key: token for token in tokenise(draft)}
    theirs = {token.key for text in texts for token in tokenise(clean(text))}
    weighed = []
    for key in set(own) & theirs:
        token = own[key]
        if token.is_stop_word or len(token.term) < 3 or token.term.isdigit() or is_place_word(token.term):
            continue
        count = frequency.get(token.text.lower(), 0) or frequency.get(spell(token.text.lower()), 1)
        weighed.append((math.log(1 + len(token.term)) / math.log(2 + count), token.text.lower()))
    ordered = sorted(weighed, key=lambda pair: (-pair[0], pair[1]))
    return tuple(dict.fromkeys(word for _, word in ordered))[:MAX_TERMS]


def differences(draft: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    """Give, in Danish, in what a record differs from a draft; only what both, or the record, really state."""
    return tuple(
        text
        for text in (_scale(draft, record), _setting(draft, record), _money(draft, record), _theme(draft, record))
        if text
    )


def _scale(draft: str, record: Mapping[str, Any]) -> str:
    n_theirs = len(record.get("municipalities") or ())
    n_own = len({place.code for place in find_places(tokenise(clean(draft))) if place.field == "municipality"})
    if record.get("record_type") == "pool":
        n_projects = record.get("n_projects")
        return f"skala: en pulje{f' med {n_projects} projekter' if n_projects else ''}, ikke ét projekt"
    if n_theirs > max(1, n_own) * RATIO:
        return f"skala: {n_theirs} kommuner sammen"
    return ""


def _setting(draft: str, record: Mapping[str, Any]) -> str:
    body = " ".join(str(record.get(name) or "") for name in ("title", "target_group", "summary"))
    own, theirs = _settings(draft), _settings(body)
    if own and theirs and not own & theirs:
        return f"ramme: {', '.join(sorted(theirs))}, ikke {', '.join(sorted(own))}"
    return ""


def _settings(text: str) -> set[str]:
    lowered = text.lower()
    return {name for name, pattern in _SETTINGS.items() if re.search(pattern, lowered)}


def _money(draft: str, record: Mapping[str, Any]) -> str:
    theirs = record.get("amount_dkk")
    amounts = [mention.amount_dkk for mention in find_amounts(draft)]
    if not theirs or not amounts:
        return ""
    own = max(amounts)
    if own and not 1 / RATIO <= theirs / own <= RATIO:
        return f"økonomi: {_millions(theirs)} mod {_millions(own)} i udkastet"
    return ""


def _theme(draft: str, record: Mapping[str, Any]) -> str:
    own = {mention.theme for mention in find_themes(draft.lower()) if mention.confidence >= STRONG}
    theirs = set(record.get("themes") or ())
    if own and theirs and not own & theirs:
        return f"tema: {', '.join(sorted(theirs))}"
    return ""


def _millions(amount: int) -> str:
    return f"{amount / 1e6:.1f}".replace(".", ",") + " mio. kr."

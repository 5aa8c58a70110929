"""Which language a text is in; the neighbours of Danish told apart on short pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

_MAX_CHARS = 6000
_CLEAR_WORDS = 6  # distinctive words that settle it without a model
# Words that the language has and its neighbours spell otherwise or lack.
_WORDS = {
    "da": "og i kommunen kommune af efter også mellem hvordan hvilke udvikling meget nogle blev bliver være "
    "denne nye gennem samt kun inden indsats indsatser indsatsen borgere borgerne borger projektet "
    "projekter puljen støtte ansøgning ansøgninger sygdom ældre sundhed kommunerne kommunens opdateret kr "
    "mio beløb bevilget tildelt afsat midler arbejde arbejdet fået mod mulighed muligheder hjælp hvor "
    "skal vil deres dette flere hele nogen igen den der",
    "no": "og i kommunen kommune av etter også mellom hvordan hvilke utvikling mye noen ble blir være denne nye "
    "gjennom samt bare innen innsats tiltak innbyggere prosjektet prosjekter prosjekt tilskudd støtte "
    "søknad søknader sykdom eldre helse kommunene kommunens oppdatert kr beløp bevilget tildelt avsatt "
    "midler arbeid arbeidet fått å ikke jeg fylkeskommune statsforvalteren helsedirektoratet muligheter "
    "hjelp hvor skal vil deres dette flere hele igjen utvikle den der",
    "sv": "i kommunen av och att för är inte ett till från efter mellan hur vilka utveckling mycket några blev "
    "blir vara denna nya genom samt bara inom insats insatser medborgare projektet projekten stöd ansökan "
    "sjukdom äldre hälsa kommunerna kommunens uppdaterad belopp beviljat medel arbete arbetet fått "
    "möjlighet hjälp ska vill deras detta den",
    "en": "the of and to in is that for with as on by are this from was be which have has not their its project "
    "projects health municipality municipalities funding grant will were can been more",
    "de": "der die und das ist nicht mit für von den des auf ein eine wird werden sind im dem zu auch als bei "
    "nach oder projekt gemeinde gesundheit durch über",
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SHARED = Counter(word for words in _SETS.values() for word in words)
_TOKEN = re.compile(r"[^\W\d_]+")
_CODES = {
    Language.DANISH: "da", Language.BOKMAL: "no", Language.NYNORSK: "no", Language.SWEDISH: "sv",
    Language.ENGLISH: "en", Language.GERMAN: "de", Language.FRENCH: "fr", Language.FINNISH: "fi",
    Language.POLISH: "pl", Language.DUTCH: "nl", Language.SPANISH: "es", Language.ICELANDIC: "is",
}  # fmt: skip


def detect_language(text: str, declared: str = "") -> str | None:
    """Give the ISO 639-1 code of a text's language ("no" for both forms of Norwegian); None where it has no words.

    Words that only one of the near languages has decide when there are enough of them; else a model does, with the
    declared language breaking its doubts. A declared language alone is not believed: templates are copied.

    Args:
        text: cleaned text; the first few thousand characters are read.
        declared: the page's `lang` attribute.
    """
    words = [w.lower() for w in _TOKEN.findall(text[:_MAX_CHARS])]
    if not words:
        return None
    scores = {code: sum(1 / _SHARED[w] for w in words if w in own) for code, own in _SETS.items()}
    only = {code: sum(1 for w in words if w in own and _SHARED[w] == 1) for code, own in _SETS.items()}
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    first, second = ranked[0], ranked[1]
    if only[first] >= _CLEAR_WORDS and scores[first] > 1.6 * scores[second] and only[first] > 2 * only[second]:
        return first
    return _by_model(text[:_MAX_CHARS], declared.lower()[:2], scores)


@cache
def _detector() -> LanguageDetector:
    # the large models take 15 s to load and tell no more on the texts that reach this
    return LanguageDetectorBuilder.from_languages(*_CODES).with_low_accuracy_mode().build()


def _by_model(text: str, declared: str, scores: dict[str, float]) -> str | None:
    declared = {"nb": "no", "nn": "no"}.get(declared, declared)
    votes: defaultdict[str, float] = defaultdict(float)
    ruled_out = _ruled_out(text)
    for value in _detector().compute_language_confidence_values(text):
        votes[_CODES[value.language]] += value.value
    for code, score in scores.items():
        votes[code] += min(0.1 * score, 0.6)
    if declared in votes:
        votes[declared] += 0.25  # a short page that could be either is what it says it is
    votes["da"] += 0.3  # the sources are Danish: a line that says nothing else is too
    for code in ruled_out:
        votes.pop(code, None)
    best = max(votes, key=lambda code: (votes[code], code))
    return best if votes[best] > 0 else None


def _ruled_out(text: str) -> tuple[str, ...]:
    """Give the languages that the letters speak against: Danish and Norwegian write æ and ø, Swedish ä and ö."""
    lower = text.lower()
    danish = lower.count("æ") + lower.count("ø")
    swedish = lower.count("ä") + lower.count("ö")
    words = lower.split()
    if "og" in words and "och" not in words:
        swedish, danish = 0, danish + 2
    if danish > 1 and danish > 3 * swedish:
        return ("sv", "de", "en", "fi", "nl", "pl", "es", "fr")
    if swedish > 1 and swedish > 3 * danish:
        return ("da", "no")
    return ()

"""A sentence without what tells no result in it: names, what was asked, whom it was for, and who got nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.extract.pool_forms import pool_in

_SAYS = r"(?:siger|sagde|fortæller|lyder|lød|mener|forklarer|skriver|konstaterer|erkender|vurderer|udtaler|svarer)"
# a name in quotation marks, not what somebody says: that ends in a stop, or in a word of saying
_IN_QUOTES = re.compile(rf"[\"”“»„][^\"”“«»„\n]{{3,140}}(?<![.,!?])[\"”“«”](?!,?\s(?:\w+\s)?{_SAYS}\b)", re.IGNORECASE)
# "besøgte 156 borgere, der havde tabt sig" says whom it was for
# ... and whom nobody found to do the work, nothing of what it did
_NOT_HIRED = re.compile(
    r"\b(?:det (?:\w+ )?ikke (?:\w+ )?(?:lykkedes|er lykkedes|var muligt)|(?:det )?lykkedes (?:det )?(?:\w+ )?ikke|"
    r"(?:kunne|kunnet|kan) ikke)(?: at)? (?:\w+ )?(?:ansætte|finde|rekruttere|skaffe|besætte|hyre) (?:\w+ ){0,4}?"
    r"\w*(?:læge|sygeplejerske|leder|medarbejder|personale|terapeut|frivillige?|vejleder|rådgiver|stilling|koordinator|"
    r"diætist|assistent|vikar|underviser|ansatte)\w*",
    re.IGNORECASE,
)
_WHOM = re.compile(r"(?<=ere|rne|ter), (?:der|som) (?:allerede )?havde (?:tabt sig|taget på|mistet)\b[^,.;]*")


def plain_words(sentence: str, names: Sequence[str]) -> str:
    """Give a sentence without what tells no result in it, its spaces made one.

    That is names ("Ø uden ensomhed"), what was asked ("om de pårørende er mindre
    stressede") and what is said, without figures, of those who got nothing ("mens de i nabokommunerne er uændrede").

    Args:
        sentence: the sentence.
        names: what may be names of projects; see `names_in`.
    """
    sentence = without_names(sentence)
    for name in names:
        at = sentence.find(name)
        if at >= 0 and len(sentence) - len(name) > _BESIDE_NAME:
            sentence = sentence.replace(name, " ")
    for pattern in (_ASKED, _AND_OTHERS):
        sentence = pattern.sub(" ", sentence)
    return " ".join(sentence.split())


_BESIDE_NAME = 12  # characters; a sentence that is hardly more than a name is one


def names_in(headings: Iterable[str], text: str) -> list[str]:
    """Give what may be names of projects: headings of some words, or their parts, and what a text calls a project."""
    parts = [part.strip() for heading in headings for part in _HEADING_PARTS.split(heading)]
    called = [match["name"] for match in _CALLED.finditer(text)]
    return [*dict.fromkeys(part for part in [*parts, *called] if _NAMES.fullmatch(part))]


_HEADING_PARTS = re.compile(r":\s|\s[–—-]\s|[()\"”“»«|]")
_CALLED = re.compile(
    r"\b(?:[Pp]rojektet|[Ii]ndsatsen|[Tt]ilbuddet|[Oo]rdningen)\s(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w-]+){1,6}?)"
    r"(?=[,.;:]|\s(?:er|var|har|havde|blev|fik|slut|afsluttet|i|på|begynd\w+|løb|start\w+|handle\w+|prøve\w*|"
    r"skal|går|gik|og|som|der|fra|under)\b)"
)
_NAMES = re.compile(r"[A-ZÆØÅ][\w-]*(?:,?\s[\w-]+){1,6}")
_ASKED = re.compile(
    r"\b(?:set på|kigget på|undersøg\w+|spurgt|spurgte|målt|måler|vurderet|fulgt|prøve[rdt]*|afprøve[rdt]*|belys\w*|"
    r"teste[rdt]*|finde ud af|svare på),? (?:om|hvorvidt)\s[^.;:?]*|"
    r"\b(?:(?:ikke|ingen|aldrig|næppe)(?: \w+){0,4} (?:se|ved|vide|sige|vise|afgøre|vurdere|måle|dokumentere)|"
    r"ved(?: \w+)? ikke)(?: \w+){0,3},?\s(?:om|hvorvidt)\s[^.;:?]*",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(
    r",\s(?:mens|hvorimod|medens|og)\s(?=[^.,;]*\b(?:nabo\w+|resten af|kontrol\w+|sammenlign\w+|(?:de|alle) "
    r"(?:øvrige|andre)\b|landsplan|landet som helhed|uden for (?:projektet|indsatsen|forløbet))\b)"
    r"(?=[^.,;]*\b(?:uændre\w*|uforandre\w*|samme|stille|stampe|steg\w*|fald\w*|vokse\w*|tabte|gik|fik)\b)"
    r"(?![^.,;]*\b(?:lige så|ligeledes|også|tilsvarende)\b)(?:[^.,;\d]|\d+(?:,\d+)?)*(?=[.,;]|$)|"
    r",\s(?:mens|hvorimod|medens)\s(?:\w+ ){0,3}?\w+ uden \w+ (?:lå|ligger|stod|står|var|er|har|forblev) (?:\w+ ){0,2}?"
    r"(?:stille|stampe|uændre\w*)(?=[.,;]|$)|"
    r"^(?:da|fordi|eftersom) der ikke (?:\w+ )?(?:skete|ses|sås|er sket) noget tilsvarende [^.,;]*,\s|"
    r"^(?:kontrol|sammenlignings|venteliste|nabo)(?:gruppe|kommune|plejehjem)\w*[^.,;\d]*\b(?:uændre\w*|uforandre\w*|"
    r"samme|stille|stampe)\b[^.,;\d]*,\s(?:mens|medens|hvorimod)\s",
    re.IGNORECASE,
)


def without_names(sentence: str) -> str:
    """Blank the names of pools and projects: "Små skridt til stærkere ben" is no result."""
    pool = pool_in(sentence, 0)
    if pool is not None:
        sentence = sentence[: pool.char_start] + " " * (pool.char_end - pool.char_start) + sentence[pool.char_end :]
    for pattern in (_WHOM, _NOT_HIRED):
        sentence = pattern.sub(lambda match: " " * len(match[0]), sentence)
    return _IN_QUOTES.sub(lambda match: " " * len(match[0]), sentence)

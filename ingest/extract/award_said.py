"""What running text says of an award without quotes or a list: its name, and who gets it where that is no place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.owners import is_organisation

PROJECT_IN_QUOTES = re.compile(
    r"(?:[\"”“»„]|(?<![\w’'])[’‘'](?=[A-ZÆØÅ0-9]))(?P<title>[^\"”“»«„’‘'\n]{3,160})[\"”“«”’']"
)
_POOL_BEFORE = Cue(r"pulje\w*\s?$")


def project_quotes(text: str, begin: int = 0, end: int | None = None) -> list[re.Match[str]]:
    """Give what stands in quotes in a text, or a stretch of it, but for names of pools; the name itself is `title`."""
    found = PROJECT_IN_QUOTES.finditer(text, begin, len(text) if end is None else end)
    return [quote for quote in found if not _POOL_BEFORE.search(text[: quote.start()])]


def quoted(quote: re.Match[str], start: int) -> Found:
    """Give a match of `PROJECT_IN_QUOTES` as a project's name, in a text that begins at `start`."""
    name = quote["title"].strip(" ,.")
    at = start + quote.start("title")
    return Found(name, at, at + len(name), 0.9)


_GETS = re.compile(
    r"\s(?:Kommune\s)?(?:får|fik|modtager|modtog|har (?:også )?(?:fået|modtaget)|"
    r"er (?:blevet )?(?:bevill?i?get|tildelt))\s"
)


def gets_money(text: str, mention: PlaceMention) -> bool:
    """Tell whether a word that begins a sentence is a place for getting money for a project: "Vejen får 1 mio. kr."."""
    is_getting = (
        mention.char_start == 0 and mention.confidence < LIKELY and _GETS.match(text, mention.char_end) is not None
    )
    return is_getting and ("projekt" in text.casefold() or PROJECT_IN_QUOTES.search(text) is not None)


_OWN_CLAUSE = re.compile(
    r"(?:^|,\s(?:og\s|mens\s|men\s)?|\b(?:og|mens)\s)(?P<who>(?:[Dd]en\s\w+\sinstitution\s)?[A-ZÆØÅ][^.,;:”\"»«\d]{3,70}?)\s"
    r"(?:får|fik|modtager|modtog|har (?:fået|modtaget)|er (?:blevet )?(?:bevill?i?get|tildelt))\s(?:\w+\s){0,2}$"
)


def clause_owners(text: str, amounts: Sequence[AmountMention]) -> dict[AmountMention, re.Match[str]]:
    """Give the sums of a sentence that an organisation gets in a clause of its own, with the match of its name, `who`.

    "Havby Kommune lader en bus køre, og Foreningen Åbne Døre får 1,5 mio. kr."
    """
    found: dict[AmountMention, re.Match[str]] = {}
    for amount in amounts:
        match = _OWN_CLAUSE.search(text, 0, amount.char_start)
        who = match["who"] if match is not None else ""
        is_other = is_organisation(who) and not re.search(r"\bkommuner?\b", who, re.IGNORECASE)
        if match is not None and is_other and not find_municipalities(who):
            found[amount] = match
    return found


_NAME = r"(?P<title>[A-ZÆØÅ0-9][^.,;:()”“\"»«\n]{2,80}?)"
_SAID = re.compile(
    r"\b(?:til|for)\s(?:(?:(?:det|deres|sit|kommunens|kommunernes)\s(?:\w+\s)?)?"
    rf"(?P<is_named>projektet|projekt|forsøget|forsøg|indsatsen|initiativet|initiativ|tilbuddet)\s)?{_NAME}"
    r"(?=\s(?:i|på|hos|ved|af)\s[A-ZÆØÅ]|\s(?:der|som|hvor|med)\s|\sog\s(?:\d|til\b|[A-ZÆØÅ][\wæøå-]+\s(?:får|fik|\d))|"
    r"\s(?:er der|får|fik|har|modtager|går|gik)\b|[.,;]|\s[–—-]\s|$)"
)


def said_name(text: str, begin: int, end: int, start: int) -> Found | None:
    """Give the name that an award is told to be for without quotes: "1,2 mio. kr. går til Pillepausen i Havby"."""
    for match in _SAID.finditer(text, begin, end):
        name, at = match["title"].rstrip(), match.start("title")
        places = find_municipalities(name)
        is_whose = any(m.char_start == 0 for m in places) or is_organisation(name) or find_amounts(name)
        if is_whose or _NO_SAID.match(name) or (name[0].isdigit() and match["is_named"] is None):
            continue
        return Found(name, start + at, start + at + len(name), 0.86 if match["is_named"] else 0.8)
    return None


_NO_SAID = re.compile(
    r"(?:\w*(?:styrelsen|ministeriet)|KL|Danske Regioner|Region\w*|Kommun\w+|Folketinget|Danmark|Norden|EU|Jylland|Fyn|"
    r"Sjælland|Januar|[A-ZÆØÅ]+-\w+ere?)\b",
    re.IGNORECASE,
)

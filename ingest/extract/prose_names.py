"""Projects told in sentences without sums: names in quotes beside their municipalities, or the municipalities alone."""

from __future__ import annotations

import re

from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_said import project_quotes
from ingest.extract.draft import Found
from ingest.extract.entries import Entry, names_run, place_founds
from ingest.extract.lines import Line, Span

# Names in a sentence that says who got money, each for a project of its own.
GOES_TO = Cue(
    r"(?:pengene|midlerne|støtten|puljen|puljemidlerne|tilsagnene)\b[^.]{0,40}\b(?:går|gik|gives|er givet|"
    r"er fordelt|blev fordelt|fordeles|er gået|deles|tildeles|er tildelt) (?:til|mellem|blandt)|"
    r"(?:er|blev) (?:der )?(?:givet|bevill?i?get|fordelt) (?:støtte|tilskud|midler|penge|tilsagn) til|"
    r"\bdele[rs]? (?:puljen|puljens|puljemidlerne)\b|"
    r"(?:modtager|modtog|har fået|har modtaget|får|fik) (?:(?:nu|netop|alle|begge|også|hver) ){0,2}"
    r"(?:støtte|penge|midler|tilsagn|tilskud)|fået del i|får del i|"
    r"\b(?:fik|får|modtog|modtager)\s(?:de\s\w+\skommuner|kommunerne|[A-ZÆØÅ])[^.:]{3,200}\b(?:tilsagn|tilskud|"
    r"støtte|midler)\b|"
    r"er (?:nu |netop )?blevet udvalgt|blev udvalgt|er (?:nu |netop )?udvalgt|"
    r"(?:udvalgte|støttede|deltagende|heldige) kommuner (?:er|bliver|blev)\b|"
    r"\bprojekter(?:ne)? (?:ligger|hører hjemme|er placeret|foregår|finder sted|gennemføres) i\b|"
    r"\bdet er\b[^.:]{3,200}, (?:der|som) (?:er med|deltager|får|har fået|er udvalgt|er valgt)\b|"
    r"\bmodtager(?:e|ne)(?::|\s(?:er|bliver|blev)\b)|\bdet drejer sig om\b|\bkommuner med tilsagn\b|"
    r"\btilsagn(?:et|ene)? (?:er|blev) (?:nu )?(?:givet|sendt|gået) til\b|"
    r"\b(?:er|var) blandt (?:de )?(?:\w+ )?(?:modtager|udvalgte|heldige|støttede)\w*"
)
_TRACK = r"\b(?:model|spor|track|delpulje|indsats(?:område)?|tema|metode|gruppe|pakke)\s(?:\d{1,2}|[A-F])\b"
_IS_IN = (
    r"\b(?:deltager|deltog|afprøve[sr]?|afprøvede|arbejder|arbejdede|gennemføre[sr]?|er med|får|fik|består|valgte|"
    r"har valgt)\b"
)
_IN_TRACK = re.compile(rf"{_TRACK}(?=[^.]{{0,80}}{_IS_IN})|{_IS_IN}[^.]{{0,80}}{_TRACK}", re.IGNORECASE)
"""Who is in which track of a pool: "I model A deltager Havby og Sydvig kommuner, mens model B ..."."""
_N = r"(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\d+)"
_THE_CHOSEN = re.compile(
    rf"\b(?:[Dd]e|[Dd]isse) (?:{_N} )?(?:\w+ )?(?:kommuner|udvalgte|heldige|deltagere) (?:er|bliver|blev)\b|"
    r"\b(?:[Kk]ommunerne|[Ss]tederne|[Dd]eltagerne) (?:er|bliver|blev)\s(?=[A-ZÆØÅ])|"
    r"^\W*[Dd]et (?:er|bliver|blev):?\s(?=[A-ZÆØÅ])|"
    rf"(?i:\b{_N} (?:\w+ )?kommuner)(?:ne)?,?\s?[–—(,:-]\s?(?=[A-ZÆØÅ])|"
    r"(?i:\b(?:initiativ|projekt|indsats|forsøg)(?:er)?ne) (?:skal|vil|går|gik|er|sættes|begynder|starter|kommer)\b"
    r"[^.:]{0,30}\bi\s(?=[A-ZÆØÅ])"
)
_OF_PROJECTS = Cue(r"projekt|støtte|tilsagn|midler|tilskud")


def named_awards(sentence: Span, line: Line, *, tells: bool, gives: bool) -> list[Entry]:
    """Read a sentence without sums: the titles in its quotes as projects of its municipalities, or the names alone."""
    text, start = sentence.text, sentence.char_start
    mentions = find_municipalities(text)
    names = [m for m in mentions if m.form in ("kommune", "list")]
    titles = project_quotes(text)
    places = [m for m in mentions if m.form == "kommune"]
    run = names_run(text, places)
    entries: list[Entry] = []
    if len(titles) >= 2 and (pairs := _titles_with_places(text, titles, mentions)):
        for quote, owners in pairs:
            at, name = start + quote.start("title"), quote["title"].strip(" ,.")
            entry = Entry(at, at + len(quote["title"]), line.index, form="prose", path=line.path)
            entry.places, entry.title = place_founds(owners, start), Found(name, at, at + len(name), 0.88)
            entries.append(entry)
    elif (
        titles
        and run is not None
        and len(run[2]) == len(places)
        and re.search(r"støtte|projekt|skal|tilsagn|midler", text)
    ):
        for quote in titles:
            at = start + quote.start("title")
            entry = Entry(at, at + len(quote["title"]), line.index, form="prose", path=line.path)
            entry.places = place_founds(places, start)
            entry.title = Found(quote["title"].strip(" ,."), at, at + len(quote["title"].strip(" ,.")), 0.88)
            entries.append(entry)
    elif len(names) >= 2 and (
        GOES_TO.search(text) or (tells and _THE_CHOSEN.search(text)) or (gives and _IN_TRACK.search(text))
    ):
        entry = Entry(start, sentence.char_end, line.index, form="prose", path=line.path)
        entry.places = place_founds(names, start)
        entry.is_only_names = " samt " in text or not re.search(
            r"fælles (?:\w+ )?projekt|\be[nt] fælles\b|i fællesskab|gået sammen|"
            r"ét projekt",
            text,
        )
        entries.append(entry)
    return entries


def _titles_with_places(
    text: str, titles: list[re.Match[str]], mentions: list[PlaceMention]
) -> list[tuple[re.Match[str], list[PlaceMention]]]:
    """Pair each name in quotes with the municipalities before it: "Havbys ”Pust ud” og Sydvigs ”Ny luft”".

    Empty where a name has none of its own, or the sentence tells of no projects.
    """
    if not _OF_PROJECTS.search(text):
        return []
    pairs: list[tuple[re.Match[str], list[PlaceMention]]] = []
    begin = 0
    for quote in titles:
        own = [m for m in mentions if begin <= m.char_start < quote.start() and m.confidence >= LIKELY]
        if not own:
            return []
        pairs.append((quote, own))
        begin = quote.end()
    return pairs

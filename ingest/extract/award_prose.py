"""Awards told in sentences: "Havby Kommune får 3,2 mio. kr. til projektet ”Friskere liv”"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import BlockKind
from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_said import gets_money, project_quotes, quoted
from ingest.extract.award_siblings import names_someone
from ingest.extract.award_words import NEGATIVE, VERBS
from ingest.extract.draft import Found
from ingest.extract.entries import Entry, amount_found
from ingest.extract.lines import Line, Page, Span
from ingest.extract.prose_before import each_award, places_before, read_in_order, read_on, respective_places
from ingest.extract.prose_names import named_awards
from ingest.extract.prose_shares import shared_awards, spanned_awards
from ingest.extract.prose_sums import NO_AWARD_SUM, exact_amounts, sentence_awards

_AWARD_TOLD = Cue(
    r"\bmodtager(?:e|ne)\b|\bi ryggen\b|bevilling\w*|tilsagn|tilskud|tildel\w*|støtte(?:t|s|n)?\b|kan glæde sig over|"
    r"meddeles|"
    r"går \d|\b(?:gives|uddeles|udbetales)\s(?:der\s)?(?:også\s|desuden\s|derudover\s)?\d|"
    r"(?<!ommune )\b(?:giver|gav)\s\d[\d.,]*\s(?:mio|mill|kr)[\w. ]{0,20}\stil\s(?:hver|\w+ kommune)\b|"
    r"\bdeler\s\d|"
    r"\bdeles (?:af|mellem)\b|\bfordelt (?:mellem|på|til|blandt)\b|\btilfalder\b|"
    r"\btilfaldt\b|\bgår (?:der|også|desuden)\b|"
    r"\b(?:har|er|blev|bliver|fik)\b[^.]{0,80}\b(?:modtaget|fået|bevill?i?get|givet)\b|"
    r"\bgår\b[^.]{0,30}\btil\b|skal for \d|fået \d|modtager \d|fået bevill?i?get|fra puljen|puljemidler"
)
_PROJECT_NAMED = re.compile(
    r"\b[Pp]rojekt(?:et)?\s(?:hedder\s|kaldes\s|har\sfået\snavnet\s)?[\"”“»„](?P<title>[^\"”“»«„\n]{4,120})[\"”“«”]"
)
_BUILDS = Cue(
    r"\btil (?:en |et |at )?(?:\w+ )?(?:tilbygning|ombygning|renovering|byggeri|nybyggeri|opføre|bygge|anlægge|"
    r"svømmehal|"
    r"idrætshal|sportshal|cykelsti|vej|parkering|rådhus|skolegård|tag)\w*\b"
)
_GIVES = Cue(
    r"\b(?:midlerne|pengene|støtten|tilskud|projekter(?:ne)?)\b[^.]{0,80}\b(?:fordelt|udmøntet|tildelt|givet|støttet)"
)
_SHARE = Cue(r"\bdeler\s(?:\w+\s)?\d")
_SOUGHT = re.compile(r"\b(?:har søgt|søgte) (?:\w+ )?(?:sammen|i fællesskab)\b")  # joint, and not in vain


_TELLS = re.compile(
    r"\bpulje\w*\b[^.]{0,80}\b(?:fordelt|udmøntet|giver|uddelt)|\b(?:fordelt|udmøntet|uddelt)\b[^.]{0,80}\bpulje"
)
_SEVERAL_GET = Cue(
    r"\b(?:kommuner|projekter|initiativer|steder)(?:ne)?\b[^.]{0,60}\b(?:får|fik|fået|modtager|modtog|(?:ud)?valgt|støtte[st]?|"
    r"penge|midler|tilskud|tilsagn)\b|"
    r"\b(?:\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv) (?:\w+ )?(?:kommuner|steder) (?:har |har nu )?"
    r"(?:afprøve\w*|prøve[drt]\w*|teste\w*|deltager|deltog|deltaget|er med|var med)\b|"
    r"\b(?:uddel\w*|fordel(?:er|t)|udmønt\w*|tildel\w*|bevilge[rt]|giver|gav|støtter)\b[^.]{0,60}\b(?:mio|mill|kr|midler|penge|"
    r"kommuner|projekter|initiativer)\b"
)
_LEAD_LINES = 5


def _leads_to_several(page: Page) -> bool:
    """Tell whether the head of a page says that several got money: "Fem kommuner får del i puljen"."""
    return any(
        _SEVERAL_GET.search(sentence.text) and not NEGATIVE.search(sentence.text)
        for sentence, _ in page.sentences_of(page.lines[:_LEAD_LINES])
    )


def find_prose_awards(page: Page) -> list[Entry]:
    """Give the awards told in sentences: "Havby Kommune får 3,2 mio. kr. til projektet ”Friskere liv”"."""
    entries: list[Entry] = []
    is_told = _TELLS.search(page.text) is not None
    tells = is_told or _leads_to_several(page)
    gives = is_told or _GIVES.search(page.text) is not None
    for sentence, line in page.sentences:
        if line.kind is BlockKind.TABLE_ROW or line.is_heading or NEGATIVE.search(_SOUGHT.sub("", sentence.text)):
            continue
        text = sentence.text
        amounts = exact_amounts(text)
        shared = shared_awards(sentence, line, gives=gives)
        if not amounts:
            entries += (
                shared or spanned_awards(sentence, line) or named_awards(sentence, line, tells=tells, gives=gives)
            )
            continue
        if not (VERBS.search(text) or _AWARD_TOLD.search(text)):
            continue
        if _BUILDS.search(text) and "projekt" not in text.lower() and "pulje" not in page.text.lower():
            continue  # money for houses and roads is no grant for an undertaking
        mentions = [replace(m, confidence=LIKELY) if gets_money(text, m) else m for m in find_municipalities(text)]
        mentions = [m for m in mentions if m.confidence >= LIKELY]
        found = sentence_awards(text, sentence.char_start, line, mentions, amounts)
        if not mentions and len(amounts) == 1 and (whose := places_before(page, sentence, line)):
            found = [read_on(sentence, line, whose, amounts[0])]
        if not mentions and len(amounts) > 1 and (each := respective_places(page, sentence, line)):
            found = read_in_order(sentence, line, each, amounts)
        found = found or ([] if mentions else each_award(page, sentence, line, amounts))
        if (
            not mentions
            and not found
            and entries
            and (other := _others_award(text, sentence.char_start, line, amounts)) is not None
        ):
            found = [other]
        if len(found) == 1 and found[0].title is None:
            taken = {str(e.title.value) for e in entries if e.title is not None}
            found[0].title = _named_beside(line, sentence, taken)
        if _SHARE.search(text) and not any(e.title for e in found):
            continue  # "Havby, Sydvig og Østby kommuner deler 12 mio. kr.": who got how much of it is not said
        entries += found
        told = {place.value for entry in found for place in entry.places}
        entries += [entry for entry in shared if not told & {place.value for place in entry.places}] if found else []
    return entries


# who gets it: before the verb, or behind "til" and before what it is for
_WHO_GETS = re.compile(
    r"^(?P<first>[A-ZÆØÅ][^.,;:”\"]{3,80}?)\s(?:får|fik|modtager|modtog|har fået|har modtaget|er bevill?i?get|"
    r"er tildelt|"
    r"støttes med)\s|"
    r"\b(?:til|har)\s(?P<later>[A-ZÆØÅ][^.,;:”\"]{3,80}?)(?:\stil\s(?:projektet\s)?[”\"“»]|\s(?:modtaget|fået)\s|\.?$)"
)


def _others_award(text: str, start: int, line: Line, amounts: list[AmountMention]) -> Entry | None:
    """Read the award of an association in a sentence like those that told of municipalities' before it."""
    who = _WHO_GETS.search(text)
    own = [a for a in amounts if not NO_AWARD_SUM.search(text[max(0, a.char_start - 40) : a.char_start])]
    if who is None or len(own) != 1 or len(amounts) != 1:
        return None
    group = "first" if who["first"] else "later"
    name, at = who[group].strip(), start + who.start(group)
    if not names_someone(name) or find_amounts(name):
        return None
    entry = Entry(start, start + len(text), line.index, form="prose", path=line.path)
    entry.owner = Found(name, at, at + len(name), 0.8)
    entry.amount = amount_found(own[0], start, 0.88)
    quotes = project_quotes(text)
    if len(quotes) != 1:
        return None  # without a name in quotes any subject of a sentence would do
    entry.title = quoted(quotes[0], start)
    return entry


_GOES_ON = re.compile(
    r"(?:Her|Hertil|Dermed|Pengene|Midlerne|Beløbet|Støtten|De|Den|Det|Kommunen|Byen)\b[^\n.\"”“»«„]{0,60}?[\"”“»„]"
    r"(?P<title>[A-ZÆØÅ][^\"”“»«„\n]{3,90})[\"”“«”]"
)


_CALLED = re.compile(
    r"(?:Projektet|Indsatsen|Forsøget|Initiativet|Tiltaget|Det)\s(?:hedder|kaldes|har\s(?:fået\s)?(?:navnet|titlen)|bærer\s(?:navnet|"
    r"titlen)|går under navnet)\s(?P<title>[A-ZÆØÅ][^\"”“»«„.;:\n]{3,90}?)(?=[.,\n]|$|\s(?:–|og\s\w+(?:er|ede|te)\b))"
)


def _named_beside(line: Line, told: Span, taken: set[str]) -> Found | None:
    """Give the one project that a paragraph names in quotes, in another sentence than the one that tells of its award.

    A name that an award of another sentence has taken is that one's.
    """
    names = {m["title"]: m for m in _PROJECT_NAMED.finditer(line.text) if m["title"].strip(" ,.") not in taken}
    after = told.char_end - line.char_start
    behind = line.text[after:].lstrip()
    goes_on = _GOES_ON.match(behind) or _CALLED.match(behind) if not names else None
    if goes_on is not None and goes_on["title"].strip(" ,.") not in taken:
        at = line.char_end - len(behind) + goes_on.start("title")
        name = goes_on["title"].strip(" ,.")
        return Found(name, at, at + len(name), 0.84)
    if len(names) != 1:
        return None
    ((name, match),) = names.items()
    at = line.char_start + match.start("title")
    return Found(name.strip(" ,."), at, at + len(name.strip(" ,.")), 0.86)

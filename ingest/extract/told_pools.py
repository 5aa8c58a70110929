"""The pool that an article says paid for its project, whether or not it says that it is a pool."""

from __future__ import annotations

import re

from corpus.places import find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page, Span
from ingest.extract.pool_forms import is_bare, pool_in

ASKS = Cue(
    r"\b(?:vil|kan|skal|ønsker at|planlægger at|overvejer at)\s(?:nu\s)?(?:an)?søge\b|\b(?:an)?søger\s(?:nu\s)?(?:om|"
    r"pulje\w*|penge|midler|støtte)|\bafslag\b|\b(?:fik|får|fået)\snej\b|\bbad om\b|\bhåber (?:på|at få)|"
    r"frist\b|ansøgningsfrist|kan søges|åben for ansøg|tilmeld|udpeg|indstill"
)
# a municipality's own pool for its associations; a book or a journey that a pool has paid
_NO_GRANT = Cue(
    r"\bkommunen?\b[^.]{0,30}\b(?:har uddelt|uddeler|uddelte|fordeler|afsætter|har oprettet|opretter)\b|"
    r"\b(?:bog|bogen|hæfte[t]?|rapporten|film(?:en)?|studietur\w*|turen|rejsen)\b[^.]{0,120}\b(?:udgivet|betalt|"
    r"støtte|finansieret)"
)
_SUPPORT = Cue(
    r"støt|tilskud|tilsagn|bevil|midler|penge|kroner|\bkr\.|betal|finansier|modtag|\bfik\b|fået|\bfår\b|\bgav\b|givet|"
    r"tildel|projekt|forsøg|indsats|\b(?:under|fra|af|gennem|via|ved hjælp af|med hjælp fra)\s[^.]{0,25}pulje"
)


def find_paying_pool(page: Page) -> tuple[Found, Span, Line] | None:
    """Give the pool whose support a sentence tells of, with the sentence and its line; asking for support is none."""
    told = [
        (sentence, line)
        for sentence, line in page.sentences
        if not line.cells
        and not ASKS.search(sentence.text)
        and not _NO_GRANT.search(sentence.text)
        and _SUPPORT.search(sentence.text)
    ]
    for sentence, line in told:
        if (pool := pool_in(sentence.text, sentence.char_start)) is not None:
            return pool, sentence, line
    for sentence, line in told:  # what is not said to be a pool only where nothing is
        if (pool := _unsaid_pool(sentence)) is not None:
            return pool, sentence, line
    return None


# "fik tilskud fra Et pusterum i hverdagen", "det Aftenro-projekt": pools that are not said to be pools
_FROM_NAME = re.compile(
    r"\b(?:tilskud|støtte|midler|penge|bevilling)\s(?:fra|under|"
    r"af)\s(?P<name>[A-ZÆØÅ][\wæøå]*(?:\s[\w-]+){2,7})(?=[.,;]|$|\s(?:og|til|i|gjort|fået|kunnet|sat|har|er|blev|som|"
    r"der|afprøvet|indført|udviklet|ansat|etableret|prøvet)\b)"
)
_POOL_NAME = r"(?P<name>[A-ZÆØÅ][\wæøå]{3,}(?:\s[\w-]+){0,6}?)"
# "et af de fem projekter i Velfærdslaboratoriet", "de projekter, som Nysgerrige Fagmiljøer gav penge til"
_ONE_OF_ITS = re.compile(
    rf"\b(?:projekt(?:er)?|forsøg|indsatser|kommuner),?\s(?:i|under|fra|støttet af|betalt af|som led i|som en del af|"
    rf"som|der hører til)"
    rf"\s{_POOL_NAME}(?=[.,;:]|\s(?:og|i\s(?:19|20)\d\d|der|som|har|havde|gav|støttede|støtter|betalte|betaler|"
    rf"finansierede|sluttede)\b|$)"
)
_HYPHENED = re.compile(
    r"\b(?:det|et|dette|kommunens|sit|vores)\s(?P<name>[A-ZÆØÅ][a-zæøå]{4,})-(?:projekt|forsøg)\w*\b"
)
_ORGANISATION = re.compile(
    r"styrelse|minister|region|\bfond|kommune|forening|forbund|\bEU|KL\b|rådet|nævn|bank|selskab|universitet|"
    r"hospital|sygehus|"
    r"\b(?:Corona|Covid|Leader|Kræftens|Røde|Ældre|Alzheimer\w*|Digitaliser\w*|Velfærds(?:ministeriet|forvaltning\w*|"
    r"aftale\w*)|Pilot|Nordea|Trygfonden)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = r"(?P<name>[A-ZÆØÅ][\wæøå-]+(?:\s[\w-]+){1,6}?)"
_ENDS = (
    r"(?=[.,;:()]|\s(?:og|i\s(?:19|20)\d\d|der|som|har|havde|er|var|med|til\s(?:at|et|en|projekt\w*)|fra\s\d|på\s\d|"
    r"gav|giver|betaler|betalte|stod|står|løber|løb)\b|$)"
)
# "støttet gennem initiativet Sikker medicin lokalt": what pays is said to be an undertaking, though no pool
_PAID_THROUGH = re.compile(
    r"\b(?:støtte[tr]?|betal[te]\w*|finansiere[tr]?|bevil\w+|penge\w*|midler\w*|tilskud\w*|støtten?|kroner|kr\.)\b"
    r"[^.]{0,60}?\b(?:af|fra|gennem|via|under)\s(?:\w+\s){0,2}?(?:initiativet|satsningen|programmet|ordningen|indsatsen|"
    rf"partnerskabet|rammen)\s[\"”“»„]?{_TITLE_WORDS}[\"”“«”]?{_ENDS}"
)
# "Sikker medicin lokalt har betalt", "Pengene kommer fra Sikker medicin lokalt"
_PAYS = re.compile(
    rf"(?:^|[.!?]\s)[\"”“»„]?(?!(?:Blandt|Alle|Begge|Disse|De|Den|Det|Der|Her|Nu|Da|Efter|Siden|Også|Som|Man|Vi|På|Staten|"
    rf"Kommunen|Projekte[tr]\w*|Regeringen)\b){_TITLE_WORDS}[\"”“«”]?\s(?:har\s)?(?:betalt|betaler|betalte|finansierer|finansierede|"
    r"finansieret|støtter|støttede|støttet|står for regningen|stod for regningen|giver tilskud|gav tilskud)\b"
)
_COMES_FROM = re.compile(
    r"\b(?:[Pp]engene|[Mm]idlerne|[Bb]evillingen|[Tt]ilskuddet|[Ss]tøtten|[Rr]egningen)\s(?:\w+\s){0,2}?(?:kommer|kom|"
    rf"stammer|er|blev|betales|kommet|givet|hentet)\s(?:\w+\s){{0,2}}?(?:fra|af|gennem|via)\s[\"”“»„]?{_TITLE_WORDS}"
    rf"[\"”“«”]?{_ENDS}"
)


def _unsaid_pool(sentence: Span) -> Found | None:
    for pattern, confidence in (
        (_PAID_THROUGH, 0.75),
        (_FROM_NAME, 0.7),
        (_COMES_FROM, 0.6),
        (_HYPHENED, 0.6),
        (_ONE_OF_ITS, 0.6),
        (_PAYS, 0.55),
    ):
        match = pattern.search(sentence.text)
        if (
            match is None
            or is_bare(match["name"])
            or _ORGANISATION.search(match["name"])
            or find_municipalities(match["name"])
        ):
            continue
        start = sentence.char_start + match.start("name")
        return Found(match["name"], start, start + len(match["name"]), confidence)
    return None


def find_unsaid_pool(page: Page) -> Found | None:
    """Give what an article says its project is one of, though it does not say that it is a pool."""
    found = [f for s, line in page.sentences if not line.is_heading and (f := _unsaid_pool(s)) is not None]
    return max(found, key=lambda f: f.confidence, default=None)

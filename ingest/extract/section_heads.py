"""What headings of parts say: a project's name, whose it is, or only what every part is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from corpus.places import PlaceMention, find_municipalities
from ingest.extract.project_places import is_only_names

GENERAL_HEADING = re.compile(
    r"sammenfatning|metode|konklusion|baggrund|formål|resultater|anbefaling|evalueringen|indledning|"
    r"perspektiv|kontakt(?:\W*$|person|oplysning|info|\s(?:os|og)\b)|"
    r"læs mere(?:\W*$|\s(?:om|her|på|i)\b)|fakta|om projekte|om puljen|diskussion|"
    r"data|litteratur|bilag|økonomi|indhold|projekterne|tværgående|på tværs|hvad|hvordan|hvorfor|kort om|forord|"
    r"målgruppe|opsamling|læring|erfaringer|udvikling|organisering|"
    r"kalender|arrangement|deadline|datoer|tilmeld|workshop|seminar|webinar|konference|temadag|"
    r"lærings(?:dag|seminar|møde)|netværksmøde|"
    r"implementering|ansøg|udmøntning|vurdering|projektperiode|spørgsmål|tidsplan|resumé|download|se også|relater",
    re.IGNORECASE,
)
ADVICE_HEADING = re.compile(
    r"(?:(?:vores|gode|vigtige|de|disse|nogle|\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|centrale|fælles|andre)\s)*"
    r"(?:råd|tips|pointer|budskaber|læringspunkter|læresætninger|opmærksomhedspunkter|konklusioner|fif|huskeregler|"
    r"indsigter|ting,? (?:vi|I|man|du|at)\b.*)(?:,?\s(?:til|fra|om|at|videre|når|hvis|i)\b.*)?\W*",
    re.IGNORECASE,
)
"""What closes a report for its readers, and is nobody's council: "Tre råd", "Fem gode råd til andre kommuner"."""
TRACK_HEADING = re.compile(r"(?:spor|model|tema|runde|delpulje|indsatsområde)\s?(?:\d|[A-F]\b)", re.IGNORECASE)
LIST_HEADING = re.compile(
    r"(?:følgende|disse|de(?: (?:\w+|\d+))?|støttede|udvalgte|deltagende|øvrige|alle|hvilke)\s(?:\w+\s){0,2}?"
    r"(?:kommuner|projekter|ansøgere|ansøgninger|modtagere|initiativer)(?:ne)?\b|"
    r"(?:kommuner|projekter|ansøgere|ansøgninger)(?:ne)?,?\s(?:der|som|med|uden|har|fik|får|er)\b",
    re.IGNORECASE,
)
"""The heading of a list of several: "Følgende kommuner har fået tilsagn", "Projekter, der støttes"."""
ROUND_HEADING = re.compile(
    r"(?:\w+\.?\s){0,2}(?:ansøgnings|pulje|tildelings)?(?:runde[nr]?|(?:gen)?opslag(?:et)?|udmøntning(?:en)?)"
    r"(?:\W*(?:i\s)?20\d\d)?\W*",
    re.IGNORECASE,
)
"""The heading of a pool's round: what stands under it is a list, not one project."""
OF_WHOLE = re.compile(
    r"(?:kort om|fakta(?:boks)?|om|bag om)\b(?: (?:projekt\w*|pulje\w*|indsats\w*|forløb\w*|artik\w*))?\W*$",
    re.IGNORECASE,
)
WHO_AND_WHAT = re.compile(r"^(?P<who>[^:–—]{2,80}?)\s*(?:[:–—]|\s-)\s+(?P<what>\S.{3,})$")


_PART = (
    r"(?:(?:hoved)?resultater(?:ne)?|effekt(?:en|er|erne)?|erfaringer(?:ne)?|udbytte(?:t)?|virkning(?:en)?|status|fund|"
    r"forløbet|indsatsen|projektet|arbejdet|situationen|sådan (?:gik|går) det|det skete(?: der)?|hvordan gik det|"
    r"målinger(?:ne)?|konklusion(?:en)?|evaluering(?:en)?|eksempel|case|casen|besøg|historien|model(?:len)?|tiltag(?:et)?|"
    r"hvad (?:viser|viste|skete|gjorde)(?: \w+)?)"
)
_NUMBER = (
    r"(?:\d{1,2}[.)]?(?:\d{1,2}[.)]?)*\s*)?"
    r"(?:(?:case|eksempel|del|kapitel|projekt|kommune)\s\d{1,2}\s*[:.–-]?\s*)?"
)
_IN = r"(?:\s?[:–—-])?(?:\s(?:i|fra|for|af|hos|på|med|ved))?"
_ONLY_PART = re.compile(rf"\W*{_NUMBER}(?:{_PART})?{_IN}\W*", re.IGNORECASE)
_PART_OF_TRACK = re.compile(rf"{_NUMBER}{_PART}\b", re.IGNORECASE)
_MORE = (
    r"(?:mere|mindre|flere|færre|bedre|dårligere|værre|højere|lavere|større|kortere|længere|hurtigere|langsommere|sikrere|"
    r"gladere|stærkere|svagere|roligere|sundere|tryggere|lettere|sværere|nemmere|friskere|raskere|bedst|dårligst|værst|"
    r"størst|mindst|mest|flest|færrest|højest|lavest|sikrest|gladest)"
)
_HOW = r"(?:(?:klar|stor|lille|tydelig|varig|markant|delvis|blandet|langsom|god|fin|pæn|svag|jævn)\s)?"
_WENT = (
    r"(?:fremgang|stilstand|tilbagefald|tilbagegang|tilbageslag|tilbageskridt|nedgang|stagnation|succes|fiasko|"
    r"forbedring(?:er)?|forværring|uændret|status quo|stabilt|svært|vanskeligt|trægt|i mål|"
    r"ingen (?:forskel|effekt|ændring(?:er)?|fremgang|virkning)|(?:intet|ikke) nyt|(?:godt|på) (?:på )?vej|"
    r"blandede? (?:resultater|billede|erfaringer)|"
    r"(?:stor|lille|gode?|dårlige?|positive?|negative?|skuffende|usikre|lovende) "
    r"(?:effekt|resultater?|virkning|udbytte)"
)
_THAN = r"(?:\s(?:at|det|der|gik|går|ikke|end|men|endnu|igen|nu|stadig|ventet|forventet|først|\w+t))*"
_VERDICT = re.compile(
    rf"\W*{_NUMBER}{_HOW}{_WENT}|(?:langt |meget |lidt |klart )?{_MORE}){_THAN}{_IN}\W*", re.IGNORECASE
)
"""How it went, and no name: "Fremgang i Havby", "Sikrere i Sydvig", "Bedst gik det i Østby"."""
_LOOSE = re.compile(
    rf"\W*{_NUMBER}(?:{_MORE}|god|godt|gode|ingen|intet|få|mange|stadig|stor|store)\s.{{2,40}}", re.IGNORECASE
)
"""What may be a name, or how it went: "Mere ro i Havby"."""


class HeadingSays(Enum):
    """What is left of a heading without the municipality in it."""

    NOTHING = "nothing"  # bare, or what every part is about: "Resultater i Havby", "Case 2: Havby Kommune"
    VERDICT = "verdict"
    EITHER = "either"  # a name, or a verdict in other words
    NAME = "name"


def _without_places(text: str) -> str:
    for m in reversed(heading_mentions(text)):
        text = text[: m.char_start] + text[m.char_end :]
    return re.sub(r"(?i)\b(?:regions)?kommun\w*|\s(?:og|samt)\b(?=\W*$)", "", text).strip()


def what_heading_says(text: str) -> HeadingSays:
    """Tell what a heading says besides the municipalities that it names."""
    left = _without_places(text)
    if _ONLY_PART.fullmatch(left):
        return HeadingSays.NOTHING
    if _VERDICT.fullmatch(left):
        return HeadingSays.VERDICT
    return HeadingSays.EITHER if _LOOSE.fullmatch(left) else HeadingSays.NAME


def name_in_heading(text: str) -> str:
    """Give what a heading says besides its municipalities, in lower case; empty where that is no name."""
    if what_heading_says(text) in (HeadingSays.NOTHING, HeadingSays.VERDICT):
        return ""
    return re.sub(r"[\W_]+", " ", _without_places(text)).strip().lower()


def tell_verdicts(headings: Sequence[str]) -> bool:
    """Tell whether headings say how it went at each place, so that none of them is a project's name."""
    says = [what_heading_says(text) for text in headings]
    n_told = says.count(HeadingSays.VERDICT)
    return n_told * 2 >= len(says) > 1 and HeadingSays.NAME not in says


def is_part_heading(text: str) -> bool:
    """Tell whether a heading says what every part is about and goes on: "4. Resultater for model B"."""
    return _PART_OF_TRACK.match(text) is not None


def heading_mentions(text: str) -> list[PlaceMention]:
    """Give the municipalities that a heading is of: of "Havby: Vejen hjem" those before its colon alone."""
    parts = WHO_AND_WHAT.match(text)
    return find_municipalities(parts["who"] if parts and is_only_names(parts["who"]) else text)

"""The forms in which running text names a pool: in quotes, behind "puljen", as a compound, as what paid."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from corpus.places import find_municipalities
from ingest.extract.draft import Found

_QUOTES = "[\"”“„»«'’‘]"
IN_QUOTES = re.compile(
    rf"\b(?:(?:an)?søgnings?pulje[nr]?s?|satspulje[nr]?s?|pulje[nr]?s?|programmet|initiativet|"
    rf"ordningen)\s{{1,2}}(?:om\s|til\s)?"
    rf"{_QUOTES}(?P<name>[^\"”“„»«\n]{{4,180}}?){_QUOTES}(?![\w])",
    re.IGNORECASE,
)
QUOTED_BEFORE = re.compile(
    rf"{_QUOTES}(?P<name>[^\"”“„»«\n]{{6,180}}?){_QUOTES}[\s-]{{0,2}}(?:pulje[nr]?)\b", re.IGNORECASE
)
# verbs that tell what a pool or a page on it does, and stand in no pool's name
_FINITE = (
    r"bygge(?:r|de)|bidrog|bidrager|bidraget|fører|førte|virke[rd]\w*|skaber|skabte|når|lykke[ds]\w*|mangle[rd]\w*|"
    r"tager|tog|ligger|lå|kommer|kom|sætter|satte|handle[rd]\w*|rette[rd]\w*|sigte[rd]\w*|fokusere[rd]\w*|måtte|bør|"
    r"ville|vil|samle[rd]\w*|følger|fulgte|beskriver|beskrev|belyse[rs]|belyste|hvile[rd]\w*|trækker|trak|vare[rd]\w*|"
    r"afslutte[sd]\w*|bruges|brugte|anvende[srt]\w*|kræve[rd]\w*|indeholder|indeholdt|konkludere[rd]\w*|"
    r"løber|løb|giver|gav|går|gik|viser|viste|gjorde|gør|hjælper|hjalp|slutte[rd]\w*|starte[rd]\w*|begynder|begyndte"
)
# "puljen til mere faste teams i ældreplejen": up to a verb or a stop.
_POOL_TO = re.compile(
    r"\b(?P<name>(?:ansøgnings|sats)?pulje[nr]?\s(?:til|for|om|vedr\.)\s[^.,;:()\n\"”“]{6,150}?)"
    r"(?=\s(?:til\sprojekt\w*|til\sat|er|blev|har|havde|fik|som|der|på\s\d|med\s\d|i\s(?:19|20)\d\d|skal|kan|kunne|"
    r"og\s(?:er|har|løber|løb|skal|var|varer|varede|fik|gik|går|blev|kører|kørte|begyndte|startede|sluttede|slutter)|"
    rf"{_FINITE}|"
    r"fra\s(?:den\s)?(?:\d|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*|af\s(?:Sundheds|Social|KL))\b"
    # "skal puljen til bedre søvn hjælpe med": the sentence's verb, not "for at hjælpe"
    r"|(?<!\bat)(?<!\bkan)(?<!\bskal)(?=\s(?:hjælpe|bidrage|sikre|gøre|give|skabe|nå|støtte(?!\s(?:til|for|af|i|og)\b)|styrke|sørge)\b)"
    r"|\s?[.,;:()\n\"”“]|$)",
    re.IGNORECASE,
)
_STOP = (
    r"(?=\s(?:er|var|blev|bliver|har|havde|fik|får|som|der|på\s(?:\d|i alt|samlet)|med\s\d|i\s(?:19|20)\d\d|"
    r"skal|kan|kunne|støtter|støttede|udspringer|indgår|hører|dækker|gælder|stammer|henvender|finansierer|"
    r"er\snu|giver|gav|løber|løb|udgør|"
    r"omfatter|bestod|består|fra\s[A-ZÆØÅ]|hos\s[A-ZÆØÅ]|under\s[A-ZÆØÅ]|og\s(?:er|har|løber|skal|blev)|"
    r"for\sat|i\sperioden|ved\s(?:[A-ZÆØÅ]|hjælp|at\b|en\b|et\b|udgangen)|blandt\s|"
    r"af\s(?:Sundheds|Social|KL)\w*|til\sat|til\s(?:projekt|et\sprojekt|formål)\w*|til\s(?:i alt\s)?(?:\d+|to|"
    r"tre|fire|fem|seks|syv|otte|ni|ti|"
    r"elleve|tolv|\w+ten)\s(?:\w+\s)?(?:projekter|kommuner)|uddeles|udmøntes|rummer|rummede|sluttede|indtil|"
    r"(?:tilbage|retur)\s(?:til\s(?:staten|ministeriet|styrelsen|puljen|Social|Sundheds)|$)|og\s(?:løb|var|fik|fortsætter|fortsatte|slutter|sluttede|varer|kører|"
    r"kørte|begynder|begyndte|starter|startede|går|gik|kan|vil|bliver|gav|giver)|"
    r"frem\stil|gik|går|kom|betal\w+|finansiere[rt]?\w*|bevilge\w+|gjorde|gør|stod|står|lagde|og\s(?:det|den|de|nu)|"
    r"sørge[rd]\w*|hjalp|hjælper|sendte|nåede|lod|nu|også|fordel\w+|uddel\w+|udmønte\w*|delt|tildel\w+|åbne[rd]?\w*|"
    r"lukke[rd]?\w*|slår|dele[rs]\w*|modtag\w+|søge[sr]?|søgte\w*|udløb\w*|blive|peger|pegede|fortæller|dokumenterer|slutter|starter|betyder|viser|viste|"
    rf"arbejdet|prøvet|afprøvet|udviklet|indført|etableret|ansat|undersøgt|gennemført|testet|hjulpet|{_FINITE})\b"
    r"|\s\d{1,3}\s[A-ZÆØÅ]|\s?[.,;:()\n\"”“?!]|\s[–—-]\s|$)"
)
# "puljen Styrket nærhed i hjemmesygeplejen er ...": a capital begins the name, a verb or a stop ends it.
UNQUOTED = re.compile(
    rf"\b(?i:(?:sats|ansøgnings|tilskuds)?pulje(?:[nr]|initiativ\w*|program\w*|indsats\w*|ordning\w*)?|programmet|"
    r"puljeprojekter(?:ne)?\sunder)\s(?P<name>(?!(?:Side|Bilag|Tabel|Figur|Fase|Runde)\s?\d)[A-ZÆØÅ][\w-]*"
    rf"(?:\s[\w&-]+){{0,14}}?){_STOP}"
)
_IS_A_POOL = re.compile(
    r"(?:^|[.!?]\s)(?P<name>[A-ZÆØÅ][\w -]{3,60}?)\s(?:er|var)\sen\s(?:ny\s|statslig\s)?(?:ansøgnings|sats)?pulje\b"
)
# "NÆR-puljen" is a name whole; of "Hånden under armen-puljen" the last word is only what it is
# "Rygestoppuljen Frisk luft": a name behind what kind of pool it is; "Udviklingspuljen Side 1" is a footer
_COMPOUND_AND_NAME = re.compile(
    rf"\b[\wæøå]{{4,30}}pulje[nr]?\s{_QUOTES}?(?P<name>(?!(?:Side|Bilag|Tabel|Figur|Fase|Runde|Kommune)\b)[A-ZÆØÅ][\w-]{{2,}}"
    rf"(?:\s[\w&-]+){{1,8}}?){_QUOTES}?{_STOP}"
)
_ACRONYM = re.compile(r"(?<![\w-])(?P<name>[A-ZÆØÅ]{1,8}-pulje)n?\b")
# "KIK-puljen til lokale dataprojekter": a funder may have several, so what it is for is part of the name
_ACRONYM_TO = re.compile(
    r"\b(?P<name>[A-ZÆØÅ]{2,8}-puljen?\s(?:til|om|vedr\.)\s(?!(?:at|alle|de|den|det|en|et|i alt|kommun\w+|projekt\w*|"
    r"formål\w*|efterår\w*|forår\w*|sommer\w*|vinter\w*|næste|jul|to|tre|fire|fem|seks|syv|otte|ni|ti)\b)"
    rf"[a-zæøå]{{3,}}(?:\s[\w&-]+){{0,8}}?){_STOP}"
)
_HYPHENED = re.compile(
    r"(?:^|\b(?:fra|af|i|under|gennem|til|med)\s)(?P<name>[A-ZÆØÅ][\w]*"
    r"(?:\s(?!(?:fra|af|i|under|gennem|til|med)\s[A-ZÆØÅ])\w+){0,5})-puljen?\b"
)
# "Puljen hedder Genvej til hjælp", "Genvej til hjælp er navnet på den pulje", "Genvej til hjælp, en pulje under"
_CALLED = re.compile(
    rf"\b(?i:puljen|puljens navn)\s(?:hedder|hed|kaldes|kaldtes|er|bærer navnet|har fået navnet)\s{_QUOTES}?"
    rf"(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w&-]+){{0,10}}?){_QUOTES}?{_STOP}"
)
_IS_CALLED = re.compile(
    rf"(?:^|[.!?]\s|(?P<paid>\b(?:fra|af|under|gennem)\s)){_QUOTES}?(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w&-]+){{0,8}}?)"
    rf"{_QUOTES}?(?:\ser\snavnet\spå\s|(?(paid),\s(?:(?:der|som)\ser\s)?|(?!)))(?:den|en)\s(?:\w+\s){{0,2}}\w*pulje\b"
)
_COMPOUND = re.compile(
    r"(?:\bDen\s(?:[A-ZÆØÅ][\wæøå]+\s){1,3})?\b(?P<compound>(?:[A-ZÆØÅ][a-zæøå]{2,3}|[A-ZÆØÅ]?[\wæøå]{4,40})pulje)(?:n(?:s)?|r)?\b",
    re.UNICODE,
)
_NAMED_DEN = re.compile(r"\b(?P<name>Den\s(?:[A-ZÆØÅ][\wæøå-]+\s){1,4}?[A-ZÆØÅ]?[\wæøå-]*pulje)n?\b")
# "har sat 14,2 mio. kr. af til Sundhedsrum for borgere uden hjem": a capital within the sentence begins a name.
_SET_ASIDE = re.compile(
    rf"\b(?:kr\.|kroner|mio\.|millioner|midler|penge)\s(?:af\s)?(?:til|fra|under|"
    rf"gennem)\s(?P<name>[A-ZÆØÅ][a-zæøå]{{2,}}(?:\s[\w&-]+){{1,10}}?){_STOP}"
)
# "i første opslag af Sundhedsrum for borgere uden hjem": what is shared out in rounds is a pool
_ROUND_OF = re.compile(
    r"\b(?:første|anden|andet|tredje|fjerde|femte|nye?|nyt|seneste|sidste|årets|dette|denne|\d\.)\s(?:opslag|udbud|"
    r"udmøntning|uddeling|(?:ansøgnings|uddelings|pulje|tilskuds)runde)(?:en|et)?\s(?:af|i|under|fra)\s"
    rf"{_QUOTES}?(?P<name>[A-ZÆØÅ][a-zæøå-]{{2,}}(?:\s[\w&-]+){{1,10}}?){_QUOTES}?{_STOP}"
)
# "Havby Kommune modtager 1,5 mio. kr. til Rolig aften": what a grantee gets money for is its project.
_RECEIVES = re.compile(
    r"\b(?:får|fik|fået|modtager|modtog|modtaget|tildel(?:es|t)|søgte|bruger|brugte|"
    r"\w*fond(?:en)?\b[^.]{0,30}\b(?:giver|gav|donerer|donerede|bevilger|bevilgede|støtter|støttede))\b"
    r"(?:[^.]|(?<=(?:mio|ill|\skr|..\d))\.)*$",
    re.IGNORECASE,
)
_CLAUSE = 120  # characters before a sum that tell who it goes to
_NO_SET_ASIDE = re.compile(
    r"[\w-]*(?:kommune\w*|region\w*|styrelsen|ministeriet|fonden|forening\w*|sygehus\w*|hospital\w*|danmark|danske)\b|"
    r"(?:[A-ZÆØÅ][\w-]*\s){1,3}(?:Kommune\w*|Sagen|Kors|Hjælp|Fonden)|Kommunerne|Ministeriet|Staten|Folketinget",
    re.IGNORECASE,
)
_GENERIC = {
    "ansøgningspulje", "satspulje", "finanslovspulje", "puljepulje", "statspulje", "forskningspulje", "tilskudspulje",
    "enkeltpulje", "projektpulje", "reservepulje", "støttepulje", "delpulje", "rammepulje", "finanslovpulje",
    "ansøgningspuljepulje", "satspuljepulje", "udviklingspulje", "forsøgspulje", "driftspulje", "landsdækkende pulje",
}  # fmt: skip


def pool_in(text: str, char_start: int) -> Found | None:
    """Give the pool that a stretch of text names, the surest form first."""
    found = _named_in(text)
    if found is None:
        return None
    found = _without_sum(_without_time(found), text)
    if is_bare(str(found.value)):
        return None
    return replace(found, char_start=char_start + found.char_start, char_end=char_start + found.char_end)


_BARE = re.compile(
    r"(?:den|denne|statens|regeringens|ministeriets|styrelsens|årets)?\s?(?:(?:sats|ansøgnings|tilskuds|finanslovs?|stats)?puljen?(?:s|r|rne)?|"
    r"finanslov(?:en|s?aftalen?)?|midler(?:ne)?|puljemidler(?:ne)?|satspulje(?:midler|aftale|parti)\w*|pengene|tilskuddet|"
    r"bevillingen|støtten|staten)(?:\s(?:for|i|fra|på)(?:\s(?:19|20)\d\d)?(?:\s?[-–]\s?(?:19|20)\d\d)?)?",
    re.IGNORECASE,
)


def is_bare(name: str) -> bool:
    """Tell whether a name says only that there was money: "satspuljen", "finansloven for 2016", "midlerne"."""
    return bool(_BARE.fullmatch(name.strip(' .,:;"”“»«')))


_OF_SUM = re.compile(r"\s\d{1,3}(?P<unit>\s(?:mio|kr|millioner|kroner))?$")


def _without_sum(found: Found, text: str) -> Found:
    """Give a name without the sum that a sentence tells behind it: "gav puljen til sikre hænder 410.000 kr."."""
    digits = _OF_SUM.search(str(found.value))
    if digits is None or not (digits["unit"] or re.match(r"(?:[.,]\d|\s(?:kr|mio|million))", text[found.char_end :])):
        return found
    cut = len(digits[0])
    return replace(found, value=str(found.value)[:-cut], char_end=found.char_end - cut)


_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_IN_TIME = re.compile(
    r"\s(?:fra|i|siden|mellem|til|for|over|ved|inden|frem til|med start)\s"
    r"(?:(?:den|d\.|udgangen af|begyndelsen af|perioden|årene|året|tiden)\s)?"
    rf"(?:\d{{1,2}}\.\s(?:{_MONTHS})|(?:{_MONTHS}|foråret|sommeren|efteråret|vinteren|forår|efterår)\b"
    r"(?=\s(?:19|20)\d\d|\s(?:til|og)\s|$)|(?:19|20)\d\d\b|perioden\b|årene\b).*$",
    re.IGNORECASE,
)
"""When, which a sentence may tell right behind a name: "puljen Ro om natten fra august 2018 til december 2021"."""


def _without_time(found: Found) -> Found:
    name = str(found.value)
    time = _IN_TIME.search(name)
    if time is None or time.start() < _MIN_NAME:
        return found
    cut = len(name) - len(time[0])
    return replace(found, value=name[:cut], char_end=found.char_start + cut)


_MIN_NAME = 5


@lru_cache(maxsize=512)  # a page's lines are asked for its pool in several ways
def _named_in(text: str) -> Found | None:
    """Give the pool that a text names, with its place in it."""
    start = 0
    for pattern, confidence in ((IN_QUOTES, 0.93), (QUOTED_BEFORE, 0.9)):
        match = pattern.search(text)
        if match:
            return Found(match["name"].strip(), start + match.start("name"), start + match.end("name"), confidence)
    match = _IS_A_POOL.search(text)
    if match:
        return Found(match["name"], start + match.start("name"), start + match.end("name"), 0.87)
    for match in UNQUOTED.finditer(text):
        name = match["name"]
        if len(name) >= 5 and not re.match(
            r"(?:Sundheds|Social|KL\b|Region|Der\b|Det\b|Formål|I\s|Projekt|Danmark|Staten|Ministeriet)", name
        ):
            return Found(name, start + match.start("name"), start + match.end("name"), 0.88)
    for pattern in (_ACRONYM_TO, _ACRONYM, _HYPHENED, _CALLED, _IS_CALLED):
        match = pattern.search(text)
        if match and len(match["name"]) >= 5:
            return Found(match["name"], start + match.start("name"), start + match.end("name"), 0.86)
    match = _COMPOUND_AND_NAME.search(text)
    if match:
        return Found(match["name"], start + match.start("name"), start + match.end("name"), 0.86)
    match = _NAMED_DEN.search(text)
    if match:
        return Found(match["name"], start + match.start("name"), start + match.end("name"), 0.9)
    for match in _SET_ASIDE.finditer(text):
        # a place or an institution gets money too; a name of a pool goes on in small letters
        is_name = re.match(r"\S+\s[a-zæøå]", match["name"]) and "pulje" not in match["name"].lower()
        is_received = _RECEIVES.search(text[max(0, match.start() - _CLAUSE) : match.start()])
        if is_name and not is_received and not _NO_SET_ASIDE.match(match["name"]):
            if not any(m.char_start == 0 and m.confidence >= 0.2 for m in find_municipalities(match["name"])):
                return Found(match["name"], start + match.start("name"), start + match.end("name"), 0.8)
    match = _ROUND_OF.search(text)
    if match and re.match(r"\S+\s[a-zæøå]", match["name"]) and not _NO_SET_ASIDE.match(match["name"]):
        return Found(match["name"], start + match.start("name"), start + match.end("name"), 0.78)
    match = _POOL_TO.search(text)
    if match and not re.match(
        r"(?:sats|ansøgnings)?pulje[nr]?\s(?:til|for)\s(?:i alt\s)?(?:\d|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|"
        r"tolv)\b|"
        r"puljen?r?\s(?:for|til)\sat\s(?!styrke|udvikle|fremme|forbedre|øge|nedbringe|forebygge|reducere|sikre)|puljen?r?\sfor\s20|"
        r"puljen?r?\stil\s(?:efterår|forår|sommer|vinter|næste|jul|januar|februar|marts|april|maj|juni|august|september|"
        r"oktober|november|december)|pulje[nr]?\stil\s(?:at\s)?(?:kommunerne|projekter|hvert|følgende|formålet)\b",
        match["name"],
        re.I,
    ):
        return Found(
            match["name"].strip(),
            start + match.start("name"),
            start + match.start("name") + len(match["name"].strip()),
            0.82,
        )
    for match in _COMPOUND.finditer(text):
        if match["compound"].lower() not in _GENERIC and not match["compound"].lower().endswith(("spuljepulje",)):
            return Found(
                match[0].rstrip("rs"), start + match.start(), start + match.start() + len(match[0].rstrip("rs")), 0.85
            )
    return None

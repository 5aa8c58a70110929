"""The pool that a page's title names, on a pool's own page or over a list of its projects."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.money import find_amounts
from corpus.places import find_municipalities
from ingest.extract.draft import Found
from ingest.extract.lines import Page
from ingest.extract.pool_forms import IN_QUOTES, QUOTED_BEFORE, UNQUOTED

_ROUND_TAIL = re.compile(
    r"(?:\s20\d\d)?\s*[-–—:]\s*(?:genopslag|\d\.\s*(?:udmøntning|runde|opslag|uddeling)|genopslået|afsluttet|lukket|"
    r"udmøntet|tilsagn|tildelinger|oversigt|liste|projekterne|(?:støttede |udvalgte |de )*projekter|"
    r"(?:(?:bevilgede|tildelte|bevilligede|uddelte) )?beløb|bevillinger|(?:tilskud|støtte) til|fordeling)\b.*$"
    r"|\s*\((?:lukket|afsluttet|genopslag|udmøntet|pulje|\d\.\s*udmøntning)\)\s*$|,?\s+(?:19|"
    r"20)\d\d\s*[-–]\s*(?:19|20)\d\d\s*$",
    re.IGNORECASE,
)
_TITLE_HEAD = re.compile(
    r"^(?:nu kan (?:du|I) )?(?:an)?søge?\s(?:om\s|nu\s)?(?:(?:midler|støtte|penge) fra\s)?"
    r"(?:puljen\s(?!til\b|for\b|om\b)(?=\w)|"
    r"(?=puljen?\s(?:til|for|om)\s)|(?=(?-i:[A-ZÆØÅ])\w*pulje))|"
    r"^opslag\s?:\s*|"
    r"^(?:ansøgnings|sats)?pulje(?:n)?\s*:\s*|^(?:projektbeskrivelser|projektoversigt|oversigt|(?:støttede |"
    r"udvalgte )?projekter|"
    r"tilsagn|tildelinger|tilskud)\s*:\s*|^pulje(?:n)?\s(?=[\"”“»])|^puljen\s(?!til\b|for\b|om\b)(?=\w)|"
    r"^(?:udmøntning|tildeling|uddeling|fordeling)\s(?:af|fra)\s(?:midler\s(?:fra|til)\s)?(?:puljen?\s)?"
    r"|^(?:evaluering|slutevaluering|erfaringsopsamling|midtvejsevaluering|slutrapport|opsamling)(?:\s(?:af|på|"
    r"fra|for)\s(?:puljen?\s)?|\s?[:–—]\s)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"^(?:vejledning|retningslinjer|ansøgningsskema|skema|skabelon|bilag|faq|ofte stillede)\b|^(?:nu |snart )?kan\b|"
    r"\bkan (?:nu )?(?:søge|ansøge)|\bpuljens\b|\bher er\b|\bny pulje (?:skal|til|på|giver|åbner)|\b(?:åbner|lukker|"
    r"får|søger|modtager|skal|deler|afprøver|tester|vil|hvordan)\b",
    re.IGNORECASE,
)
_NO_POOL_TITLE = re.compile(
    r"^(?:puljeprojekter|(?:projekter|kommuner),? (?:der|som)|"
    r"(?:\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|flere|mange) (?:\w+ )?(?:projekter|kommuner)\b|"
    r"(?:sådan|hvordan|derfor|hvem|hvad|nu)\b|"
    r"baggrund|formål|nyhed|indhold|om puljen|puljer|puljens formål)\b|"
    r"^(?:(?:an)?søg|ansøgning(?:er|sfrist|sskema|spuljer)?|"
    r"(?:åbne|aktuelle|nye|kommende|lukkede) (?:ansøgnings)?puljer)"
    r"(?: (?:nu|her|om|støtte|midler|penge|tilskud|puljen|puljer|i dag|senest|inden|\d+\.|januar|februar|marts|april|"
    r"maj|juni|juli|august|september|oktober|november|december|20\d\d))*\W*$",
    re.IGNORECASE,
)
# 'Om projektet "Fagligt afsæt"'
_ABOUT = re.compile(
    r"[Oo]m (?:projektet|programmet|indsatsen|initiativet|satsningen)\s"
    r"[\"”“»„]?(?P<name>[A-ZÆØÅ][^\"”“»«„]{3,80})[\"”“«]?"
)
_GOES_ON = re.compile(r"(?:til|for|om)\s")
_FUNDER_TAIL = re.compile(r"\s*\((?:[\w-]+(?:styrelsen|ministeriet)|KL|Danske Regioner)\)\s*$", re.IGNORECASE)


def trim(text: str, start: int) -> Found | None:
    """Give a name without quotes, stops and funder around it; `None` if too little is left."""
    stripped = _FUNDER_TAIL.sub("", text).strip(" \t\u00a0\"”“„»«'’‘.,:;-–")
    if len(stripped) < 4:
        return None
    begin = start + text.index(stripped)
    return Found(stripped, begin, begin + len(stripped))


def pool_title(page: Page) -> Found | None:
    """Give the pool's name out of a pool page's title, without quotes, round and "udmøntning af puljen"."""
    title = page.title
    if title is None or _NO_POOL_TITLE.match(title.text):
        return None
    text, start = title.text, title.char_start
    if (about := _ABOUT.fullmatch(text)) is not None:
        return Found(about["name"], start + about.start("name"), start + about.end("name"), 0.88)
    if (find_amounts(text) or _TELLS.search(text)) and not (IN_QUOTES.search(text) or UNQUOTED.search(text)):
        return None  # "Ny pulje: 22 mio. kr. til sygepleje om natten" is news of a pool, not its name
    quoted = IN_QUOTES.search(text) or QUOTED_BEFORE.search(text)
    if quoted:
        return Found(quoted["name"].strip(), start + quoted.start("name"), start + quoted.end("name"), 0.93)
    inside = UNQUOTED.search(text)
    if inside and inside.start() > 12:  # "Resultatet af ansøgningsrunden for puljen Havby i bevægelse"
        return Found(inside["name"], start + inside.start("name"), start + inside.end("name"), 0.88)
    head = _TITLE_HEAD.match(text)
    if head:
        cut = head.end()
        if _GOES_ON.match(text, cut):  # "Evaluering af Puljen til tidlig opsporing": the name has its first word
            cut = max(text.lower().rfind("pulje", 0, cut), 0)
        text, start = text[cut:], start + cut
    tail = _ROUND_TAIL.search(text)
    if tail and tail.start() > 5:
        text = text[: tail.start()]
    return trim(text, start)


# "Projektoversigt: Hurtig hjælp til unge": what the list is of
LIST_OF = re.compile(
    r"^(?:(?:projekt|tilsagns|bevillings|tilskuds)?(?:oversigt|liste)(?:en)?|(?:støttede |udvalgte |de )*"
    r"projekter(?:ne)?|projektbeskrivelser|tilsagn|tildelinger|bevillinger|tilskud|udmøntning|fordeling|modtagere)"
    r"(?: over projekter)?(?:,? (?:i )?20\d\d)?"
    r"\s?[:–—]\s(?P<name>(?-i:[A-ZÆØÅ])[^:–—]{6,90}?)(?:\s\(?20\d\d\)?)?$",
    re.IGNORECASE,
)


def by_address(page: Page, kind: DocumentKind) -> Found | None:
    """Give the title of a list that stands among a site's pools: it is the pool's, whatever it says."""
    if kind is not DocumentKind.AWARD_LIST or not re.search(
        r"(?<!media)/puljer/[^/]+", page.document.url, re.IGNORECASE
    ):
        return None
    titled = pool_title(page)
    return replace(titled, confidence=0.74) if titled is not None else None


_LIST_TITLE = re.compile(
    r"projekt|kommune|tildel|\bstøtte[dnrst]|^støtte\b|\bstøtte fra\b|\bfår\b|modtag|oversigt|liste|udmønt|tilsagn|"
    r"bevilling|bilag|million|mio|resultat|\d{4}",
    re.IGNORECASE,
)


def list_title(page: Page) -> Found | None:
    """Give the title of a list that names no pool but may itself be one's name: it speaks of nothing else."""
    title = page.title
    if title is None or len(title.text) > 90 or _LIST_TITLE.search(title.text) or find_municipalities(title.text):
        return None
    if re.search(
        r"\d[.:]\d\d|konference|kursus|kurser|webinar|temadag|program for|velkomst", title.text, re.IGNORECASE
    ):
        return None
    if re.match(r"(?:side|bilag|tabel|figur)\b|\d|(?:to|tre|fire|fem|seks|syv|otte|ni|ti) \w+,", title.text, re.I):
        return None
    # a single word is a name only where the page says what it is: "Velfærdslaboratoriet er et fælles initiativ"
    said = (
        rf"{re.escape(title.text)} (?:er|var) (?:et|en) (?:\w+ ){{0,2}}"
        r"(?:initiativ|program|satsning|forsøg|udviklings|ordning)"
    )
    if " " not in title.text and not re.search(said, page.text):
        return None
    head = _TITLE_HEAD.match(title.text)
    cut = head.end() if head is not None and not _GOES_ON.match(title.text, head.end()) else 0
    named = trim(title.text[cut:], title.char_start + cut)
    return replace(named, confidence=0.7) if named is not None else None

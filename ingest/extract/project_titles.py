"""What a project is called: as labelled, under a municipality's name, in quotes, or as the headline has it."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from corpus.dates import find_dates
from corpus.documents import DocumentKind
from corpus.places import find_municipalities
from ingest.extract.draft import Found
from ingest.extract.labels import Label
from ingest.extract.lines import Line, Page, Span
from ingest.extract.project_places import KOMMUNE_TITLE

QUOTED_PROJECT = re.compile(
    r"\b(?:projekt(?:et|ets)?|indsats(?:en)?|forsøg(?:et)?|initiativ(?:et)?|Om projektet)\s(?:om\s|med titlen\s|"
    r"med navnet\s|kaldet\s)?[\"”“»„'‘](?P<name>[^\"”“»«„\n]{3,140}?)[\"”“«”'’](?![\w])",
)


_VERB = (
    r"(?:blev|bliver|er|var|har|havde|lod|lader|fik|får|gav|giver|skal|skulle|kan|kunne|vil|løber|løb|slutter|sluttede|"
    r"starter|startede|begynder|begyndte|kom|går|gik|handler|handlede|bygger|består|bestod|varer|varede|afprøver|"
    r"afprøvede|tilbyder|tilbød|viser|viste|kører|kørte|modtog|modtager|støttes|udvikler|undersøger|undersøgte|hjælper|"
    r"hjalp|sigter|omfatter|omfattede|lukker|lukkede|stopper|stoppede|fortsætter|fortsatte|ligger|lå|gør|gjorde|samler|"
    r"samlede|halverede|reducerede|nåede|tog|tager|sørger|sørgede|kostede|koster|betyder|betød|bidrog|lykkedes|mødes|mødtes|åbner|"
    r"åbnede|vokser|voksede|lever|levede|trives|bruges|tilbydes|gennemføres|forlænges|afprøves|afsluttes)"
)
"""What follows a name in running text."""
_COMMON = r"[A-ZÆØÅ][\wæøå]*(?:pleje|hjem|praksis|hverdag|nat|alder|sektor|skole|køkken|liv)(?:me|n)?(?:en|et|ene|n)?\b"
"""A common noun that is written with a capital within a name: "Nye Veje i Hjemmeplejen"."""
_NAME_ENDS = (
    rf"(?=\s(?:og\s(?:\w+\s)?)?{_VERB}\b|\s(?:som|der|hos|blandt|siden|under|mens|efter|når)\b|"
    rf"\s(?:af|på|i|ved|fra)\s(?!{_COMMON})[A-ZÆØÅ]|\s(?:for|fra|i|med|på|til)\s(?:(?:knap|godt|cirka|ca\.|kr\.)\s)?\d|"
    r"\smed\s(?:støtte|penge|midler|tilskud)\b|\s?[.,:;()!?\n]|\s[–—-]\s|$)"
)
NAMED_PROJECT = re.compile(
    r"\b(?:[Pp]rojekt(?:et)?|[Ii]ndsatsen|[Ff]orsøget|[Tt]ilbuddet|[Oo]rdningen|[Ii]nitiativet)\s(?:hedder\s|hed\s|"
    r"kaldes\s|kaldtes\s|bærer navnet\s)?"
    rf"(?P<name>[A-ZÆØÅ][\wæøå-]*(?:\s(?!i\s(?!{_COMMON})[A-ZÆØÅ])[\w-]+){{0,7}}?){_NAME_ENDS}"
)
CALLED = re.compile(
    r"(?:^|[.!?]\s|\n)[\"”“]?(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w-]+){0,6}?)[\"”“]?\s(?:(?:hed|hedder|kaldes|"
    r"kaldtes|er navnet på|er titlen på)\s(?:(?:det|projektet|indsatsen|forsøget|tilbuddet|ordningen)\b|"
    r"(?:et|en|det|den|vores|[\wæøå-]+s)\s(?:\w+\s){0,2}?(?:\w*(?:projekt|forsøg|tilbud|initiativ|hold|ordning|indsats)(?:et|en)?)\b)|"
    r"er\s[A-ZÆØÅ][\wæøå-]+\s[Kk]ommunes\s(?:\w+\s)?(?:forsøg|projekt|bud|indsats|tilbud)\b)"
)


# "Pillerobotten var et af de fem projekter i Velfærdslaboratoriet", "Lyset ned er støttet af"
ONE_OF = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=\n))[\"”“]?(?P<name>(?!(?:Det|Den|De|Dette|Der|Her|Vi|Kommunen|Projektet)\b)[A-ZÆØÅ][\w-]*"
    r"(?:\s[\w-]+){0,6}?)[\"”“]?\s(?:er|var|blev)\s(?:(?:et|ét|en|én)\s(?:af|blandt)\s(?:de\s)?(?:\w+\s){0,2}?projekter"
    r"|(?:navnet|titlen)\spå|et (?:\w+\s)?projekt\b|(?:\w+\s){0,3}?(?:for|med|af|via)\s(?:penge|midler|støtte|"
    r"tilskud|puljen?)\b)"
)
_THING = r"(?:projektet|forsøget|indsatsen|ordningen|tilbuddet|initiativet|stedet|holdet|klubben|forløbet|det)"
_IS_CALLED = r"(?:hedder|hed|kaldes|kaldtes|er blevet døbt|er døbt)"
# "»Havtræning« hedder det projekt, som", "»Havtræning«, som projektet hedder", "Havtræning, som stedet hedder"
QUOTED_CALLED = re.compile(
    rf"[\"”“»„](?P<name>[^\"”“»«„\n]{{3,90}}?)[\"”“«],?\s(?:{_IS_CALLED}\s(?:det\s(?:projekt|forsøg|tilbud|initiativ)|"
    rf"{_THING})|som\s{_THING}\s{_IS_CALLED})\b"
)
NAMED_CALLED = re.compile(
    rf"(?:^|(?<=[.!?]\s)|(?<=\n))(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w-]+){{0,6}}?),\ssom\s{_THING}\s{_IS_CALLED}\b"
)
_NAMES = (QUOTED_CALLED, NAMED_CALLED, QUOTED_PROJECT, NAMED_PROJECT, CALLED, ONE_OF)
SOFT = 0.5
"""Confidence of a headline or kicker as name: below `ingest.profiles.SOFT_TITLE`, so that it joins and never parts."""
_HEAD_VERB = (
    r"(?:ikke|nu|skal|kan|vil|har|får|fik|bliver|blev|giver|gav|gør|gjorde|går|gik|er|var|siger|sagde|kommer|kom|holder|"
    r"flytte[rd]e?|virker|virkede|erstatter|erstattede|finder|fandt|stopper|lukker|slutter|begynder|hjælper|hjalp|"
    r"sætter|satte|tager|tog|sover|spiser|falder|faldt|stiger|steg|viser|viste|træner|passer|inviterer|søger|mødes|"
    r"bygger|klarer|klarede|ringer|ringede|betaler|lærer|lærte|måtte|ville|fjernede|halverede|samler|\w{3,}ede)"
)
_HEADLINE = re.compile(
    rf"[?!]$|^(?:da|når|sådan|hvordan|hvorfor|her|nu|så)\b|\s{_HEAD_VERB}(?:\s|$)|\bkommune(?:r)?\b",
    re.IGNORECASE,
)
"""A headline that tells what happened, and so is no name of what was done."""


_HEAD_PREFIX = re.compile(
    r"^(?:statusnotat|statusnotits|slutnotat|slutstatus|opsamling|afslutningsrapport|"
    r"tilsagn om (?:støtte|tilskud)|tilsagn|bevilling til|tilskud til|"
    r"projektbeskrivelse|slutrapport|slutafrapportering|afrapportering|"
    r"evaluering|slutevaluering|midtvejsevaluering|erfaringsopsamling|statusrapport|effektevaluering|case|"
    r"projekt|evalueringsrapport|rapport)"
    r"(?:\s(?:af|fra|for|om|på)(?:\sprojekt(?:et)?)?)?\s*[:–—-]?\s+(?=[\"”“»„A-ZÆØÅa-zæøå])",
    re.IGNORECASE,
)


_HEAD_SUFFIX = re.compile(
    r"(?:\.|:|,|\s[–—-])\s+(?:(?:en|den|kort|endelig|samlet|afsluttende)\s)?(?:(?:slut|projekt|status|erfarings|resultat|"
    r"evaluerings|midtvejs|års)?(?:af)?rapport(?:en|ering)?|(?:slut|effekt|midtvejs)?evaluering(?:en)?|"
    r"(?:slut|status|resultat)?notat|(?:erfarings)?opsamling|erfaringer|resultater|status)"
    r"(?:\s(?:fra|efter|af|om|på|for|med|til)\s[^.:]{2,60})?(?:,?\s(?:i\s)?(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)?\d\d)?)?\W*$",
    re.IGNORECASE,
)
"""What kind of document it is, behind the name of the project that it is of."""


_META_LINE = re.compile(
    r"^(?:emneord|opdateret|af [A-ZÆØÅ]\w+ [A-ZÆØÅ]|læs mere(?:\W*$|\s(?:om|her|på|i|hos)\b)|"
    r"fremfærd$|sidst opdateret|publiceret|download|"
    r"hent |\d{1,2}[ ./-]|tema:|tags?:|kategori)",
    re.IGNORECASE,
)
_RUBRIC = re.compile(
    r"(?:(?:viden|inspiration|nyhed(?:er|sbrev)?|aktuelt|artik(?:el|ler)|pressemeddelelse|case|blog|tema|indblik|rapport|"
    r"publikation|projekt(?:er)?|erfaringer|historier|opslag|publiceret|offentliggjort|oprettet|udgivet|opdateret|senest|"
    r"sidst|redigeret|dato|(?:man|tirs|ons|tors|fre|lør|søn)dag|og|fra|om|den|d|kl|af)\b|[\W\d_])*",
    re.IGNORECASE,
)
"""What a page files an item under or says of its date, and no name: "VIDEN OG INSPIRATION 01 NOV 2021"."""


def is_meta(text: str) -> bool:
    """Tell whether a line is about the page and not what it tells of: keywords, links, a date with or without a rubric.

    "Klar til 1. maj 2022" is none, since it says more than when, nor is "Ro på 2022".
    """
    if _META_LINE.match(text):
        return True
    left = text
    for date in reversed([d for d in find_dates(text) if len(d.iso) > len("2021")]):
        left = left[: date.char_start] + left[date.char_end :]
    is_shouted = left.isupper() and left.rstrip(" |·•–—-:") != text.rstrip(" |·•–—-:")
    return left != text and (is_shouted or _RUBRIC.fullmatch(left) is not None)


_OF_ONE = frozenset((DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION, DocumentKind.PROJECT_PAGE))


def find_title(page: Page, lines: list[Line], labels: list[Label], kind: DocumentKind) -> Found | None:
    """Give the undertaking's name: as labelled, the line under a municipality's name, in quotes, or the headline."""
    for label in labels:
        if label.role == "title" and 3 < len(label.value.text) < 220:
            return bare_title(label.value, 0.95)
    head = page.title
    if head is None:
        return None
    if KOMMUNE_TITLE.match(head.text):
        under = [x for x in lines[:8] if x.char_start > head.char_start and not is_meta(x.text)]
        names = list(takewhile(lambda x: len(x.text) < 160 and not x.cells and not x.text.endswith((".", ":")), under))
        if not names:
            return None
        # a later form has the page's theme between the municipality and the name
        is_tagged = len(names) > 1 and _is_tag(names[0]) and not names[1].cells
        if is_tagged and names[1].is_heading:  # a section's, unless a date goes before the text
            is_tagged = any(x.index == names[1].index + 1 and is_meta(x.text) for x in lines)
        name = names[1 if is_tagged else 0]
        return bare_title(Span(name.text, name.char_start, name.char_end), 0.93)
    # a later form has the programme above and the municipality as a sub-heading
    for line, below in pairwise(lines[:9]):
        is_below = not below.is_heading and not below.cells and not is_meta(below.text)
        if line.is_heading and KOMMUNE_TITLE.match(line.text) and is_below:
            if 3 < len(below.text) < 110 and below.text[-1] not in ".:?":
                return bare_title(Span(below.text, below.char_start, below.char_end), 0.9)
            break
    quoted = QUOTED_PROJECT.search(head.text) or re.search(r"[\"”“»„](?P<name>[^\"”“»«„]{4,140})[\"”“«”]", head.text)
    if quoted:
        return Found(
            quoted["name"].strip(), head.char_start + quoted.start("name"), head.char_start + quoted.end("name"), 0.93
        )
    is_article = kind is DocumentKind.NEWS or (kind is DocumentKind.PROJECT_PAGE and "vpt.dk" in page.document.url)
    if is_article and (named := find_named_project(page, [x for x in lines if x.char_start != head.char_start])):
        return named
    text, start = head.text, head.char_start
    prefix = _HEAD_PREFIX.match(text)
    if prefix and kind in _OF_ONE and len(text) - prefix.end() > 6:
        text, start = text[prefix.end() :], start + prefix.end()
    suffix = _HEAD_SUFFIX.search(text) if kind in _OF_ONE else None
    if suffix and suffix.start() > 6:
        text = text[: suffix.start()]
    if any(_FORM_NAME.fullmatch(said.strip(" .:")) for said in (text, head.text)):
        return find_named_project(page, [x for x in lines if x.char_start != head.char_start])
    is_told = kind in (DocumentKind.NEWS, DocumentKind.PROJECT_PAGE) and is_headline(text)
    if is_told and re.search(rf"(?<=[a-zæøå,] )[\"”“»„]?{re.escape(text)}(?!\w)", page.text[head.char_end :]):
        return bare_title(Span(text, start, start + len(text)), 0.85)  # the text speaks of it by the same words
    if is_told and (subject := _head_subject(page, head)) is not None:
        return subject
    return bare_title(Span(text, start, start + len(text)), SOFT if is_article or is_told else 0.85)


_MAX_TAG = 2  # words


def _is_tag(line: Line) -> bool:
    """Tell whether a line may be what a page is filed under: one or two words, as "Måltider" or "Mad og måltider"."""
    words = [word for word in line.text.split() if word not in ("og", "i", "&", "/")]
    return len(words) <= _MAX_TAG and not re.search(r"[\"”“»„\d!?]", line.text) and not line.is_list_item


_FORM_NAME = re.compile(
    r"(?:(?:skema|skabelon|skabelonen) til )?(?:(?:den |den endelige )?(?:afsluttende|endelig|kort|faglig|samlet) )?"
    r"(?:(?:slut|midtvejs|status|projekt|erfarings|resultat|års)?(?:af)?rapport(?:en|ering(?:en)?)?|"
    r"(?:slut|effekt|midtvejs)?evaluering(?:en|srapport)?|(?:slut|status|resultat)(?:notat|opgørelse|status)|status|"
    r"projektbeskrivelse(?:n)?|resultater|redegørelse|notat|opfølgning)(?: (?:for|fra|om|af) projekt(?:et)?)?"
    r"(?: til (?:\w*styrelsen|\w*ministeriet|kl|(?:tilskuds|bevillings)giver(?:en)?|styregruppen|\w*udvalget|"
    r"puljen\b.*))?",
    re.IGNORECASE,
)
"""What a form is called, and not the project that it is filled in for."""
_SUBJECT = re.compile(rf"(?P<name>[A-ZÆØÅ\d][\w+-]*(?:\s[\w+-]+){{0,5}}?)\s{_HEAD_VERB}(?=\s|$)")
_SUBJECT_IS = r"\s(?:er|var|blev|hedder)\s(?:navnet|et|en|kommunens|byens|vores|projektets?|[A-ZÆØÅ][\wæøå-]+s)\b"

_BODY = re.compile(r"region|forening|fond|styrelse|minister|kommune|regering|selskab|institution|klub", re.IGNORECASE)


def _head_subject(page: Page, head: Span) -> Found | None:
    """Give what a headline tells of, where the text speaks of it by the same name.

    "Nattelyset gør en forskel i Havby", and below "Nattelyset er Havbys bud på ...": a common noun, or a person, is
    written otherwise within a sentence.
    """
    match = _SUBJECT.match(head.text)
    name = match["name"] if match is not None else ""
    rest = page.text[head.char_end :]
    if len(name) < 4 or find_municipalities(name) or _BODY.search(name):
        return None
    if re.search(rf"\b{re.escape(name[0].lower() + name[1:])}", rest):
        return None
    words = name.split()
    own = re.escape(name)
    is_phrase = len(words) > 1 and any(word[0].islower() for word in words[1:])
    is_named = re.search(
        rf"[\"”“»„]{own}[\"”“«”]|(?:^|[.!?\n]\s?){own}{_SUBJECT_IS}|\b[Pp]rojekt(?:et)? {own}\b"
        + (rf"|(?<=[a-zæøå,] ){own}\b" if is_phrase else ""),
        rest,
    )
    return Found(name, head.char_start, head.char_start + len(name), 0.8) if is_named else None


def is_headline(text: str) -> bool:
    """Tell whether a heading says what happened, and so is no name."""
    return bool(_HEADLINE.search(text))


_SEVERAL = re.compile(
    r"(?:(?:her|det) er |mød |se |om )?(?:de |alle |disse )?(?:\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|"
    r"\w+ten|tyve|flere|øvrige|andre)\s(?:[\w-]+\s){0,3}?\w*projekter(?:ne)?\b|"
    r"(?:de |alle )?(?:\w+ )?projekter(?:ne)?,? (?:uden|med|som|der|hvor|i|fra|under)\b",
    re.IGNORECASE,
)


def tells_of_several(text: str) -> bool:
    """Tell whether a headline counts projects or says which: "De otte projekter", "Projekter uden slutmåling"."""
    return _SEVERAL.match(text) is not None


_ONLY_REGION = re.compile(r"(?:Projekter i )?Region (?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland)")
"""A heading that says where, not what."""


def bare_title(span: Span, confidence: float) -> Found | None:
    """Give a title without quotes and without the owner before or behind it; `None` if nothing is left."""
    text = re.sub(r"^\d{1,2}[.)](?:\d{1,2}[.)]?)*\s+(?=\D)", "", span.text.strip()).strip('"”“»«„').rstrip(" .:–-")
    # "Friskere liv – Havby Kommune" and "Havby Kommune: Friskere liv": the owner is no part of the name.
    owner_first = re.match(r"^[A-ZÆØÅ][\wæøåÆØÅ-]+(?:\s[A-ZÆØÅ]\w+)?\s(?:Regionsk|K)ommune\s*[:–—-]\s+(?=\S)", text)
    in_brackets = re.search(r"\s*\([^()]*\)$", text)
    if in_brackets and in_brackets.start() > 3 and find_municipalities(in_brackets[0]):
        text = text[: in_brackets.start()]
    owner_last = re.search(r"\s*[,–—-]\s+[A-ZÆØÅ][\wæøåÆØÅ-]+\s(?:Regionsk|K)ommune$", text)
    if owner_first and len(text) - owner_first.end() > 4:
        text = text[owner_first.end() :]
    elif owner_last and owner_last.start() > 4:
        text = text[: owner_last.start()]
    text = text.strip(' "”“»«„')
    if len(text) < 3 or _ONLY_REGION.fullmatch(text) or tells_of_several(text):
        return None
    begin = span.char_start + span.text.index(text)
    return Found(text, begin, begin + len(text), confidence)


def find_named_project(page: Page, lines: list[Line]) -> Found | None:
    """Give the project that some lines call by its name: in quotes, or "Projektet Havby i bevægelse er slut"."""
    for line in lines:
        match = next((m for pattern in _NAMES if (m := pattern.search(line.text))), None)
        if match is not None and not find_municipalities(match["name"]):
            name = match["name"].strip(" .")
            return Found(
                name, line.char_start + match.start("name"), line.char_start + match.start("name") + len(name), 0.88
            )
    return None

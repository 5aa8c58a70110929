"""The pool that a page names: in its title, a label, or a sentence such as "støttet af puljen ”…”"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from corpus.documents import DocumentKind
from corpus.money import find_amounts
from corpus.places import find_municipalities
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page

_QUOTES = "[\"”“„»«'’‘]"
_IN_QUOTES = re.compile(
    rf"\b(?:(?:an)?søgnings?pulje[nr]?s?|satspulje[nr]?s?|pulje[nr]?s?|programmet|initiativet|"
    rf"ordningen)\s{{1,2}}(?:om\s|til\s)?"
    rf"{_QUOTES}(?P<name>[^\"”“„»«\n]{{4,180}}?){_QUOTES}(?![\w])",
    re.IGNORECASE,
)
_QUOTED_BEFORE = re.compile(
    rf"{_QUOTES}(?P<name>[^\"”“„»«\n]{{6,180}}?){_QUOTES}[\s-]{{0,2}}(?:pulje[nr]?)\b", re.IGNORECASE
)
# "puljen til mere faste teams i ældreplejen": up to a verb or a stop.
_POOL_TO = re.compile(
    r"\b(?P<name>(?:ansøgnings|sats)?pulje[nr]?\s(?:til|for|om|vedr\.)\s[^.,;:()\n\"”“]{6,150}?)"
    r"(?=\s(?:til\sprojekt\w*|er|blev|har|havde|fik|som|der|på\s\d|med\s\d|i\s(?:19|20)\d\d|skal|kan|kunne|"
    r"og\s(?:er|har|"
    r"løber|skal)|af\s(?:Sundheds|Social|KL))\b"
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
    r"lukke[rd]?\w*|slår|dele[rs]\w*|modtag\w+|søge[sr]?|søgte\w*|udløb\w*|blive|slutter|starter|betyder|viser|viste)\b"
    r"|\s\d{1,3}\s[A-ZÆØÅ]|\s?[.,;:()\n\"”“?!]|\s[–—-]\s|$)"
)
# "puljen Styrket nærhed i hjemmesygeplejen er ...": a capital begins the name, a verb or a stop ends it.
_UNQUOTED = re.compile(
    rf"\b(?i:(?:sats|ansøgnings|tilskuds)?pulje(?:[nr]|initiativ\w*|program\w*|indsats\w*|ordning\w*)?|programmet|"
    rf"puljeprojekter(?:ne)?\sunder)\s(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w&-]+){{0,14}}?){_STOP}"
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
_ACRONYM = re.compile(r"\b(?P<name>[A-ZÆØÅ]{2,8}-pulje)n?\b")
_HYPHENED = re.compile(
    r"(?:^|\b(?:fra|af|i|under|gennem|til|med)\s)(?P<name>[A-ZÆØÅ][\w]*"
    r"(?:\s\w+){0,5})-puljen?\b"
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
    r"(?:\bDen\s(?:[A-ZÆØÅ][\wæøå]+\s){1,3})?\b(?P<compound>[A-ZÆØÅ]?[\wæøå]{4,40}pulje)(?:n(?:s)?|r)?\b", re.UNICODE
)
_NAMED_DEN = re.compile(r"\b(?P<name>Den\s(?:[A-ZÆØÅ][\wæøå-]+\s){1,4}?[A-ZÆØÅ]?[\wæøå-]*pulje)n?\b")
# "har sat 14,2 mio. kr. af til Sundhedsrum for borgere uden hjem": a capital within the sentence begins a name.
_SET_ASIDE = re.compile(
    rf"\b(?:kr\.|kroner|mio\.|millioner|midler|penge)\s(?:af\s)?(?:til|fra|under|"
    rf"gennem)\s(?P<name>[A-ZÆØÅ][a-zæøå]{{2,}}(?:\s[\w&-]+){{1,10}}?){_STOP}"
)
# "Havby Kommune modtager 1,5 mio. kr. til Rolig aften": what a grantee gets money for is its project.
_RECEIVES = re.compile(
    r"\b(?:får|fik|fået|modtager|modtog|modtaget|tildel(?:es|t)|søgte|bruger|brugte)\b"
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
_LABEL = re.compile(
    r"^(?:pulje(?:n|ns navn|navn)?|puljens titel|støttet af|finansiering(?:en)?|finansieret af|"
    r"program(?:met)?|bevilling fra|tilskud fra|"
    r"pulje/program|pulje og funder|støtte fra|bevillingsgiver og pulje|satspulje)\s*:?\s*$",
    re.IGNORECASE,
)
_INLINE_LABEL = re.compile(
    r"^(?P<label>Pulje(?:n|navn|ns navn)?|Puljens titel|Program|Satspulje)\s*:\s*(?P<name>\S.{3,160})$"
)
_FREMFAERD = re.compile(
    r"Fremfærd(?:\s(?:Sundhed\s(?:og|&)\sÆldre|Ældre|Sundhed|Social|Bruger, Borger & Medarbejder))?"
)
_ROUND_TAIL = re.compile(
    r"\s*[-–—:]\s*(?:genopslag|\d\.\s*(?:udmøntning|runde|opslag|uddeling)|genopslået|afsluttet|lukket|udmøntet|"
    r"tilsagn|tildelinger|oversigt|liste|projekterne|(?:støttede |udvalgte )?projekter)\b.*$"
    r"|\s*\((?:lukket|afsluttet|genopslag|udmøntet|pulje|\d\.\s*udmøntning)\)\s*$|,?\s+(?:19|"
    r"20)\d\d\s*[-–]\s*(?:19|20)\d\d\s*$",
    re.IGNORECASE,
)
_TITLE_HEAD = re.compile(
    r"^(?:nu kan (?:du|I) )?(?:an)?søge?\s(?:om\s|nu\s)?(?:(?:midler|støtte|penge) fra\s)?(?=(?-i:[A-ZÆØÅ])\w*pulje)|"
    r"^opslag\s?:\s*|"
    r"^(?:ansøgnings|sats)?pulje(?:n)?\s*:\s*|^(?:projektbeskrivelser|projektoversigt|oversigt|(?:støttede |"
    r"udvalgte )?projekter|"
    r"tilsagn|tildelinger|tilskud)\s*:\s*|^pulje(?:n)?\s(?=[\"”“»])|^puljen\s(?!til\b|for\b|om\b)(?=\w)|"
    r"^(?:udmøntning|tildeling|uddeling|fordeling)\s(?:af|fra)\s(?:midler\s(?:fra|til)\s)?(?:puljen?\s)?"
    r"|^(?:evaluering|slutevaluering|erfaringsopsamling|midtvejsevaluering|slutrapport|opsamling)\s(?:af|på|"
    r"fra|for)\s(?:puljen?\s)?",
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
    r"baggrund|formål|nyhed|indhold|om puljen|puljer|puljens formål)\b",
    re.IGNORECASE,
)

_GOES_ON = re.compile(r"(?:til|for|om)\s")
_FUNDER_TAIL = re.compile(r"\s*\((?:[\w-]+(?:styrelsen|ministeriet)|KL|Danske Regioner)\)\s*$", re.IGNORECASE)


def _trim(text: str, start: int) -> Found | None:
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
    if (find_amounts(text) or _TELLS.search(text)) and not (_IN_QUOTES.search(text) or _UNQUOTED.search(text)):
        return None  # "Ny pulje: 22 mio. kr. til sygepleje om natten" is news of a pool, not its name
    quoted = _IN_QUOTES.search(text) or _QUOTED_BEFORE.search(text)
    if quoted:
        return Found(quoted["name"].strip(), start + quoted.start("name"), start + quoted.end("name"), 0.93)
    inside = _UNQUOTED.search(text)
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
    return _trim(text, start)


def _labelled(page: Page) -> Found | None:
    for line in page.lines:
        if line.cells and len(line.cells) == 2:
            (a, b), (c, d) = line.cells
            if _LABEL.match(page.text[a:b].strip()) and d > c:
                return _inside(page.text[c:d], c) or _trim(page.text[c:d], c)
        inline = _INLINE_LABEL.match(line.text)
        if inline:
            start = line.char_start + inline.start("name")
            return _inside(inline["name"], start) or _trim(inline["name"], start)
        if _LABEL.match(line.text) and line.index + 1 < len(page.lines):
            value = page.lines[line.index + 1]
            if (len(value.text) < 200 and not value.is_heading) or (value.is_heading and not page.has_markup):
                return _inside(value.text, value.char_start) or (
                    _trim(value.text, value.char_start) if re.search(r"pulje|program", line.text, re.I) else None
                )
    return None


def _inside(text: str, start: int) -> Found | None:
    found = _named_in(text)
    if found is None:
        return None
    return replace(found, char_start=start + found.char_start, char_end=start + found.char_end)


@lru_cache(maxsize=512)  # a page's lines are asked for its pool in several ways
def _named_in(text: str) -> Found | None:
    """Give the pool that a text names, with its place in it."""
    start = 0
    for pattern, confidence in ((_IN_QUOTES, 0.93), (_QUOTED_BEFORE, 0.9)):
        match = pattern.search(text)
        if match:
            return Found(match["name"].strip(), start + match.start("name"), start + match.end("name"), confidence)
    match = _IS_A_POOL.search(text)
    if match:
        return Found(match["name"], start + match.start("name"), start + match.end("name"), 0.87)
    for match in _UNQUOTED.finditer(text):
        name = match["name"]
        if len(name) >= 5 and not re.match(
            r"(?:Sundheds|Social|KL\b|Region|Der\b|Det\b|Formål|I\s|Projekt|Danmark|Staten|Ministeriet)", name
        ):
            return Found(name, start + match.start("name"), start + match.end("name"), 0.88)
    for pattern in (_ACRONYM, _HYPHENED, _CALLED, _IS_CALLED):
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


def pool_in(text: str, char_start: int) -> Found | None:
    """Give the pool that a stretch of text names, the surest form first."""
    return _inside(text, char_start)


def find_pool(page: Page, kind: DocumentKind, lines: list[Line] | None = None) -> Found | None:
    """Give the pool that a page is about or was paid by, or `None` where it names none.

    A page of a pool has it in its title; elsewhere a label is surest, then quotes after "puljen", then the rest.
    """
    is_pools_own = kind in (DocumentKind.POOL_PAGE, DocumentKind.CALL, DocumentKind.FAQ)
    if lines is None and is_pools_own:
        first = _first_sentence_pool(page)
        titled = pool_title(page)
        if first and titled and _alike(first.value, titled.value):
            return first if first.confidence >= 0.9 else titled
        if titled and (not page.title or not re.search(r"\d+ (?:projekter|kommuner)|får|modtager", page.title.text)):
            return titled
        if first:
            return first
    if lines is None:
        labelled = _labelled(page)
        if labelled:
            return labelled
    best: Found | None = _over_two_lines(page) if lines is None else None
    title = page.title
    whole = _EVALUATED.match(title.text) if lines is None and title is not None else None
    if title is not None and whole is not None:
        return Found(whole["name"], title.char_start + whole.start("name"), title.char_start + whole.end("name"), 0.9)
    if (
        lines is None
        and title is not None
        and (kind is DocumentKind.AWARD_LIST or (kind is DocumentKind.EVALUATION and "pulje" in title.text.lower()))
    ):
        head = re.match(
            r"(?P<name>[^:–—]{6,90}?)\s?[:–—]\s(?:de |støttede |udvalgte |liste|oversigt|tildel|udmønt|"
            r"slutevaluering|evaluering|projekter)",
            title.text,
            re.IGNORECASE,
        )
        if head:
            best = _inside(head["name"], title.char_start) or Found(
                head["name"], title.char_start, title.char_start + head.end("name"), 0.8
            )
        elif (after := _LIST_OF.match(title.text)) and not find_municipalities(after["name"]):
            start = title.char_start + after.start("name")
            best = _inside(after["name"], start) or Found(after["name"], start, start + len(after["name"]), 0.8)
    for line in lines if lines is not None else page.lines:
        found = _inside(line.text, line.char_start)
        if found and (best is None or found.confidence > best.confidence + 0.02):
            best = found
    if best:
        # The title ends a name that runs on into its sentence: "Puljen Havbyprojekter udspringer af ...".
        if title is not None and len(title.text) >= 8 and str(best.value).startswith(title.text + " "):
            return replace(best, value=title.text, char_end=best.char_start + len(title.text))
        return best
    listed = list_title(page) if kind is DocumentKind.AWARD_LIST else None
    return _section_pool(page) or _by_address(page, kind) or listed or _fremfaerd(page)


# "Projektoversigt: Hurtig hjælp til unge": what the list is of
_LIST_OF = re.compile(
    r"^(?:(?:projekt|tilsagns|bevillings|tilskuds)?(?:oversigt|liste)(?:en)?|(?:støttede |udvalgte |de )*"
    r"projekter(?:ne)?|projektbeskrivelser|tilsagn|tildelinger|bevillinger|tilskud|udmøntning|fordeling|modtagere)"
    r"(?: over projekter)?(?:,? (?:i )?20\d\d)?"
    r"\s?[:–—]\s(?P<name>(?-i:[A-ZÆØÅ])[^:–—]{6,90}?)(?:\s\(?20\d\d\)?)?$",
    re.IGNORECASE,
)


def _over_two_lines(page: Page) -> Found | None:
    """Give a name that stands on the line after "Tilsagn fra puljen", as headings of letters and scans are broken."""
    for line, ahead in pairwise(page.lines[:40]):
        if re.search(r"\b(?:fra|under) (?:ansøgnings|sats)?puljen?:?$", line.text, re.IGNORECASE) and (
            not (ahead.cells or ahead.is_list_item)
            and ahead.text[:1].isupper()
            and 4 <= len(ahead.text) <= 110
            and not ahead.text.endswith((".", ":"))
        ):
            return _trim(ahead.text, ahead.char_start)
    return None


# the rest of such a title is the name, verbs in it or not: "Evaluering af puljen Sammen er vi flere"
_EVALUATED = re.compile(
    r"^(?:slut|midtvejs|proces|effekt)?(?:evaluering|opsamling|erfaringsopsamling|rapport)(?:en)?\s(?:af|fra|på|for|"
    r"om)\s"
    r"(?:sats|"
    r"ansøgnings)?puljen\s[\"”“»]?(?P<name>(?-i:[A-ZÆØÅ])[^\"”“«(:–]{3,80}?)[\"”“«]?(?:\s*\([^)]*\))?(?:\s?[–:-]\s.*)?$",
    re.IGNORECASE,
)


def _by_address(page: Page, kind: DocumentKind) -> Found | None:
    """Give the title of a list that stands among a site's pools: it is the pool's, whatever it says."""
    if kind is not DocumentKind.AWARD_LIST or not re.search(
        r"(?<!media)/puljer/[^/]+", page.document.url, re.IGNORECASE
    ):
        return None
    titled = pool_title(page)
    return replace(titled, confidence=0.74) if titled is not None else None


_LIST_TITLE = re.compile(
    r"projekt|kommune|tildel|støtte|\bfår\b|modtag|oversigt|liste|udmønt|tilsagn|bevilling|bilag|million|mio|"
    r"resultat|\d{4}",
    re.IGNORECASE,
)


def list_title(page: Page) -> Found | None:
    """Give the title of a list that names no pool but may itself be one's name: it speaks of nothing else."""
    title = page.title
    if title is None or len(title.text) > 90 or _LIST_TITLE.search(title.text) or find_municipalities(title.text):
        return None
    if re.search(r"\d[.:]\d\d|konference|temadag|program for|velkomst", title.text, re.IGNORECASE):
        return None
    if sum(len(word) >= 3 for word in re.findall(r"[^\W\d_]+", title.text)) < 2 and " " in title.text:
        return None  # "Side 1"
    # a single word is a name only where the page says what it is: "Velfærdslaboratoriet er et fælles initiativ"
    said = (
        rf"{re.escape(title.text)} (?:er|var) (?:et|en) (?:\w+ ){{0,2}}"
        r"(?:initiativ|program|satsning|forsøg|udviklings|ordning)"
    )
    if " " not in title.text and not re.search(said, page.text):
        return None
    head = _TITLE_HEAD.match(title.text)
    cut = head.end() if head is not None and not _GOES_ON.match(title.text, head.end()) else 0
    named = _trim(title.text[cut:], title.char_start + cut)
    return replace(named, confidence=0.7) if named is not None else None


def _first_sentence_pool(page: Page) -> Found | None:
    for line in page.lines[:12]:
        if page.title and line.char_start == page.title.char_start:
            continue
        found = _inside(line.text, line.char_start)
        if found:
            return found
    return None


def _alike(first: str, second: str) -> bool:
    words_a, words_b = (set(re.findall(r"\w+", t.lower())) for t in (first, second))
    return len(words_a & words_b) >= 0.6 * min(len(words_a), len(words_b))


def _fremfaerd(page: Page) -> Found | None:
    match = max(_FREMFAERD.finditer(page.text), key=lambda m: (len(m[0]), -m.start()), default=None)
    return Found(match[0], match.start(), match.end(), 0.8) if match else None


def _section_pool(page: Page) -> Found | None:
    """A project page names its programme as a bare line above the title ("Omsorg og nærvær for ældre")."""
    if not re.search(r"omsorg.og.n(?:ae|æ)rv(?:ae|æ)r", page.document.url, re.IGNORECASE):
        return None
    match = re.search(r"Omsorg og nærvær(?: for ældre| i ældreplejen)?", page.text)
    return Found(match[0], match.start(), match.end(), 0.85) if match else None

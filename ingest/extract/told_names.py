"""What an article calls the project it tells of, and whose it says that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import find_dates
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.draft import Found
from ingest.extract.home_place import home_place
from ingest.extract.lines import Line, Page, Span
from ingest.extract.project_titles import SOFT, find_named_project

MAX_PLACES = 4
"""More municipalities in one article are a list, or examples."""
_LEAD_LINES = 8
_NAME = r"(?P<name>[A-ZÆØÅ][\w’'-]*(?:\s(?!i\s[A-ZÆØÅ]|der\b|som\b|har\b|er\b|blev\b)[\w’'-]+){0,5}?)"
# A comma ends it, so that it may hold "som": "Mørket som ven, et af projekterne i ..."
_TO_COMMA = r"(?P<name>[A-ZÆØÅ][\w’'-]*(?:\s(?!(?:der|har|er|blev)\b)[\w’'-]+){0,5}?)"
# What begins a sentence has a capital whatever it is; within one, "i Den stille stue" is a name.
_NO_START = r"(?!(?:Det|Den|De|Der|Her|I|Nu|Da|Når|Efter|På|Med|For|Siden|Hun|Han|Vi)\b)"
_TOLD_NAMES = (
    re.compile(rf"\bProjekt\s[\"”“»„]?{_NAME}[\"”“«”]?(?=[,.;:]|\s(?:er|har|blev|skal|i|på|hos|lukker|slutter)\b)"),
    # "trænet på Hjertestien, et projekt under puljen", "Hænder på, det forsøg med ... som"
    re.compile(
        rf"(?<=[\w,:]\s){_TO_COMMA},\s(?:som er\s|der er\s|der var\s|som var\s)?(?:et|en|det|den|kommunens|"
        r"byens)\s(?:\w+\s){0,3}?\w*(?:projekt\w*|forsøg\w*|indsats\w*|tilbud\w*|initiativ\w*|tiltag\w*|hold|"
        r"forløb\w*)\b"
    ),
    # "Puls og praksis i Fredericia Kommune, som fik støtte"
    re.compile(
        rf"(?<=[\w,:]\s){_NAME}\si\s[A-ZÆØÅ][\wæøå-]+\s(?:Regionsk|K)ommune,?\s(?:som|der)\s(?:har\s|er\s|blev\s)?"
        r"(?:fik|fået|modtog|modtaget|støttet|betalt|finansieret)"
    ),
    # "Åndehullet, der blev betalt af puljen ..."
    re.compile(
        rf"(?:^|(?<=\s)){_NO_START}{_TO_COMMA},\s(?:som|der|hvor)\s(?:staten\s|"
        rf"kommunen\s)?(?:[\w,]+\s){{0,5}}?(?:betalt|støttet|"
        r"finansieret|støtte|tilskud|midler|penge|betaler|betalte|pulje\w*|satspulje\w*)\b"
    ),
    # "Lungekoret i Hvidovre Kommune har nu ..."
    re.compile(
        rf"^{_NAME}\si\s[A-ZÆØÅ][\wæøå-]+\s(?:Regionsk|K)ommune\s(?:har|er|blev|fik|var|havde|slutter|stopper)\b"
    ),
    re.compile(
        rf"\b(?:navnet|navn|titlen|kaldt|kaldes|kaldet|døbt|hedder|hed)\s[\"”“»„]?{_NAME}[\"”“«”]?(?=[,.;:]|"
        rf"\s(?:og\s(?:er|har|blev|skal|det|den)|er|har|blev|skal)\b)"
    ),
)
_WORD = re.compile(r"\b\w")
_QUOTED = re.compile(r"[\"”“»„](?P<name>[A-ZÆØÅ][^\"”“«„\n.!?]{3,70})[\"”“«”]")
_NO_NAME = re.compile(
    r"^(?:kommunen|kommune|region\w*|projektet|puljen|borger\w*|regeringen|staten|ministeriet|sundhedsstyrelsen|"
    r"socialstyrelsen|kl|her|det|den|de|nu|der|han|hun|vi|efter|siden|i|på|med|for|når|da|evalueringen|tallene|"
    r"resultate\w+|deltagerne|medarbejder\w*|læger|sygeplejersker|fremfærd|sundhed|aktuelt|nyheder?|pengene|midlerne)$",
    re.IGNORECASE,
)


def told_places(page: Page, sentence: Span, line: Line) -> list[Found]:
    """Give whose project it is: whom the pool's sentence names, else title, the paragraph and the first paragraphs.

    Several count together only where one sentence names them side by side.
    """
    title = page.title
    home = home_place(page)
    body = [x for x in page.lines if not title or x.char_start >= title.char_start][:_LEAD_LINES]
    parts = [sentence, *([title] if title else []), Span(line.text, line.char_start, line.char_end)]
    parts += [s for s, owner in page.sentences if owner.index in {x.index for x in body}]
    for is_sure in (True, False):
        for part in parts:
            mentions = [m for m in find_municipalities(part.text) if _fits(m, sure=is_sure)]
            codes = {m.code for m in mentions}
            if not codes:
                continue
            if len(codes) > MAX_PLACES:
                return []
            first, last = mentions[0], mentions[-1]
            if len(codes) > 1 and not re.search(r"\bog\b|\bsamt\b|,", part.text[first.char_start : last.char_end]):
                return [home] if home is not None and home.value in codes else []
            return [
                Found(m.code, part.char_start + m.char_start, part.char_start + m.char_end, 0.85)
                for m in {m.code: m for m in reversed(mentions)}.values()
            ][::-1]
    return [home] if home is not None else []


def _fits(mention: PlaceMention, *, sure: bool) -> bool:
    return mention.form == "kommune" if sure else mention.confidence >= LIKELY


def told_name(page: Page, line: Line, places: list[Found], pool: Found | None) -> Found | None:
    """Give the project's name as the article points it out; headline or kicker, at `SOFT`, where nothing does."""
    title = page.title
    lead = [x for x in page.lines if not x.is_heading and not x.cells][:_LEAD_LINES]
    lines = [line, *(x for x in lead if x.index != line.index)]
    for pattern in _TOLD_NAMES:
        for candidate in lines:
            for match in _matches(pattern, candidate.text):
                start = candidate.char_start + match.start("name")
                if _is_name(match["name"], start, pool):
                    return Found(match["name"], start, start + len(match["name"]), 0.82)
    named = find_named_project(page, lines)
    if named is not None and _is_name(str(named.value), named.char_start, pool):
        return named
    spans = [Span(x.text, x.char_start, x.char_end) for x in lines]
    for span in ([title] if title else []) + spans:
        for match in _QUOTED.finditer(span.text):
            start = span.char_start + match.start("name")
            if _is_name(match["name"], start, pool) and len(match["name"].split()) <= 8:
                return Found(match["name"].strip(" ,"), start, start + len(match["name"].rstrip(" ,")), 0.72)
    return _stand_in(page, pool)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Give the matches at every word, overlapping ones too: "Havby Kommune trænet på Stien, et projekt" holds two."""
    for word in _WORD.finditer(text):
        match = pattern.match(text, word.start())
        if match is not None:
            yield match


def _stand_in(page: Page, pool: Found | None) -> Found | None:
    title = page.title
    if title is None:
        return None
    kicker = next((x for x in page.lines[:4] if x.char_end <= title.char_start and 4 < len(x.text) <= 50), None)
    if kicker is not None and not find_dates(kicker.text) and _is_name(kicker.text, kicker.char_start, pool):
        return Found(kicker.text, kicker.char_start, kicker.char_end, SOFT + 0.02)
    return Found(title.text, title.char_start, title.char_end, SOFT)


def _is_name(name: str, start: int, pool: Found | None) -> bool:
    if len(name) < 4 or _NO_NAME.match(name.strip()) or re.search(r"\bpulje|\bkommuner?\b", name, re.IGNORECASE):
        return False
    if pool is not None and (pool.char_start <= start < pool.char_end or name.casefold() in str(pool.value).casefold()):
        return False
    return not any(m.char_end - m.char_start >= len(name) - 2 for m in find_municipalities(name))

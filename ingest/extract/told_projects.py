"""The one project that an article tells of: a pool that paid, one or a few municipalities, and what came of it.

Municipal news and articles seldom say "projektet ”…”": they say that Havby has trained people on Hjertestien, "et
projekt under puljen Et stærkere hjerte". A pool's support and whose it is suffice for a candidate; its name is taken
where words point it out, else the headline stands in for it, so low that linking does not hold it against a join.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.dates import find_dates
from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.places import LIKELY, PlaceMention, find_municipalities
from corpus.records import Status
from corpus.themes import STRONG, find_themes
from ingest.candidates import Candidate, Statement
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.home_place import home_place
from ingest.extract.lines import Line, Page, Span
from ingest.extract.periods import find_end_by_duration
from ingest.extract.pool_names import pool_in
from ingest.extract.project_pages import extract_project
from ingest.extract.project_titles import SOFT, find_named_project
from ingest.extract.projects import finish, inferred_title
from ingest.extract.relative_times import end_without_year, page_date, start_without_year

MAX_PLACES = 4
"""More municipalities in one article are a list, or examples."""

_LEAD_LINES = 8
_ASKS = Cue(
    r"\b(?:vil|kan|skal|ønsker at|planlægger at|overvejer at)\s(?:nu\s)?(?:an)?søge\b|\b(?:an)?søger\s(?:nu\s)?(?:om|"
    r"pulje\w*|penge|midler|støtte)|\bafslag\b|\b(?:fik|får|fået)\snej\b|\bbad om\b|\bhåber (?:på|at få)|"
    r"frist\b|ansøgningsfrist|kan søges|åben for ansøg|tilmeld|udpeg|indstill"
)
_OTHER_PAGE = Cue(
    r"\btilmeld(?:ing|e|\sdig)|\bwebinar|\bkonferencen?\b|\bstillingen?\b|\bkollega til\b|vi søger en\b|"
    r"send (?:din )?ansøgning|\bansøgningsfrist|\bkommissorium|dagsorden|\bstatistik|tabellen viser|"
    r"\bhøring(?:en|sfrist)?\b|\bbekendtgørelse"
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
_HEALTH = re.compile(
    r"sundhed|patient|brugere|misbrug|stoffer|hjemløs|psykisk|sårbar|udsatte|handicap|demens|tænder|rygning|rusmid|"
    r"plejehjem|beboer|\bsyg|\blæge|ældre|\bpleje|træn[eit]|omsorg|behandling|\bborgere\b",
    re.I,
)
_RESULTS = Cue(r"evaluer|regnskab|opgørelse|\bstatus\b|tallene|resultat|slutrapport|måling|erfaring|viser")
_AWARD_NEWS = Cue(
    r"sagt ja|har (?:netop |nu )(?:fået|modtaget)|har (?:fået|modtaget) (?:\d|støtte|penge|midler|tilsagn|tilskud|"
    r"bevilget)|"
    r"\bfår (?:nu )?(?:\d|støtte|penge|midler|tilsagn|tilskud)|er (?:netop )?(?:bevilget|tildelt)|tilsagn|bevilger"
)


def is_other_page(text: str) -> bool:
    """Tell whether a page asks people to come, apply or answer, whatever it names on the way."""
    return bool(_OTHER_PAGE.search(text))


def find_paying_pool(page: Page) -> tuple[Found, Span, Line] | None:
    """Give the pool whose support a sentence tells of, with the sentence and its line; asking for support is none."""
    told = [
        (sentence, line)
        for sentence, line in page.sentences
        if not line.cells
        and not _ASKS.search(sentence.text)
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
        if match is None or _ORGANISATION.search(match["name"]) or find_municipalities(match["name"]):
            continue
        start = sentence.char_start + match.start("name")
        return Found(match["name"], start, start + len(match["name"]), confidence)
    return None


def find_unsaid_pool(page: Page) -> Found | None:
    """Give what an article says its project is one of, though it does not say that it is a pool."""
    found = [f for s, line in page.sentences if not line.is_heading and (f := _unsaid_pool(s)) is not None]
    return max(found, key=lambda f: f.confidence, default=None)


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


def told_name(page: Page, line: Line, places: list[Found], pool: Found) -> Found | None:
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


def _stand_in(page: Page, pool: Found) -> Found | None:
    title = page.title
    if title is None:
        return None
    kicker = next((x for x in page.lines[:4] if x.char_end <= title.char_start and 4 < len(x.text) <= 50), None)
    if kicker is not None and not find_dates(kicker.text) and _is_name(kicker.text, kicker.char_start, pool):
        return Found(kicker.text, kicker.char_start, kicker.char_end, SOFT + 0.02)
    return Found(title.text, title.char_start, title.char_end, SOFT)


def _is_name(name: str, start: int, pool: Found) -> bool:
    if len(name) < 4 or _NO_NAME.match(name.strip()) or re.search(r"\bpulje|\bkommuner?\b", name, re.IGNORECASE):
        return False
    if pool.char_start <= start < pool.char_end or name.casefold() in str(pool.value).casefold():
        return False
    return not any(m.char_end - m.char_start >= len(name) - 2 for m in find_municipalities(name))


def status_by_period(page: Page, draft: Draft) -> Found | None:
    """Give where an undertaking stood on the page's day by its period: past its end completed, within it running."""
    day = page_date(page)
    ends = [s for s in draft.statements if s.field == "period_to"]
    if day is None or not ends:
        return None
    end = max(ends, key=lambda s: s.confidence)
    start = draft.value("period_from")
    value = str(end.value)
    if value < day[: len(value)]:
        return Found(Status.COMPLETED.value, end.char_start, end.char_end, 0.74, Origin.INFERRED)
    if start is not None and str(start) <= day[: len(str(start))] and day[: len(value)] < value:
        return Found(Status.RUNNING.value, end.char_start, end.char_end, 0.74, Origin.INFERRED)
    return None


def with_dated_status(page: Page, candidate: Candidate) -> Candidate:
    """Give a page's only project, its status settled by period and page date where its words say no more than a grant.

    An end that was ahead when the page was written is no end reached, and a grant whose period is over has been used.
    """
    draft = Draft(page, candidate.record_type, "article/2", is_main=True, statements=list(candidate.statements))
    _settle_status(page, draft)
    return replace(candidate, statements=tuple(draft.statements))


def extract_told(page: Page, kind: DocumentKind) -> Candidate | None:
    """Give the project that an article tells a pool has paid for, or `None`."""
    if _OTHER_PAGE.search(page.text) or (page.title is not None and _ASKS.search(page.title.text)):
        return None
    paid = find_paying_pool(page)
    if paid is None or not (_HEALTH.search(page.text) or any(m.confidence >= STRONG for m in find_themes(page.text))):
        return None
    pool, sentence, line = paid
    places = told_places(page, sentence, line)
    title = page.title
    # A headline that names the pool and no place is of the pool: "Evaluering af puljen ... er klar".
    of_pool = title is not None and str(pool.value).casefold() in title.text.casefold()
    is_alone = len({m.code for m in find_municipalities(page.text) if m.confidence >= LIKELY}) == 1
    if not places or (of_pool and title is not None and not find_municipalities(title.text) and not is_alone):
        return None
    name = told_name(page, line, places, pool)
    described = inferred_title(page, places, None, pool, done=False)
    project = extract_project(page, kind, pool, title=name or described, places=places)
    if project is None:
        return None
    draft = Draft(page, project.record_type, "article/2", is_main=True, statements=list(project.statements))
    _settle_status(page, draft)
    if (
        not draft.has("year_awarded")
        and draft.value("status") == Status.AWARDED.value
        and _AWARD_NEWS.search(page.text)
    ):
        draft.state("year_awarded", _year_of_news(page))
    return finish(draft, pool)


def _settle_status(page: Page, draft: Draft) -> None:
    if not any(s.field == "period_to" and s.confidence >= 0.78 for s in draft.statements):
        draft.state("period_to", end_without_year(page))
    if not draft.has("period_from") and (start := start_without_year(page)) is not None:
        draft.state("period_from", start)
        if not draft.has("period_to"):
            draft.state("period_to", find_end_by_duration(page, start))
    _end_what_ran_out(draft)
    stated = draft.value("status")
    if stated in (Status.STOPPED.value, Status.COMPLETED.value):
        return
    better = status_by_period(page, draft)
    if better is None and stated != Status.RUNNING.value:
        outcome = next((s for s in draft.statements if s.field == "outcome_direction"), None)
        told = _RESULTS.search(page.text)
        if outcome is not None and told:
            better = Found(Status.COMPLETED.value, told.start(), told.end(), 0.6, Origin.INFERRED)
        elif outcome is not None and not _AWARD_NEWS.search(page.text):
            better = Found(Status.COMPLETED.value, outcome.char_start, outcome.char_end, 0.56, Origin.INFERRED)
    if better is not None:
        draft.statements = [s for s in draft.statements if s.field != "status"]
        draft.state("status", better)
    elif stated is None:
        told_support = next((s for s in draft.statements if s.field == "pool"), None)
        if told_support is not None:
            draft.state("status", _awarded(told_support))


_RUNS_FROM = re.compile(r"\b(?:løber|vil løbe|varer|kører|strækker sig|forventes)\b", re.IGNORECASE)


def _end_what_ran_out(draft: Draft) -> None:
    """Take "løber til juli 2019" for an end, where it lies before the day on which the page was fetched."""
    running = [s for s in draft.statements if s.field == "status" and s.value == Status.RUNNING.value]
    ends = [s for s in draft.statements if s.field == "period_to"]
    if not running or not ends or not all(_RUNS_FROM.search(s.quote) for s in running):
        return
    end = max(ends, key=lambda s: s.confidence)
    if str(end.value) < draft.page.document.fetched_at[: len(str(end.value))]:
        draft.statements = [s for s in draft.statements if s not in running]
        draft.state("status", Found(Status.COMPLETED.value, end.char_start, end.char_end, 0.7, Origin.INFERRED))


def _awarded(pool: Statement) -> Found:
    return Found(Status.AWARDED.value, pool.char_start, pool.char_end, 0.55, Origin.INFERRED)


def _year_of_news(page: Page) -> Found | None:
    for line in page.lines[:6]:
        for date in find_dates(line.text) if len(line.text) < 60 else ():
            if len(date.iso) == 10:
                start = line.char_start
                return Found(int(date.iso[:4]), start + date.char_start, start + date.char_end, 0.6, Origin.INFERRED)
    return None

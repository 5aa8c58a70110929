"""What a document is, judged by its title, its address, its structure and its wording together.

Each kind gathers points from what speaks for it; the kind with most wins, and the lead over the next gives the
confidence. Points were set by reading pages of every kind; none is decisive alone, since one page is often several
things over time (an open call becomes an award list at the same address).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from corpus.dates import find_dates
from corpus.documents import BlockKind, Document, DocumentKind, DocumentStatus
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.extract.lines import Page
from ingest.extract.project_pages import is_project_article
from ingest.extract.project_places import is_only_names

K = DocumentKind
_SWEDISH = re.compile(r"\b(?:och|är|från|även|också|eller|att|äldre|ansökan|vård\w*)\b", re.IGNORECASE)
_NORWEGIAN = re.compile(
    r"\b(?:prosjekt\w*|ikke\s\wå|kommunene|utvikling\w*|tilskudd\w*|helsedirektoratet|fylke\w*|sykehjem\w*|"
    r"tjenester|brukere|søknad\w*|hjemmetjenest\w*|velferdsteknologi|legge til rette|språk|etter å|opplæring)\b",
    re.IGNORECASE,
)
_DANISH = re.compile(
    r"\b(?:og|af|til|ikke|kommunerne|hjemmepleje\w*|projektet|ældre|blev|borgere|på tværs|udvikling\w*|"
    r"ansøgning\w*|midler|sygehus\w*|plejehjem\w*)\b",
    re.IGNORECASE,
)

# (kind, points, pattern) over the title
_TITLE: tuple[tuple[DocumentKind, float, str], ...] = (
    (K.FAQ, 6, r"spørgsmål og svar|\bfaq\b|ofte stillede spørgsmål|hyppigt stillede"),
    (K.CALL, 5,
        r"^invitation|ansøgningsopslag|indkaldelse|\bsøges\b|søges til|vil (?:i|din kommune|"
        r"jeres kommune) (?:være )?med|deltag i|åben for ansøgning|åbner for ansøgning|nu kan (?:i|kommuner\w*|"
        r"du) søge|søg (?:midler|støtte|puljen|om)|call for|opslag af pulje|efterlyses|tilmeld|ny pulje|"
        r"nyt opslag|puljeopslag|kom med i"),
    (K.GOVERNANCE, 6,
        r"udpegning|udpeges|indstilling|kommissorium|referat|dagsorden|høring\b|høringssvar|styregruppe|"
        r"vurderingsgruppe|forretningsorden|vedtægt|mødeplan|repræsentant|følgegruppe|bestyrelse|udvalgsmøde|"
        r"byråd"),
    (K.FINAL_REPORT, 7, r"slutrapport|slutafrapportering|afrapportering|statusrapport|statusnotat|skema til slut"),
    (K.EVALUATION, 6,
        r"evaluering|erfaringsopsamling|effektmåling|effektundersøgelse|midtvejs|opsamling på|følgeforskning|"
        r"virkningsevaluering|analyse af|casesamling|eksempelsamling|(?:case|eksempel|idé|inspirations)katalog"),
    (K.AWARD_LIST, 5,
        r"(?:kommuner|projekter|millioner|mio\.?\skr\.?) (?:får|modtager|har fået|til)|projekter,? der har fået|"
        r"støttede projekter|har fået tildelt|tildel(?:te|ing|es)|bevillingsmodtagere|tilskudsmodtagere|"
        r"udmønt(?:ning|et)|deler \d|får del i|(?:får|modtager) (?:støtte|midler|\d)|oversigt over (?:støttede|"
        r"bevil|tilskud|tilsagn|projekter)|liste over|uddeling|fordeling af"),
    (K.POOL_PAGE, 4, r"\bpulje|genopslag|pulje[nr]?\b|\(initiativ \d+|ansøgningspulje|satspulje"),
    (K.PROGRAMME_PAGE, 4,
        r"kvalitet i kommunerne|\bkik\b|\bprogram(?:met)?\b|handlingsplan|partnerskab|\bi sikre hænder\b|"
        r"indsats(?:en)? for alle|landsdækkende"),
    (K.APPLICATION, 7, r"^ansøgning(?:sskema)?\b|ansøgning (?:til|om)|projektansøgning|ansøgningsskema"),
    (K.NEWS, 2, r"nyhed|ny (?:direktør|formand|chef|minister|rapport)|besøg|pressemeddel"),
    (K.PROJECT_PAGE, 5,
        r"^projektbeskrivelse(?!r)|\b[A-ZÆØÅ][\wæøå-]+ (?:Regionsk|K)ommune$|"
        r"^projekt(?:et)?\b|projektet\s[\"”]|om projektet"),
)  # fmt: skip
_URL: tuple[tuple[DocumentKind, float, str], ...] = (
    (K.NEWS, 3.5, r"/nyheder?/|/aktuelt/|/presse|/artikel|/news"),
    (K.POOL_PAGE, 3, r"/puljer/"),
    (K.EVALUATION, 2.5, r"evaluering"),
    (K.EVALUATION, 0.7, r"/udgivelser/|/publikationer/"),
    (K.PROJECT_PAGE, 3, r"/projekter(?:-og-initiativer)?/|omsorg.og.naerv|/projekt-|/cases?/"),
    (K.FAQ, 4, r"spoergsmaal|faq"),
    (K.FINAL_REPORT, 3, r"slutrapport|afrapportering"),
    (K.CALL, 2, r"soeges|invitation|opslag\b|ansoeg"),
    (K.GOVERNANCE, 3, r"udpeg|dagsorden|referat|hoering|kommissorium"),
    (K.APPLICATION, 3, r"ansoegning(?:sskema)?[-_.]"),
)  # fmt: skip
# (kind, points, most times counted, pattern) over the text
_TEXT: tuple[tuple[DocumentKind, float, int, str], ...] = (
    (K.CALL, 1.6, 3,
        r"\bkan (?:nu )?(?:søge|ansøge)s?\b|inviterer|indbydes|invitation|deadline for ansøgning|ansøgning(?:en|"
        r"er)? (?:skal )?sendes|interesserede kommuner|sådan (?:søger|deltager|ansøger)|hvem kan søge|"
        r"opfordres til at søge|vil i være med|som projektkommune får i|tilmeldingen sendes|har i lyst|"
        r"skal i sende|søger kommuner|tilmeld (?:jer|dig)|frist for (?:ansøgning|tilmelding)|kriterier for|"
        r"ansøgere skal|ansøgningsskema|støtteberettiget|der kan søges"),
    (K.CALL, 2.2, 1, r"(?m)^\W*(?:LUKKET FOR TILMELDING|ansøgningsfrist(?:en)?\s?:)"),
    (K.GOVERNANCE, 1.8, 4,
        r"\budpeg\w+|vurderingsgruppe\w*|kommissorium|styregruppe\w*|kkr[- ]|frist for tilbagemelding|"
        r"repræsentanter?\b|\bindstille[sr]?\b|høringsfrist|medlemmer af|forretningsudvalg|punkt \d+|\bpkt\. \d|"
        r"beslutning:|sagsfremstilling|indstilling:|møde(?:t|r)? (?:den|afholdes)|høringssvar|afbud|dagsorden\w*|"
        r"generalforsamling|formandskab"),
    (K.FINAL_REPORT, 3, 4,
        r"tilskudsmodtager(?:s navn)?(?: \(kommunens|:)|projektnummer|projektets navn|skema til slut\w*|"
        r"slutafrapportering|revisorpåtegnet|i hvilken grad er projektets|er projektets (?:formål|mål)|"
        r"projektleders navn|hvorvidt (?:og hvorledes )?projektets mål|projektets hovedresultater|forbrugt|"
        r"regnskab"),
    (K.EVALUATION, 1.4, 4,
        r"evalueringen|evalueret af|erfaringsopsamling\w*|interview(?:s|ene)?\b|spørgeskema\w*|datagrundlag\w*|"
        r"evalueringens|metodisk|respondent\w*|konklusion\w*|EVALUERINGER \d"),
    (K.APPLICATION, 2.5, 4,
        r"vi (?:ansøger|søger) (?:hermed )?om|ansøgt beløb|der søges om|projektets budget|ansøger(?:s)? (?:navn|"
        r"kontakt)|ansøgende kommune|cvr|underskrift|hvis (?:projektet|ansøgningen) (?:imødekommes|bevilges|"
        r"støttes)|ansøgningen|forventede resultater|vi forventer at"),
    (K.AWARD_LIST, 1.5, 3,
        r"(?:har|er) (?:fået |blevet )?tildelt|har fået (?:støtte|tilsagn|midler)|bevilget beløb|tildelt beløb|"
        r"får støtte|modtager støtte|fordelt på \d+ projekter|støttede projekter|i alt\s*\n?\s*[\d.]+|"
        r"udmøntet til|har modtaget (?:støtte|tilsagn|midler)|se listen over"),
    (K.POOL_PAGE, 1.3, 5,
        r"puljens formål|udmøntning af puljen|ansøgningsfrist(?:er)?\b|ansøgningsmateriale|puljeopslag\w*|"
        r"formålet med puljen|(?:der er |har )?afsat\b.{0,40}(?:mio|kr)|projektperiode|puljen (?:er|blev|har|kan)|"
        r"ansøgninger til puljen|i hvilken grad|midlerne i puljen|(?m:^om puljen)|genopslag\w*"),
    (K.PROGRAMME_PAGE, 1.6, 4,
        r"arbejdsspor|alle kommuner|løbe(?:r)? (?:indtil|til|frem til) 20|programmet\b|indsatsen er (?:opstartet|"
        r"forankret)|landsdækkende|økonomiaftale\w*|programleder|programsekretariat\w*|fælleskommunal\w*|"
        r"partnerskab\w*"),
    (K.PROJECT_PAGE, 1.5, 5,
        r"(?m)^(?:emneord|resumé af projektet|formål med projektet|projektets formål|hvad kom der ud af det|"
        r"baggrund for projektet|kort om projektet|om projektet|projektperiode|projektledelse|målgruppe|"
        r"læs mere om projektet|projektejer|projektkommune|deltagende kommuner|kommune|pulje|periode|bevilling|"
        r"bevilget beløb|status)\b"),
    (K.PROJECT_PAGE, 0.7, 5,
        r"\bprojektet (?:har|er|løber|løb|bygger|afprøver|omfatter|skal|blev|gik|startede|handler|udspringer)\b|"
        r"projektleder|projektgruppe|i projektet\b"),
    (K.FAQ, 1.5, 6,
        r"(?m)^(?:spørgsmål(?: \d+)?|svar|\d+\.? ?spørgsmål)\b|^(?:kan|skal|må|hvornår|hvordan|hvem|"
        r"hvad)\b[^\n]{8,140}\?$"),
    (K.NEWS, 1, 3, r"NYHED\s?-|siger\b|udtaler|pressemeddelelse|pressehenvendelser|(?m:^Skip navigation)"),
)  # fmt: skip
_COMPILED_TITLE = tuple((k, p, re.compile(x, re.IGNORECASE)) for k, p, x in _TITLE)
_COMPILED_URL = tuple((k, p, re.compile(x, re.IGNORECASE)) for k, p, x in _URL)
_COMPILED_TEXT = tuple((k, p, n, re.compile(x, re.IGNORECASE)) for k, p, n, x in _TEXT)
_AWARDED = re.compile(
    r"(?:projekter|kommuner) (?:blev|er) (?:ud)?valgt|valgt ud|blev (?:opslået og )?udmøntet|"
    r"er (?:blevet )?udmøntet|har fået tildelt|blev udvalgt|har fået (?:støtte|"
    r"tilsagn)|fordelt på \d+ projekter|har modtaget tilsagn|puljen er lukket|blev tildelt|"
    r"projekterne er (?:afsluttet|i gang)|tilsagn til|udmøntning af puljen|er givet tilsagn|fik tilsagn|"
    r"har givet tilsagn",
    re.IGNORECASE,
)
# An open call points to what an earlier pool paid.
_EARLIER = re.compile(r"\b(?:tidligere pulje|forrige (?:pulje|runde)|sidste gang|erfaringer fra)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:puljen|der|midlerne) kan (?:nu )?søges|kan søges af\b|åben for ansøgning", re.IGNORECASE)
# What tells of a job, an event or figures gives no award, whatever pools and municipalities it names.
_ADVERT = re.compile(
    r"/(?:job|stillinger|ledige-stillinger|arrangementer|kalender|kurser)/|/tal-og-data/|/tal/|"
    r"/statistik/",
    re.IGNORECASE,
)
_ADVERT_TITLE = re.compile(
    r"^(?:konference|webinar|temadag|seminar|kursus|kalender)\b|^(?:udgift\w*|forbrug\w*|antal|andel\w*) (?:til|af|"
    r"med|der)\b|"
    r"^(?:projektleder|sygeplejerske|konsulent|leder|teamleder|chef|koordinator)\b|\bi tal$|^tal (?:for|om)\b|"
    r"\bnøgletal\b|"
    r"\bledig(?:e)? stilling",
    re.IGNORECASE,
)
_ADVERT_TEXT = re.compile(
    r"\bvi søger en\b|\bsøger en \w+ på \d+ timer|\bsamtaler(?:ne)? (?:holdes|afholdes|forventes)|\bstillingen\b|"
    r"\btabellen viser\b|\bsend (?:din )?ansøgning\b|\bløn(?:nen)? efter\b|\bpris(?:en)? er [\d.]+ kr\. pr\. deltager|"
    r"\btilmelding (?:senest|sker|foregår)|\budgift\w* pr\. (?:modtager|indbygger|bruger|borger)|\bpr\. indbygger\b|"
    r"\b(?:program|oplægsholdere|moderator)\b[^.]{0,40}\bkl\. \d",
    re.IGNORECASE,
)
_RELATED = re.compile(r"relaterede dokumenter", re.IGNORECASE)
_POOL_SECTION = re.compile(
    r"^(?:puljens )?(?:formål|baggrund|ansøgningsfrist\w*|projektperiode|kriterier|om puljen|"
    r"spørgsmål og svar|målgruppe|ansøgningsmateriale|udmøntning af puljen)\b",
    re.IGNORECASE,
)
MIN_TEXT = 60  # characters; less is a stub, an empty shell or an error page


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the structure of a page shows."""

    n_award_lines: int  # lines or rows that begin with a municipality and end with an amount
    n_names: int  # lines that are a municipality's name and nothing else
    n_place_rows: int  # table rows that begin with a municipality and say more
    n_questions: int
    n_agenda: int
    n_lines: int
    n_parts: int  # headings that name municipalities, or stand over a line of their names, different ones
    n_sums: int  # lines outside tables that state an amount of some size


def is_foreign(document: Document) -> bool:
    """Tell a Swedish or Norwegian page from a Danish one, by the detected language and by words of each."""
    if document.language in ("sv", "no", "nb", "nn"):
        return True
    sample = document.text[:6000]
    danish = len(_DANISH.findall(sample))
    swedish = len(_SWEDISH.findall(sample))
    norwegian = len(_NORWEGIAN.findall(sample))
    return swedish > max(4, danish) or norwegian > max(5, danish // 2)


def _shape(page: Page) -> _Shape:
    n_award = n_names = n_rows = n_questions = n_agenda = n_sums = 0
    parts: set[frozenset[str]] = set()
    previous_names = False
    for line in page.lines:
        text = line.text
        if text.endswith("?") and len(text) < 160:
            n_questions += 1
        if re.match(r"(?:pkt\.?|punkt)\s?\d+|\d{1,2}\.\s+[A-ZÆØÅ][^.]{8,80}$", text) and not find_amounts(text):
            n_agenda += 1
        n_sums += line.kind is not BlockKind.TABLE_ROW and any(a.amount_dkk >= 50_000 for a in find_amounts(text))
        if len(text) > 200:
            previous_names = False
            continue
        places = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
        bare = re.sub(r"[^\w]", "", text)
        names_only = bool(places) and len(re.sub(r"(?i)kommuner?|regionskommune|og", "", bare)) <= sum(
            m.char_end - m.char_start for m in places
        )
        above = page.lines[line.index - 1] if line.index else None
        if places and page.has_markup and (line.is_heading or (names_only and above is not None and above.is_heading)):
            parts.add(frozenset(m.code for m in places))
        has_amount = bool(find_amounts(text))
        if (
            places
            and has_amount
            and not (text.endswith(".") and len(text) > 90 and line.kind is not BlockKind.TABLE_ROW)
        ):
            n_award += 1
        elif has_amount and previous_names and len(text) < 30:
            n_award += 1
        if line.kind is BlockKind.TABLE_ROW and places and places[0].char_start < 2 and not names_only:
            n_rows += 1
        if names_only and not has_amount:
            n_names += 1
        previous_names = names_only
    return _Shape(n_award, n_names, n_rows, n_questions, n_agenda, len(page.lines), len(parts), n_sums)


def _points(document: Document, page: Page) -> defaultdict[DocumentKind, float]:
    points: defaultdict[DocumentKind, float] = defaultdict(float)
    title = " ".join(filter(None, [document.title, page.title.text if page.title else ""]))
    head = document.text[:12_000]
    tail = document.text[-3000:] if len(document.text) > 12_000 else ""
    for kind, value, pattern in _COMPILED_TITLE:
        if pattern.search(title):
            points[kind] += value
    for kind, value, pattern in _COMPILED_URL:
        if pattern.search(document.url):
            points[kind] += value
    for kind, value, most, pattern in _COMPILED_TEXT:
        points[kind] += value * min(most, len(pattern.findall(head)) + len(pattern.findall(tail)))
    return points


def classify_document(document: Document) -> tuple[DocumentKind, float]:
    """Give a document's kind and how sure that is (0-1).

    A page that cannot be read, has next to no text, or is not Danish is noise.
    """
    if document.status is DocumentStatus.FACTS:
        return K.FACTS, 1.0
    if document.status not in (DocumentStatus.OK, DocumentStatus.PARTIAL) or len(document.text.strip()) < MIN_TEXT:
        return K.NOISE, 0.95
    if is_foreign(document):
        return K.NOISE, 0.9
    page = Page(document)
    shape = _shape(page)
    if _RELATED.search(document.text[:400]) and shape.n_lines > 15:
        return K.NOISE, 0.9
    if _is_advert(document, page) or _is_index(page):
        return K.NOISE, 0.75
    points = _points(document, page)
    _judge_structure(document, page, shape, points)
    ranked = sorted(points.items(), key=lambda item: -item[1])
    best, lead = ranked[0][0], ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    if ranked[0][1] < 2.0 and is_project_article(page):
        return (K.NEWS if "/nyhed" in document.url.lower() else K.PROJECT_PAGE), 0.55
    if ranked[0][1] < 2.0:
        is_told = len(document.text) > 200 or "pulje" in document.text.lower()
        return (K.NEWS, 0.5) if is_told else (K.NOISE, 0.6)
    return best, round(min(0.98, 0.55 + lead / 12), 2)


def _is_advert(document: Document, page: Page) -> bool:
    """Tell a job, an event or a table of figures by two of three: address, title, wording."""
    title = page.title.text if page.title is not None else document.title or ""
    signs = (
        _ADVERT.search(document.url),
        _ADVERT_TITLE.search(title),
        _ADVERT_TEXT.search(document.text),
    )
    return sum(sign is not None for sign in signs) >= 2


def _is_named_after_place(url: str) -> bool:
    """Tell whether an address ends in a municipality's name and nothing else, below a page of its own."""
    parts = [p for p in unquote(urlsplit(url).path).split("/") if p]
    if len(parts) < 3 or len(parts[-1]) > 40:
        return False
    name = re.sub(r"(?i)[-_ ]?(?:regions)?kommune$", "", parts[-1]).replace("-", " ").strip()
    spelled = {name, name.replace("ae", "æ").replace("oe", "ø").replace("aa", "å"), parts[-1]}
    return any(is_only_names(f"{text[:1].upper()}{text[1:]} Kommune") for text in spelled if text)


def _is_index(page: Page) -> bool:
    """Tell a front page or menu, which is links and no sentence: its teasers tell of other pages."""
    lines = page.lines
    n_links = sum(line.href is not None for line in lines)
    return len(lines) >= 8 and n_links >= 0.8 * len(lines) and not any(line.text.endswith(".") for line in lines)


def _judge_structure(document: Document, page: Page, shape: _Shape, points: defaultdict[DocumentKind, float]) -> None:
    """Add what structure says, and let what excludes something count against it."""
    text = document.text
    # sentence by sentence: a pattern that reaches for the phrase from every letter takes the square of the text
    awarded = bool(_AWARDED.search(re.sub(r"[^.\n]+", lambda m: "" if _EARLIER.search(m[0]) else m[0], text)))
    n_call = points[K.CALL]
    if re.search(r"(?m)^Projektledelse:|^Fremfærd$", text) and re.search(r"\bprojekt", text, re.IGNORECASE):
        points[K.PROJECT_PAGE] += 2.5
    if shape.n_award_lines >= 2:
        points[K.AWARD_LIST] += 3 + min(4, shape.n_award_lines / 2)
    if re.search(
        r"\bpuljen\b[^.]{0,100}\b(?:er på|på) (?:i alt )?[\d,.]+ (?:mio|mill)|har (?:fordelt|"
        r"udmøntet) (?:midler|puljen|\d)",
        text[:1500],
        re.IGNORECASE,
    ):
        points[K.POOL_PAGE] += 3
    if shape.n_place_rows >= 3 and re.search(r"støtte|projekt", text, re.IGNORECASE):
        points[K.AWARD_LIST] += 4
        points[K.FINAL_REPORT] -= 6  # a form has one value a field: its words over columns head a list
    # An accordion or cards: a part for each municipality, with its sum.
    is_parted = (shape.n_parts >= 2 and shape.n_sums >= 2) or (shape.n_parts >= 3 and shape.n_sums >= 1)
    if is_parted and re.search(r"pulje|støtte|tilskud|tilsagn|bevil|har fået", text, re.IGNORECASE):
        points[K.AWARD_LIST] += 4
        points[K.PROJECT_PAGE] -= 4
    if shape.n_names >= 3 and re.search(r"projekt", text, re.IGNORECASE):
        points[K.AWARD_LIST] += 3
    if shape.n_questions >= 4:
        points[K.FAQ] += min(5, shape.n_questions)
    if shape.n_agenda >= 4:
        points[K.GOVERNANCE] += 3
    if awarded or shape.n_award_lines >= 2 or is_parted:
        points[K.CALL] -= 4
        points[K.APPLICATION] -= 3
    else:
        points[K.AWARD_LIST] -= 3
        # A pool page with nothing awarded yet that asks for applications is a call.
        if n_call >= 3 and points[K.POOL_PAGE] >= 3:
            points[K.CALL] += 2.5
            points[K.POOL_PAGE] -= 1
            if _OPEN.search(text) and re.search(r"frist", text, re.IGNORECASE):
                points[K.CALL] = max(points[K.CALL], points[K.POOL_PAGE] + 1)
    if re.search(r"\bLKT\b|lærings- og kvalitetsteam", text[:1500], re.IGNORECASE) and points[K.GOVERNANCE] < 3:
        points[K.PROGRAMME_PAGE] += 3
    dates = find_dates(" ".join(line.text for line in page.lines[:4])[:400])
    if any(len(d.iso) == 10 for d in dates):
        points[K.NEWS] += 1.2
    if points[K.PROJECT_PAGE] > 3 and not re.search(r"\bprojekt", text, re.IGNORECASE):
        points[K.PROJECT_PAGE] -= 3
    sections = sum(bool(_POOL_SECTION.search(line.text)) for line in page.lines if len(line.text) < 60)
    if sections and points[K.POOL_PAGE] >= 6 and points[K.AWARD_LIST] > points[K.POOL_PAGE]:
        points[K.POOL_PAGE] = points[K.AWARD_LIST] + 1  # a pool's own page that lists its awards
    elif not sections and shape.n_award_lines >= 3 and points[K.POOL_PAGE] > points[K.AWARD_LIST] > 0:
        points[K.AWARD_LIST] = points[K.POOL_PAGE] + 1  # a list and nothing but
    head = " ".join(line.text for line in page.lines[:4] if line.href is None)
    if re.search(r"\b(?:slut|midtvejs|effekt)?evaluering af\b", head, re.IGNORECASE):
        points[K.EVALUATION] += 5
        points[K.AWARD_LIST] -= 3
    if re.search(r"\bprojektbeskrivelse\b(?!r)", head, re.IGNORECASE) and shape.n_parts <= 1:
        points[K.PROJECT_PAGE] += 7
    if re.search(r"/nyhed|/aktuelt/", document.url, re.IGNORECASE):
        points[K.POOL_PAGE] -= 3
        points[K.PROGRAMME_PAGE] -= 3
    if shape.n_questions >= 3 and points[K.FAQ] and not re.search(r"faq|spørgsmål", head, re.IGNORECASE):
        # a municipality's page may ask in its headings: "Hvem kan være med?"
        if is_project_article(page) or re.search(r"\bprojektet har fået\b", text, re.IGNORECASE):
            points[K.FAQ] -= 4
            points[K.PROJECT_PAGE] += 3
    if _is_named_after_place(document.url) and shape.n_parts <= 1:
        points[K.PROJECT_PAGE] += 5  # one page per project: ".../Klar til eget hjem/Gentofte"
    if "/nyhed" in document.url.lower():
        points[K.PROJECT_PAGE] -= 2.5

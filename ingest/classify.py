"""What a document is, judged by its title, its address, its structure and its wording together.

Rules decide what is no page about grants at all; for the rest `ingest.kind_model` weighs the signs of every kind, and
what plainly has the form of another kind is of that one.
"""

from __future__ import annotations

import re

from corpus.documents import Document, DocumentKind, DocumentStatus
from ingest.extract.labels import is_to_fill_in
from ingest.extract.lines import Page
from ingest.extract.routes import quotes_speaker, read_as
from ingest.kind_model import SURE_OF_NOISE, kind_model, see

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
    r"\bvi søger en\b|\bsøger en \w+ på \d+ timer|\bsamtaler(?:ne)? (?:holdes|afholdes|forventes)|"
    r"\bstillingen\b(?! (?:er|var|blev|bliver) (?:\w+ )?(?:gjort|fast\w*|permanent\w*|forlænget|videreført|nedlagt|"
    r"betalt|finansieret)\b| (?:fortsætter|videreføres|finansieres|betales|gøres)\b)|"
    r"\btabellen viser\b|\bsend (?:din )?ansøgning\b|\bløn(?:nen)? efter\b|\bpris(?:en)? er [\d.]+ kr\. pr\. deltager|"
    r"\btilmelding (?:senest|sker|foregår)|\budgift\w* pr\. (?:modtager|indbygger|bruger|borger)|\bpr\. indbygger\b|"
    r"\btilmelding(?:en)? er bindende|\bkurset (?:holdes|afholdes|varer|koster)\b|\bdeltagergebyr|\bkursuspris|"
    r"\b(?:program|oplægsholdere|moderator)\b[^.]{0,40}\bkl\. \d",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:slut|status|midtvejs|erfarings)?(?:rapport|notat|evaluering|afrapportering)(?:en)?\b", re.IGNORECASE
)
_APPLIES = re.compile(r"ans(?:ø|oe)g", re.IGNORECASE)  # a form to apply with is of its own kind
_RELATED = re.compile(r"relaterede dokumenter", re.IGNORECASE)
MIN_TEXT = 60  # characters; less is a stub, an empty shell or an error page


def is_foreign(document: Document) -> bool:
    """Tell a Swedish or Norwegian page from a Danish one, by the detected language and by words of each."""
    if document.language in ("sv", "no", "nb", "nn"):
        return True
    sample = document.text[:6000]
    danish = len(_DANISH.findall(sample))
    swedish = len(_SWEDISH.findall(sample))
    norwegian = len(_NORWEGIAN.findall(sample))
    return swedish > max(4, danish) or norwegian > max(5, danish // 2)


def classify_document(document: Document) -> tuple[DocumentKind, float]:
    """Give a document's kind and how sure that is (0-1).

    A page that cannot be read, has next to no text, or is not Danish is noise.
    """
    if document.status is DocumentStatus.FACTS:
        return K.FACTS, 1.0
    page = Page(document)
    ruled = decide_by_rule(document, page)
    if ruled is not None:
        return ruled
    seen = see(document, page)
    best, probability = kind_model().choose(seen)
    if best is K.NOISE and probability < SURE_OF_NOISE and quotes_speaker(page):
        best, probability = K.NEWS, kind_model().probabilities(seen)[K.NEWS]
    return read_as(page, best), round(probability, 2)


def is_stub(document: Document) -> bool:
    """Tell an empty shell, an error page, or a title with links to other documents from a page that tells something."""
    return len(document.text.strip()) < MIN_TEXT or _STUB.search(document.url) is not None


def decide_by_rule(document: Document, page: Page) -> tuple[DocumentKind, float] | None:
    """Give the kind that one rule alone decides, and how sure that is; `None` where the signs must be weighed."""
    if document.status not in (DocumentStatus.OK, DocumentStatus.PARTIAL) or is_stub(document):
        return K.NOISE, 0.95
    if is_foreign(document):
        return K.NOISE, 0.9
    if _RELATED.search(document.text[:400]) and (len(page.lines) > 15 or _RELATED.fullmatch(_title(document, page))):
        return K.NOISE, 0.9
    if _is_draft(document, page):
        return K.APPLICATION, 0.85
    if _is_advert(document, page) or _is_index(page):
        return K.NOISE, 0.75
    if _is_policy(document, page) or _GUIDE.match(_title(document, page)):
        return K.GOVERNANCE, 0.8
    if _is_minutes(document, page):
        return K.GOVERNANCE, 0.9
    if is_to_fill_in(page) and not _APPLIES.search(f"{document.title} {document.url}"):
        return K.GOVERNANCE, 0.8
    return None


def _title(document: Document, page: Page) -> str:
    return page.title.text if page.title is not None else document.title or ""


def _is_advert(document: Document, page: Page) -> bool:
    """Tell a job, an event or a table of figures by two of three: address, title, wording; a report is none of them."""
    if _REPORTS.search(_title(document, page)):
        return False
    signs = (
        _ADVERT.search(document.url),
        _ADVERT_TITLE.search(_title(document, page)),
        _ADVERT_TEXT.search(document.text),
    )
    return sum(sign is not None for sign in signs) >= 2


_POLICY = re.compile(
    r"^(?:(?:udkast til|forslag til|høringsudkast:?) )?(?:[\w.-]+ (?:regions)?kommunes? )?"
    r"(?:(?:ny|nye|den nye|vores|fælles|samlet|lokal) )?"
    r"[\w-]*(?:politik|strategi|handle?plan|handlingsplan|masterplan|kvalitetsstandard)(?:en|er)?"
    r"(?:\s(?:for|på|om|mod)\s[^:.?!]{3,60})?(?:[\s,:(–-]+(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d|frem))?\)?)?"
    r"(?:[\s,–-]+[\w.-]+ (?:regions)?kommune)?$",
    re.IGNORECASE,
)
# how to report and account, or run a project: of no project
_GUIDE = re.compile(
    r"\W*(?:(?:kort )?(?:vejledning|skabelon|guide|håndbog|manual|retningslinjer|tjekliste|gode råd)\b"
    r"(?: \w+){1,4}?|sådan (?:skriver|udfylder|laver|aflægger) i)\b.{0,25}(?:slut|status)?"
    r"(?:rapport\w*|regnskab\w*|revision\w*|afrapportering\w*|projektledelse|projektstyring)",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\bprojekt(?:et|ets|periode\w*|leder\w*)?\b|\bpulje\w*|\btilskud\w*|\bbevil\w+|\btilsagn\w*|\bkr\.|\bmio\b",
    re.IGNORECASE,
)


def _is_policy(document: Document, page: Page) -> bool:
    """Tell what a council will do in years to come, as its title says, from what it was paid to try."""
    return bool(_POLICY.match(_title(document, page).strip())) and not _PAID.search(document.text)


# "Velfærdsudvalget - referat 15. september 2020"
_MINUTES = re.compile(
    r"(?:udvalg\w*|byråds?\w*|kommunalbestyrelse\w*|økonomiudvalg\w*)\b.*\b(?:referat|dagsorden|beslutningsprotokol|møde\w*)|"
    r"\b(?:referat|dagsorden|beslutningsprotokol)\b.*\b\w*(?:udvalg|byråd|kommunalbestyrelse|møde)",
    re.IGNORECASE,
)
_MINUTE = re.compile(r"(?:(?:pkt|punkt|sag|dagsordenspunkt)\.?\s*(?:nr\.?\s*)?)?\d{1,3}[.:)]?\s", re.IGNORECASE)
_LEAST_ITEMS = 2


def _is_minutes(document: Document, page: Page) -> bool:
    """Tell a council's agenda or minutes, of a meeting by their title, with numbered items of this and that."""
    items = [line for line in page.lines if len(line.text) < _ITEM_CHARS and _MINUTE.match(line.text)]
    return bool(_MINUTES.search(_title(document, page))) and len(items) >= _LEAST_ITEMS


_ITEM_CHARS = 120


def _is_draft(document: Document, page: Page) -> bool:
    """Tell what a municipality means to apply with, as its title says, from what it was given."""
    return bool(_DRAFT.match(_title(document, page))) and _GRANTED.search(document.text) is None


_DRAFT = re.compile(
    r"\W*(?:bilag\b.{0,12})?(?:udkast(?: til)?\b.{0,25}ansøgning|ansøgning(?:en)? (?:til|om|fra)\b)", re.IGNORECASE
)
_GRANTED = re.compile(r"\b(?:bevilget|imødekommet|godkendt|tilsagn|kan søges?|ansøgningsfrist)\b", re.IGNORECASE)
_STUB = re.compile(r"docplayer[^/]*/amp/", re.IGNORECASE)  # a title and links to other documents, never the text


def _is_index(page: Page) -> bool:
    """Tell a front page or menu, which is links and no sentence: its teasers tell of other pages."""
    lines = page.lines
    n_links = sum(line.href is not None for line in lines)
    return len(lines) >= 8 and n_links >= 0.8 * len(lines) and not any(line.text.endswith(".") for line in lines)

"""How a page is read: as its kind says, unless what stands on it is plainly something else.

A kind is a guess about the whole page, and many pages are two things at once. Where a page shows the form of another
kind (a report with a part for each of several municipalities, a list of grants on a page of news or minutes), its form
decides.
"""

from __future__ import annotations

import re

from corpus.dates import find_dates
from corpus.documents import Document, DocumentKind
from corpus.places import LIKELY, find_municipalities
from corpus.records import Status
from ingest.cues import Cue
from ingest.extract.award_lists import find_award_runs
from ingest.extract.award_words import AWARD, NEGATIVE
from ingest.extract.entries import AwardRun
from ingest.extract.labels import find_labels
from ingest.extract.lines import Page
from ingest.extract.outcomes import find_outcome
from ingest.extract.project_places import KOMMUNE_TITLE, is_only_names
from ingest.extract.project_sections import split_sections
from ingest.extract.project_titles import QUOTED_PROJECT
from ingest.extract.section_starts import home_of
from ingest.extract.statuses import find_status
from ingest.raw import DOCX, PDF

K = DocumentKind
_MIN_ROWS = 3
_GIVEN = Cue(
    r"\b(?:har|er|blev|blevet|fik|får|modtager|modtog|deler|støttede|udvalgte|godkendte)\b[^.\n]{0,80}\b(?:tildelt|"
    r"støtte|tilsagn|tilskud|bevill?i?get|bevilling|midler|penge|projekter|fordelt|udmøntet|uddelt|mio|kr)\b|"
    r"\b(?:bevill?i?gede?|tildelte?|bevill?i?get|tildelt) (?:beløb|tilskud|støtte)\b|\bbevilling(?:en)?\b|"
    r"\btilsagnsbeløb\b"
)
_ASKED = Cue(
    r"\b(?:ansøgt|ansøger(?:e|ne)?|søger om|søges om|kan søge|ansøgningsfrist|afslag|budget|indstilles|udpeg\w+|"
    r"tilmeld\w*|pr\. indbygger)\b"
)
_TO_SEVERAL = Cue(
    r"\b(?:projekter|kommuner|ansøgere)(?:ne)?\b[^.\n]{0,80}\b(?:har fået|fik|får|modtager|modtog|tildelt|støtte[nt]?|"
    r"tilskud|tilsagn|midler|penge)\b|"
    r"\b(?:har fået|fik|får|modtager|modtog|støttede|støtter|tildelt|udvalgt|udvalgte|udmøntet|fordelt|uddelt|givet)\b"
    r"[^.\n]{0,80}\b(?:projekter|kommuner)\b|"
    r"\bhver(?:t|er)? (?:kommune|projekt|bosted|plejehjem|sted|indsats)\w* (?:\w+ ){0,2}?(?:får|fik|modtager)\b"
    r"[^.\n]{0,60}\b(?:tilskud|kr|midler|støtte|penge)\b"
)
_MONEY = Cue(r"\w*pulje\w*|tilskud|støtte[nt]?\b|bevil|tilsagn|udmønt|\bkr\b|\bkroner\b|\bmidler\b")
_PROJECTS_PATH = re.compile(r"/(?:\w+-)?projekter/", re.IGNORECASE)
_PROJECT_HEADING = re.compile(
    r"(?m)^(?:formål med projektet|projektets formål|resumé af projektet|baggrund for projektet|om projektet|"
    r"projektbeskrivelse|hvad kom der ud af det\??)\W*$",
    re.IGNORECASE,
)
_FORM_ROLES = frozenset(("owner", "title", "amount", "period", "pool"))
_EVALUATES = re.compile(
    r"\b(?:slut|midtvejs|effekt)?evaluering\b|\b(?:erfarings)?opsamling\b|"
    r"\berfaringer fra (?:\w+ ){0,2}(?:kommuner|projekter|pulje)",
    re.IGNORECASE,
)
_POOLS_PATH = re.compile(r"(?<!media)/puljer?(?:-[\w-]+)?/[^/]+", re.IGNORECASE)
_IS_LIST = re.compile(r"\b(?:oversigt|liste|projekter(?:ne)?|tilsagn|bevillinger|tilskudsmodtagere)\b", re.IGNORECASE)


def read_as(page: Page, kind: DocumentKind) -> DocumentKind:
    """Give the kind that a page is read as."""
    if (told := _told_by_head(page, kind)) is not None:
        return told
    if kind is K.FINAL_REPORT and not _has_one_owner(page):
        # one grant's report has one owner; parts of several municipalities make it a report on a pool
        if not reports_own_projects(page) and (split_sections(page) or is_list_of_projects(page, K.EVALUATION)):
            is_list = _states_sums(page) or (_IS_LIST.search(page.text[:_COPY_HEAD]) and _lists_sums(page))
            return K.AWARD_LIST if is_list else K.EVALUATION
        return K.EVALUATION if page.title is not None and _EVALUATES.search(page.title.text) else kind
    if kind is K.PROGRAMME_PAGE and page.title is not None and QUOTED_PROJECT.search(page.title.text):
        return K.PROJECT_PAGE  # "Om projektet ”Fælles vagt”"
    if kind is K.POOL_PAGE and is_file(page.document) and _lists_sums(page):
        return K.AWARD_LIST
    if kind is K.AWARD_LIST and not is_file(page.document) and _POOLS_PATH.search(page.document.url):
        title = page.title
        return K.AWARD_LIST if title is not None and _IS_LIST.search(title.text) else K.POOL_PAGE
    if kind is K.AWARD_LIST and _is_told_item(page):
        return K.NEWS
    if kind in (K.CALL, K.FAQ, K.PROGRAMME_PAGE, K.GOVERNANCE) and _lists_grants(page):
        return K.AWARD_LIST
    if kind is K.PROJECT_PAGE and page.title is not None and _OF_ALL.match(page.title.text):
        return K.PROGRAMME_PAGE
    if kind is K.PROGRAMME_PAGE and is_file(page.document) and len(split_sections(page)) > 1:
        return K.EVALUATION  # a report with a part for each municipality
    if kind is K.PROGRAMME_PAGE and not _QUALITY_TEAM.search(page.text):
        if _lists_sums(page):
            return K.POOL_PAGE
        if _OF_ONE_PROJECT.search(page.text) and not (is_list_of_projects(page, K.AWARD_LIST) or _lists_parts(page)):
            kind = K.PROJECT_PAGE
    if kind in (K.PROJECT_PAGE, K.PROGRAMME_PAGE) and (_is_of_several(page) or _leads_to_projects(page)):
        return K.POOL_PAGE
    if kind is K.PROGRAMME_PAGE and _OF_PROJECTS.search(page.text) and len(split_sections(page)) >= _MIN_ROWS:
        return K.PROJECT_PAGE  # an article with a part for each place
    return kind


# "Om projektet »Rolig vagt«", "Tre kommuner, A, B og C, deltager i projektet.", "Deltagende kommuner: A, B og C"
_OF_ONE_PROJECT = re.compile(
    r"^om projektet\b|\b(?:deltager|deltog|medvirker|er med) i projektet\b|"
    r"^(?:projektperiode|initiativperiode|deltagende kommuner|deltagere:|deltagere\t)",
    re.IGNORECASE | re.MULTILINE,
)
# what all municipalities or teams of many take part in, and nobody is paid for
_OF_ALL = re.compile(
    r"\W*(?:LKT\b|lærings- og kvalitetsteam|"
    r"(?:om |hvad er )?(?:den kommunale kvalitetsmodel|kvalitet i kommunerne|KIK)\b)",
    re.IGNORECASE,
)
_QUALITY_TEAM = re.compile(r"\blærings- og kvalitetsteam|\bLKT\b", re.IGNORECASE)


def _lists_sums(page: Page) -> bool:
    """Tell whether a page has a run of grants, each with a sum of its own."""
    runs = find_award_runs(page, K.AWARD_LIST)
    return any(sum(e.amount is not None for e in run.entries) >= _LEAST_SUMS for run in runs)


_LEAST_SUMS = 2


def _lists_parts(page: Page) -> bool:
    """Tell whether a page lists what several municipalities each do: "Havby: Rolig vagt", not "Havby Kommune"."""
    rows = [line.text for line in page.lines if line.is_list_item or line.cells]
    named = {m.code for row in rows if not is_only_names(row) for m in find_municipalities(row)[:1]}
    return len(named) >= _MIN_ROWS


def reports_own_projects(page: Page) -> bool:
    """Tell whether a report is one municipality's on several projects of its own, each in a part."""
    if len({m.code for m in find_municipalities(page.text) if m.confidence >= LIKELY}) > 1 or _has_one_owner(page):
        return False
    return home_of(page) is not None and len(split_sections(page)) > 1


_FILE = re.compile(r"\.(?:pdf|docx)$", re.IGNORECASE)
# pages that show a file's text below a line or two of their own
_COPY = re.compile(r"[/.](?:docplayer|9pdf|1library|vdocuments|abcdocz)(?:\.\w+)?/", re.IGNORECASE)
_COPY_HEAD = 400  # characters
_EVALUATION_HEAD = re.compile(
    r"\b(?:slut|effekt)?evaluering(?:snotat|srapport|en)?\b(?! af (?:jer|dig))", re.IGNORECASE
)
_COLLECTED = re.compile(r"\beffektevaluering\b|\bopsamling\b(?! på (?:mødet|høring))", re.IGNORECASE)
_REPORT_HEAD = re.compile(
    r"^(?:erfaringer (?:fra|med)\b|(?:slut|afslutnings|erfarings|resultat)notat\b|notat: (?:resultat|erfaring|"
    r"afslutning)|"
    r"afslutning(?:en)? (?:af|på)\b|resultater (?:af|fra)\b)|"
    r"\b(?:rapport fra|notat om (?:resultat|erfaring)\w*|erfaringer og resultater|resultater og erfaringer|"
    r"det lærte vi)\b",
    re.IGNORECASE,
)
_REPORT_LINE = re.compile(
    r"\b(?:slut(?:rapport|notat|beretning)|afsluttende (?:rapport|notat|beretning)|afslutnings?(?:rapport|notat))\b",
    re.IGNORECASE,
)
_STATUS_HEAD = re.compile(r"^(?:midtvejs)?status(?:notat)?(?:en)?\b", re.IGNORECASE)  # of what goes on
_HEADING = 70  # characters
# what heads a part on what came of it: a description of what is to be done has none
_RESULT_HEADING = re.compile(
    r"(?:\W*\d+\W+)?(?:(?:vores |projektets |de vigtigste |hoved)?(?:resultat\w*|effekt\w*|virkning\w*|udbytte\w*)\b|"
    r"(?:det|hvad) (?:kom|er) der (?:kommet )?ud af\b|hvad (?:kom|viste|viser|fik|har vi (?:lært|opnået|fået))\b|"
    r"(?:det )?(?:har vi lært|nåede vi|opnåede vi|fik (?:vi|borgerne) ud af)|læring\b|målopfyldelse\b)(?!.*\bforvent)",
    re.IGNORECASE,
)
_TO_FETCH = re.compile(
    r"\b(?:hent|download|læs|se) (?:hele )?(?:publikationen|rapporten|evalueringen|notatet)\b", re.IGNORECASE
)
_QUOTED = re.compile(
    r"(?m)^\s?[-–—”\"]\s?[A-ZÆØÅ][^\n]{10,300}?\b(?:siger|fortæller|forklarer|lyder det|mener|fastslår)\b"
)
_PUBLICATION_PATH = re.compile(r"/(?:udgivelser|publikationer)/", re.IGNORECASE)
_SUMS_UP = Cue(r"\bevaluer\w+|\bsamler op\b|\bopsamling\w*|\berfaring(?:er|erne|sopsamling\w*)\b|\bresultater(?:ne)?\b")
_OF_GRANTS = Cue(r"\b\w*pulje\w*|\b(?:støttede|kommunale|deltagende|lokale|\w+ af de) projekter\b|\bprojekter i\b")
_HEAD_LINES = 4


def _told_by_head(page: Page, kind: DocumentKind) -> DocumentKind | None:
    """Give the kind that the first lines of a file tell, or an item's date and quotes; `None` where they tell none."""
    title = page.title
    if title is None:
        return None
    at = next((line.index for line in page.lines if line.char_start >= title.char_start), 0)
    head = [line.text for line in page.lines[at : at + _HEAD_LINES] if len(line.text) < 100 and not line.cells]
    if _PUBLICATION_PATH.search(page.document.url) and _sums_up(page):
        if kind in (K.NOISE, K.NEWS) or (kind is K.PROJECT_PAGE and _ITS_PROJECTS.search(page.text)):
            return K.EVALUATION
    if kind not in (K.PROJECT_PAGE, K.NOISE, K.FINAL_REPORT, K.AWARD_LIST):
        return None
    if kind is K.NOISE:
        is_report = bool(_EVALUATION_HEAD.search(title.text) and _TO_FETCH.search(page.text))
        is_report = is_report or (is_file(page.document) and bool(_COLLECTED.search(title.text)))
        return K.EVALUATION if is_report else None
    if is_file(page.document):
        if any(_EVALUATION_HEAD.match(text) for text in head):
            return K.EVALUATION
        told = page.text[:_COPY_HEAD] if _COPY.search(page.document.url) else "\n".join(head)
        is_report = bool(_REPORT_HEAD.search(title.text) or _REPORT_LINE.search(told))
        is_report = is_report or any(len(x.text) < _HEADING and _RESULT_HEADING.match(x.text) for x in page.lines)
        if kind is K.FINAL_REPORT and _STATUS_HEAD.match(title.text):
            status = find_status(page)
            return K.PROJECT_PAGE if status is not None and status.value == Status.RUNNING.value else None
        return K.FINAL_REPORT if kind is K.PROJECT_PAGE and (is_report or _tells_results(page)) else None
    if kind is not K.PROJECT_PAGE:
        return None
    if _BYLINE.search("\n".join(head[1:])):
        return K.NEWS
    day = page.document.last_updated or ""
    is_dated = len(day) == 10 and any(d.iso == day for text in head[1:] for d in find_dates(text))
    is_item = is_dated and not _PROJECTS_PATH.search(page.document.url) and not _PROJECT_HEADING.search(page.text)
    is_told = _PRESS.search(page.document.url) and any(map(_DATE_LINE.fullmatch, head[1:]))
    return K.NEWS if is_item and (is_told or _QUOTED.search(page.text)) else None


# a paper's line below its headline: "SVENDBORG 14. september 2023 Kl. 06.12", "Af [navn] Kontakt redaktionen"
_BYLINE = re.compile(
    r"\d{1,2}\. [a-z]+ 20\d\d,? kl\.? \d\d?[.:]\d\d|\bkontakt redaktionen\b|(?:^|\d )af \[navn\]",
    re.IGNORECASE | re.MULTILINE,
)
_PRESS = re.compile(
    r"/(?:nyt|nyheder|nyhed|presse|aktuelt|avis)/|/(?!nyt)[\w.-]*(?:avis|tidende|posten?|blad)(?:en|et)?(?:\.dk)?/",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(r"\d{1,2}\. [a-zæøå]+ 20\d\d")


_SURE_OUTCOME = 0.6


def _tells_results(page: Page) -> bool:
    """Tell a file on how a project went from one on what it is to be: it surely tells results, or some and its end."""
    outcome = find_outcome(page)
    if outcome is None:
        return False
    status = find_status(page)
    return outcome.confidence >= _SURE_OUTCOME or (status is not None and status.value == Status.COMPLETED.value)


_NEWS_PATH = re.compile(r"/(?:nyheder|aktuelt|nyt)/", re.IGNORECASE)


def _is_told_item(page: Page) -> bool:
    """Tell a news item whose sentences tell of grants, without a row or a part for any, from a list of them."""
    if not _NEWS_PATH.search(page.document.url) or is_file(page.document):
        return False
    return not any(line.is_list_item or line.cells for line in page.lines) and not split_sections(page)


def quotes_speaker(page: Page) -> bool:
    """Tell whether a page has a line of speech with its speaker, as news has."""
    return _QUOTED.search(page.text) is not None


def _sums_up(page: Page) -> bool:
    """Tell the page of a publication on what projects of a pool came to from one of advice to anybody."""
    return bool(_SUMS_UP.search(page.text) and _OF_GRANTS.search(page.text))


def is_file(document: Document) -> bool:
    """Tell a PDF or Word file, or a page that is a copy of one, from a page of a site."""
    is_one = document.media_type in (PDF, DOCX) or _FILE.search(document.url) is not None
    return is_one or _COPY.search(document.url) is not None


_OF_PROJECTS = Cue(r"\bprojektledelse\b|\b(?:prøvet|afprøvet|forsøg\w*|projekt(?:et|er|erne)?)\b")


def is_project_form(page: Page) -> bool:
    """Tell whether a page has the form of one project's page: an address among projects, or labelled fields."""
    if _PROJECTS_PATH.search(page.document.url) or _PROJECT_HEADING.search(page.text):
        return True
    if page.title is not None and (KOMMUNE_TITLE.match(page.title.text) or is_only_names(page.title.text)):
        return True
    return len({label.role for label in find_labels(page, page.lines) if label.role in _FORM_ROLES}) >= 2


def _is_of_several(page: Page) -> bool:
    """Tell whether a page is of a pool rather than of a project or programme: several got money, and are listed."""
    if _has_one_owner(page) or not _MONEY.search(page.text):
        return False
    placed = {m.code for line in page.lines if len(line.text) <= 200 for m in find_municipalities(line.text)}
    if len(placed) < _MIN_ROWS:
        return False
    is_said = bool(_TO_SEVERAL.search(page.text) or _POOLS_PATH.search(page.document.url))
    if is_said and page.document.kind is K.PROGRAMME_PAGE and len(split_sections(page)) >= _MIN_ROWS:
        return True
    rows = [e for run in find_award_runs(page, K.POOL_PAGE) for e in run.entries if e.places]
    if is_said and len({p.value for e in rows if e.is_only_names for p in e.places}) >= _MIN_ROWS:
        return True
    told = rows if is_said else [e for e in rows if e.title or e.amount]
    return len({tuple(sorted(p.value for p in e.places)) for e in told}) >= _MIN_ROWS


_ITS_PROJECTS = Cue(r"\bprojekterne\b|\b(?:de )?(?:\d+|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv) projekter\b")


def _leads_to_projects(page: Page) -> bool:
    """Tell whether a page of an undertaking says that it has projects, and leads to one for each of several places."""
    if _QUALITY_TEAM.search(page.text) or not _ITS_PROJECTS.search(page.text):
        return False
    return len({line.text for line in page.lines if line.href and is_only_names(line.text)}) >= _MIN_ROWS


def _has_one_owner(page: Page) -> bool:
    return len({label.value.text for label in find_labels(page, page.lines[:40]) if label.role == "owner"}) == 1


def _states_sums(page: Page) -> bool:
    """Tell whether a report is a catalogue of grants: a sum for each of several projects."""
    return sum(label.role == "amount" for label in find_labels(page, page.lines)) >= _MIN_ROWS


def is_list_of_projects(page: Page, kind: DocumentKind) -> bool:
    """Tell whether a page has a run of several projects, each with a name or sum and a municipality of its own."""
    return any(_is_whole(run, _MIN_ROWS) for run in find_award_runs(page, kind))


def _is_whole(run: AwardRun, n_least: int) -> bool:
    whole = [e for e in run.entries if e.places and (e.title or e.amount)]
    return len(whole) >= n_least and len({tuple(p.value for p in e.places) for e in whole}) == len(run.entries)


def _lists_grants(page: Page) -> bool:
    """Tell whether a page that is no page of awards by kind lists grants all the same: sums, and words of giving."""
    head = page.text[:1500]
    if not AWARD.search(page.text) or _ASKED.search(head) or NEGATIVE.search(head) or not _GIVEN.search(page.text):
        return False
    short = [line for line in page.lines if len(line.text) <= 160]
    placed = {m.code for line in short for m in find_municipalities(line.text) if m.confidence >= LIKELY}
    if len(placed) < _MIN_ROWS:
        return False
    runs = find_award_runs(page, K.AWARD_LIST)
    return any(
        _is_whole(run, _MIN_ROWS) and sum(e.amount is not None for e in run.entries) >= _MIN_ROWS for run in runs
    )

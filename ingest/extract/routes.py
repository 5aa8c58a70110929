"""How a page is read: as its kind says, unless what stands on it is plainly something else.

A kind is a guess about the whole page, and many pages are two things at once. Where a page shows the form of another
kind (a report with a part for each of several municipalities, a list of grants on a page of news or minutes), its form
decides.
"""

from __future__ import annotations

import re

from corpus.dates import find_dates
from corpus.documents import DocumentKind
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_lists import find_award_runs
from ingest.extract.award_words import AWARD, NEGATIVE
from ingest.extract.entries import AwardRun
from ingest.extract.labels import find_labels
from ingest.extract.lines import Page
from ingest.extract.project_places import KOMMUNE_TITLE, is_only_names
from ingest.extract.project_sections import home_of, split_sections

K = DocumentKind
_MIN_ROWS = 3
_GIVEN = Cue(
    r"\b(?:har|er|blev|blevet|fik|får|modtager|modtog|deler|støttede|udvalgte|godkendte)\b[^.\n]{0,80}\b(?:tildelt|"
    r"støtte|tilsagn|tilskud|bevilget|bevilling|midler|penge|projekter|fordelt|udmøntet|uddelt|mio|kr)\b|"
    r"\b(?:bevilgede?|tildelte?|bevilget|tildelt) (?:beløb|tilskud|støtte)\b|\bbevilling(?:en)?\b|\btilsagnsbeløb\b"
)
_ASKED = Cue(
    r"\b(?:ansøgt|ansøger(?:e|ne)?|søger om|søges om|kan søge|ansøgningsfrist|afslag|budget|indstilles|udpeg\w+|"
    r"tilmeld\w*|pr\. indbygger)\b"
)
_TO_SEVERAL = Cue(
    r"\b(?:projekter|kommuner|ansøgere)(?:ne)?\b[^.\n]{0,80}\b(?:har fået|fik|får|modtager|modtog|tildelt|støtte[nt]?|"
    r"tilskud|tilsagn|midler|penge)\b|"
    r"\b(?:har fået|fik|får|modtager|modtog|støttede|støtter|tildelt|udvalgt|udvalgte|udmøntet|fordelt|uddelt|givet)\b"
    r"[^.\n]{0,80}\b(?:projekter|kommuner)\b"
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
    r"\b(?:slut|midtvejs|effekt)?evaluering\b|\berfaring(?:er|sopsamling)\b|\bopsamling\b", re.IGNORECASE
)
_POOLS_PATH = re.compile(r"(?<!media)/puljer?(?:-[\w-]+)?/[^/]+", re.IGNORECASE)
_IS_LIST = re.compile(r"\b(?:oversigt|liste|projekter(?:ne)?|tilsagn|bevillinger|tilskudsmodtagere)\b", re.IGNORECASE)


def read_as(page: Page, kind: DocumentKind) -> DocumentKind:
    """Give the kind that a page is read as."""
    if kind in (K.PROJECT_PAGE, K.NOISE) and (told := _told_by_head(page, kind)) is not None:
        return told
    if kind is K.FINAL_REPORT and not _has_one_owner(page):
        # one grant's report has one owner; parts of several municipalities make it a report on a pool
        if not reports_own_projects(page) and (split_sections(page) or is_list_of_projects(page, K.EVALUATION)):
            return K.AWARD_LIST if _states_sums(page) else K.EVALUATION
        return K.EVALUATION if page.title is not None and _EVALUATES.search(page.title.text) else kind
    if kind is K.AWARD_LIST and _POOLS_PATH.search(page.document.url):
        title = page.title
        return K.AWARD_LIST if title is not None and _IS_LIST.search(title.text) else K.POOL_PAGE
    if kind in (K.CALL, K.FAQ, K.PROGRAMME_PAGE, K.GOVERNANCE) and _lists_grants(page):
        return K.AWARD_LIST
    if kind in (K.PROJECT_PAGE, K.PROGRAMME_PAGE) and _is_of_several(page):
        return K.POOL_PAGE
    if kind is K.PROGRAMME_PAGE and _OF_PROJECTS.search(page.text) and len(split_sections(page)) >= _MIN_ROWS:
        return K.PROJECT_PAGE  # an article with a part for each place
    return kind


def reports_own_projects(page: Page) -> bool:
    """Tell whether a report is one municipality's on several projects of its own, each in a part."""
    if len({m.code for m in find_municipalities(page.text) if m.confidence >= LIKELY}) > 1 or _has_one_owner(page):
        return False
    return home_of(page) is not None and len(split_sections(page)) > 1


_FILE = re.compile(r"\.(?:pdf|docx)$", re.IGNORECASE)
_EVALUATION_HEAD = re.compile(
    r"\b(?:slut|effekt)?evaluering(?:snotat|srapport|en)?\b(?! af (?:jer|dig))", re.IGNORECASE
)
_REPORT_HEAD = re.compile(
    r"^(?:erfaringer (?:fra|med)\b|(?:slut|afslutnings|erfarings|resultat)notat\b|notat: (?:resultat|erfaring|"
    r"afslutning)|"
    r"afslutning(?:en)? (?:af|på)\b|resultater (?:af|fra)\b)",
    re.IGNORECASE,
)
_TO_FETCH = re.compile(
    r"\b(?:hent|download|læs|se) (?:hele )?(?:publikationen|rapporten|evalueringen|notatet)\b", re.IGNORECASE
)
_QUOTED = re.compile(
    r"(?m)^\s?[-–—”\"]\s?[A-ZÆØÅ][^\n]{10,300}?\b(?:siger|fortæller|forklarer|lyder det|mener|fastslår)\b"
)
_HEAD_LINES = 4


def _told_by_head(page: Page, kind: DocumentKind) -> DocumentKind | None:
    """Give the kind that the first lines of a file tell, or an item's date and quotes; `None` where they tell none."""
    title = page.title
    if title is None:
        return None
    at = next((line.index for line in page.lines if line.char_start >= title.char_start), 0)
    head = [line.text for line in page.lines[at : at + _HEAD_LINES] if len(line.text) < 100 and not line.cells]
    if kind is K.NOISE:
        is_report = _EVALUATION_HEAD.search(title.text) and _TO_FETCH.search(page.text)
        return K.EVALUATION if is_report else None
    if _FILE.search(page.document.url):
        if any(_EVALUATION_HEAD.match(text) for text in head):
            return K.EVALUATION
        return K.FINAL_REPORT if _REPORT_HEAD.match(title.text) else None
    day = page.document.last_updated or ""
    is_dated = len(day) == 10 and any(d.iso == day for text in head[1:] for d in find_dates(text))
    is_item = is_dated and not _PROJECTS_PATH.search(page.document.url) and not _PROJECT_HEADING.search(page.text)
    return K.NEWS if is_item and _QUOTED.search(page.text) else None


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
    told = rows if is_said else [e for e in rows if e.title or e.amount]
    return len({tuple(sorted(p.value for p in e.places)) for e in told}) >= _MIN_ROWS


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

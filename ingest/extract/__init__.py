"""From a document to candidates: what it says about which undertakings, every fact with the words that state it.

One module for each way in which pages tell of awards and results; `extract_candidates` chooses among them by the
document's kind. What a page does not say is absent, and pages that award nothing give no projects.
"""

from __future__ import annotations

import dataclasses
import re

from corpus.documents import Document, DocumentKind, DocumentStatus
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.pools import pool_key
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.agendas import extract_agenda
from ingest.extract.award_blocks import block_runs
from ingest.extract.award_deeds import find_deeds
from ingest.extract.award_entries import split_names
from ingest.extract.award_fields import bracket_runs, field_runs
from ingest.extract.award_lists import find_award_runs, is_whole_form
from ingest.extract.award_pages import (
    award_candidates,
    extract_awards,
    with_shared_facts,
    with_told_results,
)
from ingest.extract.award_prose import find_prose_awards
from ingest.extract.award_status import award_status
from ingest.extract.award_years import published_year
from ingest.extract.draft import Draft, Found
from ingest.extract.ended import with_end
from ingest.extract.entries import AwardRun, Entry
from ingest.extract.evaluations import extract_evaluation
from ingest.extract.joined import extract_joined
from ingest.extract.lines import Line, Page
from ingest.extract.names_by_place import with_names
from ingest.extract.pool_names import find_pool
from ingest.extract.pool_pages import extract_pool
from ingest.extract.pool_titles import list_title
from ingest.extract.programmes import extract_programme
from ingest.extract.project_amounts import find_amount
from ingest.extract.project_pages import extract_project, extract_sections, is_project_article
from ingest.extract.project_sections import places_of_parts, split_sections
from ingest.extract.project_titles import find_named_project, is_headline
from ingest.extract.routes import is_list_of_projects, is_project_form, read_as, reports_own_projects
from ingest.extract.section_heads import name_in_heading
from ingest.extract.section_names import section_places
from ingest.extract.section_rows import with_rows
from ingest.extract.told_pools import find_unsaid_pool
from ingest.extract.told_projects import extract_told
from ingest.extract.told_several import extract_several
from ingest.extract.told_status import with_dated_status
from ingest.extract.withdrawals import extract_withdrawals

__all__ = ["extract_candidates"]

_READ = (DocumentStatus.OK, DocumentStatus.PARTIAL)
_NOTHING = (DocumentKind.NOISE, DocumentKind.APPLICATION, DocumentKind.FACTS)


def extract_candidates(document: Document) -> list[Candidate]:
    """Give what a classified document says about projects and pools, in order of place; pools first.

    Applications, governance, noise and unrelated news give nothing; a call or FAQ gives at most its pool.
    """
    if document.status not in _READ or document.kind in _NOTHING:
        return []
    page = Page(document)
    return [with_end(page, document.kind, candidate) for candidate in _read_as_its_kind(page)]


def _read_as_its_kind(page: Page) -> list[Candidate]:
    document = page.document
    kind = read_as(page, document.kind)
    if kind is DocumentKind.PROGRAMME_PAGE:
        programme = extract_programme(page)
        return ([programme] if programme else []) + _of_programme(page)
    if kind is DocumentKind.GOVERNANCE:
        return extract_agenda(page)
    pool = find_pool(page, kind)
    if kind in (DocumentKind.CALL, DocumentKind.FAQ):
        tells = "pulje" in page.text.lower() or "/puljer/" in document.url.lower()
        named = pool if pool and tells and not str(pool.value).startswith("Fremfærd") else None
        if named and kind is DocumentKind.FAQ and re.match(r"spørgsmål", str(named.value), re.IGNORECASE):
            named = None
        return [extract_pool(page, kind, named, [])] if named else []
    if kind in (DocumentKind.POOL_PAGE, DocumentKind.AWARD_LIST, DocumentKind.NEWS):
        return _award_page(page, kind, pool)
    if kind is DocumentKind.EVALUATION or (kind is DocumentKind.FINAL_REPORT and reports_own_projects(page)):
        return extract_evaluation(page, pool)
    if kind is DocumentKind.PROJECT_PAGE:
        sections = split_sections(page)
        if sections:
            named, pool = pool, _of_whole(page, sections, _of_parts(page, len(sections), pool))
            owner = [extract_pool(page, DocumentKind.AWARD_LIST, pool, [])] if pool and pool != named else []
            own_lines = {line.index for _, lines in sections for line in lines}
            parts = extract_sections(page, kind, pool, sections)
            whole = _whole(page, kind, named, sections)
            return owner + whole + with_shared_facts(page, DocumentKind.EVALUATION, parts, own_lines)
        told = [e for e in find_prose_awards(page) if e.amount is not None]
        if len({tuple(p.value for p in e.places) for e in told}) >= 2:
            return _award_page(page, DocumentKind.NEWS, pool)
        if is_list_of_projects(page, kind) or next(bracket_runs(page), None) is not None:
            return _award_page(page, DocumentKind.AWARD_LIST, pool)
    if kind is DocumentKind.PROJECT_PAGE and re.search(
        r"\bmeddel(?:es|er|t)\b[^.]{0,60}\btilsagn", page.text, re.IGNORECASE
    ):
        return _article(page, kind, pool)  # a letter of award: its date is the award's
    project = extract_project(page, kind, _paying(page, pool))
    if project is not None and pool is not None and _is_pool_itself(project):
        return [extract_pool(page, DocumentKind.POOL_PAGE, pool, [])]
    if project is not None and kind is DocumentKind.PROJECT_PAGE:
        project = with_dated_status(page, project)
    return [project] if project else []


def _of_programme(page: Page) -> list[Candidate]:
    """Give the projects that a programme's page heads one each ("Havby Kommune: Ro om medicinen")."""
    sections = split_sections(page)
    names = [name_in_heading(heading.text) if heading.is_heading else "" for heading, _ in sections]
    if not sections or not all(names) or len(set(names)) < len(names):
        return []  # participants, or where the same is held: "Læringsdag i Havby", "Læringsdag i Sydvig"
    pool = _of_whole(page, sections, find_pool(page, DocumentKind.PROGRAMME_PAGE))
    own_lines = {line.index for _, lines in sections for line in lines}
    parts = extract_sections(page, DocumentKind.PROJECT_PAGE, pool, sections)
    return with_shared_facts(page, DocumentKind.EVALUATION, parts, own_lines)


def _is_pool_itself(project: Candidate) -> bool:
    """Tell whether a page that names nobody's project is called as the pool it names."""
    stated = {s.field for s in project.statements}
    titles, pools = ({pool_key(str(s.value)) for s in project.statements if s.field == f} for f in ("title", "pool"))
    return bool(titles & pools) and not stated & {"municipalities", "grantees"}


def _paying(page: Page, pool: Found | None) -> Found | None:
    """Give the pool of an article's project: what it says it is one of goes before the body that stands behind it."""
    if pool is not None and not str(pool.value).startswith("Fremfærd"):
        return pool
    return find_unsaid_pool(page) or pool


_GIVES = Cue(
    r"\b(?:an)?søges?\b|\bansøg\w+|udmønt|tilsagn|tilskud|bevil[gl]|tildel|uddel|støttet|\bafsat\b|får støtte|"
    r"fået støtte|støttede projekter|\bpuljen\b"
)


_OF_BUILDING = Cue(
    r"\b(?:anlægs|bygge)(?:tilskud|støtte|pulje)\w*|\btil (?:om|til|ny)?bygning(?:er)?\b|\btil renovering\b"
)
"""Titles of grants for houses, whose rows are no undertakings."""


def _award_page(page: Page, kind: DocumentKind, pool: Found | None) -> list[Candidate]:
    if kind is DocumentKind.POOL_PAGE and not (find_amounts(page.text) or _GIVES.search(page.text)):
        pool = None  # a campaign, or a model of quality: a pool has money, applicants or grants
    if page.title is not None and _OF_BUILDING.search(page.title.text):
        return [extract_pool(page, kind, pool, [])] if pool else []
    if places_of_parts(page) and (project := extract_project(page, DocumentKind.PROJECT_PAGE, _paying(page, pool))):
        return [with_dated_status(page, project)]
    sections = split_sections(page)
    if sections and any(is_whole_form(run) and len(run.entries) > len(sections) for run in field_runs(page)):
        sections = []  # what is labelled again and again is surer than what looks like a heading
    if sections and any(len(run.entries) >= len(sections) for run in block_runs(page)):
        sections = []  # their headings are regions or tracks that the items stand under
    if sections:
        pool = _of_parts(page, len(sections), pool)
        owner = [extract_pool(page, kind, pool, [])] if pool else []
        own_lines = {line.index for _, lines in sections for line in lines}
        parts = with_rows(page, kind, pool, extract_sections(page, kind, pool, sections), own_lines)
        return owner + with_shared_facts(page, kind, parts, own_lines)
    runs = find_award_runs(page, kind)
    if kind is DocumentKind.NEWS and not runs and (joined := extract_joined(page, pool)) is not None:
        return [with_dated_status(page, joined)]
    if kind is DocumentKind.NEWS and not runs and (deeds := find_deeds(page, has_pool=pool is not None)):
        told = find_prose_awards(page)
        if len(split_names(page, told)) < len(deeds) and not any(e.amount for e in told):
            owner = [extract_pool(page, kind, pool, [])] if pool else []
            return owner + award_candidates(page, kind, pool, deeds)
    if kind is DocumentKind.NEWS and not runs and is_project_article(page):
        told = find_prose_awards(page)
        if len(told) <= 1 and not _are_called_apart(page, split_names(page, told)):
            return _article(page, kind, pool)
    pool = _of_list(page, runs, pool)
    projects = extract_awards(page, kind, pool, runs)
    if kind is DocumentKind.NEWS and len(projects) == 1:
        projects = [with_dated_status(page, with_told_results(page, _with_name(page, _with_sum(page, projects[0]))))]
    projects = extract_withdrawals(page, pool, projects)
    if kind is DocumentKind.NEWS and not projects and is_project_article(page):
        return _article(page, kind, pool)
    if kind is DocumentKind.NEWS and not projects and (several := extract_several(page, pool)):
        return ([extract_pool(page, kind, pool, [])] if pool is not None else []) + several
    if kind is DocumentKind.NEWS and not projects and (one := extract_told(page, kind)) is not None:
        return [one]
    if kind is DocumentKind.AWARD_LIST and not projects and is_project_article(page):
        return _award_page(page, DocumentKind.NEWS, pool)  # no list after all
    if kind is DocumentKind.NEWS and not projects and is_project_form(page):
        project = extract_project(page, DocumentKind.PROJECT_PAGE, _paying(page, pool))
        return [with_dated_status(page, project)] if project is not None else []
    if kind is DocumentKind.NEWS and not projects:
        # News of awards without names still tell of the pool; other news tell of nothing.
        tells = pool and re.search(r"udmønt|tildel|har fået (?:støtte|midler)|får (?:støtte|del)|uddelt", page.text)
        return [extract_pool(page, kind, pool, [])] if pool and tells else []
    found: list[Candidate] = []
    if pool is not None:
        found.append(extract_pool(page, kind, pool, runs))
    return found + projects


def _are_called_apart(page: Page, entries: list[Entry]) -> bool:
    """Tell whether a page calls the projects of places by a name each: "I Havby hedder projektet ..., i Sydvig ..."."""
    with_names(page, entries)
    return len({str(e.title.value) for e in entries if e.title is not None and len(e.places) == 1}) > 1


_MIN_ROWS = 3
"""Rows that make a page a list, whose title is then the pool's where nothing else says which it is."""


def _of_list(page: Page, runs: list[AwardRun], pool: Found | None) -> Found | None:
    """Give the pool of a list: what the page says, else its title where that is a name and no headline."""
    return _of_parts(page, sum(bool(e.places or e.owner) for run in runs for e in run.entries), pool)


def _of_parts(page: Page, n_parts: int, pool: Found | None) -> Found | None:
    is_said = pool is not None and not str(pool.value).startswith("Fremfærd")
    if is_said or n_parts < _MIN_ROWS:
        return pool
    titled = list_title(page)
    return titled if titled is not None and not is_headline(str(titled.value)) else pool


def _with_sum(page: Page, candidate: Candidate) -> Candidate:
    """Give the only project of a news item, with the sum that another sentence than its award's states."""
    if any(s.field == "amount_dkk" for s in candidate.statements):
        return candidate
    draft = Draft(page, candidate.record_type, "article/1", statements=list(candidate.statements))
    draft.state("amount_dkk", find_amount(page, page.lines, []))
    return dataclasses.replace(candidate, statements=tuple(draft.statements))


def _with_name(page: Page, candidate: Candidate) -> Candidate:
    """Give the only project of a news item, called as the item calls it where its award names nothing."""
    stated = [s for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
    named = None if stated else find_named_project(page, page.lines)
    if named is None:
        return candidate
    draft = Draft(page, candidate.record_type, "article/1")
    draft.state("title", dataclasses.replace(named, confidence=0.8))
    kept = tuple(s for s in candidate.statements if s.field != "title")
    return dataclasses.replace(candidate, statements=(*draft.statements, *kept))


_OVER = ("completed", "stopped")


def _article(page: Page, kind: DocumentKind, pool: Found | None) -> list[Candidate]:
    """Give the project of a news item or letter of award, and its pool where that is named beyond doubt."""
    project = extract_project(page, kind, _paying(page, pool))
    if project is None:
        return []
    draft = Draft(page, project.record_type, "article/1", statements=list(project.statements))
    is_over = any(s.field == "status" and s.value in _OVER for s in draft.statements)  # its date is not the award's
    if not draft.has("year_awarded") and not is_over and (year := published_year(page)):
        draft.state("year_awarded", dataclasses.replace(year, confidence=min(year.confidence, 0.6)))
    for entry in find_prose_awards(page):
        if entry.amount is not None and {p.value for p in entry.places} == set(draft.values("municipalities")):
            if not draft.has("amount_dkk"):
                draft.state("amount_dkk", entry.amount)
            if not draft.has("status"):
                draft.state("status", award_status(page, entry))
    project = with_dated_status(page, dataclasses.replace(project, statements=tuple(draft.statements)))
    named = pool if pool is not None and pool.confidence >= 0.86 else None
    return [extract_pool(page, DocumentKind.PROJECT_PAGE, named, []), project] if named else [project]


def _of_whole(page: Page, sections: list[tuple[Line, list[Line]]], pool: Found | None) -> Found | None:
    """Give what the sections of an article are parts of: the undertaking that its lead names, where no pool is said."""
    if pool is not None and not str(pool.value).startswith("Fremfærd"):
        return pool
    first = sections[0][0]
    named = find_named_project(page, [line for line in page.lines if line.index < first.index])
    return named or pool


def _whole(
    page: Page, kind: DocumentKind, pool: Found | None, sections: list[tuple[Line, list[Line]]]
) -> list[Candidate]:
    """Give the one project that an article's sections are each a municipality's part of, if its lead names it.

    Linking leaves it out where no other document tells of it: see `ingest.landing_pages`.
    """
    first = sections[0][0]
    named = find_named_project(page, [line for line in page.lines if line.index < first.index])
    if named is None:
        return []
    places = list({f.value: f for heading, _ in sections for f in section_places(heading)}.values())
    project = extract_project(page, kind, pool, title=named, places=places)
    return [project] if project is not None else []

"""Pages about one undertaking: project pages with or without labelled fields, articles, final reports, evaluations."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.places import LIKELY, find_municipalities
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract.award_years import dated_gift, dated_grant, find_award_year
from ingest.extract.draft import Draft, Found
from ingest.extract.home_place import home_place
from ingest.extract.labels import find_labels, is_to_fill_in
from ingest.extract.lines import Line, Page, Span
from ingest.extract.owners import find_owner, state_owner
from ingest.extract.periods import find_period
from ingest.extract.pool_forms import pool_in
from ingest.extract.project_amounts import find_amount
from ingest.extract.project_fields import find_keywords, find_project_status, state_labels
from ingest.extract.project_places import ASIDE, find_participants, find_places, founds_of, only_names
from ingest.extract.project_sections import name_of_whole, places_of_parts
from ingest.extract.project_titles import (
    CALLED,
    NAMED_PROJECT,
    QUOTED_PROJECT,
    SOFT,
    bare_title,
    find_named_project,
    find_title,
    is_headline,
    tells_of_several,
)
from ingest.extract.projects import finish, inferred_title, state_body, state_funders, state_themes
from ingest.extract.section_heads import heading_mentions, tell_verdicts
from ingest.extract.section_names import leading_places, section_owners, section_sum, section_title, title_below
from ingest.extract.section_starts import home_of, lead_places

EXTRACTORS = {
    DocumentKind.FINAL_REPORT: "final-report/1",
    DocumentKind.EVALUATION: "evaluation/1",
    DocumentKind.NEWS: "article/1",
}


_ASSOCIATION = re.compile(
    r"\b(?:[Ff]oreningen|[Ff]onden|Røde Kors|Ældre Sagen|"
    r"[Dd]en selvejende institution)\s(?:[A-ZÆØÅ][\w-]*(?:\s(?!i\b)[A-ZÆØÅ][\w-]*)*)"
)


_SUPPORTED = re.compile(
    r"Fremfærd|Projektledelse:|\w-projekt\b|støtte[t]?\b[^.]{0,60}\b(?:pulje\w*|fra|af)|pulje\w*|(?:fået|"
    r"modtaget|bevill?i?get|"
    r"tildelt)\b[^.]{0,40}(?:kr|mio|mill|støtte|midler|penge|tilskud)|tilsagn|"
    r"\bfået ja til projektet\b|\bpengene (?:kommer|kom) fra (?!kommunen)",
    re.IGNORECASE,
)
_OF_PROJECTS_ALONE = re.compile(r"\bi-?sikre-?haender\b", re.IGNORECASE)
"""A site all of whose articles are of one programme's projects, so that none says who paid."""
_VACANCY = re.compile(
    r"\bsøger (?:en|to|tre|vi)\b[^.]{0,60}(?:leder|medarbejder|konsulent|koordinator|sygeplejerske|terapeut|kollega)|"
    r"\bledig stilling|\bstillingen\b[^.]{0,40}\b(?:besættes|timer|løn)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:støtte\w*|penge|midler)\b[^.]{0,60}\b(?:projekter|plejecentre|kommuner)\b", re.IGNORECASE)
_IS_DONE = re.compile(
    r"projekt|forsøg|indsats|tilbud|ordning|støtt|pulje|tilskud|bevil|midler|penge|\bkr\.|kommune\b", re.IGNORECASE
)
_GUIDANCE = re.compile(
    r"(?:kort )?(?:vejledning|skabelon|manual|håndbog|retningslinjer|inspirationskatalog|skema|tjekliste|"
    r"spørgeguide)(?:en)?\s(?:til|for|om|i)\b",
    re.IGNORECASE,
)
"""Titles of what helps those who have projects, where it names nobody who has one."""
_UNDERTAKING = re.compile(r"projekt|indsats|forsøg|støtte|\bkr\.|bevilling", re.IGNORECASE)


def extract_project(
    page: Page,
    kind: DocumentKind,
    pool: Found | None,
    lines: list[Line] | None = None,
    *,
    title: Found | None = None,
    places: list[Found] | None = None,
    owner: Found | None = None,
) -> Candidate | None:
    """Write the one project that a page, or a section of it, is about; `None` if nothing names place or project.

    Args:
        page: the page.
        kind: its kind.
        pool: the pool it names.
        lines: the section's lines; all by default.
        title: the project's name where it is known already (a section's heading).
        places: its municipalities where they are known already.
        owner: its grantee that is no municipality, where it is known already.
    """
    is_whole = lines is None
    if is_whole and is_to_fill_in(page):
        return None
    chosen = page.lines if lines is None else lines
    labels = find_labels(page, chosen)
    draft = Draft(page, RecordType.PROJECT, EXTRACTORS.get(kind, "project-page/1"), is_main=is_whole)
    found_places = places if places is not None else places_of_parts(page) if is_whole else []
    if not found_places and places is None:
        found_places = find_places(page, chosen, labels, page.title if is_whole else None)
    named = title or (name_of_whole(page) or find_title(page, chosen, labels, kind) if is_whole else None)
    owners = [label for label in labels if label.role == "owner"]
    if is_whole and title is None and not owners and named is not None and tells_of_several(str(named.value)):
        return None
    if owner is None and not found_places and not owners and not is_whole:
        body = Span(page.text[chosen[0].char_start : chosen[-1].char_end], chosen[0].char_start, chosen[-1].char_end)
        named_owner = _ASSOCIATION.search(body.text)
        if named_owner:
            at = body.char_start + named_owner.start()
            owner = Found(named_owner[0], at, at + len(named_owner[0]), 0.8)
    if owners and not any(m.confidence >= LIKELY for m in find_municipalities(owners[0].value.text)):
        value = owners[0].value
        owner = Found(
            value.text.split(",")[0].strip(),
            value.char_start,
            value.char_start + len(value.text.split(",")[0].rstrip()),
            0.85,
        )
    if owner is None and not found_places and not owners and is_whole and named and _SUPPORTED.search(page.text):
        owner = find_owner(page)
    if named is None and not found_places and owner is None:
        return None
    if is_whole and not (found_places or owner or owners) and named is not None and _GUIDANCE.match(str(named.value)):
        return None
    if is_whole and title is None and not (found_places or owner or labels or _IS_DONE.search(page.text)):
        return None  # a name without anybody's doing: a team's, a model's
    if named is not None and is_whole and kind is DocumentKind.PROJECT_PAGE and not labels:
        # A headline over an article is not always the project's name; both are kept, the name in quotes first.
        called = find_named_project(page, [line for line in chosen[:12] if not ASIDE.search(line.text)])
        known = str(named.value).casefold()
        if called is not None and str(called.value).casefold() not in known and not _runs_on(called, named):
            draft.state("title", Found(named.value, named.char_start, named.char_end, min(named.confidence, 0.6)))
            named = called
    draft.state(
        "title", named or inferred_title(page, found_places, owner, pool, done=kind is DocumentKind.FINAL_REPORT)
    )
    draft.state_all("municipalities", found_places)
    state_owner(draft, owner)
    draft.state("pool", pool)
    draft.state("amount_dkk", find_amount(page, chosen, labels))
    state_labels(draft, labels)
    start, end = find_period(page, None if is_whole else chosen)
    if not draft.has("period_from"):
        draft.state("period_from", start)
    if not draft.has("period_to"):
        draft.state("period_to", end)
    if not draft.has("year_awarded"):
        own = None if is_whole else chosen
        year = find_award_year(page, own) or dated_grant(page, own) or dated_gift(page, own)
        draft.state("year_awarded", year)
    state_body(draft, page, None if is_whole else chosen, is_report=kind is DocumentKind.EVALUATION and not is_whole)
    if not draft.has("status"):
        draft.state("status", find_project_status(page, chosen, kind, draft))
    state_funders(draft, page)
    state_themes(draft, page, find_keywords(chosen))
    return finish(draft, pool)


def _runs_on(called: Found, named: Found) -> bool:
    """Tell whether a name read out of a sentence is a sure one with words of the sentence behind it."""
    return named.confidence > SOFT and str(called.value).casefold().startswith(f"{str(named.value).casefold()} ")


def is_project_article(page: Page) -> bool:
    """Tell whether a news item tells of one supported project: it names the project, its support and its place."""
    if not re.search(r"\bprojekt(?:et|ets)?\b", page.text, re.IGNORECASE):
        return False
    if not _SUPPORTED.search(page.text) and not _OF_PROJECTS_ALONE.search(page.document.url):
        return False
    if _VACANCY.search(page.text):
        return False
    sure = [f for f in find_participants(page, page.lines) if f.confidence >= 0.85]
    if page.title is not None:
        sure = sure or founds_of(find_municipalities(page.title.text), page.title.char_start, 0.85)
    if not sure:  # the only municipality that the page speaks of, if only as a place
        home = home_place(page)
        sure = [home] if home is not None else founds_of(find_municipalities(page.text), 0, 0.8)
        sure = sure if len(sure) == 1 else []
    named = QUOTED_PROJECT.search(page.text) or NAMED_PROJECT.search(page.text) or CALLED.search(page.text)
    return bool(sure) and bool(named) and len(sure) <= 4


def extract_sections(
    page: Page, kind: DocumentKind, pool: Found | None, sections: list[tuple[Line, list[Line]]]
) -> list[Candidate]:
    """Write one project for each section that `split_sections` found."""
    candidates: list[Candidate] = []
    lead = page.text[: sections[0][0].char_start]
    is_of_projects = bool(_SUPPORTED.search(lead) and _SEVERAL.search(lead)) or "\nProjektledelse:" in page.text
    are_told = tell_verdicts([heading.text for heading, _ in sections])
    owners = section_owners([heading for heading, _ in sections])
    named_in_lead = lead_places(page)
    for heading, lines in sections:
        text = page.text[lines[0].char_start : lines[-1].char_end]
        labels = find_labels(page, lines)
        if (
            kind is DocumentKind.NEWS
            and not is_of_projects
            and not any(label.role in ("owner", "title", "amount") for label in labels)
            and not (_SUPPORTED.search(text) or _UNDERTAKING.search(text))
        ):
            continue  # a newsletter has items on other things
        mentions = [m for m in heading_mentions(heading.text) if m.confidence >= LIKELY]
        places = founds_of(mentions, heading.char_start, 0.93)
        own_pool: Found | None = None
        labelled = next((label for label in labels if label.role == "title"), None)
        title = bare_title(labelled.value, 0.93) if labelled else section_title(heading, lines, is_told=are_told)
        owner, named = owners.get(heading.index, (None, None))
        if owner is not None and (labelled or named or title is not None):
            title = title if labelled else named or title_below(lines) or title
        elif not places:
            owner = None
            told = [m for m in find_municipalities(lines[1].text[:200]) if m.form == "kommune"]
            told = told or leading_places(lines[1].text, named_in_lead)
            if only_names(lines[1]):
                told = find_municipalities(lines[1].text)
            places = founds_of(told, lines[1].char_start, 0.92)
            if not places and (whose := next((label.value for label in labels if label.role == "owner"), None)):
                places = founds_of(find_municipalities(whose.text), whose.char_start, 0.92)
            if not places and (home := home_of(page)) is not None:
                places = [home]
                own_pool = next((p for line in lines[1:] if (p := pool_in(line.text, line.char_start))), None)
            title = title if labelled else bare_title(Span(heading.text, heading.char_start, heading.char_end), 0.92)
        if kind in (DocumentKind.NEWS, DocumentKind.PROJECT_PAGE) and title is not None and title.value in heading.text:
            # an item's headline; "Havby: Friskere liv" is a name
            is_told = is_headline(title.value) or bool(find_municipalities(title.value))
            named = find_named_project(page, lines[1:]) if is_told else None
            title = named or (replace(title, confidence=SOFT) if is_told else title)
        candidate = extract_project(page, kind, own_pool or pool, lines, title=title, places=places, owner=owner)
        if candidate is not None:
            candidates.append(_with_sum(page, candidate, section_sum(lines)))
    return candidates


def _with_sum(page: Page, candidate: Candidate, amount: Found | None) -> Candidate:
    """Give a section's project with the sum that its first line ends in, where its sentences state none."""
    if amount is None or any(s.field == "amount_dkk" for s in candidate.statements):
        return candidate
    draft = Draft(page, candidate.record_type, "project-page/1", statements=list(candidate.statements))
    draft.state("amount_dkk", amount)
    return replace(candidate, statements=tuple(draft.statements))

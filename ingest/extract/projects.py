"""Project drafts: what every way of finding a project fills in alike."""

from __future__ import annotations

from dataclasses import replace

from corpus.evidence import Origin
from corpus.municipalities import municipality
from corpus.records import RecordType
from ingest.candidates import Candidate, Told
from ingest.extract.award_status import award_status
from ingest.extract.dimensions import find_dimensions
from ingest.extract.draft import Draft, Found, places_key, slug
from ingest.extract.entries import Entry
from ingest.extract.funders import find_funders
from ingest.extract.lines import Line, Page, Span
from ingest.extract.outcomes import find_outcome
from ingest.extract.owners import state_owner
from ingest.extract.summaries import find_summary
from ingest.extract.target_groups import find_target_group
from ingest.extract.theme_facts import find_path_signs, find_signs, own_words
from ingest.theme_choice import choose_themes, state_chosen


def inferred_title(
    page: Page, places: list[Found], owner: Found | None, pool: Found | None, *, done: bool
) -> Found | None:
    """Give a describing title for a project whose source names none: low confidence, marked as inferred."""
    anchor = places[0] if places else owner
    if anchor is None:
        return None
    names = [municipality(p.value).name for p in places] or [str(anchor.value)]
    who = ", ".join(names[:-1]) + (" og " if len(names) > 1 else "") + names[-1]
    what = "afsluttet projekt" if done else "projekt"
    tail = f" under {pool.value}" if pool else ""
    return Found(f"{who}: {what}{tail}", anchor.char_start, anchor.char_end, 0.35, Origin.INFERRED)


def local_key(pool: Found | None, codes: list[str], title: str | None, owner: str | None = None) -> str:
    """Give the key of a project within its document: pool, places and title, as slugs."""
    who = places_key(codes) or slug(owner or "", 40)
    return "/".join((slug(pool.value, 40) if pool else "", who, slug(title or "", 50)))


def state_entry(
    page: Page, entry: Entry, *, extractor: str, pool: Found | None, shared: dict[str, Found], done: bool
) -> Draft:
    """Write a project draft from one entry of an award list, with what the page says of all its projects.

    Args:
        page: the page.
        entry: the entry; it has places or an owner.
        extractor: name and version for the statements.
        pool: the pool the list belongs to.
        shared: facts of all projects of the list, by field (year_awarded, period_from, period_to, status, ...).
        done: whether the list is of finished projects.
    """
    draft = Draft(page, RecordType.PROJECT, extractor)
    draft.state("title", entry.title or inferred_title(page, entry.places, entry.owner, pool, done=done))
    draft.state_all("municipalities", entry.places)
    state_owner(draft, entry.owner)
    draft.state("pool", pool)
    draft.state("amount_dkk", entry.amount or shared.get("amount_dkk"))
    draft.state("year_awarded", entry.year or shared.get("year_awarded"))
    own_period = entry.period_from or entry.period_to
    draft.state("period_from", entry.period_from or (None if own_period else shared.get("period_from")))
    draft.state("period_to", entry.period_to or (None if own_period else shared.get("period_to")))
    draft.state("target_group", entry.target or shared.get("target_group"))
    draft.state("status", shared.get("status") or award_status(page, entry))
    return draft


def state_body(
    draft: Draft,
    page: Page,
    lines: list[Line] | None = None,
    *,
    needs_result_section: bool = False,
    is_report: bool = False,
) -> None:
    """State what running text says of a project: target group, summary, dimensions, outcome."""
    if not draft.has("target_group"):
        draft.state("target_group", find_target_group(page, lines))
    draft.state("summary", find_summary(page, lines))
    outcome = find_outcome(page, lines, needs_section=needs_result_section, is_report=is_report)
    dimensions = find_dimensions(page, lines)
    if outcome is not None:
        first = outcome.sentences[0]
        draft.state(
            "outcome_direction", Found(outcome.direction.value, first.char_start, first.char_end, outcome.confidence)
        )
        if "effekt" not in dimensions:
            dimensions["effekt"] = Found(first.text, first.char_start, first.char_end, outcome.confidence)
    if "maalgruppe" not in dimensions and draft.has("target_group"):
        target = next(s for s in draft.statements if s.field == "target_group")
        dimensions["maalgruppe"] = Found(target.value, target.char_start, target.char_end, target.confidence)
    for name, found in dimensions.items():
        draft.state(name, found)


_THEMED = ("title", "target_group", "summary", "pool", "metode")  # fields whose words point to themes


def state_themes(draft: Draft, page: Page, extra: list[tuple[Span, str]] | None = None) -> None:
    """State the themes that a draft's own words point to, and keep those words for `ingest.theme_choice`.

    Args:
        draft: the draft, all but its themes stated.
        page: its page.
        extra: further stretches that tell what it is about, and their roles.
    """
    parts = [
        (Span(s.quote, s.char_start, s.char_end), s.field)
        for s in draft.statements
        if s.field in _THEMED and s.origin is Origin.EXTRACTED
    ]
    of_pool = draft.record_type is RecordType.POOL
    if draft.is_main and page.title is not None and not of_pool:
        parts.append((page.title, "page"))
    parts = [(replace(span, text=own_words(span.text)), role) for span, role in [*parts, *(extra or [])]]
    draft.signs += find_signs(draft, page, parts)
    draft.told += [Told(role, span.text) for span, role in parts]
    draft.signs += [] if of_pool else find_path_signs(draft, page)
    draft.statements = [s for s in draft.statements if s.field != "themes"]
    themes = choose_themes(draft.signs, draft.told, of_pool=of_pool)
    draft.statements += state_chosen(draft.signs, themes)


def state_funders(draft: Draft, page: Page) -> None:
    """State who paid, as far as the page says."""
    draft.state_all("funders", find_funders(page))


def finish(draft: Draft, pool: Found | None) -> Candidate:
    """Build the candidate under its local key."""
    titles = [s for s in draft.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
    codes = [s.value for s in draft.statements if s.field == "municipalities"]
    owners = [s.value for s in draft.statements if s.field == "grantees"]
    return draft.build(local_key(pool, codes, titles[0].value if titles else None, owners[0] if owners else None))

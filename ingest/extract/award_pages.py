"""Projects of pages that list awards: pool pages, award lists, news of awards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.records import RecordType, Status
from ingest.candidates import Candidate
from ingest.extract.award_entries import split_names, whose, without_repeats
from ingest.extract.award_prose import find_prose_awards
from ingest.extract.award_status import award_status, settle_by_dates
from ingest.extract.award_years import entry_year
from ingest.extract.draft import Draft, Found
from ingest.extract.entries import AwardRun, Entry
from ingest.extract.entry_bodies import find_bodies, find_own_status, own_spans, with_body_facts
from ingest.extract.entry_periods import with_line_period
from ingest.extract.entry_results import state_results
from ingest.extract.extractors import AWARD_LIST
from ingest.extract.lines import Page
from ingest.extract.names_by_place import with_names
from ingest.extract.outcomes import find_outcome
from ingest.extract.pool_context import pool_context
from ingest.extract.projects import (
    finish,
    state_body,
    state_entry,
    state_funders,
    state_themes,
)
from ingest.extract.rounds import (
    facts_above,
    facts_by_round,
    facts_of_heading,
    facts_under,
    groups_of,
    is_of_others,
    without_others,
)
from ingest.extract.shared_facts import shared_facts
from ingest.extract.statuses import find_status
from ingest.extract.units import amount_in_list


def extract_awards(page: Page, kind: DocumentKind, pool: Found | None, runs: list[AwardRun]) -> list[Candidate]:
    """Give a candidate for every award that a page lists or tells of."""
    entries = without_repeats(page, runs)
    listed = {code for e in entries for code in (p.value for p in e.places)}
    by_places: dict[frozenset[str], list[Entry]] = {}
    for entry in entries:
        by_places.setdefault(frozenset(p.value for p in entry.places), []).append(entry)
    for told in split_names(page, find_prose_awards(page)):
        codes = frozenset(p.value for p in told.places)
        if not codes and told.owner is not None:  # an association's
            entries += [] if any(whose(e) == whose(told) for e in entries) else [told]
            continue
        same = by_places.setdefault(codes, [])
        if told.amount is None and told.title is not None:
            known = [e for e in same if e.title and e.title.value.casefold() == told.title.value.casefold()]
            bare = [e for e in same if e.title is None]
            if bare and not known and len(same) == 1:
                bare[0].title = told.title
            elif not known and (
                not codes <= listed or not same or (told.form == "prose" and all(e.form == "prose" for e in same))
            ):
                entries.append(told)
                same.append(told)
            continue
        if not same and not codes <= listed:
            entries.append(told)
            same.append(told)
        elif same and told.form == "prose" and _is_another(told, same):
            entries.append(told)
            same.append(told)
        elif len(same) == 1:
            same[0].title = same[0].title or told.title
            same[0].amount = same[0].amount or told.amount  # a list of places, then who got how much
    with_names(page, entries)
    return award_candidates(page, kind, pool, entries)


def _is_another(told: Entry, same: list[Entry]) -> bool:
    """Tell whether an award is none of those that the same municipality is known to have: another sum, and name."""
    if told.title is None or told.amount is None:
        return False
    return all(
        e.title is not None
        and e.amount is not None
        and e.amount.value != told.amount.value
        and str(e.title.value).casefold() != str(told.title.value).casefold()
        for e in same
    )


def award_candidates(page: Page, kind: DocumentKind, pool: Found | None, entries: list[Entry]) -> list[Candidate]:
    """Give one candidate an entry, with what the page says of all of them."""
    if not entries:
        return []
    bodies = find_bodies(page, entries)
    own_lines = {e.line_index for e in entries if e.form != "prose"} | {
        b.index for body in bodies.values() for b in body
    }
    shared = shared_facts(page, kind, own_lines)
    about = pool_context(page, own_lines | {e.line_index for e in entries})
    done = "status" in shared
    rounds = facts_by_round(page)
    above = facts_above(page, entries, own_lines)
    candidates: list[Candidate] = []
    for entry in entries:
        body = bodies.get(entry.char_start, [])
        if entry.amount is None and entry.form not in ("table", "prose"):
            counted = amount_in_list(page, page.lines[entry.line_index])
            entry.amount = Found(*counted, 0.88) if counted is not None else None
        entry = with_body_facts(page, with_line_period(page, entry), body)
        own = without_others(page, shared, entry, entries)
        own |= without_others(page, facts_under(page, entry, own_lines), entry, entries)
        tells_years = kind is not DocumentKind.GOVERNANCE and not entry.measures  # "2016" heads what was measured then
        heading_year = entry_year(page, entry) if tells_years else None
        year = entry.year or heading_year
        groups = groups_of(entry, year.value if year else None) & rounds.keys()
        if len(rounds) > 1 or groups:
            if any("period_from" in stated or "period_to" in stated for stated in rounds.values()):
                own = {k: v for k, v in own.items() if not k.startswith("period")}
            for group in sorted(groups):
                own |= rounds[group]
        own |= facts_of_heading(page, entry) | above.get(entry.line_index, {})
        if (status := find_own_status(page, entry, body)) is not None:
            own["status"] = status
        if heading_year is not None:
            own["year_awarded"] = heading_year
        draft = state_entry(page, entry, extractor=AWARD_LIST, pool=pool, shared=own, done=done and "status" in own)
        state_funders(draft, page)
        state_results(draft, page, entry)
        settle_by_dates(draft)
        if body:
            state_body(draft, page, body)
        state_themes(draft, page, [*about, *own_spans(page, entry, body)])
        candidates.append(finish(draft, pool))
    return _unique_keys(candidates)


def with_shared_facts(
    page: Page, kind: DocumentKind, candidates: list[Candidate], own_lines: Collection[int]
) -> list[Candidate]:
    """Give the candidates, with what the page says of all its projects stated on those that say nothing of it.

    Args:
        page: the page.
        kind: its kind.
        candidates: its projects.
        own_lines: indexes of the lines that are about one of them alone.
    """
    shared = shared_facts(page, kind, own_lines)
    listed = frozenset[str]().union(*(c.codes for c in candidates))
    about = pool_context(page, own_lines) if kind is not DocumentKind.EVALUATION else []
    completed: list[Candidate] = []
    for candidate in candidates:
        if candidate.record_type is RecordType.PROJECT:
            draft = Draft(page, candidate.record_type, AWARD_LIST, statements=list(candidate.statements))
            draft.signs, draft.told = list(candidate.signs), list(candidate.told)
            has_period = draft.has("period_from") or draft.has("period_to")
            for name in ("year_awarded", "period_from", "period_to", "amount_dkk", "status"):
                found = shared.get(name)
                is_moved = name.startswith("period") and (
                    has_period or (found is not None and is_of_others(page, found, candidate.codes, listed))
                )
                if not draft.has(name) and not is_moved:
                    draft.state(name, found)
            if not draft.has("status") and kind is not DocumentKind.EVALUATION:
                entry = Entry(candidate.statements[0].char_start, candidate.statements[0].char_end, 0)
                draft.state("status", award_status(page, entry))
            settle_by_dates(draft)
            state_themes(draft, page, about)
            candidate = replace(
                candidate,
                statements=tuple(draft.statements),
                signs=tuple(draft.signs),
                told=tuple(draft.told),
            )
        completed.append(candidate)
    return completed


def with_told_results(page: Page, candidate: Candidate) -> Candidate:
    """Give the only project of a news item, with how it went as the rest of the item tells."""
    draft = Draft(page, candidate.record_type, AWARD_LIST, statements=list(candidate.statements))
    status = find_status(page)
    if status is not None and status.value != Status.AWARDED.value:
        draft.state("status", status)
    outcome = find_outcome(page)
    if outcome is not None:
        first = outcome.sentences[0]
        span = (first.char_start, first.char_end, outcome.confidence)
        draft.state("outcome_direction", Found(outcome.direction.value, *span))
        draft.state("effekt", Found(first.text, *span))
    return replace(candidate, statements=tuple(draft.statements))


def _unique_keys(candidates: list[Candidate]) -> list[Candidate]:
    """Tell candidates of one key apart by their order: two projects of one municipality, neither with a title."""
    seen: dict[str, int] = {}
    unique: list[Candidate] = []
    for candidate in candidates:
        count = seen.get(candidate.local_key, 0) + 1
        seen[candidate.local_key] = count
        unique.append(candidate if count == 1 else replace(candidate, local_key=f"{candidate.local_key}#{count}"))
    return unique

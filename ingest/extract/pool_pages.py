"""Pools: frames told apart from what was applied for and what one project may get, tracks, deadlines, counts."""

from __future__ import annotations

import re

from corpus.dates import find_dates
from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.records import RecordType, Status
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.award_years import find_award_year
from ingest.extract.draft import Draft, Found, slug
from ingest.extract.entries import AwardRun
from ingest.extract.lines import Page, Span, without_bullet
from ingest.extract.periods import find_period
from ingest.extract.pool_context import pool_context
from ingest.extract.pool_money import frame_of_awards, state_counts, state_money, state_total
from ingest.extract.projects import state_funders, state_themes
from ingest.extract.statuses import find_status
from ingest.extract.summaries import find_summary
from ingest.extract.target_groups import find_target_group

EXTRACTOR = "pool-page/1"
_DEADLINE = Cue(
    r"ansøgningsfrist|frist(?:en)?\b|deadline|senest(?:\sden)?\b|ansøgning(?:en|er)? skal (?:sendes|indsendes)"
)
_NOT_DEADLINE = Cue(r"slutrapport|afrapport|regnskab|statusrapport|høring|revisor|udgangen af projekt")
_TRACK_LEAD = Cue(
    r"(?:en|ét|et) af (?:de |følgende |disse )?(?:to|tre|fire|fem|\d|følgende)\b[^.]{0,60}(?:indsats|spor|"
    r"modeller|områder|temaer|delmål)|følgende (?:\w+ )?(?:spor|indsatsområder|indsatser|temaer|områder|"
    r"modeller)|"
    r"(?:to|tre|fire|fem|\d) (?:spor|indsatsområder|temaer|modeller|delpuljer|indsatser)\b"
)
_TRACK_WORD = re.compile(
    r"^(?P<label>(?:spor|model|tema|indsatsområde|delpulje|indsats)\s(?:\d|[A-F])\b\s*[:.–-]?\s*)(?P<name>.{0,110})$",
    re.IGNORECASE,
)
_ROUND_TAIL = re.compile(r"genopslag|\(?initiativ\s\d|\d\.?\s?(?:udmøntning|runde|opslag|uddeling)", re.IGNORECASE)
_TRACK_STOP = Cue(
    r"^(?:baggrund|formål|projektperiode|ansøg|slutrapport|spørgsmål|udmøntning|puljens|kriterier|økonomi|"
    r"kontakt|målgruppe|om puljen|læs mere|"
    r"opdateret|vurdering|skabelon|afrapportering|krav|støtte)"
)


def state_deadlines(draft: Draft, page: Page) -> None:
    """State the dates by which applications had to be in; those without a year are given as `--MM-DD`."""
    for line in page.lines:
        own = _DEADLINE.search(line.text)
        under = _DEADLINE.search(line.section) and not line.is_heading
        if (
            (not own and not under)
            or _NOT_DEADLINE.search(line.text)
            or line.text.lower().startswith(("opdateret", "sidst"))
        ):
            continue
        for date in find_dates(line.text):
            if len(date.iso) not in (10, 7) or (own and date.char_start < own.start()):
                continue
            if date.iso.startswith("--") or len(date.iso) == 10:
                draft.state(
                    "deadlines",
                    Found(date.iso, line.char_start + date.char_start, line.char_start + date.char_end, 0.88),
                )


def state_tracks(draft: Draft, page: Page) -> None:
    """State the tracks that could be applied for: numbered ones, or the headings after "en af tre følgende"."""
    for line in page.lines:
        body, cut = without_bullet(line.text)
        match = _TRACK_WORD.match(body)
        if match and (line.is_heading or line.is_list_item or line.text.endswith(":")) and len(body) < 120:
            name = match["name"].strip(" :.–-") or match["label"].strip(" :.–-")
            at = line.char_start + cut + body.index(name)
            draft.state("tracks", Found(name, at, at + len(name), 0.85))
    if draft.has("tracks"):
        return
    for line in page.lines:
        lead = _TRACK_LEAD.search(line.text)
        if not lead:
            continue
        items = []
        for follower in page.lines[line.index + 1 : line.index + 60]:
            if _TRACK_STOP.match(follower.text):
                break
            if follower.is_heading and len(follower.text) > 12 and not follower.is_list_item:
                items.append(follower)
        if not items:  # the tracks are bullets right below
            for follower in page.lines[line.index + 1 : line.index + 9]:
                if not follower.is_list_item:
                    break
                items.append(follower)
        for item in items[:6]:
            body, cut = without_bullet(item.text)
            name = body.strip(" .;,:")
            if 6 < len(name) < 130:
                at = item.char_start + cut + body.index(name)
                draft.state("tracks", Found(name, at, at + len(name), 0.8))
        if items:
            return


def extract_pool(
    page: Page, kind: DocumentKind, name: Found, runs: list[AwardRun], *, pool_kind: str = "pool"
) -> Candidate:
    """Write the pool that a page describes.

    Args:
        page: the page.
        kind: its kind; on a page that is about something else only what is sure of the pool is stated.
        name: the pool's name where it stands.
        runs: the page's award lists.
        pool_kind: "pool" or "programme".
    """
    is_own = kind in (DocumentKind.POOL_PAGE, DocumentKind.AWARD_LIST, DocumentKind.CALL, DocumentKind.PROGRAMME_PAGE)
    draft = Draft(page, RecordType.POOL, EXTRACTOR, is_main=is_own)
    title = page.title
    # The round is part of the title only where the title is the pool's name and its round.
    at = title.text.find(str(name.value)) if is_own and title is not None else -1
    is_round = 0 <= at <= 8
    tail = title.text[at + len(str(name.value)) :] if title is not None else ""
    if is_round and title is not None and _ROUND_TAIL.search(tail):
        draft.state("title", Found(title.text, title.char_start, title.char_end, 0.9))
    else:
        draft.state("title", name)
    draft.state("pool_kind", Found(pool_kind, name.char_start, name.char_end, 0.85, Origin.INFERRED))
    state_funders(draft, page)
    if is_own or kind in (DocumentKind.NEWS, DocumentKind.EVALUATION):
        skip = [(e.char_start, e.char_end) for run in runs for e in run.entries]
        state_money(draft, page, skip)
        frame_of_awards(draft)
        state_counts(draft, page)
    state_total(draft, runs)
    if is_own:
        state_deadlines(draft, page)
        state_tracks(draft, page)
        start, end = find_period(page)
        draft.state("period_from", start)
        draft.state("period_to", end)
        draft.state("target_group", find_target_group(page))
        draft.state("summary", find_summary(page))
        draft.state("year_awarded", find_award_year(page))
        draft.state("status", _pool_status(page, kind))
    elif kind is DocumentKind.EVALUATION:
        draft.state("summary", find_summary(page))
    for target in [s for s in draft.statements if s.field == "target_group"]:
        draft.state("maalgruppe", Found(target.value, target.char_start, target.char_end, target.confidence))
    extra = [(Span(s.value, s.char_start, s.char_end), "track") for s in draft.statements if s.field == "tracks"]
    if (is_own or kind is DocumentKind.NEWS) and pool_kind == "pool":
        extra += pool_context(page, {e.line_index for run in runs for e in run.entries})
    state_themes(draft, page, extra)
    return draft.build(f"pool/{slug(name.value, 80)}")


# "i takt med, at projekterne afsluttes": some are over, the pool is not.
_ENDS_ONE_BY_ONE = re.compile(
    r"(?:i takt med|efterhånden som|når),? (?:at )?(?:de enkelte )?projekterne?\b|"
    r"de (?:enkelte|første) afsluttede projekter",
    re.IGNORECASE,
)


def _pool_status(page: Page, kind: DocumentKind) -> Found | None:
    if kind is DocumentKind.CALL:
        return None
    status = find_status(page)
    if status is not None and status.value == Status.COMPLETED.value and _ENDS_ONE_BY_ONE.search(page.text):
        status = None
    if status is not None and status.value in (Status.AWARDED.value, Status.COMPLETED.value, Status.RUNNING.value):
        return status
    match = re.search(r"udmøntet|har fået tildelt|udvalgt til at modtage", page.text)
    return Found(Status.AWARDED.value, match.start(), match.end(), 0.85) if match else None

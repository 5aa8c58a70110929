"""Projects of pages that list awards: pool pages, award lists, news of awards."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from corpus.records import RecordType, Status
from ingest.candidates import Candidate
from ingest.extract import facts
from ingest.extract.award_prose import find_prose_awards
from ingest.extract.draft import Draft, Found
from ingest.extract.entries import AwardRun, Entry
from ingest.extract.entry_bodies import OF_ALL, find_bodies, find_own_status, own_spans, with_body_facts
from ingest.extract.entry_results import state_results
from ingest.extract.lines import Line, Page, Span
from ingest.extract.outcomes import find_outcome
from ingest.extract.projects import (
    award_status,
    finish,
    inferred_title,
    state_body,
    state_entry,
    state_funders,
    state_themes,
)
from ingest.extract.relative_times import start_without_year
from ingest.extract.rounds import facts_by_round, facts_under, find_round

EXTRACTOR = "award-list/1"
_DONE = re.compile(
    r"afsluttede projekter|afsluttet projekt\b|"
    r"\b(?:projekterne|forløbene|forsøgene|indsatserne|begge|alle(?: (?:\w+ ){0,2}(?:projekter|forsøg|indsatser|"
    r"kommuner))?|"
    r"samtlige(?: \w+){0,2}|de (?:\w+ ){0,2}projekter) (?:er|blev|var|har|sluttede|afsluttedes|løb) ?(?:nu |"
    r"for længst |i dag |"
    r"alle |igen )*(?:\b(?:afsluttet|afsluttede|gennemført|slut|slutte[dt]|færdige?|overstået|ophørt|i mål|ud|"
    r"til ende)\b|"
    r"(?=(?:med|i|ved)\b))",
    re.IGNORECASE,
)
_DONE_NOT_YET = re.compile(r"\b(?:forventes|skal|når|inden|hvis|efterhånden|i takt med|senest)\b", re.IGNORECASE)
_GOING_ON = re.compile(
    r"\b(?:projekterne|begge|alle(?: (?:\w+ ){0,2}(?:projekter|indsatser|kommuner))?|"
    r"de (?:\w+ ){0,2}projekter) (?:er|kører|løber) "
    r"(?:nu |stadig |fortsat |alle |godt |i øjeblikket |netop )*(?:i (?:fuld )?gang|undervejs|videre|stadig|fortsat|"
    r"igangsat)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d|\s?[-–]\s?20)")


def _groups(page: Page, places: list[Found]) -> list[list[Found]]:
    """Give the municipalities of a list of names one by one, but those together that the words join.

    "Helsingør samt Hillerød og Fredensborg i fællesskab" are two.
    """
    after = page.text[places[-1].char_end : places[-1].char_end + 40]
    if not re.match(
        r"\W{0,3}(?:kommuner?\W{1,2})?(?:\(?i fællesskab|sammen\b|\(?fælles|i samarbejde)", after, re.IGNORECASE
    ):
        return [[place] for place in places]
    groups = [[places[0]]]
    for before, place in pairwise(places):
        gap = page.text[before.char_end : place.char_start]
        if re.search(r"\bsamt\b|;|\bog desuden\b", gap):
            groups.append([])
        groups[-1].append(place)
    alone = [[place] for group in groups[:-1] for place in group]
    return [*alone, groups[-1]]


def _split_names(page: Page, entries: list[Entry]) -> list[Entry]:
    """Give each municipality of a line of bare names a project of its own; an amount or a title makes it one."""
    split: list[Entry] = []
    for entry in entries:
        if entry.is_only_names and len(entry.places) > 1:
            split += [
                replace(entry, places=group, is_only_names=len(group) == 1) for group in _groups(page, entry.places)
            ]
        else:
            split.append(entry)
    return split


def _without_repeats(page: Page, runs: list[AwardRun]) -> list[Entry]:
    """Drop entries that a page states twice: a link list of descriptions under the table of the same projects."""
    kept: list[Entry] = []
    for run in runs:
        earlier = list(kept)
        for entry in _split_names(page, run.entries):
            codes = {p.value for p in entry.places}
            same = [k for k in earlier if codes and {p.value for p in k.places} == codes]
            if not codes and entry.owner is not None:
                name = str(entry.owner.value).casefold()
                same = [k for k in earlier if not k.places and k.owner and str(k.owner.value).casefold() == name]
            bare = entry.amount is None and entry.title is None
            if same and bare:
                continue
            if len(same) == 1 and entry.title and same[0].title is None and entry.amount is None:
                same[0].title = entry.title
                continue
            if len(same) == 1 and entry.amount and same[0].amount is None and entry.title is None:
                same[0].amount = entry.amount
                continue
            repeats = [k for k in same if (entry.amount and k.amount and entry.amount.value == k.amount.value)]
            if repeats and (
                entry.title is None or repeats[0].title is None or repeats[0].title.value == entry.title.value
            ):
                repeats[0].title = repeats[0].title or entry.title
                continue
            titled = [
                k for k in same if entry.title and k.title and k.title.value.casefold() == entry.title.value.casefold()
            ]
            if titled:
                titled[0].amount = titled[0].amount or entry.amount
                continue
            kept.append(entry)
    return kept


def _entry_year(page: Page, entry: Entry) -> Found | None:
    """Give the year that the heading above an entry names ("Projekter støttet i 2018", "Første opslag (2017)")."""
    for heading in reversed(entry.path):
        match = _YEAR.search(heading)
        if match is None or re.search(r"projektperiode|frist", heading, re.IGNORECASE):
            continue
        at = page.text.rfind(heading, 0, entry.char_start)
        if at >= 0:
            return Found(int(match[1]), at + match.start(1), at + match.end(1), 0.85)
    return None


def published_year(page: Page) -> Found | None:
    """Give the year of a news item's date: the award was news then."""
    for line in page.lines[:8]:
        injected = re.match(r"date (20\d\d)-\d\d", line.text)
        if injected:
            span = (line.char_start + injected.start(1), line.char_start + injected.end(1))
            return Found(int(injected[1]), *span, 0.6, Origin.INFERRED)
        match = re.search(
            r"\b\d{1,2}[-./]\s?\d{1,2}[-./]\s?(20\d\d)\b|\b\d{1,2}\.?\s(?:[A-Za-z]{3,9})\.?\s(20\d\d)\b", line.text
        )
        if match and len(line.text) < 60:
            group = 1 if match[1] else 2
            return Found(
                int(match[group]),
                line.char_start + match.start(group),
                line.char_start + match.end(group),
                0.72,
                Origin.INFERRED,
            )
    return None


_TOLD = re.compile(
    r"er nu (?:delt ud|fordelt|udmøntet|uddelt)|nu får|har (?:nu )?fordelt|får støtte|har fået|tildelt|"
    r"modtager|får\b|fordelt|\bdeler\b|går til|del i",
    re.IGNORECASE,
)


def _dated_award(page: Page, kind: DocumentKind) -> Found | None:
    """Give the year that a news item is dated to where the date is no part of its text, at the words of the award."""
    stated = re.match(r"20\d\d", page.document.last_updated or "")
    told = _TOLD.search(page.text)
    is_news = kind is DocumentKind.NEWS or re.search(r"/nyhed|/aktuelt|/presse|/news", page.document.url, re.IGNORECASE)
    if not is_news or stated is None or told is None:
        return None
    return Found(int(stated[0]), told.start(), told.end(), 0.65, Origin.INFERRED)


def _evaluated(page: Page) -> Found | None:
    """Give "completed" with the word that makes the page a final evaluation; one at half-way ends nothing."""
    if re.search(r"midtvejs|status|foreløbig|første år", page.title.text if page.title else "", re.IGNORECASE):
        return None
    word = re.search(
        r"slutevaluering|evaluering|erfaringsopsamling|eksempelsamling|"
        r"opsamling",
        page.text,
        re.IGNORECASE,
    )
    return Found(Status.COMPLETED.value, word.start(), word.end(), 0.82) if word else None


def _written_before(page: Page, start: Found) -> Found | None:
    """Give the year of a pool page's date, if it was written no later than its projects began."""
    year = published_year(page)
    stated = re.match(r"20\d\d", page.document.last_updated or "")
    told = _TOLD.search(page.text)
    if year is None and stated is not None and told is not None:
        year = Found(int(stated[0]), told.start(), told.end(), 0.6, Origin.INFERRED)
    return year if year is not None and year.value <= int(str(start.value)[:4]) else None


def _written_now(page: Page) -> Found | None:
    """Give the year of a page's date where it tells of the award as news: "puljen er nu fordelt"."""
    told = re.search(
        r"\b(?:er|har) (?:nu|netop|i dag)\b[^.]{0,40}\b(?:fordelt|udmøntet|uddelt|givet)|\bi dag (?:får|fordeles|"
        r"uddeles)",
        page.text,
    )
    stated = re.match(r"20\d\d", page.document.last_updated or "")
    return Found(int(stated[0]), told.start(), told.end(), 0.66, Origin.INFERRED) if told and stated else None


_EACH_AFTER = re.compile(r"\s(?:til )?hver(?:t)?\b(?! sin| \d)|\spr\. (?:kommune|projekt)\b", re.IGNORECASE)
_EACH_GETS = re.compile(
    r"\b(?:hver (?:kommune|deltagerkommune|projekt)|hvert projekt|hver af (?:kommunerne|de \w+ kommuner|projekterne)|"
    r"(?:kommunerne|projekterne|de \w+ kommuner)\b[^.]{0,40}\bhver(?: især)?)\b[^.]{0,60}$|\btil hver(?:t)? \w+\b",
    re.IGNORECASE,
)


def _sum_of_each(page: Page, lines: list[Line] | None) -> Found | None:
    """Give the sum that a page says each of its projects got: "Hver kommune har fået 900.000 kr."."""
    chosen = {line.index for line in (lines if lines is not None else page.lines)}
    for sentence, line in page.sentences:
        if line.index not in chosen or line.cells or line.is_heading:
            continue
        for mention in find_amounts(sentence.text):
            before = sentence.text[: mention.char_start]
            gets = re.search(
                r"\b(?:får|fik|har fået|modtager|modtog|har modtaget|givet|giver|gav|tildelt|bevilget|"
                r"støttet med)\b",
                before,
            )
            each = _EACH_GETS.search(before) or _EACH_AFTER.match(sentence.text[mention.char_end :])
            if gets and each and not mention.amount_to_dkk and not mention.is_approximate:
                at = sentence.char_start
                return Found(mention.amount_dkk, at + mention.char_start, at + mention.char_end, 0.8)
    return None


def shared_facts(page: Page, kind: DocumentKind, own: Collection[int] = ()) -> dict[str, Found]:
    """Give what a page says of all the projects it lists, by field.

    Args:
        page: the page.
        kind: its kind.
        own: indexes of the lines that are about one of the projects alone; what they say is not shared.
    """
    shared: dict[str, Found] = {}
    if kind is DocumentKind.GOVERNANCE:
        return shared  # an agenda's dates are of meetings
    lines = [line for line in page.lines if line.index not in own or OF_ALL.search(line.text)] if own else None
    start, end = facts.find_period(page, lines)
    if start is None and kind in (DocumentKind.NEWS, DocumentKind.AWARD_LIST):
        start = start_without_year(page)
        end = end or (facts.find_end_by_duration(page, start) if start else None)
    year = facts.find_award_year(page, lines)
    if year is None and kind in (DocumentKind.NEWS, DocumentKind.AWARD_LIST):
        year = published_year(page) or _dated_award(page, kind)
    if year is None and kind is DocumentKind.POOL_PAGE:
        year = _written_before(page, start) if start is not None else _written_now(page)
    if (each := _sum_of_each(page, lines)) is not None:
        shared["amount_dkk"] = each
    for name, found in (("period_from", start), ("period_to", end), ("year_awarded", year)):
        if found is not None:
            shared[name] = replace(found, confidence=min(0.79, max(0.5, found.confidence - 0.06)))
    chosen = {line.index for line in (lines if lines is not None else page.lines)}
    for sentence, line in page.sentences:
        if line.index not in chosen:
            continue
        for pattern, status in ((_DONE, Status.COMPLETED), (_GOING_ON, Status.RUNNING)):
            match = pattern.search(sentence.text)
            if match and "status" not in shared and not _DONE_NOT_YET.search(sentence.text[: match.end()]):
                span = (sentence.char_start + match.start(), sentence.char_start + match.end())
                shared["status"] = Found(status.value, *span, 0.84)
    if kind is DocumentKind.EVALUATION and "status" not in shared and (word := _evaluated(page)) is not None:
        shared["status"] = word
    target = facts.find_target_group(page, lines)
    if target is not None and target.confidence > 0.8:
        shared["target_group"] = replace(target, confidence=0.6)
    return shared


_CRITERIA = re.compile(
    r"^i hvilken grad|kriterier|ansøg|budget|evaluer|afrapport|revisor|spørgsmål|svar\b|frist", re.IGNORECASE
)


_PURPOSE = re.compile(
    r"\bformål(?:et)?\b|\bfokus på\b|\bmålgruppe|"
    r"\b(?:skal|kan) (?:styrke|understøtte|hjælpe|bidrage|forbedre|støtte|nå)\b|"
    r"projekter,? (?:der|som)\b|(?:indsatser|tilbud|hjælp|støtte) (?:til|for|over for) (?:borgere|ældre|mennesker|"
    r"patienter|børn|unge|familier|pårørende|beboere|udsatte|sårbare)\b",
    re.IGNORECASE,
)


def pool_context(page: Page, own: Collection[int]) -> list[tuple[Span, float]]:
    """Give what a page says of the pool as a whole, which is also what its projects are about, at a low weight.

    The title and the first paragraphs; assessment criteria are alike in all pools and tell nothing, and the lines in
    `own` are about one project.
    """
    parts: list[tuple[Span, float]] = []
    if page.title is not None:
        parts.append((page.title, 1.3))
    for line in page.lines:
        if line.is_heading or line.cells or line.index in own or len(line.text) < 60 or _CRITERIA.search(line.text):
            continue
        if line.is_list_item and not re.search(r"formål", line.section, re.IGNORECASE):
            continue
        # What comes first says what it is about, and so does what states a purpose.
        is_about = len(parts) < 3 or bool(_PURPOSE.search(line.text) and len(parts) < 10)
        if is_about or len(parts) < 6:
            parts.append((Span(line.text, line.char_start, line.char_end), 0.88 if is_about else 0.6))
        if len(parts) >= 10:
            break
    return parts


def extract_awards(page: Page, kind: DocumentKind, pool: Found | None, runs: list[AwardRun]) -> list[Candidate]:
    """Give a candidate for every award that a page lists or tells of."""
    entries = _without_repeats(page, runs)
    listed = {code for e in entries for code in (p.value for p in e.places)}
    for told in _split_names(page, find_prose_awards(page)):
        codes = {p.value for p in told.places}
        same = [e for e in entries if {p.value for p in e.places} == codes]
        if told.amount is None and told.title is not None:
            known = [e for e in same if e.title and e.title.value.casefold() == told.title.value.casefold()]
            bare = [e for e in same if e.title is None]
            if bare and not known and len(same) == 1:
                bare[0].title = told.title
            elif not known and (
                not codes <= listed or not same or (told.form == "prose" and all(e.form == "prose" for e in same))
            ):
                entries.append(told)
            continue
        if not same and not codes <= listed:
            entries.append(told)
        elif len(same) == 1:
            same[0].title = same[0].title or told.title
    return award_candidates(page, kind, pool, entries)


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
    candidates: list[Candidate] = []
    for entry in entries:
        body = bodies.get(entry.char_start, [])
        entry = with_body_facts(page, entry, body)
        own = shared | facts_under(page, entry, own_lines)
        number = next((n for heading in reversed(entry.path) if (n := find_round(heading)) is not None), None)
        if len(rounds) > 1 or (number is not None and number in rounds):
            own = {k: v for k, v in own.items() if not k.startswith("period")} | rounds.get(number or 0, {})
        if (status := find_own_status(page, entry, body)) is not None:
            own["status"] = status
        heading_year = _entry_year(page, entry) if kind is not DocumentKind.GOVERNANCE else None
        if heading_year is not None:
            own["year_awarded"] = heading_year
        draft = state_entry(page, entry, extractor=EXTRACTOR, pool=pool, shared=own, done=done)
        state_funders(draft, page)
        state_results(draft, page, entry)
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
    about = pool_context(page, own_lines) if kind is not DocumentKind.EVALUATION else []
    completed: list[Candidate] = []
    for candidate in candidates:
        if candidate.record_type is RecordType.PROJECT:
            draft = Draft(page, candidate.record_type, EXTRACTOR, statements=list(candidate.statements))
            has_period = draft.has("period_from") or draft.has("period_to")
            for name in ("year_awarded", "period_from", "period_to", "amount_dkk", "status"):
                if not draft.has(name) and not (has_period and name.startswith("period")):
                    draft.state(name, shared.get(name))
            if not draft.has("status") and kind is not DocumentKind.EVALUATION:
                entry = Entry(candidate.statements[0].char_start, candidate.statements[0].char_end, 0)
                draft.state("status", award_status(page, entry))
            state_themes(draft, page, about)
            candidate = replace(candidate, statements=tuple(draft.statements))
        completed.append(candidate)
    return completed


def with_told_results(page: Page, candidate: Candidate) -> Candidate:
    """Give the only project of a news item, with how it went as the rest of the item tells."""
    draft = Draft(page, candidate.record_type, EXTRACTOR, statements=list(candidate.statements))
    status = facts.find_status(page)
    if status is not None and status.value != Status.AWARDED.value:
        draft.state("status", status)
    outcome = find_outcome(page)
    if outcome is not None:
        first = outcome.sentences[0]
        span = (first.char_start, first.char_end, outcome.confidence)
        draft.state("outcome_direction", Found(outcome.direction.value, *span))
        draft.state("effekt", Found(first.text, *span))
    return replace(candidate, statements=tuple(draft.statements))


def find_withdrawals(page: Page) -> list[tuple[list[Found], Found | None, Found]]:
    """Give who left a pool early, as sentences tell: places, the project's name if it stands there, and the words."""
    found: list[tuple[list[Found], Found | None, Found]] = []
    for sentence, line in page.sentences:
        stop = facts.STOP_WORDS.search(sentence.text)
        if stop is None or line.is_heading:
            continue
        mentions = [m for m in find_municipalities(sentence.text[: stop.start()]) if m.confidence >= LIKELY]
        if not mentions or len(mentions) > 4 or stop.start() - mentions[-1].char_end > 60:
            continue
        start = sentence.char_start
        if len(mentions) > 1 and not re.search(r"fælles|sammen", sentence.text):
            for m in mentions:  # each had a project of its own
                place = Found(m.code, start + m.char_start, start + m.char_end, 0.9)
                found.append(
                    ([place], None, Found(Status.STOPPED.value, start + stop.start(), start + stop.end(), 0.9))
                )
            continue
        places = [Found(m.code, start + m.char_start, start + m.char_end, 0.9) for m in mentions]
        named = re.search(
            r"[Pp]rojektet\s[\"”“»]?(?P<name>[A-ZÆØÅ][^\"”“«.,]{2,80}?)[\"”“«]?\s(?:i|fra|hos)\s",
            sentence.text[: stop.start()],
        )
        title = Found(named["name"], start + named.start("name"), start + named.end("name"), 0.88) if named else None
        found.append((places, title, Found(Status.STOPPED.value, start + stop.start(), start + stop.end(), 0.9)))
    return found


def extract_withdrawals(page: Page, pool: Found | None, candidates: list[Candidate]) -> list[Candidate]:
    """State as stopped what a page says was given up: on its own candidates where they fit, else on new ones."""
    for places, title, stopped in find_withdrawals(page):
        codes = {p.value for p in places}
        own = [
            i
            for i, c in enumerate(candidates)
            if c.record_type is RecordType.PROJECT
            and {s.value for s in c.statements if s.field == "municipalities"} == codes
        ]
        draft = Draft(page, RecordType.PROJECT, EXTRACTOR)
        draft.state("status", stopped)
        if len(own) == 1:
            kept = tuple(s for s in candidates[own[0]].statements if s.field != "status")
            candidates[own[0]] = replace(candidates[own[0]], statements=(*kept, *draft.statements))
            continue
        if own:
            continue
        draft.state("title", title or inferred_title(page, places, None, pool, done=False))
        draft.state_all("municipalities", places)
        draft.state("pool", pool)
        state_themes(draft, page)
        candidates.append(finish(draft, pool))
    return candidates


def _unique_keys(candidates: list[Candidate]) -> list[Candidate]:
    """Tell candidates of one key apart by their order: two projects of one municipality, neither with a title."""
    seen: dict[str, int] = {}
    unique: list[Candidate] = []
    for candidate in candidates:
        count = seen.get(candidate.local_key, 0) + 1
        seen[candidate.local_key] = count
        unique.append(candidate if count == 1 else replace(candidate, local_key=f"{candidate.local_key}#{count}"))
    return unique

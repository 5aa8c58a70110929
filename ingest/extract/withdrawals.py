"""Projects that a page says were given up."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.places import LIKELY, find_municipalities
from corpus.records import RecordType, Status
from ingest.candidates import Candidate
from ingest.extract.draft import Draft, Found
from ingest.extract.extractors import AWARD_LIST
from ingest.extract.lines import Page
from ingest.extract.projects import finish, inferred_title, state_themes
from ingest.extract.status_words import STOP_WORDS
from ingest.extract.undertaking_events import is_of_people


def find_withdrawals(page: Page) -> list[tuple[list[Found], Found | None, Found]]:
    """Give who left a pool early, as sentences tell: places, the project's name if it stands there, and the words."""
    found: list[tuple[list[Found], Found | None, Found]] = []
    for sentence, line in page.sentences:
        stop = STOP_WORDS.search(sentence.text)
        if stop is None or line.is_heading or is_of_people(sentence.text, stop.start(), stop.end()):
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
        draft = Draft(page, RecordType.PROJECT, AWARD_LIST)
        draft.state("status", stopped)
        if len(own) == 1:
            kept = tuple(s for s in candidates[own[0]].statements if s.field != "status")
            candidates[own[0]] = replace(candidates[own[0]], statements=(*kept, *draft.statements))
            continue
        if own or (title is None and any(codes < c.codes for c in candidates)):  # a partner left; the project is theirs
            continue
        draft.state("title", title or inferred_title(page, places, None, pool, done=False))
        draft.state_all("municipalities", places)
        draft.state("pool", pool)
        state_themes(draft, page)
        candidates.append(finish(draft, pool))
    return candidates

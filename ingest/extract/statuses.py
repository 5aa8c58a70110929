"""Where an undertaking stands, as the sentences about it say."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.records import Status
from ingest.cues import Cue
from ingest.extract import event_words as w
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page
from ingest.extract.no_stops import is_no_stop
from ingest.extract.status_words import AWARDED, COMPLETED, RUNNING, STOPPED
from ingest.extract.told_events import ends_before, find_by_date, find_event, ran_out
from ingest.extract.undertaking_events import END, END_SIGNS, RUN, RUN_SIGNS, STOP, STOP_SIGNS, is_of_people

_RANKED: tuple[tuple[Status, Cue, Cue | None, list[str], float], ...] = (
    (Status.STOPPED, STOPPED, STOP, STOP_SIGNS, 0.9),
    (Status.COMPLETED, COMPLETED, END, END_SIGNS, 0.87),
    (Status.RUNNING, RUNNING, RUN, RUN_SIGNS, 0.81),
    (Status.AWARDED, AWARDED, None, [], 0.72),
)
"""What outranks what (a project that stopped was running once): words, events, their signs, confidence."""

_COMPLETED_RANK = next(n for n, ranked in enumerate(_RANKED) if ranked[0] is Status.COMPLETED)

_INTENDS = Cue(r"\b(?:målet er|formålet|skal (?:stoppe|standse|afbryde)|for at (?:stoppe|standse))\b")
_AS_PLANNED = Cue(
    rf"(?<!ikke )\b(?:{w.PLANNED}|(?:ved|efter|med) (?:projekt|forsøgs|bevillings|støtte)?(?:periodens|projektets|"
    r"forsøgets|bevillingens) (?:udløb|ophør|afslutning|slutning)|efter (?:projekt|forsøgs)perioden)\b"
)
_OWN = Cue(
    rf"\b(?:{w.WORK}|{w.GRANT}|{w.WHO}|\w*(?:periode|pulje|evaluering|projekt|indsats|hold|del)\w*)\b|[\"”»]|"
    rf"\bdet\b"
)
# "behandlingen" in small letters is no name; words of time stand beside any subject
_DEFINITE = re.compile(
    r"\b(?:Rapport|Undersøgelse|Behandling|Træning|Medarbejder|Borger|Patient|Møde|Kurs(?:us)?|Uddannelse)(?:en|et|"
    r"ne)\b|"
    r"\b(?!(?:sammen|siden|inden|uden|igen|meget|noget|andet|hvilket|faktisk|sommer|efterår|forår|vinter|år|årsskifte|"
    r"slutning|udgang|begyndelse|måned|uge|dag|tid|pandemi|corona|"
    r"herme|heref|dere)\w*\b)[a-zæøå]{4,}(?:en|et|erne)\b"
)
_NOT_YET = Cue(
    r"\b(?:forventes|ventes|skal|når|inden|hvis|efterhånden som|i takt med|først ved)\b|"
    r"\bfør (?:\w+ ){1,3}?(?:er|var|blev) |\b(?:ikke|endnu)\s(?:\w+\s)?(?:afsluttet|slut|færdig\w*|overstået|"
    r"gennemført)"
)

_AHEAD = Cue(rf"\b{w.NEXT_TIME}|\bbliver (?:\w+ )?(?:afsluttet|færdig\w*|slut|gennemført)\b")
_HAS_ENDED = Cue(r"\b(?:blev|var|sluttede|ophørte|afsluttede[s]?|gjaldt|udløb|løb|nåede|havde)\b")

_EVENT_CONFIDENCE = 0.02  # less than for the words above, which labelled sites have tried longer


def _is_ruled_out(status: Status, sentence: str, match: re.Match[str]) -> bool:
    """Tell whether the words of a status are of what is to come or of somebody else."""
    if status is Status.COMPLETED and (_NOT_YET.search(sentence[: match.end()]) or _is_ahead(sentence, match)):
        return True
    if status in (Status.COMPLETED, Status.RUNNING) and _is_of_other(sentence, match):
        return True
    return status is Status.STOPPED and (
        _INTENDS.search(sentence) is not None
        or _AS_PLANNED.search(sentence) is not None
        or is_of_people(sentence, match.start(), match.end())
        or is_no_stop(sentence, match)
    )


def _is_ahead(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether an end lies ahead of the page by the words of time behind it: "bliver afsluttet til næste år"."""
    return (
        _HAS_ENDED.search(match[0]) is None
        and _AHEAD.search(sentence, max(0, match.start() - 12), match.end() + 60) is not None
    )


def _is_of_other(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether a clause says of something else that it ended or goes on: "da behandlingen var slut"."""
    start = max(sentence.rfind(mark, 0, match.start()) + 1 for mark in ",;.:")
    clause = sentence[start : match.end()]
    return _DEFINITE.search(sentence, start, match.start()) is not None and _OWN.search(clause) is None


def _find(status: Status, pattern: Cue, sentence: str) -> re.Match[str] | None:
    return next((m for m in pattern.finditer(sentence) if not _is_ruled_out(status, sentence, m)), None)


def _status_of(sentence: str, day: str, n_ranks: int) -> tuple[int, Found] | None:
    """Give the rank of the status that a sentence tells of, below `n_ranks`, and its words' place in the sentence."""
    folded = sentence.lower()
    for rank, (status, words, events, signs, confidence) in enumerate(_RANKED[:n_ranks]):
        match = _find(status, words, sentence)
        if match is None and events is not None and any(sign in folded for sign in signs):
            match = _find(status, events, sentence)
        if match is not None:
            if status is Status.RUNNING and ran_out(sentence, day):
                return _ran_out(match, n_ranks)
            return rank, Found(status.value, match.start(), match.end(), confidence)
        for told in find_event(status, sentence):
            if not _is_ruled_out(status, sentence, told):
                if status is Status.RUNNING and ran_out(sentence, day):
                    return _ran_out(told, n_ranks)
                return rank, Found(status.value, told.start(), told.end(), confidence - _EVENT_CONFIDENCE)
    dated = find_by_date(sentence, day)
    if dated is None:
        return None
    status, start, end = dated
    rank = next(n for n, ranked in enumerate(_RANKED) if ranked[0] is status)
    return (rank, Found(status.value, start, end, _RANKED[rank][-1] - 0.05)) if rank < n_ranks else None


def _ran_out(match: re.Match[str], n_ranks: int) -> tuple[int, Found] | None:
    """Give the end of what is said to run in a period that is over, unless more has been found."""
    over = Found(Status.COMPLETED.value, match.start(), match.end(), 0.7, Origin.INFERRED)
    return (_COMPLETED_RANK, over) if _COMPLETED_RANK < n_ranks else None


def find_status(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give where the undertaking stands, with the words that say so: stopped before completed, running, awarded."""
    best: Found | None = None
    rank = len(_RANKED)
    day = page.document.fetched_at[:10]
    is_minutes = page.document.kind is DocumentKind.GOVERNANCE  # of a day that is past, whatever they say runs
    for sentence, _line in page.sentences_of(lines):
        told = _status_of(sentence.text, day, rank)
        if told is None:
            continue
        rank, found = told
        if found.value == Status.RUNNING.value and is_minutes and ends_before(sentence.text, day):
            rank, found = (
                _COMPLETED_RANK,
                replace(found, value=Status.COMPLETED.value, confidence=0.7, origin=Origin.INFERRED),
            )
        at = sentence.char_start
        best = replace(found, char_start=at + found.char_start, char_end=at + found.char_end)
        if rank == 0:
            break
    return best

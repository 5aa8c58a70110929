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
from ingest.extract.relative_times import page_date
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

# "lukkede ordningen", "projektet stoppede": said of what ended in its time as of what ended before it
_ENDS_SOMEHOW = re.compile(
    r"\b(?:lukke[rt]?|lukkede|stoppede|stopper)\b(?!\s(?:ned|før|og slukker|for)\b)", re.IGNORECASE
)
_PLAINLY_STOPPED = Cue(
    rf"\b(?:{w.EARLY}|før|aldrig|ikke|må|måtte|nødt|valgt\w*|vælger|beslut\w*|tvunget|tvang|blev|bliver|opg[ia]v\w*|"
    r"tilbage|retur|retur\w*|fordi|da|på grund af|"
    r"efter (?:kun |blot |bare )?(?:få|et|to|tre|fire|fem|seks|syv|otte|ni|ti|\d+) (?:\w+ )?(?:uger?|måneder|år))\b"
)
_NOT_KEPT = Cue(
    r"\b(?:videreføres|fortsættes|fortsætter|forlænges) ikke\b|\bikke (?:videreført|ført videre|forlænget)\b"
)
_OPEN_STOP = 0.8  # below what an evaluation or a final report says of the end, 0.86
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
        or (_NOT_KEPT.search(sentence) is not None and _is_open_stop(sentence.replace("ikke", ""), match))
    )


def _is_ahead(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether an end lies ahead of the page by the words of time behind it: "bliver afsluttet til næste år"."""
    return (
        _HAS_ENDED.search(match[0]) is None
        and _AHEAD.search(sentence, max(0, match.start() - 12), _clause_end(sentence, match.end(), 60)) is not None
    )


_NEXT_CLAUSE = re.compile(r"[,;]\s(?:og|men|mens|så)\s")


def _clause_end(sentence: str, start: int, n_chars: int) -> int:
    """Give where the clause ends that holds a place, at most some characters on: at "..., og rådgiveren fortsætter"."""
    turn = _NEXT_CLAUSE.search(sentence, start, start + n_chars)
    return turn.start() if turn is not None else start + n_chars


def _is_of_other(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether a clause says of something else that it ended or goes on: "da behandlingen var slut".

    Words that reach into the next clause tell of its subject: "Projektet kører til 2027, og snedkerne er færdige".
    """
    turns = [*_NEXT_CLAUSE.finditer(sentence, match.start(), match.end())]
    if turns:
        start, end = turns[-1].end(), match.end()
    else:
        start, end = max(sentence.rfind(mark, 0, match.start()) + 1 for mark in ",;.:"), match.start()
    return _DEFINITE.search(sentence, start, end) is not None and _OWN.search(sentence[start : match.end()]) is None


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
            if status is Status.STOPPED and _is_open_stop(sentence, match):
                confidence = _OPEN_STOP
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


def _is_open_stop(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether words of a stop leave open that it was the planned end: "Kommunen har lukket projektet"."""
    return _ENDS_SOMEHOW.search(match[0]) is not None and _PLAINLY_STOPPED.search(sentence) is None


def _ran_out(match: re.Match[str], n_ranks: int) -> tuple[int, Found] | None:
    """Give the end of what is said to run in a period that is over, unless more has been found."""
    over = Found(Status.COMPLETED.value, match.start(), match.end(), 0.7, Origin.INFERRED)
    return (_COMPLETED_RANK, over) if _COMPLETED_RANK < n_ranks else None


_ENDS_SOON = Cue(
    r"\b(?:slutter|afsluttes|ophører|stopper|udløber|er (?:\w+ )?slut)\b (?:\w+ ){0,3}?(?:(?:til|ved|med|efter) "
    r"(?:nytår|årsskiftet|jul|sommer|foråret?|efteråret?|vinter|udgangen af (?:året|måneden))|"
    r"(?:til )?næste (?:år|måned|uge|sommer|forår|efterår)|i (?:næste uge|den kommende (?:uge|tid))|i morgen|snart|"
    r"om (?:få|en|et par) (?:uger?|måneder|dage))\b"
)
"""An end that was near when the page was written: reached when the page is older than that."""


def find_status(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give where the undertaking stands, with the words that say so: stopped before completed, running, awarded."""
    best: Found | None = None
    rank = len(_RANKED)
    day = page.document.fetched_at[:10]
    written = page_date(page)
    is_old = written is not None and int(written[:4]) + 1 < int(day[:4] or 0)
    is_minutes = page.document.kind is DocumentKind.GOVERNANCE  # of a day that is past, whatever they say runs
    for sentence, _line in page.sentences_of(lines):
        told = _status_of(sentence.text, day, rank)
        if told is None:
            continue
        rank, found = told
        is_past = (is_minutes and ends_before(sentence.text, day)) or (is_old and _ENDS_SOON.search(sentence.text))
        if found.value == Status.RUNNING.value and is_past:
            rank, found = (
                _COMPLETED_RANK,
                replace(found, value=Status.COMPLETED.value, confidence=0.7, origin=Origin.INFERRED),
            )
        at = sentence.char_start
        best = replace(found, char_start=at + found.char_start, char_end=at + found.char_end)
        if rank == 0:
            break
    return best

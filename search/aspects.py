"""Aspects of a draft or a passage: who it is for, what is done, how it is organised, what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

ASPECTS = ("maalgruppe", "metode", "organisering", "effekt")
"""Aspects by which a draft is matched; `organisering` is the dimension that records call implementering."""

_CUES = {
    "maalgruppe": (
        r"målgruppe|borgere med|patienter med|mennesker med|personer med|ældre|børn|unge|gravide|familier|pårørende|"
        r"beboere|udsatte|sårbare|svækkede|psykisk|demens|kol\b|diabetes|kræft|hjerneskade|over \d\d år|borgere over"
    ),
    "metode": (
        r"metode|forløb|træning|undervisning|samtale|besøg|screening|opspor|redskab|model|behandling|rådgivning|"
        r"telemedicin|monitorering|medicin|indsats|program|tilbud|aktivitet|gennemgang|stuegang|vejledning|måltid|app\b"
    ),
    "organisering": (
        r"organiser|samarbejd|koordinat|tværfaglig|tværsektoriel|team|partner|sygehus|praktiserende|almen praksis|"
        r"kommunen|leder|ledelse|kompetence|oplær|uddann|forankr|implementer|drift|frivillig|styregruppe|visitation|"
        r"sygeplejerske|terapeut|diætist|medarbejder"
    ),
    "effekt": (
        r"effekt|resultat|evaluer|måle|målt|virk(?:er|ede|ning)|færre|mindske|nedbring|reducer|forbedr|bedre|øge|"
        r"dokumenter|lodtrækning|erfaring|gevinst|spar|tilfreds|livskvalitet"
    ),
}
SEGMENT_WORDS = 60
"""Words of a segment: as much as one thing is said in; the encoder tells more apart in short texts."""

FEWEST_WORDS = 12
"""A short draft is cut finer, so that its aspects stand apart: at least this many words, about a sentence."""

HEADING_WORDS = 5
"""A line of so many words at most is a heading, and stands with what follows."""

SEGMENT_SIZES = (FEWEST_WORDS, 18, 27, 40, SEGMENT_WORDS)
"""By steps, so that a sentence more or less seldom cuts the whole draft anew."""

MAX_SEGMENTS = 40
"""Segments read of a draft, some 2 400 words: later ones are budgets and appendices, and each costs 5 ms."""

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ0-9\"”»•–-])|\n+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A few sentences of a draft."""

    text: str
    char_start: int
    char_end: int
    aspects: tuple[str, ...]


def split_draft(text: str) -> list[Segment]:
    """Cut a draft into segments of whole sentences, finer the shorter it is, and give the first `MAX_SEGMENTS`.

    A segment of some length ends where its line does: what is changed in one paragraph cuts no other anew.
    """
    n_words = len(text.split())
    most_words = max((size for size in SEGMENT_SIZES if size * 12 <= n_words), default=FEWEST_WORDS)
    segments: list[Segment] = []
    start = end = n_words = 0  # of the segment that is growing
    for piece_start, piece_end in _sentences(text):
        length = len(text[piece_start:piece_end].split())
        is_new_line = n_words > 0 and "\n" in text[end:piece_start]
        if n_words and (n_words + length > most_words or (is_new_line and n_words > HEADING_WORDS)):
            segments.append(_segment(text, start, end))
            n_words = 0
            if len(segments) == MAX_SEGMENTS:
                return segments
        if not n_words:
            start = piece_start
        end = piece_end
        n_words += length
    if n_words:
        segments.append(_segment(text, start, end))
    return segments


def join_segments(texts: Sequence[str]) -> list[Segment]:
    """Give texts as the segments of one draft, a line each."""
    segments: list[Segment] = []
    start = 0
    for text in texts:
        segments.append(Segment(text, start, start + len(text), aspects_of(text)))
        start += len(text) + 1
    return segments


def _sentences(text: str) -> list[tuple[int, int]]:
    """Give the places of the sentences; one of more than two segments' words is cut between words."""
    places: list[tuple[int, int]] = []
    position = 0
    for found in [*_SENTENCE.finditer(text), None]:
        end = found.start() if found else len(text)
        words = list(re.finditer(r"\S+", text[position:end]))
        for i in range(0, len(words), 2 * SEGMENT_WORDS):
            group = words[i : i + 2 * SEGMENT_WORDS]
            places.append((position + group[0].start(), position + group[-1].end()))
        position = found.end() if found else end
    return places


def _segment(text: str, start: int, end: int) -> Segment:
    part = text[start:end]
    return Segment(part, start, end, aspects_of(part))


def aspects_of(text: str) -> tuple[str, ...]:
    """Give the aspects that a text speaks of, by its words, in the order of `ASPECTS`; none where no word tells."""
    lowered = text.lower()
    return tuple(name for name in ASPECTS if _pattern(name).search(lowered))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_CUES[name]})")

"""Results that an evaluation tells place by place: "I Haderslev er genindlæggelserne faldet, i Køge er de uændrede"."""

from __future__ import annotations

import re
from collections.abc import Collection, Set
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page, Span
from ingest.extract.outcome_readings import Outcome
from ingest.extract.outcomes import find_in_sentences
from ingest.extract.thing_signs import measured_in

MAX_ALIKE = 8
"""Places that a clause may tell of alike: "Havby og Sydvig har fået flere til at gennemføre"."""
_SURE_PLACE = 0.9
_WORD = 0.2  # confidence of a municipality called as a word that a sentence begins with
_LISTED = re.compile(r"(?:\s[Kk]ommuner?)?\s*(?:,|og|samt)\s*(?:i\s)?")
_TURN = Cue(r"[,;]\s(?:og\s|men\s|mens\s)?|(?<=\d)\.\s|\s(?:og|men|mens|hvorimod)\s")
_NAME = r"(?P<title>[A-ZÆØÅ][^.;:()\d]{2,60}?)"
_BEHIND = (
    re.compile(rf"(?:\s[Kk]ommune)?\s\({_NAME}\)"),  # "I Havby (Trin for trin) faldt antallet"
    re.compile(
        rf"[^.]{{0,12}}?\b(?:projektet|indsatsen)\s(?:hedder|hed|kaldes)\s{_NAME}(?=[,.]|\s(?:og|kunne|har|er)\b)"
    ),
    re.compile(
        rf"(?:\s[Kk]ommune)?\shar\s{_NAME}\s(?=[a-zæøå]{{3,}}et\b)"
    ),  # "I Havby har Fødder og fodfæste behandlet"
)
# "Bold på gaden i Havby er længst", "Et niende projekt, Bold på gaden i Havby, ..."
_BEFORE = re.compile(rf"(?:(?:Et|Det) (?:\w+ )?projekt, )?{_NAME}\s(?:i|på)\s")
_NO_NAME = re.compile(
    r"(?:bedst|bedre|værst|værre|dårligst|dårligere|sværest|svært|længst|især|særligt|her|størst|mindst)\b|"
    r"(?:flere|færre|mange|der|som|den|det|de|antal|kun|også|men|mens|hos|efter|ved|for|med|af|i|på|hver|alle|ingen)\b|"
    r"(?:deltage|borge|bebo|medarbejd|sygeplej|pårør|antal|andel|kommun|projekt|indsats|person|børn|barn|ældre|unge|mænd|"
    r"kvind|famili|elev|hold|team|resultat|effekt|leder|forløb|tilbud|bruger|patient|forældre|mødre|gravid|"
    r"bosted|botilbud|værested|plejehjem|plejecent|ældrecent|aktivitetscent|dagcent|sundhedscent|institution|afdeling)\w*\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class PlaceResult:
    """What is told of a place: where it is named, what the project is called, and how it went."""

    code: str
    place: Found
    title: Found | None
    sentences: list[Span] = field(default_factory=list)
    topic: str = ""  # what the sentence measured before it came to this place
    outcome: Outcome | None = None

    def found(self) -> Found | None:
        """Give the direction with its quote."""
        if self.outcome is None:
            return None
        quote = self.outcome.sentences[0]
        return Found(self.outcome.direction.value, quote.char_start, quote.char_end, 0.72)


def results_by_place(page: Page, lines: Collection[Line] | None = None) -> list[PlaceResult]:
    """Give what a page, or some of its lines, tells of each municipality, in the order of the text.

    A sentence that names none goes on about the one before it in the same paragraph. Of a municipality that is told of
    more than once, only those that call its projects by different names are apart; else the first that tells a result.
    """
    sure = frozenset(m.code for m in find_municipalities(page.text) if m.confidence >= _SURE_PLACE)
    groups: list[PlaceResult] = []
    line_index, current = -1, list[PlaceResult]()
    for sentence, line in page.sentences_of(list(lines) if lines is not None else None):
        if line.is_heading:
            continue
        if line.index != line_index:
            line_index, current = line.index, []
        parts = _parts(sentence, sure)
        if not parts:
            for group in current:
                group.sentences.append(sentence)
        for mentions, part in parts:
            first_of = {m.code: m for m in reversed(mentions)}
            if len(first_of) > MAX_ALIKE:
                current = []
                continue
            title = _title(part, sentence, mentions[0]) if len(first_of) == 1 else None
            topic = measured_in(sentence.text[: part.char_start - sentence.char_start])
            current = [PlaceResult(m.code, _place(sentence, m), title, [part], topic) for m in first_of.values()]
            groups += current
    for group in groups:
        group.outcome = find_in_sentences(page, group.sentences, group.topic)
    return _distinct(groups)


def _place(sentence: Span, mention: PlaceMention) -> Found:
    at = sentence.char_start
    return Found(mention.code, at + mention.char_start, at + mention.char_end, 0.85)


def _distinct(groups: list[PlaceResult]) -> list[PlaceResult]:
    kept: list[PlaceResult] = []
    for group in (g for g in groups if g.outcome is not None):
        same = [k for k in kept if k.code == group.code]
        if not same or (group.title is not None and all(k.title and k.title.value != group.title.value for k in same)):
            kept.append(group)
    return kept


def _title(part: Span, sentence: Span, mention: PlaceMention) -> Found | None:
    begin = part.char_start - sentence.char_start
    for pattern in _BEHIND:
        if named := pattern.match(sentence.text, mention.char_end):
            return _named(sentence, named)
    named = _BEFORE.fullmatch(sentence.text, begin, mention.char_start)
    return _named(sentence, named) if named is not None and not _NO_NAME.match(named["title"]) else None


def _named(sentence: Span, match: re.Match[str]) -> Found:
    start, end = match.span("title")
    return Found(match["title"], sentence.char_start + start, sentence.char_start + end, 0.75)


def _parts(sentence: Span, sure: Set[str]) -> list[tuple[list[PlaceMention], Span]]:
    """Cut a sentence between its places, at the last turn of a clause before each.

    "Greve endte på 25 procent" is of Greve where the page names that surely elsewhere.
    """
    found = find_municipalities(sentence.text)
    mentions = [
        m for m in found if m.confidence >= LIKELY or (m.code in sure and m.form == "name" and m.confidence >= _WORD)
    ]
    cuts = [0]
    for before, after in pairwise(mentions):
        turns = [m.end() for m in _TURN.finditer(sentence.text, before.char_end, after.char_start)]
        is_list = _LISTED.fullmatch(sentence.text, before.char_end, after.char_start)
        if before.code != after.code and turns and not is_list:
            cuts.append(turns[-1])
    parts: list[tuple[list[PlaceMention], Span]] = []
    for start, end in pairwise([*cuts, len(sentence.text)]):
        text = re.sub(r"[,;]?\s*(?:og|men|mens)?\s*$", "", sentence.text[start:end])
        inside = [m for m in mentions if start <= m.char_start < end]
        if inside and text.strip():
            at = sentence.char_start + start
            parts.append((inside, Span(text, at, at + len(text))))
    return parts

"""Who has a grant alone and who shares one: "A og B får hver sit tilskud, mens C og D deler en bevilling"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_said import PROJECT_IN_QUOTES, project_quotes, quoted
from ingest.extract.entries import Entry, names_run, place_founds
from ingest.extract.lines import Line, Span
from ingest.extract.prose_names import GOES_TO

_GRANT = r"(?:bevilling|tilskud|tilsagn|støtte|pose penge|portion|projekt|forsøg|indsats|ansøgning|initiativ)\w*"
_NTH = r"sidste|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende"
_OWN = (
    rf"\bhver(?:t|\sisær)?\s(?:sit|sin|sine|deres|et|en)\s(?:egen?t?\s)?{_GRANT}|\bhver for sig\b|"
    rf"\b(?:hver|begge)\s(?:især\s)?(?:(?:fået|modtaget)\s)?(?:(?:et|en)\s)?(?:{_GRANT}|penge|midler)|\bhver især\b"
)
_JOINT = (
    rf"\bdele[rs]?\s(?:om\s)?(?:e[nt]|é[nt]|samme|den|det)\s(?:\w+\s)?{_GRANT}|\b(?:e[nt]|é[nt])\sfælles\s(?:\w+\s)?{_GRANT}|"
    r"\bfælles\som\b|\bsammen\som\b|\bi fællesskab\b|"
    r"\b(?:gået|går|gik|søgt|søgte|slået sig|slår sig|slog sig)\ssammen\b|"
    rf"\b(?:har|får|fik|modtager)\s(?:e[nt]|é[nt])\s(?:\w+\s)?{_GRANT}\s(?:sammen|tilsammen)\b|"
    rf"\bdele[rs]?\s(?:bevillingen|tilskuddet|tilsagnet|støtten|pengene)\b|"
    rf"\bdele[rs]?\s(?:om\s)?(?:den|det)\s(?:{_NTH})\b|\b(?:den|det)\s(?:{_NTH})\s{_GRANT}\s(?:\w+\s)?(?:deles?|ligger|er)\b"
)
_APART, _TOGETHER = Cue(_OWN), Cue(_JOINT)
_GETS = Cue(
    r"\b(?:får|fik|fået|modtager|modtog|modtaget|deler|deles|bevill?i?get|tildelt|givet|gives|går)\b[^.;]{0,80}\b"
    r"(?:bevilling|tilskud|tilsagn|støtte|penge|midler)\w*|\b(?:bevilling|tilskud|tilsagn|støtten?|pengene|midlerne)\w*\b"
    r"[^.;]{0,40}\b(?:går|gives|givet|er gået)\b"
)
# "Havby deler en bevilling med Sydvig": one run of names, though a verb parts them
_WITH = re.compile(
    r"(?:\s[Kk]ommune)?\s(?:deler|har delt|skal dele|går|er gået|gik|har søgt|søgte|får|fik|har fået)\b"
    r"[^,;.:]{0,60}?\bmed\s"
)
_PARTS = re.compile(r";\s|,?\s(?:samt|mens|imens|medens|hvorimod|ligesom)\s", re.IGNORECASE)
_COMMA = re.compile(r",\s|\sog\s(?!(?:endelig|desuden|også)\b)")
_ASIDE = re.compile(r"\b(?:nær|ved|uden for|syd for|nord for|øst for|vest for|omkring|ligesom i|end)\s$", re.IGNORECASE)
_SAMT = re.compile(r"\bsamt\b|\bog desuden\b")


@dataclass(frozen=True, slots=True)
class _Clause:
    begin: int
    end: int
    names: list[PlaceMention]


def shared_awards(sentence: Span, line: Line, *, gives: bool) -> list[Entry]:
    """Give an entry for each municipality that a sentence gives a grant of its own, and for those that share one.

    Each clause has its own names in quotes. Empty for a sentence that says of nobody whether the grant is shared.

    Args:
        sentence: the sentence.
        line: its line.
        gives: the page says elsewhere that money was given.
    """
    text = sentence.text
    is_told = _APART.search(text) is not None or _TOGETHER.search(text) is not None
    if not is_told or not (gives or _GETS.search(text) or GOES_TO.search(text)):
        return []
    entries = [entry for clause in _clauses(text) for entry in _of_clause(clause, sentence, line)]
    is_one = len(entries) == 1 and not entries[0].is_only_names
    return [] if is_one and entries[0].title is None and not gives else entries


def _clauses(text: str) -> list[_Clause]:
    quotes = [m.span() for m in PROJECT_IN_QUOTES.finditer(text)]
    mentions = [
        m
        for m in find_municipalities(text)
        if m.confidence >= LIKELY
        and not any(a <= m.char_start < b for a, b in quotes)
        and not _ASIDE.search(text, 0, m.char_start)
    ]
    runs: list[tuple[int, list[PlaceMention]]] = []
    position = 0
    while (run := names_run(text, mentions[position:])) is not None:
        position += len(run[2])
        before = runs[-1][1] if runs else []
        if before and _WITH.fullmatch(text, before[-1].char_end, run[0]):
            before += run[2]
        else:
            runs.append((run[0], list(run[2])))
    begins = [0]
    for (_, before), (begin, _) in pairwise(runs):
        begins.append(_parted(text, before[-1].char_end, begin))
    ends = [*begins[1:], len(text)]
    return [_Clause(a, b, names) for a, b, (_, names) in zip(begins, ends, runs, strict=False)]


def _parted(text: str, begin: int, end: int) -> int:
    """Give where, between two runs of names, the clause of the second begins."""
    strong = _PARTS.search(text, begin, end)
    if strong is not None:
        return strong.start()
    weak = list(_COMMA.finditer(text, begin, end))
    return weak[-1].start() if weak else end


def _of_clause(clause: _Clause, sentence: Span, line: Line) -> list[Entry]:
    text, start = sentence.text[clause.begin : clause.end], sentence.char_start
    quotes = project_quotes(sentence.text, clause.begin, clause.end)
    between = sentence.text[clause.names[0].char_start : clause.names[-1].char_end]
    is_apart = _APART.search(text) is not None
    is_joint = not is_apart and len(clause.names) > 1 and (_TOGETHER.search(text) is not None or len(quotes) == 1)
    if is_joint and _SAMT.search(between):  # "Havby, Sydvig samt Østby og Nordø i fællesskab": read with lists of names
        is_joint = False
    if not is_joint and not is_apart and not quotes:
        return [_entry(clause.names, start, line, is_only_names=True)]
    groups: Sequence[list[PlaceMention]] = [clause.names] if is_joint else [[name] for name in clause.names]
    entries = [_entry(names, start, line) for names in groups]
    if len(quotes) in (1, len(entries)):
        for number, entry in enumerate(entries):
            entry.title = quoted(quotes[number if len(quotes) > 1 else 0], start)
    return entries


def _entry(names: list[PlaceMention], start: int, line: Line, *, is_only_names: bool = False) -> Entry:
    entry = Entry(start + names[0].char_start, start + names[-1].char_end, line.index, form="prose", path=line.path)
    entry.places, entry.is_only_names = place_founds(names, start), is_only_names
    return entry


_FROM = re.compile(r"^(?:Lige\sf|F)ra\s[^.;:]{3,160}?\stil\s")
_IN = re.compile(r"\b(?:i|på|hos)\s$")
_OF_SEVERAL = Cue(r"\bprojekter(?:ne)?\b|\bkommuner(?:ne)?\b|\bpulje\w*\b|\bindsatser(?:ne)?\b")
_HEAD_ENDS = re.compile(r"[:.;]|\s[–—-]\s|\s(?:får|fik|har|er|modtager|støtter|støttes|skal|vil|giver)\s")


def spanned_awards(sentence: Span, line: Line) -> list[Entry]:
    """Read "Fra fodpleje i Havby til fællessang i Sydvig: her er projekterne, der får støtte": one at each place."""
    text, start = sentence.text, sentence.char_start
    span = _FROM.match(text)
    if span is None or not (_OF_SEVERAL.search(text) and (_GETS.search(text) or GOES_TO.search(text))):
        return []
    stop = _HEAD_ENDS.search(text, span.end())
    end = stop.start() if stop is not None else len(text)
    mentions = [m for m in find_municipalities(text) if m.char_end <= end and _IN.search(text, 0, m.char_start)]
    is_spanned = len(mentions) > 1 and mentions[0].char_end < span.end() <= mentions[-1].char_start
    if not is_spanned or mentions[-1].confidence < LIKELY:
        return []
    # "i Skive": a word that is a place here, beside another that surely is one
    sure = [replace(m, confidence=max(m.confidence, LIKELY)) for m in mentions]
    entries = [_entry([mention], start, line, is_only_names=True) for mention in sure]
    quotes = project_quotes(text, 0, end)
    if len(quotes) == len(mentions):
        for entry, quote in zip(entries, quotes, strict=True):
            entry.title, entry.is_only_names = quoted(quote, start), False
    return entries

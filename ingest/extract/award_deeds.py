"""News that says how many projects got money, and then what each municipality will do, in running text without sums.

"Seks projekter fra otte kommuner får i alt 12 mio. kr. ... Havby og Sydvig kommuner vil bygge en fælles vagt op, mens
Østby Kommune ansætter to sygeplejersker."
"""

from __future__ import annotations

import re

from corpus.number_words import pattern_of_words, whole_number
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_said import PROJECT_IN_QUOTES
from ingest.extract.award_words import NEGATIVE
from ingest.extract.draft import Found
from ingest.extract.entries import Entry, names_run, place_founds
from ingest.extract.lines import Line, Page, Span

_NUMBER = rf"(?P<n>\d{{1,2}}|{pattern_of_words(2, 20)})"
_ANNOUNCES = re.compile(
    rf"\b{_NUMBER}\s(?:\w+\s){{0,2}}?(?P<what>projekter|kommuner)\b[^.]{{0,60}}?\b"
    r"(?:får|fik|har fået|modtager|modtog|deler|skal dele|støttes|udvalgt|tildelt)\b",
    re.IGNORECASE,
)
"""How many got money, in the title or the lead."""
_SHARED_OUT = Cue(
    r"\b(?:\w*puljen?|pengene|midlerne)\b[^.]{0,60}\b(?:fordelt|udmøntet|uddelt|givet|går|deles|støtter|støttet)\b[^.]{0,40}\b"
    r"(?:kommuner|projekter|steder)(?:ne)?\b|"
    r"\b(?:kommuner|projekter)(?:ne)?\b[^.]{0,40}\b(?:får|fik|fået|modtaget|modtager|støttes)\b[^.]{0,40}\b"
    r"(?:pulje\w*|penge|midler|støtte|tilskud|tilsagn)\b"
)
"""What says that several got money where it does not say how many."""
_MOST = 20  # deeds that such an item tells of
_LEAD_LINES = 4
_ACTS = (
    r"(?:vil|skal|kan|satser|ansætter|indretter|opbygger|bygger|starter|udvikler|afprøver|prøver|tester|etablerer|laver|"
    r"opretter|går|sætter|arbejder|tilbyder|uddanner|inviterer|styrker|samler|begynder|lader|åbner|indfører|bruger|giver|"
    r"fokuserer|planlægger|udbygger|gennemfører|får|sender|træner|underviser)"
)
_SUBJECT_FIRST = re.compile(rf"\s*(?:(?:Regionsk|K|k)ommuner?)?\s(?:i fællesskab\s|sammen\s|begge\s|nu\s)?{_ACTS}\b")
_VERB_FIRST = re.compile(rf"\b{_ACTS}\s(?:også\s|desuden\s|derimod\s)?$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:for|fra|af|til|hos|mellem|omkring|nær|på|ved|end|som|ligesom|uden for|tæt på)\s$", re.IGNORECASE
)
_TOGETHER = Cue(r"\bfælles\b|\bsammen\b|i fællesskab|samarbejd\w*|\bet partnerskab\b")
_APART = Cue(r"\bhenholdsvis\b|\bhhv\.|\bhver (?:sit|sin|for sig|især)\b|\bbegge\b")
_SAID = re.compile(r"^\s?[-–—”\"]\s?[A-ZÆØÅ]")
_LEAST = 3


def announced(page: Page) -> int:
    """Give how many projects (or municipalities) the head of a news item says got money; 0 where it says none."""
    for line in page.lines[:_LEAD_LINES]:
        match = _ANNOUNCES.search(line.text)
        if match is not None and not NEGATIVE.search(line.text):
            return whole_number(match["n"])
    return 0


def _shares_out(page: Page) -> bool:
    """Tell whether the head of a news item says that a pool's money goes to several, naming none of them."""
    return any(
        _SHARED_OUT.search(sentence.text)
        and not NEGATIVE.search(sentence.text)
        and not any(m.confidence >= LIKELY for m in find_municipalities(sentence.text))
        for sentence, _ in page.sentences_of(page.lines[:_LEAD_LINES])
    )


def find_deeds(page: Page, *, has_pool: bool) -> list[Entry]:
    """Give the municipalities that a news item of several grants says will do something, one entry a project.

    Empty where no more than two are told of, or more than got money.

    Args:
        page: the news item.
        has_pool: it names the pool that paid, and so need not say how many got money.
    """
    number = announced(page) or (_MOST if has_pool and _shares_out(page) else 0)
    if number < _LEAST:
        return []
    found: dict[frozenset[str], Entry] = {}
    for sentence, line in page.sentences:
        if line.is_heading or line.cells or line.is_list_item or _SAID.match(line.text):
            continue
        if NEGATIVE.search(sentence.text):
            continue
        for entry in _of_sentence(sentence, line):
            found.setdefault(frozenset(str(p.value) for p in entry.places), entry)
    entries = list(found.values())
    return entries if _LEAST <= len(entries) <= number else []


def _of_sentence(sentence: Span, line: Line) -> list[Entry]:
    text = sentence.text
    mentions = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
    subjects: list[tuple[int, list[PlaceMention]]] = []
    position = 0
    while position < len(mentions):
        run = names_run(text, mentions[position:])
        if run is None:
            break
        begin, end, names = run
        position += len(names)
        if _ASIDE.search(text, 0, begin):
            continue  # "nord for København"
        is_first = _SUBJECT_FIRST.match(text, names[-1].char_end) is not None
        if is_first or _VERB_FIRST.search(text, 0, begin) is not None or _SUBJECT_FIRST.match(text, end):
            subjects.append((begin, names))
    entries: list[Entry] = []
    ends = [*(begin for begin, _ in subjects[1:]), len(text)][: len(subjects)]
    for (begin, names), end in zip(subjects, ends, strict=True):
        clause = text[begin:end]
        apart = len(names) > 1 and (_APART.search(clause) is not None or not _TOGETHER.search(clause))
        groups = [[name] for name in names] if apart else [names]
        quotes = [q for q in PROJECT_IN_QUOTES.finditer(text, begin, end)]
        for group in groups:
            start = sentence.char_start
            entry = Entry(start + begin, start + end, line.index, form="prose", path=line.path)
            entry.places = place_founds(group, start)
            if len(groups) == len(quotes) == 1:
                at = start + quotes[0].start("title")
                name = quotes[0]["title"].strip(" ,.")
                entry.title = Found(name, at, at + len(name), 0.86)
            entries.append(entry)
    starts = {e.char_start for e in entries}
    if len(starts) < len(entries):  # parts of one clause: each at its own name, so that no two share a place
        for entry in entries:
            entry.char_start = entry.places[0].char_start
    return entries

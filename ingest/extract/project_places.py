"""Whose a project is: the municipalities that a page, or a section of it, gives as taking part."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.entries import names_run
from ingest.extract.home_place import home_place
from ingest.extract.labels import Label
from ingest.extract.lines import Line, Page, Span

_PARTICIPATES = Cue(
    r"deltager|deltog|deltagende|i fællesskab|er med i|var med i|med i projektet|gået sammen|går sammen|samarbejder|"
    r"samarbejdede|samarbejde med|i samarbejde|medvirker|medvirkede|projektkommune|"
    r"modelkommune|projektejer|står bag|afprøver|afprøvede|har afprøvet|\bafprøvet\b|arbejdet med|\bgennemført\b|"
    r"\bindført\b|\bdeltaget\b|\bsamarbejdet\b|gennemfører|gennemførte|tilbyder|har "
    r"fået|har modtaget|fik|får|modtager|modtog|udviklede|udvikler|arbejder|arbejdede|"
    r"har etableret|har givet|tildelt|bevill?i?get|til projektet|indførte|har indført|igangsatte|projekt(?:et)? i|"
    r"borgere i|ældre i|hjemmeplejen i|"
    r"plejecentr\w+ i|støttet"
)


ASIDE = Cue(
    r"inspirer|inspiration|ligesom i|som i\b|erfaringer fra|tidligere|besøg hos|andre kommuner|læs også|"
    r"bl\.a\. fra|modellen fra|kendt fra|i modsætning|også andre|udbredes til|spredes til|"
    r"sammenlign|kontrol|nabokommune|oplæg fra|født|uddannet i|professor|lektor|konference|mødtes|afholdes|trykt|"
    # what is only thought of: "I stedet undersøger vi et samarbejde med Havby Kommune"
    r"(?:i stedet|næste skridt|undersøge[rs]+|overveje[rs]+|drøfte[rs]+|forhandler|planlægger|ønsker|på sigt)\b"
    r"(?:\s[\wæøå]+){0,6}\s(?:samarbejde|fællesskab|tale|ordning)\w*\s(?:[\wæøå]+\s){0,3}(?:med|hos|i)\b"
)


_WHICH = r"(?i:de|disse|alle|flere|hvilke|to|tre|fire|fem|seks|syv|otte|ni|ti|øvrige|andre|\w+(?:ende|ede|gte))"
KOMMUNE_TITLE = re.compile(
    rf"^(?!(?:{_WHICH}\s)+kommuner)(?:projekt i\s)?[A-ZÆØÅ][\wæøåÆØÅ .,-]{{1,60}}?\s(?:Regionsk|K|k)ommuner?$"
)


def find_places(page: Page, lines: list[Line], labels: list[Label], title: Span | None) -> list[Found]:
    """Give the municipalities that take part: as labelled, else as the title has them, else as sentences say.

    Municipalities that are only compared with, visited or quoted are left out.
    """
    for label in labels:
        if label.role == "owner":
            found = founds_of(find_municipalities(label.value.text), label.value.char_start, 0.97)
            if found:
                return found + _listed_below(lines, label, {f.value for f in found})
    heads: list[Found] = []
    for line in lines[:10]:
        if line.is_heading or KOMMUNE_TITLE.match(line.text) or (title and line.char_start == title.char_start):
            heads += [
                f
                for f in founds_of(find_municipalities(line.text), line.char_start, 0.95)
                if f.value not in {h.value for h in heads}
            ]
        if len(heads) and not (title and line.char_start < title.char_end):
            break
    stated = find_participants(page, lines)
    if heads:
        head_codes = {h.value for h in heads}
        joint = [f for f in stated if f.value not in head_codes and f.confidence >= 0.9]
        return heads + joint
    # "Vejen Kommune ... henter borgeren på sygehuset i Kolding": a town beside one that is said to be a municipality
    least = 0.9 if any(f.confidence >= 0.9 for f in stated) else 0.85
    sure = [f for f in stated if f.confidence >= least]
    if sure:
        return sure
    home = home_place(page)
    if home is not None:
        return [home]
    listed = [line for line in lines if line.is_list_item and only_names(line)]
    if listed:  # "Model A" over a bullet of names: the places that take part, and no others are named
        found = [f for line in listed for f in founds_of(find_municipalities(line.text), line.char_start, 0.85)]
        return list({f.value: f for f in found}.values())
    mentions = [m for line in lines for m in find_municipalities(line.text) if m.confidence >= LIKELY]
    counts = Counter(m.code for m in mentions)
    if not counts:
        return []
    if together := _named_together(lines, set(counts)):
        return together
    top, n_top = counts.most_common(1)[0]
    for line in lines:
        for m in find_municipalities(line.text):
            if m.code == top and m.confidence >= LIKELY and (len(counts) == 1 or n_top >= 2):
                return [
                    Found(
                        top,
                        line.char_start + m.char_start,
                        line.char_start + m.char_end,
                        0.8 if len(counts) == 1 else 0.7,
                    )
                ]
    return []


def _listed_below(lines: list[Line], label: Label, named: set[object]) -> list[Found]:
    """Give the municipalities of the list that a label's value is the first of: "Deltagende kommuner" over bullets."""
    first = next((n for n, x in enumerate(lines) if x.char_start == label.value.char_start and x.is_list_item), None)
    if first is None or not only_names(lines[first]):
        return []
    below = takewhile(lambda x: x.is_list_item and only_names(x), lines[first + 1 :])
    found = [f for x in below for f in founds_of(find_municipalities(x.text), x.char_start, 0.97)]
    return [f for f in found if f.value not in named]


_MOST_TOGETHER = 4  # municipalities of one undertaking; more are a list
_SHARED = Cue(r"\bfælles\b|\bsammen\b|\bkommunerne har\b|\bde \w+ kommuner\b|\bdelt\b|\bdeler\b")


def _named_together(lines: list[Line], codes: set[str]) -> list[Found]:
    """Give the municipalities that a page names side by side, no others, where its words say that they share it."""
    if not 2 <= len(codes) <= _MOST_TOGETHER or not any(_SHARED.search(line.text) for line in lines):
        return []
    for line in lines:
        run = names_run(line.text, [m for m in find_municipalities(line.text) if m.confidence >= LIKELY])
        if run is not None and {m.code for m in run[2]} == codes:
            return founds_of(run[2], line.char_start, 0.75)
    return []


def founds_of(mentions: list[PlaceMention], start: int, confidence: float) -> list[Found]:
    """Give each municipality mentioned once, with its first place; doubtful mentions are left out."""
    found: dict[str, Found] = {}
    for m in mentions:
        if m.confidence >= LIKELY and m.code not in found:
            found[m.code] = Found(m.code, start + m.char_start, start + m.char_end, confidence)
    return list(found.values())


def find_participants(page: Page, lines: list[Line]) -> list[Found]:
    """Give the municipalities that sentences mention, in order, surer where the words say that they take part."""
    best: dict[str, Found] = {}
    for sentence, line in page.sentences_of(lines):
        if line.is_heading and len(sentence.text) < 25:
            continue
        mentions = [m for m in find_municipalities(sentence.text) if m.confidence >= LIKELY]
        subjects = _subjects(sentence.text, mentions)
        is_subtitle = line.index <= _SUBTITLES and len(line.text) < 90 and not line.text.endswith(".")
        for m in mentions:
            if _in_name(sentence.text, m):
                continue
            near = sentence.text[max(0, m.char_start - 100) : m.char_end + 110]
            aside = ASIDE.search(sentence.text[max(0, m.char_start - 60) : m.char_end + 25])
            confidence = (
                0.9
                if m.form in ("kommune", "list") and _PARTICIPATES.search(near)
                else 0.9
                if m.form == "kommune" and is_subtitle
                else 0.85
                if m in subjects or _PARTICIPATES.search(near)
                else 0.6
            )
            if aside:
                confidence = 0.3
            found = Found(m.code, sentence.char_start + m.char_start, sentence.char_start + m.char_end, confidence)
            if m.code not in best or best[m.code].confidence < confidence:
                best[m.code] = found
    return sorted(best.values(), key=lambda f: f.char_start)


_SUBTITLES = 3  # lines under the title that say whose report it is
_MAX_SUBJECT = 160  # characters
_ACTS = re.compile(
    r"\s(?:har|havde|vil|skal|deler|delte|samler|samlede|går|gik|slog|slår|prøver|prøvede|tester|testede|begyndte|"
    r"begynder|stopper|stoppede|lukker|lukkede|kan glæde sig)\b"
)
_POOL_NAME_BEFORE = re.compile(r"pulje\w*\s[\"”“»„]?$", re.IGNORECASE)
_OPEN_QUOTE = re.compile(r"[»„”\"“](?=[^«»„”\"“]{0,80}$)")
_CLOSE_QUOTE = re.compile(r"[^«»„”\"“]{0,80}[«”\"“]")


def _subjects(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Give the municipalities that a sentence begins with as those who act: "Havby og Sydvig har delt ..."."""
    acts = _ACTS.search(text, 0, _MAX_SUBJECT) if mentions and mentions[0].char_start < 10 else None
    if acts is None:
        return []
    lead = re.sub(r"^(?:Da|I|Både|Nu)\s", lambda m: " " * len(m[0]), text[: acts.start()])
    return [m for m in mentions if m.char_end <= acts.start()] if is_only_names(lead.strip()) else []


def _in_name(text: str, mention: PlaceMention) -> bool:
    """Tell whether a municipality's name is a word of a pool's or project's name: "puljen Vejen tilbage"."""
    if mention.form == "kommune":
        return False
    before, after = text[max(0, mention.char_start - 90) : mention.char_start], text[mention.char_end :][:90]
    if _POOL_NAME_BEFORE.search(before) and re.match(r"\s[a-zæøå]", after):
        return True
    goes_on = re.match(r"\s(?!og\b|samt\b|Kommune)[\wæøå]", after) is not None or not re.search(r"[»„”\"“]$", before)
    quoted = _OPEN_QUOTE.search(before) is not None and _CLOSE_QUOTE.match(after) is not None
    return quoted and goes_on


_CARD_SUM = re.compile(r"\s[·•|]\s[^·•|]*\d[^·•|]*$")


def only_names(line: Line) -> frozenset[str]:
    """Give the municipalities of a line that holds nothing but their names, and on a card its sum behind a dot."""
    return frozenset() if len(line.text) > 120 or line.cells else names_in(_CARD_SUM.sub("", line.text))


def names_in(text: str) -> frozenset[str]:
    """Give the municipalities of a text that holds nothing but their names, else nothing."""
    mentions = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
    left = text
    for m in reversed(mentions):
        left = left[: m.char_start] + left[m.char_end :]
    bare = _BETWEEN_NAMES.sub("", left)
    return frozenset(m.code for m in mentions) if mentions and not bare else frozenset()


_BETWEEN_NAMES = re.compile(
    r"\b(?:regions)?kommun\w*|\bog\b|\bsamt\b|\b(?:i (?:et )?(?:samarbejde|fællesskab)|sammen|fælles)(?: med)?\b|"
    r"\((?:projektejer|tovholder|(?:hoved)?ansøger|projektleder|lead)\)|[\W\d_]",
    re.IGNORECASE,
)


def is_only_names(text: str) -> bool:
    """Tell whether a text holds nothing but municipalities' names."""
    return bool(names_in(text))

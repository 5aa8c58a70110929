"""What a page calls a place's project in another sentence than its award's: "Havbys projekt hedder Friskere liv"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.places import find_municipalities
from ingest.extract.draft import Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Page, Span
from ingest.extract.project_places import is_only_names

_SHORT = 3  # letters that are no name

_IS_CALLED = r"(?:hedder|hed|kaldes|kaldtes|bærer navnet|har fået navnet|fik navnet|får navnet|er døbt|er navnet)"
_CALLS = (
    r"(?:kalder|kaldte|har kaldt|døbte|har døbt|har givet)\s"
    r"(?:sit|deres|det|projektet|indsatsen)(?:\sprojekt)?(?:\snavnet)?"
)
_THING = r"(?:\w*projekt(?:et)?|indsats(?:en)?|forsøg(?:et)?|tilbud(?:det)?|initiativ(?:et)?)"
_OWN = re.compile(rf"(?:\s[Kk]ommunes)?(?:\s(?:eget\s)?{_THING})?\s{_IS_CALLED}\s")  # "Havbys projekt hedder"
_IN_PLACE = re.compile(rf"(?:\s[Kk]ommune)?\s{_IS_CALLED}\s")  # "Projektet i Havby Kommune kaldes"
_THERE = re.compile(rf"(?:\s[Kk]ommune)?\s{_IS_CALLED}\s(?:{_THING}|det)\s")  # "I Havby hedder projektet"
_GIVES = re.compile(rf"(?:\s[Kk]ommune)?\s{_CALLS}\s")  # "Havby har kaldt sit projekt"
_THING_IN = re.compile(rf"\b{_THING}\s(?:i|fra|på)\s$", re.IGNORECASE)
_IN = re.compile(r"\b(?:i|på)\s$", re.IGNORECASE)
# "... og Sydvigs Tal på tavlen", behind a part that says that it tells names
_ELLIPTIC = re.compile(r"(?:\s[Kk]ommune)?s\s(?=[\"”“»„A-ZÆØÅ])")
_ELLIPTIC_IN = re.compile(r"(?:\s[Kk]ommune)?\s(?=[\"”“»„A-ZÆØÅ])")  # "..., i Sydvig Tal på tavlen"
_NAME = re.compile(
    r"[\"”“»„](?P<quoted>[^\"”“»«„\n]{3,90})[\"”“«”]|"
    r"(?P<name>[A-ZÆØÅ0-9][^.,;:()\"”“»«„\n]{2,80}?)"
    r"(?=[.,;:(]|$|\s[–—-]\s|\s(?:som|der|hvor|mens)\s|\sog\s(?:er|har|skal|vil|løber|går|handler|får|fik|det|den)\b|"
    r"\sog\s(?:i\s)?[A-ZÆØÅ][\wæøåÆØÅ-]+(?:\s[Kk]ommune)?s?\s(?:projekt|hedder|kaldes|kalder|[\"”“»„A-ZÆØÅ]))"
)


def with_names(page: Page, entries: Sequence[Entry]) -> None:
    """Give the entries without a name the one that a sentence of the page has for the project of their place.

    A place with two entries, or with two names, is left as it is: which is which is not said.
    """
    counts = Counter(str(place.value) for entry in entries for place in entry.places)
    wanted = {str(e.places[0].value): e for e in entries if e.title is None and len(e.places) == 1}
    wanted = {code: entry for code, entry in wanted.items() if counts[code] == 1}
    if not wanted:
        return
    found: dict[str, list[Found]] = {}
    for sentence, line in page.sentences:
        if not (line.cells or line.is_heading):
            for code, name in _told(sentence):
                found.setdefault(code, []).append(name)
    for code, names in found.items():
        if code in wanted and len({str(n.value).casefold() for n in names}) == 1:
            wanted[code].title = names[0]


def _told(sentence: Span) -> list[tuple[str, Found]]:
    text, start = sentence.text, sentence.char_start
    found: list[tuple[str, Found]] = []
    end = 0  # of the last name: a place within it is a word of it
    for mention in find_municipalities(text):
        if mention.char_start < end:
            continue
        behind = _says_name(text, mention.char_start, mention.char_end, is_after_name=bool(found))
        name = _NAME.match(text, behind.end()) if behind is not None else None
        if name is None:
            continue
        group = "quoted" if name["quoted"] else "name"
        value, begin = name[group].strip(), start + name.start(group)
        if len(value) > _SHORT and not is_only_names(value):
            found.append((mention.code, Found(value, begin, begin + len(value), 0.86)))
            end = name.end()
    return found


def _says_name(text: str, begin: int, end: int, *, is_after_name: bool) -> re.Match[str] | None:
    """Give what stands between a place and the name of its project; `None` where no name is said behind it."""
    is_own = text[:end].endswith("s") or re.match(r"\s[Kk]ommunes\b", text[end:]) is not None
    if is_own and (behind := _OWN.match(text, end)) is not None:
        return behind
    if is_own and is_after_name and (behind := _ELLIPTIC.match(text, end - text[:end].endswith("s"))) is not None:
        return behind
    if _THING_IN.search(text, 0, begin) and (behind := _IN_PLACE.match(text, end)) is not None:
        return behind
    if _IN.search(text, 0, begin) and (behind := _THERE.match(text, end)) is not None:
        return behind
    if is_after_name and _IN.search(text, 0, begin) and (behind := _ELLIPTIC_IN.match(text, end)) is not None:
        return behind
    return _GIVES.match(text, end)

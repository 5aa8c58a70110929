"""The 24 themes of the corpus, found by the sector's own words.

`data/themes.json` gives each theme strong words, which alone are enough, medium ones, which are enough in a title, and
weak ones, which count when the text has more to show. `*` at an end of a word lets compounds and inflections match:
"*rehabiliter*". The words are ours.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

STRONG = 0.75
MEDIUM = 0.5
WEAK = 0.3


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A word in a text that points to a theme."""

    theme: str
    char_start: int  # half-open with char_end
    char_end: int
    confidence: float  # STRONG, MEDIUM or WEAK


@cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = files("corpus").joinpath("data/themes.json").read_text("utf-8")
    words: dict[str, dict[str, list[str]]] = json.loads(text)
    return words


def themes() -> tuple[str, ...]:
    """Give the names of all themes, in alphabetical order."""
    return tuple(sorted(_words()))


@dataclass(frozen=True, slots=True)
class _Phrase:
    theme: str
    confidence: float
    head: str  # the literal the phrase begins with
    words: str
    starts_inside: bool  # a word
    ends_inside: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the phrase looks like in a text."""
        return _compile(self.words, self.starts_inside, self.ends_inside)

    def end_at(self, text: str, at: int) -> int | None:
        """Give where the phrase ends in a text that has its head at this place, at the start of a word."""
        if self.head != self.words:  # several words, or any letters between
            found = self.pattern.match(text, at)
            return found.end() if found else None
        end = at + len(self.head)
        after = text[end : end + 1]
        return None if not self.ends_inside and (after.isalnum() or after == "_") else end


_HEAD = 3  # letters by which phrases are looked up; shorter ones are filed under what they have
_WORD = re.compile(r"(?<![\w-])[\w§]")


@cache  # one by one, when its head is first met: all eight hundred take a tenth of a second
def _compile(phrase: str, starts_inside: bool, ends_inside: bool) -> re.Pattern[str]:
    body = re.escape(phrase).replace(r"\*", r"\w{0,12}").replace(r"\ ", r"[\s\u00a0]{1,3}")
    before = "" if starts_inside else r"(?<![\w-])"
    after = "" if ends_inside else r"(?![\w])"
    return re.compile(f"{before}{body}{after}")


@cache
def _phrases() -> tuple[dict[str, list[_Phrase]], list[_Phrase]]:
    """Give the phrases that start a word, filed by their first letters, and those that may start inside one."""
    filed: dict[str, list[_Phrase]] = defaultdict(list)
    inside: list[_Phrase] = []
    for theme, lists in _words().items():
        for strength, confidence in (("strong", STRONG), ("medium", MEDIUM), ("weak", WEAK)):
            for word in lists[strength]:
                bare = word.strip("*")
                head = re.split(r"[ *]", bare)[0]
                phrase = _Phrase(theme, confidence, head, bare, word.startswith("*"), word.endswith("*"))
                if word.startswith("*"):
                    inside.append(phrase)
                else:
                    filed[head[:_HEAD]].append(phrase)
    return dict(filed), inside


def find_themes(text: str) -> list[ThemeMention]:
    """Give the words that point to themes, in order of place, then theme. Runs in time linear in the text."""
    return list(_find(text))


@lru_cache(maxsize=256)  # a page's lead is weighed anew for each of the projects it lists
def _find(text: str) -> tuple[ThemeMention, ...]:
    lowered = text.lower() if len(text.lower()) == len(text) else text
    filed, inside = _phrases()
    mentions: list[ThemeMention] = []
    for start in _WORD.finditer(lowered):
        at = start.start()
        for length in range(1, _HEAD + 1):
            for phrase in filed.get(lowered[at : at + length], ()) if lowered[at : at + length] else ():
                if len(phrase.head[:_HEAD]) == length and lowered.startswith(phrase.head, at):
                    end = phrase.end_at(lowered, at)
                    if end is not None:
                        mentions.append(ThemeMention(phrase.theme, at, end, phrase.confidence))
    for phrase in inside:
        if phrase.head not in lowered:
            continue
        for match in phrase.pattern.finditer(lowered):
            mentions.append(ThemeMention(phrase.theme, match.start(), match.end(), phrase.confidence))
    return tuple(sorted(set(mentions), key=lambda m: (m.char_start, m.theme, m.char_end)))


def score_themes(parts: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Weigh the themes of a text that has parts: its title counts more than what is far down.

    Args:
        parts: text and weight, e.g. `[(title, 2.0), (summary, 1.0)]`.

    Returns:
        Sum over the distinct words of each theme of confidence times the weight of the heaviest part it stands in.
    """
    best: dict[tuple[str, str], float] = {}
    for text, weight in parts:
        for mention in find_themes(text):
            # Inflections of one word are one word: five letters tell words of a theme apart.
            key = (mention.theme, text[mention.char_start : mention.char_end].lower()[:8])
            best[key] = max(best.get(key, 0.0), mention.confidence * weight)
    scores: dict[str, float] = defaultdict(float)
    for (theme, _), value in best.items():
        scores[theme] += value
    return dict(scores)

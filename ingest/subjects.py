"""What a project is about, and how well a text that names neither it nor its pool fits it: subject, time and payer.

A municipality's own page says "Pause uden røg" and "støttet af staten", a list only that the municipality got money
from a pool for smokers in 2023 to 2025. Where nothing else of that place fits, a reader takes them for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.documents import Document, DocumentKind
from corpus.pools import pool_key
from corpus.themes import STRONG, find_themes
from ingest.cues import Cue
from ingest.extract.project_titles import CALLED, NAMED_PROJECT, QUOTED_PROJECT
from ingest.extract.told_pools import ASKS
from ingest.profiles import Profile
from ingest.row_words import SENTENCE
from ingest.titles import GENERIC_WORDS, PLACE_NAMES

FITS = 3.0
"""Points from which a text and a project are one if neither fits another; see `fit`."""

MAY_FIT = 2.0
"""Points from which staff is asked, and another project stands in the way of one that fits."""

_LEAST_SUBJECT = 1.0
_LEAST_TITLED = 2  # words of a pool's name that its report's title has by no chance
_WORD = re.compile(r"[^\W\d_]{5,}")
_MANY = frozenset(
    "kommunal sundhed sundhedsvæsen pleje sygepleje sygeplejen hjemmepleje hjemmeplejen ældrepleje ældreplejen "
    "plejehjem plejecentre hverdag hverdagen hjemmet støtte model livet længe tættere særlig særlige "
    "fremtidens fremtiden lokale nationale danske region regioner kvalitet omsorg hjælp patienter patienten "
    "personer initiativ rehabilitering forebyggelse afsluttet projekter bedst godt gode nyt stærk stærke "
    "tidlig tidlige udsatte sårbare svage".split()
)
"""Words of so many pools' names and pages that they tell nothing."""
_ENDING = re.compile(r"(?:ernes|erne|enes|ene|ens|ets|en|et|er|es|e|s)$")
_STEM = 5  # letters of a word that are compared at least
_LATE = 3  # years after its end that a project is still told of
_YEAR = re.compile(r"\b20\d\d\b")
_UNDERTAKING = Cue(r"\bprojekt\w*|\bforsøg\w*|\bpulje\w*|\bindsats\w*|\btilbud\w*|\bordning\w*|\bforløb\w*|\bpilot\w*")
_STATE = Cue(
    r"\bstaten?s?\b|\bstatslig|\bfinanslov|\bsatspulje|\w*pulje(?:n|ns|r|midl\w*|peng\w*)?\b|\w*styrelsen|\w*ministeriet"
)
_GAVE = Cue(
    r"støt|tilskud|bevil|midler|penge|kroner|\bkr\.|betal|finansier|\bfået\b|\bfik\b|\bgav\b|modtag|tildel|\bbag\b|"
    r"\b(?:med|led) i\b|\bdel af\b|deltag|udvalgt"
)
_MONEY = Cue(r"støtte|tilskud|bevil|midler|penge|kroner|\bkr\.|pulje")
_ENROLS = re.compile(r"tilmeld|udpeg|indstill", re.IGNORECASE)
_PULL = Cue(r"\bpulje(?:projekt|forsøg|midler|penge)")
_REFERS = Cue(r"anbefal|retningslinj|vejledning|ifølge|undersøgelse|\btal fra|opgørelse|forebyggelsespakke|\bkrav\b")
_OTHER_PAYER = re.compile(
    r"\begne (?:midler|penge)|\beget budget|\bkommunens budget|\b(?:kommunen|byrådet|udvalget)\b[^.]{0,60}\b(?:selv |"
    r"har )?(?:betaler|betalt|finansierer|finansieret|afsat|afsætter|bevilget|bevilger)\b|"
    r"\b(?:støtte\w*|penge\w*|midler\w*|betalt|finansiere\w+|done\w+|bevil\w+|tilskud\w*)\b[^.]{0,60}(?:"
    r"\b\w*[Ff]ond(?:en)?\b|"
    r"\bRealdania\b|\bEU\b|\bLions\b|\bRotary\b|\bregionen\b|\bRegion [A-ZÆØÅ])|"
    r"(?:\b\w*[Ff]onden\b|\bRealdania\b|\bEU\b|\bRegion [A-ZÆØÅ]\w+)[^.]{0,60}\b(?:støtte\w*|betale\w*|gav|give\w*|"
    r"bevil\w+|done\w+|finansier\w+)"
)


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    bare = _ENDING.sub("", word)
    return bare if len(bare) >= _STEM else word[:_STEM]


def telling_words(names: Iterable[str]) -> frozenset[str]:
    """Give the words of names that say what something is about, without their endings."""
    text = " ".join(PLACE_NAMES.sub(" ", pool_key(name)) for name in names)
    return frozenset(_stem(w) for w in _WORD.findall(text) if w not in GENERIC_WORDS and w not in _MANY)


@dataclass
class Text:
    """A document as it is compared with projects that it does not name."""

    document: Document

    @cached_property
    def words(self) -> frozenset[str]:
        """Its longer words, in lower case."""
        return frozenset(_WORD.findall(self.document.text.casefold()))

    @cached_property
    def themes(self) -> frozenset[str]:
        """The themes that its words point to strongly."""
        return frozenset(m.theme for m in find_themes(self.document.text) if m.confidence >= STRONG)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that it names, and that of its date."""
        stated = {int(y) for y in _YEAR.findall(self.document.text)}
        return frozenset(stated | ({int(self.document.last_updated[:4])} if self.document.last_updated else set()))

    @cached_property
    def is_of_grant(self) -> bool:
        """Whether it tells of an undertaking, and neither asks for money nor says that another has paid."""
        text = self.document.text
        is_report = self.document.kind in (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT)
        if not (is_report or _UNDERTAKING.search(text)) or _OTHER_PAYER.search(text):
            return False
        # "for få tilmeldte" asks nobody for money
        asking = ((m[0], asks[0]) for m in SENTENCE.finditer(text) if (asks := ASKS.search(m[0])))
        return not any(_MONEY.search(sentence) or not _ENROLS.match(asks) for sentence, asks in asking)

    @cached_property
    def is_paid(self) -> bool:
        """Whether a sentence says that a pool, the state, a ministry or an agency gave to it, or that it is part."""
        return bool(_PULL.search(self.document.text)) or any(
            _STATE.search(m[0]) and _GAVE.search(m[0]) and not _REFERS.search(m[0])
            for m in SENTENCE.finditer(self.document.text)
        )

    @cached_property
    def names_project(self) -> bool:
        """Whether it calls a project by name: "de begyndte i projektet Peer på gangen"."""
        text = self.document.text
        return any(pattern.search(text) for pattern in (QUOTED_PROJECT, NAMED_PROJECT, CALLED))

    def holds(self, stem: str) -> bool:
        """Tell whether a word begins as another, or ends with it: "rygestoprådgivere", "terapihunde"."""
        return any(word.startswith(stem) or (len(stem) > _STEM and stem in word) for word in self.words)


def fit(project: Profile, text: Text, names: frozenset[str] = frozenset()) -> float:
    """Give the points for a text of the project's place being about it: subject 0-2, time 0-1, payer 0-1, title 0-1.

    0 where the subjects do not meet, the text tells of no grant, or what either says of time speaks against the other.

    Args:
        project: the project.
        text: a text that names neither it nor its pool.
        names: rare words with a capital that stand beside the project's place elsewhere; one of them is as good as a
            subject and a payer, since it may be the project's name.
    """
    subject = _subject(project, text)
    if any(re.search(rf"\b{re.escape(name)}\b", text.document.text) for name in names):
        return 0.0 if _time(project, text.years) is None else FITS
    if subject < _LEAST_SUBJECT or not text.is_of_grant:
        return 0.0
    time = _time(project, text.years)
    if time is None:
        return 0.0
    return subject + time + (1.0 if text.is_paid else 0.0) + (1.0 if _is_titled(project, text) else 0.0)


def _is_titled(project: Profile, text: Text) -> bool:
    """Tell whether a title has most of what a pool is for: "Telemedicin til borgere med hjertesvigt"."""
    told = telling_words(filter(None, (text.document.title,)))
    wanted = telling_words(project.pools)
    return len(told & wanted) >= max(_LEAST_TITLED, len(wanted) / 2)


_LEAST_NAME = 8  # letters of a name that is one word


def _subject(project: Profile, text: Text) -> float:
    if any(len(title) >= _LEAST_NAME and title.casefold() in text.words for title in project.titles):
        return 2.0  # "to natugler", beside the place and payer of "Natugler"
    words = [w for w in sorted(telling_words((*project.pools, *project.titles))) if text.holds(w)]
    shared = project.themes & text.themes
    # a word that is what points to the theme says the same once more
    own = {m.theme for w in words for m in find_themes(w)}
    return min(2.0, len(words) + (0.0 if not shared else 1.0 if shared - own else 0.5))


def is_in_time(project: Profile, text: Text) -> bool:
    """Tell whether the years that a text names do not all lie before or long after a project."""
    return _time(project, text.years) is not None


def _time(project: Profile, years: frozenset[int]) -> float | None:
    first = min((y for y in (project.start, *project.years) if y), default=None)
    if first is None or not years:
        return 0.0
    last = project.end or max((first, *project.years)) + _LATE
    inside = {y for y in years if first <= y <= last}
    if project.end and project.start and {project.start, project.end} <= years:
        return 1.0
    if inside:
        return 0.5
    return 0.0 if any(first - 1 <= y <= last + _LATE for y in years) else None

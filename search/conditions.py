"""Conditions that plain words state, found in a query's tokens.

A condition is hard where the words state it ("i Vejle Kommune", "over 100 mio. kr."), and soft where they may as well
be just words ("rygestop Syddanmark 2020"). Records that lack the field always stay, below.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from corpus.themes import STRONG, ThemeMention, find_themes, themes
from search.columns import Columns
from search.condition_labels import label_of
from search.constraints import Constraint, Strength
from search.cues import Cue, cue_table
from search.fields import find_field
from search.filters import resolve_filter
from search.names import NameFound, NameTable
from search.negation import turned_spans
from search.places_in_queries import PlaceFound, find_places, likeness_before
from search.quantities import find_quantities
from search.synonyms import Synonyms
from search.tokens import Token, keys_of, tokenise

PLACE_WEIGHT, YEAR_WEIGHT, THEME_WEIGHT, NAME_WEIGHT = 0.6, 0.4, 0.2, 0.5
LONG_QUERY_SHARE = 0.2
"""What is left of a preference's weight in a draft."""

_OWN = frozenset("vores vor vort our".split())
"""Who speaks so of a place tells where the plan is made, and asks for nothing there: "som vores akuttilbud i Vejle"."""

_GIVING = frozenset(
    "støttet støttede støtter støttes finansieret finansierede finansierer bevilget bevilger bevilgede giver gav givet "
    "uddelt uddeler bevillingsgiver fonde puljer pulje puljemidler funded financed".split()
)
_RECEIVING = frozenset("fået får fik modtaget modtog received got".split())

HEADING_WEIGHT = 2.0
LONGEST_HEADING = 150
"""Characters of a draft's first line, if that is a heading."""

_PROJECTS = ("projekt", "projekter", "projektet", "projekterne")
_POOLS = ("puljer", "puljerne")  # in the singular it is mostly a name: "Rygestoppuljen"

DRAFT_THEMES_WEIGHT, LONG_DRAFT_THEMES_WEIGHT = 0.5, 1.0
"""What the themes of a draft count together, of one of a few sentences and of one of pages: of many words, the few that
name a theme say best what it is about. nDCG@10 of 16 drafts of 30 to 60 words 0.886 at 0.5 and 0.883 at 1.2, of four
drafts of 200 words 0.842 and 0.905, and 0.817 with every theme counting the same however often it is named."""

SHORT_DRAFT, LONG_DRAFT = 75, 150  # words


@dataclass(frozen=True, slots=True)
class FoundCondition:
    """A condition, and the words that state it."""

    constraint: Constraint
    first: int  # number of the first token, half-open with end
    end: int
    is_structure: bool = False  # its words state the condition and nothing else

    def overlaps(self, other: FoundCondition) -> bool:
        """Say whether a word belongs to both."""
        return self.first < other.end and other.first < self.end

    def is_same_place(self, other: FoundCondition) -> bool:
        """Say whether the same words state both."""
        return (self.first, self.end) == (other.first, other.end)


class ConditionFinder:
    """Finds conditions over one snapshot's values and names.

    Args:
        columns: the snapshot's columns.
        synonyms: the list, which knows funders by their short names.
        this_year: what "de sidste fem år" count back from.
    """

    def __init__(self, columns: Columns, synonyms: Synonyms, this_year: int | None = None) -> None:
        self._columns = columns
        self._names = NameTable(columns, synonyms)
        self._this_year = this_year

    def find(
        self, text: str, read: str, tokens: Sequence[Token], is_long: bool
    ) -> tuple[list[FoundCondition], list[tuple[int, int, int]]]:
        """Give the conditions read from plain words; longer ones first, none over the words of another.

        Beside them what is named as not wanted and is less than a theme: "ikke KOL", by the number of the turning
        token and the span, half-open, of the tokens turned.

        Args:
            text: as written, which the places of `tokens` are places in.
            read: the same with its slips put right.
            tokens: its words.
            is_long: whether it is a draft.
        """
        places = self._places(tokens, is_long)
        named = self._named(tokens, is_long)
        if not _speaks_of_giving(tokens):  # "demens i Odense Kommune" asks what was done there, not what it paid for
            named = [n for n in named if n.constraint.field != "funder" or not any(map(n.overlaps, places))]
        found = [*self._cues(tokens, is_long), *self._quantities(text, tokens), *places, *named]
        kept: list[FoundCondition] = []
        for item in found:
            if all(item.end <= k.first or item.first >= k.end or item.is_same_place(k) for k in kept):
                kept.append(item)
        structural = {i for item in kept if item.is_structure for i in range(item.first, item.end)}
        kept += self._themes(read, tokens, is_long, structural)
        return (kept, []) if is_long else self._turned(kept, tokens)

    def _turned(
        self, found: Sequence[FoundCondition], tokens: Sequence[Token]
    ) -> tuple[list[FoundCondition], list[tuple[int, int, int]]]:
        """Turn round what a "not" stands before; its words are then no longer looked for.

        Of a theme that the words are only a part of, the words alone are turned: they are given apart.
        """
        spans = turned_spans(tokens, [(f.first, f.end) for f in found if f.constraint.op == "is"])
        out: list[FoundCondition] = []
        words: list[tuple[int, int, int]] = []
        for item in found:
            at = spans.get((item.first, item.end)) if item.constraint.op == "is" else None
            if at is None:
                out.append(item)
                continue
            if item.constraint.field == "theme" and not _is_whole_theme(item, tokens):
                words.append((at, item.first, item.end))
                continue
            turned = replace(item.constraint, op="not", label=item.constraint.label.replace(":", " ikke:", 1))
            placed = _placed(turned, tokens, at, item.end, Strength.HARD, 1.0)
            out.append(FoundCondition(placed, at, item.end, is_structure=True))
        return out, words

    def _cues(self, tokens: Sequence[Token], is_long: bool) -> list[FoundCondition]:
        """Give what words like "der stadig kører" state; in a draft they tell of its plan, and ask for little."""
        hits = cue_table().find(tokens)
        if is_long:
            return [_as_told(self._cue(cue, tokens, first, end)) for first, end, cues in hits for cue in cues]
        found = [self._cue(cue, tokens, first, end) for first, end, cues in hits for cue in cues]
        cued = {i for first, end, _ in hits for i in range(first, end)}
        for i, token in enumerate(tokens):  # "demensprojekter" asks for the same as "projekter om demens"
            if i not in cued and token.term.endswith((*_PROJECTS, *_POOLS)):
                cues = cue_table().get("puljer" if token.term.endswith(_POOLS) else "projekter") or ()
                found += [replace(self._cue(cue, tokens, i, i + 1), is_structure=False) for cue in cues]
        return found

    def _cue(self, cue: Cue, tokens: Sequence[Token], first: int, end: int) -> FoundCondition:
        constraint = resolve_filter(cue.field, cue.value, self._columns)
        strength = Strength.HARD if cue.weight is None else Strength.SOFT
        placed = _placed(constraint, tokens, first, end, strength, 1.0 if cue.weight is None else cue.weight)
        return FoundCondition(placed, first, end, is_structure=True)

    def _quantities(self, text: str, tokens: Sequence[Token]) -> list[FoundCondition]:
        out = []
        for quantity in find_quantities(text, this_year=self._this_year):
            covered = [
                i for i, t in enumerate(tokens) if t.char_start < quantity.char_end and t.char_end > quantity.char_start
            ]
            if not covered:
                continue
            strength = Strength.HARD if quantity.is_stated else Strength.SOFT
            constraint = Constraint(
                field=quantity.field,
                op="range",
                span=quantity.span,
                label=quantity.label,
                strength=strength,
                char_start=quantity.char_start,
                char_end=quantity.char_end,
                weight=1.0 if quantity.is_stated else YEAR_WEIGHT,
            )
            out.append(FoundCondition(constraint, covered[0], covered[-1] + 1, is_structure=quantity.field != "year"))
        return out

    def _places(self, tokens: Sequence[Token], is_long: bool) -> list[FoundCondition]:
        places = find_places(tokens)
        alike_to = [(place, first) for place in places if (first := likeness_before(tokens, place)) is not None]
        places = [place for place in places if all(place is not like for like, _ in alike_to)]
        is_setting = is_long or any(token.term in _OWN for token in tokens)
        turned = turned_spans(tokens, [] if is_long else [(place.first, place.end) for place in places])
        out = [self._alike(place, first, tokens) for place, first in alike_to if not is_long]
        for place in places:
            # "Vejle og Køge" means either
            is_turned = (place.first, place.end) in turned
            alike = [p for p in places if p.field == place.field and ((p.first, p.end) in turned) == is_turned]
            strength = Strength.HARD if place.is_stated and not is_setting else Strength.SOFT
            share = LONG_QUERY_SHARE if is_setting else 1.0
            values = tuple(dict.fromkeys(code for p in alike for code in p.codes))
            constraint = Constraint(
                field=place.field,
                op="is",
                values=values,
                label=f"{find_field(place.field).label}: {', '.join(dict.fromkeys(p.name for p in alike))}",
            )
            weight = share * (1.0 if strength is Strength.HARD else PLACE_WEIGHT)
            out.append(
                FoundCondition(
                    _placed(constraint, tokens, place.first, place.end, strength, weight), place.first, place.end
                )
            )
        return out

    def _alike(self, place: PlaceFound, first: int, tokens: Sequence[Token]) -> FoundCondition:
        """Give "i kommuner som Struer" as the municipalities most like it in population, type and region."""
        constraint = resolve_filter("similar_to", place.codes[0], self._columns)
        placed = _placed(constraint, tokens, first, place.end, Strength.HARD, 1.0)
        return FoundCondition(placed, first, place.end, is_structure=True)

    def _named(self, tokens: Sequence[Token], is_long: bool) -> list[FoundCondition]:
        out = []
        names = self._names.find(tokens)
        for name in names:
            constraint = Constraint(
                field=name.field,
                op="is",
                values=name.values,
                label=label_of(find_field(name.field), "is", self._told(name), self._columns),
            )
            n_alike = sum((other.first, other.end) == (name.first, name.end) for other in names)
            # "Nordea-fonden" is both a funder and a pool: together they count as one name
            weight = NAME_WEIGHT / n_alike * (LONG_QUERY_SHARE if is_long else 1.0)
            placed = _placed(constraint, tokens, name.first, name.end, Strength.SOFT, weight)
            out.append(FoundCondition(placed, name.first, name.end))
        return out

    def _told(self, name: NameFound) -> list[str]:
        """Give the first value of each label, three at most: pools of one name are told once."""
        column = self._columns.facets[name.field]
        return list({column.label(value).split(": ")[0]: value for value in reversed(name.values)}.values())[:3]

    def translated_themes(self, danish: Sequence[str], tokens: Sequence[Token]) -> list[FoundCondition]:
        """Give the themes of an English query's Danish words; they stand for the query as a whole."""
        column = self._columns.facets["theme"]
        mentions = find_themes("; ".join(danish).lower())
        names = dict.fromkeys(m.theme for m in mentions if m.confidence >= STRONG and m.theme in column.positions)
        out = []
        for name in names:
            constraint = Constraint("theme", "is", (name,), label=f"Tema: {name}")
            placed = _placed(constraint, tokens, 0, len(tokens), Strength.SOFT, THEME_WEIGHT)
            out.append(FoundCondition(placed, 0, len(tokens)))
        return out

    def _themes(self, text: str, tokens: Sequence[Token], is_long: bool, structural: set[int]) -> list[FoundCondition]:
        column = self._columns.facets["theme"]
        out: dict[str, FoundCondition] = {}
        mentions = find_themes(text.lower())
        places = tokenise(text) if mentions else []  # as many: a slip is one word, and so is what it is read as
        for mention in mentions:
            if mention.confidence < STRONG or mention.theme not in column.positions or mention.theme in out:
                continue
            covered = [
                i for i, t in enumerate(places) if t.char_start < mention.char_end and t.char_end > mention.char_start
            ]
            covered = [i for i in covered if i < len(tokens)]
            named = {tokens[i].key for i in covered} & _theme_names()
            is_other_s_name = bool(named - keys_of(mention.theme))
            if covered and not structural & set(covered) and not is_other_s_name:
                constraint = Constraint("theme", "is", (mention.theme,), label=f"Tema: {mention.theme}")
                placed = _placed(constraint, tokens, covered[0], covered[-1] + 1, Strength.SOFT, THEME_WEIGHT)
                out[mention.theme] = FoundCondition(placed, covered[0], covered[-1] + 1)
        if not is_long:
            return list(out.values())
        told = {theme: self._rarity(theme) * told for theme, told in _prominence(text, mentions).items()}
        share = _themes_weight(len(tokens)) / (sum(told[theme] for theme in out) or 1.0)
        return [
            replace(found, constraint=replace(found.constraint, weight=share * told[theme]))
            for theme, found in out.items()
        ]

    def _rarity(self, theme: str) -> float:
        """Give how much a theme tells: few records are about dementia, and many about working across sectors."""
        column = self._columns.facets["theme"]
        n_records = int(self._theme_counts[column.positions[theme]]) if theme in column.positions else 0
        return math.log((self._columns.n_records + 1) / (n_records + 1))

    @cached_property
    def _theme_counts(self) -> npt.NDArray[np.int64]:
        """Give the number of records of each theme, by its position."""
        column = self._columns.facets["theme"]
        return np.bincount(column.numbers, minlength=len(column.values))


def _as_told(found: FoundCondition) -> FoundCondition:
    """Give a condition as a draft states it: a preference that counts little, whose words are searched for as well."""
    weight = LONG_QUERY_SHARE * found.constraint.weight
    told = replace(found.constraint, strength=Strength.SOFT, weight=weight)
    return replace(found, constraint=told, is_structure=False)


def _themes_weight(n_words: int) -> float:
    weights = (DRAFT_THEMES_WEIGHT, LONG_DRAFT_THEMES_WEIGHT)
    return float(np.interp(n_words, (SHORT_DRAFT, LONG_DRAFT), weights))


def _prominence(text: str, mentions: Sequence[ThemeMention]) -> dict[str, float]:
    """Say how much of a draft each theme is: by its mentions, each further one counting less, and by its heading."""
    heading = text.find("\n") if 0 < text.find("\n") <= LONGEST_HEADING else 0
    told: dict[str, float] = {}
    for theme in {mention.theme for mention in mentions}:
        places = {mention.char_start for mention in mentions if mention.theme == theme and mention.confidence >= STRONG}
        told[theme] = math.log2(1 + len(places)) + HEADING_WEIGHT * any(place < heading for place in places)
    return told


def _placed(
    constraint: Constraint, tokens: Sequence[Token], first: int, end: int, strength: Strength, weight: float
) -> Constraint:
    return replace(
        constraint,
        char_start=tokens[first].char_start,
        char_end=tokens[end - 1].char_end,
        strength=strength,
        weight=weight,
    )


def _speaks_of_giving(tokens: Sequence[Token]) -> bool:
    terms = {token.term for token in tokens}
    return bool(terms & _GIVING) and not terms & _RECEIVING


def _is_whole_theme(found: FoundCondition, tokens: Sequence[Token]) -> bool:
    """Say whether the words that state a theme are the theme's name, and not a part of what it holds."""
    name = keys_of(found.constraint.values[0])
    return {token.key for token in tokens[found.first : found.end]} <= name


def says_all(found: FoundCondition, tokens: Sequence[Token]) -> bool:
    """Say whether a condition says all that its words do: of "rygestopprojekter" it does, "Buurtzorg" is in a theme."""
    if found.constraint.op != "is" or found.constraint.field == "record_type":
        return False
    if found.constraint.field != "theme":
        return True
    name = keys_of(found.constraint.values[0])
    return all(
        token.key in name or token.is_stop_word or _key_of_subject(token) in name
        for token in tokens[found.first : found.end]
    )


def _key_of_subject(token: Token) -> str | None:
    """Give the key of what a compound with "projekter" or "puljer" is about: of "demensprojekter" that of "demens"."""
    ending = max((word for word in (*_PROJECTS, *_POOLS) if token.term.endswith(word)), key=len, default=None)
    subject = tokenise(token.term.removesuffix(ending).rstrip("-")) if ending else []
    return subject[0].key if subject else None


@cache
def _theme_names() -> frozenset[str]:
    """Give the keys of the themes that are called by one word: whoever writes it means that theme and no other."""
    names = [tokenise(theme) for theme in themes()]
    return frozenset(tokens[0].key for tokens in names if len(tokens) == 1)

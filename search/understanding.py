"""What a question in plain Danish asks for: conditions, and the words that are left to search by.

A condition read from plain words is hard where the words state it ("i Vejle Kommune", "over 100 mio. kr."), and soft
where they may as well be just words ("rygestop Syddanmark 2020"). Records that lack the field always stay, below.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from corpus.municipalities import municipalities
from corpus.themes import STRONG, find_themes, themes
from index.analysis import spell
from search.columns import Columns
from search.constraints import Constraint, Strength, label_of, resolve_filter
from search.cues import Cue, cue_table
from search.fields import find_field
from search.language import Language, detect_language, is_glossary_word
from search.names import NameTable
from search.negation import turned_spans
from search.places_in_queries import find_places
from search.quantities import find_quantities
from search.spelling import Speller
from search.synonyms import Expansion, Synonyms, shipped
from search.syntax import ParsedQuery
from search.tokens import Token, tokenise

LONG_QUERY = 25
"""From this many words a query is a draft: a place or authority in it tells the setting, and asks for nothing."""

PLACE_WEIGHT, YEAR_WEIGHT, THEME_WEIGHT, NAME_WEIGHT = 0.6, 0.4, 0.2, 0.5
LONG_QUERY_SHARE = 0.2
"""What is left of a preference's weight in a draft."""

DRAFT_THEMES_WEIGHT = 0.5
"""What the themes of a draft count together: of many words, the few that name a theme say best what it is about.
nDCG@10 of ten drafts 0.81 at 0.1 a theme, 0.88 at 0.5 together, 0.89 at 0.7."""

# Words of asking, which no record is about.
_SCAFFOLD = frozenset(
    "vis find søg søger leder hvilke hvilken hvilket hvad hvem hvor hvordan hvornår findes projekt projekter "
    "projekterne puljeprojekt puljeprojekter pulje puljer kommune kommuner kommunen kommunes støtte støttet støttede "
    "fået modtaget tilskud bevilling bevillinger bevilget midler penge beløb kr kroner mio million millioner mia "
    "andre nogen nogle alle gerne bedt give gav år periode perioden årene region regionen projects project grants "
    "grant show list region municipality municipalities".split()
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One word that was read as another."""

    char_start: int
    char_end: int
    written: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query as search reads it."""

    query: str  # cleaned; every place is a place in it
    tokens: tuple[Token, ...] = ()
    language: Language = Language.DANISH
    corrections: tuple[Correction, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    expansion: Expansion = field(default_factory=Expansion)
    text: str = ""  # corrected, without what only states conditions: what the channels search by
    content: tuple[str, ...] = ()  # the terms of it that a record can be about
    is_listing: bool = False  # nothing but conditions: every record that satisfies them is asked for
    is_long: bool = False
    stated: frozenset[str] = frozenset()  # ids of conditions in field syntax, which are kept to strictly

    @property
    def corrected(self) -> str | None:
        """Give the query as it was read, if any word was read as another."""
        if not self.corrections:
            return None
        return _substitute(self.query, {(c.char_start, c.char_end): c.read_as for c in self.corrections})


class QueryReader:
    """Reads queries over one snapshot's words and names, and one version of the synonym list."""

    def __init__(self, columns: Columns, terms: Mapping[str, int], synonyms: Synonyms | None = None) -> None:
        self._columns = columns
        self._synonyms = synonyms or shipped()
        known = [spell(word) for word in _known_words(self._synonyms)]
        spelled: dict[str, int] = {}
        for word, count in terms.items():
            spelled[spell(word)] = spelled.get(spell(word), 0) + count
        self._speller = Speller(spelled, known)
        self._names = NameTable(columns)

    def read(self, parsed: ParsedQuery, *, ignore: Collection[str] = (), is_plain: bool = False) -> Understanding:
        """Read a parsed query.

        Args:
            parsed: the query.
            ignore: ids of chips that the reader took away; "spelling" leaves every word as written.
            is_plain: take every word as written, and read no conditions: exact mode.

        Raises:
            QueryError: a `field:value` in the query names no field or value.
        """
        stated = self._stated(parsed)
        tokens = tokenise(parsed.text)
        language = detect_language([t.text for t in tokens], self._is_corpus_word)
        corrections: list[Correction] = []
        if not is_plain and "spelling" not in ignore and language is not Language.ENGLISH:
            tokens, corrections = self._corrected(tokens, parsed.phrases)
        is_long = len(tokens) > LONG_QUERY
        found: list[_Found] = []
        if not is_plain:
            read = _substitute(parsed.text, {(c.char_start, c.char_end): c.read_as for c in corrections})
            found = self._find(parsed.text, read, tokens, is_long)
            found = [f for f in found if f.constraint.chip_id not in ignore]
        text, content = _rest(parsed.text, tokens, found, corrections)
        is_english = language is Language.ENGLISH
        expansion = Expansion() if is_plain or is_long else self._synonyms.expand(tokens, is_english=is_english)
        if expansion.danish:
            found += [
                f for f in self._translated_themes(expansion.danish, tokens) if f.constraint.chip_id not in ignore
            ]
        return Understanding(
            query=parsed.query,
            tokens=tuple(tokens),
            language=language,
            corrections=tuple(corrections),
            constraints=(*stated, *_distinct([f.constraint for f in found])),
            phrases=parsed.phrases,
            excluded=parsed.excluded,
            expansion=expansion,
            text=text,
            content=content,
            is_listing=not content and not parsed.phrases,
            is_long=is_long,
            stated=frozenset(constraint.chip_id for constraint in stated),
        )

    def _is_corpus_word(self, word: str) -> bool:
        """Say whether the corpus has a word, or one that a single slip made of it."""
        spelled = spell(word)
        if self._speller.is_known(spelled):
            return True
        better = None if is_glossary_word(word) else self._speller.correct(spelled)
        return better is not None and abs(len(better) - len(spelled)) <= 1

    def _stated(self, parsed: ParsedQuery) -> list[Constraint]:
        return [
            resolve_filter(
                term.field,
                f"!{term.value}" if term.is_excluded else term.value,
                self._columns,
                char_start=term.char_start,
                char_end=term.char_end,
            )
            for term in parsed.terms
        ]

    def _corrected(self, tokens: Sequence[Token], phrases: Sequence[str]) -> tuple[list[Token], list[Correction]]:
        quoted = {token.term for phrase in phrases for token in tokenise(phrase)}
        out: list[Token] = []
        corrections: list[Correction] = []
        for token in tokens:
            is_acronym = token.text.isupper() and len(token.text) <= 6
            better = None if is_acronym or token.term in quoted else self._speller.correct(token.term)
            if better is None:
                out.append(token)
                continue
            corrections.append(Correction(token.char_start, token.char_end, token.text, better))
            read = tokenise(better)[0]
            out.append(replace(token, term=read.term, key=read.key, parts=read.parts))
        return out, corrections

    def _find(self, text: str, read: str, tokens: Sequence[Token], is_long: bool) -> list[_Found]:
        """Give the conditions read from plain words; longer ones first, none over the words of another.

        Args:
            text: as written, which the places of `tokens` are places in.
            read: the same with its slips put right.
            tokens: its words.
            is_long: whether it is a draft.
        """
        found = [*self._cues(tokens), *self._quantities(text, tokens), *self._places(tokens, is_long)]
        found += self._named(tokens, is_long)
        kept: list[_Found] = []
        for item in found:
            if all(item.end <= k.first or item.first >= k.end or item.is_same_place(k) for k in kept):
                kept.append(item)
        structural = {i for item in kept if item.is_structure for i in range(item.first, item.end)}
        kept += self._themes(read, tokens, is_long, structural)
        return kept if is_long else self._turned(kept, tokens)

    def _turned(self, found: Sequence[_Found], tokens: Sequence[Token]) -> list[_Found]:
        """Turn round what a "not" stands before; its words are then no longer looked for."""
        spans = turned_spans(tokens, [(f.first, f.end) for f in found if f.constraint.op == "is"])
        out = []
        for item in found:
            at = spans.get((item.first, item.end)) if item.constraint.op == "is" else None
            if at is not None:
                label = label_of(find_field(item.constraint.field), "not", item.constraint.values, self._columns)
                turned = replace(item.constraint, op="not", label=label)
                placed = _placed(turned, tokens, at, item.end, Strength.HARD, 1.0)
                item = _Found(placed, at, item.end, is_structure=True)
            out.append(item)
        return out

    def _cues(self, tokens: Sequence[Token]) -> list[_Found]:
        hits = cue_table().find(tokens)
        return [self._cue(cue, tokens, first, end) for first, end, cues in hits for cue in cues]

    def _cue(self, cue: Cue, tokens: Sequence[Token], first: int, end: int) -> _Found:
        constraint = resolve_filter(cue.field, cue.value, self._columns)
        strength = Strength.HARD if cue.weight is None else Strength.SOFT
        placed = _placed(constraint, tokens, first, end, strength, 1.0 if cue.weight is None else cue.weight)
        return _Found(placed, first, end, is_structure=True)

    def _quantities(self, text: str, tokens: Sequence[Token]) -> list[_Found]:
        out = []
        for quantity in find_quantities(text):
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
            out.append(_Found(constraint, covered[0], covered[-1] + 1, is_structure=quantity.field != "year"))
        return out

    def _places(self, tokens: Sequence[Token], is_long: bool) -> list[_Found]:
        places = find_places(tokens)
        turned = turned_spans(tokens, [] if is_long else [(place.first, place.end) for place in places])
        out = []
        for place in places:
            # "Vejle og Køge" means either
            is_turned = (place.first, place.end) in turned
            alike = [p for p in places if p.field == place.field and ((p.first, p.end) in turned) == is_turned]
            strength = Strength.HARD if place.is_stated and not is_long else Strength.SOFT
            share = LONG_QUERY_SHARE if is_long else 1.0
            values = tuple(dict.fromkeys(p.code for p in alike))
            constraint = Constraint(
                field=place.field,
                op="is",
                values=values,
                label=label_of(find_field(place.field), "is", values, self._columns),
            )
            weight = share * (1.0 if strength is Strength.HARD else PLACE_WEIGHT)
            out.append(
                _Found(_placed(constraint, tokens, place.first, place.end, strength, weight), place.first, place.end)
            )
        return out

    def _named(self, tokens: Sequence[Token], is_long: bool) -> list[_Found]:
        out = []
        for name in self._names.find(tokens):
            constraint = Constraint(
                field=name.field,
                op="is",
                values=name.values,
                label=label_of(find_field(name.field), "is", name.values[:1], self._columns),
            )
            weight = NAME_WEIGHT * (LONG_QUERY_SHARE if is_long else 1.0)
            placed = _placed(constraint, tokens, name.first, name.end, Strength.SOFT, weight)
            out.append(_Found(placed, name.first, name.end))
        return out

    def _translated_themes(self, danish: Sequence[str], tokens: Sequence[Token]) -> list[_Found]:
        """Give the themes of an English query's Danish words; they stand for the query as a whole."""
        column = self._columns.facets["theme"]
        mentions = find_themes("; ".join(danish).lower())
        names = dict.fromkeys(m.theme for m in mentions if m.confidence >= STRONG and m.theme in column.positions)
        out = []
        for name in names:
            constraint = Constraint("theme", "is", (name,), label=f"Tema: {name}")
            placed = _placed(constraint, tokens, 0, len(tokens), Strength.SOFT, THEME_WEIGHT)
            out.append(_Found(placed, 0, len(tokens)))
        return out

    def _themes(self, text: str, tokens: Sequence[Token], is_long: bool, structural: set[int]) -> list[_Found]:
        column = self._columns.facets["theme"]
        places = tokenise(text)  # as many: a slip is one word, and so is what it is read as
        out: dict[str, _Found] = {}
        for mention in find_themes(text.lower()):
            if mention.confidence < STRONG or mention.theme not in column.positions or mention.theme in out:
                continue
            covered = [
                i for i, t in enumerate(places) if t.char_start < mention.char_end and t.char_end > mention.char_start
            ]
            covered = [i for i in covered if i < len(tokens)]
            named = {tokens[i].key for i in covered} & _theme_names()
            is_other_s_name = bool(named - {token.key for token in tokenise(mention.theme)})
            if covered and not structural & set(covered) and not is_other_s_name:
                constraint = Constraint("theme", "is", (mention.theme,), label=f"Tema: {mention.theme}")
                placed = _placed(constraint, tokens, covered[0], covered[-1] + 1, Strength.SOFT, THEME_WEIGHT)
                out[mention.theme] = _Found(placed, covered[0], covered[-1] + 1)
        if not is_long:
            return list(out.values())
        share = DRAFT_THEMES_WEIGHT / max(len(out), 1)
        return [replace(found, constraint=replace(found.constraint, weight=share)) for found in out.values()]


@dataclass(frozen=True, slots=True)
class _Found:
    constraint: Constraint
    first: int  # number of the first token, half-open with end
    end: int
    is_structure: bool = False  # its words state the condition and nothing else

    def is_same_place(self, other: _Found) -> bool:
        """Say whether the same words state both."""
        return (self.first, self.end) == (other.first, other.end)


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


@cache
def _theme_names() -> frozenset[str]:
    """Give the keys of the themes that are called by one word: whoever writes it means that theme and no other."""
    names = [tokenise(theme) for theme in themes()]
    return frozenset(tokens[0].key for tokens in names if len(tokens) == 1)


def _distinct(constraints: Sequence[Constraint]) -> list[Constraint]:
    kept: dict[str, Constraint] = {}
    for constraint in constraints:
        kept.setdefault(constraint.chip_id, constraint)
    return list(kept.values())


def _rest(
    text: str, tokens: Sequence[Token], found: Sequence[_Found], corrections: Sequence[Correction]
) -> tuple[str, tuple[str, ...]]:
    """Give the corrected text without what only states conditions, and the terms that a record can be about."""
    structural = {i for item in found if item.is_structure for i in range(item.first, item.end)}
    conditioned = {
        i
        for item in found
        if item.constraint.field in ("municipality", "region", "year")
        for i in range(item.first, item.end)
    }
    changes: dict[tuple[int, int], str] = {(c.char_start, c.char_end): c.read_as for c in corrections}
    for i in structural:
        changes[tokens[i].char_start, tokens[i].char_end] = ""
    content = tuple(
        token.term
        for i, token in enumerate(tokens)
        if i not in structural and i not in conditioned and not token.is_stop_word and token.term not in _SCAFFOLD
    )
    return " ".join(_substitute(text, changes).split()), content


def _substitute(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    parts: list[str] = []
    position = 0
    for (start, end), new in sorted(changes.items()):
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]])


def _known_words(synonyms: Synonyms) -> set[str]:
    """Give the words of our own lists, which are no slips even where the corpus lacks them."""
    words = synonyms.words() | cue_table().words()
    words |= {
        t.term for place in municipalities().values() for t in tokenise(f"{place.name} {' '.join(place.aliases)}")
    }
    return words | set(_SCAFFOLD)


def describe(understanding: Understanding) -> list[dict[str, Any]]:
    """Give the chips of a query, in the order of their places."""
    ordered = sorted(
        understanding.constraints, key=lambda c: (c.char_start if c.char_start is not None else -1, c.chip_id)
    )
    return [constraint.json() for constraint in ordered]

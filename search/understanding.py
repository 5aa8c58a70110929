"""What a question in plain Danish asks for: conditions, and the words that are left to search by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.municipalities import municipalities
from index.analysis import spell
from index.compounds import split_compound
from index.keywords import KeywordIndex
from search.columns import Columns
from search.conditions import ConditionFinder, FoundCondition, says_all
from search.constraints import Constraint, Strength
from search.cues import cue_table
from search.filters import resolve_filter
from search.language import Language, detect_language, is_glossary_word
from search.ordering import Ordering, find_ordering, words_of_orders
from search.places_in_queries import is_place_word
from search.request import ANY_ORDER
from search.spelling import Speller
from search.synonyms import Expansion, Synonyms, is_english_stop_word, shipped
from search.syntax import ParsedQuery
from search.tokens import Token, terms_of, tokenise

LONG_QUERY = 25
"""From this many words a query is a draft: a place or authority in it tells the setting, and asks for nothing."""

SHORTEST_SLIP = 8
"""Letters of a word of a draft that is corrected: shorter ones that the corpus lacks are other words ("smider" is no
"sider"). Of ten that were corrected in 40 drafts without slips seven had become another word, all of them shorter."""

# Words of asking, which no record is about.
_SCAFFOLD = frozenset(
    "vis find søg søger leder hvilke hvilken hvilket hvad hvem hvor hvordan hvornår findes projekt projekter "
    "projektet projekterne puljeprojekt puljeprojekter pulje puljer puljen puljerne bevillingen bevillingerne kommune "
    "kommuner kommunen kommunes støtte støttet støttede fået modtaget tilskud bevilling bevillinger bevilget midler "
    "penge beløb kr kroner mio million millioner mia andre nogen nogle alle gerne bedt give gav år periode perioden "
    "finansieret finansierede finansieres startet starter startede begyndt begynder begyndte påbegyndt igangsat "
    "årene region regionen projects project grants grant show list region municipality municipalities received got "
    "started begun funded funding money given awarded awards dkk year years in".split()
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
    unknown: tuple[str, ...] = ()  # words of it, as written, that no record has and no list translates
    ordering: Ordering | None = None  # asked for in words: "de dyreste"
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

    def __init__(
        self,
        columns: Columns,
        keywords: KeywordIndex,
        synonyms: Synonyms | None = None,
        *,
        this_year: int | None = None,
    ) -> None:
        self._columns = columns
        self._keywords = keywords
        self._synonyms = synonyms or shipped()
        self._speller = Speller(keywords, [spell(word) for word in _known_words(self._synonyms)])
        self._conditions = ConditionFinder(columns, self._synonyms, this_year)

    def read(self, parsed: ParsedQuery, *, ignore: Collection[str] = (), is_plain: bool = False) -> Understanding:
        """Read a parsed query.

        Args:
            parsed: the query.
            ignore: ids of chips that the reader took away; "spelling" leaves every word as written.
            is_plain: take every word as written, and read no conditions: exact mode.

        Raises:
            QueryError: a `field:value` in the query names no field or value.
        """
        stated = [constraint for constraint in self._stated(parsed) if constraint.chip_id not in ignore]
        tokens = tokenise(parsed.text)
        language = detect_language([t.text for t in tokens], self._is_corpus_word)
        is_long = len(tokens) > LONG_QUERY
        corrections: list[Correction] = []
        if not is_plain and "spelling" not in ignore and language is not Language.ENGLISH:
            tokens, corrections = self._corrected(tokens, parsed.phrases, SHORTEST_SLIP if is_long else 0)
        found: list[FoundCondition] = []
        unwanted: list[tuple[int, int, int]] = []
        is_english = language is Language.ENGLISH
        fixes = {(c.char_start, c.char_end): c.read_as for c in corrections}
        names = {} if is_plain or is_long or is_english else self._known_names(tokens)
        if not is_plain:
            read = _substitute(parsed.text, fixes | {at: name for at, name in names.items() if " " not in name})
            found, unwanted = self._conditions.find(parsed.text, read, tokens, is_long)
            found = [f for f in found if f.constraint.chip_id not in ignore]
        ordering = None if is_plain or is_long else find_ordering(tokens)
        if ordering is not None and {ordering.chip_id, ANY_ORDER} & set(ignore):
            ordering = None
        turned = {i for at, _, end in unwanted for i in range(at, end)}
        structural = turned | {i for item in found if item.is_structure for i in range(item.first, item.end)}
        structural |= set(range(ordering.first, ordering.end)) if ordering else set()
        looked_up = [token for i, token in enumerate(tokens) if i not in structural]
        text, content = _rest(parsed.text, tokens, found, structural, fixes | names)
        expansion = (
            Expansion()
            if is_plain or is_long
            else self._synonyms.expand(
                [token for i, token in enumerate(tokens) if i not in turned], is_english=is_english
            )
        )
        excluded = [" ".join(token.text for token in tokens[first:end]) for _, first, end in unwanted]
        subjects = {term for term in content if not (is_english and is_english_stop_word(term))}
        covered = {tokens[i].term for f in found if says_all(f, tokens) for i in range(f.first, f.end)}
        if expansion.danish:
            found += [
                f
                for f in self._conditions.translated_themes(expansion.danish, tokens)
                if f.constraint.chip_id not in ignore
            ]
        return Understanding(
            query=parsed.query,
            tokens=tuple(tokens),
            language=language,
            corrections=tuple(corrections),
            constraints=(*stated, *_distinct([f.constraint for f in found])),
            phrases=parsed.phrases,
            excluded=(*parsed.excluded, *excluded),
            expansion=expansion,
            text=text,
            unknown=self._unknown(content, looked_up, language) if not (is_plain or is_long) else (),
            content=content,
            ordering=ordering,
            is_listing=not parsed.phrases and (not subjects or (ordering is not None and covered >= subjects)),
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

    def _known_names(self, tokens: Sequence[Token]) -> dict[tuple[int, int], str]:
        """Give, by place in the query, another name for what the corpus never calls so: "DÆMP", "røykeslutt"."""
        names: dict[tuple[int, int], str] = {}
        for start, end, same in self._synonyms.known(tokens):
            telling = [token for token in tokens[start:end] if not token.is_stop_word]
            is_lacking = telling and not any(self._is_in_corpus(t, is_name=t.text.isupper()) for t in telling)
            name = next(filter(self._is_known_phrase, same), None) if is_lacking else None
            if name is not None:
                names[tokens[start].char_start, tokens[end - 1].char_end] = name
        for token in tokens:
            at = token.char_start, token.char_end
            if token.parts and at not in names and (name := self._with_known_parts(token)) is not None:
                names[at] = name
        return names

    def _with_known_parts(self, token: Token) -> str | None:
        """Give a word with a hyphen whose parts the corpus lacks by their other names: "sklerose-patienter"."""
        texts = token.text.split("-")
        if len(texts) != len(token.parts):
            return None
        known = []
        for text, part in zip(texts, token.parts, strict=True):
            names = () if self._keywords.has_stem(part) else self._synonyms.same_as(text)
            known.append(next(filter(self._is_known_phrase, names), text))
        return "-".join(known) if known != texts else None

    def _is_in_corpus(self, token: Token, *, is_name: bool = False) -> bool:
        """Say whether the corpus has a word, or both parts of one with a hyphen.

        An abbreviation (`is_name`) is no inflection of anything: "DÆMP" is not there where "dæmper" is.
        """
        if self._keywords.frequency(token.term) > 0:
            return True
        is_whole = bool(token.parts) and all(map(self._keywords.has_stem, token.parts))
        return is_whole or (not is_name and self._keywords.has_stem(token.key))

    def _is_known_phrase(self, phrase: str) -> bool:
        return all(token.is_stop_word or self._is_in_corpus(token) for token in tokenise(phrase))

    def _unknown(self, content: Collection[str], tokens: Sequence[Token], language: Language) -> tuple[str, ...]:
        """Give the content words that no word of the corpus holds and no list knows.

        Only of Danish queries: those in other languages are found by meaning.
        """
        if language is not Language.DANISH:
            return ()
        listed = {i for start, end, _ in self._synonyms.known(tokens) for i in range(start, end)}
        return tuple(
            dict.fromkeys(
                token.text
                for i, token in enumerate(tokens)
                if token.term in content
                and (token.term.isalpha() or token.term.startswith("§"))
                and not self._is_in_corpus(token)
                and (i not in listed or token.term.startswith("§"))  # § 108 is listed, and never § 107
                and token.term not in words_of_orders()
                and not split_compound(token.term, self._keywords.frequency)
                and not self._keywords.is_in_a_word(token.key)
            )
        )

    def _stated(self, parsed: ParsedQuery) -> list[Constraint]:
        return [
            resolve_filter(
                term.field,
                f"!{term.value}" if term.is_excluded else term.value,
                self._columns,
                char_start=term.char_start,
                char_end=term.char_end,
                value_start=term.value_start,
            )
            for term in parsed.terms
        ]

    def _corrected(
        self, tokens: Sequence[Token], phrases: Sequence[str], shortest: int
    ) -> tuple[list[Token], list[Correction]]:
        quoted = {token.term for phrase in phrases for token in tokenise(phrase)}
        out: list[Token] = []
        corrections: list[Correction] = []
        for token in tokens:
            is_acronym = token.text.isupper() and len(token.text) <= 6
            is_named = token.term in quoted or is_place_word(token.term)
            is_kept = is_acronym or is_named or len(token.text) < shortest
            better = None if is_kept else self._better(token)
            if better is None:
                out.append(token)
                continue
            corrections.append(Correction(token.char_start, token.char_end, token.text, better))
            read = tokenise(better)[0]
            out.append(token._replace(term=read.term, key=read.key, parts=read.parts))
        return out, corrections

    def _better(self, token: Token) -> str | None:
        """Give the known word that one is a slip of; of a word with hyphens each part by itself ("Len-funktion")."""
        if not token.parts:
            return self._speller.correct(token.term)
        texts = token.text.split("-")
        better = [None if text.isupper() else self._speller.correct(spell(text.lower())) for text in texts]
        if not any(better):
            return None
        return "-".join(new or text for new, text in zip(better, texts, strict=True))


def _distinct(constraints: Sequence[Constraint]) -> list[Constraint]:
    kept: dict[str, Constraint] = {}
    for constraint in constraints:
        kept.setdefault(constraint.chip_id, constraint)
    return list(kept.values())


def _rest(
    text: str,
    tokens: Sequence[Token],
    found: Sequence[FoundCondition],
    structural: Collection[int],
    changes: Mapping[tuple[int, int], str],
) -> tuple[str, tuple[str, ...]]:
    """Give the corrected text without what only states conditions, and the terms that a record can be about.

    `structural` are the numbers of the tokens that only state conditions,
    `changes` what is read for the words at a place.
    """
    conditioned = {
        i
        for item in found
        if item.constraint.field in ("municipality", "region", "year")
        for i in range(item.first, item.end)
    }
    content = tuple(
        token.term
        for i, token in enumerate(tokens)
        if i not in structural and i not in conditioned and not token.is_stop_word and token.term not in _SCAFFOLD
    )
    # All that is left by "i Hovedstaden" lies there: its words would only lift what says so in its text.
    settled = {i for item in found if content and _is_settled_region(item) for i in range(item.first, item.end)}
    dropped = {(tokens[i].char_start, tokens[i].char_end): "" for i in {*structural, *settled}}
    all_changes = {
        at: new for at, new in changes.items() if not any(a < at[1] and at[0] < b for a, b in dropped)
    } | dropped
    return " ".join(_substitute(text, all_changes).split()), content


def _is_settled_region(item: FoundCondition) -> bool:
    return item.constraint.field == "region" and item.constraint.strength is Strength.HARD


def _substitute(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    parts: list[str] = []
    position = 0
    for (start, end), new in sorted(changes.items()):
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]])


def _known_words(synonyms: Synonyms) -> set[str]:
    """Give the words of our own lists, which are no slips even where the corpus lacks them."""
    words = synonyms.known_words() | cue_table().words() | words_of_orders()
    words |= {
        term for place in municipalities().values() for term in terms_of(f"{place.name} {' '.join(place.aliases)}")
    }
    return words | set(_SCAFFOLD)


def describe(understanding: Understanding) -> list[dict[str, Any]]:
    """Give the chips of a query, in the order of their places, that of an order last."""
    ordered = sorted(
        understanding.constraints, key=lambda c: (c.char_start if c.char_start is not None else -1, c.chip_id)
    )
    chips = [constraint.json() for constraint in ordered]
    return [*chips, understanding.ordering.json()] if understanding.ordering else chips

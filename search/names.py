"""Names of pools and funders in a query: whole, without what stands in parentheses, or by the nickname in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from search.columns import Columns
from search.synonyms import Synonyms
from search.tokens import PhraseTable, Token, tokenise

_PARENTHESIS = re.compile(r"\(([^()]*)\)")
# Said of too many to name one: a pool called so by a nickname of one such word is found by its text alone.
_COMMON = frozenset("satspulje satspuljen finanslov finanslov2017 pulje puljen kommuner regioner".split())
_LONGEST_ABBREVIATION = 6
MAX_NAMES = 10_000
"""Beyond this many values a field's names are no longer a list that a question would name one of."""


@dataclass(frozen=True, slots=True)
class NameFound:
    """A pool or funder that a query names."""

    field: str
    values: tuple[str, ...]
    first: int  # number of the first token, half-open with end
    end: int


class NameTable:
    """Looks up pool and funder names of a snapshot."""

    def __init__(self, columns: Columns, synonyms: Synonyms) -> None:
        self._abbreviations: set[str] = set()
        spellings: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for field in ("pool", "funder"):
            column = columns.facets[field]
            for value, label in list(zip(column.values, column.labels, strict=True))[:MAX_NAMES]:
                also = [name for name in synonyms.other_names(label) if field == "funder" and name != label]
                for name in [*names_of_label(label), *also]:
                    if name.isupper() and len(name) <= _LONGEST_ABBREVIATION:
                        self._abbreviations.add(name.lower())
                    spellings[field, name][value] = None
        self._tables = {
            field: PhraseTable({name: tuple(values) for (f, name), values in spellings.items() if f == field})
            for field in ("pool", "funder")
        }

    def find(self, tokens: Sequence[Token]) -> list[NameFound]:
        """Give the names in a query: pools before funders, longest first at each word."""
        return [
            NameFound(field, values, first, end)
            for field, table in self._tables.items()
            for first, end, values in table.find(tokens)
            if end - first > 1 or not self._is_another_word(tokens[first])
        ]

    def _is_another_word(self, token: Token) -> bool:
        """Say whether an abbreviation is written as the word that it also is: "sum" of "SUM", "kl" of "KL"."""
        if token.term not in self._abbreviations or token.text.isupper():
            return False
        return len(token.term) < 3 or bool(set(token.term) & set("aeiouyæøå"))


def names_of_label(label: str) -> list[str]:
    """Give the ways to write a name; a pool called by one everyday word is not among them."""
    inner = [part.strip() for part in _PARENTHESIS.findall(label)]
    outer = _PARENTHESIS.sub(" ", label).strip()
    names = [label, outer, outer.replace("-", " "), *(part for part in inner if len(part.split()) <= 2)]
    if ": " in outer:
        names.append(outer.split(": ")[0])
    kept = []
    for name in dict.fromkeys(names):
        tokens = [token for token in tokenise(name) if not token.is_stop_word]
        is_common = len(tokens) == 1 and tokens[0].term in _COMMON
        is_number = all(token.term.isdigit() for token in tokens)
        if tokens and not is_common and not is_number and not name.startswith("initiativ"):
            kept.append(name)
    return kept

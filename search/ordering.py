"""Words in a question that ask for an order of the records: "de dyreste rygestopprojekter", "nyeste puljer"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.errors import CorpusError
from search.quantities import NUMBER_WORDS
from search.request import Sort
from search.tokens import Token, tokenise

# What a record is called, also as the last part of a compound: "rygestopprojekter".
_RECORDS = (
    "projekt projekter projekterne projektet pulje puljer puljerne puljen bevilling bevillinger bevillingerne tilskud "
    "beløb beløbet tildelinger uddelinger uddeling initiativer indsatser indsats forsøg project projects pool pools "
    "grant grants award awards initiatives"
).split()
_BETWEEN = 3
"""Words that may stand before the record's: "de største kommunale bevillinger"."""

LABELS = {
    Sort.AMOUNT: "største beløb først",
    Sort.AMOUNT_LOW: "mindste beløb først",
    Sort.NEWEST: "nyeste bevilling først",
    Sort.OLDEST: "ældste bevilling først",
    Sort.TITLE: "efter titel",
}


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order that some words ask for, shown as a chip that can be taken away."""

    sort: Sort
    first: int  # number of the first token, half-open with end
    end: int
    char_start: int  # in the query, half-open with char_end
    char_end: int

    @property
    def chip_id(self) -> str:
        """Give the name by which a reader takes the order away."""
        return f"sort:{self.sort.value}"

    def json(self) -> dict[str, Any]:
        """Give the public object of the chip."""
        return {
            "id": self.chip_id,
            "field": "sort",
            "op": "is",
            "value": self.sort.value,
            "label": f"Rækkefølge: {LABELS[self.sort]}",
            "char_start": self.char_start,
            "char_end": self.char_end,
            "strength": "hard",
        }


def find_ordering(tokens: Sequence[Token]) -> Ordering | None:
    """Give the first order that a query asks for, if any.

    A number before the words ("de 5 dyreste") belongs to them.
    """
    table, longest = _orders()
    terms = [token.term for token in tokens]
    for first in range(len(terms)):
        for end in range(min(first + longest, len(terms)), first, -1):
            sort, needs_record = table.get(tuple(terms[first:end]), (None, False))
            if sort is None or (needs_record and not _is_before_record(tokens, end)):
                continue
            start = first - 1 if first and _is_number(terms[first - 1]) else first
            start -= start > 0 and terms[start - 1] == "top"
            return Ordering(sort, start, end, tokens[start].char_start, tokens[end - 1].char_end)
    return None


def _is_before_record(tokens: Sequence[Token], end: int) -> bool:
    for token in tokens[end : end + _BETWEEN]:
        if token.is_stop_word:
            return False
        if any(token.term.endswith(word) for word in _RECORDS):
            return True
    return False


def _is_number(term: str) -> bool:
    return term in NUMBER_WORDS or (term.isdigit() and len(term) <= 2)


@cache
def _orders() -> tuple[dict[tuple[str, ...], tuple[Sort, bool]], int]:
    """Give the orders, and whether a record's word must follow, by terms; and the number of words of the longest.

    By terms and not by stems, for those of "mindst" and "mindste", "bil" and "billigste" are one.

    Raises:
        CorpusError: a line of `query-orders.tsv` is wrong.
    """
    orders: dict[tuple[str, ...], tuple[Sort, bool]] = {}
    text = files("corpus").joinpath("data/query-orders.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != 3 or cells[1] not in set(Sort) or cells[2] not in ("", "record"):
            raise CorpusError(f"query-orders.tsv: {line[:60]!r} is wrong.", remedy="Give words, order, need.")
        for words in cells[0].split(";"):
            terms = tuple(token.term for token in tokenise(words.strip()))
            orders.setdefault(terms, (Sort(cells[1]), cells[2] == "record"))
    return orders, max(map(len, orders))


def words_of_orders() -> set[str]:
    """Give the terms of every word that asks for an order."""
    return {term for terms in _orders()[0] for term in terms}

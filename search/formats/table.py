"""What is exported: results in order, with the search they come from, and one row of plain values each."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import QueryError
from corpus.municipalities import municipalities

Value = str | int | float | None
Result = Mapping[str, Any]  # a result's public JSON object


@dataclass(frozen=True, slots=True)
class ExportTable:
    """The results of one search, ready to be written."""

    results: Sequence[Result]
    columns: tuple[str, ...]
    query: str
    filters: Mapping[str, Sequence[str]]
    date: str  # ISO 8601, UTC
    corpus_version: int
    snapshot: str
    methods: str  # a paragraph
    file_stem: str = "results"

    def rows(self) -> list[list[Value]]:
        """Give one row of plain values a result, in the order of `columns`."""
        return [[COLUMNS[name](result) for name in self.columns] for result in self.results]


def recipients(record: Mapping[str, Any]) -> list[str]:
    """Give who received a grant: as the source names them, else its municipalities by their full names."""
    known = municipalities()
    places = [
        known[place["code"]].official_name if place["code"] in known else f"{place['name']} Kommune"
        for place in record["municipalities"]
    ]
    return list(record["grantees"]) or places


def ranked(result: Result) -> str:
    """Give a result's rank and score in words; nothing of a chosen record that the search did not find."""
    return "" if result["rank"] is None else f"Rank {result['rank']}, score {result['score']}"


def _joined(values: Sequence[Any]) -> str:
    return "; ".join(str(value) for value in values)


def _record(field: str) -> Callable[[Result], Value]:
    return lambda result: result["record"].get(field)


def _passage(field: str) -> Callable[[Result], Value]:
    return lambda result: result["passages"][0][field] if result["passages"] else None


def _pool(result: Result) -> Value:
    pool = result["record"].get("pool") or result["record"].get("programme")
    return pool["name"] if pool else None


COLUMNS: dict[str, Callable[[Result], Value]] = {
    "rank": lambda result: result["rank"],
    "score": lambda result: result["score"],
    "record_type": lambda result: result["record_type"],
    "record_id": lambda result: result["record_id"],
    "title": lambda result: result["title"],
    "municipalities": lambda result: _joined([m["name"] for m in result["record"]["municipalities"]]),
    "municipality_codes": lambda result: _joined([m["code"] for m in result["record"]["municipalities"]]),
    "regions": lambda result: _joined([r["name"] for r in result["record"]["regions"]]),
    "grantees": lambda result: _joined(result["record"]["grantees"]),
    "pool": _pool,
    "funders": lambda result: _joined(result["record"]["funders"]),
    "year_awarded": _record("year_awarded"),
    "period_from": lambda result: (result["record"]["period"] or {}).get("from"),
    "period_to": lambda result: (result["record"]["period"] or {}).get("to"),
    "amount_dkk": _record("amount_dkk"),
    "status": _record("status"),
    "themes": lambda result: _joined(result["record"]["themes"]),
    "target_group": _record("target_group"),
    "summary": _record("summary"),
    "outcome_direction": lambda result: result["record"]["outcome"]["direction"],
    "outcome": lambda result: result["record"]["outcome"]["text"],
    "passage": _passage("text"),
    "passage_url": _passage("url"),
    "passage_page_no": _passage("page_no"),
    "source_urls": lambda result: _joined(list(dict.fromkeys(d["url"] for d in result["record"]["documents"]))),
    "updated_at": _record("updated_at"),
}
"""Every column, by name, in the order of the file."""

NUMBER_COLUMNS = ("rank", "score", "year_awarded", "amount_dkk", "passage_page_no")


def checked_columns(names: Sequence[str] | None) -> tuple[str, ...]:
    """Give the chosen columns, or all.

    Raises:
        QueryError: a name is no column.
    """
    for name in names or ():
        if name not in COLUMNS:
            raise QueryError(f"there is no column {name[:40]!r}.", remedy=f"Columns: {', '.join(COLUMNS)}.")
    return tuple(names) if names else tuple(COLUMNS)


def one_line(value: Any) -> str:
    """Give a value as text on one line, control characters as spaces; empty for none."""
    if value is None:
        return ""
    text = str(value)
    if text.isprintable():  # most are, and looking at every character takes fifty times as long
        return " ".join(text.split())
    text = "".join(" " if unicodedata.category(char) in ("Cc", "Cf") else char for char in text)
    return " ".join(text.split())

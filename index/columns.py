"""Facet columns and numbers of a snapshot's records, for filters and counts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from corpus.municipalities import municipality

FIELDS = (
    "record_type",
    "municipality",
    "region",
    "municipality_type",
    "pool",
    "funder",
    "theme",
    "target_group",
    "status",
    "outcome",
    "year",
    "source",
    "has_results",
)
"""Facet fields. A record without a value has an empty row: "ukendt"."""

NUMBERS = ("amount_dkk", "year_awarded", "period_from", "period_to")
"""Numeric columns, float64, NaN where unknown; periods as years."""

_TABLE_NAME = "columns.json"
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|$)")


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet field over all records.

    The value numbers of record r are `numbers[starts[r]:starts[r + 1]]`.
    """

    values: list[Any]  # distinct JSON values, in order of first appearance
    labels: list[str]  # what to show for each
    starts: NDArray[np.int32]  # shape (n_records + 1,)
    numbers: NDArray[np.int32]


def write_columns(folder: Path, bodies: Sequence[Mapping[str, Any]]) -> None:
    """Write the columns of records, given as their public JSON objects."""
    table: dict[str, dict[str, list[Any]]] = {}
    titles = {body["pool_id"]: body["title"] for body in bodies if body["record_type"] == "pool"}
    rows = [_facet_values(body, titles) for body in bodies]
    for field in FIELDS:
        known: dict[Any, int] = {}
        labels: list[str] = []
        starts, numbers = [0], []
        for row in rows:
            values = row[field]
            for value, label in values if len(values) < 2 else dict(values).items():
                if value not in known:
                    known[value] = len(known)
                    labels.append(label)
                numbers.append(known[value])
            starts.append(len(numbers))
        table[field] = {"values": list(known), "labels": labels}
        np.save(folder / f"column.{field}.starts.npy", np.array(starts, dtype=np.int32))
        np.save(folder / f"column.{field}.numbers.npy", np.array(numbers, dtype=np.int32))
    for name in NUMBERS:
        np.save(folder / f"number.{name}.npy", np.array([_number(body, name) for body in bodies], dtype=np.float64))
    (folder / _TABLE_NAME).write_text(json.dumps(table, ensure_ascii=False), "utf-8")


def read_columns(folder: Path) -> dict[str, FacetColumn]:
    """Give the facet columns by field."""
    table = json.loads((folder / _TABLE_NAME).read_text("utf-8"))
    return {
        field: FacetColumn(
            values=table[field]["values"],
            labels=table[field]["labels"],
            starts=np.load(folder / f"column.{field}.starts.npy"),
            numbers=np.load(folder / f"column.{field}.numbers.npy"),
        )
        for field in FIELDS
    }


def read_numbers(folder: Path) -> dict[str, NDArray[np.float64]]:
    """Give the numeric columns by name: shape (n_records,)."""
    return {name: np.load(folder / f"number.{name}.npy") for name in NUMBERS}


def _facet_values(body: Mapping[str, Any], pool_titles: Mapping[str, str]) -> dict[str, list[tuple[Any, str]]]:
    places = [municipality(place["code"]) for place in body["municipalities"]]
    outcome = body["outcome"]["direction"]
    hosts = [_host_of(document["url"]) for document in body["documents"]]
    return {
        "record_type": [_same(body["record_type"])],
        "municipality": [(place.code, place.name) for place in places],
        "region": [(region["code"], region["name"]) for region in body["regions"]],
        "municipality_type": [_same(place.dst_group) for place in places],
        "pool": _pool_values(body, pool_titles),
        "funder": [_same(name) for name in body["funders"]],
        "theme": [_same(name) for name in body["themes"]],
        "target_group": [_same(body["target_group"])] if body["target_group"] else [],
        "status": [_same(body["status"])] if body["status"] != "unknown" else [],
        "outcome": [_same(outcome)],
        "year": [_same(body["year_awarded"])] if body["year_awarded"] is not None else [],
        "source": [_same(host.removeprefix("www.")) for host in hosts if host],
        "has_results": [_same(outcome != "not_reported" or bool(body["outcome"]["text"]))],
    }


def _host_of(url: str) -> str:
    """Give an address's host; of ordinary ones without taking the whole address apart."""
    plain = _PLAIN_HOST.match(url)
    return plain[1] if plain else urlsplit(url).hostname or ""


def _pool_values(body: Mapping[str, Any], titles: Mapping[str, str]) -> list[tuple[Any, str]]:
    """Give a record's pool by id where it was resolved to a record, else by name; a pool record has itself."""
    if body["record_type"] == "pool":
        return [(body["pool_id"], str(body["title"] or body["pool_id"]))]
    pool = body["pool"]
    if not pool:
        return []
    value = pool["pool_id"] or pool["name"]
    return [(value, str(titles.get(pool["pool_id"]) or pool["name"]))]


def _same(value: Any) -> tuple[Any, str]:
    return (value, str(value))


def _number(body: Mapping[str, Any], name: str) -> float:
    if name.startswith("period_"):
        stated = (body["period"] or {}).get(name.removeprefix("period_"))
        return float(str(stated)[:4]) if stated else float("nan")
    value = body[name]
    return float("nan") if value is None else float(value)

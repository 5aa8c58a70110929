"""Two records side by side, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from corpus.evidence import MULTI_FIELDS, SINGLE_FIELDS
from ui.differences import marked
from ui.field_values import show_value
from ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Side:
    """One field of two records."""

    field: str
    left: Markup
    right: Markup
    is_same: bool


def side_by_side(texts: Texts, left: Mapping[str, Any], right: Mapping[str, Any]) -> tuple[Side, ...]:
    """Give the fields that one of two records states, with the words marked that differ."""
    rows = []
    for field in (*SINGLE_FIELDS, *MULTI_FIELDS):
        if field not in left and field not in right:
            continue
        one, other = (show_value(texts, field, values.get(field)) for values in (left, right))
        marks = marked(one, other) if one and other else (Markup.escape(one), Markup.escape(other))
        rows.append(Side(field, *marks, one == other))
    return tuple(rows)

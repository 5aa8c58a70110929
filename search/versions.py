"""What differs between two versions of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_VOLATILE = {"evidence", "documents", "revision", "updated_at"}
"""Fields that follow from others; a change in them alone is told as "evidence"."""


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give the fields that differ, each with its value before and after; evidence by its number of statements."""
    names = sorted((set(before) | set(after)) - _VOLATILE)
    fields = {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}
    if not fields and before.get("evidence") != after.get("evidence"):
        fields["evidence"] = [len(before.get("evidence") or ()), len(after.get("evidence") or ())]
    return fields

"""What differs between two corpus versions, record by record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.settings import Settings
from search.engine import Searcher

_VOLATILE = {"evidence", "documents", "revision", "updated_at"}
"""Fields that follow from others; a change in them alone is told as "evidence"."""


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """Records that differ between two versions."""

    from_version: int
    to_version: int
    added: tuple[dict[str, Any], ...]  # record_id, title
    removed: tuple[dict[str, Any], ...]
    changed: tuple[dict[str, Any], ...]  # record_id, title, fields: {name: [before, after]}

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "from_version": self.from_version,
            "to_version": self.to_version,
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": list(self.changed),
        }


def diff_versions(settings: Settings, from_version: int, to_version: int) -> VersionDiff:
    """Compare two corpus versions whose snapshots are kept.

    Raises:
        SnapshotError: a version's snapshot is not kept.
    """
    before = _records(Searcher.open(settings, from_version))
    after = _records(Searcher.open(settings, to_version))
    changed = []
    for record_id in sorted(set(before) & set(after)):
        fields = changed_fields(before[record_id], after[record_id])
        if fields:
            changed.append({"record_id": record_id, "title": after[record_id]["title"], "fields": fields})
    return VersionDiff(
        from_version,
        to_version,
        tuple({"record_id": i, "title": after[i]["title"]} for i in sorted(set(after) - set(before))),
        tuple({"record_id": i, "title": before[i]["title"]} for i in sorted(set(before) - set(after))),
        tuple(changed),
    )


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give the fields that differ, each with its value before and after; evidence by its number of statements."""
    names = sorted((set(before) | set(after)) - _VOLATILE)
    fields = {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}
    if not fields and before.get("evidence") != after.get("evidence"):
        fields["evidence"] = [len(before.get("evidence") or ()), len(after.get("evidence") or ())]
    return fields


def _records(searcher: Searcher) -> dict[str, dict[str, Any]]:
    table = searcher.snapshot.records
    return {record_id: table.record(number) for number, record_id in enumerate(searcher.ids)}

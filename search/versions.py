"""What differs between two versions of a record, and of the whole corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from corpus.records import record_json

if TYPE_CHECKING:
    from corpus.store import Store

_VOLATILE = {"evidence", "documents", "revision", "updated_at"}
"""Fields that follow from others; a change in them alone is told as "evidence"."""


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give the fields that differ, each with its value before and after; evidence and documents by their number.

    Empty where nothing differs but what a release writes beside the facts.
    """
    names = sorted((set(before) | set(after)) - _VOLATILE)
    fields = {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}
    if not fields and before.get("evidence") != after.get("evidence"):
        fields["evidence"] = [len(before.get("evidence") or ()), len(after.get("evidence") or ())]
    if not fields and _cited(before) != _cited(after):
        fields["documents"] = [len(_cited(before)), len(_cited(after))]
    return fields


def _cited(record: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    return [(document["document_id"], document.get("sha256")) for document in record.get("documents") or ()]


def compare_versions(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the records that one version has and another has not, and those that differ, in order of their ids.

    Args:
        before: public JSON objects of the older version's records.
        after: of the newer one's.

    Returns:
        "added", "removed" and "changed", each a list of record_id, record_type and title; a changed record's "fields"
        have the value before and after.
    """
    old, new = ({_id(record): record for record in records} for records in (before, after))
    both = (
        (record_id, changed_fields(old[record_id], new[record_id])) for record_id in sorted(old.keys() & new.keys())
    )
    return {
        "added": [_named(new[record_id]) for record_id in sorted(new.keys() - old.keys())],
        "removed": [_named(old[record_id]) for record_id in sorted(old.keys() - new.keys())],
        "changed": [_named(new[record_id]) | {"fields": fields} for record_id, fields in both if fields],
    }


def compare_stored(store: Store, before: int, after: int | None = None) -> dict[str, Any]:
    """Compare two published corpus versions; the second is the newest where none is named. As `compare_versions`.

    Raises:
        NotFoundError: there is no such version.
    """
    old, new = store.record_states(version=before), store.record_states(version=after)
    differing = [record_id for record_id in sorted(old.keys() | new.keys()) if old.get(record_id) != new.get(record_id)]
    return compare_versions(
        *(
            [record_json(record) for record in store.records(version=version, record_ids=differing)]
            for version in (before, after)
        )
    )


def _id(record: Mapping[str, Any]) -> str:
    return str(record.get("project_id") or record.get("pool_id"))


def _named(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"record_id": _id(record), "record_type": record["record_type"], "title": record["title"]}

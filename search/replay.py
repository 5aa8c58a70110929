"""Repeating an export: the same set, or exactly what differs and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import QueryError, SnapshotError
from corpus.settings import Settings
from search.engine import Searcher
from search.export import MANIFEST_FORMAT, render_export
from search.request import SearchRequest
from search.versions import changed_fields

MOST_REPLAYED = 5_000
"""Results that a repeated search may be asked for."""

_REMEDY = "Give the manifest.json that export wrote beside its file."


@dataclass(frozen=True, slots=True)
class Differences:
    """How a set differs from the exported one."""

    added: tuple[dict[str, Any], ...] = ()  # record_id, title, rank
    removed: tuple[dict[str, Any], ...] = ()
    moved: tuple[dict[str, Any], ...] = ()  # record_id, title, from_rank, to_rank
    changed: tuple[dict[str, Any], ...] = ()  # record_id, title, fields (where both versions are kept)

    @property
    def is_empty(self) -> bool:
        """Say whether the sets are the same, in the same order and with the same content."""
        return not (self.added or self.removed or self.moved or self.changed)

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {name: list(getattr(self, name)) for name in ("added", "removed", "moved", "changed")}


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What repeating an export gave."""

    identical: bool
    message: str
    exported_version: int
    current_version: int
    differences: Differences
    why: tuple[str, ...]
    original: dict[str, Any] = field(default_factory=dict)  # repeating on the exported version, where it is kept

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "identical": self.identical,
            "message": self.message,
            "exported_version": self.exported_version,
            "current_version": self.current_version,
            "differences": self.differences.json(),
            "why": list(self.why),
            "original": self.original,
        }


def replay(settings: Settings, manifest: Path) -> ReplayReport:
    """Repeat an export on the current corpus version, and on its own if that is kept.

    Raises:
        QueryError: the manifest cannot be read.
        SnapshotError: there is no snapshot.
    """
    try:
        text = manifest.read_bytes()
    except OSError as exc:
        raise QueryError(f"cannot read {manifest}: {exc.strerror}.", remedy=_REMEDY) from exc
    return replay_manifest(settings, read_manifest(text, str(manifest)))


def replay_manifest(settings: Settings, body: Mapping[str, Any]) -> ReplayReport:
    """Repeat the export that a manifest, as `read_manifest` gives it, states.

    Raises:
        QueryError: what it asks cannot be understood.
        SnapshotError: there is no snapshot.
    """
    current = Searcher.open(settings)
    exported = int(body["corpus_version"])
    original = _open_version(settings, exported)
    before = {row["record_id"]: row for row in body["records"]}
    now = _rows(current, body)
    old_records = _records(original, before)
    differences = _compare(body["records"], now, old_records, _records(current, before))
    why = _why(body, current)
    on_original: dict[str, Any] = {"version": exported, "is_kept": original is not None}
    if original is not None:
        same = _compare(body["records"], _rows(original, body), {}, {})
        on_original |= {"identical": same.is_empty, "differences": same.json()}
    return ReplayReport(
        identical=differences.is_empty,
        message=_message(differences, exported, current.snapshot.manifest.corpus_version, on_original, why),
        exported_version=exported,
        current_version=current.snapshot.manifest.corpus_version,
        differences=differences,
        why=tuple(why) if not differences.is_empty else (),
        original=on_original,
    )


def read_request(body: Mapping[str, Any]) -> SearchRequest:
    """Give the search that a manifest states."""
    asked = body["request"]
    return SearchRequest(
        query=asked["query"],
        filters=asked["filters"],
        mode=asked["mode"],
        sort=asked["sort"],
        limit=asked["limit"],
        offset=asked["offset"],
        weights=asked["weights"],
        ignore=asked["ignore"],
        diversify=asked["diversify"],
        facets=False,
    )


def read_manifest(text: bytes, name: str) -> dict[str, Any]:
    """Read a manifest, which may be anything that somebody has sent; `name` is what messages call it.

    Raises:
        QueryError: it is none, or one of another release.
    """
    try:
        body = json.loads(text)
        version = body["manifest_format"]
        if version != MANIFEST_FORMAT:
            raise QueryError(f"{name} is a manifest of another release (format {version!r:.20}).", remedy=_REMEDY)
        asked, rows = dict(body["request"]), [dict(row) for row in body["records"]]
        checked: dict[str, Any] = {
            **body,
            "request": {
                "query": str(asked["query"]),
                "filters": {str(n): [str(v) for v in values] for n, values in dict(asked["filters"]).items()},
                "mode": str(asked["mode"]),
                "sort": str(asked["sort"]),
                "limit": min(MOST_REPLAYED, int(asked["limit"])),
                "offset": int(asked["offset"]),
                "weights": None
                if asked["weights"] is None
                else {str(n): float(w) for n, w in asked["weights"].items()},
                "ignore": [str(chip) for chip in asked["ignore"]],
                "diversify": bool(asked["diversify"]),
            },
            "records": [
                {"record_id": str(r["record_id"]), "title": str(r["title"]), "rank": r["rank"], "hash": str(r["hash"])}
                for r in rows
            ],
            "chosen_ids": [str(record_id) for record_id in body["chosen_ids"]],
            "corpus_version": int(body["corpus_version"]),
            **{part: str(body[part]) for part in ("snapshot", "encoder", "encoder_checksum")},
            "analyser_version": body["analyser_version"],
        }
    except KeyError as exc:
        raise QueryError(f"{name} is no manifest: it has no {exc.args[0]!r}.", remedy=_REMEDY) from exc
    except (ValueError, TypeError, AttributeError, RecursionError) as exc:
        raise QueryError(f"{name} is no manifest ({type(exc).__name__}).", remedy=_REMEDY) from exc
    return checked


def _open_version(settings: Settings, version: int) -> Searcher | None:
    try:
        return Searcher.open(settings, version)
    except SnapshotError:
        return None


def _rows(searcher: Searcher, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the rows that the same export has on another snapshot; a chosen record that is gone is left out."""
    known = set(searcher.ids)
    ids = [record_id for record_id in body["chosen_ids"] if record_id in known]
    if body["chosen_ids"] and not ids:
        return []
    export = render_export(searcher, read_request(body), format="jsonl", ids=ids)
    rows: list[dict[str, Any]] = export.manifest["records"]
    return rows


def _records(searcher: Searcher | None, wanted: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    if searcher is None:
        return {}
    table, known = searcher.snapshot.records, set(searcher.ids)
    return {record_id: table.record(table.number(record_id)) for record_id in wanted if record_id in known}


def _compare(
    before: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
    old_records: Mapping[str, dict[str, Any]],
    new_records: Mapping[str, dict[str, Any]],
) -> Differences:
    old = {row["record_id"]: row for row in before}
    new = {row["record_id"]: row for row in now}
    both = [record_id for record_id in old if record_id in new]
    changed = []
    for record_id in both:
        if old[record_id]["hash"] == new[record_id]["hash"]:
            continue
        row: dict[str, Any] = {"record_id": record_id, "title": new[record_id]["title"]}
        if record_id in old_records and record_id in new_records:
            row["fields"] = changed_fields(old_records[record_id], new_records[record_id])
            if not row["fields"]:
                continue  # the same facts as another release of the program writes them
        changed.append(row)
    return Differences(
        added=tuple(_named(row) for row in now if row["record_id"] not in old),
        removed=tuple(_named(row) for row in before if row["record_id"] not in new),
        moved=tuple(
            {
                "record_id": record_id,
                "title": new[record_id]["title"],
                "from_rank": old[record_id]["rank"],
                "to_rank": new[record_id]["rank"],
            }
            for record_id in both
            if old[record_id]["rank"] != new[record_id]["rank"]
        ),
        changed=tuple(changed),
    )


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"record_id": row["record_id"], "title": row["title"], "rank": row["rank"]}


def _why(body: Mapping[str, Any], current: Searcher) -> list[str]:
    now = current.snapshot.manifest
    out = []
    if body["corpus_version"] != now.corpus_version:
        out.append(f"korpusversion {now.corpus_version} er udgivet siden version {body['corpus_version']}")
    if body["encoder_checksum"] != now.encoder_checksum:
        out.append(f"indekset er lavet med en anden sprogmodel ({now.encoder}, ikke {body['encoder']})")
    if body["analyser_version"] != now.analyser_version:
        out.append("tekstanalysen er ændret")
    if not out and body["snapshot"] != now.name:
        out.append(f"indekset er bygget på ny ({now.name}, ikke {body['snapshot']})")
    if not out:
        out.append("programmets rangering, ordlister eller indstillinger er ændret")
    return out


def _message(
    differences: Differences, exported: int, current: int, original: Mapping[str, Any], why: Sequence[str]
) -> str:
    if differences.is_empty:
        return f"Samme poster i samme rækkefølge og med samme indhold (korpusversion {current})."
    parts = [
        f"{len(rows)} {words}"
        for rows, words in (
            (differences.added, "kommet til"),
            (differences.removed, "faldet fra"),
            (differences.moved, "flyttet i rækkefølgen"),
            (differences.changed, "ændret i indhold"),
        )
        if rows
    ]
    names = [row["title"] for rows in (differences.added, differences.removed) for row in rows][:5]
    shown = f" Bl.a.: {'; '.join(names)}." if names else ""
    kept = ""
    if current != exported and original.get("is_kept"):
        kept = f" På korpusversion {exported} er sættet {'det samme' if original['identical'] else 'også et andet'}."
    return f"Sættet er ikke det samme: {', '.join(parts)}, fordi {' og '.join(why)}.{shown}{kept}"

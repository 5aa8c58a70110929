"""Records: what is shown of a project or a pool, derived from its evidence and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from corpus.documents import Document
from corpus.evidence import MULTI_FIELDS, Evidence, Origin
from corpus.municipalities import municipality, regions

DIMENSIONS = ("maalgruppe", "metode", "implementering", "effekt", "oekonomi")
"""The sector's five dimensions of an intervention (Vidensdeklarationen)."""

_ORIGIN_RANK = {Origin.STAFF: 2, Origin.EXTRACTED: 1, Origin.INFERRED: 0}


class RecordType(StrEnum):
    """A single undertaking, or the grant programme that pays for many."""

    PROJECT = "project"
    POOL = "pool"


class Status(StrEnum):
    """Where an undertaking stands."""

    AWARDED = "awarded"
    RUNNING = "running"
    COMPLETED = "completed"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class OutcomeDirection(StrEnum):
    """Which way the results point; `NOT_REPORTED` is never folded into `NO_CHANGE`."""

    BETTER = "better"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    MIXED = "mixed"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True, slots=True)
class Record:
    """A project or pool as its evidence has it at one corpus version.

    `values` holds the chosen value of every single field and the list of every multi field; a field that nothing
    states is absent. `evidence` holds every statement, the losing ones too, best first within a field.
    """

    record_id: str
    record_type: RecordType
    values: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    documents: tuple[Document, ...] = field(default=(), compare=False)
    pool_id: str | None = None  # the pool record that `values["pool"]` was resolved to
    revision: int = 0
    updated_at: str = ""
    is_gone: bool = False  # every page it was read from has disappeared


def evidence_order(evidence: Evidence) -> tuple[bool, int, int, float, str, str, int, str]:
    """Give the sort key that puts the statement to believe last: origin, then confidence, then the newest.

    That a project has its grant holds until anything tells how it went on, however surely a list of grants says it,
    and that it is under way until a page says plainly that it has ended: only staff's word outranks what other pages
    tell. What still ties goes by the page's path and, within a page, to the statement that stands first.
    """
    rank = _ORIGIN_RANK[evidence.origin]
    tells_on = _how_far(evidence) if evidence.field == "status" else 1
    place = (_path(evidence), -(evidence.char_start or 0), evidence.evidence_id)
    return evidence.origin is Origin.STAFF, tells_on, rank, evidence.confidence, _observed(evidence), *place


def _how_far(evidence: Evidence) -> int:
    """Give how far on a project is by a statement of its status: awarded, under way, plainly over."""
    if evidence.value == Status.AWARDED.value:
        return 0
    is_over = evidence.value in (Status.COMPLETED.value, Status.STOPPED.value)
    return 2 if is_over and evidence.origin is Origin.EXTRACTED and evidence.confidence >= _PLAIN else 1


_PLAIN = 0.85


def _statement_order(evidence: Evidence) -> tuple[str, str, str, int, str]:
    """Give the sort key of first statement; path and id make the order the same however the statements come."""
    place = (evidence.document_id or "", evidence.char_start or 0, evidence.evidence_id)
    return _observed(evidence), _path(evidence), *place


def _path(evidence: Evidence) -> str:
    """Give a page's address without its host, so that a site that moves keeps the order of its statements."""
    parts = urlsplit(evidence.url or "")
    return f"{parts.path}?{parts.query}"


def _observed(evidence: Evidence) -> str:
    """Give when a statement was observed, as far as that tells which to believe.

    Of what staff wrote it is the moment. Pages are read in the order in which a site answers, which differs from run
    to run: of what a program read it is the day, so that the same pages give the same record every time.
    """
    return evidence.observed_at if evidence.origin is Origin.STAFF else evidence.observed_at[:10]


def derive_values(evidence: Iterable[Evidence]) -> dict[str, Any]:
    """Choose each field's value from the statements about one record.

    Single fields take the statement that `evidence_order` ranks highest. Multi fields take every distinct value in
    order of first appearance in its document; where staff stated such a field, the staff values alone stand. A pool's
    frame that follows from what was awarded stands only where none is stated.
    A staff statement of `None` says "not known", and removes the field.
    """
    by_field: dict[str, list[Evidence]] = {}
    for item in evidence:
        by_field.setdefault(item.field, []).append(item)
    values: dict[str, Any] = {}
    for name, items in by_field.items():
        if name in MULTI_FIELDS:
            staff = [e for e in items if e.origin is Origin.STAFF]
            stated = [e for e in items if e.origin is Origin.EXTRACTED] if name == "frames" else []
            ordered = sorted(staff or stated or items, key=_statement_order)
            distinct: list[Any] = []
            for item in ordered:
                if item.value is not None and item.value not in distinct:
                    distinct.append(item.value)
            if distinct:
                values[name] = distinct
        else:
            best = max(items, key=evidence_order)
            if best.value is not None:
                values[name] = best.value
    return values


OUTVOTED = {"status": 0.1, "amount_dkk": 0.02}
"""How often a read statement is right although the record takes another value, measured on labelled sites: what an
older page tells of a project's status is past, and a sum beside the grant is another sum."""


def _evidence_json(item: Evidence, values: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in asdict(item).items() if name != "record_id"}
    if item.field in OUTVOTED and item.origin is not Origin.STAFF and item.value != values.get(item.field):
        shown["confidence"] = min(item.confidence, OUTVOTED[item.field])
    return shown


def record_json(record: Record) -> dict[str, Any]:
    """Give the public JSON object of a project or pool, as the contract states it."""
    get = record.values.get
    places = [municipality(code) for code in get("municipalities", [])]
    region_codes = sorted({p.region_code for p in places} | set(get("regions", [])))
    body: dict[str, Any] = {
        ("project_id" if record.record_type is RecordType.PROJECT else "pool_id"): record.record_id,
        "record_type": record.record_type.value,
        "title": get("title"),
        "municipalities": [{"code": p.code, "name": p.name} for p in places],
        "regions": [{"code": code, "name": regions().get(code)} for code in region_codes],
        "grantees": get("grantees", []),
        "funders": get("funders", []),
        "year_awarded": get("year_awarded"),
        "period": {"from": get("period_from"), "to": get("period_to")},
        "amount_dkk": get("amount_dkk"),
        "status": get("status", Status.UNKNOWN.value),
        "themes": get("themes", []),
        "target_group": get("target_group"),
        "summary": get("summary"),
        "outcome": {
            "direction": get("outcome_direction", OutcomeDirection.NOT_REPORTED.value),
            "text": get("effekt"),
        },
        "dimensions": {name: get(name) for name in DIMENSIONS},
        "flags": get("flags", []),
    }
    pool = {"pool_id": record.pool_id, "name": get("pool")} if get("pool") else None
    if record.record_type is RecordType.PROJECT:
        body["pool"] = pool
    else:
        body |= {
            "programme": pool,  # the programme that a round belongs to
            "pool_kind": get("pool_kind", "pool"),
            "frames": get("frames", []),
            "tracks": get("tracks", []),
            "deadlines": get("deadlines", []),
            "applied_dkk": get("applied_dkk"),
            "n_applications": get("n_applications"),
            "n_projects": get("n_projects"),
        }
    body["evidence"] = [_evidence_json(e, record.values) for e in record.evidence]
    body["documents"] = [
        {
            "document_id": d.document_id,
            "url": d.url,
            "title": d.title,
            "kind": d.kind.broad.value,
            "subkind": d.kind.value,
            "status": d.status.value,
            "fetched_at": d.fetched_at,
            "sha256": d.sha256,
        }
        for d in record.documents
    ]
    body |= {"is_gone": record.is_gone, "revision": record.revision, "updated_at": record.updated_at}
    return body

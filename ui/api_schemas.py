"""JSON Schemas of what the API answers, for its OpenAPI description; the tests hold real answers against them."""

from __future__ import annotations

from typing import Any

from corpus.documents import DocumentKind, DocumentStatus
from corpus.records import DIMENSIONS, OutcomeDirection, Status

Schema = dict[str, Any]


def _object(properties: Schema, *, optional: tuple[str, ...] = (), description: str = "") -> Schema:
    required = [name for name in properties if name not in optional]
    made: Schema = {"type": "object", "properties": properties, "required": required}
    return made | ({"description": description} if description else {})


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(kind: str, description: str = "") -> Schema:
    return {"type": [kind, "null"]} | ({"description": description} if description else {})


_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_ANY: Schema = {}
_PLACE = _object({"code": _TEXT, "name": _or_null("string")})
_POOL = {
    "oneOf": [
        {"type": "null"},
        _object({"pool_id": _or_null("string", "null where the name is of no pool here"), "name": _TEXT}),
    ]
}

EVIDENCE = _object(
    {
        "evidence_id": _TEXT,
        "field": _TEXT,
        "value": _ANY,
        "quote": _TEXT,
        "document_id": _or_null("string"),
        "url": _or_null("string"),
        "page_no": _or_null("integer", "page of a PDF, from 1"),
        "char_start": _or_null("integer", "half-open place in the document's text"),
        "char_end": _or_null("integer"),
        "origin": {"enum": ["extracted", "staff", "inferred"]},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    },
    description="One statement: a value, and the words that state it.",
)
_RECORD: Schema = {
    "record_type": {"enum": ["project", "pool"]},
    "title": _or_null("string"),
    "municipalities": _list(_PLACE),
    "regions": _list(_PLACE),
    "grantees": _list(_TEXT),
    "funders": _list(_TEXT),
    "year_awarded": _or_null("integer"),
    "period": _object({"from": _or_null("string", "ISO 8601 at the precision stated"), "to": _or_null("string")}),
    "amount_dkk": _or_null("integer"),
    "status": {"enum": [status.value for status in Status]},
    "themes": _list(_TEXT),
    "target_group": _or_null("string"),
    "summary": _or_null("string"),
    "outcome": _object(
        {"direction": {"enum": [direction.value for direction in OutcomeDirection]}, "text": _or_null("string")}
    ),
    "dimensions": _object({name: _or_null("string") for name in DIMENSIONS}),
    "evidence": _list(EVIDENCE),
    "documents": _list(
        _object(
            {
                "document_id": _TEXT,
                "url": _TEXT,
                "title": _or_null("string"),
                "kind": {"enum": list(dict.fromkeys(kind.broad.value for kind in DocumentKind))},
                "subkind": {"enum": [kind.value for kind in DocumentKind]},
                "status": {"enum": [status.value for status in DocumentStatus]},
                "fetched_at": _TEXT,
                "sha256": _TEXT,
            }
        )
    ),
    "is_gone": {"type": "boolean"},
    "revision": _COUNT,
    "updated_at": _or_null("string"),
}
PROJECT = _object({"project_id": _TEXT, **_RECORD, "pool": _POOL}, description="One awarded undertaking.")
POOL = _object(
    {
        "pool_id": _TEXT,
        **_RECORD,
        "programme": _POOL,
        "frames": _list(_ANY),
        "n_applications": _or_null("integer"),
        "n_projects": _or_null("integer"),
    },
    description="A grant programme; a null is what no source states, never zero.",
)
DOCUMENT = _object(
    {
        "document_id": _TEXT,
        "url": _TEXT,
        "canonical_url": _TEXT,
        "kind": _TEXT,
        "subkind": _TEXT,
        "title": _or_null("string"),
        "language": _or_null("string"),
        "last_updated": _or_null("string"),
        "fetched_at": _TEXT,
        "sha256": _TEXT,
        "status": _TEXT,
        "text": _TEXT,
    },
    optional=("text",),
    description="One version of one page or file.",
)
_FACETS = {
    "type": "object",
    "additionalProperties": _list(_object({"value": _ANY, "label": _TEXT, "count": _COUNT})),
    "description": "Field -> values with counts; 'unknown' is a value.",
}
_PASSAGE = _object(
    {
        "text": _TEXT,
        "highlights": _list(_list({"type": "integer"})),
        "url": _or_null("string"),
        "page_no": _or_null("integer"),
        "document_id": _or_null("string"),
    }
)
RESULT = _object(
    {
        "rank": _COUNT,
        "record_type": {"enum": ["project", "pool"]},
        "record_id": _TEXT,
        "title": _TEXT,
        "score": {"type": "number"},
        "scores": {"type": "object", "additionalProperties": {"type": "number"}},
        "passages": _list(_PASSAGE),
        "record": {"oneOf": [PROJECT, POOL]},
    }
)
SEARCH = _object(
    {
        "query": _TEXT,
        "mode": _TEXT,
        "sort": _TEXT,
        "channels": _list(_TEXT),
        "corpus_version": _COUNT,
        "snapshot": _TEXT,
        "total": _COUNT,
        "took_ms": {"type": "number"},
        "facets": _FACETS,
        "results": _list(RESULT),
        "understood": _list({"type": "object"}),
        "did_you_mean": _or_null("string"),
        "nothing_close": {"type": "boolean"},
        "notices": _list(_TEXT),
        "next_cursor": _or_null("string", "give it as `cursor` for the next page, on the same corpus version"),
    }
)
PROBLEM = _object(
    {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
    description="What went wrong, as RFC 9457 says it.",
)


def page_of(name: str, items: Schema) -> Schema:
    """Give the schema of one page of a list."""
    return _object({"corpus_version": _COUNT, "total": _COUNT, name: _list(items), "next_cursor": _or_null("string")})


def answers(schema: Schema, *, description: str = "The answer.") -> dict[int | str, dict[str, Any]]:
    """Give the `responses` of a route that answers with JSON of a schema."""
    return {200: {"description": description, "content": {"application/json": {"schema": schema}}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {"application/problem+json": {"schema": PROBLEM}}}
    for status, words in (
        (400, "The question cannot be understood."),
        (404, "There is no such record, document or version."),
        (422, "A parameter is missing or out of range."),
        (429, "This address asks too much; Retry-After says when."),
        (503, "No index serves."),
    )
}

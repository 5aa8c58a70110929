"""Records by hand: finding one, correcting a field, merging two, splitting one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData

from corpus.changes import ProposalState
from corpus.errors import NoCorpusError, NotFoundError, PuljesporError, QueryError
from corpus.evidence import MULTI_FIELDS, SINGLE_FIELDS
from corpus.records import Record, RecordType
from corpus.review import edit_field, find_proposals, merge, split
from corpus.store import Store
from search.request import SearchRequest
from ui.field_values import read_value, show_value, write_value
from ui.formats import plain
from ui.staff.desk import PATH, Asked, Desk, Done, words
from ui.staff.sides import side_by_side

_N_FOUND = 20
_FIELDS = (*SINGLE_FIELDS, *MULTI_FIELDS)
_OF_POOLS = ("pool_kind", "applied_dkk", "n_applications", "n_projects", "stated_total_dkk", "frames", "tracks")


def register(desk: Desk) -> None:
    """Add the pages and acts."""

    @desk.page("/poster", "staff/records.html", "records")
    def find(asked: Asked) -> Mapping[str, Any]:
        query = asked.get("q").strip()[:200]
        return {"query": query, "found": _find(desk, query) if query else []}

    @desk.page("/post/{record_id:path}", "staff/record.html", "records")
    def show(asked: Asked) -> Mapping[str, Any]:
        record_id = asked.request.path_params["record_id"]
        with Store.open(desk.settings) as store:
            record = store.record(record_id)
            waiting, _ = find_proposals(store, state=ProposalState.APPROVED, record_id=record.record_id)
            other, problem = _other(store, record, asked.get("med").strip())
        field = asked.get("felt") if asked.get("felt") in _FIELDS else "title"
        return {
            "record": record,
            "rows": _rows(asked, record),
            "fields": _fields_of(record),
            "field": field,
            "value": plain(write_value(field, record.values.get(field))),
            "waiting_here": waiting,
            "other": other,
            "other_id": asked.get("med").strip()[:200],
            "other_problem": problem and asked.texts("staff.no_such_record", id=asked.get("med")[:80]),
            "compared": side_by_side(asked.texts, record.values, other.values) if other else (),
        }

    @desk.act("/post/ret")
    def edit(asked: Asked, form: FormData) -> Done:
        record_id, field, why = words(form, "record_id"), words(form, "field"), words(form, "why")
        if not why:
            raise QueryError("a correction needs a reason.", remedy="Say why.")
        value = read_value(field, words(form, "value"))
        with Store.open(desk.settings, write=True) as store:
            made = edit_field(store, record_id, field, value, who=asked.session.name, why=why)
        label = asked.texts.label("field", field)
        return Done(asked.texts("staff.edited", id=made.change.record_id, field=label))

    @desk.act("/post/saml")
    def join(asked: Asked, form: FormData) -> Done:
        keep, drop, why = words(form, "keep"), words(form, "drop"), words(form, "why")
        if not why:
            raise QueryError("a merge needs a reason.", remedy="Say why.")
        with Store.open(desk.settings, write=True) as store:
            made = merge(store, keep, drop, who=asked.session.name, why=why)
        kept = made.change.record_id
        return Done(asked.texts("staff.merged", keep=kept, drop=made.change.payload["drop"]), f"{PATH}/post/{kept}")

    @desk.act("/post/del")
    def part(asked: Asked, form: FormData) -> Done:
        record_id, new_id, why = words(form, "record_id"), words(form, "new_record_id"), words(form, "why")
        if not why:
            raise QueryError("a split needs a reason.", remedy="Say why.")
        chosen = [value for value in form.getlist("evidence") if isinstance(value, str)]
        with Store.open(desk.settings, write=True) as store:
            made = split(store, record_id, chosen, who=asked.session.name, why=why, new_record_id=new_id or None)
        return Done(asked.texts("staff.split_done", id=made.change.record_id))


def _find(desk: Desk, query: str) -> list[dict[str, Any]]:
    """Give records by id or by what they are about: type, id and title."""
    found: list[dict[str, Any]] = []
    try:
        with Store.open(desk.settings) as store:
            record = store.record(query)
        found.append(_line(record.record_type.value, record.record_id, record.values.get("title")))
    except (NotFoundError, NoCorpusError):
        pass
    try:
        asked = SearchRequest(query=query, limit=_N_FOUND, facets=False)
        results = desk.service.searcher().search(asked).json()["results"]
    except PuljesporError:  # no index yet, or a query that cannot be read: the id alone decides
        results = []
    known = {row["record_id"] for row in found}
    return found + [_line(r["record_type"], r["record_id"], r["title"]) for r in results if r["record_id"] not in known]


def _line(record_type: str, record_id: str, title: str | None) -> dict[str, Any]:
    return {"record_type": record_type, "record_id": record_id, "title": title or record_id}


def _other(store: Store, record: Record, record_id: str) -> tuple[Record | None, bool]:
    """Give the record to merge with, and whether the one asked for is none."""
    if not record_id:
        return None, False
    try:
        other = store.record(record_id)
    except NotFoundError:
        return None, True
    return (None, True) if other.record_id == record.record_id else (other, False)


def _fields_of(record: Record) -> Sequence[str]:
    is_pool = record.record_type is RecordType.POOL
    return [name for name in _FIELDS if is_pool or name not in (*_OF_POOLS, "deadlines")]


def _rows(asked: Asked, record: Record) -> list[dict[str, Any]]:
    """Give every field of a record with its value and what states it."""
    rows = []
    for name in _fields_of(record):
        statements = [item for item in record.evidence if item.field == name]
        rows.append(
            {
                "field": name,
                "value": show_value(asked.texts, name, record.values.get(name)),
                "statements": [
                    {"item": item, "value": show_value(asked.texts, name, item.value)} for item in statements
                ],
            }
        )
    return rows

"""The review queue: what is proposed, field by field, and deciding on one, some or all of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.datastructures import FormData

from corpus.changes import ChangeKind, FieldChange, Proposal, ProposalState
from corpus.errors import NoCorpusError, NotFoundError, QueryError
from corpus.records import Record
from corpus.review import (
    ONE_BY_ONE,
    approve,
    find_proposals,
    proposal,
    reject,
    sources_of,
    titles_of,
)
from corpus.store import Store
from ingest.source_states import source_states
from ui.differences import marked
from ui.field_values import show_value
from ui.staff.desk import Asked, Desk, Done, numbers, words
from ui.staff.sides import Side, side_by_side
from ui.texts import Texts

PAGE_SIZE = 20
_MOST_PAGES = 2000
_KINDS = tuple(kind for kind in ChangeKind if kind is not ChangeKind.QUARANTINED)
_DOUBTS = (ChangeKind.MERGE, ChangeKind.LINK)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field of a proposal as the page shows it."""

    field: str
    old: Markup
    new: Markup
    has_old: bool
    has_new: bool
    old_quotes: tuple[str, ...]
    new_quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """One proposal as the page shows it."""

    item: Proposal
    title: str
    changes: tuple[ShownChange, ...]
    sources: tuple[str, ...]
    pages: tuple[str, ...]  # addresses of the pages that it was read from
    sides: tuple[Side, ...] = ()  # of a doubtful link: both records, field by field

    @property
    def is_doubt(self) -> bool:
        """Say whether it asks if two records are one."""
        return self.item.change.kind in _DOUBTS


def register(desk: Desk) -> None:
    """Add the pages and acts."""

    @desk.page("/forslag", "staff/queue.html", "queue")
    def queue(asked: Asked) -> Mapping[str, Any]:
        kind = next((kind for kind in _KINDS if kind.value == asked.get("slags")), None)
        state = next((s for s in ProposalState if s.value == asked.get("tilstand")), ProposalState.PENDING)
        page_no = min(max(1, asked.number("side", 1)), _MOST_PAGES)
        chosen: dict[str, Any] = {
            "kinds": (kind,) if kind else _KINDS,
            "state": state,
            "source": asked.get("kilde")[:80],
            "run_id": asked.get("koersel")[:80],
        }
        shown: list[ShownProposal] = []
        total = 0
        try:
            with Store.open(desk.settings) as store:
                found, total = find_proposals(store, **chosen, limit=PAGE_SIZE, offset=(page_no - 1) * PAGE_SIZE)
                shown = show_proposals(store, asked.texts, found)
        except NoCorpusError:
            pass
        return {
            "shown": shown,
            "total": total,
            "page_no": page_no,
            "n_pages": max(1, -(-total // PAGE_SIZE)),
            "kinds": [one.value for one in _KINDS],
            "states": [one.value for one in ProposalState],
            "sources": [one.name for one in source_states(desk.settings)] + ["files"],
            "chosen": {"slags": kind.value if kind else "", "tilstand": state.value}
            | {"kilde": chosen["source"], "koersel": chosen["run_id"]},
            "is_open": state is ProposalState.PENDING,
        }

    @desk.page("/forslag/{number}", "staff/proposal.html", "queue")
    def one(asked: Asked) -> Mapping[str, Any]:
        text = asked.request.path_params["number"]
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise NotFoundError(f"no proposal {text[:20]}.")
        with Store.open(desk.settings) as store:
            shown = show_proposals(store, asked.texts, [proposal(store, int(text))])[0]
        return {"shown": shown, "is_open": shown.item.state is ProposalState.PENDING}

    @desk.act("/forslag/afgoer")
    def decide(asked: Asked, form: FormData) -> Done:
        ids, why, decision = numbers(form, "id"), words(form, "why"), words(form, "decision")
        with Store.open(desk.settings, write=True) as store:
            if words(form, "scope") == "all":
                ids = _all_that_answer(store, form)
            if not ids:
                raise QueryError("no proposal was chosen.", remedy="Put a mark at one.")
            if decision == "approve":
                n = len(approve(store, ids, who=asked.session.name, why=why))
                return Done(asked.texts("staff.approved_n", count=n))
            if decision == "reject":
                n = len(reject(store, ids, why, who=asked.session.name))
                return Done(asked.texts("staff.rejected_n", count=n))
        raise QueryError("neither approve nor reject was chosen.", remedy="Choose one of them.")


def _all_that_answer(store: Store, form: FormData) -> list[int]:
    """Give the numbers of all pending proposals of the shown filter that need not be looked at one by one."""
    kind = next((kind for kind in _KINDS if kind.value == words(form, "slags")), None)
    found, _ = find_proposals(
        store,
        kinds=(kind,) if kind else _KINDS,
        source=words(form, "kilde"),
        run_id=words(form, "koersel"),
        limit=1_000_000,
    )
    return [p.proposal_id for p in found if p.change.kind not in ONE_BY_ONE]


def show_proposals(store: Store, texts: Texts, found: Sequence[Proposal]) -> list[ShownProposal]:
    """Give proposals as the page shows them, with their pages, and both sides of doubtful links."""
    sources, titles = sources_of(store, found), titles_of(store, found)
    shown = []
    for item in found:
        change = item.change
        record = _record(store, change.record_id)
        urls = dict.fromkeys(e.url for e in change.add if e.url)
        shown.append(
            ShownProposal(
                item=item,
                title=titles.get(change.record_id, change.record_id),
                changes=tuple(show_change(texts, one) for one in item.diff),
                sources=sources[item.proposal_id],
                pages=tuple(itertools.islice(urls, 4)),
                sides=_sides(store, texts, item, record) if change.kind in _DOUBTS else (),
            )
        )
    return shown


def show_change(texts: Texts, change: FieldChange) -> ShownChange:
    """Give one field with the words marked that differ."""
    old, new = (show_value(texts, change.field, value) for value in (change.old, change.new))
    left, right = (
        marked(old, new)
        if change.old is not None and change.new is not None
        else (Markup.escape(old), Markup.escape(new))
    )
    return ShownChange(
        change.field, left, right, change.old is not None, change.new is not None, change.old_quotes, change.new_quotes
    )


def _sides(store: Store, texts: Texts, item: Proposal, record: Record | None) -> tuple[Side, ...]:
    """Give both records of a doubtful link, field by field."""
    other_id = item.change.payload.get("drop")
    left = dict(record.values) if record else {}
    if other_id:
        right = _values_to_be(store, other_id)
        left = left or _values_to_be(store, item.change.record_id)
    else:
        from corpus.records import derive_values

        right = derive_values(item.change.add)
    return side_by_side(texts, left, right)


def _values_to_be(store: Store, record_id: str) -> dict[str, Any]:
    """Give a record's values; of one that is only proposed yet, those that it would have."""
    record = _record(store, record_id)
    if record is not None:
        return dict(record.values)
    from corpus.records import derive_values

    proposed, _ = find_proposals(store, state=None, record_id=record_id, limit=50)
    alive = (ProposalState.PENDING, ProposalState.APPROVED)
    return derive_values(e for p in proposed if p.state in alive for e in p.change.add)


def _record(store: Store, record_id: str) -> Record | None:
    try:
        return store.record(record_id)
    except NotFoundError:
        return None

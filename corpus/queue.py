"""What waits for a decision: how much of which kind, and a page of it at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from corpus.changes import ChangeKind, Proposal, ProposalState
from corpus.proposals import proposal_from_row
from corpus.reading import load_records
from corpus.rows import chunks
from corpus.schema import documents, page_states
from corpus.schema import proposals as table

if TYPE_CHECKING:
    from corpus.store import Store


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many proposals are undecided, and how many decided ones are not yet published."""

    pending: Mapping[str, int]  # by kind of change; every kind is named
    approved: int  # quarantined documents that were cleared are not among them: they wait for a run

    @property
    def total(self) -> int:
        """Give the number of undecided proposals."""
        return sum(self.pending.values())


def waiting(store: Store) -> Waiting:
    """Count what waits."""
    with store.reading() as connection:
        query = sa.select(table.c.state, table.c.kind, sa.func.count()).group_by(table.c.state, table.c.kind)
        counts = {(state, kind): n for state, kind, n in connection.execute(query)}
    pending = {kind.value: counts.get((ProposalState.PENDING.value, kind.value), 0) for kind in ChangeKind}
    approved = sum(
        n
        for (state, kind), n in counts.items()
        if state == ProposalState.APPROVED.value and kind != ChangeKind.QUARANTINED.value
    )
    return Waiting(pending, approved)


def find_proposals(
    store: Store,
    *,
    state: ProposalState | None = ProposalState.PENDING,
    kinds: Collection[ChangeKind] = (),
    source: str = "",
    run_id: str = "",
    record_id: str = "",
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[Proposal], int]:
    """Give a page of the proposals that answer, oldest first, and how many answer in all.

    Args:
        store: opened for reading or writing.
        state: only these; `None` for all.
        kinds: only of these kinds; of every kind where none is named.
        source: only those out of a page of this source.
        run_id: only what this run proposed.
        record_id: only those about this record.
        limit: most proposals to give.
        offset: how many of those that answer to pass over.
    """
    query = sa.select(table).order_by(table.c.proposal_id)
    wanted = ((table.c.state, state), (table.c.run_id, run_id), (table.c.record_id, record_id))
    for column, value in wanted:
        if value:
            query = query.where(column == str(value))
    if kinds:
        query = query.where(table.c.kind.in_([kind.value for kind in kinds]))
    with store.reading() as connection:
        if not source:
            total = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
            return [proposal_from_row(row) for row in connection.execute(query.limit(limit).offset(offset))], total
        found = [proposal_from_row(row) for row in connection.execute(query)]
    known = sources_of(store, found)
    mine = [item for item in found if source in known[item.proposal_id]]
    return mine[offset : offset + limit], len(mine)


def titles_of(store: Store, found: Iterable[Proposal]) -> dict[str, str]:
    """Give the titles of the records that proposals are about, by record id: as proposed, or else as published.

    A record that states no title is left out.
    """
    items = list(found)
    stated = ((p.change.record_id, change) for p in items for change in p.diff)
    titles = {record_id: str(change.new) for record_id, change in stated if change.field == "title" and change.new}
    others = sorted({p.change.record_id for p in items} - titles.keys())
    with store.reading() as connection:
        for record in load_records(connection, store.current_version(), record_ids=others) if others else ():
            if title := record.values.get("title"):
                titles[record.record_id] = str(title)
    return titles


def sources_of(store: Store, found: Iterable[Proposal]) -> dict[int, tuple[str, ...]]:
    """Give the sources of the pages that proposals come from, by proposal; none where staff made it."""
    items = list(found)
    documents_of = {
        p.proposal_id: {*p.change.document_ids, *(e.document_id for e in p.change.add if e.document_id)} for p in items
    }
    urls = {p.proposal_id: p.change.payload["url"] for p in items if p.change.kind is ChangeKind.QUARANTINED}
    by_document: dict[str, str] = {}
    by_url: dict[str, str] = {}
    with store.reading() as connection:
        for some in chunks(sorted(set().union(*documents_of.values()))):
            query = sa.select(documents.c.document_id, documents.c.source).where(documents.c.document_id.in_(some))
            by_document |= {row.document_id: row.source for row in connection.execute(query)}
        for some in chunks(sorted(set(urls.values()))):
            pages = sa.select(page_states.c.url, page_states.c.source).where(page_states.c.url.in_(some))
            by_url |= {row.url: row.source for row in connection.execute(pages)}
    found_in = {
        number: {by_document[i] for i in ids if i in by_document}
        | {by_url[u] for n, u in urls.items() if n == number and u in by_url}
        for number, ids in documents_of.items()
    }
    return {number: tuple(sorted(names)) for number, names in found_in.items()}

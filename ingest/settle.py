"""Settling: what the pages read in a run say about records, as changes to propose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.audit import write_audit
from corpus.changes import ChangeKind, Proposal, ProposalState, RecordChange
from corpus.decisions import ONE_BY_ONE
from corpus.documents import Document, DocumentKind, DocumentStatus
from corpus.evidence import Evidence, Origin
from corpus.proposals import Outline, outlines
from corpus.reading import load_documents
from corpus.records import Record, RecordType, derive_values
from corpus.review import approve, proposals, propose, publish
from corpus.store import Store
from ingest.again import documents_to_read_again, with_own
from ingest.extracting import Extraction, extract_all
from ingest.harvest import Harvest
from ingest.link import DoubtfulLink, Linking, link_candidates
from ingest.parse.limits import DEFAULT_LIMITS, Limits

ACCEPTED_GONE = "accept_gone"
_STAGES = (
    frozenset({DocumentKind.CALL, DocumentKind.APPLICATION, DocumentKind.FAQ}),
    frozenset({DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION}),
    frozenset({DocumentKind.GOVERNANCE, DocumentKind.NOISE}),
)
"""Kinds that one page has in one phase of its life; all others are the award. A page is a call, then lists the
awards, then the evaluation: each phase adds to what is known and takes nothing back."""


def is_same_phase(a: DocumentKind, b: DocumentKind) -> bool:
    """Say whether a version of one kind takes the place of a version of the other."""
    return _phase(a) == _phase(b)


def _phase(kind: DocumentKind) -> int:
    return next((i for i, stage in enumerate(_STAGES) if kind in stage), len(_STAGES))


def known_records(store: Store) -> list[Record]:
    """Give the records as they would stand if everything that is pending or approved were published.

    Linking must know of what waits for review, or a second page would make a second record of the same project.
    """
    records = {record.record_id: record for record in store.records()}
    evidence: dict[str, dict[str, Evidence]] = {
        record_id: {e.evidence_id: e for e in record.evidence} for record_id, record in records.items()
    }
    types = {record_id: record.record_type for record_id, record in records.items()}
    touched: set[str] = set()
    for state in (ProposalState.APPROVED, ProposalState.PENDING):
        for proposal in proposals(store, state=state):
            change = proposal.change
            if change.kind not in (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.EDIT):
                continue
            held = evidence.setdefault(change.record_id, {})
            types.setdefault(change.record_id, change.record_type)
            touched.add(change.record_id)
            for evidence_id in change.retire:
                held.pop(evidence_id, None)
            held.update((e.evidence_id, e) for e in change.add)
    documents = {d.document_id: d for record in records.values() for d in record.documents}
    cited_by = {r: sorted({e.document_id for e in evidence[r].values() if e.document_id}) for r in touched}
    with store.reading() as connection:
        documents |= load_documents(connection, sorted(set().union(*cited_by.values()) - documents.keys()))
    for record_id, cited in cited_by.items():
        held = evidence[record_id]
        records[record_id] = Record(
            record_id=record_id,
            record_type=types[record_id],
            values=derive_values(held.values()),
            evidence=tuple(held.values()),
            documents=tuple(documents[document_id] for document_id in cited if document_id in documents),
            pool_id=records[record_id].pool_id if record_id in records else None,
        )
    return [records[record_id] for record_id in sorted(records) if evidence.get(record_id)]


def superseded(store: Store, documents: Iterable[Document], aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give the older versions whose place these documents take, each with the document that takes it.

    Older versions are those at the same address, or at an address that now leads there, of the same phase.
    """
    found: dict[str, str] = {}
    for document in documents:
        for address in (document.canonical_url, *aliases.get(document.canonical_url, ())):
            for older in store.documents_at(address):
                if older.document_id != document.document_id and is_same_phase(older.kind, document.kind):
                    found[older.document_id] = document.document_id
    return found


@dataclass(frozen=True, slots=True)
class Gone:
    """A page that has disappeared."""

    canonical_url: str
    reason: str


def retirements(records: Iterable[Record], replaced: Mapping[str, str]) -> dict[str, list[Evidence]]:
    """Give the extracted evidence that stands in superseded versions, by record."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for record in records:
        for item in record.evidence:
            if item.document_id in replaced and item.origin is not Origin.STAFF:
                found[record.record_id].append(item)
    return dict(found)


def merge_changes(
    additions: Mapping[str, tuple[RecordType, Sequence[Evidence]]],
    retired: Mapping[str, Sequence[Evidence]],
    records: Mapping[str, Record],
) -> list[RecordChange]:
    """Join what is added and what is retired into one change a record.

    A record that would lose all its evidence is marked as gone instead: that a list no longer names a project is no
    proof that there was none.
    """
    changes: list[RecordChange] = []
    for record_id in sorted({*additions, *retired}):
        record = records.get(record_id)
        record_type, add = additions.get(record_id, (record.record_type if record else RecordType.PROJECT, ()))
        added = {e.evidence_id for e in add}
        retire = tuple(e.evidence_id for e in retired.get(record_id, ()) if e.evidence_id not in added)
        left = {e.evidence_id for e in record.evidence} - set(retire) if record else set()
        document_ids = tuple(dict.fromkeys(e.document_id for e in add if e.document_id))
        if record is not None and not add and not left:
            gone_ids = tuple(dict.fromkeys(e.document_id for e in record.evidence if e.document_id))
            note = "no page names it any more"
            changes.append(RecordChange(ChangeKind.GONE, record_id, record_type, document_ids=gone_ids, note=note))
            continue
        kind = ChangeKind.CHANGED if record is not None else ChangeKind.NEW
        changes.append(RecordChange(kind, record_id, record_type, tuple(add), retire, document_ids))
    return changes


def gone_changes(store: Store, records: Iterable[Record], gone: Sequence[Gone]) -> list[RecordChange]:
    """Give the records whose every page has disappeared, and mark the pages' documents as tombstones."""
    reasons = {page.canonical_url: page.reason for page in gone}
    for address, reason in reasons.items():
        for document in store.documents_at(address):
            if document.status is not DocumentStatus.GONE:
                store.save_document(replace(document, status=DocumentStatus.GONE, status_reason=reason), None)
    changes: list[RecordChange] = []
    for record in records:
        pages = {d.document_id: d for d in record.documents}
        lost = [d for d in pages.values() if d.canonical_url in reasons]
        if lost and all(d.canonical_url in reasons or d.status is DocumentStatus.GONE for d in pages.values()):
            note = "; ".join(sorted({f"{d.url}: {reasons[d.canonical_url]}" for d in lost}))
            ids = tuple(sorted(d.document_id for d in lost))
            changes.append(
                RecordChange(ChangeKind.GONE, record.record_id, record.record_type, document_ids=ids, note=note)
            )
    return changes


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of settling one harvest."""

    proposals: Mapping[str, int]  # by kind
    version: int | None = None  # that was published
    failure: str = ""  # why nothing was proposed
    remedy: str = ""
    notices: tuple[str, ...] = ()
    made: tuple[Proposal, ...] = ()  # for somebody to decide on
    unread: Mapping[str, str] = field(default_factory=dict)  # URL -> what was not read out of a page, and why


_LEFT_OUT = (
    "{} pairs of tellings that share little more than a place were not compared, as there are too many: "
    "a project of a very long list may stand twice"
)


def settle(
    store: Store,
    harvest: Harvest,
    *,
    run_id: str,
    publishes: bool,
    who: str,
    why: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> Settlement:
    """Propose what a harvest's pages say, publish it where wanted, and mark the pages as settled: all of it or nothing.

    Pages that an earlier run has read but not settled are settled with them. A page that could not be read out stays
    unsettled: the next run reads it again. Where somebody has accepted that more is
    gone than the crawl proves, the audit log says who and why.
    """
    with store.transaction() as connection:
        waiting_states = [state for state in store.page_states(harvest.source) if state.status == "read"]
        documents = [store.document(state.document_id) for state in waiting_states if state.document_id]
        gone = [Gone(address, reason) for address, reason in harvest.gone.items()]
        if not documents and not gone:
            return Settlement({})
        records = known_records(store)
        extraction = extract_all(documents, limits=limits)
        unread = {url: f"no records were read out of it: {why}" for url, why in extraction.failed.items()}
        unread |= extraction.cut
        linking = _link(store, extraction, records, limits)
        changes = _changes(store, harvest, linking, extraction.documents, gone, records)
        n_projects = _count_projects(harvest, records, changes)
        least, most = harvest.expected.min_projects, harvest.expected.max_projects
        if n_projects < least:
            failure = f"it gives {n_projects} projects, fewer than the {least} expected, so nothing of it is proposed"
            remedy = f"See whether the site has changed, or lower expected.min_projects of {harvest.source}."
            return Settlement({}, failure=failure, remedy=remedy, unread=unread)
        notices = (
            [f"it gives {n_projects} projects, more than the {most} expected"] if most and n_projects > most else []
        )
        if linking.n_left_out:
            notices.append(_LEFT_OUT.format(linking.n_left_out))
        made = propose(store, run_id, changes)
        if harvest.overruled and gone:
            detail = {"run_id": run_id, "pages": len(gone), "although": harvest.overruled}
            write_audit(connection, who, ACCEPTED_GONE, harvest.target, why or harvest.overruled, detail)
        read = {document.document_id for document in extraction.documents}
        for state in waiting_states:
            if not state.document_id or state.document_id in read:  # the next run tries the others again
                store.save_page_state(replace(state, status="ok"))
        for page in gone:
            if known := store.page_state(page.canonical_url):
                store.save_page_state(replace(known, status="gone"))
        refreshed = [p.proposal_id for p in made if _is_refreshed(p)]
        approve(store, refreshed, who=who, why="the same facts, in the newer version of their page")
        waiting = outlines(connection, state=ProposalState.PENDING)
        version = _publish(store, made, waiting, changes, run_id, who) if publishes else None
        shown = tuple(p for p in made if not _is_refreshed(p))
        counts = Counter(p.change.kind.value for p in shown)
        return Settlement(counts, version, notices=tuple(notices), made=shown, unread=unread)


def _link(store: Store, extraction: Extraction, records: Sequence[Record], limits: Limits) -> Linking:
    """Link what documents state, beside stored documents that may tell of a project which is known only now."""
    linking = link_candidates(extraction.documents, extraction.candidates, records)
    read = {document.document_id for document in extraction.documents}
    earlier = documents_to_read_again(store, linking, records, read)
    if not earlier:
        return linking
    again = extract_all(earlier, limits=limits)
    together = (*extraction.documents, *again.documents), (*extraction.candidates, *again.candidates)
    return with_own(link_candidates(*together, records), read)


def _is_refreshed(proposal: Proposal) -> bool:
    """Say whether a change only moves facts to the newer version of their page: nothing for anybody to decide."""
    return proposal.change.kind is ChangeKind.CHANGED and all(_is_reordered(c.old, c.new) for c in proposal.diff)


def _is_reordered(old: Any, new: Any) -> bool:
    """Say whether two lists hold the same values: which of them a page states first decides nothing."""
    return isinstance(old, list) and isinstance(new, list) and sorted(map(repr, old)) == sorted(map(repr, new))


def _changes(
    store: Store,
    harvest: Harvest,
    linking: Linking,
    documents: Sequence[Document],
    gone: Sequence[Gone],
    records: Sequence[Record],
) -> list[RecordChange]:
    """Give what documents change, linked as they are.

    A document that could not be read out changes nothing: what an older version of it states stands.
    """
    by_id = {record.record_id: record for record in records}
    replaced = superseded(store, documents, harvest.aliases)
    additions = {record_id: (linking.record_types[record_id], items) for record_id, items in linking.evidence.items()}
    changes = merge_changes(additions, retirements(records, replaced), by_id)
    doubts = [_doubt(pair, linking, by_id) for pair in linking.doubtful]
    elsewhere = [record for record in records if record.record_id not in additions]
    return changes + doubts + gone_changes(store, elsewhere, gone)


def _doubt(pair: DoubtfulLink, linking: Linking, records: Mapping[str, Record]) -> RecordChange:
    """Give two records that may be one as a merge to decide on; both stand until somebody has."""
    # The record that was there before is the one that links point to.
    keep, drop = sorted((pair.first_id, pair.second_id), key=lambda record_id: (record_id not in records, record_id))
    record_type = linking.record_types.get(keep) or records[keep].record_type
    payload = {"drop": drop, "reasons": [pair.reason], "likeness": pair.likeness}
    return RecordChange(ChangeKind.MERGE, keep, record_type, note=pair.reason, payload=payload)


def _count_projects(harvest: Harvest, records: Sequence[Record], changes: Sequence[RecordChange]) -> int:
    """Count the projects that the source's pages tell of, as things will stand."""
    projects = [record for record in records if record.record_type is RecordType.PROJECT]
    mine = {r.record_id for r in projects if any(d.source == harvest.source for d in r.documents)}
    return len(mine | {c.record_id for c in changes if c.add and c.record_type is RecordType.PROJECT})


def _publish(
    store: Store,
    made: Sequence[Proposal],
    waiting: Sequence[Outline],
    changes: Sequence[RecordChange],
    run_id: str,
    who: str,
) -> int | None:
    """Approve what a run found, but for what wants a person, and publish it.

    What an earlier run left for review and this one found again is published with it.
    """
    records = {change.record_id for change in (*changes, *(p.change for p in made))}
    ids = [p.proposal_id for p in waiting if p.record_id in records and p.kind not in ONE_BY_ONE]
    approve(store, ids, who=who, why="published by the run")
    is_any = ids or any(_is_refreshed(p) for p in made)
    return publish(store, who=who, note=f"run {run_id}").version if is_any else None

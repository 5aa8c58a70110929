"""Proposals, decisions, publishing, undoing, quarantine, the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.changes import ChangeKind, FieldChange, ProposalState, RecordChange
from corpus.errors import CorpusError, IntegrityError, NotFoundError
from corpus.records import RecordType, derive_values
from corpus.review import (
    approve,
    audit_log,
    clear_quarantine,
    edit_field,
    is_cleared,
    proposals,
    propose,
    publish,
    quarantine,
    quarantined,
    reject,
    remove_document,
    undo_publish,
)
from corpus.store import Store
from tests.corpus.making import make_change, make_evidence, make_page
from tests.corpus.reviewing import FACTS, TEXT, publish_first, publish_two, reread


def test_a_proposal_shows_what_would_be_new_and_nothing_is_published_by_it(store: Store) -> None:
    (made,) = propose(store, "r1", [make_change(make_page(store, TEXT), "p1", FACTS)])
    assert (made.change.kind, made.state, made.run_id) == (ChangeKind.NEW, ProposalState.PENDING, "r1")
    assert made.diff[0] == FieldChange("title", None, "Tryg hjemme", (), ("Tryg hjemme",))
    assert {change.field for change in made.diff} == set(FACTS)
    assert proposals(store) == [made]
    assert store.current_version() == 0
    with pytest.raises(CorpusError, match="nothing is approved"):
        publish(store, who="eva")


def test_what_is_approved_is_published_whole(store: Store) -> None:
    publish_first(store)
    record = store.record("p1")
    assert dict(record.values) == {name: value for name, (value, _) in FACTS.items()}
    assert (record.revision, record.record_type) == (1, RecordType.PROJECT)
    assert [d.text for d in record.documents] == [TEXT]
    (version,) = store.versions()
    assert (version.version, version.who, version.note, version.counts["new"]) == (1, "eva", "first", 1)
    (done,) = proposals(store)
    assert (done.state, done.version, done.decided_by) == (ProposalState.PUBLISHED, 1, "eva")


def test_the_same_reading_is_proposed_once_and_never_after_publishing(store: Store) -> None:
    change = make_change(make_page(store, TEXT), "p1", FACTS)
    assert len(propose(store, "r1", [change, change])) == 1
    assert propose(store, "r2", [change]) == []
    approve(store, "all", who="eva")
    assert propose(store, "r3", [change]) == []
    publish(store, who="eva")
    assert propose(store, "r4", [change]) == []


def test_rejected_stays_rejected_though_the_page_is_edited_elsewhere(store: Store) -> None:
    (made,) = propose(store, "r1", [make_change(make_page(store, TEXT), "p1", FACTS)])
    reject(store, [made.proposal_id], "is a call, not a project", who="eva")
    again = make_change(make_page(store, "NYT! " + TEXT), "p1", FACTS)
    assert propose(store, "r2", [again]) == []
    other = make_change(make_page(store, TEXT.replace("2019", "2020")), "p1", FACTS | {"year_awarded": (2020, "2020")})
    assert len(propose(store, "r3", [other])) == 1


def test_a_rejection_needs_a_reason(store: Store) -> None:
    (made,) = propose(store, "r1", [make_change(make_page(store, TEXT), "p1", FACTS)])
    with pytest.raises(CorpusError, match="reason"):
        reject(store, [made.proposal_id], " ", who="eva")
    assert proposals(store)[0].state is ProposalState.PENDING


def test_a_change_is_shown_field_by_field_with_the_words(store: Store) -> None:
    publish_first(store)
    text = TEXT.replace("1.250.000", "2.000.000")
    (made,) = propose(store, "r2", [reread(store, text, amount_dkk=(2_000_000, "2.000.000 kr."))])
    assert made.change.kind is ChangeKind.CHANGED
    assert made.diff == (FieldChange("amount_dkk", 1_250_000, 2_000_000, ("1.250.000 kr.",), ("2.000.000 kr.",)),)
    approve(store, [made.proposal_id], who="eva")
    publish(store, who="eva")
    assert store.record("p1").values["amount_dkk"] == 2_000_000
    assert store.record("p1", version=1).values["amount_dkk"] == 1_250_000
    first, second = store.history("p1")
    assert (first.valid_from, first.valid_to, second.valid_from, second.valid_to) == (1, 2, 2, None)
    assert second.changes == made.diff


def test_a_later_reading_takes_the_place_of_one_nobody_decided_on(store: Store) -> None:
    elsewhere = make_page(store, "Tryg hjemme er for ældre.", url="https://example.dk/andet")
    first = make_change(make_page(store, TEXT), "p1", FACTS)
    target_group = make_evidence(elsewhere, "p1", "target_group", "ældre", "ældre")
    (old,) = propose(store, "r1", [replace(first, add=(*first.add, target_group))])
    newer = make_page(store, TEXT.replace("2019", "2020"))
    facts = FACTS | {"year_awarded": (2020, "2020")}
    ended = tuple(e.evidence_id for e in first.add)
    (new,) = propose(store, "r2", [make_change(newer, "p1", facts, retire=ended)])
    states = {p.proposal_id: p.state for p in proposals(store)}
    assert states == {old.proposal_id: ProposalState.SUPERSEDED, new.proposal_id: ProposalState.PENDING}
    approve(store, "all", who="eva")
    publish(store, who="eva")
    values = {name: value for name, (value, _) in facts.items()} | {"target_group": "ældre"}
    assert dict(store.record("p1").values) == values  # what the other page says was brought along


def test_a_newer_version_that_says_the_same_takes_the_place_of_the_older(store: Store) -> None:
    first = make_change(make_page(store, TEXT), "p1", FACTS)
    second = make_change(make_page(store, TEXT + " Ny bund."), "p1", FACTS, retire=evidence_ids(first))
    third = make_change(make_page(store, TEXT + " Nyere bund."), "p1", FACTS, retire=evidence_ids(second))
    for changes in ([first], [second, third]):  # in a later run, and within one
        propose(store, "r", changes)
    states = [p.state for p in proposals(store)]
    assert states == [ProposalState.SUPERSEDED, ProposalState.SUPERSEDED, ProposalState.PENDING]
    approve(store, "all", who="eva")
    publish(store, who="eva")
    assert {e.document_id for e in store.record("p1").evidence} == set(third.document_ids)


def evidence_ids(change: RecordChange) -> tuple[str, ...]:
    return tuple(e.evidence_id for e in change.add)


def test_another_page_of_the_same_record_is_a_proposal_of_its_own(store: Store) -> None:
    propose(store, "r1", [make_change(make_page(store, TEXT), "p1", FACTS)])
    elsewhere = make_page(store, "Tryg hjemme i Havby", url="https://example.dk/andet")
    propose(store, "r2", [make_change(elsewhere, "p1", {"title": ("Tryg hjemme", "Tryg hjemme")})])
    assert len(proposals(store, state=ProposalState.PENDING)) == 2


def test_what_is_approved_and_read_otherwise_since_is_corrected_by_the_later_proposal(store: Store) -> None:
    first = make_change(make_page(store, TEXT), "p1", FACTS)
    propose(store, "r1", [first])
    approve(store, "all", who="eva")
    newer = make_page(store, TEXT.replace("2019", "2020"))
    facts = FACTS | {"year_awarded": (2020, "2020")}
    (later,) = propose(store, "r2", [make_change(newer, "p1", facts, retire=tuple(e.evidence_id for e in first.add))])
    assert later.diff == (FieldChange("year_awarded", 2019, 2020, ("2019",), ("2020",)),)
    approve(store, "all", who="eva")
    publish(store, who="eva")
    assert store.record("p1").values["year_awarded"] == 2020
    assert {e.document_id for e in store.record("p1").evidence} == {later.change.document_ids[0]}


def test_two_records_that_may_be_one_wait_for_somebody_to_look(store: Store) -> None:
    publish_two(store)
    pair = RecordChange(ChangeKind.MERGE, "p1", RecordType.PROJECT, payload={"drop": "p2", "likeness": 0.8})
    (made,) = propose(store, "r2", [pair])
    assert FieldChange("target_group", None, "ældre", (), ("ældre",)) in made.diff
    assert approve(store, "all", who="eva") == []
    reject(store, [made.proposal_id], "two projects", who="eva")
    turned = RecordChange(ChangeKind.MERGE, "p2", RecordType.PROJECT, payload={"drop": "p1", "likeness": 0.9})
    assert propose(store, "r3", [turned]) == []  # a pair is a pair either way round
    approve(store, [made.proposal_id], who="eva", why="one after all")
    publish(store, who="eva")
    assert store.redirect("p2") == "p1"
    assert propose(store, "r4", [turned]) == []


def test_evidence_that_does_not_stand_in_its_document_is_refused(store: Store) -> None:
    change = make_change(make_page(store, TEXT), "p1", FACTS)
    moved = replace(change.add[0], char_start=1, char_end=12)
    with pytest.raises(IntegrityError, match="p1"):
        propose(store, "r1", [replace(change, add=(moved,))])
    unknown = replace(change.add[0], document_id="nowhere")
    with pytest.raises(IntegrityError, match="not stored"):
        propose(store, "r1", [replace(change, add=(unknown,))])
    assert proposals(store) == []


def test_a_record_whose_pages_are_gone_stays_marked_until_it_is_read_again(store: Store) -> None:
    publish_first(store)
    gone = RecordChange(ChangeKind.GONE, "p1", RecordType.PROJECT)
    (made,) = propose(store, "r2", [gone])
    approve(store, [made.proposal_id], who="eva")
    publish(store, who="eva")
    assert store.record("p1").is_gone
    assert store.record("p1").values == store.record("p1", version=1).values
    assert not store.record("p1", version=1).is_gone
    assert propose(store, "r3", [gone]) == []
    back = make_change(make_page(store, TEXT), "p1", FACTS, kind=ChangeKind.CHANGED)
    propose(store, "r4", [back])
    approve(store, "all", who="eva")
    publish(store, who="eva")
    assert not store.record("p1").is_gone


def test_undo_makes_a_further_version_equal_to_the_one_before(store: Store) -> None:
    publish_first(store)
    publish_two_more(store)
    before, after = {v: {r.record_id: r.values for r in store.records(version=v)} for v in (1, 2)}.values()
    assert before != after
    undone = undo_publish(store, who="bo", why="too early")
    assert (undone.version, undone.restores) == (3, 1)
    assert {r.record_id: r.values for r in store.records()} == before
    assert {r.record_id: r.values for r in store.records(version=2)} == after
    waiting = proposals(store, state=ProposalState.PENDING)
    assert {p.change.kind for p in waiting} == {ChangeKind.EDIT, ChangeKind.NEW}
    approve(store, "all", who="bo")
    publish(store, who="bo")
    assert {r.record_id: r.values for r in store.records()} == after


def publish_two_more(store: Store) -> None:
    edit_field(store, "p1", "status", "running", who="eva", why="phoned")
    page = make_page(store, "Ro om natten i Sydvig", url="https://example.dk/ro")
    propose(store, "r2", [make_change(page, "p2", {"title": ("Ro om natten", "Ro om natten")})])
    approve(store, "all", who="eva")
    publish(store, who="eva")


def test_undoing_again_goes_further_back_and_empties_the_corpus_at_last(store: Store) -> None:
    publish_first(store)
    for title in ("Anden", "Tredje"):
        edit_field(store, "p1", "title", title, who="eva", why="x")
        publish(store, who="eva")
    titles = [undo_publish(store, who="eva", why="x") and store.record("p1").values["title"] for _ in range(2)]
    assert titles == ["Anden", "Tryg hjemme"]
    undone = undo_publish(store, who="eva", why="x")
    assert (undone.version, undone.restores, list(store.records())) == (6, 0, [])
    with pytest.raises(CorpusError, match="nothing to take back"):
        undo_publish(store, who="eva", why="x")
    assert store.current_version() == 6
    approve(store, "all", who="eva")
    publish(store, who="eva")
    assert store.record("p1").values["title"] == "Tredje"  # all of it waited, corrections too


def test_quarantine_keeps_counts_not_text_and_wants_a_name_and_a_reason(store: Store) -> None:
    entry = quarantine(
        store, run_id="r1", url="https://example.dk/x", sha256="a" * 64, reason="CPR numbers", counts={"cpr": 3}
    )
    assert entry is not None
    again = quarantine(
        store, run_id="r2", url="https://example.dk/x", sha256="a" * 64, reason="CPR numbers", counts={"cpr": 3}
    )
    assert again is None
    assert quarantined(store) == [entry]
    assert not is_cleared(store, "a" * 64)
    with pytest.raises(CorpusError, match="quarantined document"):
        approve(store, [entry.proposal_id], who="eva")
    with pytest.raises(CorpusError, match="reason"):
        clear_quarantine(store, entry.proposal_id, who="eva", why="")
    clear_quarantine(store, entry.proposal_id, who="eva", why="case numbers, not persons")
    assert quarantined(store) == []
    assert is_cleared(store, "a" * 64)
    assert not is_cleared(store, "b" * 64)
    assert (audit_log(store)[0].who, audit_log(store)[0].action) == ("eva", "clear")


def test_the_log_says_who_did_what_and_why(store: Store) -> None:
    publish_first(store)
    edit_field(store, "p1", "title", "Trygt hjem", who="bo", why="typo")
    acts = [(entry.who, entry.action, entry.subject, entry.why) for entry in audit_log(store)]
    assert acts == [
        ("bo", "edit", "p1", "typo"),
        ("eva", "publish", "version 1", "first"),
        ("eva", "approve", "new p1", ""),
    ]
    assert len(audit_log(store, limit=1)) == 1


def test_deciding_twice_is_an_error(store: Store) -> None:
    publish_first(store)
    with pytest.raises(CorpusError, match="published already"):
        approve(store, [1], who="eva")
    with pytest.raises(CorpusError, match="published already"):
        reject(store, [1], "late", who="eva")
    with pytest.raises(NotFoundError, match="77"):
        approve(store, [1, 77], who="eva")


def test_a_removed_document_is_nowhere(store: Store) -> None:
    publish_two(store)
    page = store.documents_at("https://example.dk/side")[0]
    waiting = make_change(page, "p1", {"target_group": ("Havby", "Havby")}, kind=ChangeKind.CHANGED)
    propose(store, "r2", [waiting])
    report = remove_document(store, page.document_id, who="eva", why="asked to")
    assert report.is_proven
    assert report.record_ids == ("p1",)
    assert (report.n_evidence, report.blob_removed, report.version) == (4, True, 2)
    assert [r.record_id for r in store.records()] == ["p2"]
    assert [r.record_id for r in store.records(version=1)] == ["p2"]
    with pytest.raises(NotFoundError):
        store.document(page.document_id)
    assert proposals(store, state=ProposalState.PENDING) == []
    raw = b"".join(p.read_bytes() for p in store.settings.data.rglob("*") if p.is_file())
    assert b"1.250.000" not in raw
    assert b"Sydvig" not in raw


def test_values_always_follow_from_the_evidence(store: Store) -> None:
    publish_two(store)
    edit_field(store, "p2", "themes", ["demens", "ensomhed"], who="eva", why="read it")
    publish(store, who="eva")
    for version in (1, 2):
        for record in store.records(version=version):
            assert derive_values(record.evidence) == record.values
            assert derive_values(reversed(record.evidence)) == record.values

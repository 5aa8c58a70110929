"""Records merged, split and linked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.changes import ChangeKind, ProposalState
from corpus.errors import CorpusError, NotFoundError
from corpus.records import RecordType
from corpus.review import approve, edit_field, merge, proposals, propose, publish, reject, split, undo_publish
from corpus.store import Store
from tests.corpus.making import make_change, make_evidence, make_page
from tests.corpus.reviewing import publish_first, publish_two


def test_a_merge_leaves_a_redirect_and_all_the_evidence(store: Store) -> None:
    publish_two(store)
    before = {r.record_id: r for r in store.records()}
    merge(store, "p1", "p2", who="eva", why="same")
    assert store.redirect("p2") is None
    publish(store, who="eva")
    assert [r.record_id for r in store.records()] == ["p1"]
    assert store.record("p2") == store.record("p1")
    assert (store.redirect("p2"), store.redirect("p1")) == ("p1", None)
    merged = store.record("p1")
    assert {(e.field, e.quote) for e in merged.evidence} == {
        (e.field, e.quote) for r in before.values() for e in r.evidence
    }
    assert merged.values["target_group"] == "ældre"
    assert store.record("p2", version=1).values["title"] == "Tryg hjemme i Havby"


def test_what_is_read_of_a_merged_record_goes_to_the_one_it_is_now(store: Store) -> None:
    publish_two(store)
    page = make_page(store, "Tryg hjemme i Havby løb i 2021", url="https://example.dk/nyt")
    late = make_change(page, "p2", {"period_to": ("2021", "2021")})
    (waiting,) = propose(store, "r2", [late])
    merge(store, "p1", "p2", who="eva", why="same")
    approve(store, [waiting.proposal_id], who="eva")
    publish(store, who="eva")
    assert store.record("p1").values["period_to"] == "2021"  # proposed before the merge, published with it
    assert [r.record_id for r in store.records()] == ["p1"]
    page = make_page(store, "Tryg hjemme i Havby, nu til 2022", url="https://example.dk/nyere")
    (later,) = propose(store, "r3", [make_change(page, "p2", {"period_from": ("2022", "2022")})])
    assert later.change.record_id == "p1"


def test_merging_round_in_a_circle_ends(store: Store) -> None:
    publish_two(store)
    merge(store, "p1", "p2", who="eva", why="same")
    merge(store, "p2", "p1", who="bo", why="same, the other way")
    publish(store, who="eva")
    assert [r.record_id for r in store.records()] == ["p1"]
    assert store.record("p2").record_id == "p1"
    with pytest.raises(CorpusError, match="one record already"):
        merge(store, "p1", "p2", who="eva", why="again")


def test_a_project_and_a_pool_are_not_merged(store: Store) -> None:
    publish_first(store)
    page = make_page(store, "Havpuljen", url="https://example.dk/pulje")
    pool = make_change(page, "pool", {"title": ("Havpuljen", "Havpuljen")}, record_type=RecordType.POOL)
    propose(store, "r2", [pool])
    approve(store, None, who="eva")
    publish(store, who="eva")
    with pytest.raises(CorpusError, match="one type"):
        merge(store, "p1", "pool", who="eva", why="x")


def test_a_split_leaves_both_and_holds_when_the_page_is_read_again(store: Store) -> None:
    text = "Tryg hjemme i Havby. Tryg hjemme i Sydvig fik 300.000 kr."
    page = make_page(store, text)
    first = make_change(page, "p1", {"title": ("Tryg hjemme i Havby", "Tryg hjemme i Havby")})
    wrong = make_evidence(page, "p1", "amount_dkk", 300_000, "300.000 kr.")
    propose(store, "r1", [replace(first, add=(*first.add, wrong))])
    approve(store, "all", who="eva")
    publish(store, who="eva")

    made = split(store, "p1", [wrong.evidence_id], who="eva", why="two projects")
    publish(store, who="eva")
    new_id = made.change.record_id
    assert new_id == "p1-2"
    assert dict(store.record("p1").values) == {"title": "Tryg hjemme i Havby"}
    assert dict(store.record(new_id).values) == {"amount_dkk": 300_000}
    assert dict(store.record("p1", version=1).values) == {"title": "Tryg hjemme i Havby", "amount_dkk": 300_000}

    newer = make_page(store, "Rettet. " + text)
    again = make_change(newer, "p1", {"amount_dkk": (300_000, "300.000 kr.")}, kind=ChangeKind.CHANGED)
    (reading,) = propose(store, "r2", [again])
    assert reading.change.record_id == new_id
    with pytest.raises(NotFoundError, match="nothing"):
        split(store, "p1", ["nothing"], who="eva", why="x")
    with pytest.raises(CorpusError, match="cannot be split"):
        split(store, "p1", [], who="eva", why="x")
    edit_field(store, "p1", "status", "running", who="eva", why="x")
    publish(store, who="eva")
    ids = [e.evidence_id for e in store.record("p1").evidence if e.field == "title"]
    with pytest.raises(CorpusError, match="in use"):
        split(store, "p1", ids, who="eva", why="x", new_record_id=new_id)


def test_a_rejected_link_becomes_a_record_of_its_own(store: Store) -> None:
    publish_first(store)
    page = make_page(store, "Tryg i hjemmet, Havby", url="https://example.dk/andet")
    facts = {"title": ("Tryg i hjemmet", "Tryg i hjemmet")}
    link = make_change(page, "p1", facts, kind=ChangeKind.LINK, payload={"new_record_id": "p7", "reasons": ["name"]})
    (doubt,) = propose(store, "r2", [link])
    assert doubt.diff == ()  # as sure as the other title, and later: but the title stays to be decided
    reject(store, [doubt.proposal_id], "another project", who="eva")
    (own,) = proposals(store, state=ProposalState.PENDING)
    assert (own.change.kind, own.change.record_id) == (ChangeKind.NEW, "p7")
    approve(store, "all", who="eva")
    publish(store, who="eva")
    assert store.record("p7").values["title"] == "Tryg i hjemmet"
    assert propose(store, "r3", [link]) == []


def test_an_approved_link_adds_to_the_record(store: Store) -> None:
    publish_first(store)
    page = make_page(store, "Målgruppen er ældre", url="https://example.dk/andet")
    link = make_change(page, "p1", {"target_group": ("ældre", "ældre")}, kind=ChangeKind.LINK)
    (doubt,) = propose(store, "r2", [link])
    approve(store, [doubt.proposal_id], who="eva")
    publish(store, who="eva")
    assert store.record("p1").values["target_group"] == "ældre"
    assert len(store.record("p1").documents) == 2


def test_undo_takes_a_redirect_back(store: Store) -> None:
    publish_two(store)
    merge(store, "p1", "p2", who="eva", why="same")
    publish(store, who="eva")
    undo_publish(store, who="eva", why="not the same")
    assert store.redirect("p2") is None
    assert store.record("p2").values == store.record("p2", version=1).values
    assert store.redirect("p1") is None

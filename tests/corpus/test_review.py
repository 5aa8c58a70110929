from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

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
    merge,
    proposals,
    propose,
    publish,
    quarantine,
    quarantined,
    reject,
    remove_document,
    split,
    undo_publish,
)
from corpus.settings import Settings
from corpus.store import Store
from tests.corpus.making import make_change, make_evidence, make_page

TEXT = "Tryg hjemme. Havby fik 1.250.000 kr. i 2019. Projektet er afsluttet."
FACTS = {
    "title": ("Tryg hjemme", "Tryg hjemme"),
    "amount_dkk": (1_250_000, "1.250.000 kr."),
    "year_awarded": (2019, "2019"),
    "status": ("completed", "afsluttet"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(Settings(data=tmp_path), write=True) as opened:
        yield opened


def publish_first(store: Store) -> None:
    propose(store, "r1", [make_change(make_page(store, TEXT), "p1", FACTS)])
    approve(store, "all", who="eva")
    publish(store, who="eva", note="first")


def reread(store: Store, text: str, **facts: tuple[object, str]) -> RecordChange:
    """Give what a run says when the page has a new text: everything anew, and the old evidence ended."""
    page = make_page(store, text, fetched_at="2026-02-02T00:00:00Z")
    held = tuple(e.evidence_id for e in store.record("p1").evidence if e.document_id)
    return make_change(page, "p1", FACTS | facts, kind=ChangeKind.CHANGED, retire=held)


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


def test_a_correction_is_shown_at_once_and_survives_a_new_reading(store: Store) -> None:
    publish_first(store)
    edit_field(store, "p1", "amount_dkk", 1_300_000, who="eva", why="phoned")
    assert store.record("p1").values["amount_dkk"] == 1_250_000  # not before it is published
    publish(store, who="eva")
    assert store.record("p1").values["amount_dkk"] == 1_300_000

    text = TEXT.replace("1.250.000", "2.000.000")
    made = propose(store, "r2", [reread(store, text, amount_dkk=(2_000_000, "2.000.000 kr."))])
    assert [p.change.kind for p in made] == [ChangeKind.CHANGED, ChangeKind.CONFLICT]
    conflict = made[1]
    assert conflict.change.payload == {
        "field": "amount_dkk",
        "staff_value": 1_300_000,
        "extracted_value": 2_000_000,
        "staff": ["eva"],
    }
    approve(store, "all", who="eva")
    assert proposals(store, kind=ChangeKind.CONFLICT)[0].state is ProposalState.PENDING  # wants a look of its own
    publish(store, who="eva")
    assert store.record("p1").values["amount_dkk"] == 1_300_000


def test_a_conflict_may_be_decided_either_way(store: Store) -> None:
    publish_first(store)
    edit_field(store, "p1", "year_awarded", 2018, who="eva", why="letter")
    publish(store, who="eva")
    change = reread(store, TEXT.replace("2019", "2020"), year_awarded=(2020, "2020"))
    conflict = propose(store, "r2", [change])[1]
    reject(store, [conflict.proposal_id], "the letter is right", who="eva")
    assert [p.change.kind for p in propose(store, "r3", [change])] == []
    approve(store, [conflict.proposal_id], who="bo", why="it was not")
    publish(store, who="bo")
    assert store.record("p1").values["year_awarded"] == 2020


def test_an_old_disagreement_read_again_is_no_new_conflict(store: Store) -> None:
    publish_first(store)
    edit_field(store, "p1", "amount_dkk", 1_300_000, who="eva", why="phoned")
    publish(store, who="eva")
    made = propose(store, "r2", [reread(store, "Opdateret. " + TEXT)])
    assert [(p.change.kind, p.diff) for p in made] == [(ChangeKind.CHANGED, ())]


def test_not_known_is_a_correction_too(store: Store) -> None:
    publish_first(store)
    edit_field(store, "p1", "amount_dkk", None, who="eva", why="it was the frame")
    publish(store, who="eva")
    assert "amount_dkk" not in store.record("p1").values


def test_several_values_keep_the_order_given_and_replace_the_earlier_correction(store: Store) -> None:
    publish_first(store)
    edit_field(store, "p1", "municipalities", ["0751", "0101"], who="eva", why="both")
    publish(store, who="eva")
    assert store.record("p1").values["municipalities"] == ["0751", "0101"]
    edit_field(store, "p1", "municipalities", ["0101"], who="eva", why="first guess")
    edit_field(store, "p1", "municipalities", ["0630"], who="eva", why="only one")
    publish(store, who="eva")
    assert store.record("p1").values["municipalities"] == ["0630"]
    assert store.record("p1", version=2).values["municipalities"] == ["0751", "0101"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", 5),
        ("amount_dkk", "5"),
        ("amount_dkk", -1),
        ("amount_dkk", True),
        ("year_awarded", 18),
        ("period_to", "1. maj 2020"),
        ("status", "done"),
        ("municipalities", "0630"),
        ("municipalities", ["0000"]),
        ("municipalities", []),
        ("themes", ["noget andet"]),
        ("title", " "),
    ],
)
def test_a_correction_must_fit_its_field(store: Store, field: str, value: object) -> None:
    publish_first(store)
    with pytest.raises(CorpusError, match=field):
        edit_field(store, "p1", field, value, who="eva", why="x")
    assert len(proposals(store)) == 1


def test_nobody_edits_a_record_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError, match="p9"):
        edit_field(store, "p9", "title", "x", who="eva", why="x")


def test_every_act_names_who(store: Store) -> None:
    publish_first(store)
    with pytest.raises(ValueError, match="names who"):
        edit_field(store, "p1", "title", "x", who=" ", why="x")
    assert [p.change.kind for p in proposals(store)] == [ChangeKind.NEW]


def publish_two(store: Store) -> None:
    one = make_page(store, TEXT)
    two = make_page(store, "Tryg hjemme i Havby. Målgruppen er ældre.", url="https://example.dk/rapport")
    facts = {"title": ("Tryg hjemme i Havby", "Tryg hjemme i Havby"), "target_group": ("ældre", "ældre")}
    propose(store, "r1", [make_change(one, "p1", FACTS), make_change(two, "p2", facts)])
    approve(store, "all", who="eva")
    publish(store, who="eva")


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


def test_undo_takes_a_redirect_back(store: Store) -> None:
    publish_two(store)
    merge(store, "p1", "p2", who="eva", why="same")
    publish(store, who="eva")
    undo_publish(store, who="eva", why="not the same")
    assert store.redirect("p2") is None
    assert store.record("p2").values == store.record("p2", version=1).values
    assert store.redirect("p1") is None


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

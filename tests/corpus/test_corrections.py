"""Corrections by staff: shown at once, kept, in conflict."""

from __future__ import annotations

import pytest

from corpus.changes import ChangeKind, ProposalState
from corpus.errors import CorpusError, NotFoundError
from corpus.review import approve, edit_field, proposals, propose, publish, reject
from corpus.store import Store
from tests.corpus.reviewing import TEXT, publish_first, reread


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

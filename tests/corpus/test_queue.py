from __future__ import annotations

from pathlib import Path

import pytest

from corpus.changes import ChangeKind, ProposalState
from corpus.errors import NotFoundError
from corpus.review import (
    approve,
    audit_log,
    audit_names,
    coverage,
    edit_field,
    find_proposals,
    proposals,
    propose,
    publish,
    quarantine,
    reject,
    sources_of,
    titles_of,
    waiting,
)
from corpus.settings import Settings
from corpus.store import Store
from tests.corpus.making import make_change, make_page

TEXT = "Akutteam i Vejle fik 500.000 kr. i 2019. Genoptræning i Odense."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two proposals out of two pages, and a page in quarantine."""
    store = Store.open(Settings(data=tmp_path), write=True)
    first = make_page(store, TEXT, url="https://a.example/1")
    second = make_page(store, TEXT, url="https://b.example/2")
    facts = {"title": ("Akutteam", "Akutteam"), "year_awarded": (2019, "2019"), "amount_dkk": (500_000, "500.000 kr.")}
    propose(store, "run-1", [make_change(first, "p-1", facts)])
    propose(store, "run-2", [make_change(second, "p-2", {"title": ("Genoptræning", "Genoptræning")})])
    quarantine(store, run_id="run-2", url="https://b.example/cpr", sha256="0" * 64, reason="CPR", counts={"cpr": 2})
    return store


def test_what_waits_is_counted_by_kind(store: Store) -> None:
    with store:
        assert waiting(store).pending == {kind.value: 0 for kind in ChangeKind} | {"new": 2, "quarantined": 1}
        assert waiting(store).total == 3
        approve(store, "all", who="anna")
        assert waiting(store).pending["new"] == 0
        assert waiting(store).approved == 2
        publish(store, who="anna")
        assert waiting(store).approved == 0


def test_titles_are_as_proposed_or_as_published(store: Store) -> None:
    with store:
        assert titles_of(store, proposals(store)) == {"p-1": "Akutteam", "p-2": "Genoptræning"}
        approve(store, "all", who="anna")
        publish(store, who="anna")
        page = make_page(store, TEXT, url="https://c.example/3")
        facts = {"year_awarded": (2019, "2019")}
        propose(store, "run-3", [make_change(page, "p-2", facts), make_change(page, "p-3", facts)])
        found = proposals(store, state=ProposalState.PENDING)
        assert {"p-2", "p-3"} <= {p.change.record_id for p in found}
        assert titles_of(store, found) == {"p-2": "Genoptræning"}


def test_the_queue_is_given_a_page_at_a_time_and_by_kind_run_record_and_source(store: Store) -> None:
    with store:
        found, total = find_proposals(store, limit=1, offset=1)
        assert ([p.change.record_id for p in found], total) == (["p-2"], 3)
        assert find_proposals(store, kinds=[ChangeKind.QUARANTINED])[1] == 1
        assert find_proposals(store, run_id="run-1")[1] == 1
        assert find_proposals(store, record_id="p-2")[1] == 1
        assert find_proposals(store, source="nowhere") == ([], 0)
        everything, _ = find_proposals(store, state=None)
        assert set(sources_of(store, everything).values()) == {("",), ()}
        assert find_proposals(store, state=ProposalState.REJECTED)[1] == 0
        reject(store, [found[0].proposal_id], "nej", who="bo")
        assert find_proposals(store, state=ProposalState.REJECTED)[1] == 1


def test_coverage_counts_what_projects_state_by_source_pool_and_year(store: Store) -> None:
    with store:
        approve(store, "all", who="anna")
        publish(store, who="anna")
        report = coverage(store)
        assert (report.version, report.all.n_projects, report.all.n_evidence, report.n_pools) == (1, 2, 4, 0)
        filled = {field: n for field, n in report.all.filled.items() if n}
        assert filled == {"title": 2, "year_awarded": 1, "amount_dkk": 1}
        assert report.all.share == pytest.approx(4 / (2 * len(report.all.filled)))
        assert [(row.name, row.n_projects) for row in report.by_year] == [("2019", 1), ("", 1)]
        assert [(row.name, row.n_projects) for row in report.by_source] == [("", 2)]
        make_page(store, "Noget andet.", url="https://c.example/3")  # no record of the version cites it
        assert (coverage(store).n_documents, len(list(store.documents()))) == (2, 3)
        edit_field(store, "p-1", "amount_dkk", None, who="anna", why="Beløbet er ukendt")
        publish(store, who="anna")
        assert coverage(store).all.filled["amount_dkk"] == 0
        assert coverage(store, version=1).all.filled["amount_dkk"] == 1
        with pytest.raises(NotFoundError):
            coverage(store, version=9)


def test_the_log_is_narrowed_by_person_act_words_and_day(store: Store) -> None:
    with store:
        approve(store, "all", who="anna", why="set 100% igennem")
        publish(store, who="bo", note="første")
        assert audit_names(store) == (["anna", "bo"], ["approve", "publish"])
        assert {entry.who for entry in audit_log(store, who="anna")} == {"anna"}
        assert [entry.subject for entry in audit_log(store, action="publish")] == ["version 1"]
        assert len(audit_log(store, words="SET 100%")) == 2
        assert audit_log(store, words="x_") == []
        assert audit_log(store, until="2000-01-01") == []
        assert len(audit_log(store, since="2000-01-01")) == 3
        assert len(audit_log(store, limit=1, offset=1)) == 1

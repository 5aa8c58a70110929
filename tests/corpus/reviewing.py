"""A project that is read, approved, published and read again, for the tests of review."""

from __future__ import annotations

from corpus.changes import ChangeKind, RecordChange
from corpus.review import approve, propose, publish
from corpus.store import Store
from tests.corpus.making import make_change, make_page

TEXT = "Tryg hjemme. Havby fik 1.250.000 kr. i 2019. Projektet er afsluttet."
FACTS = {
    "title": ("Tryg hjemme", "Tryg hjemme"),
    "amount_dkk": (1_250_000, "1.250.000 kr."),
    "year_awarded": (2019, "2019"),
    "status": ("completed", "afsluttet"),
}


def publish_first(store: Store) -> None:
    propose(store, "r1", [make_change(make_page(store, TEXT), "p1", FACTS)])
    approve(store, "all", who="eva")
    publish(store, who="eva", note="first")


def reread(store: Store, text: str, **facts: tuple[object, str]) -> RecordChange:
    """Give what a run says when the page has a new text: everything anew, and the old evidence ended."""
    page = make_page(store, text, fetched_at="2026-02-02T00:00:00Z")
    held = tuple(e.evidence_id for e in store.record("p1").evidence if e.document_id)
    return make_change(page, "p1", FACTS | facts, kind=ChangeKind.CHANGED, retire=held)


def publish_two(store: Store) -> None:
    one = make_page(store, TEXT)
    two = make_page(store, "Tryg hjemme i Havby. Målgruppen er ældre.", url="https://example.dk/rapport")
    facts = {"title": ("Tryg hjemme i Havby", "Tryg hjemme i Havby"), "target_group": ("ældre", "ældre")}
    propose(store, "r1", [make_change(one, "p1", FACTS), make_change(two, "p2", facts)])
    approve(store, "all", who="eva")
    publish(store, who="eva")

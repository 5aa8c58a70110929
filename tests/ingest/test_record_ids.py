"""Ids of new records of which little is known."""

from __future__ import annotations

from itertools import permutations

from corpus.documents import Document
from corpus.municipalities import municipalities
from ingest.record_ids import new_record_id
from tests.ingest.extract.pages import write_document

SKIVE = next(m.code for m in municipalities().values() if m.name == "Skive")
TEXT = "Skive Kommune har fået støtte til et projekt."


def a_page(name: str) -> Document:
    return write_document(TEXT, url=f"https://www.havby.dk/projekter/{name}")


def new_id(document: Document, taken: set[str], *, pool: str | None = None, title: str | None = None) -> str:
    record_id = new_record_id(document, pool=pool, title=title, codes=[SKIVE], owner=None, taken=taken)
    assert record_id not in taken
    taken.add(record_id)
    return record_id


def test_projects_without_pool_and_title_have_their_pages_names_in_whatever_order() -> None:
    pages = [a_page(name) for name in ("tryksaar-skal-ses", "spis%20sammen.pdf", "aktiv-hverdag/index.html")]
    found = set()
    for order in permutations(pages):
        taken: set[str] = set()
        found.add(frozenset((document.url, new_id(document, taken)) for document in order))
    (ids,) = found
    ends = sorted(record_id.split("-", 1)[1] for _, record_id in ids)
    assert ends == ["aktiv-hverdag-skive", "spis-sammen-skive", "tryksaar-skal-ses-skive"]


def test_several_on_one_page_are_numbered() -> None:
    document, taken = a_page("oversigt"), set[str]()
    assert len({new_id(document, taken) for _ in range(3)}) == 3


def test_a_pool_of_mere_filler_gives_way_to_the_title() -> None:
    assert new_id(a_page("a"), set(), pool="Puljen", title="Tryksår skal ses").endswith("-tryksaar-skal-ses-skive")


def test_two_pages_projects_of_one_pool_and_place_differ_by_title_or_page() -> None:
    taken: set[str] = set()
    first = new_id(a_page("a"), taken, pool="Pulje til ernæring", title="Spis med")
    second = new_id(a_page("b"), taken, pool="Pulje til ernæring", title="Let at tygge")
    third = new_id(a_page("tryksaar"), taken, pool="Pulje til ernæring")
    assert second == f"{first}-let-at-tygge"
    assert third == f"{first}-tryksaar"

"""Pages on several projects whose lead says what a known pool is for."""

from __future__ import annotations

import pytest

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link_pools import state_known_pools
from ingest.subject_pools import with_subject_pools
from tests.ingest.extract.pages import write_document

POOL = "Pulje til opsøgende tandpleje for borgere i hjemløshed"
PLACES = (
    "## Vejen\nVejen har en tandlæge på varmestuen, og 40 borgere er behandlet.\n"
    "## Nyborg\nNyborg har en klinik i en bus, og 12 borgere er behandlet."
)


def page(lead: str, places: str = PLACES) -> Document:
    markup = f"# Tænder på gaden\n{lead}\n{places}"
    return write_document(markup, url="https://sbst.dk/nyt/taender", kind=DocumentKind.EVALUATION)


def pools(document: Document, *told: str) -> list[str]:
    stated = with_subject_pools(extract_candidates(document), {document.document_id: document}, told)
    projects = [c for c in stated if c.record_type is RecordType.PROJECT]
    assert len(projects) == 2
    found = [s for c in projects for s in c.statements if s.field == "pool"]
    assert all(document.text[s.char_start : s.char_end] == s.quote for s in found)
    return [s.value for s in found]


@pytest.mark.parametrize(
    "lead",
    [
        "Otte kommuner har prøvet kræfter med opsøgende tandpleje for borgere i hjemløshed.",
        "Opsøgende tandpleje for borgere i hjemløshed virker, viser to projekter.",
        "I tre år har kommuner over hele landet arbejdet med opsøgende tandpleje for borgere i hjemløshed. Her er to.",
        "Erfaringerne er samlet.\nTo byer fortæller om opsøgende tandpleje for borgere i hjemløshed.",
        "Hvad kom der ud af det? Projekterne om opsøgende tandpleje for borgere i hjemløshed er slut.",
        "Evaluering af Opsøgende tandpleje for borgere i hjemløshed\n\nAnalysehuset, maj 2020",
        "Slutevaluering: Opsøgende tandpleje for borgere i hjemløshed 2017-2019",
        "Opsøgende tandpleje for borgere i hjemløshed – slutevaluering",
        "Erfaringer fra opsøgende tandpleje for borgere i hjemløshed",
        "Opsamling på Opsøgende tandpleje for borgere i hjemløshed (2017-2019)",
    ],
)
def test_a_lead_that_says_the_whole_subject_of_a_known_pool_is_of_that_pool(lead: str) -> None:
    assert pools(page(lead), POOL, "Pulje til gode dage på plejehjem") == [POOL, POOL]


@pytest.mark.parametrize(
    "lead",
    [
        "Otte kommuner har prøvet kræfter med tandpleje for borgere i hjemløshed.",
        "Otte kommuner har prøvet kræfter med opsøgende tandpleje.",
        "Kommuner kan nu søge midler til opsøgende tandpleje for borgere i hjemløshed.",
        "Evaluering af hverdagen og opsøgende tandpleje.",
        "Vejledning: Opsøgende tandpleje for borgere i hjemløshed",
        "Styrelsen har skrevet en vejledning om opsøgende tandpleje for borgere i hjemløshed.",
    ],
)
def test_part_of_a_subject_a_call_or_a_thing_by_itself_is_no_pool(lead: str) -> None:
    assert pools(page(lead), POOL) == []


def test_a_short_subject_or_two_pools_that_may_be_meant_are_left_out() -> None:
    lead = "Otte kommuner har arbejdet med opsøgende tandpleje for borgere i hjemløshed og gode dage på små plejehjem."
    assert pools(page(lead), "Pulje til opsøgende tandpleje") == []
    assert pools(page(lead), POOL, "Pulje til gode dage på små plejehjem") == []


def test_the_longer_of_two_subjects_is_the_one_that_is_said() -> None:
    lead = "Otte kommuner har prøvet opsøgende tandpleje for borgere i hjemløshed og misbrug."
    longer = f"{POOL} og misbrug"
    assert pools(page(lead), POOL, longer) == [longer, longer]


@pytest.mark.parametrize(
    ("title", "told", "expected"),
    [
        ("Opsøgende tandpleje for borgere i hjemløshed", POOL, [POOL, POOL]),
        ("Opsøgende tandpleje for borgere i hjemløshed", f"{POOL} (initiativ 9)", [f"{POOL} (initiativ 9)"] * 2),
        ("Hvad virkede i Opsøgende tandpleje for borgere i hjemløshed?", POOL, [POOL, POOL]),
        ("Opsøgende tandpleje", POOL, []),
        ("Guide til opsøgende tandpleje for borgere i hjemløshed", POOL, []),
    ],
)
def test_an_evaluation_called_as_the_subject_of_a_known_pool_is_of_it(
    title: str, told: str, expected: list[str]
) -> None:
    markup = f"# {title}\nBygger på opgørelser fra projekterne.\n{PLACES}"
    document = write_document(markup, url="https://sbst.dk/nyt/taender.pdf", kind=DocumentKind.EVALUATION)
    assert pools(document, told) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Støttede projekter - opsøgende tandpleje", ["Pulje til opsøgende tandpleje"] * 2),
        ("Oversigt: opsøgende tandpleje", ["Pulje til opsøgende tandpleje"] * 2),
        ("Støttede projekter - opsøgende tandpleje og mere", []),
        ("Kurser - opsøgende tandpleje", []),
    ],
)
def test_a_list_of_what_a_known_pool_is_for_is_of_that_pool(title: str, expected: list[str]) -> None:
    rows = "Ansøger\tProjekt\tTilskud\nVejen Kommune\tBussen\t900.000 kr.\nNyborg Kommune\tBænken\t800.000 kr."
    document = write_document(
        f"# {title}\nTilsagn givet den 3. maj 2021\n{rows}", url="https://sbst.dk/t.pdf", kind=DocumentKind.AWARD_LIST
    )
    assert pools(document, "Pulje til opsøgende tandpleje") == expected


@pytest.mark.parametrize(
    ("sentence", "is_of_it"),
    [
        ("Kommunen fik 900.000 kr. fra Opsøgende tandpleje for borgere i hjemløshed i 2021.", True),
        ("Kommunen er en af dem, der får del i Opsøgende tandpleje for borgere i hjemløshed.", True),
        ("Kommunen fik 900.000 kr. til opsøgende tandpleje for borgere i hjemløshed i 2021.", False),
        ("Opsøgende tandpleje for borgere i hjemløshed er en god idé.", False),
    ],
)
def test_money_from_what_a_known_pool_is_for_is_from_that_pool(sentence: str, is_of_it: bool) -> None:
    pool = write_document(f"# {POOL}\nDer er afsat 20 mio. kr.", kind=DocumentKind.POOL_PAGE)
    page = write_document(
        f"# Tænder på gaden\nVejen Kommune har en tandlæge på varmestuen. {sentence}",
        url="https://vejen.dk/taender",
        kind=DocumentKind.PROJECT_PAGE,
    )
    told = [c for d in (pool, page) for c in extract_candidates(d)]
    stated = state_known_pools(told, {d.document_id: d for d in (pool, page)}, ())
    found = {
        s.value.casefold()
        for c in stated
        for s in c.statements
        if c.document_id == page.document_id and c.record_type is RecordType.PROJECT and s.field == "pool"
    }
    assert (POOL.removeprefix("Pulje til ").casefold() in found) is is_of_it

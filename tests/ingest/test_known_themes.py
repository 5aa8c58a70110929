from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.evidence import Evidence, Origin
from corpus.records import RecordType
from corpus.themes import find_themes
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from ingest.reading import read
from ingest.theme_features import WORD, extractor_of
from tests.ingest.extract.pages import write_document
from tests.sites import score

LIST = "# Tilsagn 2020\nPuljen ”Døren på klem” er fordelt.\n- Vejle – 900.000 kr.\n- Assens – 800.000 kr."
NEWS = "# Penge til naboer\nPuljen ”Døren på klem” skal få naboer til at besøge ensomme ældre. Pengene er nu uddelt."


def themes(place: str, *pages: tuple[str, DocumentKind]) -> dict[str, Evidence]:
    """Give the themes of the project of a municipality, as linking chooses them, by name."""
    documents = [write_document(text, url=f"https://x.dk/{n}", kind=kind) for n, (text, kind) in enumerate(pages)]
    linking = link_candidates(documents, [c for document in documents for c in extract_candidates(document)])
    return {
        str(item.value): item
        for record_id, evidence in linking.evidence.items()
        if linking.record_types[record_id] is RecordType.PROJECT
        and any(e.field == "municipalities" and e.value == place for e in evidence)
        for item in evidence
        if item.field == "themes"
    }


def test_what_the_news_tells_of_a_pool_reaches_the_rows_of_its_list() -> None:
    assert themes("0630", (LIST, DocumentKind.AWARD_LIST)) == {}
    found = themes("0630", (LIST, DocumentKind.AWARD_LIST), (NEWS, DocumentKind.NEWS))
    assert {name: item.origin for name, item in found.items()} == {"ensomhed": Origin.INFERRED}


def test_another_pools_themes_do_not() -> None:
    other = NEWS.replace("Døren på klem", "Ned med farten")
    assert themes("0630", (LIST, DocumentKind.AWARD_LIST), (other, DocumentKind.NEWS)) == {}


def test_the_quote_of_a_theme_handed_on_is_the_pools_name() -> None:
    found = themes("0630", (LIST, DocumentKind.AWARD_LIST), (NEWS, DocumentKind.NEWS))
    assert found["ensomhed"].quote == "Døren på klem"


POOL = "# Pulje til rygestop\nPuljen skal hjælpe flere med at blive røgfri. {0}\n## Støttede projekter\n"
ROWS = "- Vejle Kommune: Kvit smøgerne – 900.000 kr.\n- Assens Kommune: Sammen om et liv uden røg – 800.000 kr."


@pytest.mark.parametrize(
    "aside",
    [
        "Borgere og pårørende kan henvende sig i kommunen.",
        "Den praktiserende læge kan henvise til tilbuddet.",
        "Ved genopslaget ses der på budget, måltider undervejs og fejl i regnskabet.",
        "Projekterne skal have en plan for undervisning og data.",
        "Der kan gives tilskud til mad og transport.",
    ],
)
def test_what_a_pools_page_names_in_passing_is_no_theme_of_its_projects(aside: str) -> None:
    assert set(themes("0630", (POOL.format(aside) + ROWS, DocumentKind.POOL_PAGE))) == {"rygestop"}


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Hjemmemonitorering af KOL", "telemedicin"),
        ("Faste teams i hjemmeplejen", "organisering af hjemmepleje"),
        ("Medicingennemgang på plejehjem", "medicinhåndtering"),
        ("Spisefællesskaber for ensomme", "ensomhed"),
        ("Genoptræning efter hjerneskade", "hjerneskade"),
    ],
)
def test_a_projects_own_title_goes_before_its_pools_purpose(title: str, theme: str) -> None:
    pool = "# Pulje til det nære sundhedsvæsen\nPuljen skal forebygge indlæggelser.\n## Støttede projekter\n"
    rows = f"- Vejle Kommune: {title} – 900.000 kr.\n- Assens Kommune: På vej – 800.000 kr."
    assert theme in themes("0630", (pool + rows, DocumentKind.POOL_PAGE))
    assert theme not in themes("0420", (pool + rows, DocumentKind.POOL_PAGE))


def test_the_folder_of_a_page_may_name_its_theme() -> None:
    page = "# Ren hånd\nOdder Kommune har prøvet en ny arbejdsgang i projektet Ren hånd, som fik 900.000 kr. i støtte."
    urls = (
        "https://x.dk/lokale-indsatser-for-patientsikkerhed/projekter/ren-haand",
        "https://x.dk/projekter/ren-haand",
    )
    given = [
        {s.value for c in extract_candidates(document) for s in c.statements if s.field == "themes"}
        for document in (write_document(page, url=url, kind=DocumentKind.PROJECT_PAGE) for url in urls)
    ]
    assert given == [{"patientsikkerhed"}, set()]


@pytest.mark.parametrize("words", ["borgere og pårørende", "pårørende", "borgere med pårørende"])
def test_words_that_overlap_count_once(words: str) -> None:
    page = write_document(
        f"# Ren hånd\nProjektet Ren hånd i Odder Kommune fik 900.000 kr. og er for {words}.",
        kind=DocumentKind.PROJECT_PAGE,
    )
    signs = [s for c in extract_candidates(page) for s in c.signs if s.value == "pårørende"]
    assert signs
    assert max(s.confidence for s in signs) == 0.25


def test_a_theme_that_no_word_of_the_dictionary_points_to_quotes_another_word() -> None:
    documents = [read(raw, is_cleared=lambda _: False).document for raw in score.raw_documents("second")]
    found = [item for project in score.records(documents)[0] for item in project["evidence"]]
    evidence = [item for item in found if item["field"] == "themes"]
    assert all(item["quote"] for item in evidence)
    by_word = [item for item in evidence if item["extractor"] == extractor_of(WORD)]
    assert len(by_word) >= 5
    assert not [item for item in by_word if item["value"] in {m.theme for m in find_themes(item["quote"].lower())}]

from __future__ import annotations

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.known_themes import state_known_themes
from tests.ingest.extract.pages import write_document

LIST = "# Tilsagn 2020\nPuljen ”Døren på klem” er fordelt.\n- Vejle – 900.000 kr.\n- Assens – 800.000 kr."
NEWS = "# Penge til naboer\nPuljen ”Døren på klem” skal få naboer til at besøge ensomme ældre. Pengene er nu uddelt."


def candidates(*pages: tuple[str, DocumentKind]) -> list[Candidate]:
    documents = [write_document(text, url=f"https://x.dk/{n}", kind=kind) for n, (text, kind) in enumerate(pages)]
    return [c for document in documents for c in extract_candidates(document)]


def themes(found: list[Candidate], place: str) -> dict[str, Origin]:
    return {
        s.value: s.origin
        for c in found
        if any(s.field == "municipalities" and s.value == place for s in c.statements)
        for s in c.statements
        if s.field == "themes"
    }


def test_what_the_news_tells_of_a_pool_reaches_the_rows_of_its_list() -> None:
    found = candidates((LIST, DocumentKind.AWARD_LIST), (NEWS, DocumentKind.NEWS))
    assert themes(found, "0630") == {}
    assert themes(state_known_themes(found, ()), "0630") == {"ensomhed": Origin.INFERRED}


def test_another_pools_themes_do_not() -> None:
    other = NEWS.replace("Døren på klem", "Ned med farten")
    found = candidates((LIST, DocumentKind.AWARD_LIST), (other, DocumentKind.NEWS))
    assert themes(state_known_themes(found, ()), "0630") == {}


def test_the_quote_of_a_theme_handed_on_is_the_pools_name() -> None:
    found = state_known_themes(candidates((LIST, DocumentKind.AWARD_LIST), (NEWS, DocumentKind.NEWS)), ())
    quotes = {s.quote for c in found for s in c.statements if s.extractor == "pool-theme/1"}
    assert quotes == {"Døren på klem"}

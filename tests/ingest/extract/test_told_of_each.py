"""What news says once of several projects, and what it calls each of them in another sentence."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import Told, told, write_document

TWO_AWARDS = (
    "# To kommuner får penge\nPuljen Ro i maven giver 640.000 kr. til Greve Kommune og 575.000 kr. til Odder Kommune."
)


def news(text: str) -> list[Told]:
    return told(extract_candidates(write_document(text, kind=DocumentKind.NEWS)))


@pytest.mark.parametrize(
    "text",
    [
        "Tre kommuner har i januar 2024 fået hver 400.000 kr. af KIK's pulje på 2 mio. kr. til at arbejde med data.\n"
        "## Kommunerne\nDet er: Furesø, Horsens og Esbjerg.",
        "KIK giver 400.000 kr. til hver af tre kommuner. De er Furesø, Horsens og Esbjerg.",
        "Tre kommuner har fået støtte med 400.000 kr. hver. De tre kommuner er Furesø, Horsens og Esbjerg.",
        "Furesø, Horsens og Esbjerg er med. De tre kommuner har fået 400.000 kr. hver fra puljen Tal i hverdagen.",
        "Puljen Tal i hverdagen har støttet tre projekter med hver 400.000 kr.\n- Furesø Kommune\n- Horsens Kommune\n"
        "- Esbjerg Kommune",
        "Tre kommuner fik 400.000 kr. hver: Furesø, Horsens og Esbjerg.",
        "Kommunerne får hver 400.000 kr. fra puljen. Det drejer sig om Furesø, Horsens og Esbjerg.",
    ],
)
def test_a_sum_for_each_is_that_of_each_that_the_page_names(text: str) -> None:
    expected = [((code,), None, 400_000) for code in ("0190", "0561", "0615")]

    assert news(f"# Tal skal være nyttige\n{text}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Fire kommuner har fået hver 400.000 kr. Furesø, Horsens og Esbjerg ligger ved vand.",
        "Tre kommuner bruger 400.000 kr. hver om året på vikarer. Det er Furesø, Horsens og Esbjerg.",
        "Tre kommuner har søgt om hver 400.000 kr. Det er Furesø, Horsens og Esbjerg.",
        "Fire kommuner har fået hver 400.000 kr. Det er ikke nok, siger borgmestrene i Furesø og Horsens.",
    ],
)
def test_a_sum_for_each_is_nobodys_where_the_page_does_not_say_whose(text: str) -> None:
    assert [found for found in news(f"# Tal\n{text}") if found[2]] == []


@pytest.mark.parametrize(
    "names",
    [
        "Assens' projekt er det største. Greves projekt hedder Suppe til to, og Odders hedder Små skridt.",
        "Greves projekt hedder Suppe til to, Odders Små skridt.",
        "I Greve Kommune hedder projektet ”Suppe til to”, og i Odder kaldes det Små skridt, som begynder til maj.",
        "Projektet i Greve har fået navnet Suppe til to, mens projektet i Odder hedder Små skridt.",
        "Greve Kommune kalder sit projekt Suppe til to, og Odder har døbt sit Små skridt.",
        "Greve Kommunes projekt hedder Suppe til to og handler om mad. Odders projekt bærer navnet Små skridt.",
    ],
)
def test_projects_are_called_as_another_sentence_calls_them(names: str) -> None:
    text = f"{TWO_AWARDS}\n{names}"

    assert news(text) == [(("0253",), "Suppe til to", 640_000), (("0727",), "Små skridt", 575_000)]


@pytest.mark.parametrize(
    "other",
    [
        "Lederen i Greve hedder Hanne Holm, og Odders borgmester hedder Lise Lund.",
        "Greve hedder noget andet på fransk. I Odder hedder borgmesteren Lise Lund.",
        "Greves projekt hedder Suppe til to, og et andet af Greves projekter er et Sundhedshus. "
        "Projektet i Greve hedder Mad for alle.",
    ],
)
def test_what_else_has_a_name_gives_projects_none(other: str) -> None:
    text = f"{TWO_AWARDS}\n{other}"

    assert news(text) == [(("0253",), None, 640_000), (("0727",), None, 575_000)]

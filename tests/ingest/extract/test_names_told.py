from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

_FIELDS = ("Tilskudsmodtager", "Projektets navn", "Projektperiode", "Bevilling")
_OTHERS = ("Kommune", "Projekt", "Løbetid", "Tilskud")
_VALUES = ("Lemvig Kommune", "Det stille kvarter", "marts 2019 til juni 2021", "812.000 kr.")


def told(markup: str, *, kind: DocumentKind | None = None) -> dict[str, object]:
    document = write_document(markup, url="https://lemvig.dk/aeldre/side", kind=kind)
    (project,) = (c for c in extract_candidates(document) if c.record_type is RecordType.PROJECT)
    best: dict[str, tuple[float, object]] = {}
    for s in project.statements:
        if s.confidence > best.get(s.field, (0.0, None))[0]:
            best[s.field] = (s.confidence, s.value)
    return {name: value for name, (_, value) in best.items()}


@pytest.mark.parametrize("labels", [_FIELDS, _OTHERS])
@pytest.mark.parametrize("between", ["\n\n", ": ", ":\n\n", "\t"], ids=["above", "before", "above with colon", "table"])
@pytest.mark.parametrize("head", ["Slutrapport", "Skema til slutafrapportering", "Afsluttende rapport"])
def test_a_form_gives_its_fields_however_it_is_laid_out_and_is_no_name(
    head: str, between: str, labels: tuple[str, ...]
) -> None:
    rows = [f"{label}{between}{value}" for label, value in zip(labels, _VALUES, strict=True)]
    body = ("\n" if between == "\t" else "\n\n").join(rows)
    project = told(f"# {head}\n\n{body}\n\n## Hvad er gjort?\n\nHoldet mødtes hver uge.")
    assert (project["title"], project["municipalities"], project["amount_dkk"]) == (_VALUES[1], "0665", 812_000)
    assert (project["period_from"], project["period_to"]) == ("2019-03", "2021-06")


@pytest.mark.parametrize(
    "sentence",
    [
        "Lemvig Kommune har gennemført projektet Det stille kvarter for 812.000 kroner fra puljen.",
        "Projektet Det stille kvarter til 812.000 kroner er gennemført i Lemvig Kommune.",
        "Det stille kvarter hedder et projekt i Lemvig Kommune, som har fået støtte.",
        "Det stille kvarter er navnet på kommunens nye forsøg, der får støtte fra staten.",
        "Det stille kvarter hedder forsøget, som Lemvig Kommune har fået støtte til.",
    ],
)
@pytest.mark.parametrize("head", ["Slutrapport", "Nu bliver det bedre"])
def test_a_name_ends_before_its_sum_and_its_verb(sentence: str, head: str) -> None:
    kind = DocumentKind.FINAL_REPORT if head == "Slutrapport" else DocumentKind.PROJECT_PAGE
    assert told(f"# {head}\n\n{sentence}\n\nPersonalet er glad for det.", kind=kind)["title"] == "Det stille kvarter"


@pytest.mark.parametrize(
    ("head", "text", "title"),
    [
        ("Pausefisk gør en forskel i Lemvig", "Pausefisk er Lemvigs bud på færre sygedage.", "Pausefisk"),
        ("Ro på stuen virker", "Personalet har arbejdet med Ro på stuen i to år.", "Ro på stuen"),
        ("Det stille kvarter samler byen", "I projekt Det stille kvarter mødes naboer.", "Det stille kvarter"),
        ("Nattelyset får lov at brænde", "”Nattelyset” har fået støtte fra puljen.", "Nattelyset"),
    ],
)
def test_a_headline_names_what_it_tells_of_where_the_text_does_too(head: str, text: str, title: str) -> None:
    page = f"# {head}\n\n{text}\n\nLemvig Kommune har fået støtte til projektet."
    assert told(page, kind=DocumentKind.PROJECT_PAGE)["title"] == title


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("Medarbejderne får mere tid", "Medarbejderne er kommunens vigtigste, og det kan medarbejderne mærke."),
        ("Region Midtjylland støtter forsøg", "Et forsøg med Region Midtjylland er i gang."),
        ("Anna Berg giver gode råd", "Vi har talt med Anna Berg om forsøget."),
    ],
)
def test_a_headline_does_not_name_a_project_by_people_or_bodies(head: str, text: str) -> None:
    page = f"# {head}\n\n{text}\n\nLemvig Kommune har fået støtte til projektet."
    assert told(page, kind=DocumentKind.PROJECT_PAGE)["title"] == head


@pytest.mark.parametrize("mark", ["[skriv her]", "<udfyldes af kommunen>", "........", "Skriv projektets navn"])
@pytest.mark.parametrize("between", ["\t", ": "])
def test_a_form_that_nobody_has_filled_in_tells_of_nothing(between: str, mark: str) -> None:
    rows = "\n".join(f"{label}{between}{mark}" for label in ("Puljens navn", *_FIELDS))
    page = write_document(f"# Skabelon til slutrapport\n\n{rows}\n\n# 1. Formål\n\nBeskriv kort, hvad I ville.",
                          kind=DocumentKind.FINAL_REPORT)  # fmt: skip
    assert extract_candidates(page) == []


@pytest.mark.parametrize("tag", ["Måltider", "Kontinuitet", "Mad og måltider"])
@pytest.mark.parametrize("name", ["Måltidsvenner", "Samme ansigter, større tryghed", "## Samme hånd hele vejen"])
def test_the_theme_that_a_page_is_filed_under_is_not_its_name(name: str, tag: str) -> None:
    text = "Kommunen har fået frivillige til at spise med ældre. Projektet er en del af puljen Nærvær i plejen."
    markup = f"# Lemvig Kommune\n\n{tag}\n\n{name}\n\n24 FEB 2022\n\n{text}"
    assert told(markup, kind=DocumentKind.PROJECT_PAGE)["title"] == name.removeprefix("## ")


@pytest.mark.parametrize("text", ["Teamet ledes af en gruppe læger.", "Gruppen mødes fire gange om året."])
def test_a_team_without_place_or_undertaking_is_no_project(text: str) -> None:
    page = write_document(f"# LKT: Hoftebrud\n\n{text}", kind=DocumentKind.PROJECT_PAGE)
    assert extract_candidates(page) == []

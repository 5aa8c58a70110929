from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from tests.ingest.extract.test_local_news import best, codes, projects

MINUTES = """# Referat fra Omsorgsudvalget den 13. juni 2023
1. Orientering fra formanden
Ingen bemærkninger.
2. {head}
{told}
3. Nye bænke ved søen
Udvalget godkendte placeringen af 12 bænke i Glostrup Kommune.
4. Eventuelt
Intet."""


@pytest.mark.parametrize(
    ("head", "told", "title", "amount"),
    [
        (
            "Frirummet - aflastning af pårørende",
            "Glostrup Kommune fik i 2022 740.000 kr. fra Fonden Fyrtårnet til Frirummet, hvor pårørende får afløsning. "
            "Projektet begyndte i marts 2022.",
            "Frirummet",
            740_000,
        ),
        (
            "Status på Gang i gaden",
            "Socialministeriet har givet Glostrup Kommune 1,2 mio. kr. til indsatsen for hjemløse borgere, som løber "
            "til maj 2024.",
            "Gang i gaden",
            1_200_000,
        ),
        (
            "Orientering om projektet »Ro i stuen«",
            "Glostrup Kommune har fået 900.000 kr. fra Havbro-fonden til projektet »Ro i stuen« for folk med demens.",
            "Ro i stuen",
            900_000,
        ),
    ],
)
def test_an_item_on_what_a_foundation_or_ministry_gave_is_a_project(
    head: str, told: str, title: str, amount: int
) -> None:
    (project,) = projects(MINUTES.format(head=head, told=told), DocumentKind.GOVERNANCE)
    assert (codes(project), best(project, "title"), best(project, "amount_dkk")) == ({"0161"}, title, amount)


@pytest.mark.parametrize(
    "told",
    [
        "Forvaltningen foreslår, at Glostrup Kommune søger Fonden Fyrtårnet om 740.000 kr. til aflastning.",
        "Fonden Fyrtårnet har givet kommunens museum 740.000 kr. Ældre borgere kan komme gratis ind.",
        "Glostrup Kommune afsætter 740.000 kr. til aflastning af pårørende i budget 2024.",
    ],
)
def test_items_on_other_money_are_none(told: str) -> None:
    assert projects(MINUTES.format(head="Aflastning", told=told), DocumentKind.GOVERNANCE) == []


@pytest.mark.parametrize(
    ("head", "told", "title", "pool"),
    [
        (
            "Afslutning af projekt Akut på Fyn",
            "Glostrup Kommune fik i 2020 et tilskud på 2.945.000 kr. til et akutteam. Projektet sluttede i juli.",
            "Akut på Fyn",
            None,
        ),
        (
            "Hverdagsrehabilitering, afslutning",
            "Glostrup Kommunes projekt fra Rehabiliteringspuljen (1.470.900 kr.) sluttede i august. 41 borgere deltog.",
            "Hverdagsrehabilitering",
            "Rehabiliteringspuljen",
        ),
    ],
)
def test_an_item_on_the_end_of_what_was_granted_is_a_project(
    head: str, told: str, title: str, pool: str | None
) -> None:
    (project,) = projects(MINUTES.format(head=head, told=told), DocumentKind.GOVERNANCE)
    assert (codes(project), best(project, "title"), best(project, "pool")) == ({"0161"}, title, pool)


def test_an_item_on_what_the_council_itself_set_aside_is_none() -> None:
    told = "Udvalget fik 2.945.000 kr. i budgettet til et akutteam i Glostrup Kommune. Projektet sluttede i juli."
    assert projects(MINUTES.format(head="Afslutning af akutteam", told=told), DocumentKind.GOVERNANCE) == []

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from tests.ingest.extract.test_local_news import best, codes, projects


@pytest.mark.parametrize(
    ("markup", "code", "amount", "title"),
    [
        (
            "# Ture langs fjorden slutter\nI to år har frivillige gået med ældre i Lemvig. Fonden Fyrtårnet gav i 2021 "
            "450.000 kr., og det blev til 900 ture fra marts 2021 til februar 2023.",
            "0665",
            450_000,
            None,
        ),
        (
            "# Lægen på skærmen\nI maj 2020 begyndte projektet Læge i stuen for 1,2 millioner kroner, som Fanø Kommune "
            "havde fået af Vesterhavsfonden. Forsøget sluttede i april 2022. Ventetiden er faldet.",
            "0563",
            1_200_000,
            "Læge i stuen",
        ),
        (
            "# Stærkere efter sygdom\nVarde Kommune har trænet med 40 borgere, der har haft kræft. Muskler og mod, som "
            "projektet hedder, sluttede i juni.\nPengene, 640.000 kr., kom i 2022 fra en fond, der støtter sundhed.",
            "0573",
            640_000,
            "Muskler og mod",
        ),
        (
            "# Kommunen får 1,3 mio. kr. til fællesskaber\nEn fond har i maj 2025 givet Favrskov Kommune 1,3 mio. kr. "
            "til at samle ensomme ældre til fællesspisning. Arbejdet varer fra august 2025 til juli 2028.",
            "0710",
            1_300_000,
            None,
        ),
        (
            "# Flere kan blive hjemme\nGreve Kommune er et år inde i Ro i stuen. Et team hjælper alvorligt syge.\n"
            "Havbro-fonden har givet 1,6 mio. kr. til projektet, som begyndte i februar 2025 og varer til maj 2027.",
            "0253",
            1_600_000,
            None,
        ),
        (
            "# Gadesygeplejersken bliver et år mere\nSocialministeriet har bevilget 2,2 mio. kr. til indsatsen for "
            "hjemløse i Randers, som begyndte i 2023.",
            "0730",
            2_200_000,
            None,
        ),
    ],
)
def test_news_that_says_who_gave_the_money_tells_of_a_project(
    markup: str, code: str, amount: int, title: str | None
) -> None:
    (project,) = projects(markup)
    assert (codes(project), best(project, "amount_dkk")) == ({code}, amount)
    if title is not None:
        assert best(project, "title") == title


@pytest.mark.parametrize(
    "told",
    [
        "Fonden Fyrtårnet har givet Lemvig Håndboldklub 250.000 kr. til nye mål. Trænerne arbejder for sundheden.",
        "Nordea-fonden har givet museet 3 mio. kr. til et tilbud til ældre borgere.",
        "Lemvig Kommune vil søge Fonden Fyrtårnet om 900.000 kr. til projektet, der skal hjælpe ensomme ældre.",
        "Fonden Fyrtårnet gav afslag på de 900.000 kr., som Lemvig Kommune ville bruge på projektet for ældre borgere.",
        "Staten har givet Lemvig Kommune 14 mio. kr. til en ny cykelsti, så børn kan komme i skole.",
        "Lemvig Kommune har tilbudt ældre borgere influenzavaccine. Det koster 900.000 kr. om året.",
        "Sundhedsstyrelsen har i år uddelt mange midler, og kommunens borgere i Lemvig er glade for tilbuddet.",
    ],
)
def test_other_money_in_the_news_is_no_project(told: str) -> None:
    assert projects(f"# Nyt fra Lemvig\n{told}") == []


def test_a_notice_for_volunteers_is_no_project_though_a_foundation_pays() -> None:
    markup = (
        "# Bliv frivillig på sundhedscentret\nTilmelding sker hos Lemvig Kommune. Fonden Fyrtårnet har givet 200.000 "
        "kr. til tilbuddet, og vi søger en afløser."
    )
    assert projects(markup, DocumentKind.NEWS) == []

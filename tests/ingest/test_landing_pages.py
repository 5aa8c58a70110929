from __future__ import annotations

import pytest

from corpus.documents import Document
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from tests.ingest.extract.pages import write_document

_LANDING = (
    '# Om projektet "{name}"\n\nProjektet undersøger, hvad der sker, når hjemmeplejen selv planlægger.\n\n'
    "Tre kommuner, Herning, Lejre og Samsø, deltager i projektet.\n\nProjektet løber fra januar 2021 til juni 2022."
)
_ARTICLE = (
    "# Tre steder, tre historier\n\nHerning, Lejre og Samsø har hver deres erfaring.\n\nFremfærd\n\n"
    "I halvandet år har de prøvet. Nu er {name} slut.\n\n## {first}\n\n{a} begyndte holdet om aftenen. Sygefraværet er "
    "faldet fra 9 til 6 procent.\n\n## {second}\n\n{b} har borgerne fået færre hjælpere, og det er de glade for.\n\n"
    "## {third}\n\n{c} var holdet lille i forvejen. Kommunen kan ikke se nogen forskel på før og nu.\n\n"
    "Projektledelse: KL og FOA"
)
_HEADINGS = (
    ("Aftenholdet", "Faste folk på Bakken", "Øens eget hold"),
    ("Aftenholdet i Herning", "Faste folk i Lejre", "Øens eget hold på Samsø"),
    ("Herning: Aftenholdet", "Lejre: Faste folk", "Samsø: Øens eget hold"),
)
_BODIES = (("I Herning Kommune", "Også i Lejre Kommune", "På Samsø"), ("I Herning", "Lejre", "På Samsø"))


def pages(name: str, headings: tuple[str, ...], bodies: tuple[str, ...]) -> list[Document]:
    first, second, third = headings
    a, b, c = bodies
    article = _ARTICLE.format(name=name, first=first, second=second, third=third, a=a, b=b, c=c)
    return [
        write_document(_LANDING.format(name=name), url="https://vpt.dk/holdet"),
        write_document(article, url="https://vpt.dk/hjemmepleje/tre-historier"),
    ]


def projects(documents: list[Document]) -> dict[str, set[str]]:
    """The documents' addresses of each project, by its only municipality."""
    linking = link_candidates(documents, [c for d in documents for c in extract_candidates(d)])
    found: dict[str, set[str]] = {}
    for record_id, evidence in linking.evidence.items():
        if linking.record_types[record_id] is RecordType.PROJECT:
            codes = {str(e.value) for e in evidence if e.field == "municipalities"}
            found[",".join(sorted(codes))] = {str(e.url) for e in evidence}
    return found


@pytest.mark.parametrize("bodies", _BODIES)
@pytest.mark.parametrize("headings", _HEADINGS)
@pytest.mark.parametrize("name", ["Makkere i hjemmeplejen", "Hverdagen først"])
def test_a_landing_page_tells_of_each_part_that_an_article_has(
    name: str, headings: tuple[str, ...], bodies: tuple[str, ...]
) -> None:
    documents = pages(name, headings, bodies)
    both = {d.url for d in documents}
    assert projects(documents) == {"0657": both, "0350": both, "0741": both}


def test_a_joint_project_whose_article_has_no_parts_stays_one() -> None:
    landing, _ = pages("Makkere i hjemmeplejen", _HEADINGS[0], _BODIES[0])
    article = write_document(
        "# Makkere i hjemmeplejen er slut\n\nHerning, Lejre og Samsø har i fællesskab prøvet faste makkere i projektet "
        "Makkere i hjemmeplejen.\n\n## Resultater\n\nSygefraværet er faldet.",
        url="https://vpt.dk/hjemmepleje/makkere",
    )
    assert set(projects([landing, article])) == {"0350,0657,0741"}


def test_an_article_whose_lead_names_the_whole_tells_of_its_parts_alone() -> None:
    _, article = pages("projektet ”Faste hænder”", _HEADINGS[1], _BODIES[0])
    assert projects([article]) == {code: {article.url} for code in ("0657", "0350", "0741")}


def test_a_municipality_that_left_has_its_telling_of_the_landing_page_alone() -> None:
    landing = write_document(
        "# Familien i bevægelse\n\nFire kommuner afprøver en indsats i et projekt.\n\n## Deltagende kommuner:\n\n"
        "Herning, Lejre, Samsø og Odense\n\n## Økonomi:\n\nDer er afsat 11,2 mio. kr. til projektet.",
        url="https://socialstyrelsen.dk/projekter-og-initiativer/boern/familien-i-bevaegelse",
    )
    evaluation = write_document(
        "# Familien i bevægelse - evaluering\n\nOdense forlod projektet.\n\n## Herning Kommune\n\nVægten er faldet.\n\n"
        "## Lejre Kommune\n\nIngen ændring.\n\n## Samsø Kommune\n\nBørnene er gladere.",
        url="https://sbst.dk/udgivelser/2020/familien-i-bevaegelse",
    )
    found = projects([landing, evaluation])
    assert set(found) == {"0657", "0350", "0741", "0461"}
    assert found["0657"] == {landing.url, evaluation.url}
    assert landing.url in found["0461"]

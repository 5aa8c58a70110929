from __future__ import annotations

import pytest

from corpus.documents import Document, DocumentKind
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


@pytest.mark.parametrize(
    "who",
    [
        "Herning, Lejre, Samsø samt Odder og Norddjurs, der er gået sammen, deltager i projektet.",
        "I projektet deltager Herning, Lejre, Samsø og (i fællesskab) Odder og Norddjurs kommuner.",
        "Fem kommuner deltager i projektet: Herning, Lejre, Samsø, Odder og Norddjurs.",
    ],
)
@pytest.mark.parametrize(
    "headings",
    [
        ("Aftenholdet", "Faste folk på Bakken", "Øens eget hold", "Djurslands natruter"),
        ("Aftenholdet", "Faste folk i Lejre", "Øens eget hold på Samsø", "Djurslands natruter"),
        ("Aftenholdet i Herning", "Faste folk i Lejre", "Øens eget hold", "Natruter i Odder og Norddjurs"),
    ],
)
def test_a_part_of_two_municipalities_is_one_project(headings: tuple[str, ...], who: str) -> None:
    first, second, third, fourth = headings
    landing = write_document(
        f'# Om projektet "Makkere i hjemmeplejen"\n\n{who}\n\nProjektet løber frem til sommeren 2022.',
        url="https://vpt.dk/holdet",
    )
    article = write_document(
        "# Fire steder, fire historier\n\nNogle gange er det folkene, der gør forskellen.\n\nFremfærd\n\nEfter "
        "halvandet år er udviklingsrummet Makkere i hjemmeplejen slut. Her er, hvad de fire projekter gav.\n\n"
        f"## {first}\n\nI Herning begyndte holdet om aftenen. Sygefraværet er faldet fra 9 til 6 procent.\n\n"
        f"## {second}\n\nI Lejre har borgerne fået færre hjælpere, og det er de glade for.\n\n"
        f"## {third}\n\nPå Samsø var holdet lille i forvejen. Kommunen kan ikke se nogen forskel på før og nu.\n\n"
        f"## {fourth}\n\nOdder og Norddjurs byttede borgere for at spare kørsel. Kørslen er den samme.\n\n"
        "## Kort om projektet\n\nProjektledelse: KL og FOA",
        url="https://vpt.dk/hjemmepleje/fire-historier",
    )
    both = {landing.url, article.url}

    assert projects([landing, article]) == {"0657": both, "0350": both, "0741": both, "0707,0727": both}


_ROWS = (
    "# Pulje til læring i ydertimerne\n\nI december 2021 fik otte projekter støtte.\n\n"
    "Kommune\tProjekt\tStøtte i kr.\n\n{rows}"
)
_SINGLE = "Struer\tDen trygge telefon\t395.000\nVallensbæk\tRo på i ydertimerne\t310.000\nÆrø\tAlene på vagt\t275.000"
_JOINT = (
    "Struer\tDen trygge telefon\t395.000\nVallensbæk og Ærø\tRo på i ydertimerne\t310.000\nGreve\tNattens hold\t275.000"
)


@pytest.mark.parametrize("title", ['Om projektet "Læring i ydertimerne"', "Læring i ydertimerne"])
@pytest.mark.parametrize(
    "who",
    [
        "Otte projekter deltager, blandt andet i Vallensbæk og Ærø kommuner.",
        "Vallensbæk og Ærø kommuner deltager i projektet.",
        "Deltagende kommuner: Vallensbæk og Ærø",
    ],
)
def test_a_page_called_as_a_lists_pool_tells_of_each_of_its_rows(title: str, who: str) -> None:
    page = write_document(
        f"# {title}\n\nParterne bag Fremfærd vil vide, hvordan læring kan foregå, når der er få på arbejde.\n\n"
        f"{who}\n\nProjektet løber frem til efteråret 2023.",
        url="https://vpt.dk/ydertimer",
        kind=DocumentKind.PROJECT_PAGE,
    )
    single = write_document(_ROWS.format(rows=_SINGLE), url="https://kl.dk/puljer/ydertimer")
    joint = write_document(_ROWS.format(rows=_JOINT), url="https://kl.dk/puljer/ydertimer")
    both = {single.url, page.url}

    assert projects([single, page]) == {"0671": {single.url}, "0187": both, "0492": both}
    assert "0187" not in projects([joint, page])


_HOSTS = (
    "https://www.vpt.dk/holdet",
    "https://arkiv.vpt.dk/hjemmepleje/holdet",
    "https://vpt.dk/holdet?udskriv=1",
    "https://vpt.dk/projekter/Holdet/",
)
_LATER = ("", "\n\nOpdateret 4. maj 2022.", "\n\nProjektet er støttet af parterne på området.")


@pytest.mark.parametrize("later", _LATER)
@pytest.mark.parametrize("host", _HOSTS)
@pytest.mark.parametrize("written", ["Makkere i hjemmeplejen", "Makkere, i hjemmeplejen"])
def test_a_copy_of_a_landing_page_is_no_further_telling_of_the_whole(written: str, host: str, later: str) -> None:
    landing, _ = pages("Makkere i hjemmeplejen", _HEADINGS[0], _BODIES[0])
    _, article = pages(written, _HEADINGS[0], _BODIES[0])
    copy = write_document(_LANDING.format(name="Makkere i hjemmeplejen") + later, url=host)
    every = {landing.url, copy.url, article.url}
    assert projects([landing, copy, article]) == {"0657": every, "0350": every, "0741": every}


def test_a_page_halfway_of_the_whole_keeps_the_project_one() -> None:
    landing, article = pages("Makkere i hjemmeplejen", _HEADINGS[0], _BODIES[0])
    halfway = write_document(
        "# Halvvejs med Makkere i hjemmeplejen\n\nTre kommuner, Herning, Lejre og Samsø, deltager i projektet "
        '"Makkere i hjemmeplejen". De er halvvejs.',
        url="https://vpt.dk/hjemmepleje/halvvejs",
    )
    assert "0350,0657,0741" in projects([landing, article, halfway])

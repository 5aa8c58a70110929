"""Documents whose kind their first lines tell, whatever their other words weigh."""

from __future__ import annotations

import dataclasses

import pytest

from corpus.documents import DocumentKind
from ingest.classify import classify_document
from tests.ingest.extract.pages import write_document

K = DocumentKind
PDF, SITE = "https://www.havby.dk/media/notat.pdf", "https://www.havbyavis.dk/2021/juni/om-natten"
BODY = (
    "Havby Kommune har fra september 2020 til december 2022 haft et dagtilbud for borgere med demens. Projektet er "
    "støttet af puljen med 1.638.750 kr. Ved start var 9 af 21 ægtefæller sygemeldt. Ved slut var det 3."
)
FILES = (
    (K.EVALUATION, "# Aktiv dag\nEvalueringsnotat, Havby Kommune, februar 2023"),
    (K.EVALUATION, "# Aktiv dag\nEvaluering, december 2022"),
    (K.EVALUATION, "# Aktiv dag for yngre\nSlutevaluering"),
    (K.FINAL_REPORT, "# Erfaringer fra Aktiv dag\nHavby Kommune 2023"),
    (K.FINAL_REPORT, "# Erfaringer med Aktiv dag"),
    (K.FINAL_REPORT, "# Notat: Resultater af Aktiv dag\nTil Sundhedsudvalget, Havby Kommune"),
    (K.FINAL_REPORT, "# Afslutningsnotat om Aktiv dag\nHavby Kommune"),
    (K.FINAL_REPORT, "# Afslutning på Aktiv dag\nHavby Kommune, marts 2023"),
    (K.FINAL_REPORT, "# Resultater af Aktiv dag"),
    (K.FINAL_REPORT, "# Aktiv dag. Rapport fra Havby Kommune"),
    (K.FINAL_REPORT, "# Aktiv dag. Notat om resultatet"),
    (K.FINAL_REPORT, "# Aktiv dag: det lærte vi"),
    (K.FINAL_REPORT, "# Aktiv dag"),
)
ITEMS = (
    "Havby 14. juni 2021 Kl. 06.30",
    "14. juni 2021",
    "Af [navn] 14. juni 2021",
    "14-06-2021",
)
QUOTES = (
    "– Vi håber, det kan spare borgerne for nogle ture, siger lederen af hjemmesygeplejen.",
    "– Det er dejligt, at nogen ringer om aftenen, fortæller en af deltagerne.",
    "”Jeg sover bedre nu, end jeg har gjort i mange år,” siger en beboer.",
)


@pytest.mark.parametrize(("kind", "head"), FILES)
def test_the_head_of_a_file_tells_its_kind(kind: DocumentKind, head: str) -> None:
    assert write_document(f"{head}\n{BODY}", url=PDF).kind is kind


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize("day", ITEMS)
def test_an_item_with_its_day_and_a_voice_is_news(day: str, quote: str) -> None:
    item = write_document(f"# Aktiv dag hjælper ægtefæller\n{day}\n{BODY}\n{quote}", url=SITE)
    dated = dataclasses.replace(item, last_updated="2021-06-14")
    assert classify_document(dated)[0] is K.NEWS


def test_a_projects_page_with_a_voice_and_no_day_stays_one() -> None:
    text = f"# Aktiv dag\nHavby Kommune\n## Om projektet\n{BODY}\n{QUOTES[0]}"
    assert write_document(text, url="https://www.havby.dk/sundhed/projekter/aktiv-dag").kind is K.PROJECT_PAGE


@pytest.mark.parametrize(
    "text",
    [
        "Publikationen samler erfaringer fra fire kommuners arbejde på væresteder.\nHent publikationen",
        "Her kan man læse om fire kommuners arbejde med sundhed på væresteder.\nDownload rapporten",
    ],
)
def test_a_page_that_hands_out_an_evaluation_is_one(text: str) -> None:
    page = write_document(f"# Fra værested til hverdagsliv: evaluering\nStyrelsen2018\n{text}")
    assert page.kind is K.EVALUATION


@pytest.mark.parametrize("placeholder", ["[skriv her]", "Skriv kommunens navn", "<indsæt navn>", "………………"])
def test_a_form_to_fill_in_is_no_report(placeholder: str) -> None:
    form = "\n".join(f"{label}: {placeholder}" for label in ("Tilskudsmodtager", "Projektets navn", "Bevilling"))
    assert write_document(f"# Slutrapport\n{form}\nEr projektets mål opnået?", url=PDF).kind is K.GOVERNANCE


@pytest.mark.parametrize(
    "text",
    ["Kurset holdes i Havby og koster 7.200 kr.", "Tilmelding er bindende, og betaling sker ved faktura."],
)
def test_a_course_is_noise(text: str) -> None:
    table = "Sted\tDato\tPris\nFredericia\t12. september\t7.200 kr.\nRingsted\t3. oktober\t7.200 kr."
    course = f"# Bliv demensvejleder: kursus for assistenter\nSeks dage med undervisning.\n{table}\n\n{text}"
    assert write_document(course, url="https://eksempel.dk/kurser/demens").kind is K.NOISE


def test_a_file_on_what_is_to_be_is_no_report() -> None:
    text = (
        "# Projektbeskrivelse: Aktiv dag\nOdder Kommune\nFormål\nYngre med demens skal have et dagtilbud to dage om "
        "ugen.\nProjektperiode: marts 2027 til december 2029. Tilskud: 1.638.750 kr."
    )
    assert write_document(text, url=PDF).kind is K.PROJECT_PAGE


@pytest.mark.parametrize(
    "line", ["14. juni 2021 kl. 06.30", "ODDER 14. juni 2021 Kl. 06.30", "Af [navn] Kontakt redaktionen"]
)
def test_a_papers_own_line_makes_an_item_news(line: str) -> None:
    assert write_document(f"# Aktiv dag hjælper ægtefæller\n{line}\n{BODY}", url=SITE).kind is K.NEWS


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.havbyavis.dk/aktiv-dag", K.NEWS),
        ("https://www.havby.dk/nyheder/aktiv-dag", K.NEWS),
        ("https://www.havby.dk/sundhed/aktiv-dag", K.PROJECT_PAGE),
    ],
)
def test_a_date_below_the_headline_is_an_items_where_items_are(url: str, kind: DocumentKind) -> None:
    item = write_document(f"# Aktiv dag\n14. juni 2021\n{BODY}", url=url)
    assert classify_document(dataclasses.replace(item, last_updated="2021-06-14"))[0] is kind


def test_a_file_that_lists_grants_is_a_list_whatever_pool_its_title_names() -> None:
    rows = "\n".join(f"Kommune: {name}\nModel: A\nTilskud: 1.450.000 kr." for name in ("Nyborg", "Odder", "Skive"))
    text = f"# Lindringspuljen 2020: tilskud til tre kommuner\n{rows}\nBeløbene er givet fra Pulje til lindring."
    assert write_document(text, url="https://sst.dk/da/puljer/lindring-tilskud.pdf").kind is K.AWARD_LIST


def test_a_page_called_related_documents_is_noise() -> None:
    text = "# Relaterede dokumenter\nProjektbeskrivelse for akutteam\nPuljemidler til ældre\nRøgfri dag, skabelon"
    assert write_document(text, url="https://docs.dk/amp-oversigt").kind is K.NOISE


def test_a_publications_page_that_sums_up_a_pools_projects_is_an_evaluation() -> None:
    text = (
        "# Sundhed på gadeplan. Erfaringer\nDe otte projekter fra puljen Sundhed på gadeplan har nået 3.900 "
        "borgere. I Odder har 68 pct. af de tilknyttede nu en fast læge.\nHent publikationen"
    )
    assert write_document(text, url="https://sbst.dk/udgivelser/2023/gadeplan").kind is K.EVALUATION

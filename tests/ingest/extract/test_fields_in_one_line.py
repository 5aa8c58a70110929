from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from tests.ingest.extract.test_local_news import best, codes, projects


@pytest.mark.parametrize(
    "line",
    [
        "Tilskud: 1.375.000 kr. givet i 2020. Periode: 2020 - 2022.",
        "Bevilling: 1.375.000 kr.; Periode: 2020-2022; Bevillingsår: 2020",
        "Tilskud: 1.375.000 kr. | Projektperiode: 2020-2022 | Kommune: Viborg",
        "Kommune: Viborg, Tilskud: 1.375.000 kr., Projektperiode: 2020-2022",
        "Støtte: 1,375 mio. kr. · Projektperiode: 2020-2022",
        "Bevilling: 1.375.000 kr. Indsatsens navn: Bedre gang efter apopleksi. Gennemført: 2020-2022",
    ],
)
@pytest.mark.parametrize("kind", [DocumentKind.FINAL_REPORT, DocumentKind.PROJECT_PAGE])
def test_fields_that_share_a_line_are_read_each(line: str, kind: DocumentKind) -> None:
    text = f"Slutnotat: Bedre gang efter apopleksi\nViborg Kommune\n{line}\nProjektet er slut. Borgerne går hurtigere."
    (project,) = projects(text, kind)
    assert codes(project) == {"0791"}
    assert (best(project, "amount_dkk"), best(project, "title")) == (1_375_000, "Bedre gang efter apopleksi")
    assert (best(project, "period_from"), best(project, "period_to")) == ("2020", "2022")


def test_a_colon_within_a_value_begins_no_field_of_its_own() -> None:
    (project,) = projects(
        "# Ro i natten\nKommune: Viborg\nProjekttitel: Ro i natten. Bemærk: vi sover.\nProjektet er slut."
    )
    assert best(project, "title") == "Ro i natten. Bemærk: vi sover"


def test_a_heading_that_ran_together_with_the_first_label_is_none_of_it() -> None:
    line = "Fakta om projektet Bevilling: 1.375.000 kr."
    (project,) = projects(
        f"Slutnotat: Ro i natten\nViborg Kommune\n{line}\nProjektet er slut.", DocumentKind.FINAL_REPORT
    )
    assert best(project, "amount_dkk") == 1_375_000


def test_a_date_ends_no_field() -> None:
    (project,) = projects(
        "Slutrapport\nProjektnavn: Ro i natten. Kommune: Viborg. Tilskud: 900.000 kr. "
        "Løbetid: 1. januar 2020 - 31. maj 2022",
        DocumentKind.FINAL_REPORT,
    )
    assert best(project, "title") == "Ro i natten"
    assert (best(project, "period_from"), best(project, "period_to")) == ("2020-01-01", "2022-05-31")

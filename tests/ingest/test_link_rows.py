"""Which row of a list a page, or a part of it, belongs to."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from tests.ingest.extract.pages import write_document
from tests.ingest.linking import a_list, a_page, link, project_ids, told


def test_names_of_a_list_tell_an_articles_awards_in_one_municipality_apart() -> None:
    listed = write_document(
        "# Tilsagn 2019\nKommune\tProjekt\nVejle Kommune\tMørkets venner, nattens ro\n"
        "Vejle Kommune\tAftensang og sutsko\nGreve Kommune\tPuden vendes\n",
        url="https://kl.dk/tilsagn-2019",
        kind=DocumentKind.AWARD_LIST,
    )
    article = write_document(
        "# Tre millioner til ro om natten\n"
        "Vejle Kommune får 1,2 mio. kr. til Aftensang og sutsko.\n"
        "Greve Kommune får 1,9 mio. kr. til Puden vendes.\n",
        url="https://vpt.dk/nyheder/fire-millioner",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, article)
    assert len(project_ids(linking)) == 3
    names = {"Mørkets venner, nattens ro", "Aftensang og sutsko", "Puden vendes"}
    sums = {
        (told(linking, record_id, "title") & names).pop(): told(linking, record_id, "amount_dkk")
        for record_id in project_ids(linking)
    }
    assert sums == {
        "Mørkets venner, nattens ro": set(),
        "Aftensang og sutsko": {1_200_000},
        "Puden vendes": {1_900_000},
    }


def test_a_row_of_two_projects_tells_of_both() -> None:
    listed = a_list("- Odense Kommune - Hospice i hjemmet\n- Odense Kommune - Den svære samtale\n- Vejle Kommune - Uro")
    news = write_document(
        "# Tre projekter får støtte\nStøtten kommer fra puljen Ro om natten.\n- Odense Kommune, to projekter\n"
        "- Vejle Kommune",
        url="https://sst.dk/da/nyheder/ro",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, news)

    assert len(project_ids(linking)) == 3
    assert {a.record_id for a in linking.assignments if a.candidate.document_id == news.document_id} >= set(
        project_ids(linking)
    )


def test_a_list_that_names_no_pool_is_known_by_its_places() -> None:
    places = ("Odense", "Vejle", "Greve", "Solrød", "Varde")
    listed = a_list("\n".join(f"- {place} Kommune - Lyset {n}" for n, place in enumerate(places, 11)))
    news = write_document(
        "# Penge til fem projekter\n## Fem kommuner har fået tilskud\n"
        + "\n".join(f"- {place} Kommune – {n}40.000 kr." for n, place in enumerate(places, 1)),
        url="https://sm.dk/nyheder/fem",
        kind=DocumentKind.NEWS,
    )
    linking = link(listed, news)

    assert len(project_ids(linking)) == len(places)


ROWS = (
    "- Odense Kommune – 900.000 kr.\n- Vejle Kommune – 640.000 kr.\n"
    "- Odense Kommune – 1.300.000 kr.\n- Greve Kommune – 700.000 kr."
)


def test_a_page_that_fits_two_rows_of_its_place_joins_neither_and_staff_is_asked() -> None:
    page = a_page("# Den svære samtale\nKommune: Odense Kommune\nPulje: Ro om natten")
    linking = link(a_list(ROWS), page)
    assert len(project_ids(linking)) == 5
    own = next(a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id)
    assert sum(own in (d.first_id, d.second_id) for d in linking.doubtful) >= 2


def test_of_two_rows_a_page_joins_the_one_that_is_left() -> None:
    told_sum = a_page(
        "# Den svære samtale\nKommune: Odense Kommune\nPulje: Ro om natten\nBevilget beløb: 900.000 kr.",
        url="https://odense.dk/x/samtale",
    )
    other = a_page(
        "# Hospice i hjemmet\nKommune: Odense Kommune\nPulje: Ro om natten", url="https://odense.dk/x/hospice"
    )
    linking = link(a_list(ROWS), told_sum, other)
    assert len(project_ids(linking)) == 4
    whose = {a.candidate.document_id: a.record_id for a in linking.assignments}
    assert told(linking, whose[told_sum.document_id], "amount_dkk") == {900_000}
    assert told(linking, whose[other.document_id], "amount_dkk") == {1_300_000}


@pytest.mark.parametrize("follows", [True, False])
def test_parts_in_the_order_of_a_list_are_of_its_rows(follows: bool) -> None:
    names = [
        "Odense Kommune: Nattens vagt",
        "Vejle Kommune: Lyset ned",
        "Odense Kommune: Morgenro",
        "Greve Kommune: Tyst",
    ]
    if not follows:
        names[2:] = names[:1:-1]
    report = write_document(
        "# Evaluering af puljen Ro om natten\n"
        + "\n".join(f"## {name}\nProjektet er afsluttet, og personalet er glad for det." for name in names),
        url="https://sst.dk/udgivelser/ro",
        kind=DocumentKind.EVALUATION,
    )
    linking = link(a_list(ROWS), report)
    sums = {
        str(title): told(linking, a.record_id, "amount_dkk")
        for a in linking.assignments
        if a.candidate.document_id == report.document_id
        for title in [next((s.value for s in a.candidate.statements if s.field == "title"), "")]
    }
    assert sums["Lyset ned"] == {640_000}
    assert (sums["Nattens vagt"], sums["Morgenro"]) == (({900_000}, {1_300_000}) if follows else (set(), set()))


def test_what_a_list_calls_the_projects_of_several_places_is_no_name() -> None:
    rows = "\n".join(
        f"- {place} Kommune – Lokal indsats – {n}"
        for place, n in (
            ("Vejle", "640.000 kr."),
            ("Greve", "700.000 kr."),
            ("Odense", "900.000 kr."),
            ("Lejre", "410.000 kr."),
        )
    )
    second = write_document(
        "# Gode dage\nPuljen ”Gode dage” er fordelt i juni 2022.\n## Projekter, der har fået tildelt midler\n" + rows,
        url="https://sst.dk/da/puljer/gode-dage",
        kind=DocumentKind.POOL_PAGE,
    )
    page = a_page("# Lyset ned\nKommune: Vejle Kommune\nPulje: Ro om natten")
    linking = link(a_list(rows.replace("640.000", "645.500")), second, page)
    assert len(project_ids(linking)) == 8
    own = next(a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id)
    assert told(linking, own, "amount_dkk") == {645_500}

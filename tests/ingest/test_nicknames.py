"""Pools that pages call by other names than their own: one record each, and no record for who stands behind."""

from __future__ import annotations

import pytest

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType, derive_values
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from tests.ingest.extract.pages import write_document

_ROWS = (("Odder", "Spiseven"), ("Skive", "Naboskab"), ("Vejle", "Kør med"), ("Struer", "Værkstedet"))
_OTHERS = (("Herning", "Morgenhold"), ("Lejre", "Gåtur for to"), ("Samsø", "Ø-bussen"), ("Tårnby", "Fælles bord"))


def pool_page(name: str, rows: tuple[tuple[str, str], ...] = _ROWS, url: str = "https://sum.dk/puljer/p") -> Document:
    table = "\n".join(f"{place} Kommune\t{title}\t1.{n}64.400" for n, (place, title) in enumerate(rows, start=1))
    text = (
        f"# {name}\n\nPuljen er på 12 mio. kr. og blev udmøntet i juni 2019.\n\nKommune\tProjekt\tBeløb (kr.)\n{table}"
    )
    return write_document(text, url=url, kind=DocumentKind.POOL_PAGE)


def evaluation(head: str, rows: tuple[tuple[str, str], ...] = _ROWS) -> Document:
    table = "\n".join(f"{title} ({place})\t{80 + n}\tEnsomheden er faldet." for n, (place, title) in enumerate(rows))
    text = f"# {head}\n\nProjekt\tDeltagere\tHvad skete der?\n{table}"
    return write_document(text, url="https://sum.dk/media/e.pdf", kind=DocumentKind.EVALUATION)


def project_list(head: str, rows: tuple[tuple[str, str], ...] = _ROWS) -> Document:
    table = "\n".join(f"{place} Kommune\t{title}\t1.{n}64.400" for n, (place, title) in enumerate(rows, start=1))
    text = f"# {head}\n\nKommune\tProjekt\tBeløb (kr.)\n{table}"
    return write_document(text, url="https://sum.dk/media/liste.pdf", kind=DocumentKind.AWARD_LIST)


def pools(*documents: Document) -> list[str]:
    """The titles of the pools that documents tell of."""
    linking = link_candidates(documents, [c for d in documents for c in extract_candidates(d)])
    return sorted(
        str(derive_values(list(evidence))["title"])
        for record_id, evidence in linking.evidence.items()
        if linking.record_types[record_id] is RecordType.POOL
    )


@pytest.mark.parametrize(
    "head",
    [
        "Spisepuljen: støttede projekter",
        "Projekter i Spisepuljen",
        "Spisepuljen - tilsagn 2019",
        "Spisepuljen, 1. udmøntning",
        "Oversigt: projekter under Spisepuljen",
    ],
)
def test_a_list_called_by_a_nickname_is_of_the_pool_that_its_projects_have(head: str) -> None:
    assert len(pools(pool_page("Pulje til gode måltider på plejecentre og i eget hjem"), project_list(head))) == 1


_CUT_DOWN = (
    ("Pulje til aflastning og støtte til pårørende til demente", "Evaluering af puljen til aflastning af pårørende"),
    ("Udviklingspuljen for nær sygepleje", "Effektevaluering af Puljen til nær sygepleje"),
    (
        "Pulje til hjemmemonitorering af borgere med hjertesvigt",
        "Evaluering af puljen til hjemmemonitorering ved hjertesvigt",
    ),
    ("Pulje til en tryg start for sårbare familier", "Erfaringer fra puljen til tryg start"),
    (
        "Pulje til styrket genoptræning af personer med erhvervet hjerneskade",
        "Opsamling på puljen til genoptræning af hjerneskade",
    ),
)


@pytest.mark.parametrize(("whole", "head"), _CUT_DOWN)
def test_a_name_cut_down_is_of_the_pool_that_its_projects_have(whole: str, head: str) -> None:
    found = pools(pool_page(whole), evaluation(head))
    assert len(found) == 1
    assert found[0].casefold().removeprefix("pulje til ") == whole.casefold().removeprefix("pulje til ")


@pytest.mark.parametrize(("whole", "head"), _CUT_DOWN[:2])
def test_pools_whose_names_are_alike_stay_two_where_their_projects_are_others(whole: str, head: str) -> None:
    assert len(pools(pool_page(whole), evaluation(head, _OTHERS))) == 2


def test_a_nickname_means_the_pool_of_most_of_its_projects() -> None:
    page = pool_page("Pulje til gode måltider på plejecentre og i eget hjem")
    article = write_document(
        "# Spiseven i Odder\n\nOdder Kommune har fået 1.164.400 kr. til projektet Spiseven fra puljen ”Styrket nærvær "
        "i hverdagen”.",
        url="https://odder.dk/nyt/spiseven",
        kind=DocumentKind.NEWS,
    )
    assert "Spisepuljen" not in pools(page, project_list("Spisepuljen: støttede projekter"), article)


def test_pools_with_the_same_places_and_other_words_stay_two() -> None:
    first = pool_page("Pulje til gode måltider på plejecentre")
    second = pool_page("Pulje til røgfri hverdag for socialt udsatte", _OTHERS, "https://sum.dk/puljer/q")
    assert len(pools(first, second)) == 2


_PARTS = (
    "# To kommuner, to veje til et bedre samarbejde\n\n{behind}\n\n## Makkerpar på kørelisten i Rødovre\n\nRødovre har "
    "ladet to dele rute. Borgerne mødte herefter 6 ansatte mod før 11.\n\n## Morgenmøde med mening i "
    "Randers\n\nI Randers fik mødet en fast dagsorden. Det blev ti minutter kortere. Forsøget sluttede i 2022."
)


@pytest.mark.parametrize("behind", ["Fremfærd", "Fremfærd har besøgt dem.", "Artiklen er skrevet for Fremfærd."])
def test_who_stands_behind_an_article_is_no_pool(behind: str) -> None:
    article = write_document(
        _PARTS.format(behind=behind), url="https://vpt.dk/plejecenter/to-veje", kind=DocumentKind.NEWS
    )
    assert pools(article) == []

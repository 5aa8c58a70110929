from __future__ import annotations

from typing import Any

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document


def projects(markup: str, kind: DocumentKind = DocumentKind.NEWS) -> list[Candidate]:
    found = extract_candidates(write_document(markup, kind=kind))
    return [c for c in found if c.record_type is RecordType.PROJECT]


def best(candidate: Candidate, field: str) -> Any:
    stated = [s for s in candidate.statements if s.field == field]
    return max(stated, key=lambda s: s.confidence).value if stated else None


def codes(candidate: Candidate) -> set[str]:
    return {s.value for s in candidate.statements if s.field == "municipalities"}


@pytest.mark.parametrize(
    "told",
    [
        "»Havnens puls« hedder det projekt, som Greve Kommune har fået 900.000 kr. til fra puljen Sund havn.",
        "»Havnens puls«, som projektet hedder, har Greve Kommune fået 900.000 kr. til fra puljen Sund havn.",
        "Havnens puls, som tilbuddet hedder, er et projekt i Greve Kommune. Det har fået 900.000 kr. fra puljen Sund "
        "havn.",
    ],
)
def test_the_name_that_a_story_points_out_goes_before_its_headline(told: str) -> None:
    (project,) = projects(f"# Nu bliver der målt blodtryk ved kajen\n{told}\nBorgerne er glade for sundhedstilbuddet.")
    assert best(project, "title") == "Havnens puls"
    assert codes(project) == {"0253"}


def test_municipalities_that_begin_a_sentence_and_act_take_part() -> None:
    (project,) = projects(
        "# Når maden gør ondt\nThisted og Morsø har delt ergoterapeuter.\nProjektet er betalt af Måltidspuljen. "
        "Teamet har også holdt oplæg i Viborg.",
        DocumentKind.PROJECT_PAGE,
    )
    assert codes(project) == {"0787", "0773"}


def test_a_municipality_within_the_name_of_a_pool_is_no_owner() -> None:
    (project,) = projects(
        "# Koordinatoren\nSlutrapport, Silkeborg Kommune, marts 2022\nStøttet af styrelsens pulje Vejen tilbage efter "
        "hjerneskade\n## Resultater\nBorgerne kom hurtigere hjem. Projektet er afsluttet.",
        DocumentKind.FINAL_REPORT,
    )
    assert codes(project) == {"0740"}


def test_sums_and_names_stay_with_their_own_sentence() -> None:
    found = projects(
        "# Fire nye bud\n"
        "Esbjerg Kommune får 2,9 mio. kr. til projektet »Hjem til arbejdet«. Silkeborg Kommune er tildelt 3,15 mio. "
        "kr. til en koordinator.\n"
        "Den største portion, 4,2 mio. kr., tilfalder Københavns Kommune. Her skal »Sproget igen« give træning.\n"
        "Lemvig Kommune får godt en million, nærmere bestemt 1.050.000 kr., til »Alene hjemme igen«.\n"
        "Pengene kommer fra puljen Hjernen i gang."
    )
    read = {(*codes(c), best(c, "amount_dkk"), best(c, "title")) for c in found}
    assert ("0561", 2_900_000, "Hjem til arbejdet") in read
    assert ("0101", 4_200_000, "Sproget igen") in read
    assert ("0665", 1_050_000, "Alene hjemme igen") in read
    (koordinator,) = [c for c in found if codes(c) == {"0740"}]
    assert (best(koordinator, "amount_dkk"), best(koordinator, "title") == "Hjem til arbejdet") == (3_150_000, False)


def test_a_final_report_with_a_part_for_each_municipality_tells_of_each() -> None:
    found = projects(
        "# Tæt på hjemmet\n## 1. Skive: Jordemoder i gården\nAndelen, der udeblev, faldt. Projektet er afsluttet.\n"
        "## 2. Lolland: To om barnet\nHver familie havde to faste fagpersoner. Projektet er afsluttet.",
        DocumentKind.FINAL_REPORT,
    )
    assert [(codes(c), best(c, "title")) for c in found] == [
        ({"0779"}, "Jordemoder i gården"),
        ({"0360"}, "To om barnet"),
    ]


@pytest.mark.parametrize("kind", [DocumentKind.CALL, DocumentKind.GOVERNANCE, DocumentKind.PROGRAMME_PAGE])
def test_a_list_of_grants_is_read_whatever_the_page_is_taken_for(kind: DocumentKind) -> None:
    rows = "\n".join(f"{name} Kommune\t{n}00.000 kr." for n, name in enumerate(("Skive", "Greve", "Vejle"), 7))
    given = f"# Sund havn\nTre projekter har fået støtte.\nKommune\tBevilget beløb\n{rows}"
    assert [codes(c) for c in projects(given, kind)] == [{"0779"}, {"0253"}, {"0630"}]
    asked = f"# Sund havn\nTre kommuner har ansøgt om støtte.\nKommune\tAnsøgt beløb\n{rows}"
    assert projects(asked, kind) == []


@pytest.mark.parametrize("kind", [DocumentKind.PROJECT_PAGE, DocumentKind.PROGRAMME_PAGE, DocumentKind.POOL_PAGE])
def test_a_page_of_several_supported_projects_is_no_project_or_programme(kind: DocumentKind) -> None:
    page = (
        "# Havnens sundhed\nFire kommuner har fået støtte fra puljen Havnens sundhed.\n## Støttede projekter\n"
        "- Skive Kommune: Kajens puls\n- Greve Kommune: Motion på molen\n- Vejle Kommune: Bådelauget træner\n"
        "- Rebild Kommune: Sundt lossegods"
    )
    read = [(codes(c), best(c, "title")) for c in projects(page, kind)]
    assert read[0] == ({"0779"}, "Kajens puls")
    assert [place for place, _ in read] == [{"0779"}, {"0253"}, {"0630"}, {"0840"}]


def test_municipalities_that_take_part_in_one_project_stay_together() -> None:
    (project,) = projects(
        "# Projekt Havnens puls\nProjektet har fået støtte af puljen Sund havn.\nDeltagende kommuner\n"
        "- Skive Kommune\n- Greve Kommune\n- Vejle Kommune",
        DocumentKind.PROJECT_PAGE,
    )
    assert best(project, "pool") == "Sund havn"


def test_a_form_of_one_project_is_read_from_news_too() -> None:
    (project,) = projects(
        "# Fælles medicinrum\nVallensbæk og Ishøj har indrettet deres medicinrum ens.\n## Formål med projektet\n"
        "Vikarer skal kunne finde det samme samme sted.\n## Hvad kom der ud af det?\nTiden er halveret."
    )
    assert (best(project, "title"), codes(project)) == ("Fælles medicinrum", {"0187", "0183"})


@pytest.mark.parametrize(
    "said",
    [
        "Morsø Kommune har fået {} 1,4 mio. kr. til projektet »En stol til« fra puljen Sund havn.",
        "Morsø Kommune er {} 1,4 mio. kr. til projektet »En stol til« fra puljen Sund havn.",
        "Der er {} 1,4 mio. kr. til Morsø Kommune til projektet »En stol til« fra puljen Sund havn.",
    ],
)
@pytest.mark.parametrize("verb", ["bevilget", "bevilliget"])
def test_a_word_that_is_often_misspelled_is_read_in_both_spellings(said: str, verb: str) -> None:
    (project,) = projects(f"# Flere måltider sammen\n{said.format(verb)}")
    assert (codes(project), best(project, "amount_dkk"), best(project, "title")) == ({"0773"}, 1_400_000, "En stol til")

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

SECTIONS = """# {title}
{lead}

## Havby
I Havby Kommune gik Morgenlys ud på besøg om morgenen. Projektet fik støtte. {havby}

## Struer
I Struer Kommune gik Aftenro ud på besøg om aftenen. Projektet fik støtte.
"""


def statuses(title: str, lead: str, kind: DocumentKind, told: str = "") -> dict[str, str]:
    text = SECTIONS.format(title=title, lead=lead, havby=told).replace("Havby", "Odder")
    found = {}
    for candidate in extract_candidates(write_document(text, kind=kind)):
        if candidate.record_type is RecordType.PROJECT:
            code = next(s.value for s in candidate.statements if s.field == "municipalities")
            found[code] = next((s.value for s in candidate.statements if s.field == "status"), "none")
    return found


ODDER, STRUER, ISHOEJ = "0727", "0671", "0183"


def test_a_section_that_tells_results_tells_of_a_project_that_is_over() -> None:
    told = "Antallet af indlæggelser faldt fra 44 til 15."
    found = statuses("Historier fra puljen Rolige nætter", "To projekter fik støtte.", DocumentKind.NEWS, told)
    assert found == {ODDER: "completed", STRUER: "awarded"}


@pytest.mark.parametrize("told", ["Foreløbig er antallet af indlæggelser faldet.", ""])
def test_what_is_only_under_way_is_not_over(told: str) -> None:
    found = statuses("Historier fra puljen Rolige nætter", "To projekter fik støtte.", DocumentKind.NEWS, told)
    assert found[ODDER] != "completed"


def test_what_a_lead_says_of_all_holds_for_each() -> None:
    found = statuses("Natpuljen er slut", "To projekter under puljen fik støtte.", DocumentKind.NEWS)
    assert found == {ODDER: "completed", STRUER: "completed"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Ishøj er stadig i gang med Morgenlys.", "running"),
        ("Ishøj har fået forlænget sit projekt.", "running"),
        ("Ishøj fortsætter til 2031.", "running"),
        ("Ishøj kører stadig.", "running"),
        ("Ishøj er endnu ikke færdig.", "running"),
        ("I Ishøj fandt 61 pct. ro mod 38 pct. før projektet.", "completed"),
        ("I Ishøj er det stadig en hjælp, og 61 pct. fandt ro mod 38 pct. før projektet.", "completed"),
    ],
)
def test_an_evaluation_says_of_one_place_that_it_goes_on(told: str, status: str) -> None:
    text = f"""# Evaluering af puljen Rolige nætter
Evaluator har fulgt projekterne i Struer, Skive, Lemvig og Ishøj.
I Struer fandt 70 pct. ro mod 40 pct. før projektet.
I Skive fandt 55 pct. ro mod 50 pct. før projektet.
I Lemvig fandt 66 pct. ro mod 41 pct. før projektet.
{told}
"""
    found = {}
    for candidate in extract_candidates(write_document(text, kind=DocumentKind.EVALUATION)):
        if candidate.record_type is RecordType.PROJECT:
            code = next(s.value for s in candidate.statements if s.field == "municipalities")
            found[code] = next((s.value for s in candidate.statements if s.field == "status"), "none")
    assert found[ISHOEJ] == status
    assert found[STRUER] == "completed"


def test_an_evaluation_is_of_what_is_over_unless_it_is_one_at_half_way() -> None:
    lead = "Puljen Rolige nætter støttede to projekter."
    assert set(statuses("Hvad blev der af nætterne?", lead, DocumentKind.EVALUATION).values()) == {"completed"}
    half_way = statuses("Nætterne midtvejs", lead, DocumentKind.EVALUATION)
    assert "completed" not in half_way.values()

"""Periods that news tells of one grant among several, and years that a sentence ends with."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

NEWS = """
# Telemedicin til flere

01-06-2021

Midlerne fra Telemedicinpuljen går til Odder, Lemvig og Varde kommuner.

Varde Kommune får 1,6 mio. kr. til projektet Tæt på fjorden, der løber fra november 2021 til juni 2023.
"""


def test_the_period_of_one_grant_is_not_that_of_the_others() -> None:
    found = {}
    for candidate in extract_candidates(write_document(NEWS, kind=DocumentKind.NEWS)):
        values = {s.field: s.value for s in candidate.statements}
        if "municipalities" in values:
            found[values["municipalities"]] = (values.get("period_from"), values.get("period_to"))
    assert found == {"0727": (None, None), "0665": (None, None), "0573": ("2021-11", "2023-06")}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Caféen havde åbent hver anden torsdag på biblioteket i 2018-2020.", ("2018", "2020")),
        ("En sygeplejerske fulgte borgere til aftaler på sygehuset i årene 2018-2020.", ("2018", "2020")),
        ("Antallet af indlæggelser faldt for de ældste borgere i 2018-2020.", (None, None)),
    ],
)
def test_years_at_the_end_of_what_was_done_are_its_time(sentence: str, expected: tuple[str | None, str | None]) -> None:
    text = f"# Midt i byen\n\nRingsted Kommune fik 980.000 kr. fra Pårørendepuljen.\n\n{sentence}"
    for candidate in extract_candidates(write_document(text, kind=DocumentKind.PROJECT_PAGE)):
        values = {s.field: s.value for s in candidate.statements}
        if "municipalities" in values:
            assert (values.get("period_from"), values.get("period_to")) == expected
            return
    raise AssertionError("no project")


def test_two_places_that_got_a_sum_together_stand_beside_others_with_theirs() -> None:
    told = (
        "# Nye rygestoptilbud\n\nSyv projekter får støtte fra Rygestoppuljen.\n\n"
        "Jammerbugt Kommune får 1,4 mio. kr. til "
        "Holdet, og Norddjurs og Favrskov får tilsammen 2 mio. kr. til det fælles projekt Sammen om luften."
    )
    found = [
        (
            tuple(sorted(c.codes)),
            next((s.value for s in c.statements if s.field == "title"), None),
            next((s.value for s in c.statements if s.field == "amount_dkk"), None),
        )
        for c in extract_candidates(write_document(told, kind=DocumentKind.NEWS))
        if c.codes
    ]
    assert found == [
        (("0849",), "Holdet", 1_400_000),
        (("0707", "0710"), "Sammen om luften", 2_000_000),
    ]

"""Lists of projects that no rule, bullet or table parts: a name, whose it is, words on it and a labelled sum."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.extract.award_blocks import block_runs
from ingest.extract.lines import Page
from tests.ingest.extract.pages import write_document

# Files with strokes between their lines; each lists the same two awards.
LISTS = (
    # run together under a region
    "## Region Sjælland / Nattelampen Faxe Kommune Vågne borgere får besøg. Beløb: 1.250.000,00 kr. Ro på stuen Køge "
    "Kommune Færre forstyrrelser ved spisetid. Beløb: 912.000,00 kr.",
    # a region each
    "## Region Sjælland / Nattelampen Faxe Kommune Vågne borgere får besøg. Beløb: 1.250.000 kr. / ## Region "
    "Syddanmark / Ro på stuen Køge Kommune Færre forstyrrelser ved spisetid. Beløb: 912.000 kr.",
    # no headings, another label
    "Nattelampen Faxe Kommune Vågne borgere får besøg. Tilskud: 1.250.000 kr. Ro på stuen Køge Kommune Færre "
    "forstyrrelser ved spisetid. Tilskud: 912.000 kr.",
    # lines kept
    "## Region Sjælland / Nattelampen / Faxe Kommune / Vågne borgere får besøg. / Bevilget beløb: 1.250.000 kr. / "
    "Ro på stuen / Køge Kommune / Færre forstyrrelser ved spisetid. / Bevilget beløb: 912.000 kr.",
    # signs between, and the sum's unit before it
    "## Spor 1 / Nattelampen, Faxe Kommune. Vågne borgere får besøg. Støtte: kr. 1.250.000 / Ro på stuen, Køge "
    "Kommune. Færre forstyrrelser ved spisetid. Støtte: kr. 912.000",
    # the sum on a line of its own, dashes
    "## De støttede projekter / Nattelampen – Faxe Kommune – Vågne borgere får besøg. / Tilsagn: 1.250.000 kr. / "
    "Ro på stuen – Køge Kommune – Færre forstyrrelser ved spisetid. / Tilsagn: 912.000 kr.",
    # the pool's own money first, sums without a unit
    "Bevilling: 24.000.000 kr. i alt til puljen. / ## Region Sjælland / Nattelampen Faxe Kommune Vågne borgere får "
    "besøg. Beløb: 1.250.000 / Ro på stuen Køge Kommune Færre forstyrrelser ved spisetid. Beløb: 912.000",
    # an introduction above
    "Nedenfor er projekterne beskrevet af ansøgerne selv. / Nattelampen Faxe Kommune Vågne borgere får besøg. Beløb: "
    "1.250.000 kr. / Ro på stuen Køge Kommune Færre forstyrrelser ved spisetid. Beløb: 912.000 kr.",
)


def awards(markup: str) -> list[tuple[object, object, object]]:
    text = f"# Pulje til rolige nætter\nStøttede projekter, september 2019\n{markup}".replace(" / ", "\n")
    found = []
    for candidate in extract_candidates(write_document(text, kind=DocumentKind.AWARD_LIST)):
        if candidate.record_type is RecordType.PROJECT:
            stated = {s.field: s.value for s in candidate.statements}
            found.append((stated.get("title"), stated.get("municipalities"), stated.get("amount_dkk")))
    return found


# The same two awards, in lists where a region stands above, beside or before them.
REGIONS = (
    "Region\tProjekt\tKommune\tBeløb / Region Sjælland\tNattelampen\tFaxe Kommune\t1.250.000 kr. / Region Sjælland\t"
    "Ro på stuen\tKøge Kommune\t912.000 kr.",
    "Region Sjælland\t\t / Nattelampen\tFaxe Kommune\t1.250.000 kr. / Region Hovedstaden\t\t / Ro på stuen\tKøge "
    "Kommune\t912.000 kr.",
    "## Region Sjælland / - Nattelampen (Faxe) – 1.250.000 kr. / ## Region Syddanmark / - Ro på stuen (Køge) – "
    "912.000 kr.",
    "- Region Sjælland, Faxe Kommune: Nattelampen, 1.250.000 kr. / - Region Sjælland, Køge Kommune: Ro på stuen, "
    "912.000 kr.",
    "- Region Sjælland: Faxe Kommune – Nattelampen – 1.250.000 kr. / - Region Sjælland: Køge Kommune – Ro på stuen – "
    "912.000 kr.",
    "Region Sjælland / Nattelampen, Faxe Kommune, 1.250.000 kr. / Region Syddanmark / Ro på stuen, Køge Kommune, "
    "912.000 kr.",
)


@pytest.mark.parametrize("markup", [*LISTS, *REGIONS])
def test_items_that_nothing_parts_are_read_one_by_one(markup: str) -> None:
    assert awards(markup) == [("Nattelampen", "0320", 1_250_000), ("Ro på stuen", "0259", 912_000)]


def test_a_region_above_a_text_is_not_what_the_project_is_called() -> None:
    found = awards(
        "## Region Sjælland / Nattelampen Faxe Kommune Vågne borgere får besøg hver nat. / ## Region Syddanmark / "
        "Ro på stuen Køge Kommune Færre forstyrrelser ved spisetid."
    )
    assert {place for _, place, _ in found} == {"0320", "0259"}
    assert not [title for title, _, _ in found if str(title).startswith("Region")]


def test_a_place_that_ends_a_name_is_part_of_it() -> None:
    found = awards(
        "En rolig nat i Faxe Faxe Kommune Vågne borgere får besøg. Beløb: 1.250.000 kr. Stille spisetid Køge og Greve "
        "Kommuner Færre forstyrrelser. Beløb: 912.000 kr."
    )
    assert [(title, amount) for title, _, amount in found] == [
        ("En rolig nat i Faxe", 1_250_000),
        ("Stille spisetid", 912_000),
    ]


@pytest.mark.parametrize(
    "told",
    [
        # sentences in which a council is named are no items
        "I samarbejde med Faxe Kommune Nord er der lavet et budget. Beløb: 1.250.000 kr. Sammen med Køge Kommune Syd "
        "er der lavet et andet. Beløb: 912.000 kr.",
        "Der er givet afslag til Faxe Kommune om natten. Beløb: 1.250.000 kr. Også Køge Kommune fik afslag. "
        "Beløb: 912.000 kr.",
        "Lønninger. Beløb: 1.250.000 kr. Kørsel. Beløb: 912.000 kr.",
    ],
)
def test_sentences_and_budgets_are_no_items(told: str) -> None:
    text = f"# Pulje til rolige nætter\nStøttede projekter\n{told}"
    assert not list(block_runs(Page(write_document(text, kind=DocumentKind.AWARD_LIST))))

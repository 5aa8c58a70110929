from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

ITEMS = (
    "- Havby Kommune: Friskere sammen, 1.250.000 kr.\n- Odder Kommune: Ro om natten, 980.000 kr.\n"
    "- Skive Kommune: Mad med mening, 1.400.000 kr."
)
ROWS = (
    "Kommune\tProjekt\tTilsagn (kr.)\nOdder Kommune\tRo om natten\t980.000\n"
    "Skive Kommune\tMad med mening\t1.400.000\nVejle Kommune\tGå med\t1.100.000"
)
HEADS = (
    ("# Projekter, der har fået tildelt midler\nAflastning til pårørende, juni 2020", 2020),
    ("# Støttede projekter\nJuni 2020", 2020),
    ("# Støttede projekter, juni 2020", 2020),
    ("# Støttede projekter (juni 2020)", 2020),
    ("# Oversigt over projekter\nPuljen til ro om natten – foråret 2020", 2020),
    ("# Puljen til ro om natten\nUdmøntet juni 2020", 2020),
    ("# Puljen til ro om natten\nUdmøntning: juni 2020", 2020),
    ("# Tildelinger 2020\nPuljen til ro om natten", 2020),
    ("# Støttede projekter\nStyrelsen, den 12. juni 2020", 2020),
    ("# Støttede projekter\nProjekterne er udvalgt i 2. kvartal 2020.", 2020),
    ("# Støttede projekter\nKL og styrelsen, juni 2020. Alle projekter løber til 2023.", 2020),
    ("# Støttede projekter\nJuni 2020. Projekterne slutter i 2023.", 2020),
    ("# Støttede projekter\nUdmøntet foråret 2020. Listen viser kommune, projekt og beløb.", 2020),
    ("# Støttede projekter\nStyrelsen, den 12. juni 2020. Listen er endelig.", 2020),
    ("# Støttede projekter\nRapport, juni 2021. Projekterne er afsluttet.", None),
    ("# Støttede projekter\nOpdateret juni 2021. Listen er endelig.", None),
    ("# Støttede projekter\nOpdateret juni 2021", None),
    ("# Støttede projekter\nStatus pr. juni 2021", None),
    ("# Støttede projekter\nProjektperiode: august 2020 - juni 2022", None),
    ("# Støttede projekter\nAnsøgningsfrist juni 2020", None),
    ("# Støttede projekter\nEvaluering foreligger juni 2022", None),
)


@pytest.mark.parametrize("body", [ITEMS, ROWS], ids=["items", "rows"])
@pytest.mark.parametrize(("head", "year"), HEADS)
def test_the_head_of_a_list_dates_its_awards(head: str, year: int | None, body: str) -> None:
    document = write_document(f"{head}\n\n{body}", kind=DocumentKind.AWARD_LIST)
    projects = [c for c in extract_candidates(document) if c.record_type is RecordType.PROJECT]
    assert len(projects) >= 2
    for project in projects:
        years = {s.value for s in project.statements if s.field == "year_awarded"}
        assert years == ({year} if year else set())


@pytest.mark.parametrize(
    "said",
    [
        "Puljen er nu fordelt til tre kommuner.",
        "Styrelsen har netop udmøntet puljen.",
        "Midlerne er for nylig fordelt.",
        "Netop er puljen fordelt til tre projekter.",
        "Nu gives støtten til tre projekter.",
    ],
)
def test_a_list_that_tells_of_the_award_as_news_is_dated_by_its_page(said: str) -> None:
    years = {}
    for name, text in {"now": said, "then": "Puljen støtter tre projekter."}.items():
        page = write_document(f"# Støttede projekter\n{text}\n\n{ITEMS}", kind=DocumentKind.AWARD_LIST)
        page = replace(page, last_updated="2020-06-12")
        years[name] = {s.value for c in extract_candidates(page) for s in c.statements if s.field == "year_awarded"}
    assert years == {"now": {2020}, "then": set()}


def test_what_is_said_of_all_projects_is_surer_than_the_pools_own_period() -> None:
    lists = {
        name: write_document(f"# Støttede projekter\n{said}\n\n{ITEMS}", kind=DocumentKind.AWARD_LIST)
        for name, said in {
            "all": "Alle tre projekter løb i 2017 og 2018.",
            "pool": "Projektperiode: 2017 - 2021",
        }.items()
    }
    ends = {
        name: max(s.confidence for c in extract_candidates(page) for s in c.statements if s.field == "period_to")
        for name, page in lists.items()
    }
    assert ends["all"] > ends["pool"]


def test_a_paragraph_above_each_of_two_tables_says_when_its_projects_are() -> None:
    markup = """# Rolige nætter
Puljen Rolige nætter støtter kommuner.
Projekter valgt i januar 2024. Periode: marts 2024 til december 2025.

Kommune\tProjekt\tTilskud
Odder\tLyset ned\t780.000 kr.
Vejen\tMørke vinduer\t1.125.000 kr.

Projekt valgt i april 2025. Periode: maj 2025 til april 2027.

Kommune\tProjekt\tTilskud
Struer\tNat uden uro\t885.000 kr.
"""
    page = write_document(markup, url="https://kl.dk/puljer/rolige-naetter", kind=DocumentKind.POOL_PAGE)
    told = [{s.field: s.value for s in c.statements} for c in extract_candidates(page)]
    found = [(v["year_awarded"], v["period_from"], v["period_to"]) for v in told if "municipalities" in v]
    assert found == [(2024, "2024-03", "2025-12")] * 2 + [(2025, "2025-05", "2027-04")]

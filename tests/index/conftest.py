from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Record
from corpus.settings import Settings
from tests.index.making import make_document, make_record


@pytest.fixture
def settings(tmp_path: Path, models: Path) -> Settings:
    """A data folder of its own that shares the converted encoders."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").symlink_to(models)
    return Settings(data=tmp_path / "data", threads=1)


@pytest.fixture
def records() -> list[Record]:
    """Three projects and their pool, with text of our own."""
    award_list = make_document(
        ["# Tilsagn", "Vejle: akutteam, 1.200.000 kr.", "Odense: mad og måltider, 800.000 kr."],
        url="https://styrelse.example/tilsagn",
        kind="award_list",
    )
    page = make_document(
        [
            "# Akutteam i Vejle",
            "Kommunens akutteam rykker ud til borgere, der ellers ville være blevet indlagt.",
            "# Resultater",
            "Antallet af indlæggelser faldt i projektets to år, og borgerne var trygge.",
        ],
        url="https://vejle.example/akutteam",
    )
    return [
        make_record(
            "p-vejle",
            page,
            award_list,
            quotes=["1.200.000 kr."],
            title="Akutteam i Vejle",
            municipalities=["0630"],
            pool="Puljen til akutindsats",
            amount_dkk=1200000,
            year_awarded=2019,
            themes=["akutfunktion"],
            outcome_direction="better",
        ),
        make_record(
            "p-odense",
            award_list,
            quotes=["800.000 kr."],
            title="Mad og måltider i Odense",
            municipalities=["0461"],
            amount_dkk=800000,
            themes=["ernæring"],
        ),
        make_record("p-tom", title="Røgfri hverdag", themes=["rygestop"], status="running", period_from="2021-03"),
        make_record("pulje", award_list, is_pool=True, title="Puljen til akutindsats", funders=["Styrelsen"]),
    ]

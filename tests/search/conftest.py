from __future__ import annotations

from typing import Any

import pytest

from search.engine import Searcher
from tests.search.toy import toy_record, toy_searcher


@pytest.fixture(scope="session")
def bodies() -> list[dict[str, Any]]:
    """Eight records with text of our own: six projects, two pools."""
    return [
        toy_record(
            "demens-vejle",
            "Aflastning til pårørende i Vejle",
            texts=["Pårørende til borgere med demens får aflastning hver uge.", "De pårørende sover bedre end før."],
            places=["Vejle"],
            pool="Demenspuljen",
            pool_id="demenspuljen",
            funders=["Sundhedsstyrelsen"],
            year=2018,
            start="2018-09",
            end="2020",
            amount=3_000_000,
            status="completed",
            themes=["demens", "pårørende"],
            outcome="better",
            effect="De pårørende sover bedre end før.",
        ),
        toy_record(
            "demens-odense",
            "Dagtilbud ved demens",
            texts=["Yngre med demens mødes i et dagtilbud med frivillige."],
            places=["Odense"],
            pool="Demenspuljen",
            pool_id="demenspuljen",
            funders=["Sundhedsstyrelsen"],
            year=2019,
            amount=1_500_000,
            status="running",
            themes=["demens"],
        ),
        toy_record(
            "demenspuljen",
            "Demenspuljen",
            texts=["Puljen støtter aflastning og dagtilbud til mennesker med demens."],
            record_type="pool",
            funders=["Sundhedsstyrelsen"],
            year=2018,
            amount=120_000_000,
            status="awarded",
            themes=["demens"],
        ),
        toy_record(
            "rygestop-vejle",
            "Røgfri på værestedet",
            texts=["Borgere på værestedet får hjælp til rygestop af en rådgiver."],
            places=["Vejle"],
            year=2020,
            amount=800_000,
            status="running",
            themes=["rygestop"],
        ),
        toy_record(
            "faelles-mad",
            "Mad sammen i fem kommuner",
            texts=["Fem kommuner opsporer underernæring og vægttab hos ældre sammen med en diætist."],
            places=["Odense", "Langeland", "Ærø", "Assens", "Nyborg"],
            year=2018,
            themes=["ernæring"],
            status="completed",
        ),
        toy_record(
            "ukendt-sted",
            "Akutteam uden oplyst kommune",
            texts=["Et akutteam kører ud til ældre og giver intravenøs behandling i eget hjem."],
            themes=["akutfunktion"],
        ),
        toy_record(
            "tobs-koebenhavn",
            "Tidlig opsporing på plejecentre",
            texts=["Plejepersonalet måler værdier efter TOBS, og færre borgere indlægges."],
            places=["København"],
            year=2016,
            amount=2_000_000,
            status="completed",
            themes=["patientsikkerhed"],
            outcome="mixed",
            effect="Færre indlægges, men personalet bruger mere tid.",
        ),
        toy_record(
            "national",
            "Rygestoppuljen",
            texts=["Hele landet kunne søge puljen til rygestop for udsatte grupper."],
            record_type="pool",
            regions={"1083": "Region Syddanmark", "1084": "Region Hovedstaden", "1081": "Region Nordjylland"},
            year=2020,
            amount=40_000_000,
            themes=["rygestop"],
        ),
    ]


@pytest.fixture(scope="session")
def searcher(bodies: list[dict[str, Any]]) -> Searcher:
    return toy_searcher(bodies)

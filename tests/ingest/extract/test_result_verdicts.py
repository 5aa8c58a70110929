"""What decides between results told beside each other: groups compared, sums drawn, what hardly moved."""

from __future__ import annotations

import pytest

from corpus.records import OutcomeDirection
from ingest.extract.lines import Page
from ingest.extract.outcomes import find_outcome
from tests.ingest.extract.pages import write_document

BETTER, WORSE, SAME, MIXED = (
    OutcomeDirection.BETTER,
    OutcomeDirection.WORSE,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.MIXED,
)


def told(text: str) -> OutcomeDirection | None:
    found = find_outcome(Page(write_document(f"# Nyt forløb\n## Resultater\n{text}".replace(" | ", "\t"))))
    return found.direction if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Svartiden var 22 timer ved start og 21 timer ved slut.",
        "Der blev indberettet 31 fejl med medicin året før og 30 i projektåret.",
        "Antallet af fald er på samme niveau ved slutmålingen som ved startmålingen (2,2 mod 2,1).",
        "Spørgsmål | Før | Efter\nBorgere med genindlæggelse | 26 % | 25 %",
        "Tryksår pr. hundrede beboere: 41 før, 40 efter.",
        "Ventetiden var 20 dage ved begyndelsen og 21 dage ved afslutningen.",
    ],
)
def test_what_hardly_differs_is_no_change(text: str) -> None:
    assert told(text) is SAME


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ventetiden faldt fra 22 til 21 dage.", BETTER),
        ("Antallet af fald er gået fra 31 til 30 om måneden.", BETTER),
        ("Langtidsblodsukkeret var 58 mmol/mol ved start og 55,5 mmol/mol ved slut.", BETTER),
        ("Antal fald: 22 før, 17 efter.", BETTER),
        ("Antal fald: 17 før, 22 efter.", WORSE),
    ],
)
def test_small_differences_count_where_something_moved(text: str, expected: OutcomeDirection) -> None:
    assert told(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Indlæggelserne faldt fra 1,9 til 1,1 pr. borger, mens de i en sammenlignelig kommune var uændrede.",
        "Andelen med en akut indlæggelse faldt fra 17 til 12 procent, mens den var uændret i sammenlignelige kommuner.",
        "Trivslen steg fra 44 til 58 point. I nabogruppen, som ikke var med, er tallene stort set de samme som før.",
        "Færre falder, mens tallet for ældre uden for projektet er uforandret.",
        "Sygefraværet faldt fra 8,1 til 5,0 procent, hvorimod kontrolgruppen stod stille på 8 procent.",
        "Indikator | Deltagere før | Deltagere efter | Sammenligning før | Sammenligning efter\n"
        "Indlæggelser pr. år | 1,42 | 0,81 | 1,39 | 1,31\nKontakter til vagtlæge | 3,3 | 2,1 | 3,1 | 3,2",
        "Kontrolgruppen stod stille, mens deltagerne løftede deres tal fra 7,2 til 11,4 i rejse-sætte-sig-testen.",
        "Deltagerne gik fra 41 til 62 i fysisk funktion, mens sammenligningsgruppen gik fra 43 til 45.",
        "Mål | 2018 | Projektet\nAndel med tryksår | 41 % | 24 %",
        "Indikator | Baseline 2021 | Mål | 2023\nGenindlæggelse inden 30 dage | 19 % | 17 % | 14 %",
    ],
)
def test_a_gain_that_others_did_not_have_is_a_gain(text: str) -> None:
    assert told(text) is BETTER


@pytest.mark.parametrize(
    "text",
    [
        "Ensomheden faldt lige så meget i sammenlignelige kommuner, og der er ingen effekt.",
        "De to grupper fulgtes ad. Vægt, gangtest og antal sygehusbesøg var ens.",
        "Indlæggelserne faldt med 4 procent, og i nabokommunen faldt de lige så meget. Forskellen er tilfældig.",
    ],
)
def test_a_gain_that_others_had_too_is_none(text: str) -> None:
    assert told(text) is not BETTER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beboerne kom oftere ud. For de svageste blev der færre ture. Resultatet er både godt og skidt.", MIXED),
        ("Infektionerne faldt. Kommunen afsluttede sin deltagelse med et blandet resultat.", MIXED),
        ("Noget lykkedes, andet slog fejl.", MIXED),
        ("Der kom færre brugere. Kommunen vurderer selv, at projektet trak i den forkerte retning.", WORSE),
        ("Det korte svar er, at det virker. Enkelte havde svært ved udstyret.", BETTER),
        ("Medarbejderne ved mere. Tallene er ens før og efter.", SAME),
        ("De voksne røg mindre end før, 15 procent mod 28. For de unge gik det modsat.", MIXED),
        ("For borgerne har det ikke betydet noget, og ingen af de fire effektmål er rykket.", SAME),
        ("Vi må konstatere, at ordningen ikke har ændret noget for beboerne.", SAME),
    ],
)
def test_the_verdict_on_the_whole_decides(text: str, expected: OutcomeDirection) -> None:
    assert told(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Materialet er for lille til, at der kan siges noget om virkningen.",
        "Målingerne gik tabt ved et skift af journalsystem.",
        "Indsatsen er ikke effektmålt, da der kun var ni elever.",
        "Data er for spinkle til, at vi kan konkludere noget.",
        "Kommunen har ikke registreret sine forløb og indgår derfor ikke i tallene.",
        "Projektet omfatter 40 borgere og løber over tre år. Ved afslutningen ventes færre indlæggelser.",
        "Skemaerne fra første runde er blevet væk, og der er ingen målinger.",
    ],
)
def test_what_nobody_measured_is_no_result(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Trivslen steg fra 44 til 58 point. Halvdelen stoppede undervejs, de fleste på grund af flytning.",
        "Færre beboere falder nu. Ti borgere sagde nej tak, før forløbet begyndte.",
        "Smerterne er taget af hos de fleste. Fem faldt fra inden sidste måling.",
        "Antallet af tryksår er halveret. To døde undervejs og indgår ikke.",
        "Forbruget af antibiotika er faldet med 28 procent. Der er ikke set flere alvorlige infektioner.",
    ],
)
def test_who_left_and_what_did_no_harm_turn_no_gain(text: str) -> None:
    assert told(text) is BETTER


@pytest.mark.parametrize(
    "text",
    [
        "Flere er faldet, siden de nye senge kom.",
        "Motivationen forsvandt, og halvdelen faldt fra.",
        "Flere vejledere stoppede undervejs, og opfølgningen gik i stå. Fejlene steg fra 23 til 30.",
        "Flere beboere end før sagde nej til at få børstet tænder, og antallet af huller steg.",
    ],
)
def test_who_leaves_for_its_sake_is_a_loss(text: str) -> None:
    assert told(text) is WORSE


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Borgere mødte før projektet ni forskellige sygeplejersker på to uger. Nu er tallet fire.", BETTER),
        ("Antallet af forskellige vikarer i hjemmet er faldet fra 11 til 7.", BETTER),
        ("Flere stoppede med at ryge end på de tidligere hold (36 mod 22 procent).", BETTER),
        ("Færre er blevet røgfri end på de almindelige hold, 12 mod 21 procent.", WORSE),
        ("Langt færre blev raske end året før.", WORSE),
        ("Færre bliver indlagt, og flere er blevet røgfri.", BETTER),
        ("Færre indlæggelser gav mere ro i hverdagen.", BETTER),
    ],
)
def test_fewer_of_what_is_good_is_worse_and_fewer_strangers_better(text: str, wanted: OutcomeDirection) -> None:
    assert told(text) is wanted

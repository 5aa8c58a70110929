"""Shares who reached the aim, the same figure as before, the evaluator's own total, and praise beside an effect."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.extract.directions import read_directions
from ingest.extract.lines import Page
from ingest.extract.outcomes import find_outcome
from ingest.extract.result_asides import is_aside
from ingest.extract.result_cues import concludes
from ingest.extract.told_outcomes import read_told, told_in_sentences
from tests.ingest.extract.pages import write_document

BETTER, SAME, WORSE, MIXED = (
    OutcomeDirection.BETTER,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.WORSE,
    OutcomeDirection.MIXED,
)


def ruled(text: str) -> OutcomeDirection | None:
    page = Page(write_document(f"# Morgenlys\n## Resultater\n{text}", kind=DocumentKind.PROJECT_PAGE))
    outcome = read_told(page).ruled
    return outcome.direction if outcome is not None else None


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("I 214 ud af 260 forløb kunne lægen afslutte behandlingen uden at sende borgeren på hospitalet.", {BETTER}),
        ("I 31 tilfælde kunne sygeplejersken behandle såret uden at indlægge beboeren.", {BETTER}),
        ("Ni ud af ti opkald kunne løses på skærmen uden at køre ud.", {BETTER}),
        ("Nattevagten kan se til beboerne uden at vække dem.", {BETTER}),
        ("81 procent klarer pillerne uden besøg.", {BETTER}),
        ("69 af 85 deltagere gik videre i en forening, hvor det før var omkring hver femte.", {BETTER}),
        ("Hver anden er gået videre i den lokale idrætsforening.", {BETTER}),
        ("Seks ud af ti kom videre i et hold hos aftenskolen.", {BETTER}),
        ("118 kom stadig efter et halvt år.", {BETTER}),
        ("Halvdelen mødes fortsat sammen om kaffen.", {BETTER}),
        ("52 af 70 ses nu med deres makker uden for turene.", {BETTER}),
        ("Tre ud af fire siger, at de har fået en ny ven.", {BETTER}),
        ("26 af 34 fik lov at køre bil igen.", {BETTER}),
        ("Caféen har fået 41 af 58 unge i uddannelse eller job.", {BETTER}),
        ("Vejlederen hjalp 12 ud af 20 i arbejde.", {BETTER}),
        ("Det lykkedes for 61 pct. mod 38 pct. før projektet.", {BETTER}),
        ("Hjælpemidler er på plads ved 9 ud af 10 udskrivelser mod 6 ud af 10 før.", {BETTER}),
        ("Planen var på plads hos 40 pct. mod 70 pct. før.", {WORSE}),
        ("Ingen borgere blev tabt mellem to sektorer.", {BETTER}),
        ("Medarbejderne gik længere og blev oftere afbrudt.", {WORSE}),
        ("Borgerne gik 40 meter længere.", {BETTER}),
    ],
)
def test_shares_who_reached_the_aim_are_a_gain(sentence: str, wanted: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Kommunen sendte 260 invitationer ud uden at ringe først.",
        "Ansøgningen gik videre i udvalget.",
        "Borgerne kommer stadig i klemme mellem to sektorer.",
        "Alle 40 pladser er besat, og holdet mødes om tirsdagen.",
        "Projektet fik lov at begynde i maj.",
        "De 20 deltagere blev spurgt om deres venner.",
    ],
)
def test_what_was_merely_done_is_no_gain(sentence: str) -> None:
    assert BETTER not in read_directions(sentence)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("De pårørende er lige så belastede som før.", {SAME}),
        ("Beboerne er lige så urolige som ved starten.", {SAME}),
        ("Ægtefællerne var lige så trætte som tidligere.", {SAME}),
        ("Medarbejderne er lige så pressede som hidtil.", {SAME}),
        ("Kvinderne er lige så ensomme som inden forløbet.", {SAME}),
        ("Borgernes fremgang på FIM-skalaen var 14 point, både i projektet og i det almindelige forløb.", {SAME}),
        ("Genindlæggelser lå på 12 pct. både hos deltagerne og hos kontrolgruppen.", {SAME}),
        ("Ventetiden var 9 dage både på holdet og i det sædvanlige tilbud.", {SAME}),
    ],
)
def test_as_before_or_as_in_the_usual_offer_is_no_change(sentence: str, wanted: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == wanted


def test_lifted_by_as_much_as_more_is_not_said_to_be_as_before() -> None:
    assert SAME not in read_directions("84 pct. er lige så tilfredse eller mere tilfredse end før.")


@pytest.mark.parametrize(
    "second",
    [
        "Det er det samme som før projektet, hvor tallet var 24 pct.",
        "Det er stort set det samme som tidligere, hvor det var 24 pct.",
        "Tallet er det samme som året før, hvor det var 24 pct.",
        "Andelen er den samme som hidtil, hvor den var 24 pct.",
        "Det svarer til samme andel som før, hvor den var 24 pct.",
    ],
)
def test_the_same_as_before_outweighs_the_figures_it_names(second: str) -> None:
    text = f"I Struer var 23 pct. røgfri efter et halvt år. {second}"
    assert ruled(text) is SAME
    page = Page(write_document(text, kind=DocumentKind.EVALUATION))
    told = told_in_sentences(page, [sentence for sentence, _ in page.sentences]).ruled
    assert told is not None
    assert told.direction is SAME


@pytest.mark.parametrize(
    ("sentence", "sums_up"),
    [
        ("Kommunen vurderer samlet, at borgerne er blevet dårligere stillet.", True),
        ("Evaluator vurderer overordnet, at målet er nået.", True),
        ("Vi mener alt i alt, at borgerne fik det bedre.", True),
        ("Forvaltningen konkluderer sammenfattende, at effekten udeblev.", True),
        ("Styregruppen skønner samlet, at det gik godt.", True),
        ("Kommunen vurderer borgernes behov hver uge.", False),
        ("Evaluator vurderer tre af projekterne.", False),
    ],
)
def test_the_total_that_an_evaluator_draws_is_a_verdict(sentence: str, sums_up: bool) -> None:
    assert concludes(sentence) is sums_up


def test_the_total_decides_over_single_gains() -> None:
    text = "Opholdene blev kortere. Kommunen vurderer samlet, at borgerne er blevet dårligere stillet."
    assert ruled(text) is WORSE


@pytest.mark.parametrize(
    ("sentence", "beside"),
    [
        ("Deltagerne er glade for middagene og føler sig mindre alene.", False),
        ("Beboerne er begejstrede for ordningen og er blevet roligere.", False),
        ("De ældre roser besøgene og sover bedre.", False),
        ("Familierne er meget tilfredse med forløbet og er mere trygge.", False),
        ("Borgerne satte pris på holdet og har det bedre.", False),
        ("Deltagerne er glade for middagene og maden.", True),
        ("Beboerne er begejstrede for ordningen.", True),
    ],
)
def test_praise_with_an_effect_beside_it_is_no_aside(sentence: str, beside: bool) -> None:
    assert is_aside(sentence) is beside


def test_calls_taken_in_a_table_are_no_result() -> None:
    table = "| Indikator | Før | Efter |\n| Akutte indlæggelser | 38 | 29 |\n| Opkald pr. måned | 61 | 188 |"
    page = Page(write_document(f"# Akutlinje\n## Resultater\n{table}", kind=DocumentKind.FINAL_REPORT))
    found = find_outcome(page)
    assert found is not None
    assert found.direction is BETTER

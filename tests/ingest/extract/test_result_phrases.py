"""Phrases that are one thing, sentences that go against the one before, and rows of tables with a measure."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.extract import extract_candidates
from ingest.extract.directions import read_directions, takes_back
from ingest.extract.lines import Page
from ingest.extract.result_cues import concludes
from ingest.extract.told_outcomes import read_told
from tests.ingest.extract.pages import write_document

BETTER, WORSE, SAME, MIXED = (
    OutcomeDirection.BETTER,
    OutcomeDirection.WORSE,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.MIXED,
)


def ruled(text: str) -> OutcomeDirection | None:
    page = Page(write_document(f"# Morgenlys\n## Resultater\n{text}", kind=DocumentKind.PROJECT_PAGE))
    outcome = read_told(page).ruled
    return outcome.direction if outcome is not None else None


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Tidlige fund af lungebetændelse er fordoblet.", {BETTER}),
        ("Tidlig opsporing af underernæring steg fra 28 til 64 procent.", {BETTER}),
        ("Antallet af tryksår, der opdages tidligt, er vokset fra 12 til 30.", {BETTER}),
        ("Flere infektioner, som blev fundet i tide, 40 mod 22 før.", {BETTER}),
        ("72 procent kom under grænsen for depression mod 41 procent i sammenligningsgruppen.", {BETTER}),
        ("Andelen under grænsen for angst voksede fra 30 til 52 procent.", {BETTER}),
        ("Andelen over grænsen for stress voksede fra 30 til 52 procent.", {WORSE}),
        ("Otte ud af ti kom ud af undervægten mod fire ud af ti før.", {BETTER}),
        ("Antallet af ikke-udførte besøg steg fra 5 til 11 procent.", {WORSE}),
        ("Andelen af ikke-besvarede kald faldt fra 31 til 12 procent.", {BETTER}),
        ("Antallet af ikke-planlagte indlæggelser er halveret.", {BETTER}),
        ("Det svarer til 940 sparede sengedage.", {BETTER}),
        ("Det blev til 1.210 undgåede vagtlægebesøg.", {BETTER}),
        ("Antallet af forebyggede indlæggelser steg fra 20 til 60.", {BETTER}),
        ("Dødsfald i eget hjem steg fra 31 til 50 procent.", {BETTER}),
        ("Dødsfald på plejehjemmet frem for på sygehus: 60 procent før, 81 procent efter.", {BETTER}),
        ("Dødsfald på grund af fald steg fra 3 til 7.", {WORSE}),
        ("Før var 33 procent rejst inden for et år, nu er det 18 procent.", {BETTER}),
        ("Ni ansatte forlod afdelingen året før; i projektåret var det tre.", {BETTER}),
        ("Flere kunne beholde deres arbejde: 14 af 20 mod 9 af 20 ved start.", {BETTER}),
        ("Der har ikke været eftersøgninger i 2023 mod fem i 2020.", {BETTER}),
        ("Personalet oplevede ingen ekstra travlhed.", {BETTER}),
        ("Der er ikke registreret tal for klager.", set()),
        ("Holdet flyttede tilbage i salen om vinteren.", set()),
        ("Der gik uger, hvor ensomheden ikke ændrede sig.", {SAME}),
        ("Kun ganske få var røgfri efter et år.", {SAME}),
        ("Virkningen er minimal.", {SAME}),
        ("Antallet er 18 i både indsats- og kontrolkommunen.", {SAME}),
    ],
)
def test_phrases_are_one_thing(sentence: str, wanted: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Andelen, der blev indlagt, inden de blev set af en læge, steg fra 10 til 18 procent.", WORSE),
        ("Andelen, der fik lavet en plan, inden de blev indlagt, steg fra 25 til 60 procent.", BETTER),
        ("Andelen, der fik talt om ønsker, før de kom på hospitalet, voksede fra 9 til 40 procent.", BETTER),
        ("Andelen, der fik tjekket medicinen, efter at de var faldet, steg fra 31 til 78 procent.", BETTER),
    ],
)
def test_what_came_before_is_not_what_moved(text: str, wanted: OutcomeDirection) -> None:
    assert ruled(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Borgerne var trygge ved ordningen. Alligevel steg indlæggelserne fra 15 til 18 procent.", MIXED),
        ("De ansatte var tilfredse. Ikke desto mindre voksede sygefraværet.", MIXED),
        ("Beboerne var glade. Trods det er antallet af fald uændret.", MIXED),
        ("Alle fik nye sko. Alligevel blev der flere fald.", WORSE),
        ("Alle fik nye sko. Alligevel faldt indlæggelserne med 12 procent.", BETTER),
        ("Ensomheden faldt på øerne. Anderledes gik det i byen, hvor den var uændret.", MIXED),
        ("Mændene fik bedre kondition. Kvinderne, der trænede alene, havde derimod ingen gavn af det.", MIXED),
        ("Fejlene er halveret. Personalet oplevede til gengæld ingen ekstra travlhed.", BETTER),
        ("Ensomheden faldt fra 34 til 18 procent. Der kom til gengæld ingen klager.", BETTER),
        ("Faldene blev færre. Evaluator kalder udbyttet blandet.", MIXED),
        ("Faldene blev færre. Rapporten beskriver udfaldet som delt.", MIXED),
        ("Fejlene faldt. Styregruppen kalder forløbet en halv succes.", MIXED),
        ("Besøgene blev flere. På projektets egentlige mål, færre indlæggelser, er der ingen ændring.", SAME),
        ("Indlæggelserne faldt fra 280 til 221. I de to distrikter, der ventede, var tallet uændret.", BETTER),
        ("Uroen faldt fra 6 til 3,5 på de afdelinger, der fik sang, og er uændret på de andre.", BETTER),
    ],
)
def test_a_sentence_may_go_against_the_one_before(text: str, wanted: OutcomeDirection) -> None:
    assert ruled(text) is wanted


def test_mixed_groups_are_no_mixed_verdict() -> None:
    assert not concludes("Holdene var blandede, og resultaterne gode.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi ved først til foråret, om færre bliver indlagt.",
        "Om det har givet færre indlæggelser, vil slutmålingen vise.",
        "Om faldene er blevet færre, må den endelige opgørelse afgøre.",
        "Det bliver spændende at se, om tallene falder.",
        "Man kender tidligst resultatet om et år, men håber på færre fald.",
    ],
)
def test_results_that_are_still_to_come_are_none(sentence: str) -> None:
    assert takes_back(sentence)


def test_what_is_known_is_not_still_to_come() -> None:
    assert not takes_back("Om vinteren faldt antallet af indlæggelser med 12 procent.")


@pytest.mark.parametrize(
    ("head", "row", "wanted"),
    [
        ("Vigtigste mål | Ved start | Ved slut", "Timer fra behov til lindrende medicin | 9 | 1,5", "better"),
        ("Måling | Før | Efter", "Natlige opkald til vagtlæge | 52 | 29", "better"),
        ("Måling | Før | Efter", "Natlige opkald til vagtlæge | 29 | 52", "worse"),
        ("Mål | 2019 | 2021", "Borgernes tilfredshed | 4,4 | 3,6", "worse"),
        ("Måling | Baseline | Opfølgning", "Pårørendes belastning | 6,4 | 6,4", "no_change"),
        ("Model | 2020 | 2021", "B | 1.300.000 | 1.290.000", None),
        ("Model | 2020 | 2021", "A | 900.000 | 640.000", None),
    ],
)
def test_a_row_tells_of_its_measure(head: str, row: str, wanted: str | None) -> None:
    lines = [f"Projekt | Kommune | {head}", f"Ro på natten | Skive Kommune | {row}"]
    table = "\n".join(line.replace(" | ", "\t") for line in lines)
    text = f"# Evaluering af Pulje til lindring\n## Projekterne\n{table}\n"
    document = write_document(text, kind=DocumentKind.EVALUATION)
    told = {s.value for c in extract_candidates(document) for s in c.statements if s.field == "outcome_direction"}
    assert told == ({wanted} if wanted else set())


@pytest.mark.parametrize(
    ("question", "is_on_results"),
    [
        ("Er projektets mål nået?", True),
        ("Nåede I målet?", True),
        ("I hvilken grad er målene opfyldt?", True),
        ("Hvad viser tallene?", True),
        ("Hvad er projektets mål?", False),
        ("Hvem kan være med?", False),
    ],
)
def test_a_question_alone_on_a_line_heads_its_answer(question: str, is_on_results: bool) -> None:
    page = Page(write_document(f"# Morgenlys\n{question}\nBorgerne sover nu bedre om natten."))
    assert read_told(page).is_certain is is_on_results


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Der er ikke længere ventetid på en samtale.", {BETTER}),
        ("Borgerne føler sig ikke længere ensomme.", {BETTER}),
        ("Borgerne føler sig ikke længere trygge.", {WORSE}),
        ("Personalet tager ikke længere med på turene.", set()),
        ("Ventetiden er ikke længere end før.", {SAME}),
        ("Kun én blev røgfri.", {SAME}),
    ],
)
def test_what_is_no_longer_so_is_told_by_what_it_was(sentence: str, expected: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == expected

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.extract.directions import read_directions
from ingest.extract.lines import Page
from ingest.extract.outcomes import find_outcome
from ingest.extract.statuses import find_status
from tests.ingest.extract.pages import write_document

BETTER, SAME, WORSE, MIXED = (
    OutcomeDirection.BETTER,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.WORSE,
    OutcomeDirection.MIXED,
)


@pytest.mark.parametrize(
    ("sentence", "context", "expected"),
    [
        ("Antallet af indlæggelser faldt med 16 procent.", "", {BETTER}),
        ("Antallet af genindlæggelser steg i perioden.", "", {WORSE}),
        ("Livskvaliteten faldt hos deltagerne.", "", {WORSE}),
        ("Antallet af fald blev reduceret fra 40 til 22.", "", {BETTER}),
        ("Enheden nåede 400 dage uden tryksår.", "", {BETTER}),
        ("Der var ingen effekt på genindlæggelser inden for 30 dage.", "", {SAME}),
        ("Virkningen kunne endnu ikke påvises.", "", {SAME}),
        ("Sygefraværet er uændret.", "", {SAME}),
        ("Hverken funktionsevne eller livskvalitet ændrede sig.", "", {SAME}),
        ("Borgerne fik bedre livskvalitet, men der sås intet fald i antallet af indlæggelser.", "", {BETTER, SAME}),
        ("Kontinuiteten steg i byen, men faldt på landet.", "", {BETTER, WORSE}),
        ("Resultaterne peger i flere retninger.", "", {MIXED}),
        ("Deltagerne tabte i gennemsnit 3 kg.", "svær overvægt", {BETTER}),
        ("Vægttabet faldt fra 24 til 11 procent af beboerne.", "underernæring hos ældre", {BETTER}),
        ("38 procent var røgfri efter et halvt år.", "", {BETTER}),
        ("Indlæggelserne gik fra 48 til 31 om året.", "", {BETTER}),
        ("Trivslen faldt fra 61 til 52 point.", "", {WORSE}),
        ("Sygefraværet er nede på 4,1 procent mod 6,8 procent før projektet.", "", {BETTER}),
        ("Trivslen holdt sig på 54 point gennem hele perioden.", "", {SAME}),
        ("Det lykkedes ikke at nedbringe medicinforbruget.", "", {SAME}),
        ("Mændene fik det bedre, kvinderne ikke.", "", {MIXED}),
        ("Andelen, der kan afslutte hjælpen, er vokset fra 22 til 39 procent.", "", {BETTER}),
        ("Familierne ventede syv måneder længere med at søge plejebolig.", "", {BETTER}),
        ("Hvert femte opkald blev tabt mod hvert tolvte før.", "", {WORSE}),
        ("Ordningen skabte konflikter.", "", {WORSE}),
        ("Indsatsen har ikke haft den ønskede virkning.", "", {SAME}),
        ("Tilfredsheden er høj, selv om indlæggelserne ikke er faldet.", "", {BETTER, SAME}),
        ("Efter mindre end et år er det slut med Tryghedshotellet.", "", set()),
        ("Flere medarbejdere er blevet oplært i metoden.", "", set()),
        ("Tallene tyder på færre sygedage, men der er for få svar til at konkludere noget.", "", set()),
        ("Projektet har ikke målt på borgernes helbred.", "", set()),
        ("Projektet havde 40 deltagere.", "", set()),
        ("Kommunen har to plejehjem.", "", set()),
    ],
)
def test_a_sentence_states_its_directions(sentence: str, context: str, expected: set[OutcomeDirection]) -> None:
    assert read_directions(sentence, context) == expected


def outcome(markup: str) -> tuple[OutcomeDirection, str] | None:
    found = find_outcome(Page(write_document(markup, kind=DocumentKind.PROJECT_PAGE)))
    return (found.direction, found.sentences[0].text) if found else None


def test_results_come_from_their_section_and_are_quoted() -> None:
    markup = (
        "# Ro\n## Baggrund\nAntallet af indlæggelser steg i 2015.\n## Hvad kom der ud af det?\n"
        "Antallet af opkald om natten faldt til 3, og utrygheden blev mindre.\n## Målgruppe\nÆldre."
    )
    assert outcome(markup) == (BETTER, "Antallet af opkald om natten faldt til 3, og utrygheden blev mindre.")


@pytest.mark.parametrize(
    "text",
    [
        "Projektet skal nedbringe antallet af indlæggelser.",
        "Målet er, at færre bliver indlagt.",
        "Kommunen forventer større tryghed.",
        "Faldt antallet af indlæggelser?",
        "Hver beboer får en fast medicintime om ugen. Færre medicinfejl og bedre forståelse af egen behandling.",
        "Større tryghed og færre fald.",
        "Mere ro om natten.",
    ],
)
def test_plans_and_questions_are_no_results(text: str) -> None:
    assert outcome(f"# Ro\n{text}") is None


_OWN = "Andelen af ensomme faldt fra 22 til 13 procent."


@pytest.mark.parametrize(
    "compared",
    [
        "Blandt familier på en naboskole, som ikke var med, er der ikke sket nogen ændring.",
        "I de landsbyer, der ikke har haft besøg, er andelen den samme som i 2019.",
        "I kontrolgruppen steg andelen fra 20 til 24 procent.",
        "Kontrolgruppen fik det dårligere.",
        "Hos sammenligningskommunen er tallet uændret.",
        "Blandt dem, der ikke fik tilbuddet, er flere blevet indlagt.",
    ],
)
def test_those_who_got_nothing_say_nothing_against_a_project(compared: str) -> None:
    outcome = find_outcome(Page(write_document(f"# Resultater\n\n{_OWN} {compared}\n")))
    assert outcome is not None
    assert outcome.direction is BETTER


@pytest.mark.parametrize(
    "compared",
    [
        "I kontrolgruppen faldt andelen lige så meget.",
        "Sammenlignet med kontrolgruppen er der ingen forskel.",
        "Forskellen til kontrolgruppen er ikke sikker.",
    ],
)
def test_a_group_that_did_as_well_says_something(compared: str) -> None:
    outcome = find_outcome(Page(write_document(f"# Resultater\n\n{_OWN} {compared}\n")))
    assert outcome is not None
    assert compared in [sentence.text for sentence in outcome.sentences]


def test_a_sentence_that_begins_with_on_the_other_hand_makes_it_mixed() -> None:
    page = "# Ro\n## Resultater\nIndlæggelserne faldt. Til gengæld måtte køkkenet lukke."
    assert outcome(page) == (MIXED, "Indlæggelserne faldt.")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tilfredsheden daler.", {WORSE}),
        ("Ventetiden er skrumpet til to uger.", {BETTER}),
        ("Medicinforbruget svandt ind.", {BETTER}),
        ("Livskvaliteten er svundet.", {WORSE}),
        ("Livskvaliteten løftede sig markant.", {BETTER}),
        ("Trygheden forværredes i perioden.", {WORSE}),
        ("Ventelisten er fordoblet.", {WORSE}),
        ("Sygefraværet dykker.", {BETTER}),
        ("Smerterne er lindret.", {BETTER}),
        ("Arbejdsglæden er raslet ned.", {WORSE}),
        ("Trivslen er skudt i vejret.", {BETTER}),
        ("Udgifterne er eksploderet.", {WORSE}),
        ("Vi har kunnet mindske antallet af fald.", {BETTER}),
        ("Sygefraværet er ikke skrumpet.", {SAME}),
        ("Ensomheden er ikke kun mindsket, den er væk.", {BETTER}),
        ("Projektet skal mindske ensomhed.", set()),
        ("Der blev registreret flere fald i projektperioden end året før.", {WORSE}),
        ("Flere med vægttab bliver opdaget i tide, og andelen med uplanlagt vægttab er halveret.", {BETTER}),
    ],
)
def test_a_verb_of_change_counts_in_every_form(sentence: str, expected: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Borgerne fik flere besøg, og tilfredsheden dalede fra 71 til 58.", {WORSE}),
        ("Personalets viden er øget, og fejlene er blevet halveret.", {BETTER}),
        ("Indlæggelserne faldt, og trivslen faldt også.", {MIXED}),
        ("Færre føler sig ensomme, men flere er holdt op med at deltage.", {BETTER, WORSE}),
        ("Ensomheden var den samme før og efter, men personalet oplevede mere liv i huset.", {SAME}),
    ],
)
def test_what_moves_is_of_the_nearest_movement(sentence: str, expected: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == expected


def test_a_participle_of_change_reports_wherever_it_stands() -> None:
    told = "# Natteliv\n## Resumé\nEn farmaceut kom hver uge. Antallet af fejl er mindsket fra 31 til 12."
    assert outcome(told) == (BETTER, "Antallet af fejl er mindsket fra 31 til 12.")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("På grund af husets lukning blev projektet indstillet i 2020.", "stopped"),
        ("I maj blev indsatsen efter et halvt år opgivet.", "stopped"),
        ("Resten af tilskuddet er betalt tilbage.", None),
        ("Det ubrugte beløb er sendt retur til styrelsen.", None),
        ("Da lederen rejste, måtte projektet standses.", "stopped"),
        ("Lige nu er projektet i gang i tre byer.", "running"),
        ("I august kom beløbet endelig.", None),
    ],
)
def test_a_stop_is_told_with_the_verb_before_or_behind_the_project(sentence: str, status: str | None) -> None:
    found = find_status(Page(write_document(f"# Huset\n{sentence}", kind=DocumentKind.PROJECT_PAGE)))
    assert (found.value if found else None) == status


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Beboere, der sover dårligt: 27 før, 15 efter", {BETTER}),
        ("Flere spiser for lidt end før.", {WORSE}),
        ("Dage fra henvisning til første samtale: 26 før, 6 efter", {BETTER}),
        ("Uger til sårheling: 11 før, 16 efter", {WORSE}),
        ("Døgn inden første besøg: 5 før, 2 efter", {BETTER}),
        ("Forældres søvn, timer: 5,4 før, 6,6 efter", {BETTER}),
        ("Andelen, der føler sig ensomme, faldt fra 58 til 31 procent, og flere er begyndt at gå til kor.", {BETTER}),
        ("Borgerne slipper for turen til modtagelsen.", {BETTER}),
    ],
)
def test_what_is_good_or_bad_is_told_by_the_words_around(sentence: str, expected: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == expected

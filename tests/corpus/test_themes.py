from __future__ import annotations

import json
from importlib.resources import files

import pytest

from corpus.themes import STRONG, WEAK, ThemeMention, find_themes, score_themes, themes


def found(text: str) -> set[str]:
    return {m.theme for m in find_themes(text) if m.confidence >= STRONG}


def test_the_themes_are_the_vocabulary_of_the_starter_corpus() -> None:
    lines = files("corpus").joinpath("data/starter.jsonl").read_text("utf-8").splitlines()
    used = {theme for line in lines for theme in json.loads(line)["themes"]}
    assert set(themes()) == used
    assert len(themes()) == 24


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Akutfunktionen i Havby", {"akutfunktion", "forebyggelse af indlæggelser"}),
        ("Hverdagsrehabiliteringen", {"rehabilitering", "organisering af hjemmepleje"}),
        ("aflastning af pårørende ved demens", {"pårørende", "demens"}),
        ("KOL og type 2-diabetes", {"kronisk sygdom"}),
        ("Storrygere på bosteder", {"rygestop", "psykiatri/bosted"}),
        ("forebygge unødige indlæggelser", {"forebyggelse af indlæggelser"}),
        ("En ny cykelsti", set()),
        ("Hverdag med kræfter", set()),  # strength, no cancer
        ("brystkræftpatienter", {"kræft"}),
        ("kollegaer", set()),  # "kol" is a whole word, no beginning of one
        ("Skærmtilsyn om natten", {"velfærdsteknologi"}),
        ("Blodfortyndende uden huller", {"medicinhåndtering"}),
        ("en værdig afslutning på livet", {"palliation"}),
        ("Tal på tavlen", {"dataunderstøttet kvalitet"}),
        ("Kørelisten er droppet", {"organisering af hjemmepleje"}),
        ("400 kursister", {"kompetenceudvikling"}),
        ("Følge-hjem-ordning", {"tværsektorielt samarbejde"}),
        ("pillearbejde og tavlevask", set()),
        ("", set()),
    ],
)
def test_words_point_to_themes(text: str, expected: set[str]) -> None:
    assert found(text) == expected


def test_mentions_have_their_place() -> None:
    assert find_themes("Om tobak") == [ThemeMention("rygestop", 3, 8, STRONG)]


def test_scores_add_up_distinct_words_once_in_their_heaviest_part() -> None:
    scores = score_themes([("Rygestop", 2.0), ("rygestop og tobak og fællesskab", 1.0)])
    assert scores == {"rygestop": STRONG * 2 + STRONG, "ensomhed": WEAK}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Værestedet har fået en sygeplejerske to dage om ugen.", "psykiatri/bosted"),
        ("Borgerne lærer mestring af deres sygdom.", "rehabilitering"),
        ("De ældre kom tilbage til hverdagen.", "rehabilitering"),
        ("En fremskudt rådgiver møder borgerne på biblioteket.", "tværsektorielt samarbejde"),
        ("Beboernes trivsel er målt to gange.", "sundhedsfremme"),
        ("De taler sammen på en gåtur ved søen.", "sundhedsfremme"),
        ("Dagen slutter med fællesspisning.", "sundhedsfremme"),
        ("Projektet satte arbejdet i bevægelse.", "sundhedsfremme"),
    ],
)
def test_a_word_in_passing_makes_no_theme(text: str, theme: str) -> None:
    assert score_themes([(text, 1.0)]).get(theme, 0.0) < STRONG

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
        ("kollegaer", set()),  # "kol" is a whole word, no beginning of one
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

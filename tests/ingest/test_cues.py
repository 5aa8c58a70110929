from __future__ import annotations

import re

import pytest

from ingest.cues import Cue, fold_pattern

PATTERNS = [r"\bÆldre\b|Støtte[t]?\W", r"(?P<sum>\d+) KR", r"\S+Pulje\b(?! X)", r"[A-ZÆØÅ]\wje"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_cue_finds_what_a_pattern_without_regard_to_case_finds(pattern: str) -> None:
    text = "De ÆLDRE fik støtte, 300 Kr. af Havbypulje og satsPULJE x, men ikke Vejle."
    plain = re.compile(pattern, re.IGNORECASE)
    cue = Cue(pattern)
    assert [m.span() for m in cue.finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert cue.count(text) == len(plain.findall(text))


def test_places_are_those_of_the_text_even_where_folding_changes_its_length() -> None:
    text = "İİİ fik Støtte"  # each of the first letters folds to two
    match = Cue("støtte").search(text)
    assert match is not None
    assert text[match.start() : match.end()] == "Støtte"


def test_escapes_and_groups_are_not_folded() -> None:
    assert fold_pattern(r"\W(?P<Name>ABC)\S(?P=Name)\B") == r"\W(?P<name>abc)\S(?P=name)\B"

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.analysis import gram_terms, raw_words, stem, surface_terms, word_terms
from index.compounds import split_compound
from index.keyword_files import LEAD_TIMES, LEAD_WORDS, write_keywords
from index.keywords import K1, B, KeywordIndex, best
from index.renewing import renew_postings

TEXTS = [
    "Akutteam i Vejle forebygger indlæggelser. Akutteam rykker ud til borgere.",
    "Mad og måltider i Odense: ernæring for ældre borgere.",
    "Rehabilitering og genoptræning efter § 83 a i Vejle.",
    "Telemedicin til borgere med KOL; hjemmemonitorering i hjemmet.",
    "",
    "Forebyggelse af genindlæggelser: opfølgende hjemmebesøg til ældre borgere, udskrevet fra et sygehus i Vejle.",
]


@pytest.fixture
def index(tmp_path: Path) -> KeywordIndex:
    write_keywords(tmp_path, TEXTS)
    return KeywordIndex(tmp_path, len(TEXTS))


def bm25(documents: list[list[str]], query: list[str], b: float) -> list[float]:
    """Robertson's formula, a term at a time."""
    mean = sum(map(len, documents)) / len(documents)
    scores = [0.0] * len(documents)
    for term in query:
        n = sum(term in document for document in documents)
        idf = math.log(1 + (len(documents) - n + 0.5) / (n + 0.5))
        for i, document in enumerate(documents):
            times = Counter(document)[term]
            scores[i] += idf * times * (K1 + 1) / (times + K1 * (1 - b + b * len(document) / mean))
    return scores


def first_words(text: str) -> list[str]:
    return raw_words(text)[:LEAD_WORDS]


@pytest.mark.parametrize("query", ["ældre borgere", "akutteam i vejle vejle", "§ 83 a", "findes ikke"])
@pytest.mark.parametrize("channel", ["grams", "surface", "words"])
def test_scores_equal_the_formula(channel: str, query: str, index: KeywordIndex) -> None:
    def stems(text: str) -> list[str]:
        return [stem(term) for term in word_terms(text)]

    analyse = {"grams": gram_terms, "surface": surface_terms, "words": stems}[channel]
    numbers, scores = index.search(channel, query, 10)
    texts = TEXTS if channel == "surface" else [f"{text} {' '.join(first_words(text) * LEAD_TIMES)}" for text in TEXTS]
    expected = np.array(bm25([analyse(text) for text in texts], analyse(query), B[channel]))
    assert sorted(zip(-scores, numbers, strict=True)) == list(zip(-scores, numbers, strict=True))
    assert set(numbers.tolist()) == set(np.flatnonzero(expected > 0).tolist())
    np.testing.assert_allclose(scores, expected[numbers], rtol=0.02)  # weights are kept in 255 steps


def test_text_and_its_terms_find_the_same(index: KeywordIndex) -> None:
    by_text = index.search("words", "ældre borgere i Vejle", 10)
    by_terms = index.search("words", word_terms("ældre borgere i Vejle"), 10)
    assert by_text[0].tolist() == by_terms[0].tolist()
    assert by_text[1].tolist() == by_terms[1].tolist()


def test_filter_comes_before_the_cut(index: KeywordIndex) -> None:
    allowed = np.zeros(len(TEXTS), dtype=bool)
    allowed[3] = True
    assert index.search("words", "borgere", 1, allowed)[0].tolist() == [3]
    assert index.search("words", "borgere", 1, ~allowed)[0].tolist() != [3]
    assert index.search("words", "borgere", 5, np.zeros(len(TEXTS), dtype=bool))[0].tolist() == []


@pytest.mark.parametrize("k", [0, 1, 3, 10, 50, 300])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
def test_best_equals_sorting(share: float, k: int) -> None:
    source = np.random.default_rng(4)
    scores = np.round(source.random(200) * 20).astype(np.float32) * (source.random(200) < share)
    expected = sorted((-score, number) for number, score in enumerate(scores.tolist()) if score > 0)[:k]
    numbers, values = best(scores, k)
    assert list(zip((-values).tolist(), numbers.tolist(), strict=True)) == expected


def test_equal_scores_are_ordered_by_number(tmp_path: Path) -> None:
    write_keywords(tmp_path, ["samme ord", "samme ord", "andet", "samme ord"])
    assert KeywordIndex(tmp_path, 4).search("surface", "ord", 2)[0].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("ældre borgere", [1, 5]),
        ("borgere ældre", []),
        ("Akutteam rykker ud", [0]),
        ("akutteam", [0]),
        ("§83a i vejle", [2]),
        ("findes ikke", []),
        ("", []),
    ],
)
def test_phrases_stand_as_written(phrase: str, expected: list[int], index: KeywordIndex) -> None:
    assert index.phrase(surface_terms(phrase)).tolist() == expected


def test_phrase_obeys_the_filter(index: KeywordIndex) -> None:
    allowed = np.arange(len(TEXTS)) != 1
    assert index.phrase(["ældre", "borgere"], allowed).tolist() == [5]


def test_compound_is_found_by_its_part_and_the_part_by_the_compound(tmp_path: Path) -> None:
    texts = ["akutfunktion på sygehuset", "en funktion", "et akut forløb", "funktion og akut", "sport"]
    write_keywords(tmp_path, texts)
    index = KeywordIndex(tmp_path, len(texts))
    assert 0 in index.search("words", "funktion", 5)[0].tolist()
    assert sorted(index.search("words", "akutfunktion", 5)[0].tolist()) == [0, 1, 2, 3]
    assert index.search("surface", "funktion", 5)[0].tolist() == [1, 3]


def test_split_compound_takes_linking_letters_and_cuts_again() -> None:
    lexicon = {"forebyggelse": 9, "projekt": 9, "leder": 4, "projektleder": 3, "sygdom": 5}
    assert split_compound("forebyggelsesprojektleder", lambda w: lexicon.get(w, 0)) == (
        "forebyggelse",
        "projekt",
        "leder",
    )
    assert split_compound("sygdomsforløb", lambda w: lexicon.get(w, 0)) == ()


def test_many_passages_are_counted_as_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tmp_path / "whole"
    pieces = tmp_path / "pieces"
    whole.mkdir()
    pieces.mkdir()
    write_keywords(whole, TEXTS)
    monkeypatch.setattr("index.inverting._CHUNK", 2)
    write_keywords(pieces, TEXTS)
    names = sorted(path.name for path in whole.iterdir())
    assert names == sorted(path.name for path in pieces.iterdir())
    assert all((whole / name).read_bytes() == (pieces / name).read_bytes() for name in names)


OTHERS = ["Hjemmemonitorering af borgere med KOL og ernæring", "team", "akut", "akut team", "hjemmet hjemme", ""]


@pytest.mark.parametrize(
    "passages",
    [
        [0, 1, 2, 3, 4, 5],
        [5, 3, 0],
        [0, 1, OTHERS[0], 3, 4, 5],
        ["team", "akut team", "akut", 0, 1, 2, 3, 4, 5],  # akutteam is a compound only now
        [*OTHERS, 2, "En helt anden, med mellemrum"],
        [],
        ["kun nye ord"],
    ],
)
def test_taking_over_makes_the_same_files_as_reading_all(passages: list[str | int], tmp_path: Path) -> None:
    old, whole, renewed = (tmp_path / name for name in ("old", "whole", "renewed"))
    for folder in (old, whole, renewed):
        folder.mkdir()
    write_keywords(old, [*TEXTS, *OTHERS[3:]])
    write_keywords(whole, [TEXTS[p] if isinstance(p, int) else p for p in passages])
    write_keywords(renewed, passages, old)
    assert {p.name: p.read_bytes() for p in whole.iterdir()} == {p.name: p.read_bytes() for p in renewed.iterdir()}


def _many_texts() -> list[str]:
    """Texts of words of all frequencies; compounds are cut by words that stand in few of them."""
    rng = np.random.default_rng(5)
    parts = ["akut", "team", "hjem", "besøg", "borger", "leder", "sygdom", "forløb", "projekt", "trivsel"]
    words = [
        *parts,
        *(left + right for left in parts for right in parts),
        *(f"ord{i}" for i in range(200)),
        "kaffepause",
    ]
    shares = 1 / np.arange(3, len(words) + 3)
    return [" ".join(rng.choice(words, size=n, p=shares / shares.sum())) for n in rng.integers(0, 60, size=240)]


MANY = _many_texts()
KEPT: list[str | int] = list(range(len(MANY)))
LONG = [text for text in MANY if 20 < text.count(" ") < 40]  # which leave the usual length as it is
FEW_CHANGES: dict[str, list[str | int]] = {
    "nothing": KEPT,
    "one corrected": [*KEPT[:100], f"akutteam hjembesøg {MANY[100]}", *KEPT[101:]],
    "with a new word": [*KEPT[:7], f"et splinternyt {MANY[7]} splinternyt", *KEPT[8:]],
    "one gone": [*KEPT[:50], *KEPT[51:]],
    "first and last gone": KEPT[1:-1],
    "some added": [*KEPT[:120], LONG[0], f"nyeste {LONG[1]}", LONG[2], *KEPT[120:]],
    "some of all": [LONG[3], *KEPT[1:30], *KEPT[32:90], f"hjem hjem {LONG[4]}", *KEPT[91:239], LONG[5]],
    "words that cut compounds": [*KEPT[:20], *[f"kaffe og pause {text}" for text in LONG[:5]], *KEPT[20:]],
}


@pytest.mark.parametrize("change", FEW_CHANGES)
def test_renewed_lists_equal_those_made_anew(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, whole, renewed = (tmp_path / name for name in ("old", "whole", "renewed"))
    for folder in (old, whole, renewed):
        folder.mkdir()
    passages = FEW_CHANGES[change]
    write_keywords(old, MANY)
    write_keywords(whole, [MANY[p] if isinstance(p, int) else p for p in passages])
    monkeypatch.setattr("index.keyword_files.renew_postings", counted := Counted(renew_postings))
    write_keywords(renewed, passages, old)
    assert counted.times >= 1  # of the channels, those whose passages are as long as before
    assert {p.name: p.read_bytes() for p in whole.iterdir()} == {p.name: p.read_bytes() for p in renewed.iterdir()}


class Counted:
    """A function whose calls are counted."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.times = 0

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.times += 1
        return self._function(*args, **options)


def test_compounds_are_cut_anew_when_their_parts_come_and_go(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("before", "after", "again")]
    for folder in folders:
        folder.mkdir()
    texts: list[str | int] = ["akutfunktion på sygehuset", "et ord"]
    write_keywords(folders[0], texts)
    write_keywords(folders[1], [0, 1, "akut", "akut", "funktion", "en funktion"], folders[0])
    write_keywords(folders[2], [0, 1], folders[1])
    found = [
        KeywordIndex(folder, n).search("words", "funktion", 9)[0].tolist()
        for folder, n in zip(folders, (2, 6, 2), strict=True)
    ]
    assert found == [[], [4, 5, 0], []]


def test_scores_of_common_and_rare_terms_add_up(tmp_path: Path) -> None:
    texts = [f"ens {'sjælden' if i == 70 else 'almindelig' if i % 3 else 'anden'} nummer{i}" for i in range(300)]
    write_keywords(tmp_path, texts)
    numbers, scores = KeywordIndex(tmp_path, len(texts)).search("surface", "ens sjælden anden", 300)
    expected = np.array(bm25([surface_terms(text) for text in texts], ["ens", "sjælden", "anden"], B["surface"]))
    assert numbers[0] == 70
    np.testing.assert_allclose(scores, expected[numbers], rtol=0.02)


def test_weighted_terms_count_as_much_as_they_are_given(index: KeywordIndex) -> None:
    once = index.search("grams", {"_vej": 1.0}, 5)
    half = index.search("grams", {"_vej": 0.5}, 5)
    assert once[0].tolist() == half[0].tolist() != []
    np.testing.assert_allclose(half[1], once[1] / 2)

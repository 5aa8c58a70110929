"""Sentences of passages: where they are cut, and what their vectors say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.renewing import Carried
from index.sentences import RenewedSentences, SentenceIndex, Sentences, split_sentences, write_sentences

DIM = 16


def unit(n: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(n, DIM)).astype(np.float32)
    made: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def index_of(folder: Path, vectors: NDArray[np.float32], counts: list[int]) -> SentenceIndex:
    write_sentences(folder, Sentences.of(vectors, counts))
    return SentenceIndex(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kun en sætning om et akutteam, som kører ud til borgere om natten.", []),
        (
            "Teamet kørte ud hver eneste nat i hele projektets tid. Der blev ikke færre indlæggelser af det i Vejle.",
            [
                "Teamet kørte ud hver eneste nat i hele projektets tid.",
                "Der blev ikke færre indlæggelser af det i Vejle.",
            ],
        ),
        (  # what is short goes with its neighbour
            "Det lykkedes. Borgerne faldt sjældnere end før, og de gik længere hver dag. Alle var glade.",
            ["Det lykkedes. Borgerne faldt sjældnere end før, og de gik længere hver dag.", "Alle var glade."],
        ),
        (  # lines of a table
            "Odense Kommune\tSundhedsteam på værestederne i hele byen\t1.100.000\n"
            "Vejle Kommune\tOpsøgende sygepleje til borgere uden bolig\t950.000",
            [
                "Odense Kommune\tSundhedsteam på værestederne i hele byen\t1.100.000",
                "Vejle Kommune\tOpsøgende sygepleje til borgere uden bolig\t950.000",
            ],
        ),
        (  # abbreviations end no sentence
            "Bevillingen var på 2,5 mio. kr. efter § 3, stk. 2. i loven. Den er nu brugt helt op til sidste øre.",
            [
                "Bevillingen var på 2,5 mio. kr. efter § 3, stk. 2. i loven.",
                "Den er nu brugt helt op til sidste øre.",
            ],
        ),
        ("", []),
    ],
)
def test_where_sentences_are_cut(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


def test_the_nearest_sentence_of_each_passage_is_found(tmp_path: Path) -> None:
    vectors = unit(7, 1)
    index = index_of(tmp_path, vectors, [3, 0, 4])
    query = vectors[5]
    found = index.best(query, np.array([2, 1, 0]))
    assert found[0] == pytest.approx(1.0, abs=0.01)
    assert found[1] == -np.inf
    assert found[2] == pytest.approx(float((vectors[:3] @ query).max()), abs=0.01)


def test_a_passage_scores_alike_whatever_is_asked_beside_it(tmp_path: Path) -> None:
    index = index_of(tmp_path, unit(60, 2), [1, 2, 3, 4] * 6)
    query = unit(1, 3)[0]
    together = index.best(query, np.arange(24))
    alone = [float(index.best(query, np.array([passage]))[0]) for passage in range(24)]
    assert together.tolist() == alone


def test_codes_that_are_read_and_codes_that_are_mapped_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(tmp_path, unit(30, 4), [0, 5, 1, 0, 24])
    query, passages = unit(1, 5)[0], np.array([4, 0, 2, 1])
    mapped = index.best(query, passages)
    monkeypatch.setattr("index.sentences._MAPPED_UP_TO", 0)
    assert index.best(query, passages).tolist() == mapped.tolist()


def test_what_is_taken_over_stands_where_the_passages_do(tmp_path: Path) -> None:
    older_vectors, fresh_vectors = unit(6, 6), unit(3, 7)
    older = index_of(tmp_path, older_vectors, [2, 1, 3])
    carried = Carried(np.array([2, -1, 0, 1, -1]), 3)
    (tmp_path / "new").mkdir()
    RenewedSentences(tmp_path / "new", older, carried, [3, 0]).fill(fresh_vectors)
    merged = SentenceIndex(tmp_path / "new")
    assert np.diff(merged.starts).tolist() == [3, 3, 2, 1, 0]
    expected = np.concatenate([older_vectors[3:6], fresh_vectors, older_vectors[:2], older_vectors[2:3]])
    np.testing.assert_allclose(merged.codes * merged.scales[:, None], expected, atol=0.01)


def test_no_sentences_at_all(tmp_path: Path) -> None:
    index = index_of(tmp_path, np.zeros((0, DIM), dtype=np.float32), [0, 0])
    assert np.isneginf(index.best(unit(1, 8)[0], np.array([1, 0]))).all()

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyse_word, clean, gram_terms, raw_words, stem, surface_terms, tokens, word_terms


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Aabenraa", "Åbenrå"),
        ("Kaerlighed", "kærlighed"),
        ("Broenderslev", "Brønderslev"),
        ("A\u030arhus", "århus"),
        ("genind\u00adlæggelse", "genindlæggelse"),
        ("genind\u200blæggelse", "genindlæggelse"),
        ("§ 83 a", "§83a"),
        ("paragraf 83a", "§ 83 a"),
        ("3.157.599", "3157599"),
        ("IV-behandling", "ivbehandling"),
        ("för äldre", "før ældre"),
    ],
)
def test_spelled_alike(left: str, right: str) -> None:
    assert surface_terms(left) == surface_terms(right)


@pytest.mark.parametrize(("left", "right"), [("ø", "o"), ("å", "a"), ("§ 107", "§ 108"), ("KOL", "kold")])
def test_kept_apart(left: str, right: str) -> None:
    assert surface_terms(left) != surface_terms(right)


def test_law_paragraphs_are_one_term_and_words_after_them_are_not_swallowed() -> None:
    assert surface_terms("efter § 83 a, stk. 2, og § 107 i serviceloven") == [
        "efter", "§83a", "stk", "2", "og", "§107", "i", "serviceloven",
    ]  # fmt: skip


def test_hyphened_words_give_the_whole_and_the_parts() -> None:
    assert word_terms("IV-behandling") == ["ivbehandling", "iv", "behandling"]
    assert word_terms("type 2-diabetes") == word_terms("type 2 diabetes") == ["type", "2", "diabetes"]
    assert word_terms("hjerte- og karsygdom") == ["hjerte", "karsygdom"]


def test_stop_words_stand_in_surface_terms_only() -> None:
    assert surface_terms("hvad er det") == ["hvad", "er", "det"]
    assert word_terms("hvad er det") == []
    assert gram_terms("hvad er det") == []


def test_inflections_share_a_stem() -> None:
    assert len({stem(word) for word in ("indlæggelse", "indlæggelser", "indlæggelserne", "indlæggelsens")}) == 1


def test_grams_mark_where_a_word_begins_and_ends() -> None:
    assert gram_terms("demens") == ["_dem", "deme", "emen", "mens", "ens_"]
    assert gram_terms("KOL") == ["_kol", "kol_"]
    assert gram_terms("x") == ["_x_"]


@pytest.mark.parametrize("text", ["", "   ", "\"\"''", "🙂🙂", "\x00\x01", "----"])
def test_text_without_words_has_no_terms(text: str) -> None:
    assert (surface_terms(text), word_terms(text), gram_terms(text)) == ([], [], [])


@given(st.text(alphabet=st.sampled_from("abåæøo§ 1234.,-'’ iA\u030a\u00adparagf"), max_size=60))
def test_words_analysed_alone_are_words_analysed_in_place(text: str) -> None:
    assert [analyse_word(raw)[0] for raw in raw_words(text)] == surface_terms(text)


@given(st.text(max_size=60))
def test_tokens_stand_where_they_say(text: str) -> None:
    plain = clean(text)
    found = list(tokens(plain))
    assert [plain[t.char_start : t.char_end] for t in found] == raw_words(text)
    assert all(a.char_end <= b.char_start for a, b in pairwise(found))

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from search.numbers import NumberRange, parse_number_range
from search.syntax import FieldTerm, clean_query, parse_query


def test_fields_phrases_and_exclusions_are_taken_out_and_places_kept() -> None:
    query = 'akut kommune:Vejle "i eget hjem" -demens -status:completed'
    parsed = parse_query(query)
    assert parsed.terms == (
        FieldTerm("municipality", "Vejle", False, 5, 18, 13),
        FieldTerm("status", "completed", True, 41, 58, 49),
    )
    assert parsed.phrases == ("i eget hjem",)
    assert parsed.excluded == ("demens",)
    assert len(parsed.text) == len(query)
    assert parsed.text.split() == ["akut", "i", "eget", "hjem"]
    assert parsed.text[20:31] == "i eget hjem"


@pytest.mark.parametrize(
    "text", ["GLA:D træning", "Formål: bedre mad", "kl. 10:30", 'skærm på 5" brugt', "hjemme-besøg"]
)
def test_what_is_no_syntax_is_left_alone(text: str) -> None:
    parsed = parse_query(text)
    assert (parsed.text, parsed.terms, parsed.excluded) == (text, (), ())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("akut komune:Vejle", r"no field 'komune' at character 6\. Did you mean kommune"),
        ('demens "uden slut', r"quote at character 8 is never closed"),
        ('kommune:"Vejle', r"quote at character 9 is never closed"),
        ("demens kommune:", r"nothing follows kommune: at character 15"),
    ],
)
def test_errors_point_at_the_character(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_query(query)


def test_a_long_text_is_prose_and_never_an_error() -> None:
    prose = 'Han sagde "ja og gik. ' * 30 + "-liste kommune:"
    assert parse_query(prose).text == prose


def test_cleaning_drops_what_cannot_be_seen() -> None:
    assert clean_query("a\u00adkut\x00plads\n\u200bi he\u0301r\u202e") == "akut plads i hér"


@given(st.text(max_size=200))
def test_cleaned_queries_keep_their_length_in_lower_case(text: str) -> None:
    cleaned = clean_query(text)
    assert len(cleaned.lower()) == len(cleaned)
    assert clean_query(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018", NumberRange(2018, 2018)),
        ("2018..2020", NumberRange(2018, 2020)),
        ("2018-2020", NumberRange(2018, 2020)),
        (">1mio", NumberRange(1_000_001, None)),
        ("<=500.000", NumberRange(None, 500_000)),
        ("2..5mio", NumberRange(2_000_000, 5_000_000)),
        ("1,5mio", NumberRange(1_500_000, 1_500_000)),
        ("2020..", NumberRange(2020, None)),
        ("..2019", NumberRange(None, 2019)),
    ],
)
def test_number_conditions(text: str, expected: NumberRange) -> None:
    assert parse_number_range(text, field="amount") == expected
    assert parse_number_range(expected.text, field="amount") == expected


@pytest.mark.parametrize(("text", "message"), [("2020..2018", "turned round.*2018..2020"), ("mange", "no number")])
def test_wrong_number_conditions(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_number_range(text, field="year", char_start=3)

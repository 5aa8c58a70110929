from __future__ import annotations

import time
from typing import Any

import pytest

from ui.differences import marked
from ui.field_values import read_value, show_value, write_value
from ui.texts import load_texts

DA, EN = load_texts("da"), load_texts("en")


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("900.000 kr.", "950.000 kr.", "<del>900</del>.000 kr.", "<ins>950</ins>.000 kr."),
        ("ens", "ens", "ens", "ens"),
        ("", "nyt", "", "<ins>nyt</ins>"),
        (
            "<b>a</b>",
            "<i>a</i>",
            "&lt;<del>b</del>&gt;a&lt;/<del>b</del>&gt;",
            "&lt;<ins>i</ins>&gt;a&lt;/<ins>i</ins>&gt;",
        ),
        ("\u202egammel", "ny", "<del>gammel</del>", "<ins>ny</ins>"),
    ],
    ids=["amount", "same", "new", "hostile", "turned"],
)
def test_words_that_differ_are_marked_and_all_else_is_text(old: str, new: str, left: str, right: str) -> None:
    assert marked(old, new) == (left, right)


def test_texts_without_end_are_shown_without_marks_and_at_once() -> None:
    old, new = "æble <script> " * 5_000, "pære <script> " * 5_000
    started = time.process_time()
    left, right = marked(old, new)
    assert time.process_time() - started < 1
    assert "<script>" not in left
    assert "<ins>" not in right


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("amount_dkk", "2.500.000 kr.", 2_500_000),
        ("amount_dkk", "2 500 000", 2_500_000),
        ("amount_dkk", "mange", "mange"),
        ("amount_dkk", " ", None),
        ("year_awarded", "2018", 2018),
        ("title", "2018", "2018"),
        ("municipalities", "Vejle Kommune; 0461; Andeby", ["0630", "0461", "Andeby"]),
        ("grantees", "A; B;", ["A", "B"]),
        ("frames", '[{"amount_dkk": 1}]', [{"amount_dkk": 1}]),
        ("frames", "[{", "[{"),
    ],
)
def test_values_are_read_as_editors_write_them(field: str, written: str, value: Any) -> None:
    assert read_value(field, written) == value


@pytest.mark.parametrize(
    ("field", "value", "danish", "english"),
    [
        ("amount_dkk", 2_500_000, "2.500.000 kr.", "DKK 2,500,000"),
        ("municipalities", ["0630", "9999"], "Vejle; 9999", "Vejle; 9999"),
        ("period_to", "2018-09", "september 2018", "September 2018"),
        ("status", "completed", "afsluttet", "completed"),
        ("outcome_direction", "better", "bedre", "better"),
        ("frames", [{"amount_dkk": 1}], "1 kr.", "DKK 1"),
        (
            "frames",
            [{"amount_dkk": 9000, "year": 2018, "label": "spor 1"}],
            "2018 · 9.000 kr. · spor 1",
            "2018 · DKK 9,000 · spor 1",
        ),
        ("flags", [{"code": "odd"}], '{"code": "odd"}', '{"code": "odd"}'),
        (
            "flags",
            [{"code": "total_mismatch", "stated_dkk": 30, "rows_dkk": 20, "n_rows": 2}],
            "Kilden skriver 30 kr. i alt, men dens enkelte beløb giver tilsammen 20 kr.",
            "The source prints a total of DKK 30, but its single amounts add up to DKK 20",
        ),
        ("title", None, "", ""),
    ],
)
def test_values_are_shown_in_words_and_written_as_they_are_read(
    field: str, value: Any, danish: str, english: str
) -> None:
    assert (show_value(DA, field, value), show_value(EN, field, value)) == (danish, english)
    assert read_value(field, write_value(field, value)) == value

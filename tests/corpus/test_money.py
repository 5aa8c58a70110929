from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import AmountMention, find_amounts, parse_number


def quotes(text: str) -> list[tuple[str, int, int | None]]:
    return [(text[m.char_start : m.char_end], m.amount_dkk, m.amount_to_dkk) for m in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("afsat 50,8 mio. kr. til", [("50,8 mio. kr.", 50_800_000, None)]),
        ("en pulje på 50,8 mio. blev", [("50,8 mio.", 50_800_000, None)]),
        ("30 mio.kr.", [("30 mio.kr.", 30_000_000, None)]),
        ("100 mill. kr.", [("100 mill. kr.", 100_000_000, None)]),
        ("en halv milliard", [("en halv milliard", 500_000_000, None)]),
        ("halvanden million kroner", [("halvanden million kroner", 1_500_000, None)]),
        ("1.250.000", [("1.250.000", 1_250_000, None)]),
        ("Havby 1.250.000 kr", [("1.250.000 kr", 1_250_000, None)]),
        ("6.648.232,00 kroner", [("6.648.232,00 kroner", 6_648_232, None)]),
        ("1\u00a0250\u00a0000 kr.", [("1\u00a0250\u00a0000 kr.", 1_250_000, None)]),
        ("3.157 t.kr.", [("3.157 t.kr.", 3_157_000, None)]),
        ("kr. 0,-", [("kr. 0,-", 0, None)]),
        ("DKK 350000", [("DKK 350000", 350_000, None)]),
        ("5.000,-", [("5.000,-", 5_000, None)]),
        ("mellem 2 og 3 mio. kr.", [("2 og 3 mio. kr.", 2_000_000, 3_000_000)]),
        ("500.000-1.000.000 kr.", [("500.000-1.000.000 kr.", 500_000, 1_000_000)]),
        ("mellem 500.000 kr. og 2 mio. kr.", [("500.000 kr. og 2 mio. kr.", 500_000, 2_000_000)]),
        (
            "16,4 millioner kroner i 2018 og 21,6 i 2019",
            [("16,4 millioner kroner", 16_400_000, None), ("21,6", 21_600_000, None)],
        ),
        (
            "100 mio. kr. i 2017 og 100 mio. kr. i 2018",
            [("100 mio. kr.", 100_000_000, None), ("100 mio. kr.", 100_000_000, None)],
        ),
        ("hhv. 2,5 og 3,1 mio. kr.", [("2,5", 2_500_000, None), ("3,1 mio. kr.", 3_100_000, None)]),
        ("i 2017 og 2,5 mio. kr.", [("2,5 mio. kr.", 2_500_000, None)]),
    ],
)
def test_amounts_are_read_as_written(text: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 millioner mennesker",
        "1.250.000 borgere",
        "ca. 3 mio. euro",
        "telefon 33 70 34 09",
        "i 2018 og 2019",
        "den 27.02.2018 kl. 12.00",
        "84 % af 98 kommuner",
        "sygeplejen tager 5 t. om ugen",
        "§ 108 og 1.234 besøg",
    ],
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert find_amounts(text) == []


def test_hedged_amounts_are_marked() -> None:
    assert find_amounts("knap 10 mio. kr.") == [AmountMention(5, 16, 10_000_000, None, is_approximate=True)]
    assert [m.is_approximate for m in find_amounts("der blev givet 10 mio. kr.")] == [False]


@given(st.integers(min_value=1_000, max_value=999_999_999))
def test_grouped_amounts_round_trip(amount: int) -> None:
    text = f"Havby Kommune – {amount:,} kr.".replace(",", ".")
    assert [m.amount_dkk for m in find_amounts(text)] == [amount]


@given(st.text(alphabet="0123456789., -krmiogtil\n", max_size=200))
def test_any_text_gives_ordered_spans(text: str) -> None:
    spans = [(m.char_start, m.char_end) for m in find_amounts(text)]
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))


def test_numbers_with_every_grouping() -> None:
    assert [parse_number(n) for n in ("1.250.000,50", "1 250", "1,250,000", "7")] == [
        Decimal("1250000.50"),
        Decimal(1250),
        Decimal(1250000),
        Decimal(7),
    ]
    with pytest.raises(ValueError, match="not a Danish number"):
        parse_number("tolv")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("kr. 1.2 mio", 1_200_000),
        ("kr 2.4 mio.", 2_400_000),
        ("2.4 mio. DKK", 2_400_000),
        ("2.45 millioner kroner", 2_450_000),
        ("2½ mio. kr.", 2_500_000),
        ("2 ½ million kroner", 2_500_000),
        ("2 1/2 million kroner", 2_500_000),
        ("2 mio. 400.000 kr.", 2_400_000),
        ("1 mio. og 200.000 kr.", 1_200_000),
        ("kr.: 900.000", 900_000),
        ("Kr: 900.000", 900_000),
        ("mio. kr. 2,4", 2_400_000),
        ("ni hundrede tusind kroner", 900_000),
        ("to hundrede tusinde kr.", 200_000),
        ("halvtreds tusinde kroner", 50_000),
        ("hundrede tusind kroner", 100_000),
    ],
)
def test_sums_in_less_usual_spellings(text: str, amount: int) -> None:
    told = f"Havby Kommune har fået {text} til projektet."
    assert quotes(told) == [(text, amount, None)]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("henholdsvis 1 mio. og 200.000 kr.", [1_000_000, 200_000]),
        ("1 mio. kr. og 200.000 kr.", [1_000_000, 200_000]),
        ("version 1.2 og 900.000 kr.", [900_000]),
        ("hundrede tusind mennesker", []),
        ("tusinde tak", []),
    ],
)
def test_two_sums_stay_two_and_counts_are_no_sums(text: str, amounts: list[int]) -> None:
    assert [m.amount_dkk for m in find_amounts(text)] == amounts

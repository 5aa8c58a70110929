from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import PeriodMention, find_dates, find_periods


def dates(text: str) -> list[str]:
    return [m.iso for m in find_dates(text)]


def periods(text: str) -> list[tuple[str | None, str | None]]:
    return [(m.from_iso, m.to_iso) for m in find_periods(text)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sidst opdateret: 22. april 2024", "2024-04-22"),
        ("Opdateret 28 MAR 2019", "2019-03-28"),
        ("01/06/2021", "2021-06-01"),
        ("09-11-2017", "2017-11-09"),
        ("d. 7. maj 2019 kl. 12.00", "2019-05-07"),
        ("27.02.2018", "2018-02-27"),
        ("31/08/2022 09:48", "2022-08-31"),
        ("06/3/15", "2015-03-06"),
        ("Oprettet 27.11.17", "2017-11-27"),
        ("1/1-2023", "2023-01-01"),
        ("2025-03-12", "2025-03-12"),
        ("i juni 2020", "2020-06"),
        ("1. kvartal 2026", "2026-Q1"),
        ("uge 12 2025", "2025-W12"),
        ("medio 2021", "2021"),
        ("Frist: 9. juli Projektet starter", "--07-09"),
    ],
)
def test_a_date_is_read_at_its_precision(text: str, iso: str) -> None:
    assert dates(text) == [iso]


@pytest.mark.parametrize(
    "text",
    ["", "31. februar 2020", "33.13.2020", "kl. 10-15.30", "2018 kr.", "1.250.000", "afsnit 1.2", "tlf. 2018 4455"],
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018 - 2020", ("2018", "2020")),
        ("Projektperiode:\n2018–2021", ("2018", "2021")),
        ("2018-21", ("2018", "2021")),
        ("frem til og med 2023", (None, "2023")),
        ("august 2018 til december 2021", ("2018-08", "2021-12")),
        ("fra august til december 2021", ("2021-08", "2021-12")),
        ("1. marts - 31. december 2020", ("2020-03-01", "2020-12-31")),
        ("fra 1. kvartal 2013 til udgangen af 2014", ("2013-01", "2014")),
        ("2. halvår 2019 til 1. halvår 2021", ("2019-07", "2021-06")),
        ("efteråret 2021 og løber frem til slutningen af 2022", ("2021", "2022")),
        ("medio 2021 til primo 2023", ("2021", "2023")),
        ("1/1-2023 - 31/12-2025", ("2023-01-01", "2025-12-31")),
        ("begynder i august 2019 og slutter i juli 2022", ("2019-08", "2022-07")),
        ("i perioden 2014 til og med 2017", ("2014", "2017")),
        ("mellem 2015 og 2018", ("2015", "2018")),
        ("vinteren 2020/2021", ("2020", "2021")),
        ("fra 2020 og frem", ("2020", None)),
        ("Projektet løber frem til foråret 2024.", (None, "2024")),
        ("starter i efteråret og løber frem til slutningen af 2022", (None, "2022")),
    ],
)
def test_a_period_is_read_in_every_spelling(text: str, expected: tuple[str | None, str | None]) -> None:
    assert periods(text) == [expected]


def test_labelled_ends_are_two_open_periods() -> None:
    text = "Projektstart: september 2017 / Projektslut: juni 2020"
    assert find_periods(text) == [PeriodMention(14, 28, "2017-09", None), PeriodMention(44, 53, None, "2020-06")]


@pytest.mark.parametrize("text", ["", "i 2018 og 2019", "2021-2018", "01/06/2021", "mellem 2 og 3 mio. kr."])
def test_what_is_no_period(text: str) -> None:
    assert periods(text) == []


@given(st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2049, 12, 31)))
def test_written_days_round_trip(day: datetime.date) -> None:
    month = "januar februar marts april maj juni juli august september oktober november december".split()[day.month - 1]
    written = [f"{day.day}. {month} {day.year}", f"{day.day:02d}/{day.month:02d}/{day.year}", day.isoformat()]
    assert [dates(text) for text in written] == [[day.isoformat()]] * 3


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("marts '20", "2020-03"),
        ("marts ’20", "2020-03"),
        ("3. marts '20", "2020-03-03"),
        ("1/3-19", "2019-03-01"),
        ("august i 2019", "2019-08"),
        ("august måned 2019", "2019-08"),
    ],
)
def test_years_in_short_or_apart_from_their_month(text: str, iso: str) -> None:
    assert [(text[d.char_start : d.char_end], d.iso) for d in find_dates(text)] == [(text, iso)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("fra 1/3-19 til 1/3-21", ("2019-03-01", "2021-03-01")),
        ("marts '20 – juni '22", ("2020-03", "2022-06")),
        ("fra august i 2019 til juli i 2021", ("2019-08", "2021-07")),
        ("2019/2020/2021", ("2019", "2021")),
        ("Pengene rækker til efteråret 2022", (None, "2022")),
        ("Start: august 2019", ("2019-08", None)),
    ],
)
def test_periods_in_less_usual_spellings(text: str, ends: tuple[str | None, str | None]) -> None:
    assert [(p.from_iso, p.to_iso) for p in find_periods(text)] == [ends]


@pytest.mark.parametrize(
    "text",
    ["ved årsskiftet 2019/2020", "omkring årsskiftet 2019-2020", "Svarene er fra årsskiftet 2019 / 2020."],
)
def test_the_turn_of_a_year_is_no_period(text: str) -> None:
    assert find_periods(text) == []
    assert [(p.from_iso, p.to_iso) for p in find_periods(f"{text} og fra 2021 til 2022")] == [("2021", "2022")]

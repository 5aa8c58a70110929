from __future__ import annotations

import pytest

from ui.formats import (
    format_date,
    format_kroner,
    format_period,
    format_short_kroner,
    host_name,
    mark_spans,
    plain,
    safe_link,
)


@pytest.mark.parametrize(
    ("amount", "danish", "english"),
    [(3157599, "3.157.599 kr.", "DKK 3,157,599"), (0, "0 kr.", "DKK 0"), (999, "999 kr.", "DKK 999"), (None, "", "")],
)
def test_amounts(amount: int | None, danish: str, english: str) -> None:
    assert (format_kroner(amount), format_kroner(amount, "en")) == (danish, english)


@pytest.mark.parametrize(
    ("amount", "danish"), [(50_800_000, "50,8 mio. kr."), (100_000_000, "100 mio. kr."), (420_000, "420.000 kr.")]
)
def test_short_amounts(amount: int, danish: str) -> None:
    assert format_short_kroner(amount) == danish


@pytest.mark.parametrize(
    ("iso", "danish", "english"),
    [
        ("2019-05-03", "3. maj 2019", "3 May 2019"),
        ("2019-05-03T12:00:00Z", "3. maj 2019", "3 May 2019"),
        ("2018-09", "september 2018", "September 2018"),
        ("2020", "2020", "2020"),
        ("2020-13", "2020", "2020"),
        (None, "", ""),
        ("snart", "snart", "snart"),
    ],
)
def test_dates_keep_their_precision(iso: str | None, danish: str, english: str) -> None:
    assert (format_date(iso), format_date(iso, "en")) == (danish, english)


def test_an_open_period_shows_its_open_end() -> None:
    assert format_period("2018-09", None) == "fra september 2018"
    assert format_period(None, None) == ""


def test_marks_stand_around_the_words_and_all_else_is_escaped() -> None:
    text = 'a <b> & "æøå" c'
    assert mark_spans(text, [(2, 5)]) == "a <mark>&lt;b&gt;</mark> &amp; &#34;æøå&#34; c"
    assert mark_spans(text, []) == "a &lt;b&gt; &amp; &#34;æøå&#34; c"


def test_spans_that_do_not_fit_are_left_out() -> None:
    assert mark_spans("abc", [(0, 2), (1, 3), (2, 9), (3, 3)]) == "<mark>ab</mark>c"


def test_plain_drops_what_could_mislead_and_cuts_at_a_word() -> None:
    assert plain("a\u202eb\x00c\u2066d") == "abcd"
    assert plain("tolv små æbler", 10) == "tolv små …"
    assert plain("tolv", 10) == "tolv"
    assert plain("x" * 20, 10) == "x" * 10 + " …"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//host/x", "", None, "http://[::1"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url) == ""


def test_hosts_are_shown_as_readers_know_them() -> None:
    assert safe_link("https://www.kl.dk/a?b=1") == "https://www.kl.dk/a?b=1"
    assert host_name("https://www.kl.dk/a") == "kl.dk"
    assert host_name(None) == ""

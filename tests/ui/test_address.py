from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.address import FACETS, MODES, SORTS, Address, read_address

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
addresses = st.builds(
    Address,
    query=st.one_of(st.just(""), texts),
    filters=st.dictionaries(
        st.sampled_from(list(FACETS)), st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple)
    ),
    mode=st.sampled_from(MODES),
    sort=st.sampled_from(list(SORTS)),
    page_no=st.integers(1, 20),
    version=st.one_of(st.none(), st.integers(1, 999)),
    language=st.sampled_from(["da", "en"]),
    ignored=st.lists(texts, max_size=2, unique=True).map(tuple),
)


@given(addresses)
def test_an_address_reads_back_as_itself(address: Address) -> None:
    assert read_address(urlencode(address.parameters())) == address


def test_the_plain_address_has_no_parameters() -> None:
    assert Address().link() == "/"
    assert Address(query="demens").link() == "/?q=demens"


@pytest.mark.parametrize(
    "query", ["side=0", "side=abc", "side=٣", "version=-1", "sort=x", "tilstand=", "lang=fr", "%FF=%"]
)
def test_what_is_mistyped_falls_back(query: str) -> None:
    address = read_address(query)
    assert (address.mode, address.sort, address.language, address.version) == ("hybrid", "relevans", "da", None)
    assert 1 <= address.page_no <= 20


def test_choosing_a_value_goes_to_the_first_page_and_letting_go_undoes_it() -> None:
    start = Address(query="demens", page_no=3)
    chosen = start.with_value("municipality", "0561")
    assert chosen == Address(query="demens", filters={"municipality": ("0561",)})
    assert chosen.with_value("municipality", "0561") == chosen
    assert chosen.without_value("municipality", "0561") == Address(query="demens")
    assert chosen.link() == "/?q=demens&kommune=0561"


@pytest.mark.parametrize("name", FACETS)
def test_a_chooser_makes_the_same_links_one_by_one(name: str) -> None:
    asked = Address(query="æ & ø", filters={"theme": ("demens",), "year": ("2018", "2019")}, sort="nyeste", page_no=3)
    for address in (Address(), asked, Address(filters={"n_municipalities": (">1",)}, language="en", version=4)):
        choose = address.chooser(name, "/udforsk")
        for value in ("demens", "2018", "A/S & søn +", "\x00", "=1"):
            assert choose(value) == address.with_value(name, value).link("/udforsk")


def test_best_first_undoes_an_order_that_the_question_asks_for() -> None:
    address = read_address("q=de+dyreste+projekter&sort=bedste")
    assert (address.sort, address.ignored) == ("relevans", ("sort",))
    assert read_address("q=de+dyreste+projekter&sort=relevans").ignored == ()

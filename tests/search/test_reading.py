"""What is read out of plain words: places, quantities, language, cues."""

from __future__ import annotations

import pytest

from corpus.errors import QueryError
from search.engine import Searcher, SearchRequest
from search.filters import resolve_filter
from search.language import Language, detect_language
from search.places_in_queries import find_places
from search.quantities import find_quantities
from search.tokens import tokenise
from tests.search.toy import toy_record, toy_searcher


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("projekter i Region Nordjylland", [("Region Nordjylland", True)]),
        ("rygestop Syddanmark 2020", [("Region Syddanmark", False)]),
        ("hvad har Herning Kommune fået støtte til?", [("Herning", True)]),
        ("Københavns Kommunes indsats", [("København", True)]),
        ("faaborg midtfyn demens", [("Faaborg-Midtfyn", False)]),
        ("århus", [("Aarhus", False)]),
        ("vejen til et bedre liv", []),
        ("rygestop Vejen", [("Vejen", False)]),
        ("vejen kommune", [("Vejen", True)]),
        ("genoptræning efter hoftebrud", []),
    ],
)
def test_places(query: str, expected: list[tuple[str, bool]]) -> None:
    assert [(place.name, place.is_stated) for place in find_places(tokenise(query))] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bevillinger over 100 mio. kr.", [("amount", ">=100000000", True)]),
        ("mellem 1 og 5 mio. kr.", [("amount", "1000000..5000000", True)]),
        ("mellem 5 mio. kr. og 1 mio. kr.", [("amount", "1000000..5000000", True)]),
        ("under 500.000 kr.", [("amount", "<=500000", True)]),
        ("demens 2018-2021", [("year", "2018..2021", True)]),
        ("fra 2015 til 2018", [("year", "2015..2018", True)]),
        ("efter 2018", [("year", ">=2019", True)]),
        ("demens fra 2018 og frem", [("year", ">=2018", True)]),
        ("2016 eller senere", [("year", ">=2016", True)]),
        ("2014 eller tidligere", [("year", "<=2014", True)]),
        ("før 2010", [("year", "<=2009", True)]),
        ("rygestop 2020", [("year", "2020", False)]),
        ("projekter i 2020", [("year", "2020", True)]),
        ("mindst fire kommuner", [("n_municipalities", ">=4", True)]),
        ("flere end 10 kommuner", [("n_municipalities", ">=11", True)]),
        ("færre end tre kommuner", [("n_municipalities", "1..2", True)]),
        ("kun én kommune", [("n_municipalities", "1", True)]),
        ("type 2-diabetes hos 1000 borgere", []),
    ],
)
def test_quantities(query: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(q.field, q.span.text, q.is_stated) for q in find_quantities(query)] == expected


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("smoking cessation mental illness", Language.ENGLISH),
        ("end of life care at home", Language.ENGLISH),
        ("loneliness", Language.ENGLISH),
        ("aflastning af pårørende", Language.DANISH),
        ("telemedicin KOL", Language.DANISH),
        ("rehabilitering", Language.DANISH),
        ("äldre i hemtjänst", Language.SWEDISH),
        ("eldre hjemmetjenesten", Language.NORWEGIAN),
        ("", Language.DANISH),
        ("2018", Language.DANISH),
    ],
)
def test_language(query: str, language: Language) -> None:
    assert detect_language(query.split()) is language


def chips(searcher: Searcher, query: str, **options: object) -> dict[str, str]:
    response = searcher.search(SearchRequest(query=query, **options)).json()  # type: ignore[arg-type]  # test options
    for chip in response["understood"]:
        assert 0 <= chip["char_start"] < chip["char_end"] <= len(response["query"])
    return {chip["id"]: chip["strength"] for chip in response["understood"]}


@pytest.mark.parametrize(
    ("query", "codes", "strength"),
    [
        ("projekter på Fyn", {"0461", "0482", "0492"}, "hard"),
        ("sydfynske projekter om mad", {"0482", "0492"}, "soft"),
        ("demens i Vestjylland og Vejle", {"0657", "0630"}, "hard"),
        ("som vores rygestop i Vejle Kommune", {"0630"}, "soft"),
    ],
)
def test_parts_of_the_country_and_places_of_one_s_own(
    query: str, codes: set[str], strength: str, searcher: Searcher
) -> None:
    chips = searcher.search(SearchRequest(query=query)).understood
    (place,) = [chip for chip in chips if chip["field"] == "municipality"]
    assert codes <= set(place["value"].split("|"))
    assert place["strength"] == strength


def test_a_year_after_fra_is_that_year(searcher: Searcher) -> None:
    assert [q.span.text for q in find_quantities("projekter fra 2019")] == ["2019"]
    assert [q.span.text for q in find_quantities("siden 2019")] == [">=2019"]


def test_a_place_is_no_funder_unless_giving_is_spoken_of() -> None:
    body = toy_record(
        "a", "Mad i Odense", texts=["Ældre spiser sammen."], places=["Odense"], funders=["Odense Kommune"]
    )
    searcher = toy_searcher([body, toy_record("b", "Demens", texts=["Dagtilbud ved demens."], places=["Vejle"])])
    fields = [chip["field"] for chip in searcher.search(SearchRequest(query="demens i Odense Kommune")).understood]
    assert "municipality" in fields
    assert "funder" not in fields
    asked = searcher.search(SearchRequest(query="projekter støttet af Odense Kommune")).understood
    assert "funder" in [chip["field"] for chip in asked]


def test_conditions_are_read_as_chips_and_can_be_taken_away(searcher: Searcher) -> None:
    found = chips(searcher, "demens i Vejle Kommune der stadig kører")
    assert found["municipality:0630"] == "hard"
    assert found["status:running"] == "hard"
    assert found["theme:demens"] == "soft"
    assert "municipality:0630" not in chips(searcher, "demens i Vejle Kommune", ignore=["municipality:0630"])


def test_amount_known_and_pool_names_are_read(searcher: Searcher) -> None:
    assert chips(searcher, "projekter om demens med beløb")["amount:known"] == "hard"
    assert "pool:demenspuljen" in chips(searcher, "Demenspuljen projekter")


def test_a_draft_states_no_hard_condition_on_places(searcher: Searcher) -> None:
    draft = "Vi arbejder i Vejle Kommune med aflastning. " * 8
    assert chips(searcher, draft)["municipality:0630"] == "soft"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("psykiatri 2015-17", [("year", "2015..2017", True)]),
        ("demens 2018/2019", [("year", "2018..2019", True)]),
        ("september 2018-09", []),  # a month
        ("mellem to og fire millioner", [("amount", "2000000..4000000", True)]),
        ("mellem 2 og 4 million", [("amount", "2000000..4000000", True)]),
        ("2 mio. kr. eller mere", [("amount", ">=2000000", True)]),
        ("1,2 mio. og derunder", [("amount", "<=1200000", True)]),
        ("dyrere end 30 mio. kr.", [("amount", ">=30000000", True)]),
        ("over 500.000 til demens", [("amount", ">=500000", True)]),
        ("over 500.000 borgere", []),
        ("de sidste fem år", [("year", ">=2021", True)]),
        ("last 3 years", [("year", ">=2023", True)]),
        ("de sidste år", []),
    ],
)
def test_further_quantities(query: str, expected: list[tuple[str, str, bool]]) -> None:
    found = find_quantities(query, this_year=2026)
    assert [(q.field, q.span.text, q.is_stated) for q in found] == expected


def test_years_count_back_from_the_snapshot_and_not_from_today(searcher: Searcher) -> None:
    # the toy snapshot says that it was built in 2026
    chips = searcher.search(SearchRequest(query="demens de sidste otte år")).understood
    assert "År: fra 2018" in [chip["label"] for chip in chips]


def test_a_funder_is_known_by_its_short_name(searcher: Searcher) -> None:
    def funders(query: str) -> list[str]:
        chips = searcher.search(SearchRequest(query=query)).understood
        return [chip["value"] for chip in chips if chip["field"] == "funder"]

    assert funders("SST rygestop") == ["Sundhedsstyrelsen"]
    assert funders("Danish Health Authority dementia grants") == ["Sundhedsstyrelsen"]
    assert funders("styrelsen for rygestop") == []


@pytest.mark.parametrize(
    ("span", "label"),
    [
        ("amount:>1mio", "Beløb over 1 mio. kr."),
        ("amount:<2mio", "Beløb under 2 mio. kr."),
        ("amount:1mio..2,5mio", "Beløb 1 mio.-2,5 mio. kr."),
        ("amount:1234567", "Beløb 1.234.567 kr."),
        ("year:>2018", "År fra 2019"),
    ],
)
def test_a_range_is_told_as_it_was_meant(searcher: Searcher, span: str, label: str) -> None:
    name, _, value = span.partition(":")
    assert resolve_filter(name, value, searcher.columns).label == label


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status:igangværende", "status:running"),
        ("type:pulje", "record_type:pool"),
        ("tema:demens,rygestop", "theme:demens|rygestop"),
        ("giver:SST", "funder:Sundhedsstyrelsen"),
        ("kommune:Vejle|Odense", "municipality:0630|0461"),
    ],
)
def test_a_field_takes_the_words_that_people_use_for_its_values(searcher: Searcher, query: str, expected: str) -> None:
    assert [chip["id"] for chip in searcher.search(SearchRequest(query=query)).understood] == [expected]


def test_a_pool_and_a_target_group_are_found_by_words_of_their_names() -> None:
    searcher = toy_searcher(
        [
            toy_record("a", "A", texts=["Om demens."], pool="Styrket rygestop (Rygestoppuljen)", pool_id="p"),
            toy_record("b", "B", texts=["Om unge."], target_group="unge med kronisk sygdom"),
            toy_record("c", "C", texts=["Om unge."], target_group="børn og unge"),
            toy_record("d", "D", texts=["Om ældre."], target_group="ældre"),
        ]
    )

    def ids(query: str) -> list[str]:
        return sorted(r.record_id for r in searcher.search(SearchRequest(query=query)).results)

    assert ids("pulje:Rygestoppuljen") == ids("pulje:rygestop") == ["a"]
    assert ids("målgruppe:unge") == ["b", "c"]
    assert ids("-målgruppe:unge") == ["a", "d"]
    with pytest.raises(QueryError, match=r"at character 7\. Near: Styrket rygestop \(Rygestoppuljen\)"):
        ids("pulje:rygestoppulje2")


def test_a_condition_in_field_syntax_can_be_taken_away(searcher: Searcher) -> None:
    request = SearchRequest(query="demens kommune:Vejle", ignore=("municipality:0630",))
    answer = searcher.search(request)
    assert all(chip["field"] != "municipality" for chip in answer.understood)
    assert {"demens-vejle", "demens-odense"} <= {r.record_id for r in answer.results}


@pytest.mark.parametrize(
    ("query", "chip", "strength"),
    [
        ("projekter uden kommune", "municipality:unknown", "hard"),
        ("demens uden oplyst år", "year:unknown", "hard"),
        ("kun puljer om demens", "record_type:pool", "hard"),
        ("puljer om demens", "record_type:pool", "soft"),
        ("rygestop i storbyer", "municipality_type:storbykommune", "soft"),
    ],
)
def test_cues_state_conditions(searcher: Searcher, query: str, chip: str, strength: str) -> None:
    chips = {c["id"]: c["strength"] for c in searcher.search(SearchRequest(query=query)).understood}
    assert chips.get(chip) == strength


@pytest.mark.parametrize("query", ["rygestop i kommuner som Vejle", "kommuner der ligner Vejle med rygestop"])
def test_municipalities_like_one_are_asked_for_in_words(searcher: Searcher, query: str) -> None:
    chips = searcher.search(SearchRequest(query=query)).understood
    alike = resolve_filter("similar_to", "Vejle", searcher.columns)
    assert alike.chip_id in [chip["id"] for chip in chips]
    assert all(chip["id"] != "municipality:0630" for chip in chips)


def test_a_municipality_in_a_list_is_meant_itself(searcher: Searcher) -> None:
    chips = searcher.search(SearchRequest(query="rygestop i Odense som i Vejle Kommune")).understood
    assert [chip["value"] for chip in chips if chip["field"] == "municipality"] == ["0461|0630"]


def test_a_query_without_words_is_told_to_be_one(searcher: Searcher) -> None:
    assert searcher.search(SearchRequest(query="%%%")).notices == ("Søgningen har ingen ord; her er hele samlingen.",)
    assert searcher.search(SearchRequest(query="")).notices == ()
    assert searcher.search(SearchRequest(query="tema:demens")).notices == ()


def test_a_section_of_a_law_that_no_record_has_is_told(searcher: Searcher) -> None:
    assert "Ingen post indeholder ”§ 108”." in searcher.search(SearchRequest(query="botilbud efter § 108")).notices


def test_a_draft_asks_for_little_by_words_that_are_a_condition_in_a_question(searcher: Searcher) -> None:
    asked = "der er evalueret og stadig kører"
    assert chips(searcher, f"demens {asked}") | {"status:running": "hard"} == chips(searcher, f"demens {asked}")
    told = searcher.find(SearchRequest(query=f"Vi vil aflaste pårørende til demente i hjemmet. {asked} " * 4)).query
    weights = {c.chip_id: (c.strength.value, c.weight) for c in told.constraints}
    assert weights["status:running"] == ("soft", 0.2)
    assert weights["has_results:yes"][1] < 0.2


@pytest.mark.parametrize(
    ("query", "chip"),
    [
        ("medication projects in the Capital Region", "region:1084"),
        ("dementia in Southern Denmark", "region:1083"),
        ("projects on Funen", "municipality:0410|0420|0430|0440|0450|0461|0479|0480|0482|0492"),
        ("projects in Vejle", "municipality:0630"),
    ],
)
def test_places_are_read_by_their_english_names(searcher: Searcher, query: str, chip: str) -> None:
    assert chips(searcher, query)[chip] == "hard"


def test_an_english_question_of_conditions_alone_asks_for_all_that_satisfy_them(searcher: Searcher) -> None:
    for query in ("which projects are there in Vejle", "projects in the municipality of Vejle", "projekter i Vejle"):
        found = searcher.find(SearchRequest(query=query))
        assert found.query.is_listing, query
        assert not found.is_far
    assert not searcher.find(SearchRequest(query="which dementia projects are there in Vejle")).query.is_listing


def test_a_name_of_a_part_of_the_country_is_no_slip(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="rygestop i ø-kommuner"))
    assert answer.did_you_mean is None
    assert any(chip["id"].startswith("municipality:0400|0482") for chip in answer.understood)


@pytest.mark.parametrize(
    ("words", "chip"),
    [
        ("hvor der ikke var nogen effekt", "outcome:no_change"),
        ("kørende projekter", "status:running"),
        ("projekter i gang", "status:running"),
        ("evalueret af en kommune", "has_results:yes"),
        ("dårlige resultater", "outcome:worse"),
        ("i 2010'erne", "year:2010..2019"),
        ("fra 00’erne", "year:2000..2009"),
        ("from the 1990s", "year:1990..1999"),
        ("og rygestoppuljer", "record_type:pool"),
    ],
)
def test_conditions_are_read_in_other_words(searcher: Searcher, words: str, chip: str) -> None:
    assert chip in chips(searcher, f"demens {words}")


def test_what_only_sounds_like_a_condition_is_none(searcher: Searcher) -> None:
    assert "status:running" not in chips(searcher, "hvem kører de ældre til dagcenter")
    assert not any(chip.startswith("year") for chip in chips(searcher, "ældre i 80'erne med demens"))
    assert "record_type:pool" not in chips(searcher, "Rygestoppuljen")

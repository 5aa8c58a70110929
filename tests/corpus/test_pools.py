from __future__ import annotations

import unicodedata

import pytest

from corpus.pools import PoolName, PoolRound, name_variants, pool_key, pool_names, pool_round, resolve_pool

CALLED = "Styrket sammenhæng for de svageste ældre"


@pytest.mark.parametrize(
    "variant",
    [
        CALLED,
        CALLED.upper(),
        f"”{CALLED}”",
        f'"{CALLED}"',
        f"'{CALLED}'",
        f"Puljen {CALLED}",
        f"Pulje til {CALLED}",
        f"{CALLED} - genopslag",
        f"{CALLED} (2. udmøntning)",
        f"{CALLED} 2018-2021",
        f"{CALLED} 2018–2021",
        f"{CALLED}, 1. runde",
        "Styrket  sammenhæng for\u00a0de svageste ældre",
        unicodedata.normalize("NFD", CALLED),
        "Styrket sammenhaeng for de svageste aeldre",
    ],
)
def test_spellings_of_one_name_are_one(variant: str) -> None:
    assert pool_key(variant) == pool_key(CALLED)
    assert resolve_pool(variant, None, [PoolName("p", (CALLED,))]) == "p"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Puljen - genopslag", PoolRound(2)),
        ("2. udmøntning", PoolRound(2)),
        ("Praksisnært kompetenceløft, 1. uddeling (initiativ 22)", PoolRound(1, "22")),
        ("Demenshandlingsplan, initiativ nr. 12", PoolRound(None, "12")),
        ("første runde", PoolRound(1)),
        ("anden udmøntning", PoolRound(2)),
        ("Runde 3", PoolRound(3)),
        ("Styrket indsats 2018", PoolRound()),
        ("Rehabilitering 2.0", PoolRound()),
        ("", PoolRound()),
    ],
)
def test_rounds_are_read_apart(name: str, expected: PoolRound) -> None:
    assert pool_round(name) == expected


def test_a_name_of_two_rounds_is_of_neither() -> None:
    assert pool_round("Ro om natten - 1. og 2. udmøntning") == PoolRound()
    assert pool_key("Ro om natten - 1. og 2. udmøntning") == pool_key("Ro om natten, 1. udmøntning")


def test_a_nickname_in_parentheses_is_a_name() -> None:
    name = "Styrket rygestoptilbud til særlige grupper (Rygestoppuljen)"
    assert pool_names(name) == (name, "Rygestoppuljen")
    assert pool_names("I sikre hænder (satspulje 2016-2019)") == ("I sikre hænder (satspulje 2016-2019)",)
    assert pool_names("Demens (initiativ 12)") == ("Demens (initiativ 12)",)
    pools = [PoolName("rygestop", (name,))]
    assert resolve_pool("Rygestoppuljen", 2020, pools) == "rygestop"
    assert resolve_pool("rygestoppuljen", None, pools) == "rygestop"
    assert resolve_pool("Køkkenpuljen", None, pools) is None


def test_one_initiative_is_not_another() -> None:
    pools = [
        PoolName("i12", ("Den Nationale Demenshandlingsplan 2025, initiativ 12",)),
        PoolName("i13", ("Den Nationale Demenshandlingsplan 2025, initiativ 13",)),
    ]
    assert resolve_pool("Demenshandlingsplan 2025 initiativ 13", None, pools) is None  # another name
    assert resolve_pool("Den nationale demenshandlingsplan, initiativ 13", None, pools) == "i13"
    assert resolve_pool("Den nationale demenshandlingsplan, initiativ 14", None, pools) is None


def test_of_several_rounds_the_stated_then_the_place_then_the_year_decides() -> None:
    pools = [
        PoolName("r1", (f"{CALLED}, 1. udmøntning",), 2017, frozenset({"0101"})),
        PoolName("r2", (f"{CALLED}, 2. udmøntning",), 2019, frozenset({"0630"})),
    ]
    assert resolve_pool(f"{CALLED} (2. udmøntning)", 2017, pools) == "r2"
    assert resolve_pool(CALLED, 2017, pools, municipalities=["0630"]) == "r2"
    assert resolve_pool(CALLED, 2019, pools) == "r2"
    assert resolve_pool(CALLED, 2017, pools) == "r1"
    assert resolve_pool(CALLED, None, pools) == "r1"
    assert resolve_pool(f"{CALLED}, 3. udmøntning", 2019, pools) is None


def test_a_misprint_is_forgiven_but_a_neighbour_is_not_taken() -> None:
    pools = [
        PoolName("a", ("Videreudvikling og styrkelse af indsatser i kommunerne med fokus på ældre",)),
        PoolName("b", ("Styrket indsats mod ensomhed blandt ældre, der modtager meget hjemmehjælp",)),
    ]
    misprint = "Videreudvikling og styrkelser af indsatser i kommunerne med fokus på ældre"
    assert resolve_pool(misprint, None, pools) == "a"
    assert resolve_pool("Sammenhængende indsatser imod ensomhed og mistrivsel hos ældre", None, pools) is None
    assert resolve_pool("Faste teamer", None, [PoolName("t", ("Faste teams",))]) is None  # too short to guess


def test_one_regions_share_is_no_pool_of_another_regions_projects() -> None:
    from corpus.pools import PoolIndex

    index = PoolIndex([PoolName("midt", ("Styrket indsats ved kronisk sygdom",), regions=frozenset({"1082"}))])
    assert index.resolve("Styrket indsats ved kronisk sygdom", regions=["1084"]) is None
    assert index.resolve("Styrket indsats ved kronisk sygdom", regions=["1082"]) == "midt"
    assert index.resolve("Styrket indsats ved kronisk sygdom") == "midt"


def test_nothing_is_resolved_from_nothing() -> None:
    assert resolve_pool("", None, [PoolName("p", ("",))]) is None
    assert resolve_pool("Puljen", None, []) is None
    assert pool_key("Puljen til") == "puljen til"


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("Støtte efter indlæggelse (Hjem til mig)", "Hjem til mig"),
        ("Styrket rygestop (Rygestoppuljen)", "Rygestoppuljen"),
        ("Tid til ro (Sundhedsstyrelsen)", None),
        ("Tid til ro (initiativ 7)", None),
        ("Tid til ro (satspulje 2016-2019)", None),
    ],
)
def test_what_stands_in_parentheses_may_be_a_nickname(name: str, also: str | None) -> None:
    assert pool_names(name) == ((name,) if also is None else (name, also))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Frisk luft - styrket hjælp til rygestop", "Frisk luft"),
        ("Ro om natten - genopslag", "Ro om natten"),
        ("Kvalitet i kommunerne - KIK", "Kvalitet i kommunerne"),
        ("Styrket sammenhæng: seks projekter", "Styrket sammenhæng"),
        ("Ro om natten", "Ro om natten"),
        ("LKT: tryksår", "LKT: tryksår"),
    ],
)
def test_a_name_goes_without_its_round_and_what_explains_it(name: str, short: str) -> None:
    assert name_variants(name)[-1] == short


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Pulje til genoptræning: På egne ben igen", True),
        ("Puljen om søvn blandt unge – Godnat for alle", True),
        ("Partnerskabet Digital hjælp i stuen", True),
        ("Initiativet Vejen ud igen", True),
        ("Initiativet til fremme af søvn", False),
        ("Pulje til genoptræning: Vejledning til ansøgere", False),
        ("Pulje til genoptræning: Otte projekter i gang", False),
        ("Pulje til genoptræning: Benene", False),
    ],
)
def test_a_name_behind_what_a_pool_is_for_stands_alone(name: str, own: bool) -> None:
    assert (len(name_variants(name)) > 1) is own
    assert not own or name.endswith(name_variants(name)[1])

from __future__ import annotations

import json
import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from corpus.settings import Settings
from tests.ui.test_pages import open_page
from ui.address import Address, read_address
from ui.gaps import by_direction, by_group
from ui.landscape import landscape, record_vectors, regions
from ui.layout import project, project_apart
from ui.service import Service
from ui.target_groups import groups_of
from ui.texts import load_texts


@pytest.fixture(scope="module")
def service(small_data: Settings) -> Service:
    return Service(small_data)


def clustered(n_clusters: int, each: int) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around some directions, and which direction each is around."""
    random = np.random.default_rng(1)
    centres = random.normal(size=(n_clusters, 64))
    labels = np.repeat(np.arange(n_clusters), each)
    vectors = centres[labels] + 0.25 * random.normal(size=(len(labels), 64))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), labels


def same_neighbour_share(places: np.ndarray, labels: np.ndarray) -> float:
    gaps = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    return float((labels[gaps.argmin(axis=1)] == labels).mean())


def test_what_is_alike_lies_close_and_twice_in_the_same_place() -> None:
    vectors, labels = clustered(6, 20)
    places = project(vectors)
    assert places.shape == (120, 2)
    assert places.min() == 0
    assert places.max() == 1
    assert same_neighbour_share(places, labels) > 0.95
    assert np.array_equal(places, project_apart(vectors))


def test_records_beyond_those_laid_out_stand_among_their_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.layout.MOST_LAID_OUT", 60)
    vectors, labels = clustered(5, 40)
    assert same_neighbour_share(project(vectors), labels) > 0.95


@pytest.mark.parametrize("n", [0, 1, 3, 6])
def test_a_small_corpus_has_places_too(n: int) -> None:
    assert project(clustered(1, n)[0] if n else np.zeros((0, 4), dtype=np.float32)).shape == (n, 2)


def test_the_landscape_is_kept_for_the_next_time(service: Service, tmp_path: Path) -> None:
    snapshot = service.searcher().snapshot
    places = landscape(snapshot, tmp_path)
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    assert np.array_equal(landscape(snapshot, tmp_path), places)
    assert kept.stat().st_mtime_ns == written
    kept.write_text("[[0", "utf-8")
    assert np.array_equal(landscape(snapshot, tmp_path), places)


def test_who_was_there_stays_in_place_and_who_is_new_stands_among_its_like(service: Service, tmp_path: Path) -> None:
    snapshot = service.searcher().snapshot
    ids = list(snapshot.records.ids)
    places = [[0.9, 0.1] if n % 2 else [0.2, 0.7] for n in range(len(ids) - 1)]
    older = tmp_path / "000000-older.2.json"
    older.write_text(json.dumps({"ids": ids[1:], "places": places, "n_added": 0}), "utf-8")
    grown = landscape(snapshot, tmp_path)
    assert grown[1:].tolist() == places
    vectors = record_vectors(snapshot)
    nearest = sorted(range(1, len(ids)), key=lambda n: -float(vectors[n] @ vectors[0]))[:3]
    assert grown[0] == pytest.approx(np.mean([places[n - 1] for n in nearest], axis=0), abs=1e-4)
    older.write_text(json.dumps({"ids": ids[1:], "places": places, "n_added": len(ids)}), "utf-8")
    for path in set(tmp_path.iterdir()) - {older}:
        path.unlink()
    assert landscape(snapshot, tmp_path)[1:].tolist() != places  # too many came in since all were laid out


def test_a_theme_of_thousands_of_records_is_placed_in_little_memory() -> None:
    spread = np.random.default_rng(0).random((6000, 2)) * 0.8
    places = np.vstack([spread, np.full((6000, 2), 0.9) + spread / 100])
    tracemalloc.start()
    try:
        [(_, x, y)] = regions(places, [["a"]] * len(places))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert min(x, y) > 0.89
    assert most < 100 * 1024**2  # each set against each would be 2 GB


def test_names_of_regions_do_not_lie_over_one_another() -> None:
    places = np.array([[0.1, 0.1]] * 4 + [[0.12, 0.11]] * 4 + [[0.9, 0.9]] * 4)
    named = regions(places, [["a"]] * 4 + [["b"]] * 4 + [["c"]] * 4)
    assert [name for name, _, _ in named] == ["a", "c"]


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("ældre borgere med demens og deres pårørende", ("aeldre", "demens", "paaroerende")),
        ("unge i psykisk mistrivsel", ("psykisk", "boern")),
        ("borgere med KOL", ("kronisk",)),
        ("virksomheder", ("oevrige",)),
        (None, ("ikke_oplyst",)),
    ],
)
def test_broad_groups_follow_the_sources_words(words: str | None, groups: tuple[str, ...]) -> None:
    assert groups_of({"target_group": words}) == groups


def test_each_cell_of_the_gap_maps_counts_what_it_leads_to(service: Service) -> None:
    texts = load_texts("da")
    records = list(service.matching(Address()))
    for row in by_direction(Address(), records)["rows"]:
        for cell in row["cells"]:
            found = list(service.matching(read_address(cell["link"].partition("?")[2])))
            assert len(found) == cell["n"], cell
    n_full = 0
    for row in by_group(texts, Address(), records)["rows"]:
        for cell in row["cells"]:
            if cell["n"]:
                found = list(service.matching(read_address(cell["link"].partition("?")[2])))
                assert len(found) == cell["n"], cell
                n_full += 1
            elif cell["group"] not in ("oevrige", "ikke_oplyst"):
                assert texts(f"group.{cell['group']}") in read_address(cell["link"].partition("?")[2]).query
    assert n_full > 5


def test_the_gaps_of_one_group_hold_that_group_alone(service: Service) -> None:
    records = list(service.matching(Address()))
    of_group = [record for record in records if "demens" in groups_of(record)]
    shown = by_direction(Address(), records, "demens")
    for row in shown["rows"]:
        assert sum(cell["n"] for cell in row["cells"]) == sum(row["theme"] in record["themes"] for record in of_group)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_figures_follow_the_filters_and_have_tables(client: TestClient, language: str) -> None:
    path = f"/udforsk?tema=demens&lang={language}"
    page = open_page(client, path)
    texts = load_texts(language)
    whole = client.get("/udforsk").text
    some = client.get(path).text
    assert whole.count('class="dot dot-') > some.count('class="dot dot-') > 5
    assert re.search(r'<g class="dots-faint"[^>]*><circle', some)
    titles = [texts(f"explore.{name}") for name in ("map", "meaning", "timeline", "money", "money_pool")]
    for title in titles:
        assert f"{texts('explore.table')}: {title}" in page.text
    assert texts.label("theme", "demens") in page.text

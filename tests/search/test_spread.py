from __future__ import annotations

import numpy as np
import pytest

from search.engine import SearchRequest
from search.spread import spread_penalties
from tests.search.toy import toy_record, toy_searcher

KIND = {"pool": "Mad", "pool_id": "mad", "themes": ["ernæring"], "target_group": "ældre"}


def test_the_fourth_of_a_kind_and_later_ones_lose_a_growing_share() -> None:
    bodies = [toy_record(f"a{i}", "Måltider", **KIND) for i in range(5)]
    columns = toy_searcher([*bodies, toy_record("z", "Måltider", themes=["ernæring"])]).columns
    scores = np.array([1.0, 0.9, 0.9, 0.8, 0.5, 0.4], dtype=np.float32)
    found = spread_penalties(np.array([0, 1, 2, 3, 4, 5]), scores, columns)
    assert found.tolist() == pytest.approx([0, 0, 0, 0.02 * 0.8, 0.04 * 0.5, 0])


def test_records_of_no_known_pool_are_never_of_a_kind() -> None:
    columns = toy_searcher([toy_record(f"a{i}", "Måltider", themes=["ernæring"]) for i in range(6)]).columns
    assert not spread_penalties(np.arange(6), np.ones(6, dtype=np.float32), columns).any()


def test_a_query_that_names_the_pool_gets_all_its_records_as_they_score() -> None:
    bodies = [toy_record(f"a{i}", "Måltider hjemme", texts=["Måltider til ældre."], **KIND) for i in range(6)]
    pool = toy_record("mad", "Madpuljen", record_type="pool", themes=["ernæring"])
    searcher = toy_searcher([*bodies, pool])
    assert searcher.find(SearchRequest(query="måltider til ældre hjemme")).ranking.penalties.any()
    assert not searcher.find(SearchRequest(query="måltider hjemme Madpuljen")).ranking.penalties.any()
    assert not searcher.find(SearchRequest(query="måltider til ældre hjemme", diversify=False)).ranking.penalties.any()

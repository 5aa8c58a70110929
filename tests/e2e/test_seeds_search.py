"""Real pages, ingested and searched as a newcomer would; left out, with a word, where they are not beside the clone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.settings import load_settings
from search.engine import Searcher, SearchRequest
from ui.tasks import ingest_and_index

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/seeds is not beside the repository")
def test_pools_are_found_before_the_thin_records_of_their_projects(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    ingest_and_index(settings, [str(FOLDER)])
    answer = Searcher.open(settings).search(SearchRequest(query="forebyggelse af genindlæggelser")).json()
    first = answer["results"][:2]
    assert [result["record_type"] for result in first] == ["pool", "pool"]
    assert [result["record"]["funders"] for result in first] == [["Sundhedsstyrelsen"], ["KL og Sundhedskartellet"]]
    assert all(passage["text"] and passage["url"] for result in first for passage in result["passages"])

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ActError
from corpus.settings import Settings
from tests.ui.corpus import publish_one_more
from ui.tasks import index_status, publish_and_index


def test_a_publish_that_was_killed_before_its_index_is_taken_up_by_the_next(
    small_data: Settings, tmp_path: Path
) -> None:
    settings = replace(small_data, data=tmp_path / "data")
    shutil.copytree(small_data.data, settings.data, symlinks=True)
    with pytest.raises(ActError, match="nothing is approved"):
        publish_and_index(settings, who="tests")
    publish_one_more(settings, "p-nyt", "Gåture ved fjorden")
    assert not index_status(settings)["is_current"]
    assert publish_and_index(settings, who="tests").version == 2
    assert index_status(settings)["is_current"]
    with pytest.raises(ActError, match="nothing is approved"):
        publish_and_index(settings, who="tests")

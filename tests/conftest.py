from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of converted encoders for the whole run: converting takes seconds and hundreds of megabytes.

    Data folders lead to it by a link, so that who copies one copies no encoder.
    """
    folder = tmp_path_factory.mktemp("encoders") / "models"
    folder.mkdir()
    return folder

"""What benchmarks keep from run to run, under `build/bench`: the converted encoder, and the starter corpus indexed."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.settings import Settings
from ui.tasks import ensure_ready

KEPT = Path(__file__).parents[2] / "build" / "bench"


def with_encoder(data: Path) -> Path:
    """Give a data folder that shares the converted encoder, which takes half a minute and 0.9 GB."""
    models = KEPT / "models"
    models.mkdir(parents=True, exist_ok=True)
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models)
    return data


def as_installed() -> dict[str, str]:
    """Give the environment of a command whose modules stay compiled, as they do for whoever uses it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def starter() -> Settings:
    """Give a data folder of the starter corpus, its index current; embedding it takes a minute the first time."""
    settings = Settings(data=with_encoder(KEPT / "starter"))
    ensure_ready(settings)
    return settings

"""Whether a disk has room."""

from __future__ import annotations

import shutil
from pathlib import Path

FULL_REMEDY = "Make room on the disk and do the same again; what was there before is still there."

_LEAST_FREE = 1_000_000
"""Bytes, below which something that failed has probably failed for want of room."""


def is_full(folder: Path) -> bool:
    """Say whether the disk of a folder has no room left: SQLite says of that what it says of a broken disk."""
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False

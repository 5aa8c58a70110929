"""Folders that are there whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def ensure_folder(target: Path, write: Callable[[Path], None]) -> Path:
    """Give a folder, written on the first call.

    It appears by one rename when it is whole, so that a killed process leaves nothing that could be taken for it. Of
    several processes at once the first one's folder stays.

    Args:
        target: the folder.
        write: writes the content into an empty folder.
    """
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".converting-", dir=target.parent))
    try:
        write(work)
        work.chmod(0o755)
        work.replace(target)
    except OSError:
        if not target.is_dir():  # else another process was first, and its folder is as good
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target

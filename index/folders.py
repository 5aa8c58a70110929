"""Folders that are there whole or not at all, and those that nobody needs any more."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_ABANDONED_S = 86_400  # age of a half-written folder that nobody is at any more: one is written in seconds


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


def outdated_folders(target: Path) -> Iterator[Path]:
    """Give the folders of older formats beside a folder NAME-CHECKSUM-FORMAT, and half-written ones left behind."""
    name, form = re.fullmatch(r"(.+)-[0-9a-f]+-(\d+)", target.name).groups()  # type: ignore[union-attr]  # as called
    for path in sorted(target.parent.iterdir() if target.parent.is_dir() else []):
        found = re.fullmatch(rf"{re.escape(name)}-[0-9a-f]+-(\d+)", path.name)
        if found and int(found[1]) < int(form):
            yield path
        elif path.name.startswith(".converting-") and time.time() - path.stat().st_mtime > _ABANDONED_S:
            yield path

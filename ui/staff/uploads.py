"""Uploads: a file is looked at first, and taken in when somebody says so.

What is looked at lies in `uploads/` of the data folder until it is taken in, dropped, or an hour old. A file that the
guard holds back is removed before the request that brought it is answered: of it, nothing is kept.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile

from corpus.errors import NotFoundError, QueryError
from ingest.preview import Preview, preview_file
from ui.said import said
from ui.staff.desk import PATH, Asked, Desk, Done, words
from ui.staff.queue import show_change

SUFFIXES = (".pdf", ".docx", ".html", ".htm")
_KEEP_S = 3600.0
_MOST_LOOKED_AT = 20
_TOKEN = re.compile(r"[0-9a-f]{24}")
_FOLDER = "upload"  # stands in the document's address, so that a file sent again is a new version of the same
_UNSAFE = re.compile(r"[^\w .,()&+-]")


@dataclass(frozen=True, slots=True)
class _LookedAt:
    """A file that was looked at, and what that gave."""

    name: str
    found: Preview


def register(desk: Desk) -> None:
    """Add the pages and acts."""
    folder = desk.settings.data / "uploads"

    looked_at: OrderedDict[str, _LookedAt] = OrderedDict()
    _forget(folder)

    @desk.page("/upload", "staff/upload.html", "upload")
    def form_page(asked: Asked) -> Mapping[str, Any]:
        _forget(folder)
        return {"suffixes": ",".join(SUFFIXES)}

    @desk.act("/upload/se", max_files=1)
    def look(asked: Asked, form: FormData) -> Done:
        sent = form.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise QueryError("no file was sent.", remedy="Choose one.")
        name = safe_name(sent.filename)
        if not name.lower().endswith(SUFFIXES):
            raise QueryError(f"{name!r} is no PDF, Word or HTML file.", remedy="Choose another.")
        _forget(folder)
        token = secrets.token_hex(12)
        place = folder / token / _FOLDER
        place.mkdir(parents=True, mode=0o700)
        try:
            with (place / name).open("wb") as file:
                shutil.copyfileobj(sent.file, file)
            found = preview_file(place / name, desk.settings)
        except BaseException:
            shutil.rmtree(folder / token)
            raise
        if found.n_findings:
            shutil.rmtree(folder / token)
        looked_at[token] = _LookedAt(name, found)
        while len(looked_at) > _MOST_LOOKED_AT:
            looked_at.popitem(last=False)
        return Done("", f"{PATH}/upload/{token}")

    @desk.page("/upload/{token}", "staff/uploaded.html", "upload")
    def check(asked: Asked) -> Mapping[str, Any]:
        token = asked.request.path_params["token"]
        seen = looked_at.get(token)
        if seen is None:  # the server has started anew since
            path = _file(folder, token)
            seen = _LookedAt(path.name, preview_file(path, desk.settings))
        return _shown(asked, seen.found) | {"token": token, "name": seen.name}

    @desk.act("/upload/tag-ind")
    def confirm(asked: Asked, form: FormData) -> Done:
        path = _file(folder, words(form, "token"))
        job = desk.jobs.start("ingest", {"targets": [str(path)], "publish": False}, who=asked.session.name)
        return Done(asked.texts("staff.taking_in", name=path.name), f"{PATH}/job/{job.job_id}")

    @desk.act("/upload/kasser")
    def drop(asked: Asked, form: FormData) -> Done:
        path = _file(folder, words(form, "token"))
        shutil.rmtree(folder / words(form, "token"))
        return Done(asked.texts("staff.dropped", name=path.name), f"{PATH}/upload")


def safe_name(name: str) -> str:
    """Give a file's name as it may lie on disk and stand in an address: no folders, no marks, not too long."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, suffix = _UNSAFE.sub("_", name).strip(". ").rpartition(".")
    return f"{(stem if dot else suffix)[:110] or 'fil'}{dot}{suffix[:8] if dot else ''}"


def _shown(asked: Asked, found: Preview) -> dict[str, Any]:
    """Give a preview as the page shows it."""
    changes = [
        {"change": made.change, "fields": [show_change(asked.texts, one) for one in made.diff]}
        for made in found.proposals
    ]
    reason = said(asked.texts, found.item.reason) if found.item.reason else ""
    return {"found": found, "changes": changes, "reason": reason}


def _file(folder: Path, token: str) -> Path:
    place = folder / token / _FOLDER
    found = sorted(place.iterdir()) if _TOKEN.fullmatch(token) and place.is_dir() else []
    if not found:
        raise NotFoundError("the upload is not there any more.", remedy="Send the file again.")
    return found[0]


def _forget(folder: Path) -> None:
    """Remove what nobody has decided on for an hour."""
    if folder.is_dir():
        for place in folder.iterdir():
            if place.stat().st_mtime < time.time() - _KEEP_S:
                shutil.rmtree(place, ignore_errors=True)

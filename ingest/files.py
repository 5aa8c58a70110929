"""Local files and folders as raw documents.

A file's URL says where it lay within what was named, never where that lies on the machine: `file:seeds/a.txt` for
`/home/x/seeds/a.txt`, whether the folder or the file was named (`file:` and the name of the enclosing folder, then the
path below it). Where a file came from before that is not known, so no web address is made up for it. Two folders of
one name and with the same file names are therefore one to us: a file named again with other bytes is a new version.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from corpus.errors import FetchError
from ingest.guard_cpr import mask_address
from ingest.raw import RawDocument, sniff_media_type

MAX_FILE_BYTES = 60_000_000  # the largest report seen on the sources is 31 MB; the same as for crawled files
MOST_FILES = 1000
"""Files and folders that one folder may hold before somebody has to say that all of it is meant."""

_HIDDEN = (".", "~$")  # `.DS_Store`, and the lock files of Word
_VIRTUAL = tuple(map(Path, ("/dev", "/proc", "/sys")))
_SYSTEM = {
    *_VIRTUAL,
    *map(
        Path, ("/bin", "/boot", "/etc", "/lib", "/lib32", "/lib64", "/run", "/sbin", "/usr", "/var/cache", "/var/lib")
    ),
}
_PROGRAMS = {"$RECYCLE.BIN", "System Volume Information", "__pycache__", "lost+found", "node_modules", "site-packages"}


_NAMED = 3


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, or one that cannot be, with the reason."""

    path: Path
    url: str
    problem: str = ""
    remedy: str = ""


@dataclass
class LeftOut:
    """What a walk through folders passed over without looking, by the reason."""

    names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, path: Path) -> None:
        """Note a file or folder."""
        self.names.setdefault(reason, []).append(path.name)

    def __str__(self) -> str:
        """Name them, of each reason the first three different names."""
        parts = []
        for reason, names in self.names.items():
            different = list(dict.fromkeys(names))
            more = ", ..." if len(different) > _NAMED else ""
            parts.append(f"{len(names)} {reason} ({', '.join(different[:_NAMED])}{more})")
        return "; ".join(parts)


def find_files(
    target: Path,
    *,
    max_bytes: int = MAX_FILE_BYTES,
    at_most: int | None = None,
    own: Path | None = None,
    left_out: LeftOut | None = None,
) -> Iterator[FoundFile]:
    """Give the files under a path in order of name, each once; links are followed, loops are not.

    Hidden files and folders are left out unless named themselves, and so are those of the system and of programs.

    Args:
        target: a file or folder.
        max_bytes: a file of more is given with that as its problem.
        at_most: how many files and folders it may hold.
        own: a folder that is left out because it is Puljespor's.
        left_out: told what was left out.

    Raises:
        FetchError: there is nothing at this path, it holds more than `at_most`, or it is the system's view of itself.
    """
    if not os.path.lexists(target):
        raise FetchError(f"there is no file or folder {target.name!r}.", remedy="Check the path.")
    root = target.absolute()
    if not _is_folder(target):
        yield _look_at(target, _file_url(root.parent.name, Path(root.name)), max_bytes)
        return
    place = root.resolve()
    if any(place.is_relative_to(folder) for folder in _VIRTUAL):
        raise FetchError(f"{target} holds no documents: it is the system's.", remedy="Name a folder with documents.")
    base = place if root.name in ("", "..") else root
    yield from _Walk(base, max_bytes, at_most, own.resolve() if own else None, left_out or LeftOut()).files(base)


class _Walk:
    """One way through a folder and what lies below it."""

    def __init__(self, root: Path, max_bytes: int, at_most: int | None, own: Path | None, left_out: LeftOut) -> None:
        self._root = root
        self._max_bytes = max_bytes
        self._at_most = at_most
        place = root.resolve()
        self._system = [folder for folder in _SYSTEM if not place.is_relative_to(folder)]  # what is named is meant
        self._own = own
        self._left_out = left_out
        self._visited: set[tuple[int, int]] = set()
        self._n_seen = 0

    def files(self, folder: Path) -> Iterator[FoundFile]:
        """Give the files of a folder and of those in it."""
        url = _file_url(self._root.name, folder.relative_to(self._root))
        try:
            place = folder.stat()
            if (place.st_dev, place.st_ino) in self._visited:
                return
            self._visited.add((place.st_dev, place.st_ino))
            entries = sorted(folder.iterdir(), key=lambda path: unicodedata.normalize("NFC", path.name))
        except OSError as exc:
            yield FoundFile(folder, url, f"the folder cannot be read ({exc.strerror})", "Check its permissions.")
            return
        for entry in entries:
            is_folder = _is_folder(entry)
            if reason := self._reason_to_leave_out(entry, is_folder):
                self._left_out.add(reason, entry)
                continue
            self._n_seen += 1
            if self._at_most is not None and self._n_seen > self._at_most:
                raise FetchError(
                    f"{self._root} holds more than {self._at_most} files and folders, so nothing of it was read.",
                    remedy="Name the folders that hold documents, or add --many if all of it is meant.",
                )
            if is_folder:
                yield from self.files(entry)
                continue
            found = _look_at(entry, _file_url(self._root.name, entry.relative_to(self._root)), self._max_bytes)
            place_of = _place(entry)
            if place_of in self._visited:  # a second link to one file
                continue
            if place_of is not None:
                self._visited.add(place_of)
            yield found

    def _reason_to_leave_out(self, entry: Path, is_folder: bool) -> str:
        if entry.name.startswith(_HIDDEN):
            return "hidden"
        if not is_folder:
            return ""
        place = entry.resolve()
        if any(place.is_relative_to(folder) for folder in self._system):
            return "of the system"
        if entry.name in _PROGRAMS:
            return "of programs"
        return "Puljespor's own" if place == self._own else ""


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # where it leads may not be looked at; what is wrong with it is said when it is read
        return False


def _look_at(path: Path, url: str, max_bytes: int) -> FoundFile:
    try:
        info = path.stat()
    except OSError as exc:
        cause = "is a link to nothing or to itself" if path.is_symlink() else f"cannot be read ({exc.strerror})"
        return FoundFile(path, url, cause, "Remove the link, or check the file's permissions.")
    if not stat.S_ISREG(info.st_mode):
        return FoundFile(path, url, "is a device, pipe or socket, not a file", "Name a file or folder.")
    if info.st_size > max_bytes:
        size = f"{info.st_size / 1e6:.0f} MB, more than the {max_bytes / 1e6:.0f} MB that are read"
        return FoundFile(path, url, f"has {size}", "Split it, or take the text out of it.")
    if (masked := mask_address(url)) != url:
        return FoundFile(path, masked, "has what looks like a CPR number in its name", "Rename the file.")
    return FoundFile(path, url)


def read_file(found: FoundFile, *, max_bytes: int = MAX_FILE_BYTES) -> RawDocument:
    """Read a file that `find_files` gave.

    Raises:
        FetchError: it cannot be read, or has grown too large meanwhile.
    """
    try:
        with found.path.open("rb") as file:
            body = file.read(max_bytes + 1)
            modified = os.fstat(file.fileno()).st_mtime
    except OSError as exc:
        raise FetchError(
            f"cannot be read ({exc.strerror}).", url=found.url, remedy="Check the file's permissions."
        ) from exc
    if len(body) > max_bytes:
        raise FetchError(f"has more than {max_bytes / 1e6:.0f} MB.", url=found.url, remedy="Split it.")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    changed = datetime.fromtimestamp(modified, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return RawDocument(
        url=found.url,
        canonical_url=found.url,
        media_type=sniff_media_type(body, "", found.path.name),
        body=body,
        fetched_at=now,
        last_modified=changed,
        source="files",
    )


def _place(path: Path) -> tuple[int, int] | None:
    try:
        info = path.stat()
    except OSError:
        return None
    # Hard links are separate files to their owner; only what is reached through a symbolic link is the same one.
    return (info.st_dev, info.st_ino)


def _file_url(folder: str, below: Path) -> str:
    """Give the URL of a file: composed names, any byte that is no plain letter escaped."""
    parts = [part for part in (folder, *below.parts) if part not in ("", ".", "/")]
    return "file:" + "/".join(_escape(part) for part in parts)


def _escape(name: str) -> str:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:  # not UTF-8 on disk: the bytes themselves are escaped
        return quote(os.fsencode(name), safe="")
    return quote(unicodedata.normalize("NFC", name), safe="")

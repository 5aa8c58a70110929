from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from corpus.errors import FetchError
from ingest.files import LeftOut, find_files, read_file


def found(target: Path) -> dict[str, str]:
    return {unquote(file.url): file.problem for file in find_files(target)}


def test_urls_say_where_a_file_lay_in_what_was_named_and_nothing_of_the_machine(tmp_path: Path) -> None:
    folder = tmp_path / "rapporter"
    (folder / "under").mkdir(parents=True)
    (folder / "A ø.txt").write_text("tekst")
    (folder / "under" / "b.pdf").write_bytes(b"%PDF-1.4")
    (folder / ".skjult").write_text("x")
    (folder / "~$laas.docx").write_text("x")
    assert found(folder) == {"file:rapporter/A ø.txt": "", "file:rapporter/under/b.pdf": ""}
    assert found(folder / "A ø.txt") == {"file:rapporter/A ø.txt": ""}
    assert [file.url for file in find_files(folder / "A ø.txt")] == ["file:rapporter/A%20%C3%B8.txt"]
    raw = read_file(next(find_files(folder)))
    assert (raw.body, raw.media_type, raw.source, raw.canonical_url) == (b"tekst", "text/plain", "files", raw.url)
    assert str(tmp_path) not in repr(raw)


def test_decomposed_and_composed_names_are_one(tmp_path: Path) -> None:
    (tmp_path / "A\u030alborg.txt").write_text("x")
    assert list(found(tmp_path)) == [f"file:{tmp_path.name}/Ålborg.txt"]


def test_a_hostile_name_stays_a_name(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe <b>\n..txt"
    with open(name, "wb") as file:  # noqa: PTH123  # a name that is not UTF-8
        file.write(b"x")
    assert [file.url for file in find_files(tmp_path)] == [f"file:{tmp_path.name}/%FF%FE%20%3Cb%3E%0A..txt"]


def test_links_are_followed_once_and_loops_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "igen").symlink_to(folder)
    (folder / "selv").symlink_to(folder / "selv")
    assert found(folder) == {"file:mappe/a.txt": "", "file:mappe/selv": "is a link to nothing or to itself"}


def test_too_large_is_refused_before_reading(tmp_path: Path) -> None:
    large = tmp_path / "stor.pdf"
    with large.open("wb") as stream:
        stream.truncate(200_000_000)
    file = next(find_files(large))
    assert file.problem == "has 200 MB, more than the 60 MB that are read"
    assert file.remedy


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 10)
    file = next(find_files(tmp_path, max_bytes=20))
    (tmp_path / "a.txt").write_bytes(b"x" * 30)
    with pytest.raises(FetchError, match="more than"):
        read_file(file, max_bytes=20)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "roer")
    assert found(tmp_path) == {f"file:{tmp_path.name}/roer": "is a device, pipe or socket, not a file"}
    with pytest.raises(FetchError, match="no file or folder 'findes-ikke'"):
        list(find_files(tmp_path / "findes-ikke"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "mappe").mkdir(mode=0)
    problems = found(tmp_path)
    assert problems[f"file:{tmp_path.name}/mappe"].startswith("the folder cannot be read")
    with pytest.raises(FetchError, match="cannot be read"):
        read_file(next(find_files(tmp_path / "a.txt")))


def test_a_folder_of_more_than_was_expected_is_refused_whole(tmp_path: Path) -> None:
    (tmp_path / "under").mkdir()
    for number in range(4):
        (tmp_path / "under" / f"{number}.txt").write_text(str(number))
        (tmp_path / f".{number}").write_text("hidden files do not count")
    assert len(list(find_files(tmp_path, at_most=5))) == 4
    with pytest.raises(FetchError, match="more than 4 files and folders") as caught:
        list(find_files(tmp_path, at_most=4))
    assert "--many" in caught.value.remedy


def test_what_is_hidden_or_holds_programs_or_our_own_data_is_left_out_and_named(tmp_path: Path) -> None:
    for name in (".git", "node_modules", "data", "rapporter"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(name)
    (tmp_path / "rapporter" / ".DS_Store").write_text("x")
    left_out = LeftOut()
    files = list(find_files(tmp_path, own=tmp_path / "data", left_out=left_out))
    assert [file.path for file in files] == [tmp_path / "rapporter" / "a.txt"]
    assert str(left_out) == ("2 hidden (.git, .DS_Store); 1 Puljespor's own (data); 1 of programs (node_modules)")
    assert [file.path.name for file in find_files(tmp_path / "node_modules")] == ["a.txt"]  # named, so meant


def test_the_root_of_the_disk_is_not_walked(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="holds no documents"):
        list(find_files(Path("/proc/self")))
    left_out = LeftOut()
    with pytest.raises(FetchError, match="more than 0 files and folders"):
        list(find_files(Path("/"), at_most=0, left_out=left_out))
    (tmp_path / "system").symlink_to("/etc")
    assert list(find_files(tmp_path, left_out=left_out)) == []
    assert left_out.names["of the system"][-1] == "system"
